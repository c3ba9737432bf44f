"""``kehoach status LAKE``: where many plans stand, a line for each area, term, level, plan, code or body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tui.frames.methods.headline import LABELS
from tui.i18n.words import Words
from tui.lake.engines import answer
from tui.lake.queries import QUERIES
from tui.lake.reading import Lake
from tui.model.text import N_
from tui.reports.answer import json_answer
from tui.reports.rows_said import jsonable_rows, rows_as_csv, rows_as_text

_TITLES: Final[Mapping[str, str]] = {
    "area": N_("Area"),
    "term": N_("Term"),
    "level": N_("Level"),
    "plan": N_("Plan"),
    "plans": N_("Plans"),
    "title": N_("Title"),
    "code": N_("Code"),
    "indicators": N_("Indicators"),
    "tasks": N_("Tasks"),
    "enterprises": N_("Enterprises"),
    "agency_code": N_("Code"),
    "agency_name": N_("Agency"),
    "late": N_("late"),
    "not_reported": N_("not reported"),
    "most_days_late": N_("most days overdue"),
    "with_figures": N_("with figures"),
    "with_code": N_("with a code"),
    "year": N_("Year"),
    "figures": N_("Figures"),
    "least": N_("least"),
    "most": N_("most"),
    **LABELS,
}

COLUMNS: Final = tuple(_TITLES)
"""Every column that a line may have."""


def many_as(form: str, lake: Lake, by: str, words: Words) -> str:
    """The lines as ``text``, ``csv`` or ``json``, of the day the lake is of; how many plans are in no line is said. Raises CannotAsk."""
    rows = answer(lake, QUERIES[by])
    day, unreadable = lake.manifest.day, sum(not seen.readable for seen in lake.manifest.plans.values())
    if form == "json":
        return json_answer("status-of-many", {"as_of": day.isoformat(), "by": by, "unreadable": unreadable, "rows": jsonable_rows(rows)})
    titles = {name: words(said) for name, said in _TITLES.items()}
    if form == "csv":
        return rows_as_csv(rows, titles)
    said = [words(N_("as of {day}"), day=words.date(day))]
    if unreadable:
        said.append(
            words.count("{n} plan could not be read and is in no line", "{n} plans could not be read and are in no line", unreadable)
        )
    return f"{'; '.join(said)}\n\n" + rows_as_text(rows, words, titles)
