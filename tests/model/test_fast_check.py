"""What passes the fast check has no fault when it is looked at field by field; and nothing is looked at twice."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.paths import SAMPLE, SHIPPED
from tui.model.checks import circles, examined, read, read_plan, record_problems, records
from tui.model.checks import plan as plan_checks
from tui.model.checks.column_check import in_doubt
from tui.model.checks.fast_check import surely_valid
from tui.model.fields import TABLES
from tui.model.plan import Plan

DOCUMENT = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
RECORDS = [(table, id, values) for table in TABLES if not TABLES[table].single for id, values in DOCUMENT.get(table, {}).items()]

# what a field may be given, right or wrong: NFD, controls, too long, bounds, bool as a number, a day with an hour, doubles
ODD: list[Any] = [
    "Kế hoạch",
    "Ke\u0302\u0301",
    "a\nb",
    "a\u200bb",
    "",
    "  ",
    "x" * 161,
    0,
    1,
    -1,
    1899,
    2025,
    2**53,
    2**53 + 1,
    1.5,
    101.0,
    float("nan"),
    float("inf"),
    True,
    dt.date(1899, 12, 31),
    dt.date(2025, 1, 1),
    dt.datetime(2025, 1, 1, 12),
    [],
    ["so-tc"],
    ["so-tc", "so-tc"],
    ["so-tc", 1],
    {},
    {"start": dt.date(2025, 1, 1)},
    [{}],
    [{"year": 2025, "value": 1, "vintage": "official"}],
    [{"year": 2025, "value": 1, "vintage": "no such"}],
    [{"year": 2025, "value": 1, "vintage": "official", "unknown": 1}],
    [{"on": dt.date(2025, 1, 1), "text": ""}],
    [{"on": dt.date(2025, 1, 1), "text": "x", "by": "nobody", "status": "done"}],
    [{"on": dt.date(2025, 1, 1), "due": dt.date(2025, 1, 1)}],
    ["no such body"],
    [1],
    "done",
    "end_level",
    "dated",
]


@law(40, 3_000)
@given(st.sampled_from(RECORDS), st.data())
def test_what_passes_the_fast_check_has_no_fault(record: tuple[str, str, dict[str, Any]], data: st.DataObject) -> None:
    table, id, values = record
    spec = TABLES[table]
    fields = st.sampled_from([*spec.by_key, "no such field"])
    values = {**values, **data.draw(st.dictionaries(fields, st.sampled_from(ODD), max_size=2))}
    for key in data.draw(st.sets(st.sampled_from(sorted(spec.by_key)), max_size=1)):
        values.pop(key, None)
    now = record_problems(spec, id, values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "surely_valid", lambda *_: False)
        assert now == record_problems(spec, id, values)


def test_nearly_every_record_passes_the_fast_check() -> None:
    """Else the quick look is for nothing."""
    shipped = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    told = [
        surely_valid(TABLES[table], values)
        for table in ("tasks", "indicators", "agencies", "documents")
        for values in shipped[table].values()
    ]
    assert sum(told) > 0.9 * len(told) > 0


def test_a_record_known_to_be_sound_is_not_looked_at_again_and_any_other_is() -> None:
    sound = {table: DOCUMENT[table] for table in DOCUMENT if table in TABLES and not TABLES[table].single}
    task = next(iter(DOCUMENT["tasks"]))
    spoiled = {**DOCUMENT, "tasks": {**DOCUMENT["tasks"], task: {**DOCUMENT["tasks"][task], "order": "one"}}}
    looked: list[str] = []

    def watched(table: Any, id: str, values: Any) -> Any:
        looked.append(f"{table.name}.{id}")
        return examined(table, id, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "examined", watched)
        plan, problems = read_plan(spoiled, sound)
    assert [name for name in looked if not name.endswith(".")] == [f"tasks.{task}"]
    assert (plan, problems) == read_plan(spoiled) and ("tasks", task) in plan.set_aside


def test_checking_tells_how_far_it_is() -> None:
    told: list[float] = []
    read_plan(DOCUMENT, {}, told.append)
    assert told[0] == 0 and told[-1] == 1 and told == sorted(told)


def test_a_lattice_of_successors_is_walked_once_and_its_one_circle_found() -> None:
    """Sixty bodies that each merged into the next two: there are more ways through them than can ever be walked."""
    plan = Plan()
    plan.tables["agencies"] = {f"a{n}": {"successors": [f"a{n + 1}", f"a{n + 2}"]} for n in range(60)}
    assert list(circles(plan, "agencies")) == []
    plan.tables["agencies"]["a60"] = {"successors": ["a58"]}
    assert {p.what.values["circle"] for p in circles(plan, "agencies")} <= {
        "a58 → a60 → a58",
        "a58 → a59 → a60 → a58",
        "a60 → a58 → a60",
        "a59 → a60 → a58 → a59",
    }
    assert list(circles(plan, "agencies"))


@law(30, 2_000)
@given(st.data())
def test_a_table_checked_column_by_column_says_what_each_record_says_alone(data: st.DataObject) -> None:
    spoiled: dict[str, Any] = {**DOCUMENT}
    for _ in range(data.draw(st.integers(0, 4))):
        table, id, values = data.draw(st.sampled_from(RECORDS))
        fields = st.sampled_from([*TABLES[table].by_key, "no such field"])
        values = {**values, **data.draw(st.dictionaries(fields, st.sampled_from(ODD), max_size=2))}
        for key in data.draw(st.sets(fields, max_size=1)):
            values.pop(key, None)
        spoiled[table] = {**spoiled[table], id + data.draw(st.sampled_from(["", " ", "-2"])): data.draw(st.sampled_from([values, 1]))}
    now = read_plan(spoiled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "in_doubt", lambda table, records, named: set(range(len(records))))
        patch.setattr(read, "reference_problems", lambda plan, named, right: plan_checks.reference_problems(plan))
        patch.setattr(plan_checks, "_all_there", lambda *_: False)
        patch.setattr(plan_checks, "_leads_to_an_end", lambda *_: False)
        patch.setattr(records, "_task_goes_together", lambda *_: False)
        assert now == read_plan(spoiled)
        assert repr(now[0].tables) == repr(read_plan(spoiled)[0].tables), "in the same order"
        assert [str(problem) for problem in now[1]] == [str(problem) for problem in read_plan(spoiled)[1]]


def test_one_odd_record_leaves_the_others_to_their_columns() -> None:
    table = TABLES["tasks"]
    tasks = [values for values in DOCUMENT["tasks"].values() if surely_valid(table, values)]
    many = len(tasks)
    assert many > 3 and in_doubt(table, tasks) == set()
    odd = [{**tasks[0], "order": "one"}, {**tasks[1], "new": 1}, {}]
    assert in_doubt(table, [*tasks, *odd]) == {many, many + 1, many + 2}
    assert in_doubt(table, [*tasks, 1]) == {*range(many + 1)} and in_doubt(table, []) == set()
