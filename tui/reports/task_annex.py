"""The annex of the tasks under their sections, and before it how many each body leads and how they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.ownership import named_holders, task_holders
from tui.frames.methods.tasks import HANDED_IN, task_states
from tui.frames.tables.task_words import budget_words
from tui.frames.tables.tasks import sections_in_order
from tui.model.group_reports import reports_of
from tui.reports import official, sentences
from tui.reports.annex_rows import Align, Annex, AnnexColumn, AnnexRow, AnnexSummary, CellValue, Quantity, named_annex, state_words

_AMOUNT_UNIT: Final = "triệu đồng"
"""Of a plan that names no unit of its amounts."""
_STUCK: Final = ("blocked", "returned")
_DONE: Final = tuple(state.value for state in HANDED_IN)


def task_annex(frames: Frames, as_of: dt.date, number: str = "II") -> Annex:
    """Tasks under their sections in the order of the document: who leads and takes part on the day, by when, what, and how it stands.

    A task is told in full where the plan does so, in a wider column where it does so of half of them. A column of money stands
    in the annex of a plan that has any.
    """
    states = {row["id"]: row for row in task_states(frames, as_of).iter_rows(named=True)}
    bodies = _bodies(frames, as_of)
    titles = frames["sections"].select(section="id", section_title="title")
    ordered = (
        frames["tasks"]
        .join(sections_in_order(frames), on="section", how="left", maintain_order="left")
        .join(titles, on="section", how="left", maintain_order="left")
        .sort("place", "order", nulls_last=True, maintain_order=True)
    )
    above = _headings_above(frames)
    paid = bool((ordered["budget"].list.len() > 0).any())
    in_full = bool(ordered.height) and 2 * ordered["text"].null_count() <= ordered.height
    unit = str(frames.plan.header.get("amount_unit") or _AMOUNT_UNIT)
    rows = []
    for place, row in enumerate(ordered.iter_rows(named=True), 1):
        state = states[row["id"]]
        cells: tuple[CellValue, ...] = (
            Quantity(value=place),
            " ".join((row["text"] or row["summary"]).split()),
            bodies.get((row["id"], "lead"), ""),
            bodies.get((row["id"], "partner"), ""),
            _due(row, state),
            row["deliverable"] or "",
            *((_money(row["budget"] or (), unit),) if paid else ()),
            _reported(frames.plan.tables["tasks"][row["id"]], as_of),
            _task_state(frames.plan.tables["tasks"][row["id"]], state),
            stuck(row, as_of),
        )
        group = f"{row['number']}. {row['section_title']}" if row["section_title"] else ""
        rows.append(AnnexRow(id=row["id"], code=state["state"], cells=cells, group=group, above=above.get(row["section"], "")))
    made = named_annex("tasks", number, _task_columns(unit if paid else None, in_full=in_full), rows)
    return attrs.evolve(made, summary=body_annex(frames, as_of) if rows else None)


def _task_columns(unit: str | None, *, in_full: bool) -> tuple[AnnexColumn, ...]:
    """The columns of an annex; of tasks told in full one is wider, and one is of money in ``unit`` where amounts do not say another."""
    columns = [attrs.evolve(column, width=_IN_FULL) if in_full and column.key == "summary" else column for column in _TASK_COLUMNS]
    if unit is not None:
        after = next(at for at, column in enumerate(columns, 1) if column.key == "deliverable")
        columns.insert(after, AnnexColumn(key="budget", title=f"Kinh phí ({unit})", width=32, align=Align.RIGHT))
    return tuple(columns)


def _money(entries: Iterable[Mapping[str, Any]], unit: str) -> CellValue:
    """What was set aside: one amount as the number it is, several with their sources, each with its unit where it is another."""
    known = list(entries)
    if len(known) == 1 and not known[0].get("source") and not known[0].get("year") and known[0].get("unit") in (None, "", unit):
        return Quantity(value=known[0]["amount"])
    return budget_words(known, "", ",")


_IN_FULL: Final = 118
"""The width of what is to be done where it is several sentences: in the width of a summary they take twice the pages."""
_TASK_COLUMNS: Final = (
    AnnexColumn(key="place", title="TT", width=12, align=Align.CENTRE),
    AnnexColumn(key="summary", title="Nhiệm vụ", width=68),
    AnnexColumn(key="leads", title="Chủ trì", width=36),
    AnnexColumn(key="partners", title="Phối hợp", width=40),
    AnnexColumn(key="due", title="Thời hạn", width=30, align=Align.CENTRE),
    AnnexColumn(key="deliverable", title="Sản phẩm", width=29),
    AnnexColumn(key="result", title="Kết quả thực hiện theo báo cáo", width=34),
    AnnexColumn(key="state", title="Tình trạng", width=26),
    AnnexColumn(key="stuck", title="Vướng mắc, kiến nghị", width=26),
)


def _headings_above(frames: Frames) -> dict[str, str]:
    """Section → the heading of the section it is numbered as a part of (III.1 over III.1.a); others are left out."""
    sections = frames.plan.tables["sections"]
    return {
        id: f"{sections[values['parent']]['number']}. {sections[values['parent']]['title']}"
        for id, values in sections.items()
        if values.get("parent") in sections and values["number"].startswith(f"{sections[values['parent']]['number']}.")
    }


def _reported(record: Mapping[str, Any], as_of: dt.date) -> str:
    """What the last report on a task says was done, with the day it tells of; "" where none came or it says why nothing can be."""
    reports = [entry for entry in reports_of(record, as_of) if entry.get("status") not in _STUCK]
    return f"{str(reports[-1]['text']).strip().rstrip('.')} ({reports[-1]['on']:%d/%m/%Y})" if reports else ""


def _task_state(record: Mapping[str, Any], state: Mapping[str, Any]) -> str:
    """How a task stands by the day and, beside it, what the body says of it: a state must hide no obstacle."""
    said = state_words(sentences.STATES, state["state"], state["days_late"])
    told = progress_words(record) if state["state"] not in _DONE else ""
    return f"{said}; {told}" if told else said


def progress_words(record: Mapping[str, Any]) -> str:
    """``có vướng mắc; mức độ hoàn thành 80%``: what a body says of where its task stands beside the state of the day."""
    progress = record.get("progress")
    far = sentences.PROGRESS.format(progress=f"{official.number(progress)}%") if progress is not None else ""
    return "; ".join(part for part in (sentences.STUCK.get(record.get("status", ""), ""), far) if part)


def body_annex(frames: Frames, as_of: dt.date) -> AnnexSummary:
    """How many tasks each body leads on the day, by how they stand; one with several leads stands under each, once in the last row.

    Bodies of one name are one body: nobody reads two rows of it.
    """
    states: dict[str, str] = dict(task_states(frames, as_of).select("id", "state").iter_rows())
    leads = leading(frames, as_of)
    found: dict[str, dict[str, str]] = {}
    order: dict[str, int] = {}
    places = {id: place for place, id in enumerate(frames.plan.tables["agencies"])}
    for id, state in states.items():
        for body in leads.get(id) or [""]:
            name = official.capital(official.names(frames.plan, [body])) if body else ""
            found.setdefault(name, {})[id] = state
            order.setdefault(name, places.get(body, 0))
    present = [code for code in sentences.STATES if code in set(states.values())]
    listed = sorted(found.items(), key=lambda pair: (pair[0] == "", -len(pair[1]), order[pair[0]]))
    rows = [
        (Quantity(value=place), name or official.capital(sentences.NOBODY), *_counts_of(list(own.values()), present))
        for place, (name, own) in enumerate(listed, 1)
    ]
    total = ("", sentences.IN_ALL, *_counts_of(list(states.values()), present))
    columns = (
        AnnexColumn(key="place", title="TT", width=12, align=Align.CENTRE),
        AnnexColumn(key="body", title="Cơ quan chủ trì", width=90),
        AnnexColumn(key="n", title="Số nhiệm vụ", width=20, align=Align.CENTRE),
        *(AnnexColumn(key=code, title=official.capital(sentences.STATES[code]), width=24, align=Align.CENTRE) for code in present),
    )
    return AnnexSummary(title=sentences.BY_BODY, columns=columns, rows=(*rows, total))


def _counts_of(states: list[str], codes: list[str]) -> tuple[CellValue, ...]:
    return (Quantity(value=len(states)), *(Quantity(value=states.count(code)) if code in states else "" for code in codes))


def leading(frames: Frames, as_of: dt.date) -> dict[str, list[str]]:
    """Task → the bodies that lead it on the day."""
    rows = task_holders(frames, as_of).filter(pl.col("role") == "lead").group_by("task", maintain_order=True).agg("holder")
    return dict(rows.iter_rows())


def _bodies(frames: Frames, as_of: dt.date) -> dict[tuple[str, str], str]:
    """(task, role) → the bodies that hold it on the day, as :func:`task_holders` counts them; a split body's successors joined by "or"."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    counted = task_holders(frames, as_of).select("task", "holder", "role")
    shown = named_holders(frames, as_of).join(counted, on=["task", "holder", "role"], how="semi", maintain_order="left")
    for row in shown.iter_rows(named=True):
        name = frames.plan.title_of("agencies", row["holder"])
        missing = sentences.NOT_YET if row["unborn"] else sentences.GONE
        said = missing.format(body=name) if row["gap"] else name
        item = f"split {row['agency']}" if row["split"] else row["holder"]
        names = found.setdefault((row["task"], row["role"]), {}).setdefault(item, [])
        if said not in names:
            names.append(said)
    return {key: "; ".join(sentences.OR.join(names) for names in items.values()) for key, items in found.items()}


def _due(row: Mapping[str, Any], state: Mapping[str, Any]) -> CellValue:
    """The due day in force: as it is worded while it is the first one, with the first one beside it after an extension."""
    if state["due"] is not None:
        day: dt.date = state["due"]
        if state["extended"] and state["first_due"] is not None:
            return sentences.EXTENDED.format(due=f"{day:%d/%m/%Y}", first=f"{state['first_due']:%d/%m/%Y}")
        return row["due_text"] or day
    if row["due_text"]:
        return str(row["due_text"])
    if row["mode"] == "standing":
        return sentences.STANDING
    period = sentences.EVERY.get(row["every"] or "")
    if period and row["times"]:
        return sentences.TIMES.format(n=official.count(row["times"]), period=period)
    if period:
        return sentences.EACH.format(period=period)
    return sentences.PERIODIC if row["mode"] == "periodic" else ""


def stuck(row: Mapping[str, Any], as_of: dt.date) -> str:
    """What the log of a task says of why it cannot go on: the last such entry up to the day, "" when it goes on or nobody said."""
    if row["status"] not in _STUCK:
        return ""
    told = [entry for entry in row["log"] or () if entry["status"] in _STUCK and entry["text"] and entry["on"] <= as_of]
    return str(max(told, key=lambda entry: entry["on"])["text"]) if told else ""
