"""Results of an IATI activity (``result/indicator/period``) as tables: a row an indicator and part of it, a column a period.

See the activity standard 2.03 (https://iatistandard.org): baseline, target and actual value, each with its locations and dimensions.
The file comes from outside: no document type, no entity, nothing is fetched, and its size is limited.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final
from xml.parsers import expat

import attrs

from tui.exchange.cells import MOST_BYTES, MOST_ROWS, Cell, CellKind, CellSheet, texts_sheet
from tui.exchange.packed_parts import one_spaced
from tui.model.text import N_, Sentence, say
from tui.store.files.errors import CannotRead

_MOST_DEEP: Final = 40
_MOST_ELEMENTS: Final = 500_000
_PERCENT: Final = "2"
"""The code of a measure that is a percentage."""
_QUALITATIVE: Final = "5"
_NUMBERS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@attrs.define
class Element:
    """An element: its name without a prefix, attributes, text, and what it holds."""

    name: str
    values: dict[str, str]
    text: str = ""
    held: list[Element] = attrs.field(factory=list)

    def all(self, *path: str) -> Iterator[Element]:
        """Every element at a path below this one."""
        if not path:
            yield self
            return
        for element in self.held:
            if element.name == path[0]:
                yield from element.all(*path[1:])

    def words(self, *path: str) -> str:
        """The first text at a path, in Vietnamese where there is one; of 2.x it stands in ``narrative``."""
        for element in self.all(*path):
            narratives = [e for e in element.all("narrative") if e.text.strip()] or ([element] if element.text.strip() else [])
            first = next((e for e in narratives if e.values.get("lang", "").lower().startswith("vi")), None)
            if narratives:
                return " ".join(one_spaced((first or narratives[0]).text).split())
        return ""


def is_iati(data: bytes) -> bool:
    """Whether a file is XML of IATI, by what it begins with."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data[:4_000].decode("utf-16", "ignore").encode()
    start = data[:2_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"<") and b"<iati-activit" in start


def read_iati(data: bytes) -> list[CellSheet]:
    """A sheet for each activity with results. Raises :class:`CannotRead`."""
    if len(data) > MOST_BYTES:
        raise CannotRead(say(N_("the file is too large: at most {most} MiB"), most=MOST_BYTES >> 20))
    root = _parsed(data)
    activities = [root] if root.name == "iati-activity" else list(root.all("iati-activity"))
    sheets = [sheet for activity in activities if (sheet := _sheet(activity)) is not None]
    if not sheets:
        raise CannotRead(say(N_("the IATI file holds no result with an indicator")))
    return sheets


def _parsed(data: bytes) -> Element:
    """The elements of a file. Raises :class:`CannotRead` for what is no XML, has a document type, or is larger than any activity."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    above = [Element("", {})]
    count = 0

    def start(tag: str, values: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(above) > _MOST_DEEP or count > _MOST_ELEMENTS:
            raise ValueError("more than any activity has")
        element = Element(tag.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in values.items()})
        above[-1].held.append(element)
        above.append(element)

    def end(tag: str) -> None:
        above.pop()

    def text(told: str) -> None:
        above[-1].text += told

    def refuse(*_: object) -> None:
        raise ValueError("a document type")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = lambda *_: 0
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError, RecursionError) as error:
        raise CannotRead(say(N_("the file is no XML of IATI that can be read"))) from error
    return above[0].held[0]


# -- one activity -----------------------------------------------------------------------------------------------------


@attrs.frozen
class _Said:
    """One value: the title of its column, and which part it is of (area and dimensions)."""

    title: str
    area: str
    part: str
    value: str


def _sheet(activity: Element) -> CellSheet | None:
    places = {e.values.get("ref", ""): e.words("name") for e in activity.all("location") if e.values.get("ref")}
    rows: list[list[str]] = []
    titles: list[str] = []
    lines: list[tuple[list[str], dict[str, str]]] = []
    for number, result in enumerate(activity.all("result")):
        heading = result.words("title")
        found = [line for indicator in result.all("indicator") for line in _lines(indicator, places)]
        if heading and found:
            lines.append(([f"{_NUMBERS[min(number, len(_NUMBERS) - 1)]}.", "", heading, "", "", ""], {}))
        lines += found
    for _, values in lines:
        titles += [title for title in values if title not in titles]
    if not titles:
        return None
    titles.sort(key=_in_order)
    for first, values in lines:
        rows.append([*first, *(values.get(title, "") for title in titles)])
    name = activity.words("iati-identifier") or "IATI"
    known = ["TT", "Mã", "Chỉ tiêu", "Đơn vị tính", "Địa bàn", "Phân tổ"]
    if len(rows) >= MOST_ROWS:
        raise CannotRead(say(N_("the file has more than {most} rows; leave only those that are meant"), most=MOST_ROWS))
    cells = [[*known, *titles], *rows]
    figures = [[_cell(text, column >= len(known)) for column, text in enumerate(row)] for row in cells]
    doubts = {number: doubt for number, row in enumerate(rows, start=1) if (doubt := _unsure(row[len(known) :])) is not None}
    return texts_sheet(name, figures, doubts=doubts)


def _unsure(values: Sequence[str]) -> Sentence | None:
    """Why somebody has to look at a row: a value with a comma, which the form has not, so that nobody knows what it parts."""
    text = next((value for value in values if "," in value and any(char.isdigit() for char in value)), None)
    return say(N_("“{text}” can be read in more than one way"), text=text) if text is not None else None


def _in_order(title: str) -> tuple[str, str]:
    digits = "".join(char for char in title if char.isdigit())
    return digits[-4:], title


def _cell(text: str, is_figure: bool) -> str | Cell:
    """A value as the number it is, its decimal mark a point; a title or a value in words as it is."""
    if is_figure and (number := _number(text)) is not None:
        return Cell(CellKind.NUMBER, number)
    return text


def _number(text: str) -> float | None:
    bare = text.strip()
    if not bare or not all(char.isdigit() or char in "+-." for char in bare) or not bare.isascii():
        return None
    try:
        return float(bare)
    except ValueError:
        return None


def _lines(indicator: Element, places: dict[str, str]) -> list[tuple[list[str], dict[str, str]]]:
    """A row for each part of an indicator that has a value: the whole first."""
    measure = indicator.values.get("measure", "")
    unit = {_PERCENT: "%", _QUALITATIVE: ""}.get(measure, "")
    code = next((e.values["code"] for e in indicator.all("reference") if e.values.get("code")), "")
    name = indicator.words("title")
    by_part: dict[tuple[str, str], dict[str, str]] = {}
    for said in _values(indicator, places):
        values = by_part.setdefault((said.area, said.part), {})
        title = said.title
        while title in values:  # twice said: a column of its own, so that both are asked
            title += " (*)"
        values[title] = said.value
    return [(["", code, name, unit, *part], values) for part, values in sorted(by_part.items()) if name or code]


def _values(indicator: Element, places: dict[str, str]) -> Iterator[_Said]:
    for baseline in indicator.all("baseline"):
        year = baseline.values.get("year") or baseline.values.get("iso-date", "")[:4]
        yield from _value(f"Năm gốc {year}", baseline, places)
    for period in indicator.all("period"):
        when = _when(period)
        for target in period.all("target"):
            yield from _value(f"Mục tiêu {when}" if "-" in when else f"KH {when}", target, places)
        for actual in period.all("actual"):
            yield from _value(f"TH {when}", actual, places)


def _value(title: str, element: Element, places: dict[str, str]) -> Iterator[_Said]:
    value = element.values.get("value", "").strip()
    if not value:
        return
    refs = [e.values.get("ref", "") for e in element.all("location")]
    area = "; ".join(places.get(ref) or ref for ref in refs if ref)
    dimensions = [f"{e.values.get('name', '')} = {e.values.get('value', '')}" for e in element.all("dimension")]
    yield _Said(title, area, "; ".join(dimensions), value)


def _when(period: Element) -> str:
    """A period as a title says it: a year, a part of one, years; else its two days, which no title understands."""
    first, last = (_day(period, name) for name in ("period-start", "period-end"))
    if first is None or last is None or last < first:
        return "?"
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole_months and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    if whole_months and first.year == last.year:
        return _part_of_year(first.month, last.month, first.year)
    return f"{first:%d/%m/%Y} … {last:%d/%m/%Y}"


def _part_of_year(first: int, last: int, year: int) -> str:
    if first == last:
        return f"tháng {first}/{year}"
    if first == 1:
        return f"{last} tháng đầu năm {year}" if last in (3, 6, 9) else f"{last} tháng {year}"
    if last - first == 2 and first % 3 == 1:
        return f"quý {('I', 'II', 'III', 'IV')[first // 3]}/{year}"
    return f"6 tháng cuối năm {year}" if (first, last) == (7, 12) else f"tháng {first} … {last}/{year}"


def _day(period: Element, name: str) -> dt.date | None:
    for element in period.all(name):
        try:
            return dt.date.fromisoformat(element.values.get("iso-date", "")[:10])
        except ValueError:
            return None
    return None
