"""A file taken in on the proposal screen: how it is read, whom its names mean, doubtful lines one by one, what is left out saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual import events

from tests.support.lengths import in_proofs
from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.exchange.reading.choices import Becomes
from tui.i18n.words import Words
from tui.model.edits import SetField
from tui.model.proposal import Line, Proposal
from tui.model.text import say
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.dialogs.names_said import NamesSaid
from tui.screens.dialogs.preview import Preview
from tui.screens.dialogs.sheet_reading import SheetReading
from tui.screens.dialogs.taking_in import TakingIn
from tui.screens.table.proposing import propose

VI = Words("vi")
POOR = "Tỷ lệ hộ nghèo"
TASKS = ["Nhiệm vụ;Chủ trì;Phối hợp;Thời hạn", "Việc một;Sở Y tế;Ông lớn;2027", "Việc hai;Ông lớn;;6/2027", "Việc ba;Sở Y tế;;lúc nào đó"]


def written(folder: Path, lines: Sequence[str], name: str = "bang.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(EMPTY, encoding="utf-8")
    return path


async def give(bench: Driver, path: Path) -> None:
    """Name the file that is to be taken in."""
    await bench.press("I")
    await bench.dialog(FileChooser)
    await bench.press("ctrl+u")
    await bench.paste(str(path))
    await bench.press("enter")


async def opened(bench: Driver, path: Path) -> TakingIn:
    await give(bench, path)
    return await bench.dialog(TakingIn)


def told(box: TakingIn) -> dict[str, bool]:
    """The records of the lines, and whether each is marked."""
    return {text.record.rpartition(" · ")[2]: str(row) in box.table.marks for row, (_, text) in enumerate(box.rows)}


def counts(box: TakingIn, one: str, many: str, number: int) -> bool:
    """Whether a number stands among those of the box."""
    return any(VI.count(one, many, number) in part for part in box.count_parts())


# -- how it is read -----------------------------------------------------------------------------------------------------


@in_proofs
async def test_titles_table_and_columns_are_said_by_keys_and_all_is_one_step(empty: Path, tmp_path: Path) -> None:
    path = written(tmp_path, ["Phải làm gì;Đến bao giờ;Người nào", "Ban hành quy chế;30/6/2027;Sở Y tế", "Mở lớp;12/2027;Sở Y tế"])
    async with open_workbench(empty, (80, 24)) as bench:
        await give(bench, path)
        box = await bench.dialog(SheetReading)  # nothing was understood, so it is asked at once
        assert VI("no table begins above: t on the row of its titles") in bench.screen
        await bench.press("t", "b")
        await bench.pick("tasks")
        for field in ("summary", "due", "leads"):
            await bench.press("enter")
            await bench.pick(f"field.{field}")
            await bench.press("right")
        assert [column.field.key for column in box.taking.tables.tables[0].columns.values() if column.field] == ["summary", "due", "leads"]
        assert "+ 4" in bench.screen  # a section, a body, two tasks
        await bench.press("escape")
        proposal = await bench.dialog(TakingIn)
        assert all(told(proposal).values()) and len(told(proposal)) == 4
        await bench.press("enter")
        tasks = bench.app.session.plan.tables["tasks"].values()
        assert [(task["summary"], str(task["due"])) for task in tasks] == [("Ban hành quy chế", "2027-06-30"), ("Mở lớp", "2027-12-31")]
        await bench.press("u")
        assert not any(bench.app.session.plan.tables[name] for name in ("tasks", "agencies", "sections")) and bench.unsaved == 0


@in_proofs
async def test_what_was_ticked_stays_where_its_row_still_stands(empty: Path, tmp_path: Path) -> None:
    async with open_workbench(empty, (100, 30)) as bench:
        box = await opened(bench, written(tmp_path, TASKS))
        first = told(box)
        assert first["Việc một"] and not first["Việc ba"]  # its deadline is asked about
        rows = [text.record.rpartition(" · ")[2] for _, text in box.rows]
        for name in ("Việc một", "Việc ba"):
            await bench.press("home", *["down"] * rows.index(name), "space")
        await bench.press("c", "right", "right", "enter")
        await bench.pick("-")  # who takes part is not read
        await bench.press("escape")
        after = told(await bench.dialog(TakingIn))
        assert (after["Việc một"], after["Việc hai"], after["Việc ba"]) == (False, True, True)
        assert not any("Phối hợp" in text.after for _, text in box.rows)


@in_proofs
async def test_the_key_for_all_lines_says_what_it_does_now(empty: Path, tmp_path: Path) -> None:
    async with open_workbench(empty, (160, 30)) as bench:
        box = await opened(bench, written(tmp_path, TASKS))
        out, inn = f"a {VI('all out')} ·", f"a {VI('all but △')} ·"
        assert out in bench.screen and inn not in bench.screen and any(told(box).values())
        await bench.press("a")
        assert inn in bench.screen and out not in bench.screen and not any(told(box).values())
        await bench.press("a")
        assert out in bench.screen and told(box)["Việc một"] and not told(box)["Việc ba"]
        await bench.press("home", "space")
        assert inn in bench.screen, "one that is out can be taken in"


async def test_figures_get_their_year_from_a_person_and_stay_in_doubt_where_they_are_planned(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_bytes(SAMPLE.read_bytes())
    async with open_workbench(plan, (100, 30)) as bench:
        await give(bench, written(tmp_path, ["Gì đó;Cột lạ", f"{POOR};2,5"]))
        await bench.dialog(SheetReading)
        await bench.press("t", "b")
        await bench.pick("indicators")
        await bench.press("enter")
        await bench.pick("field.name")
        await bench.press("right", "enter")
        await bench.pick("figure.official")
        await bench.dialog(Ask)
        await bench.type("2023")
        await bench.press("enter")
        box = await bench.dialog(SheetReading)
        assert [(figure.year, figure.value, figure.vintage) for figure in box.taking.found.figures] == [(2023, 2.5, "official")]
        await bench.press("enter")
        await bench.pick("figure.plan")
        await bench.press("enter", "escape")  # of the same year
        proposal = await bench.dialog(TakingIn)
        assert [line.doubt is not None for line in proposal.lines] == [True] and not any(told(proposal).values())


# -- names ----------------------------------------------------------------------------------------------------------------


@in_proofs
async def test_names_are_said_once_for_all_rows(empty: Path, tmp_path: Path) -> None:
    async with open_workbench(empty, (80, 24)) as bench:
        await opened(bench, written(tmp_path, TASKS))
        await bench.press("n")
        names = await bench.dialog(NamesSaid)
        by_text = {name.text: row for row, name in enumerate(names.names)}
        await bench.press("home", *["down"] * by_text["Ông lớn"], "o")
        await bench.pick("company")
        assert "Ông lớn" in bench.screen and VI("company") in bench.screen
        await bench.press("enter")
        await bench.pick("so-y-te")  # the other one of this file
        assert {name.text: name.said.id for name in names.names}["Ông lớn"] == "so-y-te"
        await bench.press("escape", "enter")
        tasks = {task["summary"]: task for task in bench.app.session.plan.tables["tasks"].values()}
        assert tasks["Việc hai"]["leads"] == ["so-y-te"] and list(bench.app.session.plan.tables["agencies"]) == ["so-y-te"]


# -- in doubt, left out ------------------------------------------------------------------------------------------------------


async def test_doubtful_lines_are_asked_one_by_one_and_never_swept_in_with_all(empty: Path, tmp_path: Path) -> None:
    lines = ["Nhiệm vụ;Chủ trì;Thời hạn", "Việc một;Sở Y tế;2027", "Việc hai;Sở Y tế;lúc nào", "Việc ba;Sở Y tế;bao giờ"]
    async with open_workbench(empty, (80, 24)) as bench:
        box = await opened(bench, written(tmp_path, lines))
        await bench.press("a")
        assert not any(told(box).values())
        await bench.press("a")
        assert {name for name, taken in told(box).items() if not taken} == {"Việc hai", "Việc ba"}
        assert counts(box, "{n} in doubt: d asks of it", "{n} in doubt: d asks of each", 2)
        await bench.press("d")
        question = await bench.dialog(Choose)
        assert question.box_title.startswith("△ 1/2") and "Việc hai" in bench.screen and "{" not in bench.screen
        await bench.press("l")
        assert (await bench.dialog(Choose)).box_title.startswith("△ 2/2")
        await bench.press("escape")
        assert counts(box, "{n} in doubt: d asks of it", "{n} in doubt: d asks of each", 1)
        await bench.press("a", "a", "home", "d")
        assert (await bench.dialog(Choose)).box_title.startswith("△ 1/1") and "Việc ba" in bench.screen, "what was answered is passed over"
        await bench.press("b")
        assert "△" not in " ".join(box.count_parts()) and counts(box, "{n} taken out", "{n} taken out", 2)
        assert (told(box)["Việc hai"], told(box)["Việc ba"]) == (False, False), "a takes out what was taken in"
        await bench.press("D")
        question = await bench.dialog(Choose)
        assert "2" in question.box_title and question.first == "no" and "{" not in bench.screen
        await bench.press("l")
        assert all(told(box).values())


@in_proofs
async def test_a_name_that_is_free_is_offered_for_what_is_left_out(empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("de-lai.csv", "de-lai-2.csv"):
        (tmp_path / name).write_text("của người khác", encoding="utf-8")
    async with open_workbench(empty, (80, 24)) as bench:
        await opened(bench, written(tmp_path, [*TASKS, "Tổng cộng;;;"]))
        await bench.press("w")
        assert (await bench.dialog(FileChooser)).start == str(tmp_path / "de-lai-3.csv")
        await bench.press("enter")
        await bench.dialog(TakingIn)
    assert (tmp_path / "de-lai-3.csv").exists() and (tmp_path / "de-lai.csv").read_text(encoding="utf-8") == "của người khác"


async def test_what_is_left_out_is_saved_as_a_table_and_never_over_another_file(empty: Path, tmp_path: Path) -> None:
    target = tmp_path / "de-lai.csv"
    async with open_workbench(empty, (100, 30)) as bench:
        box = await opened(bench, written(tmp_path, [*TASKS, "Tổng cộng;;;"]))
        rows = [text.record.rpartition(" · ")[2] for _, text in box.rows]
        await bench.press("home", *["down"] * rows.index("Việc một"), "space", "w")
        await bench.dialog(FileChooser)
        await bench.press("ctrl+u")
        await bench.paste(str(target))
        await bench.press("enter")
        assert await bench.dialog(TakingIn) is box and target.name in bench.screen
        await bench.press("w", "ctrl+u")
        await bench.paste(str(target))
        await bench.press("enter")
        assert bench.app.screen.query_one("#ask-fault").has_class("shown")
        await bench.press("escape", "b", "enter")
        assert [task["summary"] for task in bench.app.session.plan.tables["tasks"].values()] == ["Việc hai"]
    listed = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert [row[1] for row in listed[1:3]] == ["Việc một", "Việc ba"] and listed[1][3] == VI("taken out by hand") and len(listed) == 4


async def test_two_lines_of_one_field_are_marked_each_by_itself(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_bytes(SAMPLE.read_bytes())
    async with open_workbench(plan, (100, 30)) as bench:
        held = bench.app.session.plan.tables["indicators"]["ngheo"].get("values", [])
        lines = [
            Line((SetField("indicators", "ngheo", "values", [*held, {"year": year, "value": 1.0, "vintage": "official"}], held),))
            for year in (2011, 2012)
        ]
        propose(bench.tab, "x", Proposal(tuple(lines)), lambda lines: say("x"))
        box = await bench.dialog(Preview)
        await bench.press("space")
        assert box.taken == lines[1:]


# -- as a draft, the other way round -------------------------------------------------------------------------------------------


async def test_what_was_said_of_a_file_is_kept_until_its_lines_are_made(empty: Path, tmp_path: Path) -> None:
    lines = [*TASKS, *(f"Việc {number};Sở Y tế;;2027" for number in range(4, 12))]
    path = written(tmp_path, lines)
    async with open_workbench(empty, (100, 30)) as bench:
        box = await opened(bench, path)
        await bench.press("space", "c", "right", "right", "enter")
        await bench.pick("-")
        await bench.press("escape")
        box.note_draft()
        [draft] = list(bench.app.session.journal.drafts)
        assert draft.fields and draft.texts == [] and path.name in draft.title
        ticked = told(box)
        await bench.press("escape")
        assert VI("nothing was changed; what was chosen is kept for this file: I brings it back")[:20] in bench.status
        again = await opened(bench, path)
        assert again.taking.choices == box.taking.choices and told(again) == ticked and not all(ticked.values())
        await bench.press("escape")
        changed = await opened(bench, written(tmp_path, [*lines[:-1], "Việc khác;Sở Y tế;;2027"]))
        assert changed.taking.choices == box.taking.choices  # its titles are the same
        assert sum(not taken for taken in told(changed).values()) == 1  # of its cells nothing was said: only what is in doubt is out
        await bench.press("ctrl+g", "escape")
        again = await opened(bench, written(tmp_path, lines))
        await bench.press("ctrl+g")
        assert again.taking.choices.sheets == {} and told(again)["Việc một"]
        await bench.press("enter")
        assert list(bench.app.session.journal.drafts) == [] and len(bench.app.session.plan.tables["tasks"]) == 10


async def test_an_empty_file_one_that_is_gone_and_one_that_goes_meanwhile(empty: Path, tmp_path: Path) -> None:
    path = written(tmp_path, TASKS)
    async with open_workbench(empty, (80, 24)) as bench:
        for name, text in (("trong.csv", ""), ("khong-co.csv", None)):
            if text is not None:
                (tmp_path / name).write_text(text, encoding="utf-8")
            await give(bench, tmp_path / name)
            assert (await bench.dialog(FileChooser)).query_one("#ask-fault").has_class("shown")
            await bench.press("escape", "b")
        await opened(bench, path)
        path.unlink()
        await bench.press("c", "right", "right", "enter")
        await bench.pick("-")
        await bench.press("u", "escape", "enter")
        assert len(bench.app.session.plan.tables["tasks"]) == 2


async def test_keys_in_one_read_are_answered_by_the_boxes_they_meet_and_a_name_left_stands_in_the_note(empty: Path, tmp_path: Path) -> None:
    async with open_workbench(empty, (80, 24)) as bench:
        box = await opened(bench, written(tmp_path, TASKS))
        await bench.type("njb")  # names, one down, left unknown
        await bench.press("escape")
        assert await bench.dialog(TakingIn) is box and [said.becomes for said in box.taking.choices.names.values()] == [Becomes.LEFT]
        await bench.press("enter")
        tasks = {task["summary"]: task for task in bench.app.session.plan.tables["tasks"].values()}
        assert "leads" not in tasks["Việc hai"] and "Ông lớn" in tasks["Việc hai"]["note"]


async def test_a_block_from_a_table_goes_the_same_way(empty: Path) -> None:
    async with open_workbench(empty, (80, 24)) as bench:
        await bench.press("4")
        bench.app.post_message(events.Paste("\n".join(TASKS).replace(";", "\t")))
        await bench.settle()
        box = await bench.dialog(TakingIn)
        await bench.press("n")
        await bench.dialog(NamesSaid)
        await bench.press("escape", "enter")
        assert [task["summary"] for task in bench.app.session.plan.tables["tasks"].values()] == ["Việc một", "Việc hai"] and box is not None
