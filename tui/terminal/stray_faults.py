"""Faults that nobody waits for: of a thread, of a callback of the event loop, of a task that a fault of compiled code has ended.

Python would write their tracebacks over the picture. Of a thread and of a callback they are kept for whoever mends them, and the
session goes on without what they were about. A task is a widget, or a screen: without it keys go nowhere, so such a fault ends the
program as any other does, in a sentence. A library in compiled code gives up with something that is no ``Exception``, which Textual
lets pass.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from tui.start import debug_log
from tui.store.log.fault import is_an_end, keep_fault


class Panic(Exception):
    """What compiled code gave up with, as an exception that everybody answers; ``__cause__`` is that."""


def as_exception(fault: BaseException) -> Exception:
    """A fault as something that ``except Exception`` catches."""
    if isinstance(fault, Exception):
        return fault
    panic = Panic(type(fault).__name__)
    panic.__cause__ = fault
    return panic


def catch(loop: asyncio.AbstractEventLoop, end_with: Callable[[Exception], object]) -> None:
    """From now on keep stray faults of the loop and of all threads; ``end_with`` is called in the loop with those of tasks."""

    def made(loop: asyncio.AbstractEventLoop, work: Any, **named: Any) -> asyncio.Task[Any]:
        task = asyncio.Task(work, loop=loop, **named)
        task.add_done_callback(ended)
        return task

    def ended(task: asyncio.Task[Any]) -> None:
        fault = None if task.cancelled() else task.exception()
        if fault is not None and not isinstance(fault, Exception) and not is_an_end(fault):
            end_with(as_exception(fault))

    loop.set_task_factory(made)
    loop.set_exception_handler(lambda _, context: _keep(context.get("exception"), str(context.get("message", ""))))


@contextlib.contextmanager
def kept_of_threads() -> Iterator[None]:
    """Meanwhile keep what ends a thread."""
    before = threading.excepthook
    threading.excepthook = lambda met: _keep(met.exc_value, f"thread {met.thread.name if met.thread else ''}")
    try:
        yield
    finally:
        threading.excepthook = before


def _keep(fault: BaseException | None, what: str) -> None:
    if fault is not None:
        debug_log.fault(fault)
    told = "" if fault is None else "".join(traceback.format_exception(fault))
    keep_fault(f"{what}\n{told}")
