"""Random keys, letters, pastes, mouse and sizes sent into the whole program, over plans of every kind, while others come and save.

``python -m tests.support.random_keys --keys N`` walks N keys and prints as JSON what was found and what the program held; the proof
of the same name runs it. The same seed sends the same. SIGTERM ends it where it stands, with what it has found.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import contextlib
import ctypes
import faulthandler
import functools
import gc
import importlib
import json
import os
import random
import signal
import sys
import tempfile
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from textual import events
from textual._styles_cache import StylesCache
from textual.cache import FIFOCache, LRUCache
from textual.dom import DOMNode
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.screen import Screen

import tui
from tests.support.key_order import home, key_event
from tests.support.known_values import forget_worked_out
from tests.support.paths import SAMPLE
from tests.support.screens import screen_text
from tests.support.small_plan import EMPTY
from tests.support.stylesheets import forget_matched
from tests.support.workbench import Driver, open_workbench
from tui.actions import ACTIONS
from tui.terminal.textual_internals.nodes import widgets_of

COMMUNE: Final = """\
format = 2

[plan]
title = "Kế hoạch của xã"
term = { start = 2026-01-01, end = 2030-12-31 }

[agencies.xa]
name = "Ủy ban nhân dân xã"
kind = "commune"

[sections.I]
number = "I"
title = "Việc của xã"
order = 1

[tasks.I-1]
section = "I"
order = 1
summary = "Sửa đường"
leads = ["xa"]
"""
"""The plan of another body: hardly anything, and nothing at all on three of the four tabs."""


@attrs.frozen
class Ground:
    """What a walk goes over."""

    name: str
    text: str
    readonly: bool = False
    lang: str = "vi"


def grounds() -> list[Ground]:
    """Plans of every kind."""
    sample = SAMPLE.read_text(encoding="utf-8")
    return [
        Ground("the sample", sample),
        Ground("an empty plan", EMPTY),
        Ground("the sample, read only", sample, readonly=True),
        Ground("another body's plan", COMMUNE, lang="en"),
    ]


# -- what is sent -----------------------------------------------------------------------------------------------------

_SIZES: Final = ((80, 24), (120, 30), (140, 40), (200, 60), (40, 12), (20, 5), (1, 1), (1, 40), (200, 1), (2, 2))
_LEAVING: Final = frozenset({"q", "ctrl+q"})
_OF_ACTIONS: Final = tuple(sorted({key for action in ACTIONS for key in action.keys} - _LEAVING))
_MOVING: Final = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "g", "G")
_LEADING: Final = ("enter", "escape", "tab", "space", "f10", "ctrl+s", "backspace", "delete", "ctrl+u", "ctrl+a", "ctrl+c")
_TABS: Final = ("0", "1", "2", "3", "4", "m", "o", "H", "left_square_bracket", "right_square_bracket")
_WORDS: Final = ("zzzz", "ngan hang", "31/12/2026", "8,5", "x", "cuối tháng", "leads:ubnd", "a>=", "!", "iv", "ra.xlsx", "1e400", "đ")
_PASTED: Final = ("một\thai\nba\tbốn", "", "\n\n\n", "1\n2\n3\n", "x" * 300)
_COMMANDS: Final = ("history of the plan", "header", "copy", "theme", "keys")


def _keys(chance: random.Random) -> list[str]:
    """A few keys that somebody might press one after the other."""
    kind = chance.random()
    if kind < 0.30:
        return chance.choices(_MOVING, k=chance.randint(1, 3))
    if kind < 0.60:
        return [chance.choice(_OF_ACTIONS)]
    if kind < 0.72:
        return [chance.choice(_LEADING)]
    if kind < 0.80:
        return [chance.choice(_TABS)]
    if kind < 0.86:
        return ["escape"] * chance.randint(1, 4)
    word = list(chance.choice(_WORDS))
    if kind < 0.92:
        return ["slash", *word, "enter", *chance.choices(_MOVING, k=2)]
    if kind < 0.95:
        return ["ctrl+p", *chance.choice(_COMMANDS), "enter"]
    return [*word, chance.choice(_LEADING)]


@attrs.define
class Walk:
    """A walk over one ground; ``sent`` is what was sent, ``fault`` what ended the program."""

    bench: Driver
    chance: random.Random
    theirs: str
    sent: list[str] = attrs.field(factory=list)
    keys: int = 0
    most_boxes: int = 0

    async def step(self) -> None:
        """Send something, and have the screen drawn."""
        kind = self.chance.random()
        if kind < 0.04:
            await self._resize()
        elif kind < 0.07:
            await self._click()
        elif kind < 0.09:
            await self._paste()
        elif kind < 0.12:
            await self._somebody_saves()
        else:
            await self._press()
        assert not self.bench.restless, f"the program does not come to rest:\n{self.bench.restless}\n{screen_text(self.bench.app)}"
        company = self.bench.app.flows.company
        assert not company.fault, company.fault
        if not self.over:
            screen_text(self.bench.app)
            self.most_boxes = max(self.most_boxes, len(self.bench.app.screen_stack))

    async def go_home(self) -> None:
        """Back to the first tab of the size everybody begins with, nothing open and nothing to undo: where what is held can be compared."""
        self.sent.append("<home>")
        await self._become(Size(*_SIZES[0]))
        if not self.over:
            await home(self.bench)
        if not self.over:
            for node in widgets_of(self.bench.app):  # each holds the last message it had, and that the box it came from, gone or not
                node.call_later(_nothing)
            await self.bench.settle()

    @property
    def over(self) -> bool:
        app = self.bench.app
        return app._exception is not None or app._exit or not app.is_running

    async def _press(self) -> None:
        keys = _keys(self.chance)
        self.keys += len(keys)
        self.sent += keys
        at_once = self.chance.random() < 0.3
        for key in keys:
            if self.over:
                return
            self.bench.app.post_message(key_event(key))
            if not at_once:
                await self.bench.settle()
        await self.bench.settle()

    async def _resize(self) -> None:
        await self._become(Size(*(self.chance.choice(_SIZES) if self.chance.random() < 0.5 else _SIZES[0])))

    async def _become(self, size: Size) -> None:
        self.sent.append(f"<{size.width}×{size.height}>")
        driver = self.bench.app._driver
        assert isinstance(driver, HeadlessDriver)
        driver._size = size
        self.bench.app.post_message(events.Resize(size, size))
        await self.bench.settle()

    async def _click(self) -> None:
        app = self.bench.app
        x, y = self.chance.randrange(app.size.width or 1), self.chance.randrange(app.size.height or 1)
        kinds = self.chance.choice(((events.MouseDown, events.MouseUp), (events.MouseScrollDown,), (events.MouseScrollUp,)))
        self.sent.append(f"<{kinds[0].__name__} {x},{y}>")
        for kind in kinds:
            app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await self.bench.settle()

    async def _paste(self) -> None:
        text = self.chance.choice(_PASTED)
        self.sent.append(f"<paste {text[:10]!r}>")
        self.bench.app.post_message(events.Paste(text))
        await self.bench.settle()

    async def _somebody_saves(self) -> None:
        """Somebody else saves the plan, or takes the file away and puts it back; the program looks while it answers."""
        self.sent.append("<theirs>")
        path = self.bench.path
        with contextlib.suppress(OSError):
            text = path.read_text(encoding="utf-8") if self.chance.random() < 0.7 else self.theirs
            other = path.with_name("theirs")
            other.write_text(text + "# sửa\n", encoding="utf-8")
            os.replace(other, path)
        self.bench.app.call_later(self.bench.app.flows.company.look_around)
        await self.bench.settle()


# -- what the program holds -------------------------------------------------------------------------------------------


@attrs.frozen
class Held:
    """What the process holds where a walk has gone home."""

    keys: int
    resident: int
    """Bytes in memory, with what the allocator could give back given back."""
    blocks: int
    """Blocks of memory that Python's objects take."""
    boxes: int
    """Screens that stood one above the other, the most until then."""
    steps: int
    """Edits that could be undone before it went home: as many as it takes back."""
    descriptors: int
    threads: int
    unseen: dict[str, int]
    """Screens and widgets that are alive although the application has done with them, by kind."""

    def __str__(self) -> str:
        held = f"{self.resident >> 20:,} MB, {self.blocks:,} blocks, {self.boxes} boxes, {self.steps} steps"
        return f"{held}, {self.descriptors} descriptors, {self.threads} threads after {self.keys:,} keys"


def held(bench: Driver, keys: int, boxes: int) -> Held:
    """What is held now, with everything thrown away that can be: also what caches keep that are full one day."""
    _throw_away()
    known = {id(node) for node in widgets_of(bench.app)}
    objects = gc.get_objects()
    alive = [node for node in objects if isinstance(node, DOMNode) and node is not bench.app]
    unseen = Counter(type(node).__name__ for node in alive if id(node) not in known and not _of_another(node, bench))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    counted = held_beside_memory(bench, keys, boxes)
    return attrs.evolve(counted, resident=pages * os.sysconf("SC_PAGE_SIZE"), blocks=sys.getallocatedblocks(), unseen=dict(unseen))


def held_beside_memory(bench: Driver, keys: int, boxes: int) -> Held:
    """The same without what is in memory, which takes as long to look through as a hundred keys, and empties the caches of all tests."""
    workspace = bench.app.session.workspace
    return Held(
        keys=keys,
        resident=0,
        blocks=0,
        boxes=boxes,
        steps=sum(len(step.edits) for step in (*workspace.undo_steps, *workspace.redo_steps)),
        descriptors=len(os.listdir("/proc/self/fd")),
        threads=threading.active_count(),
        unseen={},
    )


def _nothing() -> None:
    """What is called back only for the message."""


def _throw_away() -> None:
    gc.unfreeze()  # the program keeps what it had loaded when it began out of sight, and the caches of libraries with it
    forget_matched()
    forget_worked_out()  # of four dozen states of the plan the walk has been in
    for cache in [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]:
        if cache.cache_parameters()["maxsize"] is not None:
            cache.cache_clear()
    for thing in gc.get_objects():  # every widget and every line of one has some, which fill for as long as sizes are new to it
        if isinstance(thing, LRUCache | FIFOCache | StylesCache):
            thing.clear()
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)


def _of_another(node: DOMNode, bench: Driver) -> bool:
    """Whether it belongs to a program that a walk before this one opened."""
    return isinstance(node, Screen) and node._running and node.app is not bench.app


# -- walks ------------------------------------------------------------------------------------------------------------


@attrs.frozen
class Found:
    """What a walk found: what ended it, if anything, and what was held on the way."""

    keys: int
    programs: int
    faults: list[str]
    held: list[Held]


_ENOUGH: Final = threading.Event()
"""Set when a walk is to end where it stands, with what it has found."""
Measure = Callable[[Driver, int, int], Held]
"""Measures what is held after so many keys, with so many boxes one above the other at most."""
Telling = Callable[[str], None]
"""Takes a line about how far a walk has come."""


def _to_nobody(line: str) -> None:
    """Nobody waits for it."""


async def walk(
    path: Path, ground: Ground, seed: str, keys: int, *, measured: int = 0, measure: Measure = held, tell: Telling = _to_nobody
) -> Found:
    """So many random keys, or a few more; each time the program is left it is opened again. ``measured``: keys between two measurements."""
    chance = random.Random(seed)
    done, programs, faults, measurements = 0, 0, [], []
    while done < keys and not faults and not _ENOUGH.is_set():
        path.write_text(ground.text, encoding="utf-8")
        programs += 1
        current: Walk | None = None
        try:
            async with open_workbench(path, size=(80, 24), lang=ground.lang, readonly=ground.readonly) as bench:
                current = Walk(bench, chance, ground.text)
                while not current.over and done + current.keys < keys and not _ENOUGH.is_set():
                    before = done + current.keys
                    await current.step()
                    if measured and before // measured != (done + current.keys) // measured and not current.over:
                        steps = held_beside_memory(bench, 0, 0).steps
                        await current.go_home()
                        if current.over:
                            break
                        now = measure(bench, done + current.keys, current.most_boxes)
                        measurements.append(attrs.evolve(now, steps=steps))
                        tell(f"{ground.name}: {measurements[-1]} of {keys:,}")
        except BaseException as raised:  # a random key found it
            if isinstance(raised, (KeyboardInterrupt, asyncio.CancelledError)):
                raise
            told = "".join(traceback.format_exception(raised, limit=-4))
            faults.append(f"{ground.name}, seed {seed}: … {' '.join(current.sent[-25:] if current else ())}\n{told}")
            tell(faults[-1])
        done += current.keys if current else 0
    return Found(done, programs, faults, measurements)


@contextlib.contextmanager
def _in_folder(folder: Path) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def walks(
    folder: Path,
    keys: int,
    seed: int,
    chosen: Sequence[Ground],
    *,
    measured: int = 0,
    measure: Measure = held,
    tell: Telling = _to_nobody,
) -> list[Found]:
    """A walk over each ground, with the keys shared out among them; every file the program writes lies below the folder."""
    found = []
    with _in_folder(folder):
        for number, ground in enumerate(chosen):
            work = folder / f"ground-{number}"
            work.mkdir()
            with _in_folder(work):
                share, named = keys // len(chosen), f"{seed} {ground.name}"
                going = walk(work / "plan.toml", ground, named, share, measured=measured, measure=measure, tell=tell)
                found.append(asyncio.run(going))
    return found


def load_everything() -> None:
    """Load what the program loads when it is wanted for the first time: code that came late would be taken for growth."""
    for path in sorted(Path(tui.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in [one.name for one in node.names] if isinstance(node, ast.Import) else _named(node):
                with contextlib.suppress(ImportError):  # what is only there on another system
                    importlib.import_module(name)


def _named(node: ast.AST) -> list[str]:
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


_STUCK: Final = 900
"""Seconds after which a walk that has told nothing says where it stands, and ends."""


def _told(line: str) -> None:
    """On the program's own standard error, whatever Textual has put in its place."""
    print(line, file=sys.__stderr__, flush=True)
    faulthandler.dump_traceback_later(_STUCK, exit=True, file=sys.__stderr__)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--ground", choices=[ground.name for ground in grounds()], action="append")
    parser.add_argument("--measured", type=int, default=1000, help="keys between two measurements, each of which empties every cache")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: _ENOUGH.set())
    _told(f"{options.keys:,} keys")
    load_everything()
    chosen = [ground for ground in grounds() if options.ground is None or ground.name in options.ground]
    with tempfile.TemporaryDirectory() as name:
        for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ[variable] = name
        found = walks(Path(name), options.keys, options.seed, chosen, measured=options.measured, tell=_told)
    result: Any = [{"ground": ground.name, **attrs.asdict(one)} for ground, one in zip(chosen, found, strict=True)]
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
