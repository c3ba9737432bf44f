"""``python -m proofs``: kills, many hands, merges, failing disks, broken files, keys, verdicts, laws; exit code 1 when it found one."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from proofs import (
    calls,
    company,
    fuzz,
    hands,
    journal_calls,
    judged,
    keys,
    kills,
    laws,
    merges,
    others,
    power,
    random_keys,
    sequences,
    system_calls,
    users,
)
from proofs.outcome import Outcome, as_text

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
        "--company", nargs="?", type=int, const=8, default=0, metavar="N", help="people at real terminals over one plan (8)"
    )
    parser.add_argument("--minutes", type=float, default=10, metavar="N", help="minutes they work (default 10)")
    parser.add_argument("--power", type=int, default=500, metavar="N", help="power cuts (default 500, 0: none)")
    parser.add_argument("--keys", type=int, default=4, metavar="N", help="scripts typed into every field, twice each (default 4, 0: none)")
    parser.add_argument("--walk", type=int, default=50_000, metavar="N", help="random keys on every screen (default 50000, 0: none)")
    parser.add_argument("--judge", type=int, default=20_000, metavar="N", help="random plans judged a second way (default 20000, 0: none)")
    parser.add_argument("--laws", choices=("all", "none"), default="all", help="laws and walks of the suite at length (default all)")
    parser.add_argument("--toml-test", type=Path, metavar="DIR", help="a folder of valid and invalid TOML files, such as toml-test's tests")
    parser.add_argument("--plan", type=Path, default=PLAN, metavar="FILE", help="the plan that is edited (default the tests' sample)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another seed makes other edits (default 0)")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER", help="where the figures go (default proofs/results)")
    parser.add_argument("--no-save", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kehoach-faults-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        parts: list[Callable[[], Outcome]] = []
        if options.kills:
            parts.append(lambda: kills.run(folder / "kills", options.plan, options.kills, options.seed))
        if options.edits:
            parts.append(lambda: hands.run(folder / "hands", options.plan, options.hands, options.edits, options.seed))
        if options.users:
            parts.append(lambda: users.run(folder / "users", options.plan, options.users, options.seed))
        if options.merges:
            parts.append(lambda: merges.run(SMALL_PLAN.decode(), options.merges, options.seed))
        if options.calls == "all":
            parts.append(lambda: calls.run(folder / "calls", SMALL_PLAN))
            parts.append(lambda: journal_calls.run(folder / "journal", SMALL_PLAN))
            parts.append(lambda: system_calls.run(folder / "system-calls", SMALL_PLAN))
        elif options.calls == "few":
            parts.append(lambda: calls.run(folder / "calls", SMALL_PLAN, calls.FEW, lost_answers=False))
            parts.append(lambda: journal_calls.run(folder / "journal", SMALL_PLAN, calls.FEW))
        if options.power:
            parts.append(lambda: power.run(folder / "power", options.plan.read_bytes(), options.power, options.seed))
        if options.fuzz:
            parts.append(
                lambda: fuzz.run(Path(tempfile.gettempdir()) / "kehoach-fuzz", options.plan.read_bytes(), options.fuzz, options.seed)
            )
        if options.others:
            parts.append(lambda: others.run(Path(tempfile.gettempdir()) / "kehoach-others", options.others, options.seed))
        if options.company:
            parts.append(lambda: company.run(folder / "company", SHIPPED, options.company, options.minutes, seed=options.seed))
        if options.keys:
            parts.append(lambda: keys.run(options.keys, options.seed))
        if options.walk:
            parts.append(lambda: random_keys.run(options.walk, options.seed))
        if options.toml_test:
            parts.append(lambda: fuzz.corpus(options.toml_test))
        if options.laws == "all":
            parts.append(lambda: laws.run(folder, TESTS))
        if options.fuzz:
            parts.append(lambda: sequences.run(options.fuzz // 10, options.seed))  # it loads Textual, the next one Polars
        if options.judge:
            parts.append(lambda: judged.run(options.judge, options.seed))
        outcomes = []
        for part in parts:
            outcomes.append(part())
            print(as_text(outcomes[-1:]), end="\n\n", flush=True)
    if not options.no_save:
        written = [outcome.save(options.results, dt.date.today()).name for outcome in outcomes]
        print("written:", ", ".join(written))
    return 1 if any(outcome.faults for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
