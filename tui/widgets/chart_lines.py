"""The blocks of a chart laid out in lines of so many cells, each a row of spans with what gives them their colour."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from rich.cells import cell_len, set_cell_size

from tui.frames.tables.charts.drawing import (
    FILL_INKS,
    FILLS,
    LED,
    LOAD_INKS,
    OVERDUE,
    PARTNER,
    SIGN_INKS,
    TODAY,
    WINDOW_INKS,
    Bars,
    Block,
    LoadRow,
    Loads,
    Note,
    Pieces,
    ShareBars,
    Standing,
    Tint,
    WindowRow,
    Windows,
)
from tui.frames.tables.columns import Tone
from tui.i18n.words import Words

Span: TypeAlias = tuple[str, Tint | None]
ChartLine: TypeAlias = tuple[Span, ...]
"""A line of a chart: texts one after the other, and what gives each its colour."""

_LEAST: Final = 20
"""Cells a chart is laid out in at least; what then does not fit is cut."""
_BAR_CELLS: Final = 30
"""Cells a stacked bar needs at least before its figures go beside it."""
_NAME_CELLS: Final = 18
"""Cells the companies' names need at least, space and cursor included."""
_SHORT_BAR: Final = 6
"""Cells a bar needs beside its name and its numbers."""
_WIDE_BAR: Final = 16
"""Cells of a bar from which the numbers behind it stand in columns with words above."""
_HALVES: Final = 2
"""Half-years of a year."""
_AROUND: Final = 2
"""Lines of a chart of bars that are its title and its legend."""


def block_lines(block: Block, width: int, height: int, words: Words, *, titled: bool = True) -> list[ChartLine]:
    """A block in lines of at most ``width`` cells where that can be; bodies and windows look at the ``height`` of the whole
    chart, and those have a title of their own where it is ``titled``."""
    match block:
        case Note(text, is_title):
            return [plain(f" {text}" if text else "")] if titled or not is_title else []
        case Pieces(pieces):
            return pieces_lines(pieces, max(_LEAST, width - 2), FILL_INKS)
        case Standing(glyph, name, verdict, tone):
            shown = cut(name, max(8, width - cell_len(verdict) - 7))
            return [((" ", None), (glyph, tone), (f" {shown}: {verdict}", None))]
        case ShareBars():
            return _shares(block, max(_LEAST, width - 2))
        case Windows():
            return _windows(block, max(_LEAST, width - 2), height)
        case Loads():
            return _loads(block if titled else block._replace(title=""), width, max(4, height), words)
        case Bars():
            return _bars(block, max(_LEAST, width - 2))


def plain(text: str) -> ChartLine:
    """A line without colours."""
    return ((text, None),)


def text_of(line: ChartLine) -> str:
    """A line without its colours."""
    return "".join(text for text, _ in line)


def mapped_texts(line: ChartLine, change: Callable[[str], str]) -> ChartLine:
    """A line with each of its texts changed."""
    return tuple((change(text), tint) for text, tint in line)


def pieces_lines(pieces: Sequence[str], width: int, inks: Mapping[str, Tint] = SIGN_INKS) -> list[ChartLine]:
    """Pieces that may be broken apart, in lines a cell from the edge; the signs they begin with have the colour of what they mean."""
    return [tuple(_signed(f" {line}", inks)) for line in wrapped("  ".join(pieces), width)]


def _signed(line: str, inks: Mapping[str, Tint]) -> Iterator[Span]:
    """A line of a legend; signs stand at its beginning, behind two spaces or between the figures of parts."""
    signs = "".join(map(re.escape, inks))
    for place, part in enumerate(re.split(rf"(?:(?<=^ )|(?<=  )|(?<=· ))([{signs}]+)(?= )", line)):
        yield from ((sign, inks[sign]) for sign in part) if place % 2 else ((part, None),)


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


def cut_line(line: ChartLine, width: int) -> ChartLine:
    """The line, its end given up for ``…`` where it is wider than ``width`` cells."""
    if cell_len(text_of(line)) <= width:
        return line
    kept: list[Span] = []
    left = max(0, width - 1)
    for text, tint in line:
        shown = text if cell_len(text) <= left else set_cell_size(text, left)
        kept.append((shown, tint))
        left -= cell_len(shown)
        if not left:
            break
    return (*kept, ("…", None))


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cell_len(text))


def _in_runs(marks: str, inks: Mapping[str, Tint | None]) -> Iterator[Span]:
    """Marks one after the other, those of one colour together."""
    for run in re.finditer(r"(.)\1*", marks):
        yield run[0], inks.get(run[1])


# -- the parts of a whole -------------------------------------------------------------------------------------------


def _shares(chart: ShareBars, width: int) -> list[ChartLine]:
    if not chart.bars:
        return []
    label_width = max(cell_len(bar.label) for bar in chart.bars)
    beside = max(cell_len(bar.figures) for bar in chart.bars) + 2
    roomy = width - label_width - 2 - beside >= _BAR_CELLS
    room = max(10, width - label_width - 2 - (beside if roomy else 0))
    lines: list[ChartLine] = []
    for bar in chart.bars:
        blocks = "".join(FILLS[at % len(FILLS)] * round(room * (share or 0) / 100) for at, share in enumerate(bar.shares))
        line: ChartLine = ((f" {bar.label:>{label_width}} ", None), *_in_runs(blocks, FILL_INKS))
        figures = tuple(_signed(f"  {bar.figures}", FILL_INKS))
        if roomy:
            lines.append((*line, (" " * (room - cell_len(blocks)), None), *figures))
        else:
            lines += [line, ((" " * label_width, None), *figures)]
    return lines


# -- windows --------------------------------------------------------------------------------------------------------


def _windows(chart: Windows, width: int, height: int) -> list[ChartLine]:
    share = max([cell_len(chart.share_title), *(cell_len(row.share) for row in chart.rows)]) + 1
    said = max((cell_len(row.said) for row in chart.rows), default=0) + 1
    longest = max((cell_len(row.name) for row in chart.rows), default=0) + 2
    halves = len(chart.years) * _HALVES
    # with little room a half-year is one block, and then what is said and the shares give way before the names
    block = 2 if width - halves * 2 - share >= _NAME_CELLS else 1
    least = max(_NAME_CELLS, min(longest, width // 2))
    if width - halves * block - share - said < least:
        said = 0
    if width - halves * block - share < _NAME_CELLS:
        share = 0
    names = max(12, width - halves * block - share - said - 3)
    if longest > names + 1 and 2 * len(chart.rows) + _AROUND < height:
        return _windows_below_names(chart, width)
    names = min(names, longest)
    title = f"{chart.share_title:<{share}}" if share else ""
    lines = [plain(f" {'':{names}} {title}" + _years(chart.years, block * _HALVES))]
    for row in chart.rows:
        begin = f"{'▸' if row.current else ' '}{_padded(cut(row.name, names - 1), names)} {_padded(row.share, share) if share else ''}"
        end: ChartLine = ((f"  {row.said}", row.tone),) if said else ()
        lines.append(((begin, None), *_bar_of(row, chart.today, block), *end))
    return [*lines, _day_line(chart, names + 2 + share, block)]


def _windows_below_names(chart: Windows, width: int) -> list[ChartLine]:
    """Where names would be cut and there is room below them: the bar of each stands on a line of its own."""
    block = max(1, min(4, (width - 3) // max(1, len(chart.years) * _HALVES)))
    room = width - 3 - len(chart.years) * _HALVES * block
    lines = [plain("   " + _years(chart.years, block * _HALVES))]
    for row in chart.rows:
        lines.append(plain(f"{'▸' if row.current else ' '}{cut(row.name, width)}"))
        share = f" {row.share}" if cell_len(row.share) + 1 <= room else ""
        lines.append((("   ", None), *_bar_of(row, chart.today, block), (share, None)))
    return [*lines, _day_line(chart, 3, block)]


def _years(years: Sequence[int], cells: int) -> str:
    """Two digits of each year above its ``cells``; of years too narrow to be told apart every second one."""
    step = 1 if cells > len("21") else 2
    return "".join(f"{str(year)[2:] if place % step == 0 else '':<{cells}}" for place, year in enumerate(years))


def _bar_of(row: WindowRow, today: int | None, block: int) -> Iterator[Span]:
    """The half-years of a row, ``block`` cells each; the day is a line through them."""
    marks = "".join(mark * block for mark in row.marks)
    if today is not None and today * block < len(marks):
        marks = marks[: today * block] + TODAY + marks[today * block + 1 :]
    return _in_runs(marks, WINDOW_INKS)


def _day_line(chart: Windows, start: int, block: int) -> ChartLine:
    if chart.today is None:
        return plain(f" {chart.today_text}")
    return ((" " * (start + chart.today * block), None), ("▲", WINDOW_INKS[TODAY]), (f" {chart.today_text}", None))


# -- workload -------------------------------------------------------------------------------------------------------


def _loads(chart: Loads, width: int, height: int, words: Words) -> list[ChartLine]:
    """A body a line, its name whole: the numbers in columns with words above where there is room, else each behind its sign."""
    names = min(max(cell_len(row.name) for row in chart.rows), max(8, width - 24))
    most = max(row.lead + row.partner for row in chart.rows)
    shown = chart.rows[: height - _AROUND]
    rest = len(chart.rows) - len(shown)
    more = f"  {words.count('{n} more not shown', '{n} more not shown', rest)}" if rest else ""
    titles = [f"{sign} {word}" for sign, word in ((LED, chart.lead), (OVERDUE, chart.late), (PARTNER, chart.partner))]
    columns = sum(map(cell_len, titles)) + 2 * len(titles)
    left = width - names - 2 - columns
    if left < _WIDE_BAR:
        room = max(_SHORT_BAR, width - names - 3 - max(cell_len(text_of(_signs(row))) for row in shown))
        legend = pieces_lines(titles, max(_LEAST, width - 2), LOAD_INKS)
        return [
            *([plain(f" {chart.title}{more}")] if chart.title or more else []),
            *legend,
            *(_load_line(row, names, most, room, _signs(row)) for row in shown),
        ]
    apart = left >= _WIDE_BAR + _BAR_CELLS and chart.told_apart
    room = left - _BAR_CELLS if apart else left
    told: ChartLine = tuple(span for title in titles for span in (("  ", None), (title[0], LOAD_INKS[title[0]]), (title[1:], None)))
    head = f" {chart.title}{more}"
    beside = cell_len(head) <= names + 2 + room
    lines: list[ChartLine] = [] if beside else [plain(head)]
    lines.append(((_padded(head if beside else "", names + 2 + room), None), *told))
    for row in shown:
        numbers = tuple(_in_columns(row, titles))
        taken: ChartLine = ((f"  ← {row.taken_over}", None),) if row.taken_over and apart else ()
        lines.append((*_load_line(row, names, most, room, numbers), *taken))
    return lines


def _load_line(row: LoadRow, names: int, most: int, room: int, numbers: ChartLine) -> ChartLine:
    late = min(row.late, row.lead)
    parts = ((OVERDUE, late), (LED, row.lead - late), (PARTNER, row.partner))
    bar = [(sign * _blocks(count, most, room), LOAD_INKS[sign]) for sign, count in parts if count]
    used = sum(len(text) for text, _ in bar)
    while used > max(room, len(bar)):  # no count vanishes: the longest gives way
        longest = max(range(len(bar)), key=lambda at: len(bar[at][0]))
        bar[longest] = (bar[longest][0][:-1], bar[longest][1])
        used -= 1
    return ((f" {_padded(cut(row.name, names), names)} ", None), *bar, (" " * max(0, room - used), None), *numbers)


def _in_columns(row: LoadRow, titles: Sequence[str]) -> Iterator[Span]:
    for title, sign, count in zip(titles, (LED, OVERDUE, PARTNER), (row.lead, row.late, row.partner), strict=True):
        yield f"{count or '·':>{cell_len(title) + 2}}", LOAD_INKS[sign] if count and sign == OVERDUE else None


def _signs(row: LoadRow) -> ChartLine:
    """``█26 ▚2 ░69``: each number behind its sign, those of nothing left out."""
    counts = ((LED, row.lead), (OVERDUE, row.late), (PARTNER, row.partner))
    return tuple(span for sign, count in counts if count for span in ((f" {sign}", LOAD_INKS[sign]), (str(count), None)))


def _blocks(count: int, most: int, room: int) -> int:
    """A count never vanishes: at least one block."""
    return max(1, round(room * count / most)) if count else 0


# -- how many stand how ---------------------------------------------------------------------------------------------


def _bars(chart: Bars, width: int) -> list[ChartLine]:
    if not chart.rows:
        return []
    names = max(cell_len(bar.name) for bar in chart.rows)
    said = max(cell_len(bar.said) for bar in chart.rows)
    room = width - names - said - 6
    lines: list[ChartLine] = []
    for bar in chart.rows:
        begin: ChartLine = ((" ", None), (bar.glyph, bar.tone), (f" {_padded(bar.name, names)} ", None))
        if room >= _SHORT_BAR:
            blocks = "█" * _blocks(bar.number, chart.most, room)
            lines.append((*begin, (blocks, bar.tone or Tone.MUTED), (f" {bar.said}", None)))
        else:
            lines.append((*begin, (bar.said, None)))
    return lines


# -- what there is no room for --------------------------------------------------------------------------------------


def fitted(lines: Iterable[ChartLine], width: int, height: int, words: Words) -> list[ChartLine]:
    """Lines that fit; what is cut off at the end is said."""
    every = list(lines)
    room = max(1, height)
    shown = every[:room]
    if len(every) > room:
        rest = len(every) - room + 1
        shown[-1] = plain(" … " + words.count("{n} more line in a taller window", "{n} more lines in a taller window", rest))
    return [cut_line(line, max(1, width)) for line in shown]
