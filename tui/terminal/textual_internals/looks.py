"""How widgets look: rules of style told apart at once, styles of parts kept for both sides of the focus, bars drawn as the cells they are,
and nothing held of what is gone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from textual.css.model import RuleSet
from textual.css.styles import RenderStyles
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from tui.terminal.bar_lines import bar_lines
from tui.terminal.textual_classes import names_in
from tui.terminal.textual_internals.private_names import BARS, LOOKS, SPARED, first_missing

KEEPS_NO_LOOKS: Final = first_missing(LOOKS)
"""The first name of those by which the styles of parts are kept; "" when all are there."""


# -- what is kept of widgets that are gone -----------------------------------------------------------------------------------


def _grounds_by_colour() -> None:
    """Have the two grounds of a line be kept by their colours alone.

    Textual keeps them by what a widget has drawn as well, and so holds the lines of the last thousand widgets that are gone.
    """
    if first_missing(SPARED):
        return
    from textual._styles_cache import StylesCache

    made = getattr(StylesCache.get_inner_outer, "__wrapped__", None)
    if made is not None:
        kept = lru_cache(1024)(lambda beyond, ground: made(StylesCache, beyond, ground))
        setattr(StylesCache, "get_inner_outer", lambda _, beyond, ground: kept(beyond, ground))  # noqa: B010 - it is a method in its types


_grounds_by_colour()


# -- style rules ----------------------------------------------------------------------------------------------------------

if names_in(RuleSet.__hash__) == {"id", "self"}:
    # The same number but for its lowest bits, made without a call of Python: each widget that is given styles looks for every rule of
    # every style sheet in a set, 16,000 times for a tab.
    setattr(RuleSet, "__hash__", object.__hash__)  # noqa: B010 - it is a method in its types


# -- the parts of a widget, with the focus and without it ----------------------------------------------------------------------


class LooksKept(Widget):
    """A widget whose parts look one way with the focus and another without it: both are found once, and kept until anything else is styled.

    Textual looks through its rules for each part of a widget whenever the focus comes or goes: a table has twenty, and a field over a cell
    takes the focus and gives it back. Where its names are gone it does so here too.
    """

    looks: dict[bool, dict[str, RenderStyles]]
    """The styles of the parts by whether it has the focus."""
    looks_known = False
    changing_focus = False

    def __init__(self, *children: Widget, **named: Any) -> None:
        super().__init__(*children, **named)
        self.looks = {}

    def looks_changed(self) -> None:
        """Its parts have other styles than they had, and not because of the focus."""

    def watch_has_focus(self, has_focus: bool) -> None:
        """The focus has come or gone."""
        if KEEPS_NO_LOOKS:
            super().watch_has_focus(has_focus)
            return
        looks = {**self.looks, not has_focus: self._component_styles}
        self._component_styles = {}  # those it had stay as they are
        self.changing_focus, self.looks_known = True, has_focus in looks
        try:
            super().watch_has_focus(has_focus)
            if has_focus in looks:
                self._component_styles = looks[has_focus]
                self.notify_style_update()
                self.refresh()
        finally:
            self.changing_focus = self.looks_known = False
        self.looks = looks

    def notify_style_update(self) -> None:
        super().notify_style_update()
        if not self.changing_focus:
            self.looks_changed()

    def _get_component_classes(self) -> frozenset[str]:  # type: ignore[override]
        """What Textual asks of a widget, though it could of its class, before it looks for the styles of the parts."""
        if self.looks_known:
            return frozenset()
        if not self.changing_focus:
            self.looks = {}
            self.looks_changed()
        return super()._get_component_classes()


# -- scrollbars -----------------------------------------------------------------------------------------------------------


def _draw_bars_by_cells() -> None:
    """Have scrollbars drawn by :func:`bar_lines`, where it can."""
    if first_missing(BARS):
        return
    drawn = ScrollBar.render_lines

    def lines(bar: ScrollBar, crop: Region) -> list[Strip]:
        found = bar_lines(bar, crop)
        return drawn(bar, crop) if found is None else found

    setattr(ScrollBar, "render_lines", lines)  # noqa: B010 - it is a method in its types


_draw_bars_by_cells()
