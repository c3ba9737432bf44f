"""Where in the source the instructions of some code stand: by lines alone, as ``python -X no_debug_ranges`` compiles it.

Python notes for each instruction the columns it comes from as well, which a traceback underlines. They are three quarters of a table that
every session holds of all the code it has loaded; the lines, which say where a fault was, stay.
"""

from __future__ import annotations

import types
from collections.abc import Iterator

_MOST_UNITS = 8
"""Units of code (2 bytes each) an entry of a table can be about."""
_LINE_ALONE, _NO_LINE = 13, 15
"""Kinds of entries (Python 3.11 and later: Objects/locations.md)."""


def without_columns(code: types.CodeType) -> types.CodeType:
    """The same code, and all that is within it, with lines alone; as it is where this Python keeps tables of another kind."""
    inner = tuple(without_columns(each) if isinstance(each, types.CodeType) else each for each in code.co_consts)
    code = code.replace(co_consts=inner)
    runs = _runs(code)
    made = code.replace(co_linetable=_table(code.co_firstlineno, runs))
    return made if _runs(made) == runs else code


def _runs(code: types.CodeType) -> list[tuple[int, int, int | None]]:
    """(first byte, byte behind the last, line) of the instructions, those of one line that follow each other as one."""
    runs: list[tuple[int, int, int | None]] = []
    for first, end, line in code.co_lines():
        if runs and runs[-1][1:] == (first, line):
            first = runs.pop()[0]
        runs.append((first, end, line))
    return runs


def _table(before: int, runs: list[tuple[int, int, int | None]]) -> bytes:
    table = bytearray()
    for first, end, line in runs:
        units = (end - first) // 2
        while units:
            some = min(units, _MOST_UNITS)
            units -= some
            table.append(0x80 | (_NO_LINE if line is None else _LINE_ALONE) << 3 | some - 1)
            if line is not None:
                table += bytes(_signed(line - before))
                before = line
    return bytes(table)


def _signed(number: int) -> Iterator[int]:
    """A number six bits at a time, the least first, its sign the lowest of all."""
    rest = -number << 1 | 1 if number < 0 else number << 1
    while rest > 0x3F:
        yield 0x40 | rest & 0x3F
        rest >>= 6
    yield rest
