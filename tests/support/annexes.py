"""Annexes of a plan as tables: from Markdown or made up, as a workbook or a document, and how a plan differs from them cell by cell."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from docx import Document

from tests.support.workbooks import made
from tui.model.plan import Plan

Rows = list[list[str]]

TARGETS: Final[Rows] = [
    ["PHỤ LỤC I", "", "", "", ""],
    ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan chủ trì theo dõi, đánh giá"],
    ["I", "Đến năm 2030", "", "", ""],
    ["1", "Quy mô kinh tế số", "% GDP", "≥ 30", "Bộ Thông tin và Truyền thông"],
    ["2", "Số tổ chức được xếp hạng", "Tổ chức", "40 - 50", "Bộ Khoa học và Công nghệ"],
    ["3", "Hạ tầng số", "", "Tiên tiến, hiện đại", "Bộ Thông tin và Truyền thông"],
    ["4", "Chỉ số phát triển con người", "Điểm", "> 0,7", "Bộ Kế hoạch và Đầu tư"],
    ["II", "Đến năm 2045", "", "", ""],
    ["5", "Quy mô kinh tế số", "% GDP", "≥ 50", "Bộ Thông tin và Truyền thông"],
]
TASKS: Final[Rows] = [
    ["PHỤ LỤC II", "", "", "", "", ""],
    ["TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Kết quả", "Thời gian hoàn thành"],
    ["I.", "Nâng cao nhận thức", "", "", "", ""],
    ["1.", "Việc truyền thông", "Bộ Khoa học và Công nghệ", "VTV, VOV; các bộ, ngành, địa phương", "Quyết định", "6/2025"],
    ["2.", "Việc học tập", "VTV, VOV, các địa phương", "Bộ Khoa học và Công nghệ", "Chương trình", "Thường xuyên"],
    ["II.", "Hoàn thiện thể chế", "", "", "", ""],
    ["3.", "Việc của hai bộ", "Bộ Công an, Bộ Văn hóa, Thể thao và Du lịch", "", "Đề án", "Quý II/2025"],
    ["4.", "Việc hằng năm", "Các bộ, ngành, địa phương", "", "", "Hằng năm"],
]
"""Tables of the shape annexes have, what they say made up."""
_MODES: Final = {"thườngxuyên": "standing", "nhiệmvụthườngxuyên": "standing", "hằngnăm": "periodic", "hàngnăm": "periodic"}
"""Deadlines that are no day, without spaces."""
_NUMBER: Final = re.compile(r"[0-9]+(?:,[0-9]+)?")


def from_markdown(path: Path) -> Rows:
    """The table of a Markdown file with the lines above it, bold marks taken out."""
    out: Rows = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        text = line.replace("**", "").strip()
        if text.startswith("|"):
            cells = [cell.strip() for cell in text.strip("|").split("|")]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                out.append(cells)
        elif text and not any(len(row) > 1 for row in out):
            out.append([text])
    return out


def as_workbook(annexes: Mapping[str, Rows]) -> bytes:
    """A sheet an annex."""
    return made({name: [[cell or None for cell in row] for row in rows] for name, rows in annexes.items()})


def as_document(annexes: Mapping[str, Rows]) -> bytes:
    """A table an annex, what stands above it as paragraphs."""
    file = Document()
    for rows in annexes.values():
        first = next(place for place, row in enumerate(rows) if sum(bool(cell) for cell in row) > 1)
        for row in rows[:first]:
            file.add_paragraph(row[0])
        width = len(rows[first])
        table = file.add_table(len(rows) - first, width)
        for line, row in zip(table.rows, rows[first:], strict=True):
            for cell, text in zip(line.cells, row, strict=False):
                cell.text = text
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def differences(targets: Rows, tasks: Rows, plan: Plan) -> list[str]:
    """How a plan differs from its annexes: each row one record in its order, its figures, who leads and takes part, word for word."""
    return [*_of_targets(_body(targets), plan), *_of_tasks(_body(tasks), plan)]


def _body(rows: Rows) -> Rows:
    first = next(place for place, row in enumerate(rows) if row[0] == "TT")
    return [row for row in rows[first + 1 :] if sum(bool(cell) for cell in row) > 2 and not re.fullmatch(r"[IVX]+\.?", row[0])]


def _of_targets(rows: Rows, plan: Plan) -> Iterator[str]:
    held = list(plan.tables["indicators"].values())
    if len(held) != len(rows):
        yield f"{len(rows)} rows of targets, {len(held)} indicators"
    for row, record in zip(rows, held, strict=False):
        number, name, unit, target, bodies = row[:5]
        place = f"target {number}"
        yield from _differ(
            place, "name", name, str(record.get("note", "")).split("\n")[0] if "…" in str(record["name"]) else record["name"]
        )
        yield from _differ(place, "unit", unit, record.get("unit", ""))
        figures = [float(found.replace(",", ".")) for found in _NUMBER.findall(target)]
        held_figures = [float(record[key]) for key in ("target", "target_max") if key in record]
        if held_figures and figures != held_figures:
            yield f"{place}: {target} became {held_figures}"
        if not held_figures and target and _letters(target) not in _letters(str(record.get("note", ""))):
            yield f"{place}: {target} is neither a figure nor in the note"
        told = plan.title_of("agencies", record["agency"]) if "agency" in record else ""
        if _letters(bodies) != _letters(told) and _letters(bodies) not in _letters(str(record.get("note", ""))):
            yield f"{place}: {bodies} became {told}"


def _of_tasks(rows: Rows, plan: Plan) -> Iterator[str]:
    held = list(plan.tables["tasks"].values())
    if len(held) != len(rows):
        yield f"{len(rows)} rows of tasks, {len(held)} tasks"
    for row, record in zip(rows, held, strict=False):
        number, name, leads, partners, result, due = (*row, "", "", "", "", "")[:6]
        place = f"task {number}"
        yield from _differ(place, "name", name, record.get("text", record["summary"]))
        yield from _differ(place, "result", result, record.get("deliverable", ""))
        if record.get("mode") != _MODES.get(_letters(due)):
            yield from _differ(place, "due", due, record.get("due_text", ""))
        lead = [plan.title_of("agencies", id) for id in record.get("leads", ())]
        both = [*lead, *(plan.title_of("agencies", id) for id in record.get("partners", ()))]
        if _bodies(leads) != _bodies(*lead):
            yield f"{place}: {leads} became {lead}"
        if _bodies(leads, partners) != _bodies(*both):
            yield f"{place}: {leads}; {partners} became {both}"


def _differ(place: str, what: str, written: str, held: Any) -> Iterator[str]:
    if _letters(written) != _letters(str(held)):
        yield f"{place}, {what}: {written} became {held}"


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _bodies(*texts: str) -> frozenset[str]:
    """The words of names of bodies, wherever the list is parted."""
    words = re.findall(r"\w+", " ".join(texts).casefold())
    return frozenset(words) - {"và", "các", "có"}  # "bộ, ngành liên quan" are "các bộ, ngành có liên quan"


def empty_plan_text(first: int, last: int) -> str:
    """A plan of a term that holds nothing yet."""
    return f'format = 2\n\n[plan]\ntitle = "Chương trình"\nterm = {{ start = {first}-01-01, end = {last}-12-31 }}\n'
