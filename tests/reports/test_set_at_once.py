"""Rows and lines set at once, out of patterns, are those python-docx sets node by node; their texts are only ever texts."""

from __future__ import annotations

from typing import Any

import pytest
from docx import Document
from docx.shared import Cm, Pt
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tui.reports import official
from tui.reports.annex_rows import Align, AnnexColumn, CellValue, Quantity
from tui.reports.word import annex_table, grid
from tui.reports.word.annex_table import add_table
from tui.reports.word.body import FIRST_LINE, add_body
from tui.reports.word.lettering import JUSTIFIED, PLACE, add_text, clean
from tui.reports.word.paper import Line, Look

COLUMNS = tuple(
    AnnexColumn(key=key, title=f"{key} & <cột>", width=width, align=align)
    for key, width, align in (("place", 10, Align.CENTRE), ("name", 60, Align.LEFT), ("target", 20, Align.RIGHT))
)
TEXTS = st.sampled_from(
    ["", " ", "A & B", "<w:t>", "]]>", "&amp;", '"q"', PLACE, "x\ty\nz", "đồng/người/năm dài", "a\u0301", "\u00a0", "\x0b\ufffe"]
)
CELLS: st.SearchStrategy[CellValue] = TEXTS | st.builds(Quantity, value=st.integers(0, 9_999))
ROWS: st.SearchStrategy[list[Any]] = st.lists(st.tuples(CELLS, CELLS, CELLS) | TEXTS, max_size=6)


def body_xml(document: Any) -> str:
    return str(document.element.body.xml)


@law(15, 300)
@given(ROWS, st.integers(1, 3))
def test_rows_set_at_once_are_those_set_one_by_one(rows: list[Any], at_once: int) -> None:
    quick, slow = Document(), Document()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "_AT_ONCE", at_once)
        add_table(quick, COLUMNS, rows, 170)
        add_table(slow, COLUMNS, [], 170)
    made, table = quick.tables[0], slow.tables[0]
    for column, of in zip(made.columns, table.columns, strict=True):
        of.width = column.width  # as wide as the longest words of the rows want it
    for cell, of in zip(made.rows[0].cells, table.rows[0].cells, strict=True):
        of.width = cell.width
    for values in rows:
        row: Any = table.add_row()  # type: ignore[no-untyped-call]
        for cell, of in zip(row.cells, made.rows[0].cells, strict=True):
            cell.width = of.width
        if isinstance(values, str):
            heading = grid.as_one(row.cells)
            annex_table._fill(heading, Align.LEFT, annex_table._breakable(clean(values)), bold=True)
            grid.keep_together(heading.paragraphs)
        else:
            for cell, value, of in zip(row.cells, values, COLUMNS, strict=True):
                annex_table._fill(cell, annex_table._aligned(value, of), annex_table._breakable(clean(official.cell(value))))
        for properties in row._tr.findall("{*}trPr"):
            row._tr.remove(properties)
        grid.whole(row)
    assert [row._tr.xml for row in made.rows] == [row._tr.xml for row in table.rows]


@law(15, 300)
@given(st.lists(st.builds(Line, TEXTS | st.just("Gồm:"), st.sampled_from(Look)), max_size=5))
def test_lines_of_a_body_are_those_set_node_by_node(lines: list[Line]) -> None:
    quick, slow = Document(), Document()
    add_body(quick, ["Luật & lệ"], [*lines, Line("Hết")])
    for text, look, opens in (("Luật & lệ.", None, None), *((line.text, line.look, False) for line in lines), ("Hết./.", Look.BODY, True)):
        paragraph, headed = slow.add_paragraph(), look in (Look.PART, Look.POINT, Look.GROUP)
        paragraph.alignment = JUSTIFIED
        setting = paragraph.paragraph_format
        setting.first_line_indent, setting.space_after, setting.widow_control = Cm(FIRST_LINE), Pt(6), True
        setting.keep_with_next = opens or headed or text.rstrip().endswith(":") if opens is not None else None
        add_text(paragraph, text, bold=headed, italic=look is None or look is Look.GROUP)
    assert body_xml(quick) == body_xml(slow)
