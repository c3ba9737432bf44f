"""What many plans hold and where they stand on a day, as the rows of a lake's tables: all of a batch in one pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import attrs
import polars as pl

from tui.frames.country import JUDGED, Standing, standing_of
from tui.frames.many_plans import ManyPlans
from tui.frames.methods.figures import figures as known_figures
from tui.i18n.words import Words
from tui.lake.missing_codes import missing_codes
from tui.lake.schemas import PLAN, SCHEMAS, nothing_of, with_schema
from tui.model.plan import Plan, Problem
from tui.model.text import Sentence, printable

UNREADABLE, ERROR, WARNING, CODE = "unreadable", "error", "warning", "code"
"""How grave a row of ``problems`` is."""


@attrs.frozen
class Read:
    """One plan as it was read: what it holds, and what is wrong with it."""

    plan: Plan
    problems: tuple[Problem, ...]


@attrs.frozen
class NotRead:
    """A plan that is in no table but ``problems``: why, and in which line where that is known."""

    why: Sentence
    line: int | None = None


def rows_of(plans: dict[str, Read], day: dt.date) -> dict[str, pl.DataFrame]:
    """Table → its rows of these plans, columns as :data:`SCHEMAS`; plans in the order given, rows in the order of their files.

    The plans are taken out of ``plans``: what was read of them goes as soon as their frames stand, which is half of the memory.
    """
    if not plans:
        return {table: nothing_of(table) for table in SCHEMAS}
    problems = pl.concat([problem_rows(name, read) for name, read in plans.items()])
    counts = _counts(plans)
    frames = ManyPlans({name: read.plan for name, read in plans.items()}, day)
    plans.clear()
    frames.let_go(JUDGED)
    standing = standing_of(frames)
    made = {
        "plans": _plans(frames, standing, counts, day),
        "indicators": _indicators(frames),
        "figures": _figures(frames),
        "verdicts": _verdicts(frames, standing),
        "tasks": _tasks(frames, standing),
        "holders": _holders(frames, standing),
        "enterprises": _enterprises(frames, standing),
        "duties": _duties(frames, standing),
        "problems": problems,
    }
    return {table: with_schema(rows, table) for table, rows in made.items()}


def _table(frames: ManyPlans, name: str, called: str, *keys: str) -> pl.DataFrame:
    """Fields of a table, the name of the plan before them and the id under the name the lake has for it."""
    return frames.named(frames.columns(name, (PLAN, "id", *keys))).rename({"id": called})


def _bodies(frames: ManyPlans, key: str = "agency") -> pl.DataFrame:
    """DataFrame[plan, ``key``, ``key``_name, ``key``_code]: every body, to be joined to a column that names one."""
    return _table(frames, "agencies", key, "name", "code").rename({"name": f"{key}_name", "code": f"{key}_code"})


def _joined(rows: pl.DataFrame, more: pl.DataFrame, *on: str) -> pl.DataFrame:
    return rows.join(more, on=[PLAN, *on], how="left", maintain_order="left", suffix="_more")


def _counts(plans: Mapping[str, Read]) -> pl.DataFrame:
    """DataFrame[plan, unread, indicators, tasks, enterprises]: how many records each plan has, and how many of them nobody can read."""
    return pl.DataFrame(
        {
            PLAN: list(plans),
            "unread": [len(read.plan.set_aside) for read in plans.values()],
            **{name: [len(read.plan.tables[name]) for read in plans.values()] for name in ("indicators", "tasks", "enterprises")},
        }
    )


def _plans(frames: ManyPlans, standing: Standing, counts: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    header = _table(
        frames, "plan", "_id", "title", "short_title", "code", "level", "area", "parent", "issuer", "number", "issued", "term"
    ).rename({"area": "area_code"})
    named = _joined(counts, header).with_columns(
        term_start=pl.col("term").struct.field("start"), term_end=pl.col("term").struct.field("end"), day=pl.lit(day)
    )
    issuers = _bodies(frames, "issuer").select(PLAN, "issuer", "issuer_name")
    return _joined(_joined(named, issuers, "issuer"), standing.headlines)


def _indicators(frames: ManyPlans) -> pl.DataFrame:
    keys = [key for key in SCHEMAS["indicators"] if key not in (PLAN, "indicator", "agency_name", "agency_code")]
    return _joined(_table(frames, "indicators", "indicator", *keys), _bodies(frames), "agency")


def _figures(frames: ManyPlans) -> pl.DataFrame:
    listed = _table(frames, "indicators", "indicator", "code", "values").filter(pl.col("values").list.len() > 0)
    listed = listed.with_columns(position=pl.int_ranges(pl.col("values").list.len(), dtype=pl.Int64))
    known = known_figures(frames, frames.last_day).select(PLAN, "position", "conflict", indicator="id", counts=pl.lit(True))
    counting = frames.named(known)
    entries = listed.explode("values", "position").unnest("values")
    entries = _joined(entries, counting.with_columns(pl.col("position").cast(pl.Int64)), "indicator", "position")
    sources = _table(frames, "sources", "source", "title", "date").rename({"title": "source_title"})
    return _joined(entries, sources, "source").with_columns(
        published=pl.coalesce("published", "date"), of_area="area", counts=pl.col("counts").fill_null(False)
    )


def _verdicts(frames: ManyPlans, standing: Standing) -> pl.DataFrame:
    codes = _table(frames, "indicators", "indicator", "code")
    return _joined(standing.indicators.rename({"id": "indicator"}), codes, "indicator")


def _tasks(frames: ManyPlans, standing: Standing) -> pl.DataFrame:
    keys = ("summary", "section", "mode", "status", "done_on", "progress", "leads")
    return _joined(_table(frames, "tasks", "task", *keys), standing.tasks.rename({"id": "task"}), "task")


def _holders(frames: ManyPlans, standing: Standing) -> pl.DataFrame:
    held = standing.holders.select(PLAN, "task", "role", "gap", agency="holder")
    rows = _joined(held, _bodies(frames), "agency")
    return rows.with_columns(agency_name=pl.coalesce("agency_name", "agency"))


def _enterprises(frames: ManyPlans, standing: Standing) -> pl.DataFrame:
    keys = (
        "name",
        "form",
        "agency",
        "arrangement",
        "share_now",
        "target_min",
        "target_max",
        "window",
        "stage",
        "done_on",
        "charter_capital",
    )
    rows = _table(frames, "enterprises", "enterprise", *keys).with_columns(
        window_start=pl.col("window").struct.field("start"), window_end=pl.col("window").struct.field("end")
    )
    return _joined(rows, standing.enterprises.rename({"id": "enterprise"}), "enterprise")


def _duties(frames: ManyPlans, standing: Standing) -> pl.DataFrame:
    return _joined(standing.duties.rename({"id": "duty"}), _bodies(frames), "agency")


def problem_rows(plan: str, read: Read | NotRead) -> pl.DataFrame:
    """The rows of ``problems`` of one plan."""
    if isinstance(read, NotRead):
        return _said([(UNREADABLE, Problem("", "", "", read.why, line=read.line))], plan)
    found = [(WARNING if problem.warning else ERROR, problem) for problem in read.problems]
    return _said([*found, *((CODE, problem) for problem in missing_codes(read.plan))], plan)


def _said(found: Iterable[tuple[str, Problem]], plan: str) -> pl.DataFrame:
    rows = [
        (
            plan,
            severity,
            problem.table or None,
            problem.id or None,
            problem.field or None,
            problem.line,
            printable(_VIETNAMESE.sentence(problem.what)),
            printable(_ENGLISH.sentence(problem.what)),
        )
        for severity, problem in found
    ]
    return pl.DataFrame(rows, schema=dict(SCHEMAS["problems"]), orient="row")


_VIETNAMESE, _ENGLISH = Words("vi"), Words("en")
