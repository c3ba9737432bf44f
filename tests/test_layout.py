"""The tests' own house: a test module stands alone, and what several need stands in ``tests/support``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support.paths import ROOT, TESTS

MODULES = sorted(TESTS.rglob("*.py"))


def imported(code: str) -> Iterator[str]:
    """The dotted names of what a file imports, at its top or within a function: modules, and what is taken from them."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            stem = "." * node.level + (node.module or "")
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def taken_from_tests(code: str) -> list[str]:
    """The test modules a file imports something from; only what names one beside the tests it defines is parsed."""
    if not re.search(r"\btest_", re.sub(r"\bdef test_", "", code)):
        return []
    return [name for name in imported(code) if any(part.startswith("test_") for part in name.split("."))]


def asks_where_it_stands(code: str) -> bool:
    """Whether a module reads its own ``__file__``; that of another module is another matter."""
    return "__file__" in code and any(isinstance(node, ast.Name) and node.id == "__file__" for node in ast.walk(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "from tests.screens.test_editing import change_status",
        "from tests.screens import test_editing",
        "import tests.screens.test_editing as other",
        "from .test_editing import change_status",
        "def f():\n    from test_editing import change_status",
    ],
)
def test_an_import_of_a_test_module_is_seen_however_it_is_written(code: str) -> None:
    assert len(taken_from_tests(code)) == 1


def test_no_module_imports_a_test_module() -> None:
    assert len(MODULES) > 80
    found = {str(path.relative_to(ROOT)): taken_from_tests(path.read_text(encoding="utf-8")) for path in MODULES}
    assert {path: names for path, names in found.items() if names} == {}


def test_support_holds_no_tests() -> None:
    for path in (TESTS / "support").glob("*.py"):
        code = path.read_text(encoding="utf-8")
        tree = ast.parse(code if re.search(r"\bdef\s+test_", code) else "")
        assert [n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) and n.name.startswith("test_")] == [], (
            path
        )


def test_one_module_knows_where_the_repository_stands() -> None:
    """The others would look elsewhere as soon as they are moved."""
    asking = {str(path.relative_to(TESTS)) for path in MODULES if asks_where_it_stands(path.read_text(encoding="utf-8"))}
    assert asking == {"support/paths.py"}
