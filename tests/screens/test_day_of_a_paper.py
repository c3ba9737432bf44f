"""The day a paper is seen from is the one its form shows: the year's last of a year that is over, today's else, or what was typed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.lengths import in_proofs, longer, of_these
from tests.support.workbench import Driver, open_workbench
from tui.model.clock import Clock
from tui.screens.dialogs.asking import Asking
from tui.screens.dialogs.paper_preview import PaperPreview
from tui.screens.dialogs.pick_field import PickField
from tui.widgets.inputs import TextField

TODAY = dt.date(2026, 11, 30)
OLD_YEAR, OLD_DAY = "2025", "31/12/2025"
LONG_TERM = "term = { start = 2021-01-01, end = 2030-12-31 }"


async def asked(bench: Driver, action: str) -> Asking:
    """The form of a paper on a day nobody chose."""
    bench.app.session.seconds = lambda: Clock().at(TODAY, dt.time(9)).timestamp()
    bench.app.flows.company.look_around()
    await bench.settle()
    bench.app.plan_screen.action_act(action)
    return await bench.dialog(Asking)


async def typed_into(bench: Driver, box: Asking, key: str, text: str) -> None:
    box.query_one(f"#field-{key}", TextField).focus()
    await bench.settle()
    await bench.press("ctrl+u")
    await bench.type(text)
    await bench.settle()


def day_in(box: Asking) -> str:
    return box.query_one("#field-as_of", TextField).value


async def shown(bench: Driver) -> str:
    await bench.press("ctrl+s")
    return (await bench.dialog(PaperPreview)).text


@longer
@pytest.mark.parametrize("action", of_these(["paper_yearly", "body_form"], ["body_form"]))
async def test_a_year_that_is_over_is_offered_from_its_last_day_and_a_typed_day_is_obeyed_also_todays(plan_file: Path, action: str) -> None:
    async with open_workbench(plan_file, as_of=None) as bench:
        every = ("", "30/11/2026", "29/11/2026")
        for typed in of_these(every, every if action == "paper_yearly" else every[1:2]):  # the form is one for both
            box = await asked(bench, action)
            assert day_in(box) == OLD_DAY
            if action == "body_form":
                body = next(id for id, body in bench.app.session.plan.tables["agencies"].items() if body["name"] == "Sở Y tế")
                box.query_one("#field-agency", PickField).show(body, body)
            if typed:
                await typed_into(bench, box, "as_of", typed)
            day = dt.datetime.strptime(typed or OLD_DAY, "%d/%m/%Y").date()
            text = await shown(bench)
            assert f"ngày {day.day} tháng {day.month} năm {day.year}" in text or f"{day:%d/%m/%Y}" in text, text[:1500]
            await bench.press("escape")


async def test_the_day_follows_the_year_until_one_is_typed(plan_file: Path) -> None:
    text = plan_file.read_text(encoding="utf-8")
    begins = text.index("term = {")
    plan_file.write_text(text[:begins] + LONG_TERM + text[text.index("}", begins) + 1 :], encoding="utf-8")
    async with open_workbench(plan_file, as_of=None) as bench:
        box = await asked(bench, "paper_yearly")
        assert (box.query_one("#field-year", TextField).value, day_in(box)) == ("2026", "30/11/2026")
        await typed_into(bench, box, "year", OLD_YEAR)
        assert day_in(box) == OLD_DAY, "what will be used is what stands there"
        await typed_into(bench, box, "year", "2026")
        assert day_in(box) == "30/11/2026"
        await typed_into(bench, box, "as_of", "30/11/2026")
        await typed_into(bench, box, "year", OLD_YEAR)
        assert day_in(box) == "30/11/2026", "typed, though it is what stood there"
        assert "tính đến ngày 30 tháng 11 năm 2026" in await shown(bench)


@in_proofs
async def test_a_day_the_plan_is_looked_at_from_stays_for_any_year_and_an_emptied_one_is_the_usual(plan_file: Path) -> None:
    async with open_workbench(plan_file, as_of=TODAY) as bench:
        box = await asked(bench, "paper_yearly")
        assert day_in(box) == "30/11/2026"
        await typed_into(bench, box, "year", "2024")
        assert day_in(box) == "30/11/2026"
        await bench.press("escape")
    async with open_workbench(plan_file, as_of=None) as bench:
        box = await asked(bench, "paper_yearly")
        await typed_into(bench, box, "as_of", "")
        assert "tính đến ngày 31 tháng 12 năm 2025" in await shown(bench)
