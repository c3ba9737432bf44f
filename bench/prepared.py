"""The rows of every size as files that the programs open: made once, kept under ``bench/.cache``.

python -m bench.prepared made ROWS FOLDER | plan FILE FOLDER     # what the benchmark runs
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from bench.rows import Row, read_rows, write_tsv

LARGEST_PLAN: Final = 100_000
"""Tasks; more do not fit under the limit of 64 MiB of a plan file."""
LOW_ON_THE_SCREEN: Final = 18
"""A row that every program shows in its lower half at 30 lines: when its id is there, so is the table."""


class Data(NamedTuple):
    """The same rows in every form a program wants."""

    rows: int
    made: bool
    """Whether they are made up."""
    plan: Path | None
    tsv: Path
    backwards: Path
    """In the other order, so that changing the sheet changes the picture."""
    frame: Path
    """An Arrow file."""
    low_row: re.Pattern[str]
    """A row in the lower half of the first screen."""


def shipped(plan: Path, folder: Path) -> Data:
    """The rows of a plan that is there. Raises CalledProcessError when it cannot be read or has none."""
    _in_a_process_of_its_own("plan", str(plan), str(folder))
    return _data(folder, plan, made=False)


def generated(count: int, cache: Path) -> Data:
    """Made-up rows, so many; seconds the first time, a minute for 100,000. Raises CalledProcessError."""
    folder = cache / f"rows-{_digest()}" / str(count)
    if not (folder / "count").exists():
        for old in cache.glob("rows-*"):
            if old != folder.parent:
                shutil.rmtree(old)
        _in_a_process_of_its_own("made", str(count), str(folder))
    plan = folder / "plan.toml"
    return _data(folder, plan if plan.exists() else None, made=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files of one plan or size; exit code 0, or 1 when the plan has no tasks."""
    kind, what, name = sys.argv[1:] if arguments is None else arguments
    folder = Path(name)
    folder.mkdir(parents=True, exist_ok=True)
    rows = read_rows(Path(what)) if kind == "plan" else _made(int(what), folder / "plan.toml")
    if rows:
        _write(rows, folder)
    return 0 if rows else 1


def _made(count: int, plan: Path) -> list[Row]:
    """The tasks of a plan made up for it; it is not left behind where it holds fewer."""
    from bench.plans import write_plan

    write_plan(plan, tasks=min(count, LARGEST_PLAN))
    rows = read_rows(plan)
    if count > LARGEST_PLAN:
        plan.unlink()
    return list(_repeated(rows, count))


def _in_a_process_of_its_own(*arguments: str) -> None:
    """The benchmark forks for every start it measures: its own memory has to stay small."""
    subprocess.run([sys.executable, "-m", "bench.prepared", *arguments], check=True, cwd=Path(__file__).parent.parent)


def _repeated(rows: Sequence[Row], count: int) -> Iterator[Row]:
    """The rows again and again, with ids of their own."""
    for number in range(count):
        again, place = divmod(number, len(rows))
        id, *rest = rows[place]
        yield (f"{id}.{again}" if again else id, *rest)


def _write(rows: Sequence[Row], folder: Path) -> None:
    import polars as pl  # the benchmark itself does without: it forks

    tsv = folder / "rows.tsv"
    write_tsv(rows, tsv)
    write_tsv(reversed(rows), folder / "backwards.tsv")
    frame = pl.read_csv(tsv, separator="\t", quote_char=None, infer_schema=False)
    frame.rechunk().write_ipc(folder / "rows.arrow")
    (folder / "low_row").write_text(rows[min(LOW_ON_THE_SCREEN, len(rows)) - 1][0], encoding="utf-8")
    (folder / "count").write_text(str(len(rows)), encoding="utf-8")


def _data(folder: Path, plan: Path | None, *, made: bool) -> Data:
    low = (folder / "low_row").read_text(encoding="utf-8")
    return Data(
        rows=int((folder / "count").read_text(encoding="utf-8")),
        made=made,
        plan=plan,
        tsv=folder / "rows.tsv",
        backwards=folder / "backwards.tsv",
        frame=folder / "rows.arrow",
        low_row=re.compile(rf"(?<!\S){re.escape(low)}(?!\S)"),
    )


def _digest() -> str:
    """Other code makes other rows."""
    here = Path(__file__).parent
    parts = [here / "plans.py", here / "rows.py", here / "prepared.py", here.parent / "data" / "plan.toml"]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())
