"""Plans as only TOML 1.1 has them: entries of several lines, a comma behind the last pair, ``\\e``, ``\\xHH``, times without seconds."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.toml_laws import ANY_LAYOUT, SHIPPED, at, edited, files, header_pieces, joined_text, parsed, tidy
from tui.model.fields import TABLES
from tui.model.plan import same
from tui.store.plan_file import load, load_text
from tui.store.plan_save import save
from tui.store.snapshot.open import open_plan
from tui.store.toml.parse import loads
from tui.store.toml.parse import parsed as read
from tui.store.toml.records import chunks, scanned
from tui.store.toml.scan import comments, lines
from tui.store.toml.write import render

LAW = law(12, 600, ANY_LAYOUT)

PLAN = """\
format = 2

[plan]
title = "K\\x1b \\e[1m"
term = {
    # năm đầu
    start = 2021-01-01, # bắt đầu
    end = 2025-12-31
}

[goals.g]
title = "Nhóm"
number = 1

[indicators.a]
goal = "g"
name = "GRDP"
kind = "term_growth"
values = [
    {
        year = 2020, # năm gốc
        value = 4.24,
        vintage = "official",
    },
    { year = 2021, value = 6.51,
      vintage = "estimate" },
]
at = 07:32
when = 2021-05-27 07:32
"""


def is_of_1_1_only(text: str) -> bool:
    """Whether Python's own parser, which knows TOML 1.0, refuses it."""
    try:
        tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return True
    return False


# -- laws, as for any layout ------------------------------------------------------------------------------------------


@LAW
@given(edited(newer=True))
def test_any_edit_reads_back_keeps_comments_and_leaves_the_rest(case: Any) -> None:
    text, notes, old, new = case
    event("TOML 1.1 only" if is_of_1_1_only(text) else "TOML 1.0 too")
    assert render(text, old, copy.deepcopy(old)) == text
    out = render(text, old, new)
    assert same(tidy(parsed(out)), tidy(new))
    kept = comments(out)
    for note, owner in notes:
        alive = owner[0] in tidy(new) or (owner[0] in TABLES and not TABLES[owner[0]].single and len(owner) == 1)
        if alive and (len(owner) == 1 or owner[1] in new[owner[0]]):
            assert note in kept, note
    source = text.removeprefix("\ufeff")
    for path, piece in header_pieces(source if source.endswith("\n") else source + "\n"):
        before, now = at(old, path), at(new, path)
        if now is not None and same(before, now):
            assert piece.rstrip() in out


@LAW
@given(files(newer=True))
def test_it_is_read_and_cut_into_its_records(case: Any) -> None:
    """What is read record by record, the quick way, is what the parser finds in the whole; the pieces of a cut are the text."""
    text = case[0].removeprefix("\ufeff")
    assert repr(read(text)) == repr(parsed(text))
    ended = text if text.endswith("\n") or not text else text + "\n"
    assert "".join(chunk.gap + chunk.own for _, chunk in chunks(scanned(ended))) == ended


@LAW
@given(edited(newer=True), st.data())
def test_two_versions_of_one_plan_are_joined(case: Any, data: st.DataObject) -> None:
    text, _, old, new = case
    mine = render(text, old, new)
    assert joined_text(text, mine, text) == mine
    assert joined_text(text, text, mine) == mine


# -- lines, by keys that stand once -----------------------------------------------------------------------------------


@st.composite
def numbered(draw: st.DrawFn) -> tuple[str, dict[tuple[str | int, ...], int]]:
    """A text in which every key stands once, and the line each path stands in, counted while it is written."""
    out, found, count = [""], {}, iter(range(10_000))

    def gap() -> str:
        return draw(st.sampled_from(["", " ", "\n", " # x = { y, [z\n", "\n\n  "]))

    def put(text: str) -> None:
        out.append(out.pop() + text)

    def here() -> int:
        return out[0].count("\n") + 1

    def value(path: tuple[str | int, ...], depth: int) -> None:
        kind = draw(st.sampled_from(["table", "list", "scalar"])) if depth else "scalar"
        if kind == "scalar":
            put(draw(st.sampled_from(['"\\e # \\x5b"', "07:32", "2021-05-27 07:32", "1", "'}'", '"""\n}\\x22"""'])))
            return
        many = draw(st.integers(0, 3))
        put("[" if kind == "list" else "{")
        for n in range(1, many + 1):
            put(gap())
            part: str | int = n if kind == "list" else f"k{next(count)}"
            found[*path, part] = here()
            if kind == "table":
                put(f"{part} = ")
            value((*path, part), depth - 1)
            put(gap() + ("," if n < many else draw(st.sampled_from(["", ","]))))
        put(gap() + ("]" if kind == "list" else "}"))

    for table in ("plan", "future"):
        found[(table,)] = here()
        put(f"[{table}]\n")
        for _ in range(draw(st.integers(0, 3))):
            path = (table, f"k{next(count)}")
            found[path] = here()
            put(f"{path[1]} = ")
            value(path, 3)
            put("\n")
    return out[0], found


@LAW
@given(numbered())
def test_everything_is_found_in_the_line_it_stands_in(case: tuple[str, dict[Any, int]]) -> None:
    text, wanted = case
    parsed(text)  # valid indeed
    assert lines(text) == wanted


# -- a plan -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    yield file


def test_it_is_opened_and_one_edit_changes_one_line(path: Path) -> None:
    loaded = load(path)
    assert loaded.read_only_because is None and is_of_1_1_only(PLAN)
    assert loaded.plan.tables["indicators"]["a"]["values"][1] == {"year": 2021, "value": 6.51, "vintage": "estimate"}
    assert loads(PLAN)["indicators"]["a"]["at"] == dt.time(7, 32) and loads(PLAN)["plan"]["title"] == "K\x1b \x1b[1m"
    plan = copy.deepcopy(loaded.plan)
    plan.tables["indicators"]["a"]["values"][0]["value"] = 4.3
    save(loaded, plan)
    assert path.read_text(encoding="utf-8") == PLAN.replace("4.24", "4.3")


@pytest.mark.parametrize(
    "change, old, new",
    [
        (lambda d: d["plan"]["term"].update(note="x"), "    end = 2025-12-31\n", '    end = 2025-12-31,\n    note = "x",\n'),
        (lambda d: d["plan"]["term"].pop("start"), "    start = 2021-01-01, # bắt đầu\n", "    # bắt đầu\n"),
        (lambda d: d["plan"]["term"].pop("end"), "    end = 2025-12-31\n", ""),
        (lambda d: d["indicators"]["a"]["values"][0].update(op=">"), "        year = 2020, # năm gốc\n", None),
        (lambda d: d["indicators"]["a"]["values"].pop(1), '    { year = 2021, value = 6.51,\n      vintage = "estimate" },\n', ""),
        (lambda d: d["indicators"]["a"].update(at=dt.time(8, 0)), "at = 07:32\n", "at = 08:00:00\n"),
    ],
)
def test_a_pair_comes_and_goes_in_its_line(change: Any, old: str, new: str | None) -> None:
    doc = parsed(PLAN)
    now = copy.deepcopy(doc)
    change(now)
    out = render(PLAN, doc, now)
    if new is None:  # the specs say where among its siblings it stands
        new = old + '        op = ">",\n'
        assert '        op = ">",\n' in out and out.replace('        op = ">",\n', "") == PLAN
        return
    assert out == PLAN.replace(old, new)


def test_what_is_wrong_in_it_is_said_with_its_line(path: Path) -> None:
    text = PLAN.replace('"official"', "'x'").replace('goal = "g"', 'goal = "h"')
    told = {(p.field, p.line) for p in load_text(text).problems if p.table == "indicators"}
    rows = text.split("\n")
    assert ("goal", rows.index('goal = "h"') + 1) in told
    assert ("values.1.vintage", rows.index("        vintage = 'x',") + 1) in told


def test_a_large_one_has_its_snapshot(path: Path) -> None:
    """Parsed once, and again when a byte of it has changed."""
    text = SHIPPED.replace("{ year = 2020, ", "{\n        year = 2020, ")
    assert is_of_1_1_only(text) and parsed(text) == parsed(SHIPPED)
    path.write_text(text, encoding="utf-8")
    one, again = open_plan(path), open_plan(path)
    assert one.plan == again.plan == load_text(SHIPPED).plan and one.state.digest == again.state.digest
    path.write_text(text.replace("{\n        year", "{\n\n        year", 1), encoding="utf-8")
    changed = open_plan(path)
    assert changed.plan == one.plan and changed.state.digest != one.state.digest


# -- the other way round ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["a = {,}", "a = { x = 1,, }", "a = { x\n= 1 }", "a = { x =\n1 }", 'a = "\\x1"', 'a = "\\e', "a = 7:32", "a = 07:32:"]
)
def test_what_is_not_toml_1_1_either_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        loads(text)


def test_an_empty_table_stays_as_it_is_written() -> None:
    text = "[plan]\nterm = {\n  # chưa rõ\n}\ntitle = 'a'\n"
    old = parsed(text)
    assert render(text, old, {"plan": {"term": {}, "title": "b"}}) == text.replace("'a'", '"b"')
