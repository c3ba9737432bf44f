"""Saving, with the questions it may have to ask."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from tui.model.text import N_, Sentence
from tui.screens.flows.copies import Copies
from tui.screens.flows.cut_short import CutPlans
from tui.screens.flows.flow import Flow
from tui.screens.flows.handing_in import HandingIn
from tui.screens.flows.merging import Merging
from tui.screens.flows.notices import Notices
from tui.screens.ui import ALL_HANDED_IN, ALL_SAVED, Ui
from tui.session.merge import joined_words
from tui.session.outcomes import Again, Asking, CutShort, FileGone, NotSaved, Saved
from tui.store.files.errors import Locked
from tui.store.plan_save import IfGone
from tui.store.toml.parse import no_progress

if TYPE_CHECKING:
    from tui.session import save
    from tui.terminal.background import Work


SAVING: Final = (
    *("session.save", "store.log.history", "store.save_base", "store.log.record", "store.files.replace", "store.toml.windows"),
    *("store.in_place", "store.record_counts"),
)
"""The modules a save needs."""


def load_what_saves() -> None:
    """Import them: a person who has just edited does not wait for it, one who saves would."""
    for name in SAVING:
        importlib.import_module(f"tui.{name}")


def _tell(work: Work, part: float) -> None:
    work.step(int(part * 100), 100)


class Saving(Flow):
    """Saves the session, and asks where it cannot."""

    beside_from: ClassVar[int] = 4 << 20
    """Bytes of a plan file from which it is written beside the screen: a smaller one is saved before the next frame."""

    def __init__(self, ui: Ui, merging: Merging, copies: Copies, cut_plans: CutPlans, handing_in: HandingIn) -> None:
        super().__init__(ui)
        self._merging, self._copies, self._cut_plans, self._handing_in = merging, copies, cut_plans, handing_in
        self._notices = Notices()

    def why_not_save(self) -> Sentence | None:
        if self.session.unsaved() or self.session.server is not None:
            return None
        if self.session.proposing is not None:
            return ALL_HANDED_IN
        return None if self.session.watch.cut is not None else ALL_SAVED

    def do_save(self) -> None:
        self.save_then(lambda: None)

    why_not_save_with_reason = why_not_save

    def do_save_with_reason(self) -> None:
        from tui.screens.dialogs.ask import Ask

        if self.session.proposing is not None:
            self.do_save()
            return
        words = self.words

        def answered(text: str | None) -> None:
            if text is not None:
                self.save_then(lambda: None, reason=text.strip())

        self.ui.push_screen(
            Ask(words, words(N_("Why? The reason stands in the history beside the change.")), "", lambda text: ""), answered
        )

    def save_then(self, after: Callable[[], object], if_gone: IfGone = IfGone.REFUSE, reason: str = "") -> None:
        """Save, then do something; what others saved meanwhile is joined first, and only what does not fit is asked about.

        Who may only report hands in instead.
        """
        if self.session.proposing is not None:
            self._handing_in.ask_note_then(after)
            return

        from tui.session import save

        def again() -> None:
            self.save_then(after, if_gone, reason)

        begun = save.begin(self.session, if_gone, reason)
        if isinstance(begun, Asking):
            self._merging.decide_then(again)
        else:
            self._write(begun, after, again)

    def _write(self, attempt: save.SaveAttempt, after: Callable[[], object], again: Callable[[], object]) -> None:
        """Write the file, a large one beside the screen, and any while others save it as well."""
        state = self.session.loaded.state
        if state.identity is not None and state.identity.size >= self.beside_from:
            self._write_beside(attempt, after, again)
            return
        written = attempt.writer(wait=0)(no_progress)
        if isinstance(written, Locked):
            self._write_beside(attempt, after, again)
        else:
            self._settle(attempt, written, after, again)

    def _write_beside(self, attempt: save.SaveAttempt, after: Callable[[], object], again: Callable[[], object]) -> None:
        """Until it is written, what is typed waits, and nothing is taken in."""
        writer = attempt.writer()
        self.ui.run_long(
            self.words(N_("saving {file}"), file=self.session.loaded.state.path.name),
            lambda work: writer(partial(_tell, work)),
            lambda written: self._settle(attempt, written, after, again),
            if_stopped=attempt.give_up,
        )

    def _settle(self, attempt: save.SaveAttempt, written: save.Written, after: Callable[[], object], again: Callable[[], object]) -> None:
        outcome = attempt.settle(written)
        if isinstance(outcome, Saved):
            self._tell_saved(outcome)
            after()
        elif isinstance(outcome, Again):
            self._write(attempt, after, again)
        elif isinstance(outcome, Asking):
            self._merging.decide_then(again)
        elif isinstance(outcome, CutShort):
            self._cut_plans.ask(outcome, after)
        elif isinstance(outcome, FileGone):
            self._ask_about_a_lost_file(outcome, after)
        else:
            assert isinstance(outcome, NotSaved)
            self._copies.ask_about_failure(outcome.told(self.words), again, after)

    def _tell_saved(self, saved: Saved) -> None:
        session, words = self.session, self.words
        name = session.loaded.state.path.name
        told = [words.count("{n} change saved to {file}", "{n} changes saved to {file}", saved.changes, file=name)]
        if not saved.changes:  # written over a file that was cut short
            told = [words(N_("the whole plan is in {file} again"), file=name)]
        told += [joined_words(joined, session.plan, words) for joined in saved.joined]
        told += [words.sentence(saved.new_owner)] if saved.new_owner is not None else []
        told += self._notices.renew(self.ui)
        warnings = [words.sentence(warning) for warning in (saved.unwritten, saved.left_behind, saved.unanswered) if warning is not None]
        self.ui.plan_screen.tell("; ".join(told + warnings), bad=bool(warnings))

    def _ask_about_a_lost_file(self, gone: FileGone, after: Callable[[], object]) -> None:
        from tui.screens.dialogs.choose import Answer, Choose

        words = self.words

        def answered(answer: str | None) -> None:
            if answer == "again":
                self.save_then(after, IfGone.RECREATE)
            elif answer == "copy":
                self._copies.ask_for_copy(after)

        self.ui.push_screen(
            Choose(
                words,
                words(N_("The plan file is gone")),
                words.sentence(gone.why) + "\n" + words(N_("Everything you typed is still here.")),
                [
                    Answer("again", "l", words(N_("write it again at the same place"))),
                    Answer("copy", "c", words(N_("save a copy elsewhere"))),
                    Answer("cancel", "k", words(N_("go on working"))),
                ],
            ),
            answered,
        )
