"""A day is put into words by one rule: the language of who reads, never the form in which the papers or the keyboard have it."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator

import polars as pl
import pytest

from tests.support.lengths import of_these
from tests.support.paths import ROOT, SAMPLE
from tui.frames.build import Frames
from tui.frames.tables.cells import day_of_year_text, day_text, short_names
from tui.frames.tables.everything import everything
from tui.frames.tables.side_by_side import answers, view_on
from tui.i18n.typed import read_typed
from tui.i18n.words import Words
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import Plan
from tui.reports.labels import labels_of, record_label, with_kind
from tui.store.plan_file import load

VI, EN = Words("vi"), Words("en")
DAY = dt.date(2025, 2, 28)
SLASHED = re.compile(r"\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\b")

IN_OTHER_WORDS = {
    "tui/i18n/words.py": "the rule itself, and the form that stands in an input",
    "tui/frames/tables/cells.py": "the rule in frames",
    "tui/model/plan.py": "a meeting's name in papers and files, which are Vietnamese",
    "tui/model/closing.py": "the notice, a Vietnamese paper",
    "tui/vocabulary/deadlines.py": "a deadline as offices write it, read back by the same words",
    "tui/store/older_reasons.py": "reads what older files say",
    "tui/start/loaded_later.py": "a day plotext reads in its own form, known without reading it",
}
"""The files that write a day by its parts, and why; the rooms of Vietnamese papers and of tables beside them."""
ROOMS = ("tui/reports/", "tui/exchange/")


def days_by_parts(code: str) -> Iterator[int]:
    """The lines on which a day's form is written out: a pattern of ``strftime`` or of a format with a day beside a month."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"%-?d.{1,2}%-?[mbB]", node.value):
            yield node.lineno


@pytest.mark.parametrize("code", ['f"{day:%d/%m/%Y}"', 'value.dt.strftime("%d.%m.%Y")', 'FORM = "%-d %b"'])
def test_a_day_by_its_parts_is_seen_however_it_is_written(code: str) -> None:
    assert list(days_by_parts(code)) == [1]


def test_nothing_puts_a_day_into_words_otherwise() -> None:
    found = {}
    for path in (*(ROOT / "tui").rglob("*.py"), *(ROOT / "kehoach").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if lines := list(days_by_parts(path.read_text(encoding="utf-8"))):
            found[name] = lines
    assert {name: lines for name, lines in found.items() if name not in IN_OTHER_WORDS and not name.startswith(ROOMS)} == {}
    assert set(IN_OTHER_WORDS) <= set(found), "what writes no day any more is no exception"


@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_frames_write_a_day_as_the_words_do(words: Words) -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(366)]
    frame = pl.DataFrame({"day": days, "of_year": [f"{day:%m-%d}" for day in days]})
    said = frame.select(day_text(pl.col("day"), words), day_of_year_text(pl.col("of_year"), words))
    assert said["day"].to_list() == [words.date(day) for day in days]
    assert said["of_year"].to_list() == [words.day_of_year(day.month, day.day) for day in days]


def test_what_is_shown_can_be_typed() -> None:
    spec = FieldSpec("when", Kind.MONTH_DAY, "When")
    for day in (DAY, dt.date(2026, 5, 3), dt.date(2026, 9, 30)):
        for words in (VI, EN):
            assert words.read_date(words.date(day)) == day
            assert words.read_date(words.day_of_year(day.month, day.day), dt.date(day.year, 1, 1)) == day
            assert read_typed(spec, words.day_of_year(day.month, day.day), words) == f"{day:%m-%d}"
    assert EN.read_date("28 february, 2025") == DAY
    for no_day in ("28 fe 2025", "28 nam 2025", "28 mayor 2025"):
        with pytest.raises(ValueError, match="is not a day"):
            EN.read_date(no_day)


def plan_of_days() -> Plan:
    """The sample with a meeting that is called by its day, and a decision of it."""
    plan = load(SAMPLE).plan
    plan.tables["reviews"]["r"] = {"date": DAY}
    return plan


@pytest.mark.parametrize("table", of_these([name for name in TABLES if not TABLES[name].single], ["tasks", "duties", "reviews"]))
def test_no_text_of_a_table_has_a_day_of_the_other_language(table: str) -> None:
    frames = Frames(plan_of_days())
    frame = view_on(frames, table, dt.date(2026, 11, 22), EN).frame
    own = {text for record in frames.plan.tables[table].values() for text in SLASHED.findall(str(record))}
    shown = [name for name in frame.columns if frame.schema[name] == pl.String and not name.endswith("_also")]
    for name in shown:
        assert {found for text in frame[name].drop_nulls() for found in SLASHED.findall(text)} <= own, name


def test_a_record_called_by_its_day_is_called_in_the_language_of_who_reads() -> None:
    plan = plan_of_days()
    frames = Frames(plan)
    spec = FieldSpec("review", Kind.REF, "Review", table="reviews")
    for words, said in ((EN, "28 Feb 2025"), (VI, "28/02/2025")):
        assert record_label("reviews", "r", plan, words) == words("Meeting of {day}", day=said), "and what was on it"
        assert labels_of(spec, "r", plan, words) == [said]
        assert dict(short_names(frames, "reviews", words).iter_rows())["r"] == said
        assert dict(answers(frames, "reviews", DAY, words).select("id", "label").iter_rows())["r"] == said
        assert said in everything(frames, words, DAY).rows["label"].to_list()
    assert plan.title_of("reviews", "r") == "28/02/2025", "papers are Vietnamese"


def test_a_record_that_has_only_a_day_says_what_was_on_it() -> None:
    plan = plan_of_days()
    plan.tables["agencies"]["a"] = {"name": "Sở A"}
    day = VI.date(plan.tables["reviews"]["r"]["date"])
    assert record_label("reviews", "r", plan, VI) == with_kind("reviews", "r", plan, VI) == f"Cuộc họp ngày {day}"
    assert with_kind("agencies", "a", plan, VI) == "cơ quan · Sở A"
    assert record_label("reviews", "gone", plan, VI) == "gone"
