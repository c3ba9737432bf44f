"""A workbook somebody sent, taken in: read, shown old → new cell by cell, made as one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.model.text import N_, Sentence
from tui.screens.flows.flow import Flow
from tui.start.places import working_folder
from tui.store.files.folder_listing import TABLES_IN
from tui.store.files.reach import own_folder

if TYPE_CHECKING:
    from tui.exchange.taking import Taking


class Importing(Flow):
    """Asks for the file, and for what its figures do not say themselves."""

    def do_import_file(self) -> None:
        """Ask for the file; what is wrong with it is said below its name."""
        from tui.exchange.import_result import CannotImport
        from tui.exchange.importing import read_sheets
        from tui.exchange.taking import Taking
        from tui.screens.dialogs.file_chooser import FileChooser
        from tui.screens.table.taking import take_in

        words, session = self.words, self.session
        found: list[Taking] = []

        def checked(path: Path) -> str:
            try:
                taking = Taking(path.name, read_sheets(path), _languages(session.both_languages), session.as_of)
                taking.once = session.workspace.given_once
                if taking.is_small:  # else it is read beside the screen
                    taking.take(taking.read(session.plan))
            except CannotImport as fault:
                return words.sentence(fault.sentence)
            if not taking.has_cells:
                return words(N_("the file holds no table: it is empty"))
            found[:] = [taking]
            return ""

        def answered(path: Path | None) -> None:
            if path is None or not found:
                return
            [taking] = found
            if taking.is_small:
                take_in(self.below, taking)
            else:
                self.ui.run_long(
                    words(N_("Reading the file")), lambda work: _read(taking, session.plan), lambda fault: shown(taking, fault)
                )

        def shown(taking: Taking, fault: Sentence | None) -> None:
            if fault is None:
                take_in(self.below, taking)
            else:
                self.ui.plan_screen.tell(words.sentence(fault), bad=True)

        start = "./" if own_folder() is not None else (working_folder() or "").rstrip("/") + "/"
        title = words(N_("Which workbook or table is to be taken in?"))
        self.ui.push_screen(FileChooser(words, title, start, checked, TABLES_IN), answered)


def _read(taking: Taking, plan: Plan) -> Sentence | None:
    """Read a file; why it cannot be read."""
    from tui.exchange.import_result import CannotImport

    try:
        taking.take(taking.read(plan))
    except CannotImport as fault:
        return fault.sentence
    return None


def _languages(both: Sequence[Words]) -> list[Words]:
    """Vietnamese first: what comes from outside is written in it."""
    return sorted(both, key=lambda w: w.language != "vi")
