"""A reorganisation from the list of bodies: asked in one form, shown before it is made, one step back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.support.small_plan import EMPTY
from tests.support.workbench import open_workbench
from tui.actions import BY_ID
from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.base import PlanScreen
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.form import Form

WORDS = Words("vi")


async def test_two_bodies_end_a_new_one_follows_and_one_key_takes_it_back(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        await bench.press("o")
        await bench.pick("agencies")
        for body in ("so-tc", "so-y-te"):
            await bench.row(body)
            await bench.press("x")
        await bench.run("reorganise")
        form = await bench.dialog(Form)
        assert form.values == {"ended": ["so-tc", "so-y-te"]}, "the marked bodies end"
        await bench.type("01/01/2026")
        await bench.press("tab")
        await bench.type("sở tc")
        await bench.press("enter", "f10")
        assert bench.app.screen is form and WORDS(N_("{body} cannot follow itself"), body="Sở TC") in bench.screen
        await bench.press("backspace", "S")
        await bench.press("escape")
        assert WORDS(N_("{body} cannot follow itself"), body="Sở TC") not in bench.screen, "the field holds something else"
        await bench.press("S")
        await bench.type("ở Tài chính - Y tế")
        await bench.press("down", "enter", "s", "enter", "f10", "f10")
        box = await bench.dialog(Choose)
        for told in ("Sở Tài chính", "Sở Y tế", "31/12/2025", "(từ ngày 01/01/2026)", "Nhiệm vụ: ", "Chỉ tiêu: 1"):
            assert told in box.text, told
        await bench.answer("no")
        assert bench.app.screen is form and bench.unsaved == 1, "only the new body is there"
        assert "✗" not in bench.screen, "nothing was wrong"
        await bench.press("f10")
        await bench.answer("make")
        agencies = bench.app.session.plan.tables["agencies"]
        new = list(agencies)[-1]
        assert agencies["so-y-te"]["successors"] == agencies["so-tc"]["successors"] == [new]
        assert agencies["so-tc"]["until"] == dt.date(2025, 12, 31) and agencies[new]["from"] == dt.date(2026, 1, 1)
        await bench.press("u")
        assert "until" not in agencies["so-tc"] and "until" not in agencies["so-y-te"] and "from" not in agencies[new]


async def test_a_plan_without_bodies_has_none_to_reorganise(plan_file: Path) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        screen = bench.app.plan_screen
        assert isinstance(screen, PlanScreen)
        why = screen.reason_against(BY_ID["reorganise"])
        assert why is not None and why.template == N_("the plan has no bodies yet")
