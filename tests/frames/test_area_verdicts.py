"""An area with a target of its own is judged by its own figures as the whole would be; none of it counts for the whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from tests.support.frame_plans import figure, frames_of, indicator
from tui.frames.build import Frames
from tui.frames.methods.area_verdicts import area_verdicts
from tui.frames.methods.verdicts import verdicts
from tui.frames.tables.areas import areas_view
from tui.i18n.words import Words
from tui.model.text import say
from tui.model.workspace import Workspace

EN = Words("en")
DAY = dt.date(2024, 6, 1)
AREAS = {"north": {"name": "North"}, "south": {"name": "South"}}
SERIES = [figure(2020, 10), figure(2021, 14), figure(2022, 18), figure(2023, 22)]


def plan_of(targets: list[dict[str, Any]], values: list[dict[str, Any]], kind: str = "end_level", **more: Any) -> Frames:
    record = indicator(kind, ">=", 100, values, year=2025, area_targets=targets, **more)
    return frames_of(areas=AREAS, indicators={"i": record})


def of(area: str, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**entry, "area": area} for entry in values]


DAYS = [DAY, dt.date(2022, 3, 1), dt.date(2026, 11, 22)]


@pytest.mark.parametrize("day", DAYS)
def test_an_area_is_judged_as_the_same_figures_of_the_whole_would_be(day: dt.date) -> None:
    cases: list[tuple[str, dict[str, Any]]] = [
        ("end_level", {"target": 30}),
        ("end_level", {"target": 19, "year": 2023}),
        ("term_growth", {"target": 20}),
        ("ceiling", {"target": 20, "op": "<="}),
        ("end_level", {"target": 24, "target_max": 30, "op": "="}),
        ("share", {"target": 25}),
    ]
    values = [*of("north", SERIES), figure(2023, 99)]
    by_area = {
        f"i{n}": indicator(kind, ">=", 100, values, year=2025, area_targets=[{"area": "north", **target}])
        for n, (kind, target) in enumerate(cases)
    }
    as_whole = {
        f"i{n}": {**indicator(kind, None, None, SERIES), "op": ">=", "year": 2025, **target} for n, (kind, target) in enumerate(cases)
    }
    mine = area_verdicts(frames_of(areas=AREAS, indicators=by_area), day)
    alone = verdicts(frames_of(indicators=as_whole), day)
    assert mine["area"].to_list() == ["north"] * len(cases)
    assert_frame_equal(mine.drop("area"), alone, check_exact=True)


def test_other_years_of_an_area_are_its_milestones() -> None:
    targets = [{"area": "north", "target": 30}, {"area": "north", "target": 23, "year": 2023}]
    row = area_verdicts(plan_of(targets, of("north", SERIES)), DAY).to_dicts()[0]
    steps = [{"year": 2023, "target": 23}]
    alone = verdicts(frames_of(indicators={"i": indicator("end_level", ">=", 30, SERIES, year=2025, milestones=steps)}), DAY).to_dicts()[0]
    assert {key: row[key] for key in alone} == alone and row["target"] == 30


def test_without_a_target_of_its_own_an_area_is_not_judged_and_the_whole_never_by_it() -> None:
    frames = plan_of([], of("north", SERIES))
    assert area_verdicts(frames, DAY).is_empty()
    assert verdicts(frames, DAY)["verdict"].to_list() == ["no_data"]
    qualitative = frames_of(areas=AREAS, indicators={"q": indicator("qualitative", None, None, [])})
    assert area_verdicts(qualitative, DAY).is_empty() and area_verdicts(frames_of(), DAY).is_empty()


def test_an_edit_is_seen_and_a_figure_of_the_future_is_not() -> None:
    frames = plan_of([{"area": "north", "target": 20}, {"area": "south", "target": 20}], of("north", SERIES))
    before = dict(area_verdicts(frames, dt.date(2022, 3, 1)).select("area", "last_value").iter_rows())
    assert before == {"north": 14.0, "south": None}
    workspace = Workspace(frames.plan)
    change = workspace.apply([workspace.set_field("indicators", "i", "values", of("south", [figure(2021, 21)]))], say("x"))
    frames.renew(change.edits)
    assert dict(area_verdicts(frames, dt.date(2022, 3, 1)).select("area", "last_value").iter_rows()) == {"north": None, "south": 21.0}


def test_the_matrix_says_where_each_area_stands() -> None:
    frames = plan_of([{"area": "north", "target": 20}, {"area": "south", "target": 90}], [*of("north", SERIES), *of("south", SERIES)])
    view = areas_view(frames, frames.plan, DAY, EN)
    assert [column.title for column in view.columns][1:4] == ["Chỉ tiêu, %, 2023", "Target", "Verdict"]
    rows = {row["id"]: row["verdict.i.text"] for row in view.frame.to_dicts()}
    assert rows["north"].startswith("● on track") and rows["south"].startswith("! at risk")
    assert [column.key for column in view.columns if column.answer] == ["verdict.i"]


def test_of_several_verdicts_in_a_row_none_is_the_answer() -> None:
    one = {"area_targets": [{"area": "north", "target": 20}], "year": 2025}
    both = {id: indicator("end_level", ">=", 100, of("north", SERIES), **one) for id in ("i", "j")}
    frames = frames_of(indicators=both, areas=AREAS)
    view = areas_view(frames, frames.plan, DAY, EN)
    assert [column.key for column in view.columns if column.key.startswith("verdict.")] == ["verdict.i", "verdict.j"]
    assert not any(column.answer for column in view.columns)
