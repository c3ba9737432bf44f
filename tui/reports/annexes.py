"""The three annexes of the yearly report as rows of cells, in the columns docs/papers.md names: Word and the workbook take them from here.

Each row carries the code it is counted by, so that what the report says in words is what its annexes show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.digits import CHAINED, RATES, Digits, digits_by_id, telling
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts
from tui.frames.methods.figures import figures
from tui.frames.methods.headline import marks_of, standing_of
from tui.frames.methods.ownership import named_holders, resolve, task_holders
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.tasks import TaskState, task_states
from tui.frames.methods.verdict import can_be_exceeded
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import yearly_cuts
from tui.frames.tables.cells import SIGNS
from tui.frames.tables.task_words import budget_words
from tui.frames.tables.tasks import sections_in_order
from tui.reports import official, sentences
from tui.reports.annex_plans import all_milestones, apart_words, planned_years, year_cells, year_columns
from tui.reports.annex_rows import Align, Annex, AnnexColumn, AnnexRow, CellValue, Quantity

_COUNTED_LATE: Final = (TaskState.LATE.value, TaskState.DONE_LATE.value, EnterpriseVerdict.LATE.value)
_AMOUNT_UNIT: Final = "triệu đồng"
"""Of a plan that names no unit of its amounts."""
_STUCK: Final = ("blocked", "returned")


# -- indicators -----------------------------------------------------------------------------------------------------


def indicator_annex(frames: Frames, as_of: dt.date, number: str = "I") -> Annex:
    """Indicators under their goals: target, each year's figure up to the day's year, mean, verdict, who reports, what to know beside it.

    A figure that is not official says so; a year without a figure is an empty cell, as is a mean where none is judged.
    """
    years = frames.plan.years
    series: dict[str, dict[int, Mapping[str, Any]]] = {}
    for figure in figures(frames, as_of).iter_rows(named=True):
        series.setdefault(figure["id"], {})[figure["year"]] = figure
    judged = {row["id"]: row for row in verdicts(frames, as_of).iter_rows(named=True)}
    cuts = {(row["id"], row["year"]): row for row in yearly_cuts(frames, as_of).iter_rows(named=True)}
    shown = digits_by_id(frames)
    reporters = _reporters(frames, as_of)
    agreed = all_milestones(frames, as_of)
    by_year = year_columns(years, planned_years(agreed), as_of)
    known = indicators_on(frames, as_of).join(
        frames["goals"].select(goal="id", goal_number="number", goal_title="title"), on="goal", how="left", maintain_order="left"
    )
    rows = []
    ordered = known.sort("goal_number", nulls_last=True, maintain_order=True).iter_rows(named=True)
    for place, row in enumerate(ordered, 1):
        said, own, of = judged[row["id"]], series.get(row["id"], {}), shown[row["id"]]
        cells: tuple[CellValue, ...] = (
            Quantity(value=place),
            row["name"],
            row["unit"] or "",
            _target_with_year(row, said, years, frames.plan.tables["indicators"][row["id"]]),
            *year_cells(
                by_year,
                {year: _figure(own.get(year), of, cuts.get((row["id"], year))) for year in years if year <= as_of.year},
                agreed[row["id"]],
            ),
            _mean(said, of),
            _capital(judged_words(said)),
            reporters.get(row["id"], ""),
            _remarks(
                row,
                said,
                [year for year in years if year <= as_of.year and own.get(year, {}).get("conflict")],
                apart_words(frames, row["id"], as_of),
                of,
            ),
        )
        group = f"{row['goal_number']}. {row['goal_title']}" if row["goal_title"] else ""
        rows.append(AnnexRow(id=row["id"], code=standing_of(said), cells=cells, group=group))
    return _annex("indicators", number, _indicator_columns(years, by_year), rows)


def _indicator_columns(years: range, by_year: list[AnnexColumn]) -> tuple[AnnexColumn, ...]:
    span = f" {years.start}-{years.stop - 1}" if years else ""
    return (
        AnnexColumn(key="place", title="TT", width=8, align=Align.CENTRE),
        AnnexColumn(key="name", title="Chỉ tiêu", width=42),
        AnnexColumn(key="unit", title="ĐVT", width=30, align=Align.CENTRE),
        AnnexColumn(key="target", title=f"Mục tiêu{span}", width=18, align=Align.RIGHT),
        *by_year,
        AnnexColumn(key="mean", title="Bình quân", width=15, align=Align.RIGHT),
        AnnexColumn(key="verdict", title="So sánh", width=19, align=Align.CENTRE),
        AnnexColumn(key="agency", title="Cơ quan báo cáo", width=19),
        AnnexColumn(key="note", title="Ghi chú", width=22),
    )


def judged_words(judged: Mapping[str, Any]) -> str:
    """A verdict with what is marked beside it, ``đạt (làm tròn)``."""
    return " ".join((sentences.VERDICTS[standing_of(judged)], *(sentences.MARKS[mark] for mark in marks_of(judged))))


def turning_words(judged: Mapping[str, Any], digits: Digits) -> str:
    """What the awaited figure must be, ``đạt hoặc vượt nếu năm 2025 ≥ 13,01``."""
    places = digits.yearly if judged["kind"] in RATES else digits.figures
    value = f"{SIGNS.get(judged['turning_op'] or '>=', '≥')}{official.NO_BREAK}{official.number(judged['turning'], places)}"
    first = (judged["last_year"] or judged["start"] - 1) + 1
    several = judged["kind"] in CHAINED and first < judged["end"]
    when = sentences.APART_MEAN.format(years=f"{first}-{judged['end']}") if several else sentences.TARGET_YEAR.format(end=judged["end"])
    told = sentences.MET_OR_EXCEEDED_IF if can_be_exceeded(judged) else sentences.MET_IF
    return told.format(when=when, value=value)


def _target(op: str | None, target: float | None) -> CellValue:
    if target is None:
        return ""
    return Quantity(value=target, before=SIGNS.get(op or "", "") if op != "=" else "")


def _target_with_year(row: Mapping[str, Any], judged: Mapping[str, Any], years: range, record: Mapping[str, Any]) -> CellValue:
    """A target as it was agreed, a range with both ends; its own year stands behind it where it is another than the column's."""
    last = years[-1] if years else None
    when = f"({judged['end']})" if judged["end"] is not None and judged["end"] != last else ""
    high = record.get("target_max")
    if row["target"] is not None and high is not None:
        return " ".join(part for part in (f"{official.number(row['target'])} - {official.number(high)}", when) if part)
    target = _target(row["op"], row["target"])
    return attrs.evolve(target, after=when) if isinstance(target, Quantity) and when else target


def _figure(figure: Mapping[str, Any] | None, digits: Digits, cut: Mapping[str, Any] | None) -> CellValue:
    """A figure of a year; of a yearly cut the cut with the rate beside it, or the rate alone where no year before it has one."""
    if figure is None:
        return ""
    vintage = sentences.VINTAGES.get(figure["vintage"], "")
    if cut is None:
        return Quantity(value=figure["value"], after=vintage, decimals=digits.figures)
    rate = sentences.RATE.format(rate=official.measured(cut["rate"], cut["unit"], decimals=digits.figures))
    if cut["cut"] is None:
        return " ".join(part for part in (rate, vintage) if part)
    return Quantity(value=cut["cut"], after=" ".join(part for part in (vintage, f"({rate})") if part), decimals=digits.figures)


def _mean(judged: Mapping[str, Any], digits: Digits) -> CellValue:
    return (
        ""
        if judged["mean"] is None
        else Quantity(value=judged["mean"], decimals=telling(judged["mean"], judged["target"], digits.computed))
    )


def _remarks(row: Mapping[str, Any], judged: Mapping[str, Any], conflicts: list[int], apart: str, digits: Digits) -> str:
    said = []
    if row["original_target"] is not None:
        target = _target(row["original_op"], row["original_target"])
        said.append(sentences.REVISED.format(target=official.quantity(target) if isinstance(target, Quantity) else target))
    if judged["reason"] is not None:
        said.append(sentences.REASONS[judged["reason"]])
    if judged["turning"] is not None:
        said.append(turning_words(judged, digits))
    if judged["years_behind"] and judged["last_year"] is not None:
        said.append(sentences.FIGURES_TO.format(year=judged["last_year"]))
    if conflicts:
        said.append(sentences.CONFLICTS.format(years=", ".join(map(str, conflicts))))
    said.append(apart)
    return _capital("; ".join(part for part in said if part))


def _reporters(frames: Frames, as_of: dt.date) -> dict[str, str]:
    """Who reports each indicator on the day; bodies are resolved as those of tasks are."""
    held = (
        frames["indicators"]
        .select("id", "agency")
        .filter(pl.col("agency").is_not_null())
        .join(resolve(frames, as_of), on="agency", how="left", maintain_order="left")
        .group_by("id", maintain_order=True)
        .agg("holder", pl.col("agency", "unborn").first())
    )
    plan = frames.plan
    return {
        id: sentences.OR.join(plan.title_of("agencies", one) for one in holders if one)
        or (sentences.NOT_YET if unborn else sentences.GONE).format(body=plan.title_of("agencies", agency))
        for id, holders, agency, unborn in held.iter_rows()
    }


# -- tasks ----------------------------------------------------------------------------------------------------------


def task_annex(frames: Frames, as_of: dt.date, number: str = "II") -> Annex:
    """Tasks under their sections in the order of the document: who leads and takes part on the day, by when, what, and how it stands.

    A task is told in the document's own words where the plan has them. A column of money stands in the annex of a plan that has any.
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
    paid = (ordered["budget"].list.len() > 0).any()
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
            _state(sentences.STATES, state["state"], state["days_late"]),
            stuck(row, as_of),
        )
        group = f"{row['number']}. {row['section_title']}" if row["section_title"] else ""
        rows.append(AnnexRow(id=row["id"], code=state["state"], cells=cells, group=group))
    return _annex("tasks", number, _task_columns(unit) if paid else _TASK_COLUMNS, rows)


def _task_columns(unit: str) -> tuple[AnnexColumn, ...]:
    """The columns of an annex with money, in the unit of the plan where an amount does not say another."""
    after = next(at for at, column in enumerate(_TASK_COLUMNS, 1) if column.key == "deliverable")
    money = AnnexColumn(key="budget", title=f"Kinh phí ({unit})", width=26, align=Align.RIGHT)
    return (*_TASK_COLUMNS[:after], money, *_TASK_COLUMNS[after:])


def _money(entries: Iterable[Mapping[str, Any]], unit: str) -> CellValue:
    """What was set aside: one amount as the number it is, several with their sources, each with its unit where it is another."""
    known = list(entries)
    if len(known) == 1 and not known[0].get("source") and not known[0].get("year") and known[0].get("unit") in (None, "", unit):
        return Quantity(value=known[0]["amount"])
    return budget_words(known, "", ",")


_TASK_COLUMNS: Final = (
    AnnexColumn(key="place", title="TT", width=10, align=Align.CENTRE),
    AnnexColumn(key="summary", title="Nhiệm vụ", width=68),
    AnnexColumn(key="leads", title="Chủ trì", width=36),
    AnnexColumn(key="partners", title="Phối hợp", width=40),
    AnnexColumn(key="due", title="Thời hạn", width=23, align=Align.CENTRE),
    AnnexColumn(key="deliverable", title="Sản phẩm", width=29),
    AnnexColumn(key="state", title="Tình trạng", width=22),
    AnnexColumn(key="stuck", title="Vướng mắc, kiến nghị", width=24),
)


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


def _state(words: Mapping[str, str], code: str, days_late: int | None) -> str:
    said = _capital(words[code])
    return sentences.OVERDUE_BY.format(state=said, n=days_late) if days_late and code in _COUNTED_LATE else said


def stuck(row: Mapping[str, Any], as_of: dt.date) -> str:
    """What the log of a task says of why it cannot go on: the last such entry up to the day, "" when it goes on or nobody said."""
    if row["status"] not in _STUCK:
        return ""
    told = [entry for entry in row["log"] or () if entry["status"] in _STUCK and entry["text"] and entry["on"] <= as_of]
    return str(max(told, key=lambda entry: entry["on"])["text"]) if told else ""


# -- enterprises ----------------------------------------------------------------------------------------------------


def enterprise_annex(frames: Frames, as_of: dt.date, number: str = "III") -> Annex:
    """Enterprises in the order of the file: how they are rearranged, the state's share now and after, when, and how far it is."""
    said = {row["id"]: row for row in enterprise_verdicts(frames, as_of).iter_rows(named=True)}
    rows = []
    for place, row in enumerate(frames["enterprises"].iter_rows(named=True), 1):
        judged = said[row["id"]]
        cells: tuple[CellValue, ...] = (
            Quantity(value=place),
            row["name"],
            sentences.ARRANGEMENTS.get(row["arrangement"], ""),
            "" if row["share_now"] is None else Quantity(value=row["share_now"], after="%"),
            _share_after(row),
            _window(row["window"]),
            _progress(row, judged),
            "",
        )
        rows.append(AnnexRow(id=row["id"], code=judged["verdict"], cells=cells))
    return _annex("enterprises", number, _ENTERPRISE_COLUMNS, rows)


_ENTERPRISE_COLUMNS: Final = (
    AnnexColumn(key="place", title="TT", width=10, align=Align.CENTRE),
    AnnexColumn(key="name", title="Doanh nghiệp", width=74),
    AnnexColumn(key="arrangement", title="Hình thức", width=26, align=Align.CENTRE),
    AnnexColumn(key="share_now", title="Vốn NN hiện nay", width=24, align=Align.CENTRE),
    AnnexColumn(key="share_after", title="Vốn NN sau sắp xếp", width=32, align=Align.CENTRE),
    AnnexColumn(key="window", title="Giai đoạn", width=25, align=Align.CENTRE),
    AnnexColumn(key="progress", title="Tiến độ", width=36),
    AnnexColumn(key="stuck", title="Vướng mắc", width=25),
)


def _share_after(row: Mapping[str, Any]) -> CellValue:
    """The share to be held as the document words it, open ends and all."""
    low, high, ends = row["target_min"], row["target_max"], row["target_open"] or []
    if low is not None and low == high and not ends:
        return Quantity(value=low, after="%")
    parts = []
    if low is not None and (low > 0 or "min" in ends or high is None):
        template = sentences.SHARE_ABOVE if "min" in ends else sentences.SHARE_FROM
        parts.append(template.format(share=official.number(low)))
    if high is not None and (high < 100 or "max" in ends or low is None):
        template = sentences.SHARE_BELOW if "max" in ends else sentences.SHARE_UP_TO
        parts.append(template.format(share=official.number(high)))
    return _capital(sentences.AND.join(parts) if "min" in ends or "max" in ends else " ".join(parts))


def _window(window: Mapping[str, dt.date | None] | None) -> str:
    start, end = (window or {}).get("start"), (window or {}).get("end")
    if start is None and end is None:
        return ""
    if start is not None and end is not None and start.year == end.year:
        return str(start.year)
    return f"{start.year if start else '…'}-{end.year if end else '…'}"


def _progress(row: Mapping[str, Any], judged: Mapping[str, Any]) -> str:
    state = _state(sentences.ENTERPRISES, judged["verdict"], judged["days_late"])
    waits = judged["verdict"] in (EnterpriseVerdict.LATE, EnterpriseVerdict.IN_WINDOW)
    stage = sentences.STAGES.get(row["stage"] or "unreported", "") if waits else ""
    return f"{state}; {stage}" if stage else state


# -- together -------------------------------------------------------------------------------------------------------


_MAKERS: Final[Mapping[str, Callable[[Frames, dt.date, str], Annex]]] = {
    "indicators": indicator_annex,
    "tasks": task_annex,
    "enterprises": enterprise_annex,
}
_ROMAN: Final = ("I", "II", "III")


def annexes(frames: Frames, as_of: dt.date) -> tuple[Annex, ...]:
    """The annexes of the yearly report in their order, of what the plan has; one alone has no number.

    A plan that has neither indicators nor tasks yet gets the empty tables of both, so that it is seen what is missing.
    """
    having = [table for table in _MAKERS if len(frames.plan.tables[table])]
    if not {"indicators", "tasks"} & {*having}:
        having = ["indicators", "tasks", *having]
    return tuple(_MAKERS[table](frames, as_of, number if len(having) > 1 else "") for table, number in zip(having, _ROMAN, strict=False))


def known_words(frames: Frames, as_of: dt.date) -> str:
    """Whose knowledge a paper rests on: the figures published up to its day, or all that are known on a later one."""
    known = frames.known(as_of)
    return sentences.KNOWN_LATER.format(day=official.day_words(known)) if known > as_of else sentences.KNOWN_THEN


def _annex(table: str, number: str, columns: tuple[AnnexColumn, ...], rows: list[AnnexRow]) -> Annex:
    name, sheet = sentences.ANNEX_NAMES[table], sentences.ANNEX_SHEETS[table]
    return Annex(table=table, number=number, name=name, sheet=sheet, columns=columns, rows=tuple(rows))


def counted(codes: Iterable[str], order: Iterable[str]) -> dict[str, int]:
    """How many rows have each code, in the order given; those nobody has are left out."""
    found = list(codes)
    return {str(code): found.count(str(code)) for code in order if str(code) in found}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
