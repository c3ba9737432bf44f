"""Fifty random edits over all tabs, taken back and made again: the file is the first one again, byte for byte."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from proofs.session import Session, opened
from proofs.walk import FOUR_TABS, LABEL, Walk, content, picture
from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.workbench import open_workbench
from tui.store.plan_file import load

EDITS = 50
SEEDS = of_these(range(20), range(1))
WALKS = [(FOUR_TABS, 0.0), (FOUR_TABS, 0.2), (None, 0.0), (None, 0.2)]
"""Over which tables a walk goes, all of them without a word, and how often the file is saved on the way, not only at the end."""


@pytest.fixture
def session(plan_file: Path, tmp_path: Path) -> Session:
    return opened(plan_file, tmp_path / "state")


def times(count: int, act: Callable[[], object], save: Callable[[], None]) -> None:
    for _ in range(count):
        assert act() is not None
        save()


@longer
@pytest.mark.parametrize(("tables", "saving"), of_these(WALKS, WALKS[1:3]), ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_undoing_everything_gives_the_first_bytes_back(
    session: Session, plan_file: Path, sample: str, seed: int, saving: float, tables: tuple[str, ...] | None
) -> None:
    chance = random.Random(seed)
    walk = Walk(session.workspace, chance, *([tables] if tables else []))

    def now_and_then() -> None:
        if chance.random() < saving:
            session.save()

    first = picture(session.workspace.plan)
    kinds = {walk.edit() for _ in range(EDITS) if now_and_then() is None}
    assert kinds >= {"set", "add", "several"}
    session.save()
    edited, edited_bytes = picture(session.workspace.plan), plan_file.read_bytes()
    assert edited != first and content(load(plan_file).plan) == content(session.workspace.plan)

    times(EDITS, session.workspace.undo, now_and_then)
    session.save()
    assert picture(session.workspace.plan) == first
    assert plan_file.read_text(encoding="utf-8") == sample

    times(EDITS, session.workspace.redo, now_and_then)
    session.save()
    assert picture(session.workspace.plan) == edited
    assert plan_file.read_bytes() == edited_bytes
    session.journal.close(keep=False)


def test_a_deleted_record_comes_back_with_its_comments_although_it_was_saved(session: Session, plan_file: Path, sample: str) -> None:
    workspace = session.workspace
    commented = "documents", "ke-hoach-cu"
    assert "# không ai viện dẫn" in sample
    workspace.apply([workspace.delete(*commented)], LABEL)
    session.save()
    assert "# không ai viện dẫn" not in plan_file.read_text(encoding="utf-8")
    workspace.undo()
    session.save()
    assert plan_file.read_text(encoding="utf-8") == sample


EDITS_OF_A_TAB = 2 if LONG else 1


@in_proofs
async def test_a_few_edits_on_every_tab_are_taken_back_on_the_screen(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file) as bench:
        made = 0
        for tab, table in (("1", "indicators"), ("2", "directions"), ("3", "enterprises"), ("4", "tasks")):
            await bench.press(tab)
            walk = Walk(bench.app.session.workspace, random.Random(int(tab)), (table,))
            for _ in range(EDITS_OF_A_TAB):
                walk.edit()
                await bench.settle()
                made += 1
            if tab == "2":
                await bench.press("w")
                await bench.until(lambda: bench.unsaved == 0, "it is saved")
        assert made == 4 * EDITS_OF_A_TAB and plan_file.read_text(encoding="utf-8") != sample
        for left in range(made, 0, -1):
            await bench.press("u")
            assert len(bench.app.session.workspace.undo_steps) == left - 1
        await bench.press("w")
        await bench.until(lambda: bench.unsaved == 0, "it is saved")
        assert plan_file.read_text(encoding="utf-8") == sample
        await bench.press(*["U"] * made)
        assert len(bench.app.session.workspace.undo_steps) == made and bench.unsaved > 0
