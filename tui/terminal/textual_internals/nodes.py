"""Nodes and their messages: what one has yet to answer, whether it is going, who holds it, and when a message was made."""

from __future__ import annotations

import time
from typing import Any, Final

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump


def is_waiting(pump: MessagePump) -> bool:
    """Whether something has come to a widget, or is to be called by it, that it has not answered; calls are seen where Textual lets us."""
    return pump.message_queue_size > 0 or bool(getattr(pump, "_next_callbacks", ()))


def is_at_rest(pump: MessagePump) -> bool:
    """Whether a widget has answered everything that came to it, and sleeps until more comes.

    One that has taken its last message from the queue and is still at it does not sleep; where Textual does not let us see
    that, an empty queue has to be enough. One that does not run, because it is on its way in or out, keeps nobody waiting.
    """
    if is_waiting(pump):
        return False
    sleeping = getattr(getattr(getattr(pump, "_message_queue", None), "ready_event", None), "_waiters", None)
    return sleeping is None or bool(sleeping) or not pump.is_running


def is_going(node: MessagePump) -> bool:
    """Whether a node is being taken apart, or has been; one of which Textual does not say so is there."""
    return bool(getattr(node, "_pruning", False) or getattr(node, "_closing", False) or getattr(node, "_closed", False))


_OF_THE_PERSON: Final = (
    *(events.InputEvent, events.Paste, events.Resize, events.ScreenResume, events.Show),
    *(events.Focus, events.Blur, events.DescendantFocus, events.DescendantBlur),
)
"""Events by which a screen is drawn or acted on, not those by which Textual takes it apart."""


class DeafWhenGoing(MessagePump):
    """A screen that answers nothing any more while it is being taken apart: its parts may be gone before what they have sent is read.

    What waits for its next frame, whoever asked for that, waits for one of the screen that is in front then: Textual forgets it.
    """

    def on_unmount(self) -> None:
        front: Any = self.app.screen if self.app.screen_stack else self
        for callback, asked_by in () if front is self else getattr(self, "_callbacks", ()):
            if asked_by is not self:
                front._invoke_later(callback, asked_by)

    async def _on_message(self, message: Message) -> None:
        ours = isinstance(message, _OF_THE_PERSON) if isinstance(message, events.Event) else type(message).__module__ != "textual.messages"
        if not (ours and is_going(self)):
            await super()._on_message(message)


def widgets_of(app: App[Any]) -> list[MessagePump]:
    """Everything that may have a message of a key's under way: the screens of all tabs with their widgets, those being closed too."""
    known = getattr(app, "_registry", None)
    if known is not None:
        return [pump for pump in known if pump is not app]
    return [widget for screen in app.screen_stack for widget in screen.walk_children(with_self=True)]


def let_go(node: DOMNode) -> None:
    """Have the application no longer hold a node that watches it: Textual looks for those that are gone when what they watch changes."""
    for watching in getattr(node.app, "__watchers", {}).values():
        watching[:] = [pair for pair in watching if pair[0] is not node]


def clock() -> float:
    """The seconds by which Textual says when a message was made."""
    try:
        from textual._time import get_time
    except ImportError:
        return time.monotonic()
    return get_time()
