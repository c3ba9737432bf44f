"""Settings: a theme and keys, in ``$XDG_CONFIG_HOME/kehoach/config.toml``, else as ``/etc/xdg/kehoach/config.toml`` has them for all.

A broken file is said, not fatal.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs

from tui.actions import BY_ID
from tui.model.text import N_, Sentence, printable, say
from tui.start import others_file, places
from tui.start.language import LANGUAGES
from tui.store.files.errors import CannotRender, SaveFailed, reason, shown_path
from tui.store.others_text import Unreadable, reading

_BOM: Final = "\ufeff"
_MOST_BYTES: Final = 1 << 20
_MOST_FAULTS: Final = 5
"""Faults that are said; of the others how many there are."""
_LONGEST_KEY: Final = 40
_WHOLE: Final = 100
THEME: Final = "theme"
MOUSE: Final = "mouse"
LANGUAGE: Final = "language"
"""Is read before anything else is: see :func:`tui.start.language.chosen_language`."""
TOUR_SEEN: Final = "tour_seen"
WIDTHS: Final = "widths"
_MOST_CELLS: Final = 200
PANEL: Final = "panel"
PANEL_SIZE: Final = "panel_size"
RESUME: Final = "resume"


Setting: TypeAlias = str | bool | int | Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""What can be remembered."""


@attrs.frozen
class Config:
    """What the user chose; ``faults`` says what in the file was not understood."""

    theme: str | None = None
    keys: Mapping[str, str] = attrs.field(factory=dict)
    wire: str = "lean"
    """How frames are sent: ``lean``, only what changed; ``plain``, as Textual does (:mod:`tui.terminal.frame_sender`)."""
    mouse: bool = True
    """Whether the mouse is the program's; else it is the terminal's, which marks text with it."""
    panel: bool = True
    """Whether the panel of a record stands beside or below a table that has room for it."""
    panel_size: int | None = None
    """Per cent of the window it takes; None for the usual."""
    widths: Mapping[str, Mapping[str, int]] = attrs.field(factory=dict)
    """The cells of columns whose edge somebody has dragged, by table and column."""
    tour_seen: bool = False
    """Whether the introduction has been shown to this person."""
    resume: bool = True
    """Whether the program begins where the person left the plan."""
    faults: tuple[Sentence, ...] = ()


def config_path(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where the settings live; None where there is no place for them."""
    where = places.settings_file(environ)
    return None if where is None else Path(where)


def shared_paths(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Where settings for all users of the machine live, the one that counts most first."""
    return [Path(path) for path in places.shared_settings_files(environ)]


def read_config(path: Path | None, shared: Sequence[Path] = ()) -> Config:
    """The settings; an absent file means the defaults, and so does what cannot be understood in it.

    What the person's own file does not say is as the ``shared`` ones have it, of keys and widths each by itself.
    """
    found = Config()
    for file in (*reversed(shared), *(() if path is None else (path,))):
        said, doc = _read(file)
        found = attrs.evolve(
            found,
            **{name: getattr(said, name) for name in _ONE_VALUE if name in doc},
            keys={**found.keys, **said.keys},
            widths={**found.widths, **{table: {**found.widths.get(table, {}), **columns} for table, columns in said.widths.items()}},
            faults=(*found.faults, *said.faults),
        )
    return found


_ONE_VALUE: Final = (THEME, "wire", MOUSE, PANEL, PANEL_SIZE, TOUR_SEEN, RESUME)
"""The settings of one value each, called in the file as they are here."""


def _read(path: Path) -> tuple[Config, Mapping[str, Any]]:
    """What one file says, and the file; nothing where there is none."""
    file = shown_path(path)
    try:
        with reading():
            text = others_file.bytes_of(path, _MOST_BYTES, links=True).decode("utf-8-sig")
            from tui.store.toml.parse import loads  # most people have no such file

            doc = loads(text)
            return _config_in(doc, file), doc
    except Unreadable as fault:
        why = fault.__cause__
        if isinstance(why, FileNotFoundError):
            return Config(), {}
        detail = reason(why) if isinstance(why, OSError) else printable(str(why or fault))
        return Config(faults=(say(N_("{file} could not be read: {detail}"), file=file, detail=detail),)), {}


def _config_in(doc: Mapping[str, Any], file: str) -> Config:
    faults: list[Sentence] = []
    theme = doc.get("theme")
    keys = _keys_in(doc.get("keys", {}), file, faults)
    wire = doc.get("wire", "lean")
    if wire not in ("lean", "plain"):
        faults.append(say(N_("{file}: “{key}” must be {words}"), file=file, key="wire", words="“lean”, “plain”"))
        wire = "lean"
    if doc.get(LANGUAGE, "vi") not in LANGUAGES:
        faults.append(say(N_("{file}: “{key}” must be {words}"), file=file, key=LANGUAGE, words=", ".join(f"“{one}”" for one in LANGUAGES)))
    mouse, panel, resume = (_yes_or_no(doc, key, file, faults) for key in (MOUSE, PANEL, RESUME))
    size = doc.get(PANEL_SIZE)
    if size is not None and (isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= _WHOLE):
        faults.append(say(N_("{file}: “{key}” must be {words}"), file=file, key=PANEL_SIZE, words=f"1–{_WHOLE}"))
        size = None
    if len(faults) > _MOST_FAULTS:
        faults[_MOST_FAULTS:] = [say(N_("{file}: {n} more faults"), file=file, n=len(faults) - _MOST_FAULTS)]
    widths = _widths_in(doc.get(WIDTHS, {}), file, faults)
    return Config(
        theme if isinstance(theme, str) else None,
        keys,
        wire,
        mouse,
        panel,
        size,
        widths,
        tour_seen=doc.get(TOUR_SEEN, False) is True,
        resume=resume,
        faults=tuple(faults),
    )


def _yes_or_no(doc: Mapping[str, Any], key: str, file: str, faults: list[Sentence]) -> bool:
    """A setting that is on where it is not said."""
    value = doc.get(key, True)
    if isinstance(value, bool):
        return value
    faults.append(say(N_("{file}: “{key}” must be {words}"), file=file, key=key, words="true, false"))
    return True


def _widths_in(wanted: object, file: str, faults: list[Sentence]) -> dict[str, dict[str, int]]:
    """Widths of columns by table and column; of what is none it is said once."""
    widths: dict[str, dict[str, int]] = {}
    for table, columns in wanted.items() if isinstance(wanted, dict) else (("", wanted),):
        if isinstance(columns, dict) and all(_is_width(width) for width in columns.values()):
            widths[table] = dict(columns)
        else:
            faults.append(say(N_("{file}: “{key}” must be {words}"), file=file, key=WIDTHS, words=f"1–{_MOST_CELLS}"))
            break
    return widths


def _is_width(width: object) -> bool:
    return isinstance(width, int) and not isinstance(width, bool) and 1 <= width <= _MOST_CELLS


def _keys_in(wanted: object, file: str, faults: list[Sentence]) -> dict[str, str]:
    """Keys by action; what is wrong with the others goes to the ``faults``."""
    keys: dict[str, str] = {}
    for action, value in wanted.items() if isinstance(wanted, dict) else ():
        named = [value] if isinstance(value, str) else value
        if action not in BY_ID:
            faults.append(say(N_("{file}: there is no action “{action}”"), file=file, action=printable(action[:_LONGEST_KEY])))
        elif isinstance(named, list) and all(isinstance(key, str) and len(key) <= _LONGEST_KEY and key.isprintable() for key in named):
            keys[action] = ",".join(named)
        else:
            faults.append(say(N_("{file}: the keys of “{action}” must be a text or a list of texts"), file=file, action=action))
    return keys


def keep_theme(path: Path | None, theme: str) -> None:
    """Remember the theme (see :func:`keep_setting`)."""
    keep_setting(path, THEME, theme)


def keep_setting(path: Path | None, key: str, value: Setting) -> None:
    """Remember a choice; whatever else the file says stays as it is written, and a link to it stays a link.

    Raises :class:`StoreError` when it cannot be; then the file is as it was.
    """
    if path is None:
        raise SaveFailed(say(N_("there is no home folder")))
    try:
        _set(path, key, value)
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(path), reason=reason(error))) from error


def _set(path: Path, key: str, value: Setting) -> None:
    from tui.store.files.file_state import Identity, decoded, read_file
    from tui.store.files.replace import Target, path_to_write, replace_file
    from tui.store.toml.parse import loads
    from tui.store.toml.write import render

    real = path_to_write(path)
    if not real.exists():
        real.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(real, render("", {}, {key: value}).encode(), Target.NOTHING)
        return
    file = read_file(real)
    text = decoded(file)
    try:
        doc = loads(text.removeprefix(_BOM))
    except (ValueError, RecursionError) as fault:
        raise SaveFailed(say(N_("{file} could not be read: {detail}"), file=shown_path(path), detail=printable(str(fault)))) from fault

    def last_look() -> None:
        if Identity.of(os.stat(real)) != file.identity:
            raise SaveFailed(say(N_("{path} was changed by somebody else since it was loaded"), path=shown_path(path)))

    try:
        changed = render(text, doc, {**doc, key: value})
    except RecursionError as fault:
        raise CannotRender(say(N_("the changes cannot be written into this file's layout"))) from fault
    replace_file(real, changed.encode(), Target.SCRATCH, last_look)
