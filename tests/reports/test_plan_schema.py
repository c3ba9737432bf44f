"""The JSON Schema of a plan file, judged by a library that knows nothing of our checks."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from tests.support.paths import ROOT, SAMPLE
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.reports.plan_schema import plan_schema

Doc = dict[str, Any]
Judge = Callable[[Any], Any]

EMPTY: Doc = {"format": 2, "plan": {"title": "Kế hoạch", "term": {"start": "2026-01-01", "end": "2030-12-31"}}}


@pytest.fixture(scope="module")
def judge() -> Judge:
    """Takes a document and raises where the schema refuses it."""
    found: Judge = fastjsonschema.compile(plan_schema(Words("vi")))
    return found


def as_seen(value: Any) -> Any:
    """A TOML value as a schema sees it: days are texts."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: as_seen(inner) for key, inner in value.items()}
    return [as_seen(inner) for inner in value] if isinstance(value, list) else value


def refused(judge: Judge, doc: Any) -> bool:
    try:
        judge(as_seen(doc))
    except fastjsonschema.JsonSchemaValueException:
        return True
    return False


PLANS = [SAMPLE, ROOT / "data" / "plan.toml", *sorted((ROOT / "data" / "examples").glob("*.toml"))]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_a_plan_that_is_right_is_right_by_the_schema(judge: Judge, path: Path) -> None:
    assert not refused(judge, tomllib.loads(path.read_text(encoding="utf-8")))


def test_an_empty_plan_and_keys_nobody_knows_are_right(judge: Judge) -> None:
    assert not refused(judge, EMPTY)
    assert not refused(judge, {**EMPTY, "own": {"a": 1}, "goals": {"g": {"number": 1, "title": "Nhóm", "colour": "red"}}})


def test_no_format_no_header_no_title_and_an_id_with_a_space_are_refused(judge: Judge) -> None:
    assert refused(judge, {"plan": EMPTY["plan"]}) and refused(judge, {"format": 2})
    assert refused(judge, {**EMPTY, "plan": {"term": EMPTY["plan"]["term"]}})
    assert refused(judge, {**EMPTY, "goals": {"a b": {"number": 1, "title": "Nhóm"}}})


_RIGHT: dict[Kind, Any] = {
    Kind.TEXT: "Chữ",
    Kind.PROSE: "Chữ\nhai dòng",
    Kind.YES_NO: True,
    Kind.DATE: dt.date(2025, 12, 31),
    Kind.MONTH_DAY: "11-20",
    Kind.REF: "a-1",
    Kind.REFS: ["a-1", "b"],
    Kind.TEXTS: ["một", "hai"],
    Kind.NUMBERS: [2021, 2023],
    Kind.DATES: [dt.date(2025, 1, 1)],
    Kind.PERIOD: {"start": dt.date(2025, 1, 1)},
}
_WRONG: dict[Kind, tuple[Any, ...]] = {
    Kind.TEXT: (1, True, ["x"]),
    Kind.PROSE: (1.5,),
    Kind.INTEGER: ("1", 1.5, True, 2**53 + 1),
    Kind.NUMBER: ("1", True, 1e300),
    Kind.YES_NO: ("true", 1),
    Kind.DATE: (2025, True),
    Kind.MONTH_DAY: ("20-11", "11/20", 1120),
    Kind.CHOICE: ("no such choice", 1),
    Kind.REF: (1, ["a"]),
    Kind.REFS: ("a", [1], ["a", "a"]),
    Kind.TEXTS: ("a", [1]),
    Kind.CHOICES: ("a", ["no such choice"]),
    Kind.NUMBERS: ([2021], [1, 2], 2021),
    Kind.DATES: ("x", [1]),
    Kind.PERIOD: ("2021-2025", {"start": 2021}),
    Kind.ENTRIES: ({}, ["x"], "x"),
}


def right(spec: FieldSpec) -> Any:
    if spec.kind in (Kind.INTEGER, Kind.NUMBER):
        return spec.maximum if spec.maximum is not None else spec.minimum if spec.minimum is not None else 5
    if spec.kind is Kind.ENTRIES:
        return [{inner.key: right(inner) for inner in spec.entries if inner.required}]
    if spec.choices:
        first = spec.choices[0].value
        return [first] if spec.kind is Kind.CHOICES else first
    return "https://thainguyen.gov.vn" if spec.address else _RIGHT[spec.kind]


def beyond(spec: FieldSpec) -> list[Any]:
    """Values of the right type that the field's own limits refuse."""
    found: list[Any] = []
    if spec.maximum is not None:
        found.append(spec.maximum + 1)
    if spec.minimum is not None:
        found.append(spec.minimum - 1)
    if spec.max_length is not None:
        found.append("x" * (spec.max_length + 1))
    return found + (["ftp://a.vn"] if spec.address else []) + (["  "] if spec.required and spec.kind is Kind.TEXT else [])


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_field_takes_and_refuses_what_the_check_does(judge: Judge, table: Any) -> None:
    """Of each field, and each inside its entries: a right value, each wrong type, each value beyond a limit."""
    sound = {spec.key: right(spec) for spec in table if spec.required}

    def document(values: Doc) -> Doc:
        return {**EMPTY, table.name: values if table.single else {"a-1": values}}

    def wrong_by_the_check(values: Doc) -> bool:
        doc = document(values)
        if table.name != "plan":
            doc["plan"] = {"title": "Kế hoạch", "term": {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)}}
        return any(not p.warning and p.table == table.name and str(p.field).split(".")[0] in named for p in read_plan(doc)[1])

    for spec in table:
        named = {spec.key}
        tried = [(sound | {spec.key: value}, False) for value in (right(spec),)]
        tried += [(sound | {spec.key: value}, True) for value in (*_WRONG[spec.kind], *beyond(spec))]
        for inner in spec.entries:
            entry = {one.key: right(one) for one in spec.entries if one.required}
            tried += [(sound | {spec.key: [entry | {inner.key: value}]}, True) for value in (*_WRONG[inner.kind], *beyond(inner))]
        for values, wrong in tried:
            assert refused(judge, document(values)) is wrong, (spec.key, values[spec.key])
            if wrong:
                assert wrong_by_the_check(values), (spec.key, values[spec.key])


def test_titles_and_descriptions_are_in_the_users_language() -> None:
    of_task = plan_schema(Words("vi"))["properties"]["tasks"]["additionalProperties"]["properties"]
    assert of_task["status"]["title"] == "Tình trạng" and "in_progress: " in of_task["status"]["description"]
    assert plan_schema(Words("en"))["properties"]["tasks"]["title"] == "Tasks"


# -- as editors use it ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("taplo") is None, reason="taplo, which editors ask, is not on this machine (pip install taplo)")
def test_taplo_finds_the_schema_by_the_first_line_and_judges_by_it(tmp_path: Path) -> None:
    """The shipped plan is right by it; a wrong type, a number beyond its limit and a choice nobody knows are told with their lines."""
    (tmp_path / "kehoach.schema.json").write_text(json.dumps(plan_schema(Words("vi"))), encoding="utf-8")
    text = "#:schema ./kehoach.schema.json\n" + (ROOT / "data" / "plan.toml").read_text(encoding="utf-8")

    def lint(name: str, text: str) -> tuple[int, str]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        ran = subprocess.run(["taplo", "lint", "--colors", "never", name], cwd=tmp_path, capture_output=True, text=True, check=False)
        return ran.returncode, ran.stderr

    assert lint("plan.toml", text)[0] == 0
    wrong = text + '\n[goals.sai]\nnumber = 0\ntitle = 3\n\n[agencies.sai]\nname = "Sở"\nkind = "?"\n'
    code, told = lint("wrong.toml", wrong)
    lines = wrong.split("\n")
    assert code != 0
    for line in ("number = 0", "title = 3", 'kind = "?"'):
        assert f"wrong.toml:{lines.index(line, text.count(chr(10))) + 1}:" in told
