"""What somebody looks at in a roll-up: a cell leads to what it counts, ranks are shared and never of what nobody knows."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.support.many_plans import DAY, plan_text, write_plans
from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tui.frames.methods.headline import STANDINGS
from tui.frames.methods.tasks import TaskState
from tui.i18n.words import LANGUAGES, Words
from tui.lake.looks import InPlan, Look, behind
from tui.lake.open_lake import OpenLake
from tui.lake.queries import QUERIES
from tui.lake.rollup import roll_up
from tui.lake.views import Answered, view_of

FEWER = 'op = ">="', 'op = "<="'


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> OpenLake:
    """Plans that differ in growth, term and area; one without an area, an empty one, the sample, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("many")
    fewer = plan_text("P5", "05", growth=4.0).replace(*FEWER).replace('level = "province"', 'level = "commune"')
    least = plan_text("P6", "06", growth=2.0).replace(*FEWER).replace('level = "province"', 'level = "commune"')
    plans = {
        "a": plan_text("P1", "01", growth=9.0),
        "b": plan_text("P2", "19", growth=6.0),
        "c": plan_text("P3", "19", growth=6.0),
        "later": plan_text("P4", None, term="2026-2030"),
        "fewer": fewer,
        "least": least,
        "other-unit": plan_text("P7", "07", growth=900.0).replace('unit = "%/năm"', 'unit = "tỷ đồng"'),
        "empty": EMPTY,
        "broken": "[plan\n",
        "sample": SAMPLE.read_text(encoding="utf-8"),
    }
    write_plans(folder / "plans", **plans)
    roll_up([str(folder / "plans")], folder / "lake", DAY)
    return OpenLake(folder / "lake")


def asked(lake: OpenLake, look: Look) -> Answered:
    return lake.ask(look)[1]


def test_every_cell_leads_to_as_much_as_it_counts(lake: OpenLake) -> None:
    words = Words("en")
    for by in ("area", "term", "level", "plan", "code"):
        look = Look(by=by)
        for row in view_of(asked(lake, look), words).frame.iter_rows(named=True):
            for column in (*STANDINGS, "indicators", "late", "attention"):
                if column not in row:
                    continue
                wanted = row["not_met"] + row["at_risk"] if column == "attention" else row[column]
                there = behind(look, row, column)
                assert (there is None) == (not wanted), (by, row["id"], column)
                if isinstance(there, Look):
                    assert asked(lake, there).rows.height == wanted, (by, row["id"], column)


def test_tasks_of_a_body_are_those_it_counts_and_lead_to_their_plan(lake: OpenLake) -> None:
    look = Look(by="body")
    rows = view_of(asked(lake, look), Words("vi")).frame
    row = rows.filter(agency_name="Sở A").row(0, named=True)
    for column, count in (("agency_name", row["tasks"]), ("late", row["late"]), ("late_share", row["late"]), ("not_reported", 0)):
        there = behind(look, row, column)
        assert (there.states if isinstance(there, Look) else None) is not None
        assert isinstance(there, Look)
        if column != "not_reported":
            found = asked(lake, there).rows
            assert found.height == count, column
    late = asked(lake, Look(by="task", body=("A", "Sở A"), states=(TaskState.LATE.value,))).rows
    first = late.row(0, named=True)
    assert behind(Look(by="task"), first, "summary") == InPlan(first["plan"], "tasks", "I-1")


def test_ranks_are_shared_and_who_has_no_figure_has_none(lake: OpenLake) -> None:
    found = asked(lake, Look(by="one_code", code="0501"))
    assert found.look.year == 2022
    ranks = {row["title"].split()[-1]: (row["value"], row["rank"], row["ranked"]) for row in found.rows.iter_rows(named=True)}
    assert ranks == {
        "P1": (9.0, 1, 3),
        "P2": (6.0, 2, 3),
        "P3": (6.0, 2, 3),
        "P4": (None, None, 3),
        "P5": (4.0, 2, 2),  # of communes, whose targets are upper bounds
        "P6": (2.0, 1, 2),
        "P7": (900.0, 1, 1),  # in another unit
    }
    bars = dict(found.rows.select(pl.col("title").str.tail(2), "bar").iter_rows())
    assert (bars["P1"], bars["P4"]) == (1.0, None) and bars["P2"] == pytest.approx(6 / 9)


def test_an_estimate_and_what_is_contradicted_is_marked_as_in_its_plan(tmp_path: Path) -> None:
    one = '[{ year = 2022, value = 6.0, vintage = "official" }]'
    estimate = '[{ year = 2022, value = 5.0, vintage = "estimate" }]'
    two = '[{ year = 2022, value = 4.0, vintage = "estimate" }, { year = 2022, value = 4.5, vintage = "estimate" }]'
    text = plan_text("P", "01", growth=6.0)
    assert one in text
    write_plans(tmp_path / "plans", a=text, b=text.replace(one, estimate), c=text.replace(one, two), d=text.replace(one, "[]"))
    roll_up([str(tmp_path / "plans")], tmp_path / "lake", DAY)
    found = asked(OpenLake(tmp_path / "lake"), Look(by="one_code", code="0501"))
    for language, marks in (("vi", [None, "ư", "ư≠", None]), ("en", [None, "e", "e≠", None])):
        view = view_of(found, Words(language))
        suffix = {column.key: column.suffix for column in view.columns}["value"]
        rows = view.frame.sort("plan")
        assert suffix is not None and rows[suffix].to_list() == marks
        assert rows["value"].is_null().to_list() == [False, False, False, True]


def test_a_year_nobody_has_a_figure_of_ranks_nobody(lake: OpenLake) -> None:
    for look in (Look(by="one_code", code="0501", year=2023), Look(by="one_code", code="none' OR '1'='1")):
        rows = asked(lake, look).rows
        assert rows["rank"].null_count() == rows.height and rows["value"].null_count() == rows.height


def test_what_is_shown_are_the_numbers_of_the_question_in_both_languages(lake: OpenLake) -> None:
    for by in QUERIES:
        found = asked(lake, Look(by=by))
        for language in LANGUAGES:
            view = view_of(found, Words(language))
            assert view.frame["id"].is_unique().all() and view.frame.height == found.rows.height
            counts = [
                column.key for column in view.columns if column.key in found.rows.columns and found.rows[column.key].dtype.is_integer()
            ]
            assert counts
            for key in counts:
                shown, told = view.frame[key].to_list(), found.rows[key].to_list()
                assert all(a == b or (a is None and not b) for a, b in zip(shown, told, strict=True)), (by, key)
            assert {name for column in view.every_column for name in column.frame_columns()} <= set(view.frame.columns)


def test_nothing_judged_is_no_share_and_says_so(lake: OpenLake) -> None:
    frame = view_of(asked(lake, Look(by="plan")), Words("en")).frame
    empty = frame.filter(pl.col("plan").str.contains("/empty/")).row(0, named=True)
    assert empty["attention"] is None and empty["attention_text"] == "nothing judged" and empty["attention_tone"] == "muted"


def test_a_roll_up_without_plans_answers_with_no_row(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    roll_up([str(tmp_path / "plans")], tmp_path / "lake", DAY)
    empty = OpenLake(tmp_path / "lake")
    for look in (
        *(Look(by=by) for by in QUERIES),
        Look(by="task"),
        Look(by="indicator"),
        Look(by="one_code", code="x"),
        Look(by="problem"),
    ):
        if look.by == "task":
            look = Look(by="task", states=("late",))
        assert view_of(asked(empty, look), Words("vi")).frame.is_empty(), look
