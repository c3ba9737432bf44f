"""The file in the person's own editor: at the record's line, without a shell, and what is changed there comes in as another's save does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.paths import SHIPPED
from tests.support.workbench import Driver, open_workbench
from tui.model.text import N_
from tui.screens.dialogs.choose import Choose
from tui.store.toml.record_line import line_of
from tui.terminal.editors import command_named, opened_at


@pytest.mark.parametrize(
    ("command", "opened"),
    [
        (["vim"], ["vim", "+7", "/p.toml"]),
        (["/usr/bin/nano", "-w"], ["/usr/bin/nano", "-w", "+7", "/p.toml"]),
        (["emacs", "-nw"], ["emacs", "-nw", "+7", "/p.toml"]),
        (["micro"], ["micro", "+7", "/p.toml"]),
        (["hx"], ["hx", "/p.toml:7"]),
        (["code"], ["code", "--wait", "--goto", "/p.toml:7"]),
        (["code", "-w"], ["code", "-w", "--goto", "/p.toml:7"]),
        (["my editor"], ["my editor", "/p.toml"]),
    ],
)
def test_the_editor_opens_the_file_at_the_line_where_it_is_known_how(command: list[str], opened: list[str]) -> None:
    assert opened_at(command, "/p.toml", 7) == opened


def test_the_command_is_words_and_never_a_shells() -> None:
    assert command_named({"EDITOR": "vim -c 'set nu'"}) == ["vim", "-c", "set nu"]
    assert command_named({"VISUAL": "nano", "EDITOR": "vi"}) == ["nano"]
    assert command_named({"EDITOR": "vi; rm -rf $HOME `x`"}) == ["vi;", "rm", "-rf", "$HOME", "`x`"]
    assert command_named({}) is None and command_named({"EDITOR": "  "}) is None and command_named({"EDITOR": "vi 'x"}) is None
    assert command_named({"VISUAL": "'", "EDITOR": "vi"}) == ["vi"]


def test_the_line_of_a_record_is_where_its_table_begins() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    for table, id in (("tasks", "III-1-a-1"), ("indicators", "grdp"), ("plan", "")):
        if id and f"[{table}.{id}]" not in text:
            id = text.partition(f"[{table}.")[2].partition("]")[0]
        assert text.splitlines()[line_of(text, table, id) - 1].strip() == (f"[{table}.{id}]" if id else f"[{table}]")
    assert line_of('a = 1\n[tasks."x y"]\nb = 2\n', "tasks", "x y") == 2
    assert line_of("[tasks]\nz.b = 1\nx.b = 2\n", "tasks", "x") == 3
    assert line_of("a = 1\n", "tasks", "x") == 1 and line_of("no [ toml", "tasks", "x") == 1


def editor(bench: Driver, monkeypatch: pytest.MonkeyPatch, edit: Callable[[list[str]], int]) -> list[list[str]]:
    """An editor that does ``edit`` with its words; the list of them."""
    seen: list[list[str]] = []

    def run(words: list[str]) -> int:
        seen.append(words)
        return edit(words)

    monkeypatch.setenv("EDITOR", "vim")
    monkeypatch.setattr("tui.screens.flows.editing_outside.run", run)
    monkeypatch.setattr(bench.app, "lend_terminal", lambda run: run())
    return seen


async def test_what_is_changed_in_the_editor_is_taken_in(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def edit(words: list[str]) -> int:
        path = Path(words[-1])
        path.write_text(path.read_text(encoding="utf-8").replace('status = "blocked"', 'status = "done"'), encoding="utf-8")
        return 0

    async with open_workbench(plan_file) as bench:
        await bench.press("ctrl+e")
        assert "EDITOR" in bench.status, "without one it is said how to name one"
        await bench.press("4")
        await bench.row("III-5")
        seen = editor(bench, monkeypatch, edit)
        await bench.press("ctrl+e")
        assert seen == [["vim", f"+{line_of(plan_file.read_text(encoding='utf-8'), 'tasks', 'III-5')}", str(plan_file.resolve())]]
        assert bench.value("tasks", "III-5", "status") == "done" and bench.id == "III-5"
        await bench.press("ctrl+e")
        assert bench.words(N_("back from the editor; nothing was changed in the file")) in bench.status


async def test_unsaved_edits_are_saved_first_or_nothing_is_opened(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_workbench(plan_file) as bench:
        seen = editor(bench, monkeypatch, lambda words: 0)
        await bench.press("4")
        await bench.cell("III-2", "status")
        await bench.press("enter")
        await bench.pick("done")
        await bench.press("ctrl+e")
        await bench.answer("cancel")
        assert not seen and bench.unsaved
        await bench.press("ctrl+e")
        await bench.dialog(Choose)
        await bench.answer("save")
        await bench.until(lambda: seen, "the editor opens")
        assert not bench.unsaved and 'status = "done"' in bench.saved


async def test_read_only_the_editor_sees_a_copy(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def edit(words: list[str]) -> int:
        assert Path(words[-1]).read_bytes() == plan_file.read_bytes() and Path(words[-1]) != plan_file.resolve()
        return 1

    async with open_workbench(plan_file, readonly=True) as bench:
        before = plan_file.read_bytes()
        seen = editor(bench, monkeypatch, edit)
        await bench.press("ctrl+e")
        assert len(seen) == 1 and plan_file.read_bytes() == before and not Path(seen[0][-1]).exists()


async def test_an_editor_that_is_not_there_is_a_sentence(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def edit(words: list[str]) -> int:
        raise FileNotFoundError(2, "No such file or directory", words[0])

    async with open_workbench(plan_file) as bench:
        editor(bench, monkeypatch, edit)
        await bench.press("ctrl+e")
        assert "vim" in bench.status and bench.app._exception is None


async def test_what_was_broken_in_the_editor_is_said_at_once_and_mended_there(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = plan_file.read_text(encoding="utf-8")
    broken = whole.replace("\nname = ", '\nname = "', 1)
    line = next(n for n, (one, other) in enumerate(zip(whole.splitlines(), broken.splitlines(), strict=True), 1) if one != other)
    texts = [whole, broken]

    def edit(words: list[str]) -> int:
        Path(words[-1]).write_text(texts.pop(), encoding="utf-8")
        return 0

    async with open_workbench(plan_file, size=(160, 40)) as bench:
        seen = editor(bench, monkeypatch, edit)
        await bench.press("ctrl+e")
        assert f"dòng {line} " in bench.status and "đã nhận" not in bench.status and not bench.app.session.saves
        await bench.press("ctrl+e")
        assert seen[1] == ["vim", f"+{line}", str(plan_file.resolve())], "the file itself, where it is to be mended"
        assert bench.app.session.saves and bench.app.session.loaded.read_only_because is None, "and may be changed again"
