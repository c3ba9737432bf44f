"""A workbook somebody sent, taken in: read, shown old → new cell by cell, made as one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tui.exchange.import_result import CannotImport, ImportResult
from tui.exchange.importing import import_sheets, read_sheets
from tui.i18n.words import Words
from tui.model.proposal import Line, sift
from tui.model.text import N_, printable, say
from tui.screens.base import PlanScreen
from tui.screens.dialogs.ask import Ask
from tui.screens.table.proposing import propose
from tui.screens.table.vintage import ask_vintage


def ask_file(screen: PlanScreen) -> None:
    """Ask for the file; what is wrong with it is said below its name."""
    words, session, ui = screen.words, screen.session, screen.ui
    found: list[ImportResult] = []

    def checked(text: str) -> str:
        if not text.strip():
            return words(N_("a file name is needed"))
        try:
            path = Path(text.strip()).expanduser()
            found[:] = [import_sheets(read_sheets(path), session.plan, _languages(session.both_languages))]
        except CannotImport as fault:
            return words.sentence(fault.sentence)
        except RuntimeError as fault:  # "~nobody" has no home
            return printable(str(fault))
        return ""

    def answered(text: str | None) -> None:
        if text is not None and found:
            _import(screen, Path(text.strip()).name, found[0])

    ui.push_screen(Ask(words, words(N_("Which workbook or table is to be taken in?")), str(Path.cwd()) + "/", checked), answered)


def _languages(both: Sequence[Words]) -> list[Words]:
    """Vietnamese first: what comes from outside is written in it."""
    return sorted(both, key=lambda w: w.language != "vi")


def _import(screen: PlanScreen, name: str, found: ImportResult) -> None:
    words, session = screen.words, screen.session

    def show(figures: Sequence[Line]) -> None:
        title = f"{words(N_('Take in a workbook'))} · {name}"
        proposal = sift(session.plan, [*found.lines, *figures], found.rejects)
        propose(screen, title, proposal, lambda lines: say(N_("taken in from {file}"), file=printable(name)))

    told = words.count("{n} figure of the table", "{n} figures of the table", len(found.figures))
    ask_vintage(screen, found.figures, told, show)
