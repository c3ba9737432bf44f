"""Code that has a process get a signal at a step of what it does, or count its steps.

A step is a call of a function, Python's or C's, in the thread that begins to count: so what lies between two calls into the system is
reached, and each time the same, however busy the machine is.
"""

from __future__ import annotations

import signal
from pathlib import Path

_OFTEN = 50
"""Steps between two times that the count is written down."""


def signalled_at(step: int, number: signal.Signals) -> str:
    """Code that defines ``begin_to_count()``: from there on the process gets the signal at its so many-th step."""
    return f"""
import os, sys
left = {step}
def count(frame, event, argument):
    global left
    if event != "return" and event != "c_return":
        left -= 1
        if left == 0:
            sys.setprofile(None)
            os.kill(os.getpid(), {int(number)})
def begin_to_count():
    sys.setprofile(count)
"""


def counted(file: Path) -> str:
    """The same, only that the file says how many steps there were, or nearly."""
    return f"""
import os, sys
steps, told = 0, os.open({str(file)!r}, os.O_CREAT | os.O_WRONLY)
def count(frame, event, argument):
    global steps
    if event != "return" and event != "c_return":
        steps += 1
        if steps % {_OFTEN} == 0:
            os.pwrite(told, str(steps).encode(), 0)
def begin_to_count():
    sys.setprofile(count)
"""
