"""Text of a plan, of a file's name or of the clipboard is only ever text: on the screen, in a spreadsheet, in a pipe."""

from __future__ import annotations

import base64
import csv
import io
import json
import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcwidth

from tests.support.hostile_plan import FILE_NAME, MARKUP, PAYLOADS, PIECES, write_hostile
from tests.support.lengths import longer, of_these
from tests.support.paths import ROOT
from tests.support.screens import segments_of_lines
from tests.support.tabs import stand_on
from tests.support.terminal import LoadedTerminal, put_away
from tests.support.workbench import Driver, open_workbench
from tui.actions import ACTIONS, MOVE, Action, Scope
from tui.commands.main import main
from tui.i18n.words import Words
from tui.model.text import control_character, field_text, no_formula, printable, without_controls
from tui.screens.dialogs.choose import Choose
from tui.screens.places import REGISTERS, TABS
from tui.screens.table.table_screen import TableScreen
from tui.widgets.inputs import one_line, prose

VI = Words("vi")
USUAL = "Rà soát quy hoạch sử dụng đất đai – “61 ≥ 8” (1.234,5 %) · đến 30/11/2026…"


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a walk over all actions saves beside the working directory goes where nobody minds."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def hostile_file(tmp_path: Path, sample: str) -> Path:
    return write_hostile(tmp_path, sample)


def unseen(text: str) -> list[str]:
    """The characters a terminal would act on, or that nobody sees."""
    return [f"U+{ord(c):04X}" for c in text if control_character(c) or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn", "Co")]


class Look:
    """Eyes that judge every line of the screen once."""

    def __init__(self, bench: Driver) -> None:
        self.bench = bench
        self.seen: set[str] = set()

    def __call__(self, where: str) -> None:
        """Nothing on the screen acts on the terminal, is markup that was obeyed, or moves the columns."""
        width, height = self.bench.app.size
        lines = segments_of_lines(self.bench.app)
        assert len(lines) == height
        for y, pieces in enumerate(lines):
            line = "".join(p.text for p in pieces)
            for piece in pieces:
                style = piece.style
                assert style is None or (style.link is None and "@click" not in style.meta), f"{where}: {piece}"
            if line in self.seen:
                continue
            assert not unseen(line), f"{where}, line {y}: {unseen(line)} in {line!r}"
            assert cell_len(line) == sum(max(0, wcwidth(c)) for c in line) == width, f"{where}, line {y} is not {width} wide: {line!r}"
            self.seen.add(line)

    @property
    def text(self) -> str:
        return "\n".join(self.seen)


STILL: Final = {"quit", "theme", "save", "reload", *(a.id for a in ACTIONS if a.group == MOVE and a.id not in ("overview", "panel"))}
"""Actions that show no more of the plan than is shown already."""


SHOWS: Final = {
    *("go_to", "problems", "edit_cell", "edit_record", "delete", "reassign", "inspect", "why", "needed", "history"),
    *("overview", "registers", "review", "plan_history", "who"),
}
"""Actions that show text of the plan each in a way of its own: those the suite tries."""


def on_table(bench: Driver) -> bool:
    return isinstance(bench.app.screen, TableScreen) and bench.tab.focused is bench.table


async def act_and_look(bench: Driver, look: Look, action: Action, place: str) -> None:
    """An action, what it opens, what is behind the first line of that, and back."""
    await stand_on(bench, place)
    await bench.run(action.id) if not action.keys else await bench.press(action.keys[0])
    look(f"{action.id} on {place}")
    if not on_table(bench):
        for key in ("down", "tab", "enter"):
            await bench.press(key)
        look(f"{action.id} on {place}, further")
    for _ in range(8):
        if on_table(bench):
            return
        asked = bench.app.screen
        await bench.press("b" if isinstance(asked, Choose) and "discard" in {a.id for a in asked.answers} else "escape")
    raise AssertionError(f"{action.id} on {place} does not lead back:\n{bench.screen}")


@longer
@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "scopes"),
    [("indicators", (Scope.TABLE, Scope.PANEL)), ("tasks", (Scope.APP,))],
    ids=["on a table", "everywhere"],
)
async def test_no_action_lets_text_act(hostile_file: Path, place: str, scopes: tuple[Scope, ...]) -> None:
    async with open_workbench(hostile_file) as bench:
        look = Look(bench)
        look("the first screen")
        for action in of_these(ACTIONS, [action for action in ACTIONS if action.id in SHOWS]):
            if action.id not in STILL and action.scope in scopes:
                await act_and_look(bench, look, action, place)
        assert bench.app.is_running
        assert "[red]" in look.text and "[@click" in look.text, "markup is shown as it stands, not obeyed"


@longer
@pytest.mark.slow
async def test_no_record_of_any_list_lets_text_act(hostile_file: Path) -> None:
    """Every list on a wide screen: table, panel, chart and reasons of its last record."""
    async with open_workbench(hostile_file, size=(120, 30)) as bench:
        look = Look(bench)
        for table in of_these([*TABS, *REGISTERS], ["indicators", "documents"]):
            bench.app.jump(table, list(bench.app.session.plan.tables[table])[-1])
            await bench.settle()
            look(table)
            await bench.press("v")
            look(f"{table}, why")
            await bench.press("escape", "end")
            look(f"{table}, to the right")
        assert "[red]" in look.text


# -- what leaves the program ----------------------------------------------------------------------------------------


def starts_a_formula(cell: str) -> bool:
    return cell.lstrip().startswith(("=", "+", "-", "@")) and re.fullmatch(r"\s*[+-]?[\d.,]+\s*%?\*?", cell) is None


@pytest.mark.slow
async def test_nothing_that_is_copied_starts_a_formula(hostile_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    async with open_workbench(hostile_file) as bench:
        monkeypatch.setattr(bench.app, "copy", copied.append)
        for table in ("indicators", "tasks", "agencies", "documents"):
            bench.app.jump(table, next(iter(bench.app.session.plan.tables[table])))
            await bench.settle()
            await bench.press("X", "Y", "escape")
            for column in bench.view_columns:
                bench.table.go_to(bench.rows[0], column.key)
                await bench.press("y")
            assert len(copied[-1 - len(list(bench.view_columns))].splitlines()) == len(bench.rows), "a row a line, whatever the text"
    for text in copied:
        assert not [c for c in unseen(text) if c not in ("U+0009", "U+000A", "U+200D")], text
        for cell in re.split(r"[\t\n]", text):
            assert not starts_a_formula(cell) and not cell.startswith('"'), cell
    assert any("HYPERLINK" in text for text in copied)


def test_the_clipboard_is_not_closed_by_what_is_in_it() -> None:
    """OSC 52 carries base64: no byte of the text ends it, nor starts another."""
    from tui.app import Workbench

    class Wire:
        sent = ""

        def write(self, text: str) -> None:
            self.sent += text

        def flush(self) -> None: ...

    wire = Wire()
    Workbench.copy(type("App", (), {"_driver": wire})(), "".join(PIECES))  # type: ignore[arg-type]
    found = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", wire.sent)
    assert found and base64.b64decode(found[1]).decode() == without_controls("".join(PIECES), lines=True)


@longer
@pytest.mark.parametrize("form", of_these([(), ("--json",), ("--csv",)], [(), ("--csv",)]), ids=lambda form: "".join(form) or "text")
def test_status_of_a_hostile_plan(hostile_file: Path, form: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", str(hostile_file), *form, "--as-of", "2026-11-22", "--lang", "vi"]) == 0
    out, err = capsys.readouterr()
    assert not unseen(out.replace("\n", "")) and not unseen(err.replace("\n", ""))
    if "--csv" in form:
        rows = list(csv.reader(io.StringIO(out)))
        assert not [cell for row in rows for cell in row if starts_a_formula(cell)]
        assert any("HYPERLINK" in cell or "cmd|" in cell for row in rows for cell in row)
    if "--json" in form:
        assert json.loads(out)["sections"]


def test_check_of_a_hostile_plan(hostile_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(hostile_file), "--lang", "vi"]) == 1
    out, err = capsys.readouterr()
    assert not unseen(out.replace("\n", "")) and err == ""
    assert len(out.splitlines()) > 20 and all(line.startswith("/") for line in out.splitlines()), "one problem a line"


@longer
@pytest.mark.parametrize("form", of_these([[], ["--json"]], [[]]), ids=lambda form: "".join(form) or "text")
def test_what_became_hostile_is_told_harmlessly(
    hostile_file: Path, plan_file: Path, form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", str(plan_file), str(hostile_file), *form, "--lang", "vi"]) == 1
    out, err = capsys.readouterr()
    assert not unseen((out + err).replace("\n", "")) and "[@click=app.exit]" in out


@pytest.mark.parametrize("command", [["check"], ["status"], []])
def test_a_hostile_file_name_that_cannot_be_read(tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    bad = os.fsdecode(os.fsencode(tmp_path / FILE_NAME) + b"\xff\xfe")
    assert main([*command, bad, "--lang", "vi"]) == 2
    out, err = capsys.readouterr()
    assert not unseen((out + err).replace("\n", "").replace("\ufffd", ""))
    assert "[red]" in err


async def test_a_hostile_file_name_is_shown_and_saved_to(hostile_file: Path) -> None:
    """Title, the message of a save, the suggestion for a copy, a failure: the name stands there, and does nothing."""
    text = hostile_file.read_text(encoding="utf-8")
    hostile_file.write_text(re.sub(r"(?m)^(short_title|title) = .*\n", "", text, count=0), encoding="utf-8")
    async with open_workbench(hostile_file) as bench:
        look = Look(bench)
        look("the title")
        await bench.run("save_copy")
        look("the suggestion")
        await bench.press("end", "ctrl+u")
        await bench.type(f"/nirgends/{MARKUP}")
        await bench.press("enter")
        look("a folder that is not there")
        await bench.press("escape")
        bench.app.plan_screen.tell(str(hostile_file) + "".join(PIECES), bad=True)
        await bench.settle()
        look("whatever is said")
        assert "[red]" in look.text


# -- the wire -------------------------------------------------------------------------------------------------------

_KNOWN = re.compile(
    rb"\x1b(?:\[[0-9;:?<>=$ ]*[A-Za-z~^@`{|}]"  # control sequences: colours, cursor, modes
    rb"|\]22;[a-z]*(?:\x07|\x1b\\)"  # the pointer's shape
    rb"|[()][A-Z0-9]|[=>78cDEHM]"
    rb"|P[+$]q[0-9a-fA-F;]*\x1b\\|_G[^\x1b]*\x1b\\)"  # questions about what the terminal can do
)
"""What Textual itself sends."""


@pytest.mark.slow
def test_the_terminal_is_sent_no_sequence_of_the_plan(hostile_file: Path) -> None:
    command = [sys.executable, "-m", "tui", str(hostile_file), "--lang", "vi", "--as-of", "22/11/2026"]
    terminal = LoadedTerminal(command, columns=80, rows=24, environ={"PYTHONPATH": str(ROOT)})
    terminal.process.logfile_read = sent = io.BytesIO()
    try:
        terminal.wait_for(VI("Targets"))
        for keys in ("2", "3", "4", "E", "\x1b", "i", "\x1b", "0", "\x1b", "!", "\x1b"):
            terminal.send(keys)
            for _ in range(6):
                terminal.pump()
        terminal.send("q")
        assert terminal.finish() == 0
    finally:
        put_away(terminal)
    data = sent.getvalue()
    for payload in PAYLOADS:
        assert payload.encode() not in data or payload == "\x07", payload
    rest = _KNOWN.sub(b"", data)
    assert b"\x1b" not in rest, rest[max(0, rest.index(b"\x1b") - 20) :][:60]
    assert b"[@click=app.exit]" in data


# -- the functions under all of it ----------------------------------------------------------------------------------


def test_usual_text_stays_untouched() -> None:
    for clean in (printable, one_line, prose, field_text):
        assert clean(USUAL) == USUAL
    assert printable("Ủy ban שלום مرحبا 各 ½ ™ №") == "Ủy ban שלום مرحبا 各 ½ ™ №"


@given(st.text(max_size=60))
def test_whatever_is_printed_is_harmless_and_as_wide_as_it_is_counted(text: str) -> None:
    shown = printable(text)
    assert not unseen(shown.replace("\ufffd", ""))
    assert printable(shown) == shown
    assert cell_len(shown) == sum(max(0, wcwidth(c)) for c in shown)


@pytest.mark.parametrize("text", [*PIECES, "\udc1b[31m", "\ud800"])
def test_half_a_character_and_the_like_can_be_sent(text: str) -> None:
    for clean in (printable, one_line, prose):
        clean(text).encode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r-", " =", "\u200d=", '"=', "＝"])
def test_words_that_would_start_a_formula_do_not(start: str) -> None:
    assert no_formula(f"{start}1") == f"'{start}1"
    assert no_formula(f"1{start}") == f"1{start}"
