"""The clipboard of the person's own terminal, by OSC 52, which goes over SSH; and what can be said of whether it arrives.

Nobody answers OSC 52, so what is said depends on what stands between. tmux takes it from programs only with ``set-clipboard on``,
which is not its default, and since 3.3 hands on no wrapped sequence either; but its own command always puts a text into its
buffer, and sends it on with ``-w``. GNU screen hands on what is wrapped, in pieces shorter than its buffer of 768. mosh knows it
from 1.4 on. Many terminals have it switched off.
"""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tui.model.text import N_, Sentence, say, without_controls

_PIECE: Final = 512
_PATIENCE: Final = 2.0
"""Seconds that tmux has to take a text."""
_SAFE: Final = 74_994
"""Characters of a sequence that every terminal takes which takes it at all."""
_MOST_PARENTS: Final = 20

TO_TMUX: Final = say(N_("copied into tmux (prefix ] pastes it) and sent on to the terminal"))
TO_TMUX_ONLY: Final = say(N_("copied into tmux (prefix ] pastes it); it is too old to send it on"))
NOT_TO_TMUX: Final = say(N_("tmux did not take it: it may not be on the clipboard"))
PAST_TMUX: Final = say(N_("sent; tmux on the way hands it on only with “set-clipboard on”"))
THROUGH_SCREEN: Final = say(N_("sent through screen; there if the terminal takes it (OSC 52)"))
THROUGH_MOSH: Final = say(N_("sent; there if mosh is 1.4 or newer and the terminal takes it"))
SENT: Final = say(N_("sent to the clipboard; there if the terminal takes it (OSC 52)"))
LONG: Final = say(N_("sent to the clipboard; the terminal may cut so long a text"))


def copy(text: str, write: Callable[[str], object], environ: Mapping[str, str] = os.environ, over_mosh: bool | None = None) -> Sentence:
    """Put a text, without its control characters, on the clipboard; ``write`` sends to the terminal. How sure it is, in a sentence."""
    data = without_controls(text, lines=True).encode("utf-8", "replace")
    term = environ.get("TERM", "")
    if environ.get("TMUX"):
        return _into_tmux(data, write, environ)
    sequence = _osc52(data)
    if environ.get("STY") or term.startswith("screen."):
        write("".join(f"\x1bP{sequence[place : place + _PIECE]}\x1b\\" for place in range(0, len(sequence), _PIECE)))
        return THROUGH_SCREEN
    write(sequence)
    if term.startswith(("tmux", "screen")):  # on the way here: this side of SSH there is none to ask
        return PAST_TMUX
    if _is_over_mosh() if over_mosh is None else over_mosh:
        return THROUGH_MOSH
    return SENT if len(sequence) <= _SAFE else LONG


def _osc52(data: bytes) -> str:
    return f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"


def _into_tmux(data: bytes, write: Callable[[str], object], environ: Mapping[str, str]) -> Sentence:
    if _tmux_took(data, environ, "-w"):
        return TO_TMUX
    doubled = _osc52(data).replace("\x1b", "\x1b\x1b")
    write(f"\x1bPtmux;{doubled}\x1b\\")  # older than 3.2, and so than what stops it
    return TO_TMUX_ONLY if _tmux_took(data, environ) else NOT_TO_TMUX


def _tmux_took(data: bytes, environ: Mapping[str, str], *options: str) -> bool:
    import subprocess

    tmux = shutil.which("tmux", path=environ.get("PATH"))
    if tmux is None:
        return False
    command = [tmux, "load-buffer", *options, "-"]
    try:
        done = subprocess.run(command, input=data, env=dict(environ), capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _is_over_mosh() -> bool:
    """Whether a ``mosh-server`` is among the parents of this process; False where the system does not say."""
    pid = os.getppid()
    for _ in range(_MOST_PARENTS):
        try:
            stat = Path(f"/proc/{pid}/stat").read_bytes().decode("utf-8", "replace")
        except OSError:
            return False
        name, _, rest = stat.partition("(")[2].rpartition(")")
        if name.startswith("mosh-server"):
            return True
        pid = int(rest.split()[1])
        if pid <= 1:
            return False
    return False
