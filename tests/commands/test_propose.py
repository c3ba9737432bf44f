"""``kehoach propose``: a body's report without a screen, from setting up to the answer; exit codes as docs/scripts.md says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.support.handed_in import propose
from tests.support.paths import ROOT
from tui.commands.main import main
from tui.commands.workbench import command_parser
from tui.i18n.words import Words
from tui.store import identity
from tui.store.log.history import read_history
from tui.store.plan_file import load, load_text
from tui.store.proposals.folder import folder_of


@pytest.fixture
def plan(plan_file: Path) -> Path:
    """A plan Sở TC reports on under our own login."""
    entry = f'near_days = 7\nreport = [{{ login = "{identity.login()}", agency = "so-tc" }}]'
    asked_once = plan_file.read_text(encoding="utf-8").replace(
        'before = "11-20"\nevery = "year"\n', 'before = "11-20"\nevery = "year"\nfirst = 2025\n'
    )
    plan_file.write_text(asked_once.replace("near_days = 7", entry), encoding="utf-8")
    return plan_file


@pytest.fixture
def run(plan: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command over the plan; (exit code, what it printed, what it complained of)."""

    def ran(*given: str) -> tuple[int, str, str]:
        code = main(["propose", str(plan), *given, "--lang", "en"])
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


def test_from_setting_up_to_the_answer(run: Any, plan: Path) -> None:
    code, out, _ = run()
    assert code == 0 and "--set-up" in out
    code, out, err = run("--set-up")
    assert (code, err) == (0, "") and f"{identity.login()} reports for Sở Tài chính" in out
    assert folder_of(plan).is_dir() and run("--set-up")[0] == 0
    propose(plan, status="in_progress", progress=40)
    code, out, _ = run()
    id = out.split(" ")[0]
    assert code == 0 and "Sở TC" in out and "2 changes" in out and "“first”" in out
    (entry,) = json.loads(run("--list", "--json")[1])["proposals"]
    assert (entry["id"], entry["agency"], entry["state"], len(entry["changes"])) == (id, "so-tc", "waits", 2)
    before = plan.read_bytes()
    assert run("--take", id)[0] == 2 and plan.read_bytes() == before, "nobody agreed"
    code, out, err = run("--take", id, "--yes")
    assert (code, err) == (0, "") and "changes saved" in out
    assert load(plan).plan.tables["tasks"]["IV-2"]["progress"] == 40
    (saved,) = read_history(plan).entries
    assert [proposed.login for proposed in saved.proposed] == [identity.login()]
    assert run("--take", id)[0] == 2 and "no agency has submitted" in run()[1]
    assert main(["log", str(plan), "--lang", "en"]) == 0
    plan.chmod(0o444)
    assert "accepted by" in run()[1]


def test_what_is_not_taken_in_is_left_out_and_said(run: Any, plan: Path) -> None:
    run("--set-up")
    propose(plan, status="in_progress", progress=40)
    plan.write_text(
        plan.read_text(encoding="utf-8").replace('partners = ["so-tnmt"]\n', 'partners = ["so-tnmt"]\nprogress = 5\n'), encoding="utf-8"
    )
    code, _, err = run("--take", identity.login(), "--yes")
    assert code == 1 and "△" in err
    held = load(plan).plan.tables["tasks"]["IV-2"]
    assert (held["status"], held["progress"]) == ("in_progress", 5)


def test_returned_with_a_reason_or_withdrawn(run: Any, plan: Path) -> None:
    run("--set-up")
    propose(plan, progress=40)
    assert run("--return", identity.login())[0] == 2, "a reason is needed"
    code, out, _ = run("--return", identity.login(), "--reason", "no source")
    assert code == 0 and "Sở TC" in out
    plan.chmod(0o444)
    assert "returned by" in run()[1] and "no source" in run()[1]
    assert run("--withdraw")[0] == 0 and run("--withdraw")[0] == 2
    plan.chmod(0o644)


def test_nothing_is_done_where_nobody_may(run: Any, plan: Path) -> None:
    plan.chmod(0o444)
    code, _, err = run("--set-up")
    assert code == 2 and "only who may write" in err and not folder_of(plan).exists()
    assert run()[0] == 2 and run("--take", "x")[0] == 2 and run("--reason", "x")[0] == 2
    assert run("--list", "--withdraw")[0] == 2 and "--withdraw" in run("--list", "--withdraw")[2]
    plan.chmod(0o644)
    folder_of(plan).symlink_to(plan.parent)
    assert "left alone" in run("--set-up")[2]


def test_the_page_shows_settings_that_are_sound_and_commands_that_exist() -> None:
    page = (
        (ROOT / "docs" / "many-hands.md")
        .read_text(encoding="utf-8")
        .partition("## Bodies that report without writing")[2]
        .partition("\n## ")[0]
    )
    block = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert block is not None
    problems = [p for p in load_text(f"format = 1\n{block[1]}").problems if p.table == "settings"]
    assert {str(p.what).partition(".")[0] for p in problems} <= {"there is no agencies", "there is no enterprises"}, problems
    lines = re.findall(r"^\$ kehoach (.*?)(?: +#.*)?$", page, re.MULTILINE)
    shown = set()
    for line in lines:
        name, *given = shlex.split(line)
        options = command_parser(name, Words("en"))[0].parse_args(given)
        shown |= {option for option, value in vars(options).items() if value not in (None, False)}
    assert {"set_up", "take", "give_back", "withdraw", "yes", "reason"} <= shown
