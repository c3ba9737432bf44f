"""The first tab as it was shown when this plan was opened last: seen again at once, while the program still loads.

It is shown only if everything it rests on is the same: the plan file as ``stat`` sees it (also its change time, which nobody
can set), the day where the plan is at home, the program, the arguments, the terminal and the settings. Otherwise there is a plain
first screen. What is kept is text and SGR codes, read with care; the file is its owner's only.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported here.
"""

from __future__ import annotations

import os
import time
import zlib

from tui import __version__
from tui.start import others_file, places, timings
from tui.start.early_cursor import changed_at
from tui.start.language import language_of
from tui.start.sgr import PLAIN, is_codes, parts_of

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    Run = tuple[str, str]
    """SGR codes such as ``1;38;5;12``, and the text written with them."""

    Page = list[list[Run]]
    """The lines of a screen."""

_MAGIC: Final = "kehoach first page 3"
ALWAYS: Final = (0.0, float("inf"))
"""The moments between which a page is true that a day was chosen for."""
_MOST_BYTES: Final = 1 << 18
_MOST_KEPT: Final = 24
_ENVIRONMENT: Final = ("TERM", "COLORTERM", "NO_COLOR", "TMUX", "STY", "KEHOACH_WIRE", "USER", "LC_ALL")
_SEEN_ON_BLANK: Final = frozenset({"4", "5", "7", "8", "9"})
"""Attributes that show where nothing is written."""
_FOLDERS: Final = (
    *("", "commands", "exchange", "exchange/document", "exchange/peers", "exchange/reading"),
    *("frames", "frames/insight", "frames/methods", "frames/tables", "frames/tables/charts", "i18n", "lake", "lake/engines"),
    *("model", "model/checks", "model/fields"),
    *("reports", "reports/word", "screens", "screens/dialogs", "screens/flows", "screens/many_plans", "screens/review", "screens/table"),
    *("session", "start"),
    *("store", "store/files", "store/log", "store/proposals", "store/servers", "store/snapshot", "store/toml", "styles"),
    *("terminal", "terminal/textual_internals", "vocabulary", "web", "widgets"),
)
"""Whose times of change tell a checkout that was worked on from the one the page was kept by."""


def program() -> list[int]:
    """When each folder of the program was changed last, in nanoseconds. Raises OSError."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return [os.stat(os.path.join(package, folder)).st_mtime_ns for folder in _FOLDERS]


def grounds(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> str | None:
    """What a page rests on beside the plan, the place in it and the window, in one line; None when the program cannot be looked at.

    While it is the same as at the start of a session, the next start reads the same settings, and draws by the same program.
    """
    try:
        code = program()
    except OSError:
        return None
    where = places.settings_file(environ)
    own = (where, places.tables_file(environ), *places.shared_settings_files(environ))
    settings = [0 if path is None else changed_at(path) for path in own]
    kept = [environ.get(name) for name in _ENVIRONMENT]
    return repr((__version__, code, os.geteuid(), list(arguments), language_of(arguments), where, settings, kept))


def stamp(
    arguments: Sequence[str], plan: str, width: int, height: int, environ: Mapping[str, str] = os.environ, *, on: str | None = None
) -> str | None:
    """Everything the page of a start rests on, in one line, ``on`` what grounds; None when the plan file cannot be looked at."""
    on = on or grounds(arguments, environ)
    try:
        status = os.stat(plan)
    except OSError:
        return None
    file = (os.path.realpath(plan), status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_mode)
    left = places.resume_file(plan, environ)
    return None if on is None else repr((on, file, width, height, 0 if left is None else changed_at(left)))


def folder(environ: Mapping[str, str] = os.environ) -> str | None:
    """Where the pages are kept; None where nothing can be."""
    cache = places.cache_folder(environ)
    return None if cache is None else os.path.join(cache, "first-page")


def _path(where: str, plan: str, width: int, height: int) -> str:
    return os.path.join(where, f"{zlib.crc32(os.path.realpath(plan).encode('utf-8', 'surrogateescape')):08x}-{width}x{height}")


def read(wanted: str, plan: str, width: int, height: int, environ: Mapping[str, str] = os.environ) -> tuple[Page, list[str]] | None:
    """The page kept under this stamp, and the lines of what was kept beside it (:mod:`tui.start.early_cursor`), as they stand there.

    None when there is no page, or it is not wholly as we write it.
    """
    timings.took("page: none is kept")
    where = folder(environ)
    if where is None:
        return None
    try:
        file = others_file.opened(_path(where, plan, width, height))
        timings.took("page: not shown, what is kept is not as we write it")
        try:
            status = os.fstat(file)
            if status.st_uid != os.geteuid() or status.st_mode & 0o177:
                return None
            data = others_file.bytes_in(file, _MOST_BYTES)
        finally:
            os.close(file)
        head, _, body = data.decode("utf-8", "surrogateescape").partition("\n")
        kept, _, body = body.partition("\n")
        true, _, body = body.partition("\n")
        begins, ends = map(float, true.split(" "))
    except (OSError, ValueError):
        return None
    if head != _MAGIC:
        return None
    if kept != wanted:
        _say_what_differs(kept, wanted)
        return None
    if not begins <= time.time() < ends:
        timings.took("page: not shown, it is of another day")
        return None
    lines = body.split("\n")
    if lines.pop() != "" or len(lines) < height:
        return None
    page = []
    for line in lines[:height]:
        parts = line.split("\t")
        codes, texts = parts[::2], parts[1::2]
        if len(codes) != len(texts) or not all(map(is_codes, codes)):
            return None
        if not all(text.isprintable() for text in texts):
            return None
        page.append(list(zip(codes, texts, strict=True)))
    timings.took("page: shown")
    return page, lines[height:]


def _say_what_differs(kept: str, wanted: str) -> None:
    """Tell the timings on what a page rests that is another now: of a stamp, the first part that differs."""
    same = next((at for at, (old, new) in enumerate(zip(kept, wanted, strict=False)) if old != new), min(len(kept), len(wanted)))
    if same >= len(wanted.rpartition(", ")[0]):
        timings.took("page: not shown, the plan was left at another place")
    elif same >= max(wanted.rfind(end) for end in ("', (", '", (')):  # of the grounds, before the file
        timings.took("page: not shown, the plan file has changed")
    else:
        timings.took("page: not shown, of another program, terminal or settings, or other arguments")


def is_kept(under: str, plan: str, width: int, height: int, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a page is kept under this stamp already."""
    where = folder(environ)
    if where is None:
        return False
    beginning = f"{_MAGIC}\n{under}\n".encode("utf-8", "surrogateescape")
    try:
        file = others_file.opened(_path(where, plan, width, height))
        try:
            return os.read(file, len(beginning)) == beginning
        finally:
            os.close(file)
    except OSError:
        return False


def keep(
    page: Page,
    under: str,
    plan: str,
    width: int,
    height: int,
    environ: Mapping[str, str] = os.environ,
    true: tuple[float, float] = ALWAYS,
    beside: Sequence[str] = (),
) -> bool:
    """Keep a page under its stamp for the next start; whether it could be kept. What cannot be read back safely is not kept.

    It is ``true`` between two moments, in seconds since 1970: those of its day where the plan is at home, which only the plan says.
    ``beside`` are lines that are kept with it; where one of them cannot be, none is.
    """
    if any(not text.isprintable() or not is_codes(codes) for line in page for codes, text in line):
        return False
    if not all(line.replace("\t", "").isprintable() for line in beside):
        beside = ()
    lines = ["\t".join(part for run in line for part in run) for line in page]
    data = "\n".join([_MAGIC, under, f"{true[0]} {true[1]}", *lines, *beside, ""]).encode("utf-8", "surrogateescape")
    where = folder(environ)
    if where is None:
        return False
    path = _path(where, plan, width, height)
    beside = f"{path}.{os.getpid()}"
    try:
        os.makedirs(where, mode=0o700, exist_ok=True)
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.write(file, data)
        finally:
            os.close(file)
        os.replace(beside, path)
        _forget_old(where)
    except OSError:
        return False
    return True


def used(plan: str, width: int, height: int, environ: Mapping[str, str] = os.environ) -> None:
    """The page that is kept has been shown: of all pages those are given up first that were not for longest."""
    where = folder(environ)
    if where is not None:
        try:
            os.utime(_path(where, plan, width, height))
        except OSError:  # it is gone, or was another's
            return


def forget(plan: str, environ: Mapping[str, str] = os.environ) -> None:
    """Give up the pages of a plan, of windows of every size: its next start may show something else first."""
    where = folder(environ)
    if where is None:
        return
    beginning = os.path.basename(_path(where, plan, 0, 0)).partition("-")[0] + "-"
    try:
        for name in os.listdir(where):
            if name.startswith(beginning):
                os.unlink(os.path.join(where, name))
    except OSError:  # there are none, or they were another's
        return


def _forget_old(where: str) -> None:
    with os.scandir(where) as entries:
        pages = [(entry.stat(follow_symlinks=False).st_mtime, entry.path) for entry in entries if entry.is_file(follow_symlinks=False)]
    for _, path in sorted(pages, reverse=True)[_MOST_KEPT:]:
        os.unlink(path)


def drawn(page: Page) -> str:
    """The page as it is sent to a terminal that has just been cleared: of the codes only what differs from those before."""
    out: list[str] = []
    now = parts_of("")
    for y, line in enumerate(page, 1):
        out.append(f"\x1b[{y};1H" if y > 1 else "\x1b[H")
        for codes, text in line:
            ink, ground, attributes = parts_of(codes)
            if text.isspace() and _SEEN_ON_BLANK.isdisjoint(now[2] + attributes):
                ink, attributes = now[0], now[2]
            if attributes != now[2]:
                out.append(f"\x1b[{';'.join(['0', *attributes, *(c for c in (ink, ground) if c not in PLAIN)])}m")
            elif (ink, ground) != now[:2]:
                out.append(f"\x1b[{';'.join(c for c, old in zip((ink, ground), now, strict=False) if c != old)}m")
            out.append(text)
            now = ink, ground, attributes
    return "".join(out) + "\x1b[m"
