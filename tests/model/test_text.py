"""Vietnamese text: search without marks, the order of the alphabet, nothing unseen on the terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.text import bare_sound, control_character, fold, matches, nfc, order_key, printable, slug, sound

ALPHABET = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("dat dai", "Quản lý ĐẤT ĐAI toàn tỉnh", True),
        ("đất", "dat dai", False),
        ("đất", "Đất đai", True),
        ("dát", "Đất đai", False),
        ("d", "đường", True),
        ("đ", "duong", False),
        ("THAI NGUYEN", "Thái Nguyên", True),
        ("", "anything", True),
        ("thuỷ lợi", "Thủy lợi", True),
        ("ki thuat", "Kỹ thuật", True),
        ("quí II", "Quý II", True),
        ("2021-2025", "giai đoạn 2021 – 2025", True),
        ("lý", "lì", False),
        ("hoà", "hoàn thiện", False),
        ("hòa", "Hoàn thành", False),
        ("thuỷ", "khuỷu", False),
        ("hoà", "Hòa Bình", True),
        ("hòan thành", "hoàn thành", True),
    ],
)
def test_a_query_without_marks_finds_all_and_one_with_marks_only_those(query: str, text: str, found: bool) -> None:
    assert matches(query, text) is found
    assert matches(unicodedata.normalize("NFD", query), text) is found


def test_the_alphabet_is_vietnamese() -> None:
    assert sorted(reversed(ALPHABET), key=order_key) == ALPHABET


def test_a_tone_counts_only_between_equal_letters() -> None:
    assert sorted(["má", "ma", "mạ", "mã", "mả", "mà", "mai", "mà a"], key=order_key) == ["ma", "mà", "mả", "mã", "má", "mạ", "mà a", "mai"]


def test_two_spellings_of_one_word_stand_together() -> None:
    mixed = ["Hoá", "hoà", "hóa", "hoa", "hoàn", "HÒA", "hòa", "HOÀ", "hoạ", "họa", "quý", "quy", "thuỷ", "thủy", "thuyền"]
    found = [word.lower() for word in sorted(mixed, key=order_key)]
    assert found[0] == "hoa" and {*found[1:5]} == {"hoà", "hòa"} and {*found[5:7]} == {"hoá", "hóa"} and {*found[7:9]} == {"hoạ", "họa"}
    assert found[9:] == ["hoàn", "quy", "quý", "thuỷ", "thủy", "thuyền"] or found[9:] == ["hoàn", "quy", "quý", "thủy", "thuỷ", "thuyền"]


@pytest.mark.parametrize("ordered", [["III.2", "III.10"], ["Nhóm 2", "Nhóm 10"], ["12/KH", "100/KH"], ["a9", "a10", "ă1"]])
def test_a_number_in_a_text_counts_by_value(ordered: list[str]) -> None:
    assert sorted(reversed(ordered), key=order_key) == ordered


@given(ANY_TEXT)
def test_folding_is_idempotent_and_never_finds_less(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert matches(text, text)


@given(ANY_TEXT)
def test_what_is_printed_has_no_control_character(text: str) -> None:
    shown = printable(text)
    assert all(control_character(c) is None for c in shown)
    assert "\x1b" not in shown and "\n" not in shown


@given(ANY_TEXT, ANY_TEXT)
def test_the_order_is_total_and_does_not_depend_on_the_normal_form(a: str, b: str) -> None:
    assert (order_key(nfc(a)) == order_key(nfc(b))) <= (nfc(a).casefold() == nfc(b).casefold() or fold(a) == fold(b))


@pytest.mark.parametrize("bad", ["\x1b", "\x07", "\x9b", "\u202e", "\u2028", "\x00", "\x7f", "\n"])
def test_unseen_characters_are_named(bad: str) -> None:
    assert control_character(f"ba{bad}") == bad


def test_prose_may_have_lines() -> None:
    assert control_character("một\nhai\tba", lines=True) is None


def test_an_id_is_made_of_plain_letters() -> None:
    assert slug("Sở Tài nguyên & Môi trường") == "so-tai-nguyen-moi-truong"


@pytest.mark.parametrize(
    "spellings",
    [
        ("hoà bình", "hòa bình", "HOÀ BÌNH"),
        ("khoẻ", "khỏe"),
        ("thuỷ lợi", "thủy lợi"),
        ("kĩ thuật", "kỹ thuật"),
        ("quí II", "quý II"),
        ("qui hoạch", "quy hoạch"),
        ("lí do", "lý do"),
        ("tỉ lệ", "tỷ lệ"),
        ("2021 - 2025", "2021-2025", "2021 – 2025", "2021—2025"),
    ],
)
def test_spellings_of_one_sound_are_compared_as_one(spellings: tuple[str, ...]) -> None:
    assert len({sound(text) for text in spellings}) == 1
    assert len({sound(fold(text)) for text in spellings}) == 1


def test_a_sign_for_and_is_heard_as_the_word_whatever_stands_round_it() -> None:
    said = ("Sở Kế hoạch và Đầu tư", "Sở Kế hoạch & Đầu tư", "sở kế hoạch&đầu tư")
    assert len({sound(text) for text in said}) == len({bare_sound(text) for text in said}) == 1
    assert matches("kh&đt", "Sở KH và ĐT") and matches("ke hoach & dau tu", said[0]) and not matches("r & d", "Rađa")


@pytest.mark.parametrize(("a", "b"), [("tuy", "tui"), ("thúy", "thúi"), ("mây", "mâi"), ("hòa", "hóa")])
def test_other_words_stay_apart(a: str, b: str) -> None:
    assert sound(a) != sound(b)


@given(ANY_TEXT)
def test_the_one_spelling_is_its_own(text: str) -> None:
    assert sound(sound(text)) == sound(text)
