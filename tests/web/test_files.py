"""A person's files on the server: names are made names, sizes are bounded, and no path leads anywhere else."""

from __future__ import annotations

import asyncio
import io
import stat
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tui.web.files import Limits, NotTaken, own_file, own_files, packed, safe_name, take, take_away

LIMITS = Limits(one=100, all=250, count=4)


async def pieces(*data: bytes) -> AsyncIterator[bytes]:
    for piece in data:
        yield piece


def taken(folder: Path, name: str, *data: bytes, limits: Limits = LIMITS) -> str:
    return asyncio.run(take(folder, name, pieces(*data), limits))


def test_a_name_is_made_one() -> None:
    for told, name in (
        ("Báo cáo quý III.xlsx", "Báo cáo quý III.xlsx"),
        ("../../etc/x.csv", "x.csv"),
        ("C:\\Users\\Lan\\Kế hoạch.DOCX", "Kế hoạch.docx"),
        ("a\x1b[31m\n.csv", "a[31m.csv"),
        ("‮x.csv", "x.csv"),
        ("-rf.csv", "rf.csv"),
        ("...ẩn.toml", "ẩn.toml"),
        ('a<"b">.md', "ab.md"),
    ):
        assert safe_name(told) == name
    assert len(safe_name("ế" * 300 + ".docx").encode()) <= 120
    for told in ("", ".csv", "x", "x.py", "x.csv.exe", "sitecustomize.py", ".bashrc", "..", "/", "x.html", "x.svg", ". .csv"):
        with pytest.raises(NotTaken):
            safe_name(told)


def test_an_upload_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    assert taken(tmp_path, "a.csv", b"1", b"2") == "a.csv"
    assert taken(tmp_path, "a.csv", b"3") == "a-2.csv" and (tmp_path / "a.csv").read_bytes() == b"12"
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600
    with pytest.raises(NotTaken) as refused:
        taken(tmp_path, "b.csv", b"x" * 60, b"x" * 60)
    assert "larger than" in str(refused.value.sentence)

    async def breaking_off() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        asyncio.run(take(tmp_path, "c.csv", breaking_off(), LIMITS))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a-2.csv", "a.csv"]


def test_all_together_are_bounded_too(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        taken(tmp_path, name, b"x" * 90)
    with pytest.raises(NotTaken) as refused:
        taken(tmp_path, "c.csv", b"x" * 90)
    assert "take some away" in str(refused.value.sentence)
    for name in ("c.csv", "d.csv"):
        taken(tmp_path, name, b"x")
    with pytest.raises(NotTaken) as refused:
        taken(tmp_path, "e.csv", b"")
    assert "4 files" in str(refused.value.sentence)


def test_only_what_is_in_the_folder_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / "letters").mkdir(parents=True)
    (folder / "letters" / "a.docx").write_bytes(b"PK")
    (folder / "x.csv").write_text("1")
    (folder / ".x.toml.lock").write_text("")
    (tmp_path / "secret").write_text("s")
    (folder / "link.csv").symlink_to(tmp_path / "secret")
    (folder / "letters" / "link.csv").symlink_to(tmp_path / "secret")
    assert [(one.name, one.size, one.is_folder) for one in own_files(folder)] == [("letters", 2, True), ("x.csv", 1, False)]
    assert own_file(folder, "x.csv") == folder / "x.csv" and own_file(folder, "letters") == folder / "letters"
    for name in ("", ".", "..", "../secret", "/etc/passwd", "link.csv", ".x.toml.lock", "letters/a.docx", "gone", "x\0"):
        assert own_file(folder, name) is None, name
    with zipfile.ZipFile(io.BytesIO(packed(folder / "letters"))) as archive:
        assert archive.namelist() == ["letters/a.docx"]
    take_away(folder / "letters")
    take_away(folder / "x.csv")
    assert own_files(folder) == [] and (tmp_path / "secret").read_text() == "s"
