"""The colours of what charts are about, as a theme has them; with the terminal's own sixteen they are its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

import attrs
from rich.style import Style
from textual.color import Color

from tui.frames.tables.charts.drawing import Ink, Tint
from tui.frames.tables.columns import Tone

_VARIABLES: Final[Mapping[Tint, str]] = {ink: f"chart-{ink.value}" for ink in Ink} | {
    Tone.GOOD: "text-success",
    Tone.CLOSE: "text-success",
    Tone.WAIT: "text-secondary",
    Tone.WARN: "text-warning",
    Tone.BAD: "text-error",
    Tone.MUTED: "chart-edge",
}
"""The theme's variable of each colour."""
_SIXTEEN: Final = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_ANSI: Final = "ansi_"

PlotColour: TypeAlias = tuple[int, int, int] | int | None
"""As plotext takes a colour: red, green and blue, the number a terminal has for it, or the terminal's own."""


@attrs.frozen
class Inks:
    """The colours of one theme by its ``variables``; ``ansi``: those of the terminal."""

    variables: Mapping[str, str]
    ansi: bool

    def style(self, tint: Tint | None) -> Style:
        """What a tint does to letters."""
        name = "" if tint is None else self._named(tint)
        if not name or name == f"{_ANSI}default":
            return Style.null()
        return Style(color=name.removeprefix(_ANSI) if name.startswith(_ANSI) else Color.parse(name).hex6.lower())

    def plotted(self, ink: Ink) -> PlotColour:
        """The colour of a curve."""
        name = self._named(ink)
        if not name or name.startswith(_ANSI):
            known = name.removeprefix(_ANSI)
            return _SIXTEEN.index(known) if known in _SIXTEEN else None
        return Color.parse(name).rgb

    def _named(self, tint: Tint) -> str:
        return self.variables.get(_VARIABLES[tint], "")
