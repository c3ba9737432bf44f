"""A paper that leaves the workbench: a new file, or by request in the place of an older one of its kind, never of anything else."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from tui.model.text import N_, say
from tui.store.files.errors import SaveFailed, reason, shown_path
from tui.store.files.file_state import IfExists
from tui.store.files.new_file import refuse_existing, write_new
from tui.store.files.replace import Target, path_to_write, replace_file

_WORD_FILE: Final = b"PK\x03\x04"
"""How every Word file and workbook begins: a plan never does, so no plan is lost to a mistyped name."""

_TEXTS: Final = (".txt", ".md", ".csv", ".html")


def check_paper(path: str | os.PathLike[str], if_exists: IfExists, *, of_text: bool = False) -> None:
    """Raise :class:`SaveFailed` when a paper may not be written there: before the first of several is.

    In the place of a file goes only what is like it: a Word file or workbook in that of one, a text in that of a file called like one.
    """
    where = Path(path)
    if if_exists is IfExists.REFUSE:
        refuse_existing(where)
        return
    try:
        is_paper = _is_paper(path_to_write(where), of_text=of_text)
    except FileNotFoundError:
        return
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(where), reason=reason(error))) from error
    except ValueError as error:  # a NUL in the name
        raise SaveFailed(say(N_("{path} was not saved: a file cannot have this name"), path=shown_path(where))) from error
    if not is_paper:
        told = N_("{path} was not saved: what is there is no Word file or workbook, so it is not replaced")
        if of_text:
            told = N_("{path} was not saved: what is there is no table or text of that kind, so it is not replaced")
        raise SaveFailed(say(told, path=shown_path(where)))


def _is_paper(path: Path, *, of_text: bool = False) -> bool:
    if not stat.S_ISREG(os.stat(path).st_mode):  # a pipe is not opened: that would wait for somebody to write
        return False
    if of_text:
        return path.suffix.lower() in _TEXTS
    with path.open("rb") as old:
        return old.read(len(_WORD_FILE)) == _WORD_FILE


def write_paper(path: str | os.PathLike[str], data: bytes, if_exists: IfExists = IfExists.REFUSE, like: Path | None = None) -> None:
    """Write a Word file or workbook, all or nothing; a new one is its owner's only (0600) or for who may read and write ``like``.

    One that is replaced keeps its rights.

    Raises :class:`SaveFailed`.
    """
    where = Path(path)
    check_paper(where, if_exists, of_text=not data.startswith(_WORD_FILE))
    if not os.path.exists(where):
        write_new(where, data, like)
        return
    try:
        replace_file(path_to_write(where), data, Target.SCRATCH)
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(where), reason=reason(error))) from error


def make_folder(folder: str | os.PathLike[str], like: Path | None = None) -> None:
    """The folder several papers go into; a new one is its owner's only, or open to who may read or write the file ``like``.

    Raises :class:`SaveFailed`.
    """
    try:
        mode = 0o600 if like is None else stat.S_IMODE(os.stat(like).st_mode)
        is_new = not os.path.lexists(folder)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if is_new:
            os.chmod(folder, 0o700 | (mode & 0o066) | (mode & 0o044) >> 2)
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else say(N_("a file cannot have this name"))
        raise SaveFailed(say(N_("the folder was not made: {reason}"), reason=why)) from error
