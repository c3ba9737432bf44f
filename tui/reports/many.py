"""``kehoach status LAKE``: where many plans stand, a line for each area, term, level, plan, code or body."""

from __future__ import annotations

from typing import Final

from tui.i18n.words import Words
from tui.lake.engines import answer
from tui.lake.queries import QUERIES
from tui.lake.reading import Lake
from tui.lake.titles import TITLES
from tui.model.text import N_
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
    return f"{'; '.join(said)}\n\n" + rows_as_text(rows, words, titles)
