"""The user's own settings: a theme and keys, in ``$XDG_CONFIG_HOME/kehoach/config.toml``. A broken file is said, not fatal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import attrs
import tomli_w

from tui.actions import BY_ID
from tui.model.text import N_, Sentence, say
from tui.store.toml.parse import loads


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


def config_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the settings live."""
    home = environ.get("XDG_CONFIG_HOME") or str(Path(environ.get("HOME", "~")).expanduser() / ".config")
    return Path(home) / "kehoach" / "config.toml"


def read_config(path: Path) -> Config:
    """The settings; an absent file means the defaults."""
    try:
        doc = loads(path.read_text(encoding="utf-8"))
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


def keep_theme(path: Path, theme: str) -> None:
    """Remember the theme; whatever else the file says stays. Raises OSError; a file we cannot read is left alone."""
    doc: dict[str, object] = {}
    try:
        doc = loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (ValueError, RecursionError):
        return
    doc["theme"] = theme
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        tomli_w.dump(doc, file)
    os.replace(fresh, path)
