"""The plain entries of a small YAML file from outside: ``key: text`` at its outside, quoted or over several lines; nothing else is read.

No tag, anchor or nested value means anything here, so nothing in such a file can name a type, a file or itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ENTRY: Final = re.compile(r"([A-Za-z_][\w .-]*?)\s*:(?:\s+(.*))?$")
_BLOCK: Final = re.compile(r"[|>][+-]?[0-9]?\s*$")
_ESCAPES: Final = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/", " ": " "}
MOST_LINES: Final = 2_000


def flat_entries(text: str) -> dict[str, str]:
    """Key → text of each plain entry; of a page with a head (``---``) those of the head."""
    lines = text.replace("\r\n", "\n").split("\n")[:MOST_LINES]
    if lines and lines[0].strip() == "---":
        lines = lines[1:]
        lines = lines[: next((n for n, line in enumerate(lines) if line.strip() == "---"), len(lines))]
    out: dict[str, str] = {}
    for key, first, rest in _entries(lines):
        value = _value(first, rest)
        if value:
            out.setdefault(key, value)
    return out


def _entries(lines: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    """(key, what stands behind it, the lines indented below it) of each entry at the outside."""
    key, first = "", ""
    rest: list[str] = []
    for line in lines:
        found = _ENTRY.match(line)
        if found is not None:
            if key:
                yield key, first, rest
            key, first, rest = found[1].strip(), (found[2] or "").strip(), []
        elif key and (not line.strip() or line[0].isspace()):
            rest.append(line)
        elif key and not line.startswith("#"):
            yield key, first, rest
            key = ""
    if key:
        yield key, first, rest


def _value(first: str, rest: list[str]) -> str:
    if _BLOCK.match(first):
        lines = [line.strip() for line in rest]
        return ("\n" if first.startswith("|") else " ").join(line for line in lines if line).strip()
    if not first and any(_ENTRY.match(line.strip()) or line.strip().startswith("- ") for line in rest if line.strip()):
        return ""  # a nested value
    joined = " ".join([first, *(line.strip() for line in rest)]).strip()
    if joined[:1] in "&*!{[":
        return ""
    if joined[:1] == '"':
        found = re.match(r'"((?:[^"\\]|\\.)*)"', joined)
        return re.sub(r"\\(.)", lambda at: _ESCAPES.get(at[1], at[0]), found[1]).strip() if found else ""
    if joined[:1] == "'":
        found = re.match(r"'((?:[^']|'')*)'", joined)
        return found[1].replace("''", "'").strip() if found else ""
    return re.split(r"\s#", joined, maxsplit=1)[0].strip()
