"""What real plans say and the model now holds: figures of areas, parts and order of tasks, budgets, links, the document's own wording."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tui.frames.build import Frames
from tui.frames.methods.figures import area_entries, figures, figures_apart
from tui.frames.methods.verdicts import verdicts
from tui.model.addresses import is_address
from tui.model.checks import read_plan
from tui.model.plan import Plan, Problem
from tui.store.plan_file import load_text
from tui.store.plan_save import rendered

TERM = {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}
DAY = dt.date(2025, 6, 30)


def read(**tables: Any) -> tuple[Plan, list[Problem]]:
    return read_plan({"format": 2, "plan": {"title": "Kế hoạch", "term": TERM}, **tables})


def counted(values: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """The tables of a plan with one count of communes."""
    record = {"goal": "g", "name": "Xã đạt chuẩn", "unit": "xã", "kind": "end_level", "op": ">=", "target": 100, "year": 2025}
    return {
        "goals": {"g": {"number": 1, "title": "Nhóm"}},
        "areas": {"bac": {"name": "Bắc"}, "nam": {"name": "Nam"}},
        "indicators": {"i": {**record, "values": values, **fields}},
    }


WHOLE = [{"year": y, "value": v, "vintage": "official"} for y, v in ((2020, 60), (2023, 70), (2024, 80))]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "year": st.integers(2018, 2026),
                "value": st.integers(0, 500),
                "vintage": st.sampled_from(["plan", "estimate", "official"]),
                "area": st.sampled_from(["bac", "nam"]),
            }
        ),
        max_size=6,
    ),
    st.integers(0, 3),
)
@law(4, 1000)
def test_figures_of_areas_never_count_for_the_whole(of_areas: list[dict[str, Any]], at: int) -> None:
    """Verdict, series and what stands beside them are those of the plan without them, wherever in the list they stand."""
    without, _ = read(**counted(WHOLE))
    plan, problems = read(**counted([*WHOLE[:at], *of_areas, *WHOLE[at:]]))
    assert not [p for p in problems if not p.warning]
    one, other = Frames(plan), Frames(without)
    assert verdicts(one, DAY).equals(verdicts(other, DAY))
    assert figures(one, DAY).drop("position").equals(figures(other, DAY).drop("position"))
    assert figures_apart(one, DAY).equals(figures_apart(other, DAY))
    assert area_entries(one).height == len(of_areas)


def test_where_only_areas_report_the_whole_has_no_figure() -> None:
    plan, _ = read(**counted([{"year": 2024, "value": 500, "vintage": "official", "area": "bac"}]))
    (row,) = verdicts(Frames(plan), DAY).to_dicts()
    assert row["verdict"] == "no_data" and row["last_value"] is None


def test_each_area_has_its_own_target_once_a_year() -> None:
    entries = [{"area": "bac", "target": 40}, {"area": "nam", "target": 60, "year": 2024}, {"area": "bac", "target": 50, "year": 2025}]
    _, problems = read(**counted([], area_targets=entries))
    assert [p.field for p in problems] == ["area_targets.3.area"], "without a year it is of the target year, 2025"
    _, problems = read(**counted([], area_targets=[{"area": "tay", "target": 1}]))
    assert [str(p.what) for p in problems] == ["there is no areas.tay"]


def tasks(**more: dict[str, Any]) -> dict[str, Any]:
    return {
        "sections": {"s": {"number": "I", "title": "Mục", "order": 1}},
        "tasks": {id: {"section": "s", "order": n, "summary": id, **fields} for n, (id, fields) in enumerate(more.items(), 1)},
    }


def test_several_lines_of_the_documents_wording_and_a_summary_of_two_hundred_letters_are_kept_as_they_are() -> None:
    wording = "Rà soát toàn bộ;\n\n  a) các dự án…\n" * 200
    plan, problems = read(**tasks(t={"summary": "x" * 200, "text": wording, "budget": [{"amount": 1.5, "unit": "tỷ đồng", "year": 2024}]}))
    assert problems == []
    again = load_text(rendered(load_text(""), plan)).plan
    assert again.tables["tasks"]["t"] == plan.tables["tasks"]["t"]
    assert [p.field for p in read(**tasks(t={"summary": "x" * 201}))[1]] == ["summary"]


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("https://vanban.chinhphu.vn/?pageid=27160&docid=1", True),
        ("HTTP://example.vn:8080/a", True),
        ("mailto:phong-th@example.vn", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("ssh://example.vn", False),
        ("example.vn", False),
        ("https://", False),
        ("https://a b.vn", False),
        ("https://example.vn/\x1b]8;;x", False),
        ("https://ngan-hang.vn@example.com/", False),
        ("https://exam\u202eple.vn/", False),
        ("https://example.vn/" + "a" * 2000, False),
    ],
)
def test_only_plain_addresses_of_pages_and_mail_boxes_are_links(address: str, fine: bool) -> None:
    assert is_address(address) is fine
    problems = read(**tasks(t={"links": [{"title": "Toàn văn", "url": address}]}))[1]
    assert (problems == []) is fine
    assert not any(p.sets_aside for p in problems), "the task can still be shown and mended"
