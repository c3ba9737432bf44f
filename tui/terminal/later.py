"""What is done later: behind what waits already, after the next frame, after some seconds, when a thread is done.

All of it goes through here, and each call has an owner: the application, or the screen or widget it is about. When its time has come
it is done only where its owner is there, put together and not being taken apart. Nobody has pressed a key for it, so what goes wrong in
it ends no session: the application is told (:meth:`LateCalls.met_late_fault`), and goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from inspect import isawaitable
from typing import Any, Protocol, runtime_checkable

from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from tui.store.log.fault import is_an_end
from tui.terminal.textual_internals.nodes import clock, is_going


@runtime_checkable
class LateCalls(Protocol):
    """An application that says what went wrong in something that was done later."""

    def met_late_fault(self, fault: BaseException) -> None: ...


def is_there(owner: MessagePump) -> bool:
    """Whether something may be done for it: put together, and not being taken apart, nor anything it stands on.

    Of a screen what it says itself by ``stands``: it knows its parts. The application is there as long as it runs.
    """
    if isinstance(owner, App) or not isinstance(owner, Widget):
        return owner.is_running
    if isinstance(owner, Screen):
        return bool(getattr(owner, "stands", owner.is_mounted and not is_going(owner)))
    return owner.is_attached and owner.is_mounted and not any(is_going(node) for node in owner.ancestors_with_self)


def soon(owner: MessagePump, callback: Callable[..., Any], *args: Any) -> None:
    """Call back behind everything that waits for the application already."""
    owner.app.call_later(_done, owner, callback, args)


def after_refresh(owner: MessagePump, callback: Callable[..., Any], *args: Any) -> None:
    """Call back after the next frame."""
    owner.call_after_refresh(_done, owner, callback, args)


def after(seconds: float, owner: MessagePump, callback: Callable[..., Any], *args: Any) -> asyncio.TimerHandle:
    """Call back after so many seconds; ``cancel()`` of the handle prevents it.

    Not Textual's ``set_timer``: when the machine is so busy that the seconds have passed before that timer first looks at the
    clock, it takes its only tick for missed, and never calls.
    """
    return asyncio.get_running_loop().call_later(seconds, owner.call_later, _done, owner, callback, args)


def after_unseen(seconds: float, app: App[Any], callback: Callable[[], object]) -> asyncio.TimerHandle:
    """The same without a message: of those Textual looks through its widgets each time, also where nothing has changed."""

    def call() -> None:
        if is_there(app):
            with _told_of(app):
                callback()

    return asyncio.get_running_loop().call_later(seconds, call)


def from_thread(loop: asyncio.AbstractEventLoop, owner: MessagePump, callback: Callable[..., Any], *args: Any) -> None:
    """Call back in the loop, from a thread that is done; nothing where the program has ended meanwhile."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(soon, owner, callback, *args)


class AfterRest:
    """Has something called back for ``owner`` once nobody has stirred it for ``rest`` seconds.

    While somebody goes on doing so, every ``most``.
    """

    def __init__(self, owner: MessagePump, callback: Callable[[], Any], rest: float, most: float) -> None:
        self._owner, self._callback = owner, callback
        self._rest, self._most = rest, most
        self._waiting: asyncio.TimerHandle | None = None
        self._since = 0.0

    def stir(self) -> None:
        """Something was done that is to be followed by a call."""
        now = clock()
        if self._waiting is None:
            self._since = now
        else:
            self._waiting.cancel()
        self._waiting = after(max(0.0, min(self._rest, self._since + self._most - now)), self._owner, self._call)

    def cancel(self) -> None:
        """Nothing is called any more for what was done."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _call(self) -> None:
        if self._waiting is not None:
            self._waiting = None
            self._callback()


async def _done(owner: MessagePump, callback: Callable[..., Any], args: tuple[Any, ...]) -> None:
    if not is_there(owner):
        return
    with _told_of(owner.app):
        gave = callback(*args)
        if isawaitable(gave):
            await gave


@contextlib.contextmanager
def _told_of(app: App[Any]) -> Iterator[None]:
    """Have the application told of what goes wrong meanwhile; one that cannot be told meets it as any other fault."""
    try:
        yield
    except BaseException as fault:
        if is_an_end(fault) or not isinstance(app, LateCalls):
            raise
        app.met_late_fault(fault)
