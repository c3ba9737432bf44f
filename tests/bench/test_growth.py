"""The benchmarks of scale: every job is done, what grows too fast is named, and memory is read as the system tells it."""

from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path

import pytest

from bench import growth, twenty
from bench.goals import STEEPEST
from bench.growth import Taken
from bench.plans import write_plan
from tests.support.lengths import in_proofs


def test_twice_as_much_is_told_from_four_times() -> None:
    assert growth.exponent([10, 100, 1000], [7.0, 70.0, 700.0]) == pytest.approx(1)
    assert growth.exponent([10, 100, 1000], [1.0, 5.0, 500.0]) == pytest.approx(2)
    assert growth.exponent([10, 100, 1000], [1, 10, None]) == pytest.approx(1)  # as far as it was counted
    assert growth.exponent([10], [1]) is None and growth.exponent([10, 100], [None, 3]) is None


def test_a_job_that_grows_faster_than_the_plan_is_named() -> None:
    even = [Taken(10, 1.0, 100), Taken(100, 9.0, 1000)]
    by_calls = [Taken(10, 1.0, 100), Taken(100, 9.0, 5000)]
    by_time = [Taken(10, 1.0, None), Taken(100, 30.0, None)]
    taken = {"even": even, "by calls": by_calls, "by time": by_time}
    assert growth.steep(taken) == ["by calls", "by time"]
    page = growth.as_markdown(taken, dt.date(2026, 11, 30))
    assert f"Above {STEEPEST}: by calls, by time" in page and "| by calls, from 10 | 100 | 5,000 |  |  | 1.70 |" in page
    assert "No exponent above" in growth.as_markdown({"even": even}, dt.date(2026, 11, 30))
    reports = growth.as_markdown({"report": [Taken(100, 90.0, None), Taken(1_000, 1_200.0, None)]}, dt.date(2026, 11, 30))
    assert "- report of 1,000 tasks: 1,200 ms, NOT within 1,000" in reports


@in_proofs
def test_every_job_is_done_on_a_small_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "collect", lambda *_: 0)
    taken = growth.measure((10,), (2,), 1)
    assert list(taken) == ["load", "check", "status", "agenda", "report", "export", "filter", "sort", "edit", "save", "history"]
    assert all(one.ms > 0 and one.calls for some in taken.values() for one in some)


def test_a_history_has_as_many_saves_as_asked_for(tmp_path: Path) -> None:
    path = growth.history_of(tmp_path, 3)
    assert len(growth.read_history(path).entries) == 3


def test_jobs_leave_the_plan_file_as_it_was_but_for_the_save(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    write_plan(path, tasks=6)
    before = path.read_text(encoding="utf-8")
    done = dict(growth.jobs(path))
    for name in ("load", "check", "filter", "sort", "edit"):
        done[name]()
    assert path.read_text(encoding="utf-8") == before
    done["save"]()
    assert path.read_text(encoding="utf-8").count("Lần lưu thử 0") == 1


def test_memory_is_read_as_the_system_tells_it() -> None:
    rollup = "55d0-7ffc ---p 0 00:00 0 [rollup]\nRss: 9000 kB\nPss:   4096 kB\nPrivate_Clean:    1024 kB\nPrivate_Dirty:  2048 kB\n"
    assert twenty.memory_of(rollup) == (3.0, 4.0)


def test_the_page_of_sessions_says_what_is_wanted() -> None:
    page = twenty.as_markdown(
        twenty.Cost([50.0, 52.0], [39.0, 41.0], [42.0, 43.0], [10.0, 20.0], [8.0, 9.0], [1.0, 2.0], 12.0, {"[heap]": 9.5, "x.so": 0.01}),
        dt.date(2026, 11, 30),
    )
    assert page.startswith("# 2 sessions on one plan, 2026-11-30")
    assert "| private memory of one, MiB | 40.0 (39.0–41.0) | ≤ 40 |" in page and "| proportional memory of all, MiB | 85 |  |" in page
    assert (
        "| the same at a later save, ms | 8.5 (8.0–9.0) | ≤ 15 |" in page
        and "| CPU of each in that time at rest, ms | 1.5 (1.0–2.0) |  |" in page
    )
    assert page.endswith("| [heap] | 9.5 |\n"), "what is nearly nothing has no line"


def test_memory_is_told_by_what_is_mapped() -> None:
    smaps = (
        "55d0-7ffc rw-p 0000 00:00 0                  [heap]\nSize: 9000 kB\nPrivate_Clean: 1024 kB\nPrivate_Dirty: 2048 kB\n"
        "7f00-7f01 rw-p 0000 00:00 0 \nPrivate_Dirty: 4096 kB\n7f02-7f03 r-xp 0000 08:01 12 /a b/lib.so\nPrivate_Clean: 512 kB\n"
        "7f04-7f05 r--p 0000 08:01 12 /a b/lib.so\nPrivate_Dirty: 512 kB\nVmFlags: rd mr\n"
    )
    assert list(twenty.mapped_by(smaps).values()) == [4.0, 3.0, 1.0]
    assert list(twenty.mapped_by(smaps))[1:] == ["[heap]", "lib.so"] and twenty.mapped_by("") == {}


@in_proofs
def test_two_sessions_on_one_plan_take_in_what_somebody_saves() -> None:
    cost = twenty.measure(2)
    assert (
        len(cost.private) == len(cost.save) == 2 and len(cost.later) == len(cost.rest) and min(*cost.private, *cost.save, *cost.later) > 0
    )
    assert abs(sum(cost.mapped.values()) - cost.private[0]) < 2
