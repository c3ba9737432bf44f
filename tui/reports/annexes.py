"""The three annexes of the yearly report as frames: the columns of the official form, native values, nothing invented.

Official papers are in Vietnamese whatever language the screen has: the titles stand here, ``words`` says the stored choices.
A value nobody knows is null and leaves an empty cell.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.enterprises import EnterpriseVerdict
from tui.frames.figures import figures
from tui.frames.indicators import verdicts
from tui.frames.ownership import resolve
from tui.frames.tasks import TaskState, holidays, near_days, task_states
from tui.frames.views.cells import SIGNS, Translate, choice_words, filled, full_names, named, short_names, worded
from tui.frames.views.enterprises import enterprises_view
from tui.frames.views.holders import holder_cells
from tui.frames.views.targets import targets_view
from tui.frames.views.tasks import tasks_view
from tui.model.fields import ARRANGEMENTS, MODES, STAGES, STATUSES
from tui.model.plan import Plan
from tui.reports.word.sentences import STATES, VERDICTS

NUMBER: Final = "number"
"""The key of the running number, TT."""


@attrs.frozen(kw_only=True)
class AnnexColumn:
    """A column of an annex: ``key`` names the frame's column with the native value.

    ``words`` names a String column that stands where the value is null; ``before`` and ``after`` String columns with what is
    written around a number (``≥ ``, the mark of an estimate). ``width`` is in characters, ``decimals`` None: as many as a value has.
    """

    key: str
    title: str
    width: int
    words: str | None = None
    before: str | None = None
    after: str | None = None
    decimals: int | None = None


@attrs.frozen
class Annex:
    """An annex: the name of its sheet, its own title, its columns, one row a record (``id`` first)."""

    table: str
    sheet: str
    title: str
    columns: tuple[AnnexColumn, ...]
    frame: pl.DataFrame = attrs.field(repr=False)


def annexes(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> tuple[Annex, Annex, Annex]:
    """Indicators, tasks and enterprises, seen from a day; ``words`` are the Vietnamese."""
    return (
        indicator_annex(frames, plan, as_of, words),
        task_annex(frames, plan, as_of, words),
        enterprise_annex(frames, plan, as_of, words),
    )


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_row_index(NUMBER, offset=1).with_columns(pl.col(NUMBER).cast(pl.Int64)).select("id", pl.exclude("id"))


_TT: Final = AnnexColumn(key=NUMBER, title="TT", width=5)


# -- indicators -----------------------------------------------------------------------------------------------------


def indicator_annex(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> Annex:
    """TT, indicator, unit, target, each year of the term, mean, how it compares, who reports, note; rows as on the tab of the targets.

    A year's column is called a result when none of its figures is an estimate, an estimate when all are, else both.
    """
    view = targets_view(frames, plan, as_of, words)
    judged = verdicts(frames, as_of).select("id", "mean")

    rows = (
        view.frame.drop("verdict_text")
        .join(judged, on="id", how="left", maintain_order="left")
        .join(_answerable(frames, as_of), on="id", how="left", maintain_order="left")
        .join(frames["indicators"].select("id", note="note"), on="id", how="left", maintain_order="left")
        .with_columns(target_before=pl.format("{} ", worded(pl.col("op"), SIGNS)), compared=worded(pl.col("verdict"), VERDICTS))
    )
    years = plan.years
    keys = [f"year_{year}" for year in years]
    marks = [f"{key}_suffix" for key in keys]
    shown = ["name", "unit", "target", "target_before", *keys, *marks, "mean", "compared", "agencies", "note"]
    term = f"{years[0]}-{years[-1]}" if years else ""
    columns = (
        _TT,
        AnnexColumn(key="name", title="Chỉ tiêu", width=36),
        AnnexColumn(key="unit", title="ĐVT", width=9),
        AnnexColumn(key="target", title=f"Mục tiêu {term}".strip(), width=12, before="target_before"),
        *(
            AnnexColumn(key=key, title=f"{_year_word(frames, year)} {year}", width=9, after=mark)
            for year, key, mark in zip(years, keys, marks, strict=True)
        ),
        AnnexColumn(key="mean", title="Bình quân", width=9, decimals=2),
        AnnexColumn(key="compared", title="So sánh", width=15),
        AnnexColumn(key="agencies", title="Cơ quan báo cáo", width=16),
        AnnexColumn(key="note", title="Ghi chú", width=28),
    )
    title = "Kết quả thực hiện các chỉ tiêu"
    return Annex("indicators", "Chỉ tiêu", title, columns, _numbered(rows.select("id", *shown)))


def _year_word(frames: Frames, year: int) -> str:
    vintages = figures(frames).filter(pl.col("year") == year)["vintage"]
    estimates = int((vintages == "estimate").sum())
    if estimates == 0:
        return "TH"
    return "ƯTH" if estimates == vintages.len() else "TH/ƯTH"


def _answerable(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[id, agencies]: who stands on the day for the body that reports, else the body itself."""
    names = short_names(frames, "agencies")
    holders = resolve(frames, as_of).select("agency", "holder")
    return (
        frames["indicators"]
        .select("id", "agency")
        .filter(pl.col("agency").is_not_null())
        .join(holders, on="agency", how="left", maintain_order="left")
        .with_columns(body=named(pl.coalesce("holder", "agency"), names))
        .group_by("id", maintain_order=True)
        .agg(agencies=pl.col("body").unique(maintain_order=True).str.join(", "))
    )


# -- tasks ----------------------------------------------------------------------------------------------------------

_DATED_STATES: Final = (TaskState.LATE.value, TaskState.NEAR.value, TaskState.OPEN_IN_TIME.value, TaskState.DONE_LATE.value)


def task_annex(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> Annex:
    """TT, task, lead, partners, due day (else how often), product, status and what the day makes of it, obstacles: the last report."""
    order = tasks_view(frames, plan, as_of, words).frame.select("id")
    states = task_states(frames, as_of, near_days(frames), holidays(frames)).select("id", "state", "days_late")
    status = worded(pl.col("status"), choice_words(STATUSES, words))
    late = filled("{state} ({n} ngày)", state=pl.col("said"), n=pl.col("days_late").cast(pl.String))
    state = pl.when(pl.col("state").is_in(_DATED_STATES)).then(pl.coalesce(late, "said"))
    rows = (
        order.join(frames["tasks"], on="id", how="left", maintain_order="left")
        .join(states, on="id", how="left", maintain_order="left")
        .join(holder_cells(frames, as_of, words), on="id", how="left", maintain_order="left")
        .join(_last_reports(frames, as_of), on="id", how="left", maintain_order="left")
        .with_columns(said=worded(pl.col("state"), STATES))
        .with_columns(
            due_words=worded(pl.col("mode"), choice_words(MODES, words)),
            status_words=pl.concat_str(status, state, separator="; ", ignore_nulls=True).replace("", None),
        )
        .select("id", "summary", "leads_text", "partners_text", "due", "due_words", "deliverable", "status_words", "report")
    )
    columns = (
        _TT,
        AnnexColumn(key="summary", title="Nhiệm vụ", width=44),
        AnnexColumn(key="leads_text", title="Chủ trì", width=20),
        AnnexColumn(key="partners_text", title="Phối hợp", width=20),
        AnnexColumn(key="due", title="Thời hạn", width=12, words="due_words"),
        AnnexColumn(key="deliverable", title="Sản phẩm", width=17),
        AnnexColumn(key="status_words", title="Tình trạng", width=16),
        AnnexColumn(key="report", title="Vướng mắc, kiến nghị", width=26),
    )
    return Annex("tasks", "Nhiệm vụ", "Tình hình thực hiện nhiệm vụ", columns, _numbered(rows))


def _last_reports(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[id, report]: the last entry of a task's log up to the day, with its day."""
    entries = frames["tasks"].select("id", "log").filter(pl.col("log").list.len() > 0)
    if entries.is_empty():
        return pl.DataFrame(schema={"id": pl.String, "report": pl.String})
    return (
        entries.explode("log")
        .unnest("log")
        .filter(pl.col("on") <= as_of)
        .sort("on", maintain_order=True)
        .unique("id", keep="last", maintain_order=True)
        .select("id", report=pl.format("{}: {}", pl.col("on").dt.strftime("%d/%m/%Y"), "text"))
    )


# -- enterprises ----------------------------------------------------------------------------------------------------


def enterprise_annex(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> Annex:
    """TT, enterprise, arrangement, state share now and after (else its range in words), window, progress, obstacles."""
    view = enterprises_view(frames, plan, as_of, words).frame
    stage = worded(pl.col("stage"), choice_words(STAGES, words))
    late = pl.when(pl.col("verdict") == EnterpriseVerdict.LATE.value).then(filled("chậm {n} ngày", n=pl.col("days_late").cast(pl.String)))
    closed = pl.col("target_open").list.len().fill_null(0) == 0
    least = pl.col("target_min").fill_null(0)  # "at most 0" is 0
    exact = (least == pl.col("target_max")) & closed
    rows = (
        view.select(
            "id",
            "arrangement",
            "share_now",
            "target_min",
            "target_max",
            "target_open",
            "after_text",
            "window_text",
            "stage",
            "verdict",
            "days_late",
        )
        .join(full_names(frames, "enterprises"), on="id", how="left", maintain_order="left")
        .join(frames["enterprises"].select("id", "note"), on="id", how="left", maintain_order="left")
        .with_columns(
            form=worded(pl.col("arrangement"), choice_words(ARRANGEMENTS, words)),
            after=pl.when(exact).then("target_max"),
            after_words="after_text",
            window="window_text",
            progress=pl.concat_str(stage, late, separator="; ", ignore_nulls=True).replace("", None),
        )
        .select("id", "name", "form", "share_now", "after", "after_words", "window", "progress", "note")
    )
    columns = (
        _TT,
        AnnexColumn(key="name", title="Doanh nghiệp", width=40),
        AnnexColumn(key="form", title="Hình thức", width=16),
        AnnexColumn(key="share_now", title="Vốn NN hiện nay", width=14),
        AnnexColumn(key="after", title="Vốn NN sau sắp xếp", width=18, words="after_words"),
        AnnexColumn(key="window", title="Giai đoạn", width=14),
        AnnexColumn(key="progress", title="Tiến độ", width=22),
        AnnexColumn(key="note", title="Vướng mắc", width=36),
    )
    title = "Tình hình sắp xếp doanh nghiệp nhà nước"
    return Annex("enterprises", "Doanh nghiệp", title, columns, _numbered(rows))
