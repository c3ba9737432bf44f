"""Lines of a terminal: nothing is wider than the terminal, nothing but names is cut, and a pipe gets everything."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.support.paths import SAMPLE, SHIPPED
from tui.frames.build import Frames
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import Overview
from tui.i18n.words import LANGUAGES, Words
from tui.model.plan import Plan
from tui.reports.lines import BETWEEN, named_line, shortened, wrapped, wrapped_parts
from tui.reports.status import as_text
from tui.store.plan_file import load, load_text

pytestmark = pytest.mark.usefixtures("worked_out_once")

DAY = dt.date(2024, 11, 20)
TEXT = st.text(st.sampled_from("abộ ê한字·-"), max_size=60).map(lambda text: " ".join(text.split()))


@given(TEXT, st.integers(8, 40))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrapped(text, width, "  ")
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(TEXT, st.integers(2, 40))
def test_what_is_shortened_says_so_and_fits(text: str, width: int) -> None:
    short = shortened(text, width)
    assert cell_len(short) <= width and (short == text or (short.endswith("…") and text.startswith(short[:-1].rstrip())))


@given(TEXT.filter(bool), st.lists(TEXT.filter(bool), min_size=1, max_size=4), st.integers(12, 90))
def test_of_a_line_with_a_name_only_the_name_is_cut(name: str, facts: list[str], width: int) -> None:
    lines = named_line(f"  {name}", facts, width)
    assert all(cell_len(line) <= width for line in lines)
    told = "".join("".join(lines).split())
    assert told.endswith("".join(BETWEEN.join(facts).split()))


def test_parts_stay_whole_where_they_fit() -> None:
    assert wrapped_parts(["28 chỉ tiêu: ● 1 đạt", "▲ 3 tăng tốc", "! 2 nguy cơ"], 30) == [
        "28 chỉ tiêu: ● 1 đạt ·",
        "    ▲ 3 tăng tốc · ! 2 nguy cơ",
    ]
    assert wrapped("a" * 10, 4, "  ") == ["aaaa", "  aa", "  aa", "  aa"]


@pytest.mark.parametrize("path", [SAMPLE, SHIPPED])
def test_the_status_fits_and_says_as_much(path: Path) -> None:
    plan = load(path).plan
    found = overview(Frames(plan), DAY, ())
    for language in LANGUAGES:
        for width in (20, 40, 80, 200):
            fits_and_says_as_much(found, plan, Words(language), width)


def fits_and_says_as_much(found: Overview, plan: Plan, words: Words, width: int) -> None:
    whole, fitted = as_text(found, plan, words), as_text(found, plan, words, width)
    assert all(cell_len(line) <= width for line in fitted.splitlines()), width
    if width == 200:
        cut = fitted.count("…") > whole.count("…")
        assert cut or "".join(whole.split()) == "".join(fitted.split())
    facts = [part for line in whole.splitlines() if line.startswith("  ") for part in line.split(BETWEEN)[1:]]
    told = "".join(fitted.split())
    assert all("".join(fact.split()) in told for fact in facts)


def test_a_pipe_gets_the_whole_of_it() -> None:
    plan, words = load(SAMPLE).plan, Words("vi")
    assert "…" not in as_text(overview(Frames(plan), DAY, ()), plan, words)
    empty = load_text("").plan
    assert as_text(overview(Frames(empty), DAY, ()), empty, words, 20)
