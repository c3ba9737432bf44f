"""What was changed, undone or done again is said in one row, where only the record's name would have it take two."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tui.i18n.words import Words
from tui.model.text import N_, say
from tui.screens.changed_words import step_words

WORDS = Words("en")
NAME = "Triển khai vốn đầu tư công trung hạn, Chương trình phục hồi và các chương trình mục tiêu quốc gia"
DONE = N_("changed: {what}")


@pytest.mark.parametrize("width", [80, 100, 140])
def test_a_long_name_gives_way_and_the_rest_is_whole(width: int) -> None:
    said = step_words(WORDS, DONE, say("{field} of “{name}”", field="Task", name=NAME), width)
    whole = f"changed: Task of “{NAME}”"
    assert cell_len(said) + 2 <= width
    assert said == whole if cell_len(whole) + 2 <= width else said.startswith(f"changed: Task of “{NAME[:32]}") and said.endswith("…”")


@pytest.mark.parametrize(
    ("label", "width"),
    [
        (say("{field} of “{name}”", field="Task", name="Short"), 20),
        (say("{field} of “{name}”", field=NAME, name=NAME), 80),
        (say("{field} of {count} records", field=NAME, count=3), 80),
        (NAME, 80),
    ],
    ids=["a name that is known by all of it", "more than the name is long", "no name", "somebody's own words"],
)
def test_what_cannot_be_said_in_a_row_is_said_whole(label: object, width: int) -> None:
    assert step_words(WORDS, DONE, label, width) == WORDS(DONE, what=label)  # type: ignore[arg-type]


def test_a_name_of_wide_characters_is_cut_by_its_cells_and_one_with_a_brace_is_text() -> None:
    said = step_words(WORDS, DONE, say("{field} of “{name}”", field="Task", name="{x}" + "計画" * 40), 80)
    assert 76 <= cell_len(said) <= 78 and "{x}計" in said
