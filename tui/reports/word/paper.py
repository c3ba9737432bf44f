"""What an official paper consists of, before it is set: its parts in their order, as plain text."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

import attrs

from tui.reports import official
from tui.reports.annex_rows import Annex, AnnexColumn, CellValue
from tui.reports.official import BLANK

BLANK_LINE: Final = "…" * 29
"""A whole passage a hand has to write."""


class Look(enum.Enum):
    """How a line of the body is set; upright and justified."""

    BODY = "body"
    PART = "part"  # I. …: bold capitals
    POINT = "point"  # 1. …: bold
    GROUP = "group"  # a) …: bold, italic


@attrs.frozen
class Line:
    """One paragraph of the body."""

    text: str = attrs.field(converter=official.spelled)
    look: Look = Look.BODY


def _spelled_rows(rows: Iterable[tuple[CellValue, ...] | str]) -> tuple[tuple[CellValue, ...] | str, ...]:
    """The rows with years in their texts as the paragraphs beside them have them."""
    return tuple(
        official.spelled(row) if isinstance(row, str) else tuple(official.spelled(cell) if isinstance(cell, str) else cell for cell in row)
        for row in rows
    )


@attrs.frozen(kw_only=True)
class BodyTable:
    """A table within the body; ``text`` is the line above it, "" for none."""

    columns: tuple[AnnexColumn, ...]
    rows: tuple[tuple[CellValue, ...] | str, ...] = attrs.field(converter=_spelled_rows)
    text: str = ""
    look: Look = Look.BODY


@attrs.frozen(kw_only=True)
class Series:
    """The numbers of a chart that belong together, one a label; None where nothing is known."""

    name: str
    values: tuple[float | None, ...]


@attrs.frozen(kw_only=True)
class Chart:
    """Columns over years, one on another where they are parts of a whole, and a line for what is aimed at; ``text`` is the caption."""

    text: str
    unit: str
    labels: tuple[str, ...]
    bars: tuple[Series, ...]
    line: Series | None = None
    stacked: bool = False
    decimals: int = 0
    look: Look = Look.BODY

    @property
    def series(self) -> tuple[Series, ...]:
        """The columns, then the line."""
        return (*self.bars, self.line) if self.line is not None else self.bars


def told(chart: Chart) -> Iterator[str]:
    """The numbers of a chart as lines of text: a series each, for whoever cannot see it."""
    for series in chart.series:
        pairs = zip(chart.labels, series.values, strict=True)
        said = "; ".join(f"{label}: {official.number(value, chart.decimals)}" for label, value in pairs if value is not None)
        yield f"  {series.name} ({chart.unit}): {said}"


Block: TypeAlias = Line | BodyTable | Chart
"""What the body consists of; each has a ``text``, which for all but a line is what stands above or below it."""


NATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "state": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    "party": ("ĐẢNG CỘNG SẢN VIỆT NAM",),
    "none": (),
}
"""The lines over place and day, by ``motto`` of the plan: the nation's name and motto, the Party's name, or nothing."""


@attrs.frozen(kw_only=True)
class Letterhead:
    """The block above the title.

    ``issuer`` are the lines of the issuer's name, ``parent`` the body it belongs to ("" when none is named). ``about`` is
    the "V/v …" of a letter; ``place_and_day`` is "" where the form has none (minutes).
    """

    issuer: tuple[str, ...]
    number: str
    parent: str = ""
    about: str = attrs.field(default="", converter=official.spelled)
    place_and_day: str = ""
    nation: tuple[str, ...] = NATIONS["state"]


class Authority(enum.StrEnum):
    """On whose behalf somebody signs."""

    OWN = ""
    FOR_THE_BODY = "TM."
    FOR_THE_HEAD = "KT."
    BY_ORDER = "TL."
    BY_MANDATE = "TUQ."
    ACTING = "Q."


@attrs.frozen(kw_only=True)
class Signature:
    """Who signs: ``lines`` are the authority and the role in capitals, ``name`` the person's, a blank while unknown."""

    lines: tuple[str, ...]
    name: str = BLANK


def signature_lines(authority: Authority, role: str, of: str = "") -> tuple[str, ...]:
    """The capitals above a signature: ``TM. ỦY BAN NHÂN DÂN`` over ``CHỦ TỊCH``, ``KT. CHỦ TỊCH`` over ``PHÓ CHỦ TỊCH``, ``Q. GIÁM ĐỐC``.

    ``of`` is the body (TM.) or the head (KT., TL., TUQ.) in whose place it is signed.
    """
    if authority is Authority.OWN:
        return (role.upper(),)
    if authority is Authority.ACTING:
        return (f"{authority} {role.upper()}",)
    return (f"{authority} {of.upper()}", role.upper())


@attrs.frozen(kw_only=True)
class Paper:
    """An official paper; ``reference`` is what its annexes call it ("Báo cáo số …").

    ``title`` is "" for a letter, which has ``to`` instead. ``recipients`` are without the dashes and without the last line, which
    names ``unit``, the unit that keeps the file. Two signatures are set side by side (minutes).
    """

    letterhead: Letterhead
    title: str = ""
    abstract: str = attrs.field(default="", converter=official.spelled)
    to: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    body: tuple[Block, ...]
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...]
    unit: str = BLANK
    reference: str = ""
    annexes: tuple[Annex, ...] = ()

    @property
    def without_charts(self) -> Paper:
        """The same with its lines and tables alone."""
        return attrs.evolve(self, body=tuple(block for block in self.body if not isinstance(block, Chart)))


_END: Final = "./."


def ended(text: str) -> str:
    """The text with the sign that ends a paper."""
    return text.rstrip(" .;/") + _END
