"""The person's own editor: which command opens a file at a line. The command is split as a shell would, and no shell runs it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from typing import Final

VARIABLES: Final = ("VISUAL", "EDITOR")

_PLUS: Final = ("vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe", "jed", "ne", "mg", "ed", "less")
_COLON: Final = ("hx", "helix", "subl", "zed")
_GOTO: Final = ("code", "codium", "code-insiders", "cursor")
_WAITING: Final = {"subl": ("-w", "--wait"), "zed": ("-w", "--wait"), **dict.fromkeys(_GOTO, ("-w", "--wait"))}
"""Editors that come back at once unless they are told to wait."""


def command_named(environ: Mapping[str, str] = os.environ) -> list[str] | None:
    """The words of the editor's command; None where none is named or its quotes do not end."""
    for name in VARIABLES:
        try:
            words = shlex.split(environ.get(name, ""))
        except ValueError:
            continue
        if words and words[0]:
            return words
    return None


def opened_at(command: Sequence[str], path: str, line: int) -> list[str]:
    """The command that opens a file at a line, as far as the editor is known; ``path`` is absolute."""
    called = os.path.basename(command[0]).removesuffix(".exe")
    words = [*command]
    waits = _WAITING.get(called)
    if waits is not None and not set(waits) & set(words[1:]):
        words.append(waits[-1])
    if called in _COLON:
        return [*words, f"{path}:{line}"]
    if called in _GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    return [*words, f"+{line}", path] if called in _PLUS else [*words, path]
