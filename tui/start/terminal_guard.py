"""The guard of the terminal: whatever ends the program, the terminal is given back whole, and one sentence says where the edits are.

A signal that Python can answer is answered in :mod:`tui.start.ending_signals` and :mod:`tui.terminal.endings`. ``SIGKILL``, or a
fault in compiled code, leaves no time for anything: so a shell of a few hundred kilobytes waits beside the program for the end of a
pipe that only the program holds. It is started before anything of the terminal is changed, which takes under a millisecond. It
stands in a process group of its own, so that what is sent to the program's does not reach it, and runs nothing but ``stty``; what it
is to say it reads as text.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported here.
"""

from __future__ import annotations

import os
import termios

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from typing import Any, Final

GIVEN_BACK: Final = (
    "\x18\x1b\\"  # the end of whatever sequence was cut off
    "\x1b[?2026l\x1b[r\x1b[m\x1b(B\x0f"
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
    "\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?7h"
    "\x1b[<u\x1b[?1049l\x1b[?25h"
)
"""Leaves the alternate screen and switches off everything that is ever switched on; what is off already stays so."""

_WATCH: Final = r"""
trap '' HUP INT QUIT TERM USR1 USR2 ALRM TSTP TTIN TTOU PIPE
exec 3>&1
ours=$3 said= held=yes
while IFS= read -r line; do
    case $line in
        ours\ *) ours=${line#ours } held=yes ;;
        said\ *) said=${line#said } ;;
        away) held= ;;
        bye) exit 0 ;;
    esac
done
[ "$held" ] || exit 0
printf %s "$1${said:+$said
}"
[ "$ours" != any ] && [ "$(stty -g <&3)" != "$ours" ] || stty "$2" <&3
"""
"""The settings are put back only where they are still the program's: a shell that was quicker has its own by now. ``any`` are those
it is about to set."""

_SHELL: Final = "/bin/sh"

_before: list[Any] | None = None
_pipe: int | None = None
_held = False


def stand(before: list[Any], ours: list[Any] | None) -> None:
    """Begin to guard: the terminal's settings as they were, and as the program sets them, where that is known."""
    global _before, _pipe, _held
    _before, _held = before, True
    listening, speaking = os.pipe()
    environ = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    actions = [
        (os.POSIX_SPAWN_DUP2, listening, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    try:
        arguments = [_SHELL, "-c", _WATCH, "kehoach", GIVEN_BACK, _for_stty(before), "any" if ours is None else _for_stty(ours)]
        os.posix_spawn(_SHELL, arguments, environ, file_actions=actions, setpgroup=0)
    except OSError:  # no shell here: what can be caught is caught all the same
        os.close(speaking)
    else:
        os.set_blocking(speaking, False)  # a guard that was stopped holds up nobody
        _pipe = speaking
    os.close(listening)


def about_to_be_set(now: list[Any]) -> None:
    """The program takes the terminal, which has these settings now, and will make its own of them; a guard that has gone comes again."""
    global _held
    if _pipe is None:
        stand(now, None)
    else:
        _held = True
        _tell("ours any")


def set_to(ours: list[Any]) -> None:
    """The program has the terminal, and has set it like this."""
    global _held
    _held = True
    _tell(f"ours {_for_stty(ours)}")


def say_at_the_end(sentence: str) -> None:
    """What is to be said if the program ends before its time: one line."""
    _tell(f"said {' '.join(sentence.split())}")


def let_go() -> None:
    """The terminal is somebody else's for now, and is as they want it."""
    global _held
    _held = False
    _tell("away")


def dismiss() -> None:
    """The program ends in its time, with the terminal given back."""
    global _held, _pipe
    _held = False
    _tell("bye")
    if _pipe is not None:
        os.close(_pipe)
        _pipe = None


def give_back() -> bool:
    """Give the terminal back at once, from wherever the program is; nothing where that is done. Whether it is the shell's now.

    A line that takes nothing at the moment is left to the guard, which must not be dismissed then.
    """
    if not _held or _before is None:
        return True
    try:
        if not _takes_more(1):
            return False
        os.write(1, GIVEN_BACK.encode())
        termios.tcsetattr(0, termios.TCSANOW, _before)
    except (OSError, termios.error):
        return False
    dismiss()
    return True


def _takes_more(fileno: int) -> bool:
    import select

    waiting = select.poll()
    waiting.register(fileno, select.POLLOUT)
    return any(event & select.POLLOUT for _, event in waiting.poll(200))


def _tell(line: str) -> None:
    try:
        if _pipe is not None:
            os.write(_pipe, line.encode("utf-8", "replace") + b"\n")
    except OSError:  # it has ended, or does not listen
        return


def _for_stty(settings: list[Any]) -> str:
    """The terminal's settings as ``stty -g`` writes them."""
    characters = (value if isinstance(value, int) else value[0] for value in settings[6])
    return ":".join(f"{value:x}" for value in (*settings[:4], *characters))
