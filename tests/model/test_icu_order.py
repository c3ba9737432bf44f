"""Our own order of Vietnamese texts is that of ICU's Vietnamese collation, numbers by value; see ``bench/icu_order.mjs``."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.paths import ROOT
from tui.model.text import order_key

TEXTS = [
    line for line in (ROOT / "tests/support/icu_order.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
]
OTHER_PLACE = {"òa": "oà", "ỏa": "oả", "õa": "oã", "óa": "oá", "ọa": "oạ", "ủy": "uỷ", "ụy": "uỵ", "úy": "uý", "ỏe": "oẻ"}
"""The mark on the first vowel, and on the second."""
SYLLABLE = re.compile(f"({'|'.join(OTHER_PLACE)})(?![a-zà-ỹ])")


def test_our_order_is_icus() -> None:
    assert len(TEXTS) > 400 and sorted(reversed(TEXTS), key=order_key) == TEXTS
    assert sorted(TEXTS) != TEXTS, "by code points it would be another one"
    assert TEXTS.index("Nhóm 2") < TEXTS.index("Nhóm 10") and TEXTS.index("III.2") < TEXTS.index("III.2.a") < TEXTS.index("III.10")
    assert TEXTS.index("Lạng Sơn") < TEXTS.index("Lào Cai") < TEXTS.index("Lâm Đồng") < TEXTS.index("Long An")


def test_a_word_with_its_mark_on_the_other_vowel_stands_beside_its_own_spelling() -> None:
    """ICU orders *hoà* away from *hòa*, two spellings of one word; here they are one."""
    spelled = [text for text in TEXTS if SYLLABLE.search(text)]
    assert len(spelled) > 15
    for text in spelled:
        other = SYLLABLE.sub(lambda found: OTHER_PLACE[found[0]], text)
        placed = sorted([*TEXTS, other], key=order_key)
        at = placed.index(other)
        assert text in placed[max(at - 2, 0) : at + 3] and other != text, (text, placed[at - 2 : at + 3])


@law(20, 1000)
@given(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=6))
def test_form_and_case_of_the_alphabet_change_no_order(texts: list[str]) -> None:
    apart = [unicodedata.normalize("NFD", text) for text in texts]
    ranked = sorted(texts, key=TEXTS.index)
    assert [unicodedata.normalize("NFC", text) for text in sorted(apart, key=order_key)] == ranked
