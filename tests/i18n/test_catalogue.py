"""Sentences that are looked for one by one are those Python's own reader finds, and what is no catalogue says so."""

from __future__ import annotations

import gettext
import os
import struct
from io import BytesIO
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tui.i18n.catalogue import Catalogue

_VIETNAMESE, _ENGLISH = (ROOT / "tui/i18n/locale" / language / "LC_MESSAGES/kehoach.mo" for language in ("vi", "en"))
_NUMBERS = (0, 1, 2, 5, 100)


def _told(words: gettext.NullTranslations, sentences: list[str], of_many: list[str]) -> list[str]:
    numbers = [words.ngettext(one, f"many {one}", n) for one in of_many for n in _NUMBERS]
    return [*map(words.gettext, sentences), *map(words.gettext, of_many), *numbers]


def _read_by_python(data: bytes) -> tuple[gettext.GNUTranslations, list[str], list[str]]:
    read = gettext.GNUTranslations(BytesIO(data))
    ids = vars(read)["_catalog"]
    return read, [id for id in ids if isinstance(id, str)], list({id[0] for id in ids if isinstance(id, tuple)})


@pytest.mark.parametrize("path", [_VIETNAMESE, _ENGLISH], ids=["vi", "en"])
def test_every_sentence_is_said_as_pythons_own_reader_says_it(path: Path) -> None:
    read, sentences, of_many = _read_by_python(path.read_bytes())
    sentences += ["", "no such sentence", "\uffff", *(id[:-1] for id in sentences[1:50]), *(f"{id}." for id in sentences[1:50])]
    of_many += ["{n} of nothing that is known"]
    assert _told(Catalogue.at(path), sentences, of_many) == _told(read, sentences, of_many)


def _file(order: str, said: list[tuple[str, str]]) -> bytes:
    """A catalogue in an order of bytes."""
    ids, words = ([text.encode() for text in texts] for texts in zip(*said, strict=True))
    at, tables = 28 + 16 * len(said), b""
    for texts in (ids, words):
        for text in texts:
            tables += struct.pack(f"{order}2I", len(text), at)
            at += len(text) + 1
    head = struct.pack(f"{order}7I", 0x950412DE, 0, len(said), 28, 28 + 8 * len(said), 0, 0)
    return head + tables + b"".join(text + b"\0" for text in (*ids, *words))


def test_a_rule_with_three_forms_and_the_other_order_of_bytes() -> None:
    head = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\n"
    said = [("", head), ("a day\0{n} days", "den\0dny\0dní"), ("one", "jeden"), ("one\0many", "1\0few\0more")]
    for order in "<>":
        data = _file(order, said)
        read, sentences, of_many = _read_by_python(data)
        assert _told(Catalogue(data), sentences, of_many) == _told(read, sentences, of_many)
        assert Catalogue(data).ngettext("a day", "{n} days", 3) == "dny"


def test_of_no_sentences_each_is_said_as_it_stands() -> None:
    empty = Catalogue(_file("<", [("", "")]))
    assert empty.gettext("Tasks") == "Tasks"
    assert [empty.ngettext("{n} task", "{n} tasks", n) for n in (1, 2)] == ["{n} task", "{n} tasks"]


@pytest.mark.parametrize("data", [b"", b"x" * 40, _VIETNAMESE.read_bytes()[:200]], ids=["empty", "other", "cut"])
def test_what_is_no_catalogue(data: bytes) -> None:
    with pytest.raises(ValueError, match="no catalogue"):
        Catalogue(data)


@pytest.mark.parametrize("becomes", ["another", "shorter", "nothing", "replaced", "gone"])
def test_sentences_of_a_file_that_somebody_writes_into_are_those_that_stand_there_now(tmp_path: Path, becomes: str) -> None:
    path = tmp_path / "words.mo"
    sentences = [(f"sentence {n:04}", f"câu {n}") for n in range(3000)]
    path.write_bytes(_file("<", sentences))
    words = Catalogue.at(path)
    assert words.gettext("sentence 2999") == "câu 2999"
    shown = _file("<", [(id, said.upper()) for id, said in sentences[: 1 if becomes == "shorter" else None]])
    if becomes == "gone":
        path.unlink()
    elif becomes == "replaced":
        (tmp_path / "new").write_bytes(shown)
        (tmp_path / "new").replace(path)
    else:
        path.write_bytes(b"" if becomes == "nothing" else shown)
        os.utime(path, ns=(0, 0))  # within the moment a file system tells apart it would be the same time
    now = {"another": "CÂU 1500", "shorter": "sentence 1500", "nothing": "sentence 1500"}.get(becomes, "câu 1500")
    assert words.gettext("sentence 1500") == now, "and the pages that are gone are not looked at, which would end the process"
    if becomes == "nothing":
        path.write_bytes(shown)
        assert words.gettext("sentence 0007") == "CÂU 7"
