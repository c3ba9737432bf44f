"""The proposals that were handed in, and the answers to them: found, read with care, written, taken away.

Nothing a file says of who it is from is believed, nor its name: a proposal counts only when its file is the one user's whose login the name
begins with, has one name only and can be written by nobody else. Links are not followed, pipes not waited for. What cannot be read is a
:class:`Fault`, to be said once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

import attrs

from tui.model.clock import Clock
from tui.model.edits import SetField
from tui.model.text import N_, Sentence, say
from tui.start import others_file
from tui.store.files.access import WRITE, Access
from tui.store.files.errors import SaveFailed, reason, shown_path
from tui.store.files.replace import NOT_SUPPORTED
from tui.store.files.shared_folder import follow
from tui.store.identity import briefly, full_name_of, login_of, named_of
from tui.store.others_text import Unreadable
from tui.store.proposals.folder import answers_of, as_in_names, folder_of, may_be_of, own_file_login, why_not_trusted
from tui.store.proposals.text import (
    MOST_BYTES,
    RETURNED,
    TAKEN,
    Answered,
    Written,
    answer_in,
    answer_text,
    digest_of,
    proposal_in,
    proposal_text,
)

_NAME: Final = re.compile(r"(?P<login>.+)-(?P<when>[0-9]{8}-[0-9]{6}-[0-9]{6})-(?P<id>[0-9a-f]{8})\.toml")
_MOST_NAMES: Final = 20_000
"""Names looked at in the folder."""
_MOST_OF_ONE: Final = 20
"""Files looked at of one login: whoever hands in again takes away what was there before."""
_MOST_LOGINS: Final = 500
_MOST_ANSWERS: Final = 2000


@attrs.frozen
class HandedIn:
    """A proposal as its file has it: who handed it in by whose file it is, when, what was noted and what it would change."""

    path: Path
    uid: int
    at: dt.datetime
    digest: str
    written: Written

    @property
    def id(self) -> str:
        """What a person calls it by: the last part of its name."""
        return self.path.stem.rpartition("-")[2]

    @property
    def login(self) -> str:
        return named_of(self.uid, self._named)[1]

    @property
    def name(self) -> str:
        """The full name the system has for whoever handed it in, or the person that user acted for."""
        return briefly(named_of(self.uid, self._named)[0], self.login)

    @property
    def _named(self) -> str:
        """The login the name of the file has."""
        found = _NAME.fullmatch(self.path.name)
        return "" if found is None else found["login"]

    @property
    def edits(self) -> tuple[SetField, ...]:
        return self.written.edits

    @property
    def note(self) -> str:
        return self.written.note


@attrs.frozen
class Answer:
    """What the office made of a proposal, and who of it by whose file that is."""

    uid: int
    at: dt.datetime
    answered: Answered

    @property
    def name(self) -> str:
        return full_name_of(self.uid)

    @property
    def is_taken(self) -> bool:
        return self.answered.outcome == TAKEN


@attrs.frozen
class Fault:
    """A file in the folder that is left alone, and why."""

    name: str
    what: Sentence

    @property
    def sentence(self) -> Sentence:
        return say(N_("{name} among the proposals is left alone: {why}"), name=self.name, why=self.what)


@attrs.frozen
class Inbox:
    """The newest proposal of each login, oldest first, with the answer to it if there is one; and what is left alone."""

    proposals: tuple[tuple[HandedIn, Answer | None], ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def waiting(self) -> tuple[HandedIn, ...]:
        """What nobody has answered yet."""
        return tuple(handed for handed, answer in self.proposals if answer is None)

    def of(self, digest: str) -> HandedIn | None:
        """The proposal with this digest."""
        return next((handed for handed, _ in self.proposals if handed.digest == digest), None)


# -- reading ----------------------------------------------------------------------------------------------------------


def inbox(plan: Path, logins: Iterable[str]) -> Inbox:
    """What was handed in for a plan by users with these logins; nothing where there is no folder for it."""
    if why_not_trusted(plan) is not None:
        return Inbox()
    folder = folder_of(plan)
    wanted = dict.fromkeys(islice((as_in_names(login) for login in logins), _MOST_LOGINS))
    by_login: dict[str, list[str]] = {login: [] for login in wanted}
    for name in _names(folder):
        found = _NAME.fullmatch(name)
        if found is not None and found["login"] in by_login:
            by_login[found["login"]].append(name)
    answers = answers_to(plan)
    proposals: list[tuple[HandedIn, Answer | None]] = []
    faults: list[Fault] = []
    for login, names in by_login.items():
        for name in sorted(names, key=_when, reverse=True)[:_MOST_OF_ONE]:
            handed = _read(folder / name, login)
            if isinstance(handed, Fault):
                faults.append(handed)
            elif handed is not None:
                proposals.append((handed, answers.get(handed.digest)))
                break
    return Inbox(tuple(sorted(proposals, key=lambda pair: pair[0].at)), tuple(faults))


def own(plan: Path) -> tuple[HandedIn, Answer | None] | None:
    """What this user has handed in last, with the answer to it."""
    found = inbox(plan, [own_file_login()]).proposals
    return found[0] if found else None


def _names(folder: Path) -> list[str]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return [entry.name for entry in islice(entries, _MOST_NAMES)]
    return []


def _when(name: str) -> str:
    return name.removesuffix(".toml").rpartition("-")[0][-22:]


def _read(path: Path, login: str) -> HandedIn | Fault | None:
    """The proposal in a file; None when it is gone meanwhile."""
    name = shown_path(path.name)
    try:
        handle = others_file.opened(path)
    except FileNotFoundError:
        return None
    except OSError as fault:
        return Fault(name, reason(fault))
    try:
        status = os.fstat(handle)
        if not may_be_of(status.st_uid, login):
            return Fault(name, say(N_("the file is {login}’s"), login=login_of(status.st_uid)))
        if status.st_nlink > 1:
            return Fault(name, say(N_("the file has another name (hard link)")))
        if _others_may_write(handle):
            return Fault(name, say(N_("others may write to it")))
        data = others_file.bytes_in(handle, MOST_BYTES)
        return HandedIn(path, status.st_uid, _moment(status), digest_of(path.stem, data), proposal_in(data))
    except Unreadable:
        return Fault(name, say(N_("it is no proposal this program can read")))
    except OSError as fault:
        return Fault(name, reason(fault))
    finally:
        with contextlib.suppress(OSError):  # it was only read
            os.close(handle)


def _others_may_write(handle: int) -> bool:
    return Access.of(handle).others_may_write()


def _moment(status: os.stat_result) -> dt.datetime:
    """When a file was written; a time nobody can have meant counts as the beginning of time."""
    try:
        return Clock(dt.UTC).moment(min(max(status.st_mtime, 0), 4e9))
    except (OverflowError, ValueError, OSError):
        return Clock(dt.UTC).moment(0)


def answers_to(plan: Path) -> dict[str, Answer]:
    """The answer to each proposal by its digest; *taken in* goes before *returned*, the later before the earlier."""
    folder = answers_of(plan)
    found: dict[str, Answer] = {}
    if folder is None:
        return found
    try:
        access = Access.of(os.path.realpath(plan))
    except OSError:
        return found
    for name in sorted(name for name in _names(folder) if name.endswith(".toml"))[:_MOST_ANSWERS]:
        answer = _answer(folder / name, access)
        if answer is not None:
            other = found.get(answer.answered.digest)
            if other is None or (answer.is_taken, answer.at) > (other.is_taken, other.at):
                found[answer.answered.digest] = answer
    return found


def _answer(path: Path, access: Access) -> Answer | None:
    """The answer in a file; None where it is none, or not one of somebody who may write the plan."""
    try:
        handle = others_file.opened(path)
    except OSError:
        return None
    try:
        status = os.fstat(handle)
        may = access.may(status.st_uid)
        foreign = may is not None and not may & WRITE and status.st_uid not in (0, access.owner)
        if foreign or status.st_nlink > 1 or _others_may_write(handle):
            return None
        return Answer(status.st_uid, _moment(status), answer_in(others_file.bytes_in(handle, MOST_BYTES)))
    except (OSError, Unreadable):
        return None
    finally:
        with contextlib.suppress(OSError):  # it was only read
            os.close(handle)


# -- writing ----------------------------------------------------------------------------------------------------------


def hand_in(plan: Path, edits: Iterable[SetField], note: str) -> HandedIn:
    """Put a proposal of this user into the folder, in the place of the one before. Raises :class:`SaveFailed`, with nothing changed."""
    if (why := why_not_trusted(plan)) is not None:
        raise SaveFailed(_not_handed_in(why))
    folder, login = folder_of(plan), own_file_login()
    try:
        _sweep(folder)
        before = [name for name in _names(folder) if (m := _NAME.fullmatch(name)) and m["login"] == login and _is_own(folder / name)]
        data = proposal_text(edits, note)
        if len(data) > MOST_BYTES:
            raise others_file.TooLarge(MOST_BYTES)
        path = folder / f"{login}-{_next(before)}-{os.urandom(4).hex()}.toml"
        status = _put(path, data, Access.of(os.path.realpath(plan)), office_only=True)
        for name in before:
            with contextlib.suppress(OSError):  # what is newer counts
                os.unlink(folder / name)
    except OSError as fault:
        raise SaveFailed(_not_handed_in(reason(fault))) from fault
    except ValueError as fault:
        raise SaveFailed(_not_handed_in(say(N_("a text has a character that UTF-8 does not know")))) from fault
    return HandedIn(path, status.st_uid, _moment(status), digest_of(path.stem, data), proposal_in(data))


def _sweep(folder: Path) -> None:
    """Take away what a session of this user left that was killed while it wrote."""
    for name in _names(folder):
        if name.startswith(".") and name.endswith(".toml.tmp") and _is_own(folder / name):
            with contextlib.suppress(OSError):
                os.unlink(folder / name)


def _not_handed_in(why: Sentence) -> Sentence:
    return say(N_("not handed in: {why}"), why=why)


def _is_own(path: Path) -> bool:
    try:
        return os.lstat(path).st_uid == os.geteuid()
    except OSError:
        return False


def _next(before: Iterable[str]) -> str:
    """When it is by the clock; a moment after the last one where the clock has gone back."""
    stamps = [Clock(dt.UTC).now().strftime("%Y%m%d-%H%M%S-%f"), *(_after(_when(name)) for name in before)]
    return max(stamps)


def _after(stamp: str) -> str:
    digits = str(int(stamp.replace("-", "")) + 1).zfill(20)
    return f"{digits[:8]}-{digits[8:14]}-{digits[14:20]}"


def withdraw(plan: Path) -> int:
    """Take away what this user has handed in; how many files that were. Raises :class:`SaveFailed`."""
    folder, login, count = folder_of(plan), own_file_login(), 0
    try:
        for name in os.listdir(folder):
            found = _NAME.fullmatch(name)
            if found is not None and found["login"] == login:
                with contextlib.suppress(FileNotFoundError):
                    if os.lstat(folder / name).st_uid == os.geteuid():
                        os.unlink(folder / name)
                        count += 1
    except FileNotFoundError:
        return 0
    except OSError as fault:
        raise SaveFailed(say(N_("not withdrawn: {why}"), why=reason(fault))) from fault
    return count


def answer(plan: Path, handed: HandedIn, outcome: str, words: str = "", left: Iterable[tuple[str, str, str]] = ()) -> None:
    """Tell whoever handed in what became of it. Raises :class:`SaveFailed`."""
    folder = answers_of(plan)
    if folder is None:
        what = say(N_("the folder {folder} has no place for answers; “kehoach propose --set-up” makes it"), folder=folder_of(plan).name)
        raise SaveFailed(what)
    try:
        access = Access.of(os.path.realpath(plan))
        with contextlib.suppress(OSError):
            follow(folder, access)
        _sweep(folder)
        path = folder / f"{handed.path.stem}-{os.geteuid()}.toml"
        _put(path, answer_text(Answered(handed.digest, outcome, words, tuple(left))), access, office_only=False)
        _clear(folder, {name.removesuffix(".toml") for name in _names(folder_of(plan))})
    except OSError as fault:
        raise SaveFailed(say(N_("{name} could not be told what became of it: {why}"), name=handed.name, why=reason(fault))) from fault


def _clear(folder: Path, there: set[str]) -> None:
    """Take away answers of this user to proposals that are no longer there."""
    for name in _names(folder):
        if name.endswith(f"-{os.geteuid()}.toml") and name.removesuffix(f"-{os.geteuid()}.toml") not in there and _is_own(folder / name):
            with contextlib.suppress(OSError):
                os.unlink(folder / name)


def _put(path: Path, data: bytes, access: Access, *, office_only: bool) -> os.stat_result:
    """Write a whole file of this user's and give it its name, in one step; what it looks like. Raises OSError, and leaves nothing then."""
    new = path.with_name(f".{path.name}.tmp")
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            _let_in(handle, access, office_only=office_only)
            os.fsync(handle)
            status = os.fstat(handle)
            os.rename(new, path)
        finally:
            with contextlib.suppress(OSError):
                os.close(handle)
            with contextlib.suppress(OSError):
                os.unlink(new)  # already renamed when all went well
        try:
            os.fsync(folder)
        except OSError as fault:
            if fault.errno not in NOT_SUPPORTED:
                with contextlib.suppress(OSError):  # what is reported is what is there
                    os.unlink(path)
                raise
        return status
    finally:
        with contextlib.suppress(OSError):
            os.close(folder)


def _let_in(handle: int, access: Access, *, office_only: bool) -> None:
    """Let the office read, or everybody who reads the plan: also where there are no access lists to name the office alone."""
    if office_only:
        wanted = access.for_office()
        try:
            wanted.give(handle)
        except OSError:
            pass
        else:
            if wanted.is_kept_by(Access.of(handle)):
                return
    access.for_reading().give(handle)


__all__ = ["RETURNED", "TAKEN", "Answer", "Fault", "HandedIn", "Inbox", "answer", "answers_to", "hand_in", "inbox", "own", "withdraw"]
