"""SGR codes taken apart leave a terminal as the codes themselves do."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.start.sgr import PLAIN, parts_of

_ONE = st.sampled_from(
    ["", "0", "1", "3", "4", "7", "9", "31", "39", "97", "44", "49", "103", "38;5;12", "48;5;233", "38;2;1;2;3", "48;2;0;31;7"]
)


def _written(codes: str) -> object:
    screen = pyte.Screen(1, 1)
    pyte.Stream(screen).feed(f"\x1b[0m\x1b[{codes}mx")
    return screen.buffer[0][0]


@given(st.lists(_ONE, max_size=6).map(";".join))
def test_the_parts_write_as_the_codes_do(codes: str) -> None:
    ink, ground, attributes = parts_of(codes)
    assert _written(";".join((*attributes, ink, ground))) == _written(codes)
    assert parts_of(";".join((*attributes, ink, ground))) == (ink, ground, attributes)


@pytest.mark.parametrize(
    ("codes", "parts"),
    [
        ("", (*PLAIN, ())),
        ("1;38;5;12;44", ("38;5;12", "44", ("1",))),
        ("48;2;1;2;3;38;2;4;5;6", ("38;2;4;5;6", "48;2;1;2;3", ())),
        ("7;1;7", (*PLAIN, ("7", "1"))),
        ("1;;31", ("31", "49", ())),
        ("38", ("38", "49", ())),
    ],
)
def test_parts(codes: str, parts: tuple[str, str, tuple[str, ...]]) -> None:
    assert parts_of(codes) == parts
