"""What stands typed and is not kept: in the journal a moment later, offered at its field, gone once it is kept, dropped or made empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.edits import change_status
from tests.support.key_order import Place, home, one_of_each, places, send_at_once
from tests.support.killed import crash
from tests.support.lengths import LONG, in_proofs, longer
from tests.support.workbench import Driver, open_workbench
from tui.model.text import N_
from tui.screens.dialogs import frame
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.commands import Commands
from tui.screens.dialogs.conflicts import Conflicts
from tui.screens.dialogs.entries import Entries
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.inspect import Inspect
from tui.screens.dialogs.names_said import NamesSaid
from tui.screens.dialogs.needed import Needed
from tui.screens.dialogs.paste import PasteBlock
from tui.screens.dialogs.picker import Picker
from tui.screens.dialogs.preview import Preview
from tui.screens.dialogs.replace import ReplaceText
from tui.screens.dialogs.sheet_reading import SheetReading
from tui.screens.dialogs.taking_in import TakingIn
from tui.screens.review.agenda import AgendaScreen
from tui.screens.table import cell_field
from tui.screens.table.cell_field import CellField
from tui.start import terminal_guard
from tui.store.log.draft import Draft
from tui.widgets.inputs import TextField
from tui.widgets.prose_field import ProseField, text_in

TYPED = "zq7"

NOTHING_TYPED: set[type] = {
    Choose,
    Picker,
    Commands,
    Inspect,
    Entries,
    Conflicts,
    Preview,
    TakingIn,
    SheetReading,
    NamesSaid,
    TextField,
    object,
}
NOTHING_TYPED.add(FileChooser)
"""What opens at places where nothing is typed that could be a draft: the proof goes to them as well."""

NOTE = "a note of a meeting"
"""A box that asks for one thing and keeps it; the first of its kind only looks for a day."""


@pytest.fixture(autouse=True)
def noted_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The journal has what is typed as soon as nobody types on."""
    for module in (frame, cell_field):
        monkeypatch.setattr(module, "REST", 0.0)
    yield


def drafts(bench: Driver) -> list[Draft]:
    return list(bench.app.session.journal.drafts)


def on_disk(bench: Driver) -> str:
    active = bench.app.session.journal.active
    assert active is not None
    return active.path.read_text(encoding="ascii")


async def noted(bench: Driver) -> Draft:
    await bench.until(lambda: drafts(bench), "the journal has a draft")
    (draft,) = drafts(bench)
    return draft


async def typed_into(bench: Driver) -> TextField | ProseField | None:
    """Type into the cell, or the first field of the box, on top; None where there is none, or it only looks for something."""
    screen = bench.app.screen
    fields = list(screen.query(CellField)) or ([] if not isinstance(screen, Dialog) or screen.seeks else screen._fields())
    if not fields:
        return None
    fields[0].focus()
    await bench.settle()
    await send_at_once(bench, ["end", *TYPED])
    return fields[0]  # type: ignore[return-value]


IN_SUITE = {"a figure", "a cell of text", "a block to paste"}
"""A box of fields, a cell, and a box that offers its draft by a key; the proof tries every place there is."""


@longer
async def test_every_box_and_cell_has_its_draft_noted_offered_and_dropped(plan_file: Path) -> None:
    seen: set[str] = set()
    assert {place.name for place in one_of_each() if place.opens not in NOTHING_TYPED} >= IN_SUITE
    tried = [place for place in places() if LONG or place.name in IN_SUITE | {NOTE}]
    async with open_workbench(plan_file, size=(100, 40)) as bench:
        for place in tried:
            await place.go(bench)
            if await typed_into(bench) is not None:
                seen.add(type(bench.app.screen).__name__ if isinstance(bench.app.screen, Dialog) else "CellField")
                await _told_again(bench, place)
            await home(bench)
            for draft in drafts(bench):
                bench.app.session.journal.drafts.forget(draft.place)
    everything = {"Form", "Ask", "CellField", "PasteBlock", "ReplaceText", "Needed", "Reasons"}
    assert (everything if LONG else {"Form", "Ask", "CellField", "PasteBlock"}) <= seen, "and a new box is there as well"


async def _told_again(bench: Driver, place: Place) -> None:
    held = bench.app.session.journal.drafts
    await bench.until(lambda: any(TYPED in text for d in held for text in d.texts), f"{place.name}: the draft is noted")
    found = [draft for draft in held if any(TYPED in text for text in draft.texts)]
    (draft,) = found
    assert TYPED in on_disk(bench), place.name
    await home(bench)
    if draft.place[0] in ("CellField", "Needed"):
        assert held.at(draft.place) is None, f"{place.name}: Esc drops it"
    held.forget(draft.place)
    held.restore([draft])  # as the next session has it from the journal
    await place.go(bench)
    screen = bench.app.screen
    if isinstance(screen, PasteBlock | Needed):
        await bench.press("ctrl+r")
    fields = list(screen.query(CellField)) or screen._fields()  # type: ignore[attr-defined]
    assert any(TYPED in (text_in(field) or "") for field in fields), f"{place.name}\n{bench.screen}"
    assert "Ctrl+G" in bench.screen or isinstance(screen, Needed | PasteBlock), f"{place.name}: it is marked as a draft"
    if not isinstance(screen, Needed | PasteBlock | ReplaceText):  # what is replaced was typed last in any case
        await bench.press("ctrl+g")
        assert not any(TYPED in (text_in(field) or "") for field in fields), f"{place.name}: a key drops it"
        assert held.at(draft.place) is None


async def test_esc_in_a_cell_drops_what_was_typed_says_it_and_leaves_what_waited_there(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        for tab, id, column, keys in (("1", "ngheo", "year_2024", ("4", "a")), ("4", "III-4", "summary", ("enter", *TYPED))):
            await bench.press("home", tab)  # no number there, so that a digit is a tab
            await bench.cell(id, column)
            await bench.press(*keys)
            await noted(bench)
            await bench.press("escape")
            assert not drafts(bench) and not bench.table.drafted and keys[-1] in bench.status, column
            assert "△" not in bench.screen
        waits = Draft(("CellField", "tasks", "III-4", "summary"), "Nhiệm vụ", {"cell": "zq9"})
        bench.app.session.journal.drafts.restore([waits])  # as after a dropped line
        await bench.cell("III-4", "summary")
        await bench.press("up", "down")
        told = f"△{bench.words(N_('typed, not kept'))}: "
        await bench.until(lambda: told in bench.screen and "zq9" in bench.screen, "the panel tells what △ stands for")
        await bench.press("enter", *TYPED, "escape")
        assert drafts(bench) == [waits]
        await bench.press("enter", "ctrl+g", "escape")
        assert not drafts(bench) and "zq9" not in bench.screen


@in_proofs
async def test_esc_in_what_is_needed_leaves_nothing_but_what_a_kill_left(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await bench.press("1")
        await bench.row("ngheo")
        await bench.press("f7")
        box = await bench.dialog(Needed)
        await bench.type("10")
        left = await noted(bench)
        await bench.press("escape")
        assert bench.app.screen is not box and not drafts(bench) and "△" not in bench.screen
        bench.app.session.journal.drafts.restore([left])  # as after a dropped line
        for keys in (("escape",), ("ctrl+r", "5", "escape")):
            await bench.press("f7")
            await bench.dialog(Needed)
            await bench.press(*keys)
            assert drafts(bench) == [left], "Esc changes nothing"
        await bench.press("f7", "ctrl+g", "escape")
        assert not drafts(bench)


async def test_a_killed_session_offers_its_drafts_and_counts_them(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-2", "done")
        await bench.press("4")
        await bench.cell("III-4", "summary")
        await bench.press("enter")
        await bench.type(" chưa xong")
        await noted(bench)
        crash(bench)
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        question = await bench.dialog(Choose)
        told = "{n} draft was typed and not kept: it will stand in its field again"
        assert bench.words.count(told, "{n} drafts were typed and not kept: they will stand in their fields again", 1)[:20] in question.text
        await bench.answer("show")
        assert "chưa xong" in bench.screen
        await bench.press("escape")
        await bench.answer("restore")
        assert bench.unsaved == 1 and "chưa xong" not in str(bench.value("tasks", "III-4", "summary")), "never made part of the plan"
        await bench.press("4")
        await bench.cell("III-4", "summary")
        await bench.press("enter")
        assert bench.app.screen.query_one(CellField).value.endswith(" chưa xong")
        await bench.press("enter")
        assert str(bench.value("tasks", "III-4", "summary")).endswith("chưa xong")
        assert not drafts(bench), "what is kept is no draft"
        crash(bench)
    async with open_workbench(plan_file) as bench:
        await bench.dialog(Choose)
        assert "chưa xong" not in bench.screen
        await bench.answer("drop")
    async with open_workbench(plan_file) as bench:
        assert not isinstance(bench.app.screen, Choose)


@in_proofs
async def test_a_draft_in_an_entry_names_its_task_and_is_marked_where_it_waits(plan_file: Path) -> None:
    async def to_entry(bench: Driver) -> None:
        await bench.press("4")
        await bench.row("III-4")
        await bench.press("E")
        form = await bench.dialog(Form)
        form.query_one("#field-log").focus()
        await bench.press("enter", "a")

    async with open_workbench(plan_file) as bench:
        await to_entry(bench)
        await bench.type("Nửa câu")
        await noted(bench)
        crash(bench)
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        await bench.dialog(Choose)
        await bench.answer("show")
        title = str(bench.value("tasks", "III-4", "summary"))
        assert title[:20] in bench.screen and "Nửa câu" in bench.screen, "which task it is of"
        await bench.press("escape")
        await bench.answer("restore")
        await bench.press("4")
        assert bench.table.drafted == {("III-4", "log")}
        assert "△" in next(line for line in bench.screen.splitlines() if title[:20] in line), "a row with a draft is marked"
        await to_entry(bench)
        assert "Nửa câu" in bench.screen
        await bench.press("ctrl+g", "escape")
        assert not drafts(bench)


@in_proofs
async def test_a_note_of_a_meeting_comes_back(plan_file: Path) -> None:
    async def note(bench: Driver) -> Ask:
        await bench.press("m")
        if not isinstance(bench.app.screen, AgendaScreen):
            await bench.press("enter")
        agenda = bench.app.screen
        assert isinstance(agenda, AgendaScreen)
        if agenda.review is None:
            await bench.press("enter", "f10")
        await bench.press("home")
        while agenda.subject is None:
            await bench.press("down")
        await bench.press("enter", "L")
        return await bench.dialog(Ask)

    async with open_workbench(plan_file) as bench:
        await note(bench)
        await bench.type("Sở chưa nói rõ")
        await noted(bench)
        crash(bench)
    async with open_workbench(plan_file) as bench:
        await bench.answer("restore")
        box = await note(bench)
        assert box.query_one("#answer", TextField).value == "Sở chưa nói rõ"


async def test_drafts_outlive_a_save_and_what_others_saved(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-4", "summary")
        await bench.press("enter")
        await bench.type(" dở dang")
        await bench.press("tab")
        await change_status(bench, "III-2", "done")
        await bench.press("ctrl+s")
        await bench.until(lambda: bench.unsaved == 0, "saved")
        crash(bench)
    async with open_workbench(plan_file) as bench:
        question = await bench.dialog(Choose)
        told = bench.words.count("{n} draft was left in a field last time", "{n} drafts were left in fields last time", 1)
        assert question.box_title == told, "the edit is saved, the draft is not"
        await bench.answer("restore")
        assert bench.unsaved == 0 and len(drafts(bench)) == 1
        await bench.press("q")
        assert "dở dang" in bench.screen, "nobody leaves a draft unasked"
        await bench.answer("discard")
    async with open_workbench(plan_file) as bench:
        assert not isinstance(bench.app.screen, Choose)


async def test_what_was_made_empty_or_dropped_is_gone_from_the_journal(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4", "E")
        form = await bench.dialog(Form)
        form._fields()[0].focus()
        await bench.settle()
        await bench.type("x")
        await noted(bench)
        await bench.press("backspace")
        await bench.until(lambda: not drafts(bench), "made empty")
        await bench.type("y")
        await noted(bench)
        await bench.press("escape")
        await bench.answer("discard")
        assert bench.app.screen is not form and not drafts(bench)
        crash(bench)
    async with open_workbench(plan_file) as bench:
        assert not isinstance(bench.app.screen, Choose)


async def test_entries_of_a_form_that_is_not_kept_come_back(plan_file: Path) -> None:
    keys = ["4", "E"]
    async with open_workbench(plan_file, size=(100, 40)) as bench:
        await bench.press(*keys)
        form = await bench.dialog(Form)
        form.query_one("#field-log").focus()
        await bench.settle()
        await bench.press("enter", "a")
        entry = await bench.dialog(Form)
        entry._fields()[-1].focus()
        await bench.settle()
        await bench.type("họp lần hai")
        await bench.press("f10")
        if bench.app.screen is entry:  # a day is asked for as well
            entry._fields()[0].focus()
            await bench.settle()
            await bench.type("22/11/2026")
            await bench.press("f10")
        await bench.dialog(Entries)
        await bench.until(lambda: any("họp lần hai" in t for d in drafts(bench) for t in d.texts), "noted")
        await bench.press("escape")
        assert bench.app.screen is form
        crash(bench)
    async with open_workbench(plan_file, size=(100, 40)) as bench:
        await bench.answer("restore")
        await bench.press(*keys)
        form = await bench.dialog(Form)
        assert form.unkept()
        assert "họp lần hai" in str(form.query_one("#field-log").value)  # type: ignore[attr-defined]
        await bench.press("f10")
        assert "họp lần hai" in str(bench.value("tasks", bench.id or "", "log"))


async def test_a_draft_of_a_field_that_is_no_longer_there_is_not_lost_unsaid(plan_file: Path) -> None:
    async with open_workbench(plan_file, lang="en") as bench:
        bench.app.session.journal.drafts.restore(
            [Draft(("Form", "tasks", "gone"), "Task · gone", {"field-summary": "typed once", "field-due": 7})]
        )
        await bench.press("q")
        assert "typed once" in bench.screen and bench.words(N_("typed, not kept")) in bench.screen
        await bench.answer("cancel")


async def test_a_place_that_names_no_record_marks_nothing_on_any_tab(plan_file: Path) -> None:
    """A block pasted into a table and not kept belongs to none of its records; a journal of somebody else may name any place."""
    async with open_workbench(plan_file) as bench:
        odd = [
            (),
            ("Form",),
            ("Form", "indicators", ""),
            ("Form", "indicators", "grdp", "values", "²"),
            ("Form", "indicators", "grdp", "values", "9" * 5000),
        ]
        for table in ("indicators", "directions", "enterprises", "tasks"):
            odd += [("PasteBlock", table), ("Form", table), ("Form", table, "no such record", "values", "2024")]
        bench.app.session.journal.drafts.restore(Draft(place, "typed", {"text": TYPED}) for place in odd)
        for key in "1234":
            await bench.press(key)
            bench.app.screen.mark_drafts()  # type: ignore[attr-defined]
            assert bench.table.drafted <= {("grdp", ""), ("no such record", ""), ("no such record", "values")}, key
        assert len(drafts(bench)) == len(odd), "and all of them are still there"


async def test_what_is_said_after_a_kill_names_a_draft_as_soon_as_it_is_on_disk(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(terminal_guard, "say_at_the_end", said.append)
    async with open_workbench(plan_file) as bench:
        nothing = bench.words(N_("kehoach was ended before its time; nothing was unsaved"))
        assert said == [nothing]
        draft = Draft(("Form", "tasks", "I-1"), "Nhiệm vụ", {"field-summary": TYPED})
        bench.app.session.journal.drafts.note(draft)
        active = bench.app.session.journal.active
        assert active is not None and active.path.name in said[-1] and said[-1] != nothing
        bench.app.session.journal.drafts.forget(draft.place)
        assert said[-1] == nothing
