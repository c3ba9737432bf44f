"""``python -m bench.engines LAKE``: every question to a lake on several engines: one answer, and how long each took."""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tui.lake.engines import ENGINES, answer
from tui.lake.queries import QUERIES
from tui.lake.reading import lake_in

_DIGITS = 9
"""Decimals of a number that two engines have to agree on."""


def digest(rows: Sequence[Sequence[Any]]) -> str:
    """A digest of rows in their order."""
    told = [[round(value, _DIGITS) if isinstance(value, float) else value for value in row] for row in rows]
    return hashlib.blake2b(json.dumps(told, default=str, ensure_ascii=False).encode(), digest_size=8).hexdigest()


def asked(lake: Path, engine: str) -> dict[str, tuple[str, float]]:
    """Question → the digest of its answer, and seconds."""
    found = {}
    held = lake_in(lake)
    for name, sql in QUERIES.items():
        begun = time.perf_counter()
        rows = answer(held, sql, engine).rows()
        found[name] = (digest(rows), round(time.perf_counter() - begun, 3))
    return found


def compared(lake: Path, engines: Sequence[str], python: str = sys.executable) -> tuple[dict[str, str], int]:
    """Engine → what came of asking it everything, in a process of its own; and how many answers differ from the first, or were not had."""
    first: dict[str, str] = {}
    said: dict[str, str] = {}
    faults = 0
    for engine in engines:
        with tempfile.TemporaryDirectory() as folder:
            into = Path(folder) / "answers.json"
            command = [python, "-m", "bench.engines", str(lake), "--answers-of", engine, "--into", str(into)]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=Path(__file__).parent.parent)
            if not into.exists():
                said[engine] = (done.stderr.strip().splitlines() or ["ended without a word"])[-1]
                faults += 1
                continue
            answers = json.loads(into.read_text(encoding="utf-8"))
        differing = [name for name, (told, _) in answers.items() if first.setdefault(name, told) != told]
        seconds = sum(each for _, each in answers.values())
        whole = hashlib.blake2b("".join(told for told, _ in answers.values()).encode(), digest_size=8).hexdigest()
        said[engine] = f"{len(answers)} questions, {seconds:.2f} s, " + (
            f"differs in {', '.join(differing)}" if differing else f"digest {whole}"
        )
        faults += len(differing)
    return said, faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; exit code 1 when two engines differ, or one could not be asked."""
    parser = argparse.ArgumentParser(prog="python -m bench.engines", description=__doc__)
    parser.add_argument("lake", type=Path, metavar="LAKE", help="what kehoach rollup has made")
    parser.add_argument("--engines", nargs="+", choices=tuple(ENGINES), default=["polars", "duckdb"])
    parser.add_argument("--answers-of", choices=tuple(ENGINES), help="one engine alone, its answers as JSON into --into")
    parser.add_argument("--into", type=Path)
    options = parser.parse_args(arguments)
    if options.answers_of:
        options.into.write_text(json.dumps(asked(options.lake, options.answers_of)), encoding="utf-8")
        return 0
    said, faults = compared(options.lake, options.engines)
    for engine, told in said.items():
        print(f"{engine}: {told}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
