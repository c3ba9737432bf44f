"""What a start is made of: steps that hold each other, and a table that says what is ours."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from bench import floor
from bench.floor import STEPS, Cost, measured, program, table


def test_each_step_does_all_before_it() -> None:
    for before, after in pairwise(["Textual", "Polars beside it", floor.FLOOR]):
        assert {*STEPS[before][0].replace("\n", ", ").split(", ")} <= {*STEPS[after][0].replace("\n", ", ").split(", ")}
    for before, after in pairwise([step for step, (_, ours) in STEPS.items() if ours and step != floor.LATER]):
        assert STEPS[before][0] in STEPS[after][0]
    for step in STEPS:
        for begun in (False, True):
            compile(program(step, begun=begun), step, "exec")
            assert ("prepared.begin()" in program(step, begun=begun)) is begun


def test_costs_are_those_of_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)  # a machine without valgrind
    cost, _ = measured(["Python alone"], tmp_path, times=1)["Python alone"]
    assert cost.instructions is None and 0 < cost.cpu < 5_000 and 1 < cost.private < 40


def test_the_table_has_a_line_a_step_and_says_what_is_not_ours() -> None:
    counted, not_counted = (Cost(1234.5, 10, 3.25), Cost(1000, 9, 3)), (Cost(None, 10, 3.25), Cost(None, 9, 3))
    lines = table({"Textual": counted, "the plan read": not_counted}).splitlines()
    assert lines[2] == "| Textual *(not ours)* | 1,234 → 1,000 | 10 → 9 | 3.2 → 3.0 |"
    assert lines[3] == "| the plan read | – | 10 → 9 | 3.2 → 3.0 |"
    assert len(table({}).splitlines()) == 2
