"""A workbook somebody sent, taken in: read, shown old → new cell by cell, made as one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from tui.i18n.words import Words
from tui.model.text import N_, printable, say
from tui.screens.flows.flow import Flow
from tui.start.places import typed_path

if TYPE_CHECKING:
    from tui.exchange.import_result import ImportResult
    from tui.model.proposal import Line


class Importing(Flow):
    """Asks for the file, and for what its figures do not say themselves."""

    def do_import_file(self) -> None:
        """Ask for the file; what is wrong with it is said below its name."""
        from tui.exchange.import_result import CannotImport
        from tui.exchange.importing import import_sheets, read_sheets
        from tui.screens.dialogs.ask import Ask

        words, session = self.words, self.session
        found: list[ImportResult] = []

        def checked(text: str) -> str:
            if not text.strip():
                return words(N_("a file name is needed"))
            try:
                path = Path(typed_path(text.strip()))
                found[:] = [import_sheets(read_sheets(path), session.plan, _languages(session.both_languages), session.as_of)]
            except CannotImport as fault:
                return words.sentence(fault.sentence)
            except RuntimeError as fault:  # "~nobody" has no home
                return printable(str(fault))
            return ""

        def answered(text: str | None) -> None:
            if text is not None and found:
                self._import(Path(text.strip()).name, found[0])

        self.ui.push_screen(Ask(words, words(N_("Which workbook or table is to be taken in?")), str(Path.cwd()) + "/", checked), answered)

    def _import(self, name: str, found: ImportResult) -> None:
        from tui.model.proposal import sift
        from tui.screens.table.proposing import propose
        from tui.screens.vintage import ask_vintage

        words, session = self.words, self.session

        def show(figures: Sequence[Line]) -> None:
            title = f"{words(N_('Take in a workbook'))} · {name}"
            proposal = attrs.evolve(sift(session.plan, [*found.lines, *figures], found.rejects), same=tuple(found.same))
            propose(self.below, title, proposal, lambda lines: say(N_("taken in from {file}"), file=printable(name)))

        told = words.count("{n} figure of the table", "{n} figures of the table", len(found.figures))
        ask_vintage(self.ui, found.figures, told, show)


def _languages(both: Sequence[Words]) -> list[Words]:
    """Vietnamese first: what comes from outside is written in it."""
    return sorted(both, key=lambda w: w.language != "vi")
