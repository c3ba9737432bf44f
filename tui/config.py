"""The user's own settings: a theme and keys, in ``$XDG_CONFIG_HOME/kehoach/config.toml``. A broken file is said, not fatal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from tui.actions import BY_ID
from tui.model.text import N_, Sentence, printable, say
from tui.start import places
from tui.store.files.errors import SaveFailed, reason, shown_path
from tui.store.toml.parse import loads

_BOM: Final = "\ufeff"


@attrs.frozen
class Config:
    """What the user chose; ``faults`` says what in the file was not understood."""

    theme: str | None = None
    keys: Mapping[str, str] = attrs.field(factory=dict)
    wire: str = "lean"
    """How frames are sent: ``lean``, only what changed; ``plain``, as Textual does (:mod:`tui.terminal.frame_sender`)."""
    mouse: bool = True
    """Whether the mouse is the program's; else it is the terminal's, which marks text with it."""
    faults: tuple[Sentence, ...] = ()


def config_path(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where the settings live; None where there is no place for them."""
    where = places.settings_file(environ)
    return None if where is None else Path(where)


def read_config(path: Path | None) -> Config:
    """The settings; an absent file means the defaults."""
    if path is None:
        return Config()
    try:
        doc = loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Config()
    except (OSError, ValueError, RecursionError) as fault:
        return Config(faults=(say(N_("{file} could not be read: {detail}"), file=str(path), detail=str(fault)),))
    faults: list[Sentence] = []
    theme = doc.get("theme")
    keys: dict[str, str] = {}
    wanted = doc.get("keys", {})
    for action, value in wanted.items() if isinstance(wanted, dict) else ():
        if action not in BY_ID:
            faults.append(say(N_("{file}: there is no action “{action}”"), file=str(path), action=action))
        elif isinstance(value, str):
            keys[action] = value
        elif isinstance(value, list) and all(isinstance(v, str) for v in value):
            keys[action] = ",".join(value)
        else:
            faults.append(say(N_("{file}: the keys of “{action}” must be a text or a list of texts"), file=str(path), action=action))
    wire = doc.get("wire", "lean")
    if wire not in ("lean", "plain"):
        faults.append(say(N_("{file}: “{key}” must be {words}"), file=str(path), key="wire", words="“lean”, “plain”"))
        wire = "lean"
    mouse = doc.get("mouse", True)
    if not isinstance(mouse, bool):
        faults.append(say(N_("{file}: “{key}” must be {words}"), file=str(path), key="mouse", words="true, false"))
        mouse = True
    return Config(theme if isinstance(theme, str) else None, keys, wire, mouse, tuple(faults))


def keep_theme(path: Path | None, theme: str) -> None:
    """Remember the theme; whatever else the file says stays as it is written, and a link to it stays a link.

    Raises :class:`StoreError` when it cannot be; then the file is as it was.
    """
    if path is None:
        raise SaveFailed(say(N_("there is no home folder")))
    try:
        _set(path, "theme", theme)
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(path), reason=reason(error))) from error


def _set(path: Path, key: str, value: str) -> None:
    from tui.store.files.file_state import Identity, read_file
    from tui.store.files.replace import Target, path_to_write, replace_file
    from tui.store.toml.write import render

    real = path_to_write(path)
    if not real.exists():
        real.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(real, render("", {}, {key: value}).encode(), Target.NOTHING)
        return
    file = read_file(real)
    text = file.data.decode("utf-8")
    try:
        doc = loads(text.removeprefix(_BOM))
    except (ValueError, RecursionError) as fault:
        raise SaveFailed(say(N_("{file} could not be read: {detail}"), file=shown_path(path), detail=printable(str(fault)))) from fault

    def last_look() -> None:
        if Identity.of(os.stat(real)) != file.identity:
            raise SaveFailed(say(N_("{path} was changed by somebody else since it was loaded"), path=shown_path(path)))

    replace_file(real, render(text, doc, {**doc, key: value}).encode(), Target.SCRATCH, last_look)
