"""Which files a session may read and write besides its plan: at a terminal what the system lets its user, in a browser the person's own.

A session in a browser runs under the account of the server, whose files are nobody's who sits in front of it. A path that is typed is
asked for here before it is looked at, with its links followed.
"""

from __future__ import annotations

import os
from pathlib import Path

from tui.model.text import N_, Sentence, say
from tui.start import browser


def why_not_looked_at(path: str | os.PathLike[str]) -> Sentence | None:
    """Why a file is not read, or a folder not listed, whatever stands there; None where it may be."""
    session = browser.session()
    if session is None or session.has(path) or session.serves(path):
        return None
    return say(N_("in a browser only your own files are open: upload the file on the page first"))


def why_not_put(path: str | os.PathLike[str]) -> Sentence | None:
    """Why nothing is written at a path; None where it may be."""
    session = browser.session()
    if session is None or session.has(path):
        return None
    return say(N_("in a browser files are written among your own only: type a name without a folder"))


def own_folder() -> Path | None:
    """The folder a person's files are in, as paths are typed in a browser: it is the one the program works in. None at a terminal."""
    return None if browser.session() is None else Path()


def offered(path: Path) -> bool:
    """Have the browser offer a file, or folder, that was written; False at a terminal, where somebody finds it."""
    session = browser.session()
    if session is None:
        return False
    session.offer(path)
    return True
