"""What an edit and a first view take, counted: a change that has them do more is seen on any machine."""

from __future__ import annotations

import polars as pl

from bench import counts
from bench.counts import Count, counted
from bench.subjects import REPOSITORY


def test_first_views_and_edits_ask_no_more_than_the_page_says() -> None:
    on_page = counts.on_page(counts.PAGE.read_text(encoding="utf-8"))
    now = {job: count.queries for job, count in counts.counts(REPOSITORY / "data" / "plan.toml").items()}
    assert now.keys() == on_page.keys()
    assert {job: queries for job, queries in now.items() if queries > 1.1 * on_page[job]} == {}
    assert all(count > 0 for count in now.values())


def test_every_query_and_every_call_counts() -> None:
    frame = pl.DataFrame({"a": [1, 2]})

    def asked() -> None:
        frame.filter(pl.col("a") > 1)
        frame.lazy().select("a").collect()

    count = counted(asked)
    assert count.queries == 2 and count.calls > 2
    assert counted(lambda: None) == Count(queries=0, calls=1)


def test_the_page_is_read_as_it_is_written() -> None:
    found = {"one": Count(3, 1234), "other": Count(0, 5)}
    page = f"before {counts._START}\n{counts.table(found)}\n{counts._END} after"
    assert counts.on_page(page) == {"one": 3, "other": 0}
