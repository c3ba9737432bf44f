"""The palette and the help: one searchable list of the very actions the keys run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.actions import Action, key_name
from tui.i18n.words import Words
from tui.model.text import N_, printable
from tui.screens.command_search import findable, found
from tui.screens.dialogs.frame import Dialog
from tui.start.language import LANGUAGES
from tui.terminal.later import after_refresh
from tui.widgets.cells import first_clauses
from tui.widgets.inputs import TextField
from tui.widgets.options import Options
from tui.widgets.remark import Remark

_TITLE: Final = 26
"""Cells of a title in a line; beside a longer one only what has room in whole is told."""


class Commands(Dialog[str]):
    """Actions with their keys; Enter answers with the id of the one to run.

    Found by what people call it, with marks or without, in either language (:mod:`tui.screens.command_search`). ``blocked`` gives the
    reason of every action that cannot act now. What the one under the cursor does is said in whole below the list.
    """

    purpose = N_("Every command there is, found by your own word for it. What cannot be done now says why, or where it is done.")

    BINDINGS = [
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("pageup", "move(-8)", show=False),
    ]
    wide = True
    seeks = True

    def __init__(
        self, words: Words, title: str, actions: Sequence[Action], keys: Mapping[str, Sequence[str]], blocked: Mapping[str, str]
    ) -> None:
        super().__init__(title, words(N_("type to search · Enter runs · Esc closes")))
        self.actions = tuple(actions)
        self.keys = keys
        self.blocked = blocked
        languages = tuple(map(Words, LANGUAGES))
        self._findable = [findable(action, languages, keys.get(action.id, action.keys)) for action in actions]
        self.shown: list[Action] = list(actions)
        self._lines: list[Action | None] = []
        """What stands in each line of the list; None of a heading."""
        self._room = 0
        """Cells of a line of the list; 0 until that is known."""

    def compose_body(self) -> ComposeResult:
        yield TextField(id="search")
        yield Options(id="items")
        yield Static("", id="field-hint", markup=False)

    def on_mount(self) -> None:
        self._show("")
        self.query_one("#items").can_focus = False  # letters are the search's, wherever somebody clicks
        self.query_one("#search").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Nothing of a line is cut: what is told beside a title depends on how long a line is."""
        after_refresh(self, self._to_the_room)

    def _to_the_room(self) -> None:
        options = self.query_one("#items", OptionList)
        if options.content_size.width != self._room:
            self._room = options.content_size.width
            here = options.highlighted
            self._show(self.query_one("#search", TextField).value)
            if here is not None and here < options.option_count:
                options.highlighted = here

    def on_input_changed(self, event: TextField.Changed) -> None:
        event.stop()
        self._show(event.value)

    def _show(self, query: str) -> None:
        self._lines = list(found(query, self._findable, self.blocked)) if query.strip() else list(self.unsearched())
        self.shown = [action for action in self._lines if action is not None]
        options = self.query_one("#items", OptionList)
        options.clear_options()
        if not self.shown:
            options.add_option(Option(Content(self.words(N_("nothing matches"))), disabled=True))
            self._tell(None)
            return
        headings = iter(self.headings() if not query.strip() else ())
        options.add_options(
            Option(self._line(action)) if action is not None else Option(Content.styled(f"── {next(headings)} ──", "dim"), disabled=True)
            for action in self._lines
        )
        options.highlighted = next(place for place, action in enumerate(self._lines) if action is not None)

    def unsearched(self) -> Sequence[Action | None]:
        """What is listed while nothing is looked for; None where a heading stands."""
        return self.actions

    def headings(self) -> Sequence[str]:
        """The words of the headings, in their order."""
        return ()

    def _line(self, action: Action) -> Content:
        keys = " · ".join(key_name(k, self.words) for k in self.keys.get(action.id, action.keys))
        title = self.words(action.title)
        reason = self.blocked.get(action.id)
        told = f"({printable(reason)})" if reason else self.words(action.help)
        before = f"{keys:<16} ", f"{title:<{_TITLE}} "
        room = self._room - sum(map(cell_len, before))
        told = first_clauses(told, room) if self._room and cell_len(before[1]) <= _TITLE + 1 else told if 0 < cell_len(told) <= room else ""
        return Content.assemble(before[0], (before[1], "dim" if reason else "bold"), (told, "dim"))

    def _tell(self, action: Action | None) -> None:
        """Say in whole what an action does, and why it cannot be done now."""
        told = ""
        if action is not None:
            reason = self.blocked.get(action.id)
            told = f"{self.words(action.title)}: {self.words(action.help)}" + (f" · ✗ {reason}" if reason else "")
        self.query_one("#field-hint", Static).update(printable(told))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._tell(self._highlighted)

    @property
    def _highlighted(self) -> Action | None:
        index = self.query_one("#items", OptionList).highlighted
        return self._lines[index] if index is not None and index < len(self._lines) else None

    def action_move(self, rows: int) -> None:
        """So many actions further, over the headings."""
        options = self.query_one("#items", OptionList)
        if self.shown:
            places = [place for place, action in enumerate(self._lines) if action is not None]
            here = places.index(options.highlighted) if options.highlighted in places else 0
            options.highlighted = places[min(max(here + rows, 0), len(places) - 1)]
            if options.highlighted == places[0]:
                options.scroll_to(y=0, animate=False, immediate=True)  # with the heading above it

    @on(TextField.Submitted, "#search")
    def _chosen(self, event: TextField.Submitted) -> None:
        event.stop()
        self.accept()

    def accept(self) -> None:
        """Answer with the action under the cursor."""
        action = self._highlighted
        if action is not None:
            self.dismiss(action.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.accept()


class ScreenHelp(Commands):
    """What a screen is for, in two sentences; the keys one needs most on it, then all others by groups. ``/`` looks among them."""

    def __init__(
        self,
        words: Words,
        title: str,
        purpose: str,
        most_used: Sequence[str],
        actions: Sequence[Action],
        keys: Mapping[str, Sequence[str]],
        blocked: Mapping[str, str],
    ) -> None:
        super().__init__(words, title, actions, keys, blocked)
        self.hint = words(N_("/ or letters look among the keys · Enter runs one · : all commands · Esc closes"))
        self.purpose_here = purpose
        self.most_used = tuple(action for id in most_used for action in actions if action.id == id)
        rest = [action for action in actions if action not in self.most_used and keys.get(action.id, action.keys)]
        self.groups = {group: [a for a in rest if a.group == group] for group in dict.fromkeys(a.group for a in rest)}

    def compose_body(self) -> ComposeResult:
        yield Remark(self.purpose_here, id="help-purpose")
        yield from super().compose_body()

    def unsearched(self) -> Sequence[Action | None]:
        listed: list[Action | None] = [None, *self.most_used]
        for group in self.groups.values():
            listed += [None, *group]
        return listed

    def headings(self) -> Sequence[str]:
        return [self.words(N_("most used here")), *map(self.words, self.groups)]

    def on_input_changed(self, event: TextField.Changed) -> None:
        """``/`` alone only says that one wants to look for something, ``:`` wants all commands, ``?`` has seen enough."""
        if event.value in ("/", "?", ":"):
            event.stop()
            event.input.value = ""
            if event.value == ":":
                self.dismiss("palette")
            elif event.value == "?":
                self.dismiss(None)
            return
        super().on_input_changed(event)
