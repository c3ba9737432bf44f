"""The code of a module in two: what is loaded with it, and the functions that are loaded when they are called.

Only the process that prepares code imports this (:mod:`tui.start.preparing`); how functions are loaded then is in
:mod:`tui.start.loaded_at_call`.
"""

from __future__ import annotations

import builtins
import types
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from tui.start import loaded_at_call
from tui.start.line_tables import without_columns

if TYPE_CHECKING:
    from collections.abc import Container

    from tui.start.tried_start import Known


def divided(code: types.CodeType, called: Container[Known]) -> tuple[types.CodeType, dict[tuple[str, int], types.CodeType]]:
    """(the code of a module in which what is not called is stood in for, those functions by what they are known by)."""
    several = Counter(map(loaded_at_call.key, loaded_at_call.functions(code)))
    apart: dict[tuple[str, int], types.CodeType] = {}

    def instead(inner: Any) -> Any:
        if not isinstance(inner, types.CodeType):
            return inner
        if not loaded_at_call.is_function(inner):
            return inner.replace(co_consts=tuple(map(instead, inner.co_consts)))
        key = loaded_at_call.key(inner)
        if several[key] > 1 or (inner.co_filename, *key) in called or (made := loaded_at_call.stand_in(inner)) is None:
            return inner
        apart[key] = inner
        return without_columns(made)

    return instead(code), apart


_SAMPLE: Final = """
class Base:
    def told(self, *given, word="w", **named):
        return [self.name, *given, word, named, given, word, named, self.name]
class Sample(Base):
    name = "n"
    @property
    def said(self):
        return [self.name, self.name, super().told(1), self.__private(2, 3, c=4)]
    @classmethod
    def __private(cls, a, /, b, *, c, d=5):
        return [cls.name, [a, b, c, d], [d, c, b, a], [a, b, c, d], [d, c, b, a]]
def counted(to):
    for number in range(to):
        yield number, number + to, number - to, number * to, to
async def waited(a, *b):
    return [a, b, [b, a], [a, b], [b, a], [a, b], [b, a], [a, b]]
def all_of_it():
    try:
        waited(1, 2).send(None)
    except StopIteration as ended:
        return [Sample().said, Sample().told(2, x=3), list(counted(2)), list(counted(3)), ended.value, waited.__code__.co_flags & 0x80]
"""
_IN_SAMPLE: Final = 6


def stands_in_well() -> bool:
    """Whether what stands in for functions does in this Python what they do."""
    whole = compile(_SAMPLE, "<sample>", "exec", dont_inherit=True)
    code, apart = divided(whole, ())
    answering = loaded_at_call.Answering(lambda stand_in, _: apart.get(loaded_at_call.key(stand_in)))
    as_written: dict[str, Any] = {}
    exec(whole, as_written)
    stood_in: dict[str, Any] = {"__builtins__": vars(builtins) | {loaded_at_call.NAME: answering}}
    exec(code, stood_in)
    try:
        told = [names["all_of_it"]() for names in (as_written, stood_in, stood_in)]
    except Exception:  # whatever it is: nothing is to be stood in for then
        return False
    return len(apart) == _IN_SAMPLE and told[0] == told[1] == told[2]
