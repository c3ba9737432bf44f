"""What a changed plan looks like in its file: laws for any layout, and the exact diff of the usual edits."""

from __future__ import annotations

import copy
import datetime as dt
import difflib
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
import tree_sitter
import tree_sitter_toml
from hypothesis import event, example, given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.toml_laws import ANY_LAYOUT, LAW, PLAN, SAMPLE, SHIPPED, at, edited, files, header_pieces, parsed, records, texts, tidy
from tui.model.fields import TABLES
from tui.model.plan import same
from tui.store.toml import write as toml_text
from tui.store.toml.scan import Path, comments, lines
from tui.store.toml.write import CannotRender, render


@LAW
@given(edited())
def test_any_edit_reads_back_keeps_comments_and_leaves_the_rest(case: Any) -> None:
    text, notes, old, new = case
    assert render(text, old, copy.deepcopy(old)) == text
    out = render(text, old, new)
    assert same(tidy(parsed(out)), tidy(new))
    assert out.startswith("\ufeff") == text.startswith("\ufeff")
    assert render(out, new, copy.deepcopy(new)) == out
    kept = comments(out)
    for note, owner in notes:
        alive = owner[0] in tidy(new) or (owner[0] in TABLES and not TABLES[owner[0]].single and len(owner) == 1)
        if alive and (len(owner) == 1 or owner[1] in new[owner[0]]):
            assert note in kept, note
    if "\r\n" in text and text.count("\r\n") == text.count("\n"):
        assert out.count("\r\n") == out.count("\n")


@LAW
@given(edited())
def test_untouched_records_stay_byte_for_byte(case: Any) -> None:
    text, _, old, new = case
    out = render(text, old, new)
    source = text.removeprefix("\ufeff")
    for path, piece in header_pieces(source if source.endswith("\n") else source + "\n"):
        before, now = at(old, path), at(new, path)
        if now is not None and same(before, now):
            assert piece.rstrip() in out


@law(5, 300, ANY_LAYOUT)
@given(st.data())
def test_a_long_text_is_written_into_as_a_short_one_is(data: st.DataObject) -> None:
    """Only the neighbours of what changed are looked at: that gives the same text as looking at all of it."""
    text = data.draw(st.sampled_from([SHIPPED, SAMPLE, SAMPLE.replace("\n\n[", "\n["), SAMPLE.replace("\n", "\r\n"), SAMPLE.rstrip()]))
    old = parsed(text)
    new = copy.deepcopy(old)
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from([name for name, spec in TABLES.items() if not spec.single and new.get(name)]))
        id = data.draw(st.sampled_from(list(new[name])))
        match data.draw(st.sampled_from(["change", "take out", "put in"])):
            case "change":
                new[name][id] = {**new[name][id], data.draw(st.sampled_from(["note", "locator", "leads", "zz"])): data.draw(texts)}
            case "take out":
                new[name] = {k: v for k, v in new[name].items() if k != id}
            case "put in":
                place = list(new[name]).index(id) + data.draw(st.integers(0, 1))
                made = [*new[name].items()]
                made.insert(place, (data.draw(st.sampled_from(["moi-1", "moi-2"])), data.draw(records)))
                new[name] = {**dict(made[:place]), **dict(made[place:])}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(toml_text, "windows_of", lambda *_: None)
        whole = render(text, old, new)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(toml_text, "_ever_coarser", lambda *_: iter(()))
        try:
            part = render(text, old, new)
        except CannotRender:  # the windows leave it to the whole text
            event("the whole text is needed")
        else:
            event("windows are enough")
            assert part == whole


@LAW
@given(edited())
def test_new_records_stand_where_the_plan_has_them(case: Any) -> None:
    text, _, old, new = case
    out = parsed(render(text, old, new))
    for name in ("tasks", "indicators", "goals"):
        if name in new and any(b.path[:2] == (name, id) for id in old[name] for b in toml_text.scan(text.removeprefix("\ufeff") + "\n")):
            kept = [id for id in new[name] if id in old[name]]
            if "mới" in new[name] and kept and all_have_headers(text, name, old[name]):
                assert list(out[name]) == list(new[name])


def all_have_headers(text: str, name: str, records: Any) -> bool:
    have = {b.path for b in toml_text.scan(text.removeprefix("\ufeff") + "\n")}
    return all((name, id) in have for id in records)


@LAW
@given(files())
@example(("a.b = 1\n[t]\nx = [ {y = 1}, # c\n  {z = [\n1] } ]\n[[l]]\nq = 1\n[[l]]\nq = 2\n[l.s]\nw = 1\n", []))
def test_lines_agree_with_tree_sitter(case: Any) -> None:
    text = case[0].removeprefix("\ufeff").replace("\r\n", "\n")
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
    root = parser.parse(text.encode()).root_node
    if root.has_error:  # tree-sitter-toml does not know every string that TOML allows
        return
    found = lines(text)
    wanted: dict[Path, int] = {}
    numbers: dict[Path, int] = {}

    def keys(node: Any) -> Path:
        written = node.text.decode()
        doc: Any = tomllib.loads(f"{written} = 0")
        path: Path = ()
        while isinstance(doc, dict):
            key = next(iter(doc))
            path, doc = (*path, key), doc[key]
        return path

    def value(node: Any, path: Path) -> None:
        entries = [c for c in node.named_children if c.type != "comment"]
        if node.type == "array":
            for number, child in enumerate(entries, 1):
                wanted[*path, number] = child.start_point[0] + 1
                value(child, (*path, number))
        elif node.type == "inline_table":
            for child in entries:
                pair(child, path)

    def pair(node: Any, base: Path) -> None:
        key, held = (c for c in node.named_children if c.type != "comment")
        wanted[base + keys(key)] = node.start_point[0] + 1
        value(held, base + keys(key))

    for node in root.named_children:
        if node.type == "pair":
            pair(node, ())
        elif node.type in ("table", "table_array_element"):
            path: Path = ()
            parts = keys(node.named_children[0])
            for depth, key in enumerate(parts, 1):
                path = (*path, key)
                if node.type == "table_array_element" and depth == len(parts):
                    numbers[path] = numbers.get(path, 0) + 1
                if path in numbers:
                    path = (*path, numbers[path])
            wanted[path] = node.start_point[0] + 1
            for child in node.named_children[1:]:
                if child.type == "pair":
                    pair(child, path)
    assert {p: found.get(p) for p in wanted} == wanted
    assert set(found.values()) <= set(wanted.values())


# -- the usual edits, line by line --------------------------------------------------------------------------------


def diff_of(change: Callable[[dict[str, Any]], object], text: str = PLAN) -> list[str]:
    old = parsed(text)
    new = copy.deepcopy(old)
    change(new)
    out = render(text, old, new)
    assert same(tidy(parsed(out)), tidy(new))
    return [d for d in difflib.ndiff(text.splitlines(), out.splitlines()) if d[0] in "+-"]


def test_one_changed_status_is_one_changed_line() -> None:
    diff = diff_of(lambda d: d["tasks"]["III-1-a-1"].update(status="done"))
    assert diff == ['- status = "unreported"', '+ status = "done"']


def test_the_comment_behind_a_changed_value_stays() -> None:
    assert diff_of(lambda d: d["plan"].update(title="Mới")) == ['- title = "Kế hoạch"  # tạm', '+ title = "Mới"  # tạm']


def test_a_new_key_stands_where_the_specs_have_it() -> None:
    out = diff_of(lambda d: d["tasks"]["III-1-a-1"].update(due=dt.date(2025, 11, 20), note="a", partners=["x"]))
    assert out == ['+ partners = ["x"]', "+ due = 2025-11-20", '+ note = "a"']
    old = parsed(PLAN)
    new = copy.deepcopy(old)
    new["tasks"]["III-1-a-1"]["partners"] = ["x"]
    assert 'leads = ["so-khdt"]\npartners = ["x"]\nstatus' in render(PLAN, old, new)


def test_a_key_taken_out_leaves_its_comment() -> None:
    assert diff_of(lambda d: d["plan"].pop("title")) == ['- title = "Kế hoạch"  # tạm', "+ # tạm"]


def test_one_end_of_a_period_is_changed_in_place() -> None:
    diff = diff_of(lambda d: d["plan"]["term"].update(end=dt.date(2026, 12, 31)))
    assert diff == ["- term = { start = 2021-01-01, end = 2025-12-31 }", "+ term = { start = 2021-01-01, end = 2026-12-31 }"]


def figures_of(doc: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = doc["indicators"]["grdp_growth"]["values"]
    return found


def test_a_changed_figure_is_one_line_and_keeps_its_comment() -> None:
    diff = diff_of(lambda d: figures_of(d)[1].update(value=6.55, vintage="official"))
    assert diff == [
        '-     { year = 2021, value = 6.51, vintage = "estimate" }, # sẽ sửa',
        '+     { year = 2021, value = 6.55, vintage = "official" }, # sẽ sửa',
    ]


def test_a_new_figure_is_one_line_however_long() -> None:
    diff = diff_of(lambda d: figures_of(d).insert(1, {"source": "s" * 120, "vintage": "plan", "year": 2021, "value": 7}))
    assert diff == [f'+     {{ year = 2021, value = 7, vintage = "plan", source = "{"s" * 120}" }},']


def test_a_figure_after_the_last_one_gives_that_one_its_comma() -> None:
    diff = diff_of(lambda d: figures_of(d).append({"year": 2023, "value": 5.56, "vintage": "official"}))
    assert [d for d in diff if d[0] == "+"] == [
        '+     { year = 2022, value = 8.59, vintage = "official" },',
        '+     { year = 2023, value = 5.56, vintage = "official" },',
    ]


def test_a_figure_taken_out_leaves_the_others_and_all_comments() -> None:
    diff = diff_of(lambda d: figures_of(d).pop(1))
    assert diff == ['-     { year = 2021, value = 6.51, vintage = "estimate" }, # sẽ sửa', "+     # sẽ sửa"]


def test_a_deleted_record_takes_its_own_comment_and_nobody_elses() -> None:
    diff = diff_of(lambda d: d["tasks"].pop("III-1-a-1"))
    assert diff == [
        "- # việc thứ nhất",
        "- [tasks.III-1-a-1]",
        '- section = "III-1-a"',
        '- summary = "Rà soát"',
        '- leads = ["so-khdt"]',
        '- status = "unreported"',
        "- ",
    ]


def test_the_last_record_deleted_leaves_no_blank_lines_at_the_end() -> None:
    old = parsed(PLAN)
    new = copy.deepcopy(old)
    del new["tasks"]["III-1-a-3"]
    assert render(PLAN, old, new).endswith('summary = "Đổi mới"\n')


def test_a_new_record_follows_the_one_before_it() -> None:
    def add(doc: dict[str, Any]) -> None:
        tasks = list(doc["tasks"].items())
        doc["tasks"] = dict([*tasks[:1], ("III-1-a-9", {"summary": "Mới", "section": "III-1-a"}), *tasks[1:]])

    assert diff_of(add) == ["+ [tasks.III-1-a-9]", '+ section = "III-1-a"', '+ summary = "Mới"', "+ "]
    old = parsed(PLAN)
    new = copy.deepcopy(old)
    add(new)
    assert list(parsed(render(PLAN, old, new))["tasks"]) == ["III-1-a-1", "III-1-a-9", "III-1-a-2", "III-1-a-3"]


def test_a_first_record_goes_before_the_comment_of_the_next() -> None:
    old = parsed(PLAN)
    new = copy.deepcopy(old)
    new["tasks"] = {"III-1-a-0": {"summary": "Trước"}, **new["tasks"]}
    assert '\n\n[tasks.III-1-a-0]\nsummary = "Trước"\n\n# việc thứ nhất\n' in render(PLAN, old, new)


def test_a_new_record_takes_the_place_of_the_only_one() -> None:
    text = "# a\n[goals.a]\nnumber = 1\n\n# s\n[sectors.a]\norder = 1\n"
    new = {**parsed(text), "goals": {"b": {"number": 2}}}
    assert render(text, parsed(text), new) == "[goals.b]\nnumber = 2\n\n# s\n[sectors.a]\norder = 1\n"


def test_the_first_record_of_a_table_goes_to_the_end() -> None:
    assert diff_of(lambda d: d.update(goals={"g01": {"title": "Tăng trưởng", "number": 1}})) == [
        "+ ",
        "+ [goals.g01]",
        "+ number = 1",
        '+ title = "Tăng trưởng"',
    ]


def test_long_lists_stand_one_a_line_and_long_texts_between_three_quotes() -> None:
    long = ["x" * 60, "y" * 60]
    assert diff_of(lambda d: d["plan"].update(recipients=long, objective="một\nhai")) == [
        '+ objective = """',
        "+ một",
        '+ hai"""',
        "+ recipients = [",
        f'+     "{long[0]}",',
        f'+     "{long[1]}",',
        "+ ]",
    ]


def test_an_empty_file_is_written_in_the_order_of_the_tables() -> None:
    new = {"tasks": {"a": {"summary": "x"}}, "format": 2, "plan": {"title": "t"}}
    assert render("", {}, new) == 'format = 2\n\n[plan]\ntitle = "t"\n\n[tasks.a]\nsummary = "x"\n'


@pytest.mark.parametrize(
    ("text", "change", "wanted"),
    [
        (
            "[tasks]\na = { summary = 'x' } # c\n",
            lambda d: d["tasks"]["a"].update(order=1),
            "[tasks]\na = { order = 1, summary = 'x' } # c\n",
        ),
        ("tasks.a.summary = 'x'\n", lambda d: d["tasks"]["a"].update(order=1), "tasks.a.summary = 'x'\ntasks.a.order = 1\n"),
        ("[plan.term]\nstart = 1 # c\n", lambda d: d["plan"]["term"].update(end=2), "[plan.term]\nstart = 1 # c\nend = 2\n"),
        ("[plan.term]\nend = 1\n", lambda d: d["plan"].update(title="t"), '[plan]\ntitle = "t"\n\n[plan.term]\nend = 1\n'),
        (
            "[[indicators.x.values]]\nyear = 1 # c\n",
            lambda d: d["indicators"]["x"]["values"][0].update(year=2),
            "[[indicators.x.values]]\nyear = 2 # c\n",
        ),
        (
            "[indicators.x]\n[[indicators.x.values]]\nyear = 1 # c\n",
            lambda d: d["indicators"]["x"]["values"].append({"year": 2}),
            "[indicators.x]\nvalues = [\n    { year = 1 },\n    { year = 2 },\n]\n# c\n",
        ),
        ("[tasks.a]\nx = 1", lambda d: d["tasks"].update(b={}), "[tasks.a]\nx = 1\n\n[tasks.b]"),
        (
            "\ufeff[plan]\r\ntitle = 'a' # b\r\n",
            lambda d: d["plan"].update(note="1\n2"),
            '\ufeff[plan]\r\ntitle = \'a\' # b\r\nnote = """\r\n1\r\n2"""\r\n',
        ),
        (
            "[plan]\nbasis = ['a', # một\n 'b'] # hai\n",
            lambda d: d["plan"].update(basis=["c"]),
            '[plan]\nbasis = [\n    # một\n    "c",\n] # hai\n',
        ),
        ("[plan]\nbasis = ['a', # một\n 'b'] # hai\n", lambda d: d["plan"].update(basis="c"), '[plan]\n# một\nbasis = "c" # hai\n'),
        ("[plan]\nbasis = ['a', # một\n 'b'] # hai\n", lambda d: d["plan"].pop("basis"), "[plan]\n# một\n# hai\n"),
        ("[tasks]\n# chung\n[tasks.a]\nx = 1\n", lambda d: d["tasks"].pop("a"), "[tasks]\n"),
    ],
)
def test_unusual_layouts_are_changed_in_place(text: str, change: Callable[[Any], object], wanted: str) -> None:
    old = parsed(text)
    new = copy.deepcopy(old)
    change(new)
    assert render(text, old, new) == wanted


# -- when the fine way fails --------------------------------------------------------------------------------------


def spoiled(self: Any, statement: Any, value: Any, path: Path, old: Any, new: Any) -> None:
    if path[:2] == ("tasks", "III-1-a-1"):
        self.source.put(value.start, value.end, '"wrong"')
    else:
        self.replace(statement, value, path, new)


def test_only_the_record_at_fault_is_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toml_text._Writer, "value", spoiled)
    old = parsed(PLAN)
    new = copy.deepcopy(old)
    new["tasks"]["III-1-a-1"]["status"] = "done"
    new["plan"]["title"] = "Mới"
    text = PLAN.replace("leads =", "# ai\nleads =")
    out = render(text, old, new)
    assert same(parsed(out), new)
    assert comments(out) == comments(text)
    assert 'title = "Mới"  # tạm\n' in out
    assert out.split("[tasks.III-1-a-2]")[1] == PLAN.split("[tasks.III-1-a-2]")[1]


def test_then_the_table_is_and_comments_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toml_text._Writer, "value", spoiled)
    whole = toml_text._Writer.write_anew
    monkeypatch.setattr(toml_text._Writer, "write_anew", lambda self, path, new: whole(self, path, new if len(path) == 1 else {}))
    old = parsed(PLAN)
    new = copy.deepcopy(old)
    new["tasks"]["III-1-a-1"]["status"] = "done"
    out = render(PLAN, old, new)
    assert same(parsed(out), new)
    assert sorted(comments(out)) == sorted(comments(PLAN))


@pytest.mark.parametrize("text", ["[plan\n", "x = \n", "[plan]\na = 1\na = 2\n", "x = '''"])
def test_a_text_that_cannot_be_read_is_never_written_over(text: str) -> None:
    with pytest.raises(CannotRender):
        render(text, {}, {"plan": {"title": "x"}})


def test_a_value_toml_does_not_know_is_refused() -> None:
    with pytest.raises(CannotRender):
        render(PLAN, parsed(PLAN), {**parsed(PLAN), "plan": {"title": object()}})
