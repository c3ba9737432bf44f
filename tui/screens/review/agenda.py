"""The agenda of a meeting (``m``): what has to be spoken of, by the body that answers; from here the meeting is run and closed."""

from __future__ import annotations

from typing import Final, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.actions import BY_ID, Action, Scope
from tui.frames.insight.agenda import NOTHING, agenda
from tui.model.fields import TABLES
from tui.model.plan import subject_of, subject_text
from tui.model.review import add_item, considered, drop_item, move_item, park_item
from tui.model.text import N_, Sentence, say
from tui.reports.agenda import heading_of
from tui.reports.labels import record_label
from tui.screens.base import bindings
from tui.screens.dialogs.picker import Item, Picker
from tui.screens.review.agenda_data import Shown, items_on_list, title_of
from tui.screens.review.agenda_rows import Row, rows_of
from tui.screens.review.base import ReviewScreen
from tui.screens.review.closing import ask_close, ask_papers
from tui.screens.review.item import ItemScreen
from tui.screens.review.opening import ask_open
from tui.screens.review.reasons import show_reasons
from tui.widgets.breaking import rows_of as broken_at
from tui.widgets.cells import whole_parts
from tui.widgets.line import Line
from tui.widgets.options import Options

_SUBJECTS: Final = ("indicators", "tasks", "enterprises", "agencies", "directions", "goals", "duties", "decisions", "documents", "sections")
"""The tables whose records can be put on a list."""
_NOT_OPENED: Final = say(N_("the meeting is not opened yet; Enter opens it"))
_OPENING: Final = BY_ID["edit_meeting"]
"""Who may write of a meeting may open it."""


class AgendaScreen(ReviewScreen):
    """One line an item. Stands above a tab; Esc or Backspace goes back."""

    BINDINGS = bindings(Scope.REVIEW, Scope.AGENDA)
    scopes = frozenset({Scope.APP, Scope.REVIEW, Scope.AGENDA})
    helped_as = "agenda"
    parts = ("title", "tabs", "summary", "agenda")
    list_id = "agenda"

    def __init__(self, review: str | None, at: str | None = None) -> None:
        super().__init__(review)
        self.rows: tuple[Row, ...] = ()
        self._at = at

    def compose(self) -> ComposeResult:
        yield Line(id="title")
        yield Line(id="tabs")
        yield Line(id="summary")
        yield AgendaList(id="agenda")
        yield from self.bottom()

    @property
    def options(self) -> OptionList:
        return self.query_one("#agenda", OptionList)

    def on_mount(self) -> None:
        self.fit(*self.app.size)
        self.model_changed(frozenset())
        self.options.focus()

    def fit(self, width: int, height: int) -> None:
        super().fit(width, height)
        if self.options.option_count:
            self._draw()

    # -- showing --------------------------------------------------------------------------------------------------

    def model_changed(self, tables: frozenset[str]) -> None:
        if self.review is not None and not self.meeting:  # its opening was undone
            self.review = None
        self._draw()
        self.show_header()

    @property
    def subject(self) -> str | None:
        """The item under the cursor."""
        place = self.options.highlighted
        return self.rows[place].subject if place is not None and place < len(self.rows) else None

    def _draw(self) -> None:
        """The rows for this size; the cursor stays on its item, else on its line."""
        here, subject = self.options.highlighted or 0, self._at or self.subject
        rows = tuple(rows_of(self.session, self.review, self.day, max(20, self.size.width - 2)))
        if rows == self.rows and self._at is None and rows:
            return
        self.rows = rows
        with self.app.batch_update():
            self.options.clear_options()
            self.options.add_options(Option(row.text, disabled=row.subject is None) for row in rows)
            if not rows:
                told = broken_at(self.words(self._nothing()), max(20, self.app.size.width - 6))
                self.options.add_option(Option(Content("\n".join(f"   {row}" for row in told)), disabled=True))
            places = {row.subject: place for place, row in enumerate(rows) if row.subject is not None}
            if places:
                row = places.get(subject, here) if subject is not None else here
                self.options.highlighted = min((p for p in places.values() if p >= row), default=max(places.values()))
        self._at = None

    def _nothing(self) -> str:
        if self.review is None:
            return NOTHING
        adds = not self.closed and self.has_right(BY_ID["add_item"])
        return N_("nothing is on the list; a adds an item") if adds else N_("nothing is on the list of this meeting")

    def show_header(self) -> None:
        self.show_title()
        words, meeting = self.words, self.meeting
        name = words(N_("Agenda of {day}"), day=self.day) if not meeting else words(N_("Meeting of {day}"), day=meeting["date"])
        about = [str(meeting[key]) for key in ("chair", "place") if key in meeting]
        if self.day != self.session.as_of:
            about.append(words(N_("seen from {day}"), day=self.day))
        self.query_one("#tabs", Line).say((" ", ""), (f"▌{name}▐", "bold reverse"), ("  ", ""), (" · ".join(about), ""))
        stage = self._stage()
        self.query_one("#summary", Line).say(f" {whole_parts(self._summary(), self.size.width - cell_len(stage) - 3)}", right=stage)
        self.show_status()

    def _summary(self) -> str:
        if not self.meeting:
            return heading_of(agenda(self.session.frames, self.session.plan, self.day), self.session.plan, self.words)
        items = self.meeting.get("items", ())
        done = sum(considered(item) for item in items)
        decided = sum("decision" in item for item in items)
        told = [
            self.words.count("{n} item", "{n} items", len(items)),
            self.words.count("{n} considered", "{n} considered", done),
            self.words.count("{n} not considered yet", "{n} not considered yet", len(items) - done),
        ]
        return " · ".join([*told, self.words.count("{n} decision", "{n} decisions", decided)])

    def _stage(self) -> str:
        if self.closed:
            return self.words(N_("closed on {day}: as it stood then"), day=self.meeting["closed_on"]) + " "
        if self.meeting:
            return ""
        return self.words(N_("not opened yet: Enter opens the meeting") if self.has_right(_OPENING) else N_("not opened yet")) + " "

    def hinted(self, action: Action) -> bool:
        if not self.meeting:
            return action.id == "open_item" and self.has_right(_OPENING)
        return super().hinted(action) and (self.closed or action.id != "meeting_papers")

    # -- acting ---------------------------------------------------------------------------------------------------

    def place(self) -> tuple[str | None, str]:
        return Shown(self.review, self.subject).place, self.table_name

    def closed_to(self, action: Action) -> Sentence | None:
        if not self.meeting and action.writes and action.scope is not Scope.APP:
            return _NOT_OPENED
        return super().closed_to(action)

    def no_row(self) -> Sentence | None:
        return say(N_("nothing is on the list")) if self.subject is None else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_act("open_item")

    def why_not_open_item(self) -> Sentence | None:
        if self.meeting:
            return self.no_row()
        return self.wrong_hands(_OPENING)

    def do_open_item(self) -> None:
        if not self.meeting:
            ask_open(self, self._opened)
        else:
            assert self.review is not None and self.subject is not None
            self.ui.push_screen(ItemScreen(self.review, self.subject), self._back_from)

    def _opened(self, review: str) -> None:
        self._at, self.review = self.subject, review
        self.model_changed(frozenset())
        self.tell(self.words(N_("the meeting is opened; Enter starts with this item")))

    def _back_from(self, _: None) -> None:
        self._draw()
        self.ui.tell_others()

    def go_to(self, subject: str | None) -> None:
        """Put the cursor on an item."""
        self._at = subject
        self._draw()

    def _label(self, template: str) -> Sentence:
        assert self.subject is not None
        return say(
            template, name=title_of(self.session.plan, self.subject, self.words, items_on_list(self.session, self.day).get(self.subject))
        )

    def do_add_item(self) -> None:
        plan, words = self.session.plan, self.words
        listed = set(self.subjects)
        items = []
        for table in _SUBJECTS:
            one = words(TABLES[table].one)
            for id in plan.tables[table]:
                subject = subject_text(table, id)
                if subject not in listed:
                    items.append(Item(subject, f"{one}: {record_label(table, id, plan, self.words)}"))

        def picked(found: list[str] | None) -> None:
            if not found or self.review is None:
                return
            subject, review = found[0], self.review
            here = self.subjects.index(self.subject) + 1 if self.subject in self.subjects else None
            self._at = subject
            label = say(N_("“{name}” put on the list"), name=title_of(plan, subject, self.words))
            self.change(lambda: add_item(self.session.plan, review, subject, place=here), label)

        self.ui.push_screen(Picker(words, words(N_("Which record is to be spoken of?")), items), picked)

    def do_drop_item(self) -> None:
        review, subject = cast(str, self.review), cast(str, self.subject)
        label = self._label(N_("“{name}” taken off the list"))
        self.change(lambda: drop_item(self.session.plan, review, subject), label)

    def do_park_item(self) -> None:
        review, subject = cast(str, self.review), cast(str, self.subject)
        self.change(lambda: park_item(self.session.plan, review, subject), self._label(N_("“{name}” put off")))

    def do_item_up(self) -> None:
        self._move(-1)

    def do_item_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        review, subject = cast(str, self.review), cast(str, self.subject)
        to = self.subjects.index(subject) + by
        label = self._label(N_("“{name}” moved on the list"))
        self.change(lambda: move_item(self.session.plan, review, subject, max(to, 0)), label)

    def why_not_why_item(self) -> Sentence | None:
        return self.untold()

    def do_why_item(self) -> None:
        assert self.subject is not None
        show_reasons(self, self.subject)

    def do_items_of_body(self) -> None:
        from tui.screens.review.of_body import ask_of_body

        assert self.subject is not None
        ask_of_body(self, self.subject)

    def do_edit_meeting(self) -> None:
        from tui.screens.review.opening import ask_change

        ask_change(self)

    def do_item_record(self) -> None:
        named = subject_of(self.subject or "")
        if named is not None:
            self.ui.jump(*named)

    def do_close_meeting(self) -> None:
        ask_close(self)

    def why_not_meeting_papers(self) -> Sentence | None:
        if self.meeting:
            return None
        return _NOT_OPENED if self.has_right(_OPENING) else say(N_("the meeting is not opened yet"))

    def do_meeting_papers(self) -> None:
        ask_papers(self)

    def do_go_back(self) -> None:
        self.dismiss(None)


class AgendaList(Options):
    """The rows; text is never markup, and one row is one line."""

    BINDINGS = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
    ]

    def action_select(self) -> None:
        if self.highlighted is None:  # an empty list: the screen says what can be done
            cast(AgendaScreen, self.screen).action_act("open_item")
        else:
            super().action_select()
