"""What the palette writes: asked, shown as a text, written where it says, with the plan's rights, and over no file unasked."""

from __future__ import annotations

import datetime as dt
import stat
import zipfile
from pathlib import Path

import pytest

from tests.support.lengths import in_proofs
from tests.support.paths import SHIPPED
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.i18n.words import Words
from tui.model.text import N_, say
from tui.screens import beside_plan
from tui.screens.beside_plan import beside, usual_folder
from tui.screens.dialogs.asking import Asking
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.differing_fields import DifferingFields
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.dialogs.paper_preview import PaperPreview
from tui.screens.dialogs.pick_field import PickField
from tui.store.files.new_file import folder_fault, with_ending
from tui.store.files.paper_file import write_paper
from tui.widgets.inputs import TextField

VI = Words("vi")


async def preview(bench: Driver, action: str) -> PaperPreview:
    bench.app.plan_screen.action_act(action)
    await bench.dialog(Asking)
    await bench.press("ctrl+s")
    return await bench.dialog(PaperPreview)


async def written(bench: Driver, path: Path) -> None:
    box = bench.app.screen
    assert isinstance(box, PaperPreview)
    await bench.until(lambda: box._seen_at is not None, "it is seen")
    box._seen_at = 0.0  # long enough ago
    await bench.press("enter")
    await bench.until(lambda: path.exists() or isinstance(bench.app.screen, Choose), "it is written, or asked about")


async def test_the_days_of_a_body_are_shown_and_written_for_calendars(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_workbench(plan_file, size=(80, 24)) as bench:
        box = await preview(bench, "due_calendar")
        assert "Rà soát" in box.text and not list(tmp_path.glob("*.ics")), "nothing is written yet"
        [name] = [part for part in box.where.split("/") if part.endswith(".ics")]
        await written(bench, tmp_path / name)
        events = (tmp_path / name).read_text(encoding="utf-8").count("BEGIN:VEVENT")
        assert events == len(box.text.splitlines()) > 0
    empty = tmp_path / "empty.toml"
    empty.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(empty) as bench:
        assert (await preview(bench, "due_calendar")).text == "Không còn ngày nào đến hạn.\n"


async def test_a_paper_is_shown_and_written_with_the_plans_rights_and_never_over_another_unasked(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan_file.chmod(0o664)
    async with open_workbench(plan_file, size=(80, 24)) as bench:
        box = await preview(bench, "paper_yearly")
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in bench.screen, "not broken at 80 columns"
        assert "BÁO CÁO" in box.text and "Phụ lục I" in box.text and not list(tmp_path.glob("*.docx")), "nothing is written yet"
        [name] = [part for part in box.where.split("/") if part.endswith(".docx")]
        target = tmp_path / name
        assert str(target) in box.where
        await written(bench, target)
        assert zipfile.is_zipfile(target) and stat.S_IMODE(target.stat().st_mode) == 0o664
        assert name in bench.status and bench.unsaved == 0
        before = target.read_bytes()
        box = await preview(bench, "paper_yearly")
        assert target.stem + "-2.docx" in box.where, "a name that is free"
        await bench.press("o")
        await bench.dialog(FileChooser)
        await bench.press("ctrl+u")
        await bench.paste(str(target))
        await bench.press("enter")
        await bench.dialog(PaperPreview)
        await written(bench, target)
        await bench.answer("cancel")
        assert target.read_bytes() == before
        await preview(bench, "paper_yearly")
        await bench.press("o")
        chooser = await bench.dialog(FileChooser)
        await bench.press("ctrl+u")
        await bench.paste(str(plan_file))
        await bench.press("enter")
        await bench.dialog(PaperPreview)
        plan = plan_file.read_bytes()
        await written(bench, plan_file)
        question = await bench.dialog(Choose)
        question._seen_at = 0.0
        await bench.answer("replace")
        assert await bench.dialog(FileChooser) is not chooser and plan_file.read_bytes() == plan, "a plan is no paper"
        await bench.press("escape")


async def test_a_report_has_its_charts_unless_somebody_says_no(plan_file: Path) -> None:
    async with open_workbench(SHIPPED, size=(100, 40), as_of=dt.date(2025, 3, 1)) as bench:
        assert "[Biểu đồ 1." in (await preview(bench, "paper_yearly")).text
        await bench.press("escape")
        bench.app.plan_screen.action_act("paper_yearly")
        asking = await bench.dialog(Asking)
        asking.query_one("#field-charts", PickField).show(False, "không")
        await bench.press("ctrl+s")
        text = (await bench.dialog(PaperPreview)).text
        assert "Phụ lục I" in text and "Biểu đồ" not in text
        await bench.press("escape")
        bench.app.plan_screen.action_act("paper_letter")
        assert not (await bench.dialog(Asking)).query("#field-charts"), "what never has any is not asked"


async def test_every_file_goes_beside_the_plan_and_where_that_cannot_be_to_where_one_works(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "nơi làm việc"
    here.mkdir()
    monkeypatch.chdir(here)
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        box = await preview(bench, "paper_yearly")
        assert str(plan_file.parent) in box.where and VI(N_("usually beside the plan")) in box.where
        await bench.press("o")
        chooser = await bench.dialog(FileChooser)
        assert VI(N_("usually beside the plan")) in bench.screen
        chooser.query_one("#answer", TextField).value = str(here / "bao-cao.docx")
        await bench.press("escape")
        bench.app.plan_screen.action_act("save_copy")
        chooser = await bench.dialog(FileChooser)
        assert Path(chooser.start).parent == plan_file.parent
        await bench.press("escape")
        box = await preview(bench, "paper_yearly")
        await bench.press("o")
        chooser = await bench.dialog(FileChooser)
        assert chooser.query_one("#answer", TextField).value == str(here / "bao-cao.docx"), "Esc has kept what was typed"
        await bench.press("ctrl+g")
        assert Path(chooser.query_one("#answer", TextField).value).parent == plan_file.parent
        field = chooser.query_one("#answer", TextField)
        for typed, meant in (("./", "./"), (".//", "/"), ("./~", "~"), ("./~a", "./~a")):
            field.value = typed
            await bench.until(lambda meant=meant: field.value == meant, "a whole path is typed over the folder one works in")  # type: ignore[misc]
        await bench.press("escape")
        monkeypatch.setattr(beside_plan, "folder_fault", lambda path: say("closed"))
        assert usual_folder(bench.app)[0] == here and beside(bench.app, "a.md") == here / "a.md"


@in_proofs
async def test_letters_go_into_a_folder_and_where_nobody_is_late_it_is_said_below_the_day(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_workbench(plan_file) as bench:
        box = await preview(bench, "paper_letters")
        assert "Kính gửi" in box.text
        folder = tmp_path / f"cong-van-{bench.app.session.as_of.isoformat()}"
        await written(bench, folder)
        await bench.until(lambda: any(folder.glob("*.docx")), "letters")
        bench.app.plan_screen.action_act("paper_letters")
        asking = await bench.dialog(Asking)
        asking.query_one("#field-as_of", TextField).value = "01/01/2021"
        await bench.press("ctrl+s")
        assert bench.app.screen is asking and "không có công văn phải viết" in " ".join(bench.screen.split())


@in_proofs
async def test_a_form_asks_for_the_body_and_says_where_it_has_nothing(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_workbench(plan_file) as bench:
        bench.app.plan_screen.action_act("body_form")
        asking = await bench.dialog(Asking)
        await bench.press("ctrl+s")
        assert bench.app.screen is asking, "the body is needed"
        leads = next(id for id, body in bench.app.session.plan.tables["agencies"].items() if body["name"] == "Sở Y tế")
        asking.query_one("#field-agency", PickField).show(leads, leads)
        await bench.press("ctrl+s")
        box = await bench.dialog(PaperPreview)
        assert bench.app.session.plan.title_of("agencies", leads) in box.text and "[Nhiệm vụ]" in box.text


async def test_an_empty_plan_says_why_not_and_makes_what_can_be_made_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plan = tmp_path / "plan.toml"
    plan.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan) as bench:
        await bench.until(lambda: "trống" in bench.status, "it says that it is empty")
        none = {
            "paper_notice": N_("there is no review meeting in the plan yet"),
            "body_form": N_("the plan names no body yet: they are listed under o"),
        }
        for action, why in none.items():
            bench.app.plan_screen.action_act(action)
            await bench.settle()
            assert VI(why) in bench.status
        assert "BÁO CÁO" in (await preview(bench, "paper_yearly")).text
        await bench.press("escape")
        for action, told in (("agenda_text", "22/11/2026"), ("status_text", "22/11/2026"), ("blank_workbook", "[Nhiệm vụ]")):
            bench.app.plan_screen.action_act(action)
            assert told in (await bench.dialog(PaperPreview)).text
            await bench.press("escape")


async def test_another_plan_is_opened_in_its_place_and_what_is_unsaved_waits_for_it(plan_file: Path, tmp_path: Path, sample: str) -> None:
    other = tmp_path / "ke hoach khac.toml"
    other.write_text(sample.replace("tỉnh Mẫu", "tỉnh Khác"), encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        workspace = bench.app.session.workspace
        workspace.apply([workspace.set_field("plan", "", "place", "Nơi khác")], bench.app.session.seen_from)
        await bench.settle()
        bench.app.plan_screen.action_act("compare_plans")
        await bench.dialog(FileChooser)
        await bench.press("ctrl+u")
        await bench.paste(str(tmp_path / "ke hoach kh"))
        await bench.press("tab", "enter")
        box = await bench.dialog(DifferingFields)
        assert box.rows.select("change", "first", "second").rows() == [("≠", "tỉnh Khác", "Nơi khác")] or "Nơi khác" in bench.screen
        await bench.press("w")
        assert "tỉnh Khác" in (await bench.dialog(PaperPreview)).text
        await bench.press("escape", "escape")
        bench.app.plan_screen.action_act("open_plan")
        box = await bench.dialog(FileChooser)
        await bench.press("ctrl+u")
        await bench.paste(str(plan_file))
        await bench.press("enter")
        assert bench.app.screen is box and VI(N_("that is the plan that is open")) in bench.screen
        await bench.press("ctrl+u")
        await bench.paste(str(other))
        await bench.press("enter")
        await bench.answer("later")
        await bench.until(lambda: "tỉnh Khác" in bench.screen, "the other plan is shown")
        session = bench.app.session
        assert session.loaded.state.path == other and bench.unsaved == 0 and not session.workspace.undo_steps
        bench.app.plan_screen.action_act("open_plan")
        await bench.dialog(FileChooser)
        await bench.press("ctrl+u")
        await bench.paste(str(plan_file))
        await bench.press("enter")
        await bench.answer("restore")
        assert bench.value("plan", "", "place") == "Nơi khác"


@in_proofs
async def test_the_next_term_is_shown_and_written_as_a_new_plan(plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_workbench(plan_file) as bench:
        bench.app.plan_screen.action_act("next_term")
        await bench.press("enter")
        box = await bench.dialog(PaperPreview)
        [name] = [part for part in box.where.split("/") if part.endswith(".toml")]
        await written(bench, tmp_path / name)
        assert VI(N_("goes over")) in box.text
    async with open_workbench(tmp_path / name) as bench:
        assert bench.app.session.plan.years[0] > 2025


def test_a_text_replaces_a_text_only_and_a_word_file_only_its_like(tmp_path: Path) -> None:
    from tui.store.files.errors import SaveFailed
    from tui.store.files.file_state import IfExists

    text, word, plan = tmp_path / "a.txt", tmp_path / "a.docx", tmp_path / "plan.toml"
    text.write_text("cũ", encoding="utf-8")
    word.write_bytes(b"PK\x03\x04 old")
    plan.write_text("[plan]", encoding="utf-8")
    write_paper(text, b"new", IfExists.REPLACE)
    write_paper(word, b"PK\x03\x04 new", IfExists.REPLACE)
    for target, data in ((plan, b"text"), (plan, b"PK\x03\x04"), (text, b"PK\x03\x04"), (word, b"text")):
        with pytest.raises(SaveFailed):
            write_paper(target, data, IfExists.REPLACE)
    assert (text.read_bytes(), word.read_bytes(), plan.read_bytes()) == (b"new", b"PK\x03\x04 new", b"[plan]")


@in_proofs
async def test_a_name_gets_its_ending_a_missing_folder_is_named_and_after_a_failure_it_goes_as_the_first_time(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    late = tmp_path / "w"
    late.mkdir()
    async with open_workbench(plan_file, size=(80, 24)) as bench:

        async def name(text: str) -> None:
            await bench.press("ctrl+u")
            await bench.paste(text)
            await bench.press("enter")

        await preview(bench, "paper_yearly")
        await bench.press("o")
        box = await bench.dialog(FileChooser)
        for text in ("khongco/sau/bc", "khongco/"):
            await name(f"{tmp_path}/{text}")
            fault = " ".join(str(box.query_one("#ask-fault").render()).split())
            assert bench.app.screen is box and fault.endswith(f"{tmp_path}/khongco"), "the folder that is missing"
        await name(str(late / "bc"))
        shown = await bench.dialog(PaperPreview)
        assert str(late / "bc.docx") in shown.where
        late.rmdir()  # in the meantime
        shown._seen_at = 0.0
        await bench.press("enter")
        box = await bench.dialog(FileChooser)
        assert box.query_one("#ask-fault").has_class("shown")
        await name(str(tmp_path / "bc"))
        assert await bench.dialog(PaperPreview) and not list(tmp_path.glob("bc*")), "shown before, as the first time"
        await written(bench, tmp_path / "bc.docx")
        assert "bc.docx" in bench.status


def test_an_ending_is_added_to_none_only_and_no_folder_is_taken_for_one(tmp_path: Path) -> None:
    names = {
        "bc": "bc.docx",
        "bc.": "bc.docx",
        "bc 2.6.2026": "bc 2.6.2026.docx",
        "bc.doc": "bc.doc",
        ".bc": ".bc.docx",
        "a.sở y": "a.sở y.docx",
    }
    assert {name: with_ending(tmp_path / name, ".docx").name for name in names} == names
    assert with_ending(tmp_path / "bc", "") == tmp_path / "bc"
    (tmp_path / "tệp").touch()
    assert folder_fault(tmp_path / "bc") is None
    assert str(tmp_path / "tệp") in VI.sentence(folder_fault(tmp_path / "tệp" / "sau" / "bc") or N_(""))
