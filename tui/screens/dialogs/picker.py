"""Pick one or several of a long list by typing a few letters, with or without marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.i18n.words import Words
from tui.model.text import N_, matches, printable
from tui.screens.dialogs.frame import Dialog
from tui.widgets.inputs import TextField


@attrs.frozen
class Item:
    """Something that can be picked: its id, the words shown, and more words a search may find it by."""

    id: str
    label: str
    more: str = ""


class Picker(Dialog[list[str]]):
    """A search field over a list. ``many``: Tab marks, Enter takes what is marked, in the order it was marked."""

    BINDINGS = [
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("tab", "mark", show=False, priority=True),
        Binding("enter", "accept", show=False, priority=True),
    ]
    wide = True

    def __init__(
        self, words: Words, title: str, items: Sequence[Item], chosen: Iterable[str] = (), *, many: bool = False, whole: bool = False
    ) -> None:
        keys = (
            N_("type to search · Tab marks · Enter takes what is marked · Esc backs out")
            if many
            else N_("type to search · Enter takes · Esc backs out")
        )
        super().__init__(printable(title), words(keys))
        self.items = tuple(items)
        self.chosen = list(chosen)
        self.many = many
        self.whole = whole  # long lines are wrapped, not cut

    def compose_body(self) -> ComposeResult:
        yield TextField(id="search")
        yield OptionList(id="items", classes="whole" if self.whole else None)

    def on_mount(self) -> None:
        self._show("")
        self.query_one("#search").focus()
        ids = [i.id for i in self.shown]
        if self.chosen and self.chosen[0] in ids:
            self.query_one("#items", OptionList).highlighted = ids.index(self.chosen[0])

    def on_input_changed(self, event: TextField.Changed) -> None:
        event.stop()
        self._show(event.value)

    def _show(self, query: str, keep: int = 0) -> None:
        wanted = query.split()
        self.shown = [i for i in self.items if all(matches(w, f"{i.label} {i.more} {i.id}") for w in wanted)]
        options = self.query_one("#items", OptionList)
        options.clear_options()
        if not self.shown:
            options.add_option(Option(Content(self.words(N_("nothing matches"))), disabled=True))
            return
        options.add_options(Option(Content(self._line(item))) for item in self.shown)
        options.highlighted = min(keep, len(self.shown) - 1)

    def _line(self, item: Item) -> str:
        mark = ("[x] " if item.id in self.chosen else "[ ] ") if self.many else ("● " if item.id in self.chosen else "  ")
        return mark + printable(item.label)

    @property
    def highlighted(self) -> Item | None:
        index = self.query_one("#items", OptionList).highlighted
        return self.shown[index] if index is not None and index < len(self.shown) else None

    def action_move(self, rows: int) -> None:
        options = self.query_one("#items", OptionList)
        if self.shown:
            options.highlighted = min(max((options.highlighted or 0) + rows, 0), len(self.shown) - 1)

    def action_mark(self) -> None:
        item = self.highlighted
        if not self.many or item is None:
            return
        if item.id in self.chosen:
            self.chosen.remove(item.id)
        else:
            self.chosen.append(item.id)
        options = self.query_one("#items", OptionList)
        row = options.highlighted or 0
        options.replace_option_prompt_at_index(row, Content(self._line(item)))

    def action_accept(self) -> None:
        if self.many:
            self.dismiss(list(self.chosen))
        elif self.highlighted is not None:
            self.dismiss([self.highlighted.id])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.many:
            self.action_mark()
        else:
            self.action_accept()
