"""Who somebody is, as the system knows it: by the number it gives every user, never by what an environment or a file says.

An account that serves a workbench in browsers (``kehoach serve``) acts for persons it names. Such a login is ``ACCOUNT:PERSON``: the
system knows the account, and the person is that account's word. No account has a colon in its name, so nobody is taken for another.
"""

from __future__ import annotations

import contextlib
import os
import pwd
from pathlib import Path
from typing import Final

from tui.model.text import printable
from tui.start import browser

_ENTERED_AS: Final = Path("/proc/self/loginuid")
"""The user a session was entered as: set once by the system, and kept through ``sudo``."""
_NOT_ENTERED: Final = 0xFFFFFFFF
_SUPERUSER: Final = 0
_FOR: Final = ":"


def login() -> str:
    """The login of this session's user, or of the person the account acts for: ``ACCOUNT:PERSON``."""
    account, person = login_of(os.geteuid()), _person()
    return f"{account}{_FOR}{person}" if person else account


def full_name() -> str:
    """This session's user by full name; of the superuser, who became one, where the system knows that."""
    if person := _person():
        return person
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


def person_for(account: str, told: str) -> str:
    """The person an account says it acts for, in what it tells as a login; "" where it acts for itself, or tells of another account."""
    return printable(told.removeprefix(account + _FOR)) if told.startswith(account + _FOR) else ""


def account_of(login: str) -> str:
    """The account of a login: of ``ACCOUNT:PERSON`` what the system knows."""
    return login.partition(_FOR)[0]


def named_of(uid: int, told: str) -> tuple[str, str]:
    """(full name, login) of who wrote what tells this login, by whose it is: the account, and the person it acts for."""
    account = login_of(uid)
    person = person_for(account, told)
    return (person, f"{account}{_FOR}{person}") if person else (full_name_of(uid), account)


def briefly(name: str, login: str) -> str:
    """A name alone, and of a person an account acts for that account: ``lan (kehoach)``."""
    account, acts_for, _ = login.partition(_FOR)
    return f"{name} ({account})" if acts_for else name


def _person() -> str:
    """The person this session's account acts for; "" where it is the person's own."""
    session = browser.session()
    return "" if session is None else printable(session.person)


def _entered_as(uid: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        entered = int(_ENTERED_AS.read_text("utf-8"))
        return uid if entered == _NOT_ENTERED else entered
    return uid
