"""Who a request is from, by the word of the proxy that has asked for their password; and where what is theirs is kept.

The proxy proves itself by a secret both know. Without it, or with a name that could be anything but a name, nobody is let in.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from tui.model.text import N_, Sentence, nfc, say
from tui.start import others_file, places

SECRET_HEADER: Final = "X-Kehoach-Secret"
_LEAST: Final = 24
"""Characters a secret has at least."""
_MOST: Final = 1 << 12
_NAME: Final = re.compile(r"[^\W_][\w.@+-]{0,63}")


@attrs.frozen
class Gate:
    """What a request has to have: the secret, and one header with the person's name. ``only`` is the one person let in, None for all."""

    user_header: str
    secret: bytes = attrs.field(repr=False)
    only: str | None = None

    def person(self, secrets: Sequence[str], names: Sequence[str]) -> str | Sentence:
        """The person the headers of a request name, or why nobody is let in."""
        if len(secrets) != 1 or not hmac.compare_digest(secrets[0].encode("utf-8", "surrogateescape"), self.secret):
            return say(N_("this address is for the office's own server in front of it, which asks who you are"))
        if len(names) != 1 or not names[0]:
            return say(N_("the office's server does not say who you are: log in there first"))
        name = person_named(names[0])
        if name is None:
            return say(N_("a name of letters, digits and . _ - @ + of at most 64 characters was expected"))
        if self.only is not None and name != self.only:
            return say(N_("this workbench is another person's: everybody has their own here"))
        return name


def person_named(text: str) -> str | None:
    """A person's name as a header has it; None where it is none: with blanks, controls, markup, signs of a path, or too long."""
    name = nfc(text)
    if not _NAME.fullmatch(name) or any(unicodedata.category(char) in ("Cn", "Co", "Cs", "Cf") for char in name):
        return None
    return name


class NoSecret(Exception):
    """The file of the secret cannot be used; the sentence says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def secret_in(path: Path) -> bytes:
    """The secret in a file that is its owner's only. Raises :class:`NoSecret` and OSError."""
    handle = others_file.opened(path, links=True)
    try:
        status = os.fstat(handle)
        if stat.S_IMODE(status.st_mode) & 0o037:
            raise NoSecret(say(N_("others may read or write it, so it is no secret: chmod 600 {file}"), file=str(path)))
        secret = others_file.bytes_in(handle, _MOST).strip()
    finally:
        os.close(handle)
    if len(secret) < _LEAST or not secret.isascii() or any(char <= 0x20 or char == 0x7F for char in secret):
        template = N_("a secret of {least} letters and digits or more was expected: openssl rand -hex 32 > {file}")
        raise NoSecret(say(template, least=_LEAST, file=str(path)))
    return secret


@attrs.frozen
class Home:
    """A person's folders, readable by the account of the server only. Nothing of the name is in a path: a digest of it is."""

    person: str
    folder: Path

    @property
    def files(self) -> Path:
        """What the person uploaded and what was written for them."""
        return self.folder / "files"

    def environment(self) -> dict[str, str]:
        """The variables by which the program keeps settings, journals and pages here."""
        return places.variables_under(str(self.folder)) | places.variables_for_all()


def home_of(person: str, under: Path) -> Home:
    """The folders of a person, made where they are not there. Raises OSError."""
    home = Home(person, under / hashlib.sha256(person.encode()).hexdigest()[:32])
    for folder in (under, home.folder, *map(Path, places.variables_under(str(home.folder)).values())):
        make_private(folder)
    whose = home.folder / "person"
    if not whose.exists():
        whose.write_text(person + "\n", encoding="utf-8")
        whose.chmod(0o600)
    return home


def make_private(folder: Path) -> None:
    """A folder of this account that nobody else may enter, made where it is not there. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise NotADirectoryError(20, "not a folder of its own", str(folder))
    if stat.S_IMODE(status.st_mode) & 0o077:
        folder.chmod(0o700)
