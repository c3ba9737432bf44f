"""The panel and the chart beside the table: always of the record under the cursor, drawn once for a held key."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from tests.support.lengths import in_proofs, longer, of_these
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.model.text import say
from tui.screens.table import panel_sync
from tui.screens.table.record_lines import lines_of
from tui.widgets.chart import PlanChart
from tui.widgets.record_panel import PanelLine, RecordPanel

scene = Scenes()

WIDE = (120, 40)


def belongs(bench: Driver) -> bool:
    """Whether the panel shows the record under the cursor, or nothing."""
    assert bench.id is not None
    lines = list(bench.tab.panel.lines_shown)
    return lines in ([], lines_of(bench.app.session, bench.tab.table_name, bench.id))


def is_there(bench: Driver) -> bool:
    return bench.tab.follows and bool(bench.tab.panel.lines_shown) and belongs(bench)


@longer
@pytest.mark.parametrize("tab", of_these("1234", "14"))
async def test_the_panel_follows_the_cursor(plan_file: Path, tab: str) -> None:
    async with open_workbench(plan_file, size=WIDE, quiet=0.08) as bench:
        await bench.press(tab)
        for key in ("down", "down", "up", "G", "g", "pagedown"):
            await bench.press(key)
            await bench.until(lambda: is_there(bench), f"the panel follows {key}")
            first = next(line.text for line in bench.tab.panel.lines_shown if line.text)
            assert first.split()[0] in bench.screen


async def test_a_held_key_draws_the_panel_once(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_workbench(plan_file, size=WIDE) as bench:
        await bench.press("4")
        await bench.until(lambda: is_there(bench), "the panel is there")
        shown: list[int] = []
        show = RecordPanel.show

        def noted(panel: RecordPanel, lines: list[PanelLine]) -> None:
            shown.append(len(lines))
            show(panel, lines)

        monkeypatch.setattr(RecordPanel, "show", noted)
        with bench.held():
            for _ in range(30):
                bench.app.post_message(events.Key("down", None))
            await bench.until(lambda: bench.table.row == min(30, len(bench.rows) - 1), "all keys are answered")
            assert not bench.tab.follows
        await bench.until(lambda: is_there(bench), "the panel follows the last")
        assert [n > 0 for n in shown].count(True) == 1


async def test_keys_are_answered_where_a_round_takes_longer_than_a_look_whether_one_waits(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a slow or busy machine: the panel is to follow the cursor, and looks at every round whether keys wait."""
    monkeypatch.setattr(panel_sync, "_SOON", 0.0)
    async with open_workbench(plan_file, size=WIDE) as bench:
        await bench._send(*(events.Key(key, key if len(key) == 1 else None) for key in ("4", "down", "slash", *"dat", "enter", "down")))
        assert (bench.tab.query_text, bench.table.has_focus) == ("dat", True)
        await bench.until(lambda: is_there(bench), "the panel follows the last")


@scene
async def a_key_that_repeats_leaves_the_panel_empty_until_it_is_let_go(bench: Driver) -> None:
    await bench.until(lambda: is_there(bench), "the panel is there")
    chart = bench.tab.query_one(PlanChart)
    assert chart.text
    with bench.held():
        await bench.press("down", "down", "down")
        assert (bench.tab.panel.lines_shown, chart.text) == ((), "")
        await bench.press("right")
        assert not bench.tab.follows, "another column is no other record"
    await bench.until(lambda: is_there(bench), "the panel follows")
    assert chart.text


@in_proofs
async def test_below_the_rows_a_chart_of_the_whole_plan_stays_while_a_key_repeats(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        for tab, stays in (("4", True), ("1", False)):
            await bench.press(tab)
            await bench.until(lambda: is_there(bench), "the panel is there")
            chart = bench.tab.query_one(PlanChart)
            before = chart.text
            with bench.held():
                await bench.press("down", "down", "down")
                assert before and (bench.tab.panel.lines_shown, chart.text) == ((), before if stays else "")


@pytest.mark.slow
async def test_many_moves_waiting_end_where_one_by_one_ends(plan_file: Path) -> None:
    keys = ["down"] * 3 + ["x", "down", "right", "x", "pagedown", "up", "x", "G", "up", "x", "left", "g", "down"]
    ends = []
    for together in (True, False):
        async with open_workbench(plan_file, size=WIDE) as bench:
            await bench.press("4")
            if together:
                await bench._send(*(events.Key(key, key if len(key) == 1 else None) for key in keys))
            else:
                await bench.press(*keys)
            await bench.until(lambda: is_there(bench), "the panel follows")
            await bench.settle()
            assert bench.tab.table.current_column is not None
            ends.append((bench.id, bench.tab.table.current_column.key, sorted(bench.table.marks), bench.screen))
    assert ends[0] == ends[1]
    assert ends[0][2], "rows were marked on the way"


@scene
@in_proofs
async def the_chart_comes_back_as_it_was_and_is_redrawn_after_an_edit(bench: Driver) -> None:
    await bench.until(lambda: is_there(bench), "the panel is there")
    await bench.settle()
    chart = bench.tab.query_one(PlanChart)
    first = (chart.text, bench.screen)
    await bench.press("down")
    assert chart.text != first[0]
    await bench.press("up")
    assert (chart.text, bench.screen) == first
    app, id = bench.app, bench.id
    assert id is not None
    app.session.workspace.apply([app.session.workspace.set_field("indicators", id, "name", "Tên mới hẳn")], say("edit"))
    await bench.settle()
    assert bench.screen.count("Tên mới hẳn") >= 2, "in the table, the chart and the panel"
    assert belongs(bench)


@scene
async def a_tab_shown_again_shows_what_changed_elsewhere(bench: Driver) -> None:
    await bench.press("4")
    id = bench.id
    assert id is not None
    await bench.press("1")
    app = bench.app
    app.session.workspace.apply([app.session.workspace.set_field("tasks", id, "summary", "Việc được viết lại")], say("edit"))
    await bench.press("4")
    assert "Việc được viết lại" in bench.screen and bench.unsaved == 1
    assert belongs(bench) and bench.tab.panel.lines_shown


@scene
async def the_theme_changes_on_every_tab(bench: Driver) -> None:
    """A tab that is away when the theme changes has the new colours when it is shown."""
    await bench.press("4", "1")
    before = bench.app.current_theme.name
    bench.app.theme = next(name for name in ("kehoach-light", "kehoach-dark") if name != before)
    await bench.settle()
    await bench.press("4")
    ground = bench.tab.table.styles.background
    assert ground.hex.lower() == str(bench.app.theme_variables["surface"]).lower()[:7]


@scene
async def a_panel_that_is_acted_on_is_never_behind(bench: Driver) -> None:
    """An edit or its undo while the panel has the focus: what Enter acts on next is what is there."""
    await bench.press("4", "tab")
    app, id = bench.app, bench.id
    assert id is not None
    app.session.workspace.apply([app.session.workspace.set_field("tasks", id, "summary", "Việc được viết lại")], say("edit"))
    assert bench.tab.follows and belongs(bench) and bench.tab.panel.lines_shown
    app.session.workspace.undo()
    assert bench.tab.follows and belongs(bench)


def test_lines_of_the_panel_are_broken_between_words_below_their_value_and_lose_nothing() -> None:
    from tui.widgets.record_panel import _broken_line, _pieces

    line = PanelLine("Nội dung", "Rà soát quy hoạch sử dụng đất " + "đ" * 40 + " cấp huyện", target=("tasks", "a"))
    for width in range(8, 60):
        rows = ["".join(text for text, _ in row) for row in _broken_line(line, width)]
        assert all(len(row) <= width for row in rows)
        label = len(" Nội dung: ")
        below = label if width >= 3 * label else 3 if width >= 9 else 0
        assert all(row.startswith(" " * below) and row[below] != " " for row in rows[1:]), width
        assert "".join(rows).replace(" ", "") == "".join(text for text, _ in _pieces(line)).replace(" ", "")


async def test_following_in_one_program(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=WIDE) as bench:
        await scene.play(bench)
