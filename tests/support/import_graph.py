"""Who imports whom, read from the sources: also what is imported for a type only, and inside a function."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

Graph = Mapping[str, frozenset[str]]
"""By module the modules of the same package it imports."""


def import_graph(package: Path) -> Graph:
    """The graph of a package in a folder."""
    files = {_name(path, package): path for path in package.rglob("*.py")}
    return {name: frozenset(_imported(name, path, files) - {name}) for name, path in files.items()}


def _name(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


_NAMES: Final = r"[\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*[ \t]*(?=[;#\n]|\Z)"
_STATEMENT: Final = re.compile(
    rf"(?:^|;)[ \t]*(from[ \t]+[\w.]+[ \t]+import[ \t]+(?:\([^)]*\)|\*|{_NAMES})|import[ \t]+{_NAMES})", re.MULTILINE
)
"""An import as it is written at the beginning of a line or behind a semicolon, whatever block it stands in; a text that looks like one is
taken for it. To parse some seven hundred whole modules for them would take six times as long."""


def _imported(name: str, path: Path, known: Mapping[str, Path]) -> set[str]:
    statements = _STATEMENT.findall(path.read_text(encoding="utf-8").replace("\\\n", " "))
    room = name if path.name == "__init__.py" else name.rpartition(".")[0]
    tree = ast.parse("\n".join(statements))
    return {module for node in tree.body for module in _named(node, room, known) if module in known}


def _named(node: ast.AST, room: str, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules a statement names: of ``from a import b`` it is ``a.b`` where that is one, else ``a``."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = room.split(".")[: len(room.split(".")) - node.level + 1] if node.level else []
        source = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            below = f"{source}.{alias.name}"
            yield below if below in known else source


def circles(graph: Graph) -> list[list[str]]:
    """The groups of modules that reach one another, each in order; none where all imports point one way."""
    reached = {name: _reached(name, graph) for name in graph}
    groups = {frozenset(other for other in reached[name] if name in reached[other]) for name in graph if name in reached[name]}
    return sorted(sorted(group) for group in groups)


def _reached(start: str, graph: Graph) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in graph[waiting.pop()] - found:
            found.add(name)
            waiting.append(name)
    return found
