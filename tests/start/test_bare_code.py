"""Prepared code does what its source says, without docstrings, types of parameters and overloads; who reads types finds them."""

from __future__ import annotations

import inspect
import typing
from typing import Any

import attrs

from tui.start.bare_code import bare

_MODULE = '''"""What it is."""

from __future__ import annotations

import sys
import typing
from typing import TYPE_CHECKING, NamedTuple, overload

import attrs

if TYPE_CHECKING:
    import nowhere
    Alias = nowhere.Thing
elif sys.version_info < (3, 11):
    before = True
else:
    before = False

word: str = "words"
later: int
numbers: typing.Final = (1, 2)


@attrs.frozen
class Held:
    """One."""

    value: int = 3
    other: str = ""

    if TYPE_CHECKING:
        of_nobody: int


class Pair(NamedTuple):
    left: int | None
    right: str = "r"


@overload
def one(value: int) -> int: ...
@overload
def one(value: str) -> str: ...
def one(value: int | str) -> int | str:
    """What is given."""
    assert value != 13, "unlucky"
    return value


class Both:
    @typing.overload
    async def waits(self, value: int, *rest: int, named: str = "n", **all: object) -> int: ...
    async def waits(self, value, *rest, named="n", **all):
        return value


def only_said() -> None:
    """Does nothing."""


if not TYPE_CHECKING:
    said = "both"
'''
_READS = """
from functools import singledispatch

limit: int = 3

@singledispatch
def kind(value: object) -> str:
    return "any"

@kind.register
def _(value: int) -> str:
    return "whole"
"""


def _run(source: str) -> dict[str, Any]:
    space: dict[str, Any] = {"__name__": "tests.start.made_bare"}
    exec(bare(source.encode(), "made.py"), space)
    return space


def test_does_what_the_source_says() -> None:
    told = _run(_MODULE)
    assert (told["word"], told["numbers"], told["before"], told["said"]) == ("words", (1, 2), False, "both")
    assert "later" not in told and "Alias" not in told
    assert told["Held"]() == told["Held"](3, "") and [field.type for field in attrs.fields(told["Held"])] == ["int", "str"]
    assert told["Pair"](None) == (None, "r") and told["Pair"].__annotations__.keys() == {"left", "right"}
    assert told["one"](7) == 7 and not told["one"].__doc__.strip() and not told["__doc__"].strip()
    try:
        told["one"](13)
    except AssertionError as fault:
        assert str(fault) == "unlucky" and fault.__traceback__ is not None and fault.__traceback__.tb_next is not None
        assert fault.__traceback__.tb_next.tb_lineno == _MODULE[: _MODULE.index("assert value")].count("\n") + 1


def test_parameters_keep_their_names_and_lose_their_types() -> None:
    told = _run(_MODULE)
    assert str(inspect.signature(told["Both"].waits)) == "(self, value, *rest, named='n', **all)"
    assert not told["one"].__annotations__ and not told.get("__annotations__")
    assert inspect.iscoroutinefunction(told["Both"].waits)
    assert told["only_said"].__code__.co_consts == (" ", None)  # what Polars takes for a function without a body


def test_a_module_that_reads_types_keeps_them() -> None:
    told = _run(_READS)
    assert told["kind"](3) == "whole" and told["kind"]("x") == "any"
    assert told["__annotations__"] == {"limit": int} and typing.get_type_hints(told["kind"])["return"] is str


def test_what_is_overloaded_and_defined_nowhere_stays() -> None:
    told = _run("from typing import overload\nclass Said:\n    @overload\n    def of(self) -> int: ...\n")
    assert "of" in vars(told["Said"])


def test_a_module_that_holds_nothing_or_only_types_is_one() -> None:
    assert _run("").keys() == {"__name__", "__builtins__"}
    assert "x" not in _run("x: int\nif TYPE_CHECKING: y = 1\n".replace("if", "TYPE_CHECKING = False\nif"))
