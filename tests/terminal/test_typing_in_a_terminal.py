"""Vietnamese input methods and pastes in every kind of field, as bytes on a real (pseudo-)terminal.

One start of the program serves many fields: each is left as a person would leave it, and the file is read at the end.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.input_methods import DEL, composite, pasted, telex
from tests.support.lengths import in_proofs
from tests.support.terminal import WORDS, wait_gone
from tests.support.workbench import AS_OF
from tui.frames.build import Frames
from tui.frames.tables.enterprises import enterprises_view
from tui.frames.tables.targets import targets_view, year_of
from tui.frames.tables.tasks import tasks_view
from tui.model.fields import TABLES
from tui.store.plan_file import load

TAB, BACK_TAB, EMPTY, HOME, UP, ESC, ENTER = "\t", "\x1b[Z", "\x15", "\x1b[H", "\x1b[A", "\x1b", "\r"
SAVE, PALETTE, F7 = "\x13", "\x10", "\x1b[18~"
TASK = TABLES["tasks"]


def tabs(table: str, start: str, end: str) -> str:
    """The Tabs from one field of a form to another."""
    keys = [f.key for f in TABLES[table]]
    return TAB * (keys.index(end) - keys.index(start))


def leave(terminal: Any) -> None:
    """Save, and see that nothing is unsaved any more; quit."""
    terminal.send(SAVE)
    wait_gone(terminal, WORDS.count("{n} unsaved", "{n} unsaved", 1).removeprefix("1"))
    terminal.send("q")
    assert terminal.finish() == 0


@pytest.fixture
def plan(plan_file: Path) -> Any:
    return load(plan_file).plan


@pytest.fixture
def records(plan_file: Path) -> Iterator[Any]:
    yield lambda: tomllib.loads(plan_file.read_text(encoding="utf-8"))


def test_cells_the_filter_and_the_searches(started: Any, plan: Any, records: Any) -> None:
    terminal = started()
    task_columns = [c.key for c in tasks_view(Frames(plan), plan, AS_OF, WORDS).columns]
    firm_columns = [c.key for c in enterprises_view(Frames(plan), plan, AS_OF, WORDS).columns]

    terminal.send("4")  # a cell of text
    terminal.wait_for("III#1")
    terminal.send("l" * task_columns.index("summary") + ENTER)
    terminal.wait_for(WORDS("{field}: Enter keeps, Esc backs out", field=WORDS("Task")))
    terminal.send(EMPTY + telex("Đường về Thái Nguyên") + composite(" ấn"))
    terminal.wait_for("Đường về Thái Nguyên ấn")
    terminal.send(ENTER)
    terminal.wait_for("● 1")

    terminal.send(HOME + "l" * task_columns.index("due") + ENTER)  # a cell with a day
    terminal.wait_for(WORDS("{field}: Enter keeps, Esc backs out", field=WORDS("Due")))
    terminal.send(EMPTY + telex("cuối tháng"))
    terminal.wait_for("→ 30/11/2026")
    terminal.send(ENTER)
    terminal.wait_for(WORDS("Is the due day extended, or corrected?"))
    terminal.send("s")
    terminal.wait_for("● 2")

    terminal.send("/" + telex("đất đai"))  # the filter
    terminal.wait_for("/  đất đai")
    wait_gone(terminal, "III#2")
    terminal.send(EMPTY + pasted("Thái\nNguyên"))
    terminal.wait_for("/  Thái Nguyên")
    terminal.wait_for("III#1")
    terminal.send(ENTER)
    terminal.send(ESC)
    terminal.wait_for("III#2")

    terminal.send(HOME + "l" * task_columns.index("leads") + ENTER)  # the search of a list
    terminal.wait_for("[x] Sở TN&MT")
    terminal.send(telex("Sở Tài chính"))
    terminal.wait_for("[ ] Sở TC")
    wait_gone(terminal, "[x]")
    terminal.send(ESC)
    wait_gone(terminal, "[ ]")

    terminal.send(PALETTE)  # the search of the palette
    terminal.wait_for(WORDS("All commands"))
    terminal.send(telex(WORDS("Look from a day")))
    terminal.wait_for(WORDS("Look from a day"))
    wait_gone(terminal, WORDS("One row up"))
    terminal.send(ENTER)  # a question with one line to type
    terminal.wait_for(WORDS("Look from which day?"))
    terminal.send(EMPTY + "31/12/20266" + DEL)
    terminal.wait_for("31/12/2026 ")
    terminal.send(ENTER)
    terminal.wait_for(WORDS("seen from {day}", day=AS_OF.replace(month=12, day=31)))

    terminal.send("3")  # a cell with a number
    terminal.wait_for(WORDS("State-owned enterprises"))
    terminal.send(HOME + "l" * firm_columns.index("share_now") + ENTER)
    terminal.wait_for(WORDS("{field}: Enter keeps, Esc backs out", field=WORDS("State share now, %")))
    terminal.send(EMPTY + "5\x7f43.5")
    terminal.wait_for("↑ 43,5?")
    terminal.send(UP)
    wait_gone(terminal, "?")
    terminal.send(ENTER)
    terminal.wait_for("● 3")
    leave(terminal)

    task = records()["tasks"]["III-1"]
    assert task["summary"] == "Đường về Thái Nguyên ấn"
    assert task["due"].isoformat() == "2026-11-30"
    assert 43.5 in [firm.get("share_now") for firm in records()["enterprises"].values()]


@pytest.mark.slow
@in_proofs
def test_every_kind_of_field_in_forms(started: Any, plan: Any, records: Any) -> None:
    terminal = started()
    terminal.send("4")
    terminal.wait_for("III#1")
    terminal.send("E")
    terminal.wait_for(WORDS("Section") + " *")
    terminal.send(tabs("tasks", "section", "summary") + EMPTY + telex("Điều chỉnh quy hoạch"))
    terminal.wait_for("Điều chỉnh quy hoạch")
    terminal.send(tabs("tasks", "summary", "deliverable") + telex("Báo cáo") + pasted(" của Sở\nTài chính"))
    terminal.wait_for("Báo cáo của Sở Tài chính")
    terminal.send(tabs("tasks", "deliverable", "figures") + telex("Tỷ lệ") + ENTER + composite("ộn"))
    terminal.wait_for("ộn")
    terminal.send(tabs("tasks", "figures", "log") + ENTER)  # entries, and a form of their own
    terminal.wait_for(WORDS("Enter edits · a adds · d deletes · u brings back · Esc keeps and closes")[:30])
    terminal.send("a")
    terminal.wait_for(WORDS("By"))
    terminal.send(BACK_TAB * 2 + "hôm" + DEL * 3 + telex("hôm qua"))  # the day and the body are filled in, the text comes first
    terminal.wait_for("→ 21/11/2026")
    terminal.send(TAB * 2 + telex("Đã họp lần một"))
    terminal.wait_for("Đã họp lần một")
    terminal.send(SAVE)
    terminal.wait_for("21/11/2026 · Sở NN&MT · Đã họp lần một")
    terminal.send(ESC)
    terminal.wait_for(WORDS.count("{n} entry", "{n} entries", 1))
    terminal.send(
        tabs("tasks", "log", "note") + telex("Dòng thứ nhất") + ENTER + pasted("dòng hai\r\ndòng ba\x1b[31m\x1b[21~\u202e") + telex(" đủ")
    )
    terminal.wait_for("dòng ba[31m[21~ đủ")
    terminal.send(SAVE)
    terminal.wait_for("● ")

    terminal.send("1")  # a figure with its note
    terminal.wait_for("GRDP")
    columns = list(targets_view(Frames(plan), plan, AS_OF, WORDS).columns)
    terminal.send(HOME + "l" * [year_of(c) for c in columns].index(2024) + ENTER)
    terminal.wait_for(WORDS("Only a bound"))
    terminal.send(EMPTY + "6\x7f6,7")  # it starts at the value
    terminal.wait_for("6,7")
    of_a_figure = [f.key for f in TABLES["indicators"].by_key["values"].entries]
    terminal.send(TAB * (of_a_figure.index("note") - of_a_figure.index("value")) + telex("số sơ bộ"))
    terminal.wait_for("số sơ bộ")
    terminal.send(SAVE)
    terminal.wait_for("đã ghi số liệu năm 2024")

    terminal.send(F7)  # what is needed?
    terminal.wait_for(WORDS("What is needed?"))
    terminal.send(EMPTY + "1.23\x7f\x7f\x7f\x7f8,5\x7f25")
    terminal.wait_for("8,25")
    terminal.send(ESC)
    wait_gone(terminal, "8,25")
    terminal.send("q")
    terminal.wait_for(WORDS("quit without saving"))
    assert WORDS("typed, not kept") not in terminal.text, "what was only assumed there, and left by Esc, is no draft"
    terminal.send("l")
    assert terminal.finish() == 0

    task = records()["tasks"]["III-1"]
    assert task["summary"] == "Điều chỉnh quy hoạch"
    assert task["deliverable"] == "Báo cáo của Sở Tài chính"
    assert task["figures"] == ["Tỷ lệ", "ộn"]
    assert task["log"][-1]["text"] == "Đã họp lần một" and task["log"][-1]["on"].isoformat() == "2026-11-21"
    assert task["note"] == "Dòng thứ nhất\ndòng hai\ndòng ba[31m[21~ đủ"
    figure = next(f for f in records()["indicators"]["grdp"]["values"] if f["year"] == 2024)
    assert figure["note"] == "số sơ bộ" and figure["value"] == 6.7


def test_a_copy_is_saved_under_a_name_typed_with_marks(started: Any, plan_file: Path) -> None:
    terminal = started()
    terminal.send(PALETTE)
    terminal.wait_for(WORDS("All commands"))
    terminal.send(telex(WORDS("Save a copy elsewhere")) + ENTER)
    terminal.wait_for(WORDS("Save a copy as"))
    terminal.send(EMPTY + f"{plan_file.parent}/" + telex("bản sao") + ".toml")
    terminal.wait_for("bản sao.toml")
    terminal.send(ENTER)
    wait_gone(terminal, WORDS("Save a copy as"))
    terminal.send("q")
    assert terminal.finish() == 0
    assert (plan_file.parent / "bản sao.toml").read_bytes() == plan_file.read_bytes()


def test_a_byte_of_an_old_code_page_does_not_lock_the_keyboard(started: Any) -> None:
    terminal = started()
    terminal.process.send(b"/Th\xe1i")
    terminal.wait_for("Th\ufffdi")
    terminal.send(EMPTY + "GRDP")
    terminal.wait_for("/  GRDP")
    terminal.send(ENTER)
    terminal.send("q")
    assert terminal.finish() == 0
