"""What an office would send a paper back for a second time: a mean said of one year, signs in sentences, ids, what a meeting asked for."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.frame_plans import TERM, figure, frames_of, indicator
from tests.support.paths import SHIPPED
from tui.commands.main import main
from tui.exchange.table_reader import import_tables
from tui.exchange.xlsx_cells import read_xlsx
from tui.frames.build import Frames
from tui.frames.plan_of_day import frames_on, made_later
from tui.i18n.words import Words
from tui.model.closing import close_review
from tui.model.review import decide, open_review, set_item
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.reports import official, sentences
from tui.reports.annexes import annexes
from tui.reports.indicator_annex import indicator_annex
from tui.reports.paper_text import paper_text
from tui.reports.papers import KINDS, Asked
from tui.reports.persons import name_in
from tui.reports.spans import NINE_MONTHS, YEAR, Span
from tui.reports.task_annex import body_annex
from tui.reports.word.letters import common_letter, late_letter
from tui.reports.word.minutes import minutes
from tui.reports.word.paper import BodyTable, Line, Look, Paper
from tui.reports.word.result_lines import indicator_lines
from tui.reports.word.yearly import yearly_report
from tui.reports.workbook import annex_tables, workbook_of
from tui.store.plan_file import load
from tui.store.plan_save import document
from tui.store.toml.write import render

pytestmark = pytest.mark.usefixtures("worked_out_once")

YEAR_END = dt.date(2025, 12, 31)


@cache
def shipped() -> Frames:
    """The one shipped plan of all tests here: they only read it."""
    return Frames(load(SHIPPED).plan)


def sentences_of(paper: Paper) -> list[str]:
    return [block.text.replace("\xa0", " ") for block in paper.body if isinstance(block, Line)]


@cache
def told(year: int, day: dt.date, span: Span = YEAR) -> tuple[str, ...]:
    """What a report on the shipped plan says of its indicators, goal by goal."""
    goals = shipped().plan.tables["goals"]
    return tuple(line.replace("\xa0", " ") for goal in goals for line in indicator_lines(shipped(), day, goal, year, span))


def line_of(lines: tuple[str, ...], name: str) -> str:
    return next(line for line in lines if line.startswith(f"- {name}: "))


# -- sentences about figures ------------------------------------------------------------------------------------------


def test_the_last_figure_is_that_of_its_year_and_has_its_own_vintage() -> None:
    lines = told(2024, dt.date(2025, 3, 1))
    output = line_of(lines, "Tốc độ tăng giá trị sản xuất công nghiệp bình quân")
    assert "năm 2023 ước là 5,13%; bình quân 2021 - 2023 ước đạt 7,5%/năm" in output, "the mean is no figure of 2023"
    assert "năm 2022 ước là 59,5%" in line_of(lines, "Tỷ trọng công nghiệp, xây dựng")
    frames = frames_of(indicators={"i": indicator("end_level", ">=", 10, [figure(2022, 7), figure(2023, 8.5)])})
    assert "; năm 2023 là 8,5%;" in "".join(sentences_of(yearly_report(frames.plan, frames, 2024, YEAR_END)))


def test_no_sign_and_no_empty_decimal_stands_in_a_sentence() -> None:
    for line in told(2025, YEAR_END):
        assert not re.search(r"[<>≥≤≈]|\d,\d*0(?:%| \(|;|\.$)", line), line
    growth = line_of(told(2025, YEAR_END), "Tốc độ tăng trưởng GRDP bình quân")
    assert "đến 30/09/2025: trên 8% (sau hợp nhất, ước)" in growth and "bình quân 2021 - 2023: 6,9%/năm (ước)" in growth


def test_in_the_annex_the_same_figures_keep_the_digits_of_their_column() -> None:
    notes = {row.id: official.cell(row.cells[-1]) for row in indicator_annex(shipped(), YEAR_END).rows}
    assert "đến 30/09/2025: > 8,00 (sau hợp nhất, ước)" in notes["grdp_growth"]


@pytest.mark.parametrize(
    ("unit", "told"), [("Doanh nghiệp", "từ 5 doanh nghiệp trở lên"), ("Mbps", "từ 5 Mbps trở lên"), ("USD", "từ 5 USD")]
)
def test_a_unit_loses_the_capital_of_a_cell_and_a_sign_keeps_it(unit: str, told: str) -> None:
    frames = frames_of(indicators={"i": indicator("end_level", ">=", 5, {2024: 3}, unit=unit)})
    assert told in "".join(sentences_of(yearly_report(frames.plan, frames, 2024, YEAR_END))).replace("\xa0", " ")


def test_a_part_of_a_year_known_of_another_scope_is_not_said_to_have_no_figure() -> None:
    day = dt.date(2025, 10, 31)
    lines = told(2025, day, NINE_MONTHS)
    growth = line_of(lines, "Tốc độ tăng trưởng GRDP bình quân")
    assert growth.split(": ", 1)[1].startswith("chưa có số liệu 9 tháng đầu năm 2025 cùng phạm vi với chỉ tiêu; năm 2024")
    assert "chưa có số liệu 9 tháng đầu năm 2025; " in line_of(lines, "GRDP bình quân đầu người")


def test_two_numbers_do_not_run_into_each_other_in_a_title() -> None:
    frames = frames_of(plan={"title": "Kế hoạch phát triển 2021-2025", "term": TERM})
    part = yearly_report(frames.plan, frames, 2025, dt.date(2025, 10, 31), NINE_MONTHS).abstract
    whole = yearly_report(frames.plan, frames, 2025, YEAR_END).abstract
    assert part.replace("\xa0", " ").endswith("2021 - 2025, 9 tháng đầu năm 2025") and whole.replace("\xa0", " ").endswith(
        "2021 - 2025 năm 2025"
    )


def test_years_are_spelled_one_way_in_the_text_of_a_paper_and_groups_are_lettered_as_the_alphabet_goes() -> None:
    frames = shipped()
    day = dt.date(2024, 12, 31)
    for kind in ("yearly", "half_year", "letter", "reminder"):
        (named,) = KINDS[kind].papers(Asked(plan=frames.plan, frames=frames, as_of=day, day_named=True, year=2024))
        paper = named.paper
        tables = [block for block in paper.body if isinstance(block, BodyTable)]
        cells = [
            cell for table in tables for row in table.rows for cell in ([row] if isinstance(row, str) else row) if isinstance(cell, str)
        ]
        told = "\n".join([paper.abstract, paper.letterhead.about, *(block.text for block in paper.body), *cells])
        assert "2021 - 2025" in told.replace("\xa0", " ") and not re.search(r"\b\d{4}[-–]\d{4}\b", told), kind
    report = yearly_report(frames.plan, frames, 2024, day)
    letters = [block.text[0] for block in report.body if isinstance(block, Line) and block.look is Look.GROUP]
    assert "".join(letters) == "abcdđeghiklmno"
    assert Line("văn bản số 12/2021-2025 và 2021-2025-01").text == "văn bản số 12/2021-2025 và 2021-2025-01", "no years of a term"


# -- who reports ------------------------------------------------------------------------------------------------------


def reporters(frames: Frames, day: dt.date) -> dict[str, str]:
    annex = indicator_annex(frames, day)
    at = next(place for place, column in enumerate(annex.columns) if column.key == "agency")
    return {row.id: official.cell(row.cells[at]) for row in annex.rows}


def test_where_nobody_is_named_the_body_all_reports_go_through_answers_and_nobody_is_guessed() -> None:
    assert {*reporters(shipped(), dt.date(2024, 12, 31)).values()} == {"Sở Kế hoạch và Đầu tư (tổng hợp)"}
    assert {*reporters(shipped(), YEAR_END).values()} == {"Sở Tài chính (tổng hợp)"}, "by who stands for it on the day"
    bodies = {id: {"name": f"Sở {id.upper()}", "kind": "department"} for id in "ab"}
    duty = {"who": ["a"], "what": "Báo cáo", "before": "11-20", "every": "year"}
    one = {"i": indicator("end_level", ">=", 5, {2024: 3}), "j": indicator("end_level", ">=", 5, {2024: 3}, agency="b")}
    for vias, expected in ((("a",), ["Sở A (tổng hợp)", "Sở B"]), ((), ["", "Sở B"]), (("a", "b"), ["", "Sở B"])):
        duties: dict[str, Any] = {f"d{via}": {**duty, "via": via} for via in vias} or {"d": duty}
        frames = frames_of(agencies=bodies, indicators=one, duties=duties)
        assert [*reporters(frames, YEAR_END).values()] == expected


def test_that_body_read_back_from_the_annex_changes_nothing() -> None:
    plan = shipped().plan
    sheets = read_xlsx(workbook_of(annex_tables(annexes(shipped(), YEAR_END), "K", "T"), {}))
    found = import_tables(sheets, plan, (Words("vi"), Words("en")), YEAR_END)
    assert not [edit for line in found.lines for edit in line.edits if getattr(edit, "field", "") == "agency"]


# -- letters ----------------------------------------------------------------------------------------------------------


def a_meeting(*, number: str = "", due: dt.date = dt.date(2024, 12, 15)) -> Frames:
    """A small plan after a meeting that decided, hastened, asked for a report and put off; no task in it falls due."""
    frames = frames_of(
        plan={
            "title": "Kế hoạch Mẫu",
            "term": {"start": dt.date(2021, 1, 1), "end": YEAR_END},
            "issuer": "u",
            "signatory_role": "Chủ tịch",
        },
        agencies={
            "u": {"name": "Ủy ban nhân dân tỉnh Mẫu", "short": "UBND tỉnh", "kind": "executive", "collegial": True},
            **{id: {"name": f"Sở {id.upper()}", "kind": "department"} for id in "abc"},
        },
        indicators={"i": indicator("end_level", ">=", 10, {2023: 5}, name="Tỷ lệ đô thị hóa")},
        sections={"III": {"number": "III", "title": "Nhiệm vụ", "order": 1}},
        tasks={"t": {"section": "III", "order": 1, "summary": "Lập đề án", "leads": ["b"], "mode": "standing"}},
    )
    day, workspace = dt.date(2024, 11, 20), Workspace(frames.plan)
    subjects = ("indicators.i", "tasks.t", "agencies.c")
    steps = (
        lambda: open_review(workspace.plan, day, "Chủ tịch UBND tỉnh", items=[(subject, "lý do") for subject in subjects]),
        lambda: decide(workspace.plan, "r-2024-11-20", "indicators.i", text="Rà soát quy hoạch", owner="a", partners=["b"], due=due),
        lambda: set_item(workspace.plan, "r-2024-11-20", "tasks.t", outcome="accelerate", owner="b", due=due),
        lambda: set_item(workspace.plan, "r-2024-11-20", "agencies.c", outcome="parked"),
        lambda: close_review(workspace.plan, "r-2024-11-20", day, [], "digest", number),
    )
    for step in steps:
        workspace.apply(step(), say("họp"))
    return Frames(workspace.plan)


def test_a_letter_names_what_a_meeting_decided_and_asked_of_the_body() -> None:
    frames, day = a_meeting(), dt.date(2025, 1, 10)
    letter = paper_text(late_letter(frames.plan, frames, "b", day))
    assert "V/v đôn đốc thực hiện kết luận cuộc họp rà soát tình hình thực hiện Kế hoạch Mẫu" in letter
    assert "Sở B còn 02 kết luận, yêu cầu của cuộc họp chưa thực hiện xong, quá hạn như sau:" in letter
    assert "1. Rà soát quy hoạch (Sở A chủ trì; kết luận tại cuộc họp ngày 20/11/2024): thời hạn ngày 15/12/2024, chậm 26 ngày." in letter
    assert "2. Đẩy nhanh “Lập đề án” (yêu cầu tại cuộc họp ngày 20/11/2024): thời hạn ngày 15/12/2024, chậm 26 ngày." in letter
    common = common_letter(frames.plan, frames, day)
    assert common is not None and common.to == ("Sở A", "Sở B"), "nothing is asked of whom the matter was put off for"
    assert "chưa hoàn thành nhiệm vụ được giao đúng hạn" in paper_text(common) and "gửi báo cáo" not in paper_text(common)


def test_the_notice_is_named_by_its_number_once_it_has_one() -> None:
    frames = a_meeting(number="7/TB-UBND")
    assert "kết luận tại Thông báo số 07/TB-UBND ngày 20/11/2024" in paper_text(late_letter(frames.plan, frames, "a", dt.date(2025, 1, 10)))


def test_before_its_day_and_once_done_nothing_of_a_meeting_is_asked_for() -> None:
    frames = a_meeting()
    assert common_letter(frames.plan, frames, dt.date(2024, 12, 15)) is None
    decisions = {id: {**values, "status": "done"} for id, values in frames.plan.tables["decisions"].items()}
    frames.plan.tables["decisions"].update(decisions)
    letter = paper_text(late_letter(frames.plan, Frames(frames.plan), "b", dt.date(2025, 1, 10)))
    assert "Rà soát quy hoạch" not in letter and "1. Đẩy nhanh “Lập đề án”" in letter


def ministries() -> Frames:
    """A plan of the country whose records name no end: a ministry that has ended leads, and all reports go through another that has."""
    frames = frames_of(
        plan={"title": "Chương trình Mẫu", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2030, 12, 31)}},
        agencies={
            "kh": {"name": "Bộ Kế hoạch và Đầu tư", "kind": "department"},
            "gt": {"name": "Bộ Giao thông vận tải", "kind": "department"},
        },
        duties={"d": {"who": ["gt"], "what": "Báo cáo năm", "before": "11-20", "every": "year", "via": "kh"}},
        sections={"I": {"number": "I", "title": "Nhiệm vụ", "order": 1}},
        tasks={
            "t": {"section": "I", "order": 1, "summary": "Lập đề án", "leads": ["gt"], "mode": "dated", "due": dt.date(2024, 6, 30)},
            "s": {"section": "I", "order": 2, "summary": "Tuyên truyền", "leads": ["gt"], "mode": "standing"},
        },
    )
    return Frames(frames.plan)


@pytest.mark.parametrize("kind", ["letters", "letter", "reminder"])
def test_a_letter_calls_a_ministry_that_has_ended_by_who_took_over_in_every_line(kind: str) -> None:
    frames = ministries()
    for day, there, gone in (
        (dt.date(2025, 12, 31), ("Bộ Xây dựng", "gửi Bộ Tài chính để tổng hợp"), ("Bộ Giao thông", "Bộ Kế hoạch")),
        (dt.date(2024, 12, 31), ("Bộ Giao thông vận tải", "gửi Bộ Kế hoạch và Đầu tư để tổng hợp"), ("Bộ Xây dựng", "Bộ Tài chính")),
    ):
        (named,) = KINDS[kind].papers(Asked(plan=frames.plan, frames=frames, as_of=day, day_named=True))
        text = paper_text(named.paper).replace("\xa0", " ")
        assert all(name in text for name in there) and not any(name in text for name in gone), text


def two_with_one_successor() -> Frames:
    """The plan of the ministries with a task, late and silent, of the one that took over from another of them as well."""
    frames = ministries()
    tables = frames.plan.tables
    tables["agencies"]["xd"] = {"name": "Bộ Xây dựng", "kind": "department"}
    tables["tasks"] |= {
        "x": {"section": "I", "order": 3, "summary": "Lập quy hoạch", "leads": ["xd"], "mode": "dated", "due": dt.date(2024, 9, 30)},
        "y": {"section": "I", "order": 4, "summary": "Kiểm tra", "leads": ["xd"], "mode": "standing"},
    }
    return Frames(frames.plan)


def test_two_bodies_one_took_over_from_get_one_letter_and_one_heading() -> None:
    frames = two_with_one_successor()
    plan = frames.plan

    def papers(kind: str, day: dt.date) -> list[Paper]:
        return [named.paper for named in KINDS[kind].papers(Asked(plan=plan, frames=frames, as_of=day, day_named=True))]

    before, after = dt.date(2024, 12, 31), dt.date(2025, 12, 31)
    assert [paper.to for paper in papers("letters", before)] == [("Bộ Giao thông vận tải",), ("Bộ Xây dựng",)]
    (letter,) = papers("letters", after)
    text = paper_text(letter)
    assert letter.to == ("Bộ Xây dựng",) and "Lập đề án" in text and "Lập quy hoạch" in text and "Báo cáo năm 2025" in text
    assert "Bộ Xây dựng còn 02 nhiệm vụ" in text
    (common,) = papers("letter", after)
    (table,) = (block for block in common.body if isinstance(block, BodyTable))
    assert common.to == ("Bộ Xây dựng",) and {row[1] for row in table.rows} == {"Bộ Xây dựng"}
    told = [row[2] for row in table.rows]
    assert len(told) == len(set(told)) and {"Lập đề án", "Lập quy hoạch"} <= {*told}
    (silent,) = papers("reminder", after)
    (table,) = (block for block in silent.body if isinstance(block, BodyTable))
    assert [row if isinstance(row, str) else row[1] for row in table.rows] == ["I. Bộ Xây dựng (02 nhiệm vụ)", "Tuyên truyền", "Kiểm tra"]


def test_bodies_of_one_name_are_one_row_of_the_table_by_body() -> None:
    frames = two_with_one_successor()
    frames.plan.tables["agencies"]["gt"]["name"] = "Bộ Xây dựng"
    rows = [row[:3] for row in body_annex(Frames(frames.plan), dt.date(2024, 12, 31)).rows]
    assert [(row[1], official.cell(row[2])) for row in rows] == [("Bộ Xây dựng", "4"), (sentences.IN_ALL, "4")]


# -- what was made later ----------------------------------------------------------------------------------------------


def made_in_2026() -> Frames:
    """The small plan after a meeting of 2024, with a task its decision made, and one of which nothing says when it was made."""
    frames = a_meeting(number="7/TB-UBND")
    tables = frames.plan.tables
    (notice,) = tables["documents"]
    other = {"section": "III", "order": 9, "summary": "Việc mới", "leads": ["a"], "mode": "dated", "due": dt.date(2024, 6, 30)}
    by_hand = {**other, "summary": "Việc theo thông báo", "documents": [notice]}
    tables["tasks"].update(new=other, by_hand=by_hand, late={**other, "summary": "Việc của kết luận"})
    (decision,) = tables["decisions"]
    tables["decisions"][decision] = {**tables["decisions"][decision], "task": "late"}
    return Frames(frames.plan)


def test_a_task_a_meeting_made_later_is_no_task_of_the_time_before_and_any_other_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = made_in_2026()
    before, held = dt.date(2024, 11, 19), dt.date(2024, 11, 20)
    assert made_later(frames.plan, before) == {"by_hand", "late"} and made_later(frames.plan, held) == set()
    assert frames_on(frames, held) is frames
    early, later = (paper_text(yearly_report(frames.plan, frames, 2024, day)) for day in (before, held))
    assert "trong 02 nhiệm vụ:" in early and "trong 04 nhiệm vụ:" in later
    assert "Việc theo thông báo" not in early and "Việc của kết luận" not in early and "Việc mới" in early and "Việc của kết luận" in later
    file = tmp_path / "plan.toml"
    file.write_text(render("", {}, document(frames.plan, {"format": 2})), encoding="utf-8")
    for day, n in ((before, 2), (held, 4)):
        assert main(["status", str(file), "--json", "--as-of", day.isoformat()]) == 0
        (counts,) = (part["lines"] for part in json.loads(capsys.readouterr().out)["sections"] if part["section"] == "headline")
        assert sum(line["numbers"]["n"] for line in counts if line["table"] == "tasks") == n, "a paper has the numbers of status"


# -- persons ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("TRỊNH VIỆT HÙNG", "Trịnh Việt Hùng"),
        ("Ông NGUYỄN VĂN AN, PHÓ CHỦ TỊCH", "Nguyễn Văn An"),
        ("BÙI VĂN LƯƠNG - CHỦ TỊCH", "Bùi Văn Lương"),
        ("Bà Lê Thị B", "Lê Thị B"),
        ("CHỦ TỊCH UBND TỈNH", ""),
        ("CHÁNH VĂN PHÒNG", ""),
        ("ĐÀO TẠO NGHỀ", ""),
        ("Chủ tịch UBND tỉnh", ""),
    ],
)
def test_a_name_in_capitals_signs_and_an_office_in_capitals_does_not(typed: str, name: str) -> None:
    assert name_in(typed) == name
    frames = frames_of(reviews={"r": {"date": dt.date(2024, 11, 20), "chair": typed, "secretary": "Nguyễn Thị Lan"}})
    chair = minutes(frames.plan, frames, "r").signatures[1]
    assert chair.name == (name or "……")
