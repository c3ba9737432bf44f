"""Tables of others at random, whose cells are known: nothing is taken in unasked that is not what its cell is."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from pathlib import Path
from typing import Final

from proofs.outcome import Outcome

_DAY: Final = dt.date(2025, 3, 1)
"""A day on which the years of the tables are over."""


def run(plan: Path, tables: int, seed: int = 0) -> Outcome:
    """So many tables with plans, results, parts of years and of the area, comparisons, two rows of titles, hidden and doubled rows."""
    from tests.support.random_tables import made_table, wrong
    from tui.exchange.cell_reader import place_of
    from tui.exchange.import_result import CannotImport
    from tui.exchange.table_reader import import_tables
    from tui.i18n.words import Words
    from tui.store.plan_file import load

    begun = time.monotonic()
    held, languages = load(plan).plan, (Words("vi"), Words("en"))
    counts: Counter[str] = Counter({"random tables": tables})
    faults: list[str] = []
    for number in range(seed * tables, (seed + 1) * tables):
        table = made_table(number)
        try:
            found = import_tables([table.sheet], held, languages, _DAY)
        except CannotImport:
            counts["refused as a whole"] += 1
            continue
        counts["figures taken in unasked"] += sum(figure.doubt is None for figure in found.figures)
        counts["figures asked about"] += sum(figure.doubt is not None for figure in found.figures)
        faults += [f"table {number}: {fault}" for fault in wrong(table, found.figures, place_of)]
    return Outcome(
        id="tables",
        title=f"{tables} random tables of others",
        seconds=time.monotonic() - begun,
        counts=counts,
        faults=tuple(faults),
    )
