"""Names that begin alike are told apart where they are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.support.lengths import law
from tui.widgets.cells import whole_parts
from tui.widgets.twins import MOST, Names, beginnings_shared, fit_apart

COMPANIES = ["Môi trường và Công trình đô thị Sông Công", "Môi trường và Công trình đô thị Thái Nguyên", "Nước sạch Thái Nguyên"]


def test_of_two_that_begin_alike_the_part_that_differs_is_seen() -> None:
    names = Names(COMPANIES)
    shown = [names.fit(name, 30).rstrip() for name in COMPANIES]
    assert shown == ["Môi trường và Công t…Sông Công", "Môi trường và Công…Thái Nguyên", "Nước sạch Thái Nguyên"]
    assert names.fit(COMPANIES[0], 60).rstrip() == COMPANIES[0], "what has room is whole"
    assert Names(COMPANIES[1:]).fit(COMPANIES[1], 30) == "Môi trường và Công trình đô t…", "alone it is cut at its end"


def test_the_same_name_twice_a_name_within_another_and_a_list_nobody_has_side_by_side() -> None:
    assert beginnings_shared(["Sở Tài chính tỉnh"] * 2) == {} and beginnings_shared([]) == {}
    within = ["Tỷ lệ lao động qua đào tạo", "Tỷ lệ lao động qua đào tạo có bằng cấp"]
    assert Names(within).fit(within[0], 20).rstrip() == "Tỷ lệ lao động qua…", "it has nothing of its own to show"
    assert Names(within).fit(within[1], 24) == "Tỷ lệ la…tạo có bằng cấp"
    assert beginnings_shared([f"Một cái tên dài {n}" for n in range(MOST + 1)]) == {}


@given(st.text("ab é漢 ", max_size=40), st.integers(0, 30), st.integers(0, 45))
@law(100, 2000)
def test_it_is_as_wide_as_it_is_asked_for(name: str, width: int, shared: int) -> None:
    assert cell_len(fit_apart(name, width, shared)) == width


def test_a_reason_is_cut_between_its_parts() -> None:
    why = "quá hạn 1065 ngày (hạn cuối 31/12/2023), chưa có thông tin; hai"
    assert whole_parts(why, 80) == why
    assert [whole_parts(why, width) for width in (60, 41, 30)] == [
        "quá hạn 1065 ngày (hạn cuối 31/12/2023), chưa có thông tin…",
        "quá hạn 1065 ngày (hạn cuối 31/12/2023)…",
        "quá hạn 1065 ngày…",
    ]
    assert whole_parts("một câu không có phần", 10) == "một câu k…"
    assert whole_parts("a (b, c; d)", 8) == "a…", "never within brackets"
