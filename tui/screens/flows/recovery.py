"""What an earlier session over the file left unsaved: restored, shown, or dropped. Then what a sync left to be decided."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from tui.model.counting import changes_of, unsaved_changes
from tui.model.diff import with_added
from tui.model.edits import Edit, net
from tui.model.text import N_, printable
from tui.screens.drafting import draft_line
from tui.screens.flows.flow import Flow
from tui.screens.flows.merging import Merging
from tui.screens.flows.synchronising import Synchronising
from tui.screens.ui import Ui
from tui.session.outcomes import Refused, Restored
from tui.store.files.errors import shown_path
from tui.store.log.journal import OrphanedJournal


class Recovery(Flow):
    """Offers at the start what was left behind."""

    def __init__(self, ui: Ui, merging: Merging, synchronising: Synchronising) -> None:
        super().__init__(ui)
        self._merging, self._synchronising = merging, synchronising

    def offer(self) -> None:
        """What an earlier session over this file did not save: restore, show, or drop it; then what one left over it elsewhere."""
        if found := self.session.journal.orphaned_journals():
            self._ask(found, self._here(found), self._offer_from_elsewhere)
        else:
            self._offer_from_elsewhere()

    def _offer_from_elsewhere(self) -> None:
        """One question for each path the plan's file has or had."""
        left = self.session.journal.from_elsewhere()
        asked = [[one for one in left if one.plan == path] for path in dict.fromkeys(one.plan for one in left)]

        def ask_next() -> None:
            if asked:
                found = asked.pop(0)
                self._ask(found, self._elsewhere(found), ask_next, leaves=True)
            else:
                self._synchronising.offer()

        ask_next()

    def _here(self, found: Sequence[OrphanedJournal]) -> list[str]:
        """What is to be known of what was left behind over this path."""
        if all(map(self.session.journal.is_of_this_plan, found)):
            return []
        return [self.words(N_("The file has been replaced since, or changed by other means."))]

    def _elsewhere(self, found: Sequence[OrphanedJournal]) -> list[str]:
        """From where it is, and whether that is still a plan of its own."""
        here, there = shown_path(self.session.loaded.state.path), found[0].plan
        told = [self.words(N_("They were made in {path}."), path=shown_path(there))]
        if os.path.lexists(there):
            copies = N_(
                "That file is still there: two copies of one plan. What is restored here is no longer offered there. This one is {path}."
            )
            told.append(self.words(copies, path=here))
        else:
            told.append(self.words(N_("There is no such file any more; this one, {path}, holds or held the same text."), path=here))
        return told

    def _ask(self, found: list[OrphanedJournal], more: list[str], then: Callable[[], None], *, leaves: bool = False) -> None:
        """Ask what is to become of it. With ``leaves`` it may be left, which is the first answer where its own file is still there."""
        from tui.screens.dialogs.choose import Answer, Choose
        from tui.screens.dialogs.inspect import Inspect

        words = self.words
        local = self.session.clock.local
        since = local(found[0].started)
        told = [words(N_("since {time} on {day}"), time=since.strftime("%H:%M"), day=since.date()), *more]
        if any(left.torn for left in found):
            told.append(words(N_("The last line was cut off when the program ended and is left out.")))

        def answered(answer: str | None) -> None:
            if answer == "restore":
                self._restore(found, then)
                return
            if answer == "show":
                shown = Inspect(words, words(N_("Not saved then")), "\n".join(self._lines_of(found)))
                self.ui.push_screen(shown, lambda _: self._ask(found, more, then, leaves=leaves))
                return
            if answer == "drop":
                self._drop(found)
            then()

        answers = [
            Answer("restore", "k", words(N_("restore them, unsaved as they were"))),
            Answer("show", "x", words(N_("show them first"))),
            *([Answer("leave", "d", words(N_("leave them where they are")))] if leaves else []),
            Answer("drop", "b", words(N_("drop them")), destroys=True),
        ]
        title, counted = self._counted(found)
        question = Choose(
            words, title, "\n".join([*counted, *told]), answers, first="leave" if leaves and os.path.lexists(found[0].plan) else None
        )
        self.ui.push_screen(question, answered)

    def _counted(self, found: Sequence[OrphanedJournal]) -> tuple[str, list[str]]:
        """(how much there is, what is to be said of it beside)."""
        words = self.words
        changes, drafts = changes_of(_net(found)), sum(len(left.drafts) for left in found)
        typed = words.count(
            "{n} draft was typed and not kept: it will stand in its field again",
            "{n} drafts were typed and not kept: they will stand in their fields again",
            drafts,
        )
        if not changes:
            return words.count("{n} draft was left in a field last time", "{n} drafts were left in fields last time", drafts), [typed]
        title = words.count("{n} change was not saved last time", "{n} changes were not saved last time", changes)
        return title, [typed] if drafts else []

    def _drop(self, found: Sequence[OrphanedJournal]) -> None:
        try:
            self.session.journal.drop(found)
        except OSError as fault:
            why = fault.strerror or str(fault)
            self.ui.plan_screen.tell(self.words(N_("they could not be dropped and will be offered again: {why}"), why=why), bad=True)

    def _lines_of(self, found: Sequence[OrphanedJournal]) -> list[str]:
        """Each change by its record, as the history tells it; then what was typed and not kept."""
        from tui.reports.changes import by_record, change_lines

        edits, plan = _net(found), self.session.plan
        lines = by_record(change_lines(edits, plan, with_added(plan, edits), self.words))
        drafts = [f"{self.words(N_('typed, not kept'))} · {draft_line(draft)}" for left in found for draft in left.drafts]
        return [*lines, *([""] if lines and drafts else []), *drafts]

    def _restore(self, found: Sequence[OrphanedJournal], then: Callable[[], None]) -> None:
        session = self.session
        outcome = session.journal.restore(found)
        if isinstance(outcome, Refused):
            self.ui.plan_screen.tell("; ".join(outcome.lines(session.words)), bad=True)
            then()
        else:
            self._tell_orphans(outcome, found, then)

    def _tell_orphans(self, restored: Restored, found: Sequence[OrphanedJournal], then: Callable[[], None]) -> None:
        from tui.reports.changes import by_record, change_lines
        from tui.screens.dialogs.inspect import Inspect

        session = self.session

        def go_on(_: object = None) -> None:
            session.journal.start(found)
            if session.disputed.conflicts:
                self._merging.decide_then(lambda: self._restored(found, then))
            else:
                self._restored(found, then)

        if not restored.orphans:
            go_on()
            return
        lines = by_record(change_lines(restored.orphans, session.plan, session.plan, session.words))
        title = session.words(N_("This cannot be put back, for a record it needs is no longer in the file:"))
        self.ui.push_screen(Inspect(session.words, title, "\n".join(lines)), go_on)

    def _restored(self, found: Sequence[OrphanedJournal], then: Callable[[], None]) -> None:
        session, words = self.session, self.words
        session.journal.forget(found)
        for screen in self.ui.plan_screens():
            screen.show_header()  # the table marks where drafts wait
        told = []
        if count := unsaved_changes(session.workspace):
            told.append(words.count("{n} unsaved change is back", "{n} unsaved changes are back", count))
        if drafts := list(session.journal.drafts):
            places = "; ".join(dict.fromkeys(printable(draft.title) for draft in drafts))
            told.append(
                words.count(
                    "{n} draft waits in its field: {places}", "{n} drafts wait in their fields: {places}", len(drafts), places=places
                )
            )
        self.ui.plan_screen.tell(" · ".join(told))
        then()


def _net(found: Sequence[OrphanedJournal]) -> list[Edit]:
    """What all their steps come to: counted as everything unsaved is."""
    return net(edit for left in found for step in left.steps for edit in step.edits)
