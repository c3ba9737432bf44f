"""A kept value is made anew after every edit that reaches something it was made from, and nobody has to say what that is."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.support.derived_values import (
    DAY,
    assert_alike,
    assert_as_at_first,
    assert_as_made_anew,
    assert_kept_as_made_anew,
    assert_nothing_stale,
    calls,
    every_derived,
    every_value,
    kept_by_field,
    made_up,
    other_values,
)
from tests.support.frame_plans import figure, frames_of, indicator
from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.paths import SAMPLE, SHIPPED
from tests.support.patience import PATIENCE
from tui.frames import build
from tui.frames.build import Frames
from tui.frames.derived import Derived, derived, derived_apart_from, derived_by_record
from tui.frames.methods.figures import figures
from tui.frames.methods.verdicts import verdicts
from tui.frames.reads import ReadsOtherRows
from tui.model.checks import read_plan
from tui.model.edits import AddRecord, Edit
from tui.model.fields import TABLES
from tui.model.plan import MISSING, Plan
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.plan_file import load


@pytest.fixture(autouse=True)
def nothing_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that is made anew because the cache was full would never be seen to be stale."""
    monkeypatch.setattr(build, "_KEPT", 10_000)


class Watched:
    """A plan, its frames, and edits that reach them as in the program."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.workspace = Workspace(plan)
        self.frames = Frames(plan)
        self.workspace.listeners.append(lambda change: self.frames.renew(change.edits))

    def edit(self, *edits: Edit) -> None:
        """Not through the checks: what the frames hold must be right whatever the plan holds."""
        change = self.workspace._perform(edits, say("x"), check=False)
        self.workspace.undo_steps.append(change)
        self.workspace._announce(change)

    def undo_all(self) -> None:
        while self.workspace.undo():
            pass

    def set(self, table: str, id: str, field: str, value: Any) -> None:
        self.edit(self.workspace.set_field(table, id, field, value))


def watched(**tables: Any) -> Watched:
    return Watched(frames_of(**tables).plan)


def task(**more: Any) -> dict[str, Any]:
    return {"section": "s", "order": 1, "summary": "Việc", **more}


def many_tasks(**more: Any) -> dict[str, Any]:
    """So many that an edit of one is no reason to make the table anew."""
    return {f"t{n}": task(order=n, **more) for n in range(1, 9)}


# -- all of them, after an edit of everything ---------------------------------------------------------------------


def test_every_kept_value_is_found() -> None:
    names = {function.name for function in every_derived()}
    assert {"tui.frames.methods.verdicts.verdicts", "tui.frames.tables.tasks.task_rows", "tui.frames.tables.cells.short_names"} <= names
    frames = Frames(load(SAMPLE).plan)
    assert all(calls(function, frames) for function in every_derived())


SPLICED_IN_SHIPPED = ("indicators", "tasks", "agencies")
"""Of these an edit of one record renews rows in the sample as well as in the shipped plan; other tables of the sample are made anew."""


BY_THEMSELVES = ("plan", "tasks")
"""One record and a table of many, by themselves; the suite goes through the edits of all tables together, the proof has each apart."""

_WALKS = [
    (SHIPPED, tuple(TABLES), 140),
    (SAMPLE, tuple(table for table in TABLES if table not in SPLICED_IN_SHIPPED), 80),
    (SAMPLE, SPLICED_IN_SHIPPED, 60),
    (SAMPLE, ("goals", "tasks"), 4),
]


def third(at: int) -> Sequence[Derived[Any, Any]]:
    """The functions whose values a test looks at: each of three tests of the suite at other ones, and at what those rest on."""
    return every_derived() if LONG else every_derived()[at::3]


@longer
@pytest.mark.parametrize(("path", "tables", "edits"), of_these(_WALKS, _WALKS[-1:]))
def test_after_an_edit_of_any_field_what_is_kept_is_as_if_made_anew(path: Path, tables: tuple[str, ...], edits: int) -> None:
    """What an edit has dropped is made anew in any case, and what has nothing from the table has the next test."""
    here, functions = Watched(load(path).plan), third(2)
    first = every_value(here.frames, functions)
    edited = 0
    for table in tables:
        by_field = kept_by_field(here.frames, table)
        for spec in of_these(list(TABLES[table]), list(TABLES[table])[::8]):
            for id, value in other_values(here.plan, table, spec):
                here.set(table, id, spec.key, value)
                assert_alike(here.frames[table], Frames(here.plan)[table], f"{table} after an edit of {spec.key}")
                assert_kept_as_made_anew(here.frames, here.plan, by_field, f"after an edit of {table}.{spec.key}")
                here.workspace.undo()
                edited += 1
    assert edited > edits  # nearly every field there is has been edited
    assert_as_at_first(here.frames, here.plan, first)


@in_proofs
def test_after_any_edits_of_a_table_every_value_is_as_if_made_anew() -> None:
    here, functions = Watched(load(SAMPLE).plan), third(0)
    first = every_value(here.frames, functions)
    for table in of_these(list(TABLES), BY_THEMSELVES):
        every_value(here.frames, functions)
        edit_all_over(here, table)
        assert_nothing_stale(here.frames, here.plan, table)
        here.undo_all()
    assert_as_at_first(here.frames, here.plan, first)


@pytest.mark.parametrize("path", of_these([SAMPLE, SHIPPED], [SAMPLE]), ids=lambda path: path.stem)
@in_proofs
def test_after_edits_of_all_tables_and_back_again_every_value_is_as_if_made_anew(path: Path) -> None:
    here, functions = Watched(load(path).plan), third(1)
    first = every_value(here.frames, functions)
    for table in reversed(TABLES):
        edit_all_over(here, table)
    assert_as_made_anew(here.frames, here.plan, functions=functions)
    here.undo_all()
    assert_as_at_first(here.frames, here.plan, first)


def edit_all_over(here: Watched, table: str) -> None:
    """Every field of some record set to another value, a record added at the end and one at the start, the last one deleted."""
    for spec in TABLES[table]:
        for id, value in list(other_values(here.plan, table, spec))[:1]:
            here.set(table, id, spec.key, value)
    records = here.plan.tables[table]
    if not TABLES[table].single:
        here.edit(_first_record(here.plan, table, "mới"))
        here.edit(AddRecord(table, "trước", dict(next(iter(records.values()))), 0))
        here.edit(here.workspace.delete(table, list(records)[-1]))


@longer
def test_undone_and_redone_every_kept_value_is_as_if_made_anew() -> None:
    here, functions = Watched(load(SAMPLE).plan), third(2)
    every_value(here.frames, functions)
    first, last = list(here.plan.tables["tasks"])[:: len(here.plan.tables["tasks"]) - 1]
    here.set("tasks", first, "leads", ["khong-co"])
    here.edit(here.workspace.delete("tasks", last))
    here.edit(AddRecord("indicators", "mới", dict(next(iter(here.plan.tables["indicators"].values()))), 0))
    for number, step in enumerate((*(here.workspace.undo,) * 3, *(here.workspace.redo,) * 3), 1):
        assert step() is not None
        if LONG or number == 6:
            assert_as_made_anew(here.frames, here.plan, functions=functions)


@longer
def test_of_an_empty_plan_every_value_is_there_and_follows_the_first_record_of_any_table() -> None:
    here = Watched(read_plan({"format": 1})[0])
    for table in of_these(list(TABLES), BY_THEMSELVES[1:]):
        assert all(not isinstance(value, type) for value in every_value(here.frames).values())
        here.edit(_first_record(here.plan, table, "" if TABLES[table].single else "một"))
        assert_nothing_stale(here.frames, here.plan, table)
        every_value(here.frames, third(0))
        here.workspace.undo()
        assert_nothing_stale(here.frames, here.plan, table)
    assert_as_made_anew(here.frames, here.plan, functions=third(1))


def _first_record(plan: Plan, table: str, id: str) -> AddRecord:
    return AddRecord(table, id, {spec.key: made_up(plan, spec) for spec in TABLES[table]})


# -- functions nobody has thought of ------------------------------------------------------------------------------


@derived_by_record("tasks")
def noted(frames: Frames) -> pl.DataFrame:
    return frames.columns("tasks", ("id", "note")).with_columns(pl.col("note").fill_null("–"))


@derived
def noted_and_numbered(frames: Frames) -> list[tuple[str, str, float]]:
    factor = float(frames.plan.setting("jump_factor", 3.0))
    return [(id, note, factor) for id, note in noted(frames).iter_rows()]


@derived
def goals_named(frames: Frames, ending: str = "") -> dict[str, str]:
    return {id: f"{goal['title']}{ending}" for id, goal in frames.plan.tables["goals"].items()}


@derived
def hides_what_it_reads(frames: Frames) -> list[Any]:
    return [values.get("note") for values in frames._plan.tables["tasks"].values()]


@derived
def looked_up(frames: Frames, id: str) -> str:
    return str(frames.plan.tables["goals"][id]["title"])


@derived
def looked_up_or_not(frames: Frames, id: str) -> str:
    try:
        return looked_up(frames, id)
    except KeyError:
        return "–"


@derived_apart_from("goals")
def goals_as_they_were(frames: Frames) -> tuple[list[str], list[str]]:
    return list(goals_named(frames).values()), list(frames.columns("sources", ("id",))["id"])


def test_a_field_nobody_has_listed_is_followed() -> None:
    here = watched(tasks=many_tasks(), settings={"jump_factor": 2.0})
    kept, other = noted(here.frames), noted_and_numbered(here.frames)
    here.set("tasks", "t3", "summary", "Một việc khác")
    assert noted(here.frames) is kept
    assert noted_and_numbered(here.frames) is other
    here.set("tasks", "t3", "note", "Hỏi lại")
    assert noted(here.frames).row(2) == ("t3", "Hỏi lại")
    assert noted_and_numbered(here.frames)[2] == ("t3", "Hỏi lại", 2.0)
    here.set("settings", "", "jump_factor", 4.0)
    assert noted_and_numbered(here.frames)[2] == ("t3", "Hỏi lại", 4.0)


def test_what_a_kept_value_was_made_from_counts_for_the_one_that_asks_for_it() -> None:
    here = watched(tasks=many_tasks())
    noted(here.frames)  # it is there already when the other asks
    assert noted_and_numbered(here.frames)[0][1] == "–"
    here.set("tasks", "t1", "note", "Mới")
    assert noted_and_numbered(here.frames)[0][1] == "Mới"
    here.set("tasks", "t1", "note", "Mới hơn")
    noted(here.frames)  # its rows are renewed first, then asked for
    assert noted_and_numbered(here.frames)[0][1] == "Mới hơn"


def test_what_was_not_there_counts_as_well() -> None:
    here = watched()
    assert looked_up_or_not(here.frames, "g2") == "–"
    here.edit(AddRecord("goals", "g2", {"number": 2, "title": "Nhóm hai"}))
    assert looked_up_or_not(here.frames, "g2") == "Nhóm hai"


def test_arguments_by_name_or_left_to_their_default_are_arguments_all_the_same() -> None:
    frames = frames_of()
    assert goals_named(frames, ending="!") is goals_named(frames, "!")
    assert goals_named(frames) == {"g": "Nhóm"}


def test_edits_that_do_not_count_leave_a_value_as_it_is_and_others_do_not() -> None:
    here = watched(sources={"s": {"title": "Nguồn", "publisher": "Ai"}})
    assert goals_as_they_were(here.frames) == (["Nhóm"], ["s"])
    here.set("goals", "g", "title", "Khác")
    assert goals_as_they_were(here.frames) == (["Nhóm"], ["s"])
    assert goals_named(here.frames) == {"g": "Khác"}
    here.edit(here.workspace.delete("sources", "s"))
    assert goals_as_they_were(here.frames) == (["Khác"], [])


def test_a_value_that_hides_what_it_reads_is_found_out() -> None:
    """The check over every field does find what it is there for."""
    here = watched(tasks=many_tasks())
    every_value(here.frames, (hides_what_it_reads, noted))
    here.set("tasks", "t1", "note", "Mới")
    assert_as_made_anew(here.frames, here.plan, functions=[noted])
    with pytest.raises(AssertionError, match="hides_what_it_reads"):
        assert_as_made_anew(here.frames, here.plan, functions=[hides_what_it_reads, noted])


# -- values with a row a record -----------------------------------------------------------------------------------


@derived_by_record("tasks")
def reads_its_table_whole(frames: Frames) -> pl.DataFrame:
    return frames["tasks"].select("id")


@derived_by_record("tasks")
def reads_its_table_in_the_plan(frames: Frames) -> pl.DataFrame:
    return frames.columns("tasks", ("id",)).with_columns(n=len(frames.plan.tables["tasks"]))


@derived
def how_many_tasks(frames: Frames) -> int:
    return frames["tasks"].height


@derived_by_record("tasks")
def reads_its_table_through_another(frames: Frames) -> pl.DataFrame:
    return frames.columns("tasks", ("id",)).with_columns(n=how_many_tasks(frames))


@derived_by_record("tasks")
def reads_another_table_whole(frames: Frames) -> pl.DataFrame:
    return frames.columns("tasks", ("id", "section")).join(
        frames["sections"].select(section="id", number="number"), on="section", how="left"
    )


@pytest.mark.parametrize("function", [reads_its_table_whole, reads_its_table_in_the_plan, reads_its_table_through_another])
@pytest.mark.parametrize("there_already", [False, True])
def test_a_row_may_not_rest_on_other_rows(function: Any, there_already: bool) -> None:
    frames = frames_of(tasks=many_tasks())
    if there_already:
        how_many_tasks(frames)
    with pytest.raises(ReadsOtherRows, match=rf"{function.__name__} has a row a record of tasks"):
        function(frames)
    assert how_many_tasks(frames) == 8  # nobody else is held to that, then or later


def test_a_row_may_rest_on_all_of_another_table() -> None:
    here = watched(tasks=many_tasks(), sections={"s": {"number": "I", "order": 1, "title": "Mục"}})
    assert reads_another_table_whole(here.frames)["number"].to_list() == ["I"] * 8
    here.set("sections", "s", "number", "II")
    assert reads_another_table_whole(here.frames)["number"].to_list() == ["II"] * 8


def test_only_the_rows_an_edit_has_reached_are_made_anew() -> None:
    rows = []

    def counted(frames: Frames) -> pl.DataFrame:
        found = frames.columns("tasks", ("id", "note"))
        rows.append(found["id"].to_list())
        return found

    function = derived_by_record("tasks")(counted)
    here = watched(tasks=many_tasks())
    function(here.frames)
    here.set("tasks", "t2", "note", "a")
    here.set("tasks", "t5", "note", "b")
    assert function(here.frames)["note"].to_list() == [None, "a", None, None, "b", None, None, None]
    here.set("tasks", "t2", "note", MISSING)
    assert function(here.frames)["note"].to_list() == [None, None, None, None, "b", None, None, None]
    assert rows == [[f"t{n}" for n in range(1, 9)], ["t2", "t5"], ["t2"]]


def test_what_stands_as_it_was_written_is_put_in_and_asked_with_nothing_else() -> None:
    calls = []

    def counted(frames: Frames) -> pl.DataFrame:
        calls.append(None)
        found = frames.columns("tasks", ("id", "note", "status"))
        return found.with_columns(pl.format("[{}]", pl.col("status").fill_null("")).alias("shown"))

    function = derived_by_record("tasks", as_written=("note",))(counted)
    here = watched(tasks=many_tasks())

    def seen() -> list[tuple[object, ...]]:
        anew = counted(Frames(here.plan))
        calls.pop()
        assert function(here.frames).equals(anew)
        return function(here.frames).filter(pl.col("note").is_not_null()).select("id", "note", "shown").rows()

    before = function(here.frames)
    here.set("tasks", "t2", "note", "a")
    here.set("tasks", "t5", "note", "b")
    beside = here.frames.copy()
    assert seen() == [("t2", "a", "[]"), ("t5", "b", "[]")] and len(calls) == 1
    assert function(beside).equals(function(here.frames)) and before["note"].null_count() == 8
    here.set("tasks", "t5", "note", MISSING)
    assert seen() == [("t2", "a", "[]")] and len(calls) == 1
    here.set("tasks", "t3", "note", "c")  # and before anybody asks, the other way round:
    here.set("tasks", "t4", "status", "doing")
    here.set("tasks", "t6", "note", "d")
    assert seen() == [("t2", "a", "[]"), ("t3", "c", "[]"), ("t6", "d", "[]")] and len(calls) == 2
    here.set("tasks", "t2", "note", "e")
    here.edit(AddRecord("tasks", "t9", task(note="f")))
    assert seen() == [("t2", "e", "[]"), ("t3", "c", "[]"), ("t6", "d", "[]"), ("t9", "f", "[]")]


def test_nothing_else_in_a_frame_hangs_on_a_field_that_stands_in_it_as_written() -> None:
    written = [function for function in every_derived() if function.as_written]
    assert written
    for function in written:
        here = Watched(load(SAMPLE).plan)
        table = function.table or ""
        before = every_value(here.frames, [function])
        for field in function.as_written:
            for id in list(here.plan.tables[table]):
                here.set(table, id, field, f"{id} ≠ #%")
        for call, value in before.items():
            assert function(Frames(here.plan), *call[1]).drop(function.as_written).equals(value.drop(function.as_written))
        assert_as_made_anew(here.frames, here.plan, functions=[function])


def test_a_row_made_anew_may_read_what_none_has_read_before() -> None:
    """What the rows are made from grows with them: here a goal is looked up only where a note asks for it."""

    @derived_by_record("tasks")
    def asks(frames: Frames) -> pl.DataFrame:
        found = frames.columns("tasks", ("id", "note"))
        asked = found["note"].is_not_null().any()
        return found.select("id", goal=pl.lit(goals_named(frames)["g"] if asked else None, dtype=pl.String))

    here = watched(tasks=many_tasks())
    assert asks(here.frames)["goal"].null_count() == 8
    here.set("tasks", "t1", "note", "Nhóm nào?")
    assert asks(here.frames)["goal"][0] == "Nhóm"
    here.set("goals", "g", "title", "Khác")
    assert asks(here.frames)["goal"][0] == "Khác"


# -- several frames, several threads ------------------------------------------------------------------------------


def test_what_is_read_of_another_plan_does_not_count() -> None:
    other = frames_of(goals={"g": {"number": 1, "title": "Của kế hoạch khác"}})

    @derived
    def of_another_plan(frames: Frames) -> list[str]:
        return [*goals_named(other).values(), *frames.columns("sources", ("id",))["id"]]

    here = watched()
    kept = of_another_plan(here.frames)
    here.set("goals", "g", "title", "Khác")
    assert of_another_plan(here.frames) is kept == ["Của kế hoạch khác"]


def test_what_one_thread_reads_is_not_taken_for_what_another_was_made_from() -> None:
    begun, go_on = threading.Event(), threading.Event()

    @derived
    def slow(frames: Frames) -> list[str]:
        found = list(frames.columns("sources", ("id",))["id"])
        begun.set()
        assert go_on.wait(PATIENCE)
        return found

    here = watched(sources={f"s{n}": {"title": "Nguồn", "publisher": "Ai"} for n in range(8)})
    found: list[list[str]] = []
    thread = threading.Thread(target=lambda: found.append(slow(here.frames)))
    thread.start()
    assert begun.wait(PATIENCE)
    assert goals_named(here.frames) == {"g": "Nhóm"}  # while the other value is being made
    assert here.frames.plan is here.plan
    go_on.set()
    thread.join(PATIENCE)
    here.set("sources", "s3", "note", "x")
    here.set("goals", "g", "title", "Khác")
    assert goals_named(here.frames) == {"g": "Khác"}
    assert slow(here.frames) is found[0]


def test_a_value_that_an_edit_overtakes_is_not_kept() -> None:
    here = watched()

    @derived
    def overtaken(frames: Frames) -> str:
        title = goals_named(frames)["g"]
        if title == "Nhóm":
            here.set("goals", "g", "title", "Khác")
        return title

    assert [overtaken(here.frames), overtaken(here.frames)] == ["Nhóm", "Khác"]


def test_outside_of_a_value_the_plan_is_the_plan_itself() -> None:
    here = watched()
    verdicts(here.frames, DAY)
    assert here.frames.plan is here.plan


def test_an_edit_of_a_name_leaves_the_figures() -> None:
    here = watched(indicators={f"i{n}": indicator("end_level", target=9, values=[figure(2021, 1.0)]) for n in range(8)})
    kept = figures(here.frames, DAY)
    here.set("indicators", "i3", "name", "Chỉ tiêu khác")
    assert figures(here.frames, DAY) is kept
    here.set("indicators", "i3", "values", [figure(2021, 2.5)])
    assert figures(here.frames, DAY).row(3, named=True)["value"] == 2.5


def test_what_is_known_is_read_like_a_table() -> None:
    """A value made while other figures counted is not given when they do no longer, and others stay as they are."""
    frames = frames_of(indicators={"i": indicator("floor", ">=", 1.0)})

    def made(frames: Frames) -> str:
        return f"{frames.known(DAY)}"

    known, apart = derived(made), derived(lambda frames: frames["goals"].height)
    assert known(frames) == str(DAY)
    kept = apart(frames)
    later = DAY.replace(year=DAY.year + 3)
    frames.know(later)
    assert (known(frames), apart(frames), frames.all_known) == (str(later), kept, later)
    frames.know(DAY.replace(year=DAY.year - 3))  # the day looked from is never ahead of what is known
    assert known(frames) == str(DAY)
    frames.know(None)
    assert (known(frames), frames.all_known) == (str(DAY), None)
