"""The two annexes of a plan, as a workbook and as a document, become a plan that ``check`` accepts by a few keys, cell for cell."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from tests.support.annexes import TARGETS, TASKS, as_document, as_workbook, differences, empty_plan_text
from tests.support.lengths import longer, of_these
from tests.support.workbench import open_workbench
from tui.commands.main import main
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.dialogs.taking_in import TakingIn
from tui.store.plan_file import load

ANNEXES = {"Phụ lục I": TARGETS, "Phụ lục II": TASKS}


@longer
@pytest.mark.parametrize("name", of_these(["phu-luc.xlsx", "phu-luc.docx"], ["phu-luc.docx"]))
async def test_two_annexes_become_a_plan_by_a_few_keys(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, file = tmp_path / "plan.toml", tmp_path / name
    plan.write_text(empty_plan_text(2025, 2030), encoding="utf-8")
    file.write_bytes(as_workbook(ANNEXES) if name.endswith("xlsx") else as_document(ANNEXES))
    async with open_workbench(plan, (80, 24)) as bench:
        await bench.press("I")
        await bench.dialog(FileChooser)
        await bench.press("ctrl+u")
        await bench.type(str(file))
        await bench.press("enter")
        box = await bench.dialog(TakingIn)
        assert all(line.doubt is None for line in box.lines) and box.rejects == ()
        await bench.press("enter", "ctrl+s")  # all of it is right: five keys and the name of the file
        await bench.until(lambda: bench.unsaved == 0, "it is saved")
    made = load(plan).plan
    assert differences(TARGETS, TASKS, made) == []
    assert [made.title_of("agencies", id) for id in made.tables["tasks"]["II-1"]["leads"]] == [
        "Bộ Công an",
        "Bộ Văn hóa, Thể thao và Du lịch",
    ]
    assert main(["check", str(plan)]) == 0 and "4 nhiệm vụ" in capsys.readouterr().out


def test_another_plan_than_the_annexes_is_found_out(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(empty_plan_text(2025, 2030), encoding="utf-8")
    assert differences(TARGETS, TASKS, load(plan).plan) == ["5 rows of targets, 0 indicators", "4 rows of tasks, 0 tasks"]
    wrong = attrs.evolve(
        load(plan).plan,
        tables={"indicators": {"a": {"name": "Quy mô kinh tế số", "unit": "% GDP", "target": 31}}, "tasks": {}, "agencies": {}},
    )
    assert "target 1: ≥ 30 became [31.0]" in differences(TARGETS, TASKS, wrong)
