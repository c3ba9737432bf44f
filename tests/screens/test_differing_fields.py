"""Another plan beside the one that is open, field by field: what differs, both ways round, and the way to its record."""

from __future__ import annotations

from pathlib import Path

from tests.support.frame_plans import frames_of
from tests.support.workbench import open_workbench
from tui.i18n.words import Words
from tui.model.diff import differences
from tui.screens.dialogs.differing_fields import DifferingFields, rows_of
from tui.screens.dialogs.file_chooser import FileChooser
from tui.store.plan_file import load

WORDS = Words("vi")


def lines(other: dict[str, object], mine: dict[str, object]) -> list[tuple[object, ...]]:
    first, second = (frames_of(sources=of).plan for of in (other, mine))
    return rows_of(differences(first, second), first, second, WORDS).drop("id", "record").rows()


def test_what_differs_stands_the_other_way_round_where_the_plans_are_changed_round() -> None:
    here, there = ({"a": {"title": name, "publisher": "p"}} for name in ("Một", "Hai"))
    [(mark, field, first, second)] = lines(here, there)
    assert (mark, first, second) == ("≠", "Một", "Hai") and field
    assert lines(there, here) == [("≠", field, "Hai", "Một")]
    assert lines(here, here) == []


def test_a_record_only_one_of_them_has_is_one_line() -> None:
    some = {"a": {"title": "Một", "publisher": "p"}}
    assert [line[0] for line in lines({}, some)] == ["+"] and [line[0] for line in lines(some, {})] == ["−"]


async def test_enter_goes_to_the_record_and_says_where_there_is_none(plan_file: Path, tmp_path: Path, sample: str) -> None:
    other = tmp_path / "cua so khac.toml"
    other.write_text(sample, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        session = bench.app.session
        edit = session.workspace.set_field("tasks", "III-2", "status", "done")
        gone = load(other).plan.tables["tasks"]["III-2"]
        assert gone["status"] != "done"
        session.workspace.apply([edit], session.seen_from)
        bench.app.plan_screen.action_act("compare_plans")
        await bench.dialog(FileChooser)
        await bench.press("ctrl+u")
        await bench.paste(str(other))
        kept = other.read_bytes()
        other.unlink()
        await bench.press("enter")
        assert isinstance(bench.app.screen, FileChooser), "it vanished: the box says so, and waits"
        other.write_bytes(kept)
        await bench.press("enter")
        box = await bench.dialog(DifferingFields)
        assert box.rows["change"].to_list() == ["≠"]
        await bench.press("enter")
        assert bench.id == "III-2" and bench.tab.table_name == "tasks"


async def test_a_plan_of_another_body_and_an_empty_one_can_stand_beside(plan_file: Path, tmp_path: Path) -> None:
    empty = tmp_path / "trong.toml"
    empty.write_text('format = 1\n[plan]\ntitle = "Trống"\n', encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        mine, nothing = bench.app.session.plan, load(empty).plan
        added = rows_of(differences(nothing, mine), nothing, mine, bench.words)
        assert set(added["change"]) >= {"+"} and "−" not in added["change"]
        box = DifferingFields(bench.words, "", differences(mine, nothing), mine, nothing, "", lambda: None)
        assert box.rows["change"].to_list() == sorted(box.rows["change"].to_list(), key="≠+−".index), "fields of what both have come first"
        bench.app.push_screen(box)
        await bench.settle()
        await bench.press("end")
        while box.rows["change"][int(str(box.table.current_id))] != "−":
            await bench.press("up")
        await bench.press("enter")
        assert bench.app.screen is box and bench.words("it is not in the plan that is open") in " ".join(bench.screen.split())
