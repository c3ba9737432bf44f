"""A large plan is written beside the screen: keys wait for it, Esc stops it with nothing written, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from textual import events

from tests.support.edits import change_status
from tests.support.lengths import in_proofs, longer, of_these
from tests.support.patience import PATIENCE
from tests.support.workbench import Driver, changed_lines, open_workbench
from tui.model.text import say
from tui.screens.flows.saving import Saving
from tui.session import save as saving
from tui.store.files import lock
from tui.store.files.content import Content
from tui.store.files.errors import CannotRead
from tui.store.files.file_state import FileState
from tui.store.lazy import Lazy
from tui.store.plan_save import save
from tui.terminal import background


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], threading.Event]:
    """Every save beside the screen, told of at once; the one returned holds each up until it is set."""
    monkeypatch.setattr(Saving, "beside_from", 0)
    monkeypatch.setattr(background, "MOMENT", 0.001)

    def hold() -> threading.Event:
        gate = threading.Event()

        def held(*arguments: Any, progress: Callable[[float], None], **more: Any) -> Any:
            progress(0.5)
            assert gate.wait(PATIENCE)
            return save(*arguments, progress=progress, **more)

        monkeypatch.setattr(saving, "save", held)
        return gate

    return hold


async def soon(bench: Driver, *keys: str) -> None:
    for key in keys:
        bench.app.post_message(events.Key(key, None))
    for _ in range(20):
        await bench.pilot.pause(0)


async def told(bench: Driver) -> None:
    await bench.until(lambda: bench.app.work is not None and bench.app.work.told, "it is told")
    assert "50%" in bench.status and "Esc" in bench.status and "plan.toml" in bench.status


async def test_keys_wait_until_the_file_is_written(plan_file: Path, sample: str, slow: Callable[[], threading.Event]) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-1", "done")
        row = bench.table.row
        gate = slow()
        await soon(bench, "ctrl+s", "j")
        await told(bench)
        assert bench.table.row == row and plan_file.read_text(encoding="utf-8") == sample
        gate.set()
        await bench.until(lambda: not bench.app.session.workspace.unsaved(), "it is saved")
        await bench.settle()
        assert bench.table.row == row + 1
    gone, come = changed_lines(sample, plan_file.read_text(encoding="utf-8"))
    assert len(gone) == len(come) == 1


@longer
@pytest.mark.parametrize("key", of_these(["escape", "ctrl+c"], ["ctrl+c"]))
async def test_a_stopped_save_has_written_nothing_and_can_be_tried_again(
    plan_file: Path, sample: str, slow: Callable[[], threading.Event], key: str
) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-1", "done")
        gate = slow()
        await soon(bench, "ctrl+s")
        await told(bench)
        await soon(bench, key)
        gate.set()
        await bench.until(lambda: not any(t.name == "long work" for t in threading.enumerate()), "the work has ended")
        assert plan_file.read_text(encoding="utf-8") == sample and bench.app.session.workspace.unsaved()
        await bench.press("ctrl+s")
        await bench.until(lambda: not bench.app.session.workspace.unsaved(), "it is saved")
    assert plan_file.read_text(encoding="utf-8") != sample


async def test_what_others_saved_is_not_taken_in_while_the_file_is_written(
    plan_file: Path, sample: str, slow: Callable[[], threading.Event]
) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-1", "done")
        gate = slow()
        await soon(bench, "ctrl+s")
        await told(bench)
        plan_file.write_text(sample + "\n# somebody else's\n", encoding="utf-8")
        bench.app.flows.company.look_around()
        assert not bench.app.session.watch.file_changed
        gate.set()
        await bench.until(lambda: not bench.app.session.workspace.unsaved(), "it is joined and saved")
    assert "# somebody else's" in plan_file.read_text(encoding="utf-8")


@in_proofs
async def test_a_small_plan_as_well_while_somebody_else_saves_it(plan_file: Path, sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "MOMENT", 0.001)
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-1", "done")
        with lock.held(plan_file):
            await soon(bench, "ctrl+s")
            await bench.until(lambda: bench.app.work is not None and bench.app.work.told, "it is told")
            await soon(bench, "escape")
            assert bench.app.work is None and bench.unsaved == 1
            await soon(bench, "ctrl+s")
            assert bench.app.work is not None and plan_file.read_text(encoding="utf-8") == sample
        await bench.until(lambda: not bench.unsaved, "it is saved")
        assert 'status = "done"' in plan_file.read_text(encoding="utf-8")


async def test_the_text_a_plan_is_saved_from_is_at_hand_soon_after_the_first_edit(plan_file: Path, sample: str) -> None:
    """A plan that was opened from its snapshot has none before; where it can no longer be read, only a save says so."""
    async with open_workbench(plan_file) as bench:
        session = bench.app.session
        whole = session.loaded.state

        def faulty() -> Content:
            raise CannotRead(say("gone"))

        unread, gone = (FileState(whole.path, Lazy(work), whole.identity) for work in (lambda: Content([sample.encode()]), faulty))
        session.loaded = attrs.evolve(session.loaded, state=unread)
        await bench.press("j", "k")
        assert not unread.is_read and whole.is_read, "who only looks holds no text"
        await change_status(bench, "III-1", "done")
        await bench.until(lambda: unread.is_read, "it is read")
        gone.read_ahead()
        assert not gone.is_read and unread.data == sample.encode()
