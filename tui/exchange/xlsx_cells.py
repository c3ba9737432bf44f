"""The cells of an Excel workbook somebody sent: each with its kind, its formula or merge told apart from what was typed.

Libraries that read values only (calamine) do not tell a number from a text that looks like one, nor what a formula made
from what a person typed. A workbook comes from outside: parts are read in pieces with a limit, document types are refused.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

import attrs

from tui.exchange.cells import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    STRUCK,
    Cell,
    CellKind,
    CellSheet,
    Range,
    refuse_long,
    refuse_merged,
)
from tui.exchange.packed_parts import (
    LARGE_WORKBOOK,
    MANY_IN_WORKBOOK,
    MOST_ELEMENTS,
    Parts,
    Said,
    one_spaced,
    opened_parts,
    raised,
    refuse_more,
)
from tui.model.text import N_, Sentence, say
from tui.store.files.errors import CannotRead

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_LOCKED: Final = say(N_("the workbook is locked with a password, or in the form of before 2007; save it as .xlsx without one"))
_SAID: Final = Said(
    none=say(N_("this is not a workbook of Excel (.xlsx)")),
    locked=_LOCKED,
    damaged=say(N_("the workbook is damaged; open it in Excel and save it again")),
    large=LARGE_WORKBOOK,
    many=MANY_IN_WORKBOOK,
)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DAY_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT_FORMATS: Final = frozenset({9, 10})
_EPOCH: Final = dt.date(1899, 12, 30)
_EPOCH_1904: Final = dt.date(1904, 1, 1)


def read_xlsx(data: bytes) -> list[CellSheet]:
    """The sheets of a workbook, hidden ones too. Raises :class:`CannotRead` with the reason."""
    if len(data) > MOST_BYTES:
        raise CannotRead(say(N_("the workbook is too large: at most {most} MiB"), most=MOST_BYTES >> 20))
    if data.startswith(_OLE):
        raise CannotRead(_LOCKED)
    with opened_parts(data, _SAID) as parts:
        return list(_sheets(parts))


def _sheets(parts: Parts) -> Iterator[CellSheet]:
    book = _main_part(parts)
    folder = PurePosixPath(book).parent
    elements = parts.elements(book)
    targets = _targets(parts, book)
    strings, struck = _strings(parts, str(folder / "sharedStrings.xml"), targets)
    styles = _styles(parts, next((t for kind, t in targets.values() if kind == "styles"), str(folder / "styles.xml")))
    epoch = _EPOCH_1904 if any(tag == "workbookPr" and v.get("date1904") in ("1", "true") for tag, v in elements) else _EPOCH
    stale = any(tag == "calcPr" and v.get("fullCalcOnLoad") in ("1", "true") for tag, v in elements)
    for tag, values in elements:
        if tag == "sheet":
            related = values.get(f"{_RELATED}}}id") or values.get(f"{_RELATED_STRICT}}}id") or ""
            kind, target = targets.get(related, ("", ""))
            if kind == "worksheet" and target in parts:
                sheet = _SheetReader(_clean(values["name"]), strings, struck, styles, epoch, stale).read(parts, target)
                yield attrs.evolve(sheet, hidden=values.get("state", "visible") != "visible")


def _main_part(parts: Parts) -> str:
    if "_rels/.rels" in parts:
        for kind, target in _targets(parts, "").values():
            if kind == "officeDocument":
                if target in parts and any(tag == "workbook" for tag, _ in parts.elements(target)[:1]):
                    return target
                break
    raise CannotRead(say(N_("this is not a workbook of Excel (.xlsx)")))


def _targets(parts: Parts, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → (kind, name of the part) of a part's relations."""
    path = PurePosixPath(part)
    rels = str(path.parent / "_rels" / f"{path.name}.rels") if part else "_rels/.rels"
    out = {}
    for tag, values in parts.elements(rels) if rels in parts else ():
        if tag == "Relationship" and values.get("TargetMode") != "External":
            target = values["Target"]
            full = target.lstrip("/") if target.startswith("/") else _joined(path.parent if part else PurePosixPath(), target)
            out[values["Id"]] = (values["Type"].rpartition("/")[2], full)
    return out


def _joined(folder: PurePosixPath, target: str) -> str:
    steps: list[str] = []
    for step in (folder / target).parts:
        if step == "..":
            if steps:
                steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def _clean(text: str) -> str:
    unescaped = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return one_spaced(unescaped)


def _strings(parts: Parts, usual: str, targets: Mapping[str, tuple[str, str]]) -> tuple[list[str], frozenset[int]]:
    """The shared texts, and which of them have words that are struck out; runs of a rich text are joined, what is struck out and readings
    of East Asian letters left out."""
    name = next((target for kind, target in targets.values() if kind == "sharedStrings"), usual)
    found: list[str] = []
    struck: set[int] = set()
    if name not in parts:
        return found, frozenset()
    pieces: list[str] = []
    state = {"in": False, "reading": False, "raised": False, "struck": False}

    def start(tag: str, values: dict[str, str]) -> None:
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            state["reading"] = True
        elif tag == "r":
            state["raised"] = state["struck"] = False
        elif tag == "vertAlign":
            state["raised"] = values.get("val") == "superscript"
        elif tag == "strike":
            state["struck"] = values.get("val", "1") not in ("0", "false")
        elif tag == "t":
            state["in"] = not state["reading"]

    def end(tag: str) -> None:
        if tag == "si":
            refuse_more(len(found), MOST_CELLS)
            found.append("".join(pieces))
            state["raised"] = state["struck"] = False
        elif tag == "r":
            state["raised"] = state["struck"] = False
        elif tag == "rPh":
            state["reading"] = False
        elif tag == "t":
            state["in"] = False

    def text(data: str) -> None:
        if state["in"] and state["struck"]:
            struck.add(len(found))
        elif state["in"]:
            pieces.append(raised(data) if state["raised"] else data)

    parts.parse(name, start, end, text)
    return found, frozenset(struck)


_MOST_INSET: Final = 50


@attrs.frozen
class _Styles:
    """By number of a cell's style: whether it shows days, whether per cent, how many steps its text is set in, whether it is struck out."""

    days: tuple[bool, ...] = ()
    percent: tuple[bool, ...] = ()
    insets: tuple[int, ...] = ()
    struck: tuple[bool, ...] = ()

    def is_struck(self, style: int) -> bool:
        return 0 <= style < len(self.struck) and self.struck[style]

    def inset(self, style: int) -> int:
        return self.insets[style] if 0 <= style < len(self.insets) else 0

    def is_day(self, style: int) -> bool:
        return 0 <= style < len(self.days) and self.days[style]

    def is_percent(self, style: int) -> bool:
        return 0 <= style < len(self.percent) and self.percent[style]


def _styles(parts: Parts, name: str) -> _Styles:
    if name not in parts:
        return _Styles()
    own: dict[int, str] = {}
    used: list[int] = []
    insets: list[int] = []
    inside = {"xfs": False}
    struck_fonts: list[bool] = []
    fonts: list[int] = []

    def start(tag: str, values: dict[str, str]) -> None:
        if tag == "numFmt" and "numFmtId" in values:
            own[int(values["numFmtId"])] = values.get("formatCode", "")
        elif tag == "cellXfs":
            inside["xfs"] = True
        elif tag == "font" and not inside["xfs"]:
            struck_fonts.append(False)
        elif tag == "strike" and struck_fonts and not inside["xfs"]:
            struck_fonts[-1] = values.get("val", "1") not in ("0", "false")
        elif tag == "xf" and inside["xfs"]:
            refuse_more(len(used), MOST_ELEMENTS)
            used.append(int(values.get("numFmtId", "0")))
            insets.append(0)
            fonts.append(int(values.get("fontId", "0")))
        elif tag == "alignment" and inside["xfs"] and insets and values.get("indent", "").isdecimal():
            insets[-1] = min(int(values["indent"]), _MOST_INSET)

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside["xfs"] = False

    parts.parse(name, start, end, lambda text: None)
    codes = {number: _NOT_LETTERS.sub("", code).lower() for number, code in own.items()}
    return _Styles(
        tuple(any(c in codes[n] for c in "dmyhs") and "general" not in codes[n] if n in codes else n in _DAY_FORMATS for n in used),
        tuple("%" in codes[n] if n in codes else n in _PERCENT_FORMATS for n in used),
        tuple(insets),
        tuple(0 <= font < len(struck_fonts) and struck_fonts[font] for font in fonts),
    )


# -- one sheet ------------------------------------------------------------------------------------------------------


@attrs.define
class _SheetReader:
    name: str
    strings: list[str]
    struck: frozenset[int]
    styles: _Styles
    epoch: dt.date
    stale: bool
    """Whether the values of formulas are to be worked out anew by whoever opens the workbook: those in the file mean nothing."""
    cells: dict[tuple[int, int], Cell] = attrs.field(factory=dict)
    doubts: dict[int, Sentence] = attrs.field(factory=dict)
    merged: list[Range] = attrs.field(factory=list)
    hidden_rows: set[int] = attrs.field(factory=set)
    hidden_columns: set[int] = attrs.field(factory=set)
    row: int = -1
    column: int = -1
    kind: str = ""
    style: int = 0
    formula: bool = False
    taking: bool = False
    reading: bool = False
    in_cell: bool = False
    raised: bool = False
    pieces: list[str] = attrs.field(factory=list)

    def read(self, parts: Parts, part: str) -> CellSheet:
        parts.parse(part, self.start, self.end, self.text)
        hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
        rows, columns = hidden
        return CellSheet(self.name, self.cells, tuple(self.merged), hidden_rows=rows, hidden_columns=columns, doubts=self.doubts)

    def start(self, tag: str, values: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(values)
        elif tag == "row":
            self.row = int(values["r"]) - 1 if "r" in values else self.row + 1
            self.column = -1
            if _is_hidden(values, "ht"):
                self.hidden_rows.add(self.row)
        elif tag == "col" and _is_hidden(values, "width"):
            self.hidden_columns.update(range(int(values["min"]) - 1, min(int(values["max"]), MOST_COLUMNS)))
        elif tag == "r" and self.in_cell:
            self.raised = False
        elif tag == "vertAlign" and self.in_cell:
            self.raised = values.get("val") == "superscript"
        elif tag == "v" or tag == "t":
            self.taking = self.in_cell and not self.reading
        elif tag == "f":
            self.formula = True
        elif tag == "rPh":
            self.reading = True
        elif tag == "mergeCell":
            self._merge(values.get("ref", ""))

    def _start_cell(self, values: dict[str, str]) -> None:
        found = _PLACE.match(values.get("r", ""))
        if found:
            self.row, self.column = int(found[2]) - 1, _column_number(found[1])
        else:  # the standard lets a cell go without its name
            self.column += 1
        self.kind, self.style = values.get("t", "n"), int(values.get("s", "0"))
        self.formula, self.in_cell, self.raised = False, True, False
        self.pieces.clear()

    def end(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        elif tag == "v" or tag == "t":
            self.taking = False
        elif tag == "rPh":
            self.reading = False

    def text(self, data: str) -> None:
        if self.taking:
            self.pieces.append(raised(data) if self.raised else data)

    def _end_cell(self) -> None:
        self.in_cell = False
        raw = "".join(self.pieces)
        if self.kind == "s" and raw.strip().isdecimal() and int(raw) in self.struck:
            self.doubts.setdefault(self.row, STRUCK)
        if not raw.strip() and not self.formula:
            return
        cell = self._cell(raw)
        if cell is None:
            return
        refuse_long(self.name, self.row, len(self.cells))
        if not 0 <= self.column < MOST_COLUMNS or self.row < 0:
            raise ValueError("a cell outside the sheet")
        self.cells[self.row, self.column] = cell
        if self.styles.is_struck(self.style):
            self.doubts.setdefault(self.row, STRUCK)

    def _cell(self, raw: str) -> Cell | None:
        if self.kind == "s" and raw:
            if int(raw) < 0:
                raise ValueError(raw)
            raw = self.strings[int(raw)]
        if self.formula:
            if self.stale or not raw.strip():
                return Cell(CellKind.FORMULA, _clean(raw), formula=True)
            cell = self._typed(raw)
            return None if cell is None else attrs.evolve(cell, formula=True)
        return self._typed(raw)

    def _typed(self, raw: str) -> Cell | None:
        if self.kind in ("s", "str", "inlineStr"):
            text = _clean(raw)
            return Cell(CellKind.TEXT, text, inset=self.styles.inset(self.style)) if text.strip() else None
        if self.kind == "b":
            return Cell(CellKind.YES_NO, raw.strip() == "1")
        if self.kind == "e":
            return Cell(CellKind.ERROR, raw.strip())
        if self.kind == "d":
            return Cell(CellKind.DAY, dt.date.fromisoformat(raw.strip()[:10]))
        number = float(raw)
        if not math.isfinite(number):
            return Cell(CellKind.ERROR, raw.strip())
        if self.styles.is_day(self.style) and 1 <= number < 2_958_466:
            return Cell(CellKind.DAY, self.epoch + dt.timedelta(days=int(number)))
        return Cell(CellKind.NUMBER, number, self.styles.is_percent(self.style))

    def _merge(self, ref: str) -> None:
        ends = [_PLACE.match(end) for end in ref.split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            refuse_merged(self.name, len(self.merged))
            (left, top), (right, bottom) = ((_column_number(end[1]), int(end[2]) - 1) for end in ends if end)
            self.merged.append(Range(top, left, bottom, right))


def _is_hidden(values: Mapping[str, str], size: str) -> bool:
    """Whether a row or a column is hidden, by a filter too, or made as small as nothing."""
    return values.get("hidden") in ("1", "true") or (size in values and float(values[size]) == 0)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
