"""A block without titles meets the columns on the screen from the cursor to the right; a row it calls otherwise is asked about."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from tests.support.frame_plans import frames_of, indicator
from tui.exchange.paste_onto_table import Sheet
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words

VI = Words("vi")


def sheet(**more: Any) -> Sheet:
    """The list of one task, the cursor on its lead."""
    frames = frames_of(
        agencies={"so-y-te": {"name": "Sở Y tế", "kind": "department"}},
        sections={"s": {"number": "I", "title": "Phần", "order": 1}},
        tasks={"t": {"section": "s", "order": 1, "summary": "Xây trạm y tế", "leads": ["so-y-te"]}},
    )
    view = tasks_view(frames, frames.plan, dt.date(2025, 6, 1), VI)
    at = [column.key for column in view.columns].index("leads")
    return attrs.evolve(Sheet(view=view, shown=["t"], row=0, column=at, plan=frames.plan, languages=(VI,)), **more)


def test_a_column_out_of_sight_takes_nothing() -> None:
    all_seen = sheet().lay([["Sở Y tế", "Sở Y tế", "x"]])
    assert [line.edits[0].field for line in all_seen.lines] == ["partners"], "the lead is as it was; of the next all are seen"
    part = sheet(seen=["section", "summary", "leads", "due", "state"]).lay([["Sở Y tế", "30/6/2026", "xong", "thừa"]])
    assert [line.edits[0].field for line in part.lines] == ["due"]
    assert len(part.rejects) == 2, "the state is worked out, and nothing is seen beyond it"
    assert VI.sentence(part.rejects[0].what) == "bên phải không còn cột nào hiện trên màn hình; khối có dòng tiêu đề thì tới được mọi cột"


def test_a_block_that_calls_its_row_otherwise_is_asked_about() -> None:
    at = sheet().view.columns
    name = [column.key for column in at].index("summary")
    asked = sheet(column=name, seen=["summary", "leads", "due"]).lay([["Mở lớp học", "Sở Y tế", "30/6/2026"]])
    [line] = asked.lines
    assert line.edits[0].field == "due" and line.doubt is not None
    assert VI.sentence(line.doubt) == "khối dán gọi dòng này là “Mở lớp học”, ở đây là “Xây trạm y tế”"
    assert len(asked.rejects) == 1, "and the name is not taken from it"
    same = sheet(column=name, seen=["summary", "leads", "due"]).lay([["XÂY TRẠM Y TẾ", "Sở Y tế", "30/6/2026"]])
    assert [line.doubt for line in same.lines] == [None], "it is the same name"
    alone = sheet(column=name, seen=["summary", "leads", "due"]).lay([["Mở lớp học"]])
    assert [(line.edits[0].field, line.doubt) for line in alone.lines] == [("summary", None)], "names alone are new names"


def test_a_figure_that_a_year_out_of_sight_stands_before_is_asked_about() -> None:
    frames = frames_of(indicators={"a": indicator("end_level")})
    view = targets_view(frames, frames.plan, dt.date(2025, 6, 1), VI)
    years = [column.key for column in view.columns if column.key.startswith("year_")]

    def year_of(column: Any, row: Any) -> int | None:
        return int(column.key[5:]) if column.key.startswith("year_") else None

    over = Sheet(
        view=view,
        shown=["a"],
        row=0,
        column=[column.key for column in view.columns].index(years[0]),
        plan=frames.plan,
        languages=(VI,),
        seen=[years[0], years[2], years[3]],
        year_of=year_of,
    )
    found = over.lay([["1", "2", "3"]]).figures
    assert [figure.doubt is not None for figure in found] == [False, True, False]
    assert [figure.year for figure in found] == [int(years[n][5:]) for n in (0, 2, 3)]
    empty = attrs.evolve(over, shown=[])
    assert not empty.lay([["1"]]).figures and empty.lay([["1"]]).rejects, "without rows nothing is met, and that is said"
