"""Prepared modules that are imported while nobody else imports are those Python would load, faults among them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

_FILES = {
    "sample/__init__.py": "from sample import first\nfrom sample.first import word\n",
    "sample/first.py": "import sys\nfrom sample.second import number\nword = 'first'\n",
    "sample/second.py": "import sys\nimport sample.first\nnumber = 2\nhalf_made = not hasattr(sys.modules['sample.first'], 'word')\n",
    "sample/inner/__init__.py": "__all__ = ['deep']\n",
    "sample/inner/deep.py": "from . import other\nfrom .. import word\n",
    "sample/inner/other.py": "",
    "sample/another.py": "import sys, types\nsys.modules[__name__] = types.SimpleNamespace(who='another')\n",
    "sample/fails.py": "import sample.inner.other\n\n1 / 0\n",
    "sample/waits.py": "loaded = True\n",
    "sample/plain.py": "",
}
_NAMES = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in _FILES if "fails" not in name]
_MAKE = f"import sys; from tui.start import preparing; preparing.make(sys.argv[1], {_NAMES!r})"

_USE = """
import os, sys, importlib._bootstrap as machinery
from tui.start import lone_import, prepared
prepared.beside_program = lambda: sys.argv[1]
as_always = machinery._find_and_load
prepared.begin()
alone = os.environ["ALONE"] == "1"
if alone:
    prepared.import_alone()
    assert machinery._find_and_load is not as_always
"""
_TOLD = """
import sample
from sample import inner, another
from sample.inner import *
import sample.inner.deep as deep
print(sample.word, sample.second.half_made, another.who, deep is sample.inner.deep, deep.word, sample.inner.other.__package__)
for module in (sample, sample.first, inner, deep):
    spec = module.__spec__
    print(module.__name__, module.__package__, os.path.relpath(module.__file__), os.path.relpath(spec.cached))
    print(spec.origin == module.__file__, getattr(module, "__path__", None) == spec.submodule_search_locations, spec.parent)
    print(spec.has_location, getattr(spec, "_initializing", False), type(module.__loader__).__name__, module.__doc__)
    print(sorted(name for name in vars(module) if name.startswith("__") and name != "__cached__"))  # the spec knows it
for name in ("sample.fails", "sample.fails", "sample.nowhere", "sample.plain.below", "nowhere.at.all"):
    try:
        __import__(name)
    except (ZeroDivisionError, ImportError) as fault:
        print(type(fault).__name__, fault, name in sys.modules, hasattr(sample, "fails"))
lone_import.end()
print(machinery._find_and_load is as_always)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("alone")
    for name, text in _FILES.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    _run(made, _MAKE)
    return made


def _run(folder: Path, code: str, **variables: str) -> list[str]:
    own = {
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "KEHOACH_PREPARED": "1",
        "XDG_CACHE_HOME": str(folder / "own"),
    }
    command = [sys.executable, "-P", "-c", code, str(folder / "prepared")]
    done = subprocess.run(command, cwd=folder, env=os.environ | own | variables, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return done.stdout.splitlines()


def test_modules_and_faults_are_those_of_python(folder: Path) -> None:
    told = _run(folder, _USE + _TOLD, ALONE="1")
    assert told == _run(folder, _USE + _TOLD, ALONE="0")
    assert told[0] == "first True another True first sample.inner" and told[-1] == "True"
    assert told[4].endswith("'__package__', '__path__', '__spec__']") and "ZeroDivisionError division by zero False False" in told


def test_what_is_edited_or_claimed_by_another_finder_is_loaded_as_always(folder: Path) -> None:
    claims = """
class Claims:
    asked = []
    def find_spec(self, name, path=None, target=None):
        self.asked.append((name, path))
        if name == "sample.waits":
            from importlib.machinery import ModuleSpec, BuiltinImporter
            class Own:
                def create_module(self, spec): return None
                def exec_module(self, module): module.loaded = "by another"
            return ModuleSpec(name, Own())
sys.meta_path.insert(0, Claims())
import sample.waits
import sample.inner.other
print(sample.waits.loaded, hasattr(sample.inner.other, "new"), prepared.is_missing())
print([(name, path == sample.__path__) for name, path in Claims.asked if name in ("sample.first", "sample.waits")][:1])
"""
    assert _run(folder, _USE + claims, ALONE="1") == ["by another False False", "[('sample.first', True)]"]
    other = folder / "sample" / "inner" / "other.py"
    other.write_text("new = 1\n", encoding="utf-8")
    try:
        assert _run(folder, _USE + claims, ALONE="1")[0] == "by another True True"
    finally:
        _run(folder, _MAKE)


def test_without_prepared_code_python_imports_as_always(folder: Path) -> None:
    told = "import sample; prepared.import_alone(); print(machinery._find_and_load is as_always, type(sample.__loader__).__name__)"
    assert _run(folder, _USE.partition("alone =")[0] + told, KEHOACH_PREPARED="0") == ["True SourceFileLoader"]
