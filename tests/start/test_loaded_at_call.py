"""A function that is loaded when it is called first does what it does, and is to others what it is."""

from __future__ import annotations

import asyncio
import builtins
import functools
import inspect
import marshal
import traceback
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.lengths import in_proofs
from tui.start import loaded_at_call, marshalled, preparing, tried_start
from tui.start.bare_code import bare
from tui.start.divided_code import divided, stands_in_well
from tui.start.loaded_at_call import NAME, Answering, code_of

_MODULE = '''
import functools
import sys

def plain(first, /, second=2, *rest, third, fourth=4, **named):
    """Adds."""
    def inner():
        return [first, second, rest, third, fourth, named]
    return [inner(), first, second, rest, third, fourth, sorted(named)]

def fails(number):
    if number < 0:
        number = number * 2 + number * 3 + number * 4 + number * 5
        raise ValueError(number)
    return number

def numbers(to):
    for number in range(to):
        yield number, number * number, number * number * number, to - number

async def waits(what):
    return [what, [what, what], [what, what], [what, what], [what, what], [what, what], [what, what], [what, what], [what, what]]

async def many(what):
    for each in what:
        yield each, [each, each], [each, each], [each, each], [each, each]

def who_calls():
    caller = sys._getframe(1)
    return caller.f_code.co_name, [caller.f_code.co_name, caller.f_code.co_name, caller.f_code.co_name]

def short(): return 1

def hidden(function):
    @functools.wraps(function)
    def instead(*given):
        return ["hidden", function(*given)]
    return instead

class Kept:
    __slots__ = ("made",)
    def __init__(self, made): self.made = made
    def __call__(self, *given): return self.made(*given)

@hidden
def under(number):
    return [number, [number, number], [number, number], [number, number], [number, number], [number, number], [number, number]]

@Kept
def in_a_slot(number):
    return [number, [number, number], [number, number], [number, number], [number, number], [number, number], [number, number]]

class Base:
    def told(self):
        return [type(self).__name__, [type(self).__name__, type(self).__name__, type(self).__name__]]

class Inner(Base):
    name = "inner"
    def told(self):
        return [super().told(), self.__own(1), self.name, self.name, self.name]
    def __own(self, number):
        return [number, self.name, [number, self.name, number, self.name, number]]
    @property
    def value(self):
        return [self.name, [self.name, self.name, self.name, self.name, self.name]]
    @value.setter
    def value(self, to):
        self.name = [to, [to, to], [to, to], [to, to], [to, to]][0]
    @staticmethod
    def fixed(a, b=2):
        return [a, b, [a, b], [a, b], [a, b], [a, b], [a, b], [a, b]]
    @classmethod
    def of(cls, a):
        return [cls.name, a, [a, a], [a, a], [a, a], [a, a], [a, a], [a, a]]
    class Deeper:
        def told(self, *, word="w"):
            return [word, [word, word], [word, word], [word, word], [word, word], [word, word], [word, word], [word, word]]
'''
FILE = "module.py"
Function = Callable[..., Any]


class Module:
    """A module all of whose functions are loaded when they are called."""

    def __init__(self, *, called: tuple[tuple[str, str, int], ...] = (), spoilt: bool = False, file: str = FILE) -> None:
        self.read: list[str] = []
        whole = bare(_MODULE.encode(), file)
        code, self.apart = divided(whole, called)
        self.apart = {key: marshal.loads(marshalled.dumps(each)) for key, each in self.apart.items()}
        answering = Answering(lambda stand_in, _: None if spoilt else self._function(stand_in))
        self.names: dict[str, Any] = {"__builtins__": vars(builtins) | {NAME: answering}, "__name__": "module"}
        exec(marshal.loads(marshalled.dumps(code)), self.names)
        self.read.clear()  # a decorator is called while the module is loaded

    def _function(self, stand_in: types.CodeType) -> types.CodeType | None:
        self.read.append(stand_in.co_qualname)
        return self.apart.get(loaded_at_call.key(stand_in))

    def __getattr__(self, name: str) -> Any:
        return self.names[name]


@pytest.fixture
def module() -> Module:
    return Module()


def as_written() -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "module"}
    exec(_MODULE, names)
    return names


def _everything(names: dict[str, Any]) -> list[Any]:
    """What each of them does, called in turn."""
    inner = names["Inner"]()
    told = [names["plain"](1, third=3), names["plain"](1, 5, 6, 7, third=3, fourth=0, first=9, x=1), names["short"]()]
    told += [[*names["numbers"](3)], asyncio.run(names["waits"]("x")), names["under"](1), names["in_a_slot"](2)]
    told += [inner.told(), inner.value, inner.fixed(1), names["Inner"].fixed(3, 4), names["Inner"].of(5), inner.Deeper().told(word="v")]
    inner.value = "other"
    return [*told, inner.value, inner.told(), names["Base"].told(inner)]


def test_each_does_what_it_does_and_is_read_once(module: Module) -> None:
    expected = _everything(as_written())
    assert _everything(module.names) == expected
    read = len(module.read)
    assert _everything(module.names) == expected
    assert len(module.read) == read == len(set(module.read)) + 1  # a property is read and set by functions of one name
    assert "short" not in module.read and "who_calls" not in module.read


def test_nothing_is_read_of_what_nobody_calls(module: Module) -> None:
    assert module.read == [] and {name for name, _ in module.apart} >= {"plain", "numbers", "waits", "Inner.told", "Inner.Deeper.told"}
    for name in ("plain", "fails", "numbers", "waits", "many", "who_calls", "short"):
        function, written = getattr(module, name), as_written()[name]
        assert inspect.signature(function) == inspect.signature(written), name
        kinds = (inspect.isgeneratorfunction, inspect.iscoroutinefunction, inspect.isasyncgenfunction)
        assert [kind(function) for kind in kinds] == [kind(written) for kind in kinds], name
        own, theirs = function.__code__, written.__code__
        assert (own.co_name, own.co_qualname, own.co_firstlineno) == (theirs.co_name, theirs.co_qualname, theirs.co_firstlineno)
    assert module.read == [] and (module.plain.__doc__ or "").isspace() and module.fails.__doc__ is None


def test_what_is_called_at_a_start_is_there_at_once() -> None:
    line = next(number for number, line in enumerate(_MODULE.splitlines(), 1) if line.startswith("def plain"))
    module = Module(called=((FILE, "plain", line),))
    assert module.plain(1, third=3) == as_written()["plain"](1, third=3) and module.read == []


def test_a_fault_is_at_its_line(module: Module) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="-14") as caught:
            module.fails(-1)
        last = traceback.extract_tb(caught.value.__traceback__)[-1]
        assert (last.filename, last.name, _MODULE.splitlines()[(last.lineno or 0) - 1].strip()) == (
            FILE,
            "fails",
            "raise ValueError(number)",
        )


def test_wrong_arguments_are_wrong_as_ever(module: Module) -> None:
    for given in ((), (1, 2)):
        with pytest.raises(TypeError) as caught:
            module.fails(*given)
        with pytest.raises(TypeError) as expected:
            as_written()["fails"](*given)
        assert str(caught.value) == str(expected.value)
    assert module.read == []


def test_an_asynchronous_generator_is_one(module: Module) -> None:
    async def all_of(each: Any) -> list[Any]:
        return [one async for one in each]

    assert asyncio.run(all_of(module.many("ab"))) == asyncio.run(all_of(as_written()["many"]("ab")))


def test_who_asks_for_its_caller_is_told_it(module: Module) -> None:
    assert module.who_calls()[0] == "test_who_asks_for_its_caller_is_told_it"


def test_a_copy_and_what_nobody_finds_is_called_beside(module: Module) -> None:
    numbers, elsewhere = module.numbers, module.names | {"range": lambda to: [to]}
    copies = types.FunctionType(numbers.__code__, module.names), types.FunctionType(numbers.__code__, elsewhere)
    told = module.Inner.told
    inner = module.Inner()
    del module.names["numbers"]
    module.names["Inner"] = None  # another thing of that name
    for _ in range(2):
        assert [*copies[0](2)] == [*numbers(2)] == [*as_written()["numbers"](2)]
        assert [*copies[1](2)] == [(2, 4, 8, 0)]
        assert told(inner) == as_written()["Inner"]().told()
    assert module.read.count("numbers") == 2 and module.read.count("Inner.told") == 1


def test_what_cannot_be_read_any_more_is_compiled_from_its_source(tmp_path: Path) -> None:
    source = tmp_path / FILE
    source.write_text(_MODULE, encoding="utf-8")
    module = Module(spoilt=True, file=str(source))
    assert module.plain(1, third=3) == as_written()["plain"](1, third=3)
    source.unlink()
    with pytest.raises(ImportError, match="numbers"):
        module.numbers(1)


def test_code_of_is_what_was_written(module: Module, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, NAME, module.names["__builtins__"][NAME], raising=False)
    found = code_of(module.numbers)
    assert found is not None and found.co_code == as_written()["numbers"].__code__.co_code != module.numbers.__code__.co_code
    assert code_of(module.short) is module.short.__code__ and code_of(len) is None and code_of(functools.partial(len)) is None


def test_this_python_can() -> None:
    assert stands_in_well()


def _codes(code: types.CodeType) -> list[tuple[Any, ...]]:
    names = ("co_code", "co_names", "co_varnames", "co_cellvars", "co_freevars", "co_name", "co_qualname", "co_linetable", "co_filename")
    counts = ("co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_flags", "co_stacksize", "co_firstlineno", "co_exceptiontable")
    consts = [repr(each) if not isinstance(each, frozenset) else each for each in code.co_consts if not isinstance(each, types.CodeType)]
    own = (*(getattr(code, name) for name in names + counts), consts)
    return [own, *(part for each in code.co_consts if isinstance(each, types.CodeType) for part in _codes(each))]


@pytest.mark.parametrize("of", [inspect, asyncio.base_events, preparing, None])
def test_what_is_written_is_read_back(of: types.ModuleType | None) -> None:
    odd = "A = (1, True, 1.0, -0.0, 0.0, 'a', b'a', 'đ', '\\ud800', 2**80, ..., (1,), (1.0,), (True,), 1j, frozenset, x in {1, 2})\n" * 2
    text = odd + f"B = {tuple(range(300))}\nC = 'a' * 2, {'x' * 300!r}\n" if of is None else inspect.getsource(of)
    code = compile(text, "file.py", "exec", dont_inherit=True)
    assert _codes(marshal.loads(marshalled.dumps(code, {"a"}))) == _codes(code)
    other = marshal.loads(marshalled.dumps(code, file=""))
    assert {each[8] for each in _codes(other)} == {""} and other == code


@in_proofs
def test_a_start_that_is_tried_calls_what_a_start_calls() -> None:
    called = tried_start.called_by_a_start()
    assert called is not None
    names = {name for _, name, _ in called}
    assert {"Workbench.__init__", "Session.__init__", "LinuxDriver.start_application_mode"} <= names
    assert {"Reading.take_in", "put_in_place", "read_beside"} <= names, "somebody else's save"
    assert "_taken_in_beside" in names, "one after an own save"
    assert "Workbench.do_export" not in names and len(called) > 3000
