"""Who may read and write a file: its owner, its group and the entries of its access list; and the same given to another file.

Everything that stands beside a plan has the plan's access (:meth:`Access.for_file` and the like), looked at anew at every save: who
the plan is opened to later is let in there as well, who it is closed to is shut out.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pwd
import stat
import struct
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import attrs

_LIST: Final = "system.posix_acl_access"
_NO_LIST: Final = frozenset({errno.ENODATA, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL, errno.EPERM})
_VERSION: Final = struct.Struct("<I")
_ENTRY: Final = struct.Struct("<HHI")
_NOBODY: Final = 0xFFFFFFFF
"""The id of an entry that names nobody."""

_OWNER: Final = 1
_USER: Final = 2
_GROUP_OWNING: Final = 4
_GROUP: Final = 8
_MASK: Final = 16
_EVERYBODY: Final = 32
_GROUP_CLASS: Final = _USER | _GROUP_OWNING | _GROUP
"""The kinds of entries the mask limits."""

READ: Final = 4
WRITE: Final = 2
ENTER: Final = 1


@attrs.frozen(order=True)
class Entry:
    """What one of those named (by ``kind``, and ``id`` for a user or a group) may do: READ, WRITE and ENTER added up."""

    kind: int
    id: int
    may: int


@attrs.frozen
class Access:
    """The access to one file. ``entries`` has the owner, the owning group, everybody, and what an access list names besides."""

    owner: int
    group: int
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, file: int | str | os.PathLike[str]) -> Access:
        """The access to a file as it is; links followed. Raises OSError."""
        status = os.stat(file)
        bits = stat.S_IMODE(status.st_mode)
        entries = _listed(file) or (
            Entry(_OWNER, _NOBODY, bits >> 6 & 7),
            Entry(_GROUP_OWNING, _NOBODY, bits >> 3 & 7),
            Entry(_EVERYBODY, _NOBODY, bits & 7),
        )
        return cls(status.st_uid, status.st_gid, entries)

    @classmethod
    def own(cls) -> Access:
        """A new file's: this user's only."""
        entries = Entry(_OWNER, _NOBODY, READ | WRITE), Entry(_GROUP_OWNING, _NOBODY, 0), Entry(_EVERYBODY, _NOBODY, 0)
        return cls(os.geteuid(), os.getegid(), entries)

    @property
    def mode(self) -> int:
        """The nine bits that say the same to who knows no lists, and no more."""
        group = self._may_of(_MASK, self._may_of(_GROUP_OWNING))
        return self._may_of(_OWNER) << 6 | group << 3 | self._may_of(_EVERYBODY)

    @property
    def is_list(self) -> bool:
        """Whether somebody is named besides owner, group and everybody."""
        return len(self.entries) > 3

    # -- the access of what stands beside a plan ----------------------------------------------------------------------

    def after_save(self) -> Access:
        """The access to the plan when this user has saved it: it is theirs then, unless they may give it back."""
        me = os.geteuid()
        return self if me in (0, self.owner) else self.under(me, self.group)

    def for_file(self) -> Access:
        """Read and written by the same people as the plan."""
        return self._each(lambda may: may & (READ | WRITE))

    def for_paper(self) -> Access:
        """Made of the plan and written beside it or elsewhere: read and written by the same people, and by who made it in any case."""
        same = self._each(lambda may: may & (READ | WRITE)).under(os.geteuid(), self.group)
        return attrs.evolve(same, entries=_put(same.entries, Entry(_OWNER, _NOBODY, READ | WRITE)))

    def for_lock(self) -> Access:
        """Opened by nobody but those who may write the plan."""
        return self._each(lambda may: READ | WRITE if may & WRITE else 0)

    def for_folder(self) -> Access:
        """Looked into by those who read the plan; those who write it may put something in and take it out."""
        return self._each(lambda may: may & (READ | WRITE) | (ENTER if may & (READ | WRITE) else 0))

    def for_reading(self) -> Access:
        """Written by this user alone, read by those who read the plan."""
        read = self._each(lambda may: may & READ).under(os.geteuid(), self.group)
        return attrs.evolve(read, entries=_put(read.entries, Entry(_OWNER, _NOBODY, READ | WRITE)))

    def for_handing_in(self) -> Access:
        """A folder in which everybody who reads the plan may put something of their own."""
        return self._each(lambda may: READ | WRITE | ENTER if may & READ else 0)

    def for_office(self) -> Access:
        """Written by this user alone, read by those who write the plan."""
        read = self._each(lambda may: READ if may & WRITE else 0).under(os.geteuid(), self.group)
        return attrs.evolve(read, entries=_put(read.entries, Entry(_OWNER, _NOBODY, READ | WRITE)))

    # -- who may ------------------------------------------------------------------------------------------------------

    def may(self, uid: int, groups: frozenset[int] | None = None) -> int | None:
        """What a user may do, the superuser aside; None when the system does not say which ``groups`` they are in."""
        if uid == self.owner:
            return self._may_of(_OWNER)
        mask = self._may_of(_MASK, 7)
        for entry in self.entries:
            if entry.kind == _USER and entry.id == uid:
                return entry.may & mask
        by_group = {e.id if e.kind == _GROUP else self.group: e.may & mask for e in self.entries if e.kind in (_GROUP, _GROUP_OWNING)}
        everybody = self._may_of(_EVERYBODY)
        if all(may == everybody for may in by_group.values()):
            return everybody
        groups = groups_of(uid) if groups is None else groups
        if groups is None:
            return None
        allowed = [may for group, may in by_group.items() if group in groups]
        return _all(allowed) if allowed else everybody

    def at_most(self, uid: int) -> int:
        """What a user may do, the superuser aside, if they are in every group the system does not say they are not in."""
        may = self.may(uid)
        return may if may is not None else _all(e.may for e in self._plain() if e.kind in (_GROUP, _GROUP_OWNING, _EVERYBODY))

    def others_may_write(self) -> bool:
        """Whether anybody but the owner and the superuser may write."""
        mask = self._may_of(_MASK, 7)
        return any(e.may & (mask if e.kind & _GROUP_CLASS else 7) & WRITE for e in self.entries if e.kind not in (_OWNER, _MASK))

    def is_kept_by(self, held: Access) -> bool:
        """Whether a file with the access ``held`` lets in exactly those who have this one."""
        if self.under(held.owner, held.group)._plain() != held._plain():
            return False
        return held.owner == 0 or not held._may_of(_OWNER) & ~self.at_most(held.owner)

    # -- given to a file ----------------------------------------------------------------------------------------------

    def under(self, owner: int, group: int | None) -> Access:
        """The same people let in where the file has another owner or group: who was that is named in the list.

        With None for the group nobody is let in as one of it who is not everybody.
        """
        made = self
        if group != self.group:
            made = attrs.evolve(self, group=self.group if group is None else group, entries=_masked(self._in_group(group)))
        if owner == self.owner:
            return made
        before = self._may_of(_OWNER)
        entries = made._plain()
        made = attrs.evolve(made, owner=owner, entries=made.entries if group == self.group else _masked(entries))
        if before & ~made._as_another(self.owner):
            made = attrs.evolve(made, entries=_masked(_put(entries, Entry(_USER, self.owner, before))))
        return made

    def _in_group(self, group: int | None) -> tuple[Entry, ...]:
        """The entries for a file of another group, which gets no more than it has now; the group it had is named."""
        entries = self._plain()
        everybody = self._may_of(_EVERYBODY)
        before = Entry(_GROUP, self.group, self._plain_of(_GROUP_OWNING).may)
        here = next((e for e in entries if e.kind == _GROUP and e.id == group), None)
        entries = _put((e for e in entries if e != here), Entry(_GROUP_OWNING, _NOBODY, everybody if here is None else here.may))
        return entries if before.may == everybody or group is None else _put(entries, before)

    def give(self, file: int) -> None:
        """Let the same people into an open file of this user's: owner and group too where the system allows it.

        Raises OSError when they cannot be let in without letting in others.
        """
        has_group = self._owned(file)
        status = os.fstat(file)
        held = self.under(status.st_uid, status.st_gid if has_group or status.st_gid != self.group else None)
        if held.is_list:
            try:
                os.setxattr(file, _LIST, _packed(held.entries))
                return
            except OSError as error:
                if self.is_list or error.errno not in _NO_LIST:  # without the list the mode would mean something else
                    raise
        with contextlib.suppress(OSError):  # what it has from its folder; first, or the mode would open it to those
            os.removexattr(file, _LIST)
        os.fchmod(file, held._without_list().mode)

    def _owned(self, file: int) -> bool:
        """Set owner and group as far as the system allows it; whether it allowed the group."""
        try:
            os.fchown(file, self.owner, self.group)
        except OSError:
            try:
                os.fchown(file, -1, self.group)
            except OSError:
                return False
        return True

    def _without_list(self) -> Access:
        """No more than the list gives, for a file that cannot have one: those named in it are left out."""
        kinds = _OWNER, _GROUP_OWNING, _EVERYBODY
        return attrs.evolve(self, entries=tuple(e for e in self._plain() if e.kind in kinds))

    # -- entries ------------------------------------------------------------------------------------------------------

    def _may_of(self, kind: int, otherwise: int = 0) -> int:
        return next((e.may for e in self.entries if e.kind == kind), otherwise)

    def _plain_of(self, kind: int) -> Entry:
        return next(e for e in self._plain() if e.kind == kind)

    def _plain(self) -> tuple[Entry, ...]:
        """The entries with the mask worked into them."""
        mask = self._may_of(_MASK, 7)
        return tuple(sorted(attrs.evolve(e, may=e.may & mask) if e.kind & _GROUP_CLASS else e for e in self.entries if e.kind != _MASK))

    def _each(self, change: Callable[[int], int]) -> Access:
        return attrs.evolve(self, entries=_masked(attrs.evolve(e, may=change(e.may)) for e in self._plain()))

    def _as_another(self, uid: int) -> int:
        """What a user may do who is no longer the owner; where their groups are not known, what a member may without a list."""
        may = self.may(uid)
        return may if may is not None else 0 if self.is_list else self._may_of(_GROUP_OWNING)


def groups_of(uid: int) -> frozenset[int] | None:
    """The groups a user is in; this process's own for its own user. None for a user the system does not know."""
    if uid == os.geteuid():
        return frozenset({os.getegid(), *os.getgroups()})
    try:
        user = pwd.getpwuid(uid)
        return frozenset(os.getgrouplist(user.pw_name, user.pw_gid))
    except (KeyError, OSError):
        return None


def kept_rights(handle: int, like: Path) -> None:
    """Give a new file what the old one has: access, and attributes as far as this user may. Raises OSError."""
    Access.of(like).give(handle)
    with contextlib.suppress(OSError):
        for name in os.listxattr(like):
            if name != _LIST:
                with contextlib.suppress(OSError):
                    os.setxattr(handle, name, os.getxattr(like, name))


def _listed(file: int | str | os.PathLike[str]) -> tuple[Entry, ...]:
    """The entries of a file's access list; none where it has none."""
    try:
        data = os.getxattr(file, _LIST)
    except OSError as error:
        if error.errno in _NO_LIST:
            return ()
        raise
    return tuple(Entry(kind, id, may) for kind, may, id in _ENTRY.iter_unpack(data[_VERSION.size :]))


def _packed(entries: Iterable[Entry]) -> bytes:
    return _VERSION.pack(2) + b"".join(_ENTRY.pack(e.kind, e.may, e.id) for e in sorted(entries))


def _put(entries: Iterable[Entry], new: Entry) -> tuple[Entry, ...]:
    """The entries with one in the place of that of the same kind and id."""
    return tuple(sorted([*(e for e in entries if (e.kind, e.id) != (new.kind, new.id)), new]))


def _masked(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries with the mask a list has to have; without one where nobody is named."""
    found = tuple(sorted(entries))
    if len(found) <= 3:
        return found
    return _put(found, Entry(_MASK, _NOBODY, _all(e.may for e in found if e.kind & _GROUP_CLASS)))


def _all(mays: Iterable[int]) -> int:
    found = 0
    for may in mays:
        found |= may
    return found
