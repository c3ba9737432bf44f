"""A process that stands behind all others and that nobody waits for: for what a later start will find ready."""

from __future__ import annotations

import subprocess
import sys


def begin(code: str, *given: str) -> subprocess.Popen[bytes] | None:
    """Begin Python ``code``, which finds its arguments in ``given`` and imports what this process does; None where none can be begun."""
    first = 1 + len(given)
    begun = f"import os, sys; os.nice(15); given = sys.argv[1:{first}]; sys.path[:] = sys.argv[{first}:]; {code}"
    try:
        return subprocess.Popen(
            [sys.executable, "-c", begun, *given, *sys.path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )
    except OSError:
        return None
