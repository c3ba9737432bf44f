"""The other way round, of the form of a body: every number and day in its workbook looked for in what the plan and the frames have."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.support.paper_numbers import Day
from tui.exchange.cells import CellSheet
from tui.exchange.form import SHEETS, report_called
from tui.exchange.form_workbook import HEADER_ROW
from tui.exchange.xlsx_cells import read_xlsx
from tui.frames.methods.duties import duty_reports
from tui.frames.methods.figures import EVER, figures
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.tasks import task_states
from tui.vocabulary.places import place_words

_NUMBER: Final = re.compile(r"\d[\d.]*(?:,\d+)?")
_TELLS_HOW: Final = re.compile(r"\d+\. ")
"""How it is filled in, with examples."""
_SHEETS: Final = {name: (table, {column.title: column.key for column in columns}) for table, (name, columns) in SHEETS.items()}


def unfounded_in_form(data: bytes, day: Day, agency: str, year: int) -> list[str]:
    """The cells of a form whose number or day is none of the record of their row, of what their column says; and rows of no record."""
    found: list[str] = []
    for sheet in read_xlsx(data):
        if sheet.name in _SHEETS:
            found += [f"{sheet.name}: {fault}" for fault in _of_sheet(sheet, day, agency, year)]
        elif not sheet.hidden:
            found += [f"{sheet.name}: {fault}" for fault in _of_first(sheet, day, agency, year)]
    return found


def _of_first(sheet: CellSheet, day: Day, agency: str, year: int) -> Iterator[str]:
    """The year, the day and the names; nothing else on it has a number but the places of a list."""
    words = [str(day.plan.header.get("title", "")), day.plan.title_of("agencies", agency)]
    for place, cell in sheet.cells.items():
        value = cell.value
        if isinstance(value, dt.date):
            if _day(value) != day.as_of:
                yield f"{place}: {value}"
        elif isinstance(value, str) and not _TELLS_HOW.match(value):
            for number in _NUMBER.findall(value):
                if number != str(year) and not any(number in one for one in words):
                    yield f"{place}: {number} in {value!r}"


def _of_sheet(sheet: CellSheet, day: Day, agency: str, year: int) -> Iterator[str]:
    table, keys = _SHEETS[sheet.name]
    titles = {column: str(cell.value) for (row, column), cell in sheet.cells.items() if row == HEADER_ROW and cell.value}
    rows: dict[int, dict[str, Any]] = {}
    for (row, column), cell in sheet.cells.items():
        if row > HEADER_ROW and column in titles:
            rows.setdefault(row, {})[keys[titles[column]]] = cell.value
    for cells in rows.values():
        id = str(cells.pop("id"))
        record = day.plan.tables[table].get(report_called(id, day.plan)[0])
        if record is None:
            yield f"{id} is no record"
            continue
        expected = _EXPECTED[table](id, record, day, agency, year)
        for key, shown in cells.items():
            known = expected.get(key)
            if not _same(shown, known):
                yield f"{id} · {key}: {shown!r} and not {known!r}"


def _same(shown: Any, known: Any) -> bool:
    """Whether a cell is what is known; of a text its numbers, each one of several that are known."""
    if isinstance(shown, dt.date):
        return _day(shown) == known
    if isinstance(shown, int | float):
        return isinstance(known, int | float) and abs(shown - known) < 1e-9
    numbers = _NUMBER.findall(str(shown))
    if isinstance(known, tuple):
        return [float(n.replace(".", "").replace(",", ".")) for n in numbers] == [float(n) for n in known]
    return not numbers or numbers == _NUMBER.findall(str(known))


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _task(id: str, record: Mapping[str, Any], day: Day, agency: str, year: int) -> dict[str, Any]:
    dues = dict(task_states(day.frames, day.as_of).select("id", "due").iter_rows())
    return {**record, "locator": place_words(str(record.get("locator", ""))), "due_told": dues[id]}


def _indicator(id: str, record: Mapping[str, Any], day: Day, agency: str, year: int) -> dict[str, Any]:
    agreed = next(row for row in indicators_on(day.frames, day.as_of).iter_rows(named=True) if row["id"] == id)
    rows = figures(day.frames, EVER)
    own = next((row for row in rows.iter_rows(named=True) if (row["id"], row["year"]) == (id, year)), None)
    entry = record["values"][own["position"]] if own else {}
    sources = day.plan.tables["sources"]
    return {
        **{"name": record["name"], "unit_told": record.get("unit", "")},
        "target_told": tuple(end for end in (agreed["target"], agreed["target_max"]) if end is not None),
        "values.value": own["value"] if own else None,
        "values.source": sources.get(entry.get("source", ""), {}).get("title", ""),
        "values.note": entry.get("note", ""),
    }


def _duty(id: str, record: Mapping[str, Any], day: Day, agency: str, year: int) -> dict[str, Any]:
    """The day is that of the overview where the report is late or due; of one that came, or is due later, that of the reports."""
    name, part = report_called(id, day.plan)
    lines = [one for one in day.lines("late", "due") if one["id"] == name and one["numbers"]["year"] == year]
    entry = next(
        (one for one in record.get("handed_in", ()) if (one["agency"], one.get("year"), one.get("period")) == (agency, year, part)), {}
    )
    reports = duty_reports(day.frames, day.as_of).iter_rows(named=True)
    other = next(row["last_good"] for row in reports if (row["id"], row["year"]) == (name, year) and part in (None, row["period"]))
    last_good = next((dt.date.fromisoformat(line["day"]) for line in lines), other)
    what = f"{record['what']} {part or ''} {year}" if part else record["what"]
    return {"what": what, "last_good": last_good, "handed_in.on": entry.get("on"), "handed_in.note": entry.get("note", "")}


def _enterprise(id: str, record: Mapping[str, Any], day: Day, agency: str, year: int) -> dict[str, Any]:
    window = record.get("window", {})
    years = tuple(dict.fromkeys(window[end].year for end in ("start", "end") if end in window))
    return {**record, "window_told": years}


_EXPECTED: Final = {"tasks": _task, "indicators": _indicator, "duties": _duty, "enterprises": _enterprise}
