"""What a part of the proofs found is kept beside what it found of other kinds before."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from proofs.outcome import Outcome

DAY = dt.date(2026, 11, 29)


def _saved(folder: Path, counts: dict[str, int], faults: tuple[str, ...], only: tuple[str, ...] = ()) -> dict[str, Any]:
    outcome = Outcome(id="others", title="Others", seconds=1, counts=counts, faults=faults, only=only)
    kept: dict[str, Any] = json.loads(outcome.save(folder, DAY).read_text(encoding="utf-8"))
    return kept


def test_a_kind_that_is_tried_alone_takes_the_place_of_its_own_figures_only(tmp_path: Path) -> None:
    _saved(tmp_path, {"a: texts": 5, "a, more: texts": 5}, ("a: wrong", "a, more: wrong too"))
    kept = _saved(tmp_path, {"a: texts": 9}, (), only=("a",))
    assert kept["counts"] == {"a: texts": 9, "a, more: texts": 5} and kept["faults"] == ["a, more: wrong too"]


def test_a_run_of_all_kinds_takes_the_place_of_everything(tmp_path: Path) -> None:
    _saved(tmp_path, {"a: texts": 5, "gone: texts": 5}, ("gone: wrong",))
    kept = _saved(tmp_path, {"a: texts": 9}, ())
    assert kept["counts"] == {"a: texts": 9} and kept["faults"] == []


def test_the_first_run_of_one_kind_has_nothing_before_it(tmp_path: Path) -> None:
    assert _saved(tmp_path, {"a: texts": 1}, ("a: wrong",), only=("a",))["faults"] == ["a: wrong"]


def test_no_folder_of_the_machine_is_kept_with_a_fault(tmp_path: Path) -> None:
    files = ("/srv/a b/.venv/lib/python3.11/site-packages/textual/widget.py", "/home/an/kehoach/tui/app.py", "/usr/lib/re.py", "<string>")
    fault = "walk: Traceback\n" + "".join(f'  File "{file}", line 1\n' for file in files)
    (kept,) = _saved(tmp_path, {}, (fault,))["faults"]
    assert kept.split('"')[1::2] == ["textual/widget.py", "tui/app.py", "re.py", "<string>"]
