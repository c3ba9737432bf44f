"""A plan of an older format: it opens unchanged, its first save carries it over, and an older program says that it cannot read that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.paths import SAMPLE
from tui.i18n.words import Words
from tui.model.checks import read
from tui.model.fields import FORMAT
from tui.model.joining import join
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.reports.history import as_json, as_text
from tui.store import plan_file as plan_files
from tui.store.files.errors import CannotRead
from tui.store.log.history import read_history
from tui.store.log.record import note
from tui.store.plan_file import Loaded, load, load_text
from tui.store.plan_save import rendered, save

NOW = SAMPLE.read_text(encoding="utf-8")
OLDER = NOW.replace(f"format = {FORMAT}\n", "format = 1\n")


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(OLDER, encoding="utf-8")
    return path


def noted(loaded: Loaded, text: str) -> Workspace:
    workspace = Workspace(loaded.plan)
    task = next(iter(workspace.plan.tables["tasks"]))
    workspace.apply([workspace.set_field("tasks", task, "note", text)], say("x"))
    return workspace


def test_an_older_plan_opens_as_it_is_and_its_first_save_carries_it_over(older: Path) -> None:
    assert OLDER != NOW and FORMAT == 2
    loaded = load(older)
    assert loaded.problems == () and older.read_text(encoding="utf-8") == OLDER
    assert loaded.plan.tables == load_text(NOW).plan.tables
    save(loaded, noted(loaded, "Một").plan, note=note())
    wanted = load_text(NOW)
    assert older.read_text(encoding="utf-8") == rendered(wanted, noted(wanted, "Một").plan)
    again = load(older)
    save(again, noted(again, "Hai").plan, note=note())
    history = read_history(older)
    assert [entry.carried_from for entry in history.entries] == [1, None]
    told = as_text(history.stages(), again.plan, Words("en"), None).splitlines()
    line = "    the file is carried over from format 1 to format 2; what it says stays as it was"
    assert told[1] == line and told.count(line) == 1
    assert '"carried_from": 1' in as_json(history.stages(), again.plan, Words("vi"), None)


def test_the_states_of_before_it_was_carried_over_come_back(older: Path) -> None:
    loaded = load(older)
    before = loaded.plan.tables["tasks"].copy()
    save(loaded, noted(loaded, "Một").plan, note=note())
    start = read_history(older).after(0)
    assert start is not None and start.tables["tasks"] == before and start.extra["format"] == 1


def test_who_still_has_the_older_plan_open_joins_what_is_of_the_new_format() -> None:
    mine, fresh = noted(load_text(OLDER), "Của tôi"), load_text(NOW.replace('place = "', 'place = "TP. '))
    assert fresh.text != NOW and not join(mine, fresh.plan).conflicts
    assert rendered(fresh, mine.plan).startswith(fresh.text[: fresh.text.index("format")] + "format = 2\n")


def test_an_older_program_says_that_it_cannot_read_it(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(older)
    save(loaded, noted(loaded, "Một").plan, note=note())
    for module in (read, plan_files):
        monkeypatch.setattr(module, "FORMAT", 1)
    with pytest.raises(CannotRead, match="the file has format 2; this program reads up to 1"):
        load(older)
    older.write_text(OLDER, encoding="utf-8")
    assert load(older).problems == ()


def test_a_plan_of_this_format_and_one_that_names_none_stay_as_they_are() -> None:
    for text in (NOW, NOW.replace(f"format = {FORMAT}\n", "")):
        loaded = load_text(text)
        assert rendered(loaded, loaded.plan) == text
