"""A whole meeting in a (pseudo-)terminal: ten items, three decisions, closed, saved, the papers on disk, the next agenda."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.support.input_methods import telex
from tests.support.meeting_plan import with_worries
from tests.support.terminal import WORDS, until, wait_gone
from tests.support.workbench import AS_OF
from tui.frames.build import Frames
from tui.frames.insight.agenda import agenda
from tui.model.fields import OUTCOMES
from tui.screens.review.agenda_data import considered_words
from tui.store.plan_file import load

ENTER, ESC, F10 = "\r", "\x1b", "\x1b[21~"
DECIDED = {0: "Gia hạn đến hết quý I", 5: "Rà soát động lực tăng trưởng", 8: "Hoàn thành phương án cổ phần hóa"}


def decide(terminal: Any, text: str) -> None:
    terminal.send("4")
    terminal.wait_for(WORDS("Product"))
    terminal.send(telex(text))
    terminal.wait_for(text)
    terminal.send(F10)
    wait_gone(terminal, WORDS("Tab next field · Ctrl+S or F10 keeps · Esc backs out")[:20])
    terminal.wait_for(f"4●{WORDS('decision made')}")


@pytest.mark.slow
def test_ten_items_three_decisions_closed_saved_and_the_open_ones_return(started: Any, plan_file: Path) -> None:
    plan_file.write_text(with_worries(plan_file.read_text(encoding="utf-8")), encoding="utf-8")
    plan = load(plan_file).plan
    expected = [item.subject for item in agenda(Frames(plan), plan, AS_OF).items]
    assert len(expected) == 10 and expected[4] == "indicators.nong-nghiep", "whose result is awaited"
    del expected[4]
    terminal = started(shown="Tốc độ tăng")
    terminal.send("m")
    terminal.wait_for(WORDS.count("{n} item", "{n} items", 10))
    terminal.send(ENTER)
    terminal.wait_for(WORDS("Open the meeting"))
    terminal.send(F10)
    terminal.wait_for(WORDS("the meeting is opened; Enter starts with this item"))
    terminal.send("gjjjjd")  # nothing is to be said of it before it is known
    terminal.wait_for(WORDS.count("{n} item", "{n} items", 9))
    terminal.send("G")
    terminal.send("a")  # the tenth
    terminal.wait_for(WORDS("Which record is to be spoken of?"))
    terminal.send(telex("ăn chín"))
    terminal.wait_for("III#4")
    terminal.send(ENTER)
    terminal.wait_for(WORDS.count("{n} item", "{n} items", 10))
    terminal.send("g" + ENTER)
    terminal.wait_for("1/10")

    plain = [place for place, choice in enumerate(OUTCOMES, 1) if choice.value not in ("decided", "parked")]
    for place in range(10):
        terminal.wait_for(f"{place + 1}/10")
        if place in DECIDED:
            decide(terminal, DECIDED[place])
        elif place == 9:
            terminal.send("D")
            terminal.wait_for(f"6●{WORDS('put off till later')}")
        else:
            digit = plain[place % len(plain)]
            terminal.send(str(digit))
            terminal.wait_for(f"{digit}●")
        if place < 9:
            terminal.send(" ")
    terminal.send(ESC)
    terminal.wait_for(WORDS.count("{n} considered", "{n} considered", 10))
    terminal.send("Q")
    for place in range(1, 7):  # three decisions, two to be sped up or reported back, all without a day
        terminal.wait_for(f"{place}/6 ·")
        terminal.send(F10)
    terminal.wait_for(considered_words(10, WORDS))
    terminal.send("c")
    terminal.wait_for(WORDS("The meeting is closed"))
    terminal.send("t")
    terminal.wait_for("bien-ban-2026-11-22.docx")
    until(terminal, lambda: "●" not in terminal.text.splitlines()[0], "all is saved")
    terminal.send("q")
    assert terminal.finish() == 0

    plan = load(plan_file).plan
    (review,) = [values for id, values in plan.tables["reviews"].items() if id != "r-2025-06"]
    assert [item["subject"] for item in review["items"]] == [*expected, "tasks.III-4"]
    assert all("outcome" in item for item in review["items"]) and review["closed_on"] == AS_OF and review["frozen"]
    decided = {id: values for id, values in plan.tables["decisions"].items() if id != "kl-1"}
    assert [values["text"] for values in decided.values()] == list(DECIDED.values())
    for name in ("thong-bao-2026-11-22.docx", "bien-ban-2026-11-22.docx"):
        assert (plan_file.parent / name).read_bytes().startswith(b"PK")

    again = [item.subject for item in agenda(Frames(plan), plan, AS_OF + dt.timedelta(days=30)).items]
    assert {f"decisions.{id}" for id in decided} <= set(again), "what is open returns"
    assert "tasks.III-4" in again, "and what was put off"
    assert len(again) == len(set(again))
