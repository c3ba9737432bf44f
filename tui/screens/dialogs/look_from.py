"""The day to look from, and with whose knowledge: as known on that day, or with all figures known today."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.dialogs.ask import Ask

_WAYS = (N_("as known on that day"), N_("with all figures known today"))


class LookFrom(Ask):
    """As :class:`Ask` of a day; ``all_known`` is the second way, which ↑ and ↓ change to and from."""

    purpose = N_("The day from which deadlines, figures and bodies are looked at. It changes nothing in the plan.")

    BINDINGS = [Binding("up,down", "other_way", show=False)]
    seeks = gives_way = True

    def __init__(self, words: Words, text: str, check: Callable[[str], str], tell: Callable[[str], str], *, all_known: bool) -> None:
        super().__init__(words, words(N_("Look from which day?")), text, check, tell)
        self.hint = words(N_("↑ ↓ change how · {rest}"), rest=self.hint)
        self.all_known = all_known

    def compose_body(self) -> ComposeResult:
        yield from super().compose_body()
        yield Static(self._ways(), id="look-ways", markup=False)

    def _ways(self) -> str:
        return "\n".join(f"{'●' if at == self.all_known else '○'} {self.words(way)}" for at, way in enumerate(_WAYS))

    def action_other_way(self) -> None:
        self.all_known = not self.all_known
        self.query_one("#look-ways", Static).update(self._ways())
