"""A workbook somebody sent, taken in: read, shown old → new cell by cell, made as one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tui.exchange.cell_reader import NotTaken, TakenIn
from tui.exchange.importing import figure_lines, read_sheets, taken
from tui.i18n.words import Words
from tui.model.fields import FIGURE_FIELDS
from tui.model.proposal import Line, sift
from tui.model.text import N_, printable, say
from tui.screens.base import PlanScreen
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.picker import Picker
from tui.screens.table.picking import items_for
from tui.screens.table.proposing import propose

_FIGURE: Final = {f.key: f for f in FIGURE_FIELDS}


def ask_file(screen: PlanScreen) -> None:
    """Ask for the file; what is wrong with it is said below its name."""
    words, session, ui = screen.words, screen.session, screen.ui
    found: list[TakenIn] = []

    def checked(text: str) -> str:
        if not text.strip():
            return words(N_("a file name is needed"))
        try:
            path = Path(text.strip()).expanduser()
            found[:] = [taken(read_sheets(path), session.plan, _languages(session.both_languages))]
        except NotTaken as fault:
            return words.sentence(fault.sentence)
        except RuntimeError as fault:  # "~nobody" has no home
            return printable(str(fault))
        return ""

    def answered(text: str | None) -> None:
        if text is not None and found:
            _take(screen, Path(text.strip()).name, found[0])

    ui.push_screen(Ask(words, words(N_("Which workbook or table is to be taken in?")), str(Path.cwd()) + "/", checked), answered)


def _languages(both: Sequence[Words]) -> list[Words]:
    """Vietnamese first: what comes from outside is written in it."""
    return sorted(both, key=lambda w: w.language != "vi")


def _take(screen: PlanScreen, name: str, found: TakenIn) -> None:
    words, session, ui = screen.words, screen.session, screen.ui

    def show(figures: Sequence[Line]) -> None:
        title = f"{words(N_('Take in a workbook'))} · {name}"
        proposal = sift(session.plan, [*found.lines, *figures], found.rejects)
        propose(screen, title, proposal, lambda lines: say(N_("taken in from {file}"), file=printable(name)))

    if not found.figures:
        show([])
        return
    count = words.count("{n} figure of the table", "{n} figures of the table", len(found.figures))

    def of_vintage(picked: list[str] | None) -> None:
        if not picked:
            return

        def from_source(source: list[str] | None) -> None:
            if source is not None:
                show(figure_lines(session.plan, found.figures, picked[0], source[0] if source and source[0] else None))

        sources = items_for(_FIGURE["source"], session.plan, words)
        ui.push_screen(Picker(words, f"{words(_FIGURE['source'].label)} · {count}", sources), from_source)

    items = items_for(_FIGURE["vintage"], session.plan, words)
    ui.push_screen(Picker(words, f"{words(_FIGURE['vintage'].label)} · {count}", items), of_vintage)
