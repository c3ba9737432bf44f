"""Commands in scripts: what their exit codes mean, and standard streams that are closed, full, gone, or of a coding without Vietnamese.

Every subcommand is found from the program itself, so a new one has to say here what it is called with.
"""

from __future__ import annotations

import errno
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import longer, of_these
from tests.support.many_plans import DAY, plan_text, write_plans
from tests.support.paths import ROOT, SAMPLE
from tests.support.servers import Server
from tui.commands import streams
from tui.commands.main import main
from tui.commands.shared import STANDARD_INPUT
from tui.commands.workbench import COMMANDS
from tui.lake.rollup import roll_up

pytestmark = pytest.mark.usefixtures("worked_out_once")

PLAN = SAMPLE.read_text(encoding="utf-8")


@attrs.frozen
class Ran:
    """What came of a command: its exit code, what it wrote, and the files of its folder that are new or changed."""

    code: int
    out: bytes
    err: str
    made: frozenset[str]


def wanted(folder: Path) -> dict[str, list[str]]:
    """What each command is called with in a folder of its own; what it reads is there."""
    plan = str(folder / "plan.toml")
    return {
        "help": [],
        "check": [plan],
        "status": [plan],
        "agenda": [plan],
        "log": [plan],
        "diff": [plan, str(folder / "other.toml")],
        "new": [str(folder / "next.toml"), "--from", plan, "--term", "2026-2030"],
        "export": [plan, "--xlsx", str(folder / "annexes.xlsx")],
        "form": [plan, "--agency", "so-tnmt", "--xlsx", str(folder / "form.xlsx"), "--as-of", "2023-06-01"],
        "calendar": [plan, "--ics", str(folder / "days.ics")],
        "import": [str(folder / "table.csv"), plan, "--yes"],
        "report": [plan, "--docx", str(folder / "report.docx")],
        "schema": [],
        "journals": [],
        "read": [str(folder / "plan.txt")],
        "propose": [plan],
        "rollup": [plan, "--to", str(folder.parent / "lake"), "--jobs", "1"],
        "sql": [str(folder / "many"), "SELECT plan FROM plans"],
        "clone": [str(folder.parent / "máy chủ.git"), str(folder.parent / "copied")],
        "sync": [str(folder.parent / "copy")],
        "merge": [str(folder / "base.toml"), str(folder / "mine.toml"), str(folder / "theirs.toml")],
    }


GOES_ON = {"serve"}
"""What does not end by itself; tests/web tries it."""
TRIED = sorted(set(COMMANDS) - GOES_ON)


def test_every_command_is_tried() -> None:
    assert {*wanted(Path("/")), *GOES_ON} == set(COMMANDS)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roll-up of one plan."""
    folder = tmp_path_factory.mktemp("many")
    write_plans(folder / "plans", a=plan_text("P1"))
    roll_up([str(folder / "plans")], folder / "lake", DAY)
    return folder / "lake"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with a copy."""
    return Server(tmp_path_factory.mktemp("server"), "copy")


@pytest.fixture
def folder(tmp_path: Path, many: Path, server: Server) -> Path:
    """A folder with everything the commands read."""
    where = tmp_path / "work"
    where.mkdir()
    Server.like(server, tmp_path)
    for name in ("plan", "base", "mine", "theirs"):
        (where / f"{name}.toml").write_text(PLAN, encoding="utf-8")
    (where / "other.toml").write_text(PLAN.replace("Rà soát", "Xem xét"), encoding="utf-8")
    (where / "plan.txt").write_text("I. NHIỆM VỤ\n\n- Sở A chủ trì rà soát quy hoạch.\n", encoding="utf-8")
    shutil.copytree(many, where / "many", symlinks=True)
    (where / "table.csv").write_text("id,status\nIII-2,done\n", encoding="utf-8")
    return where


Run = Callable[..., Ran]


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command over files for its streams, as a process has them; None is a stream that is closed."""

    def ran(name: str, *more: str, out: int | None = -1, err: int | None = -1, stdin: bytes | None = b"", coding: str = "utf-8") -> Ran:
        given = [name, *(more or wanted(folder)[name]), "--lang", "vi"]
        before = _held(folder)
        (tmp_path / "stdin").write_bytes(stdin or b"")
        files = {name: os.open(tmp_path / name, os.O_RDWR | os.O_CREAT | os.O_TRUNC) for name in ("stdout", "stderr")}
        numbers = [files["stdout"] if out == -1 else out, files["stderr"] if err == -1 else err]
        for stream, number in zip(("stdout", "stderr"), numbers, strict=True):
            opened = None if number is None else io.TextIOWrapper(io.FileIO(number, "w", closefd=False), coding, write_through=True)
            monkeypatch.setattr(sys, stream, opened)
            monkeypatch.setattr(sys, f"__{stream}__", opened)
        with open(tmp_path / "stdin", encoding="utf-8") as given_in:
            monkeypatch.setattr(sys, "stdin", None if stdin is None else given_in)
            try:
                code = main(given)
            except SystemExit as left:
                code = int(left.code or 0)
        written = [os.pread(number, 1 << 22, 0) for number in files.values()]
        for number in files.values():
            os.close(number)
        told = written[1].decode(coding if coding != "utf-8" else "utf-8")
        assert "Traceback" not in told
        return Ran(code, written[0], told, frozenset(path for path, data in _held(folder).items() if before.get(path) != data))

    return ran


def _held(folder: Path) -> dict[str, bytes]:
    """What is in the files of a folder, by name; hidden ones and histories stand beside others."""
    files = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return {path.name: path.read_bytes() for path in files if path.suffix != ".history"}


@pytest.fixture(params=TRIED)
def command(request: pytest.FixtureRequest) -> str:
    return str(request.param)


OF_EACH_KIND = ("check", "diff", "export", "help", "import", "merge", "new")
"""One that reads a plan, reads two, writes a file, needs no plan, changes one, says nothing, and makes one."""


@pytest.fixture(params=of_these(TRIED, OF_EACH_KIND))
def of_each_kind(request: pytest.FixtureRequest) -> str:
    """Any command; all of them in the proof."""
    return str(request.param)


MADE = {
    "new": "next.toml",
    "export": "annexes.xlsx",
    "form": "form.xlsx",
    "calendar": "days.ics",
    "import": "plan.toml",
    "report": "report.docx",
}


def in_coding(out: bytes, coding: str) -> str:
    """What a command prints, as it is in a coding that has not all letters."""
    return out.decode().encode(coding, streams.nearest_in(coding)).decode(coding)


def test_a_command_does_what_it_is_for_in_any_coding(run: Run, command: str, folder: Path) -> None:
    whole = run(command)
    assert whole.code == (1 if command == "diff" else 0), whole.err
    assert whole.err == "" and whole.made == ({MADE[command]} if command in MADE else frozenset())
    assert bool(whole.out) == (command != "merge")
    for name in whole.made:
        (folder / name).unlink()
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    shutil.rmtree(folder.parent / "lake", ignore_errors=True)  # a second roll-up has nothing to read
    shutil.rmtree(folder.parent / "copied", ignore_errors=True)
    ran = run(command, coding="latin-1")
    assert (ran.code, ran.made) == (whole.code, whole.made), ran.err
    if whole.out.startswith(b"{"):  # for a program, which loses no letter
        assert json.loads(ran.out.decode("latin-1")) == json.loads(whole.out)
    else:
        assert ran.out.decode("latin-1") == in_coding(whole.out, "latin-1")


@pytest.mark.parametrize("coding", ["ascii", "cp1258", "utf-16"])
def test_so_it_is_in_every_coding(run: Run, coding: str) -> None:
    assert in_coding(run("status").out, coding) == run("status", coding=coding).out.decode(coding)


@longer
@pytest.mark.parametrize("how", ["closed", "full"])
def test_output_that_takes_nothing_is_said_before_anything_is_made(run: Run, of_each_kind: str, how: str) -> None:
    number = None if how == "closed" else os.open("/dev/full", os.O_WRONLY)
    try:
        ran = run(of_each_kind, out=number)
    finally:
        if number is not None:
            os.close(number)
    assert ran.code == 2 and ran.made == frozenset()
    assert ran.err == f"đầu ra chuẩn: không ghi được: {'đã bị đóng' if how == 'closed' else 'ổ đĩa đã đầy'}\n"


@longer
def test_a_file_that_was_made_is_told_where_output_fails_then(run: Run, of_each_kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class FullSoon(streams._Output):
        """A disk that has room for nothing, and says so only when it is given something."""

        def write(self, data: Any, /) -> int:
            if not len(data):
                return 0
            if self._given_up:
                return len(data)
            self._given_up = True
            raise streams.OutputFailed(OSError(errno.ENOSPC, "full"))

    monkeypatch.setattr(streams, "_Output", FullSoon)
    ran = run(of_each_kind)
    assert ran.code == (0 if of_each_kind == "merge" else 2)
    assert ran.made == ({MADE[of_each_kind]} if of_each_kind in MADE and of_each_kind != "import" else frozenset()), (
        "what an import changes is shown first"
    )
    assert all(name in ran.err and "đã ghi tệp" in ran.err for name in ran.made)
    assert ran.err.count("\n") == (0 if of_each_kind == "merge" else 1)


@longer
def test_a_reader_that_has_gone_ends_it_without_a_word(run: Run, of_each_kind: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ran = run(of_each_kind, out=writer)
    finally:
        os.close(writer)
    assert ran.code == (0 if of_each_kind == "merge" else 141) and ran.err == ""


def test_a_reader_that_is_slow_gets_everything(run: Run) -> None:
    """Somebody has made the pipe non-blocking, and it is full before all is written."""
    whole = run("status").out
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    read = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"], stdin=reader, stdout=subprocess.PIPE
    )
    os.close(reader)
    os.write(writer, bytes(1 << 16))
    try:
        assert run("status", out=writer).code == 0
    finally:
        os.close(writer)
    assert read.communicate()[0].lstrip(b"\0") == whole


@longer
def test_nothing_hangs_on_standard_error_or_input(run: Run, of_each_kind: str) -> None:
    ran = run(of_each_kind, err=None, stdin=None)
    assert ran.code == (1 if of_each_kind == "diff" else 0)


@pytest.mark.parametrize("how", ["closed", "full", "gone"])
def test_a_fault_that_nobody_hears_is_still_one(run: Run, how: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        assert run("check", "no-such.toml", err={"closed": None, "full": full, "gone": writer}[how]).code == 2
    finally:
        os.close(full)
        os.close(writer)


@longer
def test_a_deleted_folder_is_no_fault_of_what_is_named_wholly(
    run: Run, of_each_kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ran = run(of_each_kind)
    assert ran.code == (1 if of_each_kind == "diff" else 0), ran.err


@pytest.fixture(params=sorted(set(TRIED) - {"clone", "help", "journals", "read", "schema", "sql", "sync"}))
def of_plans(request: pytest.FixtureRequest) -> str:
    """A command that speaks of plans."""
    return str(request.param)


READING = {"check", "status", "agenda", "report", "export", "form", "calendar", "new", "diff"}


def test_nobodys_plan_is_spoken_of(run: Run, of_plans: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder without a plan, and for a name that is empty, nothing is done with the plan that comes with the program."""
    bare = tmp_path / "bare"
    bare.mkdir()
    monkeypatch.chdir(bare)
    plan = str(folder / "plan.toml")
    given = wanted(folder)[of_plans]
    empty = ["" if argument in (plan, str(folder / "base.toml")) else argument for argument in given]
    without = [a for a in given if a not in (plan, "--from")] if of_plans not in ("diff", "merge") else empty
    for arguments in (empty, without) if of_plans != "new" else (empty,):  # without an old plan the new one is empty
        ran = run(of_plans, *(arguments or ["--lang", "vi"]))
        assert ran.code == 2 and ran.err.count("\n") == 1 and not ran.made and ran.out == b"", arguments
    assert list(bare.iterdir()) == []


def test_a_plan_is_read_from_standard_input_or_it_is_said_that_it_cannot_be(run: Run, of_plans: str, folder: Path) -> None:
    plan = str(folder / "plan.toml")
    given = [STANDARD_INPUT if a in (plan, str(folder / "base.toml")) else a for a in wanted(folder)[of_plans]]
    piped = run(of_plans, *given, stdin=PLAN.encode())
    if of_plans not in READING:
        assert piped.code == 2 and "đầu vào chuẩn" in piped.err
        return
    for name in piped.made:
        (folder / name).unlink()
    named = run(of_plans)
    assert (piped.code, piped.made) == (named.code, named.made), piped.err
    assert piped.out.replace(b"<stdin>", plan.encode()) == named.out


@pytest.mark.parametrize("data", [b"", "tên = 'x'".encode("utf-16"), b"format = 2\n[agencies.a]\nname = 5\n"])
def test_standard_input_is_judged_as_a_file_is(run: Run, folder: Path, data: bytes) -> None:
    (folder / "as_file.toml").write_bytes(data)
    piped, named = run("check", "-", stdin=data), run("check", str(folder / "as_file.toml"))
    assert piped.code == named.code and piped.out.replace(b"<stdin>", str(folder / "as_file.toml").encode()) == named.out


def test_a_closed_input_is_no_empty_plan(run: Run) -> None:
    ran = run("check", "-", stdin=None)
    assert ran.code == 2 and "đã bị đóng" in ran.err
    assert run("check", "-", "-").code == 2 and run("diff", "-", "-").code == 2


@longer
@pytest.mark.parametrize("coding", of_these(["ascii", "latin-1", "cp1258"], ["cp1258"]))
@pytest.mark.parametrize(
    "arguments", [["status", "--json"], ["agenda", "--json"], ["log", "--json"], ["check", "--json"], ["import", "--json", "table.csv"]]
)
def test_json_loses_no_letter_in_any_coding(run: Run, folder: Path, arguments: list[str], coding: str) -> None:
    given = (*(str(folder / one) if one.endswith(".csv") else one for one in arguments), str(folder / "plan.toml"))
    assert json.loads(run(*given, coding=coding).out.decode(coding)) == json.loads(run(*given).out)


@given(st.text(st.characters(codec="utf-8"), max_size=20), st.sampled_from(["ascii", "latin-1", "cp1258", "cp1252", "koi8-r", "utf-8"]))
def test_any_text_can_be_written_in_any_coding(text: str, coding: str) -> None:
    written = text.encode(coding, streams.nearest_in(coding)).decode(coding)
    assert "".join(letter for letter in text if letter.isascii() and letter != "\x1b") in written or not text.isascii()
    assert len(written) <= 24 * len(text)


@given(st.text(st.sampled_from("aăâđeêioôơuưyAĐáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")))
def test_vietnamese_is_whole_in_the_coding_made_for_it_and_legible_in_others(text: str) -> None:
    assert unicodedata.normalize("NFC", text.encode("cp1258", streams.nearest_in("cp1258")).decode("cp1258")) == text
    bare = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    bare = "".join(letter for letter in bare if letter.isascii())
    assert text.encode("ascii", streams.nearest_in("ascii")).decode() == bare


# -- check: several plans ---------------------------------------------------------------------------------------------

BROKEN = "format = 2\n[plan]\ntitle = 'x'\nterm = { start = 2021-01-01, end = 2025-12-31 }\n[agencies.a]\nname = 5\nkind = 'department'\n"


def test_several_plans_are_checked_and_the_worst_counts(run: Run, folder: Path) -> None:
    (folder / "broken.toml").write_text(BROKEN, encoding="utf-8")
    good, broken, gone = (str(folder / name) for name in ("plan.toml", "broken.toml", "gone.toml"))
    for names, code in (((good, good), 0), ((broken, good), 1), ((broken, gone, good), 2), ((gone, good), 2)):
        ran = run("check", *names)
        assert ran.code == code
        lines = ran.out.decode().splitlines()
        assert [line.partition(": ")[0] for line in lines if " nhiệm vụ, " in line] == [name for name in names if name != gone]
        assert (gone in ran.err) == (gone in names)


def test_of_a_folder_every_plan_is_checked_and_nothing_else(run: Run, folder: Path) -> None:
    (folder / "xã").mkdir()
    (folder / "xã" / "plan.toml").write_text("not TOML", encoding="utf-8")
    (folder / "xã" / "năm.toml").write_text(BROKEN, encoding="utf-8")
    (folder / "xã" / "rỗng.toml").write_bytes(b"")
    (folder / "xã" / "tỉnh.toml").write_text("[plan\ntitle = 'x'\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "plan.toml").write_text(BROKEN, encoding="utf-8")
    ran = run("check", str(folder))
    named = [line.partition(": ")[0] for line in ran.out.decode().splitlines() if " nhiệm vụ, " in line]
    assert [str(Path(name).relative_to(folder)) for name in named] == [
        *("base.toml", "mine.toml", "other.toml", "plan.toml", "theirs.toml"),
        *("xã/năm.toml", "xã/plan.toml", "xã/rỗng.toml", "xã/tỉnh.toml"),
    ]
    assert ran.code == 1


def test_a_folder_without_a_plan_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    ran = run("check", str(tmp_path / "none"))
    assert ran.code == 2 and "không có kế hoạch nào" in ran.err


# -- the real program -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("status {plan} >&-", 2, "đầu ra chuẩn: không ghi được: đã bị đóng\n"),
        ("status --json {plan} >/dev/full", 2, "đầu ra chuẩn: không ghi được: ổ đĩa đã đầy\n"),
        ("check {plan} 2>&- <&-", 0, ""),
        ("check - <&-", 2, "-: không đọc được đầu vào chuẩn: đã bị đóng\n"),
        ("check {plan} | exec 0<&-; exit ${{PIPESTATUS[0]}}", 141, ""),
        ("--help >&-", 2, "đầu ra chuẩn: không ghi được: đã bị đóng\n"),
        ("{plan} >&- <&-", 2, "kehoach phải chạy trong cửa sổ dòng lệnh"),
    ],
)
def test_the_program_itself(plan_file: Path, line: str, code: int, said: str) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "vi_VN.UTF-8", "PYTHONIOENCODING": "utf-8"}
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        environ.pop(name, None)
    command = f"{shlex.quote(sys.executable)} -m tui {line.format(plan=plan_file)}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=environ, cwd=plan_file.parent)
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith(said) and (said or not done.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        ["status", "{plan}", "--as-of", ""],
        ["log", "{plan}", "--since", ""],
        ["log", "{plan}", "--record", ""],
        ["report", "{plan}", "--docx", "{plan}.docx", "--kind", "notice", "--review", ""],
        ["import", "{plan}.csv", "{plan}", "--yes", "--source", ""],
        ["diff", "{plan}", ""],
        ["merge", "{plan}", "{plan}", ""],
        ["check", "{plan}", ""],
    ],
)
def test_an_empty_word_is_never_what_stands_for_none(run: Run, folder: Path, arguments: list[str]) -> None:
    (folder / "plan.toml.csv").write_text("id,status\nIII-2,done\n", encoding="utf-8")
    ran = run(*(argument.format(plan=folder / "plan.toml") for argument in arguments))
    assert ran.code == 2 and ran.err.count("\n") == 1 and not ran.made


def test_a_mistake_of_the_program_is_a_line_and_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.commands import check

    monkeypatch.setattr(check, "run", lambda options, words: 1 // 0)
    ran = run("check")
    assert ran.code == 2 and "ZeroDivisionError" in ran.err and ran.err.count("\n") == 1


def test_of_a_file_that_is_no_toml_nothing_is_answered(sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(sample + '\nx = = "\n', encoding="utf-8")
    line = len(sample.splitlines()) + 2
    made = tmp_path / "made"
    for command in (
        ["status"],
        ["status", "--json"],
        ["agenda"],
        ["calendar", "--ics"],
        ["export", "--xlsx"],
        ["report", "--docx"],
        ["report", "--html"],
    ):
        told = [*command, str(made)] if command[-1].startswith("--") and command[-1] != "--json" else command
        assert main([told[0], "--lang", "en", str(path), *told[1:]]) == 2, told
        out, err = capsys.readouterr()
        assert not out and f"line {line}" in err and not made.exists(), told
