"""Who has reported and who has not (``@``), body by body on a day: those that owe most first; Enter goes to the body."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.frames.insight.who_reported import ALL, NOTHING, SOME, WAITING, who_reported
from tui.frames.tables.columns import Column, Shows, Tone, View
from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.dialogs.table_box import TableBox
from tui.session.session import Session
from tui.widgets.frame_table import FrameTable

_COLUMNS: Final = (
    Column(key="body", title=N_("Body"), width=24, grows=True, worth=0),
    Column(key="reports", title=N_("Reports"), width=8, align="right", worth=1),
    Column(key="late", title=N_("Overdue"), width=8, shows=Shows.COUNT, align="right", worth=1),
    Column(key="last_on", title=N_("Last came"), width=10, shows=Shows.DATE, worth=3),
    Column(key="reported", title=N_("Tasks told of"), width=8, align="right", worth=1),
    Column(key="told", title=N_("State"), width=20, text="told_text", tone="told_tone", worth=0, answer=True),
)
TOLD: Final = {
    ALL: ("✓", N_("has reported"), Tone.GOOD),
    WAITING: ("◌", N_("not due yet"), Tone.WAIT),
    SOME: ("◐", N_("in part"), Tone.WARN),
    NOTHING: ("✗", N_("has not reported"), Tone.BAD),
}
"""How much of what is asked a body has told: glyph, words and colour."""


class WhoReported(TableBox[str]):
    """Answers with the id of the body that was chosen."""

    BINDINGS = [Binding("enter", "choose", show=False), Binding("g", "first", show=False)]
    DEFAULT_CSS = """
    WhoReported #reported-told { height: auto; }
    WhoReported #reported-table { height: 1fr; min-height: 3; }
    """
    purpose = N_("Who has reported on the day, body by body: those that owe most stand first. Enter goes to the body.")
    wide = True
    table_id = "reported-table"

    def __init__(self, words: Words, session: Session, day: dt.date) -> None:
        super().__init__(words(N_("Who has reported · {day}"), day=day), words(N_("Enter goes to the body · Esc closes")))
        self.view = reported_view(session, day)
        counts = dict(self.view.frame["told"].value_counts().iter_rows()) if self.view.frame.height else {}
        told = {
            NOTHING: words.count("{n} has not reported", "{n} have not reported", counts.get(NOTHING, 0)),
            SOME: words.count("{n} in part", "{n} in part", counts.get(SOME, 0)),
            WAITING: words.count("{n} not due yet", "{n} not due yet", counts.get(WAITING, 0)),
            ALL: words.count("{n} has reported", "{n} have reported", counts.get(ALL, 0)),
        }
        self.summary = " · ".join(f"{TOLD[code][0]} {said}" for code, said in told.items() if counts.get(code))

    def compose_body(self) -> ComposeResult:
        yield Static(self.summary, id="reported-told", markup=False)
        yield FrameTable(self.words, empty=self.words(N_("nothing is asked of any body yet")), id="reported-table")

    def on_mount(self) -> None:
        self.table.show(self.view)
        self.table.focus()

    @on(FrameTable.Activated)
    def _activated(self, event: FrameTable.Activated) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Answer with the body under the cursor."""
        if self.table.current_id is not None:
            self.dismiss(self.table.current_id)


def reported_view(session: Session, day: dt.date) -> View:
    """The bodies as the box shows them: columns id, body, reports, late, last_on, reported, told, told_text, told_tone."""
    words, plan = session.words, session.plan
    found = who_reported(session.frames, day)

    def part(of: str, all: str) -> pl.Expr:
        told = pl.format("{}/{}", of, all)
        return pl.when(pl.col(all) > 0).then(told).otherwise(pl.lit("–"))

    code = pl.col("told")
    frame = found.with_columns(
        body=pl.Series([plan.title_of("agencies", id) for id in found["id"]], dtype=pl.String),
        reports=part("handed_in", "asked"),
        came=pl.col("tasks") - pl.col("silent"),
        told_text=code.replace_strict({key: f"{glyph} {words(said)}" for key, (glyph, said, _) in TOLD.items()}, return_dtype=pl.String),
        told_tone=code.replace_strict({key: str(tone) for key, (_, _, tone) in TOLD.items()}, return_dtype=pl.String),
    ).with_columns(reported=part("came", "tasks"))
    keys = ("id", "body", "reports", "late", "last_on", "reported", "told", "told_text", "told_tone")
    return View("agencies", frame.select(keys), _COLUMNS)
