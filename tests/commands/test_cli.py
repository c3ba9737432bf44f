"""The command line: what it prints, its exit codes, and that it loads no more than it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT, SHIPPED
from tui import __version__
from tui.commands.main import main
from tui.commands.shared import choose, shipped_plan


def test_the_shipped_plan_has_no_problems_and_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SHIPPED), "--lang", "en"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    for part in ("14 goals", "28 indicators", "14 directions", "8 enterprises", "118 tasks", "63 documents", "no problems"):
        assert part in last


def test_the_words_are_vietnamese_by_default(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert main(["check", str(SHIPPED)]) == 0
    assert "118 nhiệm vụ" in capsys.readouterr().out


def test_problems_are_printed_with_file_line_and_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'format = 2\n[plan]\ntitle = "x"\nterm = { start = 2021-01-01, end = 2025-12-31 }\n[agencies.a]\nname = 5\nkind = "department"\n'
    )
    assert main(["check", str(plan), "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert f"{plan}:6: agencies.a.name: 5 is not a text in quotes" in out
    assert "1 problem" in out.splitlines()[-1]


@pytest.mark.parametrize("arguments", [["check", "no-such-plan.toml"], ["--as-of", "31/2/2025"], ["--no-such-option"]])
def test_what_cannot_be_read_is_one_sentence_and_exit_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code: object = main(arguments)
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    assert code == 2 and said.out == ""
    assert said.err.strip() and "Traceback" not in said.err


def test_a_plan_that_is_not_there_is_said_by_the_program_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", "no-such-plan.toml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 2
    assert done.stderr.strip() and "Traceback" not in done.stderr


def test_without_a_terminal_it_says_so() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", str(SHIPPED), "--lang", "en"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def test_version_and_help_speak(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert __version__ in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--help", "--lang", "vi"])
    assert "--readonly" in capsys.readouterr().out


def test_the_plan_beside_comes_before_the_shipped_one(tmp_path: Path) -> None:
    assert choose(None, tmp_path).shipped
    assert choose(None, tmp_path).path == shipped_plan()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "plan.toml").touch()
    assert choose(None, tmp_path).path == tmp_path / "data" / "plan.toml"
    (tmp_path / "plan.toml").touch()
    assert choose(None, tmp_path).path == tmp_path / "plan.toml"
    assert choose("other.toml", tmp_path).path == Path("other.toml")


def test_nothing_is_loaded_before_it_is_needed() -> None:
    """One after the other in one process: what a later step must not find loaded no earlier one may have loaded either."""
    steps = [
        ("import tui.model.workspace, tui.model.rebase", ("textual", "polars", "plotext")),
        (f"from tui.commands.main import main; main(['check', {str(SHIPPED)!r}])", ("textual", "plotext", "polars")),
        (
            "from tui.frames.tables.charts import indicator, structure, windows, workload; import tui.store.plan_file",
            ("textual", "plotext"),
        ),
    ]
    program = "import sys\n" + "".join(
        f"{code}\nprint('LOADED', [m for m in {forbidden!r} if m in sys.modules])\n" for code, forbidden in steps
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [line for line in done.stdout.splitlines() if line.startswith("LOADED")] == ["LOADED []"] * len(steps)
