"""What a box has to fill in: more fields than it has lines are scrolled by the keys that go from one to the other."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.widget import Widget

from tui.terminal.later import after_refresh


class Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What a box has to fill in, scrolled to the field that has the focus: Textual's own takes ↑ and ↓ to scroll away from it.

    Where it is scrolled to follows from that field and from how long the others are, and from nothing that was before: Textual
    scrolls as little as it can, and only for a field that still has the focus when the screen is painted, so that several keys
    in one read would end in another picture than the same keys one by one.
    """

    def on_descendant_focus(self) -> None:
        self.keep_in_view()

    def on_resize(self) -> None:
        self.keep_in_view()

    def watch_virtual_size(self) -> None:
        self.keep_in_view()

    def keep_in_view(self) -> None:
        """Scroll to the field that has the focus: the wheel has left it, one grew, or there is less room."""
        after_refresh(self, self._show_focused)

    def _show_focused(self) -> None:
        field = self.screen.focused
        if field is None or self not in field.ancestors:
            return
        inside = field.ancestors_with_self[: field.ancestors_with_self.index(self)]
        top = sum(one.virtual_region.y for one in inside if isinstance(one, Widget))
        self.scroll_to(y=first_line_shown(top, field.outer_size.height, self.size.height), animate=False, immediate=True)


def first_line_shown(top: int, height: int, room: int) -> int:
    """The line that stands first in so much room for a field that begins in a line and has a height.

    It moves by half the room at a time, few bytes over a slow line, with the field near the middle; of one that is higher than the room
    its first lines are shown.
    """
    step = max(1, room // 2)
    near_the_middle = round((top + height / 2 - room / 2) / step) * step
    return max(0, min(max(near_the_middle, top + height - room), top))
