"""One question, one answer: every engine that is here gives the same rows for what is asked of a lake."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from tests.support.many_plans import DAY, plan_text, write_plans
from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tui.lake.engines import CannotAsk, answer
from tui.lake.engines.with_spark import columns_of
from tui.lake.queries import QUERIES, of_one_code
from tui.lake.reading import Lake, lake_in, named_in
from tui.lake.rollup import roll_up
from tui.lake.schemas import SCHEMAS


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Plans of two areas and two terms, one without an area, one without a record, one that cannot be read, an area like a number."""
    folder = tmp_path_factory.mktemp("many")
    plans = {
        "a": plan_text("P1", "01", growth=9.0),
        "b": plan_text("P2", "19", growth=6.0),
        "c": plan_text("P3", "19", term="2026-2030"),
        "d": plan_text("P4", None, title='Kế hoạch ‘của’ \\"ai\\"'),
        "empty": EMPTY,
        "broken": "[plan\n",
        "sample": SAMPLE.read_text(encoding="utf-8"),
    }
    write_plans(folder / "plans", **plans)
    roll_up([str(folder / "plans")], folder / "lake", DAY)
    return lake_in(folder / "lake")


def rounded(rows: pl.DataFrame) -> list[list[object]]:
    """Rows in their order; numbers to so many digits as two ways of summing agree on."""
    return [[round(value, 9) if isinstance(value, float) else value for value in row] for row in rows.rows()]


def test_polars_and_duckdb_give_the_same_rows_to_every_question(lake: Lake) -> None:
    for name, sql in {**QUERIES, "0501": of_one_code("0501"), "quoted": of_one_code("x' OR '1'='1")}.items():
        ours, theirs = answer(lake, sql), answer(lake, sql, "duckdb")
        assert ours.columns == theirs.columns, name
        assert rounded(ours) == rounded(theirs), name
    assert answer(lake, of_one_code("x' OR '1'='1")).is_empty()


def test_a_question_is_given_the_tables_it_names_in_whatever_letters_and_all_where_it_names_none(lake: Lake) -> None:
    for engine in ("polars", "duckdb"):
        told = answer(lake, "SELECT COUNT(*) AS n FROM tasks INNER JOIN plans ON tasks.plan = plans.plan", engine)
        assert told.rows() == answer(lake, "SELECT COUNT(*) AS n FROM tasks", engine).rows(), engine
    assert answer(lake, 'SELECT COUNT(*) AS n FROM "Plans"', "duckdb").rows() == [(6,)]
    assert {name for (name,) in answer(lake, "SHOW TABLES", "duckdb").rows()} == set(SCHEMAS)
    assert named_in("select 1 from TASKS") == ["tasks"]


def test_spark_is_told_every_column_with_a_type_it_has() -> None:
    for name, columns in SCHEMAS.items():
        told = dict(each.split("` ") for each in columns_of(name).split(", "))
        assert [column.strip("`") for column in told] == [*columns, "term", "area"], name
        assert set(told.values()) <= {"STRING", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "ARRAY<STRING>", "ARRAY<BIGINT>"}, name


def test_headlines_of_areas_count_what_their_plans_count(lake: Lake) -> None:
    told = answer(lake, QUERIES["area"])
    assert dict(told.select("area", "plans").iter_rows()) == {"": 3, "01": 1, "19": 2}
    assert dict(told.filter(area="19").select("plans", "indicators", "tasks").row(0, named=True)) == {
        "plans": 2,
        "indicators": 4,
        "tasks": 4,
    }
    bodies = answer(lake, QUERIES["body"]).filter(agency_code="A")
    assert bodies.select("agency_name", "tasks", "late", "most_days_late").rows() == [("Sở A", 8, 4, 151)]


def test_a_question_that_cannot_be_asked_is_a_sentence(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    for engine in ("polars", "duckdb"):
        for sql in ("SELECT nothing FROM plans", "SELEKT", "SELECT * FROM nowhere", ";"):
            with pytest.raises(CannotAsk, match=engine):
                answer(lake, sql, engine)
    monkeypatch.setitem(sys.modules, "daft", None)
    with pytest.raises(CannotAsk, match=r"daft is not installed here .*kehoach\[cluster\]"):
        answer(lake, "SELECT 1", "daft")


def test_a_question_to_duckdb_reads_and_writes_nothing_but_the_lake(lake: Lake, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    for sql in (
        f"SELECT * FROM read_csv('{secret}')",
        f"COPY plans TO '{tmp_path}/out.csv'",
        "SET enable_external_access = true",
        "ATTACH ':memory:' AS x; INSTALL httpfs",
    ):
        with pytest.raises(CannotAsk):
            answer(lake, sql, "duckdb")
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_a_lake_without_a_plan_has_every_table(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    roll_up([str(tmp_path / "plans")], tmp_path / "lake", DAY)
    for sql in QUERIES.values():
        assert answer(lake_in(tmp_path / "lake"), sql).is_empty()
