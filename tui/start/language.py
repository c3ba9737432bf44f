"""The language to speak, known before anything that speaks it is loaded."""

from __future__ import annotations

import os

from tui.start.places import settings_file, shared_settings_files

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

LANGUAGES: Final = ("vi", "en")
NAMES: Final = {"vi": "Tiếng Việt", "en": "English"}
"""What each calls itself."""
_MOST_BYTES: Final = 1 << 16
_OF_NOBODY: Final = ("C", "POSIX")
"""Locales that are no language."""


def language_of_locale(environ: Mapping[str, str] = os.environ) -> str:
    """The first of ``LANGUAGE`` that is spoken here, else ``en`` where the locale is English, else the users' language.

    As in gettext: ``LANGUAGE`` is a list with colons and goes before the locale (``LC_ALL``, ``LC_MESSAGES``, ``LANG``), but counts
    for nothing where that is set to ``C`` or ``POSIX``.
    """
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    if locale not in _OF_NOBODY:
        for named in environ.get("LANGUAGE", "").split(":"):
            if named in _OF_NOBODY:
                break
            if _code(named) in LANGUAGES:
                return _code(named)
    return "en" if _code(locale) == "en" else "vi"


def _code(locale: str) -> str:
    """``en`` of ``en_GB.UTF-8@euro``."""
    for mark in "@._-":
        locale = locale.partition(mark)[0]
    return locale.lower()


def chosen_language(environ: Mapping[str, str] = os.environ) -> str | None:
    """The language of the settings (``language = "en"``), the person's own before those for all; None where none is said."""
    own = settings_file(environ)
    for path in (*(() if own is None else (own,)), *shared_settings_files(environ)):
        if (found := _language_in(path)) is not None:
            return found
    return None


def _language_in(path: str) -> str | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe there holds nobody up
        try:
            text = os.read(handle, _MOST_BYTES).decode("utf-8", "replace")
        finally:
            os.close(handle)
    except (OSError, ValueError):
        return None
    for line in text.splitlines():
        if line.startswith("["):
            return None
        key, _, value = line.partition("=")
        if key.strip() == "language":
            named = value.strip()[1:3]
            return named if named in LANGUAGES else None
    return None


def language_of(arguments: Sequence[str]) -> str:
    """The language the arguments ask for, else the one of the settings, else that of the locale."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return _known(argument.partition("=")[2])
        if argument == "--lang" and index + 1 < len(arguments):
            return _known(arguments[index + 1])
    return chosen_language() or language_of_locale()


def _known(language: str) -> str:
    return language if language in LANGUAGES else language_of_locale()
