"""Copies of the plan: saved elsewhere, offered where the plan cannot be saved, or to begin with instead of the shipped one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tui.model.fields import SINGLE_ID
from tui.model.text import N_, printable
from tui.screens.beside_plan import beside, usual_folder
from tui.screens.flows.beginning import Beginning
from tui.screens.flows.flow import Flow
from tui.screens.ui import Ui
from tui.start.places import working_folder
from tui.store.files.errors import StoreError, shown_path
from tui.store.files.folder_listing import PLANS
from tui.store.files.reach import offered
from tui.store.plan_file import load
from tui.store.plan_save import rendered, save_copy


class Copies(Flow):
    """Asks where a copy is to go."""

    def __init__(self, ui: Ui, beginning: Beginning) -> None:
        super().__init__(ui)
        self._beginning = beginning

    def do_save_copy(self) -> None:
        self.ask_for_copy(lambda: None)

    def ask_for_copy(self, after: Callable[[], object]) -> None:
        path = self.session.loaded.state.path
        suggestion = str(beside(self.ui, f"{path.stem}-{self.words(N_('copy'))}{path.suffix or '.toml'}"))
        self._ask_where(self.words(N_("Save a copy as")), suggestion, after)

    def _ask_where(self, title: str, suggestion: str, after: Callable[[], object]) -> None:
        from tui.screens.dialogs.file_chooser import FileChooser

        def checked(path: Path) -> str:
            try:
                self.write_copy(path)
            except StoreError as fault:
                return self.words.sentence(fault.sentence)
            return ""

        def answered(path: Path | None) -> None:
            if path is not None:
                told = N_("a copy was saved to {file}")
                if offered(path):
                    told = N_("a copy was saved: your browser offers {file}")
                self.ui.plan_screen.tell(self.words(told, file=shown_path(path)))
                after()

        usual = usual_folder(self.ui)[1]
        self.ui.push_screen(FileChooser(self.words, title, suggestion, checked, PLANS, writes=usual, ending=PLANS.endings[0]), answered)

    def write_copy(self, path: Path) -> None:
        """Write what the workspace holds to a new file. Raises SaveFailed, also when the file is there already."""
        save_copy(path, rendered(self.session.loaded, self.session.workspace.plan))

    def offer_copy(self) -> None:
        """At the start with the shipped plan, which is another province's: say whose it is, and offer to begin one's own."""

        from tui.screens.dialogs.choose import Answer, Choose

        target = Path(working_folder() or "/") / "plan.toml"

        def answered(answer: str | None) -> None:
            if answer == "begin":
                self._beginning.begin_at(target)
            if answer != "copy":
                return
            try:
                self.write_copy(target)
                loaded = load(target)
            except StoreError as fault:
                self.ui.plan_screen.tell(self.words.sentence(fault.sentence), bad=True)
                return
            self.session.work_on(loaded)
            self.ui.plan_screen.tell(self.words(N_("you are working on {file}"), file=str(target)))

        self.ui.push_screen(
            Choose(
                self.words,
                self.words(N_("There is no plan.toml here")),
                self.words(
                    N_("What is shown is “{title}”, the plan that comes with the program. It can be looked at, not changed."),
                    title=printable(self.session.plan.title_of("plan", SINGLE_ID)),
                ),
                [
                    Answer("begin", "b", self.words(N_("begin a new plan in {file}"), file=str(target))),
                    Answer("copy", "c", self.words(N_("copy it to {file} and work on the copy"), file=str(target))),
                    Answer("look", "x", self.words(N_("only look"))),
                ],
            ),
            answered,
        )

    def ask_about_failure(
        self,
        why: str,
        again: Callable[[], object],
        after: Callable[[], object] = lambda: None,
        title: str = N_("The plan could not be saved"),
    ) -> None:
        """Say why it could not be saved, and that nothing is lost; ``again`` tries once more, ``after`` follows a saved copy."""
        from tui.screens.dialogs.choose import Answer, Choose

        def answered(answer: str | None) -> None:
            if answer == "again":
                again()
            elif answer == "copy":
                self.ask_for_copy(after)

        self.ui.push_screen(
            Choose(
                self.words,
                self.words(title),
                why + "\n" + self.words(N_("Everything you typed is still here.")),
                [
                    Answer("again", "t", self.words(N_("try again"))),
                    Answer("copy", "c", self.words(N_("save a copy elsewhere"))),
                    Answer("cancel", "k", self.words(N_("go on working"))),
                ],
            ),
            answered,
        )
