"""A form goes out, is filled in, comes back: only what was filled in changes; what is in doubt is named with sheet and cell."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from tests.support.lengths import LONG, law, longer, of_these
from tests.support.paths import SAMPLE
from tests.support.workbench import changed_lines, open_workbench
from tests.support.workbooks import Formula, filled, made, packed_of, xml_of
from tui.commands.main import main
from tui.exchange import packed_parts
from tui.exchange.cells import CellKind, cell_name
from tui.exchange.form import SHEETS, form_of
from tui.exchange.form_workbook import form_workbook
from tui.exchange.import_result import CannotImport
from tui.exchange.importing import import_sheets, read_sheets, with_vintage
from tui.exchange.xlsx_cells import read_xlsx
from tui.i18n.words import Words
from tui.model.edits import SetField
from tui.model.plan import Plan
from tui.model.proposal import Proposal, sift
from tui.model.workspace import Workspace
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.dialogs.preview import Preview
from tui.store.files.errors import CannotRead
from tui.store.log.history import read_history
from tui.store.plan_file import load, load_text
from tui.store.plan_save import save

VI, EN = Words("vi"), Words("en")
DAY = dt.date(2024, 11, 20)
TASKS, INDICATORS, DUTIES, ENTERPRISES = "Nhiệm vụ", "Chỉ tiêu", "Chế độ báo cáo", "Doanh nghiệp"
DONE = VI("done")


def form(agency: str = "so-y-te", year: int = 2024, plan: Plan | None = None, as_of: dt.date = DAY) -> bytes:
    return _form_of_the_sample(agency, year, as_of) if plan is None else _form(agency, year, as_of, plan)


@cache
def _form_of_the_sample(agency: str, year: int, as_of: dt.date) -> bytes:
    return _form(agency, year, as_of, load(SAMPLE).plan)


def _form(agency: str, year: int, as_of: dt.date, plan: Plan) -> bytes:
    return form_workbook(form_of(plan, agency, year, as_of, "digest", VI, list(SHEETS)), plan, VI)


def proposed(data: bytes, plan: Plan | None = None, vintage: str | None = None) -> Proposal:
    plan = plan or load(SAMPLE).plan
    found = import_sheets(read_xlsx(data), plan, (VI, EN))
    return sift(plan, *with_vintage(plan, found, vintage, None))


def told(proposal: Proposal) -> dict[str, str]:
    """Cell → why it is left out, in English."""
    return {EN.sentence(r.place): EN.sentence(r.what) for r in proposal.rejects if r.place is not None}


def edits(proposal: Proposal) -> dict[tuple[str, str], Any]:
    return {(e.id, e.field): e.new for e in proposal.edits if isinstance(e, SetField)}


def sheet_of(data: bytes, name: str) -> Mapping[tuple[int, int], Any]:
    return next(s for s in read_xlsx(data) if s.name == name).cells


def cell(data: bytes, sheet: str, id: str, title: str) -> tuple[str, str]:
    """(sheet, name of the cell) of a record's input."""
    cells = sheet_of(data, sheet)
    row = next(r for (r, c), v in cells.items() if c == 0 and v.value == id)
    column = next(c for (r, c), v in cells.items() if r == 3 and v.value == title)
    return sheet, cell_name(row, column)


def ids_of(data: bytes, sheet: str = TASKS) -> list[str]:
    return [str(v.value) for (row, column), v in sheet_of(data, sheet).items() if column == 0 and row > 3]


# -- out --------------------------------------------------------------------------------------------------------------


def test_a_form_has_just_the_rows_of_its_body() -> None:
    data = form()
    names = [s.name for s in read_xlsx(data)]
    assert names == ["Hướng dẫn", TASKS, INDICATORS, DUTIES, ENTERPRISES, "_danh_sach", "_kehoach"]
    assert ids_of(data) == ["III-4", "IV-1"] and ids_of(data, INDICATORS) == ["bao-hiem"]


def test_a_body_gets_the_rows_of_those_it_stands_for_on_the_day() -> None:
    before, after = form("so-tnmt", as_of=DAY), form("so-nnmt", as_of=dt.date(2025, 11, 20))
    assert ids_of(after) == ids_of(before) == ["III-1", "IV-2"]


def test_inputs_are_open_the_rest_is_locked_and_choices_come_from_lists() -> None:
    xml = xml_of(form(), TASKS)
    assert '<sheetProtection sheet="1"' in xml and "password" not in xml and "hash" not in xml
    assert 'type="list"' in xml and "_danh_sach!$A$1:$A$5" in xml and 'type="date"' in xml and 'type="decimal"' in xml
    with zipfile.ZipFile(io.BytesIO(form())) as packed:
        assert packed.read("xl/workbook.xml").decode().count('state="veryHidden"') == 2
        assert 'locked="0"' in packed.read("xl/styles.xml").decode()


def test_the_command_takes_a_body_by_short_name_and_says_when_nothing_is_its(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "y-te.xlsx"
    assert main(["form", str(SAMPLE), "--agency", "Sở YT", "--xlsx", str(out), "--as-of", "2024-11-20"]) == 0
    assert "Nhiệm vụ 2, Chỉ tiêu 1, Chế độ báo cáo 1" in capsys.readouterr().out
    assert main(["form", str(SAMPLE), "--agency", "Sở YT", "--xlsx", str(out), "--lang", "en"]) == 2
    assert "already" in capsys.readouterr().err
    assert main(["form", str(SAMPLE), "--agency", "Sở không có", "--xlsx", str(tmp_path / "x.xlsx"), "--lang", "en"]) == 2
    assert "nothing is called “Sở không có”" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["y-te.xlsx"]


# -- out and in again ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agency", ["so-y-te", "ubnd", "so-tc", "so-tnmt"])
def test_what_comes_back_as_it_went_out_changes_nothing(agency: str) -> None:
    found = proposed(form(agency))
    assert (found.lines, found.rejects) == ((), ())


def test_only_the_filled_cells_change(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(SAMPLE.read_bytes())
    data = form()
    (tmp_path / "back.xlsx").write_bytes(
        filled(
            data,
            {
                cell(data, TASKS, "III-4", "Tình trạng"): DONE,
                cell(data, TASKS, "III-4", "Ngày hoàn thành"): dt.date(2024, 11, 1),
                cell(data, TASKS, "III-4", "Mức độ hoàn thành (%)"): "43,5",
                cell(data, TASKS, "III-4", "Ngày báo cáo"): "02/11/2024",
                cell(data, TASKS, "III-4", "Kết quả, vướng mắc, kiến nghị"): "Đã kiểm tra 12 bếp ăn",
                cell(data, INDICATORS, "bao-hiem", "Số liệu"): 94.2,
                cell(data, INDICATORS, "bao-hiem", "Loại số liệu"): VI("estimate"),
                cell(data, INDICATORS, "bao-hiem", "Nguồn"): None,
                cell(data, DUTIES, "IV-a", "Ngày đã gửi"): dt.date(2024, 11, 18),
            },
        )
    )
    assert main(["import", str(tmp_path / "back.xlsx"), str(path), "--yes", "--lang", "en"]) == 0
    gone, came = changed_lines(SAMPLE.read_text(encoding="utf-8"), path.read_text(encoding="utf-8"))
    assert gone == ['status = "unreported"']
    assert came == [
        '    { year = 2024, value = 94.2, vintage = "estimate" },',
        'status = "done"',
        "done_on = 2024-11-01",
        "progress = 43.5",
        "log = [",
        '    { on = 2024-11-02, by = "so-y-te", text = "Đã kiểm tra 12 bếp ăn" },',
        "]",
        "handed_in = [",
        '    { year = 2024, agency = "so-y-te", on = 2024-11-18 },',
        "]",
    ]
    history = read_history(path, load(path).state)
    assert len(history.entries) == 1 and "back.xlsx" in str(history.entries[0].said)
    before = path.read_bytes()
    assert main(["import", str(tmp_path / "back.xlsx"), str(path), "--yes", "--lang", "en"]) == 0  # once more changes nothing
    assert path.read_bytes() == before


def asked_every(every: str) -> Plan:
    """The sample with its yearly report asked for more often."""
    return load_text(SAMPLE.read_text(encoding="utf-8").replace('every = "year"', f'every = "{every}"')).plan


@longer
@pytest.mark.parametrize(
    ("every", "parts", "called"),
    of_these([("quarter", 4, "quý II/2024"), ("half_year", 2, "6 tháng cuối năm 2024")], [("quarter", 4, "quý II/2024")]),
)
def test_a_form_has_a_row_for_each_report_on_a_part_of_the_year(every: str, parts: int, called: str) -> None:
    plan = asked_every(every)
    data = form(plan=plan)
    rows = [str(c.value) for (_, column), c in sorted(sheet_of(data, DUTIES).items()) if column == 0 and str(c.value).startswith("IV-a")]
    assert rows == [f"IV-a#{n}" for n in range(1, parts + 1)]
    assert any(called in str(c.value) for c in sheet_of(data, DUTIES).values())
    first, second = cell(data, DUTIES, "IV-a#1", "Ngày đã gửi"), cell(data, DUTIES, "IV-a#2", "Ngày đã gửi")
    back = filled(data, {first: dt.date(2024, 2, 18), second: dt.date(2024, 5, 19), cell(data, DUTIES, "IV-a#2", "Ghi chú"): "lần 2"})
    found = proposed(back, plan)
    assert len(found.lines) == 1 and not found.rejects, "one field of the duty, so one line"
    workspace = Workspace(plan)
    workspace.apply(found.edits, found.lines[0].place)  # type: ignore[arg-type]
    assert plan.tables["duties"]["IV-a"]["handed_in"] == [
        {"year": 2024, "period": 1, "agency": "so-y-te", "on": dt.date(2024, 2, 18)},
        {"year": 2024, "period": 2, "agency": "so-y-te", "on": dt.date(2024, 5, 19), "note": "lần 2"},
    ]
    assert proposed(back, plan).lines == (), "imported before"
    again = form(plan=plan)
    taken_out = filled(again, {cell(again, DUTIES, "IV-a#1", "Ngày đã gửi"): None})
    assert [entry["period"] for entry in edits(proposed(taken_out, plan))["IV-a", "handed_in"]] == [2]


def test_a_report_on_a_part_that_the_plan_no_longer_asks_for_is_named() -> None:
    data = form(plan=asked_every("quarter"))
    back = filled(data, {cell(data, DUTIES, "IV-a#3", "Ghi chú"): "không ngày"})
    assert list(told(proposed(back, asked_every("quarter"))).values()) == ["the day on which it was submitted is missing"]
    without = asked_every("quarter")
    del without.tables["duties"]["IV-a"]
    assert list(told(proposed(back, without)).values()) == ["there is no duties.IV-a#3"]


INPUTS = {
    (TASKS, "III-4", "Tình trạng"): st.sampled_from([VI("done"), VI("blocked"), VI("in progress")]),
    (TASKS, "III-4", "Mức độ hoàn thành (%)"): st.floats(0, 100).map(lambda x: round(x, 2)),
    (TASKS, "IV-1", "Ngày hoàn thành"): st.dates(dt.date(2021, 1, 1), dt.date(2025, 12, 31)),
    (ENTERPRISES, "xo-so", "Vốn NN hiện nay (%)"): st.floats(0, 100).map(lambda x: round(x, 2)),
    (ENTERPRISES, "thoat-nuoc", "Bước thực hiện"): st.sampled_from([VI("carrying out"), VI("done")]),
}
FIELDS = {
    "Tình trạng": "status",
    "Mức độ hoàn thành (%)": "progress",
    "Ngày hoàn thành": "done_on",
    "Vốn NN hiện nay (%)": "share_now",
    "Bước thực hiện": "stage",
}
FORM = form()


@law(10, 250, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries({}, optional=INPUTS))
def test_any_cells_filled_in_are_the_fields_that_change(values: dict[tuple[str, str, str], Any]) -> None:
    found = proposed(filled(FORM, {cell(FORM, *key): value for key, value in values.items()}))
    plan = load(SAMPLE).plan
    workspace = Workspace(plan)
    reached = {(e.id, e.field) for e in found.edits}
    assert reached <= {(id, FIELDS[title]) for _, id, title in values}
    if found.lines:
        workspace.apply(found.edits, found.lines[0].place)  # type: ignore[arg-type]
    refused = {(r.id, r.field) for r in found.rejects}
    for (sheet, id, title), value in values.items():
        if (id, FIELDS[title]) in refused:
            continue
        held = plan.tables["tasks" if sheet == TASKS else "enterprises"][id].get(FIELDS[title])
        assert held == value or (isinstance(value, str) and VI(_label(sheet, FIELDS[title], held)) == value)


def _label(sheet: str, field: str, value: Any) -> str:
    from tui.model.fields import TABLES

    return TABLES["tasks" if sheet == TASKS else "enterprises"][field].choice_label(value) or ""


# -- what changed meanwhile -----------------------------------------------------------------------------------------------


def later(*changes: tuple[str, str, str, Any]) -> Plan:
    plan = load(SAMPLE).plan
    workspace = Workspace(plan)
    for change in changes:
        workspace.apply([workspace.set_field(*change)], VI)  # type: ignore[arg-type]
    return plan


def test_a_cell_nobody_touched_does_not_bring_back_what_the_plan_had() -> None:
    plan = later(("tasks", "III-4", "status", "blocked"), ("tasks", "III-4", "progress", 10))
    data = form()
    found = proposed(
        filled(data, {cell(data, TASKS, "III-4", "Ngày báo cáo"): DAY, cell(data, TASKS, "III-4", "Kết quả, vướng mắc, kiến nghị"): "x"}),
        plan,
    )
    assert [key for key in edits(found)] == [("III-4", "log")] and not found.rejects


def test_a_cell_changed_here_and_there_is_a_conflict_and_not_applied() -> None:
    plan = later(("tasks", "III-4", "status", "blocked"))
    data = form()
    place = cell(data, TASKS, "III-4", "Tình trạng")
    found = proposed(filled(data, {place: DONE}), plan)
    assert found.lines == () and f"holds “{VI('blocked')}”, the form says “{DONE}”" in told(found)["!".join(place)]
    same = later(("tasks", "III-4", "status", "done"))
    assert proposed(filled(data, {place: DONE}), same).rejects == ()


def test_a_figure_changed_meanwhile_is_a_conflict() -> None:
    plan = load(SAMPLE).plan
    values = [*plan.tables["indicators"]["bao-hiem"]["values"][:1], {"year": 2024, "value": 91.0, "vintage": "official"}]
    plan = later(("indicators", "bao-hiem", "values", values))
    data = form()
    value = cell(data, INDICATORS, "bao-hiem", "Số liệu")
    found = proposed(filled(data, {value: 94, cell(data, INDICATORS, "bao-hiem", "Loại số liệu"): VI("official")}), plan)
    assert found.lines == () and "holds “91”" in told(found)["!".join(value)]


def test_an_official_figure_stands_beside_the_estimate() -> None:
    plan = later(("indicators", "bao-hiem", "values", [{"year": 2024, "value": 91.0, "vintage": "estimate", "note": "ước"}]))
    data = form(plan=plan)
    cells = {cell(data, INDICATORS, "bao-hiem", "Số liệu"): 92.25, cell(data, INDICATORS, "bao-hiem", "Loại số liệu"): VI("official")}
    [line] = proposed(filled(data, {**cells, cell(data, INDICATORS, "bao-hiem", "Ghi chú"): "theo BHXH tỉnh"}), plan).lines
    assert line.edits[0].new == [
        {"year": 2024, "value": 91.0, "vintage": "estimate", "note": "ước"},
        {"year": 2024, "value": 92.25, "vintage": "official", "note": "theo BHXH tỉnh"},
    ]


def test_a_source_nobody_has_is_made_and_no_figure_dropped_for_it() -> None:
    data = form(plan=load(SAMPLE).plan)
    value, vintage, source = (cell(data, INDICATORS, "bao-hiem", title) for title in ("Số liệu", "Loại số liệu", "Nguồn"))
    found = proposed(filled(data, {value: 94.2, vintage: VI("estimate"), source: "Báo cáo số 12/BC-BHXH"}))
    assert found.rejects == () and [line.new.values for line in found.lines if line.new is not None] == [{"title": "Báo cáo số 12/BC-BHXH"}]
    plan = load(SAMPLE).plan
    Workspace(plan).apply(found.edits, found.lines[0].place)  # type: ignore[arg-type]
    [figure] = [e for e in plan.tables["indicators"]["bao-hiem"]["values"] if e["vintage"] == "estimate"]
    assert plan.tables["sources"][figure["source"]]["title"] == "Báo cáo số 12/BC-BHXH"


def test_the_form_of_a_year_that_is_over_is_made_as_of_its_last_day(tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    assert main(["form", str(SAMPLE), "--agency", "Sở TN&MT", "--xlsx", str(out), "--year", "2023"]) == 0
    assert ids_of(out.read_bytes()) == ["III-1", "IV-2"], "the body that ended later still has its rows"
    again = tmp_path / "y.xlsx"
    assert main(["form", str(SAMPLE), "--agency", "Sở Tài nguyên & Môi trường", "--xlsx", str(again), "--year", "2023"]) == 0
    assert ids_of(again.read_bytes()) == ids_of(out.read_bytes())


# -- bad workbooks ----------------------------------------------------------------------------------------------------

BAD_CELLS: Sequence[tuple[str, Any, str]] = (
    ("Mức độ hoàn thành (%)", "43.5", "has the other decimal mark; type 43,5"),
    ("Mức độ hoàn thành (%)", "1.234", "can be read two ways"),
    ("Mức độ hoàn thành (%)", "gần xong", "is not a number"),
    ("Mức độ hoàn thành (%)", Formula("43+0.5"), "holds a formula"),
    ("Mức độ hoàn thành (%)", True, "TRUE or FALSE"),
    ("Mức độ hoàn thành (%)", 143.5, "is above 100"),
    ("Ngày hoàn thành", "hôm qua", "is not a day"),
    ("Ngày hoàn thành", "31/02/2024", "there is no day 31/02/2024"),
    ("Tình trạng", "gần xong", "is no Status that is understood"),
    ("Tình trạng", 3, "is the number 3"),
    ("Kết quả, vướng mắc, kiến nghị", "không ghi ngày", "is empty, here and on the first sheet"),
)


@pytest.mark.parametrize(("title", "value", "why"), BAD_CELLS)
def test_a_cell_in_doubt_is_refused_by_its_name(title: str, value: Any, why: str) -> None:
    place = cell(FORM, TASKS, "III-4", title)
    found = proposed(filled(FORM, {place: value}))
    assert found.lines == ()
    if "first sheet" in why:  # the day is what is missing there
        place = cell(FORM, TASKS, "III-4", "Ngày báo cáo")
    assert list(told(found)) == ["!".join(place)] and why in told(found)["!".join(place)]


@pytest.mark.parametrize(("said", "status"), [("Đã hoàn thành", "done"), ("Đang triển khai", "in_progress"), ("Gặp vướng mắc", "blocked")])
def test_a_state_is_typed_as_offices_word_it(said: str, status: str) -> None:
    found = proposed(filled(FORM, {cell(FORM, TASKS, "III-4", "Tình trạng"): said}))
    assert edits(found) == {("III-4", "status"): status} and not found.rejects


def test_a_state_that_may_be_two_is_asked_with_their_names() -> None:
    place = cell(FORM, TASKS, "III-4", "Tình trạng")
    found = proposed(filled(FORM, {place: "Chưa triển khai"}))
    assert (
        found.lines == ()
        and told(found)["!".join(place)] == f"“Chưa triển khai” may be any of: {VI('no information')}, {VI('in progress')}"
    )


def test_a_body_is_asked_for_indicators_it_does_not_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_bytes(SAMPLE.read_bytes())
    out, none = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    command = ["form", str(plan), "--agency", "so-y-te", "--year", "2024", "--lang", "en"]
    assert main([*command, "--xlsx", str(out), "--indicators", "ngheo", "Tỷ trọng dịch vụ"]) == 0
    own = ids_of(form(), INDICATORS)
    assert set(ids_of(out.read_bytes(), INDICATORS)) == {*own, "ngheo", "dich-vu"}
    value, vintage = (cell(out.read_bytes(), INDICATORS, "ngheo", title) for title in ("Số liệu", "Loại số liệu"))
    found = proposed(filled(out.read_bytes(), {value: 2.5, vintage: VI("official")}))
    assert [(line.edits[0].id, line.doubt) for line in found.lines if isinstance(line.edits[0], SetField)] == [("ngheo", None)]
    assert main([*command, "--xlsx", str(none), "--indicators"]) == 0
    assert {"ngheo", "dich-vu"} <= set(ids_of(none.read_bytes(), INDICATORS)), "those of no body"
    assert main([*command, "--xlsx", str(tmp_path / "c.xlsx"), "--indicators", "hộ"]) == 2
    assert "nothing is called “hộ”" in capsys.readouterr().err


def test_vietnamese_decimals_and_days_as_text_are_taken() -> None:
    cells = {"Mức độ hoàn thành (%)": "43,5", "Ngày hoàn thành": "5/9/2024"}
    found = proposed(filled(FORM, {cell(FORM, TASKS, "III-4", title): value for title, value in cells.items()}))
    assert edits(found) == {("III-4", "progress"): 43.5, ("III-4", "done_on"): dt.date(2024, 9, 5)} and not found.rejects


def test_a_form_sent_out_under_former_titles_comes_back() -> None:
    old = {"Mức độ hoàn thành (%)": "Tiến độ (%)", "Bước thực hiện": "Tiến độ", "Bước thực hiện từ ngày": "Tiến độ từ ngày"}
    titles = {}
    for sheet in (TASKS, ENTERPRISES):
        cells = sheet_of(FORM, sheet).items()
        titles |= {(sheet, cell_name(r, c)): old[str(known.value)] for (r, c), known in cells if str(known.value) in old}
    given = {cell(FORM, TASKS, "III-4", "Mức độ hoàn thành (%)"): 50, cell(FORM, ENTERPRISES, "xo-so", "Bước thực hiện"): VI("valuation")}
    found = proposed(filled(FORM, {**titles, **given}))
    assert len(titles) == 3 and edits(found) == {("III-4", "progress"): 50, ("xo-so", "stage"): "valuation"} and not found.rejects


def test_merged_cells_are_refused_and_named() -> None:
    status = cell(FORM, TASKS, "III-4", "Tình trạng")
    range_ = f"{status[1]}:{status[1][0]}{int(status[1][1:]) + 1}"
    found = proposed(filled(FORM, {status: DONE}, {TASKS: [range_]}))
    assert found.lines == () and range_ in told(found)["!".join(status)]


def test_rows_may_be_sorted_and_columns_moved_but_not_invented() -> None:
    row = {t: cell(FORM, TASKS, "III-4", t) for t in ("Mã", "Mức độ hoàn thành (%)")}
    other = cell(FORM, TASKS, "IV-1", "Mã")
    swapped = proposed(filled(FORM, {row["Mã"]: "IV-1", other: "III-4", row["Mức độ hoàn thành (%)"]: 50}))
    assert edits(swapped).get(("IV-1", "progress")) == 50
    unknown = proposed(filled(FORM, {row["Mã"]: "khong-co"}))
    assert "there is no tasks.khong-co" in told(unknown)["!".join(row["Mã"])]
    twice = proposed(filled(FORM, {other: "III-4"}))
    assert "stands here twice" in told(twice)["!".join(other)]
    strange = proposed(filled(FORM, {row["Mã"]: "III-1"}))
    assert "without this row" in told(strange)["!".join(row["Mã"])]


def test_an_emptied_figure_and_a_day_without_report_are_refused() -> None:
    plan = later(("indicators", "bao-hiem", "values", [{"year": 2024, "value": 91.0, "vintage": "estimate"}]))
    data = form(plan=plan)
    value, day = cell(data, INDICATORS, "bao-hiem", "Số liệu"), cell(data, TASKS, "III-4", "Ngày báo cáo")
    why = told(proposed(filled(data, {value: None, day: DAY}), plan))
    assert "taken out in its form" in why["!".join(value)] and "a day without a report" in why["!".join(day)]


def test_the_form_of_another_plan_is_refused() -> None:
    plan = later(("plan", "", "title", "Kế hoạch khác"), ("plan", "", "short_title", "Khác"))
    with pytest.raises(CannotImport, match="belongs to another plan"):
        proposed(FORM, plan)
    renamed = later(("plan", "", "title", "Kế hoạch cơ cấu lại (sửa chữ)"))
    assert proposed(FORM, renamed).rejects == ()
    next_term = later(("plan", "", "term", {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)}))
    with pytest.raises(CannotImport, match="2021–2025"):
        proposed(FORM, next_term)


@longer
def test_too_many_rows_are_refused_with_the_sheet() -> None:
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
    with zipfile.ZipFile(io.BytesIO(made({"Số": [[1]]}))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    rows = "".join(row.format(n) for n in range(1, 100_001 if LONG else 20_002))
    parts[sheet] = parts[sheet].replace(b"<sheetData>", b"<sheetData>" + rows.encode(), 1)
    with pytest.raises(CannotRead, match="“Số” has more than 20000 rows"):
        read_xlsx(packed_of(parts))


MOST = packed_parts._MOST_UNPACKED >> 20 if LONG else 1
"""MiB that a part may hold; in the suite little: to pack and to unpack what is too large takes a second."""


def damaged(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(FORM)) as packed:
        parts = {n: packed.read(n) for n in packed.namelist()}
    if name == "bomb":
        parts["xl/sharedStrings.xml"] = b"<sst>" + b" " * (MOST + 1 << 20) + b"</sst>"
    elif name == "entities":
        parts["xl/sharedStrings.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    elif name == "cut":
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"][:200]
    elif name == "word":
        parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return packed_of(parts)


@longer
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "neither a workbook"),
        (b"PK\x03\x04 no zip", "not a workbook of Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked with a password"),
        ("word", "holds no table"),
        ("bomb", f"more than {MOST} MiB"),
        ("entities", "damaged"),
        ("cut", "damaged"),
        (FORM[: len(FORM) // 2], "not a workbook of Excel"),
        (b"\xff\xfe\xff\xff\x00", "neither a workbook"),
        (b"", "neither a workbook"),
    ],
    ids=["empty", "pk", "ole", "word", "bomb", "entities", "cut", "half", "binary", "nothing"],
)
def test_what_is_no_sound_workbook_is_refused_with_a_sentence(
    data: bytes | str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_parts, "_MOST_UNPACKED", MOST << 20)
    path, plan = tmp_path / "x.xlsx", tmp_path / "plan.toml"
    path.write_bytes(damaged(data) if isinstance(data, str) else data)
    plan.write_bytes(SAMPLE.read_bytes())
    assert main(["import", str(path), str(plan), "--yes", "--lang", "en"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    assert why in said.err or "not a workbook of Excel" in said.err
    assert plan.read_bytes() == SAMPLE.read_bytes()


@law(20, 500)
@given(st.lists(st.tuples(st.integers(0, len(FORM) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_workbook_with_bad_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(FORM)
    for place, byte in changes:
        data[place] = byte
    with contextlib.suppress(CannotRead):
        read_xlsx(bytes(data))


PART = "xl/worksheets/sheet2.xml"
with zipfile.ZipFile(io.BytesIO(FORM)) as _packed:
    PARTS = {name: _packed.read(name) for name in _packed.namelist()}


@law(20, 500)
@given(st.sampled_from([PART, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]), st.integers(0, 10_000), st.binary(max_size=6))
def test_a_workbook_with_bad_xml_is_read_or_refused(name: str, place: int, junk: bytes) -> None:
    content = PARTS[name]
    at = place % len(content)
    with contextlib.suppress(CannotRead):
        read_xlsx(packed_of({**PARTS, name: content[:at] + junk + content[at + len(junk) :]}))


# -- the command ------------------------------------------------------------------------------------------------------


def back(tmp_path: Path, **cells: Any) -> tuple[Path, Path]:
    plan, path = tmp_path / "plan.toml", tmp_path / "back.xlsx"
    plan.write_bytes(SAMPLE.read_bytes())
    path.write_bytes(filled(FORM, {cell(FORM, TASKS, "III-4", title.replace("_", " ")): value for title, value in cells.items()}))
    return plan, path


def test_a_dry_run_shows_and_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, path = back(tmp_path, Tình_trạng=DONE, Ngày_hoàn_thành="hôm qua")
    assert main(["import", str(path), str(plan), "--dry-run", "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert f"{TASKS}!F5 · " in said.out and "no information → done" in said.out
    assert f"✗ {TASKS}!G5: “hôm qua” is not a day" in said.err
    assert plan.read_bytes() == SAMPLE.read_bytes()


def test_without_a_terminal_it_asks_for_yes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, path = back(tmp_path, Tình_trạng=DONE)
    assert main(["import", str(path), str(plan), "--lang", "en"]) == 2
    assert "--yes" in capsys.readouterr().err and plan.read_bytes() == SAMPLE.read_bytes()


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("có", 0), ("n", 2), ("", 2)])
def test_on_a_terminal_it_asks(answer: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, path = back(tmp_path, Tình_trạng=DONE)
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda text: asked.append(text) or answer)
    assert main(["import", str(path), str(plan), "--lang", "en"]) == code
    assert asked == ["Make 1 change? (y/n) "]
    assert (plan.read_bytes() != SAMPLE.read_bytes()) == (code == 0)


def test_what_others_save_at_that_moment_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, path = back(tmp_path, Tình_trạng=DONE, Ngày_hoàn_thành=dt.date(2024, 11, 1))
    import tui.session.save as store

    real = store.save
    once: list[int] = []

    def others_first(base: Any, wanted: Plan, *positional: Any, **more: Any) -> Any:
        if not once:
            once.append(1)
            loaded = load(plan)
            workspace = Workspace(loaded.plan)
            workspace.apply([workspace.set_field("tasks", "III-4", "done_on", dt.date(2024, 10, 10))], VI)  # type: ignore[arg-type]
            workspace.apply([workspace.set_field("tasks", "III-5", "status", "done")], VI)  # type: ignore[arg-type]
            save(loaded, workspace.plan)
        return real(base, wanted, *positional, **more)

    monkeypatch.setattr(store, "save", others_first)
    assert main(["import", str(path), str(plan), "--yes", "--lang", "en"]) == 1  # the day is a conflict now
    held = load(plan).plan.tables["tasks"]
    assert held["III-4"]["status"] == "done" and held["III-4"]["done_on"] == dt.date(2024, 10, 10) and held["III-5"]["status"] == "done"


# -- plain tables -----------------------------------------------------------------------------------------------------


def test_columns_are_matched_by_name_in_both_languages_with_or_without_marks() -> None:
    sheets = {
        "Sheet1": [
            ["BẢNG TỔNG HỢP"],
            [],
            ["TT", "NHIEM VU", "Tình trạng", "Done on", "Ghi chú khác"],
            [1, "Ăn chín, uống sôi ở bếp ăn tập thể", "hoàn thành", dt.date(2024, 5, 1), "x"],
            [2, "dat dai tra chuan", None, None, None],
            ["", "Tổng cộng", None, None, None],
        ]
    }
    found = proposed(made(sheets))
    assert edits(found) == {("III-4", "status"): "done", ("III-4", "done_on"): dt.date(2024, 5, 1)}
    assert set(told(found)) >= {"Sheet1!E3", "Sheet1!B6"}


def test_a_table_by_id_changes_only_what_it_says() -> None:
    found = proposed(made({"x": [["id", "share_now", "stage"], ["xo-so", 51.5, None], ["det-may", None, "khong co"], ["abc", 1, None]]}))
    assert edits(found) == {("xo-so", "share_now"): 51.5}
    assert set(told(found)) == {"x!C3", "x!A4"}


def test_figures_of_a_plain_table_need_a_vintage() -> None:
    data = made({"Số liệu": [["Chỉ tiêu", "ĐVT", 2025, "TH 2024"], ["Tỷ lệ bao phủ bảo hiểm y tế", "%", 95.5, "94,1"]]})
    assert "needs its vintage" in told(proposed(data))["Số liệu!C2"]
    bare, stated = proposed(data, vintage="preliminary").lines
    assert {"year": 2025, "value": 95.5, "vintage": "preliminary"} in bare.edits[0].new and bare.doubt is not None  # beside TH: a plan?
    assert {"year": 2024, "value": 94.1, "vintage": "preliminary"} in stated.edits[0].new and stated.doubt is None


def test_numbers_for_days_and_percentages_are_refused() -> None:
    buffer = io.BytesIO()
    book = Workbook(buffer)
    sheet = book.add_worksheet("x")
    sheet.write_row(0, 0, ["id", "progress", "done_on", "due"])
    sheet.write_row(1, 0, ["III-4"])
    sheet.write_number(1, 1, 0.435, book.add_format({"num_format": "0.0%"}))
    sheet.write_number(1, 2, 45000)
    sheet.write_string(1, 3, "30/9/2025")
    book.close()
    found = proposed(buffer.getvalue())
    assert edits(found) == {("III-4", "due"): dt.date(2025, 9, 30), ("III-4", "mode"): "dated"}
    assert found.lines[0].doubt is not None  # the plan has it as periodic
    assert "is 0,435 shown as 43,5%" in told(found)["x!B2"] and "is the number 45000, not a day" in told(found)["x!C2"]


def test_a_target_is_not_changed_without_its_reason() -> None:
    found = proposed(made({"x": [["id", "Mục tiêu"], ["bao-hiem", 90]]}))
    assert found.lines == () and "reason and legal basis" in told(found)["x!B2"]


@pytest.mark.parametrize(
    ("options", "code", "due", "extended"),
    [
        (["--yes"], 2, dt.date(2025, 12, 31), None),
        (["--yes", "--due", "extension"], 2, dt.date(2025, 12, 31), None),
        (["--yes", "--due", "extension", "--reason", "Chờ vốn"], 0, dt.date(2025, 12, 31), "Chờ vốn"),
        (["--yes", "--due", "correction"], 0, dt.date(2026, 6, 30), None),
    ],
)
def test_whether_a_moved_due_day_is_an_extension_is_never_guessed(
    options: list[str], code: int, due: dt.date, extended: str | None, tmp_path: Path
) -> None:
    plan, path = tmp_path / "plan.toml", tmp_path / "t.csv"
    plan.write_bytes(SAMPLE.read_bytes())
    path.write_text("id,due\nIII-1,30/6/2026\n", encoding="utf-8")
    assert main(["import", str(path), str(plan), "--lang", "en", *options]) == code
    task = load(plan).plan.tables["tasks"]["III-1"]
    assert task["due"] == due and [(e["due"], e["reason"]) for e in task.get("extensions", ())] == (
        [(dt.date(2026, 6, 30), extended)] if extended else []
    )


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_file_of_text_is_a_table_too(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"\ufeffid{mark}Tiến độ, %\r\n".replace("Tiến độ, %", '"progress"') + f'III-4{mark}"43,5"\r\n', encoding="utf-8")
    plan = load(SAMPLE).plan
    found = sift(plan, *with_vintage(plan, import_sheets(read_sheets(path), plan, (VI, EN)), None, None))
    assert edits(found) == {("III-4", "progress"): 43.5}


def test_a_long_table_of_something_else_is_refused_as_a_whole() -> None:
    rows = [["Nhiệm vụ", "Tình trạng"], *([f"Việc {n} không có", "x"] for n in range(600))]
    with pytest.raises(CannotImport, match="more than 500 rows of “Việc” name nothing"):
        proposed(made({"Việc": rows}))


def test_a_table_nobody_understands_is_refused() -> None:
    with pytest.raises(CannotImport, match="no row of titles"):
        proposed(made({"x": [["a", "b"], [1, 2]]}))


# -- in the workbench ---------------------------------------------------------------------------------------------------


async def test_in_the_workbench_a_form_is_shown_and_made_as_one_step(tmp_path: Path) -> None:
    plan, path = back(tmp_path, Tình_trạng=DONE, Ngày_hoàn_thành=dt.date(2024, 11, 1))
    async with open_workbench(plan, (120, 36)) as bench:
        await bench.press("4", "I")
        await bench.dialog(FileChooser)
        await bench.press("ctrl+u")
        await bench.type(str(tmp_path / "khong-co.xlsx"))
        await bench.press("enter")
        assert bench.app.screen.query_one("#ask-fault").has_class("shown")
        await bench.press("ctrl+u")
        await bench.type(str(path))
        await bench.press("enter")
        await bench.dialog(Preview)
        assert VI("done") in bench.screen and "01/11/2024" in bench.screen
        await bench.press("enter")
        await bench.until(lambda: bench.value("tasks", "III-4", "status") == "done", "the form is taken in")
        assert bench.value("tasks", "III-4", "done_on") == dt.date(2024, 11, 1) and bench.unsaved == 2
        await bench.press("u")
        assert bench.value("tasks", "III-4", "status") == "unreported" and bench.value("tasks", "III-4", "done_on") is None


def test_cells_have_the_names_excel_gives_them() -> None:
    assert [cell_name(0, n) for n in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]
    assert CellKind.FORMULA in {c.kind for c in read_xlsx(made({"x": [["=1+1"]]}))[0].cells.values()}
