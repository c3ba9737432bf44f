"""Whether the terminal may be sent links (OSC 8): most that do not show them leave them out, a console of the kernel writes them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

_WRITE_THEM: Final = ("linux", "vt", "cons", "wsvt", "dumb", "ansi", "sun", "hurd")
"""How the kinds of terminals are called that know no OSC."""


def takes_links(environ: Mapping[str, str] = os.environ) -> bool:
    """By what the terminal says it is; ``KEHOACH_LINKS=0`` for one that says it is something else."""
    return environ.get("KEHOACH_LINKS") != "0" and not environ.get("TERM", "dumb").startswith(_WRITE_THEM)
