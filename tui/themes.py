"""Dark, light, high contrast, and one that leaves every colour to the terminal's own sixteen."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

from tui.model.text import N_

TITLES: Final = {
    "kehoach-dark": N_("dark"),
    "kehoach-light": N_("light"),
    "kehoach-contrast": N_("high contrast"),
    "kehoach-terminal": N_("the terminal's own 16 colours"),
}
DEFAULT: Final = "kehoach-dark"

THEMES: Final = (
    Theme(
        name="kehoach-dark",
        primary="#4f8fd0",
        secondary="#7aa6c2",
        accent="#d9a441",
        success="#6cc070",
        warning="#e0b040",
        error="#f07070",
        foreground="#e4e4e4",
        background="#16191d",
        surface="#16191d",
        panel="#262c33",
        boost="#232a32",
        dark=True,
    ),
    Theme(
        name="kehoach-light",
        primary="#1f5fa8",
        secondary="#386a86",
        accent="#8a5a00",
        success="#1b6e2a",
        warning="#8a5a00",
        error="#b01818",
        foreground="#1a1a1a",
        background="#fbfbf8",
        surface="#fbfbf8",
        panel="#e4e6e2",
        boost="#e9ece8",
        dark=False,
    ),
    Theme(
        name="kehoach-contrast",
        primary="#00d7ff",
        secondary="#5fd7ff",
        accent="#ffff00",
        success="#00ff5f",
        warning="#ffff00",
        error="#ff8787",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#303030",
        boost="#202020",
        dark=True,
    ),
    Theme(
        name="kehoach-terminal",
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        accent="ansi_magenta",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        dark=True,
        variables={
            "ansi-background": "ansi_black",
            "ansi-foreground": "ansi_white",
            "border": "ansi_blue",
            "border-blurred": "ansi_bright_black",
            "block-cursor-foreground": "ansi_black",
            "block-cursor-background": "ansi_white",
            "block-cursor-text-style": "bold",
            "input-cursor-background": "ansi_white",
            "input-cursor-foreground": "ansi_black",
            "input-cursor-text-style": "none",
            "input-selection-background": "ansi_bright_blue",
            "input-selection-foreground": "ansi_black",
            "screen-selection-background": "ansi_bright_blue",
            "screen-selection-foreground": "ansi_black",
            "scrollbar": "ansi_blue",
            "scrollbar-hover": "ansi_blue",
            "scrollbar-active": "ansi_bright_blue",
            "scrollbar-background": "ansi_default",
            "scrollbar-background-hover": "ansi_default",
            "scrollbar-background-active": "ansi_default",
            "scrollbar-corner-color": "ansi_default",
        },
    ),
)
