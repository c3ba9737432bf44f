"""The one sentence a chair says of an indicator, and every indicator as a machine reads it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import polars as pl
import pytest

from tests.support.frame_plans import figure, frames_of, indicator
from tests.support.lengths import in_proofs, longer, of_these
from tests.support.paths import SAMPLE, SHIPPED
from tui.commands.main import main
from tui.frames.build import Frames
from tui.frames.insight.overview import off_course, overview
from tui.frames.insight.said_aloud import turning_said
from tui.frames.insight.standings import standings
from tui.frames.insight.why import explain_indicator
from tui.frames.methods.digits import Digits
from tui.frames.tables.cell_text import full_text
from tui.frames.tables.goals import goals_view
from tui.frames.tables.sectors import sectors_view
from tui.frames.tables.standing_counts import count_words
from tui.frames.tables.targets import targets_view
from tui.i18n.words import Words
from tui.reports.annex_plans import apart_words
from tui.reports.indicator_annex import indicator_annex
from tui.reports.status import as_csv, as_json, as_text, counts_of
from tui.screens.why import indicator_reasons
from tui.session.session import Session
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI = Words("vi")
DAY = dt.date(2025, 6, 30)


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        (
            indicator("term_growth", target=8, unit="%/năm", values=[figure(2023, 6.65, years=[2021, 2023]), figure(2024, 6.5)]),
            "bình quân 2021–2024 là 6,61%/năm; mục tiêu từ 8%/năm trở lên; 2025 cần 13,74%.",
        ),
        (indicator("ceiling", "<", 3, unit="%", values={2023: 3.4, 2024: 3.2}), "2024: 3,2%; mục tiêu dưới 3%; 2025 dưới 3."),
        (
            indicator("points_cut", target=1, unit="điểm %/năm", values={2020: 6, 2021: 5.5}),
            "tỷ lệ 5,5%; mục tiêu từ 1 điểm %/năm trở lên; 2022–2025 mỗi năm cần giảm 1,13 điểm phần trăm.",
        ),
        (indicator("qualitative", None), "định tính: chưa có báo cáo đã đạt hay chưa."),
    ],
)
def test_the_sentence(record: dict[str, Any], wanted: str) -> None:
    (one,) = standings(frames_of(indicators={"i": record}), dt.date(2022, 6, 30) if record["kind"] == "points_cut" else DAY)
    assert VI.sentence(one.said).endswith(wanted)


def test_a_level_told_by_equal_is_asked_for_on_the_side_it_is_judged_by_everywhere() -> None:
    frames = frames_of(indicators={"i": indicator("end_level", "=", 90, unit="%", values={2020: 84.04})})
    seen = dt.date(2026, 11, 30)
    view = targets_view(frames, frames.plan, seen, VI)
    (row,) = [row for row in view.frame.to_dicts() if row["id"] == "i"]
    (one,) = standings(frames, seen)
    cells = [str(cell) for line in indicator_annex(frames, seen).rows for cell in line.cells if "≥" in str(cell)]
    told = [full_text(view.column("required"), row, VI), row["verdict_short"], VI.sentence(one.said), *cells]
    assert cells and all("≥" in text and "= 90" not in text for text in told), told


def test_a_share_whose_trend_leads_past_it_is_told_to_slow_down_and_never_to_speed_up() -> None:
    seen, rising, falling = dt.date(2024, 1, 1), {2020: 58.03, 2021: 58.7, 2022: 59.5}, {2020: 64, 2021: 63, 2022: 62.2}
    short = {2020: 58, 2021: 58.4, 2022: 58.8}
    parts = {id: indicator("share", "=", 61, unit="%", values=own) for id, own in (("up", rising), ("down", falling), ("short", short))}
    frames = frames_of(indicators={**parts, "level": indicator("end_level", "=", 10, unit="%", values={2020: 20, 2021: 17, 2022: 13.5})})
    cells = {row["id"]: row["verdict_text"].lower() for row in targets_view(frames, frames.plan, seen, VI).frame.to_dicts()}
    aloud = {one.id: VI.sentence(one.said).lower() for one in standings(frames, seen)}
    annex = {row.id: str(row.cells).lower() for row in indicator_annex(frames, seen).rows}
    for told in (cells, aloud, annex):
        assert "cần chậm lại" in told["up"] and "tăng tốc" not in told["up"], told["up"]
        assert "tăng tốc" in told["short"] and "chậm lại" not in told["short"], "the other way round"
        assert all("tăng tốc" not in told[id] for id in ("down", "level")), told
    assert "đến năm 2025 là 61,71%, quá mức cần đạt" in aloud["up"]
    (counted,) = (told for table, _, told in counts_of(overview(frames, seen, ()).sections[0], VI) if table == "indicators")
    line = next(one for one in counted if "▲" in one)
    slower, others = (sum(word in text for text in cells.values()) for word in ("chậm lại", "tăng tốc"))
    assert line == f"▲ {others} cần tăng tốc, {slower} cần chậm lại", "nobody is counted among those to speed up who is told to slow down"
    assert count_words("speed_up", slower, slower, VI) == f"▲ {slower} cần chậm lại"
    steps = {step.code: VI(step.label) for step in targets_view(frames, frames.plan, seen, VI).column("verdict").scale}
    assert steps["speed_up"] == "cần tăng tốc hoặc chậm lại", "what a filter by this value is called"
    both = {id: {**parts[id], "goal": goal} for id, goal in (("up", "g"), ("down", "h"), ("short", "h"))}
    goals = {id: {"number": n, "title": id} for n, id in enumerate("gh", 1)}
    directions = {id: {"sector": "s", "order": 1, "summary": id, "indicators": [on]} for id, on in (("of-up", "up"), ("of-short", "short"))}
    known = frames_of(indicators=both, goals=goals, directions=directions, sectors={"s": {"name": "S", "order": 1}})
    groups = dict(goals_view(known, known.plan, seen, VI).frame.select("id", "verdict_text").iter_rows())
    assert groups == {"g": "▲ cần chậm lại", "h": "▲ cần tăng tốc hoặc chậm lại"}
    rests = dict(sectors_view(known, known.plan, seen, VI).frame.select("id", "verdict_text").iter_rows())
    assert rests == {"of-up": "▲ cần chậm lại", "of-short": "▲ cần tăng tốc"}
    alone = frames_of(indicators={"short": parts["short"]})
    (usual,) = (s.label for s in targets_view(alone, alone.plan, seen, VI).column("verdict").scale if s.code == "speed_up")
    assert VI(usual) == "cần tăng tốc"


def test_what_is_awaited_is_said_with_the_value_that_turns_it() -> None:
    row = {"kind": "term_growth", "turning": 13.01, "turning_op": ">=", "end": 2025, "start": 2021, "last_year": 2024}
    assert [VI.sentence(said) for said in turning_said(row, Digits(figures=2))] == ["đạt hoặc vượt nếu 2025 ≥ 13,01"]
    assert list(turning_said({**row, "turning": None}, Digits())) == []
    for never in ({"op": "=", "better": 1}, {"kind": "floor", "op": ">="}, {"kind": "share", "op": ">="}):
        assert VI.sentence(next(turning_said({**row, **never}, Digits(figures=2)))).startswith("đạt nếu"), "nothing is beyond it"
    assert VI.sentence(next(turning_said({**row, "kind": "floor", "target": 1, "limit": 2}, Digits()))).startswith("đạt hoặc vượt nếu")
    (several,) = turning_said({**row, "last_year": 2023}, Digits(figures=2))
    assert VI.sentence(several) == "đạt hoặc vượt nếu bình quân 2024–2025 ≥ 13,01"


AFTER = dt.date(2026, 11, 28)
"""The term is over."""


def test_a_verdict_can_be_followed_by_the_numbers_beside_it() -> None:
    cases: list[tuple[dict[str, Any], str, str | None]] = [
        (indicator("share", "=", 61, unit="%", values={2021: 58.7, 2022: 59.5}), "đạt nếu 61±0,5", "đạt khi từ 60,5 đến 61,5 (61 ± 0,5)"),
        (indicator("share", "=", 61, unit="%", values={2025: 60.5}), "✓ đạt: 60,5", "đạt khi từ 60,5 đến 61,5 (61 ± 0,5)"),
        (indicator("share", ">=", 31, unit="%", values={2024: 29}), "đạt nếu ≥ 30,5", "đạt khi từ 30,5 trở lên (dung sai 0,5)"),
        (indicator("share", ">=", 31, unit="%", values={2025: 30.5}), "✓ đạt: 30,5", "đạt khi từ 30,5 trở lên (dung sai 0,5)"),
        (indicator("share", "<=", 8, unit="%", values={2025: 8.5}), "✓ đạt: 8,5", "đạt khi không quá 8,5 (dung sai 0,5)"),
        (indicator("end_level", "~", 40, unit="%", values={2025: 39}), "✓ đạt: 39", "đạt khi từ 39 đến 41 (40 ± 1)"),
        (
            indicator("term_growth", target=8, unit="%", values={2021: 8, 2022: 8, 2023: 8, 2024: 8, 2025: 7.99}),
            "✓ đạt (làm tròn): 7,998",
            "đạt khi từ 7,995 trở lên (dung sai 0,005)",
        ),
        (indicator("term_growth", target=8, unit="%", values=dict.fromkeys(range(2021, 2025), 8) | {2025: 8.01}), "★ vượt: 8,002", None),
        (indicator("share", "=", 60, target_max=62, unit="%", values={2025: 60.5}), "✓ đạt: 60,5", None),
        (indicator("end_level", target=90, unit="%", values={2025: 90}), "✓ đạt: 90", None),
    ]
    frames = frames_of(indicators={f"i{n}": record for n, (record, *_) in enumerate(cases)})
    shown = targets_view(frames, frames.plan, AFTER, VI).frame["verdict_short"]
    for one, short, (record, answer, aloud) in zip(standings(frames, AFTER), shown, cases, strict=True):
        told = VI.sentence(one.said)
        assert answer in short, record
        assert aloud is None or aloud in told, record
        assert "đạt khi từ" not in told or "đạt nếu 2025 =" not in told, "one condition, said once"
        assert (aloud is None) == ("đạt khi" not in told), record
        why = explain_indicator(frames, one.id, AFTER)
        assert aloud is None or aloud in [VI.sentence(said) for said in why.scale], record


def test_what_is_awaited_names_exactly_the_years_that_are_missing() -> None:
    cases: list[tuple[str, tuple[int, ...], str, str]] = [
        ("term_growth", (2021, 2022, 2023), "○ chờ 2024–2025: ", "chờ kết quả năm 2024–2025: "),
        ("term_growth", (2021, 2022, 2023, 2025), "? thiếu 2024: đạt nếu ≥ 10,03", "chưa có số liệu 2024; đạt hoặc vượt nếu 2024 ≥ 10,03."),
        ("term_growth", (2022,), "? chưa đủ số liệu 2021, 2023–2025", "chưa có số liệu 2021, 2023–2025."),
        ("term_sum", (2021, 2024), "? chưa đủ số liệu 2022–2023, 2025", "chưa có số liệu 2022–2023, 2025."),
        ("end_level", (2021, 2023), "○ chờ 2025: ", "chờ kết quả năm 2025: "),
        ("term_growth", (), "? chưa đủ số liệu", "chưa đủ số liệu"),
    ]
    values = [(kind, dict.fromkeys(known, 7.5)) for kind, known, *_ in cases]
    frames = frames_of(
        indicators={f"i{n}": indicator(kind, target=40 if kind == "term_sum" else 8, values=own) for n, (kind, own) in enumerate(values)}
    )
    rows = targets_view(frames, frames.plan, AFTER, VI).frame.iter_rows(named=True)
    for row, one, (_, known, answer, aloud) in zip(rows, standings(frames, AFTER), cases, strict=True):
        assert row["verdict_short"].startswith(answer) and aloud in VI.sentence(one.said).lower(), answer
        assert [year for year in range(2021, 2026) if str(year) in row["verdict_text"]] == [
            year for year in range(2021, 2026) if str(year) in answer
        ]
        assert known or row["verdict_short"] == answer, "nothing is known: no year stands out"


def test_the_shipped_plan_awaits_its_last_year_everywhere() -> None:
    """After the term nothing is asked of years that are over: the turning value stands in tab, reasons, annex and file."""
    session = Session(load(SHIPPED), VI, as_of=dt.date(2026, 11, 28), journaling=False, readonly=True)
    view = targets_view(session.frames, session.plan, session.as_of, VI)
    row = view.frame.filter(pl.col("id") == "grdp_growth").row(0, named=True)
    assert full_text(view.column("required"), row, VI) == "2025 ≥ 13,01" and row["verdict_text"] == "○ chờ kết quả 2025"
    assert (indicator_reasons(session, "grdp_growth") or "").startswith("○ Chờ kết quả năm 2025: đạt hoặc vượt nếu 2025 ≥ 13,01;")
    annexed = next(row for row in indicator_annex(session.frames, session.as_of).rows if row.id == "grdp_growth")
    assert "đạt hoặc vượt nếu năm 2025 ≥\xa013,01" in str(annexed.cells[-1]).lower() and str(annexed.cells[-3]) == "Chờ kết quả"
    one = next(one for one in standings(session.frames, session.as_of) if one.id == "grdp_growth")
    assert (one.code, one.turning_op, one.numbers["turning"]) == ("awaiting", ">=", 13.01)


def test_how_many_figures_a_day_hides_is_said_once() -> None:
    frames = frames_of(indicators={"i": indicator("floor", target=46, values={2023: 47, 2024: 48})})
    found = overview(frames, dt.date(2024, 6, 30), ())
    assert as_text(found, frames.plan, VI).count("1 số liệu chỉ được tính từ ngày 01/01/2025") == 1
    assert json.loads(as_json(found, frames.plan, VI))["hidden_figures"] == 1
    assert "công bố sau" not in as_text(overview(frames, DAY, ()), frames.plan, VI)
    late = [figure(2022, 47, published=dt.date(2025, 5, 1)), figure(2024, 48)]
    frames = frames_of(indicators={"i": indicator("floor", target=46, values=late)})
    frames.know(DAY)
    told = as_text(overview(frames, dt.date(2024, 6, 30), ()), frames.plan, VI)
    assert "tính cả 1 số liệu công bố sau ngày này · không tính 1 số liệu về thời gian sau ngày này" in told
    assert json.loads(as_json(overview(frames, dt.date(2024, 6, 30), ()), frames.plan, VI))["hidden_figures"] == 1


def test_a_change_is_said_with_its_direction_and_never_with_a_minus() -> None:
    record = indicator("ceiling", op="<=", target=3, unit="%", values={2022: 4.0, 2023: 5.0})
    (line,) = off_course(frames_of(indicators={"i": record}), dt.date(2024, 6, 30))
    told = [VI.sentence(part) for part in line.parts]
    assert "cần giảm 1,00 điểm phần trăm/năm" in told and not any("−" in part or "-" in part for part in told)
    births = indicator("term_growth", op="<=", target=1, unit="%/năm", values={2021: 2.0, 2022: 2.0, 2023: 1.5})
    frames, day = frames_of(indicators={"i": births}), dt.date(2024, 6, 30)
    (line,), (one,) = off_course(frames, day), standings(frames, day)
    assert "cần giảm 0,24%/năm" in [VI.sentence(part) for part in line.parts]
    assert "2024–2025 mỗi năm cần giảm 0,24%." in VI.sentence(one.said)


def test_a_mean_or_a_bound_the_verdict_rests_on_is_not_listed_apart() -> None:
    mean = {**figure(2023, 6.65), "years": [2021, 2023]}
    growth = indicator("term_growth", target=8, values=[mean, figure(2024, 6.5), {**figure(2024, 5.0), "as_of": dt.date(2024, 6, 30)}])
    bound = indicator("ceiling", op="<", target=3, values=[figure(2023, 3.5), {**figure(2024, 3), "op": "<"}])
    whole = indicator("term_growth", target=8, values=[figure(2021, 6), figure(2022, 7), figure(2023, 6), mean])
    frames, day = frames_of(indicators={"growth": growth, "bound": bound, "whole": whole}), dt.date(2025, 6, 30)
    assert "đến 30/06/2024" in apart_words(frames, "growth", day) and "2021" not in apart_words(frames, "growth", day)
    assert apart_words(frames, "bound", day) == "", "it settles the year"
    assert "bình quân 2021 - 2023" in apart_words(frames, "whole", day), "where each year has its own figure the mean is not used"


def test_marks_stand_beside_the_verdict_wherever_it_stands() -> None:
    record = indicator("end_level", target=90, unit="%", values=[figure(2020, 50), figure(2024, 70, "estimate")])
    frames = frames_of(indicators={"i": record})
    (one,) = standings(frames, DAY)
    assert "on_estimate" in one.flags and "(ước)" in VI.sentence(one.said).split(":")[0]
    assert "(ước)" in str(indicator_annex(frames, DAY).rows[0].cells[-3])


@longer
@pytest.mark.parametrize("path", of_these([SHIPPED, SAMPLE], [SAMPLE]), ids=lambda path: path.stem)
def test_status_carries_every_indicator(path: Any) -> None:
    frames = Frames(load(path).plan)
    found = overview(frames, DAY, (), every_indicator=True)
    told = json.loads(as_json(found, frames.plan, VI))["indicators"]
    assert [one["id"] for one in told] == list(frames.plan.tables["indicators"])
    by_id = {one["id"]: one for one in told}
    for one in told:
        assert {"code", "reason", "op", "turning_op", "flags", "numbers", "text", "reached", "words"} <= set(one)
        assert {"target", "value", "required", "turning", "years_behind"} <= set(one["numbers"])
        assert one["words"]["sentence"].startswith(one["words"]["verdict"])
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(as_csv(found, frames.plan, VI))) if row["section"] == "indicators"}
    assert {id: row["code"] for id, row in rows.items()} == {id: one["code"] for id, one in by_id.items()}
    assert all(row["required"] == ("" if (n := by_id[id]["numbers"]["required"]) is None else str(n)) for id, row in rows.items())
    assert all(row["words"] for row in rows.values())


@in_proofs
def test_v_begins_with_the_sentence() -> None:
    session = Session(load(SAMPLE), VI, as_of=DAY, journaling=False, readonly=True)
    for one in standings(session.frames, DAY):
        first = (indicator_reasons(session, one.id) or "").splitlines()[0]
        said = VI.sentence(one.said)
        assert first[2:] == said[:1].upper() + said[1:]


def test_a_plan_without_indicators_and_without_the_wish_for_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert standings(frames_of(indicators={}), DAY) == ()
    assert overview(Frames(load(SAMPLE).plan), DAY, ()).indicators == ()
    assert main(["status", str(SAMPLE), "--as-of", "2025-06-30", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["indicators"]) == 7
