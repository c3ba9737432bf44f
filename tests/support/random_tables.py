"""Tables as offices make them, at random, and what each of their cells truly is: the law is that nothing else is taken in unasked."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Any, Final

import attrs

from tui.exchange.cells import Cell, CellKind, CellSheet, Range, texts_sheet

NAMES: Final = {
    "grdp": ("Tốc độ tăng trưởng GRDP bình quân", "%/năm"),
    "cong-nghiep": ("Tỷ trọng công nghiệp, xây dựng", "%"),
    "dich-vu": ("Tỷ trọng dịch vụ", "%"),
    "bao-hiem": ("Tỷ lệ bao phủ bảo hiểm y tế", "%"),
    "ngheo": ("Tỷ lệ hộ nghèo", "%"),
}
"""Indicators of the sample plan."""
OTHERS: Final = (
    "Tăng trưởng công nghiệp",
    "Tăng trưởng dịch vụ",
    "Tỷ lệ hộ cận nghèo",
    "Bảo hiểm xã hội",
    "GRDP bình quân đầu người",
    "Tổng cộng",
    "Trong đó:",
)
_BELOW: Final = {
    "note-estimate": ("Ghi chú: số liệu là số ước thực hiện", "Chú thích: các số liệu ước tính"),
    "note-part": ("Ghi chú: Số liệu 9 tháng đầu năm", "Ghi chú: tính đến hết quý III"),
    "note-area": ("Ghi chú: số liệu của thành phố Sông Công", "Ghi chú: Huyện Phú Bình báo cáo"),
}
"""Remarks below a table that make its results something else."""
_TRAPS: Final = ("area", "half", "plan", "unit", "twice", "hidden", "section", "caption-year", "mark", "remark", "shut")
_MARKED: Final = ("Chưa bao gồm khu vực đô thị", "Số liệu 9 tháng", "Số ước tính")
YEARS: Final = (2022, 2023, 2024)


@attrs.frozen
class Truth:
    """What the figures of a column are; ``kind``: result, estimate, preliminary, plan, a part of the year or of the area, a comparison."""

    kind: str
    year: int


@attrs.frozen
class MadeTable:
    """A sheet, and by (row, column) the (indicator, truth, value) of every cell of figures."""

    sheet: CellSheet
    cells: dict[tuple[int, int], tuple[str, Truth, float]]
    trap: str
    """What of the whole table makes its results something else: ``area``, ``unit``, ``twice`` … or ""."""
    twice: str = ""


def _titles(kind: str, year: int, rng: random.Random) -> tuple[list[str], list[str]]:
    """(in one row, in two rows) what the column may be called."""
    one = {
        "result": [f"TH {year}", f"Thực hiện năm {year}", f"Kết quả thực hiện {year}", f"TH năm {year}", f"Thực hiện {year}"],
        "estimate": [f"Ước TH {year}", f"Ước thực hiện năm {year}", f"Ước {year}", f"ƯTH {year}", f"Ước đạt năm {year}"],
        "preliminary": [f"TH {year} (sơ bộ)", f"Sơ bộ {year}", f"Thực hiện năm {year} (sơ bộ)"],
        "plan": [
            f"KH {year}",
            f"Kế hoạch năm {year}",
            f"Mục tiêu {year}",
            f"Chỉ tiêu năm {year}",
            f"Dự kiến {year}",
            f"Nghị quyết giao {year}",
            f"{year}\n(KH)",
        ],
        "half_year": [
            f"TH 6 tháng {year}",
            f"6 tháng đầu năm {year}",
            f"Ước 6 tháng/{year}",
            f"TH 6T/{year}",
            f"Thực hiện đến 30/6/{year}",
        ],
        "nine_months": [f"TH 9 tháng {year}", f"9 tháng năm {year}", f"Thực hiện đến ngày 30/9/{year}"],
        "quarter": [f"Quý II/{year}", f"TH quý III năm {year}", f"Tháng 5/{year}", f"Thực hiện tháng 11/{year}"],
        "area": [
            f"TP Phổ Yên {year}",
            f"Thành phố Sông Công năm {year}",
            f"Huyện Đồng Hỷ {year}",
            f"TH {year} khu vực nông thôn",
            f"Nữ {year}",
        ],
        "growth": [f"Tốc độ tăng {year}", f"Tăng/giảm {year}", f"Tăng trưởng năm {year} (%)"],
        "compared": [
            f"So sánh TH {year}/KH (%)",
            f"TH {year} so với KH",
            f"% đạt KH {year}",
            f"{year}/{year - 1} (%)",
            f"Tỷ lệ hoàn thành {year}",
        ],
    }[kind]
    two = {
        "result": ["TH", "Thực hiện", "Kết quả"],
        "estimate": ["Ước TH", "Ước thực hiện", "Ước cả năm"],
        "preliminary": ["Sơ bộ", "TH (sơ bộ)"],
        "plan": ["KH", "Kế hoạch", "Mục tiêu", "Chỉ tiêu giao", "Dự kiến"],
        "half_year": ["6 tháng", "TH 6 tháng", "Ước 6 tháng đầu năm"],
        "nine_months": ["9 tháng", "TH 9 tháng"],
        "quarter": ["Quý I", "Quý IV", "Tháng 12"],
        "area": ["TP Phổ Yên", "Huyện Phú Bình", "Nông thôn"],
        "growth": ["Tăng so với năm trước", "Tốc độ tăng"],
        "compared": ["So KH (%)", "% TH/KH", "Đạt (%)"],
    }[kind]
    return [rng.choice(one)], [f"Năm {year}" if rng.random() < 0.7 else str(year), rng.choice(two)]


def made_table(seed: int) -> MadeTable:
    """The table of a seed."""
    rng = random.Random(seed)
    kinds = ["result", "estimate", "preliminary", "plan", "half_year", "nine_months", "quarter", "area", "growth", "compared"]
    columns = [Truth(rng.choices(kinds, [5, 2, 2, 5, 2, 1, 1, 2, 1, 2])[0], rng.choice(YEARS)) for _ in range(rng.randint(1, 5))]
    trap = rng.choice(
        ["", "", "", "area", "half", "plan", "unit", "twice", "hidden", "section", "caption-year", *_BELOW, "mark", "remark", "shut"]
    )
    two_rows = rng.random() < 0.5
    has_unit = rng.random() < 0.6 or trap == "unit"
    rows: list[list[Any]] = []
    merged: list[Range] = []
    lead = ["TT", "Chỉ tiêu"] + (["ĐVT"] if has_unit else [])
    caption = {
        "area": rng.choice(["Thành phố Sông Công", "HUYỆN ĐỊNH HÓA", "Kết quả của thị xã Phổ Yên"]),
        "half": rng.choice(["Kết quả 6 tháng đầu năm", "BÁO CÁO QUÝ II", "Tình hình 9 tháng"]),
        "plan": rng.choice(["Kế hoạch phát triển kinh tế - xã hội", "Chỉ tiêu kế hoạch giao", "Dự kiến kế hoạch"]),
        "unit": "",
    }.get(trap, rng.choice(["", "BIỂU TỔNG HỢP", "Kết quả thực hiện các chỉ tiêu"]))
    if caption:
        rows.append([caption])
    if rng.random() < 0.3:
        rows.append([])
    top = len(rows)
    if trap == "caption-year":  # the year stands only above
        year = rng.choice(YEARS)
        columns = [Truth(truth.kind, year) for truth in columns[:2]]
        rows.insert(top, [f"Năm {year}"])
        top += 1
        rows.append([*lead, *(_titles(truth.kind, year, rng)[1][1] for truth in columns)])
    elif two_rows:
        first, second = list(lead), [None] * len(lead)
        columns.sort(key=lambda truth: truth.year)
        for place, truth in enumerate(columns):
            upper, lower = _titles(truth.kind, truth.year, rng)[1]
            before = columns[place - 1].year if place else None
            first.append(upper if before != truth.year else None)
            second.append(lower)
        rows += [first, second]
        if rng.random() < 0.6:
            merged += [Range(top, column, top + 1, column) for column in range(len(lead))]
            starts = [n for n, truth in enumerate(columns) if not n or columns[n - 1].year != truth.year] + [len(columns)]
            merged += [Range(top, len(lead) + a, top, len(lead) + b - 1) for a, b in itertools.pairwise(starts) if b - a > 1]
    else:
        rows.append([*lead, *(_titles(truth.kind, truth.year, rng)[0][0] for truth in columns)])
    if rng.random() < 0.2:
        rows.append([*"AB", *(["C"] if has_unit else []), *range(1, len(columns) + 1)] if rng.random() < 0.5 else [])
    cells: dict[tuple[int, int], tuple[str, Truth, float]] = {}
    hidden_rows: set[int] = set()
    ids: list[str] = rng.sample(list(NAMES), rng.randint(1, len(NAMES)))
    listed: list[str | None] = [*ids, *([None] * rng.randint(0, 2))]
    rng.shuffle(listed)
    if trap == "twice":
        listed.append(ids[0])
    if trap == "section":
        rows.append(["", rng.choice(["Thành phố Sông Công", "Kế hoạch", "6 tháng đầu năm", "Khu vực nông thôn"])])
    for number, id in enumerate(listed, 1):
        name, unit = NAMES[id] if id is not None else (rng.choice(OTHERS), "%")
        if trap == "unit":
            unit = "nghìn người"
        row: list[Any] = [number, rng.choice(["", "- ", f"{number}. "]) + name, *([unit] if has_unit else [])]
        for place, truth in enumerate(columns):
            value = round(rng.uniform(1, 90), rng.choice([0, 1, 2]))
            if id is not None:
                cells[len(rows), len(lead) + place] = (id, truth, value)
            row.append(_written(value, rng))
        if trap == "mark" and id == ids[0]:
            row[1] += rng.choice([" (*)", "(1)", " ¹"])
        if trap == "remark":
            row.append(rng.choice(["Số ước tính", "Số liệu 9 tháng", "Kế hoạch giao"]) if id == ids[0] else None)
        if trap == "hidden" and rng.random() < 0.5:
            hidden_rows.add(len(rows))
        rows.append(row)
    if trap in _BELOW:
        rows.append([rng.choice(_BELOW[trap])])
    elif trap == "mark":
        rows.append([f"{mark} {rng.choice(_MARKED)}" for mark in ("(*)", "(1)", "¹") if any(mark in str(row[1:2]) for row in rows)])
    elif rng.random() < 0.3:
        rows.append(["Ghi chú: số liệu của các sở, ngành"])
    if trap == "remark":
        rows[top] = [*rows[top], *([None] * (len(lead) + len(columns) - len(rows[top]))), "Ghi chú"]
    shut = frozenset({len(lead)}) if trap == "shut" else frozenset()
    sheet = texts_sheet(rng.choice(["Sheet1", "Biểu 1", "Số liệu"]), rows)
    hidden = {"hidden_rows": frozenset(hidden_rows), "hidden_columns": shut}
    return MadeTable(attrs.evolve(sheet, merged=tuple(merged), **hidden), cells, trap, ids[0])


def _places_of(table: MadeTable, column: int, place_of: Any) -> list[Any]:
    return [place_of(table.sheet, row, at) for row, at in table.cells if at == column]


def _written(value: float, rng: random.Random) -> Any:
    shape = rng.random()
    text = format(value, "g").replace(".", ",")
    if shape < 0.6:
        return value
    if shape < 0.75:
        return text
    if shape < 0.8:
        return f"{text}(1)"
    if shape < 0.85:
        return f"{text} %"
    if shape < 0.9:
        return Cell(CellKind.NUMBER, value / 100, percent=True)
    if shape < 0.93:
        return f"≥ {text}"
    return rng.choice(["–", "…", "", "(*)", "x"])


def wrong(table: MadeTable, figures: Sequence[Any], place_of: Any) -> list[str]:
    """Of the figures that would be taken unasked those that are not what their cell truly is."""
    by_place = {str(place_of(table.sheet, row, column)): told for (row, column), told in table.cells.items()}
    out = []
    for figure in figures:
        if figure.doubt is not None:
            continue
        told = by_place.get(str(figure.place))
        if told is None:
            out.append(f"{figure}: no cell of its own")
            continue
        id, truth, value = told
        vintage = {"estimate": "estimate", "preliminary": "preliminary"}.get(truth.kind)
        months = {"half_year": 6, "nine_months": 9}.get(truth.kind)
        as_of = figure.as_of.month if figure.as_of is not None else None
        stated_early = truth.kind in ("half_year",) and figure.vintage == "estimate"
        sound = (
            truth.kind in ("result", "estimate", "preliminary", "half_year", "nine_months")
            and (figure.id, figure.year, as_of) == (id, truth.year, months)
            and (figure.vintage == vintage or stated_early)
            and abs(figure.value - value) < 1e-9
            and table.trap not in ("area", "unit", "section")
            and not (table.trap == "half" and months is None)
            and not (table.trap in ("twice", "mark") and id == table.twice)
            and not (table.trap == "remark" and id == table.twice and truth.kind == "result")
            and not (table.trap == "note-estimate" and truth.kind == "result")
            and not (table.trap == "note-part" and months is None)
            and table.trap != "note-area"
            and not (table.trap == "shut" and figure.place in _places_of(table, min(table.sheet.hidden_columns), place_of))
        )
        if table.trap == "hidden" and sound:
            row = next(row for row, column in table.cells if place_of(table.sheet, row, column) == figure.place)
            sound = row not in table.sheet.hidden_rows
        if not sound:
            out.append(f"{figure} is {truth} {value}, trap {table.trap!r}")
    return out
