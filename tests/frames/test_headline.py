"""How many indicators stand how: what has no number and what has too few figures is not hidden among those without data."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest

from tests.support.frame_plans import frames_of, indicator
from tests.support.paths import SHIPPED
from tui.frames.build import Frames
from tui.frames.insight.meeting_snapshot import changes_since, frozen_of
from tui.frames.insight.overview import overview
from tui.frames.methods.headline import QUALITATIVE, STANDINGS, headline, not_enough
from tui.frames.methods.verdicts import verdicts
from tui.frames.tables.targets import targets_view
from tui.i18n.words import Words
from tui.reports import sentences
from tui.reports.annexes import annexes, counted
from tui.reports.status import as_csv, as_json, as_text
from tui.reports.word.yearly import summary
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI = Words("vi")
DAY = dt.date(2025, 6, 30)
RECORDS = {
    "gap": indicator("term_growth", target=7, values={2021: 5, 2024: 6}),
    "short": indicator("end_level", target=90, values={2023: 80}),
    "empty": indicator("end_level", target=90),
    "words": {**indicator("qualitative", None), "goal": "g"},
    "good": indicator("floor", target=46, values={2023: 47, 2024: 48}),
}


def test_no_data_names_those_with_too_few_figures_and_leaves_out_what_has_no_number() -> None:
    judged = verdicts(frames_of(indicators=RECORDS), DAY)
    counts = headline(judged)
    assert tuple(counts) == STANDINGS and sum(counts.values()) == len(RECORDS)
    assert (counts["no_data"], counts[QUALITATIVE], counts["on_course"], not_enough(judged)) == (3, 1, 1, 2)


def test_an_empty_plan_counts_nothing() -> None:
    judged = verdicts(frames_of(indicators={}), DAY)
    assert set(headline(judged).values()) == {0} and not_enough(judged) == 0


@pytest.mark.parametrize("frames", [Frames(load(SHIPPED).plan), frames_of(indicators=RECORDS)], ids=["shipped", "made"])
def test_one_count_stands_everywhere(frames: Frames) -> None:
    judged = verdicts(frames, DAY)
    counts, few = {code: n for code, n in headline(judged).items() if n}, not_enough(judged)
    found = overview(frames, DAY, ())
    (told,) = (part for part in json.loads(as_json(found, frames.plan, VI))["sections"] if part["section"] == "headline")
    lines = [line for line in told["lines"] if line["table"] == "indicators"]
    assert {line["code"]: line["numbers"]["n"] for line in lines if line["numbers"]["n"]} == counts
    assert [line["numbers"]["not_enough"] for line in lines if line["code"] == "no_data"] == [few]
    rows = [row for row in csv.DictReader(io.StringIO(as_csv(found, frames.plan, VI))) if row["section"] == "headline"]
    assert {row["code"]: int(row["n"]) for row in rows if row["table"] == "indicators" and row["n"] != "0"} == counts
    view = targets_view(frames, frames.plan, DAY, VI).frame
    assert dict(view.group_by("verdict").len().iter_rows()) == counts
    tables = annexes(frames, DAY)
    assert counted((row.code for row in tables[0].rows), STANDINGS) == counts
    text, paper = as_text(found, frames.plan, VI), summary(frames, DAY, tables)
    assert f"? {counts['no_data']} chưa đủ số liệu ({few} đã có một phần số liệu)" in text and f"□ {counts[QUALITATIVE]} định tính" in text
    assert f"{counts['no_data']:02d} {sentences.VERDICTS['no_data']} (trong đó {few:02d} chỉ tiêu" in paper
    assert f"{counts[QUALITATIVE]:02d} định tính" in paper


def test_what_a_meeting_kept_before_they_were_counted_apart_is_no_change() -> None:
    frames = frames_of(indicators=RECORDS)
    kept = frozen_of(frames, DAY)
    assert {entry["subject"]: entry["verdict"] for entry in kept}["indicators.words"] == QUALITATIVE
    before = [{**entry, "verdict": "no_data"} if entry["verdict"] == QUALITATIVE else entry for entry in kept]
    assert not any(change.changed for change in changes_since(frames, before, DAY))
