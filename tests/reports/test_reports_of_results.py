"""What reports tell beside counts: results of bodies in their own words, plan and year before, parts of a year, charts, who gets them."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import attrs
import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.support.frame_plans import TERM, figure, frames_of, indicator
from tests.support.paths import SAMPLE, SHIPPED
from tui.commands.main import main
from tui.frames.build import Frames
from tui.frames.insight.agenda import agenda
from tui.frames.insight.overview import overview
from tui.frames.insight.why import explain_indicator
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.checks.to_decide import to_decide
from tui.model.plan import Plan
from tui.reports import official, sentences
from tui.reports.agenda import recorded_why
from tui.reports.html import html_page
from tui.reports.indicator_annex import indicator_annex
from tui.reports.paper_text import paper_text
from tui.reports.papers import KINDS, Asked, usual_day
from tui.reports.results import results
from tui.reports.spans import HALF_YEAR, NINE_MONTHS
from tui.reports.status import as_json
from tui.reports.task_annex import task_annex
from tui.reports.word.chart import chart_xml
from tui.reports.word.document import docx_bytes
from tui.reports.word.letters import common_letter, late_bodies, silent_letter
from tui.reports.word.minutes import minutes
from tui.reports.word.notice import conclusion_notice
from tui.reports.word.paper import Authority, BodyTable, Chart, Paper
from tui.reports.word.parties import Choices, leaders, recipients, signature, superiors
from tui.reports.word.renewing import stale_notices
from tui.reports.word.result_charts import LEAST_YEARS, goal_charts
from tui.reports.word.yearly import yearly_report
from tui.store.plan_file import load
from tui.vocabulary.ended import ended_on, mentions, named_on

pytestmark = pytest.mark.usefixtures("worked_out_once")

YEAR_END = dt.date(2024, 12, 31)
LATER = dt.date(2025, 3, 1)


@cache
def shipped() -> Frames:
    """The one shipped plan of all tests here: they only read it."""
    return Frames(load(SHIPPED).plan)


@cache
def shipped_report() -> Paper:
    """The report on 2024 when the figures of it are out."""
    return yearly_report(shipped().plan, shipped(), 2024, LATER)


@cache
def shipped_tables() -> list[list[list[str]]]:
    """The tables of its Word file but for head and end, row by row as they stand in the XML."""
    with zipfile.ZipFile(io.BytesIO(docx_bytes(shipped_report()))) as parts:
        body = ElementTree.fromstring(parts.read("word/document.xml"))[0]
    return [
        [["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]
        for table in body.findall(qn("w:tbl"))[2:]
    ]


@cache
def worked() -> Frames:
    """A plan two bodies have reported on, with a group, a meeting and enterprises."""
    log = [{"on": dt.date(2024, 5, 2), "by": "tc", "text": "Đã giải ngân 92% kế hoạch vốn.", "status": "in_progress"}]
    done = [{"on": dt.date(2024, 6, 1), "by": "ct", "text": "Đã ban hành đề án", "status": "done"}]
    stuck = [{"on": dt.date(2024, 7, 1), "by": "ct", "text": "Chưa có kinh phí", "status": "blocked"}]
    return frames_of(
        plan={
            "title": "Kế hoạch Mẫu",
            "term": TERM,
            "issuer": "ubnd",
            "signatory_role": "Chủ tịch",
            "recipients": ["Thường trực Tỉnh ủy;", "Bộ Kế hoạch và Đầu tư (b/c)", "Lưu: VT, TH12."],
        },
        agencies={
            "ubnd": {"name": "Ủy ban nhân dân tỉnh Mẫu", "short": "UBND tỉnh", "kind": "executive", "collegial": True},
            "cp": {"name": "Chính phủ", "kind": "government"},
            "tc": {"name": "Sở Tài chính", "kind": "department"},
            "ct": {"name": "Sở Công Thương", "kind": "department"},
            "all": {"name": "Các sở, ban, ngành", "kind": "collective", "members": ["tc", "ct"]},
        },
        sections={
            "III-1": {"number": "III.1", "title": "Đầu tư", "order": 1},
            "III-1-a": {"number": "III.1.a", "title": "Đầu tư công", "order": 1, "parent": "III-1"},
        },
        tasks={
            "t1": task(1, "Giải ngân vốn", ["tc"], log, status="in_progress", progress=80),
            "t2": task(2, "Lập đề án", ["ct"], done, status="done", done_on=dt.date(2024, 6, 1)),
            "t3": task(3, "Xây chợ", ["ct"], stuck, status="blocked"),
            "t4": task(4, "Rà soát", ["all"], [{"on": dt.date(2024, 8, 1), "by": "tc", "text": "Đã rà soát", "status": "in_progress"}]),
            "t5": task(5, "Kiểm tra", ["tc"], []),
        },
        duties={
            "up": {"who": ["ubnd"], "what": "Báo cáo Chính phủ", "to": ["cp"], "every": "year"},
            "in": {"who": ["tc", "ct"], "what": "Báo cáo năm", "before": "11-20", "every": "year", "first": 2024, "via": "tc",
                   "handed_in": [{"year": 2024, "agency": "ct", "on": dt.date(2024, 11, 1)}]},
        },
        goals={"g": {"number": 1, "title": "Tăng trưởng"}},
        indicators={
            "grdp": indicator("term_growth", target=8, unit="%/năm", name="Tốc độ tăng GRDP", values=[
                *(figure(year, value) for year, value in ((2020, 4), (2021, 6.5), (2022, 8.5), (2023, 5.5))),
                figure(2024, 6.5, "estimate"), figure(2024, 7.5, "plan"),
                figure(2024, 5.8, "estimate", as_of=dt.date(2024, 6, 30)), figure(2023, 4.1, "estimate", as_of=dt.date(2023, 6, 30)),
                figure(2024, 6.1, "estimate", as_of=dt.date(2024, 9, 30)),
            ]),
            "income": indicator("end_level", target=150, unit="triệu đồng", name="GRDP bình quân đầu người", values=[
                figure(2023, 112.6), figure(2024, 119.2), figure(2024, 123, "plan"),
            ]),
        },
    )  # fmt: skip


def task(order: int, summary: str, leads: list[str], log: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"section": "III-1-a", "order": order, "summary": summary, "leads": leads, "mode": "standing", "log": log, **more}


@cache
def text_of(year: int, day: dt.date) -> str:
    """The report of the plan that was reported on."""
    return paper_text(yearly_report(worked().plan, worked(), year, day))


def asked(frames: Frames, kind: str, day: dt.date, **more: Any) -> list[Paper]:
    found = KINDS[kind].papers(Asked(plan=frames.plan, frames=frames, as_of=day, day_named=True, **more))
    return [named.paper for named in found]


# -- results ----------------------------------------------------------------------------------------------------------


def test_results_stand_before_gaps_in_the_words_of_those_who_reported() -> None:
    text = text_of(2024, YEAR_END)
    order = ["CÔNG TÁC CHỈ ĐẠO", "KẾT QUẢ THỰC HIỆN", "TỒN TẠI, HẠN CHẾ", "NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM NĂM 2025", "KIẾN NGHỊ, ĐỀ XUẤT"]
    assert [text.index(f". {part}") for part in order] == sorted(text.index(f". {part}") for part in order)
    results, gaps = text.split("TỒN TẠI, HẠN CHẾ")
    assert "- Lập đề án (Sở Công Thương chủ trì): Đã ban hành đề án; hoàn thành ngày 01/06/2024." in results
    assert "- Giải ngân vốn (Sở Tài chính chủ trì): Đã giải ngân 92% kế hoạch vốn; mức độ hoàn thành 80%." in results
    assert "- Xây chợ: Chưa có kinh phí." in gaps and "Nguyên nhân khách quan: …" in gaps
    assert "- Xây chợ (Sở Công Thương chủ trì): Chưa có kinh phí." in text.split("KIẾN NGHỊ")[1]
    assert "Kiểm tra" not in results.split("PHỤ LỤC")[0].split("3. Kết quả thực hiện nhiệm vụ")[1].split("Chi tiết tại")[0]
    assert "Đã nhận được 01 báo cáo định kỳ" in text


def test_what_was_done_in_another_year_is_not_told_again() -> None:
    later = text_of(2025, dt.date(2025, 12, 31))
    assert "Đã ban hành đề án; hoàn thành" not in later.split("Phụ lục I")[0]
    assert "Chưa nhận được báo cáo nào về kết quả thực hiện nhiệm vụ trong năm 2025." in later


@cache
def done_some_day() -> Frames:
    """Tasks that are done: on no day, on days of their own, by a log, before the plan; one by hand after it was taken up again."""
    said = [
        {"on": dt.date(2023, 5, 4), "text": "Xong", "status": "done"},
        {"on": dt.date(2024, 5, 4), "text": "Vẫn xong", "status": "done"},
    ]
    again = [*said[:1], {"on": dt.date(2024, 2, 1), "text": "Làm lại", "status": "in_progress"}]
    return frames_of(
        plan={"title": "Kế hoạch Mẫu", "term": TERM},
        sections={"III-1-a": {"number": "III.1.a", "title": "Đầu tư công", "order": 1}},
        tasks={
            "no": task(1, "Không ngày", [], [], status="done"),
            "own": task(2, "Ngày riêng", [], said[1:], status="done", done_on=dt.date(2022, 6, 1)),
            "log": task(3, "Theo nhật ký", [], said, status="done"),
            "before": task(4, "Trước kỳ", [], [], status="done", done_on=dt.date(2019, 6, 1)),
            "hand": task(5, "Đặt tay", [], again, status="done"),
            "after": task(6, "Sau năm", [], [{"on": dt.date(2023, 3, 1), "text": "Đang làm"}], status="done", done_on=dt.date(2024, 1, 9)),
        },
    )


@pytest.mark.parametrize(("year", "completed"), [(2021, ""), (2022, "Ngày riêng"), (2023, "Theo nhật ký"), (2024, "Sau năm"), (2025, "")])
def test_a_task_done_on_an_unknown_day_is_completed_in_no_year_and_said_apart(year: int, completed: str) -> None:
    frames = done_some_day()
    for day in (dt.date(year, 12, 31), dt.date(2026, 1, 20)):
        lines = paper_text(yearly_report(frames.plan, frames, year, day)).split("PHỤ LỤC")[0].splitlines()
        heads: dict[str, list[str]] = {line: [] for line in lines if line.startswith("Nhiệm vụ đ")}
        head = None
        for line in lines:
            head = line if line in heads else head if line.startswith("- ") else None
            if head is not None and line != head:
                heads[head].append(line)
        of_year = [tasks for head, tasks in heads.items() if head.startswith("Nhiệm vụ đã hoàn thành trong")]
        then = ["Đặt tay"] if day == dt.date(2023, 12, 31) else []  # by what was known then it was done, and not taken up again
        assert [line[2:].split(":")[0] for tasks in of_year for line in tasks] == [*filter(None, [completed]), *then], (year, day)
        apart = [line for head, tasks in heads.items() if "chưa rõ ngày" in head for line in tasks]
        assert any(line.startswith("- Không ngày") and "chưa rõ ngày hoàn thành" in line for line in apart), (year, day)
        assert any(line.startswith("- Trước kỳ") for line in apart), (year, day)
        assert any(line.startswith("- Đặt tay") for line in apart) is (day.year == 2026 or year >= 2024), (year, day)
        n = len(apart)
        assert f"đã hoàn thành (trong đó 0{n} nhiệm vụ chưa rõ ngày hoàn thành)" in "\n".join(lines), (year, day)
    assert "đã hoàn thành theo báo cáo ngày 04/05/2023" in paper_text(yearly_report(frames.plan, frames, 2023, dt.date(2025, 1, 1)))


def test_check_and_the_row_name_what_is_done_on_an_unknown_day() -> None:
    frames = done_some_day()
    asked = [problem.id for problem in to_decide(frames.plan) if problem.table == "tasks"]
    assert asked == ["no", "hand"]  # a day before the plan is told of by the reading
    said = dict(tasks_view(frames, frames.plan, dt.date(2026, 1, 20), Words("vi")).frame.select("id", "state_text").iter_rows())
    assert {id for id, text in said.items() if "chưa rõ ngày" in text} == {"no", "before", "hand"}
    nothing = frames_of(plan={"title": "Kế hoạch Mẫu", "term": TERM})
    assert not [problem for problem in to_decide(nothing.plan) if problem.table == "tasks"]


def test_an_indicator_is_told_with_the_plan_of_the_year_the_year_before_and_the_mean() -> None:
    line = re.findall("- Tốc độ tăng GRDP:.*", text_of(2024, YEAR_END))[0]
    assert line.startswith(
        "- Tốc độ tăng GRDP: năm 2024 ước đạt 6,5% (kế hoạch 7,5%; năm 2023: 5,5%); bình quân 2021 - 2024 ước đạt 6,7%/năm; "
        "mục tiêu 2021 - 2025 từ 8%/năm trở lên; năm 2025 phải đạt 13,18%; "
    )
    other = re.findall("- GRDP bình quân đầu người:.*", text_of(2024, dt.date(2025, 2, 1)))[0]
    assert "năm 2024 đạt 119,2 triệu đồng (kế hoạch 123\xa0triệu đồng; bằng 96,9% kế hoạch; tăng 5,86% so với năm 2023)" in other.replace(
        "119,2\xa0", "119,2 "
    )


def test_a_part_of_a_year_has_its_own_figures_beside_those_of_the_same_part_before() -> None:
    frames = worked()
    half = results(frames, dt.date(2024, 7, 31), 2024, HALF_YEAR)
    assert (half["grdp"].value, half["grdp"].before, half["income"].value) == (5.8, 4.1, None)
    assert results(frames, dt.date(2024, 6, 30), 2024, HALF_YEAR)["grdp"].value is None, "nobody knows on the last day what it brought"
    assert results(frames, dt.date(2024, 10, 31), 2024, NINE_MONTHS)["grdp"].value == 6.1
    (paper,) = asked(frames, "half_year", dt.date(2024, 7, 31), year=2024)
    text = paper_text(paper)
    assert "Kết quả thực hiện Kế hoạch Mẫu 6 tháng đầu năm 2024" in text and "NHỮNG THÁNG CUỐI NĂM 2024" in text
    assert "6 tháng đầu năm 2024 ước đạt 5,8% (kế hoạch 7,5%; 6 tháng đầu năm 2023: 4,1%)" in text
    titles = [column.title for column in paper.annexes[0].columns]
    assert {"KH 2024", "TH/ƯTH 6 tháng 2024", "So với 6 tháng 2023"} <= {*titles} and "TH 2024" not in titles
    assert usual_day(2023, YEAR_END, "half_year") == dt.date(2023, 7, 31) and usual_day(2024, dt.date(2024, 7, 2), "half_year").day == 2


def test_the_annex_has_the_year_before_the_term_plan_share_and_change_and_no_year_to_come() -> None:
    annex = indicator_annex(worked(), dt.date(2025, 2, 1), year=2024)
    titles = [column.title for column in annex.columns]
    at = titles.index("TH 2020")
    assert titles[at:-4] == ["TH 2020", "TH 2021", "TH 2022", "TH 2023", "KH 2024", "TH/ƯTH 2024", "% KH 2024", "So với 2023"]
    cells = [[official.cell(cell) for cell in row.cells][at:-3] for row in annex.rows]
    assert cells[1] == ["", "", "", "112,6", "123", "119,2", "96,9", "5,86%", ""]
    assert cells[0][-2:] == ["1,00 điểm", "6,7"]


def test_the_annex_of_tasks_has_results_hides_no_obstacle_and_counts_by_body_first() -> None:
    annex = task_annex(worked(), YEAR_END)
    rows = {row.id: [official.cell(cell) for cell in row.cells] for row in annex.rows}
    assert {row.above for row in annex.rows} == {"III.1. Đầu tư"} and {row.group for row in annex.rows} == {"III.1.a. Đầu tư công"}
    assert rows["t1"][6] == "Đã giải ngân 92% kế hoạch vốn (02/05/2024)" and rows["t3"][6] == "", "why it cannot go on has its own column"
    assert rows["t3"][7].endswith("; có vướng mắc") and rows["t3"][8] == "Chưa có kinh phí" and rows["t1"][7].endswith("80%")
    assert annex.summary is not None
    counted = [[official.cell(cell) for cell in cells] for cells in annex.summary.rows]
    assert counted[-1][1:3] == ["Tổng số nhiệm vụ", "5"] and {row[1]: row[2] for row in counted[:-1]} == {
        "Sở Tài chính": "2", "Sở Công Thương": "2", "Các sở, ban, ngành": "1",
    }  # fmt: skip
    assert task_annex(frames_of(), YEAR_END).summary is None


def test_a_task_told_in_full_stands_so_in_a_wider_column_and_a_plan_of_summaries_keeps_the_old_one() -> None:
    sections = {"I": {"number": "I", "title": "Đầu tư", "order": 1}}
    short = {"section": "I", "order": 1, "summary": "Lập đề án"}
    full = {"section": "I", "order": 2, "summary": "Xây chợ", "text": "Xây chợ đầu mối tại xã Mẫu,\nđưa vào hoạt động trong năm."}
    annex = task_annex(frames_of(sections=sections, tasks={"s": short, "f": full}), YEAR_END)
    assert [row.cells[1] for row in annex.rows] == ["Lập đề án", "Xây chợ đầu mối tại xã Mẫu, đưa vào hoạt động trong năm."]
    before = task_annex(frames_of(sections=sections, tasks={"s": short}), YEAR_END)
    assert [column.title for column in annex.columns] == [column.title for column in before.columns]
    wider = [now.width - then.width for now, then in zip(annex.columns, before.columns, strict=True)]
    assert wider[1] > 40 and sum(wider) == wider[1]


def kept_narrowly() -> Frames:
    """Indicators that keep their bound now; a mean whose last figure is an estimate."""
    return frames_of(
        plan={"title": "Kế hoạch Mẫu", "term": TERM},
        indicators={
            "room": indicator("ceiling", target=3, op="<", unit="%", name="Thất nghiệp", values=[figure(2022, 2.85), figure(2023, 2.8)]),
            "away": indicator("floor", target=95, op=">", unit="%", name="Bảo hiểm y tế", values=[figure(2021, 99), figure(2023, 96)]),
            "grdp": indicator("term_growth", target=8, unit="%/năm", name="GRDP", values=[
                *(figure(year, value) for year, value in ((2021, 6.51), (2022, 8.59), (2023, 5.56))), figure(2024, 6.5, "estimate")]),
        },
    )  # fmt: skip


def test_what_is_kept_now_and_doubted_says_why_and_a_bound_asks_for_itself() -> None:
    frames = kept_narrowly()
    early = paper_text(yearly_report(frames.plan, frames, 2024, dt.date(2024, 6, 1)))
    assert "cần tăng tốc do hiện đã đạt nhưng còn ít dư địa so với mức giới hạn" in early, early
    assert "cần tăng tốc do hiện đã đạt nhưng xu hướng đang xấu đi" in early
    assert "Thất nghiệp (cần tăng tốc do hiện đã đạt nhưng còn ít dư địa so với mức giới hạn)" in early and "(ước))" not in early
    for id, asked in (("room", "< 3"), ("away", "> 95")):
        told = explain_indicator(frames, id, dt.date(2024, 6, 1))
        needs = [Words("vi").sentence(formula.filled) for formula in told.formulas if formula.symbols == "m"]
        assert needs == [asked], (id, told.formulas)


def test_an_estimate_is_said_to_be_one_and_a_reason_has_its_units_in_minutes_as_in_a_report() -> None:
    frames, day = kept_narrowly(), dt.date(2026, 11, 22)
    (item,) = [one for one in agenda(frames, frames.plan, day).items if one.id == "grdp"]
    plan = frames.plan
    plan.tables["reviews"]["r"] = {"date": day, "items": [{"subject": item.subject, "why": recorded_why(item), "outcome": "noted"}]}
    held = Frames(plan)
    record = paper_text(minutes(plan, held, "r"))
    assert "bình quân 2021 - 2024 ước đạt 6,78%/năm" in record
    assert "bình quân 2021 - 2024 ước đạt 6,78%/năm" in paper_text(yearly_report(plan, held, 2024, day))
    assert "Lý do xem xét: chờ kết quả: năm 2025 phải đạt 13,01%, năm tốt nhất từ trước đến nay là 8,59%." in record
    plan.tables["reviews"]["r"] = {"date": day, "items": [{"subject": item.subject, "why": "Chủ tịch yêu cầu", "outcome": "noted"}]}
    assert "Lý do xem xét: Chủ tịch yêu cầu." in paper_text(minutes(plan, Frames(plan), "r")), "somebody's own words stay"


# -- charts -----------------------------------------------------------------------------------------------------------


def test_charts_are_of_what_has_enough_years_and_stand_in_the_file_itself() -> None:
    report = shipped_report()
    charts = [block for block in report.body if isinstance(block, Chart)]
    assert [chart.text.split(". ")[0] for chart in charts] == [f"Biểu đồ {n}" for n in range(1, len(charts) + 1)]
    assert {"Cơ cấu kinh tế", "Tốc độ tăng trưởng GRDP bình quân"} <= {chart.text.split(". ")[1] for chart in charts}
    assert any("Thu ngân sách nhà nước" in chart.text and chart.unit == "tỷ đồng" for chart in charts)
    assert all(len(chart.labels) >= LEAST_YEARS for chart in charts)
    with zipfile.ZipFile(io.BytesIO(docx_bytes(attrs.evolve(report, annexes=())))) as parts:
        drawn = [name for name in parts.namelist() if name.startswith("word/charts/chart")]
        assert len(drawn) == len(charts) and b"External" not in b"".join(parts.read(name) for name in parts.namelist() if "rels" in name)
        first = parts.read(sorted(drawn, key=len)[0]).decode()
    assert "6,51" in first and "<c:v>6.51</c:v>" in first, "numbers are written as in the paper, whoever shows it"
    assert list(goal_charts(frames_of(indicators={"i": indicator("floor", target=1, values={2023: 1, 2024: 2})}), LATER, "g", 2024)) == []


def test_text_in_a_chart_and_in_a_page_is_text() -> None:
    hostile = '<script>alert("x")</script>&\x1b[31m\x00'
    chart = Chart(text=hostile, unit=hostile, labels=("2023",), bars=(), line=None)
    assert "<script" not in chart_xml(chart) and "\x1b" not in chart_xml(chart)
    paper = attrs.evolve(shipped_report(), abstract=hostile, to=(hostile, hostile), recipients=(hostile,), body=(chart,), annexes=())
    page = html_page(paper)
    assert "<script" not in page and "\x1b" not in page and page.count("&lt;script&gt;") >= 5


# -- a page -----------------------------------------------------------------------------------------------------------


def test_a_page_needs_nothing_beside_itself_and_holds_what_the_word_file_does() -> None:
    page = html_page(shipped_report())
    assert not re.search(r"(?:\bsrc=|href|url\(|@import|http-equiv=\"refresh)", page) and "default-src 'none'" in page
    assert re.findall(r"https?://[^\"' ]+", page) == ["http://www.w3.org/2000/svg"] * page.count("<svg")
    assert page.count("<svg") == sum(isinstance(block, Chart) for block in shipped_report().body)
    cells = {cell.replace("\u200b", "") for table in shipped_tables() for row in table for cell in row if cell}
    plain = {re.sub("&[a-z]+;|&#x27;", "", text) for text in re.findall(">([^<>]+)<", page)}
    assert {text for text in cells if not set("&<>\"'≥") & set(text)} - plain == set()


# -- who gets it, who signs it ----------------------------------------------------------------------------------------


def test_nobody_who_has_ended_gets_a_paper_on_any_day() -> None:
    plan = shipped().plan
    for year in range(2021, 2028):
        for month in (3, 7):
            day = dt.date(year, month, 1)
            told = (*recipients(plan, day)[0], *superiors(plan, day), *leaders(plan, day))
            assert [(name, who) for name in told for who in ended_on(plan, day) if mentions(name, who)] == [], day
    before, after = recipients(plan, dt.date(2024, 1, 1))[0], recipients(plan, dt.date(2025, 12, 31))[0]
    assert {"Bộ Kế hoạch và Đầu tư", "Các Huyện ủy, Thành ủy", "UBND các huyện, thành phố"} <= {*before}
    assert {"Bộ Tài chính", "Các Đảng ủy xã, phường", "UBND các xã, phường"} <= {*after}


def test_a_body_in_a_text_is_named_by_who_stands_for_it_however_it_is_spelled() -> None:
    plan = worked().plan
    day = dt.date(2025, 12, 31)
    assert named_on(plan, "- Uỷ ban Dân tộc;", day) == "- Bộ Dân tộc và Tôn giáo"
    assert named_on(plan, "Các Bộ: Bộ GTVT, Bộ Xây dựng", day) == "Các Bộ: Bộ Xây dựng, Bộ Xây dựng"
    assert named_on(plan, "Thường trực Thành ủy", day) == "Thường trực Thành ủy", "that of a city of the first level is there"
    old = frames_of(agencies={"a": {"name": "Ban Đổi mới", "kind": "department", "until": dt.date(2024, 1, 1)}}).plan
    assert named_on(old, "Ban Đổi mới", day) == "" and named_on(old, "Ban Đổi mới", dt.date(2024, 1, 1)) == "Ban Đổi mới"
    assert recipients(plan, day) == (("Thường trực Tỉnh ủy", "Bộ Tài chính (b/c)"), "TH"), "the unit, not the copies of that paper"


def test_a_name_and_years_are_not_parted_at_the_end_of_a_line() -> None:
    assert official.unbroken("kinh tế 2021 - 2025 tỉnh Thái Nguyên", "Thái Nguyên") == "kinh tế 2021\xa0-\xa02025 tỉnh Thái\xa0Nguyên"
    assert "Thái\xa0Nguyên" in shipped_report().abstract and official.unbroken("12 - 5", "") == "12 - 5"


def test_a_report_to_a_superior_names_it_first_and_whoever_is_chosen_instead() -> None:
    paper = yearly_report(worked().plan, worked(), 2024, YEAR_END)
    assert paper.to == ("Chính phủ",) and paper.recipients[0] == "Như Kính gửi" and paper.unit == "TH"
    (chosen,) = asked(worked(), "yearly", YEAR_END, year=2024, to=("HĐND tỉnh",), unit="KTTH", authority="kt")
    assert chosen.to == ("HĐND tỉnh",) and chosen.unit == "KTTH"
    assert chosen.signatures[0].lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    alone = frames_of()
    assert yearly_report(alone.plan, alone, 2024, YEAR_END).to == (), "nobody is written to whom nobody named"


@pytest.mark.parametrize(
    ("choices", "by_order", "lines"),
    [
        (Choices(), False, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (Choices(), True, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (Choices(role="Phó Chánh Văn phòng"), True, ("TL. CHỦ TỊCH", "PHÓ CHÁNH VĂN PHÒNG")),
        (Choices(authority=Authority.FOR_THE_BODY), True, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (Choices(authority=Authority.FOR_THE_HEAD), True, ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (Choices(authority=Authority.BY_MANDATE, role="Giám đốc Sở Tài chính"), False, ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ TÀI CHÍNH")),
        (Choices(authority=Authority.OWN), True, ("CHỦ TỊCH",)),
    ],
)
def test_on_whose_behalf_it_is_signed_is_chosen_and_usual_by_kind(choices: Choices, by_order: bool, lines: tuple[str, ...]) -> None:
    assert signature(worked().plan, choices, by_order=by_order).lines == lines


def test_a_body_that_does_not_decide_as_a_whole_signs_by_its_head() -> None:
    plan = frames_of(plan={"title": "K", "term": TERM, "issuer": "s", "signatory_role": "Giám đốc"},
                     agencies={"s": {"name": "Sở Y tế", "kind": "department"}}).plan  # fmt: skip
    assert signature(plan, by_order=True).lines == ("GIÁM ĐỐC",)
    assert signature(plan, Choices(authority=Authority.FOR_THE_HEAD)).lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


# -- letters ----------------------------------------------------------------------------------------------------------


def test_one_letter_to_all_late_bodies_has_a_table_and_names_nobody_who_has_sent() -> None:
    frames, day = worked(), dt.date(2024, 12, 1)
    assert late_bodies(frames, day) == ["tc"]
    letter = common_letter(frames.plan, frames, day)
    assert letter is not None and letter.to == ("Sở Tài chính",) and letter.recipients == ("Như Kính gửi",)
    (table,) = (block for block in letter.body if isinstance(block, BodyTable))
    assert [[official.cell(cell) for cell in row] for row in table.rows] == [
        ["1", "Sở Tài chính", "Báo cáo năm 2024 (Báo cáo năm)", "trước ngày 20/11/2024", "12"]
    ]
    assert "gửi Sở Tài chính để tổng hợp, báo cáo Ủy ban nhân dân tỉnh Mẫu trước" in letter.body[-1].text
    assert letter.letterhead.about.startswith("V/v đôn đốc gửi báo cáo kết quả thực hiện") and letter.letterhead.about.endswith("năm 2024")
    assert "Sở Công Thương" not in paper_text(letter)
    assert common_letter(frames.plan, frames, dt.date(2024, 11, 1)) is None and asked(frames, "letter", dt.date(2024, 11, 1)) == []


def test_a_body_the_plan_does_not_know_to_have_ended_is_written_to_as_it_is_now() -> None:
    due = {"mode": "dated", "due": dt.date(2025, 1, 31)}
    frames = frames_of(
        agencies={id: {"name": name, "kind": "ministry"} for id, name in (("a", "Bộ Tài nguyên và Môi trường"), ("b", "Bộ NN&PTNT"))},
        sections={"III-1-a": {"number": "III", "title": "Nhiệm vụ", "order": 1}},
        tasks={"t": {**task(1, "Lập đề án.", ["a"], []), **due}, "u": {**task(2, "Rà soát", ["b"], []), **due}},
    )
    letter = common_letter(frames.plan, frames, dt.date(2025, 12, 31))
    assert letter is not None and letter.to == ("Bộ Nông nghiệp và Môi trường",)
    (table,) = (block for block in letter.body if isinstance(block, BodyTable))
    assert [[official.cell(cell) for cell in row][1:3] for row in table.rows] == [
        ["Bộ Nông nghiệp và Môi trường", "Lập đề án"],
        ["Bộ Nông nghiệp và Môi trường", "Rà soát"],
    ]


def test_nothing_is_sent_to_a_body_that_has_ended_and_left_nobody() -> None:
    ended = {"name": "Ban Đổi mới", "kind": "department", "until": dt.date(2024, 6, 30)}
    duty = {"who": ["a"], "what": "Báo cáo năm", "before": "11-20", "every": "year", "first": 2024}
    frames = frames_of(agencies={"a": ended}, duties={"d": duty})
    assert late_bodies(frames, YEAR_END) == [] and common_letter(frames.plan, frames, YEAR_END) is None


def test_a_letter_about_tasks_without_a_report_goes_to_the_silent_only() -> None:
    frames = worked()
    letter = silent_letter(frames.plan, frames, YEAR_END)
    assert letter is not None and letter.to == ("Sở Tài chính",), "t4 was reported on by the one, and t3 and t2 by the other"
    (table,) = (block for block in letter.body if isinstance(block, BodyTable))
    heading, row = table.rows
    assert heading == "I. Sở Tài chính (01 nhiệm vụ)" and [official.cell(cell) for cell in row] == ["1", "Kiểm tra", ""], (
        "an id is no place"
    )
    tasks = frames.plan.tables["tasks"]
    told = {**tasks["t5"], "status": "in_progress", "log": tasks["t1"]["log"]}
    quiet = Frames(Plan({**frames.plan.tables, "tasks": {**tasks, "t5": told}}, extra={"format": 2}))
    assert silent_letter(quiet.plan, quiet, YEAR_END) is None


# -- numbers of a paper are those of the frames -----------------------------------------------------------------------


def test_every_number_of_the_tables_is_found_in_status_of_the_day() -> None:
    frames, day = shipped(), LATER
    told = json.loads(as_json(overview(frames, day, (), every_indicator=True), frames.plan, Words("vi")))
    by_title = {table[0][1]: table for table in shipped_tables()}
    standing = {one["name"]: one for one in told["indicators"]}
    titles = by_title["Chỉ tiêu"][0]
    rows = [row for row in by_title["Chỉ tiêu"][1:] if row[0].isdigit()]
    assert len(rows) == len(standing) == 28
    for row in rows:
        numbers = standing[row[1]]["numbers"]
        for title, key in (("Mục tiêu 2021-2025", "target"), ("Bình quân 2021-2024", "mean")):
            shown = found_number(row[titles.index(title)])
            assert (shown is None) is (numbers[key] is None) and (shown is None or shown == pytest.approx(numbers[key], abs=0.005)), row
        known = [found_number(cell) for cell in row[titles.index("TH 2020") :]]
        if numbers["last_year"] is not None and numbers["last_year"] >= 2020 and standing[row[1]]["kind"] != "points_cut":
            assert any(value == pytest.approx(numbers["last_value"], abs=0.005) for value in known if value is not None), row
    counts = {
        (line["table"], line["code"]): line["numbers"]["n"]
        for part in told["sections"]
        for line in part["lines"]
        if part["section"] == "headline"
    }
    bodies = by_title["Cơ quan chủ trì"]
    last = bodies[-1]
    for at, code in enumerate((code for code in sentences.STATES if counts[("tasks", code)]), 3):
        assert int(last[at]) == counts[("tasks", code)] and bodies[0][at].lower() == sentences.STATES[code]
    assert int(last[2]) == len(frames.plan.tables["tasks"])
    silent = {
        line["name"]: line["numbers"]["n"] for part in told["sections"] if part["section"] == "not_reported" for line in part["lines"]
    }
    at = bodies[0].index(official.capital(sentences.STATES["not_reported"]))
    shown_silent = {row[1].lower(): int(row[at]) for row in bodies[1:-1] if row[at]}
    assert shown_silent == {name.lower(): n for name, n in silent.items()}


def found_number(text: str) -> float | None:
    """The first number of a cell."""
    found = re.search(r"-?\d[\d.]*(?:,\d+)?", text)
    return float(found[0].replace(".", "").replace(",", ".")) if found else None


# -- whoever makes it -------------------------------------------------------------------------------------------------


def test_a_notice_and_minutes_are_the_same_whoever_made_the_plan_and_take_number_and_day_when_they_come() -> None:
    def held(**document: Any) -> Frames:
        about = "Kết luận cuộc họp rà soát tình hình thực hiện Kế hoạch ngày 20/11/2024"
        documents = {"tb": {"kind": "Thông báo kết luận", "about": about, **document}}
        review = {"date": dt.date(2024, 11, 20), "chair": "Chủ tịch", "closed_on": dt.date(2024, 11, 20), "items": []}
        return frames_of(reviews={"r": review}, documents=documents)

    frames = held()
    assert conclusion_notice(frames.plan, frames, "r").letterhead.number.startswith("Số: ……/TB")
    frames = held(number="45/TB-UBND", date=dt.date(2024, 11, 25))
    head = conclusion_notice(frames.plan, frames, "r").letterhead
    assert (head.number, head.place_and_day) == ("Số: 45/TB-UBND", "……, ngày 25 tháng 11 năm 2024")
    assert minutes(frames.plan, frames, "r").letterhead.number.startswith("Số: ……/BB"), (
        "the number of the notice is not that of the minutes"
    )


def test_a_notice_beside_the_plan_is_made_again_with_its_number_unless_a_hand_has_been_in_it(tmp_path: Path) -> None:
    def held(**more: Any) -> Frames:
        return frames_of(reviews={"r": {"date": dt.date(2024, 11, 20), "closed_on": dt.date(2024, 11, 20), "items": [], **more}})

    bare, numbered, moved = held(), held(number="45"), held(place="Hội trường")
    path = tmp_path / "thong-bao-2024-11-20.docx"
    assert stale_notices(numbered.plan, numbered, tmp_path) == [], "none was written"
    path.write_bytes(docx_bytes(conclusion_notice(bare.plan, bare, "r")))
    assert stale_notices(bare.plan, bare, tmp_path) == []
    (found,) = stale_notices(numbered.plan, numbered, tmp_path)
    assert found.path == path and found.only_its_head and found.paper.letterhead.number.startswith("Số: 45/TB")
    as_made = path.read_bytes()
    by_hand = Document(str(path))
    by_hand.paragraphs[-1].add_run(" và các đơn vị khác")
    by_hand.save(str(path))
    assert stale_notices(numbered.plan, numbered, tmp_path) == []
    path.write_bytes(as_made)
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    assert stale_notices(numbered.plan, numbered, tmp_path) == [], "signed: the text is the same, the file is not"
    for paper in (conclusion_notice(bare.plan, bare, "r", Choices(role="Phó Chánh Văn phòng")), conclusion_notice(moved.plan, moved, "r")):
        path.write_bytes(docx_bytes(paper))
        (found,) = stale_notices(numbered.plan, numbered, tmp_path)
        assert not found.only_its_head, "who signs it was chosen, and the meeting was elsewhere"
    path.write_bytes(docx_bytes(conclusion_notice(numbered.plan, numbered, "r")))
    assert stale_notices(bare.plan, bare, tmp_path), "the number is gone"
    open_again = frames_of(reviews={"r": {"date": dt.date(2024, 11, 20), "items": []}})
    assert stale_notices(open_again.plan, open_again, tmp_path) == [], "there is no notice of a meeting that was opened again"
    for data in (b"", b"PK\x03\x04", b"%PDF"):
        path.write_bytes(data)
        assert stale_notices(numbered.plan, numbered, tmp_path) == []


def test_a_page_and_who_signs_it_are_asked_for_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "don-doc.html"
    chosen = ["--sign", "kt", "--role", "Phó Chủ tịch Thường trực", "--to", "Sở Nội vụ", "--unit", "KTTH"]
    told = ["report", str(SAMPLE), "--kind", "letter", "--as-of", "2025-12-31", *chosen]
    assert main([*told, "--html", str(page)]) == 0 and "<!DOCTYPE html>" in page.read_text()
    text = page.read_text()
    assert "PHÓ CHỦ TỊCH THƯỜNG TRỰC" in text and "Kính gửi: Sở Nội vụ" in text and "Lưu: VT, KTTH." in text
    assert main([*told, "--html", str(page)]) == 2, "what is there stays"
    assert main([*told, "--html", str(page), "--force"]) == 0
    assert main([*told, "--docx", str(page), "--force"]) == 2, "a page is no Word file"
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main([*told, "--html", str(page), "--docx", str(tmp_path / "x.docx")])
