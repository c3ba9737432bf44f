"""Groups, values and sums on the tables: what the keys Z, z, f and marks make of what a person sees."""

from __future__ import annotations

from pathlib import Path

from tests.support.lengths import in_proofs
from tests.support.paths import EXAMPLE
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.jump import Jump
from tui.screens.dialogs.picker import Picker
from tui.screens.dialogs.values import Values

scene = Scenes()


def group_lines(bench: Driver) -> list[str]:
    return [line.strip(" ▌│█") for line in bench.screen.splitlines() if line.lstrip(" ▸").startswith(("▾", "▸"))]


def lines(bench: Driver) -> list[str | None]:
    """The records in the table's lines; None for the line of a group."""
    return [bench.table._rows.id(n) for n in range(len(bench.table._rows))]


async def group_by(bench: Driver, column: str) -> None:
    await bench.press("4")
    await bench.column(column)
    await bench.press("Z")


@scene
async def rows_stand_under_their_values_with_counts_and_fold(bench: Driver) -> None:
    await group_by(bench, "status")
    before = bench.id
    assert lines(bench) == [None, "III-2", "III-4", "IV-2", None, "III-1", None, "III-3", "IV-1", None, "III-5"]
    assert "(3)" in bench.screen and "▾" in bench.screen and bench.id == before
    await bench.press("z")
    assert bench.id is None and bench.table.current_group is not None, "the cursor is on the line of what was folded"
    assert len(lines(bench)) == 11 - bench.table.current_group.count
    await bench.press("enter")
    assert len(lines(bench)) == 11, "Enter on the line unfolds"
    bench.tab.action_act("fold_all")
    assert lines(bench) == [None] * 4
    await bench.press("e")
    assert bench.app.screen is bench.tab, "a group is not edited"
    await bench.press("Z")
    assert None not in lines(bench)


@scene
async def a_jump_finds_the_row_of_a_folded_group_and_a_filter_goes_on(bench: Driver) -> None:
    await group_by(bench, "leads")
    bench.tab.action_act("fold_all")
    bench.app.jump("tasks", "IV-1")
    await bench.settle()
    assert bench.id == "IV-1"
    await bench.press("slash")
    await bench.type("dat dai")
    await bench.press("enter")
    shown = [id for id in lines(bench) if id]
    assert sorted(shown) == ["III-1", "III-2", "IV-2"]
    await bench.press("n")
    assert bench.id in shown
    await bench.press("G", "s")
    assert sorted(id for id in lines(bench) if id) == sorted(shown)


@scene
async def an_edit_that_moves_a_row_to_another_group_keeps_the_cursor_on_it(bench: Driver) -> None:
    await group_by(bench, "status")
    bench.tab.action_act("fold_all")
    bench.tab.show_record("III-2")
    await bench.settle()
    await bench.column("status")
    await bench.press("enter")
    await bench.pick("done")
    assert bench.value("tasks", "III-2", "status") == "done"
    assert bench.id == "III-2" and bench.table.group_around is not None and bench.table.group_around.key == "done"


@scene
async def marks_are_made_by_the_group_and_their_sum_stands_below(bench: Driver) -> None:
    await group_by(bench, "status")
    await bench.press("g", "x")
    assert bench.table.marks == {"III-2", "III-4", "IV-2"}
    await bench.column("due")
    assert bench.words.count("{n} not known", "{n} not known", 3) in bench.status, "what the column under the cursor comes to in them"
    await bench.press("g", "x")
    assert not bench.table.marks


@scene
@in_proofs
async def names_are_no_groups_so_it_is_asked_what_is(bench: Driver) -> None:
    await bench.press("Z")
    picker = await bench.dialog(Picker)
    assert "goal" in [item.id for item in picker.items] and "name" not in [item.id for item in picker.items]
    await bench.pick("goal")
    assert None in lines(bench) and bench.tab.grouped_by is not None
    for digit in "123456":
        await bench.press("g", digit)
        assert bench.app.screen is bench.app.plan_screen, "a digit on the line of a group is a tab"


@scene
async def chosen_values_are_all_that_is_shown_and_escape_comes_back(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("status")
    await bench.press("f")
    box = await bench.dialog(Values)
    assert [(value.key, value.count) for value in box.values()] == [("unreported", 3), ("in_progress", 1), ("done", 2), ("blocked", 1)]
    await bench.press("j", "j", "space", "space", "enter")
    assert bench.rows == ["III-3", "III-5", "IV-1"] and "3/7" in bench.summary.right
    await bench.column("partners")
    await bench.press("f")
    box = await bench.dialog(Values)
    assert sum(value.count for value in box.values()) == 3, "the counts obey what is shown"
    await bench.press("escape")
    await bench.column("status")
    await bench.press("f")
    box = await bench.dialog(Values)
    assert len(box.values()) == 4 and len(box.table.marks) == 2, "the column's own choice can be made another"
    await bench.press("escape", "escape")
    assert len(bench.rows) == 7


@scene
@in_proofs
async def a_name_leads_to_its_record_and_back(bench: Driver) -> None:
    await bench.row("dich-vu")
    await bench.press("ctrl+t")
    await bench.dialog(Jump)
    await bench.type("so tai chinh")
    assert "Sở Tài chính" in bench.screen
    await bench.press("enter")
    assert (bench.tab.table_name, bench.id) == ("agencies", "so-tc")
    await bench.press("b")
    assert (bench.tab.table_name, bench.id) == ("indicators", "dich-vu")
    await bench.press("ctrl+t")
    await bench.type("khong co gi the ca")
    await bench.press("enter")
    await bench.dialog(Jump)
    await bench.press("escape")


async def test_groups_values_and_sums(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await scene.play(bench)


async def test_the_same_keys_on_another_bodys_plan_and_on_an_empty_table() -> None:
    async with open_workbench(EXAMPLE) as bench:
        for tab in "1234":
            await bench.press(tab, "end", "Z", "G", "z", "g", "f", "enter", "escape", "Z")
            assert bench.app.screen is bench.tab
        bench.app.flows.navigation._show("reviews", None)
        await bench.settle()
        await bench.press("Z", "escape", "f", "enter", "escape", "escape")
        assert bench.app._exception is None
