"""Folders of small plans for roll-ups, and what a lake of them holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import polars as pl

from tui.lake.reading import lake_in
from tui.lake.schemas import SCHEMAS

DAY: Final = dt.date(2024, 11, 28)


def plan_text(code: str, area: str | None = "19", *, growth: float = 7.5, term: str = "2021-2025", title: str = "Kế hoạch") -> str:
    """A plan of one indicator with a figure, two bodies of which one follows the other, and two tasks, one late on :data:`DAY`."""
    start, end = term.split("-")
    where = "" if area is None else f"area = '{area}'\n"
    return f"""format = 2

[plan]
title = "{title} {code}"
code = "{code}"
level = "province"
{where}term = {{ start = {start}-01-01, end = {end}-12-31 }}

[goals.kinh-te]
number = 1
title = "Kinh tế"

[agencies.so-a]
name = "Sở A"
code = "A"
kind = "department"

[agencies.so-b]
name = "Sở B"
kind = "department"
until = 2024-02-28
successors = ["so-a"]

[indicators.grdp]
goal = "kinh-te"
name = "Tăng trưởng GRDP"
code = "0501"
unit = "%/năm"
kind = "term_growth"
op = ">="
target = 8
year = {end}
values = [{{ year = {int(start) + 1}, value = {growth}, vintage = "official" }}]

[indicators.no-code]
goal = "kinh-te"
name = "Không có mã"
kind = "qualitative"

[sections.I]
number = "I"
title = "Một"
order = 1

[tasks.I-1]
section = "I"
order = 1
summary = "Việc đã quá hạn"
leads = ["so-b"]
mode = "dated"
due = 2024-06-30
status = "in_progress"

[tasks.I-2]
section = "I"
order = 2
summary = "Việc thường xuyên"
leads = ["so-a"]
mode = "standing"
status = "unreported"
"""


def write_plans(folder: Path, **plans: str) -> list[Path]:
    """Each text as ``folder/NAME/plan.toml``."""
    paths = [folder / name / "plan.toml" for name in plans]
    for path, text in zip(paths, plans.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return paths


def held_by(lake: Path) -> dict[str, pl.DataFrame]:
    """Every table of a lake, its rows in an order of their own, so that two lakes of the same plans are equal."""
    found = lake_in(lake)
    tables = {name: found.table(name).collect() for name in SCHEMAS}
    return {
        name: rows.sort(rows.select(pl.exclude(pl.List)).columns, nulls_last=True, maintain_order=True) for name, rows in tables.items()
    }
