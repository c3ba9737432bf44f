"""What Textual works out at every message and every look at an attribute, and what is the same every time.

It saves a tenth of the time of a test that opens the program, and changes nothing of what the program does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from inspect import signature
from types import CodeType
from typing import Any, Final, TypeAlias

from textual import _callback, message_pump
from textual.css import query
from textual.css.match import match
from textual.css.model import CombinatorType, SelectorSet
from textual.dom import DOMNode
from textual.geometry import Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.reactive import Reactive
from textual.screen import Screen

_Handlers: TypeAlias = tuple[tuple[type, str, Callable[..., Any]], ...]
"""The classes that have a handler for a message, by which name, and the handler."""

_HANDLERS: dict[tuple[type, type, str], _Handlers | None] = {}
"""By the kind of a widget, the kind of a message and the name of its handlers; None where one of them is decorated."""

_PLAIN: set[tuple[type, str]] = set()
"""The attributes of each kind of widget that are never worked out when they are asked for."""

_MISSING: Final = object()


@contextmanager
def remembered() -> Iterator[None]:
    """Handlers are looked for once for each kind of widget and message; what an attribute holds is found by one look.

    A test may put another handler in the place of one of a class before it opens a program.
    """
    dispatch = MessagePump._get_dispatch_methods
    get: Callable[..., Any] = Reactive.__get__
    for key in [key for key, known in _HANDLERS.items() if known is not None and not _still_there(known)]:
        del _HANDLERS[key]

    def dispatched(pump: MessagePump, name: str, message: Message) -> Iterator[Any]:
        key = (type(pump), type(message), name)
        if key not in _HANDLERS:
            _HANDLERS[key] = _handlers_of(*key)
        known = _HANDLERS[key]
        if known is None:
            yield from dispatch(pump, name, message)
            return
        for owner, _, named in known:
            if message._no_default_action:
                return
            yield owner, named.__get__(pump, owner)

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
    MessagePump._get_dispatch_methods = dispatched  # type: ignore[method-assign]
    Reactive.__get__ = held  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        Screen._screen_resized = resized  # type: ignore[method-assign]
        query.match = match  # type: ignore[attr-defined]
        message_pump.log, _callback._count_parameters = log, count
        MessagePump._get_dispatch_methods = dispatch  # type: ignore[method-assign]
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


def _still_there(handlers: _Handlers) -> bool:
    return all(owner.__dict__.get(name) is named for owner, name, named in handlers)


def _handlers_of(kind: type, message: type, name: str) -> _Handlers | None:
    """The handlers of a kind of widget that are found by their name; None where one is decorated: which it is hangs on the sender."""
    kinds = [one for one in message.__mro__ if issubclass(one, Message)]
    found = []
    for owner in kind.__mro__:
        decorated = owner.__dict__.get("_decorated_handlers") or {}
        if any(decorated.get(one) for one in kinds):
            return None
        at = f"_{name}" if owner.__dict__.get(f"_{name}") else name
        named = owner.__dict__.get(at)
        if named is not None and not getattr(named, "_textual_on", None):
            found.append((owner, at, named))
    return tuple(found)
