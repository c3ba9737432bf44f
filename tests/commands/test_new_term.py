"""A plan for the next term: the structure goes over, results do not, and nothing is decided that a person has to decide."""

from __future__ import annotations

import datetime as dt
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.paths import ROOT, SAMPLE, SHIPPED
from tui.commands.main import main
from tui.frames.build import Frames
from tui.frames.methods.ownership import resolve
from tui.model.checks import read_plan
from tui.model.fields import TABLES, Kind
from tui.model.plan import Plan
from tui.model.renew import FATES, Fate, Renewal, renew, shifted
from tui.model.succession import holders_on
from tui.store.plan_file import load

TERM = {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}


def plan_of(**tables: Any) -> Plan:
    plan, _ = read_plan({"format": 1, "plan": {"title": "Kế hoạch giai đoạn 2021 - 2025", "term": TERM}, **tables})
    assert not plan.set_aside
    return plan


def renewed(**tables: Any) -> Renewal:
    return renew(plan_of(**tables), 2026, 2030)


def run(*arguments: str) -> int:
    return main(["new", *arguments, "--lang", "en"])


# -- field by field -------------------------------------------------------------------------------------------------


def test_every_field_has_a_fate_and_what_does_not_simply_stay_is_written_down() -> None:
    left_behind = ("reviews", "decisions")
    page = (ROOT / "docs" / "new-term.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        for spec in table:
            fate = FATES[table.name, spec.key]
            if table.name in left_behind or table.name in ("agencies", "documents", "sources"):
                continue
            if any(f.kind in (Kind.DATE, Kind.DATES, Kind.PERIOD) or f.key == "year" for f in (spec, *spec.entries)):
                assert fate is not Fate.KEEP, f"{table.name}.{spec.key} holds days or results"
            if fate not in (Fate.KEEP, Fate.BODIES):
                row = next(line for line in page.splitlines() if line.startswith("|") and f"`[{table.name}]`" in line)
                assert f"`{spec.key}`" in row


def test_the_holidays_of_the_new_term_that_are_known_go_over_and_no_others() -> None:
    days = [dt.date(2025, 9, 2), dt.date(2026, 9, 2), dt.date(2026, 1, 1)]
    assert renewed(settings={"holidays": days}).plan.tables["settings"][""] == {"holidays": days[1:]}
    assert "holidays" not in renewed(settings={"near_days": 7, "holidays": days[:1]}).plan.tables["settings"][""]


def test_agreed_values_extensions_and_waivers_stay_behind() -> None:
    made = renewed(
        goals={"g": {"number": 1, "title": "Nhóm"}},
        indicators={
            "i": {
                **{"goal": "g", "name": "Bảo hiểm", "unit": "%", "kind": "end_level", "op": ">=", "better": "up"},
                **{"target": 90, "target_max": 92, "milestones": [{"year": 2024, "target": 88}]},
            }
        },
        sections={"s": {"number": "I", "title": "Mục", "order": 1}},
        tasks={
            "t": {
                **{"section": "s", "order": 1, "summary": "Việc", "mode": "dated", "due": dt.date(2024, 6, 30), "due_text": "quý II/2024"},
                "extensions": [{"on": dt.date(2024, 6, 1), "due": dt.date(2024, 12, 31)}],
            }
        },
        duties={"d": {"who": ["a"], "what": "Báo cáo", "every": "quarter", "within_days": 10, "waived": [{"year": 2021, "period": 1}]}},
        agencies={"a": {"name": "Sở", "kind": "department"}},
    ).plan.tables
    assert made["indicators"]["i"].keys() == {"goal", "name", "unit", "kind", "op", "better"}
    assert made["tasks"]["t"].keys() >= {"due", "due_text"} and "extensions" not in made["tasks"]["t"]
    assert (made["tasks"]["t"]["due"], made["tasks"]["t"]["due_text"]) == (dt.date(2029, 6, 30), "quý II/2029")
    assert made["duties"]["d"] == {"who": ["a"], "what": "Báo cáo", "every": "quarter", "within_days": 10}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.date(2024, 2, 29), dt.date(2029, 2, 28)),
        (dt.date(2025, 12, 31), dt.date(2030, 12, 31)),
        (2025, 2030),
        ("2021-2025", "2026-2030"),
        ({"start": dt.date(2022, 1, 1)}, {"start": dt.date(2027, 1, 1)}),
    ],
)
def test_moved_on_by_five_years(value: object, expected: object) -> None:
    assert shifted(value, 5) == expected


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.integers(1, 90))
def test_a_moved_day_keeps_its_month_and_all_but_one_their_day(day: dt.date, years: int) -> None:
    moved = shifted(day, years)
    assert (moved.year, moved.month) == (day.year + years, day.month)
    assert moved.day == day.day or (day.month, day.day, moved.day) == (2, 29, 28)


def test_results_of_an_indicator_go_and_the_figures_of_the_year_before_stay_as_published() -> None:
    figures = [
        {"year": 2024, "value": 6.0, "vintage": "official", "source": "a"},
        {"year": 2025, "value": 6.3, "vintage": "estimate", "source": "b", "scope": "merged"},
        {"year": 2025, "value": 7.0, "vintage": "plan"},
        {"year": 2025, "value": 6.6, "vintage": "official", "as_of": dt.date(2025, 6, 30)},
        {"year": 2025, "value": 6.5, "vintage": "official", "years": [2021, 2025]},
        {"year": 2025, "value": 7.0, "vintage": "official", "op": "<"},
    ]
    record = {
        "goal": "g",
        "name": "Tăng trưởng",
        "unit": "%/năm",
        "kind": "term_growth",
        "op": ">=",
        "target": 8,
        "period": "2021-2025",
        "values": figures,
        "revisions": [{"on": dt.date(2024, 1, 1), "target": 7, "reason": "x"}],
        "not_applicable_from": dt.date(2025, 7, 1),
        "not_applicable_basis": "y",
        "khoá lạ": 1,
    }
    made = renewed(
        goals={"g": {"number": 1, "title": "Nhóm"}},
        indicators={"i": record},
        sources={"a": {"title": "A"}, "b": {"title": "B"}},
    )
    assert made.plan.tables["indicators"]["i"] == {
        "goal": "g",
        "name": "Tăng trưởng",
        "unit": "%/năm",
        "kind": "term_growth",
        "op": ">=",
        "period": "2026-2030",
        "values": [figures[1]],
        "khoá lạ": 1,
    }
    assert list(made.plan.tables["sources"]) == ["b"]
    assert [r.where for r in made.unclear] == ["indicators.i"], "that it had stopped applying is for a person to look at"


def test_tasks_start_again_and_meetings_stay_behind() -> None:
    task = {
        "section": "s",
        "order": 1,
        "summary": "Việc của kỳ 2021-2025",
        "due": dt.date(2024, 2, 29),
        "mode": "periodic",
        "status": "done",
        "done_on": dt.date(2024, 2, 1),
        "progress": 100,
        "log": [{"on": dt.date(2024, 1, 1), "text": "x"}],
        "figures": ["ít nhất 2 lần/năm"],
    }
    made = renewed(
        sections={"s": {"number": "I", "title": "Mục", "order": 1}},
        tasks={"t": task, "u": {"section": "s", "order": 2, "summary": "Chưa có tình trạng", "mode": "standing"}},
        reviews={"r": {"date": dt.date(2023, 1, 1)}},
        decisions={"d": {"text": "Kết luận"}},
        duties={"n": {"who": ["a"], "what": "Báo cáo", "first": 2022}},
        agencies={"a": {"name": "Sở A", "kind": "department"}},
    )
    assert made.plan.tables["tasks"]["t"] == {
        "section": "s",
        "order": 1,
        "summary": "Việc của kỳ 2021-2025",
        "mode": "periodic",
        "due": dt.date(2029, 2, 28),
        "figures": ["ít nhất 2 lần/năm"],
        "status": "unreported",
    }
    assert made.plan.tables["tasks"]["u"]["status"] == "unreported"
    assert not made.plan.tables["reviews"] and not made.plan.tables["decisions"]
    assert made.plan.tables["duties"]["n"]["first"] == 2027
    assert [r.where for r in made.old_years] == ["tasks.t.summary"], "the title's own term became the new one"


def test_what_lies_beyond_the_term_keeps_its_year_and_its_target() -> None:
    """A vision for 2045 is not one for 2050, and work agreed until 2027 is not due in 2032."""
    made = renewed(
        goals={"g": {"number": 1, "title": "Nhóm"}},
        indicators={
            "vision": {"goal": "g", "name": "Đến 2045", "unit": "%", "kind": "end_level", "op": ">=", "target": 80, "year": 2045},
            "step": {
                **{"goal": "g", "name": "Đến 2025", "unit": "%", "kind": "end_level", "op": ">=", "target": 60, "year": 2025},
                "milestones": [{"year": 2023, "target": 50}, {"year": 2045, "target": 90}],
            },
        },
        sections={"s": {"number": "I", "title": "Mục", "order": 1}},
        tasks={"t": {"section": "s", "order": 1, "summary": "Việc", "mode": "dated", "due": dt.date(2027, 6, 30)}},
    )
    indicators = made.plan.tables["indicators"]
    assert (indicators["vision"]["year"], indicators["vision"]["target"]) == (2045, 80)
    assert list(indicators["vision"]) == ["goal", "name", "unit", "kind", "op", "target", "year"]
    assert "target" not in indicators["step"] and indicators["step"]["year"] == 2030
    assert indicators["step"]["milestones"] == [{"year": 2045, "target": 90}]
    assert made.plan.tables["tasks"]["t"]["due"] == dt.date(2027, 6, 30)
    assert [r.where for r in made.unclear] == ["indicators.vision.year", "indicators.step.milestones", "tasks.t.due"]
    assert (made.moved["indicators.year"], made.moved["tasks.due"]) == (1, 0)


def test_finished_one_off_work_does_not_come_back_and_nothing_names_it() -> None:
    task = {"section": "s", "order": 1, "summary": "Việc", "status": "done"}
    made = renewed(
        sections={"s": {"number": "I", "title": "Mục", "order": 1}},
        tasks={
            "once": {**task, "mode": "dated", "due": dt.date(2024, 1, 1), "done_on": dt.date(2024, 1, 1)},
            "unsaid": task,
            "always": {**task, "mode": "standing", "after": ["once"]},
            "open": {**task, "status": "in_progress", "mode": "dated", "due": dt.date(2025, 1, 1), "after": ["once", "always"]},
        },
        sectors={"n": {"name": "Ngành", "order": 1}},
        directions={"d": {"sector": "n", "order": 1, "summary": "Hướng", "tasks": ["once", "open"]}},
    )
    assert list(made.plan.tables["tasks"]) == ["always", "open"]
    assert [r.where for r in made.left_out] == ["tasks.once", "tasks.unsaid"]
    assert "after" not in made.plan.tables["tasks"]["always"] and made.plan.tables["tasks"]["open"]["after"] == ["always"]
    assert made.plan.tables["directions"]["d"]["tasks"] == ["open"]


def test_years_without_a_known_holiday_are_to_be_filled_in() -> None:
    made = renewed(settings={"holidays": [dt.date(2025, 9, 2), dt.date(2026, 9, 2)]})
    assert [(r.where, r.what.values["years"]) for r in made.unclear] == [("settings.holidays", "2027, 2028, 2029, 2030")]
    assert not renewed(settings={"near_days": 7}).unclear, "a plan without holidays asks for none"


def test_a_finished_enterprise_is_left_out_and_said() -> None:
    made = renewed(
        enterprises={
            "a": {"name": "A", "arrangement": "divest", "stage": "done"},
            "b": {"name": "B", "arrangement": "divest", "done_on": dt.date(2023, 5, 1)},
            "c": {
                "name": "C",
                "arrangement": "keep",
                "stage": "executing",
                "stage_on": dt.date(2023, 1, 1),
                "proceeds": 5,
                "window": {"start": dt.date(2022, 1, 1), "end": dt.date(2025, 12, 31)},
            },
        }
    )
    assert made.plan.tables["enterprises"] == {
        "c": {
            "name": "C",
            "arrangement": "keep",
            "window": {"start": dt.date(2027, 1, 1), "end": dt.date(2030, 12, 31)},
            "stage": "unreported",
        }
    }
    assert [r.where for r in made.left_out] == ["enterprises.a", "enterprises.b"]


# -- bodies ---------------------------------------------------------------------------------------------------------

BODIES = {
    "old": {"name": "Sở cũ", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["new"]},
    "other": {"name": "Sở khác", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["new"]},
    "new": {"name": "Sở mới", "kind": "department", "from": dt.date(2025, 3, 1)},
    "gone": {"name": "Ban đã giải thể", "kind": "department", "until": dt.date(2025, 2, 28)},
    "split": {"name": "Sở bị chia", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["new", "stays"]},
    "stays": {"name": "Sở còn", "kind": "department"},
}


def test_an_ended_body_gives_way_where_that_is_no_choice() -> None:
    made = renewed(
        agencies=BODIES,
        sections={"s": {"number": "I", "title": "Mục", "order": 1}},
        tasks={
            "t": {"section": "s", "order": 1, "summary": "x", "leads": ["old", "other"], "partners": ["new", "split", "gone", "stays"]},
            "u": {"section": "s", "order": 2, "summary": "y", "leads": ["old"], "partners": ["other"]},
        },
        duties={"n": {"who": ["old"], "what": "Báo cáo", "via": "split"}},
    )
    assert list(made.plan.tables["agencies"]) == list(BODIES), "the records of bodies are history"
    task, other = made.plan.tables["tasks"]["t"], made.plan.tables["tasks"]["u"]
    assert (task["leads"], task["partners"]) == (["new"], ["split", "gone", "stays"])
    assert other["leads"] == ["new"] and "partners" not in other, "it does not work with itself"
    assert made.plan.tables["duties"]["n"] == {"who": ["new"], "what": "Báo cáo", "via": "split"}
    assert [r.where for r in made.unclear] == ["tasks.t.partners", "tasks.t.partners", "duties.n.via"]


IDS = ["a", "b", "c", "d"]
DAYS = st.one_of(st.none(), st.integers(0, 6).map(lambda n: dt.date(2025, 1, 1) + dt.timedelta(n)))
BODY = st.tuples(DAYS, DAYS, st.lists(st.sampled_from([*IDS, "nowhere"]), unique=True, max_size=3))


@given(st.lists(BODY, min_size=4, max_size=4), st.integers(0, 7))
def test_one_body_at_a_time_and_the_frame_name_the_same_holders(bodies: list[Any], day: int) -> None:
    plan = Plan()
    for id, (begins, ends, successors) in zip(IDS, bodies, strict=True):
        dates = {key: value for key, value in (("from", begins), ("until", ends)) if value is not None}
        plan.tables["agencies"][id] = {"name": id, "kind": "department", "successors": successors, **dates}
    as_of = dt.date(2025, 1, 1) + dt.timedelta(day)
    rows = resolve(Frames(plan), as_of).filter(~resolve(Frames(plan), as_of)["gap"])
    told = {id: [holder for agency, holder in rows.select("agency", "holder").iter_rows() if agency == id] for id in IDS}
    assert {id: holders_on(plan, id, as_of) for id in IDS} == told


# -- the command ----------------------------------------------------------------------------------------------------


def test_the_shipped_plan_goes_over_without_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, file = SHIPPED.read_bytes(), tmp_path / "2026.toml"
    assert run(str(file), "--from", str(SHIPPED), "--term", "2026-2030") == 0
    told = capsys.readouterr().out
    assert SHIPPED.read_bytes() == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    made = load(file)
    assert made.errors == 0
    assert {str(p.what) for p in made.problems} == {"has no target yet"}
    old = load(SHIPPED).plan
    for name in ("goals", "sectors", "directions", "sections", "agencies", "documents"):
        assert made.plan.tables[name] == old.tables[name]
    assert list(made.plan.tables["tasks"]) == list(old.tables["tasks"])
    assert {t["status"] for t in made.plan.tables["tasks"].values()} == {"unreported"}
    years = {e["year"] for i in made.plan.tables["indicators"].values() for e in i.get("values", [])}
    assert years == {2025} and not any("target" in i for i in made.plan.tables["indicators"].values())
    first = dt.date(2026, 1, 1)
    named = {a for t in made.plan.tables["tasks"].values() for key in ("leads", "partners") for a in t.get(key, [])}
    assert all(holders_on(made.plan, a, first) == [a] for a in named), "nobody who ended holds a task"
    assert made.plan.header["short_title"].endswith("2026-2030") and "giai đoạn 2026 - 2030" in made.plan.header["title"]
    assert "tasks.III-5-b-1.summary: " in told and "giai đoạn 2021 - 2025" in told
    assert "60/2021/NĐ-CP" not in told, "a number of a document is no year"
    assert "enterprises.quan-ly-giao-thong" in told
    assert "# II.2 Mười bốn nhóm chỉ tiêu" in made.text, "comments stay where their records stay"


@pytest.mark.parametrize("term", ["2026", "2030-2026", "2025-2029", "2016-2020", "sau này", ""])
def test_a_term_that_cannot_follow_is_one_sentence_with_what_was_expected(
    term: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(tmp_path / "x.toml"), "--from", str(SAMPLE), "--term", term) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    assert "2021–2025" in said.err and "2026-2030" in said.err and term in said.err
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.toml"
    file.write_text("mine")
    assert run(str(file), "--from", str(SAMPLE), "--term", "2026-2030") == 2
    assert file.read_text() == "mine" and "already" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["x.toml"]


@pytest.mark.parametrize("text", ["format = 2\n[plan\n", 'format = 2\n[plan]\ntitle = "x"\n'])
def test_a_plan_that_is_not_toml_or_has_no_term_is_said(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(text)
    assert run(str(tmp_path / "x.toml"), "--from", str(plan), "--term", "2026-2030") == 2
    assert run(str(tmp_path / "x.toml"), "--from", str(tmp_path / "none.toml"), "--term", "2026-2030") == 2
    assert capsys.readouterr().err.count("\n") == 2
    assert not (tmp_path / "x.toml").exists()


def test_what_cannot_be_read_is_left_out_and_the_rest_goes_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, file = tmp_path / "plan.toml", tmp_path / "x.toml"
    plan.write_text(SAMPLE.read_text(encoding="utf-8") + '\n[goals.hong]\nnumber = "một"\ntitle = "Hỏng"\n', encoding="utf-8")
    assert run(str(file), "--from", str(plan), "--term", "2026–2030") == 0
    told = capsys.readouterr().out
    assert "1 record could not be read" in told and "has problems" in told
    doc = tomllib.loads(file.read_text(encoding="utf-8"))
    assert list(doc["goals"]) == ["g01", "g02", "g03"]
    assert doc["plan"]["term"] == {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)}
    assert "holidays" not in doc["settings"] and "signatory" not in doc["plan"]
