"""What a screen over the plan lets the workbench and its flows do with it, whatever it shows; each kind of screen does its part."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from tui.model.fields import TABLES
from tui.terminal.textual_internals.nodes import is_going


class ShownOverPlan(Screen[None]):
    """A screen over the plan as those see it who do not know which one it is."""

    table_name: str = ""
    """The table it shows; of a screen that shows none, the name of the place."""
    starting_place = False
    """Whether people go elsewhere from here and do not come back: it does not stay above the tab it was opened on."""

    of_plan = True
    """Whether it shows the plan that is open; False of many plans, or where none is."""

    _focuses = False
    _on_their_way = 0

    def comes_or_goes(self) -> None:
        """A part of it is about to be mounted over the others, or removed: the layout that follows shows what is another by then.

        Textual paints the whole screen for it.
        """
        self._on_their_way += 1

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint it again, but for what its parts paint by themselves: it draws nothing, and so is as it was where another has the focus."""
        if not regions and not recompose:
            if layout and self._on_their_way:
                self._on_their_way -= 1  # should this have been another layout, that one is followed by one that paints
                repaint = False
            elif self._focuses and not layout:
                return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Have another part focused."""
        self._focuses = True
        try:
            super().set_focus(widget, scroll_visible, from_app_focus)
        finally:
            self._focuses = False

    @property
    def stands(self) -> bool:
        """Whether it is put together, and not being taken apart: only then is anything shown on it."""
        return self.is_mounted and not is_going(self)

    @property
    def rests(self) -> bool:
        """Whether all of what is shown stands: nothing that follows from the last key is yet to come."""
        return True

    def is_same_place(self, other: ShownOverPlan) -> bool:
        """Whether somebody who goes here has come back to a place that is open."""
        return type(self) is type(other) and self.table_name == other.table_name

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say something in the status line; "" shows the keys again."""

    def remark(self, text: str) -> None:
        """Say something beside what the status line says; "" takes it away."""

    def place(self) -> tuple[str | None, str]:
        """(the record or line under the cursor, the table shown): where a jump comes back to."""
        return None, ""

    def show_record(self, id: str) -> bool:
        """Put the cursor on a record of the table it shows. False where that has none of this id."""
        return False

    def left(self) -> None:
        """Somebody goes to another tab."""

    def model_changed(self, tables: frozenset[str]) -> None:
        """The plan changed in these tables (or everything was read again)."""

    def saved(self) -> None:
        """The file holds the plan as it is: nothing is unsaved any more, the history has an entry more, and no record is another."""
        self.model_changed(frozenset(TABLES))

    def show_header(self) -> None:
        """Title, unsaved count, day: draw them again."""

    def words_changed(self) -> None:
        """Another language is spoken: what is not drawn anew with the plan is said again."""

    def show_around(self) -> None:
        """Who else is here, and whether the file has changed, which the plan itself has not: draw what tells of it again."""
        self.show_header()
