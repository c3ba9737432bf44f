"""Beginning a plan: an empty one that is valid, offered where there is nothing to open, and filled in step by step."""

from __future__ import annotations

import datetime as dt
import io
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.paths import SHIPPED
from tests.support.workbench import open_workbench
from tui.commands import streams
from tui.commands.beginning import ask_to_begin
from tui.commands.main import main
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.fields import TABLES
from tui.model.new_plan import read_term, usual_term
from tui.model.plan import Plan
from tui.model.usual import usual_bodies
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.dialogs.picker import Picker
from tui.store.beginning import could_begin
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

EN = Words("en")
COMMANDS = ["status", "status --json", "status --csv", "agenda", "agenda --json", "log", "export --xlsx {x}", "report --docx {d}"]


def run(*arguments: str) -> int:
    return main([*arguments, "--lang", "en"])


def blank(folder: Path, *more: str) -> Path:
    file = folder / "new.toml"
    assert run("new", str(file), "--term", "2026-2030", *more) == 0
    return file


# -- the command ----------------------------------------------------------------------------------------------------


def test_without_an_old_plan_it_is_empty_whatever_lies_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan.toml of somebody else beside it is not where it comes from."""
    blank(tmp_path).rename(tmp_path / "plan.toml")
    (tmp_path / "plan.toml").write_text((tmp_path / "plan.toml").read_text() + '[goals.g]\nnumber = 1\ntitle = "x"\n')
    monkeypatch.chdir(tmp_path)
    file = blank(tmp_path, "--title", "Chiến lược chuyển đổi số", "--kind", "Chiến lược")
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {
        "format": 2,
        "plan": {
            "title": "Chiến lược chuyển đổi số",
            "kind": "Chiến lược",
            "term": {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)},
        },
    }
    assert load(file).errors == 0


@pytest.mark.parametrize("term", ["", "2030-2026", "20262030", "26-30", "2026-3030", "1800-1805", "2026 to 2030", "2026-2100"])
def test_a_term_that_is_none_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], term: str) -> None:
    assert run("new", str(tmp_path / "x.toml"), "--term", term) == 2
    assert "such as" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_what_is_there_already_is_left_and_a_title_of_two_lines_is_refused(tmp_path: Path) -> None:
    file = blank(tmp_path)
    before = file.read_bytes()
    assert run("new", str(file), "--term", "2031-2035") == 2 and file.read_bytes() == before
    assert run("new", str(tmp_path / "y.toml"), "--term", "2026-2030", "--title", "a\nb") == 2
    assert run("new", str(tmp_path / "y.toml"), "--from", str(file), "--term", "2031-2035", "--title", "a") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["new.toml"]


@given(st.integers(1990, 2190), st.integers(0, 59))
def test_a_term_is_read_as_it_is_written(first: int, more: int) -> None:
    last = min(first + more, 2190)
    for dash in ("-", " - ", "–"):
        assert read_term(f" {first}{dash}{last} ") == (first, last)
    assert read_term(str(first)) is None, "a year alone is rather a slip; a plan of one year is 2026-2026"


@pytest.mark.parametrize(("year", "term"), [(2024, (2021, 2025)), (2025, (2026, 2030)), (2026, (2026, 2030)), (2031, (2031, 2035))])
def test_the_usual_term_is_of_five_years(year: int, term: tuple[int, int]) -> None:
    assert usual_term(dt.date(year, 6, 1)) == term


@pytest.mark.parametrize("text", [None, ""], ids=["an empty plan", "an empty file"])
def test_every_command_works_on_it_and_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None) -> None:
    file = blank(tmp_path)
    if text is not None:
        file.write_text(text)
    assert run("check", str(file)) == (0 if text is None else 1)
    for n, command in enumerate(COMMANDS):
        name, *more = command.format(x=tmp_path / f"{n}.xlsx", d=tmp_path / f"{n}.docx").split()
        capsys.readouterr()
        assert run(name, str(file), *more) == 0, command
        told = capsys.readouterr().err
        assert name == "log" or "none of these yet: goals, indicators, tasks, agencies" in told, command
    for kind in ("notice", "minutes"):
        assert run("report", str(file), "--kind", kind, "--docx", str(tmp_path / "m.docx")) == 2
    assert run("form", str(file), "--agency", "x", "--xlsx", str(tmp_path / "f.xlsx")) == 2
    assert "mistake of the program" not in capsys.readouterr().err


# -- offered on the terminal ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "name", "where"),
    [
        (lambda f: None, "plan.toml", "plan.toml"),
        (lambda f: None, "check", None),  # a word is rather a command
        (lambda f: None, "no/such/plan.toml", None),
        (lambda f: (f / "plan.toml").write_bytes(b"\xef\xbb\xbf \n\n"), "plan.toml", "plan.toml"),
        (lambda f: (f / "plan.toml").write_text("# ghi chú\n"), "plan.toml", None),
        (lambda f: (f / "d").mkdir(), "d", "d/plan.toml"),
        (lambda f: ((f / "d").mkdir(), (f / "d/plan.toml").write_text("x = 1")), "d", None),
        (lambda f: os.symlink("nowhere.toml", f / "plan.toml"), "plan.toml", None),
    ],
)
def test_only_where_there_is_nothing_at_all_is_a_beginning_offered(
    tmp_path: Path, make: Callable[[Path], object], name: str, where: str | None
) -> None:
    make(tmp_path)
    assert could_begin(tmp_path / name) == (None if where is None else tmp_path / where)


def asked(monkeypatch: pytest.MonkeyPatch, path: Path, typed: str) -> bool:
    stdin = io.TextIOWrapper(io.BytesIO(typed.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    return ask_to_begin(path, EN)


def test_it_is_asked_and_nothing_is_made_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.toml"
    assert not asked(monkeypatch, file, "\n") and not asked(monkeypatch, file, "")
    assert not file.exists()
    assert asked(monkeypatch, file, "five years\n2026-2030\n")
    assert "“five years” is not a term" in capsys.readouterr().out
    assert load(file).plan.years == range(2026, 2031)
    file.write_bytes(b"")
    assert asked(monkeypatch, file, "2031-2031\n") and load(file).plan.years == range(2031, 2032), "an empty file is filled"


def test_the_question_is_broken_between_words_in_a_terminal_of_any_width(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(streams, "terminal_width", lambda: 40)
    assert not asked(monkeypatch, tmp_path / "plan.toml", "\n")
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert all(len(line) <= 40 for line in lines if str(tmp_path) not in line) and "Enter alone begins nothing" in " ".join(out.split())


# -- step by step -------------------------------------------------------------------------------------------------------


async def test_the_steps_can_be_done_skipped_and_found_again(tmp_path: Path) -> None:
    file = blank(tmp_path)
    async with open_workbench(file, lang="en", size=(100, 40)) as bench:
        await bench.until(lambda: "the plan is empty" in bench.screen, "it is said what to do first")
        await bench.run("begin")
        assert "1 of 5 steps" in bench.screen and "✓ 1. Term: 2026–2030" in bench.screen
        await bench.press("enter")  # the next one is the kind
        await bench.pick("Strategy")
        assert "2 of 5 steps" in bench.screen
        await bench.press("enter")
        await bench.dialog(Ask)
        await bench.press("escape")  # skipped
        await bench.pick("issuer")
        await bench.pick("\x000")
        await bench.pick("agencies")
        picker = await bench.dialog(Picker)
        wanted = [item.id for item in picker.items if item.label.startswith(("Sở Tài chính", "Sở Nội vụ"))]
        await bench.pick(*wanted)
        await bench.press("escape")
        assert bench.app.screen is bench.tab
        await bench.run("begin")
        assert "4 of 5 steps" in bench.screen and "· 3. Title: not said yet" in bench.screen
        await bench.press("enter")
        await bench.dialog(Ask)
        await bench.type("Digital city")
        await bench.press("enter")
        assert "5 of 5 steps" in bench.screen
        await bench.press("escape", "ctrl+s")
        await bench.until(lambda: "Digital city" in bench.saved, "it is saved")
    plan = load(file).plan
    assert load(file).errors == 0
    header = plan.header
    assert (header["kind"], header["title"]) == ("Strategy", "Digital city")
    assert [v["name"] for v in plan.tables["agencies"].values()] == ["Ủy ban nhân dân tỉnh", "Sở Nội vụ", "Sở Tài chính"]
    assert plan.tables["agencies"][header["issuer"]]["collegial"] is True


async def test_the_steps_open_by_themselves_once_over_a_plan_that_was_just_made(tmp_path: Path, plan_file: Path) -> None:
    file = blank(tmp_path, "--title", "Digital city", "--kind", "Strategy")
    async with open_workbench(file, lang="en", size=(100, 40), leads_on=True) as bench:
        await bench.dialog(Picker)
        assert "3 of 5 steps" in bench.screen
        await bench.press("escape")
        assert bench.app.screen is bench.tab and "the plan is empty" in bench.screen
        for path in (plan_file, file):
            await bench.run("open_plan")
            await bench.dialog(FileChooser)
            await bench.press("ctrl+u")
            await bench.paste(str(path))
            await bench.press("enter")
            await bench.until(lambda path=path: bench.app.session.loaded.state.path == path, "the other plan is open")
            await bench.settle()
            assert bench.app.screen is bench.tab, "not over a plan with records, and not again in this session"


@pytest.mark.parametrize("kept", ["readonly", "a body", "settings", "no header"])
async def test_the_steps_do_not_open_where_there_is_nothing_to_begin(tmp_path: Path, kept: str) -> None:
    file = blank(tmp_path)
    more = {"a body": '[agencies.a]\nname = "Sở A"\nkind = "department"\n', "settings": '[settings]\ncurrency_unit = "tỷ đồng"\n'}
    file.write_text("format = 2\n" if kept == "no header" else file.read_text(encoding="utf-8") + more.get(kept, ""), encoding="utf-8")
    async with open_workbench(file, lang="en", readonly=kept == "readonly", leads_on=True) as bench:
        await bench.settle()
        assert bench.app.screen is bench.tab


async def test_a_file_without_a_header_gets_one_from_its_form(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text("format = 2\n")
    async with open_workbench(file, lang="en", size=(100, 50)) as bench:
        await bench.run("edit_plan")
        await bench.pick("plan")
        await bench.type("A plan for the harbour")
        await bench.press("ctrl+s")
        assert "term" in bench.screen.lower() and bench.unsaved == 0, "a term is needed as well"
        await bench.type("01/01/2026 - 31/12/2030")
        await bench.press("ctrl+s")
        await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
        assert bench.app.session.plan.header["title"] == "A plan for the harbour"
        await bench.press("u")
        assert bench.app.session.plan.header == {}
        await bench.run("begin")
        await bench.pick("kind")
        await bench.pick("Plan")
        assert bench.app.session.plan.header["kind"] == "Plan"
        assert not [p for p in read_plan({"format": 2, "plan": dict(bench.app.session.plan.header)})[1] if not p.warning]
        await bench.pick("issuer")
        picker = await bench.dialog(Picker)
        await bench.type("Ủy ban nhân dân xã Văn Lăng")
        assert picker.found(picker._query) == [] and "+ make new: “Ủy ban nhân dân xã Văn Lăng”" in bench.screen
        await bench.press("down", "enter")
        await bench.until(lambda: bench.app.screen is not picker and isinstance(bench.app.screen, Picker), "the kind is asked")
        await bench.press("enter")  # what the name says stands under the cursor
        await bench.until(lambda: "issuer" in bench.app.session.plan.header, "it is made")
        issuer = bench.app.session.plan.tables["agencies"][bench.app.session.plan.header["issuer"]]
        assert issuer == {"name": "Ủy ban nhân dân xã Văn Lăng", "kind": "commune"}


def test_the_lists_to_choose_from_are_sound_and_without_what_the_plan_has() -> None:
    plan = Plan()
    bodies = list(usual_bodies(plan))
    doc = {"format": 2, "agencies": {str(n): body for n, (_, body) in enumerate(bodies)}}
    assert [p for p in read_plan(doc)[1] if p.table == "agencies"] == []
    assert all(body.keys() <= TABLES["agencies"].by_key.keys() for _, body in bodies)
    plan.tables["agencies"]["a"] = {"name": "SỞ TÀI CHÍNH", "kind": "department"}
    assert "Sở Tài chính" not in {body["name"] for _, body in usual_bodies(plan)}


async def test_the_shipped_plan_is_shown_by_its_name_and_ones_own_is_begun_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_workbench(SHIPPED, lang="en", size=(110, 30), shipped=True) as bench:
        await bench.dialog(Choose)
        assert load(SHIPPED).plan.title_of("plan", "")[:40] in " ".join(bench.screen.split()) and not list(tmp_path.iterdir())
        await bench.answer("begin")
        await bench.dialog(Ask)
        await bench.press("escape")
        assert not list(tmp_path.iterdir()), "backing out begins nothing"
    async with open_workbench(SHIPPED, lang="en", size=(110, 30), shipped=True) as bench:
        await bench.answer("begin")
        await bench.dialog(Ask)
        await bench.press("enter")
        await bench.dialog(Picker)
        assert "1 of 5 steps" in bench.screen
        session = bench.app.session
        assert session.loaded.state.path == tmp_path / "plan.toml" and not session.workspace.readonly
        assert not any(session.plan.tables[name] for name in ("goals", "tasks", "agencies")), "nothing of the shipped plan went over"
