"""What a person sees of an app under test, as text."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from textual.app import App


def screen_text(app: App[Any]) -> str:
    """The lines of the screen without trailing space, as the terminal would show them."""
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()) + "\n"


def segments_of(app: App[Any], line: int) -> list[Segment]:
    """The styled pieces of one line of the screen, after NO_COLOR and the like."""
    return list(app.screen._compositor.render_strips()[line])
