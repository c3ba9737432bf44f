"""A new field is declared in one place: panel, form, check, column, file and page have it from its spec alone."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import attrs
import pytest
from textual.widgets import Static

from tests.support.lengths import in_proofs
from tests.support.paths import ROOT
from tests.support.workbench import Driver, open_workbench
from tui.model.checks import read_plan
from tui.model.fields import TABLES, Choice, FieldSpec, Kind
from tui.screens.dialogs.form import Form
from tui.store.plan_file import load
from tui.store.toml.values import field_order

RISKS = (Choice("low", "slight danger"), Choice("high", "grave danger"))
RISK = FieldSpec("risk", Kind.CHOICE, "Danger", choices=RISKS, ranked=True)
PAGES = FieldSpec("pages", Kind.INTEGER, "Sheets", minimum=1, maximum=900)


def _plant(monkeypatch: pytest.MonkeyPatch, table: str, spec: FieldSpec, before: str) -> None:
    fields = list(TABLES[table])
    place = [field.key for field in fields].index(before)
    grown = attrs.evolve(TABLES[table], fields=(*fields[:place], spec, *fields[place:]))
    monkeypatch.setitem(TABLES, table, grown)


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A field in the middle of the tasks, and one in a list without a tab; the program has never heard of either."""
    field_order.cache_clear()  # remembered for good: specs do not change while the program runs
    _plant(monkeypatch, "tasks", RISK, before="done_on")
    _plant(monkeypatch, "sources", PAGES, before="publisher")
    yield
    field_order.cache_clear()


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that makes the generated pages."""
    monkeypatch.setattr(sys, "path", [*sys.path])  # it puts the root there
    spec = importlib.util.spec_from_file_location("pages", ROOT / ".ci" / "pages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _in_the_panel(bench: Driver, label: str) -> list[str]:
    """What stands behind a label in the panel of the record under the cursor."""
    return [line.text for line in bench.tab.panel.lines_shown if line.label == label]


async def _unfold_the_empty(bench: Driver) -> None:
    """Have the panel list the fields nothing is filled in."""
    await bench.press("tab")
    panel = bench.tab.panel
    while panel.highlighted is None or not panel.lines_shown[panel.highlighted].unfolds:
        await bench.press("down")
    await bench.press("enter", "tab")


async def _form_at(bench: Driver, key: str) -> Form:
    """The form on the screen, walked with Tab to the field."""
    form = await bench.dialog(Form)
    for _ in form.query(".field"):
        if form.focused is not None and form.focused.id == f"field-{key}":
            return form
        await bench.press("tab")
    raise AssertionError(f"Tab does not reach {key}:\n{bench.screen}")


async def test_it_is_in_the_panel_and_in_the_form_and_is_written_in_its_place(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 50)) as bench:
        await bench.press("4")
        await bench.row("III-3")
        await _unfold_the_empty(bench)
        assert _in_the_panel(bench, "Danger") == ["–"]
        await bench.press("E")
        await _form_at(bench, "risk")
        await bench.press("enter")
        assert [option.strip() for option in bench.options if "danger" in option] == ["slight danger", "grave danger"]
        await bench.pick("high")
        await bench.press("ctrl+s")
        await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
        assert bench.value("tasks", "III-3", "risk") == "high"
        assert _in_the_panel(bench, "Danger") == ["grave danger"]
        await bench.press("ctrl+s")
        await bench.until(lambda: 'risk = "high"' in bench.saved, "the plan is saved")
    keys = list((load(plan_file).plan.get("tasks", "III-3") or {}).keys())
    order = [key for key in keys if key in TABLES["tasks"].by_key]
    assert order == sorted(order, key=list(TABLES["tasks"].by_key).index) and "risk" in order


@in_proofs
async def test_a_wrong_value_is_told_under_it_in_the_form(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 40)) as bench:
        bench.app.jump("sources", next(iter(bench.app.session.plan.tables["sources"])))
        await bench.settle()
        assert "Sheets" in bench.screen, "a list without a tab has a column for it"
        await bench.press("E")
        form = await _form_at(bench, "pages")
        await bench.type("901")
        await bench.press("ctrl+s")
        assert "900" in str(form.query_one("#fault-pages", Static).render())
        assert bench.unsaved == 0


@pytest.mark.parametrize(
    ("table", "field", "value", "wrong"),
    [
        ("tasks", "risk", "high", False),
        ("tasks", "risk", "dire", True),
        ("tasks", "risk", 1, True),
        ("sources", "pages", 900, False),
        ("sources", "pages", 901, True),
        ("tasks", "pages", 900, True),  # unknown there
    ],
)
def test_it_is_checked(table: str, field: str, value: object, wrong: bool) -> None:
    records = {
        "tasks": {"t": {"section": "I", "order": 1, "summary": "Việc"}},
        "sources": {"t": {"title": "Niên giám"}},
        "sections": {"I": {"number": "I", "title": "Một", "order": 1}},
    }
    records[table]["t"][field] = value
    told = [p for p in read_plan({"format": 1, **records})[1] if p.where.startswith(f"{table}.t")]
    assert [p.field for p in told] == ([field] if wrong else [])


def test_it_has_its_row_on_the_page(pages: ModuleType) -> None:
    page = pages.model_page().splitlines()
    tasks = page[next(n for n, line in enumerate(page) if "`[tasks.ID]`" in line) :]
    place = next(n for n, line in enumerate(tasks) if line.startswith("| `done_on` |"))
    assert tasks[place - 1].startswith("| `risk` | one of `low` (slight danger), `high` (grave danger) |")
    assert "| `pages` | whole number | ≥ 1, ≤ 900 | Sheets · Sheets |" in page
