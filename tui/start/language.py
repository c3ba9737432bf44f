"""The language to speak, known before anything that speaks it is loaded."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

LANGUAGES: Final = ("vi", "en")


def language_of_locale(environ: Mapping[str, str] = os.environ) -> str:
    """``en`` only when the locale asks for it; the users' language otherwise (``C``, unset, French …)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name)
        if value:
            return "en" if value.lower().startswith("en") else "vi"
    return "vi"


def language_of(arguments: Sequence[str]) -> str:
    """The language the arguments ask for, else that of the locale."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return _known(argument.partition("=")[2])
        if argument == "--lang" and index + 1 < len(arguments):
            return _known(arguments[index + 1])
    return language_of_locale()


def _known(language: str) -> str:
    return language if language in LANGUAGES else language_of_locale()
