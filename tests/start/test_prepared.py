"""The file of prepared code gives what Python itself would load, and is believed only where nothing differs."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.lengths import in_proofs
from tests.support.paths import ROOT
from tui.start import prepared, preparing

_INNER = '''"""What it is."""

from __future__ import annotations

import re
from typing import NamedTuple

import attrs

WORD = re.compile(r"(?P<first>[a-zđ]+)-\\\\d{2,}", re.IGNORECASE)


class Pair(NamedTuple):
    """Two."""

    left: int | None
    right: str = "r"


@attrs.frozen
class Held:
    """One."""

    value: int = 3


def wrong(number: int) -> int:
    """Fails below zero."""
    assert number >= 0, "below"
    return 1


def only_said() -> None:
    """Does nothing."""
'''

_MAKE = "import sys; from tui.start import preparing; preparing.make(sys.argv[1], ['sample.inner'])"

_USE = """
import builtins, sys
from tui.start import prepared
prepared.beside_program = lambda: sys.argv[1]
prepared.begin()
compiled = []
real = builtins.compile
builtins.compile = lambda source, file, *rest, **options: compiled.append(str(file)) or real(source, file, *rest, **options)
from sample.inner import *
from sample import inner
builtins.compile = real
"""

_TOLD = """
import inspect, traceback
print(WORD.match("Đd-12")["first"], WORD.match("d-1"), WORD.groups, WORD.flags)
print(Pair(None), Held(), Held() == Held(3), Held.__init__.__annotations__)
print([part.strip() for part in (inner.__doc__ or "", Pair.__doc__ or "", wrong.__doc__ or "")])
print(inspect.getsource(only_said).splitlines()[0], inner.__file__, inner.__spec__.cached == inner.__cached__)
try:
    wrong(-1)
except AssertionError as fault:
    print(fault, traceback.extract_tb(fault.__traceback__)[-1].lineno, traceback.extract_tb(fault.__traceback__)[-1].filename)
"""

_HOW = "\nprint(type(inner.__loader__).__name__, compiled, prepared.is_missing())"


class Place:
    """A small program in a folder of its own, and the file made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "cache" / "prepared"
        (folder / "sample").mkdir(parents=True)
        (folder / "cache").mkdir()
        (folder / "sample" / "__init__.py").write_text("", encoding="utf-8")
        (folder / "sample" / "inner.py").write_text(_INNER.replace("\\\\", "\\"), encoding="utf-8")

    def run(self, code: str, *paths: Path, **variables: str) -> list[str]:
        where = os.pathsep.join(map(str, (*paths, self.folder, ROOT)))
        own = {"XDG_CACHE_HOME": str(self.folder / "own"), "PYTHONPATH": where, "PYTHONDONTWRITEBYTECODE": "1", "KEHOACH_PREPARED": "1"}
        done = subprocess.run(
            [sys.executable, "-P", "-c", code, str(self.file)],
            cwd=self.folder,
            env=os.environ | own | variables,
            capture_output=True,
            text=True,
        )
        assert not done.returncode, done.stderr
        return done.stdout.splitlines()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("prepared"))
    place.run(_MAKE)
    return place


@pytest.fixture
def copied(made: Place, tmp_path: Path) -> Path:
    """The file alone, to spoil."""
    return Path(shutil.copy(made.file, tmp_path / "prepared"))


def test_gives_what_python_loads(made: Place) -> None:
    as_always = made.run(_USE + _TOLD + _HOW, KEHOACH_PREPARED="0")
    told = made.run(_USE + _TOLD + _HOW)
    assert told[:2] == as_always[:2] and told[3:5] == as_always[3:5]
    assert as_always[2] == "['What it is.', 'Two.', 'Fails below zero.']" and told[2] == "['', '', '']"
    assert told[-1] == "Loader [] False" and as_always[-1].startswith("SourceFileLoader ['")


def test_a_module_that_was_edited_is_the_edited_one(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.run(_MAKE)
    inner = tmp_path / "sample" / "inner.py"
    before = inner.stat()
    inner.write_text(inner.read_text(encoding="utf-8").replace("= 3", "= 4"), encoding="utf-8")
    os.utime(inner, ns=(before.st_atime_ns, before.st_mtime_ns))  # and nobody sees it by size or time
    assert place.run(_USE + "print(Held(), prepared.is_missing())") == ["Held(value=4) True"]


def test_what_comes_before_it_is_found_before_it(made: Place, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text("", encoding="utf-8")
    assert made.run(_USE + _HOW, tmp_path)[-1] == "Loader [] False"
    (tmp_path / "sample").touch()  # a script, as beside every Python
    (tmp_path / "sample.txt").touch()
    assert made.run(_USE + _HOW, tmp_path)[-1] == "Loader [] False"
    (tmp_path / "sample").unlink()
    (tmp_path / "sample").mkdir()
    assert made.run(_USE + _HOW, tmp_path)[-1] == "Loader [] False"  # a folder that is no package
    (tmp_path / "sample" / "__init__.py").touch()
    (tmp_path / "sample" / "inner.py").write_text("there = True", encoding="utf-8")
    assert made.run(_USE + "print(there, prepared.is_missing())", tmp_path) == ["True True"]


def test_what_is_new_in_a_package_is_found(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.run(_MAKE)
    (tmp_path / "sample" / "inner").mkdir()
    (tmp_path / "sample" / "inner" / "__init__.py").write_text("there = True", encoding="utf-8")
    assert place.run(_USE + "print(there, prepared.is_missing())") == ["True True"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _spoilt(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(prepared.MAGIC) + 20] ^= 1
    path.write_bytes(data)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _for_all(path: Path) -> None:
    path.chmod(0o666)


def _linked(path: Path) -> None:
    path.rename(path.with_name("there"))
    path.symlink_to("there")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("change", [_cut, _spoilt, _empty, _for_all, _linked, _folder, _pipe])
def test_what_is_not_as_it_was_made_is_not_believed(
    made: Place, copied: Path, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(made.folder), *filter(None, sys.path)])
    change(copied)
    assert prepared.opened(str(copied), (os.geteuid(),)) is None


def test_is_believed_of_few_and_by_the_same_python(made: Place) -> None:
    told = "import sys; from tui.start import prepared as p; print(p.opened(sys.argv[1], {owners}) is not None)"
    me = os.geteuid()
    assert made.run(told.format(owners=(me,))) == ["True"]
    assert made.run(told.format(owners=(me + 1,))) == ["False"]
    assert made.run(told.format(owners=(me,)).replace("as p;", "as p; p.python = lambda: 'another';")) == ["False"]
    assert made.run(told.format(owners=(me,)).replace("as p;", "as p; sys.path.reverse();")) == ["False"]
    assert made.run(_USE + _HOW, PYTHONPYCACHEPREFIX=str(made.folder / "elsewhere"))[-1].startswith("SourceFileLoader")


def test_what_nobody_makes_any_more_is_given_up(tmp_path: Path) -> None:
    place = Place(tmp_path)
    old, left, new, others = (place.file.with_name(name) for name in ("prepared-1-a", "prepared-2-b.77", "prepared-3-c", "first-page"))
    for file in (old, left, new, others):
        file.touch()
    for file in (old, left, others):
        os.utime(file, (time.time() - 61 * 86_400,) * 2)
    place.run(_MAKE)
    assert {file.name for file in place.file.parent.iterdir()} == {place.file.name, new.name, others.name}


def test_goes_where_the_person_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside, cache = tmp_path / "program" / "prepared", tmp_path / "cache"
    monkeypatch.setattr(prepared, "beside_program", lambda: str(beside))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    assert preparing.where() == prepared.own() and str(prepared.own()).startswith(str(cache))  # there is no such folder
    monkeypatch.setenv("KEHOACH_PREPARED", str(tmp_path / "for all"))  # several persons of one account: made once
    assert str(preparing.where()).startswith(str(tmp_path / "for all")) and prepared.is_wanted()
    monkeypatch.setenv("KEHOACH_PREPARED", "1")
    beside.parent.mkdir()
    assert preparing.where() == str(beside)
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(tmp_path).st_uid + 1)  # another's
    assert preparing.where() == prepared.own()
    monkeypatch.undo()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert preparing.where() == prepared.own()


def _spoil(path: Path, name: str) -> None:
    """Another first byte for the code of a module."""
    file = prepared.opened(str(path), (os.geteuid(),), anywhere=True)
    assert file is not None
    at = file._begins + (file._modules[name] >> prepared._PLACE + prepared._BITS) + prepared._STAMP + prepared._APART
    os.close(file.handle)
    with path.open("r+b") as written:
        written.seek(at)
        written.write(b"\xff")


def test_what_is_unchanged_is_taken_from_the_file_before(tmp_path: Path) -> None:
    place = Place(tmp_path)
    for name in ("other", "last"):
        (tmp_path / "sample" / f"{name}.py").write_text("def told():\n    return [1, 2, 3, 4, 5, 6, 7]\n", encoding="utf-8")
    making = """
import sys
from tui.start import bare_code, preparing, prepared_before
real, made = bare_code.bare, []
bare_code.bare = lambda source, path: made.append(path) or real(source, path)
{first}
preparing.make(sys.argv[1], ["sample.inner", "sample.other", "sample.last"])
print(*sorted(path.rpartition("/")[2] for path in made if "/sample/" in path), len(made) > 50)
"""
    assert place.run(making.format(first="")) == ["__init__.py inner.py last.py other.py True"]
    assert place.run(making.format(first="")) == ["False"]
    use = _USE + "from sample import last, other" + _TOLD + _HOW + "\nprint(other.told(), last.told())"
    told = place.run(use)
    assert told[-2:] == ["Loader [] False", "[1, 2, 3, 4, 5, 6, 7] [1, 2, 3, 4, 5, 6, 7]"]
    (tmp_path / "sample" / "other.py").write_text("def told():\n    return 'another'\n", encoding="utf-8")
    assert place.run(making.format(first="")) == ["other.py False"]
    assert place.run(use)[-2:] == ["Loader [] False", "another [1, 2, 3, 4, 5, 6, 7]"]
    _spoil(place.file, "sample.last")
    assert place.run(making.format(first="")) == ["last.py False"], "what is damaged is made anew, and not taken on"
    assert place.run(use)[-2:] == ["Loader [] False", "another [1, 2, 3, 4, 5, 6, 7]"]
    assert place.run(making.format(first="prepared_before.makers = lambda: 1")) == ["__init__.py inner.py last.py other.py True"]


def test_one_at_a_time_makes_it(tmp_path: Path) -> None:
    place = Place(tmp_path)
    locked = tmp_path / "program"  # that of this tree may be held by a session that was begun in it
    locked.touch()
    alone = _MAKE.replace("preparing.make(", f"preparing.__file__ = {str(locked)!r}; preparing.make_alone(")
    with open(locked, "rb") as program:
        fcntl.flock(program, fcntl.LOCK_EX)
        begun = place.file.with_name(f"{place.file.name}.begun")
        begun.touch()
        place.run(alone)
        assert not place.file.exists() and not begun.exists(), "the next session asks again"
    place.run(alone)
    assert place.file.exists()


def test_is_asked_for_once_in_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **options: asked.append(command))
    target = tmp_path / "cache" / "prepared"
    monkeypatch.setattr(preparing, "where", lambda: str(target))
    monkeypatch.delenv("KEHOACH_PREPARED", raising=False)
    preparing.ask()
    preparing.ask()
    assert [command[3] for command in asked] == [str(target)]
    mark = Path(f"{target}.begun")
    os.utime(mark, (time.time() - 3600,) * 2)
    preparing.ask()
    assert len(asked) == 2
    monkeypatch.setattr(preparing, "where", lambda: str(mark / "in a file"))  # cannot be made there
    preparing.ask()
    monkeypatch.setattr(preparing, "where", lambda: None)  # nobody's home
    preparing.ask()
    monkeypatch.setenv("KEHOACH_PREPARED", "0")
    preparing.ask()
    assert len(asked) == 2


_SHOWN = """
import asyncio, os, sys
from pathlib import Path
from tui.start import prepared
prepared.beside_program = lambda: sys.argv[1]
before = set(sys.modules)
prepared.begin()
from tui.app import Workbench
from tui.i18n.words import Words
from tui.session.session import Session
from tui.store.plan_file import load

async def shown():
    async with Workbench(Session(load(Path(os.environ["PLAN"])), Words("vi"))).run_test(size=(100, 30)) as pilot:
        await pilot.press("2", "3", "4", "1")

asyncio.run(shown())
loaders = {name: type(module.__spec__.loader).__name__ for name, module in sys.modules.items() if getattr(module, "__spec__", None)}
print(prepared.is_missing(), *sorted(name for name, how in loaders.items() if how == "SourceFileLoader" and name not in before))
"""


@in_proofs
def test_everything_the_tabs_load_is_prepared(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.run("import sys; from tui.start import preparing; preparing.make(sys.argv[1])")
    told = place.run(_SHOWN, PLAN=str(ROOT / "data" / "plan.toml"))
    assert told == ["False textual.drivers.headless_driver textual.pilot"]  # what stands for a terminal here


def test_what_makes_the_file_has_loaded_nothing_whose_texts_it_would_miss() -> None:
    """Where one is missing, Python makes a hundred classes to look whether it is a tree that is to be compiled."""
    asked = (
        "import sys; from tui.start import prepared, preparing; print({'argparse', 'selectors', 'shutil', 'subprocess'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {asked}"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
