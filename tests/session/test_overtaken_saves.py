"""Saves that others overtake: each comes through, and lets go of the lock it kept for that whatever becomes of it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.worked_on import VI, change_elsewhere, held, opened, saved, set_status
from tui.session import save
from tui.session.outcomes import Again, NotSaved, Saved
from tui.store.files import lock
from tui.store.files.errors import Locked
from tui.store.files.file_state import ChangedOnDisk
from tui.store.plan_file import load
from tui.store.toml.parse import no_progress
from tui.store.whole import whole_before

_NEVER_RESTS = "the file was changed by others again and again while it was being saved"


def test_a_file_that_something_without_the_lock_never_lets_rest_is_given_up_with_a_sentence(plan_file: Path) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    attempt = save.begin(session)
    assert isinstance(attempt, save.SaveAttempt)
    text = plan_file.read_text(encoding="utf-8")
    outcome: object = Again()
    for number in range(save.MOST_TRIES):
        assert outcome == Again()
        plan_file.write_text(f"{text}# {number}\n", encoding="utf-8")
        outcome = attempt.settle(attempt.writer()(no_progress))
    assert isinstance(outcome, NotSaved) and outcome.told(VI) == VI(_NEVER_RESTS)
    assert session.workspace.unsaved() == [("tasks", "III-1", "status")]
    assert isinstance(saved(session), Saved), "and its lock is free"


_TASKS = ("I-1", "I-2", "I-3", "I-4")
_PLAN = 'format = 2\n\n[sections.I]\nnumber = "I"\ntitle = "Việc"\norder = 1\n' + "".join(
    f'\n[tasks.{id}]\nsection = "I"\norder = {number}\nsummary = "Việc {number}"\n' for number, id in enumerate(_TASKS, 1)
)


@law(6, 500)
@given(turns=st.lists(st.integers(0, len(_TASKS) - 1), max_size=40))
def test_of_many_who_save_at_once_each_is_through_after_being_overtaken_twice(turns: list[int]) -> None:
    """Whoever's turn it is writes, and joins in the next turn; in between others may save. A lock that is held is tried again later."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.toml"
        path.write_text(_PLAN, encoding="utf-8")
        sessions = [opened(path) for _ in _TASKS]
        for session, task in zip(sessions, _TASKS, strict=True):
            set_status(session, task, "done")
        attempts = dict(enumerate(save.begin(session) for session in sessions))
        written: dict[int, save.Written] = {}
        for turn in [*turns, *(list(attempts) * 2 * (save.OVERTAKEN + 2) * len(attempts))]:
            attempt = attempts.get(turn)
            if attempt is None:
                continue
            assert isinstance(attempt, save.SaveAttempt)
            if turn not in written:
                written[turn] = attempt.writer(wait=0)(no_progress)
                if isinstance(written[turn], Locked):
                    del written[turn]
                continue
            outcome = attempt.settle(written.pop(turn))
            if isinstance(outcome, Saved):
                del attempts[turn]
            else:
                assert outcome == Again()
                assert attempt.tries <= save.OVERTAKEN + 2, "the second under its lock is the last"
        assert not attempts, "everybody is through"
        assert [held(path, task, "status") for task in _TASKS] == ["done"] * len(_TASKS)
        for session in sessions:
            session.end(keep=False)


def test_a_save_that_is_given_up_lets_others_save(plan_file: Path) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    attempt = save.begin(session)
    assert isinstance(attempt, save.SaveAttempt)
    for number in range(save.OVERTAKEN):
        change_elsewhere(plan_file, "III-3", "summary", f"Lần {number}")
        assert attempt.settle(attempt.writer()(no_progress)) == Again()
    plan_file.write_text(f"{plan_file.read_text(encoding='utf-8')}# sửa\n", encoding="utf-8")
    assert isinstance(attempt.writer()(no_progress), ChangedOnDisk)
    with pytest.raises(Locked), lock.held(plan_file, 0):
        pass
    attempt.give_up()
    change_elsewhere(plan_file, "III-3", "summary", "Lần nữa")


def test_a_version_that_others_have_saved_over_was_not_cut_short(tmp_path: Path) -> None:
    """What its last record lacks was saved after it was read."""
    path = tmp_path / "plan.toml"
    path.write_text(_PLAN, encoding="utf-8")
    for task in ("I-1", "I-4"):
        session, found = opened(path), load(path)
        set_status(session, task, "done")
        assert isinstance(saved(session), Saved)
    assert whole_before(found) is None
    path.write_bytes(found.state.data)
    assert whole_before(load(path)) is not None, "put back, it may have been"
