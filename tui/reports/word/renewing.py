"""Which notices beside a plan have another number or day than the plan says by now, and are still as the program wrote them.

A notice gets its number after it was written. What nobody has touched since, and would be the same but for number and day, is made
again; what a hand has been in, and what was made with other choices or of another plan than today's, stays.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from tui.reports.word.notice import conclusion_notice

if TYPE_CHECKING:
    from tui.frames.build import Frames
    from tui.model.plan import Plan
    from tui.reports.word.paper import Paper

_MADE: Final = "kehoach"
_PROPERTIES: Final = "docProps/core.xml"
_KINDS_OF_PARTS: Final = "[Content_Types].xml"
_STAMP: Final = re.compile(rb"<dc:identifier>" + _MADE.encode() + rb" ([0-9a-f]{64}) ([0-9a-f]{64}) ([0-9a-f]{64})</dc:identifier>")
_MOST: Final = 64 << 20
"""Bytes of all parts together that are still looked into."""


@attrs.frozen
class Stamp:
    """What a Word file says of itself, as digests: its number and day, and all else the paper says."""

    head: str
    rest: str


@attrs.frozen(kw_only=True)
class Stale:
    """A notice whose number or day has changed: the paper as it is now, and whether nothing but these differs from the file."""

    path: Path
    paper: Paper
    only_its_head: bool


def stamp(parts: Iterable[tuple[str, bytes]], paper: Paper) -> str:
    """What a Word file says of itself: a digest of its parts (name, content) as they were written, and of what the paper says."""
    of_paper = _stamp_of(paper)
    return f"{_MADE} {_digest_of(parts)} {of_paper.head} {of_paper.rest}"


def _stamp_of(paper: Paper) -> Stamp:
    head = paper.letterhead
    rest = attrs.evolve(paper, letterhead=attrs.evolve(head, number="", place_and_day=""), annexes=())  # a notice has none
    return Stamp(_digest(f"{head.number}\n{head.place_and_day}"), _digest(repr(rest)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _digest_of(parts: Iterable[tuple[str, bytes]]) -> str:
    """The digest of every part but the properties, which hold it, and what only says where parts are.

    A signature, a comment, another header are parts as well.
    """
    told = hashlib.sha256()
    for name, content in sorted(parts):
        if name not in (_PROPERTIES, _KINDS_OF_PARTS) and not name.endswith(".rels"):
            told.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode("utf-8", "surrogatepass"))
    return told.hexdigest()


def notice_file(plan: Plan, review: str) -> str:
    """The usual name of a meeting's notice."""
    return f"thong-bao-{plan.tables['reviews'][review]['date'].isoformat()}.docx"


def stale_notices(plan: Plan, frames: Frames, folder: Path) -> list[Stale]:
    """Those in a folder whose number or day has changed and that nobody has touched."""
    found = []
    for review, record in plan.tables["reviews"].items():
        if "closed_on" not in record:  # open again: it has no notice by now, and the one that was written stays as it is
            continue
        path = folder / notice_file(plan, review)
        known = stamped(path)
        if known is None:
            continue
        paper = conclusion_notice(plan, frames, review)
        now = _stamp_of(paper)
        if known.head != now.head:
            found.append(Stale(path=path, paper=paper, only_its_head=known.rest == now.rest))
    return found


def stamped(path: Path) -> Stamp | None:
    """What a file that is as it was written says of itself; None of any other, and where there is none."""
    if not path.is_file() or path.is_symlink():
        return None
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST:
                return None
            told = _STAMP.search(parts.read(_PROPERTIES))
            if told is None or _digest_of((name, parts.read(name)) for name in parts.namelist()) != told[1].decode():
                return None
    except (
        OSError,
        KeyError,
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        zipfile.LargeZipFile,
        EOFError,
        ValueError,
        zlib.error,
    ):
        return None
    return Stamp(told[2].decode(), told[3].decode())
