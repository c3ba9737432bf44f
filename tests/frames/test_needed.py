"""What is needed? Set a remaining year, see what the others must be; three scenarios; nothing kept unless asked."""

from __future__ import annotations

import datetime as dt
import math
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.frame_plans import LATER, figure, frames_of, indicator
from tests.support.lengths import in_proofs, law
from tests.support.paths import SHIPPED
from tests.support.workbench import open_workbench
from tui.frames.build import Frames
from tui.frames.insight.needed import best_years, kept_plans, question, solve, why_not, with_plans
from tui.frames.methods.verdict import Reason, Verdict
from tui.screens.dialogs.needed import Needed

pytestmark = pytest.mark.usefixtures("worked_out_once")

GREEN = {Verdict.MET, Verdict.EXCEEDED}


WORKED = {
    "growth": indicator("term_growth", target=8, values=[figure(2023, 6.65, years=[2021, 2023]), figure(2024, 6.5)]),
    "head": indicator("end_level", target=150, unit="triệu đồng", values={2022: 107, 2023: 112, 2024: 119.2}, year=2025),
    "straight": indicator("end_level", target=90, values={2020: 50, 2022: 60}),
    "money": indicator("end_level", target=121, unit="tỷ đồng", values={2020: 90, 2023: 100}),
    "early": indicator("end_level", target=90, values={2020: 50, 2021: 60}),
    "cut": indicator("points_cut", target=1, values={2020: 6, 2021: 5.5}),
    "little": indicator("points_cut", target=1, values={2020: 4, 2021: 3.8}),
    "floor": indicator("floor", target=46, values={2022: 47}),
    "strict": indicator("ceiling", "<", 3, values={2024: 3.2}),
    "count": indicator("count", "=", 8, values={2020: 1, 2022: 6}, unit="đơn vị"),
    "unknown": indicator("end_level", target=90, values={}),
}
SILENT = {
    "words": indicator("qualitative", None),
    "over": indicator("end_level", target=90, values={2025: 80}),
    "gap": indicator("term_growth", target=8, values={2021: 5, 2024: 6}),
    "gone": indicator("count", "=", 8, values={2023: 6}, not_applicable_from=dt.date(2025, 7, 1)),
    "nowhere": indicator("points_cut", target=1, values={}),
}
"""Where nothing can be asked."""


@cache
def worked() -> Frames:
    """One plan with all of them, which the tests only read."""
    return frames_of(indicators={**WORKED, **SILENT})


def outcome(id: str, assumed: dict[int, float] | None = None) -> Any:
    return solve(worked(), id, LATER, assumed or {})


# -- worked figures -----------------------------------------------------------------------------------------------------


def test_the_worked_growth() -> None:
    found = outcome("growth")
    assert found.values == {2025: 13.74}, "13.733, so that it suffices"
    assert (found.verdict, found.result) == (Verdict.MET, pytest.approx(8.0013, abs=1e-4)), "exceeded by what was rounded is met"


def test_the_worked_level() -> None:
    found = outcome("head")
    assert found.values == {2025: pytest.approx(119.2 * 1.2584, rel=1e-4)}
    assert found.verdict is Verdict.MET


def test_a_level_goes_straight_or_compounding_to_the_target() -> None:
    assert outcome("straight").values == {2023: 70, 2024: 80, 2025: 90}
    assert outcome("money").values == {2024: pytest.approx(110), 2025: pytest.approx(121)}


def test_a_year_that_is_set_bends_the_way() -> None:
    assert outcome("early", {2023: 70}).values == {2022: 65, 2023: 70, 2024: 80, 2025: 90}


def test_a_cut_is_spread_over_the_free_years() -> None:
    found = outcome("cut", {2022: 5})
    assert found.values == {2022: 5, 2023: 3.6, 2024: 2.3, 2025: 1}
    assert (found.verdict, found.result) == (Verdict.MET, pytest.approx(1))


def test_more_than_there_is_is_cut_to_nothing() -> None:
    found = outcome("little")
    assert found.impossible is None and found.values[2025] == 0
    assert found.verdict is Verdict.MET
    assert outcome("little", {2025: 3}).verdict is Verdict.NOT_MET


def test_the_last_year_alone_decides_a_level() -> None:
    found = outcome("straight", {2025: 80})
    assert found.impossible is not None and found.verdict is Verdict.NOT_MET


def test_a_bound_is_asked_of_every_year_and_strictly_when_it_is_strict() -> None:
    assert outcome("floor").values == dict.fromkeys((2023, 2024, 2025), 46)
    strict = outcome("strict")
    assert strict.values == {2025: 2.9} and strict.verdict is Verdict.MET


def test_a_count_needs_whole_units() -> None:
    assert outcome("count").values == {2023: 7, 2024: 8, 2025: 8}


def test_without_a_figure_only_the_last_year_is_asked_for() -> None:
    assert outcome("unknown").values == {2021: None, 2022: None, 2023: None, 2024: None, 2025: 90}


def test_who_is_better_than_a_bare_value_already_is_asked_to_stay_so_and_not_to_come_back_to_it() -> None:
    better = {"up": {2020: 80.0, 2023: 93.0}, "down": {2020: 95.0, 2023: 88.0}}
    records = {way: indicator("end_level", "=", target=90, unit="%", better=way, values=values) for way, values in better.items()}
    short = indicator("end_level", "=", target=90, unit="%", better="up", values={2020: 80.0, 2023: 88.0})
    frames = frames_of(indicators={**records, "short": short})
    assert {id: question(frames, id, LATER).surpassed for id in (*records, "short")} == {"up": True, "down": True, "short": False}


def test_best_years() -> None:
    frames = frames_of(
        indicators={
            "rate": indicator("term_growth", target=8, values={2021: 6, 2022: 9, 2023: 7}),
            "level": indicator("end_level", target=90, values={2020: 50, 2022: 70, 2023: 75}),
            "money": indicator("end_level", target=500, unit="tỷ đồng", values={2020: 100, 2021: 120, 2023: 144}),
            "cut": indicator("points_cut", target=1, values={2020: 6, 2021: 4, 2022: 3.5}),
            "bound": indicator("ceiling", "<", 3, values={2021: 2.8, 2022: 2.2, 2024: 2.6}),
            "share": indicator("share", "=", 61, values={2020: 57, 2021: 60, 2022: 60.5}),
        }
    )
    best = {id: best_years(frames, id, LATER) for id in frames.plan.tables["indicators"]}
    assert best["rate"] == {2024: 9, 2025: 9}
    assert best["level"] == {2024: 85, 2025: 95}
    assert best["money"] == {2024: pytest.approx(172.8), 2025: pytest.approx(207.36)}
    assert best["cut"] == {2023: 1.5, 2024: 0, 2025: 0}
    assert best["bound"] == {2025: 2.2}
    assert best["share"] == {2023: 61, 2024: 61, 2025: 61}


@pytest.mark.parametrize("id", SILENT)
def test_what_cannot_be_asked_says_why(id: str) -> None:
    assert why_not(worked(), id, LATER) is not None
    with pytest.raises(ValueError):
        question(worked(), id, LATER)


# -- laws ---------------------------------------------------------------------------------------------------------------

rates = st.floats(-15, 25).map(lambda v: round(v, 2))
levels = st.floats(5, 95).map(lambda v: round(v, 2))


@given(st.lists(rates, min_size=1, max_size=4), st.floats(0.5, 15).map(lambda v: round(v, 1)), st.data())
@law(3, 150)
def test_growth_as_it_is_shown_suffices_and_a_digit_less_does_not_whichever_years_are_set(
    past: list[float], target: float, data: Any
) -> None:
    frames = frames_of(indicators={"i": indicator("term_growth", target=target, values=dict(enumerate(past, 2021)))})
    years = question(frames, "i", LATER).years
    assumed = data.draw(st.dictionaries(st.sampled_from(years), rates, max_size=len(years) - 1))
    found = solve(frames, "i", LATER, assumed)
    assert found.verdict in GREEN and found.reason is None and found.impossible is None
    assert {y: found.values[y] for y in assumed} == assumed
    wanted = (1 + target / 100) ** 5 * (1 - 1e-9)
    assert math.prod(1 + v / 100 for v in [*past, *found.values.values()]) >= wanted
    less = [v if y in assumed else v - 0.01 for y, v in found.values.items()]
    assert math.prod(1 + v / 100 for v in [*past, *less]) < wanted * (1 + 2e-9)


@given(
    st.sampled_from([("end_level", "%"), ("end_level", "tỷ đồng"), ("share", "%"), ("points_cut", "điểm %")]),
    st.dictionaries(st.integers(2020, 2023), levels, min_size=2),
    levels,
    st.data(),
)
@law(4, 250)
def test_a_level_is_met_exactly_whichever_years_are_set(kind: tuple[str, str], past: dict[int, float], target: float, data: Any) -> None:
    assume(max(past) > 2020)
    if kind[0] == "points_cut":
        assume(2020 in past)  # a cut is counted from the year before the term
        target = round(target / 100, 2)
    frames = frames_of(indicators={"i": indicator(kind[0], "=" if kind[0] == "share" else ">=", target, values=past, unit=kind[1])})
    years = question(frames, "i", LATER).years
    assumed = data.draw(st.dictionaries(st.sampled_from(years[:-1]), levels, max_size=2)) if len(years) > 1 else {}
    found = solve(frames, "i", LATER, assumed)
    if found.impossible is not None:
        assert kind[0] == "points_cut" and found.verdict not in GREEN
        return
    if kind[0] == "points_cut":  # the rate is shown with its digits, the last of them rounded to the harder side
        assert found.verdict in GREEN and found.result >= target - 1e-9
    else:
        assert found.verdict is Verdict.MET and found.result == pytest.approx(target)
    assert {y: found.values[y] for y in assumed} == assumed


@given(st.dictionaries(st.integers(2025, 2027), st.floats(-5, 5), max_size=3))
@law(4, 200)
def test_kept_assumptions_come_back_and_are_no_results(assumed: dict[int, float]) -> None:
    published = [figure(2024, 6.5), figure(2025, 8, "plan", source="nghi-quyet"), figure(2025, 6, scope="merged")]
    kept = with_plans(published, assumed, range(2025, 2028), "giả định")
    assert [e for e in kept if e in published] == published, "nothing published is lost"
    frames = frames_of(indicators={"i": indicator("term_growth", target=8, values=kept)})
    assert kept_plans(frames, "i", (2025, 2026, 2027)) == {2025: 8, **assumed}
    assert with_plans(kept, {}, range(2025, 2028), "giả định") == published
    assert all(e["vintage"] == "plan" for e in kept if e not in published)


# -- the box --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return Path(shutil.copy(SHIPPED, tmp_path / "plan.toml"))


@in_proofs
async def test_f7_on_growth_at_80_by_24(shipped: Path) -> None:
    before = shipped.read_bytes()
    async with open_workbench(shipped) as bench:
        await bench.press("f7")
        box = await bench.dialog(Needed)
        assert [o and o.values[2025] for o in box.outcomes.values()] == [13.01, 8.59, None], "nothing is entered yet"
        lines = [line for line in bench.screen.splitlines() if "│ 2025 " in line]
        assert len(lines) == 1 and lines[0].count("13,01") == 2 and "8,59" in lines[0]
        assert "8,001" in bench.screen, "why it is called exceeded is seen"
        assert "đạt khi từ 7,995 trở lên (dung sai 0,005)" in bench.screen, "and from where on it is met"
        assert "✗" in bench.screen, "as good as the best year is not enough"
        (told,) = (line for line in bench.screen.splitlines() if "│ Đánh giá" in line)
        assert told.rstrip("│ ").endswith("–"), "an empty column is not judged"
        await bench.type("10")
        assert "7,42" in bench.screen
        await bench.press("escape")
        assert bench.unsaved == 0 and shipped.read_bytes() == before
        await bench.press("f7")
        assert "7,42" not in bench.screen, "Esc restored"
        box = await bench.dialog(Needed)
        await bench.press("ctrl+s")
        assert bench.app.screen is box, "nothing was typed, so nothing is kept"
        await bench.type("8.59")
        assert "✗ 2025" in bench.screen, "what can be read two ways is not taken"
        await bench.press("ctrl+s")
        assert bench.app.screen is box and bench.unsaved == 0


async def test_setting_one_year_says_what_the_other_must_be_and_keeping_it_is_one_step(shipped: Path) -> None:
    async with open_workbench(shipped) as bench:
        await bench.row("industrial_output_growth")
        verdict = bench.app.session.verdicts().filter(id="industrial_output_growth").to_dicts()
        values = bench.value("indicators", "industrial_output_growth", "values")
        await bench.press("f7", "ctrl+u")
        await bench.type("15,5")
        assert "7,24" in bench.screen
        await bench.press("ctrl+s")
        kept = bench.value("indicators", "industrial_output_growth", "values")
        assert isinstance(kept, list) and isinstance(values, list) and len(kept) == len(values) + 1
        new = next(e for e in kept if e not in values)
        assert (new["year"], new["value"], new["vintage"]) == (2024, 15.5, "plan")
        assert bench.app.session.verdicts().filter(id="industrial_output_growth").to_dicts() == verdict, "never a result"
        await bench.press("f7")
        assert "15,5" in bench.screen and "7,24" in bench.screen, "what was kept is there again"
        await bench.press("escape", "u")
        assert bench.value("indicators", "industrial_output_growth", "values") == values and bench.unsaved == 0


async def test_f7_where_nothing_can_be_asked_says_why_and_read_only_nothing_is_kept(shipped: Path) -> None:
    async with open_workbench(shipped, readonly=True) as bench:
        for id, reason in (("universal_education", Reason.NO_TARGET), ("new_rural_districts", Reason.NOT_APPLICABLE)):
            assert bench.tab.show_record(id)
            await bench.press("f7")
            assert bench.words(reason.label) in bench.status
        assert bench.tab.show_record("grdp_growth")
        await bench.press("f7")
        box = await bench.dialog(Needed)
        await bench.type("9")
        await bench.press("ctrl+s")
        assert bench.app.screen is box and bench.words("the plan is open for reading only")[:10] in bench.screen
        await bench.press("escape", "4", "f7")
        assert "✗" in bench.status or bench.tab.query_one("#status").has_class("bad")
