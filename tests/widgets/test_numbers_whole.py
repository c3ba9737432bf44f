"""A number in a cell is shown whole or not at all: a part of it reads as another number."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.support.lengths import law
from tui.widgets.cells import fit_number

NUMBERS = st.builds(
    "{}{}".format,
    st.sampled_from(["", "≥ ", "−", "< "]),
    st.from_regex(r"[1-9][0-9]{0,2}(\.[0-9]{3}){0,2}(,[0-9]{1,3})?", fullmatch=True),
)


@law(40, 2000)
@given(NUMBERS, st.sampled_from(["", "ư", "s≠", " (2019)"]), st.integers(1, 16), st.sampled_from(["", "*", "△", "*△"]))
@example("≥ 35.000", "", 8, "*")
@example("128,4", "ư", 5, "")
def test_no_number_is_cut(number: str, tail: str, width: int, glyphs: str) -> None:
    text, after = fit_number(number, tail, width, glyphs)
    assert cell_len(text + after) == width
    assert text.strip() == number or not re.search(r"[0-9]", text + after)
    if cell_len(number) <= width:
        assert text.strip() == number
    if cell_len(number + glyphs) <= width:
        assert after.endswith(glyphs)


def test_where_there_is_room_nothing_gives_way_and_where_there_is_none_it_says_so() -> None:
    assert fit_number("128,4", "ư", 8, "*") == (" 128,4", "ư*")
    assert fit_number("128,4", "ư", 6, "*") == ("128,4", "*")
    assert fit_number("128,4", "ư", 4, "*") == ("  …*", "")
