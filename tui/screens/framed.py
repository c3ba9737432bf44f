"""The frame of a screen over the plan: the title line, what is said where there is no room, and the last message or the keys."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from tui.actions import BY_ID, Action, key_name
from tui.model.text import N_
from tui.screens.base import PlanScreen
from tui.screens.room import fits, too_small, too_small_words
from tui.screens.unseen import hidden, lines_below
from tui.terminal.later import after_refresh
from tui.terminal.textual_internals.screens import laid_out_for
from tui.widgets.line import Line
from tui.widgets.status_line import Hint, StatusLine


class FramedScreen(PlanScreen):
    """A screen with ``parts`` and, below them, its :meth:`bottom`. :meth:`fit` shows them as far as there is room."""

    parts: ClassVar[tuple[str, ...]]
    """The ids of what stands on the screen while there is room for it, from the top; ``title`` is the first."""
    list_id: ClassVar[str] = ""
    """The id of the list on the screen of which the last line says how much is below; none where it is empty."""
    too_small = False
    """Whether there is room for one sentence only."""
    _fitted: Size | None = None
    """The size of the window for which it was last seen what there is room for, once it stood."""
    _message = ("", False)
    _remark = ""
    _below = 0
    """Lines of the list that are below those that are seen, as the last line says it."""
    held_within: ClassVar[float] = 0.08
    """Seconds in which a key that is held moves the list again."""
    _scrolled_at = 0.0
    _below_due = False

    @property
    def stands(self) -> bool:
        return super().stands and {*self.parts, "status"} <= {child.id for child in self.children}

    def on_mount(self) -> None:
        if self.list_id:
            shown = self.query_one(f"#{self.list_id}")
            for moved in ("scroll_y", "virtual_size"):
                self.watch(shown, moved, self._moved, init=False)
            self.screen_layout_refresh_signal.subscribe(self, lambda _: self._moved(), immediate=True)

    # -- layout -------------------------------------------------------------------------------------------------------

    def bottom(self) -> Iterable[Widget]:
        """The last lines of the screen."""
        yield StatusLine(id="status")
        yield too_small_words(self.words)

    def on_resize(self, event: events.Resize) -> None:
        if laid_out_for(self) == event.size:  # told again: by the application, the terminal, and each layout of the screen itself
            event.prevent_default()  # what fits otherwise asks for a layout of its own
            if self._fitted == event.size:
                return
        self._fitted = event.size if self.stands else None
        self.fit(event.size.width, event.size.height)

    def fit(self, width: int, height: int) -> None:
        """Show the parts where there is room for them, else one sentence."""
        was_too_small, self.too_small = self.too_small, not fits(width, height)
        for name in (*self.parts, "status", "too-small"):  # only our own: Textual's tooltip and toasts are children of the screen too
            self.query_one(f"#{name}").display = (name == "too-small") == self.too_small
        if was_too_small and not self.too_small and self.stands:
            self.show_status()  # what nobody could see was forbidden, and named by no key

    def show_title(self) -> None:
        """What plan this is; on the right what is unsaved, who else is here, the day."""
        left, right = self.title_words()
        self.query_one("#title", Line).say((left, "bold"), right=right)

    def title_words(self) -> tuple[str, tuple[str, ...]]:
        """(left, right) of the title line; the right end in several lengths, the longest first."""
        return self.ui.header_words()

    def words_changed(self) -> None:
        if self.stands:
            self.query_one("#too-small", Static).update(self.words.sentence(too_small()))
            self.show_status()

    # -- the line at the bottom ---------------------------------------------------------------------------------------

    def tell(self, text: str, *, bad: bool = False) -> None:
        if (text, bad) == self._message:
            return
        self._message = (text, bad)
        if self.stands:
            self.show_status()

    def remark(self, text: str) -> None:
        if text != self._remark:
            self._remark = text
            if self.stands:
                self.show_status()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted where nothing takes it."""
        event.stop()
        self.tell(self.words(N_("nothing here takes what was pasted")), bad=True)

    def show_status(self) -> None:
        """The last message, or the keys; a remark at the right end."""
        below = self._below = self._lines_below()
        told = (lines_below(below, self.words), f"▼ {below}") if below else ()
        self.query_one("#status", StatusLine).show(self._message, self.hints(), self._remark, told)

    def _moved(self) -> None:
        """Other lines of the list are seen: how many are below is said after them, as what stands beside them; of a held key with them."""
        now = time.monotonic()
        held, self._scrolled_at = now - self._scrolled_at < self.held_within, now
        if held:
            self.say_lines_below()
        elif not self._below_due:
            self._below_due = True
            after_refresh(self, self._say_lines_below)

    def _say_lines_below(self) -> None:
        """Say how many lines are below, unless what follows the cursor is about to be drawn and will say it."""
        if self.follows:
            self.say_lines_below()

    @property
    def follows(self) -> bool:
        """Whether nothing is to be drawn any more of what follows the cursor."""
        return True

    def say_lines_below(self) -> None:
        """Say how many lines of the list are below those that are seen, where it is another number."""
        self._below_due = False
        if self.stands and self._lines_below() != self._below:
            self.show_status()

    def _lines_below(self) -> int:
        return hidden(self.query_one(f"#{self.list_id}")).below if self.list_id and not self.too_small else 0

    def hints(self) -> list[Hint]:
        """The keys worth naming, in words."""
        return self.named_keys(action for action in self.actions() if self.hinted(action))

    def hinted(self, action: Action) -> bool:
        """Whether the line at the bottom names an action: not what who is here may not do, nor to take back a step where there is none."""
        return bool(action.hint) and self.has_right(action) and (action.id != "undo" or bool(self.session.workspace.undo_steps))

    def named_keys(self, actions: Iterable[Action]) -> list[Hint]:
        """The first key of each action that has one, and what it does in a few letters."""
        return [Hint(key_name(keys[0], self.words), self.words(a.hint), a.id) for a in actions if (keys := self.keys_of(a))]

    def named_key(self, key: str, hint: str) -> Hint:
        """A key that is no action's alone."""
        return Hint(key_name(key, self.words), self.words(hint), key)

    @on(Line.Pressed)
    def _pressed(self, event: Line.Pressed) -> None:
        """A click on a tab or on a key that is named: as if the key had been pressed."""
        event.stop()
        if event.asks_for in BY_ID:
            self.action_act(event.asks_for)
        else:
            self.ui.answer_next(events.Key(event.asks_for, None).set_sender(self.app))  # what a screen sends does not come back to it
