"""The code of functions that is loaded when one of them is called first: until then a piece of code of the same signature stands in.

Of the code a session loads more than half is never run. In the file of prepared code (:mod:`tui.start.prepared`) a function that a start
does not call is a *stand-in*: it takes the same arguments, has the same name, line and kind (a coroutine stays one to who asks), and does
nothing but ask :data:`NAME`, an :class:`Answering`. That reads what the function really does, puts it into the function, and calls it with
what was given; from the next call on nothing of this is left. A function that is not found again – it was copied, or hidden by a
decorator – is called beside it each time.

The making of stand-ins is here as well, so that both sides are one idea: :func:`stand_in`.
"""

from __future__ import annotations

import builtins
import sys
import types

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, Final

NAME: Final = "__kehoach_called_first__"
"""What a stand-in asks: a name of the built-in ones, which every function sees."""
_OPTIMIZED: Final = 0x1
_STARRED, _DOUBLE_STARRED = 0x4, 0x8
_KINDS: Final = 0x20 | 0x80 | 0x100 | 0x200
"""The flags of a generator, a coroutine, what is used as one, and an asynchronous generator."""
_LEAST_SAVED: Final = 16
"""Bytes of instructions a function must have more than its stand-in; Polars tells its empty functions by theirs."""
_LOOKS_AT_CALLER: Final = frozenset(
    {
        *("_caller", "_current_frames", "_getframe", "_getframemodulename", "currentframe", "extract_stack", "find_stacklevel"),
        *("format_stack", "getouterframes", "issue_deprecation_warning", "issue_unstable_warning", "issue_warning", "print_stack"),
        *("stack", "walk_stack", "warn", "warn_explicit"),
    }
)
"""A function that speaks of one of these asks who called it, and would find this module."""
_MOST_LOOKED_AT: Final = 64


# -- calling ----------------------------------------------------------------------------------------------------------


class Answering:
    """What stand-ins ask: called by one, it does what the function does that is stood in for.

    Raises ImportError where that is nowhere to be had any more.
    """

    def __init__(self, read: Callable[[types.CodeType, Mapping[str, Any]], types.CodeType | None]) -> None:
        self._read = read
        self._beside: dict[tuple[int, int], tuple[types.CodeType, types.FunctionType]] = {}
        """Functions that were not found again: by the places of the stand-in and the globals in memory, the first, and what is called."""

    def __call__(self) -> Any:
        frame = sys._getframe(1)
        code, given = frame.f_code, frame.f_locals
        function = self._itself(code, frame.f_globals, given.get("__class__"))
        names, at = code.co_varnames, code.co_argcount
        args = [given[name] for name in names[:at]]
        named = {name: given[name] for name in names[at : at + code.co_kwonlyargcount]}
        at += code.co_kwonlyargcount
        if code.co_flags & _STARRED:
            args += given[names[at]]
            at += 1
        if code.co_flags & _DOUBLE_STARRED:
            named |= given[names[at]]
        return function(*args, **named)

    def _itself(self, code: types.CodeType, names: dict[str, Any], of_class: Any) -> types.FunctionType:
        known = self._beside.get((id(code), id(names)))
        if known is not None:
            return known[1]
        loaded = self.loaded(code, names)
        reached = _reached(_named(code, names))
        found = next((each for each in reached if each.__code__ is code and each.__globals__ is names), None)
        if found is not None:
            found.__code__ = loaded
            return found
        cells = tuple(types.CellType(of_class) for _ in code.co_freevars)  # a stand-in has no other
        made = types.FunctionType(loaded, names, code.co_name, None, cells)
        self._beside[id(code), id(names)] = code, made
        return made

    def loaded(self, code: types.CodeType, names: Mapping[str, Any]) -> types.CodeType:
        """What a stand-in stands in for. Raises ImportError."""
        found = self._read(code, names) or _from_source(code)
        if found is None:
            raise ImportError(f"{code.co_qualname} is not to be read any more", path=code.co_filename)
        return found


def begin(read: Callable[[types.CodeType, Mapping[str, Any]], types.CodeType | None]) -> None:
    """From now on stand-ins are answered.

    ``read`` gives the code that one stands in for, by it and the globals of its function; None where it cannot be read.
    """
    setattr(builtins, NAME, Answering(read))


def code_of(function: Any) -> types.CodeType | None:
    """The code of a function as it was written, also before its first call; None where it has none."""
    code: types.CodeType | None = getattr(function, "__code__", None)
    answering: Answering | None = getattr(builtins, NAME, None)
    if code is None or answering is None or code.co_names != (NAME,):
        return code
    return answering.loaded(code, function.__globals__)


def _named(code: types.CodeType, names: Mapping[str, Any]) -> Any:
    """What stands under the name of a function in its module, or in a class of it."""
    first, *rest = code.co_qualname.split(".")
    found, owner = names.get(first), first
    for name in rest:
        if not isinstance(found, type):
            return None
        if name.startswith("__") and not name.endswith("__"):
            name = f"_{owner.lstrip('_')}{name}"
        found, owner = vars(found).get(name), name
    return found


def _reached(thing: Any) -> Iterator[types.FunctionType]:
    """The functions a thing is or holds: what a property, a method of the class or a decorator was made of."""
    import gc

    found, left = {id(thing): thing}, [thing]
    while left and len(found) < _MOST_LOOKED_AT:
        thing = left.pop(0)
        skipped: Any = None
        if isinstance(thing, types.FunctionType):
            yield thing
            skipped = thing.__globals__
        for held in gc.get_referents(thing):
            if held is not skipped and gc.is_tracked(held) and not isinstance(held, type | types.ModuleType) and id(held) not in found:
                found[id(held)] = held
                left.append(held)


def _from_source(code: types.CodeType) -> types.CodeType | None:
    """What a stand-in stands in for, compiled again: somebody has spoilt what was prepared."""
    try:
        with open(code.co_filename, "rb") as file:
            module = builtins.compile(file.read(), code.co_filename, "exec", dont_inherit=True)
    except (OSError, ValueError, SyntaxError):
        return None
    told = key(code)
    same = (each for each in functions(module) if key(each) == told)
    return next((each for each in same if each.co_freevars == code.co_freevars), None)


# -- making -----------------------------------------------------------------------------------------------------------


def key(code: types.CodeType) -> tuple[str, int]:
    """What a function is known by within its module: its full name and its first line."""
    return code.co_qualname, code.co_firstlineno


def is_function(code: types.CodeType) -> bool:
    """Whether some code is a function's, not the body of a module or a class."""
    return bool(code.co_flags & _OPTIMIZED)


def functions(code: types.CodeType) -> Iterator[types.CodeType]:
    """The functions of a module and of its classes, not those within functions."""
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            if is_function(inner):
                yield inner
            else:
                yield from functions(inner)


def stand_in(code: types.CodeType) -> types.CodeType | None:
    """What stands in for a function until it is called; None where it is short, has no name of its own or asks who calls it."""
    if code.co_name.startswith("<") or not {"__class__"}.issuperset(code.co_freevars) or _speaks_of_caller(code):
        return None
    made = _empty(code)
    if len(made.co_code) + _LEAST_SAVED > len(code.co_code):
        return None
    return made.replace(
        co_filename=code.co_filename,
        co_firstlineno=code.co_firstlineno,
        co_flags=made.co_flags | code.co_flags & _KINDS,
        co_name=code.co_name,
        co_qualname=code.co_qualname,
    )


def _speaks_of_caller(code: types.CodeType) -> bool:
    inner = (each for each in code.co_consts if isinstance(each, types.CodeType))
    return not _LOOKS_AT_CALLER.isdisjoint(code.co_names) or any(map(_speaks_of_caller, inner))


def _empty(code: types.CodeType) -> types.CodeType:
    """A function of the same arguments that only asks :data:`NAME`, as this Python compiles it."""
    closure = tuple(types.CellType() for _ in code.co_freevars)
    documented = types.FunctionType(code, {}, None, None, closure).__doc__
    names = list(code.co_varnames)
    args, at = names[: code.co_argcount], code.co_argcount
    if code.co_posonlyargcount:
        args.insert(code.co_posonlyargcount, "/")
    keywords = names[at : at + code.co_kwonlyargcount]
    at += code.co_kwonlyargcount
    if code.co_flags & _STARRED:
        args.append(f"*{names[at]}")
        at += 1
    elif keywords:
        args.append("*")
    args += keywords
    if code.co_flags & _DOUBLE_STARRED:
        args.append(f"**{names[at]}")
    said = "" if documented is None else f"{documented!r}; "
    text = f"def f({', '.join(args)}): {said}{'__class__; ' if code.co_freevars else ''}return {NAME}()"
    compiled = builtins.compile(f"class C:\n {text}", "", "exec", dont_inherit=True)
    return next(functions(compiled))
