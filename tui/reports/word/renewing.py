"""Which notices beside a plan have another number or day than the plan says by now, and are still as the program wrote them.

A notice gets its number after it was written. What nobody has opened and saved since is made again; what a hand has been in stays.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.reports.word.notice import conclusion_notice

if TYPE_CHECKING:
    from tui.frames.build import Frames
    from tui.model.plan import Plan
    from tui.reports.word.paper import Letterhead, Paper

_MADE: Final = "kehoach"
_BODY: Final = "word/document.xml"
_PROPERTIES: Final = "docProps/core.xml"
_STAMP: Final = re.compile(rb"<dc:identifier>" + _MADE.encode() + rb" ([0-9a-f]{64}) ([0-9a-f]{64})</dc:identifier>")
_MOST: Final = 64 << 20
"""Bytes of a part that is still looked into."""


def stamp(body: bytes, head: Letterhead) -> str:
    """What a Word file says of itself: digests of its body as it was written, and of its number and day."""
    return f"{_MADE} {hashlib.sha256(body).hexdigest()} {_digest(head)}"


def _digest(head: Letterhead) -> str:
    return hashlib.sha256("\n".join((head.number, head.place_and_day)).encode()).hexdigest()


def notice_file(plan: Plan, review: str) -> str:
    """The usual name of a meeting's notice."""
    return f"thong-bao-{plan.tables['reviews'][review]['date'].isoformat()}.docx"


def stale_notices(plan: Plan, frames: Frames, folder: Path) -> list[tuple[Path, Paper]]:
    """(file, the notice as it is now) of those in a folder whose number or day has changed and that nobody has touched."""
    found = []
    for review in plan.tables["reviews"]:
        path = folder / notice_file(plan, review)
        known = _stamped(path)
        if known is None:
            continue
        paper = conclusion_notice(plan, frames, review)
        if known != _digest(paper.letterhead):
            found.append((path, paper))
    return found


def _stamped(path: Path) -> str | None:
    """The digest of number and day of a file that is as it was written; None of any other, and where there is none."""
    if not path.is_file() or path.is_symlink():
        return None
    try:
        with zipfile.ZipFile(path) as parts:
            if max(parts.getinfo(name).file_size for name in (_BODY, _PROPERTIES)) > _MOST:
                return None
            told = _STAMP.search(parts.read(_PROPERTIES))
            if told is None or hashlib.sha256(parts.read(_BODY)).hexdigest() != told[1].decode():
                return None
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, zipfile.LargeZipFile, EOFError, ValueError):
        return None
    return told[2].decode()
