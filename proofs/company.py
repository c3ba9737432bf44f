"""Several people at real terminals over one plan: each edits a task of their own and saves, again and again, on a busy machine.

First they all look at it, and one saves: what each session takes of the memory, and what the save costs every other one. Then they
work for some minutes. What a screen acknowledged must be in the plan and in its history once; how long a screen did not answer, and
how much more the luckiest got done than the unluckiest, is told.
"""

from __future__ import annotations

import contextlib
import os
import pty
import random
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from bench import processes
from bench.running import environment
from bench.terminal import Terminal
from proofs.keys import burning
from proofs.outcome import Outcome
from tui.store.log.history import read_history
from tui.store.plan_file import load

_ROOT: Final = Path(__file__).parent.parent
USUAL: Final = 8
"""People whose figures are kept as those of the part; of more or fewer they are kept beside them."""
_SIZE: Final = (100, 30)
_PATIENCE: Final = 120.0
"""Seconds after which what does not come is a fault."""
_AT_REST: Final = 4.0
"""Seconds in which everybody only looks; as long, what a save costs the others is gathered."""
_PAUSE: Final = 1.5
"""Seconds a person thinks between two edits, about."""


def run(folder: Path, plan: Path, people: int, minutes: float, burners: int = 4, seed: int = 0) -> Outcome:
    """So many people for so many minutes, beside programs that never rest."""
    begun = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "plan.toml"
    file.write_text(plan.read_text(encoding="utf-8") + "".join(_own_task(n) for n in range(people)), encoding="utf-8")
    counts: dict[str, int] = {"people": people, "programs that burn": burners}
    faults: list[str] = []
    with contextlib.ExitStack() as open_terminals:
        everybody: list[_Person] = []
        try:
            for n in range(people):  # one after the other: twenty starts at once are no working day
                everybody.append(open_terminals.enter_context(_Person.seated(n, file, folder)))
                _together(everybody[-1:], _PATIENCE, lambda person: person.begin(), looked_at=everybody)
            counts |= _cost_of_a_save(everybody)
            with burning(burners):
                _work(everybody, minutes * 60, random.Random(seed))
        except _NotCome as fault:
            faults.append(str(fault))
        counts |= _told_of(everybody)
    if not faults:  # else somebody was in the middle of a save when it was given up
        faults += _lost(everybody, file)
    id = "company" if people == USUAL else f"company-{people}"
    return Outcome(id=id, title="People over one plan", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults))


def _own_task(number: int) -> str:
    section = "" if number else '\n[sections.rieng]\nnumber = "X"\ntitle = "Việc riêng"\norder = 99\n'
    return f'{section}\n[tasks.rieng-{number}]\nsection = "rieng"\norder = {number + 1}\nsummary = "{_text(number, 0)}"\n'


def _text(number: int, times: int) -> str:
    return f"việc riêng người{number:02} lần {times}."


class _NotCome(Exception):
    """Something a person waited for did not come to their screen."""


class _Person:
    """One terminal with the workbench, and what the person at it does: steps that each wait for something to be seen."""

    def __init__(self, number: int, pid: int, master: int) -> None:
        self.number, self.pid, self.master = number, pid, master
        self.terminal = Terminal(*_SIZE)
        self.times = 0
        """Edits that were acknowledged as saved."""
        self.longest = 0.0
        """Seconds from a key to the first thing the terminal was sent."""
        self.last_output = 0.0
        self._sent = 0.0
        self._opened = ""
        """What the screen showed when a cell was taken to be open: said where what was typed then does not come."""
        self._steps: Iterator[Callable[[], bool] | float] = iter(())
        self._waits: Callable[[], bool] | None = None
        self._since = self._until = 0.0

    @classmethod
    @contextlib.contextmanager
    def seated(cls, number: int, file: Path, folder: Path) -> Iterator[_Person]:
        """A person with settings of their own; the program is ended with the block."""
        home = folder / f"home-{number}"
        home.mkdir()
        pid, master = pty.fork()
        if pid == 0:
            try:
                termios.tcsetwinsize(0, (_SIZE[1], _SIZE[0]))
                os.chdir(_ROOT)
                os.execve(sys.executable, [sys.executable, "-m", "tui", "--lang", "vi", str(file)], environment(home))
            finally:
                os._exit(127)
        os.set_blocking(master, False)
        person = cls(number, pid, master)
        try:
            yield person
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
            os.close(master)

    # -- the line -----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Take what there is, and answer what the program asks."""
        while True:
            try:
                data = os.read(self.master, 1 << 16)
            except BlockingIOError:
                break
            except OSError:
                data = b""
            if not data:
                raise _NotCome(f"person {self.number}: the program has ended\n{self.screen()}")
            self.last_output = time.monotonic()
            if self._sent:
                self.longest, self._sent = max(self.longest, self.last_output - self._sent), 0.0
            if replies := self.terminal.arrive(time.perf_counter_ns(), data):
                os.write(self.master, replies)
        while self.terminal.pending:
            self.terminal.draw_next()

    def send(self, keys: str) -> None:
        """Press keys, all of them at once."""
        self._sent = self._sent or time.monotonic()
        os.write(self.master, keys.encode())

    def screen(self) -> str:
        return self.terminal.text()

    # -- what is done -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Go to the own task, the cursor on its text."""
        self._steps = iter(self._seek())

    def edit(self, chance: random.Random) -> None:
        """Edit and save it once more, after a moment."""
        self._steps = iter(self._edited(chance.uniform(0.5, 1.5) * _PAUSE))

    def go_on(self) -> bool:
        """Do what can be done now; whether the person has nothing left to do. Raises :class:`_NotCome`."""
        while True:
            if self._waits is not None:
                if not self._waits():
                    if time.monotonic() - self._since > _PATIENCE:
                        told = f"person {self.number} waited in vain, edit {self.times + 1}\n{self.screen()}"
                        raise _NotCome(f"{told}\nwhen the cell was taken to be open:\n{self._opened}")
                    return False
                self._waits = None
            step = next(self._steps, None)
            if step is None:
                return True
            self._since = time.monotonic()
            self._waits = step if callable(step) else self._later(self._since + step)

    @staticmethod
    def _later(moment: float) -> Callable[[], bool]:
        return lambda: time.monotonic() >= moment

    def _seek(self) -> Iterator[Callable[[], bool] | float]:
        yield lambda: "GRDP" in self.screen()
        self.send("4")
        yield lambda: "III.1.a#1" in self.screen()
        self.send(f"/nguoi{self.number:02}")
        yield lambda: _text(self.number, 0)[:24] in self.screen() and "III.1.a#1" not in self.screen()
        self.send("\r")
        yield 0.3
        self.send("\x1b[H" + "l" * _place_of_summary())
        yield 1.0

    def _is_open(self) -> bool:
        """Whether the text of the own task stands in a cell that is open: underlined, as the cell under the cursor, but not bold.

        That the line has changed says nothing: what others have saved is taken in between, and draws it anew.
        """
        mark = _text(self.number, 0).partition(" lần")[0]
        lines = ["".join(cell.data for cell in line) for line in self.terminal.frame()[0]]
        y = next((y for y, line in enumerate(lines[: _SIZE[1] // 3]) if mark in line), None)
        if y is None:
            return False
        first = self.terminal.frame()[0][y][lines[y].index(mark)]
        return bool(first.underscore) and not first.bold

    def _edited(self, pause: float) -> Iterator[Callable[[], bool] | float]:
        yield pause
        text = _text(self.number, self.times + 1)
        self.send("\r")
        yield self._is_open  # on a busy machine that takes its time
        self._opened = self.screen()
        self.send("\x15")
        self.send(text)
        yield lambda: text in self.screen()
        self.send("\r")
        yield lambda: "● 1" in self.screen()
        self.send("\x13")
        yield lambda: "● 1" not in self.screen()
        self.times += 1


@cache
def _place_of_summary() -> int:
    """Cells to the right of the first one in the tab of tasks; asked of the tab, which loads Polars: only when everything runs."""
    from tui.frames.build import Frames
    from tui.frames.tables.tasks import tasks_view
    from tui.i18n.words import Words
    from tui.model.clock import clock_of

    plan = load(_ROOT / "data" / "plan.toml").plan
    columns = tasks_view(Frames(plan), plan, clock_of(plan).today(), Words("vi")).columns
    return [column.key for column in columns].index("summary")


def _look(everybody: list[_Person], seconds: float) -> None:
    """Read what comes to any terminal within so long."""
    ready, _, _ = select.select([person.master for person in everybody], [], [], seconds)
    for person in everybody:
        if person.master in ready:
            person.read()


def _together(some: list[_Person], seconds: float, begin: Callable[[_Person], None], looked_at: list[_Person] | None = None) -> None:
    """Have some people do something once; the terminals of all that are looked at are read meanwhile, theirs when that is not said."""
    for person in some:
        begin(person)
    busy = list(some)
    until = time.monotonic() + seconds
    while busy and time.monotonic() < until:
        _look(looked_at or some, 0.02)
        busy = [person for person in busy if not person.go_on()]
    if busy:
        raise _NotCome(f"person {busy[0].number} has not done it\n{busy[0].screen()}")


def _wait(everybody: list[_Person], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        _look(everybody, 0.02)


def _cost_of_a_save(everybody: list[_Person]) -> Mapping[str, int]:
    """Memory of each at rest, then what it costs the others that one saves, and within how long they all have it."""
    _wait(everybody, _AT_REST)
    memory = [_memory(person.pid) for person in everybody]
    calm = [processes.cpu_ns(person.pid) for person in everybody]
    _wait(everybody, _AT_REST)
    idle = [processes.cpu_ns(person.pid) - before for person, before in zip(everybody, calm, strict=True)]
    _together(everybody[:1], _PATIENCE, lambda person: person.edit(random.Random(0)))
    saved, before = time.monotonic(), [processes.cpu_ns(person.pid) for person in everybody]
    _wait(everybody, _AT_REST)
    cost = sorted((processes.cpu_ns(p.pid) - b - i) / 1e6 for p, b, i in list(zip(everybody, before, idle, strict=True))[1:])
    moments = sorted(person.last_output - saved for person in everybody[1:] if person.last_output > saved)
    return {
        "private KiB of a session, median": sorted(private for private, _ in memory)[len(memory) // 2],
        "proportional KiB of a session, median": sorted(shared for _, shared in memory)[len(memory) // 2],
        "ms of CPU a save of one costs another, median": round(cost[len(cost) // 2]) if cost else 0,
        "ms of CPU, at most": round(cost[-1]) if cost else 0,
        "others whose screen told of it": len(moments),
        "ms until the last of them told": round(moments[-1] * 1000) if moments else 0,
        "ms between the first and the last": round((moments[-1] - moments[0]) * 1000) if moments else 0,
    }


def _memory(pid: int) -> tuple[int, int]:
    """(private, proportional) KiB of a process."""
    lines = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:])
    sizes = {words[0]: int(words[1]) for words in lines}
    return sizes["Private_Clean:"] + sizes["Private_Dirty:"], sizes["Pss:"]


def _work(everybody: list[_Person], seconds: float, chance: random.Random) -> None:
    """Everybody edits and saves until the time is over, and finishes what they began."""
    for person in everybody:
        person.longest = 0.0
        person.edit(chance)
    until = time.monotonic() + seconds
    busy = list(everybody)
    while busy:
        _look(everybody, 0.02)
        for person in tuple(busy):
            if person.go_on():
                if time.monotonic() < until:
                    person.edit(chance)
                else:
                    busy.remove(person)


def _told_of(everybody: list[_Person]) -> Mapping[str, int]:
    done = sorted(person.times for person in everybody)
    return {
        "edits acknowledged": sum(done),
        "by the unluckiest": done[0],
        "by the luckiest": done[-1],
        "ms a screen did not answer, longest": round(1000 * max(person.longest for person in everybody)),
        "ms, median of everybody's longest": round(1000 * sorted(person.longest for person in everybody)[len(everybody) // 2]),
    }


def _lost(everybody: list[_Person], file: Path) -> list[str]:
    """What was acknowledged and is not in the plan, or not once in its history."""
    faults = []
    plan = load(file).plan
    saved = [edit for entry in read_history(file).entries for edit in entry.edits or ()]
    for person in everybody:
        record = plan.get("tasks", f"rieng-{person.number}") or {}
        last = _text(person.number, person.times)
        if record.get("summary") != last:
            faults.append(f"person {person.number}: {last!r} was acknowledged, the plan has {record.get('summary')!r}")
        for times in range(1, person.times + 1):
            found = sum(getattr(edit, "new", None) == _text(person.number, times) for edit in saved)
            if found != 1:
                faults.append(f"person {person.number}: edit {times} stands {found} times in the history")
    return faults
