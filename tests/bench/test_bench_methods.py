"""The benchmark of the methods measures two things that say the same."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest

from bench import methods, one_pass, plain
from bench.figures import Figure
from tests.support.lengths import in_proofs


@pytest.fixture(autouse=True)
def nothing_is_cleared_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """No figure is looked at here, and a look through all that a worker of the suite holds takes half a second each time."""
    monkeypatch.setattr(gc, "collect", lambda *_: 0)


def test_frames_and_loop_say_the_same_of_every_record() -> None:
    plan = methods.made_plan(3000, 600)
    methods.agree(plan)
    said = {one.verdict for one in methods.by_loop(plan)[0].values()}
    assert said >= {"on_course", "speed_up", "at_risk", "met", "not_met"}  # the made plan reaches every turn of the methods
    assert set(methods.by_loop(plan)[1].values()) >= {"late", "near", "open_in_time", "done_on_time", "done_late", "standing"}


def test_a_difference_is_never_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "judge", lambda *_: plain.Said("met", None, None))
    with pytest.raises(methods.Differ, match="i0"):
        methods.measure(5, 12, 1)


def test_the_report_prints_how_many_times_as_long_the_loop_takes(tmp_path: Path) -> None:
    def one(ms: float) -> Figure:
        return Figure(ms, ms, ms, 1, 0)

    made = methods.measure(5, 12, 1)
    made = methods.attrs.evolve(made, frames=one(50), built=one(400), loop=one(200))
    text = methods.as_markdown(made)
    assert "| 50 | 50–50 | 4.0 |" in text and "| 400 | 400–400 | 0.5 |" in text
    paths = methods.save(made, tmp_path)
    assert [path.suffix for path in paths] == [".json", ".md"]
    found = json.loads(paths[0].read_text(encoding="utf-8"))
    assert (found["frames"], found["built"], found["loop"]) == ([50, 50, 50], [400, 400, 400], [200, 200, 200])


@in_proofs
def test_the_pass_over_many_plans_keeps_its_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one_pass.main(["--plans", "1", "2", "--runs", "1", "--results", str(tmp_path)])
    page, data = sorted(tmp_path.iterdir(), key=lambda path: path.suffix, reverse=True)
    assert page.read_text(encoding="utf-8") in capsys.readouterr().out
    kept = json.loads(data.read_text(encoding="utf-8"))
    assert [one["plans"] for one in kept["taken"]] == [1, 2] and kept["alone"] > 0
