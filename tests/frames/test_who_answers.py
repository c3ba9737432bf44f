"""One count of what nobody reports on, and who answers for an enterprise or is meant by a name, on days round the changes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.frame_plans import frames_of
from tests.support.lengths import longer, of_these
from tests.support.paths import SAMPLE, SHIPPED
from tests.support.small_plan import small_plan
from tui.exchange.pasted_values import PastedReader
from tui.frames.build import Frames
from tui.frames.insight.agenda import agenda
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import LineKind, Part
from tui.frames.methods.tasks import TaskState, state_counts, task_states
from tui.frames.tables.enterprises import enterprises_view
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.reports.status import as_json
from tui.reports.task_annex import task_annex
from tui.reports.word.letters import late_bodies, late_letter
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

EN = Words("en")


def counts(plan: Plan, day: dt.date) -> set[int]:
    """How many tasks are not reported: tab, headline, overview, status, agenda, annex."""
    frames = Frames(plan)
    seen = overview(frames, day, ())
    told = json.loads(as_json(seen, plan, EN))["sections"]
    heads = next(section for section in told if section["section"] == "headline")["lines"]
    found = agenda(frames, plan, day)
    on_it = {ref[1] for item in found.items for ref in item.refs if ref[0] == "tasks" and "not_reported" in item.kinds}
    on_it |= {item.id for item in found.items if item.table == "tasks" and "not_reported" in item.kinds}
    return {
        state_counts(task_states(frames, day))[TaskState.NOT_REPORTED],
        seen[Part.NOT_REPORTED].count,
        len({member for line in seen[Part.NOT_REPORTED].lines for member in line.members}),
        next(line["numbers"]["n"] for line in heads if (line["table"], line["code"]) == ("tasks", "not_reported")),
        next(section["count"] for section in told if section["section"] == "not_reported"),
        len(on_it),
        sum(row.code == TaskState.NOT_REPORTED for row in task_annex(frames, day).rows),
    }


PLANS: dict[str, Callable[[], Plan]] = {
    "shipped": lambda: load(SHIPPED).plan,
    "sample": lambda: load(SAMPLE).plan,
    "small": small_plan,
    "empty": lambda: frames_of().plan,
}
NOT_REPORTED = [
    ("shipped", dt.date(2026, 11, 22), 116),
    ("shipped", dt.date(2021, 1, 20), 0),
    ("shipped", dt.date(2021, 12, 31), 0),
    ("shipped", dt.date(2022, 1, 1), 116),
    ("sample", dt.date(2025, 6, 1), 3),
    ("sample", dt.date(2021, 2, 1), 0),
    ("sample", dt.date(2021, 4, 1), 1),  # of the first quarter
    ("small", dt.date(2030, 1, 1), 3),
    ("small", dt.date(2020, 1, 1), 0),
    ("empty", dt.date(2025, 1, 1), 0),
]
"""The suite has the day before the first is not reported and that day, a day within a year, and plans of others."""


@longer
@pytest.mark.parametrize(("plan", "day", "n"), of_these(NOT_REPORTED, [NOT_REPORTED[at] for at in (2, 3, 6, 7, 9)]))
def test_not_reported_is_one_number_everywhere(plan: str, day: dt.date, n: int) -> None:
    assert counts(PLANS[plan](), day) == {n}


# -- enterprises ----------------------------------------------------------------------------------------------------

AGENCIES: dict[str, Any] = {
    "old": {"name": "Sở Tài chính", "short": "Sở TC (cũ)", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["new"]},
    "new": {"name": "Sở Tài chính", "short": "Sở TC (từ 2025)", "kind": "department", "from": dt.date(2025, 3, 1)},
    "gone": {"name": "Ban Đổi mới", "kind": "department", "until": dt.date(2024, 6, 30)},
}
LATE = {"name": "Công ty A", "arrangement": "dissolve", "window": {"start": dt.date(2022, 1, 1), "end": dt.date(2023, 12, 31)}}


def with_enterprises(**agencies: str | None) -> Frames:
    return frames_of(
        agencies=AGENCIES, enterprises={id: {**LATE, **({"agency": agency} if agency else {})} for id, agency in agencies.items()}
    )


def test_who_answers_for_an_enterprise_is_followed_to_the_day() -> None:
    frames = with_enterprises(a="old", b="gone", c=None)
    for day, who in ((dt.date(2025, 2, 28), "old"), (dt.date(2025, 3, 1), "new")):
        lines = {line.id: line.who for line in overview(frames, day, ())[Part.LATE].lines if line.kind is LineKind.ENTERPRISE}
        assert lines == {"a": (who,), "b": (), "c": ()}
        bodies = {item.id: item.body for item in agenda(frames, frames.plan, day).items}
        assert bodies == {"a": who, "b": None, "c": None}
        assert late_bodies(frames, day) == [who]
    text = "\n".join(line.text for line in late_letter(frames.plan, frames, "new", dt.date(2025, 3, 1)).body)
    assert "01 doanh nghiệp quá thời hạn sắp xếp" in text and "Sắp xếp Công ty A" in text and "chậm 426 ngày" in text
    view = enterprises_view(frames, frames.plan, dt.date(2025, 3, 1), EN).frame
    assert view["agency_text"].to_list() == ["Sở TC (từ 2025) (Sở TC (cũ))", "✗ Ban Đổi mới (nobody on the day)", None]
    assert view["agency_tone"].to_list() == [None, "warn", None]


def test_nobody_is_written_to_before_the_window_has_passed() -> None:
    assert late_bodies(with_enterprises(a="old"), dt.date(2023, 12, 31)) == []
    assert late_bodies(with_enterprises(a="old"), dt.date(2024, 1, 1)) == ["old"]


# -- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "meant"), [(dt.date(2025, 2, 28), "old"), (dt.date(2025, 3, 1), "new"), (None, "new")])
def test_a_full_name_means_the_body_of_the_day(day: dt.date | None, meant: str) -> None:
    reader = PastedReader(frames_of(agencies=AGENCIES).plan, (Words("vi"), EN), day)
    leads = TABLES["tasks"]["leads"]
    assert reader.read(leads, "Sở Tài chính") == [meant] and reader.read(leads, "so tai chinh") == [meant]
    assert reader.read(leads, "Sở TC (cũ)") == ["old"], "the short name only one of them has"


def test_the_words_papers_use_for_no_information_are_understood_too() -> None:
    reader = PastedReader(frames_of().plan, (Words("vi"), EN))
    status = TABLES["tasks"]["status"]
    assert [reader.read(status, text) for text in ("chưa có thông tin", "chưa báo cáo", "not reported")] == ["unreported"] * 3


# -- groups of bodies -----------------------------------------------------------------------------------------------


def of_a_group(*reports: dict[str, Any], **task: Any) -> Frames:
    """A task of a group of three bodies, one of which has become another since."""
    bodies = {
        **AGENCIES,
        "x": {"name": "Sở X", "kind": "department"},
        "y": {"name": "Sở Y", "kind": "department"},
        "all": {"name": "Các sở", "kind": "collective", "members": ["old", "x", "y"]},
        "some": {"name": "Các ngành", "kind": "collective"},
    }
    tasks = {
        "t": {"section": "s", "order": 1, "summary": "Rà soát", "leads": ["all"], "mode": "standing", "log": list(reports), **task},
        "u": {"section": "s", "order": 2, "summary": "Khác", "leads": ["some"], "mode": "standing"},
    }
    return frames_of(agencies=bodies, tasks=tasks, sections={"s": {"number": "I", "title": "Mục", "order": 1}})


def by(body: str, day: dt.date = dt.date(2025, 3, 1), **more: Any) -> dict[str, Any]:
    return {"on": day, "by": body, "text": "Đã báo cáo", **more}


def test_a_group_is_told_of_member_by_member_in_overview_and_agenda() -> None:
    day = dt.date(2026, 2, 1)
    for reports, said in (
        ((), "have not reported: Sở TC (từ 2025), Sở X, Sở Y"),
        ((by("x", dt.date(2024, 3, 1)),), "have not reported: Sở TC (từ 2025), Sở X, Sở Y"),  # of the year before
    ):
        frames = of_a_group(*reports)
        lines = {line.id: line for line in overview(frames, day, ())[Part.NOT_REPORTED].lines}
        assert said in [EN.sentence(part) for part in lines["all"].parts]
        assert not any("have not reported" in EN.sentence(part) for part in lines["some"].parts), "a group that lists nobody"
        items = {item.id: item for item in agenda(frames, frames.plan, day).items}
        assert any(said in EN.sentence(reason) for reason in items["all"].reasons)
    half = of_a_group(by("old"), times=2, mode="periodic", every="year")
    lines = {line.id: line for line in overview(half, day, ())[Part.NOT_REPORTED].lines}
    assert "have not reported: Sở X, Sở Y" in [EN.sentence(part) for part in lines["all"].parts], "what the old body reported counts"
    whole = of_a_group(by("all"), times=2, mode="periodic", every="year")
    lines = {line.id: line for line in overview(whole, day, ())[Part.NOT_REPORTED].lines}
    assert not any("have not reported" in EN.sentence(part) for part in lines["all"].parts), "the group as a whole has"


def test_many_members_are_counted_on_the_agenda_where_a_reason_is_one_line() -> None:
    names = {f"m{n}": {"name": f"Sở {n}", "kind": "department"} for n in range(9)}
    bodies = {**names, "all": {"name": "Các sở", "kind": "collective", "members": list(names)}}
    task = {"section": "s", "order": 1, "summary": "Rà soát", "leads": ["all"], "mode": "standing"}
    frames = frames_of(agencies=bodies, tasks={"t": task}, sections={"s": {"number": "I", "title": "Mục", "order": 1}})
    (item,) = agenda(frames, frames.plan, dt.date(2026, 2, 1)).items
    assert "members that have not reported: 9" in EN.sentence(item.reasons[0])


def test_a_late_group_is_written_to_member_by_member() -> None:
    day = dt.date(2025, 6, 1)
    frames = of_a_group(by("x"), mode="dated", due=dt.date(2025, 4, 1), status="in_progress")
    assert late_bodies(frames, day) == ["all"]
    letter = late_letter(frames.plan, frames, "all", day)
    assert letter.to == ("Sở Tài chính", "Sở X", "Sở Y")
    assert "Chưa nhận được báo cáo của: Sở Tài chính, Sở Y." in [line.text for line in letter.body]
    alone = of_a_group(mode="dated", due=dt.date(2025, 4, 1), leads=["x"])
    letter = late_letter(alone.plan, alone, "x", day)
    assert letter.to == ("Sở X",) and not any("Chưa nhận được" in line.text for line in letter.body)
