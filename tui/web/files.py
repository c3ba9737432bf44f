"""A person's files on the server: uploaded through the page, written by the program, fetched through the page again.

A name is only ever a name in the person's folder: what a browser calls a file is made one, and what is asked for is looked up there.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath
from typing import Final

import attrs

from tui.model.text import N_, Sentence, nfc, printable, say
from tui.store.files.folder_listing import PLANS, TABLES_IN

_MOST_OF_A_NAME: Final = 120
"""Bytes of a name, so that one with a number behind it still is one."""
_MOST_ALIKE: Final = 1000
TYPES: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ics": "text/calendar; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".toml": "text/plain; charset=utf-8",
}
TAKEN: Final = (*TABLES_IN.endings, *PLANS.endings)
"""How the names of files end that may be uploaded: what can be taken in or opened."""


class NotTaken(Exception):
    """An upload was refused, and nothing of it is kept; the sentence says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@attrs.frozen(kw_only=True)
class Limits:
    """What a person may keep on the server: bytes of one file and of all together, and how many files."""

    one: int
    all: int
    count: int = 500


@attrs.frozen
class OwnFile:
    """A file or folder of the person's, and its bytes; of a folder those of the files in it."""

    name: str
    size: int
    is_folder: bool


def safe_name(told: str) -> str:
    """What a file is called here that a browser calls ``told``: its last part, without controls or what a shell or a listing would act on.

    Raises :class:`NotTaken` where nothing of a name is left, or it does not end as a file that is taken.
    """
    last = nfc(told).replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in last if unicodedata.category(char)[0] not in "C" and char not in '<>:"|?*')
    kept = " ".join(printable(kept).split()).lstrip(".- ")
    stem, dot, ending = kept.rpartition(".")
    if not dot or f".{ending.lower()}" not in TAKEN or not stem.strip(". "):
        endings = ", ".join(TAKEN)
        shown = printable(last)[:_MOST_OF_A_NAME]
        raise NotTaken(say(N_("“{name}” is no file that can be imported: {endings}"), name=shown, endings=endings))
    room = _MOST_OF_A_NAME - len(ending) - 1
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{stem}.{ending.lower()}"


async def take(folder: Path, told: str, pieces: AsyncIterator[bytes], limits: Limits) -> str:
    """Keep an upload under a name that is free, whole or not at all; the name. Raises :class:`NotTaken` and OSError."""
    name = safe_name(told)
    there = own_files(folder)
    if len(there) >= limits.count:
        raise NotTaken(say(N_("you have {count} files here already: take some away first"), count=len(there)))
    room = min(limits.one, limits.all - sum(one.size for one in there))
    beside = folder / f".{secrets.token_hex(8)}.part"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        size = 0
        try:
            async for piece in pieces:
                size += len(piece)
                if size > room:
                    raise NotTaken(_too_large(limits, room))
                _write(handle, piece)
        finally:
            os.close(handle)
        return _put(beside, folder, name)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()


def _too_large(limits: Limits, room: int) -> Sentence:
    if room < limits.one:
        return say(N_("your files here would be more than {most} MiB: take some away first"), most=limits.all >> 20)
    return say(N_("it is larger than {most} MiB"), most=limits.one >> 20)


def _write(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]


def _put(beside: Path, folder: Path, name: str) -> str:
    stem, _, ending = name.rpartition(".")
    for number in range(1, _MOST_ALIKE):
        free = name if number == 1 else f"{stem}-{number}.{ending}"
        try:
            os.link(beside, folder / free)
        except FileExistsError:
            continue
        return free
    raise NotTaken(say(N_("there are too many files called {name}"), name=name))


def own_files(folder: Path) -> list[OwnFile]:
    """The files and folders a person has, by name; what begins with a dot is the program's."""
    found: list[OwnFile] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                found.append(OwnFile(entry.name, sum(size for _, size in in_folder(Path(entry.path))), True))
            elif entry.is_file(follow_symlinks=False):
                found.append(OwnFile(entry.name, entry.stat(follow_symlinks=False).st_size, False))
    return sorted(found, key=lambda one: one.name)


def in_folder(folder: Path) -> list[tuple[Path, int]]:
    """The regular files in a folder and below, with their sizes; links are not followed."""
    found: list[tuple[Path, int]] = []
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            path = Path(root) / name
            if path.is_file() and not path.is_symlink():
                found.append((path, path.lstat().st_size))
    return found


def own_file(folder: Path, name: str) -> Path | None:
    """The file or folder of this name among a person's; None where there is none: no path is followed."""
    path = PurePosixPath(name)
    if len(path.parts) != 1 or name.startswith(".") or "\0" in name:
        return None
    found = folder / name
    is_there = not found.is_symlink() and (found.is_file() or found.is_dir())
    return found if is_there else None


def packed(folder: Path) -> bytes:
    """A folder of papers as one file: a ZIP archive."""
    import io
    import zipfile

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, _ in in_folder(folder):
            archive.write(path, str(path.relative_to(folder.parent)))
    return data.getvalue()


def take_away(path: Path) -> None:
    """Delete a file or folder of a person's. Raises OSError."""
    import shutil

    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
