"""The second plan that comes with the program: a made-up city in English, sound, said to be made up, and never opened unasked."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.support.lengths import in_proofs
from tests.support.paths import EXAMPLE, ROOT
from tests.support.workbench import open_workbench
from tui.commands.main import main
from tui.frames.build import Frames
from tui.frames.methods.verdicts import verdicts
from tui.model.checks.to_decide import to_decide
from tui.reports.word.yearly import yearly_report
from tui.start.which_plan import chosen
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

DAY = dt.date(2026, 3, 1)


def test_it_is_sound_and_asks_nothing_of_anybody() -> None:
    loaded = load(EXAMPLE)
    assert loaded.problems == () and not list(to_decide(loaded.plan))
    assert len(loaded.plan.tables["sectors"]) == 5 and not loaded.plan.tables["enterprises"]
    assert {row["id"]: row["verdict"] for row in verdicts(Frames(loaded.plan), DAY).to_dicts()}["homes"] == "speed_up"


def test_it_says_first_that_it_is_made_up_and_points_nowhere_real() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert "MADE UP FOR DEMONSTRATION" in text.splitlines()[0] and "Made up" in load(EXAMPLE).plan.header["note"]
    assert text.count("https://") == text.count("https://example.org/")


def test_no_folder_and_no_name_leads_to_it(tmp_path: Path) -> None:
    for folder in (tmp_path, ROOT, ROOT / "data"):
        assert "example" not in chosen(None, str(folder))[0].removeprefix(str(folder))
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tui").rglob("*.py")]
    assert not any("exampleton" in source.lower() for source in sources)


def test_its_report_speaks_of_no_plan_of_a_province_and_of_no_enterprises(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = load(EXAMPLE).plan
    paper = yearly_report(plan, Frames(plan), 2025, dt.date(2025, 12, 31))
    said = "\n".join([paper.abstract, *paper.basis, *(line.text for line in paper.body)])
    assert "Strategy" in said and "Kế hoạch" not in said and "doanh nghiệp" not in said.lower()
    assert paper.letterhead.nation == () and [annex.table for annex in paper.annexes] == ["indicators", "tasks"]
    assert paper.signatures[0].lines == ("TM. CITY COUNCIL OF EXAMPLETON", "MAYOR")
    assert main(["report", str(EXAMPLE), "--docx", str(tmp_path / "r.docx"), "--year", "2025", "--lang", "en"]) == 0
    assert "written in Vietnamese" in capsys.readouterr().err


@in_proofs
async def test_every_tab_and_list_of_it_opens(tmp_path: Path) -> None:
    file = shutil.copy(EXAMPLE, tmp_path / "plan.toml")
    async with open_workbench(Path(file), lang="en", size=(100, 30), as_of=DAY) as bench:
        assert "Strategy  Greener Exampleton" in bench.screen
        for key in "1234":
            await bench.press(key)
        assert "Build the second tram line" in bench.screen
        await bench.press("v")
        assert "comes after Have the plans of the tram line approved" in " ".join(bench.screen.split())
        await bench.press("escape", "0")
        assert "Emissions per head" in bench.screen
        await bench.press("escape")
        bench.app.jump("areas", "exampleton")
        await bench.settle()
        assert "Σ 910ư (2/3)" in bench.screen, bench.screen
