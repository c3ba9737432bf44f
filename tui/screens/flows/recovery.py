"""What an earlier session over the file left unsaved: restored, shown, or dropped."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.edits import SetField
from tui.model.fields import TABLES
from tui.model.text import N_, printable
from tui.screens.flows.flow import Flow
from tui.screens.flows.merging import Merging
from tui.screens.ui import Ui
from tui.session.outcomes import Refused, Restored
from tui.store.log.journal import OrphanedJournal


class Recovery(Flow):
    """Offers at the start what was left behind."""

    def __init__(self, ui: Ui, merging: Merging) -> None:
        super().__init__(ui)
        self._merging = merging

    def offer(self) -> None:
        """What an earlier session over this file did not save: restore, show, or drop it."""
        if found := self.session.journal.orphaned_journals():
            self._ask_about_left_behind(found)

    def _ask_about_left_behind(self, found: list[OrphanedJournal]) -> None:
        from tui.screens.dialogs.choose import Answer, Choose
        from tui.screens.dialogs.inspect import Inspect

        words = self.words
        count = sum(len(left.steps) for left in found)
        local = self.session.clock.local
        since = local(found[0].started)
        told = words(N_("since {time} on {day}"), time=since.strftime("%H:%M"), day=since.date())
        if any(left.torn for left in found):
            told += "\n" + words(N_("The last line was cut off when the program ended and is left out."))

        def answered(answer: str | None) -> None:
            if answer == "restore":
                self._restore(found)
            elif answer == "show":
                lines = [f"{local(left.started):%H:%M} · {line}" for left in found for line in self._lines_of(left)]
                self.ui.push_screen(
                    Inspect(words, words(N_("Not saved then")), "\n".join(lines)), lambda _: self._ask_about_left_behind(found)
                )
            elif answer == "drop":
                try:
                    self.session.journal.drop(found)
                except OSError as fault:
                    why = fault.strerror or str(fault)
                    self.ui.plan_screen.tell(words(N_("they could not be dropped and will be offered again: {why}"), why=why), bad=True)

        self.ui.push_screen(
            Choose(
                words,
                words.count("{n} change was not saved last time", "{n} changes were not saved last time", count),
                told,
                [
                    Answer("restore", "k", words(N_("restore them, unsaved as they were"))),
                    Answer("show", "x", words(N_("show them first"))),
                    Answer("drop", "b", words(N_("drop them")), destroys=True),
                ],
            ),
            answered,
        )

    def _lines_of(self, left: OrphanedJournal) -> list[str]:
        lines = []
        for step in left.steps:
            lines.append(printable(self.words.sentence(step.label)))
            lines += [f"      {self._typed_words(edit)}" for edit in step.edits if isinstance(edit, SetField)]
        return lines

    def _typed_words(self, edit: SetField) -> str:
        from tui.reports.labels import labels_of

        spec = TABLES[edit.table].by_key.get(edit.field) if edit.table in TABLES else None
        if spec is None:
            return printable(f"{edit.field}: {edit.new!r}")
        told = "; ".join(labels_of(spec, edit.new, self.session.workspace.plan, self.words)) or "–"
        return printable(f"{self.words(spec.label)}: {told}")

    def _restore(self, found: Sequence[OrphanedJournal]) -> None:
        session = self.session
        outcome = session.journal.restore(found)
        if isinstance(outcome, Refused):
            self.ui.plan_screen.tell("; ".join(outcome.lines(session.words)), bad=True)
        else:
            self._tell_orphans(outcome, found)

    def _tell_orphans(self, restored: Restored, found: Sequence[OrphanedJournal]) -> None:
        from tui.screens.dialogs.inspect import Inspect

        session = self.session

        def go_on(_: object = None) -> None:
            session.journal.start(found)
            if session.disputed.conflicts:
                self._merging.decide_then(lambda: self._restored(found))
            else:
                self._restored(found)

        if not restored.orphans:
            go_on()
            return
        lines = [f"{e.table}.{printable(e.id)} · {self._typed_words(e)}" for e in restored.orphans]
        title = session.words(N_("This cannot be put back, for a record it needs is no longer in the file:"))
        self.ui.push_screen(Inspect(session.words, title, "\n".join(lines)), go_on)

    def _restored(self, found: Sequence[OrphanedJournal]) -> None:
        session = self.session
        session.journal.forget(found)
        count = len(session.workspace.unsaved())
        self.ui.plan_screen.tell(session.words.count("{n} unsaved change is back", "{n} unsaved changes are back", count))
