"""Other plans than the one that is open: begun, made for the next term, opened in its place, compared with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.model.text import N_, Sentence, say
from tui.screens.beside_plan import beside, rights_of
from tui.screens.choosing_plan import choose_plan
from tui.screens.flows.beginning import Beginning
from tui.screens.flows.flow import Flow
from tui.screens.flows.greeting import Greeting
from tui.screens.ui import Ui
from tui.screens.writing_out import LeavingFile, ask_where, show_first
from tui.store.files.errors import shown_path
from tui.store.files.file_state import IfExists

if TYPE_CHECKING:
    from tui.model.edits import Edit
    from tui.model.plan import RecordId
    from tui.store.plan_file import Loaded


class Plans(Flow):
    """The plan that is open is left only when somebody has said what becomes of what is unsaved."""

    def __init__(self, ui: Ui, beginning: Beginning, greeting: Greeting) -> None:
        super().__init__(ui)
        self._beginning, self._greeting = beginning, greeting

    # -- a new one ----------------------------------------------------------------------------------------------------

    def do_new_plan(self) -> None:
        """An empty plan in a file somebody names."""
        title = self.words(N_("New plan"))
        leaving = LeavingFile(title=title, name="ke-hoach-moi.toml", write=lambda path, if_exists: None, never_replaced=True)
        self._leave_then(lambda: ask_where(self.ui, leaving, self._begin_at))

    def _begin_at(self, path: Path) -> None:
        self._leave_places()
        self._beginning.begin_at(path)

    def why_not_next_term(self) -> Sentence | None:
        if not self.session.plan.years:
            return say(N_("the plan does not say its term, so nothing can be moved on to another one"))
        return self.session.loaded.read_only_because

    def do_next_term(self) -> None:
        """This plan as it is now, made ready for the years after it: asked which, shown, then written into a new file."""
        from tui.model.new_plan import read_term
        from tui.screens.dialogs.ask import ask_offered

        years = self.session.plan.years
        usual = f"{years[-1] + 1}-{years[-1] + len(years)}"

        def checked(text: str) -> str:
            first, last = read_term(text) or (0, 0)
            if years[-1] < first <= last:
                return ""
            wrong = N_("“{term}” is not a term after {old}; one such as {example} was expected")
            return self.words(wrong, term=text.strip(), old=f"{years[0]}–{years[-1]}", example=usual)

        def answered(text: str | None) -> None:
            term = read_term(text or "")
            if term is not None:
                self.ui.soon(self._show_renewal, *term)

        self.ui.push_screen(ask_offered(self.words, self.words(N_("First and last year of the new term")), usual, checked), answered)

    def _show_renewal(self, first: int, last: int) -> None:
        from tui.model.renew import renew
        from tui.reports.renewal import renewal_lines
        from tui.store.plan_save import rendered, save_copy

        loaded = self.session.loaded
        made = renew(self.session.plan, first, last)
        text = rendered(loaded, made.plan)

        def write(path: Path, if_exists: IfExists) -> None:
            save_copy(path, text)

        title = self.words(N_("Plan {term}"), term=f"{first}–{last}")
        leaving = LeavingFile(title=title, name=f"ke-hoach-{first}-{last}.toml", write=write, never_replaced=True)
        told = "\n".join(renewal_lines(made, loaded, text, first, self.words)) + "\n"
        show_first(self.ui, leaving, told, beside(self.ui, leaving.name))

    # -- another one --------------------------------------------------------------------------------------------------

    def do_open_plan(self) -> None:
        """Ask for a plan file, then what becomes of what is unsaved in this one."""
        choose_plan(self.ui, N_("Open another plan"), lambda loaded: self._leave_then(lambda: self._go_on_with(loaded)))

    def do_compare_plans(self) -> None:
        """What leads from another plan to this one."""
        choose_plan(self.ui, N_("Compare with another plan"), self._show_differences)

    def _go_on_with(self, loaded: Loaded) -> None:
        self._leave_places()
        self.session.work_on(loaded)
        self.ui.plan_screen.tell(self.words(N_("you are working on {file}"), file=shown_path(loaded.state.path)))
        self._greeting.greet(())

    def _leave_places(self) -> None:
        """Back to a tab: what stands above it is of the plan that is left."""
        while len(self.ui.screen_stack) > 1:
            self.ui.pop_screen()

    def _leave_then(self, then: Callable[[], None]) -> None:
        """Go on once it is clear what becomes of what is unsaved here; it is never dropped."""
        from tui.screens.dialogs.choose import Answer, Choose

        unsaved = self.session.unsaved_count()
        if not unsaved and not self.session.journal.drafts:
            then()
            return

        def answered(answer: str | None) -> None:
            if answer == "save":
                self.ui.save_then(then)
            elif answer == "later":
                then()

        title = self.words.count("{n} change of this plan is not saved", "{n} changes of this plan are not saved", unsaved)
        answers = [
            Answer("save", "l", self.words(N_("save, then go on"))),
            Answer("later", "m", self.words(N_("go on; it is offered when this plan is opened again"))),
            Answer("cancel", "k", self.words(N_("stay here"))),
        ]
        self.ui.push_screen(Choose(self.words, title, "", answers if unsaved else answers[1:]), answered)

    # -- compared -----------------------------------------------------------------------------------------------------

    def _show_differences(self, other: Loaded) -> None:
        from tui.model.diff import differences
        from tui.screens.dialogs.differing_fields import DifferingFields

        edits = differences(other.plan, self.session.plan)
        name = shown_path(other.state.path.name)
        title = self.words(N_("{other} beside {mine}"), other=name, mine=shown_path(self.session.loaded.state.path.name))

        def picked(record: RecordId | None) -> None:
            if record is not None:
                self.ui.jump(*record)

        def write() -> None:
            self._write_differences(other, edits)

        self.ui.push_screen(DifferingFields(self.words, title, edits, other.plan, self.session.plan, name, write), picked)

    def _write_differences(self, other: Loaded, edits: Sequence[Edit]) -> None:
        """What differs as a text, shown before it is written."""
        from tui.reports.changes import by_table
        from tui.store.files.paper_file import write_paper

        before, after, words = other.plan, self.session.plan, self.words
        name, here = shown_path(other.state.path.name), shown_path(self.session.loaded.state.path.name)
        text = "\n".join([f"{name} → {here}", "", *(by_table(edits, before, after, words) or [words(N_("no difference"))])]) + "\n"

        def write(path: Path, if_exists: IfExists) -> None:
            write_paper(path, text.encode(), if_exists, rights_of(self.ui))

        leaving = LeavingFile(title=words(N_("Compare with another plan")), name="so-sanh.txt", write=write)
        show_first(self.ui, leaving, text, beside(self.ui, leaving.name))

    # -- the calendar -------------------------------------------------------------------------------------------------

    def do_calendar(self) -> None:
        """The days that are no working days."""
        from tui.model.fields import SINGLE_ID, TABLES
        from tui.screens.table.record_form import open_form

        open_form(self.ui, "settings", SINGLE_ID, [TABLES["settings"]["holidays"]], self.ui.plan_screen)
