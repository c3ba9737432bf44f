"""Columns as a person wants them: whatever is chosen the laws of layout hold, and what is written down is the same when it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import longer, of_these
from tests.support.paths import EXAMPLE
from tests.support.table_views import KINDS, view_of
from tests.support.workbench import open_workbench
from tui.frames.tables.cell_widths import cell_widths
from tui.frames.tables.chosen_columns import ColumnChoice, arranged, columns_there, from_shown, shown_keys, stays
from tui.frames.tables.columns import OF_WORTH
from tui.i18n.words import Words
from tui.screens.dialogs.columns import Columns
from tui.session.own_tables import OwnTables, SavedView, tables_path
from tui.widgets.column_layout import Measured
from tui.widgets.frame_lines import GUTTER

WORDS = Words("vi")


def choices(kind: str) -> st.SearchStrategy[ColumnChoice]:
    keys = [column.key for column in columns_there(view_of("shipped", kind))] + ["of another version"]
    some = st.lists(st.sampled_from(keys), unique=True)
    return st.builds(
        ColumnChoice, some.map(tuple), some.map(frozenset), st.dictionaries(st.sampled_from(keys), st.integers(4, 120), max_size=3)
    )


@given(st.data())
def test_whatever_is_chosen_name_and_answer_stand_and_no_window_shows_less_than_a_narrower_one(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    view, choice = view_of("shipped", kind), data.draw(choices(kind))
    made = arranged(view, choice, WORDS)
    kept = {column.key for column in view.columns if stays(view, column)}
    assert kept and kept <= {column.key for column in made.columns}
    assert {column.key for column in made.every_column} >= {column.key for column in view.every_column}, "found and sorted by as before"
    assert not choice.hidden & {column.key for column in made.columns} - kept
    ordered = [key for key in choice.order if key in {column.key for column in made.columns}]
    before_answer = [column.key for column in made.columns if not column.answer and column.key in ordered]
    assert before_answer == [key for key in ordered if not made.column(key).answer]
    measured = Measured.of(made.columns, (WORDS(column.title) for column in made.columns), cell_widths(made))
    shown: frozenset[int] = frozenset()
    for width in range(60, 241, 9):
        layout = measured.laid_out(GUTTER, width)
        assert shown <= layout.shown
        shown = layout.shown
        assert {i for i, column in enumerate(made.columns) if column.answer} <= shown
        assert all(place.x + place.width <= width for place in layout.places)


@pytest.mark.parametrize("kind", ["tasks", "indicators", "enterprises", "documents"])
def test_a_column_that_is_hidden_takes_no_other_away(kind: str) -> None:
    view = view_of("shipped", kind)

    def in_sight(choice: ColumnChoice) -> set[str]:
        made = arranged(view, choice, WORDS)
        measured = Measured.of(made.columns, (WORDS(column.title) for column in made.columns), cell_widths(made))
        return {made.columns[index].key for index in measured.laid_out(GUTTER, 79).shown}

    usual = [column.key for column in view.columns]
    for order in ((), tuple(reversed(usual))):
        before = in_sight(ColumnChoice(order))
        for key in (column.key for column in view.columns if not stays(view, column)):
            after = in_sight(ColumnChoice(order, frozenset({key})))
            assert before - {key} <= after and key not in after, key


@given(st.data())
def test_an_order_that_is_chosen_takes_no_column_of_worth_away(data: st.DataObject) -> None:
    kind, width = data.draw(st.sampled_from(KINDS)), data.draw(st.sampled_from((60, 79, 100)))
    view = view_of("shipped", kind)
    usual = [column.key for column in view.columns]
    order = data.draw(st.permutations(usual))

    def in_sight(choice: ColumnChoice) -> list[str]:
        made = arranged(view, choice, WORDS)
        measured = Measured.of(made.columns, (WORDS(column.title) for column in made.columns), cell_widths(made))
        return [made.columns[place.index].key for place in measured.laid_out(GUTTER, width).places]

    of_worth = {c.key for c in view.columns if c.worth is not None and c.worth <= OF_WORTH}
    before, after = in_sight(ColumnChoice()), in_sight(ColumnChoice(tuple(order)))
    assert of_worth & set(before) <= set(after)
    standing = [key for key in order if key in after and not view.column(key).answer]
    assert [key for key in after if not view.column(key).answer] == standing, "they stand in the order chosen"


def test_a_column_that_is_moved_to_the_front_is_seen_before_those_of_no_worth() -> None:
    view = view_of("shipped", "tasks")
    made = arranged(view, ColumnChoice(("summary", "documents")), WORDS)
    assert made.column("documents").worth == OF_WORTH and made.column("due").worth == view.column("due").worth


@given(st.data())
def test_a_choice_is_the_same_when_it_is_read_again(data: st.DataObject) -> None:
    choice = data.draw(choices("tasks"))
    assert ColumnChoice.of(choice.as_values()) == choice
    view = view_of("shipped", "tasks")
    shown = shown_keys(view, choice)
    assert shown_keys(view, from_shown(view, shown, choice.widths)) == shown


def test_what_is_no_choice_is_none() -> None:
    assert ColumnChoice.of({"columns": "x", "hidden": [1, None, "a"], "widths": {"a": True, "b": 3, "c": 10, "d": "x"}}) == ColumnChoice(
        (), frozenset({"a"}), {"c": 10}
    )
    view = view_of("shipped", "tasks")
    assert arranged(view, ColumnChoice(), WORDS) is view
    assert from_shown(view, [column.key for column in view.columns], {}) == ColumnChoice()


def test_choices_are_kept_beside_what_else_the_file_says_and_a_broken_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "kehoach" / "tables.toml"
    own = OwnTables(path)
    choice = ColumnChoice(("name", "verdict"), frozenset({"trend"}), {"name": 30})
    own.choose_columns("indicators", choice)
    own.keep_views([SavedView("Quá hạn", "tasks")])
    path.write_text(path.read_text(encoding="utf-8") + '\n[later]\nx = "của phiên bản sau"\n', encoding="utf-8")
    again = OwnTables(path)
    assert again.columns("indicators") == choice and again.columns("tasks") == ColumnChoice()
    assert again.views == (SavedView("Quá hạn", "tasks"),)
    again.choose_columns("indicators", ColumnChoice())
    assert "của phiên bản sau" in path.read_text(encoding="utf-8") and OwnTables(path).columns("indicators") == ColumnChoice()
    for broken in ("[", 'columns = "x"\nviews = {}', "[columns]\ntasks = 7\n[[views]]\nname = 3\n", "\x00"):
        path.write_text(broken, encoding="utf-8")
        assert not OwnTables(path).columns("tasks") and OwnTables(path).views == ()


async def test_columns_are_hidden_moved_widened_and_remembered(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await bench.press("4", "C")
        box = await bench.dialog(Columns)
        assert "[■]" in bench.screen and "7/7" in bench.screen
        box.table.go_to("summary")
        await bench.press("space")
        assert "summary" in box.shown, "the name stays"
        assert box.table.current_id == "leads", "Space goes on to the next, also from one that stays"
        box.table.go_to("leads")
        await bench.press("space")
        box.table.go_to("status")
        await bench.press(*["K"] * len(bench.table._columns), "greater_than_sign")
        await bench.press("enter")
        keys = [column.key for column in bench.table._columns]
        assert keys[0] == "status" and "leads" not in keys and keys[-1] == "state" and "summary" in keys
        assert bench.rows and bench.app.own_tables.columns("tasks").widths == {"status": 20}
        await bench.press("slash")
        await bench.type("lead:yt")
        await bench.press("enter")
        assert bench.rows == ["III-4", "IV-1"], "what is not shown is found all the same"
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await bench.press("4")
        assert bench.table._columns[0].key == "status", "the next start"
        await bench.press("C", "0", "enter")
        assert [column.key for column in bench.table._columns][:2] == ["section", "summary"]
        assert tables_path() is not None


@longer
@pytest.mark.parametrize("tab", of_these("123", "3"))
async def test_a_field_without_a_column_can_be_one_on_any_plan(tab: str) -> None:
    async with open_workbench(EXAMPLE, size=(140, 40)) as bench:
        await bench.press(tab, "C")
        box = await bench.dialog(Columns)
        more = next(key for key in box.order if key not in box.shown)
        box.table.go_to(more)
        await bench.press("space", "enter")
        assert more in [column.key for column in bench.table._columns] and bench.app._exception is None
