"""Standard input, output and error as a command finds them: closed, full, given up by their reader, in a coding without Vietnamese.

What cannot be written to standard output ends the command with a sentence and exit code 2; a reader that has gone (``| head``)
ends it without a word. On standard error nothing can be said of standard error, so its faults are passed over. A letter the
coding does not have is written as near to it as the coding can.
"""

from __future__ import annotations

import codecs
import contextlib
import functools
import io
import os
import select
import sys
import textwrap
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, TextIO

from tui.model.text import N_, Sentence, say
from tui.store.files.errors import reason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_SIGNS: Final = str.maketrans(
    {"đ": "d", "Đ": "D", "–": "-", "—": "-", "−": "-", "‑": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "→": "->"}
    | {"·": "-", "●": "*", "≥": ">=", "≤": "<=", "⚠": "!", "✗": "x", "✓": "+", "×": "x", "⏎": " "}
)


_OUTPUT, _ERROR = 1, 2
"""The numbers of standard output and standard error."""


class OutputFailed(Exception):
    """Standard output took nothing more; ``sentence`` says why."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.sentence: Sentence = say(N_("nothing can be written there: {reason}"), reason=reason(error))


class ReaderGone(Exception):
    """Whoever read standard output has closed it: nothing to be said, and nobody to say it to."""


class _Output(io.FileIO):
    """Standard output: each fault is raised once, then what is still written goes nowhere."""

    def __init__(self, number: int) -> None:
        super().__init__(number, "w", closefd=False)
        self._given_up = False

    def write(self, data: WriteableBuffer, /) -> int:
        while not self._given_up:
            try:
                written: int | None = super().write(data)
            except OSError as error:
                self._given_up = True
                if isinstance(error, BrokenPipeError):
                    raise ReaderGone from None
                raise OutputFailed(error) from error
            if written is not None:
                return written
            select.select([], [self], [])  # somebody has made it non-blocking, and it is full for now
        return memoryview(data).nbytes


class _Errors(io.FileIO):
    """Standard error: what it does not take is lost."""

    def __init__(self, number: int) -> None:
        super().__init__(number, "w", closefd=False)

    def write(self, data: WriteableBuffer, /) -> int:
        with contextlib.suppress(OSError):
            super().write(data)
        return memoryview(data).nbytes


@contextlib.contextmanager
def prepared() -> Iterator[None]:
    """Standard streams that keep to what this module says, for as long as a command runs."""
    before = sys.stdin, sys.stdout, sys.stderr
    # in this order: what is opened first takes the lowest free number, which is that of the closed stream
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(os.open(os.devnull, os.O_WRONLY), closefd=False)))
    sys.stdout = _writer(_Output(os.open(os.devnull, os.O_RDONLY) if before[1] is None else before[1].fileno()), before[1])
    sys.stderr = _writer(_Errors(os.open(os.devnull, os.O_WRONLY) if before[2] is None else before[2].fileno()), before[2])
    try:
        yield
    finally:
        with contextlib.suppress(OutputFailed, ReaderGone):  # of a fault nobody was there to hear
            sys.stdout.flush()
        sys.stdin, sys.stdout, sys.stderr = before


def _writer(raw: io.FileIO, like: TextIO | None) -> io.TextIOWrapper:
    if like is not None:
        with contextlib.suppress(OSError):
            like.flush()
    coding = like.encoding if like is not None else "utf-8"
    by_line = isinstance(raw, _Errors) or raw.isatty()
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding=coding, errors=nearest_in(coding), line_buffering=by_line)


@contextlib.contextmanager
def drawn_on_the_terminal() -> Iterator[None]:
    """While the workbench runs: Textual draws on standard error, which may be closed or lead into a file; the terminal is output."""
    if os.isatty(_ERROR):
        yield
        return
    try:
        kept = os.dup(_ERROR)
    except OSError:  # closed
        kept = os.open(os.devnull, os.O_WRONLY)
    os.dup2(_OUTPUT, _ERROR)
    if sys.__stderr__ is None:
        sys.stderr = io.TextIOWrapper(io.BufferedWriter(_Errors(_ERROR)), encoding="utf-8", line_buffering=True)
        setattr(sys, "__stderr__", sys.stderr)  # noqa: B010 - final in its types, and None where it was closed
    try:
        yield
    finally:
        os.dup2(kept, _ERROR)
        os.close(kept)


@contextlib.contextmanager
def written_out() -> Iterator[None]:
    """What is printed meanwhile is written out at the end, also when argparse leaves. Raises OutputFailed and ReaderGone."""
    try:
        yield
    except SystemExit:
        sys.stdout.flush()
        raise
    sys.stdout.flush()


def refuse_unwritable_output() -> None:
    """Raise OutputFailed when standard output is closed or takes nothing: before much is worked out, or a file is made, for nothing."""
    buffer = getattr(sys.stdout, "buffer", None)
    raw = getattr(buffer, "raw", None)
    if isinstance(raw, _Output):
        raw.write(b"")


def json_for_output(text: str) -> str:
    """JSON as standard output can have it: where a coding lacks letters they are escaped, so that not one is lost."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeError:
        import json

        return "".join(letter if letter.isascii() else json.dumps(letter)[1:-1] for letter in text)
    return text


def by_words(text: str) -> str:
    """A text in lines no wider than the terminal, broken between words only; as it is where there is none."""
    width = terminal_width()
    return text if width is None else textwrap.fill(text, max(20, width - 1), break_long_words=False, break_on_hyphens=False)


def terminal_width() -> int | None:
    """Cells of a line when standard output is a terminal; None when it is not."""
    if not sys.stdout.isatty():
        return None
    with contextlib.suppress(OSError):
        if columns := os.get_terminal_size(sys.stdout.fileno()).columns:
            return columns
    named = os.environ.get("COLUMNS", "")
    return int(named) if named.isdecimal() and int(named) else 80


# -- letters ----------------------------------------------------------------------------------------------------------


def nearest_in(coding: str) -> str:
    """What a codec is told (as ``errors``) to do with letters it does not have."""
    name = f"kehoach.nearest.{coding}"
    codecs.register_error(name, functools.partial(_nearest, coding))  # the fault itself calls many codings "charmap"
    return name


def _nearest(coding: str, error: UnicodeError) -> tuple[str, int]:
    """What a codec writes for letters it does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_near(letter, coding) for letter in error.object[error.start : error.end]), error.end


def _near(letter: str, coding: str) -> str:
    """The letter with one mark apart (as Windows writes Vietnamese), without marks, a sign like it, or a question mark."""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    apart = [unicodedata.normalize("NFC", base + "".join(marks[:at] + marks[at + 1 :])) + mark for at, mark in enumerate(marks)]
    for written in (*apart, base.translate(_SIGNS), unicodedata.normalize("NFKD", base)):
        if written != letter:
            with contextlib.suppress(UnicodeError):
                written.encode(coding)
                return written
    return "" if unicodedata.combining(letter) else "?"
