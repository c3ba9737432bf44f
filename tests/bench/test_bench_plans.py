"""The plans that are made up to measure with: whole, sound, in the product's own layout, and recognisable."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.plans import SHIPPED, main, write_plan
from tests.support.lengths import in_proofs, longer, of_these
from tui.store.plan_file import load
from tui.store.toml.values import record_text


@longer
@pytest.mark.parametrize("tasks", of_these([0, 1, 118, 700], [0, 118]))
def test_a_made_up_plan_has_as_many_tasks_as_asked_for_and_no_problems(tmp_path: Path, tasks: int) -> None:
    path = tmp_path / "plan.toml"
    write_plan(path, tasks=tasks)
    loaded, shipped = load(path), load(SHIPPED)
    assert len(loaded.plan.tables["tasks"]) == tasks
    assert loaded.problems == ()
    for table in ("agencies", "documents", "sections", "goals", "sources", "directions", "enterprises", "duties"):
        assert loaded.plan.tables[table] == shipped.plan.tables[table]
    assert "thử" in loaded.plan.header["title"] and "thử" in loaded.plan.header["short_title"]
    assert all(task["summary"].startswith("Nhiệm vụ thử số ") for task in loaded.plan.tables["tasks"].values())


@in_proofs
def test_it_is_written_as_the_program_writes_and_varied(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    assert main(["--tasks", "600", str(path)]) == 0
    loaded = load(path)
    written = loaded.text
    tasks, indicators = loaded.plan.tables["tasks"], loaded.plan.tables["indicators"]
    for id, values in tasks.items():
        assert record_text(("tasks", id), values, "\n") in written
    for id, values in indicators.items():
        assert not id.startswith("thu-") or record_text(("indicators", id), values, "\n") in written
    assert len(indicators) > 100
    assert {t["status"] for t in tasks.values()} == {"unreported", "in_progress", "done", "blocked"}
    assert {t["mode"] for t in tasks.values()} == {"dated", "periodic", "standing"}
    for key in ("due", "log", "note", "partners", "documents", "indicators", "progress", "done_on"):
        assert 0 < sum(key in t for t in tasks.values()) < len(tasks), key


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(tmp_path: Path) -> None:
    one, same, other = tmp_path / "1.toml", tmp_path / "2.toml", tmp_path / "3.toml"
    for path, seed in ((one, 1), (same, 1), (other, 2)):
        write_plan(path, tasks=50, indicators=3, seed=seed)
    assert one.read_bytes() == same.read_bytes() != other.read_bytes()
