"""A fault of the reading, whatever it is, ends in a sentence: the program goes on, and other files are read as before."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from tests.support.tables_read import EN, TASKS, VI, empty_plan, read
from tui.exchange import importing, taking
from tui.exchange.cells import texts_sheet
from tui.exchange.import_result import CannotImport
from tui.model.text import Sentence


def failing(*_: object) -> NoReturn:
    raise IndexError("tuple index out of range")


def test_a_fault_while_a_file_is_read_is_a_sentence_that_says_what(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    sheets = [texts_sheet("", TASKS)]
    told: list[Sentence] = []
    for module, name, called in (
        (taking, "read_tables", lambda: taking.Taking("a.csv", sheets, (VI, EN)).read(empty_plan())),
        (importing, "import_tables", lambda: importing.import_sheets(sheets, empty_plan(), (VI, EN))),
        (importing, "bytes_of", lambda: importing.read_sheets("a.csv")),
    ):
        with monkeypatch.context() as patched, pytest.raises(CannotImport) as fault:
            patched.setattr(module, name, failing)
            called()
        told.append(fault.value.sentence)
    assert {EN.sentence(one) for one in told} == {"the file could not be read: IndexError: tuple index out of range"}
    assert len(read(TASKS).lines) == 4  # the next one is read


def test_a_cell_of_signs_alone_beside_names_nobody_knows_stops_nothing() -> None:
    rows = [["Nhiệm vụ", "Chủ trì"], ["Việc một", '"'], ["Việc hai", "Sở Nội vụ; Sở Tư pháp và Văn phòng UBND tỉnh"]]
    made = [line.new.values["name"] for line in read(rows).lines if line.new is not None and line.new.table == "agencies"]
    assert set(made) == {"Sở Nội vụ", "Sở Tư pháp", "Văn phòng UBND tỉnh"}
