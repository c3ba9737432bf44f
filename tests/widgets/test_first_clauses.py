"""What is told beside a title in a list: whole, its first clauses, or nothing; never a sentence that ends in dots."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tui.actions import ACTIONS
from tui.i18n.words import Words
from tui.widgets.cells import first_clauses


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_help_is_cut_in_the_middle_of_a_clause(language: str) -> None:
    words = Words(language)
    for help in (words(action.help) for action in ACTIONS):
        for room in (0, 10, 26, 46, 200):
            told = first_clauses(help, room)
            assert cell_len(told) <= room or told == help == ""
            assert help.startswith(told) and (told in ("", help) or help[len(told)] in ";:."), (told, help)
        assert first_clauses(help, 200) == help


def test_brackets_are_not_opened_and_left() -> None:
    assert first_clauses("Sửa (trong ô; không lưu): xong", 14) == "" and first_clauses("", 5) == ""
    assert first_clauses("Một; hai; ba", 9) == "Một; hai" and first_clauses("Một; hai; ba", 3) == "Một"
