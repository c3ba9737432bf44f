"""The plan the program ships with: complete, as the document words it, every figure with its source."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest

from tests.support.paths import SHIPPED
from tui.model.plan import Plan
from tui.store.plan_file import load


@pytest.fixture(scope="module")
def plan() -> Plan:
    loaded = load(SHIPPED)
    assert loaded.problems == ()
    return loaded.plan


def test_nothing_is_left_out(plan: Plan) -> None:
    counts = {
        name: len(plan.tables[name])
        for name in ("goals", "indicators", "sectors", "directions", "enterprises", "tasks", "documents", "duties")
    }
    assert counts == {
        "goals": 14,
        "indicators": 28,
        "sectors": 3,
        "directions": 14,
        "enterprises": 8,
        "tasks": 118,
        "documents": 63,
        "duties": 10,
    }
    assert sum("number" in d for d in plan.tables["documents"].values()) == 48
    assert Counter(d["sector"] for d in plan.tables["directions"].values()) == {"cnxd": 3, "nlts": 5, "tmdv": 6}
    assert plan.header["recipients"]


def test_operators_are_as_worded(plan: Plan) -> None:
    indicators = plan.tables["indicators"].values()
    assert Counter(i.get("op") for i in indicators) == {">=": 12, "=": 11, ">": 2, "<": 1, None: 2}
    assert [i["goal"] for i in indicators if "op" not in i] == ["g09", "g09"]


def test_tasks_by_section(plan: Plan) -> None:
    counts = Counter(t["section"] for t in plan.tables["tasks"].values())
    expected = {
        "III-1": (5, 5, 4, 11),
        "III-2": (2, 8, 7, 5),
        "III-3": (4, 12, 5, 4),
        "III-5": (9, 12, 21),
    }
    for part, numbers in expected.items():
        assert tuple(counts[f"{part}-{letter}"] for letter in "abcd"[: len(numbers)]) == numbers
    assert counts["III-4"] == 4
    assert all(t["status"] == "unreported" for t in plan.tables["tasks"].values())


def test_duties_have_both_deadlines(plan: Plan) -> None:
    assert sorted(d["before"] for d in plan.tables["duties"].values() if "before" in d) == ["11-20", "12-10"]


def test_every_record_of_the_document_says_where_it_stands(plan: Plan) -> None:
    for name in ("indicators", "directions", "enterprises", "tasks", "duties"):
        places = [r.get("locator") for r in plan.tables[name].values()]
        assert all(re.match(r"(II|III|IV)\.[0-9a-z.]+#\d+", p or "") for p in places), name
    tasks = [t["locator"] for t in plan.tables["tasks"].values()]
    assert len(set(tasks)) == len(tasks)


def test_summaries_are_short_and_distinct(plan: Plan) -> None:
    summaries = [t["summary"] for t in plan.tables["tasks"].values()]
    assert max(map(len, summaries)) <= 100
    assert len(set(summaries)) == len(summaries)


def test_every_published_figure_names_a_known_source(plan: Plan) -> None:
    used = set()
    for indicator in plan.tables["indicators"].values():
        for figure in indicator.get("values", []):
            assert figure["source"] in plan.tables["sources"]
            used.add(figure["source"])
    assert used == set(plan.tables["sources"])


def test_the_file_is_in_form_c_with_line_feeds() -> None:
    text = SHIPPED.read_bytes().decode("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert "\r" not in text


def test_reorganised_bodies_have_successors_from_the_next_day(plan: Plan) -> None:
    agencies = plan.tables["agencies"]
    assert agencies["ubnd-huyen"]["successors"] == ["ubnd-xa"]
    chain = agencies["cuc-thue"]["successors"] + agencies[agencies["cuc-thue"]["successors"][0]]["successors"]
    assert chain[-1] == "thue-tinh"
    for old in agencies.values():
        for new in old.get("successors", []):
            if "from" in agencies[new]:
                assert (agencies[new]["from"] - old["until"]).days == 1
