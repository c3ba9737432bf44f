"""Where the program keeps what is the person's own: settings, journals, what only saves time. The one place that asks for it.

By the XDG base directory specification: a variable that is empty or no absolute path counts as not set. The home folder is
``HOME``, else that of the password database; where there is none, there are no settings and nothing is kept to save time.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported here.
"""

from __future__ import annotations

import os
import pwd
import zlib

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAM = "kehoach"
_FOR_ALL = ("XDG_CONFIG_DIRS",)
SHOWN_LOG = "$XDG_STATE_HOME/kehoach/log"
"""The log of ``--debug`` as help tells it."""


def home_folder(environ: Mapping[str, str] = os.environ) -> str | None:
    """The person's home folder, an absolute path; None where there is none."""
    named = environ.get("HOME", "")
    if os.path.isabs(named):
        return named
    try:
        entered = pwd.getpwuid(os.geteuid()).pw_dir
    except (KeyError, OSError):  # a user nobody has entered, as in a container
        return None
    return entered if os.path.isabs(entered) and os.path.isdir(entered) else None


def settings_folder(environ: Mapping[str, str] = os.environ) -> str | None:
    """``$XDG_CONFIG_HOME/kehoach``, else ``~/.config/kehoach``; None without a home."""
    return _folder("XDG_CONFIG_HOME", (".config",), environ)


def settings_file(environ: Mapping[str, str] = os.environ) -> str | None:
    """The file of the settings."""
    folder = settings_folder(environ)
    return None if folder is None else os.path.join(folder, "config.toml")


def shared_settings_files(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The files of the settings for all users of the machine, the one that counts most first: ``/etc/xdg/kehoach/config.toml``."""
    folders = environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    return [os.path.join(folder, _PROGRAM, "config.toml") for folder in folders.split(":") if os.path.isabs(folder)]


def tables_file(environ: Mapping[str, str] = os.environ) -> str | None:
    """The file of what the person wants of tables."""
    folder = settings_folder(environ)
    return None if folder is None else os.path.join(folder, "tables.toml")


def cache_folder(environ: Mapping[str, str] = os.environ) -> str | None:
    """``$XDG_CACHE_HOME/kehoach``, else ``~/.cache/kehoach``; None without a home. What is here only saves time."""
    return _folder("XDG_CACHE_HOME", (".cache",), environ)


def journal_folder(environ: Mapping[str, str] = os.environ) -> str:
    """``$XDG_STATE_HOME/kehoach``, else ``~/.local/state/kehoach``; without a home a folder of the user's own for temporary files.

    What is typed is kept somewhere in any case; :func:`is_homeless` says when that is no place for long.
    """
    found = _folder("XDG_STATE_HOME", (".local", "state"), environ)
    if found is not None:
        return found
    temporary = environ.get("TMPDIR", "")
    return os.path.join(temporary if os.path.isabs(temporary) else "/tmp", f"{_PROGRAM}-{os.geteuid()}")


def is_homeless(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether journals have no place but among temporary files."""
    return _folder("XDG_STATE_HOME", (".local", "state"), environ) is None


def resume_file(plan: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The file that says where the person left a plan; None where nothing is kept for long."""
    if is_homeless(environ):
        return None
    name = f"{zlib.crc32(os.path.realpath(plan).encode('utf-8', 'surrogateescape')):08x}.json"
    return os.path.join(journal_folder(environ), "resume", name)


def variables_under(folder: str) -> dict[str, str]:
    """The variables by which a program that is started finds everything here under a folder; its home is ``files`` there."""
    places = {"XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache", "HOME": "files"}
    return {variable: os.path.join(folder, name) for variable, name in places.items()}


def own_variables(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables by which a program that is started finds the same places as this one, as far as they are set."""
    return {name: environ[name] for name in (*variables_under("/"), *_FOR_ALL) if name in environ}


def variables_for_all(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables by which it finds the settings for all users of the machine, as far as they are set."""
    return {name: environ[name] for name in _FOR_ALL if name in environ}


def working_folder() -> str | None:
    """The folder somebody works in; None when it has been deleted."""
    try:
        return os.getcwd()
    except OSError:
        return None


def typed_path(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """A path as somebody types it: ``~`` is the home folder, ``~name`` that of a user; one nobody knows stays as it is."""
    first, slash, rest = text.partition("/")
    if first == "~":
        home = home_folder(environ)
    elif first.startswith("~"):
        try:
            home = pwd.getpwnam(first[1:]).pw_dir
        except (KeyError, ValueError, OSError):
            home = None
    else:
        home = None
    return text if home is None else home.rstrip("/") + slash + rest if slash else home


def _folder(variable: str, below: tuple[str, ...], environ: Mapping[str, str]) -> str | None:
    named = environ.get(variable, "")
    if os.path.isabs(named):
        return os.path.join(named, _PROGRAM)
    home = home_folder(environ)
    return None if home is None else os.path.join(home, *below, _PROGRAM)
