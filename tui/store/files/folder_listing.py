"""What stands in a folder under the path somebody is typing: the entries that fit, in order; a path completed; a path understood.

Names are told apart by what is on the disk and shown by what a field can hold: form C, nothing a terminal would act on. So a text
that was typed or completed is led back to the name it is meant to be (:func:`meant_path`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import attrs

from tui.model.text import N_, Sentence, bare_sound, nfc, order_key, printable, say
from tui.start.places import typed_path, working_folder
from tui.store.files.errors import reason
from tui.store.files.reach import why_not_looked_at

MOST: Final = 500
"""Entries that are listed; of more of them how many there are."""
_LOOKED_AT: Final = 20_000
"""Names that are read of a folder."""


@attrs.frozen
class Kinds:
    """Which files are looked for: what they are called together, and the ends of their names; none for all."""

    label: str = ""
    endings: tuple[str, ...] = ()

    def take(self, name: str) -> bool:
        """Whether a file of this name is one."""
        return not self.endings or name.lower().endswith(self.endings)


@attrs.frozen
class FolderEntry:
    """A file or folder: its name on the disk, and the same as it is shown and typed."""

    name: str
    shown: str
    is_folder: bool


@attrs.frozen(kw_only=True)
class FolderListing:
    """The entries that go on from what is typed; of ``others`` and ``hidden`` it is only said that they are there."""

    folder: str
    entries: tuple[FolderEntry, ...] = ()
    more: int = 0
    """Entries that fit and are not listed: there are too many."""
    others: int = 0
    """Files of another kind."""
    hidden: int = 0
    fault: Sentence | None = None
    """Why the folder cannot be read."""


def shown_name(name: str) -> str:
    """A name on the disk as it is shown and typed, whatever bytes it is made of."""
    return nfc(printable(os.fsencode(name).decode("utf-8", "replace")))


def split(typed: str) -> tuple[str, str]:
    """(folder, beginning of a name) of a text that is being typed; the folder is "" or ends in ``/``; ``~`` alone is a folder."""
    if typed.startswith("~") and "/" not in typed:
        return typed + "/", ""
    head, slash, tail = typed.rpartition("/")
    return head + slash, tail


def listed(typed: str, kinds: Kinds = Kinds()) -> FolderListing:
    """The entries of the folder that is named whose names begin with what follows, then those that have it somewhere.

    Marks, capitals and ways of spelling a sound make no difference. Names with a dot are listed when one is typed.
    """
    folder_typed, beginning = split(typed)
    folder = folder_of(folder_typed)
    if (closed := why_not_looked_at(folder)) is not None:
        return FolderListing(folder=folder, fault=closed)
    try:
        found, hidden, others = _entries(folder, beginning, kinds)
    except OSError as error:
        return FolderListing(folder=folder, fault=reason(error))
    except ValueError:  # a NUL in the name
        return FolderListing(folder=folder, fault=say(N_("a file cannot have this name")))
    found.sort(key=partial(_rank, beginning))
    return FolderListing(folder=folder, entries=tuple(found[:MOST]), more=max(0, len(found) - MOST), others=others, hidden=hidden)


def _entries(folder: str, beginning: str, kinds: Kinds) -> tuple[list[FolderEntry], int, int]:
    """(what fits, how many names with a dot are not among it, how many files of another kind). Raises OSError, ValueError."""
    wanted, with_dots = bare_sound(beginning), beginning.startswith(".")
    found: list[FolderEntry] = []
    hidden = others = 0
    with os.scandir(folder) as entries:
        for _, entry in zip(range(_LOOKED_AT), entries, strict=False):
            shown = shown_name(entry.name)
            fits = bare_sound(shown).startswith(wanted) if with_dots else wanted in bare_sound(shown)
            if not fits:
                continue
            if entry.name.startswith(".") and not with_dots:
                hidden += 1
            elif _is_folder(entry):
                found.append(FolderEntry(entry.name, shown, True))
            elif kinds.take(entry.name):
                found.append(FolderEntry(entry.name, shown, False))
            else:
                others += 1
    return found, hidden, others


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link into a place nobody may look at
        return False


def _rank(beginning: str, entry: FolderEntry) -> tuple[bool, bool, str]:
    return not bare_sound(entry.shown).startswith(bare_sound(beginning)), not entry.is_folder, order_key(entry.shown)


def completed(typed: str, listing: FolderListing) -> str:
    """What is typed, gone on with as far as all entries that begin with it agree; the one entry there is, whole, a folder with ``/``."""
    folder_typed, beginning = split(typed)
    start = bare_sound(beginning)
    fitting = [entry for entry in listing.entries if bare_sound(entry.shown).startswith(start)] or list(listing.entries)
    if len(fitting) == 1 and not listing.more:
        return folder_typed + fitting[0].shown + ("/" if fitting[0].is_folder else "")
    common = _common_start([entry.shown for entry in fitting])
    return folder_typed + (common if len(common) > len(beginning) else beginning)


def _common_start(names: Sequence[str]) -> str:
    """What all names begin with."""
    first, last = min(names, default=""), max(names, default="")
    return first[: next((place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(min(first, last, key=len)))]


# -- what is meant ----------------------------------------------------------------------------------------------------


def folder_of(typed: str) -> str:
    """The folder a text names, as the disk calls it; that one works in where there is none."""
    if not typed:
        return working_folder() or "/"
    return str(meant_path(typed))


def meant_path(typed: str) -> Path:
    """The path a text means: ``~`` is the home folder, and each part that is not on the disk as it is typed is the one shown like that.

    A name of a file in another normal form, or with letters no field can hold, is found so; what is not there stays as it is typed.
    """
    path = Path(typed_path(typed))
    try:
        if os.path.lexists(path):
            return path
    except ValueError:
        return path
    found = Path(path.anchor) if path.anchor else Path()
    parts = path.parts[1:] if path.anchor else path.parts
    for place, part in enumerate(parts):
        there = _named(found, part)
        if there is None:
            return found.joinpath(*parts[place:])
        found = found / there
    return found


def _named(folder: Path, shown: str) -> str | None:
    """The name of the one entry of a folder that is called or shown so; None where there is none, or several that look alike."""
    if os.path.lexists(folder / shown):
        return shown
    try:
        with os.scandir(folder) as entries:
            alike = [entry.name for _, entry in zip(range(_LOOKED_AT), entries, strict=False) if shown_name(entry.name) == shown]
    except (OSError, ValueError):
        return None
    return alike[0] if len(alike) == 1 else None


# -- kinds of files ---------------------------------------------------------------------------------------------------

PLANS: Final = Kinds(N_("plans (.toml)"), (".toml",))
TABLES_IN: Final = Kinds(
    N_("workbooks, documents and tables (.xlsx, .ods, .docx, .csv, .txt …)"),
    (".xlsx", ".xlsm", ".ods", ".docx", ".csv", ".tsv", ".txt", ".md", ".json", ".xml"),
)
WORD_FILES: Final = Kinds(N_("Word files (.docx)"), (".docx",))
WORKBOOKS: Final = Kinds(N_("workbooks (.xlsx)"), (".xlsx",))
TEXTS: Final = Kinds(N_("files of text (.txt, .md)"), (".txt", ".md"))
_BY_ENDING: Final[Mapping[str, Kinds]] = {kinds.endings[0]: kinds for kinds in (PLANS, WORD_FILES, WORKBOOKS, TEXTS)}


def kinds_of(name: str) -> Kinds:
    """The kind of files a file that is to be written belongs to, by its name."""
    ending = Path(name).suffix.lower()
    return _BY_ENDING.get(ending, Kinds(f"*{ending}", (ending,)) if ending else Kinds())
