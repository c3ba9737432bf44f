"""The numbers a chart draws, as a table: what somebody copies, or reads where a curve cannot be told from another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class ChartTable(NamedTuple):
    """``titles`` of the columns and ``rows`` of as many texts, in the user's language; ``numeric``: the indexes of columns of numbers."""

    title: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()

    @property
    def as_text(self) -> str:
        """Titles and rows as lines with tabs between the cells, for a spreadsheet."""
        return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in (self.titles, *self.rows))


def chart_table(title: str, columns: Sequence[tuple[str, bool]], rows: Iterable[Sequence[str]]) -> ChartTable:
    """A table of ``columns``, each a title and whether it holds numbers, without those that are empty in every row."""
    lines = [tuple(row) for row in rows]
    kept = [at for at in range(len(columns)) if at == 0 or any(line[at] for line in lines)]
    return ChartTable(
        title,
        tuple(columns[at][0] for at in kept),
        tuple(tuple(line[at] for at in kept) for line in lines),
        frozenset(new for new, at in enumerate(kept) if columns[at][1]),
    )
