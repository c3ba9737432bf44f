"""The blocks of a chart laid out in lines of so many cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len, set_cell_size

from tui.frames.tables.charts.drawing import FILLS, Block, Loads, Note, Pieces, ShareBars, Standing, Windows
from tui.i18n.words import Words

_LEAST: Final = 20
"""Cells a chart is laid out in at least; what then does not fit is cut."""
_BAR_CELLS: Final = 30
"""Cells a stacked bar needs at least before its figures go beside it."""
_NAME_CELLS: Final = 18
"""Cells the companies' names need at least, space and cursor included."""
_HALVES: Final = 2
"""Half-years of a year."""


def block_lines(block: Block, width: int, height: int, words: Words) -> list[str]:
    """A block in lines of at most ``width`` cells where that can be; only bars of bodies look at the ``height`` of the whole chart."""
    match block:
        case Note(text):
            return [f" {text}" if text else ""]
        case Pieces(pieces):
            return pieces_lines(pieces, max(_LEAST, width - 2))
        case Standing(glyph, name, verdict):
            return [f" {glyph} {cut(name, max(8, width - cell_len(verdict) - 7))}: {verdict}"]
        case ShareBars():
            return _shares(block, max(_LEAST, width - 2))
        case Windows():
            return _windows(block, max(_LEAST, width - 2))
        case Loads():
            return _loads(block, width, max(4, height - 1), words)


def pieces_lines(pieces: Sequence[str], width: int) -> list[str]:
    """Pieces that may be broken apart, in lines a cell from the edge."""
    return [f" {line}" for line in wrapped("  ".join(pieces), width)]


def wrapped(text: str, width: int) -> list[str]:
    """Words in lines of at most ``width`` cells; two spaces separate what may be broken apart."""
    lines = [""]
    for piece in text.split("  "):
        joined = f"{lines[-1]}  {piece}" if lines[-1] else piece
        if lines[-1] and cell_len(joined) > width:
            lines.append(piece)
        else:
            lines[-1] = joined
    return [cut(line, max(1, width)) for line in lines if line]


def cut(text: str, width: int) -> str:
    """The text, its end given up for ``…`` where it is wider than ``width`` cells."""
    return text if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)) + "…"


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cell_len(text))


# -- the parts of a whole -------------------------------------------------------------------------------------------


def _shares(chart: ShareBars, width: int) -> list[str]:
    if not chart.bars:
        return []
    label_width = max(cell_len(bar.label) for bar in chart.bars)
    beside = max(cell_len(bar.figures) for bar in chart.bars) + 2
    roomy = width - label_width - 2 - beside >= _BAR_CELLS
    room = max(10, width - label_width - 2 - (beside if roomy else 0))
    lines = []
    for bar in chart.bars:
        blocks = "".join(FILLS[at % len(FILLS)] * round(room * (share or 0) / 100) for at, share in enumerate(bar.shares))
        line = f" {bar.label:>{label_width}} {blocks}"
        if roomy:
            lines.append(f"{line}{' ' * (room - cell_len(blocks))}  {bar.figures}")
        else:
            lines += [line, f" {'':>{label_width}} {bar.figures}"]
    return lines


# -- windows --------------------------------------------------------------------------------------------------------


def _windows(chart: Windows, width: int) -> list[str]:
    share = max([cell_len(chart.share_title), *(cell_len(row.share) for row in chart.rows)]) + 1
    halves = len(chart.years) * _HALVES
    # with little room a half-year is one block, and then the shares give way before the names
    block = 2 if width - halves * 2 - share >= _NAME_CELLS else 1
    if width - halves * block - share < _NAME_CELLS:
        share = 0
    names = max(12, width - halves * block - share - 3)
    title = f"{chart.share_title:<{share}}" if share else ""
    lines = [f" {'':{names}} {title}" + "".join(f"{str(y)[2:]:<{block * _HALVES}}" for y in chart.years)]
    for row in chart.rows:
        marks = "".join(("█" if covered else "·") * block for covered in row.covered)
        pointer = "▸" if row.current else " "
        lines.append(f"{pointer}{_padded(cut(row.name, names - 1), names)} {_padded(row.share, share) if share else ''}{marks}")
    if chart.today is None:
        return [*lines, f" {chart.today_text}"]
    return [*lines, f" {'':{names}} {' ' * (share + chart.today * block)}▲ {chart.today_text}"]


# -- workload -------------------------------------------------------------------------------------------------------


def _loads(chart: Loads, width: int, height: int, words: Words) -> list[str]:
    names = min(22, max(cell_len(row.name) for row in chart.rows))
    most = max(row.lead + row.partner for row in chart.rows)
    room = max(10, (width - names - 12) // (2 if chart.told_apart else 1))  # the other half says whose tasks they were in the text
    shown = chart.rows[: height - 1]
    rest = len(chart.rows) - len(shown)
    lines = [f" {chart.title}" + (f"  {words.count('{n} more not shown', '{n} more not shown', rest)}" if rest else "")]
    for row in shown:
        blocks = "█" * _blocks(row.lead, most, room) + "░" * _blocks(row.partner, most, room)
        line = f" {_padded(cut(row.name, names), names)} {blocks} {row.lead}/{row.partner}"
        lines.append(f"{line} ← {row.taken_over}" if row.taken_over else line)
    return lines


def _blocks(count: int, most: int, room: int) -> int:
    """A count never vanishes: at least one block."""
    return max(1, round(room * count / most)) if count else 0


# -- what there is no room for --------------------------------------------------------------------------------------


def fitted(lines: Sequence[str], width: int, height: int, words: Words) -> list[str]:
    """Lines that fit; what is cut off at the end is said."""
    room = max(1, height)
    shown = list(lines[:room])
    if len(lines) > room:
        rest = len(lines) - room + 1
        shown[-1] = " … " + words.count("{n} more line in a taller window", "{n} more lines in a taller window", rest)
    return [cut(line, max(1, width)) for line in shown]
