"""Every engine gives one answer to every question: Polars, also through ``LazyFrame.remote``, and the extras where they are installed.

The environment of the suite has Polars and DuckDB. ``.ci/engines``, a step of CI, fetches Daft, Ray and Spark as well and runs this folder
with them, over 50 plans more; Ray is given two workers.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bench.country_plans import country_plans
from bench.engines import NOT_RUN, compared, digest
from tests.support.lengths import LONG
from tests.support.many_plans import DAY, plan_text, write_plans
from tests.support.paths import SHIPPED
from tests.support.small_plan import EMPTY
from tui.lake.engines import answer, with_polars
from tui.lake.queries import QUERIES, of_one_code
from tui.lake.reading import Lake, lake_in
from tui.lake.rollup import roll_up
from tui.lake.sums import summed

NEEDS = {"duckdb": ("duckdb",), "daft": ("daft",), "ray": ("daft", "ray"), "spark": ("pyspark",)}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Plans of two areas and two terms, one of none, one without a record, one that cannot be read; at length 50 of the shipped size."""
    folder = tmp_path_factory.mktemp("engines")
    plans = {
        **{f"p{number}": plan_text(f"P{number}", f"{number % 2:02}", growth=float(number)) for number in range(6)},
        "c": plan_text("P7", "01", term="2026-2030"),
        "d": plan_text("P8", None, title='Kế hoạch ‘của’ \\"ai\\"'),
        "empty": EMPTY,
        "broken": "[plan\n",
    }
    write_plans(folder / "plans", **plans)
    if LONG:
        country_plans(folder / "plans" / "country", 50, SHIPPED.read_text(encoding="utf-8"))
    roll_up([str(folder / "plans")], folder / "lake", DAY)
    return lake_in(folder / "lake")


@pytest.mark.parametrize("engine", NEEDS)
def test_each_engine_gives_the_answers_of_polars(lake: Lake, engine: str) -> None:
    if missing := [name for name in NEEDS[engine] if find_spec(name) is None]:
        pytest.skip(f"{', '.join(missing)} not installed here; .ci/engines runs this with it")
    said, faults = compared(lake.folder.parent.parent, ["polars", engine])
    print(f"\n{engine}: {said[engine]} (polars: {said['polars']})")
    if said[engine].startswith(NOT_RUN):
        pytest.skip(said[engine])
    assert faults == 0, said
    assert said[engine].count("a worker had") == (2 if engine == "ray" else 0), said  # both did work


class Remote:
    """What stands in the place of a licensed cluster: it is given the lazy frame, in the bytes that would be sent, and collects it here."""

    def __init__(self) -> None:
        self.plans: list[bytes] = []

    def __call__(self, frame: pl.LazyFrame, *given: Any, **named: Any) -> Remote:
        self.plans.append(frame.serialize())
        return self

    def collect(self) -> pl.DataFrame:
        """The rows of what was sent last."""
        import io

        return pl.LazyFrame.deserialize(io.BytesIO(self.plans[-1])).collect()


def test_the_frame_of_a_question_is_what_a_distributed_polars_would_be_sent(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    remote = Remote()
    monkeypatch.setattr(pl.LazyFrame, "remote", lambda frame, *given, **named: remote(frame, *given, **named))
    for name, sql in QUERIES.items():
        told: Any = with_polars.asked(lake, sql).remote()
        assert digest(told.collect().rows()) == digest(answer(lake, sql).rows()), name
    assert len(remote.plans) == len(QUERIES)


def test_a_sum_is_the_same_on_two_engines_and_an_empty_lake_answers_nothing(lake: Lake, tmp_path: Path) -> None:
    write_plans(tmp_path / "plans", a=plan_text("P1"), b=plan_text("P2").replace('kind = "term_growth"', 'kind = "count"'))
    assert digest(answer(lake, of_one_code("nowhere"), "duckdb").rows()) == digest([])
    counted = tmp_path / "plans" / "a" / "plan.toml"
    counted.write_text(plan_text("P1", "01").replace('"term_growth"', '"count"').replace("%/năm", "xã"), encoding="utf-8")
    (tmp_path / "plans" / "b" / "plan.toml").unlink()
    roll_up([str(tmp_path / "plans")], tmp_path / "lake", DAY)
    one = lake_in(tmp_path / "lake")
    assert summed(one, "0501") == summed(one, "0501", engine="duckdb")
