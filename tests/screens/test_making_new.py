"""What a list does not have is made from its last row, and the list goes on with it chosen."""

from __future__ import annotations

from pathlib import Path

from tests.support.lengths import in_proofs
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.picker import Picker
from tui.widgets.inputs import TextField

scene = Scenes()


@scene
async def a_document_is_made_in_the_list_of_a_form_and_chosen_there(bench: Driver) -> None:
    await bench.press("4", "E")
    form = await bench.dialog(Form)
    form.query_one("#field-documents").focus()
    await bench.type("77/QĐ-UBND")
    await bench.dialog(Picker)
    assert bench.options[-1].endswith("«77/QĐ-UBND»")
    await bench.press("enter")
    assert await bench.dialog(Picker), "nothing is made by Enter alone"
    await bench.press("down", "enter")
    new = await bench.dialog(Form)
    assert new is not form and new.query_one("#field-number").value == "77/QĐ-UBND"  # type: ignore[attr-defined]
    assert new.query_one("#field-kind").value == "Quyết định", "said by the letters of its number"  # type: ignore[attr-defined]
    assert new.focused is not None and new.focused.id == "field-about"
    await bench.type("Phân công")
    await bench.press("ctrl+s")
    await bench.until(lambda: bench.app.screen is form, "back in the form of the task")
    id = list(bench.app.session.plan.tables["documents"])[-1]
    assert form.query_one("#field-documents").value[-1] == id  # type: ignore[attr-defined]
    assert "77/QĐ-UBND" in bench.screen and bench.unsaved == 1, "a step of its own, which can be undone"
    await bench.press("ctrl+s")
    assert bench.value("tasks", bench.id or "", "documents")[-1] == id  # type: ignore[index]


@scene
@in_proofs
async def backing_out_of_the_new_record_comes_back_to_the_list(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-2", "leads")
    await bench.press("enter")
    picker = await bench.dialog(Picker)
    await bench.type("Sở Mới")
    await bench.press("down", "enter")
    await bench.dialog(Form)
    await bench.press("escape")
    await bench.until(lambda: bench.app.screen is picker, "the list is there again")
    assert not bench.unsaved and picker.chosen == ["ubnd"]


@scene
async def a_choice_has_no_row_to_make_another(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-2", "status")
    await bench.press("enter")
    picker = await bench.dialog(Picker)
    assert len(bench.options) == len(picker.items)


@scene
async def a_new_task_has_its_place_and_nothing_of_the_row_it_stands_beside(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-2")
    await bench.press("a")
    form = await bench.dialog(Form)
    assert form.values["section"] == bench.value("tasks", "III-2", "section") and "leads" not in form.values
    assert "partners" not in form.values and "due" not in form.values


@scene
@in_proofs
async def tab_selects_what_stands_there_and_an_arrow_keeps_it(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-2")
    await bench.press("E", "tab", "tab")
    form = await bench.dialog(Form)
    summary = form.query_one("#field-summary", TextField)
    old = summary.value
    assert form.focused is summary and summary.selected_text == old
    await bench.press("end")
    await bench.type("!")
    assert summary.value == old + "!"
    await bench.press("tab", "shift+tab")
    await bench.type("Mới")
    assert summary.value == "Mới"
    await bench.press("escape")
    await bench.answer("discard")


async def test_making_new_in_one_program(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 40)) as bench:
        await scene.play(bench)


@in_proofs
async def test_a_third_form_above_the_others_makes_no_further_one(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4", "E")
        for depth in range(1, 4):
            form = await bench.dialog(Form)
            assert sum(isinstance(screen, Form) for screen in bench.app.screen_stack) == depth
            form.query_one("#field-section" if depth == 1 else "#field-parent").focus()
            await bench.type("zz mới")
            await bench.dialog(Picker)
            makes = bool(bench.options) and "«zz mới»" in bench.options[-1]
            assert makes == (depth < 3)
            if makes:
                await bench.press("down", "enter") if len(bench.options) > 1 else await bench.press("enter")
