"""A session in a browser (``kehoach serve``): whose it is, where its files are, and how it offers one.

The server starts the program with :data:`VARIABLE` set. Whoever can set it for a process has that process's account anyway, so it only
ever narrows what the session may do, and names a person *beside* the account: see :mod:`tui.store.identity`.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported at the top.
"""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

VARIABLE: Final = "KEHOACH_BROWSER"
_NOWHERE: Final = "/dev/null/nowhere"
"""A folder there cannot be."""


class BrowserSession:
    """What a session in a browser was started with."""

    __slots__ = ("folder", "person", "plans", "told_by")

    def __init__(self, person: str, folder: str, plans: tuple[str, ...], told_by: int | None) -> None:
        self.person = person
        """Who it is, by the word of the account that serves; "" where the account is the person's own."""
        self.folder = folder
        """Where the person's files are: what they uploaded, and what the program writes for them."""
        self.plans = plans
        """The plans that are served, as paths without links."""
        self.told_by = told_by
        """The descriptor the server listens at; None when it does not."""

    def has(self, path: str | os.PathLike[str]) -> bool:
        """Whether a path leads into the person's folder, whatever links it goes over."""
        try:
            real, root = os.path.realpath(path), os.path.realpath(self.folder)
        except (OSError, ValueError):
            return False
        return real == root or real.startswith(root + "/")

    def serves(self, path: str | os.PathLike[str]) -> bool:
        """Whether a path is one of the plans that are served."""
        try:
            return os.path.realpath(path) in self.plans
        except (OSError, ValueError):
            return False

    def offer(self, path: str | os.PathLike[str]) -> None:
        """Have the browser offer a file, or a folder of them, that was written for the person."""
        import json

        if self.told_by is not None and self.has(path):
            name = os.path.relpath(os.path.realpath(path), os.path.realpath(self.folder))
            with contextlib.suppress(OSError):  # a server that is gone offers nothing; the file is there
                os.write(self.told_by, json.dumps({"file": name}).encode("utf-8", "surrogateescape") + b"\n")


def session(environ: Mapping[str, str] = os.environ) -> BrowserSession | None:
    """The session in a browser this process is; None at a terminal. What cannot be read of it allows nothing."""
    told = environ.get(VARIABLE)
    if told is None:
        return None
    import json

    try:
        read = json.loads(told)
        person, folder, plans, told_by = (read[key] for key in ("person", "folder", "plans", "told_by"))
        if isinstance(person, str) and isinstance(folder, str) and os.path.isabs(folder) and isinstance(told_by, int | None):
            return BrowserSession(person, folder, tuple(str(plan) for plan in plans), told_by)
    except (ValueError, KeyError, TypeError):
        pass
    return BrowserSession("?", _NOWHERE, (), None)


def variable(person: str, folder: str, plans: tuple[str, ...], told_by: int | None) -> str:
    """What the server sets :data:`VARIABLE` to."""
    import json

    return json.dumps({"person": person, "folder": folder, "plans": list(plans), "told_by": told_by})
