"""An office file beyond what any file of a plan has is refused by a sentence that says what it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.support.known_values import words_of
from tui.exchange import packed_parts
from tui.exchange.docx_tables import DOCUMENT, read_docx_tables
from tui.exchange.ods_cells import CONTENT, read_ods
from tui.exchange.xlsx_cells import read_xlsx
from tui.store.files.errors import CannotRead

READERS = [
    pytest.param(lambda data: read_docx_tables(data, "Bảng"), DOCUMENT, "văn bản", id="Word"),
    pytest.param(read_xlsx, "_rels/.rels", "bảng tính", id="Excel"),
    pytest.param(read_ods, CONTENT, "bảng tính", id="LibreOffice"),
]
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _packed(parts: dict[str, str]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return into.getvalue()


def _refused(read: Callable[[bytes], object], data: bytes) -> str:
    with pytest.raises(CannotRead) as refused:
        read(data)
    return words_of("vi").sentence(refused.value.sentence)


@pytest.mark.parametrize(("read", "part", "named"), READERS)
def test_of_a_part_that_is_too_large_it_is_said_what_it_is_part_of(
    read: Callable[[bytes], object], part: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_parts, "_MOST_UNPACKED", 1 << 20)
    told = _refused(read, _packed({part: "<a>" + " " * (1 << 20) + "</a>"}))
    assert f"tệp {named}" in told and "1 MiB" in told


@pytest.mark.parametrize(("read", "part", "named"), READERS)
def test_a_file_of_very_many_parts_is_not_called_another_kind_of_file(
    read: Callable[[bytes], object], part: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_parts, "MOST_PARTS", 3)
    told = _refused(read, _packed({part: "<a/>"} | {f"word/media/{n}.png": "" for n in range(5)}))
    assert f"tệp {named} gồm hơn 3 phần" in told


@pytest.mark.parametrize(("read", "part", "named"), READERS)
def test_what_is_no_such_file_is_still_said_to_be_none(read: Callable[[bytes], object], part: str, named: str) -> None:
    assert "không phải" in _refused(read, b"PK\x03\x04 khong phai")


def test_a_document_of_very_many_tables_is_not_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.exchange.docx_tables._MOST_TABLES", 2)
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>ô</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    data = _packed({DOCUMENT: f'<w:document xmlns:w="{_WORD}"><w:body>{table * 3}</w:body></w:document>'})
    assert _refused(lambda data: read_docx_tables(data, "Bảng"), data) == "văn bản có hơn 2 bảng"
