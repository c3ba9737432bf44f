"""Papers of plans that are no province's "Kế hoạch": their own kind, their own signature, only the parts and annexes they have."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.paths import SAMPLE
from tui.frames.build import Frames
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.checks.to_decide import to_decide
from tui.model.plan import Plan
from tui.reports import official
from tui.reports.annexes import annexes
from tui.reports.labels import labels_of
from tui.reports.word.paper import Line, Look, Paper
from tui.reports.word.parties import letterhead, plan_name, signature
from tui.reports.word.yearly import yearly_report
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

DAY = dt.date(2025, 12, 31)
TERM = {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}


def plan_of(header: dict[str, Any], **tables: Any) -> Plan:
    return read_plan({"format": 2, "plan": {"title": "Chuyển đổi số", "term": TERM, **header}, **tables})[0]


def text_of(paper: Paper) -> str:
    return "\n".join(
        [paper.abstract, *paper.basis, *(line.text for line in paper.body), *(s for sig in paper.signatures for s in sig.lines)]
    )


@pytest.mark.parametrize(
    ("header", "kind", "name"),
    [
        ({"kind": "Nghị quyết"}, "Nghị quyết", "Nghị quyết chuyển đổi số"),
        ({"kind": "Chiến lược", "title": "Chiến lược biển"}, "Chiến lược", "Chiến lược biển"),
        (
            {"title": "Chương trình hành động thực hiện Nghị quyết 57"},
            "Chương trình hành động",
            "Chương trình hành động thực hiện Nghị quyết 57",
        ),
        ({"title": "Xây dựng cảng"}, official.BLANK, f"{official.BLANK} xây dựng cảng"),
    ],
)
def test_the_plan_is_called_by_its_own_kind(header: dict[str, Any], kind: str, name: str) -> None:
    plan = plan_of(header)
    assert official.plan_kind(plan) == kind and plan_name(plan) == name
    cites = official.Citations(plan)
    assert cites.plan() == name and cites.plan() == kind, "nothing but its title is known"
    assert kind == "Kế hoạch" or "Kế hoạch" not in text_of(yearly_report(plan, Frames(plan), 2025, DAY))


@pytest.mark.parametrize(
    ("body", "lines", "issuer"),
    [
        (
            {"name": "Ủy ban nhân dân tỉnh Mẫu", "kind": "executive", "collegial": True},
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            ("ỦY BAN NHÂN DÂN", "TỈNH MẪU"),
        ),
        ({"name": "Chính phủ", "kind": "government", "collegial": True}, ("TM. CHÍNH PHỦ", "CHỦ TỊCH"), ("CHÍNH PHỦ",)),
        (
            {"name": "Hội đồng trường Đại học Mẫu", "kind": "university", "collegial": True},
            ("TM. HỘI ĐỒNG TRƯỜNG ĐẠI HỌC MẪU", "CHỦ TỊCH"),
            ("HỘI ĐỒNG TRƯỜNG ĐẠI HỌC MẪU",),
        ),
        ({"name": "Bộ Nội vụ", "kind": "ministry", "collegial": False}, ("CHỦ TỊCH",), ("BỘ NỘI VỤ",)),
        ({"name": "Ủy ban nhân dân tỉnh Mẫu", "kind": "executive"}, ("CHỦ TỊCH",), ("ỦY BAN NHÂN DÂN TỈNH MẪU",)),
    ],
)
def test_who_signs_for_the_body_is_told_by_its_own_record(body: dict[str, Any], lines: tuple[str, ...], issuer: tuple[str, ...]) -> None:
    plan = plan_of({"issuer": "a", "signatory_role": "Chủ tịch"}, agencies={"a": body})
    assert signature(plan).lines == lines and letterhead(plan, "BC").issuer == issuer
    asked = [p.where for p in to_decide(plan) if p.field == "collegial"]
    assert asked == ([] if "collegial" in body else ["agencies.a.collegial"]), "a person is asked where nothing says it"


def test_a_partys_plan_has_no_motto_of_the_state_and_a_companys_neither() -> None:
    assert letterhead(plan_of({}), "BC").nation[0].startswith("CỘNG HÒA")
    assert letterhead(plan_of({"motto": "party"}), "BC").nation == ("ĐẢNG CỘNG SẢN VIỆT NAM",)
    assert letterhead(plan_of({"motto": "none"}), "BC").nation == ()


def test_parts_and_annexes_are_those_the_plan_has_and_are_counted_through() -> None:
    sample = load(SAMPLE).plan
    without = Plan({**sample.tables, "enterprises": {}, "duties": {}}, extra={"format": 2})
    for plan, numbers in ((sample, ["I", "II", "III"]), (without, ["I", "II"])):
        frames = Frames(plan)
        assert [annex.number for annex in annexes(frames, DAY)] == numbers
        parts = [line.text for line in yearly_report(plan, frames, 2025, DAY).body if isinstance(line, Line) and line.look is Look.PART]
        assert [part.split(". ")[0] for part in parts] == ["I", "II", "III", "IV", "V"]
        points = [line.text for line in yearly_report(plan, frames, 2025, DAY).body if isinstance(line, Line) and line.look is Look.POINT]
        assert any("doanh nghiệp" in point for point in points) is (plan is sample)
    alone = Plan({**without.tables, "indicators": {}, "directions": {}}, extra={"format": 2})
    (only,) = annexes(Frames(alone), DAY)
    assert (only.table, only.number) == ("tasks", "")
    assert "Chi tiết tại Phụ lục kèm theo." in text_of(yearly_report(alone, Frames(alone), 2025, DAY))


def test_amounts_are_in_the_unit_of_the_plan_or_of_the_entry() -> None:
    from tui.model.fields import TABLES

    capital, budget = TABLES["enterprises"]["charter_capital"], TABLES["tasks"]["budget"]
    plain, euros, words = plan_of({}), plan_of({"amount_unit": "thousand euros"}), Words("en")
    assert labels_of(capital, 1500, plain, words) == ["1,500 million VND"]
    assert labels_of(capital, 1500, euros, words) == ["1,500 thousand euros"]
    entries = [{"amount": 2.5, "source": "city"}, {"amount": 3, "unit": "tỷ đồng", "year": 2024}]
    assert labels_of(budget, entries, euros, words) == ["2.5 thousand euros · Source of money: city", "3 tỷ đồng · Year: 2024"]
