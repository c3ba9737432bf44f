"""What can be read: the contrast of every colour of letters with every ground it stands on, in each theme that has colours of its own."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from tui.frames.tables.charts.drawing import Ink
from tui.themes import THEMES
from tui.widgets.inks import Inks

LEAST = 4.5
"""Of text, by WCAG 2: below it people with weak eyes, or far from a projector, do not read it."""
OWN = [theme for theme in THEMES if not theme.ansi]
LETTERS = (
    *("foreground", "text-success", "text-secondary", "text-warning", "text-error", "text-accent"),
    *(f"chart-{ink.value}" for ink in Ink),
)
CURSOR = (0.2, 0.3, 0.4)
"""Parts of the primary colour in the ground of the row under the cursor, and of the cell while the focus is elsewhere."""


def contrast(a: Color, b: Color) -> float:
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    parts = (part / 255 for part in color.rgb)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_letters_stand_out_from_every_ground_of_their_theme(theme: Theme) -> None:
    colors = theme.to_color_system().generate() | theme.variables
    surface, primary = Color.parse(colors["surface"]), Color.parse(colors["primary"])
    found = {}
    for name in LETTERS:
        ink = Color.parse(colors[name])
        grounds = {"surface": surface, "background": Color.parse(colors["background"])}
        if not name.startswith("chart-"):
            grounds |= {f"cursor {part}": surface.blend(primary, part) for part in CURSOR}
        if name == "foreground":
            grounds |= {"panel": Color.parse(colors["panel"]), "the cell under the cursor": surface.blend(primary, 0.6)}

        found |= {f"{name} on {ground}": round(contrast(ink, at), 2) for ground, at in grounds.items()}
    assert not {what: ratio for what, ratio in found.items() if ratio < LEAST}


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_muted_letters_stand_out_too(theme: Theme) -> None:
    """Muted is 60 % of the letters that stand out most from a ground."""
    colors = theme.to_color_system().generate()
    for name in ("surface", "panel"):
        ground = Color.parse(colors[name])
        assert contrast(ground.blend(ground.get_contrast_text(1.0), 0.6), ground) >= LEAST, name


def test_a_curve_is_the_same_colour_in_its_legend_and_with_sixteen_colours_one_of_the_terminal() -> None:
    for theme in THEMES:
        inks = Inks(theme.to_color_system().generate() | theme.variables, bool(theme.ansi))
        for ink in Ink:
            plotted, style = inks.plotted(ink), inks.style(ink)
            if isinstance(plotted, tuple):
                assert style.color is not None and tuple(style.color.get_truecolor()) == plotted
            else:
                assert (plotted is None) == (style.color is None) and (plotted is None or 0 < plotted < 8)
