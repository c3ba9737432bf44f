"""Figures by area: the one that counts, each area's own target, and sums only of what adds up, never of percentages or of other years."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.frame_plans import figure, frames_of, indicator
from tests.support.workbench import open_workbench
from tui.commands.main import main
from tui.frames.build import Frames
from tui.frames.methods.areas import area_figures, area_sums
from tui.frames.tables.areas import areas_view
from tui.i18n.words import Words
from tui.store.plan_file import load, load_text
from tui.store.plan_save import rendered

DAY = dt.date(2025, 12, 31)
EN = Words("en")
AREAS = {
    "city": {"name": "City"},
    "north": {"name": "North", "parent": "city"},
    "south": {"name": "South", "parent": "city"},
    "isle": {"name": "Isle", "parent": "city"},
}


def of(area: str, value: float, year: int = 2024, vintage: str = "official", **more: Any) -> dict[str, Any]:
    return figure(year, value, vintage, area=area, **more)


def frames(values: list[dict[str, Any]], kind: str = "count", **more: Any) -> Frames:
    return frames_of(areas=AREAS, indicators={"i": indicator(kind, ">=", 100, values, unit="schools", year=2025, **more)})


def test_the_figure_of_an_area_that_counts_is_chosen_as_one_of_the_whole_is() -> None:
    values = [
        of("north", 1, vintage="plan"),
        of("north", 4, vintage="estimate"),
        of("north", 5),
        of("north", 9, as_of=dt.date(2024, 6, 30)),
    ]
    values += [of("south", 7, vintage="estimate", published=dt.date(2026, 2, 1)), of("gone", 3), figure(2024, 80)]
    assert area_figures(frames(values), DAY).rows() == [("i", "north", 2024, 5.0, "official")]
    assert area_figures(frames(values), dt.date(2026, 2, 1)).height == 2


@pytest.mark.parametrize(
    ("kind", "more", "sums"),
    [
        ("count", {}, [("city", 12.0, 2, 3)]),
        ("end_level", {"adds_up": True}, [("city", 12.0, 2, 3)]),
        ("end_level", {}, []),  # a level may be a percentage or a mean: nobody said that it adds up
        ("count", {"adds_up": False}, []),
    ],
)
def test_only_counts_and_what_is_said_to_add_up_are_summed_and_how_many_areas_it_is_of(
    kind: str, more: dict[str, Any], sums: list[Any]
) -> None:
    values = [of("north", 5), of("south", 7), of("isle", 100, year=2023), of("isle", 50, unit="classes")]
    assert area_sums(frames(values, kind, **more), DAY).select("area", "value", "n", "of").rows() == sums


def test_the_matrix_has_a_column_an_indicator_and_the_target_beside_it() -> None:
    targets = [{"area": "north", "target": 6}, {"area": "north", "target": 4, "year": 2023}, {"area": "isle", "target": 2, "op": ">"}]
    plan = frames([of("north", 5), of("south", 7, vintage="estimate")], area_targets=targets)
    view = areas_view(plan, plan.plan, DAY, EN)
    assert [column.title for column in view.columns][:3] == ["Name", "Chỉ tiêu, schools, 2024", "Target"]
    rows = {row["id"]: row for row in view.frame.to_dicts()}
    assert {id: (row["figure.i.before"], row["figure.i"], row["figure.i.after"]) for id, row in rows.items()} == {
        "city": ("Σ ", 12.0, "e (2/3)"),
        "north": ("", 5.0, None),
        "south": ("", 7.0, "e"),
        "isle": (None, None, None),
    }
    assert {id: (row["target.i.before"], row["target.i"]) for id, row in rows.items() if row["target.i"]} == {
        "north": ("≥", 6.0),
        "isle": (">", 2.0),
    }


@pytest.mark.parametrize("tables", [{}, {"areas": AREAS}, {"areas": AREAS, "indicators": {"i": indicator("count", ">=", 1, {2024: 3})}}])
def test_a_plan_without_figures_of_areas_has_a_plain_list(tables: dict[str, Any]) -> None:
    plan = frames_of(**tables)
    view = areas_view(plan, plan.plan, DAY, EN)
    assert view.frame.height == len(plan.plan.tables["areas"]) and not [c for c in view.columns if "." in c.key]


async def test_it_is_the_list_of_areas_on_the_screen(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    plan = frames([of("north", 5), of("south", 7)]).plan
    file.write_text(rendered(load_text(""), plan), encoding="utf-8")
    assert load(file).errors == 0
    async with open_workbench(file, lang="en", size=(100, 24), as_of=DAY) as bench:
        bench.app.jump("areas", "city")
        await bench.settle()
        assert "Σ 12 (2/3)" in bench.screen
        await bench.column("figure.i")
        await bench.press("enter")
        assert "among the figures of its indicator" in bench.screen


def test_the_status_for_machines_has_them_apart_from_every_other_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(rendered(load_text(""), frames([of("north", 5), of("south", 7)]).plan), encoding="utf-8")
    assert main(["status", str(file), "--json", "--as-of", "2025-12-31"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["areas"]["figures"][0] == {"indicator": "i", "area": "north", "year": 2024, "value": 5.0, "vintage": "official"}
    assert [(row["area"], row["value"], row["n"], row["of"]) for row in told["areas"]["sums"]] == [("city", 12.0, 2, 3)]
    (indicator,) = told["indicators"]
    assert indicator["numbers"]["value"] is None and indicator["code"] == "no_data"
