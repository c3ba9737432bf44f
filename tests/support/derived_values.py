"""Every value the program keeps of its frames, found by the register of derived functions, and what makes each of them stale."""

from __future__ import annotations

import datetime as dt
import importlib
import itertools
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import attrs
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import tui
from tui.frames.build import Frames
from tui.frames.derived import DERIVED, Derived
from tui.frames.methods.tasks import holidays, near_days
from tui.frames.tables.columns import View
from tui.i18n.words import Words
from tui.model.fields import SINGLE_ID, TABLES, FieldSpec, Kind, reference_fields
from tui.model.plan import MISSING, Plan, same
from tui.reports.spans import HALF_YEAR, YEAR

DAY = dt.date(2024, 6, 30)
_WORDS = Words("vi")

_ARGUMENTS: dict[str, Callable[[Frames], Sequence[Any]]] = {
    "as_of": lambda _: [DAY],
    "years": lambda frames: [frames.plan.years],
    "words": lambda _: [_WORDS],
    "table": lambda _: list(TABLES),
    "since": lambda frames: [None, *itertools.islice(frames.plan.tables["reviews"], 1)],
    "id": lambda frames: list(itertools.islice(frames.plan.tables["indicators"], 1)),
    "near_days": lambda frames: [near_days(frames)],
    "holidays": lambda frames: [holidays(frames)],
    "year": lambda _: [DAY.year],
    "span": lambda _: [YEAR, HALF_YEAR],
}
"""What a parameter of that name is given; "id" is an indicator's."""


@cache
def every_derived() -> tuple[Derived[Any, Any], ...]:
    """Every function of the program whose values are kept."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return tuple(sorted((derived for derived in DERIVED if derived.name.startswith("tui.")), key=lambda derived: derived.name))


def calls(derived: Derived[Any, Any], frames: Frames) -> list[tuple[Any, ...]]:
    """The arguments a function is called with; none where the plan has nothing to call it for."""
    code = derived.make.__code__
    names = code.co_varnames[1 : code.co_argcount]
    if names == ("table", "field", "entry_field"):
        return [(table, spec.key, inner.key if inner else None) for table, spec, inner in reference_fields()]
    unknown = set(names) - _ARGUMENTS.keys()
    if unknown:
        pytest.fail(f"tests/support/derived_values.py does not say what {derived.name} may be given as {sorted(unknown)}")
    return list(itertools.product(*(_ARGUMENTS[name](frames) for name in names)))


Call = tuple[Derived[Any, Any], tuple[Any, ...]]


def every_value(frames: Frames, functions: Sequence[Derived[Any, Any]] = ()) -> dict[Call, Any]:
    """Every derived value of a plan; the class of the error in the place of a value there is none of."""
    return {(derived, args): _outcome(derived, frames, args) for derived in functions or every_derived() for args in calls(derived, frames)}


def _outcome(derived: Derived[Any, Any], frames: Frames, args: tuple[Any, ...]) -> Any:
    try:
        return derived(frames, *args)
    except Exception as fault:  # a plan no file may hold: then it must be the same fault however the value is made
        return type(fault)


def assert_as_made_anew(frames: Frames, plan: Plan, edited: str = "", functions: Sequence[Derived[Any, Any]] = ()) -> None:
    """Every value is what it would be over frames nobody has looked at; ``edited`` is the table edited since they were.

    Left out are values for which edits of that table do not count.
    """
    new = Frames(plan)
    fresh = every_value(new, functions)
    for name in TABLES:
        assert_alike(frames[name], new[name], name)
    for (derived, args), value in every_value(frames, functions).items():
        if edited not in derived.apart:
            assert_alike(value, fresh[derived, args], f"{derived.name}{args}")


def assert_as_at_first(frames: Frames, plan: Plan, first: Mapping[Call, Any]) -> None:
    """Every value is what it was over frames nobody had looked at: all that was edited since has been taken back."""
    new = Frames(plan)
    for name in TABLES:
        assert_alike(frames[name], new[name], name)
    for (derived, args), value in first.items():
        assert_alike(_outcome(derived, frames, args), value, f"{derived.name}{args}")


def assert_nothing_stale(frames: Frames, plan: Plan, edited: str) -> None:
    """Tables, and what is still kept after the edits of this table, are what they would be over frames nobody has looked at.

    What is not kept any more will be made from these.
    """
    new = Frames(plan)
    for name in TABLES:
        assert_alike(frames[name], new[name], name)
    left = [call for call in frames._derived if edited not in call[0].apart]
    assert_kept_as_made_anew(frames, plan, left, f"after edits of {edited}")


def kept_by_field(frames: Frames, table: str) -> list[Call]:
    """The values that some edits of a table leave as they are, though they were made from it."""
    found = []
    for call, cached in frames._derived.items():
        fields = {read.field for read in cached.reads if read.table == table}
        if fields and None not in fields:
            found.append(call)
    return found


def assert_kept_as_made_anew(frames: Frames, plan: Plan, values: Sequence[Call], when: str) -> None:
    """These values are what they would be over frames nobody has looked at."""
    fresh = Frames(plan)
    for derived, args in values:
        assert_alike(_outcome(derived, frames, args), _outcome(derived, fresh, args), f"{derived.name}{args} {when}")


def _without_unknown(frame: Any, beside: Any) -> Any:
    """The frame without the columns in which both know nothing and one has no kind: a list that no record has."""
    if not isinstance(frame, pl.DataFrame) or not isinstance(beside, pl.DataFrame) or frame.columns != beside.columns:
        return frame
    unknown = [name for name, kind in frame.schema.items() if pl.Null in (kind, beside.schema[name])]
    return frame.drop(name for name in unknown if frame[name].null_count() == frame.height and beside[name].null_count() == beside.height)


def assert_alike(one: Any, other: Any, what: str) -> None:
    """Two values say the same. Frames to the last binary digits: Polars works out a power of one row by another way than of many."""
    if isinstance(one, pl.DataFrame):
        one, other = _without_unknown(one, other), _without_unknown(other, one)
        try:
            assert_frame_equal(one, other, rel_tol=1e-13, abs_tol=0)
        except AssertionError as fault:
            raise AssertionError(f"{what} is stale: {fault}") from fault
    elif isinstance(one, pl.Series):
        assert one.equals(other, check_names=True), f"{what} is stale"
    elif isinstance(one, View):
        assert_alike(one.frame, other.frame, what)
        assert [column.key for column in one.columns] == [column.key for column in other.columns], f"{what} is stale"
    elif attrs.has(type(one)) and type(one).__eq__ is object.__eq__:
        for field in attrs.fields(type(one)):
            assert_alike(getattr(one, field.name), getattr(other, field.name), what)
    else:
        assert one == other, f"{what} is stale"


# -- edits --------------------------------------------------------------------------------------------------------


def other_values(plan: Plan, table: str, spec: FieldSpec) -> Iterator[tuple[str, Any]]:
    """(id, value) of a record of a table and what one of its fields has not got now: of another record, or made up; at last none."""
    records = plan.tables[table]
    having = [id for id, values in records.items() if spec.key in values]
    first = next(iter(having or records), None)
    if first is None:
        return
    now = records[first].get(spec.key, MISSING)
    others = [records[id][spec.key] for id in having if not same(records[id][spec.key], now)]
    yield first, (others[-1] if others else made_up(plan, spec, now))
    if not spec.required and now is not MISSING:
        yield first, MISSING


def made_up(plan: Plan, spec: FieldSpec, now: Any = MISSING) -> Any:
    """A value a field may have that is another one than it has now."""
    ids = [id for id in plan.tables.get(spec.table or "", ()) if id != SINGLE_ID and id not in (now, [now], [*([now] if now else [])])]
    texts = {Kind.TEXT: "Khác", Kind.PROSE: "Khác", Kind.MONTH_DAY: "11-29"}
    if spec.address:
        return "https://khac.example/"
    if spec.kind in texts:
        return texts[spec.kind] if now != texts[spec.kind] else "Khác nữa"
    choices = [choice.value for choice in spec.choices if now not in (choice.value, [choice.value])]
    numbered = now if isinstance(now, int | float) else spec.minimum or 0
    days = {"start": dt.date(2021, 3, 1), "end": dt.date(2024, 3, 1)}
    return {
        Kind.INTEGER: lambda: int(numbered) + 1,
        Kind.NUMBER: lambda: numbered + 0.25,
        Kind.YES_NO: lambda: not now if isinstance(now, bool) else False,
        Kind.DATE: lambda: dt.date(2023, 5, 17),
        Kind.CHOICE: lambda: choices[-1],
        Kind.REF: lambda: ids[-1] if ids else "không-có",
        Kind.REFS: lambda: ids[-1:] or ["không-có"],
        Kind.TEXTS: lambda: ["Khác"],
        Kind.CHOICES: lambda: choices[-1:],
        Kind.NUMBERS: lambda: [2021, 2022],
        Kind.DATES: lambda: [dt.date(2023, 5, 17), dt.date(2024, 7, 8)],
        Kind.PERIOD: lambda: days,
        Kind.ENTRIES: lambda: [{inner.key: made_up(plan, inner) for inner in spec.entries if inner.told_bare}],
    }[spec.kind]()
