"""The versions of a lake: a reader has the one before or the new one, never half of either.

``LAKE/format=1`` leads to ``LAKE/.versions/N``. A roll-up makes the folder of the next number whole and lets the name lead there by one
rename. Files have names of their own in each version where they hold something else, so who listed the one before and opens a file of it
later finds it or nothing, but no other rows; the version before stays until the next roll-up.

Nothing waits for the disk: after a power cut a version may lack what was written last, which shows in the sizes of its files, and is made
anew of the plans, which have everything.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from tui.lake.layout import are_whole, file_of
from tui.lake.manifest import FORMAT, NAME, Manifest, Part, plans_of_any_program, read_manifest
from tui.model.text import N_, say
from tui.store.files.errors import StoreError, reason, shown_path

CURRENT: Final = f"format={FORMAT}"
_VERSIONS: Final = ".versions"
_LOCK: Final = ".lock"
_NUMBER: Final = re.compile(r"[0-9]{6,}\Z")


class NoLake(StoreError):
    """There is no lake in a folder, or none that this program reads."""


class CannotWrite(StoreError):
    """The lake could not be brought up to date and is as it was."""


def current_version(lake: Path) -> Path:
    """The folder of the version that stands now, links followed once. Raises :class:`NoLake`."""
    try:
        return Path(os.path.realpath(lake / CURRENT, strict=True))
    except (OSError, ValueError):
        raise NoLake(say(N_("{path} holds no roll-up; “kehoach rollup” makes one"), path=shown_path(lake))) from None


@contextlib.contextmanager
def held(lake: Path) -> Iterator[None]:
    """Hold the lake, made where it is not there, while it is brought up to date.

    Raises :class:`CannotWrite`, also where somebody does so now. A folder that holds something else is left alone.
    """
    try:
        lake.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (lake / _VERSIONS).is_dir() and set(os.listdir(lake)) - {_LOCK}:
            raise CannotWrite(say(N_("{path} holds something else; name a folder that is empty or new"), path=shown_path(lake)))
        handle = os.open(lake / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _not_written(lake, error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CannotWrite(say(N_("{path} is being brought up to date by somebody else now"), path=shown_path(lake))) from None
    except OSError as error:
        raise _not_written(lake, error) from error
    finally:
        os.close(handle)


def _not_written(lake: Path, error: OSError) -> CannotWrite:
    return CannotWrite(say(N_("{path} was not written: {reason}"), path=shown_path(lake), reason=reason(error)))


def standing(lake: Path) -> tuple[Path, Manifest] | None:
    """The folder of the version that stands and its manifest; None where there is none to build on."""
    try:
        folder = current_version(lake)
    except NoLake:
        return None
    manifest = read_manifest(folder) if folder.parent == Path(os.path.realpath(lake / _VERSIONS)) else None
    return None if manifest is None or not are_whole(folder, manifest.parts) else (folder, manifest)


def plans_before(lake: Path, before: tuple[Path, Manifest] | None) -> frozenset[str]:
    """The paths of the plans of the version that stands; ``before`` is what :func:`standing` gave: also where there is none to build on."""
    if before is not None:
        return frozenset(before[1].plans)
    try:
        return plans_of_any_program(current_version(lake))
    except NoLake:
        return frozenset()


def new_version(lake: Path, over_an_older: bool = False) -> Path:
    """A folder for the next version; what a killed roll-up has left is cleared away. The lake must be held. Raises OSError.

    It is empty, or that of the version before the one that stands, which goes with this: most of its files are those of the next one,
    and thousands of them need not be linked and taken away again.
    """
    versions = lake / _VERSIONS
    versions.mkdir(mode=0o700, exist_ok=True)
    now = os.path.basename(os.path.realpath(lake / CURRENT))
    numbers = sorted(name for name in os.listdir(versions) if _NUMBER.match(name))
    last = max([int(name) for name in numbers if name <= now] or [0]) if _NUMBER.match(now) else 0
    for name in numbers:
        if int(name) > last or (not _NUMBER.match(now)):
            shutil.rmtree(versions / name)
    folder = versions / f"{last + 1:06}"
    older = [name for name in numbers if int(name) < last]
    if over_an_older and older and _is_ours(versions / older[-1], lake):
        os.rename(versions / older[-1], folder)
    else:
        folder.mkdir(mode=0o700)
    return folder


def _is_ours(folder: Path, lake: Path) -> bool:
    """Whether a version was made by this user and has the rights of the lake's folder, as all that is in it then has."""
    status = os.lstat(folder)
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and _may(status) == _may(os.stat(lake))


def let_stand(lake: Path, folder: Path, manifest: Manifest, stayed: Collection[str] = ()) -> None:
    """Finish a version and let the lake's name lead there; older ones but the one before it go. The lake must be held. Raises OSError.

    The parts that ``stayed`` where they were in an older version have their rights.
    """
    _write(folder / NAME, manifest.as_bytes())
    before = Path(os.path.realpath(lake / CURRENT))
    if stayed and _is_ours(before, lake) and _is_ours(folder, lake):
        _open_those(folder, lake, {id: part for id, part in manifest.parts.items() if id not in stayed})
    else:
        _open_as(folder, lake)
    beside = lake / f".{CURRENT}.new"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(beside)
    os.symlink(os.path.join(_VERSIONS, folder.name), beside)
    os.replace(beside, lake / CURRENT)
    with contextlib.suppress(OSError):  # it stands, whatever fails from here on
        _clear_but(lake, before.name, folder.name)


def let_say(lake: Path, folder: Path, manifest: Manifest) -> None:
    """Put another manifest of the same parts into a version that stands. The lake must be held. Raises OSError."""
    beside = folder / f".{NAME}.new"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(beside)
    _write(beside, manifest.as_bytes())
    os.chmod(beside, _of_files(os.stat(lake)))
    os.replace(beside, folder / NAME)


def give_up(lake: Path, folder: Path) -> None:
    """Take away a version that was not finished, unless the lake leads to it already."""
    if os.path.realpath(lake / CURRENT) != os.path.realpath(folder):
        shutil.rmtree(folder, ignore_errors=True)


def _clear_but(lake: Path, before: str, now: str) -> None:
    for name in os.listdir(lake / _VERSIONS):
        if _NUMBER.match(name) and name not in (before, now):
            shutil.rmtree(lake / _VERSIONS / name, ignore_errors=True)


def _open_as(folder: Path, lake: Path) -> None:
    """Whoever may look into the lake may read the version: folders and files get the rights of the lake's folder, no more."""
    of_lake = os.stat(lake)
    may, of_files = _may(of_lake), _of_files(of_lake)
    for below, _, names in os.walk(folder):
        os.chmod(below, may)
        for name in names:
            with contextlib.suppress(PermissionError):  # one that another user's roll-up has made, and that has these rights from then
                os.chmod(f"{below}/{name}", of_files)
    with contextlib.suppress(PermissionError):
        os.chmod(lake / _VERSIONS, may)


def _open_those(folder: Path, lake: Path, parts: Mapping[str, Part]) -> None:
    """The same of a version in which only these parts and the manifest are new."""
    of_lake = os.stat(lake)
    os.chmod(folder / NAME, _of_files(of_lake))
    folders = set()
    for id, part in parts.items():
        for table in part.sizes:
            path = folder / file_of(table, id, part.term, part.area)
            os.chmod(path, _of_files(of_lake))
            folders |= {path.parent, path.parent.parent, path.parent.parent.parent}
    for below in folders:
        os.chmod(below, _may(of_lake))


def _may(lake: os.stat_result) -> int:
    return stat.S_IMODE(lake.st_mode) & 0o777


def _of_files(lake: os.stat_result) -> int:
    return stat.S_IMODE(lake.st_mode) & 0o644


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)
