"""Pick one or several of a long list by typing a few letters, with or without marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import attrs
from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.i18n.words import Words
from tui.model.closeness import WORDS, closeness, found_in
from tui.model.text import N_, printable
from tui.screens.dialogs.frame import Dialog
from tui.terminal.later import soon
from tui.vocabulary.outcome import Read
from tui.widgets.inputs import TextField, one_line
from tui.widgets.options import Options
from tui.widgets.remark import Remark

_NAMES: Final = 40
"""Cells from which on a name pushes the second column on."""


MEANT: Final = -1
BY_LETTERS: Final = WORDS + 0.5
"""How close what a text means is, that has its words itself, and that is only called so: between those of
:mod:`tui.model.closeness`."""


@attrs.frozen
class Item:
    """Something that can be picked: its id, the words shown, and more words a search may find it by.

    ``aside`` stands in a second column and tells twins apart; ``last`` are those that come after all others, whatever is typed;
    ``later`` is not there yet, and comes after what is found as closely.
    """

    id: str
    label: str
    more: str = ""
    aside: str = ""
    last: bool = False
    later: bool = False


class Picker(Dialog[list[str]]):
    """A search field over a list. ``many``: Tab marks, as does Space before letters; Enter takes what is marked, in its order.

    Somebody who types a name and presses Enter means that one: it is taken with those marked before.
    """

    purpose = N_("A list to choose from: letters look for something, with marks or without. The arrows move, Enter takes.")

    BINDINGS = [
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up,ctrl+p", "move(-1)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("pageup", "move(-8)", show=False),
        Binding("tab", "mark", show=False),
        Binding("ctrl+s,f10", "accept", show=False),
    ]
    wide = True
    seeks = True
    looked_for = ""
    """What the search begins with: letters that were typed into the field the list belongs to."""
    creates: Callable[[str, Callable[[str], None]], None] | None = None
    """Asks for a new record, named as what was typed, and tells its id; the list then has a last row for it."""
    means: Callable[[str], Sequence[str]] | None = None
    """The ids of what a text means by other letters than those of its label, which then come first."""

    def __init__(self, words: Words, title: str, items: Sequence[Item], chosen: Iterable[str] = (), *, many: bool = False) -> None:
        keys = (
            N_("type to search · Tab or Space marks · Enter takes what is marked · Esc backs out")
            if many
            else N_("type to search · Enter takes · Esc backs out")
        )
        super().__init__(printable(title), words(keys))
        self.items = tuple(items)
        self.chosen = list(chosen)
        self.many = many
        self.searching = False  # letters were typed since the last mark
        self.shown: list[Item] = []
        self._query = ""

    def compose_body(self) -> ComposeResult:
        yield TextField(self.looked_for, id="search", classes="many" if self.many else None)
        if self.many:
            yield Static("", id="chosen", markup=False)
        yield Options(id="items", classes="whole")

    def on_mount(self) -> None:
        self._show(self.looked_for)
        self.searching = bool(self.looked_for.strip())
        self._count()
        self.query_one("#items").can_focus = False  # letters are the search's, wherever somebody clicks
        search = self.query_one("#search", TextField)
        search.focus()
        search.cursor_position = len(search.value)
        ids = [i.id for i in self.shown]
        if not self.searching and self.chosen and self.chosen[0] in ids:
            self.query_one("#items", OptionList).highlighted = ids.index(self.chosen[0])

    def on_input_changed(self, event: TextField.Changed) -> None:
        event.stop()
        if self.many and event.value.isspace():  # no search begins with one
            self._mark_by_space()
            return
        self.searching = bool(event.value.strip())
        self._say(self.hint)
        self._show(event.value)

    def _show(self, query: str, keep: int = 0) -> None:
        self.shown, self._query = self.found(query), query
        options = self.query_one("#items", OptionList)
        options.clear_options()
        if not self.shown:
            none = N_("nothing matches") if self.items else N_("there is nothing to choose from yet")
            options.add_option(Option(Content(self.words(none)), disabled=True))
        options.add_options(map(Option, (*map(self._line, self.shown), *map(Content, self._new_row(query)))))
        options.highlighted = min(keep, len(self.shown) - 1) if self.shown else None  # a new record is only made by who goes to its row

    def _new_row(self, query: str) -> list[str]:
        """The last row, which makes what is not in the list; none where nothing can be made."""
        if self.creates is None:
            return []
        typed = printable(name_in(query))
        return ["+ " + (self.words(N_("make new: “{text}”"), text=typed) if typed else self.words(N_("make new …")))]

    @property
    def _on_new_row(self) -> bool:
        options = self.query_one("#items", OptionList)
        return self.creates is not None and options.highlighted == options.option_count - 1

    def _make(self) -> None:
        """Ask for the new record; it is taken with what is marked, and backing out of it comes back to the list."""
        assert self.creates is not None
        text = name_in(self.query_one("#search", TextField).value)

        def made(id: str) -> None:
            soon(self, self.dismiss, [*self.chosen, id] if self.many else [id])  # when its form is gone

        self.creates(text, made)

    def found(self, query: str) -> list[Item]:
        """The items a text finds: those it means, then from the closest on, each kind in its own order; those that come last after all.

        What it means by its letters alone comes after what has them as whole words: TC is *Sở TC* before any *tổ chức*.
        """
        if not query.split():
            return list(self.items)
        meant = set(self.means(query)) if self.means is not None else set()
        ranked = [(item, closeness(query, item.label, f"{item.more} {item.aside} {item.id}")) for item in self.items]
        found = [
            (item, rank if item.id not in meant else BY_LETTERS if rank is None or rank > WORDS else MEANT)
            for item, rank in ranked
            if rank is not None or item.id in meant
        ]
        return [item for item, _ in sorted(found, key=lambda pair: (pair[0].last, pair[1], pair[0].later))]

    def _line(self, item: Item) -> Content:
        """Mark, name with what was typed marked in it, and the second column."""
        mark = ("[x] " if item.id in self.chosen else "[ ] ") if self.many else ("● " if item.id in self.chosen else "  ")
        label = printable(item.label)
        name = Content(label)
        for start, end in found_in(self._query, label):
            name = name.stylize("bold underline", start, end)
        if not item.aside:
            return Content.assemble(mark, name)
        gap = " " * max(2, self._names_end - cell_len(label))
        return Content.assemble(mark, name, gap, (printable(item.aside), "dim"))

    @property
    def _names_end(self) -> int:
        """Cells of the names, so that the second column stands straight; of a few long ones it stands behind them."""
        lengths = [cell_len(item.label) for item in self.shown if item.aside]
        return min(max(lengths, default=0), _NAMES) + 2

    @property
    def highlighted(self) -> Item | None:
        index = self.query_one("#items", OptionList).highlighted
        return self.shown[index] if index is not None and index < len(self.shown) else None

    def action_move(self, rows: int) -> None:
        options = self.query_one("#items", Options)
        if abs(rows) == 1 and options.goes_on_in_row(rows):
            return
        last = options.option_count - 1 if self.creates is not None else len(self.shown) - 1
        if last >= 0:
            options.highlighted = min(max((options.highlighted or 0) + rows, 0 if self.shown else last), last)

    def _mark_by_space(self) -> None:
        """Mark as Tab does; what was looked for before stands there again."""
        search = self.query_one("#search", TextField)
        with self.prevent(TextField.Changed):
            search.value = self._query
        self.action_mark()

    def action_mark(self) -> None:
        item = self.highlighted
        if self._on_new_row:
            self._make()
            return
        if not self.many:
            self._say("✗ " + self.words(N_("only one can be taken here: Enter takes it")))
            return
        if item is None:
            self._nothing_here()
            return
        if item.id in self.chosen:
            self.chosen.remove(item.id)
        else:
            self.chosen.append(item.id)
        options = self.query_one("#items", OptionList)
        row = options.highlighted or 0
        options.replace_option_prompt_at_index(row, self._line(item))
        self._count()
        self.searching = False
        self.query_one("#search", TextField).select_all()  # the next letters look for another one

    @on(TextField.Submitted, "#search")
    def _chosen(self, event: TextField.Submitted) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Answer with what is marked, or with the item under the cursor."""
        item = self.highlighted
        if self._on_new_row:
            self._make()
        elif item is None and (self.searching or not self.many):
            self._nothing_here()
        elif not self.many:
            assert item is not None
            self.dismiss([item.id])
        else:
            meant = [item.id] if self.searching and item is not None and item.id not in self.chosen else []
            self.dismiss([*self.chosen, *meant])

    def _nothing_here(self) -> None:
        told = N_("nothing matches; Ctrl+U empties the search") if self.items else N_("there is nothing to choose from yet")
        if self.creates is not None:
            told = N_("nothing matches; ↓ goes to the row that makes it new, Ctrl+U empties the search")
        self._say("✗ " + self.words(told))

    def _count(self) -> None:
        """How many are marked, and which: the list may not show them all."""
        if self.many:
            names = {item.id: item.label.partition("  ")[0] for item in self.items}  # the short name where there is one
            told = self.words.count("{n} chosen", "{n} chosen", len(self.chosen))
            listed = "; ".join(names.get(id, id) for id in self.chosen)
            self.query_one("#chosen", Static).update(printable(f"{told}: {listed}" if listed else told))

    def _say(self, text: str) -> None:
        self.query_one("#box-hint", Remark).say(text)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.many:
            self.action_mark()
        else:
            self.action_accept()


def name_in(query: str) -> str:
    """What was typed as the name of a new record; "" for a number or a day, which nobody is called: it was meant for another cell."""
    from tui.vocabulary.deadlines import read_deadline

    text = one_line(query).strip()
    if not any(char.isalpha() for char in text):
        return ""
    day = read_deadline(text)
    return "" if isinstance(day, Read) and day.value.due is not None else text
