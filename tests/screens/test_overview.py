"""The overview: one function behind the screen, the text, the JSON and the table for a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.frame_plans import LATER, frames_of, indicator
from tests.support.known_values import all_worked_out_once
from tests.support.lengths import in_proofs, of_these
from tests.support.paths import ROOT, SHIPPED
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.commands.main import main
from tui.frames.build import Frames
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import ChangeKind, LineKind, Overview, OverviewLine, OverviewSection, Part
from tui.frames.methods.headline import STANDINGS
from tui.frames.methods.verdict import Verdict
from tui.frames.methods.verdicts import verdicts
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.text import N_, beside, say
from tui.reports.status import as_csv, as_json, as_text, cell_text
from tui.screens.dialogs.picker import Picker
from tui.screens.overview import OverviewScreen, share_out
from tui.screens.registers import RegisterScreen

scene = Scenes()
scene2 = Scenes()

DAY = dt.date(2026, 11, 22)
SECTIONS = {"s": {"number": "III", "title": "Mục", "order": 1}}
AGENCIES = {
    "a": {"name": "Sở A", "short": "A", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["b"]},
    "b": {"name": "Sở B", "short": "B", "kind": "department"},
    "c": {"name": "Sở C", "short": "C", "kind": "department"},
}


def task(**more: Any) -> dict[str, Any]:
    return {"section": "s", "order": 1, "summary": "Việc", "mode": "standing", "leads": ["b"], **more}


def overview_of(day: dt.date = DAY, **tables: Any) -> Overview:
    return overview(frames_of(sections=SECTIONS, agencies=AGENCIES, **tables), day, ())


def ids(section: OverviewSection) -> list[str]:
    return [line.id for line in section.lines]


# -- what stands in it ---------------------------------------------------------------------------------------------


def test_the_headline_adds_up_and_names_every_verdict() -> None:
    frames = frames_of(indicators={"i": indicator("end_level", ">=", 90.0), "j": indicator("end_level", ">=", 90.0, {2020: 1, 2025: 95})})
    section = overview(frames, LATER, ())[Part.HEADLINE]
    counts = {line.code: line.numbers["n"] for line in section.lines if line.table == "indicators"}
    assert list(counts) == list(STANDINGS) and len(counts) == len(Verdict) + 1
    assert sum(n or 0 for n in counts.values()) == section.count == 2
    assert counts["exceeded"] == counts["no_data"] == 1


def test_the_worst_are_by_verdict_then_by_how_far_and_never_those_without_data() -> None:
    far = {2020: 50.0, 2025: 60.0}
    near = {2020: 50.0, 2025: 89.0}
    frames = frames_of(
        indicators={
            "unknown": indicator("end_level", ">=", 90.0),
            "late-near": indicator("end_level", ">=", 90.0, near),
            "late-far": indicator("end_level", ">=", 90.0, far),
            "slow": indicator("end_level", ">=", 90.0, {2020: 50.0, 2024: 80.0}, year=2025),
            "good": indicator("end_level", ">=", 90.0, {2020: 50.0, 2025: 95.0}),
        }
    )
    section = overview(frames, LATER, ())[Part.WORST]
    verdict = dict(verdicts(frames, LATER).select("id", "verdict").iter_rows())
    assert ids(section) == ["late-far", "late-near"] and verdict["slow"] == "awaiting", "what is awaited is not bad news yet"
    assert [line.code for line in section.lines] == [verdict[id] for id in ids(section)]
    assert section.lines[0].numbers["gap"] == 30
    before = overview(frames, dt.date(2025, 6, 30), ())[Part.WORST].lines
    assert [(line.numbers["required"], line.numbers["last_year"]) for line in before if line.id == "slow"] == [(10, 2024)]


def test_at_most_five_are_worst_and_the_count_says_how_many_there_are() -> None:
    section = overview(frames_of(indicators={f"i{n}": indicator("end_level", ">=", 90.0, {2025: n}) for n in range(8)}), LATER, ())[
        Part.WORST
    ]
    assert ids(section) == ["i0", "i1", "i2", "i3", "i4"]
    assert section.count == 8


def test_a_structure_is_as_far_off_on_either_side() -> None:
    parts = {"up": (61.0, 70.0), "down": (39.0, 30.0)}
    found = overview(frames_of(indicators={k: indicator("share", "=", t, {2020: 40.0, 2025: v}) for k, (t, v) in parts.items()}), LATER, ())
    assert [line.numbers["gap"] for line in found[Part.WORST].lines] == [9, 9]


OF_THE_YEAR = {"title": "Kế hoạch", "term": {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)}}


def test_late_and_due_are_tasks_duties_and_enterprises_by_their_last_good_day() -> None:
    found = overview_of(
        tasks={
            "past": task(mode="dated", due=dt.date(2026, 11, 21)),
            "today": task(mode="dated", due=DAY),
            "edge": task(mode="dated", due=DAY + dt.timedelta(days=30)),
            "beyond": task(mode="dated", due=DAY + dt.timedelta(days=31)),
            "done": task(mode="dated", due=dt.date(2020, 1, 1), status="done", done_on=dt.date(2019, 1, 1)),
        },
        duties={
            "d20": {"who": ["a", "c"], "what": "Báo cáo", "before": "11-20", "every": "year"},
            "d10": {"who": ["b"], "what": "Tổng hợp", "before": "12-10", "every": "year"},
        },
        plan=OF_THE_YEAR,
        enterprises={"e": {"name": "X", "arrangement": "divest", "window": {"start": dt.date(2021, 1, 1), "end": dt.date(2023, 12, 31)}}},
    )
    late, due = found[Part.LATE], found[Part.DUE]
    assert [(line.id, line.numbers["days_late"]) for line in late.lines] == [("e", 1057), ("d20", 3), ("past", 1)]
    assert late.count == 3
    assert late.lines[1].who == ("b", "c")  # Sở A is Sở B by then
    assert late.lines[1].day == dt.date(2026, 11, 19)
    assert [(line.id, line.numbers["days_left"]) for line in due.lines] == [("today", 0), ("d10", 17), ("edge", 30)]


ASKED_ON = {"date": dt.date(2026, 11, 10), "closed_on": dt.date(2026, 11, 10)}
ASKING: dict[str, Any] = {
    "tasks": {
        "standing": task(),
        "own": task(mode="dated", due=dt.date(2026, 12, 20)),
        "undated": task(mode="standing"),
        "over": task(mode="dated", due=DAY, status="done", done_on=DAY),
    },
    "decisions": {
        "late": {"text": "Một", "review": "r", "owner": "a", "partners": ["c"], "due": dt.date(2026, 11, 20)},
        "logged": {"text": "Hai", "review": "r", "owner": "c", "subject": "tasks.standing", "task": "standing", "due": DAY},
        "own": {"text": "Ba", "review": "r", "owner": "b", "subject": "agencies.b", "task": "own", "due": dt.date(2026, 12, 20)},
        "dayless": {"text": "Bốn", "review": "r", "subject": "agencies.b", "task": "undated", "due": dt.date(2026, 12, 22)},
        "over": {"text": "Năm", "review": "r", "subject": "agencies.b", "task": "over", "due": DAY},
        "done": {"text": "Sáu", "review": "r", "due": DAY, "status": "done"},
        "beyond": {"text": "Bảy", "review": "r", "due": dt.date(2026, 12, 23)},
    },
    "reviews": {
        "r": {
            **ASKED_ON,
            "items": [
                {"subject": "agencies.a", "outcome": "report_back", "owner": "a", "due": dt.date(2026, 12, 1)},
                {"subject": "tasks.standing", "outcome": "accelerate", "due": dt.date(2026, 11, 21)},
                {"subject": "agencies.c", "outcome": "report_back", "owner": "c"},
                {"subject": "tasks.gone", "outcome": "report_back", "due": DAY},
            ],
        }
    },
}


def test_what_meetings_asked_for_is_late_and_due_as_everything_else_is() -> None:
    found = overview_of(DAY, **ASKING)
    late, due = found[Part.LATE], found[Part.DUE]
    assert [(line.kind, line.table, line.id, line.who, line.numbers["days_late"]) for line in late.lines] == [
        ("decision", "decisions", "late", ("b", "c"), 2),
        ("asked", "tasks", "standing", (), 1),
    ]
    assert late.count == 2 and late.note == beside(say("decisions: {n}", n=1), say("speed-ups and report-backs: {n}", n=1))
    assert [(line.kind, line.id, line.who, line.day) for line in due.lines] == [
        ("decision", "logged", ("c",), DAY),
        ("asked", "a", ("b",), dt.date(2026, 12, 1)),
        ("task", "own", ("b",), dt.date(2026, 12, 20)),  # tells of the decision it was
        ("decision", "dayless", (), dt.date(2026, 12, 22)),
    ]
    told = as_text(found, frames_of(sections=SECTIONS, agencies=AGENCIES, **ASKING).plan, Words("vi"))
    assert "  ! Một · quá hạn 2 ngày · B, C · hạn cuối 20/11/2026" in told and "yêu cầu báo cáo lại (cuộc họp ngày 10/11/2026)" in told


def test_what_was_asked_for_is_asked_until_the_next_meeting_comes_to_it() -> None:
    def asked(*items: dict[str, Any], day: dt.date = DAY) -> list[str]:
        (first,) = ASKING["reviews"].values()
        later = {"date": dt.date(2026, 11, 15), "closed_on": dt.date(2026, 11, 16), "items": list(items)}
        found = overview_of(day, reviews={"next": later, "r": first})  # not in the file's order
        return [line.id for part in (Part.LATE, Part.DUE) for line in found[part].lines]

    assert asked({"subject": "agencies.a", "outcome": "noted"}) == [], "answered"
    assert asked({"subject": "agencies.a", "seconds": 60}) == ["a"], "not come to"
    again = {"subject": "agencies.a", "outcome": "report_back", "due": dt.date(2027, 3, 1)}
    assert asked(again) == [] and asked(again, day=dt.date(2027, 3, 2)) == ["a"], "a later day"
    assert asked(day=dt.date(2026, 11, 9)) == [], "before anybody met"


def test_a_duty_of_january_is_due_in_december() -> None:
    found = overview_of(
        dt.date(2026, 12, 20),
        plan=OF_THE_YEAR,
        duties={"d": {"who": ["b"], "what": "Báo cáo", "before": "01-10", "first": 2027, "every": "year"}},
    )
    assert [(line.id, line.numbers["days_left"], line.day) for line in found[Part.DUE].lines] == [("d", 20, dt.date(2027, 1, 9))]


def test_not_reported_is_by_the_body_that_leads_on_the_day() -> None:
    tasks = {
        "t1": task(leads=["a"], status="unreported"),
        "t2": task(leads=["b"], status="unreported"),
        "t3": task(leads=["b", "c"], status="unreported"),
        "t4": task(leads=[], status="unreported"),
        "t5": task(leads=["c"], status="in_progress", log=[{"on": dt.date(2025, 2, 1), "text": "Đang làm"}]),
    }
    after = overview_of(tasks=tasks)[Part.NOT_REPORTED]
    assert [(line.code, line.id, line.members) for line in after.lines] == [
        ("not_reported", "b", ("t1", "t2", "t3")),
        ("not_reported", "c", ("t3",)),
        ("no_lead", "", ("t4",)),
    ]
    assert after.count == 4
    assert after.note is not None, "the lines add up to more than the tasks"
    before = overview_of(dt.date(2025, 2, 28), tasks=tasks)[Part.NOT_REPORTED]
    assert {line.id: len(line.members) for line in before.lines} == {"b": 2, "a": 1, "c": 1, "": 1}


def test_what_changed_is_named_by_record_and_field() -> None:
    frames = frames_of(sections=SECTIONS, agencies=AGENCIES, tasks={"t": task()})
    changed = [("tasks", "t", "status"), ("tasks", "t", "note"), ("agencies", "b", ""), ("tasks", "gone", ""), ("plan", "", "place")]
    section = overview(frames, DAY, changed)[Part.CHANGED]
    assert section.count == len(changed)
    assert [(line.table, line.id, line.code) for line in section.lines] == [
        ("tasks", "t", ChangeKind.CHANGED),
        ("agencies", "b", ChangeKind.ADDED),
        ("tasks", "gone", ChangeKind.DELETED),
        ("plan", "", ChangeKind.CHANGED),
    ]
    assert [str(p) for p in section.lines[0].parts] == ["task", "Status", "Note"]


def test_an_empty_plan_has_every_section_and_none_in_it() -> None:
    found = overview(Frames(read_plan({"format": 1})[0]), DAY, ())
    assert [s.part for s in found.sections] == list(Part)
    assert all(s.count == 0 for s in found.sections)
    text = as_text(found, read_plan({"format": 1})[0], Words("en"))
    assert text.count(": none") == 5


def test_the_sections_share_a_low_screen() -> None:
    assert share_out([5, 7, 1, 21, 0], 12, [5, 1, 1, 1, 1]) == [5, 2, 1, 2, 0]
    assert share_out([5, 7, 1, 21, 0], 40, [5, 1, 1, 1, 1]) == [5, 7, 1, 21, 0]
    assert share_out([5, 7], 0, [5, 1]) == [5, 1]


# -- the command line ----------------------------------------------------------------------------------------------


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with all_worked_out_once():
        assert main(["status", str(SHIPPED), "--as-of", "22/11/2026", *arguments]) == 0
    out, err = capsys.readouterr()
    assert not err
    return out


def test_the_text_of_the_shipped_plan(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--lang", "en")
    assert "28 indicators: " in text
    assert "○ 10 awaiting" in text and "Worst indicators: none" in text, "the term is over, and nobody knows yet how it ended"
    before = printed(capsys, "--lang", "en", "--as-of", "30/06/2025")
    grdp = next(line for line in before.splitlines() if "GRDP bình quân ·" in line)
    assert "at risk (estimate) · needs 13.01% a year · figures to 2024" in grdp
    owed = [line.split(" · ")[1] for line in text.splitlines() if "IV.2#2" in line]
    assert owed == ["days overdue: 1099", "days overdue: 733", "days overdue: 368"], (
        "of 2023, 2024 and 2025; the plan asks for nothing of 2026"
    )
    assert "Not reported: 116\n" in text.replace(" (a task with several leads stands under each)", "")
    assert text.endswith("Changed since the last save: none\n")


def test_the_json_has_codes_and_numbers_and_the_same_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    def without_words(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without_words(v) for k, v in value.items() if k != "words"}
        return [without_words(v) for v in value] if isinstance(value, list) else value

    vi, en = (json.loads(printed(capsys, "--json", "--lang", lang)) for lang in ("vi", "en"))
    assert without_words(vi) == without_words(en)
    assert vi != en
    assert vi["as_of"] == "2026-11-22"
    sections = {s["section"]: s for s in en["sections"]}
    assert list(sections) == [part.value for part in Part]
    grdp = next(one for one in en["indicators"] if one["id"] == "grdp_growth")
    assert (grdp["code"], grdp["numbers"]["turning"], grdp["numbers"]["required"]) == ("awaiting", 13.01, None)
    silent = sections["not_reported"]
    assert len({t for line in silent["lines"] for t in line["members"]}) == silent["count"] == 116
    late = next(line for line in sections["late"]["lines"] if line["kind"] == "duty")
    assert (late["day"], late["numbers"]["days_late"], late["numbers"]["year"]) == ("2023-11-19", 1099, 2023)


@in_proofs
def test_the_table_has_the_lines_of_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    every = list(csv.DictReader(io.StringIO(printed(capsys, "--csv"))))
    rows = [row for row in every if row["section"] != "indicators"]
    assert len(every) - len(rows) == 28
    sections = json.loads(printed(capsys, "--json"))["sections"]
    assert [(r["section"], r["kind"], r["table"], r["id"], r["code"]) for r in rows] == [
        (s["section"], line["kind"], line["table"], line["id"], line["code"]) for s in sections for line in s["lines"]
    ]
    before = csv.DictReader(io.StringIO(printed(capsys, "--csv", "--as-of", "31/12/2023")))
    agriculture = next(r for r in before if r["id"] == "share_agriculture")
    assert float(agriculture["required"]) < 0  # a number keeps its sign


def test_no_cell_starts_a_formula() -> None:
    for start in ("=", "+", "-", "@", "\t"):
        assert cell_text(f"{start}cmd|' /C calc'!A0").startswith("'")
    frames = frames_of(
        sections=SECTIONS,
        agencies={"b": {"name": "=HYPERLINK(1)", "short": "@b", "kind": "department"}},
        tasks={"t": task(status="unreported"), "u": task(mode="dated", due=dt.date(2026, 1, 1))},
    )
    rows = list(csv.reader(io.StringIO(as_csv(overview(frames, DAY, ()), frames.plan, Words("vi")))))
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_nothing_of_a_plan_reaches_the_terminal_raw() -> None:
    frames = frames_of()
    line = OverviewLine(kind=LineKind.TASK, table="tasks", id="t\u009b", code="late", name="Việc\u202e\x1b[31m\nhai", who=("x\u009b",))
    section = OverviewSection(part=Part.LATE, title=say(N_("Late")), count=1, lines=(line,))
    empty = overview(frames, DAY, ())
    found = Overview(DAY, (*(s for s in empty.sections if s.part is not Part.LATE), section))
    for form in (as_text, as_json, as_csv):
        shown = form(found, frames.plan, Words("vi"))
        assert "Việc" in shown
        assert all(c == "\n" or c.isprintable() for c in shown), form


@pytest.mark.parametrize("arguments", [["no-such.toml"], [str(SHIPPED), "--as-of", "31/2/2026"], [str(SHIPPED), "--json", "--csv"]])
def test_what_cannot_be_read_is_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(["status", *arguments, "--lang", "en"])
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capsys.readouterr()
    assert code == 2
    assert not out
    assert err.strip()


def test_records_that_cannot_be_read_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.toml"
    path.write_text('format = 2\n[plan]\ntitle = "x"\nterm = { start = 2021-01-01, end = 2025-12-31 }\n[agencies.a]\nname = 5\n')
    assert main(["status", str(path), "--json", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["set_aside"] == 1
    assert "1 record could not be read" in err


@in_proofs
def test_it_loads_no_textual_and_needs_no_terminal() -> None:
    program = (
        f"from tui.commands.main import main; main(['status', {str(SHIPPED)!r}])\n"
        "import sys\nprint('LOADED', [m for m in ('textual', 'plotext') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL, env={**os.environ}
    )
    assert done.stdout.splitlines()[-1] == "LOADED []"


# -- the screen ----------------------------------------------------------------------------------------------------


async def shown(bench: Driver) -> OverviewScreen:
    await bench.press("0")
    await bench.until(lambda: isinstance(bench.app.screen, OverviewScreen) and bench.app.screen.rows, "the overview is shown")
    screen = bench.app.screen
    assert isinstance(screen, OverviewScreen)
    return screen


async def stand_on(bench: Driver, key: str) -> None:
    screen = bench.app.screen
    assert isinstance(screen, OverviewScreen)
    for _ in screen.rows:
        if screen.key == key:
            return
        await bench.press("down")
    raise AssertionError(f"{key}: {[row.key for row in screen.rows]}")


@scene
async def one_screen_says_it_all_at_80_by_24(bench: Driver) -> None:
    await shown(bench)
    lines = bench.screen.splitlines()
    for start in ("7 indicators", "Worst indicators", "Overdue", "Due within 30 days", "Not reported", "Changed since the last save"):
        assert sum(line.strip().startswith(start) for line in lines) == 1, f"{start}\n{bench.screen}"
    assert any(line.startswith("Changed since the last save: none") for line in lines)
    assert max(map(len, lines)) <= 80


@pytest.mark.slow
@in_proofs
async def test_every_line_leads_to_its_record_and_b_comes_back_to_it(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 60)) as bench:
        screen = await shown(bench)
        lines = [r for r in screen.rows if r.line is not None and r.line.kind is not LineKind.BODY]
        one_of_each = {(r.key.partition("/")[0], r.line.kind, r.line.table): r for r in lines if r.line is not None}
        for row in of_these(lines, list(one_of_each.values())):
            assert row.line is not None
            await stand_on(bench, row.key)
            await bench.press("enter")
            assert (bench.tab.table_name, bench.id) == (row.line.table, row.line.id)
            await bench.press("b")
            await bench.until(lambda: isinstance(bench.app.screen, OverviewScreen) and bench.app.screen.rows, "back on the overview")
            assert isinstance(bench.app.screen, OverviewScreen)
            assert bench.app.screen.key == row.key
            await bench.press("g")


async def test_a_body_leads_to_itself_and_to_the_tasks_it_has_not_reported(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 60)) as bench:
        screen = await shown(bench)
        row = next(r for r in screen.rows if r.line is not None and r.line.kind is LineKind.BODY)
        assert row.line is not None
        await stand_on(bench, row.key)
        await bench.press("enter")
        picker = await bench.dialog(Picker)
        assert len(picker.items) == 1 + len(row.line.members)
        await bench.press("down", "enter")
        assert (bench.tab.table_name, bench.id) == ("tasks", row.line.members[0])
        await bench.press("b")
        await stand_on(bench, row.key)
        await bench.press("enter", "enter")
        await bench.until(lambda: isinstance(bench.app.screen, RegisterScreen), "the list of agencies is shown")
        assert (bench.tab.table_name, bench.id) == ("agencies", row.line.id)


@scene2
async def counts_lead_to_their_rows_b_comes_back_and_the_overview_does_not_stay(bench: Driver) -> None:
    for whole in (False, True):  # the first count; all of them
        screen = await shown(bench)
        await stand_on(bench, "headline/indicators")
        counts = next(row.counts for row in screen.rows if row.key == "headline/indicators")
        await bench.press("enter", *["down"] * (len(counts) if whole else 0), "enter")
        await bench.until(lambda: bench.tab.table_name == "indicators" and bench.tab.stands, "the tab is shown")
        assert bench.tab.frame is not None and set(bench.tab.frame["verdict"]) == {line.code for line in (counts if whole else counts[:1])}
        await bench.press("b")
        await bench.until(lambda: isinstance(bench.app.screen, OverviewScreen) and bench.app.screen.rows, "b comes back")
        assert isinstance(bench.app.screen, OverviewScreen) and bench.app.screen.key == "headline/indicators"
        await bench.press("escape")
    await bench.press("1")
    assert bench.tab.table_name == "indicators"


@scene2
async def escape_b_and_0_leave_it(bench: Driver) -> None:
    await bench.press("4")
    for key in ("escape", "b", "0"):
        await shown(bench)
        await bench.press(key)
        assert bench.tab.table_name == "tasks"


@scene
async def it_follows_edits_and_the_day(bench: Driver) -> None:
    workspace = bench.app.session.workspace
    await shown(bench)
    workspace.apply([workspace.set_field("tasks", "III-1", "status", "done")], say(N_("status")))
    await bench.settle()
    assert "Changed since the last save: 1" in bench.screen
    await stand_on(bench, "changed/tasks/III-1")
    await bench.press("u")
    assert "Changed since the last save: none" in bench.screen
    assert "IV-a" in bench.screen or "Báo cáo kết quả" in bench.screen
    await bench.press("t")
    field = bench.app.screen.query_one("TextField")
    field.value = "01/01/2021"  # type: ignore[attr-defined]
    await bench.press("enter")
    await bench.until(lambda: "1 Jan 2021" in bench.title, "another day")
    assert "Overdue: none" in bench.screen


@scene
async def a_deleted_record_is_said_and_undo_brings_it_back(bench: Driver) -> None:
    workspace = bench.app.session.workspace
    workspace.apply([workspace.delete("tasks", "III-4")], say(N_("Delete")))
    await shown(bench)
    await stand_on(bench, "changed/tasks/III-4")
    await bench.press("enter")
    assert "the record was deleted" in bench.status
    await bench.press("u")
    assert bench.value("tasks", "III-4", "status") == "unreported"


async def test_a_cut_section_unfolds(plan_file: Path) -> None:
    one = '\n[tasks.L-{n}]\nsection = "III"\norder = {n}\nsummary = "[red]Việc {n}"\nleads = ["ubnd"]\nmode = "dated"\ndue = 2025-01-01\n'
    tasks = "".join(one.replace("{n}", str(n)) for n in range(100, 140))
    plan_file.write_text(plan_file.read_text(encoding="utf-8") + tasks, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        screen = await shown(bench)
        await stand_on(bench, "late/more")
        place = screen.options.highlighted
        await bench.press("enter")
        assert screen.options.highlighted == place
        assert {f"late/tasks/L-{n}" for n in range(100, 140)} <= {row.key for row in screen.rows}
        assert "[red]Việc" in bench.screen
        await stand_on(bench, "late/tasks/L-139")
        await bench.press("enter")
        assert bench.id == "L-139"
        await bench.press("b")
        await bench.until(lambda: isinstance(bench.app.screen, OverviewScreen) and bench.app.screen.rows, "back on the overview")
        assert isinstance(bench.app.screen, OverviewScreen)
        assert bench.app.screen.key == "late/tasks/L-139", "the line was unfolded; it is again"


async def test_too_small_is_one_sentence(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(50, 12), lang="en") as bench:
        await shown(bench)
        assert bench.screen.strip() == "at least 60×16 is needed"


async def test_overview_in_one_program_1(plan_file: Path) -> None:
    async with open_workbench(plan_file, lang="en") as bench:
        await scene.play(bench)


async def test_overview_in_one_program_2(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene2.play(bench)
