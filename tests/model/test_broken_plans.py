"""Broken plans: each gives a clear sentence at its line, and what can be opened is opened."""

# ruff: noqa: E501 - one case a line
from __future__ import annotations

import errno
import os
from pathlib import Path

import attrs
import pytest

from tui.frames.methods.open_items import errors_of
from tui.i18n.words import Words
from tui.model import fields
from tui.model.fields import TABLES
from tui.model.joining import join
from tui.model.plan import Plan
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.screens.dialogs.entries import changed_entry
from tui.screens.table.record_lines import lines_of
from tui.session.session import Session
from tui.store.files.errors import CannotRead
from tui.store.plan_file import Loaded, format_problem, load, load_text
from tui.store.plan_save import rendered

SOUND = """\
format = 2

[plan]
title = "Kế hoạch"
term = { start = 2021-01-01, end = 2025-12-31 }

[goals.g01]
number = 1
title = "Tăng trưởng"

[indicators.whole]
goal = "g01"
name = "Lao động qua đào tạo"
unit = "%"
kind = "end_level"
op = ">="
target = 70
values = [
    { year = 2021, value = 60.5, vintage = "official" },
    { year = 2022, value = 62, vintage = "official", source = "bao" },
]

[sources.bao]
title = "Báo"

[agencies.so-a]
name = "Sở A"
kind = "department"

[agencies.so-b]
name = "Sở B"
kind = "department"

[sections.III-1]
number = "III.1"
title = "Đầu tư công"
order = 1

[tasks.III-1-1]
section = "III-1"
order = 1
summary = "Rà soát"
leads = ["so-a"]
partners = ["so-b"]
progress = 50

[enterprises.nuoc-sach]
name = "Nước sạch"
arrangement = "keep"
window = { start = 2022-01-01, end = 2022-12-31 }
"""


def line_with(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if part in line)


def said(loaded: Loaded) -> list[str]:
    return [format_problem(p, "plan.toml", Words("en")) for p in loaded.problems]


def records(plan: Plan) -> set[str]:
    return {f"{table}.{id}" if id else table for table, found in plan.tables.items() for id in found}


EVERYTHING = {
    "plan", "goals.g01", "indicators.whole", "sources.bao", "agencies.so-a", "agencies.so-b",
    "sections.III-1", "tasks.III-1-1", "enterprises.nuoc-sach",
}  # fmt: skip


def test_the_sound_plan_has_no_problem() -> None:
    loaded = load_text(SOUND)
    assert said(loaded) == []
    assert records(loaded.plan) == EVERYTHING


# -- valid TOML, wrong plan ---------------------------------------------------------------------------------------


@attrs.frozen
class Case:
    """``old`` is replaced by ``new``; ``problem`` is said at the line that holds ``at``; ``missing`` records are not shown."""

    name: str
    old: str
    new: str
    at: str
    problem: str
    missing: frozenset[str] = frozenset()
    also: int = 0


def aside(*ids: str) -> frozenset[str]:
    return frozenset(ids)


CASES = [
    Case("wrong type", "order = 1\nsummary", 'order = "một"\nsummary', '"một"', "tasks.III-1-1.order: “một” is not a whole number", aside("tasks.III-1-1")),
    Case("dangling reference", '["so-b"]', '["so-b", "so-x"]', "so-x", "tasks.III-1-1.partners: there is no agencies.so-x"),
    Case("dangling in an entry", '"bao" }', '"đài" }', "đài", "indicators.whole.values: there is no sources.đài"),
    Case("130 % done", "progress = 50", "progress = 130", "130", "tasks.III-1-1.progress: 130 is above 100"),
    Case("130 % in a target", "target = 70", "target = 130", "130", "indicators.whole.target: 130 is outside 0…100%"),
    Case("130 % in a figure", "value = 60.5", "value = 130.5", "130.5", "indicators.whole.values.1.value: 130.5 is outside 0…100%"),
    Case("NaN", "value = 62", "value = nan", "nan", "indicators.whole.values.2.value: nan is not a finite number"),
    Case("infinity", "target = 70", "target = inf", "inf", "indicators.whole.target: inf is not a finite number"),
    Case(
        "control character", '"Rà soát"', r'"Rà\u001b[2J soát"', "u001b",
        "tasks.III-1-1.summary: control character U+001B in the text; take it out",
    ),
    Case("lead equal to partner", '["so-b"]', '["so-a"]', "partners", "tasks.III-1-1.partners: so-a both leads and is a partner"),
    Case(
        "circular successors",
        '[agencies.so-b]\nname = "Sở B"\nkind = "department"\n',
        '[agencies.so-b]\nname = "Sở B"\nkind = "department"\nuntil = 2025-02-28\nsuccessors = ["so-b"]\n',
        "successors",
        "agencies.so-b.successors: refers to itself in a circle: so-b → so-b",
    ),
    Case(
        "shares that do not add up", 'kind = "end_level"', 'kind = "share"', "target = 70",
        "indicators.whole.target: the shares of this group add up to 70, not 100", also=2,
    ),
    Case(
        "subset above its whole", "[sources.bao]",
        '[indicators.part]\ngoal = "g01"\nname = "Có chứng chỉ"\nunit = "%"\nkind = "end_level"\nop = ">="\ntarget = 75\nparent = "whole"\n\n[sources.bao]',
        "target = 75", "indicators.part.target: target 75 is above 70 of the whole it is part of",
    ),
    Case("window backwards", "end = 2022-12-31", "end = 2021-12-31", "window", "enterprises.nuoc-sach.window: starts after it ends"),
    Case("window outside the term", "end = 2022-12-31", "end = 2027-12-31", "window", "enterprises.nuoc-sach.window.end: the timeframe lies outside the plan's term"),
    Case("missing required field", 'name = "Sở B"\n', "", "[agencies.so-b]", "agencies.so-b.name: is missing", aside("agencies.so-b"), also=1),
    Case("list given as bare text", '["so-a"]', '"so-a"', "leads", "tasks.III-1-1.leads: “so-a” is not a list of ids in [ ]"),
    Case(
        "date-time for a date", "end = 2022-12-31", "end = 2022-12-31T00:00:00", "window",
        "enterprises.nuoc-sach.window.end: 2022-12-31 00:00:00 is not a date such as 2025-12-31, without quotes",
    ),
    Case("date in quotes", "end = 2025-12-31", 'end = "2025-12-31"', "term", "plan.term.end: “2025-12-31” is not a date such as 2025-12-31, without quotes", aside("plan")),
    Case("unknown choice", '"keep"', '"giữ"', "giữ", "enterprises.nuoc-sach.arrangement: “giữ” is not one of: keep, equitise, divest, merge, dissolve, transfer, convert", aside("enterprises.nuoc-sach")),
    Case("unknown key", 'order = 1\nsummary', 'order = 1\n"a.b" = 1\nsummary', "a.b", "tasks.III-1-1.a.b: unknown key; it is kept as it is"),
    Case("slip in a record", "progress = 50", "progres = 50", "progres =", "tasks.III-1-1.progres: unknown key; it is kept as it is; did you mean “progress”?"),
    Case("slip in a figure", "value = 62,", "value = 62, asof = 2022-06-30,", "asof", "indicators.whole.values.2.asof: unknown key; it is kept as it is; did you mean “as_of”?"),
    Case("slip in a log", "progress = 50", 'log = [{ on = 2024-01-01, text = "x", stauts = "done" }]', "stauts", "tasks.III-1-1.log.1.stauts: unknown key; it is kept as it is; did you mean “status”?"),
    Case("slip in two letters", "progress = 50", 'log = [{ om = 2024-01-01, on = 2024-01-01, text = "x" }]', "om =", "tasks.III-1-1.log.1.om: unknown key; it is kept as it is; did you mean “on”?"),
    Case("slip in a window", "end = 2022-12-31", "emd = 2022-12-31", "emd", "enterprises.nuoc-sach.window.emd: unknown key; it is kept as it is; did you mean “end”?"),
    Case("slip in a milestone", "target = 70", "target = 70\nmilestones = [{ year = 2023, target = 60, bais = 1 }]", "bais", "indicators.whole.milestones.1.bais: unknown key; it is kept as it is; did you mean “basis”?"),
    Case("slip in the settings", "[goals.g01]", "[settings]\nnear_day = 5\n[goals.g01]", "near_day", "settings.near_day: unknown key; it is kept as it is; did you mean “near_days”?"),
    Case("slip in a bracket", "[goals.g01]", '[settings]\nbrackets = [{ name = "x", opn = ["min"] }]\n[goals.g01]', "opn", "settings.brackets.1.opn: unknown key; it is kept as it is; did you mean “open”?"),
    Case("table nobody knows", "[goals.g01]", "[seting]\nx = 1\n[goals.g01]", "[seting]", "seting: unknown table; it is kept as it is; did you mean “settings”?"),
    Case("record that is none", "[goals.g01]", "[goals]\ng02 = 5\n[goals.g01]", "g02", "goals.g02: is not a record; [goals.ID] was expected"),
    Case("id with marks", "[sources.bao]", '[sources."báo"]\ntitle = "x"\n[sources.bao]', "báo", "sources.báo: the id has characters other than A-Z a-z 0-9 _ -"),
    Case("id that acts on a terminal", "[sources.bao]", '[sources."a\\u0007"]\ntitle = "x"\n[sources.bao]', "u0007", "sources.a\ufffd: the id has characters other than A-Z a-z 0-9 _ -"),
    Case("format that is none", "format = 2", 'format = "một"', "format", "format: “một” is not a format version; 2 was expected"),
    Case("format missing", "format = 2\n", "\n", "", "format: is missing; format = 2 was expected at the top"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_fault_is_said_at_its_line_and_the_rest_opens(case: Case) -> None:
    assert case.old in SOUND
    text = SOUND.replace(case.old, case.new, 1)
    loaded = load_text(text)
    assert said(loaded)[0] == f"plan.toml:{line_with(text, case.at)}: {case.problem}"
    assert len(loaded.problems) == 1 + case.also
    assert records(loaded.plan) >= EVERYTHING - case.missing
    assert not records(loaded.plan) & case.missing
    assert loaded.read_only_because is None


def test_keys_nobody_knows_stay_byte_for_byte_beside_an_edit_of_the_same_list() -> None:
    text = SOUND.replace("value = 62,", 'value = 62, asof = "giữa năm",').replace("end = 2022-12-31", "emd = 2022-12-31")
    loaded = load_text(text)
    workspace = Workspace(loaded.plan)
    before = workspace.plan.tables["indicators"]["whole"]["values"]
    entries = [before[0], changed_entry(TABLES["indicators"]["values"], before[1], {"value": 63})]
    workspace.apply([workspace.set_field("indicators", "whole", "values", entries)], say("x"))
    assert rendered(loaded, workspace.plan) == text.replace("value = 62,", "value = 63,")


UNREAD = [
    ("tasks", "III-1-1", "progress = 50", 'progress = "một nửa"', "progress"),
    ("tasks", "III-1-1", 'leads = ["so-a"]', "leads = 5", "leads"),
    ("indicators", "whole", "target = 70", "target = inf", "target"),
    ("enterprises", "nuoc-sach", "end = 2022-12-31", 'end = "cuối năm"', "window"),
]
"""(table, id, as it was, as it cannot be read, the field)."""


@pytest.mark.parametrize(("table", "id", "old", "new", "key"), UNREAD, ids=lambda part: str(part)[:20])
def test_a_field_that_cannot_be_read_is_left_out_alone_and_kept_byte_for_byte(table: str, id: str, old: str, new: str, key: str) -> None:
    text = SOUND.replace(old, new)
    loaded = load_text(text)
    shown = dict(loaded.plan.tables[table][id])
    assert key not in shown and shown.keys() == load_text(SOUND).plan.tables[table][id].keys() - {key}
    assert loaded.errors == 1 == len(errors_of(loaded.plan)) and not loaded.plan.set_aside
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.set_field(table, id, "note", "Ghi chú")], say("x"))
    made = rendered(loaded, workspace.plan)
    assert made.replace('note = "Ghi chú"\n', "") == text
    workspace.apply([workspace.set_field(table, id, key, load_text(SOUND).plan.tables[table][id][key])], say("x"))
    assert new not in rendered(loaded, workspace.plan), "what somebody put in its place stands instead"


def test_a_figure_that_cannot_be_read_is_left_out_alone_and_stays_between_the_others() -> None:
    text = SOUND.replace("value = 60.5", 'value = "60,5"').replace(
        "values = [\n", 'values = [\n    { year = 2019, value = 1, vintage = "plan" },\n'
    )
    loaded = load_text(text)
    assert [e["year"] for e in loaded.plan.tables["indicators"]["whole"]["values"]] == [2019, 2022]
    assert rendered(loaded, loaded.plan) == text
    workspace = Workspace(loaded.plan)
    figures = [*workspace.plan.tables["indicators"]["whole"]["values"], {"year": 2023, "value": 65, "vintage": "official"}]
    workspace.apply([workspace.set_field("indicators", "whole", "values", figures)], say("x"))
    again = load_text(rendered(loaded, workspace.plan))
    assert [e["year"] for e in again.doc["indicators"]["whole"]["values"]] == [2019, 2021, 2022, 2023]
    assert '{ year = 2021, value = "60,5", vintage = "official" }' in again.text
    assert [e["year"] for e in again.plan.tables["indicators"]["whole"]["values"]] == [2019, 2022, 2023]


def test_the_panel_shows_what_could_not_be_read_as_the_file_has_it() -> None:
    session = Session(load_text(SOUND.replace("progress = 50", 'progress = "[bold]một nửa"')), Words("en"))
    told = {line.field: line.text for line in lines_of(session, "tasks", "III-1-1")}
    assert told["progress"] == "“[bold]một nửa” could not be read" and told["summary"] == "Rà soát"
    assert "note" not in told, "what could not be read is not empty, as this is"
    assert {line.field: line.text for line in lines_of(session, "tasks", "III-1-1", unfolded=True)}["note"] == "–"


def test_without_a_required_field_there_is_no_record() -> None:
    loaded = load_text(SOUND.replace('kind = "end_level"', 'kind = "mức"'))
    assert list(loaded.plan.set_aside) == [("indicators", "whole")] and not loaded.plan.unread


def test_others_who_mend_what_could_not_be_read_or_break_it_are_taken_in() -> None:
    broken = load_text(SOUND.replace("progress = 50", 'progress = "một nửa"'))
    workspace = Workspace(broken.plan)
    workspace.apply([workspace.set_field("tasks", "III-1-1", "note", "x")], say("x"))
    assert not join(workspace, load_text(SOUND.replace("progress = 50", "progress = 60")).plan).conflicts
    assert workspace.plan.tables["tasks"]["III-1-1"].items() >= {"progress": 60, "note": "x"}.items() and not workspace.plan.unread
    assert not join(workspace, load_text(SOUND.replace("progress = 50", 'progress = "gần xong"')).plan).conflicts
    assert (
        workspace.plan.unread == {("tasks", "III-1-1"): {"progress": "gần xong"}}
        and "progress" not in workspace.plan.tables["tasks"]["III-1-1"]
    )


# -- not TOML -----------------------------------------------------------------------------------------------------

NOT_CLOSED = "the text is not closed; a quote was expected"
BROKEN = [
    Case("duplicate key", 'name = "Sở B"', 'name = "Sở B"\nname = "B"', 'name = "B"', "agencies.so-b: the key name stands twice", aside("agencies.so-b"), 1),
    Case("quote missing", '"Rà soát"', '"Rà soát', '"Rà soát', f"tasks.III-1-1: {NOT_CLOSED}", aside("tasks.III-1-1")),
    Case("text without quotes", '"Rà soát"', "Rà soát", "Rà soát", "tasks.III-1-1: this is no value; a text stands in quotes, a number has no unit, a date is written 2025-12-31", aside("tasks.III-1-1")),
    Case("number with a unit", "progress = 50", "progress = 50%", "50%", "tasks.III-1-1: something follows the value; a new line was expected", aside("tasks.III-1-1")),
    Case("decimal comma", "value = 60.5", "value = 60,5", "60,5", "indicators.whole: = was expected after the key", aside("indicators.whole")),
    Case("list not closed", '["so-a"]', '["so-a"', '["so-a"', "tasks.III-1-1: the list is not closed; a comma or ] was expected", aside("tasks.III-1-1")),
    Case("entry not closed", "value = 60.5, vintage = \"official\" }", "value = 60.5", "value = 60.5", "indicators.whole: the entry is not closed; a comma or } was expected", aside("indicators.whole")),
    Case("entry not closed behind a comma", "value = 60.5, vintage = \"official\" }", "value = 60.5,\n    # vẫn còn", "value = 60.5", "indicators.whole: the entry is not closed; a comma or } was expected", aside("indicators.whole")),
    Case("half a code", '"Rà soát"', r'"\x4 soát"', "soát", r"tasks.III-1-1: a code of a letter is missing here: two figures or letters from a to f stand behind \x, four behind \u", aside("tasks.III-1-1")),
    Case("header not closed", "[sources.bao]", "[sources.bao", "[sources.bao", "sources.bao: the header is not closed; ] was expected", aside("sources.bao"), 1),
    Case("equals missing", "progress = 50", "progress 50", "progress", "tasks.III-1-1: = was expected after the key", aside("tasks.III-1-1")),
    Case("raw control character", '"Rà soát"', '"Rà\x1b[2J soát"', "\x1b", "tasks.III-1-1: control character U+001B; take it out", aside("tasks.III-1-1")),
    Case("no such day", "end = 2022-12-31", "end = 2022-02-31", "2022-02-31", "enterprises.nuoc-sach: there is no such date or time", aside("enterprises.nuoc-sach")),
    Case("backslash", '"Rà soát"', r'"C:\văn bản"', "văn bản", "tasks.III-1-1: a backslash in a text; write two, or put the text in single quotes", aside("tasks.III-1-1")),
    Case("header broken", "[plan]", "[plan", "[plan", "plan: the header is not closed; ] was expected", aside("plan")),
    Case("root broken", "format = 2\n", "format = 2\nx =\n", "x =", ": this is no value; a text stands in quotes, a number has no unit, a date is written 2025-12-31"),
    Case("too deep", "progress = 50", "progress = " + "[" * 5000 + "]" * 5000, "[[[", "tasks.III-1-1: lists stand in lists too deep to be read", aside("tasks.III-1-1")),
]  # fmt: skip


@pytest.mark.parametrize("case", BROKEN, ids=lambda c: c.name)
def test_a_text_that_is_not_toml_is_opened_for_reading_without_the_broken_record(case: Case) -> None:
    assert case.old in SOUND
    text = SOUND.replace(case.old, case.new, 1)
    loaded = load_text(text)
    line = line_with(text, case.at)
    assert said(loaded)[0] == f"plan.toml:{line}: {case.problem}".replace(": : ", ": ")
    assert len(loaded.problems) == 1 + case.also
    assert all("could not be read" in s for s in said(loaded)[1:])
    assert records(loaded.plan) == EVERYTHING - case.missing
    for name in case.missing:
        table, _, id = name.partition(".")
        assert case.new.split("\n")[-1][:20] in loaded.plan.set_aside[table, id].raw
    assert str(loaded.read_only_because).startswith(f"line {line} of the file is not valid TOML")
    assert all(s.isprintable() for s in said(loaded))


def test_a_value_that_is_missing() -> None:
    text = SOUND.replace("order = 1\nsummary", "order =\nsummary")
    loaded = load_text(text)
    assert said(loaded) == [
        f"plan.toml:{text[: text.index('order =' + chr(10))].count(chr(10)) + 1}: tasks.III-1-1: this is no value; "
        "a text stands in quotes, a number has no unit, a date is written 2025-12-31"
    ]
    assert records(loaded.plan) == EVERYTHING - {"tasks.III-1-1"}


def test_two_records_with_one_id_show_the_first() -> None:
    text = SOUND + '\n[agencies.so-a]\nname = "Sở khác"\nkind = "bank"\n'
    loaded = load_text(text)
    line = text.rindex("[agencies.so-a]")
    at = text.count("\n", 0, line) + 1
    assert said(loaded) == [f"plan.toml:{at}: agencies.so-a: there are two records with this id; the first one is shown"]
    assert loaded.plan.tables["agencies"]["so-a"]["name"] == "Sở A"
    assert "Sở khác" in loaded.plan.set_aside["agencies", "so-a"].raw
    assert loaded.read_only_because is not None


def test_several_broken_records_are_all_said() -> None:
    text = SOUND.replace('"Rà soát"', '"Rà soát').replace('title = "Báo"', "title = Báo").replace("number = 1\n", "number = 1 1\n")
    loaded = load_text(text)
    assert [(p.where, p.line) for p in loaded.problems if p.line and "could not" not in str(p.what)] == [
        ("goals.g01", line_with(text, "1 1")),
        ("sources.bao", line_with(text, "Báo")),
        ("tasks.III-1-1", line_with(text, "Rà soát")),
    ]
    assert records(loaded.plan) == EVERYTHING - {"goals.g01", "sources.bao", "tasks.III-1-1"}


def test_a_header_inside_a_text_of_several_lines_does_not_cut_the_record() -> None:
    text = SOUND.replace("progress = 50", 'note = """\n[tasks.x]\nhai\n"""\nprogress = 50').replace('title = "Báo"', "title = Báo")
    loaded = load_text(text)
    assert loaded.plan.tables["tasks"]["III-1-1"]["note"] == "[tasks.x]\nhai\n"
    assert [p.where for p in loaded.problems] == ["sources.bao", "indicators.whole.values"]


def test_noise_is_opened_as_nothing() -> None:
    loaded = load_text("{\n  'a': 1\n}\n\x00\x01")
    assert said(loaded)[0].startswith("plan.toml:1: this is neither a [header] nor key = value") or "a key was expected" in said(loaded)[0]
    assert records(loaded.plan) == set() and loaded.read_only_because is not None
    assert all(s.isprintable() for s in said(loaded))


# -- no plan file at all ------------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(CannotRead) as caught:
        load(path)
    sentence = str(caught.value)
    assert Words("vi").sentence(caught.value.sentence)
    return sentence.removeprefix(str(path.parent) + "/")


def test_an_empty_file_opens_as_an_empty_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.touch()
    loaded = load(path)
    assert said(loaded) == [
        "plan.toml:1: format: is missing; format = 2 was expected at the top",
        "plan.toml: plan: is missing; the plan has no header",
    ]
    assert records(loaded.plan) == set() and loaded.read_only_because is None


@pytest.mark.parametrize("extra", ["", "\n[goals.g01\n", "\nx = 1 1\n"])
def test_a_newer_format_is_refused(tmp_path: Path, extra: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("# ghi chú\nformat = 3\n" + extra)
    assert refusal(path) == "plan.toml, line 2: the file has format 3; this program reads up to 2. Use a newer version of it."


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "plan.toml") == "plan.toml: there is no such file"
    assert refusal(tmp_path / "a\0b") == "a\ufffdb: there is no such file"


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").mkdir()
    assert refusal(tmp_path / "plan.toml") == "plan.toml is a folder, not a plan file"


def test_a_pipe_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.toml")
    assert refusal(tmp_path / "plan.toml") == "plan.toml is not a regular file (a pipe, socket or device)"


def test_a_device() -> None:
    with pytest.raises(CannotRead, match="is not a regular file"):
        load("/dev/zero")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EACCES, "plan.toml: you have no permission to read it"),
        (errno.EIO, "plan.toml cannot be read: the disk reports an error"),
        (errno.ENXIO, "plan.toml is not a regular file (a pipe, socket or device)"),
    ],
)
def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(SOUND)

    def refused(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refused)
        assert refusal(path) == sentence


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").symlink_to("plan.toml")
    assert refusal(tmp_path / "plan.toml") == "plan.toml cannot be read: its links go round in a circle"


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes('format = 2\n[plan]\ntitle = "K\xea ho"\n'.encode("latin-1"))
    assert refusal(path) == "plan.toml is not UTF-8 text: line 3, byte 11"


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("# x\n" * 300_000)
    monkeypatch.setattr(fields, "MAX_BYTES", 1 << 20)
    assert refusal(path) == "plan.toml is larger than 1 MiB, too large for a plan"


def test_a_name_that_acts_on_a_terminal_is_shown_without_acting(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a\x1b[2Jb.toml") == "a\ufffd[2Jb.toml: there is no such file"


def test_numbers_too_long_to_be_shown_are_problems_too() -> None:
    assert "tasks.III-1-1.progress" in said(load_text(SOUND.replace("progress = 50", "progress = 0x" + "f" * 5000)))[0]
    loaded = load_text(SOUND.replace("progress = 50", "progress = " + "9" * 5000))
    assert "tasks.III-1-1" in said(loaded)[0] and records(loaded.plan) >= EVERYTHING - {"tasks.III-1-1"}
