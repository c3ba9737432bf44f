"""The folder of a plan's proposals, ``NAME.proposals/``: readers of the plan put files in, and take out only their own.

``LOGIN-WHEN-ID.toml`` is a proposal. In ``answers/``, which only those who write the plan can write to, is what became of it. Whose a file
is is told by the system; what a name says counts only where it says the same.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import attrs

from tui.model.text import N_, Sentence, say
from tui.store import identity
from tui.store.files.access import WRITE, Access
from tui.store.files.errors import SaveFailed, reason, shown_path
from tui.store.files.rights import is_anothers, is_protected
from tui.store.files.shared_folder import make_shared
from tui.store.identity import account_of, login_of, person_for

ANSWERS: Final = "answers"
_SHARED: Final = stat.S_ISVTX | stat.S_ISGID
"""Nobody takes away another's file; files get the group of the folder."""


@attrs.frozen
class SetUp:
    """What came of setting the folder up: whether it was there before, and what is left to be done by somebody who may."""

    folder: Path
    was_there: bool
    left: tuple[Sentence, ...] = ()
    logins: tuple[str, ...] = ()


def folder_of(plan: str | os.PathLike[str]) -> Path:
    """Where the proposals for a plan are; links are followed."""
    real = Path(os.path.realpath(plan))
    return real.with_name(f"{real.name}.proposals")


def as_in_names(login: str) -> str:
    """A login as names of files have it."""
    return login.replace("/", "_").lstrip(".")


def own_file_login() -> str:
    """The login of this session's user, or of the person it acts for, as names of files have it."""
    return as_in_names(identity.login()) or str(os.geteuid())


def may_be_of(uid: int, login: str) -> bool:
    """Whether a user's file can be of a login, as names of files have it: the user's own, or of a person the user acts for."""
    own = as_in_names(login_of(uid)) or str(uid)
    return login == own or bool(person_for(own, login))


def set_up(plan: Path, logins: Iterable[str]) -> SetUp:
    """Make the folder, or give the one that is there the rights the plan has by now. Raises :class:`SaveFailed` saying what to do."""
    folder, real = folder_of(plan), Path(os.path.realpath(plan))
    named = tuple(dict.fromkeys(logins))
    try:
        access = Access.of(real)
        if is_protected(real) or is_anothers(real):
            template = N_("only who may write {plan} can set this up: ask {login}, whose file it is")
            raise SaveFailed(say(template, plan=shown_path(real.name), login=login_of(access.owner)))
        was_there = os.path.lexists(folder)
        if not was_there:
            os.mkdir(folder, 0o700)
        elif (why := why_not_trusted(plan)) is not None:
            raise SaveFailed(why)
        status = os.stat(folder)
        if os.geteuid() in (0, status.st_uid):
            _open_to_readers(folder, access)
            make_shared(folder / ANSWERS, access)
        return SetUp(folder, was_there, tuple(_left(real, folder, access, named)), named)
    except OSError as fault:
        raise SaveFailed(_what_to_do(real, folder, fault)) from fault


def _open_to_readers(folder: Path, access: Access) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        access.for_handing_in().give(handle)
        os.fchmod(handle, os.fstat(handle).st_mode & 0o777 | _SHARED)
    finally:
        os.close(handle)


def _what_to_do(plan: Path, folder: Path, fault: OSError) -> Sentence:
    template = N_("{folder} could not be made: {reason}. Who may write to the folder {where} makes it by: kehoach propose {plan} --set-up")
    return say(template, folder=shown_path(folder.name), reason=reason(fault), where=shown_path(folder.parent), plan=shown_path(plan))


def _left(plan: Path, folder: Path, access: Access, logins: Iterable[str]) -> Iterable[Sentence]:
    """What somebody still has to do before bodies can hand in and the office can read it."""
    status = os.stat(folder)
    if status.st_gid != access.group and access.mode & 0o020:
        template = N_("the folder has another group than the plan, whose members could not read what comes in: chgrp {group} {folder}")
        yield say(template, group=_group(access.group), folder=shown_path(folder))
    if not access.for_handing_in().is_kept_by(Access.of(folder)):
        yield say(N_("the folder does not let in those who read the plan; its owner {login} mends that"), login=login_of(status.st_uid))
    if not any(True for _ in logins):
        yield say(N_("no login is named yet: “report” of the plan's settings says who reports for which body"))
    for login in logins:
        if not login.isdigit() and not _is_known(login):
            yield say(N_("the system has no user {login}"), login=login)


def _group(gid: int) -> str:
    import grp

    with contextlib.suppress(KeyError):
        return grp.getgrgid(gid).gr_name
    return str(gid)


def _is_known(login: str) -> bool:
    try:
        pwd.getpwnam(account_of(login))
    except (KeyError, OSError, ValueError):
        return False
    return True


def why_not_trusted(plan: str | os.PathLike[str]) -> Sentence | None:
    """Why nothing is handed in or taken from the folder as it is; None when it can be. A folder that is not there is one reason."""
    folder = folder_of(plan)
    name = shown_path(folder.name)
    try:
        status, access = os.lstat(folder), Access.of(os.path.realpath(plan))
    except FileNotFoundError:
        return say(
            N_("there is no folder {folder} for proposals; who may write the plan makes it by: kehoach propose --set-up"), folder=name
        )
    except OSError as fault:
        return say(N_("{path} cannot be read: {reason}"), path=name, reason=reason(fault))
    if not stat.S_ISDIR(status.st_mode):
        return say(N_("{folder} is no folder (a link or a file): it is left alone"), folder=name)
    if not may_write(access, status.st_uid):
        template = N_("{folder} is {login}’s, who may not write the plan: it is left alone")
        return say(template, folder=name, login=login_of(status.st_uid))
    return None


def may_write(access: Access, uid: int) -> bool:
    """Whether a user is one of those who may write the plan; of whom the system does not know the groups, whether they may be.

    Its owner is, whatever its mode says at the moment: they change that when they like.
    """
    return uid in (0, access.owner) or bool(access.at_most(uid) & WRITE)


def answers_of(plan: str | os.PathLike[str]) -> Path | None:
    """The folder of answers; None where it is not one that only the office can have made."""
    folder = folder_of(plan)
    try:
        here, inside = os.lstat(folder), os.lstat(folder / ANSWERS)
    except OSError:
        return None
    return folder / ANSWERS if stat.S_ISDIR(inside.st_mode) and inside.st_uid in (0, here.st_uid) else None
