"""Undo across saves: what was taken out, saved and brought back stands in the file as it stood, byte for byte."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.support.busy_person import mangled, random_edits
from tests.support.lengths import LONG, longer
from tests.support.paths import SAMPLE
from tests.support.toml_laws import parsed
from tui.model.checks import read_plan
from tui.model.edits import Edit
from tui.model.joining import join
from tui.model.plan import MISSING, same
from tui.model.text import say
from tui.model.workspace import EditRefused, Workspace
from tui.store.plan_file import Loaded, load, load_text
from tui.store.plan_save import document, rendered, save
from tui.store.save_base import saved, taken_in
from tui.store.toml.scan import comments

LABEL = say("test")
LAW = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
"""A smaller seed is no simpler case, so nothing is shrunk."""


@attrs.define
class Session:
    """A plan in memory as the workbench holds it; a save makes the text that would be in the file."""

    loaded: Loaded
    workspace: Workspace

    @classmethod
    def of(cls, text: str) -> Session:
        loaded = load_text(text)
        return cls(loaded, Workspace(loaded.plan))

    def save(self) -> str:
        text = rendered(self.loaded, self.workspace.plan)
        self.loaded = saved(self.loaded, load_text(text).state, self.workspace.plan)
        self.workspace.mark_saved()
        return text

    def take_in(self, text: str) -> None:
        fresh = load_text(text)
        join(self.workspace, fresh.plan)
        self.loaded = attrs.evolve(taken_in(self.loaded, fresh), plan=self.workspace.plan)


def work(session: Session, chance: random.Random, steps: int) -> int:
    """That many steps the plan allows; how many were made."""
    made = 0
    for _ in range(steps * 20):
        if made == steps:
            break
        with contextlib.suppress(EditRefused):
            session.workspace.apply(random_edits(session.workspace, chance), LABEL)
            made += 1
            if chance.randrange(5) == 0:
                session.save()
    session.save()
    return made


EDITS = 50 if LONG else 25


@longer
@LAW
@given(st.integers(0, 10**9))
def test_many_edits_and_saves_undone_with_saves_in_between_give_the_first_bytes(seed: int) -> None:
    chance = random.Random(seed)
    text = mangled(SAMPLE.read_text(encoding="utf-8"), chance)
    session = Session.of(text)
    assert work(session, chance, EDITS) == EDITS
    while session.workspace.undo():
        if chance.randrange(5) == 0:
            out = session.save()
            assert same(parsed(out), document(session.workspace.plan, {}) | {"format": 2})
    assert session.save() == text


@LAW
@given(st.integers(0, 10**9))
def test_the_file_depends_on_the_plan_and_not_on_the_saves_before(seed: int) -> None:
    chance = random.Random(seed)
    text = mangled(SAMPLE.read_text(encoding="utf-8"), chance)
    session = Session.of(text)
    work(session, chance, 12)
    assert session.save() == rendered(load_text(text), session.workspace.plan)


@LAW
@example(2440)  # the last record is taken out below a free comment, and others add theirs there
@example(2386)  # the last line of the last record goes, the comment above it stays, and others add theirs below it
@example(5025)  # the free comments of a record taken out and of the end of the file meet where others add theirs
@given(st.integers(0, 10**9))
def test_undo_after_others_have_saved_brings_ours_back_and_keeps_theirs(seed: int) -> None:
    chance = random.Random(seed)
    text = mangled(SAMPLE.read_text(encoding="utf-8"), chance).rstrip()
    text += "\r\n" if "\r\n" in text else "\n"
    session = Session.of(text)
    made = work(session, chance, 6)
    held = session.save()
    eol = "\r\n" if "\r\n" in text else "\n"
    theirs = f'{eol}# của họ{eol}[sources.cua-ho]{eol}title = "Của họ"{eol}'
    session.take_in("\ufeff" + held.removeprefix("\ufeff").removesuffix(eol) + eol + theirs)
    for _ in range(made):
        session.workspace.undo()
    out = session.save()
    assert "cua-ho" in session.workspace.plan.tables["sources"] and "# của họ" in comments(out)
    assert sorted([*comments(text), "# của họ"]) == sorted(comments(out))
    assert out.removeprefix("\ufeff").replace(theirs, "") == text.removeprefix("\ufeff")


# -- what people meet ---------------------------------------------------------------------------------------------

TEXT = """\
format = 2

[plan]
title = "Kế hoạch"
term = { start = 2021-01-01, end = 2025-12-31 }

# I. Nhóm thứ nhất

# của một
[goals.g01]
number   = 1   # số
title = "Một"
note = "x" # vì sao

# II. Nhóm thứ hai

# của hai
[goals.g02]
number = 2
title = 'Hai'

[goals.g03]
number = 3
title = "Ba"
"""


def edit(session: Session, *edits: Edit) -> None:
    session.workspace.apply(edits, LABEL)


@pytest.fixture
def session() -> Session:
    return Session.of(TEXT)


def test_a_deleted_record_comes_back_with_its_comments_layout_and_place(session: Session) -> None:
    edit(session, session.workspace.delete("goals", "g01"))
    assert "# của một" not in session.save()
    session.workspace.undo()
    assert session.save() == TEXT


def test_neighbours_deleted_in_one_save_come_back_in_one_save_and_one_by_one(session: Session) -> None:
    for id in ("g02", "g01", "g03"):
        edit(session, session.workspace.delete("goals", id))
    session.save()
    session.workspace.undo()
    session.workspace.undo()
    out = session.save()
    assert list(parsed(out)["goals"]) == ["g01", "g03"] and "# của một\n[goals.g01]\nnumber   = 1   # số" in out
    session.workspace.undo()
    assert session.save() == TEXT


def test_a_field_taken_out_comes_back_with_the_comment_behind_it(session: Session) -> None:
    edit(session, session.workspace.set_field("goals", "g01", "note", MISSING))
    assert 'title = "Một"\n# vì sao\n' in session.save()
    session.workspace.undo()
    assert session.save() == TEXT


def test_another_change_of_a_record_that_came_back_is_one_line(session: Session) -> None:
    edit(session, session.workspace.delete("goals", "g01"))
    session.save()
    session.workspace.undo()
    edit(session, session.workspace.set_field("goals", "g01", "title", "Khác"))
    assert session.save() == TEXT.replace('"Một"', '"Khác"')


def test_a_comment_somebody_else_changed_stays_theirs(session: Session) -> None:
    edit(session, session.workspace.set_field("goals", "g01", "note", MISSING))
    edit(session, session.workspace.delete("goals", "g02"))
    held = session.save()
    session.take_in(held.replace("# của một", "# của họ").replace('[plan]\ntitle = "Kế hoạch"', '# đầu\n[plan]\ntitle = "Kế hoạch mới"'))
    session.workspace.undo()
    session.workspace.undo()
    out = session.save()
    assert "# của họ\n" in out and '# đầu\n[plan]\ntitle = "Kế hoạch mới"\n' in out
    assert "# của hai\n[goals.g02]\nnumber = 2\ntitle = 'Hai'\n" in out
    assert "# vì sao" in comments(out) and "# của một" not in comments(out)


def test_what_somebody_else_deleted_does_not_come_back(session: Session) -> None:
    edit(session, session.workspace.delete("goals", "g01"))
    held = session.save()
    session.take_in(held.replace('\n[goals.g03]\nnumber = 3\ntitle = "Ba"\n', ""))
    session.workspace.undo()
    assert session.save() == TEXT.replace('\n[goals.g03]\nnumber = 3\ntitle = "Ba"\n', "")


def test_a_file_nobody_of_ours_wrote_is_a_new_beginning(session: Session) -> None:
    edit(session, session.workspace.delete("goals", "g01"))
    session.save()
    other = "format = 2\n" + TEXT.partition("\n\n")[2].partition("# I.")[0]
    fresh = taken_in(session.loaded, load_text(other))
    assert rendered(fresh, read_plan(fresh.doc)[0]) == other


def test_a_broken_file_of_somebody_else_has_no_origin(session: Session) -> None:
    edit(session, session.workspace.delete("goals", "g01"))
    session.save()
    broken = load_text(TEXT + "[goals\n")
    assert taken_in(session.loaded, broken) is broken


def test_it_holds_for_a_file_on_a_disk(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(TEXT, encoding="utf-8")
    loaded = load(path)
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.delete("goals", "g02")], LABEL)
    loaded = saved(loaded, save(loaded, workspace.plan), workspace.plan)
    assert "# của hai" not in path.read_text(encoding="utf-8")
    workspace.undo()
    save(loaded, workspace.plan)
    assert path.read_text(encoding="utf-8") == TEXT
