"""A paper or a workbook as plain text: what is looked at before it is written. The words are those of the paper itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size

from tui.i18n.words import Words
from tui.model.text import printable
from tui.reports import official
from tui.reports.word.paper import Block, BodyTable, Chart, Look, Paper, told

if TYPE_CHECKING:
    from tui.reports.annex_rows import Annex
    from tui.reports.workbook import Entry, SheetTable

WIDTH: Final = 70
"""Cells of a line that is centred or has two halves, as many as a box shows in a window of 80: the nation's name is never broken.

Longer lines are wrapped by whoever shows them.
"""
_MOST_ROWS: Final = 400
_OFFICIAL: Final = Words("vi")


def paper_text(paper: Paper) -> str:
    """The parts of a paper in their order; of an annex every row, its cells with the titles of their columns."""
    return "\n".join(printable(line) for line in _lines(paper)) + "\n"


def _lines(paper: Paper) -> Iterator[str]:
    head = paper.letterhead
    left = [*([head.parent.upper()] if head.parent else []), *head.issuer, "", head.number, *([head.about] if head.about else [])]
    yield from _side_by_side(left, [*head.nation, "", head.place_and_day])
    yield ""
    if paper.title:
        yield from (_centred(line) for line in (paper.title, paper.abstract, "") if line or line == "")
    for place, to in enumerate(paper.to):
        yield f"      Kính gửi: {to}" if place == 0 else f"                {to}"
    if paper.to:
        yield ""
    yield from paper.basis
    if paper.basis:
        yield ""
    for block in paper.body:
        yield from _block(block)
    yield ""
    recipients = ["Nơi nhận:", *(f"- {name};" for name in paper.recipients), f"- Lưu: VT, {paper.unit}."]
    signed = [line for one in paper.signatures for line in (*one.lines, "", one.name, "")]
    yield from _side_by_side(recipients, signed)
    for annex in paper.annexes:
        yield ""
        yield from _annex(annex)


def _block(block: Block) -> Iterator[str]:
    """A line; of a table its rows, of a chart its numbers."""
    if isinstance(block, Chart):
        yield f"[{block.text}]"
        yield from told(block)
    elif isinstance(block, BodyTable):
        if block.text:
            yield block.text
        titles = [column.title for column in block.columns]
        yield from (cells if isinstance(cells, str) else _row(titles, list(map(official.cell, cells))) for cells in block.rows)
    else:
        if block.look is not Look.BODY:
            yield ""
        yield block.text.upper() if block.look is Look.PART else block.text


def _side_by_side(left: Sequence[str], right: Sequence[str]) -> Iterator[str]:
    """Two blocks beside each other where each line fits a half, else the one below the other."""
    half = WIDTH // 2
    if any(cell_len(line) > half for line in (*left, *right)):
        yield from left
        yield ""
        yield from (f"{'':{half // 2}}{line}" for line in right)
        return
    for one, other in zip_longest(left, right, fillvalue=""):
        yield f"{set_cell_size(one, half)}{other}".rstrip()


def _centred(line: str) -> str:
    return (" " * max(0, (WIDTH - cell_len(line)) // 2) + line).rstrip()


def _annex(annex: Annex) -> Iterator[str]:
    number = f"Phụ lục {annex.number}".strip()
    yield from (_centred(line) for line in (number, annex.name))
    if annex.summary is not None:
        heads = [column.title for column in annex.summary.columns]
        yield from ("", annex.summary.title, *(_row(heads, list(map(official.cell, cells))) for cells in annex.summary.rows))
    titles, shown = [column.title for column in annex.columns], ("", "")
    for row in annex.rows[:_MOST_ROWS]:
        if row.above and row.above != shown[0]:
            yield ""
            yield row.above
        if row.group and (row.above, row.group) != shown:
            yield ""
            yield row.group
        shown = (row.above, row.group)
        yield _row(titles, list(map(official.cell, row.cells)))
    yield from _rest(len(annex.rows))


def _row(titles: Sequence[str], cells: Sequence[str]) -> str:
    """The first two cells, which number and name the row, then each that holds something with its title."""
    named, rest = cells[:2], list(zip(titles[2:], cells[2:], strict=False))
    told = "; ".join(f"{title}: {cell}" for title, cell in rest if cell)
    return f"{' '.join(filter(None, named))}{' · ' if told else ''}{told}"


def _rest(rows: int) -> Iterator[str]:
    if rows > _MOST_ROWS:
        yield f"… (+{rows - _MOST_ROWS})"


# -- workbooks --------------------------------------------------------------------------------------------------------


def sheets_text(sheets: Iterable[SheetTable]) -> str:
    """Every sheet of a workbook: its name, the lines above its table, its rows."""
    out: list[str] = []
    for sheet in sheets:
        titles = [column.title for column in sheet.columns]
        out += [f"[{sheet.name}] {len(sheet.rows)}", *sheet.heading, " | ".join(titles)]
        out += [_row(titles, [_entry(cell) for cell in row]) for row in sheet.rows[:_MOST_ROWS]]
        out += [*_rest(len(sheet.rows)), ""]
    return "\n".join(printable(line) for line in out)


def _entry(cell: Entry) -> str:
    return "" if cell.value is None else f"{cell.before}{_OFFICIAL.show(cell.value)}{cell.after}"
