"""A blank workbook goes out, is filled in, and comes back as a plan; the command prints and keeps what it proposes."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tests.support.workbooks import filled, made
from tui.commands.main import main
from tui.exchange.blank_workbook import blank_workbook
from tui.exchange.xlsx_cells import read_xlsx
from tui.i18n.words import Words
from tui.store.plan_file import load

VI = Words("vi")
FILLED = {
    ("Cơ quan", "B2"): "Sở Khoa học và Công nghệ",
    ("Cơ quan", "C2"): "Sở KH&CN",
    ("Cơ quan", "D2"): "sở",
    ("Nhóm chỉ tiêu", "B2"): 1,
    ("Nhóm chỉ tiêu", "C2"): "Kinh tế số",
    ("Chỉ tiêu", "B2"): "Kinh tế số",
    ("Chỉ tiêu", "C2"): "Tỷ trọng kinh tế số",
    ("Chỉ tiêu", "D2"): "%",
    ("Chỉ tiêu", "E2"): "trên 30",
    ("Chỉ tiêu", "F2"): "Sở KH&CN",
    ("Đề mục", "B2"): "I",
    ("Đề mục", "C2"): "Hạ tầng",
    ("Nhiệm vụ", "B2"): "Hạ tầng",
    ("Nhiệm vụ", "C2"): "Xây dựng trung tâm dữ liệu",
    ("Nhiệm vụ", "D2"): "Sở Khoa học và Công nghệ",
    ("Nhiệm vụ", "E2"): "UBND các xã, phường",
    ("Nhiệm vụ", "F2"): "Quý II/2027",
    ("Nhiệm vụ", "G2"): "Trung tâm",
    ("Nhiệm vụ", "H2"): "Sở xây dựng trung tâm dữ liệu.\nTrung tâm dùng chung.",
    ("Nhiệm vụ", "I2"): "Ngân sách tỉnh: 1500; nguồn khác: 2 tỷ đồng (2027)",
}


def test_what_comes_back_filled_in_is_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, out, back = tmp_path / "plan.toml", tmp_path / "trong.xlsx", tmp_path / "dien.xlsx"
    plan.write_text(EMPTY, encoding="utf-8")
    assert main(["form", "--blank", "--xlsx", str(out)]) == 0
    data = out.read_bytes()
    kinds = [cell.value for cell in read_xlsx(data)[0].cells.values()]
    assert "Loại cơ quan" in kinds
    back.write_bytes(filled(data, FILLED | {("Cơ quan", "D2"): VI("department")}))
    assert main(["import", str(back), str(plan), "--yes", "--lang", "en"]) == 0, capsys.readouterr().err
    assert main(["check", str(plan)]) == 0
    held = load(plan).plan.tables
    [indicator], [task] = held["indicators"].values(), held["tasks"].values()
    assert (indicator["op"], indicator["target"], indicator["year"], indicator["goal"]) == (">", 30, 2030, next(iter(held["goals"])))
    assert (
        indicator["agency"] == task["leads"][0] == "so-khoa-hoc-va-cong-nghe" and held["agencies"][task["leads"][0]]["kind"] == "department"
    )
    assert (task["section"], task["due"]) == (next(iter(held["sections"])), dt.date(2027, 6, 30))
    assert task["text"].splitlines() == ["Sở xây dựng trung tâm dữ liệu.", "Trung tâm dùng chung."]
    assert task["budget"] == [
        {"amount": 1500, "source": "Ngân sách tỉnh"},
        {"amount": 2, "unit": "tỷ đồng", "source": "nguồn khác", "year": 2027},
    ]
    assert len(held["sections"]) == len(held["goals"]) == 1 and len(held["agencies"]) == 2
    before = plan.read_bytes()
    assert main(["import", str(back), str(plan), "--yes", "--lang", "en"]) == 0
    assert plan.read_bytes() == before


def test_an_empty_blank_workbook_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, back = tmp_path / "plan.toml", tmp_path / "trong.xlsx"
    plan.write_text(EMPTY, encoding="utf-8")
    back.write_bytes(blank_workbook(VI))
    assert main(["import", str(back), str(plan), "--yes", "--lang", "en"]) == 0
    assert "nothing to change" in capsys.readouterr().out and plan.read_text(encoding="utf-8") == EMPTY


def test_the_proposal_is_printed_for_scripts_and_what_is_asked_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, file, left = tmp_path / "plan.toml", tmp_path / "bang.xlsx", tmp_path / "bo-lai.csv"
    plan.write_bytes(SAMPLE.read_bytes())
    rows = [["Chỉ tiêu", "KH 2024", "TH 2024"], ["Tỷ lệ hộ nghèo", 3, 2.5], ["Tỷ lệ bao phủ bảo hiểm y tế", 96, 96.2], ["Tổng cộng", 1, 2]]
    file.write_bytes(made({"Số liệu": rows}))
    options = ["import", str(file), str(plan), "--lang", "en", "--vintage", "official", "--json", "--left-out", str(left)]
    assert main(options) == 1
    found = json.loads(capsys.readouterr().out)["rows"]
    states = {(row["state"], row["place"]) for row in found}
    assert states == {
        ("changes", "Số liệu!C2"),
        ("question", "Số liệu!B2"),
        ("question", "Số liệu!B3"),
        ("unchanged", "Số liệu!C3"),
        ("left_out", "Số liệu!A4"),
    }
    change = next(row for row in found if row["state"] == "changes")
    assert change["new"] == [{"year": 2024, "value": 2.5, "vintage": "official"}] and change["under"] == "TH 2024"
    assert plan.read_bytes() == SAMPLE.read_bytes()
    kept = list(csv.reader(left.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in kept[1:]] == ["Số liệu!B2", "Số liệu!B3", "Số liệu!A4"]
    assert main(options) == 2 and "already" in capsys.readouterr().err
