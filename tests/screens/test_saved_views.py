"""Views under a name and the place somebody left: both are asked again as far as it is there, and no plan changes unasked."""

from __future__ import annotations

from pathlib import Path

from tests.support.lengths import in_proofs, of_these
from tests.support.paths import EXAMPLE
from tests.support.workbench import Driver, open_workbench
from tui.app import Workbench
from tui.frames.tables.narrowing import Asked, GroupedBy, Only
from tui.i18n.words import Words
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.saved_views import SavedViews
from tui.session.resume import Place, TablePlace, keep_place, read_place
from tui.session.session import Session
from tui.store.plan_file import load


async def apply(bench: Driver, name: str) -> None:
    await bench.press("W")
    box = await bench.dialog(SavedViews)
    place = next(n for n, view in enumerate(box.views) if view.name == name)
    box.table.go_to(str(place))
    await bench.press("enter")


async def save_as(bench: Driver, name: str, where: str) -> None:
    await bench.press("W", "a")
    await bench.dialog(Ask)
    await bench.type(name)
    await bench.press("enter")
    await bench.answer(where)


@in_proofs
async def test_a_view_of_the_plan_is_applied_on_its_table_and_all_can_be_as_at_first(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await apply(bench, "Quá hạn, theo cơ quan")
        assert bench.tab.table_name == "tasks", "from another tab"
        assert bench.tab.asked == Asked("", (Only("state", ("late", "near")),), ("due", False), GroupedBy("leads"))
        assert "documents" not in [column.key for column in bench.table._columns]
        await bench.press("W", "g", "enter")
        assert bench.tab.asked == Asked() and "documents" in [column.key for column in bench.table._columns]
        assert not bench.unsaved


async def test_views_are_saved_for_oneself_and_in_the_plan_renamed_deleted_and_undone(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await bench.press("4", "slash")
        await bench.type("dat dai")
        await bench.press("enter")
        await bench.column("status")
        await bench.press("s", "Z")
        asked = bench.tab.asked
        await save_as(bench, "Đất đai", "mine")
        assert not bench.unsaved and [view.name for view in bench.app.own_tables.views] == ["Đất đai"]
        await save_as(bench, "Đất đai chung", "plan")
        (id,) = [id for id, record in bench.app.session.plan.tables["views"].items() if record["name"] == "Đất đai chung"]
        assert bench.app.session.plan.get("views", id) == {
            **{"name": "Đất đai chung", "table": "tasks", "filter": "dat dai", "sort": "status", "group": "status"}
        }
        await bench.press("W", "g", "enter")
        await apply(bench, "Đất đai chung")
        assert bench.tab.asked == asked
        await bench.press("ctrl+s")
        await bench.until(lambda: not bench.unsaved, "it is saved")
        assert 'name = "Đất đai chung"' in bench.saved
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await bench.press("4")
        await apply(bench, "Đất đai")
        assert bench.tab.asked == asked, "one's own are there at the next start"
        await bench.press("W")
        box = await bench.dialog(SavedViews)
        box.table.go_to(str(next(n for n, view in enumerate(box.views) if view.id == id)))
        await bench.press("d")
        assert bench.words("It is the plan's: nobody who works in it has it any more.")[:30] in bench.screen, "whose it is"
        await bench.answer("delete")
        assert bench.app.session.plan.get("views", id) is None
        await bench.press("u")
        assert bench.app.session.plan.get("views", id) is not None


async def test_a_view_that_names_what_is_not_there_says_so_and_applies_the_rest(plan_file: Path) -> None:
    text = plan_file.read_text(encoding="utf-8")
    more = '\n[views.later]\nname = "Sau"\ntable = "tasks"\nfilter = "dat dai"\nsort = "risk"\n'
    more += 'only = ["risk=high", "status=done"]\ngroup = "mode"\n'
    gone = '\n[views.gone]\nname = "Mất"\ntable = "risks"\n'
    plan_file.write_text(text + more + gone, encoding="utf-8")
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await bench.press("4")
        await apply(bench, "Sau")
        assert "risk" in bench.status and bench.tab.grouped_by == GroupedBy("mode") and bench.tab.sorted_by is None
        assert bench.tab.only == (Only("status", ("done",)),) and bench.tab.query_text == "dat dai"
        await apply(bench, "Mất")
        assert "risks" in bench.status and bench.tab.table_name == "tasks"


# -- resumed ------------------------------------------------------------------------------------------------------------------


def resumed(bench: Driver) -> tuple[str, str | None, Asked]:
    return bench.tab.table_name, bench.id, bench.tab.asked


async def test_the_next_start_is_where_one_left_and_nothing_of_it_is_in_the_plan(plan_file: Path) -> None:
    before = plan_file.read_bytes()
    async with open_workbench(plan_file, resumes=True) as bench:
        await bench.press("4")
        await bench.column("status")
        await bench.press("Z", "s")
        assert bench.table.go_to("III-3")
        left = resumed(bench)
        bench.app.exit()  # as on a line that is gone: nobody asks
    assert plan_file.read_bytes() == before
    found = read_place(plan_file)
    assert found is not None and found.mode == "tasks" and found.tables["tasks"].records[0] == "III-3"
    async with open_workbench(plan_file, resumes=True) as bench:
        await bench.settle()
        assert resumed(bench) == left
    text = plan_file.read_text(encoding="utf-8")
    start = text.index("[tasks.III-3]")
    plan_file.write_text(text[:start] + text[text.index("\n[", start) + 1 :], encoding="utf-8")
    async with open_workbench(plan_file, resumes=True) as bench:
        await bench.settle()
        assert bench.id in found.tables["tasks"].records[1:3], "beside it, where the record is gone"
    asked_before = {"tasks": TablePlace(Asked("dat dai", (), None, None), ())}
    assert keep_place(plan_file, Place(tables=asked_before))
    async with open_workbench(plan_file, resumes=True) as bench:
        bench.app.jump("tasks", "IV-1")
        await bench.settle()
        assert bench.id == "IV-1", "what was asked before hides nobody's way"
        assert not bench.app.left.at.tables
    assert keep_place(EXAMPLE, Place(register="documents", tables=found.tables))
    async with open_workbench(EXAMPLE, resumes=True) as bench:
        await bench.until(lambda: bench.tab.table_name == "documents", "the list stands above its tab")


async def test_the_place_is_known_without_an_end_and_nothing_is_written_while_nobody_does_anything(plan_file: Path) -> None:
    async with open_workbench(plan_file, resumes=True) as bench:
        bench.app.note_place()
        assert read_place(plan_file) is None
        await bench.press("4")
        await bench.row("III-3")
        bench.app.flows.company._look()  # the next look at the file; a kill after it takes nothing
        found = read_place(plan_file)
        assert found is not None and found.mode == "tasks" and found.tables["tasks"].records[0] == "III-3"
        assert keep_place(plan_file, Place("enterprises"))
        bench.app.note_place()
        assert read_place(plan_file) == Place("enterprises"), "no key since: the file is left as another session of the person made it"


TABS_LEFT = (("3", "enterprises", "enterprises"), ("2", "sectors", "directions"), ("1", "targets", "indicators"))


@in_proofs
async def test_each_tab_is_begun_at_where_it_was_left_and_a_tab_nobody_knows_is_not(plan_file: Path) -> None:
    for key, mode, table in of_these(TABS_LEFT, TABS_LEFT[:1]):  # another one than the first, which is that of who has left none
        async with open_workbench(plan_file, resumes=True) as bench:
            await bench.press(key)
            await bench.press("down", "q")
        async with open_workbench(plan_file, resumes=True) as bench:
            assert (bench.app.current_mode, bench.tab.table_name) == (mode, table)
    assert keep_place(plan_file, Place("tab of another day"))
    async with open_workbench(plan_file, resumes=True) as bench:
        assert bench.app.current_mode == "targets"


async def test_whoever_begins_afresh_begins_at_the_first_tab(plan_file: Path) -> None:
    session = Session(load(plan_file), Words("vi"), journaling=False)
    assert keep_place(plan_file, Place("enterprises"))
    assert Workbench(session, resumes=True).current_mode == "enterprises"
    assert Workbench(session, resumes=True, fresh=True).current_mode == Workbench(session).current_mode == "targets"


def test_the_place_is_kept_by_plan_and_what_is_broken_is_none(tmp_path: Path) -> None:
    plan, other = tmp_path / "a.toml", tmp_path / "b.toml"
    place = Place("tasks", "", {"tasks": TablePlace(Asked("x", (), ("due", True)), ("b", "c", "a"))})
    assert keep_place(plan, place) and read_place(plan) == place and read_place(other) is None
    from tui.start.places import resume_file

    where = Path(resume_file(str(plan)) or "")
    assert where.stat().st_mode & 0o77 == 0
    changed = where.stat().st_mtime_ns
    assert keep_place(plan, place) and where.stat().st_mtime_ns == changed, "the kept first page stays true"
    for broken in (b"", b"[", b"[]", b'{"plan": 3}', b'{"plan": "/elsewhere"}', where.read_bytes().replace(b'"records"', b'"record"')):
        where.write_bytes(broken)
        found = read_place(plan)
        assert found is None or found.tables["tasks"].records == ()
    assert TablePlace.at(Asked(), ["a", "b", "c", "d"], 2).records == ("c", "d", "b", "a")
    assert TablePlace.at(Asked(), [], 0).records == ()
