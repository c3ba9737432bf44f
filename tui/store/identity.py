"""Who somebody is, as the system knows it: by the number it gives every user, never by what an environment or a file says."""

from __future__ import annotations

import contextlib
import os
import pwd
from pathlib import Path
from typing import Final

from tui.model.text import printable

_ENTERED_AS: Final = Path("/proc/self/loginuid")
"""The user a session was entered as: set once by the system, and kept through ``sudo``."""
_NOT_ENTERED: Final = 0xFFFFFFFF
_SUPERUSER: Final = 0


def login() -> str:
    """The login of this session's user."""
    return login_of(os.geteuid())


def full_name() -> str:
    """This session's user by full name; of the superuser, who became one, where the system knows that."""
    uid = os.geteuid()
    return full_name_of(_entered_as(uid) if uid == _SUPERUSER else uid)


def login_of(uid: int) -> str:
    """The login of a user; their number where the system has no name for it."""
    with contextlib.suppress(KeyError, OSError):  # a user of a directory service that does not answer
        return printable(pwd.getpwuid(uid).pw_name) or str(uid)
    return str(uid)


def full_name_of(uid: int) -> str:
    """The full name the system has for a user, else the login."""
    with contextlib.suppress(KeyError, OSError):
        return printable(pwd.getpwuid(uid).pw_gecos.partition(",")[0].strip()) or login_of(uid)
    return login_of(uid)


def _entered_as(uid: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        entered = int(_ENTERED_AS.read_text("ascii"))
        return uid if entered == _NOT_ENTERED else entered
    return uid
