"""The annexes of a document taken into an empty plan in a real terminal: keys counted, the plan checked, every cell compared."""

from __future__ import annotations

import contextlib
import io
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from proofs.outcome import Outcome

_FILES: Final = ("annex-1-targets.md", "annex-2-tasks.md")
_TERM: Final = (2025, 2030)
_ENTER: Final = "\r"
_SAVE: Final = "\x13"
_EMPTY: Final = "\x15"


def run(folder: Path | None) -> Outcome:
    """Both kinds of file. ``folder``: one with the annexes as Markdown tables; without it those of the tests are taken."""
    from tests.support import annexes

    begun = time.monotonic()
    targets, tasks = (annexes.from_markdown(folder / name) for name in _FILES) if folder else (annexes.TARGETS, annexes.TASKS)
    sheets = {"Phụ lục I": targets, "Phụ lục II": tasks}
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for name, data in (("phu-luc.xlsx", annexes.as_workbook(sheets)), ("phu-luc.docx", annexes.as_document(sheets))):
        with tempfile.TemporaryDirectory() as at:
            faults += [f"{name}: {fault}" for fault in _taken_in(Path(at), name, data, sheets, counts)]
    return Outcome(id="annexes", title="two annexes become a plan", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults))


def _taken_in(folder: Path, name: str, data: bytes, sheets: Mapping[str, list[list[str]]], counts: Counter[str]) -> list[str]:
    """What a person does, and what came of it: the differences, and what check says against the plan."""
    from tests.support import annexes
    from tests.support.terminal import WORDS, program_in_a_terminal, put_away, until
    from tui.commands.main import main
    from tui.store.plan_file import load

    plan, file = folder / "plan.toml", folder / name
    plan.write_text(annexes.empty_plan_text(*_TERM), encoding="utf-8")
    file.write_bytes(data)
    terminal = program_in_a_terminal(plan, XDG_STATE_HOME=str(folder / "state"))
    pressed = 0
    try:
        for keys, shown in (
            ("", WORDS.count("{n} indicator", "{n} indicators", 0)),
            ("", WORDS("Kind of document")),  # the steps open by themselves over a plan that was just begun
            ("\x1b", WORDS("Nothing here yet. Press a to add the first.")),
            ("I", WORDS("Which workbook or table is to be taken in?")),
            (_EMPTY + str(file), name),
            (_ENTER, file.name),
            ("", "n)"),  # the names that are made
        ):
            terminal.send(keys)
            pressed += len(keys)
            terminal.wait_for(shown)
        before = plan.read_bytes()
        terminal.send(_ENTER + _SAVE)
        pressed += 2
        until(terminal, lambda: plan.read_bytes() != before, "the plan is saved")
    finally:
        put_away(terminal)
    counts[f"keys for {name}"] = pressed
    made = load(plan).plan
    targets, tasks = sheets.values()
    faults = annexes.differences(targets, tasks, made)
    counts["rows compared"] += len(made.tables["indicators"]) + len(made.tables["tasks"])
    with contextlib.redirect_stdout(io.StringIO()) as told:
        code = main(["check", str(plan)])
    return [*faults, *([f"check: {told.getvalue()}"] if code else [])]
