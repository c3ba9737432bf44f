"""``python -m bench.beside``: how long a screen cannot look for a key while it takes in what somebody else has saved.

The real program in a terminal over the shipped plan, on each of the four tabs: somebody else saves a figure of an indicator, or the
summary of a task; and the longest step of the event loop after that, in processor time. ``--before TREE`` measures another checkout beside
this one, so that a busy moment meets both. Whoever saves has the plan open as well, as a person who saves it has: then it is looked at
once a second.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import attrs

from bench.pty import Session
from bench.running import SIZE, environment
from bench.subjects import REPOSITORY
from tui.store.presence import appear

LONGEST_MS: Final = 16.0
"""The goal: a frame of the screen."""
_PLAN: Final = REPOSITORY / "data" / "plan.toml"
_STEPS: Final = Path(__file__).with_name("steps.py")
_PATIENCE_S: Final = 60.0
_AT_REST_S: Final = 0.5
_LOOK_S: Final = 0.05
_TAKEN_IN: Final = re.compile("đã nhận thay đổi")
TABS: Final = "1234"


@attrs.frozen
class Edit:
    """What somebody else saves: the text of one field, found by what stands before it, another each time."""

    name: str
    field: re.Pattern[str]
    value: str

    def made(self, text: str, times: int) -> str:
        """The plan with it made. Raises ValueError when the field is not there."""
        made, count = self.field.subn(lambda found: found[1] + self.value.format(times), text, count=1)
        if not count:
            raise ValueError(f"the plan has no place for {self.name}")
        return made


EDITS: Final = (  # of two figures of that year the later one counts, and stands in the row and in the chart of the record under the cursor
    Edit("a figure", re.compile(r'(\{ year = 2022, value = 8\.)\d+(?=, vintage = "estimate", source = "soha)'), "{:02}"),
    Edit("a task", re.compile(r'(summary = "Triển khai vốn đầu tư công trung hạn)[ \d]*'), " {:02}"),
    Edit("a direction", re.compile(r'(summary = "Hình thành cụm ngành cơ khí chế tạo)[ \d]*'), " {:02}"),
)


@attrs.define
class Taken:
    """The longest step of each save that was taken in: processor time in milliseconds, and whose it was."""

    longest: list[float] = attrs.field(factory=list)
    whole: list[float] = attrs.field(factory=list)
    """Milliseconds of the processor the program took for all of it, in whatever thread."""
    whose: list[str] = attrs.field(factory=list)

    def __str__(self) -> str:
        worst = max(range(len(self.longest)), key=self.longest.__getitem__)
        longest = f"{statistics.median(self.longest):6.1f} {self.longest[worst]:6.1f}"
        return f"{longest} {statistics.median(self.whole):6.0f}  {self.whose[worst]}"


class _Screen:
    """One workbench of a tree in a terminal, with every tab visited once, and the steps of its loop."""

    def __init__(self, tree: Path, folder: Path) -> None:
        folder.mkdir()
        self._plan, self._log = folder / "plan.toml", folder / "steps"
        self._tab = ""
        self._since, self._cpu = 0, 0.0
        self._text = _PLAN.read_text(encoding="utf-8")
        self._plan.write_text(self._text, encoding="utf-8")
        self._them = appear(self._plan)
        if self._them is not None:
            self._them.tell(None, 0)
        command = [sys.executable, "-P", str(_STEPS), str(self._log), "--lang", "vi", str(self._plan)]
        self.session = Session(command, *SIZE, environment(folder) | {"PYTHONPATH": str(tree)}, tree)
        self._until(lambda: "GRDP" in self._seen())
        for tab in TABS:
            self.session.press(tab)

    def look(self, tab: str) -> None:
        """Look at a tab, with nothing told."""
        if tab != self._tab:
            self._tab = tab
            self.session.press(tab)
        self.session.press("escape")
        self._until(lambda: not _TAKEN_IN.search(self._seen()))

    def save_theirs(self, edit: Edit, times: int) -> None:
        """Somebody else saves."""
        self._since, self._cpu = time.monotonic_ns(), self.session.cpu_ms() or 0.0
        self._text = edit.made(self._text, times)
        other = self._plan.with_name("theirs")
        other.write_text(self._text, encoding="utf-8")
        os.replace(other, self._plan)

    def taken_in(self) -> tuple[float, float, str]:
        """(milliseconds of the longest step and of the whole program, whose the step was) since somebody else has saved."""
        self._until(lambda: _TAKEN_IN.search(self._seen()) is not None)
        self._wait(_AT_REST_S)
        steps = (line.split(" ", 3) for line in self._log.read_text(encoding="utf-8").splitlines())
        longest, whose = max(((int(cpu) / 1000, whose) for at, cpu, _, whose in steps if int(at) > self._since), default=(0.0, ""))
        return longest, (self.session.cpu_ms() or 0.0) - self._cpu, whose

    def close(self) -> None:
        """End it; nobody has the plan open any more."""
        self.session.close()
        if self._them is not None:
            self._them.leave()

    def _seen(self) -> str:
        while self.session.terminal.pending:
            self.session.terminal.draw_next()
        return self.session.terminal.text()

    def _wait(self, seconds: float) -> None:
        self.session.quiet(seconds, before=0)

    def _until(self, happened: Callable[[], bool]) -> None:
        until = time.monotonic() + _PATIENCE_S
        while not happened():
            if time.monotonic() > until or self.session.ended:
                raise RuntimeError(f"what is waited for has not come\n{self._seen()}")
            self._wait(_LOOK_S)


def measure(trees: Sequence[Path], tabs: str, saves: int) -> dict[tuple[str, str, Path], Taken]:
    """By tab, edit and tree. The first save on each tab does not count: what it loads is loaded."""
    found: dict[tuple[str, str, Path], Taken] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        screens = {tree: _Screen(tree, Path(name) / str(number)) for number, tree in enumerate(trees)}
        try:
            for tab in tabs:
                for edit in EDITS:
                    for times in range(saves + 1):
                        for screen in screens.values():
                            screen.look(tab)
                        for screen in screens.values():
                            screen.save_theirs(edit, 10 + (int(tab) * 20 + times) % 89)
                        for tree, screen in screens.items():
                            longest, whole, whose = screen.taken_in()
                            if times:
                                taken = found.setdefault((tab, edit.name, tree), Taken())
                                taken.longest.append(longest)
                                taken.whole.append(whole)
                                taken.whose.append(whose)
        finally:
            for screen in screens.values():
                screen.close()
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; exit code 1 when this tree keeps a key waiting for longer than the goal."""
    parser = argparse.ArgumentParser(prog="python -m bench.beside", description=__doc__)
    parser.add_argument("--before", type=Path, metavar="TREE", help="another checkout, measured beside this one")
    parser.add_argument("--saves", type=int, default=3, metavar="N", help="saves of each kind on each tab (default 3)")
    parser.add_argument("--tabs", default=TABS, metavar="TABS", help="which tabs (default 1234)")
    options = parser.parse_args(arguments)
    trees = [REPOSITORY, *([options.before.resolve()] if options.before else [])]
    found = measure(trees, options.tabs, options.saves)
    print("tab  saved      tree    median longest  whole  (ms of the processor)")
    for (tab, edit, tree), taken in found.items():
        print(f"{tab:<4} {edit:<10} {'this' if tree == REPOSITORY else 'before':<7} {taken}")
    longest = max(max(taken.longest) for (_, _, tree), taken in found.items() if tree == REPOSITORY)
    print(f"\nlongest: {longest:.1f} ms (goal {LONGEST_MS:.0f})")
    return 1 if longest > LONGEST_MS else 0


if __name__ == "__main__":
    sys.exit(main())
