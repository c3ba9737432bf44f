"""The colours of the terminal a program is opened for: another program before it in this process may have had more or fewer."""

from __future__ import annotations

import gc
from typing import Any, Final

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.app import App

_shown_in: Final[list[ColorSystem | None]] = [None]
"""The colours of the program that was opened last."""


def written_in_its_own(app: App[Any]) -> None:
    """Have nothing of what is shown from now on be written in the colours of a program before.

    Rich keeps in a style the codes of the first terminal it was written for, and styles outlive a program. One that runs
    by itself has one terminal.
    """
    colours = app.console._color_system
    if colours is _shown_in[0]:
        return
    _shown_in[0] = colours
    Segment._split_cells.cache_clear()
    for style in gc.get_objects():
        if isinstance(style, Style):
            style._ansi = None
