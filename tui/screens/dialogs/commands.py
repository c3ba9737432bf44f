"""The palette and the help: one filterable list of the very actions the keys run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.actions import Action, key_name
from tui.i18n.words import Words
from tui.model.text import N_, matches, printable
from tui.screens.dialogs.frame import Dialog
from tui.widgets.inputs import TextField
from tui.widgets.options import Options


class Commands(Dialog[str]):
    """Actions with their keys; Enter answers with the id of the one to run.

    Found by the title in the user's language, without marks, by the English title, by help text and key.
    ``blocked`` gives the reason of every action that cannot act now.
    """

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

    def compose_body(self) -> ComposeResult:
        yield TextField(id="search")
        yield Options(id="items")

    def on_mount(self) -> None:
        self._show("")
        self.query_one("#items").can_focus = False  # letters are the search's, wherever somebody clicks
        self.query_one("#search").focus()

    def on_input_changed(self, event: TextField.Changed) -> None:
        event.stop()
        self._show(event.value)

    def _names(self, action: Action) -> str:
        keys = " ".join(key_name(k, self.words) for k in self.keys.get(action.id, action.keys))
        return f"{self.words(action.title)} {action.title} {self.words(action.help)} {self.words(action.group)} {keys}"

    def _show(self, query: str) -> None:
        wanted = query.split()
        self.shown = [a for a in self.actions if all(matches(w, self._names(a)) for w in wanted)]
        # a hit in the title stands before a hit in the help
        self.shown.sort(key=lambda a: not all(matches(w, f"{self.words(a.title)} {a.title}") for w in wanted))
        options = self.query_one("#items", OptionList)
        options.clear_options()
        if not self.shown:
            options.add_option(Option(Content(self.words(N_("nothing matches"))), disabled=True))
            return
        options.add_options(Option(self._line(a)) for a in self.shown)
        options.highlighted = 0

    def _line(self, action: Action) -> Content:
        keys = " · ".join(key_name(k, self.words) for k in self.keys.get(action.id, action.keys))
        title = self.words(action.title)
        reason = self.blocked.get(action.id)
        told = f"({printable(reason)})" if reason else self.words(action.help)
        return Content.assemble(f"{keys:<16} ", (f"{title:<26} ", "dim" if reason else "bold"), (told, "dim"))

    def action_move(self, rows: int) -> None:
        options = self.query_one("#items", OptionList)
        if self.shown:
            options.highlighted = min(max((options.highlighted or 0) + rows, 0), len(self.shown) - 1)

    @on(TextField.Submitted, "#search")
    def _chosen(self, event: TextField.Submitted) -> None:
        event.stop()
        self.accept()

    def accept(self) -> None:
        """Answer with the action under the cursor."""
        index = self.query_one("#items", OptionList).highlighted
        if self.shown and index is not None:
            self.dismiss(self.shown[index].id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.accept()
