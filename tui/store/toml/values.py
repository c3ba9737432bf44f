"""How values, statements and records are written: always the same way, so that a diff shows what changed.

``tomli_w`` writes scalars and keys. Lists of tables stand one inline entry a line, lists of texts on one line
when that has at most :data:`WIDTH` characters, texts of several lines between three quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import tomli_w

from tui.model.fields import TABLES, Kind
from tui.store.toml.scan import Path

WIDTH: Final = 100
"""Characters of the longest line a list of texts may fill, key included."""

INDENT: Final = "    "


@lru_cache(maxsize=256)
def field_order(path: Path) -> tuple[str, ...]:
    """The keys of the table at a path in the order of the field specs; empty where no spec speaks."""
    spec = TABLES.get(str(path[0])) if path else None
    if spec is None:
        return ("format", *TABLES) if not path else ()
    depth = 1 if spec.single else 2
    if len(path) < depth:
        return ()
    if len(path) == depth:
        return tuple(spec.by_key)
    field = spec.by_key.get(str(path[depth]))
    if field is None:
        return ()
    if field.kind is Kind.PERIOD and len(path) == depth + 1:
        return ("start", "end")
    if field.kind is Kind.ENTRIES and len(path) == depth + 2:
        return tuple(f.key for f in field.entries)
    return ()


def rank(path: Path, key: object) -> int:
    """The place of a key among its siblings; unknown keys come last."""
    order = field_order(path)
    return order.index(str(key)) if key in order else len(order)


def in_order(path: Path, keys: Iterable[str]) -> list[str]:
    """Keys by :func:`rank`, unknown ones in the order given."""
    return sorted(keys, key=lambda k: rank(path, k))


def key_text(*keys: object) -> str:
    """A key, bare where TOML allows it; several make a dotted one."""
    return ".".join(tomli_w.dumps({str(k): 0})[:-5] for k in keys)


def header_text(path: Path, eol: str) -> str:
    """``[tasks.III-1-a-1]`` and its line end."""
    return f"[{key_text(*path)}]{eol}"


def inline_text(value: Any, path: Path) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        pairs = (f"{key_text(k)} = {inline_text(value[k], (*path, k))}" for k in in_order(path, value))
        return "{ " + ", ".join(pairs) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(inline_text(v, (*path, n)) for n, v in enumerate(value, 1)) + "]"
    return tomli_w.dumps({"k": value})[4:-1]


def value_text(value: Any, path: Path, key: str, eol: str, indent: str = "", notes: Sequence[str] = ()) -> str:
    """What stands right of ``key =`` in a statement of its own; ``notes`` are comments to keep inside a list."""
    if isinstance(value, str) and "\n" in value and "\r" not in value:
        return tomli_w.dumps({"k": value}, multiline_strings=True)[4:-1].replace("\n", eol)
    if not isinstance(value, list) or not (value or notes):
        return inline_text(value, path)
    one_line = inline_text(value, path)
    of_tables = bool(value) and all(isinstance(v, Mapping) for v in value)
    if not of_tables and not notes and len(indent) + len(key) + 3 + len(one_line) <= WIDTH:
        return one_line
    inside = indent + INDENT
    entries = (f"{inline_text(v, (*path, n))}," for n, v in enumerate(value, 1))
    return "[" + eol + "".join(f"{inside}{line}{eol}" for line in (*notes, *entries)) + indent + "]"


def statement_text(path: Path, written: Path, value: Any, eol: str, indent: str = "") -> str:
    """``key = value`` with its line end; ``written`` are the keys as they stand in the line."""
    key = key_text(*written)
    return f"{indent}{key} = {value_text(value, path, key, eol, indent)}{eol}"


def record_text(path: Path, values: Mapping[str, Any], eol: str, notes: Sequence[str] = ()) -> str:
    """A record under its own header, keys in the order of the specs; ``notes`` are comments to keep."""
    body = (statement_text((*path, k), (k,), values[k], eol) for k in in_order(path, values))
    return header_text(path, eol) + "".join(f"{note}{eol}" for note in notes) + "".join(body)
