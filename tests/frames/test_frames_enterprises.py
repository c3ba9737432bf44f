"""Enterprises: brackets with open ends, windows, lateness, and the validity of what they rest on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.support.frame_plans import frames_of
from tui.frames.methods.enterprises import BRACKETS, EnterpriseVerdict, brackets, enterprise_verdicts, in_range

WINDOW = {"start": dt.date(2022, 1, 1), "end": dt.date(2023, 12, 31)}


def stand(as_of: dt.date = dt.date(2024, 1, 10), documents: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    record = {"name": "Công ty", "arrangement": "divest", **fields}
    return enterprise_verdicts(frames_of(enterprises={"e": record}, documents=documents or {}), as_of).to_dicts()[0]


@pytest.mark.parametrize(
    ("share", "open_ends", "holds"),
    [(65, ["min", "max"], False), (64.9, ["min", "max"], True), (50, ["min", "max"], False), (65, ["min"], True), (65, None, True)],
)
def test_65_fails_below_65(share: float, open_ends: list[str] | None, holds: bool) -> None:
    row = stand(share_now=share, target_min=50, target_max=65, **({"target_open": open_ends} if open_ends else {}))
    assert row["share_in_target"] is holds


@pytest.mark.parametrize(
    ("target", "bracket"),
    [
        ({"target_min": 50, "target_max": 65, "target_open": ["min", "max"]}, 2),
        ({"target_min": 50, "target_max": 65, "target_open": ["min"]}, None),  # 65 belongs to the bracket above
        ({"target_min": 50, "target_max": 65, "target_open": ["max"]}, None),
        ({"target_min": 100, "target_max": 100}, 0),
        ({"target_min": 0, "target_max": 0}, 3),
        ({"target_min": 42.27, "target_max": 42.27}, 3),
        ({"target_min": 99.9, "target_max": 99.9}, 1),
        ({"target_min": 65, "target_max": 65}, 1),
        ({"target_min": 64.99, "target_max": 64.99}, 2),
        ({"target_min": 50.01, "target_max": 50.01}, 2),
        ({"target_min": 50, "target_max": 50}, 3),
        ({"target_min": 65}, 1),
        ({"target_max": 50}, 3),
    ],
)
def test_the_whole_range_must_lie_in_one_bracket(target: dict[str, Any], bracket: int | None) -> None:
    row = stand(**target)
    assert (row["bracket"], row["in_bracket"]) == (bracket, bracket is not None)


def test_the_brackets_of_another_decision_are_those_of_the_settings() -> None:
    settings = {"brackets": [{"name": "Trên 51%", "min": 51, "max": 100, "open": ["min"]}, {"name": "Còn lại", "max": 51}]}
    record = {"name": "Công ty", "arrangement": "merge", "target_min": 51, "target_max": 51}
    frames = frames_of(enterprises={"e": record, "f": {**record, "target_min": 50, "target_max": 65}}, settings=settings)
    assert enterprise_verdicts(frames, dt.date(2024, 1, 10))["bracket"].to_list() == [1, None]
    assert [b.name for b in brackets(frames.plan)] == ["Trên 51%", "Còn lại"]
    assert brackets(frames_of().plan) == BRACKETS


def test_an_unknown_target_is_unknown_not_wrong() -> None:
    row = stand(share_now=40)
    assert (row["bracket"], row["in_bracket"], row["share_in_target"]) == (None, None, None)


def test_in_range_with_one_end() -> None:
    frame = pl.DataFrame(
        {"s": [40.0, 60.0], "low": [50.0, 50.0], "high": [None, None], "ends": [[], []]},
        schema_overrides={"high": pl.Float64, "ends": pl.List(pl.String)},
    )
    assert frame.select(in_range(pl.col("s"), pl.col("low"), pl.col("high"), pl.col("ends"))).to_series().to_list() == [False, True]


@pytest.mark.parametrize(
    ("day", "verdict", "days_late"),
    [
        (dt.date(2021, 12, 31), EnterpriseVerdict.UPCOMING, None),
        (dt.date(2022, 1, 1), EnterpriseVerdict.IN_WINDOW, None),
        (dt.date(2023, 12, 31), EnterpriseVerdict.IN_WINDOW, None),
        (dt.date(2024, 1, 1), EnterpriseVerdict.LATE, 1),
        (dt.date(2024, 12, 31), EnterpriseVerdict.LATE, 366),
    ],
)
def test_late_since_the_day_after_the_window(day: dt.date, verdict: EnterpriseVerdict, days_late: int | None) -> None:
    row = stand(day, window=WINDOW, stage="preparing")
    assert (row["verdict"], row["days_late"]) == (verdict, days_late)


@pytest.mark.parametrize(
    ("fields", "verdict", "days_late"),
    [
        ({"stage": "done"}, EnterpriseVerdict.DONE, None),
        ({"stage": "done", "done_on": dt.date(2023, 5, 1)}, EnterpriseVerdict.DONE, None),
        ({"stage": "done", "done_on": dt.date(2024, 1, 5)}, EnterpriseVerdict.DONE, 5),
        ({"stage": "done", "done_on": dt.date(2024, 2, 1)}, EnterpriseVerdict.LATE, 10),  # has not come yet
        ({"arrangement": "keep"}, EnterpriseVerdict.KEEPING, None),
        ({"window": {}}, EnterpriseVerdict.UNKNOWN, None),
        ({"window": {"start": dt.date(2022, 1, 1)}}, EnterpriseVerdict.IN_WINDOW, None),
    ],
)
def test_done_kept_unknown(fields: dict[str, Any], verdict: EnterpriseVerdict, days_late: int | None) -> None:
    row = stand(**{"window": WINDOW, **fields})
    assert (row["verdict"], row["days_late"]) == (verdict, days_late)


def test_late_says_whether_anybody_reported() -> None:
    assert not stand(window=WINDOW, stage="unreported")["reported"]
    assert stand(window=WINDOW, stage="valuation")["reported"]


def test_a_legal_basis_past_its_last_day_is_flagged() -> None:
    documents = {
        "qd": {"kind": "Quyết định", "about": "a", "valid_until": dt.date(2025, 12, 31)},
        "nd": {"kind": "Nghị định", "about": "b"},
    }
    assert not stand(dt.date(2025, 12, 31), documents, basis=["nd", "qd"])["basis_expired"]
    assert stand(dt.date(2026, 1, 1), documents, basis=["nd", "qd"])["basis_expired"]
    assert stand(dt.date(2026, 1, 1), documents, basis=["nd"])["basis_expired"] is False
    assert stand(dt.date(2026, 1, 1), documents)["basis_expired"] is False


def test_every_code_has_words() -> None:
    assert all(v.label for v in EnterpriseVerdict) and all(b.name for b in BRACKETS)
