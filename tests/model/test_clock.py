"""Days are those of the plan's time zone: on a server elsewhere, over midnight, and where the zone is not known."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tui
from tui.model.checks import read_plan
from tui.model.clock import USUAL_ZONE, Clock, aware, clock_of, zone_named
from tui.model.plan import Plan

NEW_YEAR_IN_HANOI = dt.datetime(2026, 12, 31, 17, tzinfo=dt.UTC).timestamp()


def plan_of(zone: object) -> Plan:
    return read_plan({"settings": {"time_zone": zone}} if zone is not None else {})[0]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        (None, dt.date(2027, 1, 1)),
        (USUAL_ZONE, dt.date(2027, 1, 1)),
        ("Europe/Berlin", dt.date(2026, 12, 31)),
        ("Pacific/Kiritimati", dt.date(2027, 1, 1)),
        ("UTC", dt.date(2026, 12, 31)),
        ("Asia/Saigonn", dt.date(2027, 1, 1)),
        ("../../etc/passwd", dt.date(2027, 1, 1)),
        ("", dt.date(2027, 1, 1)),
        (7, dt.date(2027, 1, 1)),
    ],
)
def test_the_day_is_that_of_the_plan(zone: object, day: dt.date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    clock = clock_of(plan_of(zone), lambda: NEW_YEAR_IN_HANOI)
    assert clock.today() == day and clock.now().timestamp() == NEW_YEAR_IN_HANOI


@given(st.floats(0, 4e9), st.sampled_from([USUAL_ZONE, "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC"]))
def test_a_day_lasts_from_its_first_moment_to_the_next_ones(seconds: float, zone: str) -> None:
    """Also the days of 23, 23.5 and 25 hours."""
    here = zone_named(zone)
    assert here is not None
    clock = Clock(here, lambda: seconds)
    begins, ends = clock.span(clock.today())
    assert begins <= seconds < ends and 22 * 3600 < ends - begins < 26 * 3600
    assert Clock(here, lambda: ends).today() == clock.today() + dt.timedelta(days=1)


@pytest.mark.parametrize("zone", ["Asia/Saigonn", "../../etc/passwd", "Asia", ""])
def test_a_zone_nobody_knows_is_a_problem(zone: str) -> None:
    (problem,) = [p for p in read_plan({"settings": {"time_zone": zone}})[1] if p.table == "settings"]
    assert problem.field == "time_zone" and USUAL_ZONE in str(problem.what.values) and not problem.warning
    assert not [p for p in read_plan({"settings": {"time_zone": "Europe/Berlin"}})[1] if p.table == "settings"]


def test_a_moment_written_without_a_zone_can_be_compared() -> None:
    now = dt.datetime.now(dt.UTC)
    assert abs(aware(dt.datetime.now()) - now) < dt.timedelta(minutes=1) and aware(now) is now


_OWN = {"today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp", "localtime", "ctime", "astimezone"}
"""What gives a time by the machine's clock and zone."""
_ASKING = _OWN | {"strftime"}


def asked(tree: ast.AST) -> list[int]:
    """The lines on which the machine is asked for a day or a time: ``now`` and ``today`` of what is no clock of ours."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in _ASKING:
            continue
        owner = node.func.value
        name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
        if name in ("date", "datetime", "time") if node.func.attr != "astimezone" else True:
            found.append(node.lineno)
    return found


def test_nothing_else_asks_the_machine_what_day_it_is() -> None:
    root = Path(tui.__file__).parent
    found = {
        f"{path.relative_to(root)}:{line}"
        for path in root.rglob("*.py")
        if path != root / "model" / "clock.py"
        for text in [path.read_text(encoding="utf-8")]
        if any(f".{name}(" in text for name in _ASKING)  # what does not even name it is not worth a parse
        for line in asked(ast.parse(text))
    }
    assert found == set()


@pytest.mark.parametrize(
    "planted",
    ["dt.date.today()", "date.today()", "dt.datetime.now()", "datetime.now()", "time.strftime('%H')", "time.localtime()", "x.astimezone()"],
)
def test_one_that_does_is_found(planted: str) -> None:
    assert asked(ast.parse(planted)) == [1]


@pytest.mark.parametrize("ours", ["clock.today()", "self.session.clock.now()", "day.strftime('%d')", "Clock().now()", "time.monotonic()"])
def test_our_own_clock_is_asked_freely(ours: str) -> None:
    assert asked(ast.parse(ours)) == []
