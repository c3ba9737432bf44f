"""The cells of a table's line: how a text fits into its width. Pure: no Textual."""

from __future__ import annotations

from typing import Final, Literal

from rich.cells import cell_len, set_cell_size

from tui.model.text import printable

CUT: Final = "…"
_ENOUGH_TO_READ: Final = 24
"""Cells a text keeps before what follows it; with less of them, that is cut with it."""


def fit(text: str, width: int, align: str = "left") -> str:
    """``text`` in exactly ``width`` terminal cells; what is too long ends in ``…``. Wide and combining characters stay whole."""
    if width <= 0:
        return ""
    room = width - cell_len(text)
    if room < 0:
        return set_cell_size(set_cell_size(text, width - 1).rstrip(" ") + CUT, width)
    return " " * room + text if align == "right" else text + " " * room


def whole_parts(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells: what is too long ends before one of its parts, so that no day, number or name is cut in two.

    >>> whole_parts("quá hạn 334 ngày (hạn cuối 31/12/2025); chưa báo cáo", 30)
    'quá hạn 334 ngày…'
    """
    if cell_len(text) <= width:
        return text
    ends = [at for mark in (" (", "; ", ", ", " · ") for at in _places(text, mark) if _closed(text[:at]) and cell_len(text[:at]) < width]
    return text[: max(ends)] + CUT if ends else fit(text, width).rstrip()


def first_clauses(text: str, width: int) -> str:
    """As many of the first clauses of a sentence as ``width`` cells hold, whole; "" where not even the first has room.

    >>> first_clauses("Sửa tại chỗ; nếu đã đánh dấu, sửa cả các dòng đó", 20), first_clauses("Ngày lấy làm mốc tính", 9)
    ('Sửa tại chỗ', '')
    """
    if cell_len(text) <= width:
        return text
    ends = [at for mark in ("; ", ": ", ". ") for at in _places(text, mark) if _closed(text[:at]) and cell_len(text[:at]) <= width]
    return text[: max(ends)] if ends else ""


def _places(text: str, mark: str) -> list[int]:
    return [at for at in range(1, len(text)) if text.startswith(mark, at)]


def _closed(text: str) -> bool:
    return text.count("(") == text.count(")")


def fit_both(text: str, tail: str, width: int, align: str = "left") -> tuple[str, str]:
    """``text`` and what follows it in ``width`` cells together: where both do not fit the text is cut, and a ``tail`` that is
    long for the width with it."""
    if not tail:
        return fit(text, width, align), ""
    after = cell_len(tail)
    room = width - cell_len(text) - after
    if room >= 0:
        return (" " * room + text, tail) if align == "right" else (text, tail + " " * room)
    if width - after >= _ENOUGH_TO_READ:
        cut = fit(text, width - after)
        return cut.rstrip(" "), tail + " " * (len(cut) - len(cut.rstrip(" ")))
    whole = fit(text + tail, width)
    at = min(len(text), len(whole))
    return whole[:at], whole[at:]


def fit_number(text: str, tail: str, width: int, glyphs: str = "") -> tuple[str, str]:
    """A number with its mark and the glyphs of what is not saved, in ``width`` cells from the right: never a part of it.

    Where there is not room the mark gives way before a glyph, then the glyphs, and then ``…`` stands alone.
    """
    for after in (tail + glyphs, glyphs, ""):
        room = width - cell_len(text) - cell_len(after)
        if room >= 0:
            return " " * room + text, after
    return fit(CUT + glyphs if cell_len(glyphs) < width else CUT, width, "right"), ""


def header_text(title: str, align: Literal["left", "right"], width: int, descending: bool | None) -> str:
    """A title in the user's language, in ``width`` cells, with the arrow of the sort order.

    The arrow is never cut away; ``descending`` is None when the column does not sort.
    """
    title = printable(title)
    if descending is None:
        return fit(title, width, align)
    arrow = "▼" if descending else "▲"
    if align == "right":
        return arrow + fit(title, width - 1, "right")
    shown = title if cell_len(title) < width else fit(title, width - 1).rstrip()
    return fit(shown + arrow, width)
