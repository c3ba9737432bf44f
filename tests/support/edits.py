"""Editing as a person does it: a field emptied and typed into, a field of a form walked to, a cell changed."""

from __future__ import annotations

from tests.support.workbench import Driver
from tui.model.fields import TABLES
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
    """To a field of the form, as Tab comes to it in the end, and to the end of what stands there; what was filled in stays selected."""
    form = await bench.dialog(Form)
    with bench.app._context():
        form.set_focus(form.query_one(f"#field-{key}"))
    await bench.settle()
    assert form.focused is not None and form.focused.id == f"field-{key}", f"{key} cannot have the focus:\n{bench.screen}"
    if isinstance(form.focused, TextField):
        form.focused.action_select_all()
        if key not in form.filled_in:
            await bench.press("end")


def fault_under(bench: Driver, key: str) -> str:
    """The sentence under a field of the form; empty when none is shown."""
    return "".join(line.text for line in bench.app.screen.query(f"#fault-{key}").results(Remark) if line.display)


async def pick_status(bench: Driver, id: str, status: str) -> None:
    """Pick another status of a task from the list of its cell."""
    await bench.press("4")
    await bench.cell(id, "status")
    await bench.press("enter")
    await bench.pick(status)
    assert bench.value("tasks", id, "status") == status


async def change_status(bench: Driver, id: str, status: str) -> None:
    """Another status of a task, given as by its cell when it was picked: a step of a test about something else."""
    await _give(bench, id, "status", status)


async def change_summary(bench: Driver, id: str, text: str) -> None:
    """Another summary of a task, given as by its cell when it was typed: a step of a test about something else."""
    await _give(bench, id, "summary", text)


async def _give(bench: Driver, id: str, field: str, value: str) -> None:
    await bench.press("4")
    with bench.app._context():
        assert bench.table.go_to(id, field)
    bench.tab.call_later(bench.tab.set_fields, TABLES["tasks"].by_key[field], [id], value)
    await bench.settle()
    assert bench.value("tasks", id, field) == value
