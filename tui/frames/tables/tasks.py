"""Tab 4: the tasks, who holds them, and how they stand on the day looked from."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_by_record
from tui.frames.difference import difference, in_places
from tui.frames.methods.tasks import task_states
from tui.frames.prepared import at_once, prepared
from tui.frames.tables.cells import (
    STATE_LOOKS,
    STATE_SCALE,
    STATUS_LOOKS,
    STATUS_SCALE,
    Translate,
    choice_labels,
    choice_words,
    day_text,
    due_words,
    filled,
    glyphed,
    joined,
    mapped,
    ranked,
    short_names,
    tones,
    worded,
)
from tui.frames.tables.columns import Column, Shows, Tone, View
from tui.frames.tables.filter import rank_column
from tui.frames.tables.holders import OWNERSHIP_SCALE, holder_cells, holders_as, ownership_words
from tui.frames.tables.plain_columns import with_plain_columns
from tui.frames.tables.task_words import BUDGET, WORDING, worded_and_paid
from tui.model.fields import EVERY, MODES, STATUSES
from tui.model.plan import Plan
from tui.model.text import N_

_BY_STATUS: Final = N_("follows from status and due day as of the day chosen; Tab leads to the status, L writes into the log")
_BY_THE_DAY: Final = N_("follows from the record and the day looked from; E edits the record, L writes an entry into its log")


def tasks_view(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> View:
    """Rows: tasks by the order of their section in the document, then their own.

    The document's wording and the budget are columns of a plan that has any. Besides the shown columns: ``order``, ``first_due`` (before
    any extension), ``days_late`` and ``days_left`` (calendar days).
    ``leads`` and ``partners`` are the bodies of the text; their words name who answers on the day
    (:func:`tui.frames.tables.holders.holder_cells`).
    """
    more = worded_and_paid(frames, words)
    columns = [column for column in (WORDING, BUDGET) if more[column.key].null_count() < more.height]
    rows = _in_document(frames, task_rows(frames, as_of, words), _more_in_order(frames, words) if columns else None)
    shown = (*_COLUMNS[:-1], *columns, *_COLUMNS[-1:])
    members = {key: partial(holders_as, frames, as_of, role) for key, role in (("leads", "lead"), ("partners", "partner"))}
    view = View("tasks", rows, shown, frames, members=members)
    return with_plain_columns(view, frames, words)


@attrs.frozen(eq=False)
class _InDocument:
    """Tasks in the order of the document, with what they were put together from."""

    rows: pl.DataFrame
    order: pl.DataFrame
    more: pl.DataFrame | None
    frame: pl.DataFrame


def _in_document(frames: Frames, rows: pl.DataFrame, more: pl.DataFrame | None) -> pl.DataFrame:
    """The rows of :func:`task_rows` in the order of the document, with ``section_rank`` and the columns of ``more``.

    After an edit that leaves the order as it is only what it has changed is put into the rows there were.
    """
    order, last = tasks_in_order(frames), frames.followed.get(_in_document)
    if isinstance(last, _InDocument) and last.order is order and last.more is more:
        if last.rows is rows:
            return last.frame
        changed = difference(last.rows, rows)
    else:
        last = changed = None
    if last is not None and changed is not None:
        frame = in_places(last.frame, order["row"], changed, rows)
    else:
        frame = rows[order["row"]]
        frame = frame.insert_column(1, pl.int_range(frame.height, dtype=pl.UInt32, eager=True).alias(rank_column("section")))
        frame = frame if more is None else frame.hstack(more)
    frames.followed[_in_document] = _InDocument(rows, order, more, frame)
    return frame


@derived
def tasks_in_order(frames: Frames) -> pl.DataFrame:
    """DataFrame[id, row]: the tasks by their sections in the document, and the place of each in the file.

    It rests on sections and orders only: rows that an edit has renewed are put into an order that is known.
    """
    return _in_order(frames.columns("tasks", ("id", "section", "order")), sections_in_order(frames))


@prepared
def _in_order(tasks: pl.LazyFrame, sections: pl.LazyFrame) -> pl.LazyFrame:
    return (
        tasks.with_row_index("row")
        .join(sections.select("section", "place"), on="section", how="left", maintain_order="left")
        .sort("place", "order", nulls_last=True, maintain_order=True)
        .select("id", "row")
    )


@derived
def _more_in_order(frames: Frames, words: Translate) -> pl.DataFrame:
    """The columns of :func:`worded_and_paid`, a row for each task in the order of the document."""
    order = tasks_in_order(frames).lazy().select("id")
    return at_once(order.join(worded_and_paid(frames, words).lazy(), on="id", how="left", maintain_order="left").drop("id"))


@derived_by_record("tasks", as_written=("summary",))
def task_rows(frames: Frames, as_of: dt.date, words: Translate) -> pl.DataFrame:
    """What is shown of each task, in the order of the file."""
    read = frames.columns("tasks", ("id", *_READ))
    return _rows(read, task_states(frames, as_of), held(frames, as_of, words), sections_in_order(frames), words)


@derived_by_record("tasks")
def held(frames: Frames, as_of: dt.date, words: Translate) -> pl.DataFrame:
    """What is shown of who holds each task and of what it rests on, in the order of the file: an edit of other fields leaves it as it is.

    Columns: id, documents_text, those of :func:`holder_cells` and of :func:`ownership_words`.
    """
    tasks = frames.columns("tasks", ("id", "documents"))
    return at_once(
        tasks.lazy()
        .select("id", documents_text=joined(pl.col("documents"), short_names(frames, "documents")))
        .join(holder_cells(frames, as_of, words).lazy(), on="id", how="left", maintain_order="left")
        .join(ownership_words(frames, as_of, words).lazy(), on="id", how="left", maintain_order="left")
    )


@prepared
def _rows(tasks: pl.LazyFrame, states: pl.LazyFrame, held: pl.LazyFrame, sections: pl.LazyFrame, words: Translate) -> pl.LazyFrame:
    """The rows of :func:`task_rows`; ``tasks``, ``states`` and ``held`` have the same rows in the same order."""
    said = states.select("state", "due", "first_due", "extended", "days_late", "days_left", "day_unknown")
    return (
        pl.concat([tasks, said, held.drop("id")], how="horizontal")
        .join(sections.select("section", "number"), on="section", how="left", maintain_order="left")
        .with_columns(
            section_text=pl.format("{}#{}", pl.coalesce("number", "section"), "order"),
            leads_text=pl.col("leads_text").fill_null(words(N_("– no lead"))),
            leads_tone=pl.when(pl.col("leads_text").is_null()).then(pl.lit(str(Tone.WARN))).otherwise("leads_tone"),
            mode_text=worded(pl.col("mode"), choice_words(MODES, words)),
            status_text=worded(pl.col("status"), glyphed(STATUS_LOOKS, choice_labels(STATUSES), words)),
            status_tone=mapped(pl.col("status"), tones(STATUS_LOOKS)),
            status_rank=ranked(pl.col("status"), [s.value for s in STATUSES]),
            state_text=due_words(words, pl.col("day_unknown")),
            due_suffix=_beside_due(words),
            due_instead=_cycle(words),
            section_prefix=pl.format("{} ", mapped(pl.col("state"), {s: look.glyph for s, look in STATE_LOOKS.items()}).fill_null("?")),
            state_tone=mapped(pl.col("state"), tones(STATE_LOOKS)),
            state_rank=ranked(pl.col("state"), STATE_LOOKS),
        )
        .drop("number", "day_unknown")
    )


def _cycle(words: Translate) -> pl.Expr:
    """What stands for a day where a task has none: how often it comes back, or that it goes on all the time."""
    every, mode = worded(pl.col("every"), choice_words(EVERY, words)), worded(pl.col("mode"), choice_words(MODES, words))
    times = pl.when(pl.col("times") > 1).then(pl.format("{}× ", "times")).otherwise(pl.lit(""))
    return pl.coalesce("due_text", pl.concat_str(times, every), pl.when(pl.col("mode") != "dated").then(mode))


def _beside_due(words: Translate) -> pl.Expr:
    """What stands beside the due day in force: the first one after an extension, else the deadline as it is worded."""
    first = filled(words(N_("first {day}")), day=day_text(pl.col("first_due"), words))
    return pl.format(" ({})", pl.when(pl.col("extended") > 0).then(first).otherwise("due_text"))


@derived
def sections_in_order(frames: Frames) -> pl.DataFrame:
    """DataFrame[section, number, place]: sections with the order in which the document has them, parents before children."""
    sections = frames.columns("sections", ("id", "number", "parent", "order"))
    ids = sections["id"].to_list()
    # a section's path is the orders from the top down
    parents = dict(zip(ids, sections["parent"], strict=True))
    orders = dict(zip(ids, sections["order"], strict=True))

    def path(id: str) -> str:
        steps: list[str] = []
        here: str | None = id
        while here in orders and len(steps) < len(orders):  # a circle of parents ends too
            steps.append(f"{orders[here]:09d}")
            here = parents[here]
        return "/".join(reversed(steps))

    places = {id: place for place, id in enumerate(sorted(ids, key=path), 1)}
    place = pl.Series("place", [places[id] for id in ids], dtype=pl.Int64)
    return pl.DataFrame([sections["id"].alias("section"), sections["number"], place])


_READ: Final = (
    *("section", "order", "summary", "leads", "partners", "documents"),
    *("mode", "every", "times", "due_text", "status"),
)

_COLUMNS: Final = (
    Column(
        key="section",
        title=N_("Place"),
        width=14,
        text="section_text",
        prefix="section_prefix",
        glyph_tone="state_tone",
        field="section",
        worth=0,
    ),
    Column(key="summary", title=N_("Task"), width=20, field="summary", grows=True, worth=0),
    Column(key="leads", title=N_("Lead"), width=11, text="leads_text", short="leads_short", tone="leads_tone", field="leads", worth=1),
    Column(key="partners", title=N_("Partners"), width=16, text="partners_text", short="partners_short", field="partners", worth=22),
    Column(key="documents", title=N_("Legal basis"), width=14, text="documents_text", field="documents", worth=24),
    Column(key="mode", title=N_("Mode"), width=12, text="mode_text", field="mode", worth=25),
    Column(
        key="due",
        title=N_("Due"),
        width=12,
        shows=Shows.DATE,
        suffix="due_suffix",
        suffix_as="untold",
        instead="due_instead",
        field="due",
        also=("extensions", "every", "times", "due_text"),
        help=N_("The due day in force; of a task without one how often it comes back"),
        worth=2,
    ),
    Column(
        key="status", title=N_("Status"), width=18, text="status_text", tone="status_tone", field="status", worth=21, scale=STATUS_SCALE
    ),
    Column(
        key="ownership",
        title=N_("Ownership"),
        width=20,
        text="ownership_text",
        tone="ownership_tone",
        why_not=_BY_THE_DAY,
        rests_on="leads",
        help=N_("What is open or unusual about who holds the task on the day; empty where one body leads it"),
        worth=23,
        scale=OWNERSHIP_SCALE,
    ),
    Column(
        key="state",
        title=N_("On the day"),
        width=22,
        text="state_text",
        tone="state_tone",
        why_not=_BY_STATUS,
        rests_on="status",
        answer=True,
        scale=STATE_SCALE,
    ),
)
