"""A row that becomes a record gets an id nobody has or had: not that of what was taken out, nor of what the plan could not read."""

from __future__ import annotations

from pathlib import Path

from tests.support.small_plan import EMPTY
from tui.exchange.taking import Taking
from tui.exchange.text_cells import read_text_table
from tui.i18n.words import Words
from tui.model.edits import AddRecord
from tui.model.proposal import made_of
from tui.model.text import say
from tui.session.outcomes import Done
from tui.session.session import Session
from tui.store.plan_file import load

VI = Words("vi")
ROWS = """TT;Nhiệm vụ;Cơ quan chủ trì;Thời hạn
1;Lập quy hoạch đất đai của tỉnh;Sở A;31/12/2026
2;Rà soát danh mục dự án đầu tư;Sở A;31/12/2027
"""


def taking_over(session: Session) -> Taking:
    taking = Taking("a.csv", read_text_table(ROWS.encode()), (VI, Words("en")), session.as_of)
    taking.once = session.workspace.given_once
    taking.take(taking.read(session.plan))
    return taking


def ids_of_new(taking: Taking) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in taking.found.lines:
        if isinstance(line.new, AddRecord):
            found.setdefault(line.new.table, []).append(line.new.id)
    return found


def take_in(session: Session) -> dict[str, list[str]]:
    taking = taking_over(session)
    assert isinstance(session.commit(made_of(taking.proposal(session.plan).lines), say("test")), Done)
    return ids_of_new(taking)


def test_a_document_that_is_taken_in_twice_makes_nothing_new(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(EMPTY, encoding="utf-8")
    session = Session(load(path), VI)
    first = take_in(session)
    assert len(first["tasks"]) == 2
    assert "tasks" not in ids_of_new(taking_over(session)), "they are the ones the plan has"


def test_what_was_deleted_keeps_its_id_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(EMPTY, encoding="utf-8")
    session = Session(load(path), VI)
    first = take_in(session)
    session.workspace.mark_saved()
    last = first["tasks"][-1]
    session.commit([session.workspace.delete("tasks", last)], say("test"))
    (again,) = ids_of_new(taking_over(session))["tasks"]
    assert again not in first["tasks"]


def test_what_the_plan_could_not_read_keeps_its_id(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(EMPTY, encoding="utf-8")
    first = take_in(Session(load(path), VI))
    unread = "".join(f"\n[tasks.{id}]\nsection = 3\n" for id in first["tasks"])
    path.write_text(EMPTY + unread, encoding="utf-8")
    session = Session(load(path), VI)
    assert {id for table, id in session.plan.set_aside if table == "tasks"} == set(first["tasks"])
    assert not set(take_in(session)["tasks"]) & set(first["tasks"])
