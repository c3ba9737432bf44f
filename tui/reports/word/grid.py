"""Tables in Word: without borders for what stands side by side, with them for an annex, always of the widths given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import islice
from typing import Any, Final
from xml.sax.saxutils import escape

import attrs
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Emu, Mm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from tui.reports.word.lettering import PLACE


def add_grid(document: Document, rows: int, widths_mm: Sequence[float], *, borders: bool, margin_mm: float) -> Table:
    """A table of at least one row and of fixed widths; ``margin_mm`` is the room left and right inside every cell."""
    table: Table = document.add_table(rows=1, cols=len(widths_mm))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    properties: Any = table._tbl.tblPr
    for name in ("w:tblStyle", "w:tblW", "w:tblBorders", "w:tblCellMar"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    width = OxmlElement("w:tblW")
    width.set(qn("w:w"), str(Mm(sum(widths_mm)).twips))
    width.set(qn("w:type"), "dxa")
    properties.insert(0, width)
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(_borders("single" if borders else "nil"))
    layout.addnext(_cell_margins(margin_mm))
    for column, wide in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(wide)
    for cell, wide in zip(cells_by_row(table)[0], widths_mm, strict=True):
        cell.width = Mm(wide)
    (first,) = table._tbl.tr_lst
    for _ in range(1, rows):  # as it is by now: python-docx takes ten times as long to make one and give it its widths
        table._tbl.append(deepcopy(first))
    return table


def cells_by_row(table: Table) -> list[list[_Cell]]:
    """The cells of a table without merged ones, asked for once: python-docx works out the whole grid each time."""
    return [[_Cell(cell, table) for cell in row.tc_lst] for row in table._tbl.tr_lst]


_DECLARATION: Final = re.compile(r"<\?xml[^>]*>\s*")
_NAMESPACE: Final = re.compile(r' xmlns:\w+="[^"]*"')
_AT_ONCE: Final = 500
_TEXT: Final = f"<w:t>{PLACE}</w:t>"


@attrs.frozen
class Written:
    """A row with cells of the same setting as XML, without what is written in them."""

    _between: Sequence[str]

    @classmethod
    def of(cls, row: Any, cells: int) -> Written:
        """A row whose cells have :data:`PLACE` for their text each."""
        between = _NAMESPACE.sub("", _DECLARATION.sub("", serialize_part_xml(row).decode())).split(_TEXT)
        assert len(between) == cells + 1
        return cls(between)

    def row(self, texts: Sequence[str]) -> str:
        """The row with these texts, which XML can hold."""
        parts = [self._between[0]]
        for text, after in zip(texts, self._between[1:], strict=True):
            if text:
                parts += ("<w:t>", escape(text), "</w:t>")
            parts.append(after)
        return "".join(parts)


def add_rows(table: Table, rows: Iterable[str]) -> None:
    """Put rows given as XML below those of a table, many at once: python-docx takes a hundred times as long to make each of its nodes."""
    following = iter(rows)
    while some := "".join(islice(following, _AT_ONCE)):
        made: Any = parse_xml(f"<w:tbl {nsdecls('w')}>{some}</w:tbl>")
        table._tbl.extend(list(made))


def as_one(cells: Sequence[_Cell]) -> _Cell:
    """One cell as wide as the empty cells of a row that it stands for; python-docx moves what they hold one by one."""
    first, *others = cells
    if others:
        first.width = Emu(sum(cell.width or 0 for cell in cells))
        properties: Any = first._tc.get_or_add_tcPr()
        properties.grid_span = len(cells)
    for other in others:
        first._tc.getparent().remove(other._tc)
    return first


def _borders(kind: str) -> Any:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("w:val", kind), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")):
            border.set(qn(name), value)
        borders.append(border)
    return borders


def _cell_margins(margin_mm: float) -> Any:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(margin_mm).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins


def whole(row: _Row) -> None:
    """No page break inside the row."""
    _flag(row, "w:cantSplit")


def repeated(row: _Row) -> None:
    """The row stands again at the top of every page."""
    _flag(row, "w:tblHeader")


def _flag(row: _Row, name: str) -> None:
    properties: Any = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))


def keep_together(paragraphs: Sequence[Paragraph]) -> None:
    """No page break after any of these: what follows stands on the same page."""
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True
