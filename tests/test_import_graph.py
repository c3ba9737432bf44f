"""No module of the program imports, by whatever way round, a module that imports it: every file can be read before those above it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import tui
from tests.support.import_graph import circles, import_graph
from tests.support.paths import ROOT

TUI = Path(tui.__file__).parent


def written(folder: Path, texts: Mapping[str, str]) -> Path:
    """A package with these files."""
    for name, text in {"__init__.py": "", **texts}.items():
        path = folder / "copy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "copy"


def test_the_program_goes_round_in_no_circle() -> None:
    graph = import_graph(TUI)
    assert len(graph) > 200 and "tui.screens.base" in graph["tui.app"], "the graph is that of the program"
    assert circles(graph) == []


def test_the_root_holds_what_puts_the_program_together_and_few_rooms() -> None:
    """Whoever looks for something looks through the rooms: each has one subject, and what has none of its own is put into one."""
    assert {path.stem for path in TUI.glob("*.py")} == {"__init__", "__main__", "app", "config", "actions", "themes"}
    rooms = {path.name for path in TUI.iterdir() if any(path.glob("*.py"))}
    assert len(rooms) <= 20 and all((TUI / room / "__init__.py").is_file() for room in rooms)
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## A sentence a room")[2]
    assert [room for room in sorted(rooms) if f"\n| `{room}/` |" not in told] == [], "each with its sentence"


@pytest.mark.parametrize(
    "back", ["from copy.framed import FramedScreen", "import copy.framed", "from copy import framed", "from . import framed"]
)
@pytest.mark.parametrize("when", ["{}", "if TYPE_CHECKING:\n    {}", "def late() -> None:\n    {}"])
def test_a_planted_circle_is_found_however_it_is_imported(tmp_path: Path, back: str, when: str) -> None:
    base, framed = (
        (TUI / f"screens/{name}.py").read_text(encoding="utf-8").replace("tui.screens.", "copy.") for name in ("base", "framed")
    )
    package = written(tmp_path, {"base.py": base, "framed.py": framed})
    assert import_graph(package)["copy.framed"] == {"copy.base"}
    assert circles(import_graph(package)) == []
    (package / "base.py").write_text(f"{base}\n{when.format(back)}\n", encoding="utf-8")
    assert circles(import_graph(package)) == [["copy.base", "copy.framed"]]


def test_a_longer_way_round_and_two_circles_are_told_apart(tmp_path: Path) -> None:
    ring = {"a.py": "import copy.b", "b.py": "from copy.room import c", "room/__init__.py": "", "room/c.py": "from ..a import x"}
    package = written(tmp_path, {**ring, "p.py": "import copy.q", "q.py": "import copy.p, copy.a", "below.py": "import os"})
    assert circles(import_graph(package)) == [["copy.a", "copy.b", "copy.room.c"], ["copy.p", "copy.q"]]


def test_many_that_import_one_are_no_circle(tmp_path: Path) -> None:
    package = written(tmp_path, {"a.py": "import copy.c", "b.py": "import copy.a, copy.c", "c.py": ""})
    assert circles(import_graph(package)) == []
