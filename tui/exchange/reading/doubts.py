"""The questions about a figure of a table: what of its titles, its row and the lines around it leaves open what it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from tui.exchange.cells import CellKind, shown_text
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.context import Around, around_doubt, read_around
from tui.exchange.reading.figure_cells import footnote_said
from tui.exchange.reading.found_table import Found, Row
from tui.exchange.reading.names import RecordNames
from tui.exchange.reading.units import same_unit
from tui.model.plan import Plan
from tui.model.text import N_, Sentence, say
from tui.vocabulary.lexicon import plain
from tui.vocabulary.titles import FigureTitle

_ONLY_YEAR = re.compile(r"(?:nam )?(?:19|20|21)[0-9]{2}\Z")
_SLASHED = re.compile(r"\bth\b[^/]*/\s*(?:u|ư)|(?:u|ư)[^/]*/\s*\bth\b|thuc hien\s*/\s*uoc|uoc[^/]*/\s*thuc hien", re.IGNORECASE)
_MARKS = re.compile(r"\((?:\*+|[0-9]{1,2})\)|\*+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_ABOUT_NOTES = re.compile(r"^\s*(?:ghi chú|chú thích|notes?)\s*[:.]?\s*", re.IGNORECASE)
_WHOLE_AREA: Final = frozenset(
    {
        "toan tinh",
        "ca tinh",
        "tong so",
        "chung",
        "tong",
        "tong cong",
        "total",
        "toan thanh pho",
        "toan huyen",
        "toan xa",
        "toan quoc",
        "ca nuoc",
    }
)


@attrs.frozen
class Said:
    """What is said of a figure where it stands: year, vintage, the last day covered; ``stated``: that it is a result or a plan.

    ``whole``: that it is of a year in those words (``năm 2025``), ``all_year`` that it is of all of it (``cả năm 2026``).
    """

    year: int
    vintage: str | None = None
    as_of: dt.date | None = None
    stated: bool = False
    whole: bool = False
    all_year: bool = False

    @classmethod
    def by_title(cls, column: Column, title: FigureTitle, year: int) -> Said:
        """What the titles of a column say of its figures."""
        words = plain(column.title)
        whole, all_year = (re.search(rf"\b{said}\b", words) is not None for said in ("nam", "ca nam"))
        return cls(year, title.vintage, title.as_of(year), column.is_stated, whole, all_year)

    def against(self, around: Around) -> Sentence | None:
        """Why lines around the figure make it doubtful."""
        apart = self.all_year or (self.whole and self.year not in around.part_years)
        says_part = self.as_of is not None or (apart and bool(around.part_years))  # "năm 2025" in a report on half of 2026
        return around_doubt(around, says_part=says_part, says_vintage=self.vintage is not None, stated=self.stated)


def remarks_of(found: Found, plan: Plan) -> tuple[tuple[str, Around], ...]:
    """The footnotes of a table that bear no mark, so that they are of all its figures, each with what it says."""
    bare = [(note, _ABOUT_NOTES.sub("", note).strip()) for note in found.footnotes]
    return tuple((note, read_around([text], plan)) for note, text in bare if not _MARKS.match(text))


@attrs.frozen
class Doubts:
    """Why somebody has to say what the figures of one table are; None from a question where nothing speaks against a figure.

    ``around``: what the lines around the table say; ``stated``: a column says of itself what it is, so the others are not taken for it;
    ``names_of``: the names of a table's records.
    """

    plan: Plan
    found: Found
    around: Around
    day: dt.date
    stated: bool
    names_of: Callable[[str], RecordNames]
    remarks: tuple[tuple[str, Around], ...] = ()
    """The footnotes of the whole table, see :func:`remarks_of`."""

    def of_new(self, row: Row, column: Column, said: Said, doubt: Sentence | None) -> Sentence | None:
        """Why a figure of a new record is in doubt, by all that stands around it; ``doubt``: by its own titles."""
        return (
            doubt
            or self.by_area(row)
            or self.by_part(row)
            or said.against(self.around)
            or self.by_heading(row, said)
            or self.by_what_is_beside(row, said)
            or self.by_footnotes(row, column, said)
            or self.by_future(said)
        )

    def by_title(self, column: Column, title: FigureTitle) -> Sentence | None:
        """Why the titles of a column leave open what its figures are."""
        if column.rest:
            return say(N_("“{words}” in the title is not understood"), words=column.rest)
        bare = {(figure.what, figure.vintage) for figure in column.figures} == {("result", None), ("plan", "plan")}
        alone = all(_ONLY_YEAR.match(plain(part)) for part in column.titles)
        if len(column.figures) > 1 and (self.stated or not bare or not alone):
            return say(N_("the title “{title}” does not say whether planned or reached"), title=column.title)
        if title.first_month != 1:
            return say(N_("the title speaks of one part of the year alone"))
        if _SLASHED.search(column.title):
            return say(N_("the title names results and estimates together"))
        if column.at in self.found.sheet.hidden_columns:
            return say(N_("stands in a hidden column"))
        return None

    def area(self, row: Row) -> str | None:
        """What a row says it is the figure of: an area of the plan by its id, another by its text; None for the whole."""
        text = self.found.text(row, Role.AREA)
        if not text or plain(text) in _WHOLE_AREA:
            return None
        return self.names_of("areas").find(text).id or text

    def by_area(self, row: Row) -> Sentence | None:
        """Why a figure may be of an area the plan does not have."""
        area = self.area(row)
        if area is not None and area not in self.plan.tables["areas"]:
            return say(N_("is a figure of “{area}”"), area=area)
        return None

    def by_part(self, row: Row) -> Sentence | None:
        """Why a figure is of a part of the whole: of women, of the countryside."""
        part = self.found.text(row, Role.PART)
        return say(N_("is a figure of “{area}”"), area=part) if part else None

    def by_other_columns(self, row: Row) -> Sentence | None:
        """Why a value in a table of one value a row may be of a part: another column, which is not understood, says something."""
        for column in self.found.columns.values():
            cell = row.cells.get(column.at)
            if column.role is Role.UNKNOWN and cell is not None and str(cell.value).strip():
                return say(N_("beside it stands “{text}”"), text=f"{column.title}: {' '.join(str(cell.value).split())}")
        return None

    def by_unit(self, row: Row, figures: Column, beside_name: str, record: Mapping[str, Any]) -> Sentence | None:
        """Why the unit beside a figure, in the title of its column, or behind the name of its row is not that of its indicator."""
        own = str(record.get("unit", ""))
        column = next((c for c in self.found.columns.values() if c.field is not None and c.field.key == "unit"), None)
        beside = str(row.cells[column.at].value).strip() if column is not None and column.at in row.cells else ""
        for unit in (beside or figures.unit or self.around.unit, figures.unit, beside_name):
            if unit and not same_unit(unit, own):
                return say(N_("its unit is “{here}”, the indicator's “{own}”"), here=unit, own=own)
        return None

    def by_heading(self, row: Row, said: Said) -> Sentence | None:
        """Why a heading above the row makes its figures those of something else."""
        if not row.headings:
            return None
        around = read_around([title for _, title in row.headings], self.plan)
        if around.years and said.year not in around.years:
            return say(N_("stands under “{heading}”"), heading=row.headings[-1][1])
        doubt = said.against(around)
        if doubt is not None or around.years:
            return doubt
        number, title = row.headings[-1]
        known = any(self.names_of(table).find(title).id for table in ("goals", "indicators"))
        if not number and not known and not re.match(r"\s*\(?(?:[0-9]+|[IVXL]+|[A-ZĐ])[.)]", title):
            return say(N_("stands under “{heading}”"), heading=title)
        return None

    def by_what_is_beside(self, row: Row, said: Said) -> Sentence | None:
        """Why a remark beside the figures of a row, or a column that is not understood, makes them those of something else."""
        for column in self.found.columns.values():
            of_remarks = column.role is Role.UNKNOWN or (column.field is not None and column.field.key == "note")
            cell = row.cells.get(column.at)
            if not of_remarks or cell is None or cell.kind is not CellKind.TEXT:
                continue
            text = " ".join(str(cell.value).split())
            around = read_around([text], self.plan)
            early = bool(around.estimated) and said.vintage is None
            if around.planned or early or around.area or (around.part and said.as_of is None) or around.unit:
                return say(N_("beside it stands “{text}”"), text=text)
        return None

    def by_footnotes(self, row: Row, column: Column, said: Said) -> Sentence | None:
        """Why a remark below the table makes a figure that of something else: one of a mark at its name, unit or title, or one of all."""
        marked = [shown_text(row.cells[c.at]) for c in self.found.columns.values() if c.at in row.cells and self._names_it(c)]
        for text in (*marked, *column.titles):
            marks = _MARKS.findall(text)
            if marks and (note := footnote_said(marks[-1:], self.found.footnotes)):
                return say(N_("its footnote says: {text}"), text=note)
        remark = next((note for note, around in self.remarks if said.against(around) is not None), None)
        return None if remark is None else say(N_("its footnote says: {text}"), text=remark)

    def _names_it(self, column: Column) -> bool:
        """Whether a column says what a row is of: its name, or its unit."""
        keys = {"unit", *([self.found.name.field.key] if self.found.name is not None and self.found.name.field is not None else [])}
        return column.field is not None and column.field.key in keys

    def by_future(self, said: Said) -> Sentence | None:
        """Why a result cannot be known on the day looked from."""
        early = said.vintage == "estimate" and said.year == self.day.year
        if (said.as_of or dt.date(said.year, 12, 31)) >= self.day and not early:
            return say(N_("what it covers is not over: planned, not reached?"))
        return None
