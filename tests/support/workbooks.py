"""Workbooks for tests: made by hand, or a form filled in as somebody at a body would, cell by cell."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as Tree

from xlsxwriter import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Tree.register_namespace("", MAIN)
Tree.register_namespace("r", RELATED)


def made(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook of plain rows; days are written as days, ``=…`` as formulas."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, dt.date):
                    sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
                elif value is not None:
                    sheet.write(row, column, value)
    book.close()
    return buffer.getvalue()


class Formula(str):
    """A formula for a cell."""


def filled(data: bytes, cells: Mapping[tuple[str, str], Any], merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """A workbook with some cells given other values (None empties), and ranges merged; everything else stays as it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    places = sheet_parts(parts)
    for name in {sheet for sheet, _ in cells} | set(merged or {}):
        tree = Tree.fromstring(parts[places[name]])
        for (sheet, cell), value in cells.items():
            if sheet == name:
                _put(_cell(tree, cell), value)
        ranges = (merged or {}).get(name, ())
        if ranges:
            holder = Tree.Element(f"{{{MAIN}}}mergeCells")
            for ref in ranges:
                Tree.SubElement(holder, f"{{{MAIN}}}mergeCell", ref=ref)
            rows = tree.find(f"{{{MAIN}}}sheetData")
            tree.insert(list(tree).index(rows) + 1, holder)  # type: ignore[arg-type]
        parts[places[name]] = Tree.tostring(tree, xml_declaration=True, encoding="UTF-8")
    return packed_of(parts)


def packed_of(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def ods_of(content: str) -> bytes:
    """A workbook of LibreOffice with this content.xml."""
    return packed_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet → the part it is in."""
    rels = {r.get("Id"): r.get("Target") for r in Tree.fromstring(parts["xl/_rels/workbook.xml.rels"])}
    sheets = Tree.fromstring(parts["xl/workbook.xml"]).iter(f"{{{MAIN}}}sheet")
    return {str(s.get("name")): f"xl/{rels[s.get(f'{{{RELATED}}}id')]}" for s in sheets}


def xml_of(data: bytes, sheet: str) -> str:
    """The XML of one sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return parts[sheet_parts(parts)[sheet]].decode()


def _number(cell: str) -> tuple[int, int]:
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row), column


def _cell(tree: Tree.Element, name: str) -> Tree.Element:
    row_number, column = _number(name)
    data = tree.find(f"{{{MAIN}}}sheetData")
    assert data is not None
    row = next((r for r in data if int(r.get("r", "0")) == row_number), None)
    if row is None:
        row = Tree.Element(f"{{{MAIN}}}row", r=str(row_number))
        data.insert(sum(int(r.get("r", "0")) < row_number for r in data), row)
    found = next((c for c in row if c.get("r") == name), None)
    if found is None:
        found = Tree.Element(f"{{{MAIN}}}c", r=name)
        row.insert(sum(_number(c.get("r", "A1"))[1] < column for c in row), found)
    return found


def _put(cell: Tree.Element, value: Any) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if value is None:
        return
    if isinstance(value, Formula):
        Tree.SubElement(cell, f"{{{MAIN}}}f").text = str(value)
        Tree.SubElement(cell, f"{{{MAIN}}}v").text = "43.5"
    elif isinstance(value, bool):
        cell.set("t", "b")
        Tree.SubElement(cell, f"{{{MAIN}}}v").text = str(int(value))
    elif isinstance(value, dt.date):
        Tree.SubElement(cell, f"{{{MAIN}}}v").text = str((value - dt.date(1899, 12, 30)).days)
    elif isinstance(value, int | float):
        Tree.SubElement(cell, f"{{{MAIN}}}v").text = repr(value)
    else:
        cell.set("t", "inlineStr")
        inline = Tree.SubElement(cell, f"{{{MAIN}}}is")
        Tree.SubElement(inline, f"{{{MAIN}}}t").text = value
