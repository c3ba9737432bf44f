"""The names of a file that the plan does not have, in one list: each becomes a new record, means one of the plan, or is left as unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attrs
import polars as pl
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.exchange.reading.choices import Becomes, NameSaid
from tui.exchange.reading.names import NameKey
from tui.exchange.reading.unknown_names import UnknownName
from tui.exchange.taking import Taking
from tui.frames.tables.columns import Column, View
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.proposal import grown
from tui.model.text import N_, printable
from tui.screens.dialogs.picker import Item, Picker
from tui.screens.dialogs.picking import items_for, means_of, record_items
from tui.screens.dialogs.reading_again import read_again
from tui.screens.dialogs.table_box import TableBox
from tui.widgets.frame_table import FrameTable

_COLUMNS: Final = (
    Column(key="state", title="", width=1, worth=0),
    Column(key="name", title=N_("Written in the file"), width=26, grows=True, worth=0),
    Column(key="what", title=N_("Of"), width=9, worth=0),
    Column(key="rows", title=N_("Rows"), width=5, align="right", worth=0),
    Column(key="becomes", title=N_("Becomes"), width=26, grows=True, worth=0),
)
_SIGNS: Final = {Becomes.MADE: "+", Becomes.MEANT: "=", Becomes.LEFT: "–", Becomes.ASKED: "?"}
_MADE, _LEFT, _AGAIN = " made", " left", " again"
"""Answers of the list beside the records, which have ids without spaces."""


class NamesSaid(TableBox[None]):
    """``taking`` is read anew by each answer; ``renewed`` is called after that. What was said stays when the box is closed."""

    purpose = N_("The names in a file that the plan does not have. Say of each whether it is new, means one of the plan, or stays unknown.")

    BINDINGS = [
        Binding("enter,e,c", "means", show=False),
        Binding("m,plus", "make", show=False),
        Binding("b,minus", "leave_unknown", show=False),
        Binding("o", "kind", show=False),
        Binding("space,x", "mark", show=False),
        Binding("u", "take_back", show=False),
    ]
    DEFAULT_CSS = """
    NamesSaid #names-told { height: auto; }
    NamesSaid #names-table { height: 1fr; min-height: 3; }
    NamesSaid #names-detail { height: auto; max-height: 3; border-top: solid $panel; }
    """
    wide = True
    table_id = "names-table"

    def __init__(self, words: Words, taking: Taking, renewed: Callable[[], object]) -> None:
        title = words(N_("Names the plan does not have · {name}"), name=printable(taking.name))
        keys = N_("Enter who it is · m make it new · o kind of body · b leave unknown · Space marks several · u take back · Esc back")
        super().__init__(title, words(keys))
        self.taking = taking
        self.renewed = renewed
        self._order: list[NameKey] = []
        """The names as they stand: none moves away from under the cursor when something is said of it."""

    def compose_body(self) -> ComposeResult:
        yield Static("", id="names-told", markup=False)
        yield Static("", id="names-fault", classes="fault", markup=False)
        yield FrameTable(self.words, id="names-table")
        yield Static("", id="names-detail", markup=False)

    def on_mount(self) -> None:
        self.table.empty = self.words(N_("the plan has every name of the file"))
        self._show()
        self.table.focus()

    # -- what is shown ------------------------------------------------------------------------------------------------

    @property
    def names(self) -> Sequence[UnknownName]:
        """Those nobody knew when the list was opened first."""
        names = {name.key: name for name in self.taking.tables.names}
        new = sorted(
            (name for name in names.values() if name.key not in self._order),
            key=lambda name: (name.said.becomes is not Becomes.ASKED, _rank(name.table)),
        )
        self._order += [name.key for name in new]
        return [names[key] for key in self._order if key in names]

    def _show(self) -> None:
        words, names = self.words, self.names
        named = grown(self.session.plan, self.taking.found.lines)
        rows = {
            "id": ["\n".join(name.key) for name in names],
            "state": [_SIGNS[name.said.becomes] for name in names],
            "name": [name.text for name in names],
            "what": [words(TABLES[name.table].one) for name in names],
            "rows": [str(name.count) for name in names],
            "becomes": [self._becomes(name, named) for name in names],
        }
        self.table.show(View("", pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.String)), _COLUMNS))
        counts = {becomes: sum(name.said.becomes is becomes for name in names) for becomes in Becomes}
        told = {
            Becomes.MADE: words.count("{n} made", "{n} made", counts[Becomes.MADE]),
            Becomes.MEANT: words.count("{n} of the plan", "{n} of the plan", counts[Becomes.MEANT]),
            Becomes.LEFT: words.count("{n} left unknown", "{n} left unknown", counts[Becomes.LEFT]),
            Becomes.ASKED: words.count("{n} to be said", "{n} to be said", counts[Becomes.ASKED]),
        }
        self.query_one("#names-told", Static).update(" · ".join(f"{_SIGNS[of]} {told[of]}" for of in Becomes if counts[of]))
        self._tell_current()

    def _becomes(self, name: UnknownName, plan: Any) -> str:
        words, said = self.words, name.said
        if said.becomes is Becomes.MADE:
            kind = TABLES["agencies"]["kind"].choice_label(said.kind) if said.kind else None
            new = words(N_("new {what}"), what=words(TABLES[name.table].one))
            return f"{new} · {words(kind)}" if kind else new
        if said.becomes is Becomes.MEANT:
            return str(plan.title_of(name.table, said.id))
        if said.becomes is Becomes.LEFT:
            return words(N_("left as unknown"))
        maybe = ", ".join(plan.short_of(name.table, id) for id in name.maybe)
        return words(N_("perhaps {names}?"), names=maybe) if maybe else words(N_("not known: Enter says who it is"))

    @on(FrameTable.CursorMoved)
    def _cursor_moved(self, event: FrameTable.CursorMoved) -> None:
        event.stop()
        self._tell_current()

    def _tell_current(self) -> None:
        name = self._current
        told = "" if name is None else f"{name.text} · {self.words.sentence(name.place)}"
        self.query_one("#names-detail", Static).update(printable(told))

    @property
    def _current(self) -> UnknownName | None:
        return next((name for name in self.names if "\n".join(name.key) == self.table.current_id), None)

    @property
    def _selected(self) -> list[UnknownName]:
        wanted = set(self.table.selected_ids)
        return [name for name in self.names if "\n".join(name.key) in wanted]

    def _complain(self, text: str) -> None:
        line = self.query_one("#names-fault", Static)
        line.update(f"✗ {printable(text)}" if text else "")
        line.set_class(bool(text), "shown")

    # -- answers --------------------------------------------------------------------------------------------------------

    def _say(self, names: Sequence[UnknownName], said: Callable[[UnknownName], NameSaid | None]) -> None:
        choices = self.taking.choices
        for name in names:
            choices = choices.with_name(name.key, said(name))
        read_again(self, self.taking, choices, self._read, self._complain)

    def _read(self) -> None:
        self._complain("")
        self.table.clear_marks()
        self._show()
        self.renewed()

    def action_means(self) -> None:
        """Pick what a name is: new, one of the plan, one that the file makes, or not known."""
        names = self._selected
        if not names:
            return
        table = names[0].table
        names = [name for name in names if name.table == table]
        if len(names) == 1:
            title = f"{names[0].text} · {self.words.count('{n} row', '{n} rows', names[0].count)}"
        else:
            title = self.words.count("{n} name", "{n} names", len(names))

        def picked(answer: list[str] | None) -> None:
            if not answer:
                return
            if answer[0] == _MADE:
                self.action_make()
            elif answer[0] == _LEFT:
                self.action_leave_unknown()
            elif answer[0] == _AGAIN:
                self.action_take_back()
            else:
                self._say(names, lambda name: NameSaid(Becomes.MEANT, answer[0]))

        here = names[0].said.id if names[0].said.becomes is Becomes.MEANT else ""
        picker = Picker(self.words, printable(title), self._answers(table, names), [here])
        picker.means = means_of(table, self.session.plan, self.session.as_of)
        self.ui.push_screen(picker, picked)

    def _answers(self, table: str, names: Sequence[UnknownName]) -> list[Item]:
        words, plan = self.words, self.session.plan
        mine = {name.key for name in names}
        one = words(TABLES[table].one)
        items = [
            Item(_MADE, "+ " + words(N_("make it new: {what}"), what=one)),
            Item(_LEFT, "– " + words(N_("leave it as unknown: the rows are taken in without it"))),
            Item(_AGAIN, "? " + words(N_("take back what was said"))),
        ]
        there = record_items(table, plan, words, self.session.as_of)
        likely = [id for name in names for id in name.maybe]
        there.sort(key=lambda item: item.id not in likely)
        made = [
            name for name in self.taking.tables.names if name.table == table and name.said.becomes is Becomes.MADE and name.key not in mine
        ]
        return [*items, *there, *(Item(name.said.id, f"{name.text}  ({words(N_('new, of this file'))})") for name in made if name.said.id)]

    def action_make(self) -> None:
        """Make new records of the names."""
        self._say(self._selected, lambda name: NameSaid(Becomes.MADE, kind=name.said.kind))

    def action_leave_unknown(self) -> None:
        """Leave the names as unknown."""
        self._say(self._selected, lambda name: NameSaid(Becomes.LEFT))

    def action_take_back(self) -> None:
        """Take back what was said of the names."""
        self._say(self._selected, lambda name: None)

    def action_kind(self) -> None:
        """Pick the kind of the bodies that are made."""
        names = [name for name in self._selected if name.table == "agencies"]
        if not names:
            self._complain(self.words(N_("only a body has a kind")))
            return
        spec = attrs.evolve(TABLES["agencies"]["kind"], required=True)

        def picked(answer: list[str] | None) -> None:
            if answer:
                self._say(names, lambda name: NameSaid(Becomes.MADE, kind=answer[0]))

        title = f"{self.words(spec.label)} · {names[0].text}" if len(names) == 1 else self.words(spec.label)
        self.ui.push_screen(
            Picker(self.words, printable(title), items_for(spec, self.session.plan, self.words), [names[0].said.kind]), picked
        )

    # -- keys -----------------------------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        self.table.toggle_mark()
        self.table.move(1, 0)

    @on(FrameTable.Activated)
    def _activated(self, event: FrameTable.Activated) -> None:
        event.stop()
        self.action_means()

    def typed_now(self) -> Mapping[str, Any]:
        return {}  # what is said is a draft of the box below


def _rank(table: str) -> int:
    order = ("agencies", "documents", "sources", "sections", "goals")
    return order.index(table) if table in order else len(order)
