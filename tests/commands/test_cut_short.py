"""Commands over a plan file that was cut short: none of them takes the loss for what somebody wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tui.commands.main import main
from tui.i18n.words import Words
from tui.model.text import say
from tui.session import save
from tui.session.session import Session
from tui.store.plan_file import load

WHOLE = SAMPLE.read_bytes()
CUT = WHOLE[:5000]


@pytest.fixture
def saved_plan(plan_file: Path) -> Path:
    """A plan that was saved by the workbench once."""
    session = Session(load(plan_file), Words("en"), journaling=False)
    session.commit([session.workspace.set_field("tasks", "III-1", "status", "done")], say("thử"))
    attempt = save.begin(session)
    assert isinstance(attempt, save.SaveAttempt)
    save.run(attempt)
    return plan_file


@pytest.mark.parametrize("data", [b"", EMPTY.encode(), CUT])
def test_check_names_it(saved_plan: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(saved_plan), "--lang", "en"]) == 0
    assert "cut short" not in capsys.readouterr().out
    saved_plan.write_bytes(data)
    assert main(["check", str(saved_plan), "--lang", "en"]) == 1
    assert "plan.toml was cut short: " in capsys.readouterr().out


def test_import_changes_nothing_in_it(saved_plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "so.csv"
    table.write_text("id,2024\ngrdp,7\n", encoding="utf-8")
    whole = saved_plan.read_bytes()
    before = whole[: whole.index(b"[tasks.III-2]")]
    saved_plan.write_bytes(before)
    assert main(["import", str(table), str(saved_plan), "--yes", "--vintage", "official", "--lang", "en"]) == 2
    assert "was cut short" in capsys.readouterr().err and saved_plan.read_bytes() == before


@pytest.mark.parametrize("torn", ["mine", "theirs"])
@pytest.mark.parametrize("data", [b"", EMPTY.encode()])
def test_merge_joins_it_only_when_it_is_told_to(tmp_path: Path, torn: str, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    sides = {name: tmp_path / f"{name}.toml" for name in ("base", "mine", "theirs")}
    for path in sides.values():
        path.write_bytes(WHOLE)
    sides[torn].write_bytes(data)
    mine = sides["mine"].read_bytes()
    paths = [str(path) for path in sides.values()]
    assert main(["merge", *paths, "--lang", "en"]) == 2
    assert f"{torn}.toml was cut short" in capsys.readouterr().err and sides["mine"].read_bytes() == mine
    if data:
        assert main(["merge", *paths, "--with-losses", "--lang", "en"]) in (0, 1)
        assert load(sides["mine"]).plan.tables["reviews"] == {}


def test_merge_joins_what_somebody_deleted_at_the_end_of_the_file(tmp_path: Path) -> None:
    sides = [tmp_path / f"{name}.toml" for name in ("base", "mine", "theirs")]
    last = '\n[documents.cuoi]\nnumber = "1/KH"\n'
    for path in sides:
        path.write_bytes(WHOLE.rstrip() + b"\n" + last.encode())
    sides[2].write_bytes(WHOLE.rstrip() + b"\n")
    assert main(["merge", *map(str, sides)]) == 0
    assert "cuoi" not in load(sides[1]).plan.tables["documents"]
