"""The first screen, written before anything heavy is loaded: over a slow line a key press is answered by a screen at once.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported here.
"""

from __future__ import annotations

import os
import sys
import termios

from tui.start import debug_log, first_page, places, terminal_guard, what_path, which_plan
from tui.start.early_cursor import EarlyCursor, Kept, Moved
from tui.start.language import language_of
from tui.start.terminal_size import terminal_size

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any, Final

    from tui.start.first_page import Page

WORDS: Final = {
    "vi": ("Kế hoạch", ("Mục tiêu", "Định hướng ngành", "Doanh nghiệp nhà nước", "Nhiệm vụ"), "Đang mở {name} …"),
    "en": ("Plan", ("Targets", "Sector directions", "State-owned enterprises", "Tasks"), "Opening {name} …"),
}
"""Title, tabs, what is going on. The catalogue takes longer to load than this screen to be seen; a test proves both the same."""

MANY: Final = {"vi": "Tổng hợp", "en": "Roll-up"}
"""The title where many plans are opened."""

PLAN: Final = "plan"
"""What the plan is told under in plain arguments: no option is called like that."""
WITH_VALUE: Final = ("--lang", "--as-of")
ALONE: Final = ("--readonly", "--no-mouse", "--fresh", "--timings", debug_log.OPTION)

_ALTERNATE: Final = "\x1b[?1049h\x1b[?25l"
_BACK: Final = "\x1b[?25h\x1b[?1049l"

_saved: list[Any] | None = None
_painted = False
_opened: str | None = None
_page: Page | None = None
_size = (0, 0)
_grounds: str | None = None
_under: str | None = None
_beside: list[str] = []
_early: EarlyCursor | None = None
_moved: Moved | None = None


def place_of_command(arguments: Sequence[str], commands: Collection[str]) -> int | None:
    """Where among the arguments the command stands: first, or after the language and ``--debug``; None without one."""
    at = 0
    while at < len(arguments) and (arguments[at].startswith("--lang") or arguments[at] == debug_log.OPTION):
        at += 1 if "=" in arguments[at] or arguments[at] == debug_log.OPTION else 2
    return at if at < len(arguments) and arguments[at] in commands else None


def plan_named(arguments: Sequence[str], commands: Collection[str]) -> str | None:
    """The plan the workbench is asked to open ("" when none is named); None when it is not the workbench that is asked for."""
    told = plain(arguments) if place_of_command(arguments, commands) is None else None
    return None if told is None else told.get(PLAN, "")


def plain(arguments: Sequence[str]) -> dict[str, str] | None:
    """What arguments say that are a plan, options with a value and words that stand alone: by option what it is given, the last counts.

    The plan stands under :data:`PLAN`, a word alone has nothing. None where anything else is said: that is for a parser to read.
    """
    told: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        option, given, value = argument.partition("=")
        if option in WITH_VALUE:
            found = value if given else next(rest, None)
            if not found:
                return None
            told[option] = found
        elif argument in ALONE:
            told[argument] = ""
        elif argument.startswith("-") or not argument or PLAN in told:
            return None
        else:
            told[PLAN] = argument
    return told


def paint(arguments: Sequence[str], name: str) -> None:
    """Show the first screen on the alternate one, and keep what is typed from being echoed over it."""
    global _saved, _painted, _opened, _page, _size, _grounds, _under, _beside, _early, _moved
    try:
        width, height = _size = terminal_size()
        _saved = termios.tcgetattr(0)
        quiet = termios.tcgetattr(0)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)  # Ctrl+C still stops
        quiet[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF)  # Enter and Ctrl+S stay keys
        for key in (termios.VSUSP, termios.VQUIT):  # a shell that came back here would find the terminal as it is now
            quiet[6][key] = b"\0"
        terminal_guard.stand(_saved, quiet)  # before anything of the terminal is changed: it may end in between
        termios.tcsetattr(0, termios.TCSANOW, quiet)
    except (OSError, termios.error):
        _saved = None
        terminal_guard.dismiss()
        return
    _painted = True
    language = language_of(arguments)
    path, _ = which_plan.chosen(name or None, places.working_folder() or "/")
    _grounds = first_page.grounds(arguments)
    many = what_path.kind_of(path) == what_path.LAKE
    named_day = any(argument.startswith(WITH_VALUE[1]) for argument in arguments)
    _opened = None if many or named_day else path
    under = None if many else first_page.stamp(arguments, path, width, height, on=_grounds)
    found = first_page.read(under, path, width, height) if under is not None else None
    _under, _moved = under, None
    _page, _beside = (None, []) if found is None else found
    shown = (
        _screen(language, path, width, height, many=many)
        if _page is None
        else first_page.drawn(_page[:-1]) + _below(_opening(language, path))
    )
    _write(_ALTERNATE + shown)
    if _beside:
        beside = _beside
        _early = EarlyCursor(lambda: Kept.read(beside, width, height), _size, _write)


def _opening(language: str, path: str) -> str:
    return WORDS[language][2].format(name="".join(c for c in os.path.basename(path.rstrip(os.sep)) if c.isprintable()))


def _below(text: str) -> str:
    """Words on the last line, where the keys will be."""
    width, height = _size
    return f"\x1b[{height};1H\x1b[K {text[: max(0, width - 2)]}"


def _screen(language: str, name: str, width: int, height: int, *, many: bool) -> str:
    """The first screen; over ``many`` plans without the tabs of one."""
    title, tabs, _ = WORDS[language] if not many else (MANY[language], (), "")
    said = _opening(language, name)[: max(0, width - 4)]
    bar, used = "", 1
    for number, tab in enumerate(tabs, 1):
        text = f"▌{number} {tab}▐" if number == 1 else f" {number} {tab} "
        if used + len(text) > width:
            break
        bar += (f"\x1b[1;7m{text}\x1b[0m" if number == 1 else text) + " "
        used += len(text) + 1
    middle = f"\x1b[{max(3, height // 2)};{max(1, (width - len(said)) // 2 + 1)}H{said}"
    return f"\x1b[H\x1b[1m {title}\x1b[0m\x1b[2;2H{bar}{middle}"


def say(text: str) -> None:
    """Say how far the opening is, under the first screen's words or on the last line; nothing when it is not there."""
    if _painted and _page is not None:
        _write(_below(text))
    elif _painted:
        width, height = _size
        shown = text[: max(0, width - 4)]
        _write(f"\x1b[{max(3, height // 2) + 1};1H\x1b[K\x1b[{max(1, (width - len(shown)) // 2 + 1)}G{shown}")


def page(width: int, height: int) -> Page | None:
    """The page that the terminal shows but for its last line and :func:`moved`, asked for once; None when it is not there at this size."""
    global _page
    was, _page = _page, None
    return was if _size == (width, height) else None


def plan_without_page() -> str | None:
    """The plan this start opens on its own day, where no page of it is shown; None otherwise."""
    return _opened if _painted and _page is None else None


def moved() -> Moved | None:
    """What the early cursor has left when the screen was handed over; None where there was none."""
    return _moved


def kept_before() -> tuple[str | None, list[str]]:
    """Under which stamp the page was looked for, and what was kept beside it."""
    return _under, _beside


def grounds() -> str | None:
    """What pages rested on when this start began, before anything of it was read (:func:`tui.start.first_page.grounds`)."""
    return _grounds


def _stop_early() -> None:
    global _early, _moved
    if _early is not None:
        early, _early = _early, None
        _moved = early.stop()


def hand_over() -> list[Any] | None:
    """Leave the screen to the program that takes it from here; the terminal's settings to restore in the end, None without one.

    They are not restored now: what is typed in between would be echoed, and an Enter be another key.
    """
    global _painted, _saved
    if not _painted:
        return None
    _painted = False
    _stop_early()
    settings, _saved = _saved, None
    return settings


def undo() -> None:
    """Take the first screen away, so that what is said next is read; nothing when it is not there."""
    global _painted
    if _painted:
        _painted = False
        _stop_early()
        _restore()
        _write(_BACK)
        terminal_guard.dismiss()


def _restore() -> None:
    global _saved
    if _saved is not None:
        termios.tcsetattr(0, termios.TCSANOW, _saved)
        _saved = None


def _write(text: str) -> None:
    sys.stdout.flush()
    data = text.encode()
    try:
        while data:
            data = data[os.write(1, data) :]
    except OSError:  # a line that is gone, or takes nothing now: the program goes on, and sees for itself
        return
