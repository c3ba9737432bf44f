"""Long work, of more than a moment: done beside the screen, told in words, stopped by Esc or Ctrl+C with all left as it was.

Keys typed while it runs wait for its result, in their order; only what the work itself lets through (letters of a filter) is
answered at once. Nothing is told, and nothing stops it, in the first moment: then it is as if it had been done on the spot.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import attrs
from textual import events

from tui.model.text import N_
from tui.terminal.bursts import Bursts
from tui.terminal.later import after, from_thread
from tui.terminal.stray_faults import as_exception

if TYPE_CHECKING:
    from tui.i18n.words import Words

    class Status(Protocol):
        """Where it is told: the status line of the screen."""

        def tell(self, text: str, *, bad: bool = False) -> None: ...
        def remark(self, text: str) -> None: ...


T = TypeVar("T")

MOMENT: Final = 0.4
"""Seconds after which work is told of, and can be stopped."""
_TELL_EACH: Final = 1.0
"""Seconds between two tellings: few bytes over a slow line."""


class Stopped(Exception):
    """The work is no longer wanted; raised inside it by :meth:`Work.step`."""


@attrs.define(eq=False)
class Work:
    """One piece of work: ``what`` says what is done, in the user's words."""

    what: str
    let_through: Callable[[events.Event], bool] = lambda event: False
    """Which keys are answered while it runs."""
    stopped: bool = False
    told: bool = False
    _part: tuple[int, int] | None = None

    def step(self, done: int, total: int) -> None:
        """Say how far it is. Called inside the work, as often as it likes; raises :class:`Stopped` when it is not wanted any more."""
        self._part = done, total
        if self.stopped:
            raise Stopped

    def each(self, items: Iterable[T], total: int) -> Iterator[T]:
        """The items, a step told before each."""
        for place, item in enumerate(items):
            self.step(place, total)
            yield item

    @property
    def percent(self) -> int | None:
        """How far it is; None when that is not known."""
        return None if self._part is None else 100 * self._part[0] // max(1, self._part[1])


class LongWork(Bursts, inherit_bindings=False):
    """An application that does one long work at a time, beside the screen."""

    work: Work | None = None
    """What is being done now."""
    _if_stopped: Callable[[], None] | None = None
    if TYPE_CHECKING:

        @property
        def words(self) -> Words: ...
        @property
        def plan_screen(self) -> Status: ...

    def run_long(
        self,
        what: str,
        make: Callable[[Work], T],
        done: Callable[[T], None],
        *,
        at_once: bool = False,
        if_stopped: Callable[[], None] | None = None,
        let_through: Callable[[events.Event], bool] | None = None,
    ) -> None:
        """Have ``make`` work something out without holding up the screen, then ``done`` use it.

        ``make`` runs in a thread: it may read frames that nobody changes, and must not touch a widget. ``at_once`` does it on
        the spot, for what is known to be small. What goes wrong in ``make`` is said by the application, which goes on. ``if_stopped``
        puts back what was changed in expectation of the result. Work that is still under way is stopped first.
        """
        work = Work(what, let_through or (lambda event: False))
        if at_once:
            done(make(work))
            return
        self.stop_work()
        self.work, self._if_stopped = work, if_stopped
        loop = asyncio.get_running_loop()

        def run() -> None:
            result: Any = None
            fault: BaseException | None = None
            try:
                result = make(work)
            except Stopped:
                return
            except BaseException as raised:  # raised again where it belongs
                fault = raised
            if not work.stopped:
                from_thread(loop, self, self._work_done, work, done, result, fault)

        # a daemon: leaving the program waits for nobody's export
        threading.Thread(target=run, name="long work", daemon=True).start()
        after(MOMENT, self, self._tell, work, time.monotonic())

    def read_beside(self, read: Callable[[], object], done: Callable[[], object]) -> None:
        """Have something read in a thread of its own while keys are answered, then ``done``.

        ``read`` raises nothing, changes nothing that others see, and reckons with edits that come meanwhile.
        """
        loop = asyncio.get_running_loop()

        def run() -> None:
            read()
            from_thread(loop, self, done)

        threading.Thread(target=run, name="reading", daemon=True).start()

    def stop_work(self) -> None:
        """Stop what is being done, if anything, and leave everything as it was before."""
        work, put_back = self.work, self._if_stopped
        self.drop_work()
        if put_back is not None:
            put_back()
        if work is not None and work.told:
            self.plan_screen.tell(self.words(N_("stopped: {what}"), what=work.what))

    def drop_work(self) -> None:
        """Do without the result of what is being done, if anything: it has come by another way."""
        if self.work is not None:
            self.work.stopped = True
            self.work = self._if_stopped = None
            self.answer_held()

    def _work_done(self, work: Work, done: Callable[[Any], None], result: Any, fault: BaseException | None) -> None:
        if work is not self.work:
            return
        put_back = self._if_stopped
        self.work = self._if_stopped = None
        try:
            if work.told:
                self.plan_screen.tell("")
            if fault is not None:
                if put_back is not None:
                    put_back()
                raise as_exception(fault)
            done(result)
        finally:
            self.answer_held()

    def _tell(self, work: Work, since: float) -> None:
        if work is not self.work:
            return
        work.told = True
        percent = work.percent
        far = f"{percent}%" if percent is not None else self.words(N_("{n} s"), n=int(time.monotonic() - since))
        self.plan_screen.tell(self.words(N_("{what}… {far} · Esc stops it"), what=work.what, far=far))
        after(_TELL_EACH, self, self._tell, work, since)

    # -- keys meanwhile -------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        work = self.work
        if work is not None and work.told and isinstance(event, events.Key) and event.key in ("escape", "ctrl+c"):
            self._held.clear()  # they were meant for what does not come
            self.stop_work()
            return
        await super().on_event(event)

    def holds_back(self, event: events.Event) -> bool:
        """Keys wait for the work, but for those it lets through."""
        return super().holds_back(event) or (self.work is not None and not self.work.let_through(event))
