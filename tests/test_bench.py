"""The parts of the benchmark that reckon, without timing anything."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bench.figures import MEASURES, Figure, figure, figures, pooled, press_samples, ratio, start_samples
from bench.keys import key_bytes
from bench.pty import Press, Start
from bench.report import Report, as_json, as_markdown, as_text, file_stem, machine_class, save
from bench.rows import COLUMNS, task_rows, write_tsv
from bench.terminal import Terminal


def shown(*reads: bytes, columns: int = 20, lines: int = 4) -> Terminal:
    """A terminal on which these reads arrived and were drawn."""
    terminal = Terminal(columns, lines)
    for at, data in enumerate(reads):
        terminal.arrive(at, data)
    while terminal.pending:
        terminal.draw_next()
    return terminal


# -- the terminal --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (b"\x1b[c", b"\x1b[?62;22c"),
        (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),  # known and off
        (b"\x1b[?2026h\x1b[?2026$p", b"\x1b[?2026;1$y"),
        (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),  # not known
        (b"\x1b[?u", b"\x1b[?0u"),
        (b"\x1b[5n", b"\x1b[0n"),
        (b"\x1b[18t", b"\x1b[8;4;20t"),
        (b"\x1b]11;?\x1b\\", b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\"),
        (b"\x1b]0;a title\x07\x1b[>1u\x1b[1;31mtext", b""),
    ],
)
def test_answers_what_a_program_asks(asked: bytes, answer: bytes) -> None:
    assert Terminal(20, 4).arrive(0, asked) == answer


def test_the_cursor_is_reported_where_it_was_when_asked() -> None:
    assert Terminal(20, 4).arrive(0, b"abc\x1b[2;5H\x1b[6n\x1b[4;1Hmore") == b"\x1b[2;5R"


def test_a_sequence_or_a_letter_cut_by_a_read_is_put_together() -> None:
    terminal = Terminal(20, 4)
    assert terminal.arrive(0, b"\x1b[?20") == b""
    assert terminal.arrive(1, b"26$p") == b"\x1b[?2026;2$y"
    letters = "tiếng Việt đủ".encode()
    for cut in range(1, len(letters)):
        assert shown(letters[:cut], letters[cut:]).text().splitlines()[0] == "tiếng Việt đủ"


def test_draws_what_pyte_alone_would_not() -> None:
    assert shown(b"-\x1b[4b|").text().splitlines()[0] == "-----|"  # repeat
    assert shown(b"one\r\ntwo\r\nthree\x1b[1S").text().splitlines()[:2] == ["two", "three"]  # scroll
    assert shown(b"\x1b[>1u\x1b[<u\x1b[?2048$pa\x1b[4:3mb\x1bP+q544e\x1b\\c").text().splitlines()[0] == "abc"


def test_each_chunk_keeps_its_date_and_a_move_without_a_picture_changes_no_frame() -> None:
    terminal = shown(b"\x1b[?25lrow")
    before = terminal.frame()
    terminal.arrive(7, b"\x1b[3;3H")
    assert terminal.draw_next() == 7
    assert terminal.frame() == before
    terminal.arrive(8, b"\x1b[1;1H\x1b[1mr")
    assert terminal.draw_next() == 8
    assert terminal.frame() != before  # the letter is the same, its weight is not


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("down", b"\x1b[B"),
        ("pagedown", b"\x1b[6~"),
        ("ctrl+^", b"\x1e"),
        ("ctrl+s", b"\x13"),
        ("alt+2", b"\x1b2"),
        ("+", b"+"),
        ("đ", "đ".encode()),
    ],
)
def test_keys_are_what_a_terminal_sends(key: str, sent: bytes) -> None:
    assert key_bytes(key) == sent


def test_arrows_follow_the_mode_and_unknown_keys_are_refused() -> None:
    terminal = shown(b"\x1b[?1h")
    assert key_bytes("down", application_cursor=terminal.modes[1]) == b"\x1bOB"
    with pytest.raises(ValueError, match="hyper"):
        key_bytes("hyper+x")


# -- rows ----------------------------------------------------------------------------------------------------------

PLAN: dict[str, Any] = {
    "agencies": {"so-tc": {"name": "Sở Tài chính", "short": "Sở TC"}},
    "documents": {"d1": {"number": "54/NQ-CP"}, "d2": {"kind": "Nghị quyết"}},
    "sections": {"III-1": {"number": "III.1"}},
    "tasks": {
        "T1": {"section": "III-1", "order": 1, "summary": "Rà soát\tquy hoạch", "leads": ["so-tc", "khac"], "documents": ["d1", "d2"]},
        "T2": {"section": "III-1", "order": 2, "summary": "Báo cáo", "due": dt.date(2025, 6, 30), "status": "done"},
    },
}


def test_rows_are_the_tasks_with_names_for_references(tmp_path: Path) -> None:
    rows = task_rows(PLAN)
    assert rows[0] == ("T1", "III.1", "1", "Rà soát\tquy hoạch", "Sở TC, khac", "", "54/NQ-CP, d2", "", "", "")
    assert rows[1][-3:] == ("", "30/06/2025", "done")
    write_tsv(rows, tmp_path / "rows.tsv")
    lines = (tmp_path / "rows.tsv").read_text(encoding="utf-8").split("\n")
    names, first, second, end = (tuple(line.split("\t")) for line in lines)
    assert names == COLUMNS
    assert first == (*rows[0][:3], "Rà soát quy hoạch", *rows[0][4:])  # a cell cannot break the row
    assert second == rows[1]
    assert end == ("",)
    assert task_rows({}) == []


# -- figures -------------------------------------------------------------------------------------------------------


def test_a_figure_says_how_often_nothing_happened() -> None:
    assert figure([3.0, None, 1.0, 8.0]) == Figure(median=3.0, low=1.0, high=8.0, n=3, missing=1)
    assert figure([None]) is None


def test_the_presses_of_all_runs_are_taken_together() -> None:
    runs = [
        pooled([start_samples(Start(10, 20, 30, 400)), press_samples("row", [Press(1, 2, 300), Press(None, None, 0)])]),
        pooled([start_samples(Start(12, 22, None, 500)), press_samples("row", [Press(3, 6, 500)])]),
    ]
    made = figures(pooled(runs))
    assert made["start.frame"].median == 11
    assert made["start.bytes"] == Figure(400, 400, 400, 1, 1)  # a start that came to no rest has no first screen
    assert made["row.settled"] == Figure(4, 2, 6, 2, 1)
    assert made["row.bytes"].median == 300
    assert "exit" not in made
    assert set(made) <= {measure.id for measure in MEASURES}


def test_a_ratio_needs_both() -> None:
    two, four, nothing = (Figure(median, median, median, 1, 0) for median in (2.0, 4.0, 0.0))
    assert ratio(two, four) == 0.5
    assert ratio(two, None) is None
    assert ratio(two, nothing) is None


# -- report --------------------------------------------------------------------------------------------------------


@pytest.fixture
def report() -> Report:
    def made(row_ms: float, filter_bytes: float | None) -> dict[str, Figure]:
        values = {"row.settled": row_ms, "filter.bytes": filter_bytes}
        return {id: Figure(value, value - 1, value + 1, 3, 0) for id, value in values.items() if value is not None}

    return Report(
        day=dt.date(2026, 11, 22),
        machine="2 cores, Linux, Python 3.11",
        size=(100, 30),
        rows=118,
        runs=3,
        versions={"kehoach": "0.1.0"},
        titles={"kehoach": "kehoach", "visidata": "VisiData"},
        figures={"kehoach": made(5, 900), "visidata": made(20, None)},
        yardstick=None,
    )


def test_the_table_shows_ours_its_range_and_the_ratio(report: Report) -> None:
    lines = as_text(report).splitlines()
    row = next(line for line in lines if line.startswith("row down: settled"))
    assert re.split(r"\s{2,}", row) == ["row down: settled, ms", "5.0", "4.0–6.0", "20.0", "0.25"]
    letter = next(line for line in lines if line.startswith("filter letter"))
    assert re.split(r"\s{2,}", letter) == ["filter letter, bytes", "900", "899–901", "–", "–"]
    assert not any(line.startswith("exit") for line in lines)  # measured nowhere
    assert "| row down: settled, ms | 5.0 | 4.0–6.0 | 20.0 | 0.25 |" in as_markdown(report).splitlines()


def test_the_json_has_figures_and_ratios(report: Report) -> None:
    content = json.loads(as_json(report))
    assert content["figures"]["kehoach"]["row.settled"] == {"median": 5, "low": 4, "high": 6, "n": 3, "missing": 0}
    assert content["ratios"] == {"visidata": {"row.settled": 0.25}}


def test_results_are_named_by_day_and_class_of_machine(report: Report, tmp_path: Path) -> None:
    assert file_stem(report) == "2026-11-22-2-cores-linux-python-3.11"
    written = save(report, tmp_path / "results")
    assert [path.suffix for path in written] == [".json", ".md"]
    assert not any("/" in path.read_text(encoding="utf-8") for path in written)  # no paths of anybody's machine
    assert re.fullmatch(r"\d+ cores?, \w+, Python 3\.\d+", machine_class())
