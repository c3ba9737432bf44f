"""Headings among the rows of a table: the number and title of each, and which may stand under which."""

from __future__ import annotations

import re
from typing import Final

from tui.vocabulary.lexicon import plain

_CHAPTERS: Final = ("phần", "chương", "mục", "điều")
"""Parts of a document that are called so, from the outside."""
_NUMBERED_HEADING = re.compile(
    rf"\s*((?:{'|'.join(_CHAPTERS)})\s+(?:thứ\s+)?\w+|[IVXL]{{1,6}}(?:\.[0-9]{{1,2}})*(?:\.[a-zđ])?|[A-HĐ]|[0-9]{{1,2}}(?:\.[0-9]{{1,2}})*(?:\.[a-zđ])?)"
    r"\s*[.:)–-]\s+(?=\S)",
    re.IGNORECASE,
)
_TOTALS = re.compile(r"(?:tong(?: cong| so)?|cong|total|sum)(?: \(.*\))?:?\Z")
ROMAN = re.compile(r"\s*\(?[IVXL]{1,6}[.)]*\s*\Z|\s*[A-HĐ][.)]*\s*\Z")


def numbered_heading(text: str) -> tuple[str, str]:
    """(number, title) of a heading whose number stands in its text: ``Chương I. Quy định chung``, ``III.1.a. Nước``; "" without one."""
    found = _NUMBERED_HEADING.match(text)
    return (found[1], text[found.end() :].strip()) if found is not None else ("", text)


def is_total(text: str) -> bool:
    """Whether a row is called as sums are."""
    return bool(_TOTALS.match(plain(text)))


def may_hold(above: str, number: str) -> bool:
    """Whether a heading may stand under another by their numbers: one that is told in full (``III.3.a``) only under its beginning."""
    if "." not in number or not above:
        return True
    mine, theirs = number.split(".")[0], above.split(".")[0]
    alike = mine.isdecimal() == theirs.isdecimal() and not theirs.lower().startswith(_CHAPTERS)
    return number.startswith(f"{above}.") or not alike


def heading_rank(number: str, text: str) -> int:
    """How deep a heading stands by its number: A, I, 1, 1.1, a; without one at the outside."""
    number = number or text.split(" ")[0].strip(".)(")
    if (called := number.split(" ")[0].lower()) in _CHAPTERS:
        return 1 + _CHAPTERS.index(called)
    if re.fullmatch(r"[IVXL]{1,6}(?:\.[0-9]{1,2})+(?:\.[a-zđ])?", number):
        return 2 + number.count(".")
    if re.fullmatch(r"[A-HĐ]", number):
        return 1
    if re.fullmatch(r"[IVXL]{1,6}", number):
        return 2
    if re.fullmatch(r"[0-9]+(\.[0-9]+)*", number):
        return 3 + number.count(".")
    return 9 if re.fullmatch(r"[a-zđ]", number) else 0
