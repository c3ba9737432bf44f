"""The pattern of a text in TOML, of all four kinds; ``(?s)`` is wanted with it."""

from __future__ import annotations

from typing import Final

STRING: Final = (
    # nothing here is tried a second time, which would be remembered for every character: hence the ++ and *+
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'  # up to the first three quotes; up to two more belong to the text
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
)
