"""The journal of the session, and the question about what an earlier one left behind."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tui.i18n.words import Words
from tui.model.edits import Change, SetField
from tui.model.fields import TABLES
from tui.model.text import N_, printable, say
from tui.model.workspace import EditRefused, Workspace
from tui.screens.flows.merging import Disputed
from tui.store.log import journal
from tui.store.log.journal import Journal, LeftBehind
from tui.store.plan_file import Loaded

if TYPE_CHECKING:
    from tui.model.rebase import Rejoined
    from tui.screens.base import PlanScreen


class Journaling:
    """Every edit is in the journal before the screen shows it; what a session could not save is offered to the next."""

    words: Words
    loaded: Loaded
    workspace: Workspace
    disputed: Disputed
    journal: Journal | None = None
    if TYPE_CHECKING:

        @property
        def plan_screen(self) -> PlanScreen: ...

        push_screen: Any

        def decide_then(self, after: Callable[[], object]) -> None: ...

    def start_journal(self, restored: Sequence[LeftBehind] = ()) -> None:
        """A journal that begins with what is unsaved now; only then is the one before it, and what was restored, no longer needed."""

        from tui.model.joining import unsaved_edits

        before, self.journal = self.journal, None
        self.workspace.unrecorded = None
        if not self.workspace.readonly:
            try:
                self.journal = journal.start(self.loaded.state.path, journal.journal_folder())
                taken = [left.path.name for left in restored] + ([before.path.name] if before is not None else [])
                if restored and not self.disputed.conflicts:  # step by step, as they were made
                    self.journal.note_taken(self.workspace.undo_steps, taken)
                elif unsaved := tuple(unsaved_edits(self.workspace, self.disputed.conflicts)):
                    label = say(N_("what was unsaved when others’ changes were taken in"))
                    self.journal.note_taken([Change(label, unsaved, ())], taken)
            except OSError as fault:
                self.workspace.unrecorded = fault
        self.workspace.recorder = self.journal if self.workspace.unrecorded is None else None
        if before is not None:
            before.close(keep=self.workspace.unrecorded is not None)

    def journal_saved(self) -> None:
        """Everything is in the plan file; a journal that could not be written to may be begun again."""
        if self.workspace.unrecorded is not None:
            self.start_journal()
        if self.journal is None or self.workspace.unrecorded is not None:
            return
        try:
            self.journal.note_saved()
        except OSError as fault:
            self.workspace.unrecorded, self.workspace.recorder = fault, None

    def end_journal(self, *, keep: bool) -> None:
        """The session ends; unsaved steps stay on disk only when nobody said to drop them."""
        if self.journal is not None:
            self.journal.close(keep=keep)
            self.journal = self.workspace.recorder = None

    # -- what was left behind -----------------------------------------------------------------------------------------

    def offer_left_behind(self) -> None:
        """What an earlier session over this file did not save: restore, show, or drop it."""

        from tui.model.rebase import holds_already

        if self.workspace.readonly:
            return
        found = []
        for left in journal.left_behind(self.loaded.state.path, journal.journal_folder()):
            # killed between the save and the word that it was saved: nothing is left to restore
            if holds_already(self.workspace.plan, [e for step in left.steps for e in step.edits]):
                with contextlib.suppress(OSError):
                    journal.discard(left)
            else:
                found.append(left)
        if found:
            self._ask_about_left_behind(found)

    def _ask_about_left_behind(self, found: list[LeftBehind]) -> None:
        from tui.screens.dialogs.choose import Answer, Choose
        from tui.screens.dialogs.inspect import Inspect

        words = self.words
        count = sum(len(left.steps) for left in found)
        since = found[0].started
        told = words(N_("since {time} on {day}"), time=since.strftime("%H:%M"), day=since.date())
        if any(left.torn for left in found):
            told += "\n" + words(N_("The last line was cut off when the program ended and is left out."))

        def answered(answer: str | None) -> None:
            if answer == "restore":
                self._restore(found)
            elif answer == "show":
                lines = [f"{left.started:%H:%M} · {line}" for left in found for line in self._lines_of(left)]
                self.push_screen(
                    Inspect(words, words(N_("Not saved then")), "\n".join(lines)), lambda _: self._ask_about_left_behind(found)
                )
            elif answer == "drop":
                try:
                    for left in found:
                        journal.discard(left)
                except OSError as fault:
                    why = fault.strerror or str(fault)
                    self.plan_screen.say(words(N_("they could not be dropped and will be offered again: {why}"), why=why), bad=True)

        self.push_screen(
            Choose(
                words,
                words.count("{n} change was not saved last time", "{n} changes were not saved last time", count),
                told,
                [
                    Answer("restore", "k", words(N_("restore them, unsaved as they were"))),
                    Answer("show", "x", words(N_("show them first"))),
                    Answer("drop", "b", words(N_("drop them"))),
                ],
            ),
            answered,
        )

    def _lines_of(self, left: LeftBehind) -> list[str]:
        lines = []
        for step in left.steps:
            lines.append(printable(self.words.sentence(step.label)))
            lines += [f"      {self._typed_words(edit)}" for edit in step.edits if isinstance(edit, SetField)]
        return lines

    def _typed_words(self, edit: SetField) -> str:
        from tui.screens.table.picking import labels_of

        spec = TABLES[edit.table].by_key.get(edit.field) if edit.table in TABLES else None
        if spec is None:
            return printable(f"{edit.field}: {edit.new!r}")
        told = "; ".join(labels_of(spec, edit.new, self.workspace.plan, self.words)) or "–"
        return printable(f"{self.words(spec.label)}: {told}")

    def _restore(self, found: Sequence[LeftBehind]) -> None:
        """Make the steps again as they were made; where others have changed the file since, join the two."""

        from tui.model.rebase import fit_again, make_again, rejoined

        steps = [step for left in found for step in left.steps]
        self.workspace.recorder = None  # they are in their own journals until all of them are in one line of this session's
        if fit_again(self.workspace.plan, [step.edits for step in steps]):
            for step in steps:
                make_again(self.workspace, step.edits, step.label)
            self.start_journal(found)
            self._restored(found)
            return
        joined = rejoined(self.workspace.plan, [e for step in steps for e in step.edits])
        try:
            if joined.edits:
                count = say(N_("{count} changes of an earlier session"), count=len(steps))
                self.workspace.apply(joined.edits, count)
        except EditRefused as refused:
            told = "; ".join(f"{p.where}: {self.words.sentence(p.what)}" for p in refused.problems)
            self.plan_screen.say(told, bad=True)
            self.workspace.recorder = self.journal
            return  # the journals stay as they are and are offered again
        self.disputed.conflicts += joined.conflicts
        self._tell_orphans(joined, found)

    def _tell_orphans(self, joined: Rejoined, found: Sequence[LeftBehind]) -> None:
        from tui.screens.dialogs.inspect import Inspect

        def go_on(_: object = None) -> None:
            self.start_journal(found)
            if self.disputed.conflicts:
                self.decide_then(lambda: self._restored(found))
            else:
                self._restored(found)

        if not joined.orphans:
            go_on()
            return
        lines = [f"{e.table}.{printable(e.id)} · {self._typed_words(e)}" for e in joined.orphans]
        title = self.words(N_("This cannot be put back, for a record it needs is no longer in the file:"))
        self.push_screen(Inspect(self.words, title, "\n".join(lines)), go_on)

    def _restored(self, found: Sequence[LeftBehind]) -> None:
        if self.workspace.unrecorded is None:
            for left in found:
                with contextlib.suppress(OSError):  # what was taken over is not offered again anyway
                    journal.discard(left)
        count = len(self.workspace.unsaved())
        self.plan_screen.say(self.words.count("{n} unsaved change is back", "{n} unsaved changes are back", count))
