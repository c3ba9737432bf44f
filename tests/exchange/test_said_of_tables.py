"""What a person says of a file goes before what is read of it: sheets, rows of titles, tables, columns, and whom its names mean."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs

from tests.support.paths import SAMPLE
from tests.support.tables_read import EN, TASKS, empty_plan, read
from tui.exchange.cells import texts_sheet
from tui.exchange.importing import with_vintage
from tui.exchange.reading.choices import (
    NOT_A_TABLE,
    Becomes,
    Choices,
    Meaning,
    NameSaid,
    SheetChoices,
    packed_choices,
    unpacked_choices,
)
from tui.exchange.reading.columns import Role
from tui.exchange.reading.result import TablesRead
from tui.model.plan import Plan
from tui.model.proposal import made_of, sift
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.plan_file import load
from tui.vocabulary.titles import FigureTitle

POOR = "Tỷ lệ hộ nghèo"


def made(found: TablesRead, plan: Plan) -> Plan:
    """The plan with all that is taken unasked."""
    proposal = sift(plan, *with_vintage(plan, found, "official", None)).settled
    Workspace(plan).apply(made_of(proposal.lines), say("x"))
    return plan


def field(key: str) -> Meaning:
    return Meaning(Role.FIELD, key)


# -- sheets, titles, tables, columns ------------------------------------------------------------------------------------

ODD: list[list[Any]] = [
    ["BIỂU 3"],
    ["Gì đó", "Phải xong", "Ai"],
    ["Ban hành quy chế", "30/6/2026", "Sở Y tế"],
    ["Mở lớp học", "12/2026", "Sở Y tế; UBND xã A"],
]
ODD_SAID = SheetChoices(
    titles=frozenset({1}), tables={(1, 0): "tasks"}, columns={(1, 0): field("summary"), (1, 1): field("due"), (1, 2): field("leads")}
)


def test_a_table_whose_titles_say_nothing_is_read_as_a_person_says() -> None:
    assert read(ODD).tables == [] and read(ODD).lines == []
    plan = made(read(ODD, Choices({0: ODD_SAID})), empty_plan())
    told = [(t["summary"], t["due"], [plan.title_of("agencies", id) for id in t["leads"]]) for t in plan.tables["tasks"].values()]
    assert told == [
        ("Ban hành quy chế", dt.date(2026, 6, 30), ["Sở Y tế"]),
        ("Mở lớp học", dt.date(2026, 12, 31), ["Sở Y tế", "UBND xã A"]),
    ]


def test_without_a_column_of_names_a_table_has_no_rows_and_says_so() -> None:
    bare = read(ODD, Choices({0: attrs.evolve(ODD_SAID, columns={})}))
    assert [found.table for found in bare.tables] == ["tasks"] and bare.tables[0].rows == () and bare.lines == []


def test_of_two_columns_of_one_field_that_is_it_of_which_it_was_said() -> None:
    swapped = Choices({0: SheetChoices(columns={(0, 2): field("leads")})})
    plan = made(read(TASKS, swapped), empty_plan())
    [task] = plan.tables["tasks"].values()
    assert [plan.title_of("agencies", id) for id in task["leads"]] == ["Sở Tài chính"] and "partners" not in task


def test_a_column_or_a_table_that_is_not_to_be_read_is_passed_over_in_silence() -> None:
    without = Choices({0: SheetChoices(columns={(0, 2): Meaning(Role.UNKNOWN)})})
    found = read(TASKS, without)
    assert found.rejects == [] and [column.passed_over for column in found.tables[0].columns.values()] == [False, False, True]
    assert "partners" not in next(line.new.values for line in found.lines if line.new is not None and line.new.table == "tasks")
    both: list[list[Any]] = [*TASKS, [], ["Nhiệm vụ", "Chủ trì"], ["Mở lớp học", "Sở Y tế"]]
    assert [found.top for found in read(both).tables] == [0, 3]
    first = read(both, Choices({0: SheetChoices(tables={(3, 0): NOT_A_TABLE})}))
    assert [len(found.rows) for found in first.tables] == [1] and first.rejects == []


def test_figures_are_of_the_year_and_kind_that_is_said() -> None:
    rows: list[list[Any]] = [["Chỉ tiêu", "Cột lạ"], [POOR, 2.5]]
    plan = load(SAMPLE).plan
    planned, official = FigureTitle("plan", 2024, "plan"), FigureTitle("result", 2023, "official")
    assert read(rows, plan=plan).figures == []
    for title, doubt in ((official, False), (planned, True)):
        said = Choices({0: SheetChoices(titles=frozenset({0}), columns={(0, 1): Meaning(Role.FIGURE, figure=title)})})
        [figure] = read(rows, said, plan).figures
        assert (figure.id, figure.year, figure.value, figure.vintage, figure.doubt is not None) == (
            "ngheo",
            title.year,
            2.5,
            title.vintage,
            doubt,
        )


def test_a_hidden_sheet_is_read_and_another_left_where_somebody_says_so() -> None:
    hidden = texts_sheet("Nháp", TASKS, hidden=True)
    assert read(hidden).tables == [] and len(read(hidden).rejects) == 1
    shown = read(hidden, Choices({0: SheetChoices(read=True)}))
    assert len(shown.tables) == 1 and shown.rejects == []
    assert read(TASKS, Choices({0: SheetChoices(read=False)})).tables == []


def test_rows_of_titles_that_move_take_what_was_said_of_their_columns_along() -> None:
    moved = ODD_SAID.with_titles(frozenset({0, 1}), {0: 1})
    assert moved.columns == {(0, at): meaning for (_, at), meaning in ODD_SAID.columns.items()} and moved.tables == {(0, 0): "tasks"}
    assert len(made(read(ODD, Choices({0: moved})), empty_plan()).tables["tasks"]) == 2


def test_what_was_said_of_another_file_changes_nothing() -> None:
    other = Choices(
        {7: SheetChoices(read=False), 0: SheetChoices(columns={(5, 9): field("due")})}, {("agencies", "x"): NameSaid(Becomes.LEFT)}
    )
    assert read(TASKS, other).lines == read(TASKS).lines


# -- names ----------------------------------------------------------------------------------------------------------------


def test_names_are_gathered_once_and_made_with_a_kind() -> None:
    found = read(ODD, Choices({0: ODD_SAID}))
    assert [(name.text, name.count, name.said.becomes, name.said.kind) for name in found.names if name.table == "agencies"] == [
        ("Sở Y tế", 2, Becomes.MADE, "department"),
        ("UBND xã A", 1, Becomes.MADE, "commune"),
    ]
    key = next(name.key for name in found.names if name.text == "UBND xã A")
    other = read(ODD, Choices({0: ODD_SAID}, {key: NameSaid(Becomes.MADE, kind="other")}))
    assert {line.new.values["kind"] for line in other.lines if line.new is not None and line.new.table == "agencies"} == {
        "department",
        "other",
    }


def test_a_name_that_means_a_body_of_the_plan_is_that_one_in_every_row() -> None:
    plan = load(SAMPLE).plan
    rows: list[list[Any]] = [
        ["Nhiệm vụ", "Chủ trì", "Sản phẩm"],
        ["Việc mới toanh", "Ông lớn", "Sổ"],
        ["Việc mới tinh", "Ông lớn; Sở Y tế", "Sổ"],
    ]
    [name] = [name for name in read(rows, plan=plan).names if name.table == "agencies"]
    assert (name.text, name.count, name.said.becomes) == ("Ông lớn", 2, Becomes.MADE)
    said = Choices(names={name.key: NameSaid(Becomes.MEANT, "so-tc")})
    found = read(rows, said, plan)
    leads = [line.new.values["leads"] for line in found.lines if line.new is not None and line.new.table == "tasks"]
    assert leads == [["so-tc"], ["so-tc", "so-y-te"]] and [n.said.id for n in found.names if n.key == name.key] == ["so-tc"]
    assert not any(line.new is not None and line.new.table == "agencies" for line in found.lines)


def test_a_name_that_is_left_stands_in_the_note_and_asks_no_more() -> None:
    key = next(name.key for name in read(TASKS).names if name.text == "Sở Y tế")
    found = read(TASKS, Choices(names={key: NameSaid(Becomes.LEFT)}))
    [task] = [line for line in found.lines if line.new is not None and line.new.table == "tasks"]
    assert task.new is not None and task.doubt is None and "leads" not in task.new.values and "Sở Y tế" in task.new.values["note"]


def test_in_a_report_on_tasks_an_unknown_body_is_asked_about_until_it_is_said_who_it_is() -> None:
    plan = load(SAMPLE).plan
    rows: list[list[Any]] = [["Nhiệm vụ", "Phối hợp"], ["Rà soát quy hoạch sử dụng đất đai cấp huyện", "Ông lớn"]]
    asked = read(rows, plan=plan)
    [name] = asked.names
    assert name.said.becomes is Becomes.ASKED and asked.lines == [] and len(asked.rejects) == 1
    for said, bodies, kept in ((NameSaid(Becomes.MEANT, "so-y-te"), 0, ["words"]), (NameSaid(Becomes.MADE), 1, [])):
        found = read(rows, Choices(names={name.key: said}), plan)
        assert [edit.field for line in found.lines for edit in line.edits] == ["partners", *kept] and found.rejects == []
        assert sum(line.new is not None for line in found.lines) == bodies
    left = read(rows, Choices(names={name.key: NameSaid(Becomes.LEFT)}), plan)
    assert left.lines == [] and [EN.sentence(reject.what) for reject in left.rejects] == ["“Ông lớn” is left as unknown"]


def test_whom_a_name_means_is_said_once_for_all_files_of_a_plan() -> None:
    plan = load(SAMPLE).plan
    rows: list[list[Any]] = [["Nhiệm vụ", "Chủ trì", "Sản phẩm"], ["Việc mới toanh", "Ông lớn", "Sổ"], ["Việc mới tinh", "Bà lớn", "Sổ"]]
    ask = {name.text: name.key for name in read(rows, plan=plan).names if name.table == "agencies"}
    said = Choices(names={ask["Ông lớn"]: NameSaid(Becomes.MEANT, "so-tc"), ask["Bà lớn"]: NameSaid(Becomes.MEANT, "so-y-te")})
    before = attrs.evolve(plan, tables={name: dict(records) for name, records in plan.tables.items()})
    workspace = Workspace(plan)
    workspace.apply(made_of(sift(plan, *with_vintage(plan, read(rows, said, plan), None, None)).settled.lines), say("x"))
    assert [entry for entry in plan.setting("words", []) if "lớn" in entry["said"]] == [
        {"said": "Ông lớn", "means": "agencies.so-tc"},
        {"said": "Bà lớn", "means": "agencies.so-y-te"},
    ]
    again = read([rows[0], ["Việc thứ ba", "ông lớn", "Sổ"]], plan=plan)
    assert [name for name in again.names if name.table == "agencies"] == []
    assert [line.new.values["leads"] for line in again.lines if line.new is not None and line.new.table == "tasks"] == [["so-tc"]]
    assert not any(edit.field == "words" for line in read(rows, said, plan).lines for edit in line.edits)  # it is kept once
    workspace.undo()
    assert plan.setting("words", []) == before.setting("words", [])


def test_in_a_plan_without_settings_the_first_name_makes_them() -> None:
    plan = empty_plan()
    plan.tables["agencies"]["so-y-te"] = {"name": "Sở Y tế", "kind": "department"}
    rows: list[list[Any]] = [["Nhiệm vụ", "Chủ trì"], ["Việc", "Ngành y"]]
    [name] = [name for name in read(rows, plan=plan).names if name.table == "agencies"]
    made(read(rows, Choices(names={name.key: NameSaid(Becomes.MEANT, "so-y-te")}), plan), plan)
    assert plan.setting("words", []) == [{"said": "Ngành y", "means": "agencies.so-y-te"}]


def test_documents_and_sources_that_rows_name_are_gathered_too() -> None:
    rows: list[list[Any]] = [["Nhiệm vụ", "Chủ trì", "Căn cứ"], ["Việc", "Sở Y tế", "Nghị quyết số 57-NQ/TW ngày 22/12/2024"]]
    said = Choices({0: SheetChoices(columns={(0, 2): field("documents")})})
    plan = made(read(rows, said), empty_plan())
    [document], [task] = plan.tables["documents"].values(), plan.tables["tasks"].values()
    assert (document["number"], document["kind"], document["date"]) == ("57-NQ/TW", "Nghị quyết", dt.date(2024, 12, 22))
    assert task["documents"] == list(plan.tables["documents"])
    figures: list[list[Any]] = [["Chỉ tiêu", "TH 2024", "Nguồn"], [POOR, 2.5, "Báo cáo lạ"]]
    sample = load(SAMPLE).plan
    [name] = read(figures, plan=sample).names
    assert (name.key[0], name.said.becomes) == ("sources", Becomes.ASKED)
    assert [figure.source for figure in read(figures, plan=sample).figures] == [None]
    made_too = read(figures, Choices(names={name.key: NameSaid(Becomes.MADE)}), sample)
    assert [figure.source for figure in made_too.figures] == [line.new.id for line in made_too.lines if line.new is not None]


def test_headings_are_sections_that_may_be_those_of_the_plan_or_be_passed_over() -> None:
    rows: list[list[Any]] = [
        ["TT", "Nhiệm vụ", "Chủ trì"],
        ["I", "Phần một"],
        [1, "Việc một", "Sở Y tế"],
        ["II", "Phần hai"],
        [2, "Việc hai", "Sở Y tế"],
    ]
    found = read(rows)
    headings = {name.text: name for name in found.names if name.table == "sections"}
    assert {text: (name.count, name.said.becomes) for text, name in headings.items()} == {
        "Phần một": (1, Becomes.MADE),
        "Phần hai": (1, Becomes.MADE),
    }
    said = Choices(names={headings["Phần hai"].key: NameSaid(Becomes.MEANT, "I"), headings["Phần một"].key: NameSaid(Becomes.MADE)})
    plan = made(read(rows, said), empty_plan())
    assert [task["section"] for task in plan.tables["tasks"].values()] in (["I", "I"], ["I", "II"])
    left = made(read(rows, Choices(names={name.key: NameSaid(Becomes.LEFT) for name in headings.values()})), empty_plan())
    assert len(left.tables["sections"]) == 1 and len(left.tables["tasks"]) == 2


# -- as a draft -------------------------------------------------------------------------------------------------------------


def test_choices_are_the_same_after_a_draft_and_nonsense_is_none() -> None:
    said = Choices(
        {0: ODD_SAID, 3: SheetChoices(read=False, columns={(2, 4): Meaning(Role.FIGURE, figure=FigureTitle("result", 2024, None, 1, 6))})},
        {("agencies", "so y te"): NameSaid(Becomes.MEANT, "so-y-te"), ("sources", "x"): NameSaid(Becomes.LEFT)},
        "official",
        None,
    )
    assert unpacked_choices(json.loads(json.dumps(packed_choices(said)))) == said
    assert unpacked_choices(packed_choices(Choices())) == Choices()
    for nonsense in ({}, {**packed_choices(said), "names": [["x"]]}, {**packed_choices(said), "sheets": [[0, {"read": "?"}]]}):
        try:
            unpacked_choices(nonsense)
        except (ValueError, TypeError, KeyError, IndexError):
            continue
        raise AssertionError(nonsense)
