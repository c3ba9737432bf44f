"""What each tab shows for a small plan, cell by cell."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.support.paths import SHIPPED
from tui.frames.build import Frames
from tui.frames.tables import holders
from tui.frames.tables.cells import ENTERPRISE_LOOKS, STATE_LOOKS, STATUS_LOOKS, VERDICT_LOOKS, decimal_mark
from tui.frames.tables.columns import Column, View
from tui.frames.tables.enterprises import enterprises_view
from tui.frames.tables.filter import field_names, narrow, order, parse
from tui.frames.tables.register import register_view
from tui.frames.tables.sectors import sectors_view
from tui.frames.tables.targets import targets_view, year_of
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

AS_OF = dt.date(2024, 6, 30)
VIETNAMESE = {
    "e": "ư",
    "p": "s",
    "0.5": "0,5",
    "and": "và",
    "met": "đạt",
    "done": "hoàn thành",
    "not reported": "chưa báo cáo",
    "no information": "chưa có thông tin",
    "(estimate)": "(ước)",
    "– no lead": "– chưa có cơ quan chủ trì",
    "divest": "thoái vốn",
}


def words(text: str) -> str:
    return VIETNAMESE.get(text, text)


def figure(year: int, value: float, vintage: str = "official", **more: Any) -> dict[str, Any]:
    return {"year": year, "value": value, "vintage": vintage, **more}


@pytest.fixture
def plan() -> Plan:
    plan = Plan()
    plan.tables["plan"][""] = {
        "title": "Kế hoạch",
        "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)},
        "recipients": ["Văn phòng Chính phủ", "Lưu: VT"],
    }
    plan.tables["settings"][""] = {"near_days": 7, "equal_is_minimum": True, "holidays": [dt.date(2024, 9, 2)]}
    plan.tables["goals"] = {"g02": {"number": 2, "title": "Cơ cấu"}, "g01": {"number": 1, "title": "GRDP"}}
    plan.tables["sources"] = {"s1": {"title": "Niên giám"}}
    plan.tables["indicators"] = {
        "share": {"goal": "g02", "name": "Tỷ trọng dịch vụ", "unit": "%", "kind": "share", "op": "=", "target": 31},
        "grdp": {
            "goal": "g01",
            "name": "Tốc độ tăng GRDP",
            "unit": "%/năm",
            "kind": "term_growth",
            "op": ">=",
            "target": 8,
            "values": [
                figure(2020, 4.24),
                figure(2021, 6.51, source="s1"),
                figure(2022, 8.59, "preliminary"),
                figure(2023, 6.0, "estimate"),
                figure(2023, 5.56, "estimate"),
                figure(2024, 9.9, scope="merged"),
            ],
        },
        "part": {"goal": "g01", "name": "Trong đó", "kind": "qualitative", "parent": "grdp"},
    }
    plan.tables["sectors"] = {"tmdv": {"name": "Thương mại", "order": 2}, "cnxd": {"name": "Công nghiệp", "order": 1}}
    plan.tables["directions"] = {
        "tmdv-1": {"sector": "tmdv", "order": 1, "summary": "Du lịch", "locator": "II.2.c#1"},
        "cnxd-2": {"sector": "cnxd", "order": 2, "summary": "Công nghệ cao", "tasks": ["t1", "gone"]},
        "cnxd-1": {"sector": "cnxd", "order": 1, "summary": "Chế tạo", "tasks": ["t1"], "indicators": ["grdp", "share"]},
    }
    plan.tables["documents"] = {
        "22-2021-QD-TTg": {"number": "22/2021/QĐ-TTg", "kind": "Quyết định", "about": "Tiêu chí phân loại"},
        "luat": {"kind": "Luật", "about": "Luật Đầu tư công", "replaced_by": "22-2021-QD-TTg"},
    }
    plan.tables["enterprises"] = {
        "a": {
            "name": "Công ty A",
            "arrangement": "equitise",
            "share_now": 100,
            "target_min": 50,
            "target_max": 65,
            "target_open": ["min", "max"],
            "window": {"start": dt.date(2022, 1, 1), "end": dt.date(2023, 12, 31)},
            "stage": "valuation",
            "basis": ["22-2021-QD-TTg", "luat"],
        },
        "b": {"name": "Công ty B", "arrangement": "divest", "target_min": 0, "target_max": 0, "window": {"start": dt.date(2024, 7, 1)}},
        "c": {"name": "Công ty C", "arrangement": "keep", "share_now": 42.27, "target_min": 42.27, "target_max": 42.27},
        "d": {"name": "Công ty D", "arrangement": "keep", "target_min": 65, "target_max": 100},
        "e": {"name": "Công ty E", "arrangement": "divest", "target_max": 50},
        "f": {"name": "Công ty F", "arrangement": "divest"},
    }
    plan.tables["sections"] = {
        "III-1-a": {"number": "III.1.a", "title": "Đầu tư công", "parent": "III-1", "order": 1},
        "III-10": {"number": "III.10", "title": "Mười", "order": 10},
        "III-1": {"number": "III.1", "title": "Một", "order": 1},
    }
    plan.tables["agencies"] = {
        "so-tc": {"name": "Sở Tài chính", "short": "Sở TC", "kind": "department"},
        "cac-so": {"name": "Các sở, ban, ngành", "kind": "collective"},
    }
    plan.tables["tasks"] = {
        "t3": {"section": "III-10", "order": 1, "summary": "Việc ba", "leads": [], "status": "unreported"},
        "t10": {"section": "III-1-a", "order": 10, "summary": "Việc mười", "status": "done", "directions": ["cnxd-1", "nowhere"]},
        "t1": {
            "section": "III-1-a",
            "order": 2,
            "summary": "Việc một",
            "leads": ["so-tc", "cac-so"],
            "partners": ["gone"],
            "documents": ["22-2021-QD-TTg"],
            "mode": "dated",
            "due": dt.date(2023, 12, 31),
            "status": "in_progress",
            "directions": ["cnxd-1"],
        },
    }
    plan.tables["duties"] = {"d1": {"who": ["so-tc"], "what": "Báo cáo", "before": "11-20", "every": "year", "first": 2023}}
    plan.tables["reviews"] = {"r1": {"date": dt.date(2024, 5, 6), "items": [{"subject": "grdp"}]}}
    plan.tables["decisions"] = {"k1": {"text": "Đôn đốc", "review": "r1", "status": "done"}}
    return plan


def row(view: View, id: str) -> dict[str, Any]:
    return view.frame.row(by_predicate=pl.col("id") == id, named=True)


def check_whole(view: View) -> None:
    """Every column can be drawn, says how it is edited or why not, and edits a field there is."""
    assert view.frame.columns[0] == "id"
    assert view.frame["id"].n_unique() == view.frame.height
    for column in view.columns:
        assert set(column.frame_columns()) <= set(view.frame.columns), column.key
        assert (column.field is None) != (column.why_not is None), column.key
        assert column.field is None or column.field in TABLES[view.table].by_key
        for text in (column.text, column.prefix, column.suffix, column.tone):
            assert text is None or view.frame.schema[text] == pl.String
        assert column.width > 0 and column.title
        assert order(view.frame, column, True).height == view.frame.height


# -- targets ------------------------------------------------------------------------------------------------------


def test_targets_stand_under_their_goals_with_each_year(plan: Plan) -> None:
    view = targets_view(Frames(plan), plan, AS_OF, words)
    check_whole(view)
    assert view.frame["id"].to_list() == ["grdp", "part", "share"]  # by the goal's number, then as in the file
    assert [c.title for c in view.columns][:8] == ["Indicator", "Target", "Baseline", "2021", "2022", "2023", "2024", "2025"]
    assert [c.title for c in view.told_beside] == ["Unit", "Goal"] and view.columns[-1].answer
    grdp = row(view, "grdp")
    assert grdp["name_prefix"] == f"{grdp['verdict_text'][0]} " and grdp["unit_beside"] == f", {grdp['unit']}"
    assert row(view, "part")["name_prefix"][1:] == " └ " and grdp["goal_text"].startswith("(1) ")
    assert (grdp["target_prefix"], grdp["target"]) == ("≥ ", 8.0)
    assert grdp["baseline"] == 4.24 and grdp["baseline_suffix"] is None
    assert [grdp[f"year_{y}"] for y in plan.years] == [6.51, 8.59, 5.56, None, None]  # the merged province breaks the series
    assert [grdp[f"year_{y}_suffix"] for y in plan.years] == [None, "s", "ư≠", None, None]
    assert grdp["year_2021_source"] == "s1" and grdp["year_2023_vintage"] == "estimate"
    share = row(view, "share")
    assert share["baseline"] is None and share["year_2021"] is None  # missing is not zero
    assert share["verdict"] == "no_data" and share["verdict_tone"] == "muted"


def test_a_verdict_is_glyph_and_word_and_says_when_it_rests_on_an_estimate(plan: Plan) -> None:
    grdp = row(targets_view(Frames(plan), plan, AS_OF, words), "grdp")
    assert grdp["on_estimate"]
    assert grdp["verdict_text"].startswith(VERDICT_LOOKS[grdp["verdict"]].glyph + " ")
    assert grdp["verdict_text"].endswith("(ước)")
    assert grdp["expected"] == pytest.approx(((1.0651 * 1.0859 * 1.0556) ** (1 / 3) - 1) * 100)
    assert grdp["expected_prefix"] is None


def test_a_hole_is_never_an_estimate(plan: Plan) -> None:
    values = [figure(2021, 6.5), figure(2023, 5.5, "estimate")]
    plan.tables["indicators"]["grdp"] = {**plan.tables["indicators"]["grdp"], "values": values}
    assert row(targets_view(Frames(plan), plan, AS_OF, words), "grdp")["verdict_text"] == "? no data 2022"


def test_a_baseline_of_another_year_says_which_and_money_needs_per_cent(plan: Plan) -> None:
    plan.tables["indicators"]["income"] = {
        "goal": "g01",
        "name": "GRDP bình quân đầu người",
        "unit": "triệu đồng",
        "kind": "end_level",
        "op": ">=",
        "target": 150,
        "year": 2025,
        "values": [figure(2022, 107), figure(2024, 119.2, "estimate")],
    }
    view = targets_view(Frames(plan), plan, dt.date(2025, 6, 30), words)
    income = row(view, "income")
    assert (income["baseline"], income["baseline_suffix"]) == (107.0, " (2022)")
    assert income["required"] == 25.84
    assert income["required_suffix"] == "%"
    assert income["expected_prefix"] == "→ "
    assert income["expected"] == pytest.approx(119.2 * (119.2 / 107) ** 0.5)
    assert row(view, "grdp")["required_suffix"] is None


def test_years_are_found_by_their_number(plan: Plan) -> None:
    view = targets_view(Frames(plan), plan, AS_OF, words)
    names = field_names(view, words)
    assert narrow(view, parse("2022>=8,5"), names)["id"].to_list() == ["grdp"]
    assert narrow(view, parse("!2022:"), names)["id"].to_list() == ["part", "share"]
    assert [year_of(c) for c in view.columns if year_of(c)] == list(plan.years)
    assert all(c.field == "values" for c in view.columns if year_of(c))


def test_sorting_by_verdict_goes_worst_first(plan: Plan) -> None:
    view = targets_view(Frames(plan), plan, AS_OF, words)
    ranks = order(view.frame, view.column("verdict"), False)["verdict_rank"].to_list()
    assert ranks == sorted(ranks)
    assert order(view.frame, view.column("name"), False)["id"].to_list() == view.frame["id"].to_list()


# -- sectors ------------------------------------------------------------------------------------------------------


def test_directions_count_what_they_rest_on_and_gaps_are_shown(plan: Plan) -> None:
    view = sectors_view(Frames(plan), plan, AS_OF, words)
    check_whole(view)
    assert view.frame["id"].to_list() == ["cnxd-1", "cnxd-2", "tmdv-1"]
    assert view.frame["sector_text"].to_list() == ["1.1 Công nghiệp", "1.2 Công nghiệp", "2.1 Thương mại"]
    assert view.frame["task_count"].to_list() == [2, 1, 0]  # t1 named from both ends counts once, "gone" not at all
    assert view.frame["indicator_count"].to_list() == [2, 0, 0]
    assert view.frame["coverage_text"].to_list() == ["✓ supported", "✓ supported", "✗ nothing supports it"]
    assert view.frame["coverage_tone"].to_list() == ["good", "good", "bad"]
    assert view.frame["verdict"].to_list()[1:] == [None, None]
    members = targets_view(Frames(plan), plan, AS_OF, words).frame.filter(pl.col("id").is_in(["grdp", "share"]))
    assert row(view, "cnxd-1")["verdict_rank"] == members["verdict_rank"].min()


# -- enterprises --------------------------------------------------------------------------------------------------


def test_enterprises_show_the_share_to_be_held_as_it_is_worded(plan: Plan) -> None:
    view = enterprises_view(Frames(plan), plan, AS_OF, words)
    check_whole(view)
    assert view.frame["after_text"].to_list() == ["> 50 và < 65", "0", "42,27", "≥ 65", "≤ 50", None]
    assert view.frame["window_text"].to_list() == ["2022–2023", "2024–…", None, None, None, None]
    assert view.frame["timeline"].to_list() == ["··████│···", None, None, None, None, None]
    assert view.frame["basis_text"].to_list()[:2] == ["22/2021/QĐ-TTg, Luật Đầu tư công", None]
    assert view.frame["arrangement_text"].to_list()[1] == "thoái vốn"
    assert view.frame["share_now"].to_list()[:3] == [100.0, None, 42.27]
    assert view.column("timeline").title == "2021–2025"


def test_what_is_wrong_with_an_enterprise_is_said_beside_it(plan: Plan) -> None:
    companies = plan.tables["enterprises"]
    companies["g"] = {"name": "Công ty G", "arrangement": "divest", "target_min": 40, "target_max": 70}
    law = plan.tables["documents"]["luat"]
    plan.tables["documents"]["luat"] = {**law, "valid_until": dt.date(2024, 1, 1)}
    view = enterprises_view(Frames(plan), plan, AS_OF, words)
    assert view.frame["bracket_text"].to_list() == ["> 50, < 65", "≤ 50", "≤ 50", "≥ 65", "≤ 50", None, "✗ in none"]
    assert row(view, "g")["bracket_tone"] == "bad" and row(view, "a")["bracket_tone"] is None
    assert row(view, "a")["verdict_text"] == "! late by 182 d"  # a stage is reported
    assert row(view, "a")["basis_text"] == "22/2021/QĐ-TTg, Luật Đầu tư công (no longer valid)"
    assert row(view, "a")["basis_tone"] == "warn"
    companies["a"] = {k: v for k, v in companies["a"].items() if k != "stage"}
    assert row(enterprises_view(Frames(plan), plan, AS_OF, words), "a")["verdict_text"] == "! late by 182 d, chưa có thông tin"


@pytest.mark.parametrize(
    ("start", "end", "bar"),
    [
        (dt.date(2021, 1, 1), dt.date(2025, 12, 31), "██████│███"),
        (dt.date(2021, 6, 30), dt.date(2021, 7, 1), "██····│···"),
        (dt.date(2025, 7, 1), dt.date(2025, 7, 1), "······│··█"),
        (dt.date(2019, 1, 1), dt.date(2021, 3, 1), "█·····│···"),
        (dt.date(2025, 12, 1), dt.date(2030, 1, 1), "······│··█"),
        (dt.date(2015, 1, 1), dt.date(2020, 12, 31), "······│···"),
        (dt.date(2026, 1, 1), dt.date(2027, 1, 1), "······│···"),
    ],
)
def test_the_window_is_drawn_on_the_term(plan: Plan, start: dt.date, end: dt.date, bar: str) -> None:
    plan.tables["enterprises"] = {"a": {"name": "A", "arrangement": "keep", "window": {"start": start, "end": end}}}
    assert enterprises_view(Frames(plan), plan, AS_OF, words).frame["timeline"].to_list() == [bar]


def test_what_is_past_its_end_and_not_done_is_drawn_until_the_day(plan: Plan) -> None:
    window = {"start": dt.date(2021, 1, 1), "end": dt.date(2022, 12, 31)}
    plan.tables["enterprises"] = {"a": {"name": "A", "arrangement": "divest", "window": window}}
    drawn = [enterprises_view(Frames(plan), plan, day, words).frame["timeline"][0] for day in (AS_OF, dt.date(2027, 1, 1))]
    assert drawn == ["████▚▚│···", "████▚▚▚▚▚▚"]
    plan.tables["enterprises"]["a"]["stage"] = "done"
    assert enterprises_view(Frames(plan), plan, dt.date(2027, 1, 1), words).frame["timeline"][0] == "████······"


# -- tasks --------------------------------------------------------------------------------------------------------


def test_tasks_stand_in_the_order_of_the_document(plan: Plan) -> None:
    view = tasks_view(Frames(plan), plan, AS_OF, words)
    check_whole(view)
    assert view.frame["section_text"].to_list() == ["III.1.a#2", "III.1.a#10", "III.10#1"]
    assert order(view.frame, view.column("section"), True)["id"].to_list() == ["t3", "t10", "t1"]
    one = row(view, "t1")
    assert one["leads_text"] == "Sở TC, Các sở, ban, ngành" and one["leads_tone"] is None
    assert one["partners_text"] == "✗ gone (not in the plan)" and one["partners_tone"] == "warn"
    assert one["documents_text"] == "22/2021/QĐ-TTg"
    assert one["due"] == dt.date(2023, 12, 31) and one["state"] == "late"
    assert view.frame["leads_text"].to_list()[1:] == ["– chưa có cơ quan chủ trì"] * 2
    assert view.frame["leads_tone"].to_list()[1:] == ["warn"] * 2
    assert row(view, "t10")["status_text"] == "✓ hoàn thành" and row(view, "t10")["status_tone"] == "good"


def test_a_body_is_found_by_its_full_name(plan: Plan) -> None:
    view = tasks_view(Frames(plan), plan, AS_OF, words)
    names = field_names(view, words)
    assert narrow(view, parse("lead:“so tai chinh”"), names)["id"].to_list() == ["t1"]
    assert narrow(view, parse("!lead:"), names)["id"].to_list() == ["t10", "t3"]
    assert narrow(view, parse("status:done"), names)["id"].to_list() == ["t10"]


def test_a_circle_of_sections_still_opens(plan: Plan) -> None:
    plan.tables["sections"] = {
        "a": {"number": "A", "title": "A", "order": 1, "parent": "b"},
        "b": {"number": "B", "title": "B", "order": 2, "parent": "a"},
    }
    assert tasks_view(Frames(plan), plan, AS_OF, words).frame.height == 3


# -- every other table --------------------------------------------------------------------------------------------


def test_every_table_has_a_register(plan: Plan) -> None:
    frames = Frames(plan)
    for table in TABLES:
        view = register_view(frames, plan, table, words)
        check_whole(view)
        keys = [c.key for c in view.columns]
        assert sorted(keys) == sorted([*TABLES[table].by_key, "id"]) and keys[-1] == "id", table
        assert TABLES[table].title in keys[:2], "what a record is about is seen on a narrow screen too"
        assert view.frame.height == len(plan.tables[table])


def cell(plan: Plan, table: str, id: str, key: str) -> Any:
    view = register_view(Frames(plan), plan, table, words)
    column: Column = view.column(key)
    return row(view, id)[column.text or column.key]


def test_registers_show_names_and_words(plan: Plan) -> None:
    assert cell(plan, "documents", "luat", "replaced_by") == "22/2021/QĐ-TTg"
    assert cell(plan, "duties", "d1", "who") == "Sở TC"
    assert cell(plan, "duties", "d1", "before") == "20 Nov"
    assert cell(plan, "decisions", "k1", "review") == "6 May 2024"
    assert cell(plan, "decisions", "k1", "status") == "hoàn thành"
    assert cell(plan, "reviews", "r1", "items") == 1
    assert cell(plan, "plan", "", "term") == "1 Jan 2021 – 31 Dec 2025"
    assert cell(plan, "plan", "", "recipients") == "Văn phòng Chính phủ, Lưu: VT"
    assert cell(plan, "settings", "", "equal_is_minimum") == "yes"
    assert cell(plan, "settings", "", "holidays") == "2 Sep 2024"
    assert cell(plan, "enterprises", "a", "target_open") == "lower end open, upper end open"
    assert cell(plan, "documents", "luat", "number") is None


def test_views_of_an_empty_plan() -> None:
    plan = Plan()
    frames = Frames(plan)
    for make in (targets_view, sectors_view, enterprises_view, tasks_view):
        view = make(frames, plan, AS_OF, words)
        assert view.frame.height == 0
        check_whole(view)


def test_glyphs_are_one_cell_and_tell_states_apart() -> None:
    from rich.cells import cell_len

    for looks in (VERDICT_LOOKS, STATUS_LOOKS, ENTERPRISE_LOOKS):
        glyphs = [look.glyph for look in looks.values()]
        assert len(set(glyphs)) == len(glyphs)
        assert all(cell_len(g) == 1 for g in glyphs)
    assert all(cell_len(look.glyph) == 1 for look in STATE_LOOKS.values())


def test_the_decimal_mark_is_the_translators(plan: Plan) -> None:
    assert decimal_mark(words) == ","
    assert decimal_mark(lambda text: text) == "."
    assert enterprises_view(Frames(plan), plan, AS_OF, lambda text: text).frame["after_text"].to_list()[2] == "42.27"


def test_the_holders_of_many_tasks_are_told_as_those_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = load(SHIPPED).plan
    for day in (dt.date(2022, 1, 1), AS_OF):
        cells = []
        for many in (10**9, 0):
            monkeypatch.setattr(holders, "_MANY", many)
            cells.append(holders.holder_cells(Frames(plan), day, Words("vi")))
        assert cells[0].equals(cells[1], null_equal=True)
