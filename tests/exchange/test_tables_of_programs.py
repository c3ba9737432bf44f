"""Files of other programs in the form their documentation gives: work of OpenProject and TaskJuggler, data values of DHIS2."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tui.exchange.import_result import ImportResult
from tui.exchange.importing import with_vintage
from tui.exchange.table_reader import import_tables
from tui.exchange.text_cells import read_text_table
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.plan import Plan
from tui.model.proposal import made_of, sift
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.plan_file import load
from tui.store.toml.parse import loads

OPENPROJECT = """ID,Subject,Type,Status,Assignee,Priority,Start date,Finish date,% Complete
12,Xây dựng trung tâm dữ liệu,Task,In progress,Sở KH&CN,Normal,2026-01-05,2026-06-30,40
13,Ban hành quy chế,Task,Done,Sở Tư pháp,Normal,2026-01-05,2026-03-31,100
"""
TASKJUGGLER = """"Id";"Name";"Start";"End";"Completion"
"plan.a";"Xây dựng trung tâm dữ liệu";"2026-01-05";"2026-06-30";"40%"
"plan.b";"Ban hành quy chế";"2026-01-05";"2026-03-31";"100%"
"""
DHIS2 = """dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,lastupdated,comment,followup
ngheo,2023,ImspTQPwCqd,HllvX50cXC0,HllvX50cXC0,2.5,admin,2024-01-01,,false
ngheo,202406,ImspTQPwCqd,HllvX50cXC0,HllvX50cXC0,2.4,admin,2024-07-01,,false
"""


def taken(text: str, plan: Plan) -> ImportResult:
    return import_tables(read_text_table(text.encode()), plan, (Words("vi"), Words("en")), dt.date(2026, 2, 1))


@pytest.mark.parametrize("text", [OPENPROJECT, TASKJUGGLER])
def test_tables_of_work_become_tasks(text: str) -> None:
    plan, _ = read_plan(loads(EMPTY))
    proposal = sift(plan, *with_vintage(plan, taken(text, plan), None, None)).settled
    Workspace(plan).apply(made_of(proposal.lines), say("x"))
    first, second = plan.tables["tasks"].values()
    assert (first["summary"], first["due"], first["progress"]) == ("Xây dựng trung tâm dữ liệu", dt.date(2026, 6, 30), 40)
    assert (second["summary"], second["due"], second["progress"]) == ("Ban hành quy chế", dt.date(2026, 3, 31), 100)
    if text is OPENPROJECT:
        assert first["status"] == "in_progress" and plan.tables["agencies"][first["leads"][0]]["name"] == "Sở KH&CN"


def test_data_values_of_places_the_plan_does_not_know_are_asked_about() -> None:
    found = taken(DHIS2, load(SAMPLE).plan)
    assert [(figure.year, figure.value, figure.doubt is None) for figure in found.figures] == [(2023, 2.5, False)]
    assert any("which year" in str(reject.what) for reject in found.rejects), "a month is no year"
