"""Why a verdict is what it is: numbers in the method's formula, figures with their vintage, and what would change it."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.frame_plans import LATER, figure, frames_of, indicator, judge_all, told_on
from tests.support.lengths import law, longer, of_these
from tests.support.paths import SHIPPED
from tests.support.workbench import open_workbench
from tui.frames.build import Frames
from tui.frames.insight.what_if import Range, verdict_crossings, verdict_if
from tui.frames.insight.why import Explanation, explain_indicator
from tui.frames.insight.why_dated import explain_duty, explain_enterprise, explain_task
from tui.frames.methods.enterprises import EnterpriseVerdict
from tui.frames.methods.tasks import TaskState
from tui.frames.methods.verdict import Verdict
from tui.i18n.words import Words

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI = Words("vi")
RATES = indicator("term_growth", target=8, values=[figure(2023, 6.65, years=[2021, 2023]), figure(2024, 6.5, "estimate", source="s")])


def explain(record: dict[str, Any], as_of: dt.date | None = None, **tables: Any) -> Explanation:
    return explain_indicator(frames_of(indicators={"i": record}, **tables), "i", as_of or told_on(record))


def told(explanation: Explanation) -> list[str]:
    """The formulas with their numbers, as a Vietnamese reader sees them."""
    return [VI.sentence(f.filled) for f in explanation.formulas]


def ranges(frames: Frames, id: str = "i", as_of: dt.date = LATER) -> list[tuple[float | None, float | None, Verdict]]:
    crossings = verdict_crossings(frames, id, as_of)
    assert crossings is not None
    return [(r.low, r.high, r.verdict) for r in crossings.ranges]


# -- formulas with their numbers --------------------------------------------------------------------------------------


def test_the_worked_growth_of_the_methods() -> None:
    said = explain(RATES)
    assert told(said) == [
        "1,0665^3 × 1,0650 = 1,2919",
        "1,2919^(1/4) − 1 = 6,61%",
        "[(1 + 8%)^5 ÷ 1,2919]^(1/1) − 1 = 13,74%",
        "[1,2919 × (1 + 6,50%)^1]^(1/5) − 1 = 6,59%",
    ]
    assert said.verdict == Verdict.AT_RISK
    assert [(r["year"], r["value"], r["vintage"]) for r in said.inputs] == [(2023, 6.65, "official"), (2024, 6.5, "estimate")]
    assert "số ước" in VI.sentence(said.because[0]) or "estimate" in VI.sentence(said.because[0])


def test_the_worked_level_of_the_methods() -> None:
    said = explain(indicator("end_level", target=150, unit="triệu đồng", values={2022: 107, 2024: 119.2}, year=2025))
    filled = "\n".join(told(said))
    assert "(125,8 − 107,0) ÷ (150 − 107,0) = 0,437" in filled
    assert "(150 ÷ 119,2)^(1/1) − 1 = 25,84%" in filled
    assert [t.key for t in said.thresholds] == ["close_share", "speed_up_share"]
    assert not any(t.own for t in said.thresholds)


def test_a_cut_a_bound_and_a_share_are_told_by_their_own_formulas() -> None:
    cut = explain(indicator("points_cut", target=1, values={2020: 6, 2021: 5.5}))
    assert "[5 × 1 − (6,0 − 5,5)] ÷ 4 = 1,13" in told(cut)
    ceiling = explain(indicator("ceiling", "<", 3, values={2023: 2.4, 2024: 2.5}))
    assert "(3 − 2,5) ÷ 3 = 0,167" in told(ceiling) and [t.key for t in ceiling.thresholds] == ["headroom_share"]
    share = explain(indicator("share", "=", 61, values={2020: 58, 2022: 59}), settings={"share_tolerance": 0.4})
    assert "1 − |60,5 − 61| ÷ |58 − 61| = 0,833" in told(share)
    assert next((t.key, t.value, t.own) for t in share.thresholds) == ("share_tolerance", 0.4, True)


def test_what_is_left_out_is_told_beside() -> None:
    values = [figure(2020, 4), figure(2021, 8), figure(2024, 9, scope="merged"), figure(2023, 7, "plan")]
    said = explain(indicator("term_growth", target=8, values=values), LATER)
    assert [r["year"] for r in said.inputs] == [2021]
    assert sorted(r["year"] for r in said.beside) == [2020, 2023, 2024]


def test_a_figure_the_day_does_not_know_is_no_input() -> None:
    said = explain(indicator("floor", target=46, values={2021: 46, 2022: 45}), dt.date(2022, 6, 1))
    assert [r["year"] for r in said.inputs] == [2021]


KINDS = ("term_growth", "end_level", "floor", "ceiling", "share", "points_cut", "count", "qualitative")


def ops_of(kind: str) -> tuple[str | None, ...]:
    return (">=", "<", "=") if kind != "qualitative" else (None,)


SERIES = ({}, {2021: 5.0}, {2020: 5.0, 2021: 6.0}, {2021: 5.0, 2025: 6.0}, {2021: -100.0})


@longer
def test_every_kind_can_be_explained_in_both_languages() -> None:
    """The suite tries no figures, two, or one of the end year, in turn, with a comparison; at length every series with every comparison."""
    tried = [(kind, op, values) for kind in KINDS for op in ops_of(kind) for values in SERIES]
    in_suite = [(kind, ops_of(kind)[n % len(ops_of(kind))], SERIES[n]) for at, kind in enumerate(KINDS) for n in {2, (0, 3)[at % 2]}]
    records = [indicator(kind, op, 8, values=values) for kind, op, values in of_these(tried, in_suite)]
    frames = frames_of(indicators={f"i{n}": record for n, record in enumerate(records)})
    for id in frames.plan.tables["indicators"]:
        said = explain_indicator(frames, id, LATER)
        for words in (VI, Words("en")):
            sentences = [*said.because, *(f.filled for f in said.formulas), *said.scale, *said.changes]
            assert all(words.sentence(s) for s in sentences)


# -- what would change it -----------------------------------------------------------------------------------------------


def test_the_rate_that_meets_the_target_is_the_required_one() -> None:
    frames = frames_of(indicators={"i": RATES})
    assert [(low, high) for low, high, _ in ranges(frames)[-2:]] == [(13.71, 13.73), (13.74, None)]  # 13.7332…, to the digit that is shown


def test_a_strict_bound_turns_at_the_bound() -> None:
    frames = frames_of(indicators={"i": indicator("ceiling", "<", 3, values={2023: 2.5, 2024: 2.5})})
    assert ranges(frames) == [(None, 2.9, Verdict.MET), (3.0, None, Verdict.NOT_MET)]


def test_a_count_turns_at_a_whole_number() -> None:
    frames = frames_of(indicators={"i": indicator("count", "=", 8, values={2022: 3, 2024: 6}, unit="đơn vị")})
    assert ranges(frames) == [(None, 7.0, Verdict.NOT_MET), (8.0, None, Verdict.MET)]


def test_after_the_term_a_revised_figure_would_change_it() -> None:
    crossings = verdict_crossings(frames_of(indicators={"i": indicator("end_level", target=90, values={2020: 50, 2025: 85})}), "i", LATER)
    assert crossings is not None and crossings.revised and crossings.year == 2025
    assert [(r.low, r.verdict) for r in crossings.ranges] == [(None, Verdict.NOT_MET), (90.0, Verdict.MET), (90.1, Verdict.EXCEEDED)]


def test_a_single_missing_year_is_the_one_asked_for() -> None:
    crossings = verdict_crossings(frames_of(indicators={"i": indicator("term_growth", target=7, values={2022: 10.4})}), "i", LATER)
    assert crossings is not None and crossings.year == 2021


def test_of_several_missing_years_none_decides_alone() -> None:
    said = explain(indicator("term_growth", target=7, values={2021: 5, 2024: 6}))
    assert said.crossings is None and "2022, 2023" in VI.sentence(said.changes[0])


def test_what_no_longer_applies_cannot_be_changed() -> None:
    record = indicator("count", "=", 8, values={2023: 6}, not_applicable_from=dt.date(2025, 7, 1), not_applicable_basis="NQ 1683")
    said = explain(record, dt.date(2025, 7, 1))
    assert said.crossings is None and len(said.changes) == 1
    assert any("NQ 1683" in VI.sentence(s) for s in said.because)
    assert explain(record, dt.date(2025, 6, 30)).crossings is not None


levels = st.builds(round, st.floats(1, 90), st.integers(0, 2))
"""Numbers of none to two digits, as plans have them side by side."""


def tried_in(one: Range, digits: int) -> list[float]:
    """Values with the digits shown that lie in a range: its ends, and next to them those that lose noughts when a file is read."""
    ends = [value for value in (one.low, one.high) if value is not None]
    shorter = {step(value * 10**fewer) / 10**fewer for value in ends for fewer in range(digits) for step in (math.floor, math.ceil)}
    low, high = -math.inf if one.low is None else one.low, math.inf if one.high is None else one.high
    return [*ends, *sorted(value for value in shorter if low < value < high)]


@given(
    st.sampled_from(["term_growth", "end_level", "floor", "ceiling", "share", "points_cut", "count", "term_mean", "term_sum"]),
    st.sampled_from([">=", ">", "<=", "<", "="]),
    st.dictionaries(st.integers(2020, 2024), levels, min_size=1, max_size=4),
    levels,
)
@example("end_level", "<=", {2020: 1.0}, 1.39)  # 1,40 comes back as 1.4
@example("term_growth", ">=", {2021: 8.0, 2022: 8.0, 2023: 8.0, 2024: 8.0}, 8)  # and 7,00 as 7
@law(3, 300)
def test_the_method_itself_agrees_at_every_turning_value(kind: str, op: str, values: dict[int, float], target: float) -> None:
    """What is said to suffice does when it is entered with the digits shown, and nothing that falls short of it."""
    record = indicator(kind, op, target, values=values)
    crossings = verdict_crossings(frames_of(indicators={"i": record}), "i", LATER)
    if crossings is None:
        return
    tried = [(value, one.verdict) for one in crossings.ranges for value in tried_in(one, crossings.digits)]
    day = dt.date(crossings.year, 12, 31)
    judged = judge_all([indicator(kind, op, target, values={**values, crossings.year: value}) for value, _ in tried], max(day, LATER))
    assert [(value, row["verdict"]) for (value, _), row in zip(tried, judged, strict=True)] == tried


def test_an_assumed_figure_stands_for_whatever_the_file_says_of_its_year() -> None:
    record = indicator("end_level", target=90, values=[figure(2024, 80), figure(2025, 85, "estimate"), figure(2025, 70, "plan")])
    frames = frames_of(indicators={"i": record})
    assert verdict_if(frames, "i", [{2025: 91}, {2025: 89}], LATER)[0]["verdict"] == Verdict.EXCEEDED
    assert verdict_if(frames, "i", [{2025: 91}, {2025: 89}], LATER)[1]["last_value"] == 89
    assert frames.plan.tables["indicators"]["i"] is record


# -- enterprises, tasks, duties -----------------------------------------------------------------------------------------

WINDOW = {"start": dt.date(2024, 1, 1), "end": dt.date(2025, 12, 31)}


def test_an_enterprise_is_late_from_the_day_after_its_window() -> None:
    record = {
        "name": "Công ty",
        "arrangement": "divest",
        "window": WINDOW,
        "target_min": 50,
        "target_max": 65,
        "target_open": ["min", "max"],
    }
    frames = frames_of(enterprises={"e": {**record, "share_now": 65}})
    said = explain_enterprise(frames, "e", dt.date(2025, 6, 1))
    assert said.verdict == EnterpriseVerdict.IN_WINDOW
    assert any("01/01/2026" in VI.sentence(s) for s in said.changes)
    assert any("(50; 65)" in VI.sentence(f.filled) for f in said.formulas), "65 fails “dưới 65”"
    late = explain_enterprise(frames, "e", LATER)
    assert "22/11/2026 − 31/12/2025 = 326" in told(late)
    assert len(late.changes) == 1 and "22/11/2026" in VI.sentence(late.changes[0])


def test_a_task_says_when_it_becomes_near_and_what_a_report_makes_of_it() -> None:
    tasks = {
        "dated": {"summary": "Một", "mode": "dated", "due": dt.date(2026, 12, 31), "status": "in_progress"},
        "silent": {"summary": "Hai", "mode": "standing", "status": "unreported"},
        "done": {"summary": "Ba", "mode": "dated", "due": dt.date(2026, 1, 1), "status": "done", "done_on": dt.date(2026, 1, 4)},
    }
    frames = frames_of(
        tasks={k: {"section": "s", "order": 1, **v} for k, v in tasks.items()},
        sections={"s": {"title": "Mục", "number": "III.1", "order": 1}},
    )
    dated = explain_task(frames, "dated", LATER)
    assert "31/12/2026 − 22/11/2026 = 39" in told(dated)
    assert [t.value for t in dated.thresholds] == [7]
    assert "22/12/2026" in VI.sentence(dated.changes[0])  # the seventh working day before, counting the due day
    assert explain_task(frames, "silent", LATER).verdict == TaskState.NOT_REPORTED
    assert len(explain_task(frames, "silent", LATER).changes) == 2
    assert "04/01/2026 − 01/01/2026 = 3" in told(explain_task(frames, "done", LATER))


def test_a_duty_before_a_day_is_late_on_that_day() -> None:
    duties = {
        "agency": {"who": ["so"], "what": "Báo cáo", "before": "11-20"},
        "province": {"who": ["so"], "what": "Tổng hợp", "before": "12-10"},
        "always": {"who": ["so"], "what": "Theo dõi"},
    }
    plan = {"title": "Kế hoạch", "term": {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)}}
    frames = frames_of(plan=plan, duties=duties, agencies={"so": {"name": "Sở", "kind": "department"}})
    late = explain_duty(frames, "agency", LATER)
    assert late.verdict == TaskState.LATE
    assert told(late) == ["năm 2026: 20/11/2026 − 1 = 19/11/2026", "22/11/2026 − 19/11/2026 = 3"]
    ahead = explain_duty(frames, "province", LATER)
    assert "09/12/2026 − 22/11/2026 = 17" in told(ahead)
    assert explain_duty(frames, "always", LATER).changes == ()
    on_the_eve = explain_duty(frames, "agency", dt.date(2026, 11, 19))
    assert "20/11/2026" in VI.sentence(on_the_eve.changes[0])


# -- on the screen ------------------------------------------------------------------------------------------------------


async def test_v_on_growth_at_80_by_24_and_on_a_direction_its_worst_indicator() -> None:
    async with open_workbench(SHIPPED, shipped=False, readonly=True) as bench:
        await bench.press("v")
        assert "1,0651 × 1,0859 × 1,0556 × 1,0650 = 1,3003" in bench.screen
        assert "= 13,01%" in bench.screen
        await bench.press("pagedown")
        assert "2021 · 6,51 · ước" in bench.screen
        pages = 0
        while "13,01: ★" not in bench.screen and pages < 3:  # how many lines stand above hangs on notes of the plan
            await bench.press("pagedown")
            pages += 1
        assert "13,01: ★" in bench.screen
        await bench.press("escape")
        assert bench.id == "grdp_growth"
        await bench.press("2", "v")
        named = bench.app.session.plan.tables["directions"][bench.id or ""].get("indicators", [])
        assert not named or any(bench.app.session.plan.title_of("indicators", i)[:20] in bench.screen for i in named)
        await bench.press("escape", "o")
        await bench.pick("duties")
        await bench.until(lambda: bench.tab.table_name == "duties", "the duties are shown")
        await bench.row("IV-2-2")
        await bench.press("v")
        assert "22/11/2026 − 19/11/2023 = 1099" in bench.screen, "the oldest report not handed in"
