"""Files of other programs in the form their documentation gives: OpenProject, TaskJuggler, DHIS2, Open SDG, IATI."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tests.support.tables_read import read
from tests.support.workbooks import made as workbook
from tui.exchange.import_result import CannotImport, ImportResult
from tui.exchange.importing import read_sheets, with_vintage
from tui.exchange.peers.flat_yaml import flat_entries
from tui.exchange.peers.iati import is_iati, read_iati
from tui.exchange.table_reader import import_tables
from tui.exchange.text_cells import read_text_table
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.plan import Plan
from tui.model.proposal import made_of, sift
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.plan_file import load
from tui.store.toml.parse import loads

VI, EN = Words("vi"), Words("en")

OPENPROJECT = """ID,Subject,Type,Status,Assignee,Priority,Start date,Finish date,% Complete
12,Xây dựng trung tâm dữ liệu,Task,In progress,Sở KH&CN,Normal,2026-01-05,2026-06-30,40
13,Ban hành quy chế,Task,Done,Sở Tư pháp,Normal,2026-01-05,2026-03-31,100
"""
TASKJUGGLER = """"Id";"Name";"Start";"End";"Completion"
"plan.a";"Xây dựng trung tâm dữ liệu";"2026-01-05";"2026-06-30";"40%"
"plan.b";"Ban hành quy chế";"2026-01-05";"2026-03-31";"100%"
"""
DHIS2 = """dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,lastupdated,comment,followup
ngheo,2023,ImspTQPwCqd,HllvX50cXC0,HllvX50cXC0,2.5,admin,2024-01-01,,false
ngheo,202406,ImspTQPwCqd,HllvX50cXC0,HllvX50cXC0,2.4,admin,2024-07-01,,false
"""


OPEN_SDG = """Year,Sex,GeoCode,Value
2022,,,3.5
2023,,,2.5
2023,Female,,2.9
2023,,19.01,1.5
2024,,,
"""
METADATA = """# nothing here is a type, a file or itself
indicator_name: >-
  Tỷ lệ hộ
  nghèo
indicator_number: '1-2-1'
computation_units: "%"
source_organisation_1: Cục Thống kê # năm 2024
tags: [a, b]
tiers:
  - tier: 1
evil: !!python/object/apply:os.system ["true"]
"""
IATI = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03"><iati-activity xml:lang="en">
 <iati-identifier>VN-GOV-1</iati-identifier>
 <location ref="PB"><name><narrative>Phú Bình</narrative></name></location>
 <result type="1"><title><narrative>Less poverty</narrative></title>
  <indicator measure="2" ascending="0">
   <title><narrative>Poor households</narrative><narrative xml:lang="vi">Tỷ lệ hộ nghèo</narrative></title>
   <baseline year="2021" value="4.5"/>
   <period><period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/>
    <target value="3"/><actual value="2.5"/>
    <actual value="2.9"><dimension name="sex" value="female"/></actual>
    <actual value="1.5"><location ref="PB"/></actual></period>
   <period><period-start iso-date="2024-01-01"/><period-end iso-date="2024-06-30"/><actual value="2.4"/></period>
   <period><period-start iso-date="2023-07-01"/><period-end iso-date="2024-06-30"/><actual value="2.45"/></period>
  </indicator></result></iati-activity></iati-activities>
"""
PART, OF_2023 = "is a figure of", "one part of the year"


def taken(text: str, plan: Plan, path: Path | None = None) -> ImportResult:
    """What a file changes; a file of text without a place is one that stands nowhere."""
    sheets = read_text_table(text.encode()) if path is None else read_sheets(path)
    return import_tables(sheets, plan, (Words("vi"), Words("en")), dt.date(2026, 2, 1))


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def figures(found: ImportResult) -> list[tuple[int, float, str]]:
    """(year, value, why it is asked, "" where it is not) of every figure."""
    return [(f.year, f.value, EN.sentence(f.doubt) if f.doubt is not None else "") for f in found.figures]


@pytest.mark.parametrize("text", [OPENPROJECT, TASKJUGGLER, "xlsx"])
def test_tables_of_work_become_tasks(text: str, tmp_path: Path) -> None:
    plan, _ = read_plan(loads(EMPTY))
    path = None
    if text == "xlsx":
        rows = [line.split(",") for line in OPENPROJECT.splitlines()]
        text, path = OPENPROJECT, written(tmp_path, "work_packages.xlsx", workbook({"Work packages": rows}))
    proposal = sift(plan, *with_vintage(plan, taken(text, plan, path), None, None)).settled
    Workspace(plan).apply(made_of(proposal.lines), say("x"))
    first, second = plan.tables["tasks"].values()
    assert (first["summary"], first["due"], first["progress"]) == ("Xây dựng trung tâm dữ liệu", dt.date(2026, 6, 30), 40)
    assert (second["summary"], second["due"], second["progress"]) == ("Ban hành quy chế", dt.date(2026, 3, 31), 100)
    if text is OPENPROJECT:
        assert first["status"] == "in_progress" and plan.tables["agencies"][first["leads"][0]]["name"] == "Sở KH&CN"


def test_a_state_of_a_program_that_may_be_two_is_asked_and_what_describes_work_is_kept() -> None:
    plan, _ = read_plan(loads(EMPTY))
    text = "ID,Subject,Status,Assignee,Description,Finish date\n1,Xây cầu,On hold,Sở Xây dựng,Cầu hai làn.,2026-06-30\n"
    text += "2,Xây kè,New,Sở Xây dựng,,\n"
    lines = {line.new.values["summary"]: line for line in taken(text, plan).lines if line.new is not None and line.new.table == "tasks"}
    bridge, dam = lines["Xây cầu"], lines["Xây kè"]
    assert bridge.new is not None and (bridge.new.values["status"], bridge.new.values["text"], bridge.doubt) == (
        "blocked",
        "Cầu hai làn.",
        None,
    )
    assert dam.doubt is not None and "“New”" in EN.sentence(dam.doubt)


def test_the_resources_of_taskjuggler_lead() -> None:
    plan, _ = read_plan(loads(EMPTY))
    found = taken('"Id";"Name";"End";"Resources"\n"p.a";"   Xây cầu";"2026-06-30";"Sở Xây dựng, Sở Tài chính"\n', plan)
    [task] = [line.new.values for line in found.lines if line.new is not None and line.new.table == "tasks"]
    assert (task["summary"], len(task["leads"]), task["due"]) == ("Xây cầu", 2, dt.date(2026, 6, 30))


def test_data_values_of_places_the_plan_does_not_know_are_asked_about(tmp_path: Path) -> None:
    found = taken("", load(SAMPLE).plan, written(tmp_path, "values.csv", DHIS2))
    assert [(year, value, PART in why) for year, value, why in figures(found)] == [(2023, 2.5, True), (2024, 2.4, False)]
    assert OF_2023 in figures(found)[1][2], "a month is no year"


def test_data_values_of_the_whole_are_taken_and_those_of_a_category_asked(tmp_path: Path) -> None:
    head = "dataElement,period,orgUnit,categoryOptionCombo,value,storedBy,comment\n"
    text = head + "ngheo,2023,toàn tỉnh,default,2.5,an,\nngheo,2024Q2,toàn tỉnh,default,2.6,an,\nngheo,2024,toàn tỉnh,Xr12mI7VPn3,1.2,an,\n"
    told = figures(taken("", load(SAMPLE).plan, written(tmp_path, "v.csv", text)))
    assert told[0] == (2023, 2.5, "") and [(OF_2023 in told[1][2]), (PART in told[2][2])] == [True, True]


@pytest.mark.parametrize("folder", ["meta", ".", "../meta"])
def test_data_of_open_sdg_are_of_the_indicator_its_metadata_name(tmp_path: Path, folder: str) -> None:
    path = written(tmp_path / "data", "indicator_1-2-1.csv", OPEN_SDG)
    written(path.parent / folder, "1-2-1.yml", METADATA)
    found = taken("", load(SAMPLE).plan, path)
    assert [(year, value, PART in why) for year, value, why in figures(found)] == [
        (2022, 3.5, False),
        (2023, 2.5, False),
        (2023, 2.9, True),
        (2023, 1.5, True),
    ]
    assert found.figures[2].scope == "Sex = Female" and VI.sentence(found.figures[1].place) == "ô D3", "the cell of the file itself"


def test_a_value_that_was_deleted_or_is_followed_up_is_asked_about(tmp_path: Path) -> None:
    head, first = DHIS2.splitlines()[:2]
    rows = [f"{head},deleted", f"{first},", f"{first.replace('2023', '2022').replace(',2.5,', ',2.6,')},true"]
    rows.append(first.replace("2023", "2021").replace(",false", ",true") + ",false")
    plan = load(SAMPLE).plan
    plan.tables["areas"]["ImspTQPwCqd"] = {"name": "Toàn tỉnh"}
    found = taken("", plan, written(tmp_path, "values.csv", "\n".join(rows)))
    assert [(year, doubt) for year, _, doubt in figures(found)] == [
        (2023, ""),
        (2022, EN("its entry says that the value was deleted")),
        (2021, EN("its entry is marked for follow-up")),
    ]


@pytest.mark.parametrize("parent", ["12", "#12", "Xây dựng trung tâm dữ liệu"])
def test_work_stands_in_the_work_it_names(parent: str) -> None:
    plan, _ = read_plan(loads(EMPTY))
    head, first, second = OPENPROJECT.splitlines()
    rows = [f"{head},Parent", f"{second},{parent}", f"{first},", "14,Việc lạ,Task,Done,Sở Tư pháp,Normal,2026-01-05,2026-03-31,100,99"]
    found = taken("\n".join(rows), plan)
    tasks = [line for line in found.lines if line.new is not None and line.new.table == "tasks"]
    assert [line.new.values.get("parent") for line in tasks if line.new is not None] == [tasks[1].record[1], None, None]
    assert [line.doubt is None for line in tasks] == [True, True, False]


def test_taskjuggler_numbers_its_tasks_and_a_task_in_doubt_keeps_what_else_is_said() -> None:
    plan, _ = read_plan(loads(EMPTY))
    rows = [
        '"BSI";"Name";"End";"Resources";"Completion"',
        '"1";"Trung tâm";"2026-06-30";"";"40%"',
        '"1.1";"  Thiết kế";"2026-03-30";"Sở Y tế";"80%"',
    ]
    tasks = [line for line in taken("\n".join(rows), plan).lines if line.new is not None and line.new.table == "tasks"]
    told = [(line.new.values.get("parent"), line.new.values["progress"], line.doubt is None) for line in tasks if line.new is not None]
    assert told == [(None, 40, False), (tasks[0].record[1], 80, True)]


@pytest.mark.parametrize("title", ["Sau nhiệm vụ", "Thực hiện sau", "Predecessors", "Phụ thuộc"])
def test_work_comes_after_the_work_its_row_names(title: str) -> None:
    plan, _ = read_plan(loads(EMPTY))
    rows: list[list[Any]] = [["STT", "Nhiệm vụ", "Cơ quan chủ trì", title]]
    names: list[Any] = ["Nhiệm vụ số 3", "", "2", "1, 2", "Việc 2 và 3", "99", "8", "7", 1.2]
    rows += [[n, f"Việc {'ABCDEFGHI'[n - 1]}", "Sở Y tế", name] for n, name in enumerate(names, start=1)]
    found = read(rows, plan=plan)
    lines = [line for line in found.lines if line.new is not None and line.new.table == "tasks"]
    ids = [line.record[1] for line in lines]
    told = [[ids.index(id) + 1 for id in line.new.values.get("after", [])] for line in lines if line.new is not None]
    assert told == [[3], [], [2], [1, 2], [2, 3], [], [8], [7], []]
    assert [line.doubt is None for line in lines] == [True] * 5 + [False] * 4, "nothing of that name, a circle, a number of no row"
    Workspace(plan).apply(made_of([line for line in found.lines if line.doubt is None]), say("x"))
    again = read([rows[0], *rows[1:6]], plan=plan)
    assert not again.lines and not again.rejects
    other = read([rows[0], [2, "Việc B", "Sở Y tế", "1"], rows[1]], plan=plan)
    assert [(line.record[1], [edit.new for edit in line.edits]) for line in other.lines] == [(ids[1], [[ids[0]]])]


def test_resources_are_several_and_one_that_may_be_several_is_asked_about() -> None:
    rows = [
        ["Name", "Resources"],
        ["A", "Dev, Test"],
        ["B", "Dev, Sở Y tế"],
        ["C", "Sở Y tế, Dev"],
        ["D", "Bộ Văn hóa, Thể thao và Du lịch"],
    ]
    found = read(rows)
    bodies = {line.record[1]: line.new.values["name"] for line in found.lines if line.new is not None and line.new.table == "agencies"}
    tasks = [line for line in found.lines if line.new is not None and line.new.table == "tasks"]
    assert [line.doubt is None for line in tasks] == [True, True, False, False]
    assert [[bodies[id] for id in line.new.values["leads"]] for line in tasks[:2] if line.new is not None] == [
        ["Dev", "Test"],
        ["Dev", "Sở Y tế"],
    ]
    other = read([["Nhiệm vụ", "Cơ quan chủ trì"], ["D", "Bộ Văn hóa, Thể thao và Du lịch"]])  # a comma parts none elsewhere
    assert [line.doubt for line in other.lines if line.record[0] == "tasks"] == [None]


def test_data_of_open_sdg_without_metadata_are_of_nothing_the_plan_has(tmp_path: Path) -> None:
    found = taken("", load(SAMPLE).plan, written(tmp_path, "indicator_1-2-1.csv", OPEN_SDG))
    assert found.figures == [] and "there is no indicators.1-2-1" in {EN.sentence(reject.what) for reject in found.rejects}


def test_an_indicator_of_open_sdg_begins_in_an_empty_plan_with_all_its_figures(tmp_path: Path) -> None:
    plan, _ = read_plan(loads(EMPTY))
    path = written(tmp_path, "indicator_1-2-1.csv", OPEN_SDG)
    written(tmp_path, "1-2-1.md", f"---\n{METADATA}---\nText: none of it is read\n")
    found = taken("", plan, path)
    [indicator] = [line.new.values for line in found.lines if line.new is not None and line.new.table == "indicators"]
    assert (indicator["name"], indicator["unit"]) == ("Tỷ lệ hộ nghèo", "%")
    assert [(year, value) for year, value, why in figures(found) if not why] == [(2022, 3.5), (2023, 2.5)] and len(found.figures) == 4


def test_results_of_iati_are_read_by_period_and_what_is_of_a_part_is_asked(tmp_path: Path) -> None:
    found = taken("", load(SAMPLE).plan, written(tmp_path, "a.xml", IATI))
    told = {value: why for _, value, why in figures(found)}
    assert told[2.5] == "" and told[2.4] == "" and {f.value: f.as_of for f in found.figures}[2.4] == dt.date(2024, 6, 30)
    assert all(told[value] for value in (4.5, 3.0, 2.9, 1.5)) and 2.45 not in told
    assert any("no place for the column" in EN.sentence(reject.what) for reject in found.rejects), "the year from July"


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x "aaaa"><!ENTITY y "&x;&x;&x;">]><iati-activities>&y;</iati-activities>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><iati-activities/>',
        "<iati-activities>" + "<a>" * 60 + "</a>" * 60 + "</iati-activities>",
        "<iati-activities><iati-activity>",
        "<iati-activities/>",
        '<?xml version="1.0" encoding="utf-7"?><iati-activities/>',
    ],
)
def test_xml_with_entities_too_deep_or_without_results_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CannotImport):
        read_sheets(written(tmp_path, "a.xml", text))


def test_a_value_beside_a_column_nobody_knows_is_asked() -> None:
    found = taken("id,year,sex,value\nngheo,2023,female,2.5\nngheo,2022,,2.6\n", load(SAMPLE).plan)
    assert [(year, bool(why)) for year, _, why in figures(found)] == [(2023, True), (2022, False)]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_of_metadata_is_read_without_a_fault(text: str) -> None:
    assert all(isinstance(value, str) and value for value in flat_entries(text).values())


def test_a_day_beside_one_with_its_month_first_is_asked_about() -> None:
    titles = ["ID", "Subject", "Assignee", "Finish date"]
    rows = [["1", "Alpha", "Sở Y tế", "06/30/2026"], ["2", "Beta", "Sở Y tế", "02/03/2026"], ["3", "Gamma", "Sở Y tế", "03/03/2026"]]
    found = [line for line in read([titles, *rows]).lines if line.record[0] == "tasks"]
    assert [line.doubt is None for line in found] == [False, False, True]
    plain = [line for line in read([titles, *rows[1:]]).lines if line.record[0] == "tasks"]
    assert [line.doubt is None for line in plain] == [True, True]


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_value_of_iati_with_a_comma_is_asked_about_in_any_coding(coding: str) -> None:
    period = '<period><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><actual value="{}"/></period>'
    indicators = "".join(
        f'<indicator measure="1"><title><narrative>{name}</narrative></title>{period.format(value)}</indicator>'
        for name, value in (("Wells", "1,234"), ("Pumps", "12.5"))
    )
    result = f"<result><title><narrative>Water</narrative></title>{indicators}</result>"
    data = f"<iati-activities><iati-activity>{result}</iati-activity></iati-activities>".encode(coding)
    assert is_iati(data)
    [sheet] = read_iati(data)
    assert [(figure.id, figure.value, figure.doubt is None) for figure in read(sheet).figures if figure.id == "pumps"] == [
        ("pumps", 12.5, True)
    ]
    assert all(figure.doubt is not None for figure in read(sheet).figures if figure.id == "wells")
