"""The tasks and targets in the tables of a document: an annex with a row of titles the vocabulary knows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from tui.exchange.cells import CellSheet
from tui.exchange.document.targets import TargetFound
from tui.exchange.document.tasks import TaskFound
from tui.model.plan import Plan
from tui.vocabulary.amounts import Amount, read_amount
from tui.vocabulary.bodies import Bodies
from tui.vocabulary.body_roles import PARTNER
from tui.vocabulary.lexicon import Own, says_nothing
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure
from tui.vocabulary.titles import FigureTitle, Title, read_title

_TITLES_WITHIN: Final = 6
_YEAR = re.compile(r"\b(?:19|20|21)[0-9]{2}\b")
_PART = re.compile(r"(?:[IVX]{1,6}|[A-ZĐ]|[a-zđ])[.)]*\Z")
_SAYS_WHO: Final = ("tasks.leads", "tasks.partners", "indicators.target", "indicators.agency")
"""What a row of records has, and a heading among them has not."""
_NAMES: Final = {"tasks": "tasks.summary", "indicators": "indicators.name"}


@attrs.frozen
class _Columns:
    """What a table is of (``tasks`` or ``indicators``), the row of its titles, and what each column holds; ``doubtful``: not surely."""

    table: str
    row: int
    holds: Mapping[str, int]
    doubtful: frozenset[str] = frozenset()
    year: int | None = None


def in_tables(sheets: Sequence[CellSheet], own: Own = ()) -> tuple[list[TaskFound], list[TargetFound]]:
    """The tasks and targets of every table with titles of such."""
    tasks: list[TaskFound] = []
    targets: list[TargetFound] = []
    for sheet in sheets:
        rows = _grid(sheet)
        columns = _columns(rows, own)
        if columns is None:
            continue
        if columns.table == "tasks":
            tasks += _tasks(sheet.name, rows, columns)
        else:
            targets += _targets(sheet.name, rows, columns)
    return tasks, targets


def _grid(sheet: CellSheet) -> dict[int, dict[int, str]]:
    """The texts of a table by row and column; a merged cell's text stands in each of its places."""
    rows = {row: {column: str(cell.value) for column, cell in cells.items()} for row, cells in sheet.rows.items()}
    for merged in sheet.merged:
        text = rows.get(merged.top, {}).get(merged.left)
        if text is None:
            continue
        for row in range(merged.top, merged.bottom + 1):
            for column in range(merged.left, merged.right + 1):
                rows.setdefault(row, {}).setdefault(column, text)
    return dict(sorted(rows.items()))


# -- titles -----------------------------------------------------------------------------------------------------------


def _columns(rows: Mapping[int, Mapping[int, str]], own: Own) -> _Columns | None:
    """The titles of a table: of its first rows the one, or two under each other, that names the most."""
    best: _Columns | None = None
    first = list(rows)[:_TITLES_WITHIN]
    for at, row in enumerate(first):
        for titles in ([row], first[at : at + 2]):
            for table, name in _NAMES.items():
                found = _held({column: [rows[r].get(column, "") for r in titles] for column in rows[titles[-1]]}, table, titles[-1], own)
                if name in found.holds and len(found.holds) > 1 and (best is None or len(found.holds) > len(best.holds)):
                    best = found
    return best


def _held(titles: Mapping[int, Sequence[str]], table: str, row: int, own: Own) -> _Columns:
    holds: dict[str, int] = {}
    doubtful: set[str] = set()
    year = None
    for column, texts in sorted(titles.items()):
        outcome = read_title(texts, table=table, own=own)
        if isinstance(outcome, NotUnderstood):
            continue
        title = outcome.value if isinstance(outcome, Read) else outcome.candidates[0]
        field = _field(title, table)
        if field is None or field in holds:
            continue
        holds[field] = column
        if isinstance(outcome, Unsure):
            doubtful.add(field)
        if isinstance(title, FigureTitle):
            year = title.year or (title.years[1] if title.years else None)
    return _Columns(table, row, holds, frozenset(doubtful), year)


def _field(title: Title, table: str) -> str | None:
    if isinstance(title, FigureTitle):
        return "indicators.target" if title.what == "target" and table == "indicators" else None
    field = title.field
    known = field.partition(".")[0] in (table, "order", "note") or field == "note"
    return field if known else None


# -- rows -------------------------------------------------------------------------------------------------------------


def _rows(rows: Mapping[int, Mapping[int, str]], columns: _Columns) -> Iterator[tuple[int, str, str, dict[str, str]]]:
    """(row, number of the part it stands in, that part's title, its cells by field) of every row of records."""
    part, title = "", ""
    name = _NAMES[columns.table]
    titles = rows[columns.row]
    for row, cells in rows.items():
        if row <= columns.row or cells == titles:  # printed again on a new page
            continue
        told = {field: " ".join(cells.get(column, "").split()) for field, column in columns.holds.items()}
        ordinal, text = told.get("order", "").strip("* "), told[name]
        others = {value for field, value in told.items() if field not in ("order", name, "note") and not says_nothing(value)}
        bodies = {value for field, value in told.items() if field in _SAYS_WHO and not says_nothing(value)}
        if text and _PART.match(ordinal) and (not others or others == {text} or (not bodies and ordinal[0].isupper())):
            part, title = ordinal.rstrip(".)"), text
        elif text and others == {text}:
            title = text
        elif text and not _counts_columns(told):
            yield row, part, title, told


def _counts_columns(told: Mapping[str, str]) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3) …"""
    said = [value for value in told.values() if value]
    return len(said) > 1 and all(re.fullmatch(r"\(?[0-9]{1,2}\)?", value) for value in said)


def _tasks(table: str, rows: Mapping[int, Mapping[int, str]], columns: _Columns) -> list[TaskFound]:
    bodies = Bodies(Plan(), dt.date.min)
    found: list[TaskFound] = []
    order: dict[str, int] = {}
    for row, part, _, told in _rows(rows, columns):
        leads, partners = _bodies(bodies, told.get("tasks.leads", "")), _bodies(bodies, told.get("tasks.partners", ""))
        if not told.get("tasks.leads") and not told.get("tasks.due") and not told.get("tasks.partners"):
            continue
        order[part] = order.get(part, 0) + 1
        found.append(
            TaskFound(
                part,
                order[part],
                row + 1,
                told["tasks.summary"],
                tuple(name for name, role in leads if role != PARTNER),
                tuple(dict.fromkeys(name for name, role in (*leads, *partners) if (name, role) in partners or role == PARTNER)),
                told.get("tasks.due", ""),
                told.get("tasks.deliverable", ""),
                table=table,
                doubts=tuple(sorted(columns.doubtful)),
            )
        )
    return found


def _bodies(bodies: Bodies, text: str) -> list[tuple[str, str | None]]:
    named = [] if says_nothing(text) else bodies.read_list(text)
    return list(dict.fromkeys((body.either or body.text, body.role) for body in named))  # of one or another both stay together


def _targets(table: str, rows: Mapping[int, Mapping[int, str]], columns: _Columns) -> list[TargetFound]:
    found: list[TargetFound] = []
    for row, part, title, told in _rows(rows, columns):
        wording, unit = told.get("indicators.target", ""), told.get("indicators.unit", "")
        if says_nothing(wording):
            continue
        amount, doubts = _amount(wording, unit)
        years = {int(year) for year in _YEAR.findall(title)}
        year = years.pop() if len(years) == 1 else columns.year
        doubts = (*doubts, *(field.partition(".")[2] for field in sorted(columns.doubtful)))
        agency = told.get("indicators.agency", "")
        found.append(TargetFound(part, row + 1, told["indicators.name"], amount, unit, year, agency, wording, doubts, table))
    return found


def _amount(wording: str, unit: str) -> tuple[Amount | None, tuple[str, ...]]:
    """The figure of a cell, None where it is in words; what is in doubt of it."""
    outcome = read_amount(wording, decimal=",", unit=unit or None)
    if isinstance(outcome, NotUnderstood):
        return None, ()
    return (outcome.value, ()) if isinstance(outcome, Read) else (outcome.candidates[0], ("amount",))
