"""Editing as a person does it: a field emptied and typed into, a field of a form walked to, a cell changed."""

from __future__ import annotations

from tests.support.workbench import Driver
from tui.screens.dialogs.form import Form
from tui.widgets.inputs import TextField
from tui.widgets.remark import Remark


async def clear_field(bench: Driver) -> None:
    """Empty the field that is typed into."""
    await bench.press("end", "ctrl+u")


async def retype(bench: Driver, text: str) -> None:
    """Type a text in the place of what the field holds."""
    await clear_field(bench)
    await bench.type(text)


async def to_field(bench: Driver, key: str) -> None:
    """Walk to a field of the form with Tab, held down, and to the end of what stands there; what was filled in stays selected."""
    form = await bench.dialog(Form)
    keys, here = [spec.key for spec in form.specs], form.focused
    assert here is not None and here.id is not None
    await bench.hold("tab", (keys.index(key) - keys.index(here.id.removeprefix("field-"))) % len(keys))
    assert form.focused is not None and form.focused.id == f"field-{key}", f"Tab does not reach {key}:\n{bench.screen}"
    if isinstance(form.focused, TextField) and key not in form.filled_in:
        await bench.press("end")


def fault_under(bench: Driver, key: str) -> str:
    """The sentence under a field of the form; empty when none is shown."""
    return "".join(line.text for line in bench.app.screen.query(f"#fault-{key}").results(Remark) if line.display)


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
