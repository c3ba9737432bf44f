"""The frame of a box: its lower edge says how much of what stands in the box is not seen, and by which key it is."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.scroll_view import ScrollView
from textual.widget import Widget
from textual.widgets import OptionList, Static

from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.dialogs.box_text import BoxText
from tui.screens.dialogs.fields import Fields
from tui.screens.unseen import hidden, lines_below
from tui.widgets.frame_table import FrameTable
from tui.widgets.line_scroll import LineScroll


class Box(Vertical):
    """Everything of a dialog. What does not fit into it is either scrolled by keys, or cut and shown whole by ``whole_key``."""

    def __init__(self, words: Words, whole_key: str, *, classes: str | None = None) -> None:
        super().__init__(id="box", classes=classes)
        self.words = words
        self.whole_key = whole_key

    def on_mount(self) -> None:
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _: self.tell(), immediate=True)
        for area in self._areas():
            for moved in ("scroll_y", "virtual_size"):
                self.watch(area, moved, self.tell, init=False)

    def tell(self) -> None:
        """Say on the edge what is not seen; nothing where all is."""
        told = self._told() if self.size else ""
        if told != self.border_subtitle:
            self.border_subtitle = told

    def _told(self) -> str:
        words, parts = self.words, []
        for area in self._areas():
            above, below = hidden(area)
            by = f" ({words(N_('PgDn'))})" if isinstance(area, BoxText) else ""
            if above:
                parts.append(f"▲ {above}")
            if below:
                parts.append(lines_below(below, words) + by)
        if any(True for _ in self.cut()):
            parts.append(words(N_("{key}: what is cut"), key=self.whole_key))
        return " · ".join(parts)

    def _areas(self) -> list[Widget]:
        return [one for one in self.query("*") if isinstance(one, BoxText | Fields | OptionList | LineScroll)]

    @on(FrameTable.CursorMoved)
    def _other_row(self) -> None:
        self.tell()

    def cut(self) -> Iterator[str]:
        """The whole texts of what has a place of its own in the box and not enough of it."""
        bottom = self.content_region.bottom
        for text in self.query(Static):
            if text.display and not any(isinstance(one, BoxText | ScrollView) for one in text.ancestors):
                whole = plain_of(text)
                if whole.strip() and _is_cut(text, bottom):
                    yield whole
        for table in self.query(FrameTable):
            yield from table.cut_texts()


def plain_of(text: Static) -> str:
    """The letters of a text."""
    return text.visual.plain if isinstance(text.visual, Content) else str(text.content)


def _is_cut(text: Static, bottom: int) -> bool:
    size, rules = text.size, text.styles.get_rules()
    if not size:
        return True
    if text.styles.text_wrap == "nowrap":
        return text.visual.get_optimal_width(rules, size.width) > size.width
    inside = any(isinstance(one, Fields) for one in text.ancestors)  # and so scrolled to
    return text.visual.get_height(rules, size.width) > size.height or (not inside and text.region.bottom > bottom)
