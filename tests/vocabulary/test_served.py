"""The place a body serves, read from its name."""

from __future__ import annotations

import pytest

from tui.vocabulary.served import body_and_place, place_of


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Ủy ban nhân dân tỉnh Thái Nguyên", "Tỉnh Thái Nguyên"),
        ("Hội đồng nhân dân thành phố Hà Nội", "Thành phố Hà Nội"),
        ("UBND xã Đại Từ", "Xã Đại Từ"),
        ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh"),  # of which province it does not say
        ("Exampleton Borough Council", "Exampleton Borough Council"),
        ("", ""),
    ],
)
def test_a_place_is_what_stands_behind_its_kind(name: str, place: str) -> None:
    assert place_of(name) == place


def test_a_letterhead_parts_body_and_place() -> None:
    assert body_and_place("Ủy ban nhân dân tỉnh Thái Nguyên") == ("Ủy ban nhân dân", "tỉnh Thái Nguyên")
    assert body_and_place("Chính phủ") is None
