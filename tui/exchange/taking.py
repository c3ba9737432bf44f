"""A file or block that is being taken in: its sheets, what a person has said of them, and what it comes to in the plan."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from tui.exchange.cells import CellSheet
from tui.exchange.form_reader import form_key
from tui.exchange.import_result import ImportResult
from tui.exchange.importing import any_fault_said, import_sheets, with_vintage
from tui.exchange.reading.choices import Choices
from tui.exchange.reading.result import TablesRead
from tui.exchange.table_reader import read_tables
from tui.i18n.words import Words
from tui.model.new_ids import IdsOnce, no_ids_once
from tui.model.plan import Plan
from tui.model.proposal import Proposal, sift

_HEAD: Final = 8
"""Rows in which titles stand."""
_SMALL: Final = 4_000
"""Cells that are read again within a moment."""


@attrs.define
class Taking:
    """``languages``: that of the file first; ``day``: the one on which the bodies exist that are named."""

    name: str
    sheets: Sequence[CellSheet]
    languages: Sequence[Words]
    day: dt.date | None = None
    choices: Choices = attrs.field(factory=Choices)
    once: IdsOnce = no_ids_once
    """What is known of ids that may be free again and are given to nothing new."""
    found: ImportResult = attrs.field(factory=ImportResult)

    @property
    def is_form(self) -> bool:
        """Whether it is a form of the program that came back, of which nothing has to be said."""
        return form_key(self.sheets) is not None

    @property
    def head(self) -> str:
        """What tells a file from another of its name: its sheets and their first rows, of which most is said."""
        return _digest((sheet.name, at, cell.value) for sheet in self.sheets for at, cell in sheet.cells.items() if at[0] < _HEAD)

    @property
    def digest(self) -> str:
        """What tells it from itself after a change."""
        return _digest((sheet.name, at, cell.value) for sheet in self.sheets for at, cell in sheet.cells.items())

    @property
    def has_cells(self) -> bool:
        """Whether anything stands in it."""
        return any(sheet.cells for sheet in self.sheets)

    @property
    def is_small(self) -> bool:
        """Whether it is read within a moment."""
        return sum(len(sheet.cells) for sheet in self.sheets) <= _SMALL

    def read(self, plan: Plan, choices: Choices | None = None) -> ImportResult:
        """What it comes to, read as was said; nothing is kept of it. Raises :class:`CannotImport`."""
        if self.is_form:
            return import_sheets(self.sheets, plan, self.languages, self.day)
        with any_fault_said():
            return read_tables(self.sheets, plan, self.languages, self.day, choices or self.choices, self.once)

    def take(self, found: ImportResult, choices: Choices | None = None) -> None:
        """Keep what was read, and what was said."""
        self.found = found
        self.choices = choices or self.choices

    def say_of_figures(self, vintage: str | None, source: str | None) -> None:
        """What the figures are that do not say it themselves, and where they are from."""
        self.choices = attrs.evolve(self.choices, vintage=vintage, source=source)

    @property
    def tables(self) -> TablesRead:
        """What was read of tables; empty for a form."""
        return self.found if isinstance(self.found, TablesRead) else TablesRead()

    def proposal(self, plan: Plan) -> Proposal:
        """What would change in the plan."""
        lines = with_vintage(plan, self.found, self.choices.vintage, self.choices.source)
        return attrs.evolve(sift(plan, *lines), same=tuple(self.found.same))


def _digest(parts: Iterable[object]) -> str:
    told = hashlib.blake2b(digest_size=8)
    for part in parts:
        told.update(repr(part).encode())
    return told.hexdigest()
