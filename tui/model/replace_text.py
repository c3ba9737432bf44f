"""Other words for some words, everywhere in the plan: in texts, in lists of texts and in the entries of lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import attrs

from tui.model.edits import SetField
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING, Plan, same
from tui.model.text import nfc


@attrs.frozen
class Search:
    """What is looked for: plain text, never a pattern. As it stands it matches letter for letter.

    ``any_case`` takes capitals for small letters, ``any_marks`` ``dat`` for ``đất``; ``whole_words`` wants the end of a word at both ends.
    """

    text: str
    any_case: bool = False
    any_marks: bool = False
    whole_words: bool = False

    def places(self, text: str) -> list[tuple[int, int]]:
        """(start, end) of each place in ``text``, from left to right, none overlapping."""
        wanted = "".join(self._keys(nfc(self.text)))
        if not wanted:
            return []
        if not (self.any_case or self.any_marks) and wanted not in text:  # the usual case, decided in C
            return []
        keys = self._keys(text)
        starts = [i for i, key in enumerate(keys) for _ in key]  # letter of the text ↔ place among the keys
        told = "".join(keys)
        found: list[tuple[int, int]] = []
        at = told.find(wanted)
        while at >= 0:
            end_at = at + len(wanted)
            start, end = starts[at], starts[end_at - 1] + 1
            while end < len(text) and unicodedata.combining(text[end]) and not keys[end]:
                end += 1  # the mark that was not asked for goes with its letter
            whole_letters = (at == 0 or starts[at - 1] < start) and (end_at == len(told) or starts[end_at] >= end)
            if whole_letters and self._fits(text, start, end):
                found.append((start, end))
                at = told.find(wanted, end_at)
            else:
                at = told.find(wanted, at + 1)
        return found

    def _keys(self, text: str) -> list[str]:
        return [_key(char, self.any_case, self.any_marks) for char in text]

    def _fits(self, text: str, start: int, end: int) -> bool:
        if end < len(text) and unicodedata.combining(text[end]):
            return False  # half a letter
        if not self.whole_words:
            return True
        before, after = text[start - 1 : start], text[end : end + 1]
        return not (_of_a_word(before) and _of_a_word(text[start])) and not (_of_a_word(after) and _of_a_word(text[end - 1]))

    def replaced(self, text: str, new: str) -> str:
        """``text`` with ``new`` at each place, in form C."""
        out: list[str] = []
        here = 0
        for start, end in self.places(text):
            out += [text[here:start], new]
            here = end
        return nfc("".join([*out, text[here:]])) if out else text


@lru_cache(maxsize=65536)
def _key(char: str, any_case: bool, any_marks: bool) -> str:
    if any_case:
        char = char.casefold()
    if any_marks:
        plain = unicodedata.normalize("NFD", char).replace("đ", "d").replace("Đ", "D")
        char = "".join(c for c in plain if not unicodedata.combining(c))
    return char


def _of_a_word(char: str) -> bool:
    return char.isalnum() or char == "_" or bool(char and unicodedata.combining(char))


def hits(plan: Plan, search: Search, new: str) -> Iterator[SetField]:
    """One edit for each field that holds the words: table by table, records in their order."""
    for table in TABLES.values():
        for id, values in plan.tables[table.name].items():
            for spec in table:
                if spec.key in values:
                    after = _replaced(spec, values[spec.key], search, nfc(new))
                    if not same(after, values[spec.key]):
                        yield SetField(table.name, id, spec.key, after, values[spec.key])


def texts_of(spec: FieldSpec, value: Any) -> Iterator[str]:
    """Every text of a field's value in which words can be replaced."""
    if spec.verbatim:
        return
    if spec.kind in (Kind.TEXT, Kind.PROSE):
        yield value
    elif spec.kind is Kind.TEXTS:
        yield from value
    elif spec.kind is Kind.ENTRIES:
        for entry in value:
            for inner in spec.entries:
                if inner.key in entry:
                    yield from texts_of(inner, entry[inner.key])


def _replaced(spec: FieldSpec, value: Any, search: Search, new: str) -> Any:
    """The value with other words; MISSING where an optional field has none left."""
    if spec.verbatim:
        return value
    if spec.kind in (Kind.TEXT, Kind.PROSE):
        after = search.replaced(value, new)
        if same(after, value):
            return value
        return MISSING if not after.strip() and not spec.required else after.strip() if spec.kind is Kind.TEXT else after
    if spec.kind is Kind.TEXTS:
        texts = [search.replaced(text, new).strip() if search.places(text) else text for text in value]
        return [text for text in texts if text] or MISSING
    if spec.kind is Kind.ENTRIES:
        return [_entry(spec, entry, search, new) for entry in value]
    return value


def _entry(spec: FieldSpec, entry: Mapping[str, Any], search: Search, new: str) -> Mapping[str, Any]:
    inner = {field.key: field for field in spec.entries}
    after = {key: _replaced(inner[key], value, search, new) if key in inner else value for key, value in entry.items()}
    return {key: value for key, value in after.items() if value is not MISSING}
