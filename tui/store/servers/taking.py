"""Letting a working copy be what a commit holds: file by file, whole or not at all, plans under their lock.

The files come first and the branch after them, so a kill leaves files that are as here or as in the commit, and the next sync goes on.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Final

from tui.model.text import N_, Sentence, say
from tui.store.files import lock
from tui.store.files.content import Content
from tui.store.files.errors import SaveFailed, reason, shown_path
from tui.store.files.replace import Target, replace_file
from tui.store.log.history_parts import parts_of
from tui.store.log.joined_history import union
from tui.store.plan_save import is_less_than_kept
from tui.store.servers.git import ServerError
from tui.store.servers.joining import HISTORY, is_plan
from tui.store.servers.repository import PLAIN, Blob, Repository, bytes_at, index_lines, names, place_of

_UNDER_WAY: Final = "under-way"
_LOCKS: Final = ("index.lock", "HEAD.lock", "packed-refs.lock", "config.lock", "shallow.lock")


class Overtaken(Exception):
    """A plan was saved here meanwhile: what the commit holds is to be joined with that first."""


def refused_to_take(repository: Repository, before: dict[str, Blob], after: dict[str, Blob]) -> Sentence | None:
    """Why the files cannot become what a commit holds; None where they can. Nothing is written."""
    skipped = _skipped(repository)
    for path in _changed(before, after):
        place_of(repository, path)
        if path in skipped or path.endswith(".toml.history"):
            continue
        if path in before and is_a_plan_or_history(repository, path, before, after):
            continue  # what is saved in it is in a commit
        found = bytes_at(repository, path)
        old, new = before.get(path), after.get(path)
        known = [repository.blob(blob[1]) for blob in (old, new) if blob is not None and blob[0] in PLAIN]
        if found is not None and found not in known:
            told = N_("{path} was changed here and is in no commit, and the server has another one: commit it or put it aside first")
            return say(told, path=shown_path(path))
    return None


def take(repository: Repository, old: str | None, new: str, before: dict[str, Blob], after: dict[str, Blob]) -> tuple[Sentence, ...]:
    """Write the files that differ, then let the branch be the commit ``new``; what was left alone is said.

    Raises :class:`Overtaken`, and :class:`SaveFailed` where a file cannot be written.
    """
    note_under_way(repository, old, new)
    notes = []
    skipped = _skipped(repository)
    changed = _changed(before, after)
    plans = [path for path in changed if path.endswith(".toml") and is_a_plan_or_history(repository, path, before, after)]
    with_history = {path + HISTORY for path in plans}
    for path in plans:
        if path not in skipped:
            _take_plan(repository, path, before, after)
    for path in changed:
        blob = after.get(path)
        if path in skipped or path in plans or (path in with_history and bytes_at(repository, path.removesuffix(HISTORY)) is not None):
            continue
        if blob is not None and blob[0] not in PLAIN:
            notes.append(say(N_("{path} is a link on the server; it was left out here"), path=shown_path(path)))
            continue
        _take_file(repository, path, before.get(path), blob)
    repository.git.out("update-ref", "-m", "kehoach sync", "HEAD", new, *([old] if old is not None else []))
    note_in_index(repository, before, after)
    if skipped:
        repository.git.run("sparse-checkout", "reapply")
    return tuple(notes)


def is_a_plan_or_history(repository: Repository, path: str, before: dict[str, Blob], after: dict[str, Blob]) -> bool:
    """Whether a file is a plan on either side, or the history of one."""
    plan = path.removesuffix(HISTORY)
    return any(is_plan(repository, plan, side.get(plan)) for side in (after, before))


def _changed(before: dict[str, Blob], after: dict[str, Blob]) -> list[str]:
    """Paths that differ; those that are no longer there come last, so that what was moved is there before it is gone."""
    there = [path for path, blob in after.items() if before.get(path) != blob]
    return [*there, *(path for path in before if path not in after)]


def _skipped(repository: Repository) -> frozenset[str]:
    """What a sparse working copy leaves out."""
    if repository.settings.get("core.sparsecheckout", "false").lower() in ("false", "no", "off", "0"):
        return frozenset()
    found = names(repository.git.out("ls-files", "-t", "-z"))
    return frozenset(line[2:] for line in found if line.startswith("S "))


# -- one file -------------------------------------------------------------------------------------------------------


def _take_plan(repository: Repository, path: str, before: dict[str, Blob], after: dict[str, Blob]) -> None:
    place = place_of(repository, path)
    log = path + HISTORY
    wanted = _data(repository, after.get(path))
    known = [data for data in (_data(repository, before.get(path)), wanted) if data is not None]
    if not place.exists():
        if wanted is None:
            _remove(repository, log)
            return
        _write(place, wanted, Target.NOTHING)
        history = _data(repository, after.get(log))
        if history is not None:
            _write_history(repository, log, history)
        return
    with lock.held(place) as hold:
        found = bytes_at(repository, path)
        if found not in known:
            raise Overtaken
        if wanted is None:
            _remove(repository, path)
            _remove(repository, log)
            return
        history = _data(repository, after.get(log))
        if history is not None:
            _write_history(repository, log, history)
        if found == wanted:
            return

        def last_look() -> None:
            hold.check()
            if bytes_at(repository, path) != found:
                raise Overtaken

        _write(place, wanted, Target.CUT_FILE if is_less_than_kept(place, Content([found or b""])) else Target.OLD_FILE, last_look)


def _write_history(repository: Repository, path: str, data: bytes) -> None:
    place = place_of(repository, path)
    found = bytes_at(repository, path)
    parts = list(parts_of(place))
    for part in parts:
        found = (found or b"") + (bytes_at(repository, part.relative_to(repository.top).as_posix()) or b"")
    made = data if found is None else union(found, data)
    if made != found or parts:
        _write(place, made, Target.SCRATCH if place.exists() else Target.NOTHING)
    for part in parts:
        with contextlib.suppress(OSError):
            os.unlink(part)


def _take_file(repository: Repository, path: str, before: Blob | None, after: Blob | None) -> None:
    place = place_of(repository, path)
    found, wanted = bytes_at(repository, path), _data(repository, after)
    if wanted is None:
        if found is not None and before is not None and found == _data(repository, before):
            _remove(repository, path)
        return
    if found != wanted:
        _write(place, wanted, Target.SCRATCH if place.exists() else Target.NOTHING)
    if after is not None and after[0] == "100755":
        with contextlib.suppress(OSError):
            place.chmod(place.stat().st_mode | 0o111)


def _write(place: Path, data: bytes, target: Target, check: object = None) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, data, target, check if callable(check) else lambda: None)
        if target is Target.NOTHING:
            place.chmod(0o666 & ~_umask())
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(place), reason=reason(error))) from error


def _umask() -> int:
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("Umask:"):
                return int(line.split()[1], 8)
    return 0o077


def _remove(repository: Repository, path: str) -> None:
    place = place_of(repository, path)
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not taken away: {reason}"), path=shown_path(place), reason=reason(error))) from error
    with contextlib.suppress(OSError):
        if place.parent != repository.top:
            place.parent.rmdir()  # only an empty one goes


def put_back(repository: Repository, path: str, files: dict[str, Blob]) -> None:
    """Write a plan again that is no longer there, and its history where that is gone as well."""
    for name in (path, path + HISTORY):
        data = _data(repository, files.get(name))
        if data is not None and bytes_at(repository, name) is None:
            _write(place_of(repository, name), data, Target.NOTHING)


def _data(repository: Repository, blob: Blob | None) -> bytes | None:
    return None if blob is None or blob[0] not in PLAIN else repository.blob(blob[1])


# -- kills ----------------------------------------------------------------------------------------------------------


def note_under_way(repository: Repository, old: str | None, new: str) -> None:
    """Remember which commit the branch is to become, until the index knows it."""
    place = repository.state / _UNDER_WAY
    temporary = place.with_suffix(".tmp")
    temporary.write_text(json.dumps({"from": old, "to": new}))
    os.replace(temporary, place)


def note_in_index(repository: Repository, before: dict[str, Blob], after: dict[str, Blob]) -> None:
    """Have the index hold what has changed; what somebody has put there of other files stays."""
    lines = index_lines(before, after)
    if lines:
        repository.git.out("update-index", "-z", "--index-info", given=lines)
    repository.git.run("update-index", "-q", "--refresh")
    with contextlib.suppress(FileNotFoundError):
        (repository.state / _UNDER_WAY).unlink()


def mend(repository: Repository, begun: float) -> None:
    """Bring to its end what a sync left that was killed: locks of its calls of git, and an index behind its branch.

    Only called where no process of such a sync lives; ``begun`` is when it last wrote what it was at.
    """
    refs = (f"refs/heads/{repository.branch}.lock", f"{repository.known}.lock", f"logs/refs/heads/{repository.branch}.lock")
    for folder in {repository.private, repository.common}:
        for name in (*_LOCKS, *refs):
            with contextlib.suppress(OSError):
                if (folder / name).stat().st_mtime >= begun - 1:
                    (folder / name).unlink()
    place = repository.state / _UNDER_WAY
    try:
        told = json.loads(place.read_text())
        old, new = told["from"], told["to"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    with contextlib.suppress(ServerError):
        if isinstance(new, str) and repository.commit_at("HEAD") == new:
            note_in_index(repository, repository.tree(old if isinstance(old, str) else None), repository.tree(new))
    with contextlib.suppress(FileNotFoundError):
        place.unlink()
