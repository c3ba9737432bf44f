"""Driving the whole program from a test: press keys, read the screen, wait for what is to come.

A test reads as a person works::

    async def test_picking_a_choice_for_a_cell(plan_file: Path) -> None:
        async with open_workbench(plan_file) as bench:
            await bench.press("4")
            await bench.cell("III-2", "status")
            await bench.press("enter")
            await bench.pick("done")
            assert bench.value("tasks", "III-2", "status") == "done" and bench.unsaved == 1

- **Hands.** ``press`` and ``type`` come back when the program has answered, so what follows may look at once. ``row``, ``column`` and
  ``cell`` walk by keys, ``run`` finds an action in the palette, ``dialog``, ``answer`` and ``pick`` deal with what opens.
- **Eyes.** ``screen``, ``status``, ``title``, ``rows``, ``options``, and ``saved`` for the file: assert what is seen or stands on disk. Ask
  for texts through ``bench.words``, so that a test does not hang on the wording.
- **Never sleep.** What another thread or another program does is waited for with ``until``, which says what did not come, and shows
  the screen. Of a key that repeats ``held`` says until when.
- What needs no screen is tested without one: a ``Session`` or a ``Workspace`` says the same in a hundredth of the time. Real terminals are
  for what only they show (``tests.support.terminal``).
- A test over about two seconds on an idle machine is marked ``slow``. Steps that several test files share stand in a module of
  ``tests.support`` named after what it holds, never in one of the test files.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sized
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final, TypeVar

from textual import events
from textual.dom import DOMNode
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tests.support.asked_again import remembered
from tests.support.colours import written_in_its_own
from tests.support.drawing import catch_up, draw_whole, drawn_at_rest
from tests.support.known_values import all_worked_out_once, words_of, worked_out_once
from tests.support.lengths import LONG
from tests.support.patience import PATIENCE
from tests.support.pauses import takes_a_size
from tests.support.screens import screen_text
from tests.support.stylesheets import parsed_once
from tui.app import Workbench
from tui.i18n.words import Words
from tui.lake.open_lake import OpenLake
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.commands import Commands
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.picker import Picker
from tui.screens.many_plans.lake_screen import LakeScreen
from tui.screens.table.panel_sync import PanelSync
from tui.screens.table.table_screen import TableScreen
from tui.session.over_many import session_over
from tui.session.session import Session
from tui.store.plan_file import load
from tui.terminal.textual_internals.nodes import is_waiting
from tui.widgets.frame_table import FrameTable
from tui.widgets.line import Line

AS_OF = dt.date(2026, 11, 22)
"""The day the tests look from: after the sample's term."""

_CALM_ROUNDS = 4
"""Rounds of the event loop in which nothing waited any more: one to deliver a message, one to answer it, one for what that sent."""
_LOOKED_AT: Final = 4
"""Of so many rounds in which somebody was at work one is looked at: to ask all widgets takes longer than most of what they do."""
_UNKNOWN: Final = (None,)
"""In the place of what the event loop has to do next, where it does not say."""
_HELD: Final = 3600.0
"""Seconds within which a key comes again that is held."""
_MOMENT = 0.001
"""Seconds that are left to a thread before it is asked again whether it is done."""
_MOST_ROUNDS = 4_000
"""After so many the test goes on, and fails where it looks."""

T = TypeVar("T")


class Driver:
    """The program as a person has it: keys in, screen out."""

    def __init__(self, app: Workbench, pilot: Pilot[None], path: Path, every_frame: bool = False) -> None:
        self.app = app
        self.every_frame = every_frame
        self.expects_fault = False
        """Whether something that is done later may go wrong: it ends nothing, and no test either."""
        self.restless = ""
        """What was at work still when the program went on and on drawing or answering itself, without a key."""
        self.pilot = pilot
        self.path = path

    # -- hands ----------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, by Textual's names; each is answered before the next."""
        for key in keys:
            await self._send(events.Key(key, None))

    async def type(self, text: str) -> None:
        """Type a text: a burst of letters, as an input method or a paste without brackets sends them."""
        await self._send(*(events.Key(_character_to_key(letter), letter) for letter in text))

    async def paste(self, text: str) -> None:
        """What a terminal with bracketed paste sends: a name of a file is listed at once, and not letter by letter."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def _send(self, *keys: events.Key) -> None:
        # Pilot.press waits for the processor to be idle, 50 ms a key; here it is enough that every widget has answered
        for key in keys:
            self.app.post_message(key)
        await self.settle()

    async def hold(self, key: str, times: int) -> None:
        """Hold a key down."""
        await self._send(*(events.Key(key, None) for _ in range(times)))

    @contextmanager
    def held(self) -> Iterator[None]:
        """While this lasts whatever key is pressed repeats, however slow the machine; at its end it is let go."""
        with _follows_after(_HELD):
            yield
        waits = self.tab._wait
        assert waits is not None, "no key has brought the cursor to another record"
        waits.cancel()
        self.tab._let_go()

    async def settle(self, happened: Callable[[], object] = bool) -> None:
        """Wait until the screen and all its widgets have answered what was sent, and what those answers sent.

        What a thread does is waited for as well, however long it takes, unless what is waited for has ``happened`` before.
        """
        # of two programs in one test Textual takes the one opened last for the one that is looked at
        with self.app._context(), drawn_at_rest(self.app, self.every_frame) as draw:
            calm = 0
            ready: Sized = getattr(asyncio.get_running_loop(), "_ready", _UNKNOWN)
            turn, end = 0, time.monotonic() + PATIENCE
            while turn < _MOST_ROUNDS:
                if self._reads_beside():
                    if happened():
                        return
                    assert time.monotonic() < end, f"not within {PATIENCE:g} s: a thread has done what it is to\n{self.screen}"
                    await asyncio.sleep(_MOMENT)
                else:
                    turn += 1
                    await asyncio.sleep(0)
                if self.app._exception is not None:  # it ended: the exception is raised where the program was opened
                    return
                assert self.expects_fault or not self.app.late_fault, self.app.late_fault
                if ready and turn % _LOOKED_AT:  # somebody is at work: the picture may still become another
                    continue
                waiting = self._waiting()
                calm = 0 if waiting or self._busy() or draw() else calm + 1
                if calm == _CALM_ROUNDS or (calm and not ready):  # nothing is under way: the next rounds would be as this one
                    return
                if not calm and not waiting and (not self.app._settling or not getattr(self.app.screen, "ready", True)):
                    catch_up(self.app.screen)  # what is to be drawn is drawn now, not a sixtieth of a second later
            self.restless = self._at_work()

    def _reads_beside(self) -> bool:
        """Whether a thread is at work, or a clock runs down: rounds of the loop do not bring it on, time does."""
        return self.app.work is not None or self.app.flows.company.reading or takes_a_size(self.app)

    def _busy(self) -> bool:
        screen = self.app.screen
        if self.app._settling or self.app._held or screen._dirty_widgets or screen._callbacks:
            return True
        if screen._layout_required or screen._scroll_required or screen._repaint_required or screen._recompose_required:
            return True
        if self._reads_beside():
            return True
        return not getattr(screen, "rests", True) if getattr(screen, "follows", True) else PanelSync.quiet == 0

    def _at_work(self) -> str:
        """What the program had still to do, in words for whoever looks for the reason."""
        screen = self.app.screen
        due = ("_layout_required", "_scroll_required", "_repaint_required", "_recompose_required", "_dirty_widgets", "_callbacks")
        told = [f"{screen}", *(f"{name} {value}" for name in due if (value := getattr(screen, name)))]
        told += [f"{name} {getattr(screen, name)}" for name in ("rests", "follows", "ready") if hasattr(screen, name)]
        told += [f"settling {self.app._settling}, held {list(self.app._held)}"]
        return "\n".join([*told, *(f"{pump} has {list(pump._message_queue.values)}" for pump in self.app._busy())])  # type: ignore[attr-defined]

    def _waiting(self) -> bool:
        """Whether a message waits for somebody: the picture may still become another."""
        if is_waiting(self.app):
            return True
        looked_at: list[DOMNode] = [self.app.screen]
        for node in looked_at:  # it grows by those that stand in each
            if is_waiting(node):
                return True
            looked_at += node._nodes._nodes
        return False

    async def answered(self) -> None:
        """Wait until a roll-up has answered what is shown."""

        def there() -> bool:
            screen = self.app.plan_screen if self.app.screen_stack else None
            return isinstance(screen, LakeScreen) and screen.stands and screen.answered is not None and self.app.work is None

        await self.until(there, "the roll-up answers")
        await self.settle()

    async def run(self, action_id: str) -> None:
        """Run an action as the palette does: through it in a proof, as from the screen below it in the suite, which opens it elsewhere."""
        if not LONG:
            self.app.call_later(self.app.plan_screen.action_act, action_id)
            await self.settle()
            return
        await self.press("ctrl+p")
        commands = await self.dialog(Commands)
        index = next(i for i, a in enumerate(commands.shown) if a.id == action_id)
        commands.query_one("#items", OptionList).highlighted = index
        await self.press("enter")

    async def dialog(self, kind: type[T]) -> T:
        """The dialog on top, which must be of this kind, as soon as a person sees it."""
        await self.until(
            lambda: isinstance(self.app.screen, kind) and getattr(self.app.screen, "_seen_at", 0) is not None, f"a {kind.__name__} opens"
        )
        assert isinstance(self.app.screen, kind)
        return self.app.screen

    async def answer(self, id: str) -> None:
        """Give an answer to the question on the screen, by its letter."""
        question = await self.dialog(Choose)
        await self.press(next(a.key for a in question.answers if a.id == id))
        await self.until(lambda: self.app.screen is not question, "the question is answered")

    async def pick(self, *ids: str) -> None:
        """Pick from the list on the screen: move to each; Tab marks where several may be taken, Enter takes."""
        picker = await self.dialog(Picker)
        for id in ids:
            wanted = [item.id for item in picker.shown].index(id)
            here = picker.query_one("#items", OptionList).highlighted or 0
            await self.hold("down" if wanted > here else "up", abs(wanted - here))
            if picker.many:
                await self.press("tab")
        await self.press("enter")

    async def column(self, key: str) -> None:
        """Walk to a column of the table."""
        keys = [c.key for c in self.view_columns]
        current = self.table.current_column
        assert current is not None
        steps = keys.index(key) - keys.index(current.key)
        await self.hold("right" if steps > 0 else "left", abs(steps))
        assert self.table.current_column is not None and self.table.current_column.key == key

    async def row(self, id: str) -> None:
        """Walk to a row of the table."""
        ids = self.rows
        assert self.id is not None
        steps = ids.index(id) - ids.index(self.id)
        await self.hold("down" if steps > 0 else "up", abs(steps))
        assert self.id == id

    async def cell(self, id: str, column: str) -> None:
        """Walk to a cell."""
        await self.row(id)
        await self.column(column)

    async def until(self, happened: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
        """Wait until something holds."""
        begun = time.monotonic()
        with drawn_at_rest(self.app, self.every_frame):  # a slow machine would draw what nobody sees while it is waited for
            while not happened():
                waited = time.monotonic() - begun
                if waited > seconds:
                    raise AssertionError(f"not in {seconds:g} s: {what}\n{self.screen}")
                await self.settle(happened)
                await asyncio.sleep(max(0.001, waited / 8))  # let what runs outside the loop go on, and ask less often what takes longer

    # -- eyes -----------------------------------------------------------------------------------------------------

    @property
    def words(self) -> Words:
        return self.app.words

    @property
    def screen(self) -> str:
        """What the terminal shows."""
        return screen_text(self.app)

    @property
    def status(self) -> str:
        """The bottom line of the screen of the plan: the last message, or the keys."""
        return self.app.plan_screen.query_one("#status", Line).text.strip()

    @property
    def title(self) -> str:
        """The right end of the top line: unsaved, read only, the day."""
        return self.app.plan_screen.query_one("#title", Line).right.strip()

    @property
    def summary(self) -> Line:
        return self.app.plan_screen.query_one("#summary", Line)

    @property
    def tab(self) -> TableScreen:
        screen = self.app.plan_screen
        assert isinstance(screen, TableScreen)
        return screen

    @property
    def table(self) -> FrameTable:
        return self.tab.table

    @property
    def view_columns(self) -> Iterable:  # type: ignore[type-arg]
        assert self.tab.view is not None
        return self.tab.view.columns

    @property
    def id(self) -> str | None:
        """The record under the cursor."""
        return self.table.current_id

    @property
    def rows(self) -> list[str]:
        """The ids of the rows shown, in their order."""
        assert self.tab.frame is not None
        return self.tab.frame["id"].to_list()

    def value(self, table: str, id: str, field: str) -> object:
        """What the plan in memory holds."""
        return (self.app.session.plan.get(table, id) or {}).get(field)

    @property
    def unsaved(self) -> int:
        """The number of unsaved changes as the title line shows it."""
        shown = self.title
        if "●" not in shown:
            return 0
        return int(shown.split("●")[1].split()[0])

    @property
    def options(self) -> list[str]:
        """The lines of the list in the dialog on top."""
        found: list[Option] = []
        for options in self.app.screen.query(OptionList):
            found += options.options
        return [str(option.prompt) for option in found]

    @property
    def saved(self) -> str:
        """The file."""
        return self.path.read_text(encoding="utf-8")


@asynccontextmanager
async def open_workbench(
    path: Path,
    size: tuple[int, int] = (80, 24),
    lang: str = "vi",
    readonly: bool = False,
    as_of: dt.date | None = AS_OF,
    shipped: bool = False,
    quiet: float = 0,
    time_to_read: float = 0,
    every_frame: bool = False,
    resumes: bool = False,
    leads_on: bool = False,
) -> AsyncIterator[Driver]:
    """The program over a plan file, in a terminal of this size; at the end nothing of it runs any more.

    ``quiet``: seconds after which a held key counts as let go; with 0 the panel follows each key that no other waits behind.
    ``time_to_read``: seconds after which an answer that destroys is taken; with 0 each that came after its question.
    ``every_frame``: draw also what only stands while keys are being answered, see ``tests.support.drawing``.
    ``resumes``: keep where the plan is left, and begin where it was left the last time, as the program does.
    ``leads_on``: show the steps of a beginning over a plan that was just made, as the program does.
    """
    session = Session(load(path), words_of(lang), as_of=as_of, readonly=readonly, shipped=shipped)
    known = worked_out_once(session.frames, path.read_bytes())
    with _follows_after(quiet), _read_in(time_to_read), remembered(), parsed_once(), all_worked_out_once(), known:
        app = Workbench(session, resumes=resumes)
        app.leads_on = leads_on
        written_in_its_own(app)
        async with AsyncExitStack() as running:
            with drawn_at_rest(app, every_frame):
                pilot = await running.enter_async_context(app.run_test(size=size))
            driver = Driver(app, pilot, path, every_frame)
            await driver.until(
                lambda: app.screen_stack and app.plan_screen.is_mounted and driver.tab.view is not None, "the first tab is shown"
            )
            yield driver
            draw_whole(app)


@asynccontextmanager
async def open_many(
    folder: Path, size: tuple[int, int] = (100, 30), lang: str = "vi", every_frame: bool = False, resumes: bool = False
) -> AsyncIterator[Driver]:
    """The program over a roll-up, with its first table shown; ``resumes``: that where it was left."""
    lake = OpenLake(folder)
    with _follows_after(0), _read_in(0), remembered(), parsed_once(), all_worked_out_once():
        app = Workbench(session_over(lake, words_of(lang)), resumes=resumes, lake=lake)
        written_in_its_own(app)
        async with AsyncExitStack() as running:
            with drawn_at_rest(app, every_frame):
                pilot = await running.enter_async_context(app.run_test(size=size))
            driver = Driver(app, pilot, folder, every_frame)
            await driver.answered()
            yield driver
            draw_whole(app)


@contextmanager
def _read_in(time_to_read: float) -> Iterator[None]:
    before, Dialog.time_to_read = Dialog.time_to_read, time_to_read
    try:
        yield
    finally:
        Dialog.time_to_read = before


@contextmanager
def _follows_after(quiet: float) -> Iterator[None]:
    before, PanelSync.quiet = PanelSync.quiet, quiet
    try:
        yield
    finally:
        PanelSync.quiet = before


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines only ``before`` has and the lines only ``after`` has, as a diff of the two files shows them."""
    import difflib

    diff = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    return [d[1:] for d in diff if d.startswith("-")], [d[1:] for d in diff if d.startswith("+")]
