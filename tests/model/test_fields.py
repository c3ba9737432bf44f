"""The field specs hold together: what one names is there, and what stands for one kind stands for that kind only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from tui.model.checks import read_plan
from tui.model.fields import FIGURE_APART, TABLES, FieldSpec, Kind
from tui.model.plan import Plan
from tui.model.replace_text import texts_of
from tui.model.text import say
from tui.model.workspace import EditRefused, Workspace

_CHOSEN = (Kind.CHOICE, Kind.CHOICES)
_REFERRING = (Kind.REF, Kind.REFS)


def every_field() -> Iterator[tuple[str, FieldSpec]]:
    """(table, field) of every field, those of entries too."""
    for table in TABLES.values():
        for spec in table:
            yield table.name, spec
            yield from ((f"{table.name}.{spec.key}", inner) for inner in spec.entries)


def test_a_field_has_what_its_kind_needs_and_nothing_of_another() -> None:
    for table, spec in every_field():
        where = f"{table}.{spec.key}"
        assert bool(spec.choices) is (spec.kind in _CHOSEN), where
        assert (spec.table in TABLES) is (spec.kind in _REFERRING) and (spec.table is None) is (spec.kind not in _REFERRING), where
        assert bool(spec.entries) is (spec.kind is Kind.ENTRIES), where
        plain = (spec.minimum, spec.maximum, spec.unit, spec.unit_from) == (None, None, "", "")
        assert spec.kind in (Kind.INTEGER, Kind.NUMBER) or plain, where
        assert spec.kind in (Kind.TEXT, Kind.PROSE) or spec.max_length is None, where
        assert spec.kind in (Kind.TEXT, Kind.PROSE, Kind.TEXTS) or not spec.verbatim, where
        assert spec.kind is Kind.CHOICE or not spec.ranked, where


def test_a_table_names_only_fields_it_has() -> None:
    for name, table in TABLES.items():
        assert table.title in table.by_key and len(table.by_key) == len(table.fields), name
        assert table.short is None or table.short in table.by_key, name
        assert table.parent is None or (table[table.parent].kind is Kind.REF and table[table.parent].required), name
        assert table.parent is not None or not table.id_from_parent, name
        for key in filter(None, (table.holder, table.partners)):
            assert table[key].kind in _REFERRING and table[key].table == "agencies", (name, key)
        assert all(spec.required for spec in table if spec.unique), name


def test_what_keeps_a_figure_out_of_the_series() -> None:
    assert set(FIGURE_APART) == {"scope", "area", "as_of", "years", "unit", "op"}


# -- what a spec says is done -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "values", "taken", "id"),
    [
        ("tasks", {"section": "II", "summary": "Việc"}, (), "II-1"),
        ("tasks", {"section": "II", "summary": "Việc"}, ("II-1", "II-2"), "II-3"),
        ("tasks", {"section": "II", "summary": "Việc"}, ("II-1", "II-4", "II-09x", "II-1-9", "III-7", "II-" + "9" * 5000), "II-5"),
        ("tasks", {"summary": "Việc khác"}, (), "viec-khac"),  # its section is not filled in yet
        ("directions", {"sector": "nong-nghiep", "summary": "Hướng"}, (), "nong-nghiep-1"),
        ("indicators", {"goal": "kinh-te", "name": "Tổng sản phẩm"}, (), "tong-san-pham"),
        ("indicators", {"goal": "kinh-te", "name": "Tổng sản phẩm"}, ("tong-san-pham",), "tong-san-pham-2"),
        ("sources", {}, (), "sources"),
    ],
)
def test_the_id_of_a_new_record(table: str, values: dict[str, Any], taken: tuple[str, ...], id: str) -> None:
    plan = Plan()
    plan.tables[table] = {other: {} for other in taken}
    assert Workspace(plan).new_id(table, values) == id


def test_a_table_given_a_parent_has_new_ids_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "decisions", attrs.evolve(TABLES["decisions"], parent="review", id_from_parent=True))
    workspace = Workspace(Plan())
    assert workspace.new_id("decisions", {"text": "Giao Sở Tài chính", "review": "r-2025-01-15"}) == "r-2025-01-15-1"
    assert workspace.new_id("decisions", {"text": "Giao Sở Tài chính"}) == "giao-so-tai-chinh"


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("indicators", "parent"),
        ("indicators", "reference"),
        ("sections", "parent"),
        ("documents", "replaced_by"),
        ("agencies", "successors"),
        ("agencies", "members"),
        ("tasks", "parent"),
        ("tasks", "after"),
        ("areas", "parent"),
    ],
)
def test_no_record_leads_back_to_itself(table: str, key: str) -> None:
    """Found in a file, refused in an edit."""
    spec = TABLES[table][key]
    plan = Plan()
    required = {f.key: f.choices[0].value if f.choices else 1 if f.kind is Kind.INTEGER else "x" for f in TABLES[table] if f.required}

    def naming(id: str) -> Any:
        return [id] if spec.kind is Kind.REFS else id

    plan.tables[table] = {"a": {**required}, "b": {**required, key: naming("a")}}
    workspace = Workspace(plan)
    with pytest.raises(EditRefused, match="a → b → a"):
        workspace.apply([workspace.set_field(table, "a", key, naming("b"))], say("test"))
    assert key not in plan.tables[table]["a"]
    doc = {table: {"a": {**required, key: naming("b")}, "b": {**required, key: naming("a")}}}
    assert {(p.id, p.field) for p in read_plan(doc)[1] if "→" in str(p.what)} == {("a", key)}


def test_a_number_given_twice_is_told_where_the_spec_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    sectors = {"a": {"name": "A", "order": 1}, "b": {"name": "B", "order": 1}}

    def told() -> list[str]:
        return [p.where for p in read_plan({"sectors": sectors})[1] if "same number" in str(p.what)]

    assert told() == []
    unique = tuple(attrs.evolve(f, unique=f.key == "order") for f in TABLES["sectors"])
    monkeypatch.setitem(TABLES, "sectors", attrs.evolve(TABLES["sectors"], fields=unique))
    assert told() == ["sectors.b.order"]
    sectors["b"]["order"] = 2
    assert told() == []


def test_words_are_never_replaced_in_a_text_that_points_somewhere() -> None:
    pointing = [(f"{table}.{spec.key}", spec) for table, spec in every_field() if spec.verbatim]
    assert pointing
    for where, spec in pointing:
        value = ["Sở Tài chính"] if spec.kind is Kind.TEXTS else "Sở Tài chính"
        assert list(texts_of(spec, value)) == [], where
        assert list(texts_of(attrs.evolve(spec, verbatim=False), value)) == ["Sở Tài chính"], where
