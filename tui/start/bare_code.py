"""The code of a module without what nobody asks a running program for: docstrings, the types of parameters, what only type checkers read.

A docstring becomes a blank, overloads and what stands under ``if TYPE_CHECKING`` are left out, functions and names of modules lose their
annotations; those of classes stay, for ``attrs``, ``dataclasses`` and ``typing`` make something of them. Assertions, names of files and
numbers of lines stay as they are.

Only the process that prepares code imports this (:mod:`tui.start.preparing`).
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tui.start.line_tables import without_columns

if TYPE_CHECKING:
    import types
    from collections.abc import Sequence

_BLANK: Final = " "
"""What is left of a docstring: code that has none is shaped otherwise, and Polars looks at the shape."""
_ASKS_FOR_TYPES: Final = re.compile(rb"singledispatch|get_type_hints|get_annotations|__annotations__|\.annotation\b|get_overloads")
"""What a module says that reads annotations: its own stay."""
_FOR_CHECKERS: Final = "TYPE_CHECKING"
_OVERLOAD: Final = "overload"
_STATEMENTS: Final = ("body", "orelse", "handlers", "finalbody", "cases")
"""Where statements stand in a statement."""


def bare(source: bytes, path: str) -> types.CodeType:
    """The code of a module, with lines and without columns. Raises SyntaxError and ValueError."""
    tree = _Bare(typed=_ASKS_FOR_TYPES.search(source) is not None).visit(ast.parse(source, path))
    code: types.CodeType = compile(tree, path, "exec", dont_inherit=True)
    return without_columns(code)


class _Bare(ast.NodeTransformer):
    """Takes out of a tree what nobody asks for; ``typed``: annotations stay."""

    def __init__(self, *, typed: bool) -> None:
        self._typed = typed

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Look at the statements within a statement, and at no expression: nothing that is taken out stands in one."""
        for field in _STATEMENTS:
            within: list[ast.AST] | None = getattr(node, field, None)
            if within:
                found = [self.visit(each) for each in within]
                within[:] = [each for some in found for each in (some if isinstance(some, list) else (some,))]
        return node

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Blank its docstring, and take the annotations of its names."""
        node.body = [each if self._typed else _without_type(each) for each in self._body_of(node)]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """Blank its docstring."""
        node.body = self._body_of(node)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Blank its docstring, and take its annotations."""
        self._of_function(node)
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AsyncFunctionDef:
        """Blank its docstring, and take its annotations."""
        self._of_function(node)
        return node

    def visit_If(self, node: ast.If) -> ast.stmt | list[ast.stmt]:
        """Leave out what is done only where types are checked."""
        self.generic_visit(node)
        if not _named(node.test, _FOR_CHECKERS):
            return node
        return node.orelse or ast.copy_location(ast.Pass(), node)

    def _of_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        node.body = self._body_of(node)
        if not self._typed:
            node.returns = None
            given = node.args
            for parameter in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
                if parameter is not None:
                    parameter.annotation = None

    def _body_of(self, node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
        _blank(node.body[:1])
        node.body = _without_overloads(node.body)
        self.generic_visit(node)
        return node.body


def _blank(first: Sequence[ast.stmt]) -> None:
    for each in first:
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant) and isinstance(each.value.value, str):
            each.value.value = _BLANK


def _without_overloads(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements without overloads of a function that is defined behind them: it takes their place anyway."""
    kept: list[ast.stmt] = []
    for place, each in enumerate(body):
        if not (_is_overload(each) and any(_defines(later, each) for later in body[place + 1 :])):
            kept.append(each)
    return kept


def _is_overload(each: ast.stmt) -> bool:
    return isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and any(_named(one, _OVERLOAD) for one in each.decorator_list)


def _defines(later: ast.stmt, function: ast.stmt) -> bool:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return isinstance(later, kinds) and isinstance(function, kinds) and later.name == function.name and not _is_overload(later)


def _without_type(each: ast.stmt) -> ast.stmt:
    """A statement of a module: ``name: type = value`` without the type, and ``name: type`` alone not at all."""
    if not isinstance(each, ast.AnnAssign):
        return each
    if each.value is None:
        return ast.copy_location(ast.Pass(), each)
    return ast.copy_location(ast.Assign(targets=[each.target], value=each.value), each)


def _named(node: ast.expr, name: str) -> bool:
    """Whether an expression is this name, of a module or alone."""
    return (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)
