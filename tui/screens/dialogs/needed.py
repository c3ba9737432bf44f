"""What is needed? Set a remaining year and see what the others must be; three scenarios side by side.

Nothing is changed while the box is open: Esc leaves everything as it was. Ctrl+S keeps what was typed as plan figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from tui.frames.build import Frames
from tui.frames.insight.needed import Outcome, best_years, kept_plans, question, solve
from tui.frames.insight.said_aloud import bound_said
from tui.frames.methods.digits import telling
from tui.frames.methods.verdict import Reason
from tui.frames.methods.yearly_cuts import CUT, rate_unit
from tui.frames.tables.cells import SIGNS, VERDICT_LOOKS
from tui.i18n.hints import choices, refusal, short_hint
from tui.i18n.words import Unreadable, Words
from tui.model.fields import FIGURE_FIELDS
from tui.model.text import N_, Numeral, printable, with_unit
from tui.screens.dialogs.fields import Fields
from tui.screens.dialogs.frame import Dialog
from tui.widgets.inputs import TextField

Keep = Callable[[Mapping[int, float]], str]
"""Stores the assumed values by year; says what is wrong, "" when it was done."""

_FIGURE = next(spec for spec in FIGURE_FIELDS if spec.key == "value")
_SCENARIOS = (("required", N_("As required")), ("best", N_("As the best year")), ("own", N_("Own figures")))


class Needed(Dialog[Mapping[int, float]]):
    """One row a remaining year; the answer is what was kept, None when nothing was.

    Esc drops what was typed, as the box says. What a dropped line or a kill left is offered the next time, and brought back by a key.
    """

    purpose = N_("Assume a figure for a year and see what the other years must reach. Nothing is written into the plan.")

    BINDINGS = [
        Binding("ctrl+s,f10", "keep", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    Needed .head { text-style: bold; }
    Needed .year { width: 13; text-style: bold; }
    Needed .column { width: 18; height: auto; padding-right: 1; }
    Needed .own { width: 9; }
    Needed .solved { width: 1fr; height: auto; padding-left: 1; }
    Needed #needed-now { height: auto; margin-bottom: 1; }
    Needed #needed-rows { height: auto; max-height: 10; }
    Needed #needed-fault { height: auto; }
    """
    wide = True
    offers_draft = True

    def __init__(self, words: Words, title: str, frames: Frames, id: str, as_of: dt.date, keep: Keep, *, keeps: bool = True) -> None:
        """``keeps``: whether who is asked may keep the figures."""
        keys = N_("type a figure, Ctrl+U empties it · Ctrl+S or F10 keeps them as plan figures · Esc changes nothing")
        super().__init__(printable(title), words(keys if keeps else N_("type a figure, Ctrl+U empties it · Esc changes nothing")))
        self.frames = frames
        self.record_id = id
        self.seen_from = as_of
        self.store = keep
        self.belongs_to = ("indicators", id)
        self.asked = question(frames, id, as_of)
        best = best_years(frames, id, as_of)
        self.outcomes: dict[str, Outcome | None] = {
            "required": solve(frames, id, as_of, {}),
            "best": solve(frames, id, as_of, best) if best else None,
            "own": None,
        }
        self.start = kept_plans(frames, id, self.asked.years)

    # -- layout ---------------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        words = self.words
        yield Static(printable(self._now()), id="needed-now", markup=False)
        yield self._row(words(N_("Year")), [Static(words(title), classes="column head", markup=False) for _, title in _SCENARIOS])
        with Fields(id="needed-rows"):
            for year in self.asked.years:
                field = TextField(self._kept(year), printable(short_hint(_FIGURE, words, self._unit())), id=f"year-{year}", classes="own")
                field.choices = partial(choices, _FIGURE, words=words)
                yield self._row(str(year), [*self._fixed(year), field, Static("", id=f"solved-{year}", classes="solved", markup=False)])
        yield self._row(words(self._result_name()), list(self._cells("result")))
        yield self._row(words(N_("Verdict")), list(self._cells("verdict")))
        yield Static("", id="needed-fault", classes="fault", markup=False)

    def _row(self, label: str, cells: list[Widget]) -> Horizontal:
        return Horizontal(Static(label, classes="year", markup=False), *cells, classes="row")

    def _fixed(self, year: int) -> list[Widget]:
        shown = [outcome.values[year] if outcome is not None else None for outcome in (self.outcomes["required"], self.outcomes["best"])]
        return [Static(self._year(value), classes="column", markup=False) for value in shown]

    def _cells(self, part: str) -> Iterator[Static]:
        for name, _ in _SCENARIOS:
            yield Static("", id=f"{part}-{name}", classes="column" if name != "own" else "solved", markup=False)

    def on_mount(self) -> None:
        self.query_one("#box").styles.height = "auto"  # as wide as a list, only as high as its rows
        for name in ("required", "best"):
            self._show(name, self.outcomes[name])
        self._solve()
        self.query_one(f"#year-{self.asked.years[0]}", TextField).focus()

    def _kept(self, year: int) -> str:
        """What the plan has for a year, as it is typed."""
        return self.words.typed_number(self.start[year]) if year in self.start else ""

    # -- words ----------------------------------------------------------------------------------------------------

    def _number(self, value: float | None, digits: int | None) -> str:
        return "–" if value is None else self.words.number(value, digits)

    def _worked_out(self, value: float | None) -> str:
        """What comes out at the end, with as many digits as tell it from the target."""
        return self._number(value, telling(value, self.asked.row["target"], self.asked.digits.computed))

    def _year(self, value: float | None) -> str:
        """What a year is, was or must be: a yearly rate or a level."""
        return self._number(value, self.asked.year_digits)

    def _now(self) -> str:
        """The target, where things stand, and what is required when nothing is assumed."""
        words, row, own = self.words, self.asked.row, self.asked.digits
        ends = sorted({row["target"], row["limit"]})
        target = "–".join(words.number(end) for end in ends) if ends[1:] else f"{SIGNS[row['op']]} {words.number(row['target'])}"
        parts = [f"{words(N_('Target'))} {with_unit(target, self._unit())}"]
        if self.asked.met is not None:
            parts[0] += f" ({words.sentence(self.asked.met)})"
        if row["last_value"] is not None:
            parts.append(f"{row['last_year']}: {self._last()}")
        if row["mean"] is not None:
            parts.append(f"{words(N_('mean so far'))} {self._worked_out(row['mean'])}")
        if self.asked.need is not None and self.asked.bound:
            parts.append(f"{words(N_('still required each year'))} {with_unit(words.sentence(bound_said(row)), self._unit())}")
        elif self.asked.need is not None:
            sign = "%" if self.asked.kind == "term_growth" or self.asked.known["compound"] else ""
            parts.append(f"{words(N_('still required each year'))} {self._number(self.asked.need, own.yearly)}{sign}")
        if row["forecast"] is not None:
            parts.append(f"{words(N_('forecast'))} {self._worked_out(row['forecast'])}")
        return " · ".join(parts)

    def _last(self) -> str:
        """The last figure; of a yearly cut it is the rate."""
        value = Numeral(self.asked.row["last_value"], self.asked.digits.figures)
        if self.asked.kind != CUT:
            return self.words.show(value)
        return self.words(N_("rate {rate} {unit}"), rate=value, unit=rate_unit(self._unit()))

    def _unit(self) -> str:
        return str((self.frames.plan.get("indicators", self.record_id) or {}).get("unit", ""))

    def _result_name(self) -> str:
        if self.asked.kind == "term_growth":
            return N_("Mean of term")
        return N_("Mean cut") if self.asked.kind == "points_cut" else N_("Level at end")

    def _show(self, name: str, outcome: Outcome | None) -> None:
        result, verdict = self.query_one(f"#result-{name}", Static), self.query_one(f"#verdict-{name}", Static)
        if outcome is None:
            result.update("–")
            verdict.update(self.words(N_("not known")) if name == "best" else "–")
            return
        told = f"{VERDICT_LOOKS[outcome.verdict].glyph} {self.words(outcome.verdict.label)}"
        if outcome.reason is Reason.ROUNDED:
            told += f" ({self.words(N_('only when rounded'))})"
        result.update(self._worked_out(outcome.result))
        verdict.update(told)

    # -- solving --------------------------------------------------------------------------------------------------

    def typed(self) -> tuple[dict[int, float], str]:
        """(assumed values by year, what cannot be read) as the fields stand."""
        assumed: dict[int, float] = {}
        for year in self.asked.years:
            text = self.query_one(f"#year-{year}", TextField).value
            if not text.strip():
                continue
            try:
                assumed[year] = self.words.read_number(text)
            except Unreadable as fault:
                return assumed, f"{year}: {refusal(_FIGURE, text, fault, self.words)}"
        return assumed, ""

    @on(TextField.Changed, ".own")
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        self._solve()

    @on(TextField.Submitted, ".own")
    def _next(self, event: TextField.Submitted) -> None:
        event.stop()
        self.focus_next(".own")

    def _solve(self) -> None:
        assumed, wrong = self.typed()
        outcome = None if wrong else solve(self.frames, self.record_id, self.seen_from, assumed)
        self.outcomes["own"] = outcome if assumed else None
        for year in self.asked.years:
            told = ""
            if outcome is not None and year not in assumed:
                told = self._must_be(year, outcome)
            self.query_one(f"#solved-{year}", Static).update(told)
        self._show("own", outcome if assumed else None)  # where nothing is typed there is nothing to judge
        impossible = self.words.sentence(outcome.impossible) if outcome is not None and outcome.impossible is not None else ""
        self._fault(wrong or impossible)

    def _must_be(self, year: int, outcome: Outcome) -> str:
        """What a year that was not typed must be; a level before a typed one only lies on the way to it."""
        value = outcome.values[year]
        if outcome.impossible is not None:
            return self.words(N_("impossible"))
        if value is None:
            return self.words(N_("any"))
        on_the_way = self.asked.kind != "term_growth" and not self.asked.bound and year < max(outcome.assumed, default=year)
        if self.asked.strict and value == self.asked.goal and (self.asked.bound or year == self.asked.end):
            told = N_("needs below {value}") if self.asked.row["op"] == "<" else N_("needs above {value}")
            return self.words(told, value=self._number(self.asked.row["target"], None))
        if self.asked.surpassed and value == self.asked.goal and not on_the_way:
            told = N_("no less than {value}") if self.asked.known["better"] > 0 else N_("no more than {value}")
            return self.words(told, value=self._year(value))
        return self.words(N_("by way of {value}") if on_the_way else N_("needs {value}"), value=self._year(value))

    def _fault(self, text: str) -> None:
        line = self.query_one("#needed-fault", Static)
        line.update(f"✗ {printable(text)}" if text else "")
        line.set_class(bool(text), "shown")

    # -- keeping --------------------------------------------------------------------------------------------------

    def unkept(self) -> bool:
        return False  # figures that were only assumed: Esc changes nothing, and nothing of them stays

    def action_keep(self) -> None:
        assumed, wrong = self.typed()
        if not wrong:
            wrong = self.words(N_("nothing was typed, so there is nothing to keep")) if assumed == self.start else self.store(assumed)
        if wrong:
            self._fault(wrong)
        else:
            self.dismiss(assumed)
