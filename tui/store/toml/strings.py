"""The pattern of a text in TOML, of all four kinds; ``(?s)`` is wanted with it."""

from __future__ import annotations

from typing import Final

STRING: Final = (
    # nothing here is tried a second time, which would be remembered for every character: hence the ++ and *+
    # where Python is older than 3.11.5 (Debian 12 has 3.11.2) a group that is not tried again goes on behind what its last try, which
    # failed, had looked at: so in such a group nothing fails once it has gone further than where it began
    r'"""(?:"{0,2}(?:[^"\\]++|\\.))*+"{3,5}'  # up to the first three quotes; up to two more belong to the text
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
)
