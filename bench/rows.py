"""The same rows for every program: the plan's tasks, with references as short names, as TSV."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

COLUMNS: Final = ("id", "section", "order", "summary", "leads", "partners", "documents", "mode", "due", "status")
"""What the tab of tasks shows, the id first."""

Row = tuple[str, ...]
Table = Mapping[str, Mapping[str, Any]]


def read_rows(plan: Path) -> list[Row]:
    """The tasks of a plan file in its own order; empty when it has none."""
    return task_rows(tomllib.loads(plan.read_text(encoding="utf-8")))


def task_rows(plan: Mapping[str, Table]) -> list[Row]:
    """One row a task, in the columns of ``COLUMNS``."""
    sections, agencies, documents = (plan.get(table, {}) for table in ("sections", "agencies", "documents"))

    def row(id: str, task: Mapping[str, Any]) -> Row:
        return (
            id,
            str(sections.get(task.get("section", ""), {}).get("number", task.get("section", ""))),
            *(_text(task.get(field)) for field in ("order", "summary")),
            *(_names(task.get(field, ()), agencies, "short") for field in ("leads", "partners")),
            _names(task.get("documents", ()), documents, "number"),
            *(_text(task.get(field)) for field in ("mode", "due", "status")),
        )

    return [row(id, task) for id, task in plan.get("tasks", {}).items()]


def write_tsv(rows: Iterable[Row], path: Path) -> None:
    """Write rows under their column names; no cell holds a tab or a line break."""
    lines = ["\t".join(COLUMNS), *("\t".join(" ".join(cell.split()) for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)


def _names(ids: Iterable[str], table: Table, field: str) -> str:
    return ", ".join(str(table.get(id, {}).get(field, id)) for id in ids)
