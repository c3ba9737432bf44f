"""The laws of a table's columns, over every tab and list, every width from 60 to 240, and with the panel or without it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import attrs
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.lengths import law, longer, of_these
from tests.support.table_views import CASES, IN_SUITE, view_of
from tui.frames.tables import cell_widths as cell_widths_module
from tui.frames.tables.cell_text import shown_text
from tui.frames.tables.cell_widths import cell_widths, measured_at_once, renewed_widths
from tui.frames.tables.cells import UNKNOWN
from tui.frames.tables.columns import Column, Shows, Tone, View
from tui.frames.tables.drawn_cell import drawn_cell
from tui.i18n.words import Words
from tui.screens.places import TABS
from tui.screens.side_place import TALL, Where, side_place
from tui.widgets.column_layout import Layout, Measured
from tui.widgets.frame_lines import GUTTER

WIDTHS = range(60, 241)
HEIGHTS = of_these(range(16, 61), (16, TALL - 1, TALL, 60))
"""Of a window: the panel's place asks of its height only whether there is room below the table."""
_SCROLLBAR = 1


@cache
def measured_of(plan_name: str, kind: str) -> Measured:
    view, words = view_of(plan_name, kind), Words("vi")
    return Measured.of(view.columns, (words(column.title) for column in view.columns), cell_widths(view))


def table_in(measured: Measured, width: int, height: int, *, panel: bool) -> tuple[int, int, Where]:
    """The cells of a table's line in a window, those it counts on, and where the panel stands."""
    place = side_place(width, height, GUTTER + measured.room_of_worth + _SCROLLBAR, wanted=panel)
    whole = width - place.size if place.where is Where.BESIDE else width
    return whole - _SCROLLBAR, place.counted - _SCROLLBAR - GUTTER, place.where


@cache
def laid_out(name: str, kind: str, end: int, counted: int) -> Layout:
    return measured_of(name, kind).laid_out(GUTTER, end, counted)


def layouts(name: str, kind: str, height: int, *, panel: bool) -> Iterator[tuple[int, int, Layout]]:
    """Width of the window, cells of the line, layout."""
    for width in WIDTHS:
        end, counted, _ = table_in(measured_of(name, kind), width, height, panel=panel)
        yield width, end, laid_out(name, kind, end, min(counted, end - GUTTER))


@longer
@pytest.mark.parametrize(("name", "kind"), of_these(CASES, IN_SUITE))
def test_the_answer_stands_at_the_right_edge_and_no_window_shows_less_than_a_narrower_one(name: str, kind: str) -> None:
    measured = measured_of(name, kind)
    answers = [i for i, column in enumerate(measured.columns) if column.answer]
    judged = [column for column in measured.columns if column.key.startswith("verdict.")]
    assert len(answers) == (len(judged) == 1 if kind == "areas" else kind in (*TABS, "duties", "goals"))
    for height in HEIGHTS:
        for panel in (True, False):
            before: frozenset[int] = frozenset()
            for width, end, layout in layouts(name, kind, height, panel=panel):
                where = f"{width}x{height}, panel {panel}"
                assert before <= layout.shown, f"{where}: {[measured.columns[i].key for i in before - layout.shown]} gone"
                before = layout.shown
                assert {0, *answers} <= layout.shown, where
                last = layout.places[-1]
                assert last.x + last.width <= end, where
                if answers:
                    assert (last.index, last.x + last.width) == (answers[0], end), where
                    assert last.width >= min(measured.whole[last.index], 16), where


@longer
@pytest.mark.parametrize(("name", "kind"), of_these(CASES, IN_SUITE))
def test_no_text_is_cut_where_empty_columns_stand_beside_it(name: str, kind: str) -> None:
    measured = measured_of(name, kind)
    for panel in (True, False):
        for width, end, layout in layouts(name, kind, TALL, panel=panel):
            cut = [place for place in layout.places if place.width < measured.contents[place.index]]
            if not cut:
                continue
            told = f"{width}, panel {panel}: {[measured.columns[place.index].key for place in cut]} cut"
            empty = [place for place in layout.places if not measured.contents[place.index]]
            assert all(measured.columns[p.index].of_a_series and p.width == measured.titles[p.index] for p in empty), f"{told} beside these"
            loose = [measured.columns[p.index].key for p in layout.places if p.width > measured.whole[p.index]]
            assert not loose, f"{told} beside room in {loose}"
            used = sum(place.width for place in layout.places) + len(layout.places) - 1
            assert used == end - GUTTER, f"{told} beside {end - GUTTER - used} cells nobody has"
            assert all(column.align != "right" for place in cut if (column := measured.columns[place.index]).worth is not None), told


_RANKS = {None: 1, Tone.MUTED: 0, Tone.BAD: 3}
_COLOURED = 2


@longer
@pytest.mark.parametrize(("name", "kind"), of_these(CASES, [("shipped", kind) for kind in (*TABS, "duties", "goals")]))
def test_nothing_in_a_row_is_brighter_than_its_answer(name: str, kind: str) -> None:
    view, words = view_of(name, kind), Words("vi")
    answer = next((column for column in view.columns if column.answer), None)
    if answer is None:
        return
    for row in view.frame.iter_rows(named=True):
        of_answer = drawn_cell(answer, row, words).as_the_answer()
        least = min(_RANKS.get(tone, _COLOURED) for text, tone in of_answer.pieces(of_answer.text, of_answer.tail) if text)
        for column in view.columns:
            cell = drawn_cell(column, row, words).below_the_answer()
            if column is not answer and not column.glyphs:
                for text, tone in cell.pieces(cell.text, cell.tail):
                    assert len(text) <= 1 or _RANKS.get(tone, _COLOURED) <= least, (column.key, text, tone, of_answer.text)


def test_contents_are_measured_as_they_are_drawn() -> None:
    frame = pl.DataFrame(
        {
            "id": ["a", "b"],
            "figure": [1234.5, -0.25],
            "mark": ["ư", None],
            "digits": [2, None],
            "name": ["Tỷ lệ hộ nghèo", "中中"],
            "unit": [", %", None],
            "nothing": [None, None],
            "text": ["dài lắm", None],
            "short": ["ngắn", None],
        },
        schema_overrides={"digits": pl.Int64, "nothing": pl.String},
    )
    columns = (
        Column(key="name", title="Tên", width=9, beside="unit"),
        Column(key="figure", title="Số", width=5, shows=Shows.NUMBER, suffix="mark", suffix_as="faint", digits="digits"),
        Column(key="nothing", title="Không", width=9),
        Column(key="id", title="Mã", width=3, text="text", short="short"),
    )
    view, words = View("indicators", frame, columns), Words("vi")
    drawn = [[drawn_cell(c, row, words) for row in frame.iter_rows(named=True)] for c in columns]
    assert [cell.text for cell in drawn[2]] == [UNKNOWN, UNKNOWN]
    assert cell_widths(view) == (len("Tỷ lệ hộ nghèo, %"), len("1.234,50ư"), 0, len("ngắn"))
    assert shown_text(columns[3], frame.row(0, named=True), words)[0] == "dài lắm"
    assert cell_widths(View("indicators", frame.head(0), columns)) == (0, 0, 0, 0)


@longer
@pytest.mark.parametrize(("name", "kind"), of_these(CASES, IN_SUITE))
def test_of_few_rows_and_of_many_the_cells_are_measured_alike(name: str, kind: str) -> None:
    view = view_of(name, kind)
    if view.frame.height:
        few = attrs.evolve(view, frame=view.frame.head(100))
        assert cell_widths(few) == measured_at_once(few)


_CELLS = st.fixed_dictionaries({name: st.sampled_from((None, "", "a", "漢", "dài hơn")) for name in ("name", "unit", "mark")})


@law(40, 2000)
@given(
    before=st.lists(_CELLS, max_size=4),
    now=st.lists(_CELLS, max_size=4),
    kept=st.integers(0, 4),
    sets=st.lists(st.sets(st.integers(0, 2)), min_size=2, max_size=2),
    many=st.booleans(),
)
def test_after_an_edit_only_columns_with_other_cells_are_measured_and_all_are_as_wide_as_if_they_were(
    before: list[dict[str, str | None]], now: list[dict[str, str | None]], kept: int, sets: list[set[int]], many: bool
) -> None:
    """``many``: as a table of more rows than a person reads is measured, of which only the cells that are others are looked at."""
    columns = (
        Column(key="name", title="Tên", width=9, beside="unit"),
        Column(key="name", title="Tên", width=9, suffix="mark"),
        Column(key="unit", title="Đơn vị", width=9, prefix="mark"),
    )
    named = tuple(attrs.evolve(column, key=column.key if place != 1 else "mark") for place, column in enumerate(columns))
    rows = [before, [*before[:kept], *now[kept:]]]
    schema = dict.fromkeys(("name", "unit", "mark"), pl.String)
    old, new = (
        View("indicators", pl.DataFrame(some, schema=schema), tuple(c for place, c in enumerate(named) if place not in without))
        for some, without in zip(rows, sets, strict=True)
    )
    measured: list[Column] = []

    def measure(view: View) -> tuple[int, ...]:
        measured.extend(view.columns)
        return cell_widths(view)

    with pytest.MonkeyPatch.context() as patch:
        if many:
            patch.setattr(cell_widths_module, "_FEW", 0)
            patch.setattr(cell_widths_module, "_READ", 0)
        assert renewed_widths(old, cell_widths(old), new, measure) == cell_widths(new)
    if rows[0] == rows[1]:
        assert set(measured) == set(new.columns) - set(old.columns)


@law(60, 3000)
@example(values=[5.4e-07], places=None, shows=Shows.NUMBER, texts=[None] * 4)
@example(values=[6.1e-05, 1e16], places=None, shows=Shows.NUMBER, texts=[None] * 4)
@given(
    values=st.lists(st.none() | st.floats(width=32) | st.floats(-1e9, 1e9).map(lambda value: round(value, 3)), min_size=1, max_size=4),
    places=st.none() | st.integers(0, 4),
    shows=st.sampled_from([Shows.NUMBER, Shows.YEAR]),
    texts=st.lists(st.none() | st.text("aọ，漢 ", max_size=4), min_size=4, max_size=4),
)
def test_figures_as_well(values: list[float | None], places: int | None, shows: Shows, texts: list[str | None]) -> None:
    rows = len(values)
    named = {name: [text] * rows for name, text in zip(("prefix", "suffix", "instead", "beside"), texts, strict=True)}
    frame = pl.DataFrame(
        {"figure": values, "digits": [places] * rows, **named},
        schema={"figure": pl.Float64, "digits": pl.Int64, **dict.fromkeys(named, pl.String)},
    )
    columns = (
        Column(key="figure", title="Số", width=5, shows=shows, digits="digits", prefix="prefix", suffix="suffix", suffix_as="faint"),
        Column(key="figure", title="Số", width=5, shows=shows, decimals=places, instead="instead", beside="beside"),
    )
    view = View("indicators", frame, columns)
    assert cell_widths(view) == measured_at_once(view)


def test_a_column_out_of_sight_takes_the_place_of_the_least_worthy_ones() -> None:
    measured = measured_of("shipped", "indicators")
    keys = [column.key for column in measured.columns]
    wanted = keys.index("required")
    for width in WIDTHS:
        plain, here = measured.laid_out(GUTTER, width), measured.laid_out(GUTTER, width, wanted=wanted)
        assert wanted in here.shown
        lost = plain.shown - here.shown
        kept = [i for i in measured.in_order if i in here.shown and i != wanted]
        assert all(measured.in_order.index(k) < measured.in_order.index(gone) for k in kept for gone in lost)
        assert all(place.index + 1 not in here.shown for place in here.places if place.index in here.gaps)


_NEEDED = 2
"""The worth of the columns everybody needs: who leads and until when, the target and the newest year."""


@pytest.mark.parametrize("kind", TABS)
def test_a_long_word_in_one_cell_takes_no_column_everybody_needs_from_a_window_of_eighty(kind: str) -> None:
    measured = measured_of("shipped", kind)
    needed = {i for i, c in enumerate(measured.columns) if c.worth is not None and c.worth <= _NEEDED}
    before = measured.laid_out(GUTTER, 79)
    for index in (i for i, c in enumerate(measured.columns) if c.align != "right" and measured.contents[i]):
        contents = tuple(200 if i == index else cells for i, cells in enumerate(measured.contents))
        layout = attrs.evolve(measured, contents=contents).laid_out(GUTTER, 79)
        gone = [measured.columns[i].key for i in (before.shown & needed) - layout.shown]
        assert not gone, f"{measured.columns[index].key} takes {gone} away"
        names = [p.width for p in layout.places if measured.columns[p.index].grows]
        assert min(names) >= 16, f"{measured.columns[index].key} leaves no name"


def test_the_panel_gives_way_to_the_columns_of_worth() -> None:
    for needed in (40, 101, 150):
        for height in HEIGHTS:
            for width in WIDTHS:
                place = side_place(width, height, needed, wanted=True)
                if place.where is Where.BESIDE:
                    assert width - place.size >= max(96, needed)
                elif height >= TALL:
                    assert place.where is Where.BELOW and place.size < height // 2
                else:
                    assert place.where is Where.AWAY
                assert side_place(width, height, needed, wanted=False) == side_place(width, height, 0, wanted=False)
