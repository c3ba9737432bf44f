"""The other way round: every number in the tables of a Word paper looked for in ``status --json`` of its day and in the plan's frames."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree

import attrs
from docx.oxml.ns import qn

from tui.frames.build import Frames
from tui.frames.insight.milestones import milestones
from tui.frames.insight.overview import overview
from tui.frames.methods.figures import figures, known_entries
from tui.frames.methods.tasks import task_states
from tui.frames.methods.yearly_cuts import yearly_cuts
from tui.frames.plan_of_day import frames_on
from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.reports import official, sentences
from tui.reports.spans import Span
from tui.reports.status import as_json
from tui.reports.word.document import docx_bytes
from tui.reports.word.paper import Paper
from tui.vocabulary.ended import named_on

Table = list[list[str]]
_NUMBER: Final = re.compile(r"-?\d[\d.]*(?:,\d+)?")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_SLACK: Final = 0.0051
"""Half of the last digit of what a cell was rounded to, where it has two."""


def tables_of(paper: Paper) -> list[Table]:
    """The tables of its Word file but for head and end, row by row as they stand in the XML."""
    with zipfile.ZipFile(io.BytesIO(docx_bytes(paper))) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))[0]
    found = [
        [
            ["".join(text.text or "" for text in cell.iter(qn("w:t"))).replace("\u200b", "") for cell in row.iter(qn("w:tc"))]
            for row in table.iter(qn("w:tr"))
        ]
        for table in body.findall(qn("w:tbl"))
    ]
    return [table for table in found if table[0][0] == "TT"]


def number_in(text: str) -> float | None:
    """The first number of a cell."""
    found = _NUMBER.search(text)
    return float(found[0].replace(".", "").replace(",", ".")) if found else None


@attrs.define
class Day:
    """What is known of a plan on a day: the answer of ``status --json``, and the frames it was made of."""

    frames: Frames
    as_of: dt.date
    told: dict[str, Any] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.frames = frames_on(self.frames, self.as_of)
        self.told = json.loads(as_json(overview(self.frames, self.as_of, (), every_indicator=True), self.plan, Words("vi")))

    @property
    def plan(self) -> Plan:
        return self.frames.plan

    def lines(self, *sections: str) -> Iterator[dict[str, Any]]:
        """The lines of some sections."""
        for part in self.told["sections"]:
            if part["section"] in sections:
                yield from part["lines"]

    def late(self, table: str) -> dict[str, int]:
        """Id → days late, of a table."""
        return {line["id"]: line["numbers"]["days_late"] for line in self.lines("late") if line["table"] == table}

    def counts(self, table: str) -> dict[str, int]:
        """Code → how many, of a table, as the headline has them."""
        return {line["code"]: line["numbers"]["n"] for line in self.lines("headline") if line["table"] == table and line["numbers"]["n"]}


def unfounded(paper: Paper, day: Day, year: int, span: Span) -> list[str]:
    """The cells of a paper's tables whose number is another than the one known on the day, or that stand where none is known."""
    checks = {
        "Chỉ tiêu": _indicators,
        "Cơ quan chủ trì": _bodies,
        "Nhiệm vụ": _tasks,
        "Doanh nghiệp": _enterprises,
        "Cơ quan": _owed,
        "Nhiệm vụ chưa có báo cáo": _silent,
    }
    found: list[str] = []
    for table in tables_of(paper):
        check = checks[table[0][1]]
        rows = [
            dict(zip(table[0], row, strict=True)) for row in table[1:] if len(row) == len(table[0]) and (row[0].isdigit() or not row[0])
        ]
        found += [f"{table[0][1]}: {fault}" for fault in check(rows, day, year, span)]
    return found


def _near(shown: float | None, known: float | None) -> bool:
    if shown is None or known is None:
        return shown is known
    return abs(shown - known) <= max(_SLACK, abs(known) * 1e-9) or abs(shown - round(known, 1)) < 1e-9


def _indicators(rows: list[dict[str, str]], day: Day, year: int, span: Span) -> Iterator[str]:
    """Target, figures of each year, plan, share, change and mean of every indicator, by what the column says."""
    known: dict[str, list[dict[str, Any]]] = {}  # two goals may have an indicator of one name, of another year
    numbers_of_goals = {id: values.get("number", 0) for id, values in day.plan.tables["goals"].items()}
    for one in sorted(day.told["indicators"], key=lambda one: numbers_of_goals.get(one["goal"], 1 << 30)):
        known.setdefault(one["name"], []).append(one)
    series = {(row["id"], row["year"]): row for row in figures(day.frames, day.as_of).iter_rows(named=True)}
    cuts = {(row["id"], row["year"]): row["cut"] for row in yearly_cuts(day.frames, day.as_of).iter_rows(named=True)}
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in known_entries(day.frames, day.as_of).iter_rows(named=True):
        entries.setdefault(entry["id"], []).append(entry)
    if len(rows) != len(day.told["indicators"]):
        yield f"{len(rows)} rows of {len(day.told['indicators'])} indicators"
    for row in rows:
        one = known[row["Chỉ tiêu"]].pop(0)
        id, numbers = one["id"], one["numbers"]
        agreed = {m.year: m.target for m in milestones(day.frames, id, day.as_of)}
        for entry in entries.get(id, ()):
            if entry["vintage"] == "plan" and entry["as_of"] is None and entry["scope"] is None and entry["unit"] is None:
                agreed.setdefault(entry["year"], entry["value"])
        for title, cell in row.items():
            shown, years = number_in(_without_marks(cell)), [int(found) for found in _YEAR.findall(title)]
            expected: float | None
            if title.startswith("Mục tiêu"):
                expected = numbers["target"]
            elif title.startswith("Bình quân"):
                expected = numbers["mean"]
            elif title.startswith("TH") and (span.whole or years[-1] != year):
                figure = series.get((id, years[-1]))
                expected = None if figure is None or years[-1] > day.as_of.year else figure["value"]
                if one["kind"] == "points_cut" and expected is not None:  # a cut stands in the cell, the rate beside it
                    expected = cuts.get((id, years[-1])) if not cell.startswith("tỷ lệ") else expected
            elif title.startswith("TH"):
                own = [entry for entry in entries.get(id, ()) if entry["as_of"] == span.last_day(year) and entry["vintage"] != "plan"]
                of_part = [entry["value"] for entry in own if all(entry[key] is None for key in ("scope", "area", "unit", "years", "op"))]
                if (shown is None and of_part) or (shown is not None and not any(_near(shown, value) for value in of_part)):
                    yield f"{row['Chỉ tiêu']} · {title}: {cell!r} is none of {of_part}"
                continue
            elif title.startswith("KH "):
                expected = agreed.get(years[-1])
            elif title.startswith("% KH"):
                reached = number_in(
                    next((value for key, value in row.items() if key.startswith("TH") and _part_of(key, years[-1], year, span)), "")
                )
                plan = agreed.get(years[-1])
                expected = None if reached is None or not plan or shown is None else reached / plan * 100
                if expected is not None and shown is not None and abs(shown - expected) > 0.06:
                    yield f"{row['Chỉ tiêu']} · {title}: {cell}, and {reached} of {plan} are {expected}"
                continue
            else:
                continue
            if not _near(shown, expected):
                yield f"{row['Chỉ tiêu']} · {title}: {cell!r} and not {expected}"


def _part_of(title: str, of: int, year: int, span: Span) -> bool:
    return str(of) in title and (span.whole or of != year or "tháng" in title)


def _without_marks(cell: str) -> str:
    return cell.split(" (")[0] if not cell.startswith("(") else cell


def _bodies(rows: list[dict[str, str]], day: Day, year: int, span: Span) -> Iterator[str]:
    """How many tasks each body leads, and in all: the last row has the counts of the headline."""
    counts, total = day.counts("tasks"), rows[-1]
    if number_in(total["Số nhiệm vụ"]) != sum(counts.values()):
        yield f"in all {total['Số nhiệm vụ']} and not {sum(counts.values())}"
    titles = {_capital(sentences.STATES[code]): code for code in sentences.STATES}
    for title, code in titles.items():
        if title in total and number_in(total[title]) != counts.get(code):
            yield f"{title}: {total[title]} and not {counts.get(code)}"
    silent = {line["name"].lower(): line["numbers"]["n"] for line in day.lines("not_reported") if line["name"]}
    at = _capital(sentences.STATES["not_reported"])
    for row in rows[:-1]:
        if at in row and row[at] and silent.get(row["Cơ quan chủ trì"].lower(), number_in(row[at])) != number_in(row[at]):
            yield f"{row['Cơ quan chủ trì']}: {row[at]} and not {silent}"


def _tasks(rows: list[dict[str, str]], day: Day, year: int, span: Span) -> Iterator[str]:
    """The states of the rows counted, and the days late of each."""
    counts = day.counts("tasks")
    states = {code: sum(row["Tình trạng"].lower().startswith(words) for row in rows) for code, words in sentences.STATES.items()}
    for code, n in counts.items():
        others = [other for other, words in sentences.STATES.items() if other != code and words.startswith(sentences.STATES[code])]
        if states[code] - sum(states[other] for other in others) != n:
            yield f"{code}: {states[code]} rows and not {n}"
    known = late_of_tasks(day)
    for row in rows:
        found = re.search(r"[\d.]+(?= ngày)", row["Tình trạng"])
        shown = int(number_in(found[0]) or 0) if found else None
        if shown not in known.get(row["Nhiệm vụ"], set()):
            yield f"{row['Nhiệm vụ'][:40]}: {row['Tình trạng']} and not {known.get(row['Nhiệm vụ'])}"


def late_of_tasks(day: Day) -> dict[str, set[int | None]]:
    """What a task is called in an annex → the days it is late, or was when it was done; several where tasks are called the same."""
    states = {row["id"]: row["days_late"] for row in task_states(day.frames, day.as_of).iter_rows(named=True)}
    found: dict[str, set[int | None]] = {}
    for id, values in day.plan.tables["tasks"].items():
        late = day.late("tasks").get(id, states[id])
        found.setdefault(" ".join((values.get("text") or values["summary"]).split()), set()).add(late or None)
    return found


def _enterprises(rows: list[dict[str, str]], day: Day, year: int, span: Span) -> Iterator[str]:
    """Days late and shares of each."""
    late = day.late("enterprises")
    for id, row in zip(day.plan.tables["enterprises"], rows, strict=True):
        record = day.plan.tables["enterprises"][id]
        found = re.search(r"[\d.]+(?= ngày)", row["Tiến độ"])
        if (number_in(found[0]) if found else None) != late.get(id):
            yield f"{row['Doanh nghiệp']}: {row['Tiến độ']} and not {late.get(id)} days"
        known = {float(value) for key, value in record.items() if key.startswith(("share", "target")) and isinstance(value, int | float)}
        for title in ("Vốn NN hiện nay", "Vốn NN sau sắp xếp"):
            shown = [float(number.replace(",", ".")) for number in _NUMBER.findall(row[title])]
            if not {*shown} <= known:
                yield f"{row['Doanh nghiệp']} · {title}: {row[title]} and not {sorted(known)}"


def _owed(rows: list[dict[str, str]], day: Day, year: int, span: Span) -> Iterator[str]:
    """Each row of a letter is one line of the overview: its matter, its day and the days it is late; and each line has its rows."""
    lines = list(day.lines("late"))
    matched: set[int] = set()
    for place, row in enumerate(rows, 1):
        of = [
            n
            for n, line in enumerate(lines)
            if _names(line, row["Nội dung"], day.plan)
            and number_in(row["Số ngày chậm"]) == line["numbers"]["days_late"]
            and _deadline(line) == row["Thời hạn"]
            and row["Cơ quan"] in {named_on(day.plan, day.plan.title_of("agencies", body), day.as_of) for body in line["who"]}
        ]
        matched |= {*of}
        if number_in(row["TT"]) != place or not of:
            yield f"{row['TT']} {row['Cơ quan']} {row['Nội dung']}: {row['Thời hạn']}, {row['Số ngày chậm']} is no line of the overview"
    for n, line in enumerate(lines):
        if n not in matched and {*line["who"]} - {day.plan.header.get("issuer")}:
            yield f"{line['table']}.{line['id']} is late and stands in no row"


def _names(line: dict[str, Any], told: str, plan: Plan) -> bool:
    if line["table"] == "duties":
        return plan.title_of("duties", line["id"]) in told and str(line["numbers"]["year"]) in told.split(" (")[0]
    return line["kind"] in ("decision", "asked") or any(
        official.spelled(name) in official.spelled(told) for name in (official.task_name(plan, line["id"]), line["name"])
    )


def _deadline(line: dict[str, Any]) -> str:
    last = dt.date.fromisoformat(line["day"])
    return f"trước ngày {last + dt.timedelta(days=1):%d/%m/%Y}" if line["table"] == "duties" else f"{last:%d/%m/%Y}"


def _silent(rows: list[dict[str, str]], day: Day, year: int, span: Span) -> Iterator[str]:
    """A row a task nobody reported on, for each body that leads it."""
    lines = [line for line in day.lines("not_reported") if line["id"] in day.plan.tables["agencies"]]
    expected = [official.task_name(day.plan, id) for line in lines for id in line["members"]]
    told = [row["Nhiệm vụ chưa có báo cáo"] for row in rows]
    if [number_in(row["TT"]) for row in rows] != list(range(1, len(rows) + 1)):
        yield "the rows are not numbered through"
    if [text for text in told if text not in expected] or len(told) > len(expected):
        yield f"tasks {[text for text in told if text not in expected]} are none nobody reported on"
    plain = [line for line in lines if day.plan.tables["agencies"][line["id"]].get("kind") != "collective"]
    asked = [line for line in plain if line["id"] != day.plan.header.get("issuer")]
    if left := [text for line in asked for id in line["members"] if (text := official.task_name(day.plan, id)) not in told]:
        yield f"nobody is asked about {left}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
