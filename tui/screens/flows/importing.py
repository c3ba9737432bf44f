"""A workbook somebody sent, taken in: read, shown old → new cell by cell, made as one undo step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.i18n.words import Words
from tui.model.fields import FIGURE_FIELDS, FieldSpec
from tui.model.text import N_, printable, say
from tui.screens.flows.flow import Flow

if TYPE_CHECKING:
    from tui.exchange.cell_reader import TakenIn
    from tui.model.proposal import Line


class Importing(Flow):
    """Asks for the file, and for what its figures do not say themselves."""

    def do_import_file(self) -> None:
        """Ask for the file; what is wrong with it is said below its name."""
        from tui.exchange.cell_reader import NotTaken
        from tui.exchange.importing import read_sheets, taken
        from tui.screens.dialogs.ask import Ask

        words, session = self.words, self.session
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
                self._take(Path(text.strip()).name, found[0])

        self.ui.push_screen(Ask(words, words(N_("Which workbook or table is to be taken in?")), str(Path.cwd()) + "/", checked), answered)

    def _take(self, name: str, found: TakenIn) -> None:
        from tui.exchange.importing import figure_lines
        from tui.model.proposal import sift
        from tui.screens.table.proposing import propose

        words, session = self.words, self.session

        def show(figures: Sequence[Line]) -> None:
            title = f"{words(N_('Take in a workbook'))} · {name}"
            proposal = sift(session.plan, [*found.lines, *figures], found.rejects)
            propose(self.ui.plan_screen, title, proposal, lambda lines: say(N_("taken in from {file}"), file=printable(name)))

        if not found.figures:
            show([])
            return
        count = words.count("{n} figure of the table", "{n} figures of the table", len(found.figures))

        def of_vintage(vintage: list[str] | None) -> None:
            if not vintage:
                return

            def from_source(source: list[str] | None) -> None:
                if source is not None:
                    show(figure_lines(session.plan, found.figures, vintage[0], source[0] if source and source[0] else None))

            self._pick("source", count, from_source)

        self._pick("vintage", count, of_vintage)

    def _pick(self, key: str, count: str, picked: Callable[[list[str] | None], None]) -> None:
        """Have what a field of all the figures is to be picked from its list."""
        from tui.screens.dialogs.picker import Picker
        from tui.screens.dialogs.picking import items_for

        spec = _figure_field(key)
        title = f"{self.words(spec.label)} · {count}"
        self.ui.push_screen(Picker(self.words, title, items_for(spec, self.session.plan, self.words)), picked)


def _figure_field(key: str) -> FieldSpec:
    return next(spec for spec in FIGURE_FIELDS if spec.key == key)


def _languages(both: Sequence[Words]) -> list[Words]:
    """Vietnamese first: what comes from outside is written in it."""
    return sorted(both, key=lambda w: w.language != "vi")
