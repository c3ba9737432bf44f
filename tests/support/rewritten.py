"""Workbooks opened, changed and saved again by other programs: openpyxl, and LibreOffice where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import openpyxl

from tests.support.patience import PATIENCE

SOFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")


def by_openpyxl(data: bytes, cells: Mapping[tuple[str, str], Any]) -> bytes:
    """A workbook opened, some cells ((sheet, name of the cell) → what is typed there) filled in, and saved."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_libreoffice(books: Mapping[str, bytes], ending: str, folder: Path) -> dict[str, bytes]:
    """Workbooks by name, each opened by LibreOffice and saved in a form (``xlsx``, ``ods``); all in one go, as it takes long to start."""
    assert SOFFICE is not None
    before, after = folder / "before", folder / ending
    before.mkdir(exist_ok=True)
    for name, data in books.items():
        (before / f"{name}.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    form = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods"}[ending]
    command = [SOFFICE, profile, "--headless", "--norestore", "--convert-to", form, "--outdir", str(after)]
    subprocess.run([*command, *(str(before / f"{name}.xlsx") for name in books)], check=True, timeout=2 * PATIENCE, capture_output=True)
    return {name: (after / f"{name}.{ending}").read_bytes() for name in books}
