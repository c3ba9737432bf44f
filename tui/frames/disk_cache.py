"""Frames that outlive the session: those of many rows that were worked out from a plan nobody has changed since it was read."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import mmap
import os
from collections.abc import Hashable, Iterable
from typing import Final, TypeAlias

import attrs
import polars as pl

from tui.frames.reads import Read
from tui.start.digest import blake2b

LARGE: Final = 1000
"""Rows from which a frame is worth keeping."""

_UNREADABLE: Final = (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException)
"""What Polars raises of what is no frame; the last where deflated parts are not what they say."""
_ENDED: Final = b"\xff\xff\xff\xff\0\0\0\0"
"""How an Arrow stream ends that is whole."""
_READS: Final = "made from "
"""How the name of the empty column begins that tells what a kept frame was made from."""


def kept_name(key: Hashable) -> str | None:
    """The name of a derived value by its function's name and its arguments; None when they mean nothing to another session.

    What does are texts, numbers, days, and words by their language.
    """
    said = _said(key)
    return None if said is None else blake2b(said.encode(), digest_size=12).hexdigest()


def _said(part: object) -> str | None:
    if isinstance(part, tuple):
        inside = [_said(inner) for inner in part]
        return None if None in inside else repr(inside)
    if part is None or isinstance(part, str | int | float | dt.date):
        return repr(part)
    language = getattr(part, "language", None)
    return f"words {language}" if isinstance(language, str) else None


@attrs.define(eq=False)
class Answer:
    """A derived frame as it is kept with many others in one file, whose checksum was compared, and what it was made from."""

    data: bytes
    reads: tuple[str, ...]

    def let_go(self) -> None:
        """Hold the frame no more: who asks for it again works it out."""
        self.data, self.reads = b"", ()


KeptFrame: TypeAlias = str | Answer
"""A file ``NAME-CHECKSUM.…`` with one derived frame, or one of a file of many."""


def answer_of(frame: pl.DataFrame, reads: Iterable[Read]) -> Answer:
    """The frame as it is kept. It is not deflated: frames of a few rows are names of columns and their places for the most part.

    It is a stream: Polars asks a file for its parts, which starts its threads and hands each part over to them, whatever the rows.
    """
    file = io.BytesIO()
    # Polars (2.1) locks a frame while it writes it as a stream, and needs the interpreter for each piece: somebody who has the interpreter
    # and looks at the same frame meanwhile waits for ever, and the whole program with them. A clone shares the columns, not the lock.
    frame.clone().write_ipc_stream(file)
    return Answer(file.getvalue(), tuple(sorted(map(str, reads))))


def taken_up(kept: KeptFrame) -> tuple[pl.DataFrame, set[Read]] | None:
    """A kept frame and what it was made from; None when it is gone, or not as it was written."""
    if isinstance(kept, Answer):
        reads, data = kept.reads, kept.data  # both before it is read: another thread may let go of it meanwhile, of the data first
        frame = _read_answer(data)
        return None if frame is None else (frame, set(map(Read.of, reads)))
    frame = read_derived(kept)
    return None if frame is None else without_reads(frame)


def _read_answer(data: bytes) -> pl.DataFrame | None:
    try:
        return pl.read_ipc_stream(data) if data.endswith(_ENDED) else None
    except _UNREADABLE:
        return None


def with_reads(frame: pl.DataFrame, reads: Iterable[Read]) -> pl.DataFrame:
    """The frame as it is kept: what it was made from stands in the name of a last column, which is empty and takes no room."""
    return frame.with_columns(pl.lit(None).alias(_READS + " ".join(sorted(map(str, reads)))))


def without_reads(frame: pl.DataFrame) -> tuple[pl.DataFrame, set[Read]] | None:
    """A kept frame and what it was made from; None when it does not say."""
    last = frame.columns[-1] if frame.columns else ""
    if not last.startswith(_READS):
        return None
    return frame.drop(last), set(map(Read.of, last.removeprefix(_READS).split()))


def read_derived(path: str) -> pl.DataFrame | None:
    """The frame in a file ``NAME-CHECKSUM.…``; None when it is gone or not as it was written."""
    checksum = os.path.basename(path).partition("-")[2].partition(".")[0]
    try:
        with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            sound = bool(checksum) and hashlib.sha256(data).hexdigest().startswith(checksum)
        os.utime(path)  # those nobody has used for long go first
    except (OSError, ValueError):
        return None
    return read_kept(path) if sound else None


def read_kept(file: str, columns: list[str] | None = None) -> pl.DataFrame | None:
    """The frame in an Arrow file, or some columns of it; None when it is not there any more."""
    try:
        return pl.read_ipc(file, columns=columns)
    except _UNREADABLE:
        return None
