"""``kehoach rollup``: many plans as one data set, made or brought up to date, which any engine reads."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.commands.opened import CannotDo, clock_today, day_named, path_to_change
from tui.commands.shared import FOUND, PROBLEMS, add_json
from tui.commands.streams import json_for_output
from tui.i18n.words import Words
from tui.model.text import N_, printable, say
from tui.reports.answer import json_answer
from tui.store.files.errors import StoreError, shown_path

if TYPE_CHECKING:
    from tui.lake.rollup import RolledUp

ABOUT = N_("Make one data set of many plans, for queries and for comparing them; only what has changed is read again")

_MOST_JOBS: Final = 64
_A_MOMENT: Final = 1.0
_SAID_EVERY: Final = 0.5
_MOST_NAMED: Final = 20
_MEMORY: Final = "/proc/meminfo"
_KB_A_JOB: Final = 150_000
"""Memory of a process that reads plans, with some to spare."""


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    about = N_(
        "plan files, or folders: every plan in them and below (plan.toml, and each .toml file with the tables of a plan, damaged or not)"
    )
    parser.add_argument("plans", nargs="*", metavar="DIR", help=words(about))
    parser.add_argument(
        "--to", required=True, metavar="LAKE", help=words(N_("the folder of the data set: new, empty, or made by this command"))
    )
    parser.add_argument("--as-of", metavar="DAY", help=words(N_("the day of the verdicts, 31/12/2025 or 2025-12-31; default: today")))
    about = N_("how many processes read plans; default: one for each core there is memory for")
    parser.add_argument("--jobs", type=_jobs(words), metavar="N", help=words(about))
    about = N_("an owner's list of codes, codes.toml: sums over the plans go by its units and kinds")
    parser.add_argument("--codes", metavar="FILE", help=words(about))
    add_json(parser, words)
    parser.epilog = words(
        N_("exit 0 when every plan is in it, 1 when some could not be read (they are in no sum), 2 when it was not written")
    )


def _jobs(words: Words) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _MOST_JOBS):
            raise argparse.ArgumentTypeError(words(N_("“{text}” is no number from 1 to {most}"), text=text, most=_MOST_JOBS))
        return int(text)

    return read


def run(options: argparse.Namespace, words: Words) -> int:
    """Bring the data set up to date and say what came of it."""
    lake = Path(options.to)
    if not options.to or "" in options.plans:
        raise CannotDo("kehoach", say(N_("an empty name is no folder")))
    if not options.plans:
        raise CannotDo("kehoach rollup", say(N_("name the plan files, or the folders they are in")))
    for named in options.plans:
        path_to_change(named)  # no standard input: what is in it cannot be read again
        if not os.path.lexists(named):
            raise CannotDo(named, say(N_("there is no such file or folder")))
    from tui.lake.code_list import read_code_list
    from tui.lake.rollup import roll_up

    day = day_named(options, words) or clock_today()
    jobs = options.jobs or _jobs_for_this_machine()
    try:
        codes = read_code_list(Path(options.codes)) if options.codes is not None else None
    except StoreError as fault:
        raise CannotDo(options.codes, fault.sentence) from fault
    told = _Told(words) if sys.stderr.isatty() else None
    try:
        done = roll_up(options.plans, lake, day, jobs, told or (lambda done, total: None), codes)
    except StoreError as fault:
        raise CannotDo(lake, fault.sentence) from fault
    except KeyboardInterrupt:
        if told is not None:
            told.clear()
        print(words(N_("stopped; {path} is as it was"), path=shown_path(lake)), file=sys.stderr)
        raise
    finally:
        if told is not None:
            told.clear()
    if options.json:
        sys.stdout.write(json_for_output(_as_json(done, lake)))
    else:
        sys.stdout.write(_as_text(done, lake, words))
    if done.unreadable:
        _complain(lake, words)
    return PROBLEMS if done.unreadable else FOUND


def _jobs_for_this_machine() -> int:
    """One process for each core, as far as there is memory for them, which Linux says; at least one."""
    cores = len(os.sched_getaffinity(0))
    try:
        with open(_MEMORY, encoding="utf-8") as lines:
            free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        return cores
    return max(1, min(cores, free // _KB_A_JOB))


class _Told:
    """Says on one line of the terminal how far it is, and about how long it still takes."""

    def __init__(self, words: Words) -> None:
        self._words, self._begun, self._said = words, time.monotonic(), 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._begun < _A_MOMENT or now - self._said < _SAID_EVERY:
            return
        self._said = now
        said = self._words(N_("{done} of {total} plans"), done=self._words.number(done), total=self._words.number(total))
        if done:
            left = (now - self._begun) / done * (total - done)
            said += ", " + self._words(N_("about {time} left"), time=_lasting(left, self._words))
        sys.stderr.write(f"\r{said}\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._said:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _lasting(seconds: float, words: Words) -> str:
    if seconds < 90:
        return words.count("{n} second", "{n} seconds", max(1, round(seconds)))
    return words.count("{n} minute", "{n} minutes", round(seconds / 60))


def _as_text(done: RolledUp, lake: Path, words: Words) -> str:
    counted = [
        words.count("{n} plan", "{n} plans", done.plans - done.unreadable),
        words.count("{n} read", "{n} read", done.read),
        words.count("{n} gone", "{n} gone", done.gone),
        words.count("{n} unreadable", "{n} unreadable", done.unreadable),
    ]
    day = words(N_("as of {day}"), day=words.date(done.day))
    return f"{shown_path(lake)}: {', '.join(counted)}; {day}\n"


def _as_json(done: RolledUp, lake: Path) -> str:
    content = {
        "lake": shown_path(lake),
        "as_of": done.day.isoformat(),
        "plans": done.plans - done.unreadable,
        "read": done.read,
        "gone": done.gone,
        "unreadable": done.unreadable,
        "rows": dict(done.rows),
    }
    return json_answer("rollup", content)


def _complain(lake: Path, words: Words) -> None:
    """Name on stderr the plans that are in no sum, and why."""
    from tui.lake.reading import lake_in
    from tui.lake.rows import UNREADABLE

    said = "said_vi" if words.language == "vi" else "said_en"
    problems = lake_in(lake).table("problems").filter(severity=UNREADABLE).select("plan", said).sort("plan").collect()
    for plan, why in problems.head(_MOST_NAMED).iter_rows():
        name = printable(plan)
        print(why if why.startswith(name) else f"{name}: {why}", file=sys.stderr)
    if (more := problems.height - _MOST_NAMED) > 0:
        print(words.count("and {n} more", "and {n} more", more), file=sys.stderr)
