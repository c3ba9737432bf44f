"""Where a form longer than its box is scrolled: it follows from its field, not from the way there or how fast the keys came."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.support.key_order import send_at_once
from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.fields import Fields, first_line_shown

scene = Scenes()

LINES = st.integers(0, 60)


@given(LINES, st.integers(1, 30), st.integers(1, 30))
def test_a_field_is_shown_as_far_as_there_is_room(top: int, height: int, room: int) -> None:
    first = first_line_shown(top, height, room)
    assert 0 <= first <= top
    assert top + min(height, room) <= first + room


@given(LINES, st.integers(1, 6))
def test_fields_near_each_other_leave_the_form_where_it_is(top: int, height: int) -> None:
    """Each line that moves is sent over the line: at most every half box."""
    positions = [first_line_shown(at, height, 12) for at in range(top, top + 12)]
    assert positions == sorted(positions) and len(set(positions)) <= 4


def _scrolled(bench: Driver) -> tuple[str | None, int]:
    focused = bench.app.focused
    assert focused is not None
    return focused.id, int(bench.app.screen.query_one(Fields).scroll_y)


@scene
async def a_form_stands_the_same_on_the_way_down_and_up(bench: Driver) -> None:
    await bench.press("4", "E")
    down = [_scrolled(bench)]
    while _scrolled(bench)[0] not in dict(down[:-1]) and (LONG or len({line for _, line in down}) <= 3):
        await bench.press("tab")
        down.append(_scrolled(bench))
    assert len({line for _, line in down}) > 2, "the form is longer than its box"
    for before in reversed(down[:-1]):
        await bench.press("shift+tab")
        assert _scrolled(bench) == before


@scene
@in_proofs
async def labels_are_as_wide_whether_a_scrollbar_is_there_yet_or_not(bench: Driver) -> None:
    """A form of many fields is laid out once before it is known that they are too many: what is shown then must not move."""

    def widths() -> set[int]:
        return {row.children[0].outer_size.width for row in bench.app.screen.query(".row") if row.display}

    await bench.press("4", "E")
    box = bench.app.screen.query_one(Fields)
    assert box.show_vertical_scrollbar
    with_a_bar = widths()
    for row in [*bench.app.screen.query(".row")][4:]:
        row.display = False
    await bench.settle()
    assert not box.show_vertical_scrollbar
    assert widths() == with_a_bar and len(with_a_bar) == 1
    await bench.press("escape")


@scene
async def a_box_that_closes_before_the_next_frame_is_not_scrolled_any_more(bench: Driver) -> None:
    await bench.press("4", "E")
    form = bench.app.screen
    box = form.query_one(Fields)
    box.keep_in_view()
    form.dismiss(None)
    await bench.settle()
    assert not box.is_attached and bench.app.screen is bench.tab


SCRIPTS = [["tab"] * 8, [*["tab"] * 11, *["shift+tab"] * 3], ["pagedown", "tab", "tab", *"hai", "enter", "tab", "pageup"]]
"""The first is the way of the second in one direction; the last goes by pages and fields, with a text typed on the way."""


@scene
@in_proofs
async def keys_in_one_read_scroll_as_keys_one_by_one(bench: Driver) -> None:
    async def ends(keys: list[str], *, at_once: bool) -> tuple[tuple[str | None, int], str]:
        await bench.press("E")
        await (send_at_once(bench, keys) if at_once else bench.press(*keys))
        end = _scrolled(bench), bench.screen
        await bench.press("escape")
        if "a" in keys:
            await bench.answer("discard")
        return end

    await bench.press("4")
    for keys in of_these(SCRIPTS, SCRIPTS[2:]):
        assert await ends(keys, at_once=True) == await ends(keys, at_once=False)


async def test_arrows_in_one_read_scroll_a_text_as_often_as_they_came(plan_file: Path) -> None:
    text = plan_file.read_text(encoding="utf-8")
    long = "".join(f"Việc thứ {n} phải làm cho xong. " for n in range(200))
    plan_file.write_text(text.replace('summary = "', f'summary = "{long}'), encoding="utf-8")
    async with open_workbench(plan_file, size=(80, 24)) as bench:
        await bench.press("4")
        await bench.cell("III-1", "summary")
        await bench.press("i")
        await send_at_once(bench, ["down"] * 5)
        assert bench.app.screen.query_one("#inspected").scroll_y == 5


@longer
async def test_form_scrolling_in_one_program(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 24)) as bench:
        await scene.play(bench)
