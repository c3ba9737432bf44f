"""``python -m proofs``: kills, many hands, merges, failing disks, broken files, tables, keys, verdicts, laws; exit code 1 for a fault."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from proofs import (
    annexes,
    calls,
    company,
    cuts,
    fuzz,
    hands,
    imports,
    journal_calls,
    judged,
    keys,
    kills,
    laws,
    meeting,
    merges,
    opening,
    others,
    power,
    proposal_calls,
    random_keys,
    rollups,
    sequences,
    sync,
    system_calls,
    tables,
    users,
)
from proofs.outcome import Outcome, as_text
from tests.support.small_plan import EMPTY

ROOT: Final = Path(__file__).parent.parent
TESTS: Final = ROOT / "tests"
PLAN: Final = TESTS / "support" / "sample_plan.toml"
SHIPPED: Final = ROOT / "data" / "plan.toml"
RESULTS: Final = Path(__file__).parent / "results"
SMALL_PLAN: Final = """\
format = 2

[plan]  # đầu
title = "Kế hoạch"
term = { start = 2021-01-01, end = 2025-12-31 }

# mục tiêu
[goals.g01]
number = 1
title = "Tăng trưởng"
""".encode()
"""What is saved thousands of times on the failing disk, and what the plans that are merged grow from."""

_FEW: Final[Mapping[str, tuple[Any, ...]]] = {"all": (), "few": (calls.FEW, calls.SCENES, False), "none": ()}
"""How the calls of a save are gone through."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts that are asked for; 0 when nothing was found, else 1."""
    parser = argparse.ArgumentParser(prog="python -m proofs", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, metavar="N", help="sessions that are killed (default 1000, 0: none)")
    parser.add_argument("--hands", type=int, default=4, metavar="N", help="processes on one file (default 4)")
    parser.add_argument("--edits", type=int, default=500, metavar="N", help="edits of each process (default 500, 0: none)")
    parser.add_argument("--merges", type=int, default=1000, metavar="N", help="pairs of edits merged both ways (default 1000, 0: none)")
    parser.add_argument("--calls", choices=("all", "few", "none"), default="all", help="errors at the calls of a save (default all)")
    parser.add_argument(
        "--fuzz",
        type=int,
        default=1_000_000,
        metavar="BYTES",
        help="bytes of broken plans, a tenth as many control sequences (default 1000000, 0: none)",
    )
    parser.add_argument(
        "--users", nargs="?", type=int, const=1000, default=0, metavar="N", help="kills of three real users (1000; needs root)"
    )
    parser.add_argument("--others", type=int, default=100_000, metavar="N", help="damaged texts of others, of each kind (default 100000)")
    parser.add_argument(
        "--company", nargs="?", type=int, const=company.USUAL, default=0, metavar="N", help="people at real terminals over one plan (8)"
    )
    parser.add_argument("--burners", type=int, default=4, metavar="N", help="programs that burn the processor beside them (default 4)")
    parser.add_argument("--minutes", type=float, default=10, metavar="N", help="minutes they work (default 10)")
    parser.add_argument("--power", type=int, default=500, metavar="N", help="power cuts (default 500, 0: none)")
    parser.add_argument("--imports", type=int, default=100, metavar="N", help="kills of kehoach import (default 100, 0: none)")
    parser.add_argument("--rollups", type=int, default=200, metavar="N", help="kills of kehoach rollup (default 200, 0: none)")
    parser.add_argument(
        "--synced", type=int, default=500, metavar="N", help="edits of each of three copies on a server (default 500, 0: none)"
    )
    parser.add_argument("--openings", type=int, default=300, metavar="N", help="signals while it opens (default 300, 0: none)")
    parser.add_argument("--keys", type=int, default=4, metavar="N", help="scripts typed into every field, twice each (default 4, 0: none)")
    parser.add_argument("--walk", type=int, default=50_000, metavar="N", help="random keys on every screen (default 50000, 0: none)")
    parser.add_argument("--judge", type=int, default=20_000, metavar="N", help="random plans judged a second way (default 20000, 0: none)")
    parser.add_argument(
        "--annexes", type=Path, metavar="FOLDER", help="a folder with two annexes as Markdown tables (without it those of the tests)"
    )
    parser.add_argument("--tables", type=int, default=2000, metavar="N", help="random tables of others read in (default 2000, 0: none)")
    parser.add_argument(
        "--laws",
        default="all",
        metavar="WORDS",
        help="laws and walks of the suite at length: all, none, or those with the words (default all)",
    )
    parser.add_argument("--cuts", type=int, default=61, metavar="N", help="bytes between cuts of the shipped plan (default 61, 0: none)")
    parser.add_argument("--only", action="append", default=[], metavar="PART", help="only this part, as results/ names it; again for more")
    parser.add_argument(
        "--kind", action="append", default=[], metavar="KIND", help="of others and cuts only this kind, as results/ names it"
    )
    parser.add_argument("--toml-test", type=Path, metavar="DIR", help="a folder of valid and invalid TOML files, such as toml-test's tests")
    parser.add_argument("--plan", type=Path, default=PLAN, metavar="FILE", help="the plan that is edited (default the tests' sample)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another seed makes other edits (default 0)")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER", help="where the figures go (default proofs/results)")
    parser.add_argument("--no-save", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kehoach-faults-", ignore_cleanup_errors=True) as name:
        parts = _parts(options, Path(name))
        if unknown := set(options.only) - set(parts):
            parser.error(f"--only: {', '.join(sorted(unknown))}? There are: {', '.join(parts)}")
        outcomes = []
        for part, run in parts.items():
            if not options.only or part in options.only:
                outcomes.append(run())
                if options.kind and not outcomes[-1].counts:
                    parser.error(f"--kind: {part} has no {', '.join(options.kind)}")
                print(as_text(outcomes[-1:]), end="\n\n", flush=True)
    if not options.no_save:
        written = [outcome.save(options.results, dt.date.today()).name for outcome in outcomes]
        print("written:", ", ".join(written))
    return 1 if any(outcome.faults for outcome in outcomes) else 0


def _parts(options: argparse.Namespace, folder: Path) -> Mapping[str, Callable[[], Outcome]]:
    """What the options ask for, by the name of its result; those that fork before those that load Textual or Polars."""
    plan, seed, calls_ = options.plan, options.seed, options.calls
    data = plan.read_bytes()
    lasting = Path(tempfile.gettempdir())
    """Where the cases that were faults are found afterwards."""
    every: Mapping[str, tuple[object, Callable[[], Outcome]]] = {
        "kills": (options.kills, lambda: kills.run(folder / "kills", plan, options.kills, seed)),
        "hands": (options.edits, lambda: hands.run(folder / "hands", plan, options.hands, options.edits, seed)),
        "users": (options.users, lambda: users.run(folder / "users", plan, options.users, seed)),
        "merges": (options.merges, lambda: merges.run(SMALL_PLAN.decode(), options.merges, seed)),
        "calls": (calls_ != "none", lambda: calls.run(folder / "calls", SMALL_PLAN, *_FEW[calls_])),
        "journal": (calls_ != "none", lambda: journal_calls.run(folder / "journal", SMALL_PLAN, *_FEW[calls_][:1])),
        "proposals": (calls_ != "none", lambda: proposal_calls.run(folder / "proposals", SMALL_PLAN, *_FEW[calls_][:1])),
        "system-calls": (calls_ == "all", lambda: system_calls.run(folder / "system-calls", SMALL_PLAN)),
        "power": (options.power, lambda: power.run(folder / "power", data, options.power, seed)),
        "fuzz": (options.fuzz, lambda: fuzz.run(lasting / "kehoach-fuzz", data, options.fuzz, seed)),
        "cuts": (options.cuts, lambda: cuts.run(folder / "cuts", _cut_plans(plan, folder, options.cuts), seed, options.kind)),
        "others": (options.others, lambda: others.run(lasting / "kehoach-others", options.others, seed, options.kind)),
        "company": (
            options.company,
            lambda: company.run(folder / "company", SHIPPED, options.company, options.minutes, options.burners, seed),
        ),
        "opening": (options.openings, lambda: opening.run(folder / "opening", plan, options.openings, seed)),
        "imports": (options.imports, lambda: imports.run(folder / "imports", options.imports, seed)),
        "rollups": (options.rollups, lambda: rollups.run(folder / "rollups", options.rollups, seed)),
        "sync": (options.synced, lambda: sync.run(folder / "sync", options.synced, seed)),
        "keys": (options.keys, lambda: keys.run(options.keys, seed)),
        "random-keys": (options.walk, lambda: random_keys.run(options.walk, seed)),
        "corpus": (options.toml_test, lambda: fuzz.corpus(options.toml_test)),
        "laws": (options.laws != "none", lambda: laws.run(folder, TESTS, "" if options.laws == "all" else options.laws)),
        "sequences": (options.fuzz, lambda: sequences.run(options.fuzz // 10, seed)),
        "tables": (options.tables, lambda: tables.run(PLAN, options.tables, seed)),
        "annexes": (True, lambda: annexes.run(options.annexes)),
        "meeting": (True, lambda: meeting.run(folder / "meeting", SHIPPED)),
        "judged": (options.judge, lambda: judged.run(options.judge, seed)),
    }
    return {name: run for name, (wanted, run) in every.items() if wanted}


def _cut_plans(plan: Path, folder: Path, step: int) -> list[tuple[str, Path, int]]:
    empty = folder / "empty.toml"
    empty.write_text(EMPTY, encoding="utf-8")
    return [("an empty plan", empty, 1), ("the sample", plan, 1), ("the shipped plan", SHIPPED, step)]


if __name__ == "__main__":
    sys.exit(main())
