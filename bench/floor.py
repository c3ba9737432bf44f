"""``python -m bench.floor``: what of a start is Python's, Textual's and Polars', and what is ours: ``--write`` into docs/speed.md.

Each step is a process that does all before it as well, and ends there. Counted are instructions (under ``valgrind``, left out where it
is not there: they hang on no machine and nobody else's work), processor time and the memory that is the process's own, each as Python
always loads code and from the file of prepared code (:mod:`tui.start.prepared`). What Python, Textual and Polars alone load, and a screen
of as many widgets shown by Textual (:mod:`bench.peers.plain_screen`), is the floor: no code of ours is in it.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple, Self

import attrs

from bench.in_page import put_into
from bench.running import environment, prepare_code
from bench.subjects import REPOSITORY

PAGE: Final = REPOSITORY / "docs" / "speed.md"
_START, _END = "<!-- floor: made by bench.floor -->", "<!-- end of floor -->"
_BEGUN: Final = """import gc, os, sys, time
gc.disable()
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["POLARS_ENGINE_AFFINITY"] = "in-memory"
"""
_LATER: Final = """os.environ["_RJEM_MALLOC_CONF"] = "narenas:1,tcache:false"
from tui.start import loaded_later, lone_import, prepared
prepared.begin()
loaded_later.begin()
prepared.import_alone()
"""
_ENDED: Final = """
os.write(1, open("/proc/self/smaps_rollup", "rb").read() + f"cpu {time.process_time()}".encode())
os._exit(0)
"""
_SHOWN: Final = """
import asyncio
async def shown(app):
    getattr(sys.modules.get("tui.start.lone_import"), "end", int)()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        END()
"""
_ONE_LINE: Final = """
from textual.app import App
from textual.widgets import Static
class OneLine(App):
    def compose(self):
        yield Static("Một dòng")
asyncio.run(shown(OneLine()))
"""
_QUESTIONS: Final = "from bench.peers.plain_screen import figures\nfigures()\n"
_SCREEN: Final = "from bench.peers.plain_screen import PlainScreen\nasyncio.run(shown(PlainScreen()))\n"
_WORDS: Final = "import tui.commands.workbench, tui.app\nfrom tui.i18n.words import Words\nwords = Words('vi')\n"
_READ: Final = "from pathlib import Path\nfrom tui.store.plan_file import load\nloaded = load(Path(sys.argv[1]))\n"
_VIEW: Final = "from tui.session.session import Session\nasyncio.run(shown(tui.app.Workbench(Session(loaded, words))))\n"
_AGAIN: Final = """from pathlib import Path
from tui.session.answers import AnswersKept
from tui.session.session import Session
from tui.store.snapshot.open import open_plan
app = tui.app.Workbench(Session(open_plan(Path(sys.argv[1])), words))
ended = END
def END():
    keep = AnswersKept(app.session).to_be_kept()
    if keep is not None:
        keep()
    ended()
asyncio.run(shown(app))
"""
"""A start that takes up what the one before has kept; the first of all keeps it, and is not the one that counts."""

STEPS: Final[Mapping[str, tuple[str, bool]]] = {
    "Python alone": ("", False),
    "Textual": ("import textual.app\n", False),
    "Polars beside it": ("import textual.app, polars\n", False),
    "one line shown by Textual": ("import textual.app, polars\n" + _SHOWN + _ONE_LINE, False),
    "Polars asked what a first view asks": ("import textual.app, polars\n" + _QUESTIONS + _SHOWN + _ONE_LINE, False),
    "a screen like ours in plain widgets": ("import textual.app, polars\n" + _SHOWN + _SCREEN, False),
    "the workbench and its words": (_WORDS, True),
    "the plan read": (_WORDS + _READ, True),
    "its first view at rest": (_SHOWN + _WORDS + _READ + _VIEW, True),
    "its first view of a later start": (_SHOWN + _WORDS + _AGAIN, True),
}
"""What is done by the end of each step, and whether it is ours."""
LATER: Final = "its first view of a later start"
"""The only step that does less than the one before it: what that has read and worked out is taken up."""
FLOOR: Final = "a screen like ours in plain widgets"
"""The last step that is not ours: widgets and questions may be other than those of :mod:`bench.peers.plain_screen`, but a table with a
panel, a chart and a filter is what is asked for."""


@attrs.frozen
class Cost:
    """Of one step with all before it: millions of instructions, None where they could not be counted; ms of CPU; MiB of its own."""

    instructions: float | None
    cpu: float
    private: float


def program(step: str, *, begun: bool) -> str:
    """The program of a step; ``begun``: as a start of ours loads code."""
    code, _ = STEPS[step]
    ended = "def END():\n" + "".join(f"    {line}\n" for line in _ENDED.strip().splitlines())
    return _BEGUN + (_LATER if begun else "") + ended + code + "END()\n"


class Started(NamedTuple):
    """How the process of a step is begun."""

    command: Sequence[str]
    variables: Mapping[str, str]

    @classmethod
    def of(cls, step: str, folder: Path, *, prepared: bool) -> Self:
        """A step in a home of its own, with a plan of its own."""
        home = folder / ("prepared" if prepared else "always")
        home.mkdir(exist_ok=True)
        plan = home / "plan.toml"
        if not plan.exists():
            shutil.copy(REPOSITORY / "data" / "plan.toml", plan)
        variables = environment(home) | {"PYTHONPATH": str(REPOSITORY), "PYTHONHASHSEED": "0", "KEHOACH_PREPARED": "1" if prepared else "0"}
        return cls((sys.executable, "-P", "-c", program(step, begun=prepared), str(plan)), variables)

    def told(self) -> tuple[float, float]:
        """(ms of CPU, MiB of its own) of one run. Raises CalledProcessError when it fails."""
        text = subprocess.run(self.command, env=dict(self.variables), cwd="/", check=True, capture_output=True, text=True).stdout
        private = sum(int(kib) for kib in re.findall(r"^Private_\w+:\s+(\d+) kB", text, re.MULTILINE)) / 1024
        return float(text.rpartition("cpu ")[2]) * 1000, private

    def counted(self) -> float | None:
        """Millions of instructions of one run, None where nobody counts them. Raises CalledProcessError when it fails.

        They are the same in every run, so there is one; to count them without saying whose they are takes half as long.
        """
        valgrind = shutil.which("valgrind")
        if valgrind is None:
            return None
        counting = [valgrind, "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={os.devnull}", *self.command]
        told = subprocess.run(counting, env=dict(self.variables), cwd="/", check=True, capture_output=True, text=True).stderr
        found = re.search(r"I\s+refs:\s+([\d,]+)", told)
        return None if found is None else int(found[1].replace(",", "")) / 1e6


def measured(steps: Sequence[str], folder: Path, times: int = 3) -> dict[str, tuple[Cost, Cost]]:
    """What each step costs, as Python always loads code and as a start does, in turn; counted in as many processes as there are cores.

    Raises CalledProcessError when one fails.
    """
    pairs = {step: [Started.of(step, folder, prepared=prepared) for prepared in (False, True)] for step in steps}
    told: dict[str, list[list[tuple[float, float]]]] = {step: [[], []] for step in steps}
    for step, pair in pairs.items():
        print(f"\r\x1b[K{step}", end="", file=sys.stderr, flush=True)
        for _ in range(times):
            for each, found in zip(pair, told[step], strict=True):
                found.append(each.told())
    print("\r\x1b[Kinstructions", end="", file=sys.stderr, flush=True)
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        counts = {step: [pool.submit(each.counted) for each in pair] for step, pair in pairs.items()}
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return {step: (_cost(told[step][0], counts[step][0].result()), _cost(told[step][1], counts[step][1].result())) for step in steps}


def _cost(told: Sequence[tuple[float, float]], counted: float | None) -> Cost:
    return Cost(counted, statistics.median(cpu for cpu, _ in told), statistics.median(private for _, private in told))


def table(costs: Mapping[str, tuple[Cost, Cost]]) -> str:
    """The table of the page: each step as Python always loads code → as a start does; the last line is what is ours above the floor."""
    lines = ["| by the end of | millions of instructions | CPU, ms | private, MiB |", "|---|---:|---:|---:|"]
    for step, (always, ours) in costs.items():
        counted = (
            "–" if always.instructions is None or ours.instructions is None else f"{always.instructions:,.0f} → {ours.instructions:,.0f}"
        )
        mark = "" if STEPS[step][1] else " *(not ours)*"
        lines.append(f"| {step}{mark} | {counted} | {always.cpu:.0f} → {ours.cpu:.0f} | {always.private:.1f} → {ours.private:.1f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, and print the table or put it into the page."""
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        prepare_code(environment(Path(name)))
        made = table(measured([*STEPS], Path(name)))
    made += f"\n\nMemory and CPU are medians of three in turn, at a load of {before:.0f} before and {os.getloadavg()[0]:.0f} after."
    if "--write" not in sys.argv:
        print(made)
        return
    PAGE.write_text(put_into(PAGE.read_text(encoding="utf-8"), _START, made, _END), encoding="utf-8")


if __name__ == "__main__":
    main()
