"""All fields of one record, references as names; a reference can be followed, a field edited."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.model.text import printable


@attrs.frozen
class PanelLine:
    """One line of the panel: label and text in the user's language; where Enter leads.

    ``target`` is the (table, id) of a reference; ``field`` the TOML key of a field that can be edited.
    """

    label: str
    text: str
    target: tuple[str, str] | None = None
    field: str | None = None
    changed: bool = False
    heading: bool = False


class RecordPanel(OptionList):
    """The lines of the current record; holds no plan data, only what is shown."""

    BINDINGS = [Binding("j", "cursor_down", show=False), Binding("k", "cursor_up", show=False)]

    class Chosen(Message):
        """Somebody pressed Enter on a line."""

        def __init__(self, line: PanelLine) -> None:
            super().__init__()
            self.line = line

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines_shown: tuple[PanelLine, ...] = ()

    def show(self, lines: Sequence[PanelLine]) -> None:
        """Show the lines; the highlight stays on its row while it can."""
        new = tuple(lines)
        if new == self.lines_shown:
            return
        self.lines_shown = new
        row = self.highlighted
        with self.app.batch_update():
            self.clear_options()
            self.add_options(Option(self._line(line), disabled=line.heading) for line in new)
            if row is not None and row < len(new) and self.has_focus:
                self.highlighted = row

    def _line(self, line: PanelLine) -> Content:
        if line.heading:
            return Content.styled(f"── {line.label} ──", "dim")
        mark = "*" if line.changed else " "
        arrow = " →" if line.target else ""
        label = f"{mark}{printable(line.label)}: " if line.label else "   "
        return Content.assemble((label, "dim"), printable(line.text), (arrow, "bold"))

    def on_focus(self) -> None:
        if self.highlighted is None and self.lines_shown:
            self.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(self.lines_shown[event.option_index]))
