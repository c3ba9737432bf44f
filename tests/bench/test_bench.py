"""The parts of the benchmark that reckon, without timing anything."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
import subprocess
from pathlib import Path
from typing import Any

import attrs
import pytest

from bench import processes
from bench.__main__ import options_of
from bench.answered import Place as MomentPlace
from bench.answered import arrived_at, moved_for_good
from bench.figures import MEASURES, Figure, beyond_disk, figure, figures, memory_a_row, pooled, press_samples, ratio, start_samples
from bench.goals import GOALS, checked
from bench.keys import key_bytes
from bench.pty import Press, Start
from bench.report import Place, Report, as_json, as_markdown, as_text, file_stem, machine_class, save, short
from bench.rows import COLUMNS, task_rows, write_tsv
from bench.subjects import TITLES
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
        (b"\x1bP$q q\x1b\\", b"\x1bP1$r1 q\x1b\\"),
        (b"\x1bP+q544e\x1b\\", b"\x1bP0+r544e\x1b\\"),
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


def test_says_when_the_terminal_was_given_back() -> None:
    terminal = shown(b"\x1b[?1049hrow", b"more")
    assert terminal.restored_at is None
    terminal.arrive(7, b"\x1b[?1049l$ ")
    assert terminal.restored_at == 7


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
    assert made["row.bytes"] == Figure(400, 300, 500, 2, 1)  # what an answer costs that had not come yet is not nothing
    assert "exit.ended" not in made
    assert set(made) <= {measure.id for measure in MEASURES}


def test_a_ratio_needs_both() -> None:
    two, four, nothing = (Figure(median, median, median, 1, 0) for median in (2.0, 4.0, 0.0))
    assert ratio(two, four) == 0.5
    assert ratio(two, None) is None
    assert ratio(two, nothing) is None


def one(value: float) -> Figure:
    return Figure(value, value, value, 1, 0)


def test_memory_a_row_is_what_more_rows_have_cost() -> None:
    made = memory_a_row({"memory.start": one(40.0)}, 100, {"memory.start": one(41.0), "memory.end": one(50.0)}, 100 + 1024)
    assert made == {"memory.row": one(1024.0)}  # nothing is known of the end on few rows
    assert memory_a_row({"memory.end": one(40.0)}, 100, {"memory.end": one(41.0)}, 100) == {}


def test_what_a_save_takes_beyond_the_disk_is_never_less_than_nothing() -> None:
    assert beyond_disk(Press(1, 12.0, 0), 4.0) == {"save.disk": [4.0], "save.beyond": [8.0]}
    assert beyond_disk(Press(1, 3.0, 0), 4.0)["save.beyond"] == [0.0]
    assert beyond_disk(Press(None, None, 0), 4.0)["save.beyond"] == [None]


def test_a_goal_is_reached_not_reached_or_not_measured() -> None:
    shipped = {
        "kehoach": {"row.visible": one(4.0), "row.bytes": one(500.0)},
        "visidata": {"row.visible": one(10.0), "row.bytes": one(1000.0)},
    }
    found = {(goal.goal, goal.wanted): (goal.found, goal.reached) for goal in checked({"shipped": shipped})}
    assert len(found) == len(GOALS)
    assert found["row move", "≤ 4 ms"] == ("4 ms", True)
    assert found["row move", "≤ 0.3 × visidata"] == ("0.40 × (4 against 10)", False)
    assert found["row move, bytes", "≤ 1.3 × visidata"] == ("0.50 × (500 against 1000)", True)
    assert found["peak memory", "≤ 100 MiB"] == ("not measured", None)


def test_goals_are_about_what_is_measured() -> None:
    measures = {measure.id for measure in MEASURES}
    assert {goal.measure for goal in GOALS} | {goal.peer_measure or goal.measure for goal in GOALS} <= measures
    assert {goal.subject for goal in GOALS} | {goal.peer for goal in GOALS if goal.peer} <= set(TITLES)


# -- when a key was answered ---------------------------------------------------------------------------------------


def place(*lines: str, cursor: tuple[int, int] | None = None) -> MomentPlace:
    return MomentPlace(tuple(tuple(line) for line in lines), cursor)


def test_a_key_is_answered_when_the_cursor_is_where_it_stays() -> None:
    kept, moved, first = place(">a", " b", "x"), place(" a", ">b", "y"), place(">a", " b", "y")
    assert moved_for_good([(1, kept), (2, first), (5, moved), (9, moved)]) == 5
    assert moved_for_good([(1, kept), (2, moved), (3, kept), (7, moved)]) == 7  # it was drawn by what stood in for the program
    assert moved_for_good([(1, kept), (4, kept)]) is None
    rows = [(">one", " two", "of 1"), (" one", ">two", "    "), (" one", ">two", "to 2")]
    assert moved_for_good([(at, place(*lines)) for at, lines in enumerate(rows, 1)]) == 2  # what stands below them is no row
    first, moved, side = place(">a", " b", "  "), place(" a", ">b", "  "), place(" a", ">b", " .")
    assert moved_for_good([(1, first), (2, moved), (9, side)]) == 2  # the point of a curve is no row either
    assert moved_for_good([(1, place("a", cursor=(0, 0))), (6, place("a", cursor=(0, 1)))]) == 6
    assert moved_for_good([]) is None


def test_of_a_held_key_only_the_lines_count_that_it_moves() -> None:
    chart = "chart"
    held = [
        (0, ["a", "b", chart]),
        (1, ["a", "b", ""]),
        (10, ["b", "c", ""]),
        (20, ["c", "d", ""]),
        (36, ["d", "e", ""]),
        (110, ["d", "e", chart]),
    ]
    assert arrived_at(held, 5, 30) == 36, "what is shown once it is let go is not the cursor"
    assert arrived_at([*held[:4], (110, ["c", "d", chart])], 5, 30) is None, "it was there before the last press"
    assert arrived_at([(0, ["a", chart]), (4, ["b", chart]), (30, ["b", "another"])], 0, 0) == 30, "of one press every line counts"
    assert arrived_at([(0, ["a", "b"]), (50, ["d", "e"])], 5, 30) == 50, "nothing was answered before"
    assert arrived_at([(0, ["a"])], 0, 0) is None and arrived_at([], 0, 0) is None


# -- what a process costs ------------------------------------------------------------------------------------------


def test_a_process_is_read_with_what_it_has_started() -> None:
    with subprocess.Popen(["sh", "-c", "sleep 60 & wait"], stdout=subprocess.PIPE) as shell:
        try:
            while len(family := processes.family(shell.pid)) < 2:
                assert shell.poll() is None
            assert family[0] == shell.pid
            peak, used = processes.peak_bytes(family[1]), processes.cpu_ns(family[1])  # first the part: it is still growing
            assert (processes.peak_bytes(shell.pid) or 0) > (peak or 0) > 0
            assert processes.wake_ups(shell.pid) >= 0
            assert processes.cpu_ns(shell.pid) >= used
        finally:
            for pid in reversed(family):
                os.kill(pid, signal.SIGKILL)
    assert processes.peak_bytes(shell.pid) is None


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
        versions={"kehoach": "0.1.0"},
        titles={"kehoach": "kehoach", "hello": "one line", "visidata": "VisiData"},
        places={
            "shipped": Place(
                title="shipped plan",
                rows=118,
                runs=3,
                figures={"kehoach": made(5, 900), "visidata": made(20, None)},
                notes=["one line: was not there"],
            )
        },
        yardstick=None,
    )


def test_the_table_shows_ours_its_range_and_the_ratio(report: Report) -> None:
    lines = as_text(report).splitlines()
    row = next(line for line in lines if line.startswith("row down: settled"))
    assert re.split(r"\s{2,}", row) == ["row down: settled, ms", "5.0", "4.0–6.0", "20.0", "0.25"]
    letter = next(line for line in lines if line.startswith("filter letter"))
    assert re.split(r"\s{2,}", letter) == ["filter letter, bytes", "900", "899–901", "–", "–"]
    assert not any(line.startswith("exit, ms") for line in lines)  # measured nowhere
    assert "shipped plan · 118 rows · 3 runs" in lines
    assert "one line: was not there" in lines
    assert not any("one line" in line for line in lines if line.startswith(" "))  # nor a column for what is not there
    assert "| row down: settled, ms | 5.0 | 4.0–6.0 | 20.0 | 0.25 |" in as_markdown(report).splitlines()


def test_the_json_has_the_figures_of_each_measure_by_program(report: Report) -> None:
    content = json.loads(as_json(report))
    place = content["places"]["shipped"]
    assert place["figures"] == {
        "row.settled": {"kehoach": [5, 4, 6], "visidata": [20, 19, 21]},
        "filter.bytes": {"kehoach": [900, 899, 901]},
    }
    assert content["programs"] == {"kehoach": "kehoach", "visidata": "VisiData"}


def test_a_measure_is_a_line_of_the_json(report: Report) -> None:
    lines = as_json(report).splitlines()
    assert '    "row.settled": {"kehoach": [5, 4, 6], "visidata": [20, 19, 21]},' in lines
    assert len(lines) < 30


def test_a_short_figure_says_how_often_nothing_happened_only_when_it_was_so() -> None:
    assert short(Figure(1711.19, 999.994, 2584.3, 5, 0)) == [1711, 999.99, 2584]
    assert short(Figure(0.0, 0.0, 4.5, 2, 3)) == [0, 0, 4.5, 3]


def test_results_are_named_by_what_was_measured_and_class_of_machine(report: Report, tmp_path: Path) -> None:
    machine = "2-cores-linux-python-3.11"
    assert file_stem(report) == f"shipped-plan-{machine}"
    (place,) = report.places.values()
    for places, kind in (
        (("shipped", "10000", "ssh"), "whole"),
        (("shipped", "far"), "shipped-plan-and-line"),
        (("10000", "1000000"), "more-rows"),
        ((), "nothing"),
    ):
        assert file_stem(attrs.evolve(report, places=dict.fromkeys(places, place))) == f"{kind}-{machine}"
    written = save(report, tmp_path / "results")
    assert [path.suffix for path in written] == [".json", ".md"]
    assert save(attrs.evolve(report, day=dt.date(2026, 11, 30)), tmp_path / "results") == written, "a later run takes its place"
    assert not any("/" in path.read_text(encoding="utf-8") for path in written)  # no paths of anybody's machine
    assert re.fullmatch(r"\d+ cores?, \w+, Python 3\.\d+", machine_class())


# -- options -------------------------------------------------------------------------------------------------------


def test_parts_are_chosen_one_by_one() -> None:
    all_of_it, starts, more, quick = (options_of(words.split()) for words in ("", "--only start", "--only size --sizes 10000", "--quick"))
    assert (all_of_it.shipped, all_of_it.line, len(all_of_it.sizes)) == (True, True, 3)
    assert (starts.shipped, starts.line, starts.sizes, starts.parts) == (True, False, (), {"start"})
    assert (more.shipped, more.line, more.sizes, more.parts) == (False, False, (10_000,), {"start", "keys"})
    assert (quick.shipped, quick.line, quick.sizes, quick.no_save) == (True, False, (), True)
    assert "vim" in all_of_it.subjects
    assert "vim" not in quick.subjects


@pytest.mark.parametrize("words", ["--only nothing", "--subjects kehoach,emacs", "--runs 0"])
def test_what_is_not_there_is_refused(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options_of(words.split())
    assert "usage:" in capsys.readouterr().err
