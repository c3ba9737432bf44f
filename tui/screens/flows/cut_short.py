"""A plan file that was cut short: asked about before anything of the loss is taken in, and what was lost offered at the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tui.model.fields import TABLES
from tui.model.text import N_, printable
from tui.screens.flows.copies import Copies
from tui.screens.flows.flow import Flow
from tui.screens.ui import Ui
from tui.session.merge import joined_words
from tui.session.outcomes import CutShort, NotSaved, TakenIn
from tui.store.known_texts import has_earlier_versions
from tui.store.plan_file import Loaded, load_state

if TYPE_CHECKING:
    from tui.store.whole import Whole

_LAST_LINES: Final = 6
"""Lines of the file's end that are shown."""


class CutPlans(Flow):
    """Asks what is to become of it; whoever backs out goes on working, and nothing is taken in or written."""

    def __init__(self, ui: Ui, copies: Copies) -> None:
        super().__init__(ui)
        self._copies = copies

    def ask(self, cut: CutShort, after: Callable[[], object]) -> None:
        """Ask what is to be done with a file that was cut short while the plan is open; ``after`` follows a save.

        Who may not save the plan is asked no more than whether to look at it, or to keep a copy of what is here.
        """
        from tui.screens.dialogs.choose import Answer, Choose
        from tui.session.cut import write_again

        words = self.words

        def answered(answer: str | None) -> None:
            if answer == "whole":
                self._then_save(write_again(self.session, cut), after)
            elif answer == "look":
                self._look(cut, after)
            elif answer == "copy":
                self._copies.ask_for_copy(after)
            self.below.show_header()

        answers = [
            Answer("look", "x", words(N_("look at what is there"))),
            Answer("copy", "c", words(N_("save a copy elsewhere"))),
            Answer("cancel", "k", words(N_("go on working"))),
        ]
        if self.session.saves:
            answers.insert(0, Answer("whole", "l", words(N_("write the whole plan again"))))
        self.ui.push_screen(
            Choose(
                words,
                words(N_("The plan file was cut short")),
                words.sentence(cut.sentence)
                + "\n"
                + words(N_("Everything is still here, with what you typed; nothing of the loss was taken in.")),
                answers,
            ),
            answered,
        )

    def _then_save(self, outcome: TakenIn | NotSaved, after: Callable[[], object]) -> None:
        if isinstance(outcome, NotSaved):
            self._copies.ask_about_failure(outcome.told(self.words), lambda: self.ui.save_then(after), after)
        else:
            self.ui.save_then(after)

    def _look(self, cut: CutShort, after: Callable[[], object]) -> None:
        """Show what is left, and let it be taken as it was meant."""
        from tui.screens.dialogs.choose import Answer, Choose
        from tui.session.cut import take_as_meant

        words, session = self.words, self.session
        found = load_state(cut.state)

        def answered(answer: str | None) -> None:
            if answer != "meant":
                self.ask(cut, after)
                return
            outcome = take_as_meant(session, cut)
            if isinstance(outcome, NotSaved):
                self._copies.ask_about_failure(outcome.told(words), lambda: self.ask(cut, after), after)
            else:
                assert outcome.joined is not None, "the file is another than it was"
                self.ui.plan_screen.tell(joined_words(outcome.joined, session.plan, words))
                if session.workspace.unsaved():
                    self.ui.save_then(after)

        answers = [Answer("back", "k", words(N_("back to the question")))]
        if cut.can_be_meant and session.saves:
            answers.append(Answer("meant", "d", words(N_("it was meant so: take it in, what is missing is deleted")), destroys=True))
        self.ui.push_screen(Choose(words, words(N_("What is in the file now")), self._left_of(session.loaded, found), answers), answered)

    def _left_of(self, whole: Loaded, found: Loaded) -> str:
        """Records by table, before and now, and how the file ends."""
        from tui.store.record_counts import count_by_table

        words = self.words
        was, now = count_by_table(whole.doc), count_by_table(found.doc)
        lines = [f"{words(TABLES[table].label)}: {was[table]} → {now.get(table, 0)}" for table in was if was[table] != now.get(table, 0)]
        end = [line for line in found.text.split("\n") if line.strip()][-_LAST_LINES:]
        if end:
            lines += ["", words(N_("The file ends:")), *(f"  {printable(line)}" for line in end)]
        return "\n".join(lines)

    # -- at the start -------------------------------------------------------------------------------------------------

    def offer(self, after: Callable[[], object]) -> None:
        """Offer to bring back what the file was cut short of, when that is kept; then go on with ``after``."""
        session = self.session
        if session.shipped or not has_earlier_versions(session.loaded.state):
            after()
            return
        from tui.store.whole import whole_before

        whole = whole_before(session.loaded)
        if whole is None:
            after()
        elif session.unwritable is not None or session.asked_readonly:
            self.ui.plan_screen.tell(self._told(whole), bad=True)
            after()
        else:
            self._ask_at_start(whole, after)

    def _told(self, whole: Whole) -> str:
        return self.words.sentence(whole.loss.of(self.session.loaded.state.name))

    def _ask_at_start(self, whole: Whole, after: Callable[[], object]) -> None:
        from tui.screens.dialogs.choose import Answer, Choose
        from tui.screens.dialogs.inspect import Inspect
        from tui.session.cut import bring_back

        words, session = self.words, self.session
        found = session.loaded

        def answered(answer: str | None) -> None:
            if answer == "whole":
                bring_back(session, whole)
                self.ui.save_then(after)
            elif answer == "look":
                told = self._left_of(whole.loaded, found)
                self.ui.push_screen(Inspect(words, words(N_("What is in the file now")), told), lambda _: self._ask_at_start(whole, after))
            else:
                after()

        self.ui.push_screen(
            Choose(
                words,
                words(N_("The plan file was cut short")),
                f"{self._told(whole)}\n{self._kept(whole)}",
                [
                    Answer("whole", "l", words(N_("bring the whole plan back, and write it again"))),
                    Answer("look", "x", words(N_("look at what is there"))),
                    Answer("cancel", "k", words(N_("go on with what is there"))),
                ],
            ),
            answered,
        )

    def _kept(self, whole: Whole) -> str:
        words = self.words
        if whole.at is None:
            return words(N_("The whole plan is kept."))
        at = self.session.clock.local(whole.at)
        if not whole.by:
            return words(N_("The whole plan is kept as it was at {time} on {day}."), time=f"{at:%H:%M}", day=at.date())
        template = N_("The whole plan is kept as {name} saved it at {time} on {day}.")
        return words(template, name=printable(whole.by), time=f"{at:%H:%M}", day=at.date())
