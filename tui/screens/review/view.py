"""One item, large: title, whose it is, how it stands, what was decided; an indicator's chart beside or below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.model.fields import TABLES
from tui.model.plan import Values
from tui.model.text import N_, printable
from tui.reports.labels import labels_of
from tui.screens.charts import indicator_chart
from tui.screens.review.agenda_data import outcome_words
from tui.screens.review.item_facts import Facts
from tui.widgets.chart import PlanChart

if TYPE_CHECKING:
    from tui.screens.ui import Ui
    from tui.session.session import Session

_WIDE: Final = 120
"""Columns from which the chart stands beside the words."""
_TALL: Final = 32
"""Rows from which blank lines part what is said, for those who sit far from the screen."""
_SHORT: Final = 30
"""Cells of a fact that may share a line with others."""
_LINE: Final = 74


class ItemView(Vertical):
    """Drawn again only when what it says has changed."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="item-scroll", can_focus=False):
            yield Static(id="item-text", markup=False)
        yield PlanChart(cast("Ui", self.app).session.words, id="item-chart")

    def on_mount(self) -> None:
        self.query_one(PlanChart).display = False
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        self.set_class(self.size.width >= _WIDE, "wide")
        if self._shown is not None:
            shown, self._shown = self._shown, None
            self.show(*shown)

    _shown: tuple[Session, Facts, Values, dt.date] | None = None

    def show(self, session: Session, facts: Facts, item: Values, day: dt.date) -> None:
        """Show an item: what is known of it, and what the meeting made of it."""
        if self._shown == (session, facts, item, day) and facts.chart is None:
            return
        same = self._shown is not None and self._shown[1].title == facts.title
        self._shown = (session, facts, item, day)
        self.query_one("#item-text", Static).update(self._words(session, facts, item))
        if not same:
            self.query_one("#item-scroll", VerticalScroll).scroll_home(animate=False, immediate=True)
        chart = self.query_one(PlanChart)
        chart.display = facts.chart is not None
        self.set_class(facts.chart is not None, "charted")
        if facts.chart is not None:
            indicator_chart(session, facts.chart, day).show_in(chart)

    def _words(self, session: Session, facts: Facts, item: Values) -> Content:
        words = session.words
        tall = self.app.size.height >= _TALL
        head = [
            Content.styled(printable(facts.title), "bold"),
            Content(printable(f"{facts.kind} · {facts.whose}" if facts.whose else facts.kind)),
        ]
        stands = [Content.styled(printable(facts.state), "bold")] if facts.state else []
        if facts.why:
            stands.append(_line(words(N_("Why")), facts.why))
        made = self._made(session, item)
        lines = [_line(label, text) for label, text in (facts.lines if tall or facts.chart is None else _packed(facts.lines))]
        blank = Content("\n\n")
        between = blank if tall else Content("\n")
        parts = [*head, between.join(stands), Content("\n").join(made), between.join(lines)]
        if facts.history:
            told = [Content.styled(words(N_("History")), "dim"), *(Content(printable(line)) for line in facts.history)]
            parts.append(Content("\n").join(told))
        return Content.assemble("\n", blank.join(part for part in parts if len(part)))

    def _made(self, session: Session, item: Values) -> list[Content]:
        """What the meeting has made of the item so far."""
        words, plan = session.words, session.plan
        told = []
        outcome = outcome_words(item, words)
        if outcome:
            told.append(Content.assemble((f"→ {printable(outcome)}", "bold")))
        decision = plan.get("decisions", item.get("decision", ""))
        if decision is not None:
            spec = TABLES["decisions"]
            told.append(_line(words(TABLES["decisions"].one), " ".join(str(decision["text"]).split())))
            for key in ("owner", "partners", "due", "product"):
                if key in decision:
                    told.append(_line(words(spec[key].label), ", ".join(labels_of(spec[key], decision[key], plan, words))))
        if item.get("note"):
            told.append(_line(words(N_("Note")), str(item["note"])))
        return told


def _packed(lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Short facts side by side, so that the chart has room on a low screen."""
    packed: list[tuple[str, str]] = []
    room = 0
    for label, text in lines:
        length = cell_len(f"{label}: {text}")
        if packed and length <= _SHORT and length + 3 <= room:
            before, told = packed[-1]
            packed[-1] = (before, f"{told}   {label}: {text}")
            room -= length + 3
        else:
            packed.append((label, text))
            room = _LINE - length if length <= _SHORT else 0
    return packed


def _line(label: str, text: str) -> Content:
    """A label and its text; lines of one list stand under each other without a label."""
    return Content.assemble((f"{label}: ", "dim") if label else "  ", printable(text))
