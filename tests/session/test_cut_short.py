"""A plan file that was cut short: nothing of the loss is taken in unasked, and the whole plan is never further than an answer away."""

from __future__ import annotations

import random
import re
from pathlib import Path
from unittest.mock import patch

import pytest

from proofs.cuts import LAWS, Worked, worked_on
from tests.support.lengths import LONG, longer, of_these
from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tests.support.worked_on import DAY, LABEL, VI, held, opened, saved, set_status
from tui.model.workspace import Workspace
from tui.session import cut, merge
from tui.session.outcomes import CutShort, NotSaved, Saved, TakenIn
from tui.session.session import Session
from tui.store import whole as kept_versions
from tui.store.files.rights import cut_of, previous_of
from tui.store.log.history import read_history
from tui.store.log.history_parts import history_of
from tui.store.log.record import note
from tui.store.plan_file import load
from tui.store.plan_save import save as write
from tui.store.record_counts import count
from tui.store.whole import whole_before

WHOLE = SAMPLE.read_bytes()
CUTS = {
    "emptied": b"",
    "zeros": b"\0" * len(WHOLE),
    "zeros at the end": WHOLE[: len(WHOLE) // 2] + b"\0" * 100,
    "only the head": EMPTY.encode(),
    "in the middle of a line": WHOLE[: WHOLE.index(b"[tasks.III-2]") + 40],
    "in the middle of a letter": WHOLE[: WHOLE.index("Đạt đại trà".encode()) + 1],
    "between two records": WHOLE[: WHOLE.index(b"[tasks.III-2]")],
}


def many(path: Path) -> None:
    """Enough records that most can be gone."""
    more = "".join(f'\n[documents.d{n}]\nnumber = "{n}/KH"\ntitle = "Văn bản {n}"\n' for n in range(30))
    path.write_bytes(WHOLE.rstrip() + b"\n" + more.encode())


def delete_all(path: Path, table: str, prefix: str) -> None:
    """A colleague deletes these records in the workbench."""
    loaded = load(path)
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.delete(table, id) for id in list(loaded.plan.tables[table]) if id.startswith(prefix)], LABEL)
    write(loaded, workspace.plan, note=note())


# -- while it is open -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", CUTS)
def test_a_save_over_it_asks_and_writes_the_whole_plan_again(plan_file: Path, what: str) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    plan_file.write_bytes(CUTS[what])
    asked = saved(session)
    assert isinstance(asked, CutShort) and asked.loss.left < asked.loss.before
    assert plan_file.read_bytes() == CUTS[what] and len(session.workspace.unsaved()) == 1, "nothing was done before the answer"
    assert cut.write_again(session, asked) == TakenIn()
    assert isinstance(saved(session), Saved)
    assert plan_file.read_text(encoding="utf-8") == WHOLE.decode().replace('"in_progress" # lời', '"done" # lời')
    assert cut_of(plan_file).read_bytes() == CUTS[what], "what was written over is kept"
    assert not previous_of(plan_file).exists()


@pytest.mark.parametrize("what", CUTS)
def test_a_session_at_rest_takes_nothing_of_it_in(plan_file: Path, what: str) -> None:
    session = opened(plan_file)
    plan_file.write_bytes(CUTS[what])
    assert session.watch.look_at_file()
    assert isinstance(merge.take_in_quietly(session), CutShort) and session.watch.cut is not None
    assert count(session.loaded.doc) == count(load(SAMPLE).doc) and session.plan.tables == load(SAMPLE).plan.tables
    assert not session.watch.look_at_file(), "looked at once, not every second"
    plan_file.write_bytes(WHOLE)
    session.watch.look_at_file()
    assert session.watch.cut is None and not session.watch.file_changed, "somebody has put it right"


def test_a_session_with_nothing_unsaved_writes_it_again_too(plan_file: Path) -> None:
    session = opened(plan_file)
    plan_file.write_bytes(b"")
    asked = merge.reload(session)
    assert isinstance(asked, CutShort)
    cut.write_again(session, asked)
    assert isinstance(saved(session), Saved) and plan_file.read_bytes() == WHOLE


def test_what_another_cut_leaves_is_asked_about_again(plan_file: Path) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    plan_file.write_bytes(CUTS["only the head"])
    asked = saved(session)
    assert isinstance(asked, CutShort)
    cut.write_again(session, asked)
    plan_file.write_bytes(CUTS["zeros"])
    assert isinstance(saved(session), CutShort) and plan_file.read_bytes() == CUTS["zeros"]


def test_the_previous_version_is_never_replaced_by_less(plan_file: Path) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    saved(session)
    assert previous_of(plan_file).read_bytes() == WHOLE
    plan_file.write_text(EMPTY, encoding="utf-8")
    many_more = opened(plan_file)  # somebody who goes on with what is there
    for title in ("Một", "Hai"):
        many_more.commit([many_more.workspace.set_field("plan", "", "title", title)], LABEL)
        assert isinstance(saved(many_more), Saved)
        assert previous_of(plan_file).read_bytes() == WHOLE


def test_what_others_saved_before_it_was_cut_comes_from_the_history(plan_file: Path) -> None:
    session = opened(plan_file)
    other = opened(plan_file)
    set_status(other, "III-2", "done")
    saved(other)
    set_status(session, "III-1", "done")
    plan_file.write_bytes(b"")
    asked = saved(session)
    assert isinstance(asked, CutShort)
    cut.write_again(session, asked)
    assert isinstance(saved(session), Saved)
    assert held(plan_file, "III-1", "status") == held(plan_file, "III-2", "status") == "done"


def test_the_history_tells_of_no_deletion_that_nobody_made(plan_file: Path) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    plan_file.write_bytes(b"")
    asked = saved(session)
    assert isinstance(asked, CutShort)
    cut.write_again(session, asked)
    saved(session)
    history = read_history(plan_file, load(plan_file).state)
    (entry,) = history.entries
    assert entry.edits is not None and len(entry.edits) == 1 and entry.said and not entry.outside
    assert entry.text == WHOLE.decode(), "the plan before it was cut short"


# -- when it was meant ------------------------------------------------------------------------------------------------


def test_what_a_colleague_deleted_in_the_workbench_is_not_asked_about(plan_file: Path) -> None:
    many(plan_file)
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    delete_all(plan_file, "documents", "d")
    assert isinstance(saved(session), Saved)
    assert "d29" not in load(plan_file).plan.tables["documents"] and whole_before(load(plan_file)) is None


def test_the_same_deleted_by_another_program_is_and_can_be_meant(plan_file: Path) -> None:
    many(plan_file)
    before = plan_file.read_text(encoding="utf-8")
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    plan_file.write_bytes(WHOLE)
    asked = saved(session)
    assert isinstance(asked, CutShort) and asked.can_be_meant
    assert isinstance(cut.take_as_meant(session, asked), TakenIn)
    assert isinstance(saved(session), Saved) and "d29" not in load(plan_file).plan.tables["documents"]
    history = read_history(plan_file, load(plan_file).state)
    assert history.entries[0].text == before and not history.entries[0].outside, "the text before, and whose word it was"
    assert whole_before(load(plan_file)) is None and isinstance(opened(plan_file), Session)


def test_a_few_records_that_others_deleted_come_in_as_ever(plan_file: Path) -> None:
    session = opened(plan_file)
    text = WHOLE.decode()
    first = text.index("[tasks.III-1]")
    plan_file.write_text(text[:first] + text[text.index("[tasks.III-2]") :], encoding="utf-8")
    assert not isinstance(merge.take_in_quietly(session), CutShort | None)
    assert "III-1" not in session.plan.tables["tasks"]


def test_a_file_somebody_broke_in_the_middle_is_said_as_before(plan_file: Path) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    plan_file.write_bytes(WHOLE.replace(b"[tasks.III-1]", b"[tasks.III-1"))
    assert isinstance(saved(session), NotSaved)


# -- at the start -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", CUTS)
@pytest.mark.parametrize("kept", ["history", "previous"])
def test_the_next_session_finds_what_is_kept_of_it(plan_file: Path, what: str, kept: str) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    saved(session)
    session.end(keep=False)
    whole = plan_file.read_bytes()
    (previous_of(plan_file) if kept == "history" else history_of(plan_file)).unlink()
    plan_file.write_bytes(whole[: len(CUTS[what])] if what.startswith("in") or what.startswith("between") else CUTS[what])
    left = load(plan_file)
    found = whole_before(left)
    assert found is not None and found.at is not None
    start = Session(left, VI, as_of=DAY)
    cut.bring_back(start, found)
    assert isinstance(saved(start), Saved)
    assert plan_file.read_bytes() == (whole if kept == "history" else WHOLE)
    assert whole_before(load(plan_file)) is None


def test_a_whole_plan_and_an_empty_one_that_was_always_so_are_not_asked_about(plan_file: Path, tmp_path: Path) -> None:
    assert whole_before(load(plan_file)) is None
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    saved(session)
    assert whole_before(load(plan_file)) is None
    empty = tmp_path / "rong.toml"
    empty.write_text(EMPTY, encoding="utf-8")
    assert whole_before(load(empty)) is None


# -- the law ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Worked]]:
    """The sample and a plan without a record, worked on by two people."""
    folder = tmp_path_factory.mktemp("worked")
    plans = {"sample": WHOLE, "empty": EMPTY.encode()}
    return {name: worked_on(folder / name, plan, random.Random(1), 4) for name, plan in plans.items()}


_CUTS = [(plan, law) for plan in ("sample", "empty") for law in LAWS]


@longer
@pytest.mark.parametrize(("plan", "law"), of_these(_CUTS, _CUTS[1:]))
def test_wherever_it_is_cut_nothing_is_lost_unsaid(worked: dict[str, list[Worked]], plan: str, law: str) -> None:
    """``python -m proofs`` cuts at every byte."""
    chance = random.Random(law)
    for one in worked[plan]:
        borders = [found.start() for found in re.finditer(rb"(?m)^", one.theirs)]
        size = len(one.theirs)
        for at in {0, size - 1, chance.choice(borders), chance.choice(borders) + 1, chance.randrange(size)}:
            assert LAWS[law](one, at) is None, f"cut at {at}"


def test_what_they_saved_last_is_known_though_it_was_not_seen(plan_file: Path) -> None:
    """Cut off between two records: beside the plan this session knows it looks as if somebody had deleted the rest."""
    session, other = opened(plan_file), opened(plan_file)
    set_status(other, "III-1", "done")
    saved(other)
    whole = plan_file.read_bytes()
    set_status(session, "III-2", "done")
    plan_file.write_bytes(whole[: whole.rindex(b"\n[") + 1])
    asked = saved(session)
    assert isinstance(asked, CutShort) and plan_file.read_bytes() != whole
    cut.write_again(session, asked)
    assert isinstance(saved(session), Saved)
    assert held(plan_file, "III-1", "status") == held(plan_file, "III-2", "status") == "done"


def test_the_last_record_without_its_last_fields_is_cut_short_too(plan_file: Path) -> None:
    """Where the history is gone and the version before differs elsewhere."""
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    saved(session)
    history_of(plan_file).unlink()
    whole = plan_file.read_bytes()
    plan_file.write_bytes(whole[: whole.rstrip().rindex(b"\n") + 1])
    left = load(plan_file)
    assert left.read_only_because is None and whole_before(left) is not None
    plan_file.write_bytes(whole.replace(b'\nshort = "UBND t\xe1\xbb\x89nh"', b""))
    assert plan_file.read_bytes() != whole
    assert whole_before(load(plan_file)) is None, "a field taken out elsewhere is somebody's wish"


@pytest.mark.parametrize("seed", range(40 if LONG else 1))
def test_what_is_surely_whole_is_found_whole_by_all_that_is_kept_too(plan_file: Path, seed: int) -> None:
    """By the version before alone, where nothing of the history is put together: the file cut, changed elsewhere, or an older one."""
    path, chance = plan_file, random.Random(seed)
    session, sure = opened(path), 0
    for number in range(3):
        task = chance.choice(list(session.plan.tables["tasks"]))
        session.commit([session.workspace.set_field("tasks", task, "note", f"Lần {number}")], LABEL)
        saved(session)
    saved_text = path.read_bytes()
    last = saved_text.rindex(b"\n[") + 1
    fields = saved_text.rstrip().rindex(b"\n") + 1
    half = saved_text.index(b"\n[", len(saved_text) // 3) + 1
    changed = saved_text.replace(b'"done"', b'"blocked"', 1)
    later = saved_text.replace(b"short =", b"abbreviation =")
    for text in (WHOLE, previous_of(path).read_bytes(), changed, later, saved_text[:fields], saved_text[:last], saved_text[:half],
                 saved_text[:half] + saved_text[last:], saved_text[: chance.randrange(len(saved_text))]):  # fmt: skip
        path.write_bytes(text)
        found = load(path)
        if kept_versions.is_surely_whole(found, path):
            sure += 1
            with patch.object(kept_versions, "is_surely_whole", lambda *_: False):
                assert whole_before(found) is None, text[-200:]
    assert sure >= 2, "an older version and one that was changed elsewhere"
