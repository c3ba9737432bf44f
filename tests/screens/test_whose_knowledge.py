"""``t`` asks for the day and whose knowledge counts; every title, file and paper says which of the two it shows."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.support.paths import SHIPPED
from tests.support.workbench import open_workbench
from tui.commands.main import main
from tui.frames.insight.agenda import agenda
from tui.i18n.words import Words
from tui.reports.agenda import as_text
from tui.reports.annexes import known_words
from tui.reports.word.yearly import yearly_report
from tui.session.session import Session
from tui.store.plan_file import load

VI = Words("vi")
THEN = dt.date(2024, 6, 30)


async def test_the_day_and_the_way_are_asked_together(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        today = bench.app.session.clock.today()
        await bench.press("t", "ctrl+u")
        await bench.type("30/06/2024")
        assert "● theo số liệu đã công bố đến ngày đó" in bench.screen
        await bench.press("down")
        assert "● theo mọi số liệu biết đến hôm nay" in bench.screen
        await bench.press("enter")
        assert (bench.app.session.as_of, bench.app.session.frames.all_known) == (THEN, today)
        assert f"tính đến 30/06/2024, theo số liệu công bố đến {today:%d/%m/%Y}" in bench.screen
        await bench.press("t", "up", "enter")
        assert bench.app.session.frames.all_known is None and "số liệu công bố đến" not in bench.screen
        await bench.press("t", "down", "escape")
        assert bench.app.session.frames.all_known is None, "backed out of"


def test_a_session_goes_on_with_the_way_it_was_given() -> None:
    session = Session(load(SHIPPED), VI, journaling=False, readonly=True)
    session.look_from(THEN, all_known=True)
    session.begin(load(SHIPPED))
    today = session.clock.today()
    assert session.frames.known(THEN) == today and session.frames.all_known == today
    assert "số liệu công bố đến" in as_text(agenda(session.frames, session.plan, THEN), session.plan, VI)
    assert known_words(session.frames, THEN).startswith("theo số liệu công bố đến ngày ")
    opening = yearly_report(session.plan, session.frames, 2024, THEN).body[0]
    assert known_words(session.frames, THEN) in getattr(opening, "text", "")
    session.look_from(THEN)
    assert known_words(session.frames, THEN) == "theo số liệu đã công bố đến ngày đó"


@pytest.mark.parametrize("all_known", [True, False])
def test_status_says_whose_knowledge_it_shows(capsys: pytest.CaptureFixture[str], all_known: bool) -> None:
    assert main(["status", str(SHIPPED), "--as-of", "2024-06-30", "--json", *(["--all-known"] if all_known else [])]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["as_of"], told["figures_known_on"] > told["as_of"]) == ("2024-06-30", all_known)
