"""Finding things: the filter as it is typed, sorting, and jumping from a record to those it has to do with."""

from __future__ import annotations

from pathlib import Path

from tests.support.lengths import in_proofs, longer, of_these
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.frames.tables.filter import field_names, narrow, parse
from tui.model.fields import TABLES
from tui.model.text import N_
from tui.screens.dialogs.picker import Picker
from tui.widgets.inputs import TextField

scene = Scenes()
scene2 = Scenes()
scene3 = Scenes()


async def find(bench: Driver, text: str) -> None:
    """Type a filter and leave it with Enter."""
    await bench.press("slash")
    await bench.press("end", "ctrl+u")
    await bench.type(text)
    await bench.press("enter")


async def choose_reference(bench: Driver, words: str) -> None:
    """Pick a record from the list of references by what is written there."""
    picker = await bench.dialog(Picker)
    await bench.pick(next(item.id for item in picker.shown if words in item.label))
    await bench.until(lambda: bench.app.screen is not picker, "the list closes")


# -- the filter ---------------------------------------------------------------------------------------------------


FINDS = [
    ("dat dai", ["III-1", "III-2", "IV-2"]),  # words are AND, anywhere in the row
    ('"dat dai"', ["III-1", "III-2", "IV-2"]),
    ("đất đai", ["III-1", "IV-2"]),
    ('"đất đai" !"ngân sách"', ["III-1"]),
    ("đạt", ["III-2"]),
    ("DAT DAI", ["III-1", "III-2", "IV-2"]),
    ("dat dai !quy", ["III-2", "IV-2"]),
    ("lead:yt", ["III-4", "IV-1"]),
    ("chu-tri:yt", ["III-4", "IV-1"]),
    ("due>=01/12/2025", ["III-1"]),
    ("due<=30/11/2025", ["IV-1"]),
]


@scene
async def what_a_filter_finds(bench: Driver) -> None:
    await bench.press("4")
    view = bench.tab.view
    assert view is not None
    for query, found in FINDS:
        assert narrow(view, parse(query), field_names(view, bench.words))["id"].to_list() == found, query
    for query, found in of_these(FINDS, [FINDS[3], FINDS[7]]):
        await find(bench, query)
        assert bench.rows == found, query
        shown = [line for line in bench.screen.splitlines()[4:] if "III#" in line or "IV#" in line]
        assert len(shown) == len(found), query
        assert f"{len(found)}/7" in bench.summary.right, query


@scene
async def the_filter_narrows_with_each_letter_and_esc_shows_all_again(bench: Driver) -> None:
    await bench.press("4", "slash")
    counts = []
    for letter in "dat dai":
        await bench.type(letter)
        counts.append(len(bench.rows))
    assert counts[-1] == 3 and counts == sorted(counts, reverse=True)
    await bench.press("backspace", "backspace", "backspace", "backspace")
    assert len(bench.rows) >= 3
    await bench.press("escape")
    assert len(bench.rows) == 7 and bench.app.focused is bench.table
    assert not bench.app.screen.query_one("#filter", TextField).has_focus


@scene
async def a_filter_that_finds_nothing_says_how_to_get_out(bench: Driver) -> None:
    await bench.press("4")
    await find(bench, "khongcohang")
    assert bench.rows == []
    assert bench.words(N_("Nothing matches “{text}”. Esc clears the filter."), text="khongcohang") in bench.screen
    await bench.press("escape")
    assert len(bench.rows) == 7


@scene
@in_proofs
async def a_filter_with_a_field_that_is_none_says_so(bench: Driver) -> None:
    await bench.press("4", "slash")
    await bench.type("nosuchfield:x")
    assert "✗" in bench.status and "nosuchfield" in bench.status


@scene
@in_proofs
async def numbers_are_compared_with_the_decimal_comma(bench: Driver) -> None:
    await bench.press("3")
    await find(bench, "share-now<51,5")
    assert bench.rows == ["det-may"]
    await find(bench, "share-now<51,4")
    assert bench.rows == []


@scene
@in_proofs
async def each_tab_has_its_own_filter(bench: Driver) -> None:
    await bench.press("4")
    await find(bench, "dat dai")
    await bench.press("1")
    assert len(bench.rows) == 7
    await bench.press("4")
    assert len(bench.rows) == 3 and "dat dai" in bench.summary.right


@scene
async def next_and_previous_match(bench: Driver) -> None:
    await bench.press("4", "n")
    assert bench.words(N_("nothing was filtered yet; / filters")) in bench.status
    await find(bench, "dat dai")
    await bench.press("escape")  # all rows again, the query is remembered
    assert len(bench.rows) == 7 and bench.id == "III-1"
    seen = []
    for key in ("n", "n", "n", "N", "N"):
        await bench.press(key)
        seen.append(bench.id)
    assert seen == ["III-2", "IV-2", "III-1", "IV-2", "III-2"]
    await bench.press("n", "n")
    assert bench.id == "III-1"
    assert bench.words(N_("around the end of the table")) in bench.status


# -- order --------------------------------------------------------------------------------------------------------


@scene
async def words_are_sorted_as_in_a_vietnamese_dictionary(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("summary")
    own = bench.rows
    await bench.press("s")
    up = ["III-5", "III-4", "III-3", "IV-2", "III-2", "IV-1", "III-1"]  # An Ăn Ấn Dự Đạt Em Rà
    assert bench.rows == up
    assert "▲" in bench.screen.splitlines()[3]
    await bench.press("s")
    assert bench.rows == up[::-1] and "▼" in bench.screen.splitlines()[3]
    await bench.press("s")
    assert bench.rows == own


@scene
@in_proofs
async def numbers_are_sorted_by_value_and_missing_ones_last_either_way(bench: Driver) -> None:
    await bench.column("target")
    await bench.press("s")
    assert bench.rows[-1] == "chat-luong" and bench.rows[0] == "ngheo"
    await bench.press("s")
    assert bench.rows[-1] == "chat-luong" and bench.rows[0] == "bao-hiem"


@scene
async def a_click_on_a_title_sorts_by_that_column(bench: Driver) -> None:
    await bench.press("4")
    title = bench.screen.splitlines()[3].index(bench.words("Task"))
    await bench.pilot.click("#table", offset=(title + 2, 0))
    await bench.settle()
    assert bench.tab.sorted_by == ("summary", False) and bench.rows[0] == "III-5"


# -- the cursor ---------------------------------------------------------------------------------------------------


@scene
async def the_cursor_stays_on_its_record(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("IV-2", "summary")
    await find(bench, "dat dai")
    assert bench.id == "IV-2"
    await bench.press("escape")
    assert bench.id == "IV-2"
    await bench.press("s")
    assert bench.id == "IV-2" and bench.rows.index("IV-2") == 3
    await bench.press("enter", "home")
    await bench.type("Xong ")
    await bench.press("enter")
    assert bench.rows.index("IV-2") == 3 and bench.id == "IV-2", "an edit moves no row"
    await bench.press("s", "s", "s")
    assert bench.rows[-1] == "IV-2" and bench.id == "IV-2", "sorted to another place, the cursor goes along"
    await bench.press("1", "4")
    assert bench.id == "IV-2"
    assert "▸" in next(line for line in bench.screen.splitlines() if "Xong Dự toán" in line)


@scene
@in_proofs
async def a_record_edited_out_of_the_filter_is_gone_when_that_is_set_again(bench: Driver) -> None:
    await bench.press("4")
    await find(bench, "đất đai")
    assert bench.rows == ["III-1", "IV-2"]
    await bench.cell("III-1", "summary")
    await bench.press("enter", "end", "ctrl+u")
    await bench.type("Việc khác")
    await bench.press("enter")
    assert bench.rows == ["III-1", "IV-2"] and bench.id == "III-1"
    await find(bench, "đất đai ")
    assert bench.rows == ["IV-2"] and bench.id == "IV-2"
    await bench.press("escape")
    assert len(bench.rows) == 7


@scene
@in_proofs
async def marks_outlive_a_filter(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-3")
    await bench.press("x")
    await find(bench, "đất đai")
    await bench.press("X")
    assert bench.words.count("{n} marked", "{n} marked", 3) in bench.summary.right
    await bench.press("escape")
    assert bench.table.marks == {"III-1", "III-3", "IV-2"}
    await bench.press("escape")
    assert not bench.table.marks


# -- jumping ------------------------------------------------------------------------------------------------------


@scene
async def from_a_task_to_its_document_to_what_cites_it_and_back(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-1")
    await bench.press("r")
    await choose_reference(bench, "Luật Đất đai")
    assert bench.tab.table_name == "documents" and bench.id == "luat-dat-dai"
    await bench.press("r")
    await choose_reference(bench, "Dự toán ngân sách")
    assert bench.tab.table_name == "tasks" and bench.id == "IV-2"
    await bench.press("b")
    assert bench.tab.table_name == "documents" and bench.id == "luat-dat-dai"
    await bench.press("backspace")
    assert bench.tab.table_name == "tasks" and bench.id == "III-1"
    await bench.press("b")
    assert bench.words(N_("there was no jump to go back from")) in bench.status


@scene
@in_proofs
async def from_an_agency_to_its_tasks(bench: Driver) -> None:
    await bench.press("o")
    await bench.pick("agencies")
    await bench.until(lambda: bench.tab.table_name == "agencies", "the list opens")
    await bench.row("so-y-te")
    await bench.press("r")
    assert [line for line in bench.options if "Ăn chín" in line] and [line for line in bench.options if "Em nhỏ" in line]
    assert not [line for line in bench.options if "Rà soát" in line]
    await choose_reference(bench, "Em nhỏ")
    assert (bench.tab.table_name, bench.id) == ("tasks", "IV-1")
    await bench.press("b")
    assert (bench.tab.table_name, bench.id) == ("agencies", "so-y-te")


@scene2
async def a_jump_shows_the_record_even_when_a_filter_hides_it(bench: Driver) -> None:
    await bench.press("4")
    await find(bench, "tiem chung")
    assert bench.rows == ["IV-1"]
    await bench.press("2")
    await bench.row("cn-1")
    await bench.press("r")
    await choose_reference(bench, "Rà soát")
    assert (bench.tab.table_name, bench.id) == ("tasks", "III-1")


@scene3
@in_proofs
async def a_jump_from_the_panel(bench: Driver) -> None:
    await bench.press("4", "tab")
    panel = bench.tab.panel
    row = next(i for i, line in enumerate(panel.lines_shown) if line.target == ("agencies", "so-tc"))
    await bench.press(*(["down"] * row), "enter")
    assert (bench.tab.table_name, bench.id) == ("agencies", "so-tc")
    await bench.press("b")
    assert (bench.tab.table_name, bench.id) == ("tasks", "III-1")


@scene2
async def a_record_nothing_refers_to_says_so(bench: Driver) -> None:
    await bench.press("o")
    await bench.pick("documents")
    await bench.until(lambda: bench.tab.table_name == "documents", "the list opens")
    await bench.row("ke-hoach-cu")
    await bench.press("r")
    assert bench.words(N_("it refers to nothing, and nothing refers to it")) in bench.status


@scene2
async def a_list_is_left_by_esc_and_by_the_keys_of_the_tabs(bench: Driver) -> None:
    await bench.press("4", "o")
    await bench.pick("documents")
    await bench.until(lambda: bench.tab.table_name == "documents", "the list opens")
    assert bench.words("Documents") in bench.screen.splitlines()[2]
    await bench.press("escape")
    assert bench.tab.table_name == "tasks"
    await bench.press("o")
    await bench.pick("documents")
    await bench.press("1")
    assert bench.tab.table_name == "indicators"
    await bench.press("4")
    assert bench.tab.table_name == "tasks", "4 is the tab of the tasks, whatever was open there"


# -- the palette --------------------------------------------------------------------------------------------------


@scene2
async def the_palette_finds_an_action_with_marks_without_and_in_english(bench: Driver) -> None:
    assert bench.words("Sort by this column").startswith("Sắp xếp")
    await bench.press("4")
    for typed in ("sap xep", "Sắp xếp", "Sort by"):
        await bench.press("ctrl+p")
        await bench.type(typed)
        await bench.press("enter")
        assert bench.tab.sorted_by == ("section", False), typed
        await bench.press("s", "s")
        assert bench.tab.sorted_by is None


async def test_an_action_that_cannot_act_stands_in_the_help_with_its_reason(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 40)) as bench:
        await bench.press("question_mark")
        await bench.type("ctrl+z")
        assert bench.words(N_("there is nothing to undo")) in bench.screen
        await bench.press("enter")
        assert bench.words(N_("there is nothing to undo")) in bench.status


@scene3
async def the_day_looked_from(bench: Driver) -> None:
    await bench.press("4")
    assert "Sở NN&MT" in "".join(line.rpartition("│")[2] for line in bench.screen.splitlines()), "reorganised since 1 March 2025"
    await bench.press("t", "end", "ctrl+u")
    await bench.type("99/99/2024")
    await bench.press("enter")
    assert "✗" in bench.screen
    await bench.press("end", "ctrl+u")
    await bench.type("31/12/2024")
    await bench.press("enter")
    assert "31/12/2024" in bench.title
    assert "Sở NN&MT" not in "".join(line.rpartition("│")[2] for line in bench.screen.splitlines())
    assert bench.unsaved == 0


@scene2
async def an_edited_row_stays_until_the_filter_is_set_again_or_the_tab_is_left(bench: Driver) -> None:
    await bench.press("4", "slash")
    await bench.type("status:unreported")
    await bench.press("enter")
    before = bench.rows
    await bench.cell(before[1], "status")
    await bench.press("enter")
    await bench.pick("done")
    assert bench.rows == before and bench.id == before[1], "the cursor is on what was edited"
    line = next(line for line in bench.screen.splitlines() if "▸" in line)
    assert line.startswith("~"), "it is marked as no longer found"
    await bench.press("enter")
    await bench.pick("blocked")
    assert bench.value("tasks", before[1], "status") == "blocked", "the next keys act on the same record"
    await bench.press("u", "u")
    assert bench.rows == before and not bench.table.outside, "undone it is found again"
    await bench.press("U", "3", "4")
    assert bench.rows == [id for id in before if id != before[1]], "who comes back sees what the filter finds"


@scene2
@in_proofs
async def rows_keep_their_order_through_an_edit_of_the_sorted_column(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("status")
    await bench.press("s", "g")
    before = bench.rows
    await bench.press("enter")
    now = bench.value("tasks", before[0], "status")
    await bench.pick(next(choice.value for choice in TABLES["tasks"]["status"].choices if choice.value != now))
    assert bench.rows == before and bench.id == before[0]
    await bench.press("s")
    assert bench.rows != before and set(bench.rows) == set(before), "asked anew it is sorted anew"


@longer
async def test_finding_in_one_program_1(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene.play(bench)


async def test_finding_in_one_program_2(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene2.play(bench)


async def test_finding_in_one_program_3(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await scene3.play(bench)
