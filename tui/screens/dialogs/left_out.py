"""What is left out of a proposal, saved as a table to work off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.model.proposal import Line, Proposal
from tui.model.text import N_
from tui.screens.beside_plan import beside, rights_of, usual_folder
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.ui import Ui
from tui.store.files.folder_listing import kinds_of
from tui.store.files.reach import offered


class Proposed(Protocol):
    """The box the proposal stands in."""

    @property
    def words(self) -> Words: ...
    @property
    def ui(self) -> Ui: ...
    @property
    def lines(self) -> Sequence[Line]: ...
    @property
    def taken(self) -> Sequence[Line]: ...
    @property
    def proposal(self) -> Proposal: ...
    @property
    def plan(self) -> Plan: ...
    def complain(self, text: str) -> None: ...
    def remark(self, text: str) -> None: ...


def ask_where(preview: Proposed) -> None:
    """Ask for the name of the file and write it: every line that is not marked, and all that cannot be done, with the reason."""
    from tui.exchange.proposal_rows import left_out_csv
    from tui.store.files.errors import StoreError, shown_path
    from tui.store.files.new_file import write_new

    words = preview.words
    taken = preview.taken
    if not preview.proposal.rejects and len(taken) == len(preview.lines):
        preview.complain(words(N_("nothing is left out")))
        return

    def checked(path: Path) -> str:
        try:
            write_new(path, left_out_csv(preview.proposal, preview.plan, words, taken).encode("utf-8-sig"), rights_of(preview.ui))
        except StoreError as fault:
            return words.sentence(fault.sentence)
        return ""

    def answered(path: Path | None) -> None:
        if path is not None:
            told = N_("saved to {file}")
            if offered(path):
                told = N_("saved: your browser offers {file}")
            preview.remark(words(told, file=shown_path(path)))

    title = words(N_("Where is what is left out to be saved? A table of text (.csv), a line each with its cell and why"))
    start, usual = str(beside(preview.ui, _NAME)), usual_folder(preview.ui)[1]
    preview.ui.push_screen(FileChooser(words, title, start, checked, kinds_of(_NAME), writes=usual, ending=".csv"), answered)


_NAME = "de-lai.csv"
