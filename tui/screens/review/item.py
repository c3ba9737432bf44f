"""One item of a meeting on a screen of its own, made for a projector: what it is, how it stands, what is decided."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from tui.actions import Action, Scope
from tui.frames.tables.cells import GLYPH_TONES
from tui.frames.tables.columns import Tone
from tui.model.counting import unsaved_changes
from tui.model.fields import OUTCOMES
from tui.model.plan import subject_of
from tui.model.review import add_seconds, park_item, set_item
from tui.model.text import N_, Sentence, say
from tui.screens.base import bindings
from tui.screens.charts import ShownChart, indicator_chart
from tui.screens.review.agenda_data import Shown, items_on_list, title_of
from tui.screens.review.base import TIME, ReviewScreen
from tui.screens.review.deciding import ask_decision, ask_note, ask_owner
from tui.screens.review.item_facts import facts_of
from tui.screens.review.reasons import show_reasons
from tui.screens.review.view import ItemView
from tui.store.presence import Showing
from tui.terminal.later import soon
from tui.widgets.cells import fit
from tui.widgets.line import Line, Piece
from tui.widgets.status_line import Hint

_DIGITS: Final = {choice.value: str(place) for place, choice in enumerate(OUTCOMES, 1)}
_SHORT: Final = {
    "noted": N_("noted"),
    "accelerate": N_("sped up"),
    "report_back": N_("reports back"),
    "decided": N_("decision made"),
    "resolved": N_("settled"),
    "parked": N_("put off till later"),
}
"""What the legend calls the outcomes: six of them share a line of 80 cells."""
clock: Callable[[], float] = time.monotonic
"""What the time of an item is measured by."""


class ItemScreen(ReviewScreen):
    """Stands above the agenda. Of a closed meeting it shows what that kept, and nothing can be changed."""

    BINDINGS = [
        Binding("pagedown", "page_text(1)", show=False),  # before the keys of the actions: these only come where the text ends
        Binding("pageup", "page_text(-1)", show=False),
        *bindings(Scope.REVIEW, Scope.ITEM, Scope.CHARTED, Scope.NUMBERS),
        Binding("down,j", "scroll_text(1)", show=False),
        Binding("up,k", "scroll_text(-1)", show=False),
    ]
    scopes = frozenset({Scope.APP, Scope.REVIEW, Scope.ITEM, Scope.CHARTED, Scope.NUMBERS})
    helped_as = "item"
    parts = ("title", "item", "legend")
    glyph_tones: ClassVar[Mapping[str, Tone]] = GLYPH_TONES

    def __init__(self, review: str, subject: str) -> None:
        super().__init__(review)
        self.subject = subject
        self._since = clock()

    def compose(self) -> ComposeResult:
        yield Line(id="title")
        yield ItemView(id="item")
        yield Line(id="legend")
        yield from self.bottom()

    def on_mount(self) -> None:
        self.fit(*self.app.size)
        self._show()
        self.ui.tell_others()

    def on_screen_resume(self) -> None:
        if self.ready and self.subject in self.subjects:
            self.show_header()  # a box was closed: the time is told anew with it
        elif self.ready:  # it was dropped while the box was open
            soon(self, self.do_back_out)

    def fit(self, width: int, height: int) -> None:
        super().fit(width, height)
        self._show_legend()

    # -- showing --------------------------------------------------------------------------------------------------

    @property
    def showing(self) -> Showing | None:
        """What others who follow are told: the item of a meeting that is being held here."""
        if self.closed or self.session.workspace.readonly or self.review is None:
            return None
        return Showing(self.review, self.subject, self.day)

    @property
    def subjects(self) -> list[str]:
        """The list; of a closed meeting everything it kept can be gone through."""
        listed = super().subjects
        kept = [entry["subject"] for entry in self.meeting.get("frozen", ())] if self.closed else []
        return list(dict.fromkeys([*listed, *kept]))

    def model_changed(self, tables: frozenset[str]) -> None:
        if self.subject not in self.subjects:  # dropped, or the meeting's opening undone
            if self.is_current or self.app.screen is self:
                self.dismiss(None)
            return
        self._show()

    def _show(self) -> None:
        item = {key: value for key, value in self.item(self.subject).items() if key != "seconds"}
        facts = facts_of(self.session, self.review, self.subject, self.day)
        self.query_one(ItemView).show(self.session, facts, item, self.day)
        self.show_header()

    def show_header(self) -> None:
        words = self.words
        left = f" {self._number()}  {words(N_('Meeting of {day}'), day=self.meeting.get('date', self.day))}"
        right = []
        unsaved = unsaved_changes(self.session.workspace)
        if unsaved:
            right.append("● " + words.count("{n} unsaved", "{n} unsaved", unsaved))
        if self.session.disputed.conflicts:
            right.append("⚠ " + words.count("{n} conflict", "{n} conflicts", len(self.session.disputed.conflicts)))
        if self.closed:
            right.append(words(N_("closed on {day}: as it stood then"), day=self.meeting["closed_on"]))
        else:
            right += [self._time(), words(N_("seen from {day}"), day=self.day)]
        self.query_one("#title", Line).say((left, ""), right="  ".join(part for part in right if part) + " ")
        self._show_legend()
        self.show_status()

    def _number(self) -> str:
        """Which of the items it is, as the list counts them; of a closed meeting what it only kept is counted by itself."""
        listed = super().subjects
        if self.subject in listed or self.subject not in self.subjects:
            return f"{listed.index(self.subject) + 1 if self.subject in listed else 0}/{len(listed)}"
        kept = [subject for subject in self.subjects if subject not in listed]
        return self.words(N_("not on the list: {n}/{of}"), n=kept.index(self.subject) + 1, of=len(kept))

    def _time(self) -> str:
        """Minutes on this item, those of before included; "" in the first one. Nothing draws it but a key."""
        minutes = int(self.item(self.subject).get("seconds", 0) + clock() - self._since) // 60
        return self.words.count("{n} min", "{n} min", minutes) if minutes else ""

    def _show_legend(self) -> None:
        """The outcomes as buttons with their digits, the one that is set reversed; shortened alike where the line is too short."""
        chosen, line = self.item(self.subject).get("outcome"), self.query_one("#legend", Line)
        labels = {choice.value: self.words(_SHORT[choice.value]) for choice in OUTCOMES}
        room = max(1, (self.size.width or 80) - len(labels) * 5)
        widest = max(map(cell_len, labels.values()))
        while widest > 4 and sum(min(cell_len(label), widest) for label in labels.values()) > room:
            widest -= 1
        pieces: list[Piece] = []
        for code, label in labels.items():
            mark = "●" if code == chosen else " "
            told = f"[{_DIGITS[code]}{mark}{fit(label, min(cell_len(label), widest))}]"
            pieces += [(told, "bold reverse" if code == chosen else "", f"outcome_{code}"), " "]
        line.say(*pieces)
        line.display = not self.closed and self.size.height >= 16

    def hints(self) -> list[Hint]:
        """The meeting's own keys before those of a chart."""
        charts = {action.id for action in self.actions() if action.scope in (Scope.CHARTED, Scope.NUMBERS)}
        return sorted(super().hints(), key=lambda hint: (hint.asks_for in ("escape", "help"), hint.asks_for in charts))

    def hinted(self, action: Action) -> bool:
        """The numbers of a chart only where there is one."""
        return super().hinted(action) and (action.scope not in (Scope.CHARTED, Scope.NUMBERS) or bool(self.charts_here()))

    # -- the chart ------------------------------------------------------------------------------------------------

    def charts_here(self) -> Sequence[ShownChart]:
        return self._charts_of(self.subject)

    def _charts_of(self, subject: str) -> Sequence[ShownChart]:
        indicator = facts_of(self.session, self.review, subject, self.day).chart
        return (indicator_chart(self.session, indicator, self.day),) if indicator is not None else ()

    def said_here(self) -> str:
        return facts_of(self.session, self.review, self.subject, self.day).state

    def place_here(self) -> tuple[int, int] | None:
        listed = super().subjects
        here = listed if self.subject in listed else [subject for subject in self.subjects if subject not in listed]
        return (here.index(self.subject) + 1, len(here)) if self.subject in here else None

    @property
    def goes_on(self) -> bool:
        return True

    def step_chart(self, by: int) -> bool:
        """Go on to the next item that has a chart: the meeting is on it then."""
        subjects = self.subjects
        beyond = range(subjects.index(self.subject) + by, len(subjects) if by > 0 else -1, by) if self.subject in subjects else ()
        found = next((at for at in beyond if self._charts_of(subjects[at])), None)
        if found is None:
            return False
        self._go(found - subjects.index(self.subject))
        return True

    def why_not_chart(self) -> Sentence | None:
        return None if self.charts_here() else say(N_("only an item about an indicator has a chart"))

    why_not_chart_table = why_not_chart

    def do_chart(self) -> None:
        from tui.screens.chart_screen import show_chart

        show_chart(self.ui, self)

    def do_chart_table(self) -> None:
        from tui.screens.chart_screen import show_table

        show_table(self.ui, self.charts_here()[0])

    # -- acting ---------------------------------------------------------------------------------------------------

    def place(self) -> tuple[str | None, str]:
        return Shown(self.review, self.subject, alone=True).place, self.table_name

    def no_row(self) -> Sentence | None:
        return say(N_("nothing is on the list")) if self.subject not in self.subjects else None

    def action_act(self, id: str) -> None:
        super().action_act(id)
        if self.stands and self.app.screen is self and self.subject in self.subjects:
            self.show_header()  # the time, as something was drawn anyway

    def action_scroll_text(self, lines: int) -> None:
        self.query_one("#item-scroll", VerticalScroll).scroll_relative(y=lines, animate=False, immediate=True)

    def action_page_text(self, by: int) -> None:
        """A page on in the text; at its end, or where it has room, what the key does of the actions."""
        text = self.query_one("#item-scroll", VerticalScroll)
        if (text.scroll_offset.y < text.max_scroll_y) if by > 0 else text.scroll_offset.y > 0:
            text.scroll_relative(y=by * max(1, text.size.height - 1), animate=False, immediate=True)
        else:
            self.action_act("next_item" if by > 0 else "previous_item")

    def why_not_next_item(self) -> Sentence | None:
        last = self.subject == self.subjects[-1]
        return say(N_("this is the last item; Esc leads to the agenda, Q there closes the meeting")) if last else None

    def do_next_item(self) -> None:
        self._go(1)

    def why_not_previous_item(self) -> Sentence | None:
        return say(N_("this is the first item")) if self.subject == self.subjects[0] else None

    def do_previous_item(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        subjects = self.subjects
        self._turn_to(subjects[subjects.index(self.subject) + by])

    def _turn_to(self, subject: str) -> None:
        self._keep_time()
        self.subject = subject
        self._show()
        self.ui.tell_others()

    def _keep_time(self) -> None:
        """Add how long the item was on the screen, where that can be kept; it is no step of its own for undo here."""
        seconds, self._since = int(clock() - self._since), clock()
        if seconds < 1 or self.closed or self.session.workspace.readonly or self.review is None or not self.item(self.subject):
            return
        said = self._message
        review, subject = self.review, self.subject
        self.change(lambda: add_seconds(self.session.plan, review, subject, seconds), say(TIME, name=self.named))
        self._message = said

    @property
    def named(self) -> str:
        return title_of(self.session.plan, self.subject, self.words, items_on_list(self.session, self.day).get(self.subject))

    def _set(self, label: Sentence, **fields: Any) -> None:
        assert self.review is not None
        review, subject = self.review, self.subject
        self.change(lambda: set_item(self.session.plan, review, subject, **fields), label)

    def _outcome(self, code: str) -> None:
        outcome = Sentence(next(choice.label for choice in OUTCOMES if choice.value == code))
        self._set(say(N_("outcome of “{name}”: {outcome}"), name=self.named, outcome=outcome), outcome=code)

    def do_outcome_noted(self) -> None:
        self._outcome("noted")

    def do_outcome_accelerate(self) -> None:
        self._outcome("accelerate")

    def do_outcome_report_back(self) -> None:
        self._outcome("report_back")

    def do_outcome_decided(self) -> None:
        item = self.item(self.subject)
        if "decision" in item and item.get("outcome") != "decided":
            self._outcome("decided")
        else:
            self.do_decide()

    def do_outcome_resolved(self) -> None:
        self._outcome("resolved")

    def do_outcome_parked(self) -> None:
        self._outcome("parked")

    def do_park_item(self) -> None:
        assert self.review is not None
        review, subject = self.review, self.subject
        self.change(lambda: park_item(self.session.plan, review, subject), say(N_("“{name}” put off"), name=self.named))

    def do_decide(self) -> None:
        ask_decision(self, self.subject)

    def do_assign(self) -> None:
        ask_owner(self, self.subject)

    def do_note_item(self) -> None:
        ask_note(self, self.subject, lambda text: self._set(say(N_("note on “{name}”"), name=self.named), note=text))

    def why_not_why_item(self) -> Sentence | None:
        return self.untold()

    def do_why_item(self) -> None:
        show_reasons(self, self.subject)

    def do_items_of_body(self) -> None:
        from tui.screens.review.of_body import ask_of_body

        ask_of_body(self, self.subject)

    def go_to(self, subject: str | None) -> None:
        if subject in self.subjects:
            assert subject is not None
            self._turn_to(subject)

    def do_item_record(self) -> None:
        named = subject_of(self.subject)
        if named is not None:
            self._keep_time()
            self.ui.jump(*named)

    def do_back_out(self) -> None:
        self._keep_time()
        below = self.ui.screen_stack[-2]
        self.dismiss(None)
        if isinstance(below, ReviewScreen):
            below.go_to(self.subject)

    def do_go_back(self) -> None:
        self.do_back_out()
