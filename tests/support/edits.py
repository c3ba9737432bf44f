"""Editing as a person does it: a field emptied and typed into, a field of a form walked to, a cell changed."""

from __future__ import annotations

from textual.widgets import Static

from tests.support.workbench import Driver
from tui.screens.dialogs.form import Form


async def clear_field(bench: Driver) -> None:
    """Empty the field that is typed into."""
    await bench.press("end", "ctrl+u")


async def retype(bench: Driver, text: str) -> None:
    """Type a text in the place of what the field holds."""
    await clear_field(bench)
    await bench.type(text)


async def to_field(bench: Driver, key: str) -> None:
    """Walk to a field of the form with Tab."""
    form = await bench.dialog(Form)
    for _ in range(40):
        if form.focused is not None and form.focused.id == f"field-{key}":
            return
        await bench.press("tab")
    raise AssertionError(f"Tab does not reach {key}:\n{bench.screen}")


def fault_under(bench: Driver, key: str) -> str:
    """The sentence under a field of the form; empty when none is shown."""
    line = bench.app.screen.query_one(f"#fault-{key}", Static)
    return str(line.render()) if line.has_class("shown") else ""


async def change_summary(bench: Driver, id: str, text: str) -> None:
    """Type another summary of a task into its cell."""
    await bench.press("4")
    await bench.cell(id, "summary")
    await bench.press("enter")
    await retype(bench, text)
    await bench.press("enter")
    assert bench.value("tasks", id, "summary") == text


async def change_status(bench: Driver, id: str, status: str) -> None:
    """Pick another status of a task from the list of its cell."""
    await bench.press("4")
    await bench.cell(id, "status")
    await bench.press("enter")
    await bench.pick(status)
    assert bench.value("tasks", id, "status") == status
