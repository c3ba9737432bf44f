"""A filter finds what the screen shows: words for codes and choices, names, days and numbers, also of fields without a column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.frame_plans import figure, frames_of, indicator
from tui.frames.build import Frames
from tui.frames.tables.columns import View
from tui.frames.tables.enterprises import enterprises_view
from tui.frames.tables.entry_texts import WITHOUT_COLUMN
from tui.frames.tables.filter import field_names, narrow, parse
from tui.frames.tables.sectors import sectors_view
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.fields import TABLES, Kind
from tui.model.plan import MISSING
from tui.model.text import say
from tui.model.workspace import Workspace

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI, EN = Words("vi"), Words("en")
DAY = dt.date(2026, 11, 30)
VIEWS: dict[str, Callable[..., View]] = {
    "indicators": targets_view,
    "tasks": tasks_view,
    "enterprises": enterprises_view,
    "directions": sectors_view,
}
AGENCIES = {"so": {"name": "Sở Công Thương", "kind": "department"}}


def found(frames: Frames, table: str, query: str) -> list[str]:
    view = VIEWS[table](frames, frames.plan, DAY, VI)
    return list(narrow(view, parse(query), field_names(view, VI, EN))["id"])


def test_the_words_for_the_scope_of_a_figure_find_it_in_both_languages_and_so_does_its_code() -> None:
    merged = {**figure(2025, 114.1), "scope": "merged", "published": dt.date(2026, 2, 5)}
    frames = frames_of(indicators={"i": indicator("end_level", target=150, values=[merged]), "j": indicator("end_level", target=150)})
    for query in ("sau hợp nhất", "sau hop nhat", "after the merger", "merged", "114,1", "114.1", "05/02/2026", "chính thức"):
        assert found(frames, "indicators", f'"{query}"' if " " in query else query) == ["i"], query
    assert found(frames, "indicators", "trước hợp nhất") == [] == found(frames, "indicators", "07/02/2026")


def test_what_the_panel_alone_shows_is_found() -> None:
    task: dict[str, Any] = {
        **{"section": "s", "order": 1, "summary": "Việc", "mode": "standing", "deliverable": "Chợ đầu mối", "note": "chờ vốn"},
        **{"every": "year", "after": ["u"], "figures": ["12 xã"], "done_on": dt.date(2024, 3, 9)},
    }
    frames = frames_of(
        sections={"s": {"number": "III", "title": "Mục", "order": 1}},
        agencies=AGENCIES,
        tasks={"t": task, "u": {"section": "s", "order": 2, "summary": "Quy hoạch chợ", "mode": "standing"}},
        indicators={"i": indicator("floor", target=1, agency="so")},
    )
    for query in ("chợ đầu mối", "cho von", '"12 xã"', "09/03/2024", "hằng năm"):
        assert found(frames, "tasks", query) == ["t"], query
    assert found(frames, "tasks", '"quy hoạch chợ"') == ["t", "u"], "the one that comes after it names it"
    assert found(frames, "indicators", "công thương") == ["i"] == found(frames, "indicators", '"duy trì tối thiểu"')
    assert found(frames_of(), "tasks", "chợ") == []


@pytest.mark.parametrize(
    ("table", "field", "title"), [("tasks", "parent", "summary"), ("tasks", "after", "summary"), ("indicators", "parent", "name")]
)
def test_what_a_record_names_is_found_by_its_name_also_after_edits_of_either(table: str, field: str, title: str) -> None:
    section = {"section": "s", "order": 1, "mode": "standing"}
    record = section if table == "tasks" else {k: v for k, v in indicator("floor", target=1).items() if k != "name"}
    records = {id: {**record, title: f"Gọi là {id}"} for id in "abcdefgh"}
    records["h"][field] = ["a"] if TABLES[table][field].kind is Kind.REFS else "a"
    frames = frames_of(sections={"s": {"number": "I", "title": "Mục", "order": 1}}, **{table: records})
    workspace = Workspace(frames.plan)
    workspace.listeners.append(lambda change: frames.renew(change.edits))
    assert set(found(frames, table, '"gọi là a"')) == {"a", "h"}
    workspace.apply([workspace.set_field(table, "h", "note", "ghi thêm")], say("x"))
    assert set(found(frames, table, '"gọi là a"')) == {"a", "h"}, "what is edited is not what it names"
    workspace.apply([workspace.set_field(table, "a", title, "Tên mới")], say("x"))
    assert set(found(frames, table, '"tên mới"')) == {"a", "h"} and not found(frames, table, '"gọi là a"')
    workspace.apply([workspace.set_field(table, "h", field, MISSING)], say("x"))
    assert found(frames, table, '"tên mới"') == ["a"]


@pytest.mark.parametrize("table", VIEWS)
def test_every_field_with_words_has_a_column_or_is_looked_for_in_the_panel(table: str) -> None:
    """So that a field somebody adds is found as well."""
    frames = frames_of()
    view = VIEWS[table](frames, frames.plan, DAY, VI)
    shown = {column.key for column in view.every_column} | {column.field for column in view.every_column}
    words = (Kind.TEXT, Kind.PROSE, Kind.TEXTS, Kind.REF, Kind.REFS, Kind.CHOICE, Kind.CHOICES, Kind.DATE)
    unseen = [spec.key for spec in TABLES[table] if spec.kind in words and spec.key not in shown]
    assert sorted(unseen) == sorted(WITHOUT_COLUMN[table])
