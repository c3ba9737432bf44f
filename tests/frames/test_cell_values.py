"""Values of columns and what rows come to by them: what is counted is what is shown when it is chosen, whatever a column holds."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import LATER, frames_of, indicator
from tests.support.lengths import longer, of_these
from tests.support.table_views import CASES, view_of
from tui.frames.tables.cell_values import NOTHING, Span, counted, edges_of, holding, spans_of
from tui.frames.tables.columns import Column, Shows, View
from tui.frames.tables.groups import grouped
from tui.frames.tables.narrowing import Asked, GroupedBy, Only, as_values, from_values
from tui.frames.tables.sums import sums_of, told
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words

WORDS = Words("en")
OF_EACH_KIND = [
    *(("shipped", kind) for kind in ("indicators", "tasks", "duties")),
    *(("exampleton", kind) for kind in ("directions", "areas")),
    ("empty", "tasks"),
]
"""Views with columns of every kind."""


@longer
@pytest.mark.parametrize(("name", "kind"), of_these(CASES, OF_EACH_KIND))
def test_a_value_is_chosen_by_as_many_rows_as_it_counts_and_its_group_has_these_very_rows(name: str, kind: str) -> None:
    view = view_of(name, kind)
    for column in view.every_column:
        for span in spans_of(view, column):
            grouping = grouped(view, view.frame, column, WORDS, span)
            values = counted(view, view.frame, column, WORDS, span)
            assert [value.key for value in grouping.groups] == [value.key for value in values]
            rows: set[int] = set()
            for place, value in enumerate(values):
                chosen = holding(view, view.frame, column, [value.key]).arg_true().to_list()
                assert len(chosen) == value.count and value.label, (column.key, value)
                assert grouping.rows_of(place).to_list() == chosen, (column.key, value)
                rows.update(chosen)
            assert rows == set(range(view.frame.height)), f"{column.key}: every row stands somewhere"
            assert all(value.key != NOTHING for value in values[:-1]), "what holds nothing comes last"


ONE_TASK = {"section": "s", "order": 1, "summary": "A", "mode": "standing", "status": "done", "leads": ["tc"], "partners": ["old", "new"]}


def numbers_view(values: list[float | None], **more: object) -> View:
    frame = pl.DataFrame({"id": [str(n) for n in range(len(values))], "x": values}, schema={"id": pl.String, "x": pl.Float64})
    return View("", frame, (Column(key="x", title="X", width=8, shows=Shows.NUMBER, align="right", **more),))  # type: ignore[arg-type]


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9), st.integers(-50, 50).map(lambda n: n / 10)), max_size=40))
def test_numbers_lie_in_the_range_that_counts_them(values: list[float | None]) -> None:
    view = numbers_view(values)
    column = view.columns[0]
    found = counted(view, view.frame, column, WORDS)
    assert sum(value.count for value in found) == len(values)
    for value in found:
        assert holding(view, view.frame, column, [value.key]).sum() == value.count, value
    known = [value for value in values if value is not None]
    if known:
        edges = [float(edge) for edge in edges_of(pl.Series(known, dtype=pl.Float64))]
        assert edges == sorted(set(edges)) and edges[0] <= min(known) and max(known) < edges[-1] and len(edges) < 40


def test_small_numbers_are_told_apart_beside_a_large_one() -> None:
    values = counted(view := numbers_view([*map(float, range(1, 21)), 1_000_000.0]), view.frame, view.columns[0], WORDS)
    assert len(values) > 2 and values[-1].count == 1


def test_a_partner_counts_by_who_stands_for_it_on_the_day_and_each_of_several_counts() -> None:
    frames = frames_of(
        agencies={
            "old": {"name": "Sở Cũ", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["new"]},
            "new": {"name": "Sở Mới", "kind": "department", "from": dt.date(2025, 3, 1)},
            "tc": {"name": "Sở Tài chính", "kind": "department"},
        },
        sections={"s": {"number": "I", "title": "Phần", "order": 1}},
        tasks={
            "a": {
                "section": "s",
                "order": 1,
                "summary": "A",
                "mode": "standing",
                "status": "done",
                "leads": ["tc"],
                "partners": ["old", "new"],
            },
            "b": {**ONE_TASK, "order": 2, "status": "unreported", "leads": ["old", "tc"], "partners": []},
        },
    )
    view = tasks_view(frames, frames.plan, LATER, WORDS)
    by = {key: counted(view, view.frame, view.column(key), WORDS) for key in ("leads", "partners", "status", "section")}
    assert [(v.label, v.count) for v in by["leads"]] == [("Sở Mới", 1), ("Sở Tài chính", 2)]
    assert [(v.label, v.count) for v in by["partners"]] == [("Sở Mới", 1), ("(nothing)", 1)]
    assert [v.key for v in by["status"]] == ["unreported", "done"], "in the order of the scale"
    assert [v.label for v in by["section"]] == ["I Phần"]
    before = tasks_view(frames, frames.plan, dt.date(2024, 1, 1), WORDS)
    assert "Sở Cũ" in [v.label for v in counted(before, before.frame, before.column("leads"), WORDS)], "another day, another body"


def test_days_are_counted_by_year_quarter_and_month() -> None:
    days = [dt.date(2025, 1, 31), dt.date(2025, 3, 1), dt.date(2026, 12, 31), None]
    frame = pl.DataFrame({"id": list("abcd"), "day": days})
    view = View("", frame, (Column(key="day", title="Ngày", width=11, shows=Shows.DATE),))
    labels = {span: [(v.label, v.count) for v in counted(view, frame, view.columns[0], Words("vi"), span)] for span in Span}
    assert [n for _, n in labels[Span.YEAR]] == [2, 1, 1] and labels[Span.YEAR][0][0] == "2025"
    assert [n for _, n in labels[Span.QUARTER]] == [2, 1, 1] and "I/2025" in labels[Span.QUARTER][0][0]
    assert [label for label, _ in labels[Span.MONTH]][:3] == ["01/2025", "03/2025", "12/2026"]


# -- sums -----------------------------------------------------------------------------------------------------------------


def sum_of(column: str, **indicators: dict[str, object]) -> str:
    frames = frames_of(indicators=indicators)
    view = targets_view(frames, frames.plan, LATER, WORDS)
    return told(sums_of(view, view.frame, view.column(column)), view.column(column), WORDS)


def test_amounts_of_one_unit_are_added_up_and_what_is_not_known_is_counted() -> None:
    amounts = {f"i{n}": indicator("term_sum", target=10.0 * n, unit="tỷ đồng", name=f"Thu {n}", values={2024: float(n)}) for n in (1, 2)}
    said = sum_of("year_2024", **amounts, c=indicator("term_sum", target=5.0, unit="tỷ đồng", name="Chi"))
    assert "sum 3 tỷ đồng" in said and "mean 1.5 tỷ đồng" in said and "3 rows" in said and "1 not known" in said


@longer
@pytest.mark.parametrize("kind", of_these(["term_growth", "share", "points_cut", "floor"], ["term_growth", "share"]))
def test_growth_and_shares_are_never_added_up(kind: str) -> None:
    two = {f"i{n}": indicator(kind, target=float(n), unit="%", name=f"Tỷ lệ {n}", values={2024: float(n)}) for n in (1, 2)}
    said = sum_of("target", **two)
    assert "sum" not in said and "mean 1.5%" in said and "not added up" in said


def test_units_are_never_mixed_and_a_part_is_not_added_to_its_whole() -> None:
    mixed = {"a": indicator("term_sum", target=1.0, unit="ha", name="A"), "b": indicator("term_sum", target=1.0, unit="tấn", name="B")}
    said = sum_of("target", **mixed)
    assert "different units" in said and "ha" in said and not any(word in said for word in ("sum", "mean", "least"))
    whole = {
        "a": indicator("term_sum", target=3.0, unit="ha", name="A"),
        "b": indicator("term_sum", target=1.0, unit="ha", name="B", parent="a"),
    }
    of_both = sum_of("target", **whole)
    assert "sum" not in of_both.replace("their sum", "") and "twice" in of_both
    per_head = {f"i{n}": indicator("end_level", target=1.0 + n, unit="triệu đồng/người", name=f"I{n}") for n in (1, 2)}
    assert "not added up" in sum_of("target", **per_head)


def test_days_come_to_the_earliest_and_the_latest_and_words_to_a_count() -> None:
    frame = pl.DataFrame({"id": list("abc"), "day": [dt.date(2025, 3, 1), None, dt.date(2024, 1, 1)], "word": ["x", None, "y"]})
    view = View("", frame, (Column(key="day", title="Ngày", width=9, shows=Shows.DATE), Column(key="word", title="Chữ", width=9)))
    assert told(sums_of(view, frame, view.columns[0]), view.columns[0], Words("vi")).count("/20") == 2
    of_words = sums_of(view, frame, view.columns[1])
    assert (of_words.rows, of_words.known, of_words.total) == (3, 2, None) and of_words.against is not None
    nothing = numbers_view([None, None])
    assert "sum" not in told(sums_of(nothing, nothing.frame, nothing.columns[0]), nothing.columns[0], WORDS), "not known is not nought"


# -- what is asked, written down --------------------------------------------------------------------------------------------

_TEXT = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=6)
_KEY = st.from_regex(r"\A[a-z_0-9]{1,8}\Z")


@given(
    st.builds(
        Asked,
        st.one_of(st.just(""), _TEXT),
        st.dictionaries(_KEY, st.lists(st.one_of(st.just(NOTHING), _TEXT), min_size=1, max_size=3, unique=True), max_size=2).map(
            lambda chosen: tuple(Only(key, tuple(keys)) for key, keys in chosen.items())
        ),
        st.one_of(st.none(), st.tuples(_KEY, st.booleans())),
        st.one_of(st.none(), st.builds(GroupedBy, _KEY, st.sampled_from(Span))),
    )
)
def test_what_is_asked_is_the_same_when_it_is_read_again(asked: Asked) -> None:
    assert from_values(as_values(asked)) == asked


def test_what_a_view_does_not_have_is_not_asked_and_the_rest_is() -> None:
    view = numbers_view([1.0, 2.0])
    asked = from_values({"filter": "x>1", "only": ["gone=a", "x=2.0", "no sign", 7], "sort": "x", "descending": "yes", "group": "gone"})
    assert asked.within(view) == Asked("x>1", (Only("x", ("2.0",)),), ("x", False), None)
