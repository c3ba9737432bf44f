"""An indicator of Open SDG: its data (``Year``, categories, ``Value``) and what its metadata file says of it, as a table.

The data do not say which indicator they are of; its number stands in the name of the file, and its name in a file of metadata called by
the same number beside it or in a folder ``meta``. See https://open-sdg.readthedocs.io (data format, metadata format).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from tui.exchange.cells import Cell, CellKind, CellSheet
from tui.exchange.outside_file import bytes_of
from tui.exchange.peers.flat_yaml import flat_entries
from tui.exchange.text_cells import decoded
from tui.store.files.errors import CannotRead

_NUMBER: Final = re.compile(r"(?:indicator_)?([0-9]{1,2}[-.][0-9a-z]{1,2}[-.][0-9]{1,2}[0-9a-z.-]*|[\w.-]+)\Z", re.IGNORECASE)
_NAMES: Final = ("indicator_name", "graph_title", "SDG_INDICATOR")
_UNITS: Final = ("computation_units", "UNIT_MEASURE", "unit_of_measure", "measurement_unit")
_SOURCES: Final = ("source_organisation_1", "DATA_SOURCE", "source_organisation")
_MOST_METADATA: Final = 256 * 1024
_TITLES: Final = {"Year": "Năm", "Value": "Giá trị", "Units": "Đơn vị tính", "GeoCode": "Địa bàn"}


@attrs.frozen
class Metadata:
    """What is known of an indicator beside its figures; "" where its file does not say it or is not there."""

    name: str = ""
    unit: str = ""
    source: str = ""


def is_open_sdg(sheet: CellSheet) -> bool:
    """Whether a table of text is data of Open SDG: its first column is ``Year``, its last ``Value``, and no row is named."""
    titles = _titles(sheet)
    return len(titles) > 1 and titles[0] == "Year" and titles[max(titles)] == "Value" and not titles.keys() - range(max(titles) + 1)


def open_sdg_table(sheet: CellSheet, path: Path) -> CellSheet:
    """The data with titles the reading knows, every cell at its place; columns behind them say whose figures they are.

    A row with a category (``Sex = Female``) is of a part of the whole, which is said in a column of its own.
    """
    titles = _titles(sheet)
    width = max(titles) + 1
    number = number_of(path)
    known = metadata_of(path, number)
    parts = {at: title for at, title in titles.items() if title not in _TITLES}
    cells: dict[tuple[int, int], Cell] = {}
    for (row, column), cell in sheet.cells.items():
        if column < width and column not in parts:
            told = Cell(CellKind.TEXT, _TITLES[titles[column]]) if row == 0 else cell
            cells[row, column] = _number(told) if row and titles[column] == "Value" else told
    with_unit = "Units" in titles.values()
    behind = [("Mã", number), ("Chỉ tiêu", known.name), ("Đơn vị tính", "" if with_unit else known.unit), ("Nguồn", known.source)]
    for row, values in sheet.rows.items():
        told_here = [(title, text) for title, text in behind if text] + [("Phân tổ", _part(values, parts))]
        for at, (title, text) in enumerate(told_here):
            if row == 0 or text:
                cells[row, width + at] = Cell(CellKind.TEXT, text if row else title)
    return attrs.evolve(sheet, cells=cells)


def _titles(sheet: CellSheet) -> dict[int, str]:
    return {column: str(cell.value).strip() for (row, column), cell in sorted(sheet.cells.items()) if row == 0}


def _number(cell: Cell) -> Cell:
    """A value as the number it is: the point is the decimal mark of the form."""
    text = str(cell.value).strip()
    return Cell(CellKind.NUMBER, float(text)) if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?", text) else cell


def _part(values: Mapping[int, Cell], parts: Mapping[int, str]) -> str:
    return "; ".join(f"{title} = {str(values[at].value).strip()}" for at, title in parts.items() if at in values)


# -- metadata ---------------------------------------------------------------------------------------------------------


def number_of(path: Path) -> str:
    """``1-2-1`` of ``indicator_1-2-1.csv``."""
    found = _NUMBER.match(path.stem)
    return found[1] if found is not None else path.stem


def metadata_of(path: Path, number: str) -> Metadata:
    """What the metadata beside the data say; nothing where there is none, or none that can be read."""
    for folder in (path.parent, path.parent / "meta", path.parent.parent / "meta"):
        for name in _files(number):
            entries = _entries(folder / name)
            if entries:
                return Metadata(_first(entries, _NAMES), _first(entries, _UNITS), _first(entries, _SOURCES))
    return Metadata()


def _files(number: str) -> Sequence[str]:
    dashed = number.replace(".", "-")
    return [f"{stem}.{ending}" for stem in dict.fromkeys((dashed, number)) for ending in ("yml", "yaml", "md")]


def _entries(path: Path) -> dict[str, str]:
    try:
        data = bytes_of(path)
        return flat_entries(decoded(data)) if len(data) <= _MOST_METADATA else {}
    except CannotRead:
        return {}


def _first(entries: Mapping[str, str], keys: Sequence[str]) -> str:
    """The first entry that says something: a key of a translation (``indicators.1-2-1-title``) does not."""
    said = (" ".join(entries.get(key, "").split()) for key in keys)
    return next((text for text in said if text and not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", text)), "")
