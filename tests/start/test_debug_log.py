"""The log of ``--debug``: what it says, whose it is, how long it may grow; and that nothing of a plan or a person is ever in it."""

from __future__ import annotations

import ast
import contextlib
import datetime as dt
import os
import random
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w

import tui
from tests.support.lengths import LONG, longer
from tests.support.paths import SAMPLE
from tests.support.workbench import AS_OF, open_workbench
from tui.commands.main import main
from tui.i18n.words import Words
from tui.model.text import say
from tui.session import save
from tui.session.session import Session
from tui.start import debug_log
from tui.store.files.errors import CannotRead
from tui.store.log.record import note
from tui.store.plan_file import load

LINE = re.compile(r" *\d+\.\d{3} \d+ [A-Za-z ,_]+?( [A-Za-z_][\w.<>]*)?( \w+=-?[\d.e+-]+)*")


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    yield
    debug_log.end()


def log() -> str:
    return Path(debug_log.log_file()).read_text(encoding="ascii")


def test_a_command_says_when_with_what_and_how_it_ended(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--debug", "check", str(plan_file)]) == 0
    assert main(["status", str(plan_file.parent / "gone.toml"), "--debug", "--lang", "en"]) == 2
    lines = log().splitlines()
    assert all(LINE.fullmatch(line) for line in lines), [line for line in lines if not LINE.fullmatch(line)]
    told = [line.split(maxsplit=2)[2] for line in lines]
    assert told[0].startswith("began year=") and "command check" in told and "ended code=0" in told and "ended code=2" in told
    assert "fault CannotDo" in told and any(line.startswith("at tui.commands.") for line in told)
    assert any(line.startswith("version polars major=") for line in told)
    capsys.readouterr()


def test_without_the_option_there_is_none(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(plan_file)]) == 0
    assert not os.path.lexists(debug_log.log_file()) and not debug_log.is_written()
    debug_log.note("action", of="save")  # costs nothing and says nothing
    debug_log.fault(ValueError("x"))
    assert not os.path.lexists(debug_log.log_file())


def test_it_is_its_owners_alone_and_put_aside_when_it_is_long() -> None:
    path = Path(debug_log.log_file())
    for number in range(debug_log.KEPT + 2):
        assert debug_log.begin(["--debug"])
        debug_log.note(f"session {'abcdef'[number]}")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        debug_log.end()
        with path.open("a", encoding="ascii") as file:
            file.write("x" * debug_log.MOST_BYTES)
    kept = sorted(one.name for one in path.parent.iterdir())
    assert kept == ["log", "log.1", "log.2", "log.3"]
    told = [Path(f"{path}{suffix}").read_text(encoding="ascii") for suffix in ("", ".1", ".2", ".3")]
    assert [f"session {letter}" in text for letter, text in zip("edcb", told, strict=True)] == [True] * 4


def test_one_session_writes_no_more_than_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debug_log, "MOST_BYTES", 4000)
    debug_log.begin(["--debug"])
    for _ in range(1000):
        debug_log.note("action", of="save")
    assert 4000 <= len(log()) < 4100


@pytest.mark.parametrize("what", ["link", "folder", "pipe", "no room"])
def test_what_stands_in_its_place_is_left_alone_and_stops_nothing(what: str, plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(debug_log.log_file())
    path.parent.mkdir(parents=True)
    other = plan_file.parent / "other"
    other.write_text("x", encoding="utf-8")
    match what:
        case "link":
            path.symlink_to(other)
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case _:
            path.parent.rmdir()
            path.parent.write_text("a file", encoding="utf-8")
    assert main(["--debug", "check", str(plan_file)]) == 0
    assert other.read_text(encoding="utf-8") == "x"


# -- nothing of a plan is in it ---------------------------------------------------------------------------------------

_LETTERS = "ảẫộữỳđÐXQZ0123456789_"
_WORDED = frozenset({"title", "short_title", "summary", "name", "short", "note", "text", "objective", "abstract", "issuer"})


def word(chance: random.Random) -> str:
    """One that no code holds."""
    return "bimat" + "".join(chance.choices(_LETTERS, k=8))


def hidden(value: Any, chance: random.Random, found: list[str]) -> Any:
    """The value with each text that a person words replaced by one that is remembered."""
    if isinstance(value, dict):
        inside = {key for key, inner in value.items() if isinstance(inner, dict | list)}
        return {key: hidden(inner, chance, found) if key in _WORDED | inside else inner for key, inner in value.items()}
    if isinstance(value, list):
        return [hidden(inner, chance, found) if isinstance(inner, dict) else inner for inner in value]
    found.append(word(chance))
    return found[-1]


class SecretError(Exception):
    """A fault whose message is made of a plan."""


@longer
@pytest.mark.parametrize("seed", range(40) if LONG else [7])
def test_no_word_of_a_plan_no_name_of_a_file_and_nothing_typed_is_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    """Whatever is done with it: commands, edits, refusals, a save, a merge, faults that hold its words."""
    chance, words = random.Random(seed), list[str]()
    text = tomli_w.dumps(hidden(tomli.loads(SAMPLE.read_text(encoding="utf-8")), chance, words))
    typed = word(chance)
    folder = tmp_path / f"thumuc{typed}"
    folder.mkdir()
    path = folder / f"tep{typed}.toml"
    path.write_text(text, encoding="utf-8")
    for command in (["check"], ["status"], ["log"], ["diff", str(SAMPLE)]):
        main([*command, str(path), "--debug"])
    with contextlib.suppress(SystemExit):
        main([typed, "--debug", str(path), typed])
    debug_log.begin(["--debug"])
    session = Session(load(path), Words("vi"), as_of=AS_OF)
    session.commit([session.workspace.set_field("tasks", "III-1", "note", f"go{typed}")], say("x"))
    session.commit([session.workspace.set_field("tasks", "III-1", "status", f"go{typed}")], say("x"))
    path.write_text(path.read_text(encoding="utf-8") + f"# thêm{typed}\n", encoding="utf-8")
    save.run(save.SaveAttempt(session, note(f"lydo{typed}")))
    session.end(keep=False)
    try:
        try:
            raise CannotRead(say(words[0]))
        except CannotRead as first:
            raise SecretError(f"{path} {typed} {words}") from first
    except SecretError as fault:
        debug_log.fault(fault)
    debug_log.end()
    capsys.readouterr()
    told = log()
    assert "fault SecretError" in told and "fault CannotRead" in told
    assert "step edits=1" in told and "refused problems=1" in told and "save Saved" in told
    assert "bimat" not in told and len(words) > 40


async def test_the_workbench_says_which_actions_were_performed(plan_file: Path) -> None:
    debug_log.begin(["--debug"])
    async with open_workbench(plan_file) as bench:
        await bench.press("question_mark")
        await bench.until(lambda: "action" in log(), "the key is performed")
    assert re.search(r"action [a-z_]+\n", log())


# -- a test looks -----------------------------------------------------------------------------------------------------


def worded(tree: ast.AST) -> list[int]:
    """The lines on which the log is told something that is not a literal, a name of a class, or the id of an action."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not isinstance(node.func.value, ast.Name):
            continue
        called = f"{node.func.value.id}.{node.func.attr}"
        if called not in ("debug_log.note", "timings.mark", "timings.took"):
            continue
        of = [keyword.value for keyword in node.keywords if keyword.arg == "of"]
        spoken = ast.unparse(of[0]) if of else ""
        sound = isinstance(node.args[0], ast.Constant) and (
            not of or spoken in ("id", "action_id", "_MODULES.get(name, name)") or re.fullmatch(r"type\(\w+\)\.__name__", spoken)
        )
        if not sound:
            found.append(node.lineno)
    return found


def test_it_is_told_nothing_but_names_of_ours() -> None:
    root = Path(tui.__file__).parent
    found = {
        f"{path.relative_to(root)}:{line}"
        for path in root.rglob("*.py")
        for text in [path.read_text(encoding="utf-8")]
        if "debug_log.note(" in text or "timings." in text
        for line in worded(ast.parse(text))
    }
    assert {place.partition(":")[0] for place in found} == {"start/timings.py"}, "which is told by functions looked at as well"


@pytest.mark.parametrize(
    "planted",
    [
        "debug_log.note(title)",
        "debug_log.note('x', of=plan.title)",
        "timings.mark(f'{path}')",
        "timings.took(f'page: {path}')",
        "debug_log.note('a' + b)",
    ],
)
def test_one_that_is_told_more_is_found(planted: str) -> None:
    assert worded(ast.parse(planted)) == [1]


def test_a_day_is_that_of_the_machine_in_universal_time() -> None:
    before = int(time.time())
    debug_log.begin(["--debug"])
    after = time.time()
    numbers = dict(re.findall(r"(\w+)=(\d+)", log()))
    began = dt.datetime(*(int(numbers[part]) for part in ("year", "month", "day", "hour", "minute", "second")), tzinfo=dt.UTC)
    assert before <= began.timestamp() <= after
