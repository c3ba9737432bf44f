"""Many records at once, without a screen: sifting, reassigning, replacing text, reading and laying pasted blocks."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.paths import SAMPLE
from tui.exchange.clipboard_block import read_block
from tui.exchange.import_result import ImportResult, figure_lines
from tui.exchange.paste_onto_table import Sheet
from tui.exchange.pasted_values import PastedReader
from tui.frames.build import Frames
from tui.frames.tables.enterprises import enterprises_view
from tui.frames.tables.register import register_view
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Unreadable, Words
from tui.model.checks import read_plan
from tui.model.edits import SetField
from tui.model.fields import TABLES
from tui.model.figure_edits import with_figures
from tui.model.plan import MISSING, Plan
from tui.model.proposal import Line, edits_of, records_of, sift
from tui.model.reassign import ROLES, held, holders, reassigned
from tui.model.replace_text import Search, hits, texts_of
from tui.model.text import fold, nfc, say
from tui.model.workspace import Workspace
from tui.screens.before_after import shortened, sides

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI, EN = Words("vi"), Words("en")
LABEL = say("test")
DAY = dt.date(2026, 11, 22)


def sample_plan() -> Plan:
    return read_plan(tomllib.loads(SAMPLE.read_text(encoding="utf-8")))[0]


def tables(plan: Plan) -> dict[str, list[tuple[str, Any]]]:
    return {name: list(records.items()) for name, records in plan.tables.items()}


def line(plan: Plan, table: str, id: str, **fields: Any) -> Line:
    record = plan.tables[table][id]
    return Line(tuple(SetField(table, id, key, new, record.get(key, MISSING)) for key, new in fields.items()))


# -- sifting ------------------------------------------------------------------------------------------------------


def test_what_changes_nothing_is_no_line_and_what_is_wrong_is_a_reject_with_its_reason() -> None:
    plan = sample_plan()
    same, good, bad = (
        line(plan, "tasks", "III-2", status="unreported"),
        line(plan, "tasks", "III-3", status="blocked"),
        line(plan, "tasks", "III-4", progress=130),
    )
    proposal = sift(plan, [same, bad, good])
    assert proposal.lines == (good,)
    assert [(r.id, r.field, str(r.what)) for r in proposal.rejects] == [("III-4", "progress", "130 is above 100")]


def test_two_fields_that_are_right_only_together_stay_together() -> None:
    plan = sample_plan()
    both = [line(plan, "indicators", "ngheo", target=MISSING), line(plan, "indicators", "ngheo", op=MISSING)]
    assert sift(plan, both).lines == tuple(both)
    alone = sift(plan, [both[1], line(plan, "indicators", "ngheo", name="Hộ nghèo")])
    assert [e.field for e in alone.edits] == ["name"] and len(alone.rejects) == 1, "what has nothing to do with it is made"


def test_an_error_that_stood_there_before_blocks_nothing() -> None:
    plan = sample_plan()
    plan.tables["tasks"]["III-1"] = {**plan.tables["tasks"]["III-1"], "partners": ["so-tnmt"]}
    assert len(sift(plan, [line(plan, "tasks", "III-1", status="done")]).lines) == 1


# -- reassigning --------------------------------------------------------------------------------------------------

BODIES = ("a", "b", "c", "d")
bodies = st.lists(st.sampled_from(BODIES), max_size=4, unique=True)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Tasks whose leads and partners do not overlap, duties, decisions and indicators, all held by four bodies."""
    tasks: dict[str, Any] = {}
    for n in range(draw(st.integers(1, 5))):
        leads = draw(bodies)
        partners = [b for b in draw(bodies) if b not in leads]
        task = {"section": "s", "order": n + 1, "summary": "Việc", "leads": leads, "partners": partners}
        tasks[f"s-{n}"] = {k: v for k, v in task.items() if v != []}
    doc = {
        "format": 1,
        "plan": {"title": "Kế hoạch", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}},
        "agencies": {b: {"name": b.upper(), "kind": "department"} for b in BODIES},
        "sections": {"s": {"number": "I", "title": "Một", "order": 1}},
        "tasks": tasks,
        "duties": {"n": {"who": draw(bodies.filter(bool)), "what": "Báo cáo", "via": draw(st.sampled_from(BODIES))}},
        "decisions": {"k": {"text": "Làm", "owner": draw(st.sampled_from(BODIES)), "partners": draw(bodies)}},
    }
    plan = read_plan(doc)[0]
    assert not plan.set_aside
    return plan


@given(plans(), st.sampled_from(BODIES), st.sampled_from(BODIES), st.sets(st.sampled_from(ROLES), min_size=1))
@law(15, 1_500)
def test_nothing_of_the_chosen_roles_stays_and_nobody_leads_and_is_a_partner(plan: Plan, old: str, new: str, roles: set[Any]) -> None:
    if old == new:
        return
    before = copy.deepcopy(tables(plan))
    chosen = [role for role in ROLES if role in roles]
    touched = set(held(plan, old))
    lines = reassigned(plan, old, new, chosen)
    assert bool(lines) == bool(touched & roles)
    assert sift(plan, lines).rejects == (), "it never makes an error, so nothing is left out"
    for tried in lines:
        for edit in tried.edits:
            value, was = edit.new, edit.expected
            if isinstance(value, list) and isinstance(was, list):
                assert [b for b in value if b not in (old, new)] == [b for b in was if b not in (old, new)], "the others keep their order"
                assert len(set(value)) == len(value)
    if not lines:
        return
    workspace = Workspace(plan)
    workspace.apply(edits_of(lines), LABEL)
    assert not set(held(plan, old)) & roles
    for task in plan.tables["tasks"].values():
        assert not set(task.get("leads", [])) & set(task.get("partners", []))
        assert [] not in task.values(), "an emptied list is taken out"
    for (table, field), count in held(plan, old).items():
        assert count == held(read_plan_of(before), old)[table, field], "a role that was not chosen is left alone"
    workspace.undo()
    assert tables(plan) == before


def read_plan_of(told: Mapping[str, list[tuple[str, Any]]]) -> Plan:
    return Plan({name: dict(records) for name, records in told.items()})


def test_a_body_that_stands_there_already_is_not_put_there_twice() -> None:
    plan = sample_plan()
    told = {line.record[1]: {e.field: e.new for e in line.edits} for line in reassigned(plan, "so-tnmt", "so-tc", ROLES)}
    assert told["III-1"] == {"leads": ["so-tc"], "partners": ["ubnd"]}, "who comes to lead is no partner any more"
    assert told["IV-2"] == {"partners": MISSING}, "it leads there already, so the other only leaves"
    assert told["kl-1"] == {"owner": "so-tc"}


def test_only_the_chosen_rows_are_looked_at() -> None:
    plan = sample_plan()
    lines = reassigned(plan, "so-y-te", "ubnd", [("tasks", "leads"), ("duties", "who")], {"tasks": ["IV-1"]})
    assert [one.record for one in lines] == [("tasks", "IV-1"), ("duties", "IV-a")]
    assert held(plan, "so-y-te", {"tasks": ["IV-1"]})["tasks", "leads"] == 1
    assert "so-nnmt" not in holders(plan) and "so-tnmt" in holders(plan)


def test_the_log_of_a_task_says_who_did_it_then() -> None:
    plan = sample_plan()
    lines = reassigned(plan, "ubnd", "so-tc", ROLES)
    assert "log" not in {edit.field for edit in edits_of(lines)}
    assert not {edit.table for edit in edits_of(lines)} & {"plan", "agencies"}


# -- replacing text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("search", "text", "found"),
    [
        (Search("đất"), "Đất đai, đất rừng", ["đất"]),
        (Search("đất", any_case=True), "Đất đai, đất rừng", ["Đất", "đất"]),
        (Search("dat", any_marks=True), "Đất đai, đất rừng, dat", ["đất", "dat"]),
        (Search("dat dai", any_case=True, any_marks=True), "Luật Đất đai", ["Đất đai"]),
        (Search("an"), "an toàn", ["an", "an"][:1]),
        (Search("an", any_marks=True), "an toàn", ["an", "àn"]),
        (Search("an", any_marks=True, whole_words=True), "an toàn, ăn", ["an", "ăn"]),
        (Search("Sở TN&MT", whole_words=True), "Sở TN&MT, Sở TN&MTX", ["Sở TN&MT"]),
        (Search("aa"), "aaaaa", ["aa", "aa"]),
        (Search("a.c"), "abc a.c", ["a.c"]),
        (Search("đi\u0300nh"), "gia đình", ["đình"]),
        (Search("ss", any_case=True), "Straße", ["ß"]),
        (Search("s", any_case=True), "ß", []),
        (Search("x"), "x\u0323", []),
        (Search("x", any_marks=True), "x\u0323y", ["x\u0323"]),
        (Search("\u0301", any_marks=True), "á", []),
    ],
)
def test_where_words_are_found(search: Search, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in search.places(text)] == found


letters = st.text("aăâdđAĂÂDĐ ,.ạậe\u0323\u0301", max_size=12).map(nfc)


@given(letters, letters, letters, st.booleans(), st.booleans(), st.booleans())
@law(40, 3_000)
def test_places_are_apart_and_what_is_between_them_stays(wanted: str, text: str, new: str, case: bool, marks: bool, whole: bool) -> None:
    search = Search(wanted, case, marks, whole)
    places = search.places(text)
    assert places == sorted(places) and all(a < b for a, b in places)
    assert all(places[i][1] <= places[i + 1][0] for i in range(len(places) - 1))
    looser = Search(wanted, True, True, False)
    assert not fold(wanted) or bool(places) <= bool(looser.places(text)), "what is found strictly is found loosely"
    if not places:
        assert search.replaced(text, new) == text
    if not (case or marks or whole) and wanted and "\u0323" not in text and "\u0301" not in text:
        assert search.replaced(text, new) == nfc(text.replace(wanted, new))


def test_the_hits_are_what_changes_and_undo_brings_it_back() -> None:
    plan = sample_plan()
    before = copy.deepcopy(tables(plan))
    found = list(hits(plan, Search("đất đai", any_case=True), "quỹ đất"))
    assert {(e.table, e.id, e.field) for e in found} == {
        ("tasks", "III-1", "summary"),
        ("tasks", "IV-2", "summary"),
        ("documents", "luat-dat-dai", "about"),
    }
    workspace = Workspace(plan)
    workspace.apply(found, LABEL)
    assert {(t, i, f) for t, i, f in workspace.unsaved()} == {(e.table, e.id, e.field) for e in found}
    assert plan.tables["documents"]["luat-dat-dai"]["about"] == "Luật quỹ đất"
    workspace.undo()
    assert tables(plan) == before


def test_ids_places_and_addresses_are_left_alone_and_entries_are_not() -> None:
    plan = sample_plan()
    assert {e.field for e in hits(plan, Search("III"), "V")} == {"number"}, "the section's own number, not what points to it"
    (edit,) = hits(plan, Search("Chưa có kinh phí"), "Thiếu kinh phí")
    assert (edit.id, edit.field) == ("III-5", "log")
    assert edit.new == [{**edit.expected[0], "text": "Thiếu kinh phí"}]
    assert not list(hits(plan, Search("so-tnmt"), "x")), "an id is no text"


def test_a_text_with_nothing_left_is_taken_out_or_refused() -> None:
    plan = sample_plan()
    (edit,) = [e for e in hits(plan, Search("Báo cáo"), "") if e.id == "IV-1"]
    assert edit.new is MISSING
    required = [Line((e,)) for e in hits(plan, Search("Dịch vụ"), "")]
    proposal = sift(plan, required)
    assert [r.id for r in proposal.rejects] == ["dich-vu"] and str(proposal.rejects[0].what) == "is empty; a text was expected"


def test_what_becomes_too_long_is_named() -> None:
    plan = sample_plan()
    proposal = sift(plan, [Line((e,)) for e in hits(plan, Search("đất đai"), "x" * 199)])
    assert {r.id for r in proposal.rejects} == {"III-1", "IV-2"}
    assert "at most 200" in str(proposal.rejects[0].what)


def test_all_of_two_thousand_records_are_searched() -> None:
    plan = sample_plan()
    first = plan.tables["tasks"]["III-1"]
    plan.tables["tasks"] |= {f"t{n}": {**first, "note": "Ghi chú dài về đất đai. " * 20} for n in range(2000)}
    found = list(hits(plan, Search("DAT dai", any_case=True, any_marks=True), "x"))
    assert len({edit.id for edit in found if edit.field == "note"}) == 2000


# -- before and after ---------------------------------------------------------------------------------------------


def test_of_lists_only_what_differs_is_shown_and_of_long_texts_the_place() -> None:
    plan = sample_plan()
    (edit,) = hits(plan, Search("Chưa có"), "Thiếu")
    before, after = sides(TABLES["tasks"]["log"], edit.expected, edit.new, plan, VI)
    assert "Chưa có kinh phí" in before and "Thiếu kinh phí" in after
    long = "Rà soát quy hoạch sử dụng đất đai cấp huyện và cấp xã"
    assert shortened(long, long.replace("huyện", "tỉnh")) == ("…đai cấp huyện và cấp xã", "…đai cấp tỉnh và cấp xã")
    assert shortened("ngắn", "dài") == ("ngắn", "dài")


# -- blocks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\rc\td", [["a", "b"], ["c", "d"]]),
        ('"một\nhai"\tba', [["một\nhai", "ba"]]),
        ('"nói ""được"""\tx', [['nói "được"', "x"]]),
        ('"Một" và hai\tx\ny\tz', [['"Một" và hai', "x"], ["y", "z"]]),
        ('"chưa đóng\tx\ny\tz', [['"chưa đóng', "x"], ["y", "z"]]),
        ("a, b; c", [["a, b; c"]]),
        ("\n\n", []),
        ("", []),
        ("a\n\nb", [["a"], [], ["b"]]),
        ("x\x1b[31m\u202e\ty\u0000", [["x[31m", "y"]]),
        ("Đa\u0323t", [["Đạt"]]),
    ],
)
def test_blocks_as_spreadsheets_copy_them(text: str, block: list[list[str]]) -> None:
    assert read_block(text) == block


def test_a_file_with_semicolons_needs_titles() -> None:
    text = "id;ghi chú\nIII-1;một, hai\n"
    assert read_block(text) == [["id;ghi chú"], ["III-1;một, hai"]]
    assert read_block(text, lambda row: row[0] == "id") == [["id", "ghi chú"], ["III-1", "một, hai"]]


# -- reading cells ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> PastedReader:
    return PastedReader(sample_plan(), (VI, EN))


@pytest.mark.parametrize(
    ("table", "field", "text", "value"),
    [
        ("tasks", "status", "đã hoàn thành", None),
        ("tasks", "status", "✓ done", "done"),
        ("tasks", "status", "in progress", "in_progress"),
        ("tasks", "leads", "Sở TC", ["so-tc"]),
        ("tasks", "leads", "so tai chinh", ["so-tc"]),
        ("tasks", "leads", "tài chính", ["so-tc"]),
        ("tasks", "partners", "Sở TC, UBND tỉnh", ["so-tc", "ubnd"]),
        ("tasks", "partners", "Sở YT; Sở TC", ["so-y-te", "so-tc"]),
        ("tasks", "partners", "so-y-te\nSở YT", ["so-y-te"]),
        ("tasks", "section", "IV", "IV"),
        ("tasks", "documents", "31/2024/QH15", ["luat-dat-dai"]),
        ("directions", "indicators", "Tỷ trọng nông, lâm nghiệp, thủy sản, Tỷ lệ hộ nghèo", ["nong-nghiep", "ngheo"]),
        ("directions", "tasks", "III#1", ["III-1"]),
        ("tasks", "due", "31/12/2026", dt.date(2026, 12, 31)),
        ("tasks", "progress", "62,5", 62.5),
        ("tasks", "summary", " hai\n dòng ", "hai dòng"),
        ("tasks", "note", "hai\ndòng", "hai\ndòng"),
        ("tasks", "figures", "95%; 3 xã", ["95%", "3 xã"]),
        ("settings", "equal_is_minimum", "no", False),
        ("enterprises", "target_open", "lower end open", ["min"]),
        ("enterprises", "window", "01/01/2022 – 31/12/2023", {"start": dt.date(2022, 1, 1), "end": dt.date(2023, 12, 31)}),
        ("tasks", "due", "  ", MISSING),
    ],
)
def test_cells_are_read_by_the_names_people_use(reader: PastedReader, table: str, field: str, text: str, value: Any) -> None:
    spec = TABLES[table][field]
    if value is None:  # the Vietnamese words, whatever they are
        text, value = VI("done"), "done"
    assert reader.read(spec, text) == value


def test_of_two_bodies_with_one_name_the_one_that_tables_show_so_is_meant() -> None:
    plan = sample_plan()
    plan.tables["agencies"] |= {
        "cu": {"name": "Sở Nội vụ", "kind": "department"},
        "moi": {"name": "Sở Nội vụ", "short": "Sở Nội vụ (từ 2025)", "kind": "department"},
    }
    reader = PastedReader(plan, (VI, EN))
    assert reader.read(TABLES["tasks"]["leads"], "so noi vu; Sở Nội vụ (từ 2025)") == ["cu", "moi"]
    plan.tables["agencies"]["cu"] = {**plan.tables["agencies"]["cu"], "short": "SNV"}
    with pytest.raises(Unreadable) as refused:
        PastedReader(plan, (VI, EN)).read(TABLES["tasks"]["leads"], "Sở Nội vụ")
    assert "SNV, Sở Nội vụ (từ 2025)" in str(refused.value.sentence)


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("leads", "Sở", "may be any of"),
        ("leads", "Sở Xây dựng", "nothing is called"),
        ("progress", "43.5", "43.5"),
        ("due", "20/11", "20/11"),
        ("status", "xong rồi", "is no Status that is understood"),
        ("log", "x", "one by one"),
    ],
)
def test_what_is_not_clear_is_refused_with_what_it_may_be(reader: PastedReader, field: str, text: str, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        reader.read(TABLES["tasks"][field], text)
    assert told in str(refused.value.sentence)


def test_a_cell_of_ten_thousand_commas_is_refused_soon(reader: PastedReader) -> None:
    with pytest.raises(Unreadable):
        reader.read(TABLES["tasks"]["partners"], "Sở TC," * 10_000 + "x")


# -- laying blocks ------------------------------------------------------------------------------------------------


def sheet(table: str = "tasks", row: int = 0, column: str = "status", **more: Any) -> Sheet:
    plan = sample_plan()
    frames = Frames(plan)
    if table == "tasks":
        view = tasks_view(frames, plan, DAY, VI)
    elif table == "indicators":
        view = targets_view(frames, plan, DAY, VI)
    elif table == "enterprises":
        view = enterprises_view(frames, plan, DAY, VI)
    else:
        view = register_view(frames, plan, table, VI)
    shown = more.pop("shown", view.frame["id"].to_list())
    at = [c.key for c in view.columns].index(column)
    return Sheet(view=view, shown=shown, row=row, column=at, plan=plan, languages=(VI, EN), **more)


def told(laid: ImportResult) -> dict[tuple[str, str], Any]:
    return {(e.id, e.field): e.new for e in edits_of(laid.lines)}


def test_a_block_goes_right_and_down_over_what_is_shown() -> None:
    on = sheet(column="mode", shown=["IV-2", "III-3", "III-1"], row=1)
    laid = on.lay([["dated", "31/12/2026", "done"], ["standing", "", "blocked"], ["x", "y", "z"]])
    assert told(laid) == {
        ("III-3", "mode"): "dated",
        ("III-3", "due"): dt.date(2026, 12, 31),
        ("III-3", "status"): "done",
        ("III-1", "mode"): "standing",
        ("III-1", "due"): MISSING,
        ("III-1", "status"): "blocked",
    }
    assert [str(r.what) for r in laid.rejects] == ["the table has no rows for what is left"]
    assert str(laid.rejects[0].place) == "rows 3 to 3"


def test_titles_choose_columns_and_ids_choose_rows() -> None:
    on = sheet(shown=["III-1"])
    for titles in (["id", VI("Status"), VI("Deliverable")], ["ID", "status", "Deliverable"]):
        laid = on.lay([titles, ["III-4", "done", "Báo cáo"], ["khong-co", "done", ""], ["III-1", "done"]])
        assert told(laid) == {("III-4", "status"): "done", ("III-4", "deliverable"): "Báo cáo", ("III-1", "status"): "done"}
        assert [str(r.place) for r in laid.rejects] == ["row 3"]


def test_titles_nobody_knows_and_columns_that_are_worked_out_are_named() -> None:
    on = sheet()
    laid = on.lay([["id", "status", "Ghi chú riêng", VI("On the day")], ["III-4", "done", "x", "hôm qua"]])
    assert told(laid) == {("III-4", "status"): "done"}
    assert {str(r.place) for r in laid.rejects} == {"column “Ghi chú riêng”", f"row 2, “{VI('On the day')}”"}


def test_the_same_cell_twice_and_an_id_typed_over_are_refused() -> None:
    laid = sheet().lay([["id", "status"], ["III-4", "done"], ["III-4", "blocked"]])
    assert told(laid) == {("III-4", "status"): "done"} and "twice" in str(laid.rejects[0].what)
    laid = sheet("agencies", column="id").lay([["so-khac"]])
    assert not laid.lines and "an id never changes" in str(laid.rejects[0].what)


def test_rows_copied_from_the_table_come_back_without_a_change() -> None:
    from tui.frames.tables.cell_text import export_text

    for table in ("tasks", "indicators", "enterprises", "agencies", "documents", "duties", "reviews"):
        plan = sample_plan()
        on = sheet(table, column=sheet(table, column=TABLES[table].title if table not in ("tasks",) else "section").view.columns[0].key)
        rows = [[export_text(c, row, VI) for c in on.view.columns] for row in on.view.frame.rows(named=True)]
        laid = on.lay(read_block("\n".join("\t".join(row) for row in rows)))
        assert not laid.rejects and not sift(plan, laid.lines).lines, table


def test_what_a_table_puts_around_a_value_is_no_part_of_it() -> None:
    on = sheet("indicators", column="name")
    row = on.view.frame.row(0, named=True)
    laid = on.lay([[f"{row['name_prefix']} Tên mới"]])
    assert told(laid) == {(row["id"], "name"): "Tên mới"}
    laid = sheet("indicators", column="target").lay([["≥ 9"]])
    assert list(told(laid).values()) == [9]


def test_a_row_that_is_pasted_gives_no_record_another_name() -> None:
    on = sheet("agencies", column="name")
    laid = on.lay([["Sở Khoa học và Công nghệ", "Sở KH&CN"]])
    assert laid.lines == [] and ["no record another name" in str(r.what) for r in laid.rejects] == [True, True]
    assert told(on.lay([["Sở Khoa học và Công nghệ"]])) == {(on.shown[0], "name"): "Sở Khoa học và Công nghệ"}


def test_pasted_figures_wait_for_their_vintage_and_source() -> None:
    on = sheet("indicators", column="year_2023", year_of=lambda column, row: int(column.key[5:]) if column.key[5:].isdigit() else None)
    first = on.shown[0]
    laid = on.lay([["5,56", "6,7", "7,1"]])
    assert [(f.id, f.year, f.value) for f in laid.figures] == [(first, 2024, 6.7), (first, 2025, 7.1)], "2023 is unchanged"
    made = figure_lines(on.plan, laid.figures, "official", "nien-giam")
    assert len(made) == 2, "each figure is a line of its own"
    workspace = Workspace(on.plan)
    workspace.apply(edits_of(made), LABEL)
    values = on.plan.tables["indicators"][first]["values"]
    assert values[-2:] == [
        {"year": 2024, "value": 6.7, "vintage": "official", "source": "nien-giam"},
        {"year": 2025, "value": 7.1, "vintage": "official", "source": "nien-giam"},
    ]
    assert {"year": 2024, "value": 6.5, "vintage": "estimate"} in values, "the estimate stays beside the official figure"
    assert "form" in str(on.lay([["", "6,5"]]).rejects[0].what), "a figure is not taken out by an empty cell"


def test_a_figure_of_the_same_vintage_is_corrected_and_loses_the_source_and_the_note_of_the_other_value() -> None:
    old = [
        {"year": 2024, "value": 6.5, "vintage": "official", "source": "a", "note": "n"},
        {"year": 2024, "value": 3, "vintage": "official", "scope": "merged"},
    ]
    assert with_figures(old, {2024: 6.7}, "official", None) == [{"year": 2024, "value": 6.7, "vintage": "official"}, old[1]]
    assert with_figures(old, {2024: 6.5}, "official", "b")[0]["note"] == "n"


@lru_cache
def wide_sheet() -> Sheet:
    return sheet()


cells = st.sampled_from(["", "done", "Sở TC", "Sở", "43.5", "31/12/2026", "=1+1", "x" * 120, "III", "–", "'-a", "a\nb"])


@given(
    st.lists(st.lists(cells, max_size=5), min_size=1, max_size=9),
    st.integers(0, 6),
    st.sampled_from(["section", "leads", "due", "ownership"]),
)
@law(10, 1_000)
def test_whatever_is_pasted_is_made_or_named_and_undone(block: list[list[str]], row: int, column: str) -> None:
    on = attrs.evolve(wide_sheet(), row=row, column=[c.key for c in wide_sheet().view.columns].index(column))
    before = copy.deepcopy(tables(on.plan))
    laid = on.lay(block)
    proposal = sift(on.plan, laid.lines, laid.rejects)
    assert records_of(proposal.lines) <= len(block)
    if proposal.lines:
        workspace = Workspace(on.plan)
        workspace.apply(proposal.edits, LABEL)  # what the preview shows is never refused
        workspace.undo()
    assert tables(on.plan) == before


def test_every_text_field_is_searched() -> None:
    spec = TABLES["tasks"]["log"]
    assert list(texts_of(spec, [{"on": DAY, "text": "một"}, {"on": DAY, "text": "hai"}])) == ["một", "hai"]
    assert list(texts_of(TABLES["tasks"]["locator"], "III#1")) == []
