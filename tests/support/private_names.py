"""Where code of ours uses a private name of Textual, and how it is to run with a Textual that lacks one."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
import textual

from tui.terminal import textual_internals
from tui.terminal.textual_internals import handlers, private_names

_PRIVATE = re.compile(r"\b_[A-Za-z]\w*")
_LOOKED_UP = re.compile(r"\.\s*(_[A-Za-z]\w*)|['\"](_[A-Za-z]\w*)['\"]")
_OF_A_CLASS = re.compile(r"^[ \t]+(?:(?:async )?def (_[A-Za-z]\w*)|(_[A-Za-z]\w*)\s*[:=])", re.MULTILINE)
_IMPORTED = re.compile(r"\btextual\b[\w.]*(?:\s+import\s+(?:\([^)]*\)|[^\n]*))?")
"""Where in a text a private name of Textual can be used at all: looked up in something, defined anew by a class, or imported."""
_BY_NAME = ("getattr", "hasattr", "setattr", "delattr", "attrgetter", "methodcaller")


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def _walk(node: ast.AST) -> list[ast.AST]:
    """A node and all below it: a third of the time of ``ast.walk``, which here goes through some hundred modules."""
    found = [node]
    for one in found:
        for value in vars(one).values():
            if isinstance(value, list):
                found += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
                found.append(value)
    return found


@cache
def _all_of(tree: ast.Module) -> list[ast.AST]:
    """Every node of a module."""
    return _walk(tree)


# -- what Textual has -------------------------------------------------------------------------------------------------


def _defined(body: list[ast.stmt]) -> set[str]:
    """The names that the statements of a module or a class define, and the attributes its methods give ``self``."""
    walked = (_walk(statement) for statement in body if isinstance(statement, ast.stmt))
    return _named_at(body).union(node.attr for nodes in walked for node in nodes if _of_self(node) and isinstance(node.ctx, ast.Store))  # type: ignore[attr-defined]


def _of_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")


@cache
def _classes(tree: ast.Module) -> list[ast.ClassDef]:
    return [node for node in _all_of(tree) if isinstance(node, ast.ClassDef)]


@cache
def _defined_by(kind: ast.ClassDef) -> set[str]:
    return _defined(kind.body)


@cache
def _everywhere_defined(tree: ast.Module) -> set[str]:
    """What a module and its classes define, and what methods give ``self``: :func:`_defined` of each, in one walk."""
    given = {node.attr for node in _all_of(tree) if _of_self(node) and isinstance(node.ctx, ast.Store)}  # type: ignore[attr-defined]
    return given.union(_named_at(tree.body), *(_named_at(kind.body) for kind in _classes(tree)))


def _named_at(body: list[ast.stmt]) -> set[str]:
    """The names that the statements of a module or a class define."""
    found = set()
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(statement.name)
        elif isinstance(statement, ast.If | ast.Try | ast.With):
            found |= _named_at(statement.body)
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            found |= {node.id for node in _walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return found


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _read(path: str) -> ast.Module:
    return _parsed(Path(path).read_text(encoding="utf-8"))


@cache
def _sources() -> dict[str, str]:
    """The text of every module of Textual by its path."""
    return {str(path): path.read_text(encoding="utf-8") for path in Path(textual.__file__).parent.rglob("*.py")}


_GIVEN = re.compile(r"(?:def|class)\s+(_[A-Za-z]\w*)|\b(_[A-Za-z]\w*)\s*:|\b(_[A-Za-z]\w*)\b(?=[^\n]*=)")
"""What looks like the definition of a private name."""


@cache
def _given_by_textual() -> set[str]:
    """Every private name that Textual seems to define, and those of its modules."""
    given = {name for text in _sources().values() for found in _GIVEN.findall(text) for name in found if name}
    return given.union(*(Path(path).relative_to(Path(textual.__file__).parent).with_suffix("").parts for path in _sources()))


@cache
def is_textuals(name: str) -> bool:
    """Whether a module or a class of Textual defines a private name; only what looks like it is parsed."""
    given = re.compile(rf"(?:def|class)\s+{name}\b|\b{name}\s*:|\b{name}\b[^\n]*=")
    return any(name in text and given.search(text) and name in _everywhere_defined(_read(path)) for path, text in _sources().items())


@cache
def _private_names_of(kind: type) -> frozenset[str]:
    """The private names of a class and its bases."""
    found: set[str] = set()
    for base in kind.__mro__[:-1]:
        source = inspect.getsourcefile(base)
        same = [c for c in _classes(_read(source)) if c.name == base.__name__] if source is not None else []
        found |= set(vars(base)).union(*map(_defined_by, same))
    return frozenset(filter(is_private, found))


# -- what our code uses -----------------------------------------------------------------------------------------------


class Code:
    """Texts of our modules by name; what is not asked for is not parsed."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._parsed: dict[str, ast.Module] = {}
        self._imported: dict[str, dict[str, tuple[str, str]]] = {}

    def tree(self, module: str) -> ast.Module:
        if module not in self._parsed:
            self._parsed[module] = _parsed(self.texts[module])
        return self._parsed[module]

    def imports(self, module: str) -> dict[str, tuple[str, str]]:
        if module not in self._imported:
            self._imported[module] = dict(_imports(self.tree(module)))
        return self._imported[module]

    def is_ours(self, name: str) -> bool:
        """Whether a module of ours defines a name."""
        return any(name in text and name in _everywhere_defined(self.tree(module)) for module, text in self.texts.items())

    def uses(self, module: str) -> list[str]:
        """The private names of Textual that a module uses, each as ``line: name``."""
        if _given_by_textual().isdisjoint(_may_be_textuals(self.texts[module])):
            return []
        tree, found = self.tree(module), []
        defined = _everywhere_defined(tree)
        for node in _all_of(tree):
            found += [(node.lineno, name) for name in _imported_private(node)]  # type: ignore[attr-defined]
            if isinstance(node, ast.ClassDef):
                theirs = self._inherited(module, node.name, set())
                found += [(node.lineno, f"{node.name}.{name}") for name in sorted(_defined(node.body) & theirs)]
                uses = _walk(node) if theirs else []
                found += [(use.lineno, use.attr) for use in uses if _on_itself(use) and use.attr in theirs]  # type: ignore[attr-defined]
            for name in self._named(module, node):
                if name not in defined and is_textuals(name) and not (_on_itself(node) and self.is_ours(name)):
                    found.append((node.lineno, name))  # type: ignore[attr-defined]
        return [f"{line}: {name}" for line, name in sorted(set(found))]

    def _named(self, module: str, node: ast.AST) -> list[str]:
        """The private names that a node looks up in something."""
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            origin = self.imports(module).get(node.value.id, ("textual", "")) if isinstance(node.value, ast.Name) else ("textual", "")
            return [node.attr] if origin[0].partition(".")[0] in ("textual", "tui") else []  # os._exit is no concern of ours
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _BY_NAME:
            return [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str) and is_private(a.value)]
        return []

    def _inherited(self, module: str, name: str, seen: set[tuple[str, str]]) -> frozenset[str]:
        """The private names that a class of ours has from Textual."""
        kinds = [kind for kind in _classes(self.tree(module)) if kind.name == name] if module in self.texts else []
        if (module, name) in seen or not kinds:
            return frozenset()
        seen.add((module, name))
        found: frozenset[str] = frozenset()
        for base in kinds[-1].bases:
            written = base.value if isinstance(base, ast.Subscript) else base
            if isinstance(written, ast.Name):
                where, what = self.imports(module).get(written.id, (module, written.id))
                if where.startswith("textual"):
                    found |= _private_names_of(getattr(importlib.import_module(where), what))
                else:
                    found |= self._inherited(where, what, seen)
        return found


def _may_be_textuals(text: str) -> Iterator[str]:
    """The private names of a module's text that are looked up, defined by a class or imported: no other has to do with Textual."""
    for found in (*_LOOKED_UP.findall(text), *(_OF_A_CLASS.findall(text) if "class " in text else ())):
        yield from filter(None, found)
    for line in _IMPORTED.findall(text):
        yield from _PRIVATE.findall(line)


def _imports(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in _all_of(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name.partition(".")[0], (alias.name, "")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from ((alias.asname or alias.name, (node.module, alias.name)) for alias in node.names)


def _imported_private(node: ast.AST) -> list[str]:
    """Private modules of Textual, and private names of its modules, that are imported."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    else:
        return []
    return [name for name in names if name.startswith("textual") and any(map(is_private, name.split(".")))]


def _on_itself(node: ast.AST) -> bool:
    """Whether an attribute of the object a method belongs to is meant."""
    if _of_self(node):
        return True
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "super"


# -- a Textual without a name -----------------------------------------------------------------------------------------


def take_away(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let :mod:`tui.terminal.textual_internals` run as over a Textual that has no such private name.

    Textual itself needs it; so it is our modules that are made to look for a name that is nowhere.
    """
    for function in _functions():
        if function.__name__ != name:
            monkeypatch.setattr(function, "__code__", _without(function.__code__, name))
    for kind in _own(type):
        if name in vars(kind):
            monkeypatch.delattr(kind, name)  # who would call it is gone
    monkeypatch.setattr(handlers, "_handlers", {})  # who answers what without it is nobody's answer afterwards
    names = {_renamed(path, name): parameters for path, parameters in private_names.NAMES.items()}
    missing = private_names.first_missing(names)
    monkeypatch.setattr(private_names, "MISSING", missing)
    monkeypatch.setattr(private_names, "READS_ALONE", missing not in list(names)[: len(private_names.INPUT)])


def _own(kind: type) -> list[Any]:
    """What of a kind the modules of the folder define."""
    room = f"{textual_internals.__name__}."
    modules = [module for name, module in sys.modules.items() if name.startswith(room)]
    return [
        value for module in modules for value in vars(module).values() if isinstance(value, kind) and value.__module__ == module.__name__
    ]


def _functions() -> list[Any]:
    return [*_own(FunctionType), *(value for kind in _own(type) for value in vars(kind).values() if isinstance(value, FunctionType))]


def _renamed(words: str, name: str) -> str:
    module, colon, rest = words.partition(":")
    return ".".join(f"{part}_gone" if part == name else part for part in module.split(".")) + (
        colon + ".".join(f"{part}_gone" if part == name else part for part in rest.split(".")) if colon else ""
    )


def _without(code: CodeType, name: str) -> CodeType:
    constants = (_without(c, name) if isinstance(c, CodeType) else f"{name}_gone" if c == name else c for c in code.co_consts)
    return code.replace(co_names=tuple(_renamed(n, name) for n in code.co_names), co_consts=tuple(constants))
