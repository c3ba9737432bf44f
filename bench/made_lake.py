"""A lake of as many plans as one likes: some made plans are rolled up, and their rows stand in it again and again under other paths."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Final

import attrs
import polars as pl

from bench.country_plans import AREAS, PLANS, make_plans
from tui.lake.manifest import Manifest, Part, Seen
from tui.lake.parts import read_part, write_part
from tui.lake.reading import lake_in
from tui.lake.rollup import roll_up
from tui.lake.schemas import SCHEMAS
from tui.lake.versions import held, let_stand, new_version

DAY: Final = dt.date(2024, 11, 28)


def made_lake(folder: Path, count: int, plans: Path) -> None:
    """A lake of so many plans in ``folder``: those of 34 areas, which stay in ``plans``, and copies of their rows. Raises OSError."""
    make_plans(plans, AREAS, PLANS["shipped"].read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="lake-") as name:
        roll_up([str(plans)], Path(name) / "lake", DAY)
        few = lake_in(Path(name) / "lake")
        rows = {
            table: pl.concat([read_part(few.folder, id, part, table) for id, part in sorted(few.manifest.parts.items())])
            for table in SCHEMAS
        }
        seen = few.manifest.plans
        areas = {plan: area for plan, area in rows["plans"].select("plan", "area_code").iter_rows()}
        term = next(iter(few.manifest.parts.values())).term
    with held(folder):
        version = new_version(folder)
        parts: dict[str, Part] = {}
        every: dict[str, Seen] = {}
        for at, (plan, area) in enumerate(sorted(areas.items())):
            copies = [plan, *(f"{plan}.{n}" for n in range(1, (count - at + AREAS - 1) // AREAS))]
            id = f"{at:016x}"
            own = {table: _repeated(frame.filter(pl.col("plan") == plan), copies) for table, frame in rows.items()}
            parts[id] = write_part(version, id, term, area, own)
            every.update((copy, attrs.evolve(seen[plan], part=id)) for copy in copies)
        let_stand(folder, version, Manifest(DAY, every, parts))


def _repeated(rows: pl.DataFrame, plans: list[str]) -> pl.DataFrame:
    """The rows of one plan for each of these."""
    paths = pl.DataFrame({"_path": plans}, schema={"_path": pl.String})
    return paths.join(rows, how="cross").with_columns(plan=pl.col("_path")).select(rows.columns)
