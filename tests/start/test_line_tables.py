"""Prepared code keeps the line of every instruction, and nothing finer; a fault in it is at the same place."""

from __future__ import annotations

import inspect
import random
import traceback
import types
from collections.abc import Iterator
from pathlib import Path

from tui.start import line_tables, preparing
from tui.start.bare_code import bare
from tui.start.line_tables import without_columns
from tui.store.toml import parse

_FAULT = """
def fails(value):
    \"\"\"What is said of it.\"\"\"

    return [
        1 / each
        for each in (
            1,
            value)
    ]
"""


def _all(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield from _all(each)


def _line_of_each(code: types.CodeType) -> list[int | None]:
    return [line for line, *_ in code.co_positions()]


def test_every_instruction_of_modules_keeps_its_line_in_a_smaller_table() -> None:
    for module in (parse, preparing, inspect, traceback):
        code = compile(Path(str(module.__file__)).read_bytes(), str(module.__file__), "exec")
        for before, after in zip(_all(code), _all(without_columns(code)), strict=True):
            assert _line_of_each(before) == _line_of_each(after)
            assert before.co_code == after.co_code and before.co_exceptiontable == after.co_exceptiontable
            assert len(after.co_linetable) <= len(before.co_linetable)
        assert sum(len(c.co_linetable) for c in _all(without_columns(code))) * 3 < sum(len(c.co_linetable) for c in _all(code))


def test_lines_far_apart_and_backwards_are_kept() -> None:
    chosen = random.Random(7)
    for apart in (1, 40, 70, 5000, 200_000):
        text = "".join("\n" * chosen.randrange(apart) + f"x{n} = [y for y in (\n{n},\n\n{n + 1})]\n" for n in range(5))
        code = compile(text, "far.py", "exec")
        for before, after in zip(_all(code), _all(without_columns(code)), strict=True):
            assert _line_of_each(before) == _line_of_each(after)


def test_a_fault_in_prepared_code_is_at_its_line() -> None:
    code = bare(_FAULT.encode(), "fault.py")
    space: dict[str, object] = {}
    exec(code, space)
    try:
        space["fails"](0)  # type: ignore[operator]
    except ZeroDivisionError as fault:
        places = [(frame.name, frame.lineno) for frame in traceback.extract_tb(fault.__traceback__) if frame.filename == "fault.py"]
    assert places[0] == ("fails", 5) and places[-1][1] == 6


def test_code_whose_table_is_of_another_kind_is_left_as_it_is() -> None:
    code = compile("x = 1\ny = 2\n", "kind.py", "exec")
    made, line_tables._table = line_tables._table, lambda before, runs: b"\x80" * 3  # type: ignore[assignment]
    try:
        assert without_columns(code).co_linetable == code.co_linetable
    finally:
        line_tables._table = made
