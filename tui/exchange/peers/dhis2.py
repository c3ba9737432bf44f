"""Data values of DHIS2 (``dataelement,period,orgunit,…,value``) as a table: their periods as titles say them, their parts in a column.

See the section on data values of the DHIS2 developer's guide: periods are ``2024``, ``2024Q2``, ``2024S1``, ``202406``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import attrs

from tui.exchange.cells import Cell, CellKind, CellSheet
from tui.model.text import N_, Sentence, say

_WANTED: Final = ("dataelement", "period", "orgunit", "value")
_TITLES: Final = {"dataelement": "Mã", "period": "Năm", "orgunit": "Địa bàn", "value": "Giá trị", "comment": "Ghi chú"}
_OF_THE_ENTRY: Final = ("storedby", "lastupdated", "created", "followup", "deleted")
"""What is said of the entry and not of the value."""
_MARKED: Final = {
    "followup": say(N_("its entry is marked for follow-up")),
    "deleted": say(N_("its entry says that the value was deleted")),
}
_YES: Final = ("true", "1", "yes")
_COMBOS: Final = ("categoryoptioncombo", "attributeoptioncombo", "catoptcombo", "attroptcombo")
_WHOLE: Final = ("hllvx50cxc0", "default", "(default)")
"""What stands for no category at all, in every DHIS2."""


def is_dhis2(sheet: CellSheet) -> bool:
    """Whether a table of text holds data values: the four columns none goes without."""
    return all(name in _columns(sheet) for name in _WANTED)


def dhis2_table(sheet: CellSheet) -> CellSheet:
    """The data values with titles the reading knows, every cell at its place; a column behind them says which part a value is of."""
    columns = _columns(sheet)
    width = 1 + max(column for _, column in sheet.cells)
    passed_over = {columns[name] for name in (*_OF_THE_ENTRY, *_COMBOS) if name in columns}
    cells = {place: cell for place, cell in sheet.cells.items() if place[0] and place[1] not in passed_over}
    for name, column in columns.items():
        if column in passed_over:
            continue
        cells[0, column] = Cell(CellKind.TEXT, _TITLES.get(name, f"· {name}"))
    cells[0, width] = Cell(CellKind.TEXT, "Chỉ tiêu")
    cells[0, width + 1] = Cell(CellKind.TEXT, "Phân tổ")
    for row, values in sheet.rows.items():
        if row == 0:
            continue
        at = columns["dataelement"]
        if at in values:
            cells[row, width] = values[at]
        if (at := columns["period"]) in values:
            cells[row, at] = Cell(CellKind.TEXT, period_words(str(values[at].value).strip()))
        if (at := columns["value"]) in values:
            cells[row, at] = _number(values[at])
        said = [str(values[columns[name]].value).strip() for name in _COMBOS if name in columns and columns[name] in values]
        if parts := [text for text in said if text.lower() not in _WHOLE]:
            cells[row, width + 1] = Cell(CellKind.TEXT, "; ".join(parts))
    return attrs.evolve(sheet, cells=cells, doubts={**sheet.doubts, **_doubts(sheet, columns)})


def _doubts(sheet: CellSheet, columns: Mapping[str, int]) -> dict[int, Sentence]:
    """Row → what the entry says of itself that makes it none to take in unasked."""
    out: dict[int, Sentence] = {}
    for row, values in sheet.rows.items():
        for name, doubt in _MARKED.items():
            if row and name in columns and columns[name] in values and str(values[columns[name]].value).strip().lower() in _YES:
                out[row] = doubt
    return out


def _columns(sheet: CellSheet) -> dict[str, int]:
    """Name of a column → its place, the names without spaces and in small letters as exports differ in them."""
    out: dict[str, int] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row == 0:
            out.setdefault(re.sub(r"[\s_-]+", "", str(cell.value)).lower(), column)
    return out


def _number(cell: Cell) -> Cell:
    text = str(cell.value).strip()
    return Cell(CellKind.NUMBER, float(text)) if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text) else cell


def period_words(period: str) -> str:
    """A period as a title says it: ``2024Q2`` is ``quý II/2024``; one that is not known stays as it is."""
    if found := re.fullmatch(r"([0-9]{4})Q([1-4])", period):
        return f"quý {('I', 'II', 'III', 'IV')[int(found[2]) - 1]}/{found[1]}"
    if found := re.fullmatch(r"([0-9]{4})S([12])", period):
        return f"6 tháng {'đầu' if found[2] == '1' else 'cuối'} năm {found[1]}"
    if found := re.fullmatch(r"([0-9]{4})(0[1-9]|1[0-2])", period):
        return f"tháng {int(found[2])}/{found[1]}"
    return period
