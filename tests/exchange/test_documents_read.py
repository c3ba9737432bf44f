"""What a plan's text says: tasks with who leads, targets, cited documents; from Word and from text, in the shapes offices use."""

from __future__ import annotations

import datetime as dt
import io
import json
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.lengths import LONG, longer
from tests.support.small_plan import EMPTY
from tui.commands import import_
from tui.commands.main import main
from tui.exchange import packed_parts
from tui.exchange.document.as_tables import as_tables
from tui.exchange.document.citations import DocumentCited
from tui.exchange.document.findings import Findings, findings_of
from tui.exchange.document.passages import document_of
from tui.exchange.importing import read_sheets
from tui.i18n.words import Words
from tui.store.files.errors import CannotRead
from tui.store.plan_file import load
from tui.vocabulary.amounts import Amount

PLAN = """
KẾ HOẠCH
Phát triển vùng hồ Hoa Ban

Căn cứ Nghị quyết số 52-NQ/TW ngày 27 tháng 9 năm 2019 của Bộ Chính trị về một số chủ trương tham gia cách mạng số;
Căn cứ Quyết định 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ phê duyệt Chương trình quốc gia về hồ;

I. MỤC ĐÍCH, YÊU CẦU
1. Yêu cầu
- Các sở, ngành chủ động thực hiện, hoàn thành trước 30/6/2024.

II. MỤC TIÊU
1. Mục tiêu chung
- Hồ sạch và đẹp.
2. Chỉ tiêu đến năm 2025
- Tỷ lệ nước thải được xử lý đạt từ 95% trở lên; ít nhất 80% hộ dân có nước sạch.
- Thu hút 40 - 50 nghìn lượt khách; doanh thu 1.234 triệu đồng.
- Giảm 20% rác thải so với năm 2020.

III. NHIỆM VỤ, GIẢI PHÁP
1. Bảo vệ hồ
a) Bảo vệ nước
- Sở Xanh chủ trì, phối hợp với Sở Nước và các địa phương:
+ Rà soát nguồn thải, cụ thể:
nguồn công nghiệp và nguồn
sinh hoạt.
+ Ban hành quy chế bảo vệ hồ theo Kế hoạch số
12/KH-UBND ngày 05/4/2021 của UBND tỉnh.
- Sở Nước tiếp tục quan trắc chất lượng nước.
b) Bảo vệ cây
- Sở Văn hóa, Thể thao và Du lịch, Sở Xanh chủ trì
+ Trồng cây ven hồ; trình UBND tỉnh trong quý II năm 2024.
- Các sở, ban, ngành và UBND các huyện, thành phố: giữ gìn cảnh quan.
2. Du lịch
- Xây dựng bến thuyền (Sở Xanh chủ trì; Sở Nước phối hợp).
- Lập danh mục thuyền.
  - Cơ quan chủ trì: Sở Nước.
  - Cơ quan phối hợp: Sở Xanh; UBND các huyện.
  - Thời gian hoàn thành: Quý IV/2024.
- Tổ chức lễ hội hồ.

IV. TỔ CHỨC THỰC HIỆN
1. Sở Xanh chủ trì theo dõi Kế hoạch./.

Nơi nhận:
- Sở Nước;
- Lưu: VT, TH15.
"""


def read(text: str) -> Findings:
    return findings_of(document_of(text.encode()))


FOUND = read(PLAN)


def test_every_item_that_holds_a_duty_is_a_task_with_who_leads() -> None:
    assert [(task.locator, task.leads, task.partners) for task in FOUND.tasks] == [
        ("III.1.a#1", ("Sở Xanh",), ("Sở Nước", "các địa phương")),
        ("III.1.a#2", ("Sở Xanh",), ("Sở Nước", "các địa phương")),
        ("III.1.a#3", ("Sở Nước",), ()),
        ("III.1.b#1", ("Sở Văn hóa, Thể thao và Du lịch", "Sở Xanh"), ()),
        ("III.1.b#2", ("Các sở, ban, ngành", "UBND các huyện, thành phố"), ()),
        ("III.2#1", ("Sở Xanh",), ("Sở Nước",)),
        ("III.2#2", ("Sở Nước",), ("Sở Xanh", "UBND các huyện")),
        ("III.2#3", (), ()),
    ]


def test_a_passage_goes_on_over_lines_and_pages() -> None:
    assert FOUND.tasks[0].text == "Rà soát nguồn thải, cụ thể: nguồn công nghiệp và nguồn sinh hoạt."
    assert FOUND.tasks[1].text.endswith("theo Kế hoạch số 12/KH-UBND ngày 05/4/2021 của UBND tỉnh.")


def test_deadlines_are_found_under_a_task_and_in_its_words() -> None:
    assert {task.locator: task.due for task in FOUND.tasks if task.due} == {"III.1.b#1": "trong quý II năm 2024", "III.2#2": "Quý IV/2024"}


def test_targets_have_their_figure_sign_and_year() -> None:
    assert [(target.name, target.amount, target.unit, target.year, target.doubts) for target in FOUND.targets] == [
        ("Tỷ lệ nước thải được xử lý", Amount(95, op=">=", percent=True), "%", 2025, ()),
        ("hộ dân có nước sạch", Amount(80, op=">=", percent=True), "%", 2025, ()),
        ("Thu hút", Amount(40, 50), "nghìn lượt khách", 2025, ()),
        ("doanh thu", Amount(1234), "triệu đồng", 2025, ("amount",)),
        ("Giảm rác thải so với năm 2020", Amount(20, percent=True), "%", 2025, ()),
    ]


def test_documents_have_kind_day_and_issuer() -> None:
    told = [(cited.number, cited.kind, cited.date, cited.issuer) for cited in FOUND.documents]
    assert told == [
        ("52-NQ/TW", "Nghị quyết", dt.date(2019, 9, 27), "Bộ Chính trị"),
        ("749/QĐ-TTg", "Quyết định", dt.date(2020, 6, 3), "Thủ tướng Chính phủ"),
        ("12/KH-UBND", "Kế hoạch", dt.date(2021, 4, 5), "UBND tỉnh"),
    ]
    assert FOUND.documents[1].about == "phê duyệt Chương trình quốc gia về hồ"


def test_bodies_are_those_with_a_task() -> None:
    assert [(body.name, body.leads, body.partners) for body in FOUND.bodies][:3] == [
        ("Sở Xanh", 4, 1),
        ("Sở Nước", 2, 3),
        ("các địa phương", 0, 2),
    ]


def cited(text: str) -> list[DocumentCited]:
    return list(read(text).documents)


def test_a_kind_that_contradicts_the_number_is_in_doubt() -> None:
    (one,) = cited("Thực hiện Nghị quyết số 60/2021/NĐ-CP ngày 21/6/2021 của Chính phủ.")
    assert (one.kind, one.doubts) == ("Nghị định", ("kind",))


def test_one_number_with_two_days_is_two_documents_in_doubt() -> None:
    found = cited("Quyết định số 5/QĐ-TTg ngày 01/02/2021; Quyết định số 5/QĐ-TTg ngày 03/4/2022; Quyết định số 5/QĐ-TTg.")
    assert [(one.date, one.doubts) for one in found] == [(dt.date(2021, 2, 1), ("date",)), (dt.date(2022, 4, 3), ("date",))]


@pytest.mark.parametrize(
    "text", ["mở cửa 24/7", "ngày 12/4/2022", "Lưu: VT, TH153", "TCVN ISO 9001", "tỷ lệ 1/5", "Số: 45/KH-UBND", "(024) 3804-ABCD/x"]
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert cited(text) == []


@pytest.mark.parametrize(
    ("text", "leads", "partners"),
    [
        ("Giao Sở Nội vụ chủ trì, phối hợp với Sở Xanh rà soát quy chế.", ("Sở Nội vụ",), ("Sở Xanh",)),
        ("Ban Quản lý các khu công nghiệp chủ trì lập quy hoạch.", ("Ban Quản lý các khu công nghiệp",), ()),
        ("Sở Giáo dục và Đào tạo, Công an tỉnh tuyên truyền pháp luật.", ("Sở Giáo dục và Đào tạo", "Công an tỉnh"), ()),
        ("Sở Nông nghiệp và PTNT phối hợp Sở Xanh trồng rừng.", ("Sở Nông nghiệp và PTNT",), ("Sở Xanh",)),
        ("Bố trí kinh phí; Báo cáo kết quả; Bổ sung quy chế.", (), ()),
    ],
)
def test_who_is_in_charge_is_said_in_many_ways(text: str, leads: tuple[str, ...], partners: tuple[str, ...]) -> None:
    (task,) = read(f"I. NHIỆM VỤ\n- {text}").tasks
    assert (task.leads, task.partners) == (leads, partners)


def test_names_of_companies_are_no_tasks() -> None:
    text = (
        "I. NHIỆM VỤ\nSở Xanh chủ trì thực hiện:\n- Giữ vốn nhà nước tại hai công ty:\n+ Công ty Hồ Xanh.\n+ Công ty Hồ Đẹp.\n- Thoái vốn."
    )
    assert [task.text for task in read(text).tasks] == ["Giữ vốn nhà nước tại hai công ty:", "Thoái vốn."]


def test_chapters_and_articles_part_a_document_too() -> None:
    text = (
        "Phần thứ nhất\nQUAN ĐIỂM, MỤC TIÊU\nI. Mục tiêu\na) Đến năm 2030\n- Che phủ rừng trên 54%.\n"
        "b) Đến năm 2045\n- Che phủ rừng trên 60%.\n"
        "Phần thứ hai\nNHIỆM VỤ VÀ GIẢI PHÁP\nI. Nguồn lực\n1. Bộ Tài chính nghiên cứu cơ chế.\n"
    )
    found = read(text)
    assert [(target.part, target.year) for target in found.targets] == [("1.I.a", 2030), ("1.I.b", 2045)]
    assert [(task.locator, task.leads) for task in found.tasks] == [("2.I#1", ("Bộ Tài chính",))]


def test_where_no_part_speaks_of_tasks_only_what_says_who_is_in_charge_is_one() -> None:
    text = "1. Sở Y tế chủ trì tiêm chủng.\n2. Thời tiết năm nay tốt.\n"
    assert [task.text for task in read(text).tasks] == ["Sở Y tế chủ trì tiêm chủng."]


@pytest.mark.parametrize("text", ["", "\n\n", "Xin chào.", "|a|b|\n|1|2|"])
def test_a_text_that_is_no_plan_gives_nothing(text: str) -> None:
    found = read(text)
    assert (found.tasks, found.targets, found.documents, found.bodies) == ((), (), (), ())


@settings(max_examples=60)
@given(st.text("IVab1.-+():;,\n |Sởchủtrì%/QĐ", max_size=120))
def test_any_text_ends_in_findings_that_stand_in_it(text: str) -> None:
    for task in read(text).tasks:
        assert all("".join(name.split()) in "".join(text.split()) for name in task.leads)


# -- tables -----------------------------------------------------------------------------------------------------------

TASKS = """PHỤ LỤC
| TT | Tên nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Kết quả | Thời gian hoàn thành |
|---|---|---|---|---|---|
| (1) | (2) | (3) | (4) | (5) | (6) |
| **I.** | Thể chế | | | | năm sau |
| 1. | Xây dựng quy chế | Bộ Xanh, Bộ Văn hóa, Thể thao và Du lịch và các bộ | Bộ Nước (phối hợp); các xã | Quy chế | 6/2025 |
| 2. | Rà soát | Các bộ, ngành, địa phương | – | | Thường xuyên |
"""


def test_a_table_of_tasks_is_read_by_its_titles() -> None:
    found = read(TASKS)
    assert [(task.part, task.text, task.leads, task.partners, task.due, task.deliverable) for task in found.tasks] == [
        (
            "I",
            "Xây dựng quy chế",
            ("Bộ Xanh", "Bộ Văn hóa, Thể thao và Du lịch", "các bộ"),
            ("Bộ Nước", "các xã"),
            "6/2025",
            "Quy chế",
        ),
        ("I", "Rà soát", ("Các bộ, ngành, địa phương",), (), "Thường xuyên", ""),
    ]
    assert found.tasks[0].table == "Bảng 1"


def test_a_table_of_targets_keeps_what_is_no_figure_in_words() -> None:
    found = read(
        "| TT | Chỉ tiêu | Đơn vị | Mục tiêu | Cơ quan theo dõi |\n|---|---|---|---|---|\n| I | Đến năm 2030 | | | |\n"
        "| 1 | Xếp hạng | Thứ bậc | ≤ 3 Đông Nam Á; ≤ 50 Thế giới | Bộ Xanh |\n| 2 | Trình độ | | Đạt mức tiên tiến | Bộ Xanh |\n"
        "| 3 | Tổ chức | Tổ chức | 40 - 50 | Bộ Nước |\n| 4 | Không có | % | … | Bộ Nước |\n"
    )
    assert [(target.name, target.amount, target.year, target.doubts) for target in found.targets] == [
        ("Xếp hạng", Amount(3, op="<="), 2030, ("amount",)),
        ("Trình độ", None, 2030, ()),
        ("Tổ chức", Amount(40, 50), 2030, ()),
    ]


# -- Word -------------------------------------------------------------------------------------------------------------


def word(fill: Any) -> bytes:
    made: Any = Document()
    fill(made)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def test_word_makes_bullets_and_numbers_that_are_read_too() -> None:
    def fill(made: Any) -> None:
        made.add_paragraph("I. NHIỆM VỤ")
        made.add_paragraph("Sở Xanh chủ trì, phối hợp với Sở Nước:")
        made.add_paragraph("Rà soát nguồn thải.", style="List Bullet")
        made.add_paragraph("Trồng cây.", style="List Bullet")

    found = findings_of(document_of(word(fill)))
    assert [(task.text, task.leads) for task in found.tasks] == [("Rà soát nguồn thải.", ("Sở Xanh",)), ("Trồng cây.", ("Sở Xanh",))]


def test_what_is_struck_out_or_hidden_is_not_read_and_tables_are() -> None:
    def fill(made: Any) -> None:
        made.add_paragraph("I. NHIỆM VỤ")
        paragraph = made.add_paragraph("- Sở Xanh chủ trì ")
        hidden = paragraph.add_run("bí mật ")
        hidden.font.hidden = True
        paragraph.add_run("trồng cây.")
        table = made.add_table(rows=2, cols=3)
        for at, text in enumerate(["Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Nạo vét hồ", "Sở Nước", "2025"]):
            table._cells[at].text = text

    found = findings_of(document_of(word(fill)))
    assert [(task.text, task.leads, task.due) for task in found.tasks] == [
        ("Sở Xanh chủ trì trồng cây.", ("Sở Xanh",), ""),
        ("Nạo vét hồ", ("Sở Nước",), "2025"),
    ]


def zipped(parts: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return data.getvalue()


LARGE = "far too large"
HOSTILE: dict[str, bytes | dict[str, bytes]] = {
    "no document in it": {"other": b"x"},
    "broken": b"PK\x03\x04broken",
    "not whole": {"word/document.xml": b"<w:document"},
    "an entity": {"word/document.xml": b'<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'},
    LARGE: {"word/document.xml": b" "},
    "the form of before 2007": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "bytes": b"\x00\x01\x02\x03",
    "too many paragraphs": b"a.\n" * 20_001,
}


@longer
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_sentence(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not LONG:  # to pack and to unpack what is too large takes a second
        monkeypatch.setattr(packed_parts, "_MOST_UNPACKED", 1 << 20)
    most, data = packed_parts._MOST_UNPACKED, HOSTILE[name]
    if isinstance(data, dict):  # packed here: each worker of the suite reads this file, and one tries it
        data = zipped({part: b"<d>" + text * (most + 1) + b"</d>" if name == LARGE else text for part, text in data.items()})
    with pytest.raises(CannotRead) as fault:
        document_of(data)
    assert str(fault.value.sentence)


def with_its_tone_behind(char: str) -> str:
    apart = unicodedata.normalize("NFD", char)
    tones = [mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"]
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in tones)) + "".join(tones)


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1258"])
def test_text_comes_in_several_codings(coding: str) -> None:
    text = "I. NHIỆM VỤ\n- Sở Y tế chủ trì tiêm chủng.\n"
    if coding == "cp1258":  # its marks stand behind their letters
        text = "".join(map(with_its_tone_behind, text))
    assert [task.leads for task in findings_of(document_of(text.encode(coding))).tasks] == [("Sở Y tế",)]


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_lists_findings_and_says_what_is_in_doubt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    assert main(["read", str(path), "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert "III.1.a#1 · line 24 · Sở Xanh" in out and "“Tổ chức lễ hội hồ.”" in out
    assert "△ nobody is said to lead" in out
    assert "3 findings have to be looked at" in err


def test_json_has_codes_and_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("I. NHIỆM VỤ\n- Sở Y tế chủ trì rà soát theo Nghị quyết số 1/NQ-CP, hoàn thành trước 30/6/2024.\n", encoding="utf-8")
    assert main(["read", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["tasks"] == [
        {
            "locator": "I#1",
            "text": "Sở Y tế chủ trì rà soát theo Nghị quyết số 1/NQ-CP, hoàn thành trước 30/6/2024.",
            "leads": ["Sở Y tế"],
            "partners": [],
            "due": {"worded": "trước 30/6/2024", "outcome": "read", "mode": "dated", "due": "2024-06-29", "due_text": "trước 30/6/2024"},
            "deliverable": None,
            "documents": ["1/NQ-CP"],
            "place": {"paragraph": 2},
            "introduced_by": None,
            "doubts": [],
        }
    ]


def test_what_cannot_be_read_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path / "none.docx"), "--lang", "en"]) == 2
    assert "is not a file" in capsys.readouterr().err
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    assert main(["read", str(tmp_path / "empty.txt"), "--lang", "en"]) == 1
    assert "nothing was found" in capsys.readouterr().out


def test_what_is_found_becomes_a_plan_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, plan_file = tmp_path / "plan.txt", tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    plan_file.write_text(EMPTY.replace("start = 2026-01-01", "start = 2021-01-01"), encoding="utf-8")  # its deadlines are of 2024
    into = ["read", str(path), "--into", str(plan_file), "--yes", "--lang", "en"]
    assert main(into) == 1  # a target is in doubt
    told = capsys.readouterr().err
    assert (
        "✗ Chỉ tiêu!B" in told and "the figure can be read in more than one way, or stands beside other words · indicator doanh thu" in told
    )
    plan = load(plan_file).plan
    leads = [[plan.title_of("agencies", id) for id in task.get("leads", ())] for task in plan.tables["tasks"].values()]
    assert leads[0] == ["Sở Xanh"] and leads[3] == ["Sở Văn hóa, Thể thao và Du lịch", "Sở Xanh"] and leads[-1] == []
    assert {section["number"] for section in plan.tables["sections"].values()} == {"III.1.a", "III.1.b", "III.2"}
    assert {document["number"] for document in plan.tables["documents"].values()} == {"52-NQ/TW", "749/QĐ-TTg", "12/KH-UBND"}
    assert [(i["op"], i["target"], i["year"]) for i in plan.tables["indicators"].values()][:2] == [(">=", 95, 2025), (">=", 80, 2025)]
    before = plan_file.read_bytes()
    assert main(into) == 1
    assert plan_file.read_bytes() == before


def test_taken_in_as_a_file_a_text_is_read_for_what_it_holds_and_a_table_of_text_is_not(tmp_path: Path) -> None:
    prose, table = tmp_path / "plan.txt", tmp_path / "table.txt"
    prose.write_text(PLAN, encoding="utf-8")
    table.write_text("Nhiệm vụ\tChủ trì\nViệc\tSở Y tế\n", encoding="utf-8")
    assert [sheet.name for sheet in read_sheets(prose)] == ["Nhiệm vụ", "Chỉ tiêu", "Văn bản"]
    assert [sheet.name for sheet in read_sheets(table)] == [""]
    assert any(sheet.doubts for sheet in read_sheets(prose))


@pytest.mark.parametrize("answer", ["c", ""])
def test_on_a_terminal_what_is_in_doubt_is_asked_one_by_one(answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, plan_file = tmp_path / "plan.txt", tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    plan_file.write_text(EMPTY, encoding="utf-8")
    asked: list[str] = []
    monkeypatch.setattr(import_, "has_terminal", lambda: True)
    monkeypatch.setattr(import_, "agreed", lambda *question: True)
    monkeypatch.setattr(import_, "answered", lambda question: asked.append(question) or answer)
    code = main(["read", str(path), "--into", str(plan_file), "--lang", "en"])
    names = [indicator["name"] for indicator in load(plan_file).plan.tables["indicators"].values()]
    assert asked and ("doanh thu" in names) is bool(answer) and code == (0 if answer else 1)


@pytest.mark.parametrize(
    ("answer", "more", "kept"), [("c", [], True), ("", [], False), ("c", ["--yes"], False), ("c", ["--dry-run"], False)]
)
def test_what_is_in_doubt_in_a_table_is_asked_by_the_same_rule(
    answer: str, more: list[str], kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, plan_file = tmp_path / "bang.csv", tmp_path / "plan.toml"
    path.write_text("Nhiệm vụ;Chủ trì;Thời hạn\nViệc một;Sở Y tế;2027\nViệc hai;Sở Y tế;lúc nào\n", encoding="utf-8")
    plan_file.write_text(EMPTY, encoding="utf-8")
    asked: list[str] = []
    monkeypatch.setattr(import_, "has_terminal", lambda: True)
    monkeypatch.setattr(import_, "agreed", lambda *question: True)
    monkeypatch.setattr(import_, "answered", lambda question: asked.append(question) or answer)
    code = main(["import", str(path), str(plan_file), *more, "--lang", "vi"])
    names = [task["summary"] for task in load(plan_file).plan.tables["tasks"].values()]
    assert ("Việc hai" in names) is kept and code == (0 if kept else 1)
    assert len(asked) == (0 if more else 1) and (more or "A3 · " in capsys.readouterr().out), "with the cell it stands in"


def test_into_is_needed_to_change_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, plan_file = tmp_path / "plan.txt", tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    plan_file.write_text(EMPTY, encoding="utf-8")
    assert main(["read", str(path), "--yes", "--lang", "en"]) == 2
    assert main(["read", str(path), "--into", str(plan_file), "--dry-run"]) == 1
    assert plan_file.read_text(encoding="utf-8") == EMPTY
    path.write_text("Xin chào.", encoding="utf-8")
    assert main(["read", str(path), "--into", str(plan_file), "--yes", "--lang", "en"]) == 1
    assert "nothing was found" in capsys.readouterr().out


ORGANISED = """
II. NHIỆM VỤ
1. Sở Xanh chủ trì rà soát hồ.
III. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính: cân đối kinh phí hằng năm.
2. Các sở, ngành, UBND các xã
a) Xây dựng kế hoạch thực hiện;
b) Báo cáo kết quả 6 tháng.
3. Kế hoạch được phổ biến rộng rãi.
"""


def test_duties_where_it_is_said_how_a_plan_is_carried_out_are_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = read(ORGANISED)
    assert [task.text for task in found.tasks] == ["Sở Xanh chủ trì rà soát hồ."]
    assert [(task.locator, task.leads) for task in found.organising] == [
        ("III#1", ("Sở Tài chính",)),
        ("III.2#1", ("Các sở, ngành", "UBND các xã")),
        ("III.2#2", ("Các sở, ngành", "UBND các xã")),
    ]
    alone = read(ORGANISED.partition("III.")[2].replace("TỔ", "I. TỔ"))  # where no part is about tasks they are the tasks
    assert len(alone.tasks) == 3 and alone.organising == ()
    text, plan = tmp_path / "a.txt", tmp_path / "plan.toml"
    text.write_text(ORGANISED, encoding="utf-8")
    plan.write_text(EMPTY, encoding="utf-8")
    assert main(["read", str(text), "--into", str(plan), "--yes", "--lang", "en"]) == 1
    assert [task["summary"] for task in load(plan).plan.tables["tasks"].values()] == ["Sở Xanh chủ trì rà soát hồ."]
    assert capsys.readouterr().err.count("is it a task of the plan?") >= 3


def test_tracked_changes_of_a_text_are_asked_about() -> None:
    def fill(document: Any) -> None:
        for text in ("II. NHIỆM VỤ", "1. Sở Xanh chủ trì rà soát hồ.", "2. Sở Nước chủ trì quan trắc hồ."):
            document.add_paragraph(text)
        last = document.paragraphs[-1].runs[0]._r
        for tag in ("w:ins", "w:del"):
            changed = OxmlElement(tag)
            last.addnext(changed)
            run = OxmlElement("w:r")
            letters = OxmlElement("w:t" if tag == "w:ins" else "w:delText")
            letters.text = " Mỗi tháng."
            run.append(letters)
            changed.append(run)

    found = findings_of(document_of(word(fill)))
    assert [bool(task.unsure) for task in found.tasks] == [False, True]
    sheets = as_tables(found)
    assert list(sheets[0].doubts) == [3], "the row of the second task"
    assert "tracked change" in Words("en").sentence(sheets[0].doubts[3])


def test_a_programme_below_the_articles_that_issue_it_is_no_part_of_them() -> None:
    text = "\n\n".join(
        [
            "Điều 1. Ban hành kèm theo Quyết định này Chương trình hành động.",
            "Điều 2. Chánh Văn phòng Bộ chịu trách nhiệm thi hành Quyết định này.",
            "CHƯƠNG TRÌNH HÀNH ĐỘNG",
            "I. NHIỆM VỤ",
            "1. Hoàn thiện thể chế",
            "a) Vụ Pháp chế chủ trì, phối hợp với Cục Điện lực rà soát Luật Điện lực.",
            "II. MỤC TIÊU",
            "- Trồng mới 25 ha rừng.",
            "- Có 5 doanh nghiệp đạt chuẩn.",
        ]
    )
    found = findings_of(document_of(text.encode()))
    assert [(task.part, task.leads) for task in found.tasks] == [("I.1", ("Vụ Pháp chế",))]
    assert [target.name for target in found.targets] == ["Trồng mới rừng", "doanh nghiệp đạt chuẩn"]
