"""The line at the bottom of a screen: the last message, whole in as many rows as it needs, or the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message

from tui.widgets.breaking import rows_of
from tui.widgets.line import Line, Piece

_MOST: Final = 3
"""Of how many rows of the screen a message may take one."""

_GAP: Final = "  "
_FIRST_TO_GO: Final = ("undo", "edit_record", "go_to")
"""The keys that give way before the others where the row is too short: the same everywhere, and other ways to what Enter or Tab does."""


class Hint(NamedTuple):
    """A key as a person writes it, what it does, and what a click on it asks for."""

    key: str
    does: str
    asks_for: str


_LAST_TO_GO: Final = ("escape", "edit_cell", "save")
"""The way back, which somebody who knows nothing needs; what Enter does, which may be another thing on each cell; and what keeps it."""


def fitting(hints: Sequence[Hint], room: int) -> list[Hint]:
    """As many of the hints as fit into ``room`` cells, in their order; the last one, which lists them all, is always among them."""
    kept = list(hints)
    while len(kept) > 1 and _cells_of(kept) > room:
        first = next((one for one in _FIRST_TO_GO if any(hint.asks_for == one for hint in kept[:-1])), None)
        known = [place for place, hint in enumerate(kept[:-1]) if hint.asks_for == first]
        others = [place for place, hint in enumerate(kept[:-1]) if hint.asks_for not in _LAST_TO_GO]
        last = [place for place, hint in enumerate(kept[:-1]) if hint.asks_for != _LAST_TO_GO[0]]
        kept.pop((known or others or last or [0])[-1])
    return kept


class StatusLine(Line):
    """A message stays until the next action; then the keys are there again. What is said is wrapped, never cut: the rest gives way."""

    class Grew(Message):
        """It has another height: what stands above has moved."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[str, ...] = ()
        """Of a message that takes more than one row."""
        self._hints: tuple[Hint, ...] = ()
        """The keys worth naming, while no message stands before them."""
        self._remark = ""
        self._below: tuple[str, ...] = ()
        self._said: tuple[object, ...] | None = None
        """What was shown last, in which room: it is asked for whenever anything may be another."""

    def show(self, message: tuple[str, bool], hints: Iterable[Hint], remark: str = "", below: Sequence[str] = ()) -> None:
        """Show a message and whether it is a bad one; where it is empty, the keys worth naming.

        A remark stands at the right end beside either; there as well, as long as there is room, what is ``below``: the longest way to say
        it that leaves all keys their place, or the shortest. A message goes before it.
        """
        text, bad = message
        self.set_class(bad and bool(text), "bad")
        said = message, () if text else tuple(hints), remark, tuple(below), self.size, self.screen.size
        if said == self._said:
            return
        _, self._hints, self._remark, self._below, _, _ = said
        self._say_message(f" {'✗ ' if bad else ''}{text}") if text else self._say_keys()
        self._wrap(bool(text))
        self._said = said

    def say(self, *left: Piece, right: str | Sequence[str] = "") -> None:
        self._said = None  # a screen may say something of its own in it
        super().say(*left, right=right)

    def on_resize(self) -> None:
        message = bool(self._rows) or len(self._left) == 1
        if self._hints:
            self._say_keys()
        elif message:
            self._say_message(self.text)
        self._wrap(message)

    def _say_message(self, text: str) -> None:
        self.say(text, right=self._right_end(cell_len(text)) or self._remark)

    def _say_keys(self) -> None:
        right = self._right_end(_cells_of(self._hints)) or self._beside_remark(self._below[-1] if self._below else "")
        self.say(*self._pieces(right), right=right)

    def _right_end(self, left: int) -> str:
        """What stands at the right end beside so many cells: the longest there is room for; "" where there is none for what is below."""
        ends = map(self._beside_remark, self._below)
        return next((end for end in ends if left + 1 + cell_len(end) <= self.size.width), "")

    def _beside_remark(self, below: str) -> str:
        return " · ".join(filter(None, (self._remark, below)))

    def _pieces(self, right: str) -> list[Piece]:
        """The keys there is room for, each whole."""
        room = self.size.width - cell_len(right) - bool(right)
        pieces: list[Piece] = [" "]
        for key, does, asks_for in fitting(self._hints, room) if room > 0 else self._hints:
            pieces += [(key, "bold", asks_for), (f" {does}", "", asks_for), _GAP]
        return pieces[:-1]  # where one cell was left of the last gap, it was shown as cut

    def _wrap(self, message: bool) -> None:
        """Take the rows the message needs."""
        width = self.size.width
        rows = rows_of(self.text.strip(), width - 2) if message and width > 2 and not self._fits_in_a_row() else []
        if rows and cell_len(rows[-1]) + cell_len(self.right) + 2 > width:
            rows.append("")  # for the remark
        most = max(1, self.screen.size.height // _MOST)
        shown = tuple(rows[:most]) if len(rows) > 1 else ()
        if shown and len(rows) > most:
            shown = (*shown[:-1], shown[-1][: width - 3] + "…")
        if shown != self._rows:
            grew = len(shown) != len(self._rows)
            self._rows = shown
            if grew:
                self.styles.height = len(shown) or 1
                self.post_message(self.Grew())
            self.refresh()

    def _fits_in_a_row(self) -> bool:
        return len(self._left) == 1 and cell_len(self.text) <= self._room

    def render(self) -> Content:
        if not self._rows:
            return super().render()
        *above, last = (f" {row}" for row in self._rows)
        gap = max(0, self.size.width - cell_len(last) - cell_len(self.right))
        return Content("\n".join([*above, f"{last}{' ' * gap}{self.right}"]))


def _cells_of(hints: Sequence[Hint]) -> int:
    """Cells of keys in a row."""
    return 1 + sum(map(_cells, hints)) - len(_GAP)


def _cells(hint: Hint) -> int:
    return cell_len(hint.key) + 1 + cell_len(hint.does) + len(_GAP)
