"""Who answers a message: found once for a class of nodes and of messages, not looked for at each message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget

from tui.terminal.textual_classes import names_in
from tui.terminal.textual_internals.private_names import DISPATCHED

_Handlers: TypeAlias = tuple[tuple[type, tuple[tuple[Any, Mapping[str, Any]], ...], str, Any], ...]
"""Of each class that answers: what does by ``@on``, with its selectors; the method that does by its name, after that name, "" for none."""
_handlers: Final[dict[tuple[type, str, type], _Handlers]] = {}


def _handlers_of(kind: type, name: str, message: type) -> _Handlers:
    kinds = [base for base in message.__mro__ if issubclass(base, Message)]
    found = []
    for cls in kind.__mro__:
        own = vars(cls)
        decorated = tuple(pair for base in kinds for pair in (own.get("_decorated_handlers") or {}).get(base, ()))
        named = next((n for n in (f"_{name}", name) if own.get(n)), "")
        if named and getattr(own[named], "_textual_on", None):
            named = ""
        if decorated or named:
            found.append((cls, decorated, named, own.get(named)))
    return tuple(found)


def _answering(pump: MessagePump, method_name: str, message: Message) -> Iterator[tuple[type, Any]]:
    """Who answers a message, in the order of its classes, as Textual finds it: it looks through all of them for each message again.

    A screen has forty classes, and a start hands on two hundred messages. What has been put in the place of a method since is found.
    """
    key = pump.__class__, method_name, message.__class__
    handlers = _handlers.get(key)
    if handlers is None or any(named and vars(cls).get(named) is not method for cls, _, named, method in handlers):
        handlers = _handlers[key] = _handlers_of(*key)
    answered = set()
    for cls, decorated, _, named_method in handlers:
        if message._no_default_action:
            break
        for method, selectors in decorated:
            if method not in answered and _is_meant(message, selectors):
                yield cls, method.__get__(pump, cls)
                answered.add(method)
        if named_method is not None:
            yield cls, named_method.__get__(pump, cls)


def _is_meant(message: Message, selectors: Mapping[str, Any]) -> bool:
    """Whether the widgets a message tells of are those that ``@on`` asks for."""
    if not selectors:
        return True
    if not message._sender:
        return False
    from textual._on import OnNoWidget
    from textual.css.match import match

    for attribute, selector in selectors.items():
        node = getattr(message, attribute)
        if node is not None and not isinstance(node, Widget):
            raise OnNoWidget(f"on decorator can't match against {attribute!r} as it is not a widget.")
        if node is None or not match(selector, node):
            return False
    return True


ANSWERS: Final[Any] = MessagePump._get_dispatch_methods
"""How Textual itself does it."""

if names_in(ANSWERS) == DISPATCHED:
    setattr(MessagePump, "_get_dispatch_methods", _answering)  # noqa: B010 - it is a method in its types
