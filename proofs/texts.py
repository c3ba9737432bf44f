"""Broken and unusual plan files: any bytes give a plan with problems or one sentence, and an unchanged save changes nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import tomli

from tui.model.fields import TABLES
from tui.store.files.errors import CannotRead, StoreError
from tui.store.files.file_state import FileState
from tui.store.plan_file import Loaded, format_problem, load_state
from tui.store.plan_save import rendered

_TOKENS: Final = (
    *rb"""[|]|[[|]]|{|}|=|,|.|#|"|'|\|'''|true|nan|-inf|0x|1__0|1e999|2025-02-30|1979-05-27T07:32:00+99:99|"" = 1|k = {a=1,a=2}""".split(
        b"|"
    ),
    *b"[tasks.III-1]|[tasks]|[[tasks]]|[plan]|[a.b.c]|[goals.g01|[tasks.'III-1']|tasks = 1|tasks = []|plan = []|a.b.c = 1".split(b"|"),
    *b'k = {\n a = 1, # b\n}\n|"\\e\\x4"|07:32'.split(b"|"),
    *b'format = 2|format = -1|"""|k = """\n[x]\n"""|\r\n|\r|\n|\t|\0|\x1b[2J|\x7f|\xff|\xc3|\xed\xa0\x80|\xef\xbb\xbf|\xe2\x80\xae'.split(
        b"|"
    ),
    *(b"9" * 25, b"9" * 5000, b"[" * 300, b"a." * 300 + b"b = 1", b"{a=" * 200, b"k = " + b"[" * 5000),
)


class _Plain:
    """Says a sentence as it is written."""

    def sentence(self, sentence: object, /) -> str:
        return str(sentence)


def fault_of(data: bytes) -> str | None:
    """What is wrong with how the program takes these bytes for a plan; None when all is well."""
    try:
        loaded = load_state(FileState(Path("plan.toml"), data))
    except CannotRead as refused:
        return None if str(refused) and str(refused).isprintable() else f"no sentence: {refused!s:.80}"
    except Exception as error:
        return f"loading raised {type(error).__name__}: {error!s:.120}"
    for problem in loaded.problems:
        line = format_problem(problem, "plan.toml", _Plain())
        if not line.isprintable():
            return f"a problem is not one clean line: {line!r:.120}"
    parses = _parses(data)
    if parses != (loaded.read_only_because is None):
        return "opened for writing although it is not valid TOML" if not parses else "opened for reading only although it is valid TOML"
    return _saving_fault(loaded, data, parses)


def _saving_fault(loaded: Loaded, data: bytes, parses: bool) -> str | None:
    try:
        if rendered(loaded, loaded.plan).encode("utf-8") != data:
            return "a save without a change is not the same bytes"
    except StoreError as refused:
        return f"a save without a change is refused: {refused!s:.120}" if parses and "too deep" not in str(refused) else None
    except Exception as error:
        return f"a save without a change raised {type(error).__name__}: {error!s:.120}"
    if not parses:
        return "a file that is not valid TOML was not refused"
    return _editing_fault(loaded)


def _editing_fault(loaded: Loaded) -> str | None:
    """One field of the first record changed: the text holds that and all the rest, or is refused in words."""
    plan = loaded.plan
    found = next(((name, id) for name in TABLES for id in plan.tables[name]), None)
    if found is None:
        return None
    table, id = found
    before = plan.tables[table][id]
    plan.tables[table][id] = {**before, "note": "đã sửa"}
    try:
        text = rendered(loaded, plan)
    except StoreError:
        return None
    except Exception as error:
        return f"a save of a change raised {type(error).__name__}: {error!s:.120}"
    finally:
        plan.tables[table][id] = before
    now: Any = tomli.loads(text.removeprefix("\ufeff"))[table]
    return None if (now if TABLES[table].single else now[id]).get("note") == "đã sửa" else "a change is not in the text"


def _parses(data: bytes) -> bool:
    try:
        tomli.loads(data.decode("utf-8").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


# -- made files ---------------------------------------------------------------------------------------------------


def noise(chance: random.Random) -> bytes:
    """Random bytes, or random pieces of what a plan is made of."""
    if chance.random() < 0.5:
        return chance.randbytes(chance.randint(0, 300))
    return b"".join(chance.choice(_TOKENS) + chance.choice((b"", b" ", b"\n", b"\n")) for _ in range(chance.randint(1, 40)))


def mangled(plan: bytes, chance: random.Random) -> bytes:
    """A plan in which some bytes were flipped, cut, doubled, swapped, or put in from elsewhere."""
    data = plan
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        data = chance.choice(_MANGLERS)(data, chance)
    return data


def _flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.choice((1, 1, 2, 10, 100, 1000)) :]


def _stop(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_TOKENS) + data[at:]


def _double_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    at, more = chance.randrange(len(lines)), chance.choice((1, 1, 5, 30))
    return b"".join([*lines[: at + more], *lines[at:]])


def _move_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    start, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    piece = lines[start : start + chance.choice((1, 1, 3, 10))]
    rest = lines[:start] + lines[start + len(piece) :]
    return b"".join([*rest[:to], *piece, *rest[to:]])


def _line_ends(data: bytes, chance: random.Random) -> bytes:
    return re.sub(rb"\n", lambda _: chance.choice((b"\n", b"\r\n", b"\n", b"\r", b"\n\n", b" \n")), data)


_MANGLERS: Final = (_flip, _flip, _cut, _cut, _stop, _insert, _insert, _double_line, _move_lines, _move_lines, _line_ends)


def cases(plan: bytes, amount: int, chance: random.Random) -> Iterator[bytes]:
    """Files of ``amount`` bytes and a little more, together: noise, mangled plans, and parts of one."""
    pieces = [p for p in re.split(rb"(?m)^(?=\[)", plan) if p]
    made = 0
    while made < amount:
        kind = chance.random()
        if kind < 0.45:
            data = noise(chance)
        elif kind < 0.9:  # a few records: more cases for the same bytes
            some = b"".join(chance.sample(pieces, min(len(pieces), chance.randint(1, 6))))
            data = mangled(chance.choice((b"", b"format = 2\n", b"\xef\xbb\xbfformat = 2\n")) + some, chance)
        else:
            data = mangled(plan, chance)
        made += max(1, len(data))
        yield data
