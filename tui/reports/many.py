"""``kehoach status LAKE``: where many plans stand, a line for each area, term, level, plan, code or body; and the sum of one code."""

from __future__ import annotations

from typing import Final

import attrs
import polars as pl

from tui.i18n.words import Words
from tui.lake.engines import answer
from tui.lake.queries import ISSUERS, QUERIES
from tui.lake.reading import Lake
from tui.lake.sums import summed
from tui.lake.titles import OF_SUMS, TITLES
from tui.lake.views import group_words
from tui.model.text import N_, printable
from tui.reports.answer import json_answer
from tui.reports.rows_said import jsonable_rows, rows_as_csv, rows_as_text

COLUMNS: Final = tuple(TITLES)
"""Every column that a line may have."""


def many_as(form: str, lake: Lake, by: str, words: Words) -> str:
    """The lines as ``text``, ``csv`` or ``json``, of the day the lake is of; how many plans are in no line is said. Raises CannotAsk."""
    rows = answer(lake, QUERIES[by])
    day, unreadable = lake.manifest.day, sum(not seen.readable for seen in lake.manifest.plans.values())
    if form == "json":
        return json_answer("status-of-many", {"as_of": day.isoformat(), "by": by, "unreadable": unreadable, "rows": jsonable_rows(rows)})
    titles = {name: words(said) for name, said in TITLES.items()}
    if form == "csv":
        return rows_as_csv(rows, titles)
    said = [words(N_("as of {day}"), day=words.date(day))]
    if unreadable:
        said.append(
            words.count("{n} plan could not be read and is in no line", "{n} plans could not be read and are in no line", unreadable)
        )
    return f"{'; '.join(said)}\n\n" + rows_as_text(_in_words(rows, by, lake, words), words, titles)


def sum_as(form: str, lake: Lake, code: str, by: str, weight: str | None, level: str | None, words: Words) -> str:
    """The sum of a code, or its mean by a weight, as ``text``, ``csv`` or ``json``; in each line of how many places it is.

    Raises :class:`tui.lake.sums.CannotSum` with the reason, and CannotAsk.
    """
    found = summed(lake, code, by, weight, level)
    day, unreadable = lake.manifest.day, sum(not seen.readable for seen in lake.manifest.plans.values())
    value = "sum" if weight is None else "mean"
    rows = pl.DataFrame(
        [attrs.astuple(line) for line in found.lines],
        schema={by: pl.String, "_year": pl.Int64, value: pl.Float64, **dict.fromkeys(_COUNTS, pl.Int64)},
        orient="row",
    )
    rows = rows.drop("year", strict=False).rename({"_year": "year"})
    if weight is None:
        rows = rows.drop("unweighed")
    if form == "json":
        said = {"code": code, "name": found.name, "unit": found.unit, "weight": weight, "weight_name": found.weight_name or None}
        about = {"as_of": day.isoformat(), "by": by, "level": found.level or None, "unreadable": unreadable}
        return json_answer("sum-of-many", {**about, **said, "rows": jsonable_rows(rows)})
    titles = {name: words(said) for name, said in {**TITLES, **OF_SUMS}.items()}
    if form == "csv":
        return rows_as_csv(rows, titles)
    lines = [f"{printable(code)} {printable(found.name)}" + (f", {printable(found.unit)}" if found.unit else "")]
    if weight is not None:
        lines.append(words(N_("mean, weighted by {code} {name}"), code=printable(weight), name=printable(found.weight_name)))
    lines.append(words(N_("as of {day}"), day=words.date(day)))
    if unreadable:
        lines.append(
            words.count("{n} plan could not be read and is in no line", "{n} plans could not be read and are in no line", unreadable)
        )
    return "\n".join(lines) + "\n\n" + rows_as_text(_in_words(rows, by, lake, words), words, titles)


def _in_words(rows: pl.DataFrame, by: str, lake: Lake, words: Words) -> pl.DataFrame:
    """Rows for reading: areas, terms and levels are called what the workbench calls them; for machines they keep their codes."""
    column = _NAMED.get(by)
    if column is None:
        return rows
    return rows.with_columns(group_words(column, answer(lake, ISSUERS) if column == "area" else None, words).alias(column))


_NAMED: Final = {"area": "area", "coverage": "area", "term": "term", "level": "level"}
"""A question → its column that has other words for reading."""
_COUNTS: Final = ("known", "of", "estimates", "contradicting", "unweighed")
