"""An entry in the log of a task: what its form begins with, letters in a field that is picked, faults that go when the field is filled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.support.lengths import in_proofs
from tests.support.scenes import Scenes
from tests.support.small_plan import small_plan
from tests.support.workbench import Driver, open_workbench
from tui.model.fields import TABLES
from tui.model.new_entry import new_entry
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.picker import Picker
from tui.store.log.draft import Draft

scene = Scenes()

LOG, EXTENSIONS, VALUES = TABLES["tasks"]["log"], TABLES["tasks"]["extensions"], TABLES["indicators"]["values"]
DAY = dt.date(2025, 6, 1)


def begun(**task: Any) -> dict[str, Any]:
    plan = small_plan()
    plan.tables["agencies"] |= {
        "old": {"name": "Sở Cũ", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["new"]},
        "new": {"name": "Sở Mới", "kind": "department", "from": dt.date(2025, 3, 1)},
        "all": {"name": "Các sở", "kind": "collective"},
    }
    return new_entry(LOG, [task], plan, DAY)


def test_an_entry_begins_with_what_is_plain_and_with_nothing_that_is_not() -> None:
    assert begun(leads=["old"]) == {"on": DAY, "by": "new"}, "who leads it on the day"
    assert begun(leads=["new", "all"]) == begun(leads=[]) == {"on": DAY}
    assert begun(leads=["all"]) == {"on": DAY}, "a group reports nothing by itself"
    assert begun(status="done") == {"on": DAY, "status": "done"}, "nobody has said so yet"
    told = [{"on": DAY, "text": "Xong", "status": "done"}]
    assert begun(status="done", log=told) == {"on": DAY}
    assert new_entry(EXTENSIONS, [{}], small_plan(), DAY) == {"on": DAY}
    assert new_entry(VALUES, [{}], small_plan(), DAY) == {}
    both = [{"leads": ["a"], "status": "done"}, {"leads": ["b"], "status": "blocked"}]
    assert new_entry(LOG, both, small_plan(), DAY) == {"on": DAY}, "of several tasks only what is the same"


@scene
async def a_status_set_by_hand_asks_for_its_entry_and_the_form_loses_no_letter(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-4", "status")
    await bench.press("enter")
    await bench.pick("done")
    assert "L" in bench.status
    await bench.cell("III-4", "state")
    await bench.press("enter")
    assert "Tab đến Tình trạng" in bench.status, "what is worked out of the status says where that is"
    await bench.press("L")
    await bench.dialog(Form)
    await bench.press("ctrl+s")
    assert "✗" in bench.screen
    await bench.type("Đã ban hành")
    assert "✗" not in bench.screen, "what was wrong is no longer said"
    await bench.press("shift+tab")
    await bench.type("y te")
    box = await bench.dialog(Picker)
    assert box.highlighted is not None and box.highlighted.id == "so-y-te"
    await bench.press("enter", "ctrl+s")
    (entry,) = bench.value("tasks", "III-4", "log")
    assert entry == {"on": bench.app.session.as_of, "by": "so-y-te", "text": "Đã ban hành", "status": "done"}
    await bench.press("u", "u")
    assert bench.unsaved == 0


@scene
async def an_entry_that_was_kept_is_no_draft_in_the_panel(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-4")
    await bench.press("tab", "L")
    form = await bench.dialog(Form)
    await bench.type("Đã rà soát")
    form.note_draft()
    await bench.press("ctrl+s")
    await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
    assert bench.value("tasks", "III-4", "log") and "△" not in bench.screen, bench.screen
    await bench.press("L")
    form = await bench.dialog(Form)
    await bench.type("Đang tổng hợp")
    form.note_draft()
    await bench.press("escape")
    await bench.answer("discard")
    assert "△" not in bench.screen, "nor is one that was dropped"
    left = Draft(("Form", "tasks", "III-4", "log"), "log", {"text": "zq9"})
    bench.app.session.journal.drafts.restore([left])
    bench.tab.show_header()
    await bench.until(lambda: "zq9" in bench.screen, "one of an earlier session stands there as soon as it is back")
    bench.app.session.journal.drafts.forget(left.place)
    bench.tab.show_header()
    await bench.until(lambda: "zq9" not in bench.screen and "△" not in bench.screen, "and goes with it")
    await bench.press("u", "shift+tab")
    assert bench.unsaved == 0


@scene
async def ctrl_s_takes_what_a_list_has_chosen_as_the_form_below_it(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-4")
    await bench.press("L")
    form = await bench.dialog(Form)
    await bench.press("shift+tab")
    await bench.type("so tc")
    await bench.dialog(Picker)
    await bench.press("ctrl+s")
    await bench.until(lambda: bench.app.screen is form, "the list is done, the form stays")
    assert "Sở TC" in str(form.query_one("#field-by").render()), "one is taken"
    await bench.press("escape")
    await bench.answer("discard")
    await bench.press("E")
    form = await bench.dialog(Form)
    form.query_one("#field-partners").focus()
    await bench.press("enter")
    await bench.dialog(Picker)
    await bench.type("y te")
    await bench.press("tab")
    await bench.type("zzz")
    await bench.press("f10")
    assert "✗" in bench.screen and bench.app.screen is not form, "what finds nothing is said"
    await bench.press("ctrl+u", "f10")
    await bench.until(lambda: bench.app.screen is form, "several as well")
    await bench.press("escape")
    await bench.answer("discard")
    assert bench.unsaved == 0


@scene
async def marked_tasks_get_one_entry_in_one_step(bench: Driver) -> None:
    await bench.press("4")
    before = [bench.value("tasks", id, "log") for id in ("III-2", "III-3")]
    await bench.row("III-2")
    await bench.press("x", "x", "L")
    await bench.dialog(Form)
    await bench.type("Họp giao ban")
    await bench.press("ctrl+s")
    for id, log in zip(("III-2", "III-3"), before, strict=True):
        assert [e["text"] for e in bench.value("tasks", id, "log")] == [*(e["text"] for e in log or ()), "Họp giao ban"]
    assert len(bench.app.session.workspace.undo_steps) == 1


@scene
@in_proofs
async def the_form_of_the_settings_has_their_name(bench: Driver) -> None:
    await bench.run("edit_plan")
    await bench.pick("settings")
    form = await bench.dialog(Form)
    assert form.box_title == bench.words("Settings")
    await bench.type("9")
    await bench.press("ctrl+s")
    assert bench.words("Settings") in bench.status


@scene
@in_proofs
async def a_figure_is_typed_at_once_and_the_next_begins_with_the_source_of_the_last(bench: Driver) -> None:
    await bench.cell("ngheo", "year_2023")
    await bench.press("enter")
    form = await bench.dialog(Form)
    await bench.type("2,75")
    assert form.focused is not None and form.focused.id == "field-value", "the year is there already"
    for key, letters in (("vintage", "chinh thuc"), ("source", "nien giam")):
        form.query_one(f"#field-{key}").focus()
        await bench.type(letters)
        await bench.press("enter")
    await bench.press("ctrl+s", "right", "enter")
    await bench.dialog(Form)
    await bench.type("2,5")
    await bench.press("ctrl+s")
    values = bench.value("indicators", "ngheo", "values")
    assert values[-2:] == [  # type: ignore[index]
        {"year": 2023, "value": 2.75, "vintage": "official", "source": "nien-giam"},
        {"year": 2024, "value": 2.5, "vintage": "official", "source": "nien-giam"},
    ]
    await bench.press("right", "enter")
    await bench.dialog(Form)
    await bench.type("2,25")
    await bench.press("ctrl+s")
    assert "→" in bench.status, "it says what the figure did to the verdict"


@scene
async def what_was_wrong_in_a_box_is_no_longer_said_once_something_else_stands_there(bench: Driver) -> None:
    await bench.press("I")
    await bench.press("ctrl+u", "enter")
    assert "✗" in bench.screen
    await bench.type("b")
    assert "✗" not in bench.screen
    await bench.press("escape")
    assert bench.app.screen is bench.tab, "a path is only looked for"
    await bench.press("S", "enter")
    assert "✗" in bench.screen
    await bench.type("b")
    assert "✗" not in bench.screen


async def test_log_entries_in_one_program(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene.play(bench)
