"""The filter language and the order of rows, as a person at the keyboard meets them."""

from __future__ import annotations

import datetime as dt
import gc
from functools import cache

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import figure, frames_of, indicator
from tests.support.lengths import LONG, law, longer, of_these
from tests.support.paths import SAMPLE, SHIPPED
from tests.support.young_garbage import only_of_here
from tui.frames.build import Frames
from tui.frames.tables import filter as filter_module
from tui.frames.tables import fold_columns, search_index
from tui.frames.tables.columns import Column, Shows, View
from tui.frames.tables.filter import Compare, Filter, Term, faults, field_names, narrow, order, parse
from tui.frames.tables.fold_columns import Form, folded, lowered, order_keys
from tui.frames.tables.search_index import SearchIndex
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.text import bare_sound, matches, order_key, say, sound
from tui.model.workspace import Workspace
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

VIETNAMESE = {
    "Task": "Nhiệm vụ",
    "Lead": "Chủ trì",
    "Status": "Trạng thái",
    "Due": "Hạn",
    "Figure": "Số liệu",
    "State share now, %": "Tỷ lệ",
}


def words_vi(text: str) -> str:
    return VIETNAMESE.get(text, text)


COLUMNS = (
    Column(key="summary", title="Task", width=40, field="summary"),
    Column(key="leads", title="Lead", width=10, text="leads_text", field="leads"),
    Column(key="status", title="Status", width=10, text="status_text", field="status"),
    Column(key="due", title="Due", width=10, shows=Shows.DATE, field="due"),
    Column(key="figure", title="Figure", width=10, shows=Shows.NUMBER, prefix="figure_prefix", suffix="figure_suffix"),
    Column(key="mean", title="State share now, %", width=10, shows=Shows.NUMBER, decimals=2),
)


def frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "id": ["t1", "t2", "t3", "t4"],
            "summary": ["Quản lý đất đai", "Đạt dai dẳng", "Thu hút đầu tư", "Cải cách: III.1"],
            "leads": [["so-tnmt"], ["so-tc", "so-xd"], [], None],
            "leads_text": ["Sở TN&MT", "Sở TC, Sở XD", "– chưa có cơ quan chủ trì", "– chưa có cơ quan chủ trì"],
            "leads_also": ["Sở Tài nguyên và Môi trường", "Sở Tài chính, Sở Xây dựng", None, None],
            "status": ["done", "unreported", "unreported", None],
            "status_text": ["✓ Hoàn thành", "? Chưa báo cáo", "? Chưa báo cáo", None],
            "status_rank": [2, 0, 0, None],
            "due": [dt.date(2023, 12, 31), dt.date(2025, 6, 30), None, dt.date(2024, 1, 1)],
            "figure": [8.59, 21914.5, None, -6.0],
            "figure_prefix": ["≥ ", "< ", None, "= "],
            "figure_suffix": ["ư", None, None, None],
            "mean": [6.6123, 6.5, None, float("nan")],
        },
        schema_overrides={"leads": pl.List(pl.String)},
    )


@pytest.fixture
def view() -> View:
    return View("tasks", frame(), COLUMNS)


def ids(view: View, query: str) -> list[str]:
    return narrow(view, parse(query), field_names(view, words_vi))["id"].to_list()


def test_a_query_leaves_these_rows(view: View) -> None:
    leaves: list[tuple[str, list[str]]] = [
        ("", ["t1", "t2", "t3", "t4"]),
        ("   ", ["t1", "t2", "t3", "t4"]),
        ("dat dai", ["t1", "t2"]),  # two words, anywhere
        ('"dat dai"', ["t1", "t2"]),
        ("đất", ["t1"]),  # with marks only those marks
        ("ĐẤT", ["t1"]),
        ("đạt dai", ["t2"]),
        ("dau tu", ["t3"]),
        ("!dat", ["t3", "t4"]),
        ("dat !dang", ["t1"]),
        ("t3", ["t3"]),  # the id, though no column shows it
        ("tnmt", []),  # a code is not shown …
        ("lead:tnmt", ["t1"]),  # … but its column knows it
        ("leads:so-tc", ["t2"]),
        ("chu-tri:tc", ["t2"]),
        ("Chủ-trì:tc", ["t2"]),
        ("so tai chinh", ["t2"]),  # by the full name behind the short one
        ('lead:"sở tài chính"', ["t2"]),
        ('"dai so"', []),  # never across two cells
        ("status:done", ["t1"]),
        ("status:hoan", ["t1"]),
        ("trang-thai:chua", ["t2", "t3"]),
        ("!trang-thai:chua", ["t1", "t4"]),
        ("status=unreported", ["t2", "t3"]),
        ("status=report", []),
        ('status="chua bao cao"', ["t2", "t3"]),  # as shown, without its glyph
        ('summary="thu hut dau tu"', ["t3"]),
        ("status:", ["t1", "t2", "t3"]),
        ("!status:", ["t4"]),
        ("leads:", ["t1", "t2"]),
        ("!leads:", ["t3", "t4"]),
        ("leads>=2", ["t2"]),
        ("figure:", ["t1", "t2", "t4"]),
        ("figure>=8,59", ["t1", "t2"]),
        ("figure>=8.59", ["t1", "t2"]),
        ("figure≥8.59", ["t1", "t2"]),
        ("figure>8,59", ["t2"]),
        ("figure<8,59", ["t4"]),
        ("figure<=-6", ["t4"]),
        ("figure=-6", ["t4"]),
        ("!figure<8", ["t1", "t2", "t3"]),
        ("so-lieu<0", ["t4"]),
        ("figure:8,5", ["t1"]),
        ("figure:8.5", ["t1"]),
        ("8,59", ["t1"]),
        ("21.914,5", ["t2"]),  # as Vietnamese shows it
        ("21,914.5", ["t2"]),  # as English does
        ('"≥ 8,59"', ["t1"]),
        ("8,59ư", ["t1"]),
        ("mean=6,61", ["t1"]),  # what is shown
        ("mean=6,6123", ["t1"]),  # what is stored
        ("mean<100", ["t1", "t2"]),  # NaN never matches
        ("6,50", ["t2"]),  # the zeros of fixed decimals are shown
        ("state-share-now>6,6", ["t1"]),
        ("due:", ["t1", "t2", "t4"]),
        ("due>=01/01/2024", ["t2", "t4"]),
        ("due>=2024-01-01", ["t2", "t4"]),
        ("due>=2024", ["t2", "t4"]),
        ("due=31/12/2023", ["t1"]),
        ("han<2024", ["t1"]),
        ("due:12/2023", ["t1"]),
        ("31/12/2023", ["t1"]),
        ("id:t", ["t1", "t2", "t3", "t4"]),
        ("id=t1", ["t1"]),
        ('"cải cách:"', ["t4"]),  # a colon in quotes is a colon
        ("dat !trang-thai:chua figure>=8", ["t1"]),
        # unfinished: what is there so far
        ("!", ["t1", "t2", "t3", "t4"]),
        ('"', ["t1", "t2", "t3", "t4"]),
        ('"dau t', ["t3"]),
        ('lead:"sở tài', ["t1", "t2"]),
        ("figure>=", ["t1", "t2", "t3", "t4"]),
        ("figure>=-", ["t1", "t2", "t3", "t4"]),
        ("figure>=8,", ["t1", "t2"]),
    ]
    names = field_names(view, words_vi)
    for query, expected in leaves:
        assert ids(view, query) == expected, query
        assert faults(view, parse(query), names) == (), query


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("dat khong-co:x", "no column is called “khong-co”"),
        ("dat figure>=abc", "“abc” is neither a number such as 8.59 or 8,59 nor a day such as 31/12/2025"),
        ("dat figure=abc", "“abc” is not a number; write it as 8.59 or 8,59"),
        ("dat figure>=1.234.567", "“1.234.567” is neither a number such as 8.59 or 8,59 nor a day such as 31/12/2025"),
        ("dat figure>=31/12/2025", "“31/12/2025” is not a number; write it as 8.59 or 8,59"),
        ("dat due>=31/02/2025", "“31/02/2025” is neither a number such as 8.59 or 8,59 nor a day such as 31/12/2025"),
        ("dat due>=8,5", "“8,5” is not a day; write it as 31/12/2025"),
        ("dat summary>=3", "“summary” holds words; ask “summary:3”"),
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_applies(view: View, query: str, fault: str) -> None:
    names = field_names(view, words_vi)
    assert [str(f) for f in faults(view, parse(query), names)] == [fault]
    assert ids(view, query) == ["t1", "t2"]


def test_the_terms_of_a_query() -> None:
    assert parse('a !b field:"c d" !n>=2').terms == (
        Term("a"),
        Term("b", negated=True),
        Term("c d", "field", Compare.HAS),
        Term("2", "n", Compare.AT_LEAST, negated=True),
    )
    assert not parse("  ")
    assert Filter() == parse("")


def test_names_of_columns(view: View) -> None:
    names = field_names(view, words_vi, lambda text: text)
    assert names["trang-thai"] == names["status"] == "status"
    assert names["chu-tri"] == names["lead"] == names["leads"] == "leads"
    assert names["state-share-now"] == names["ty-le"] == "mean"
    assert names["id"] == "id"
    years = tuple(Column(key=f"year_{y}", title=str(y), width=8, field="values") for y in (2021, 2022))
    names = field_names(View("indicators", pl.DataFrame(), years), words_vi)
    assert names["2022"] == "year_2022"
    assert "values" not in names  # two columns edit it: the name would be a guess


@law(15, 2_000)
@given(st.text())
def test_parse_never_raises(text: str) -> None:
    view = View("tasks", frame(), COLUMNS)
    names = field_names(view, words_vi)
    filter = parse(text)
    narrow(view, filter, names)
    for fault in faults(view, filter, names):
        assert str(fault)


VIETNAMESE_TEXT = st.text(alphabet="&aAăÂđĐêÊơưƯạẤầỔữỵ ỳxz09qukhòày-–−;≥≠ßİſ\u0301\u0323\u0302\u031b́ΣςÅﬁ\n한각é")


@given(st.lists(st.one_of(st.none(), st.text(), VIETNAMESE_TEXT)))
@law(25, 5_000)
def test_folding_a_column_is_folding_each_text(texts: list[str | None]) -> None:
    series = pl.Series("texts", texts, dtype=pl.String)
    for few in (fold_columns._FEW, 0):  # as a column, too
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(fold_columns, "_FEW", few)
            assert folded(series).to_list() == [None if t is None else bare_sound(t) for t in texts]
            assert lowered(series).to_list() == [None if t is None else sound(t) for t in texts]
            assert order_keys(series).to_list() == [None if t is None else order_key(t) for t in texts]


@law(20, 2_000)
@given(st.lists(VIETNAMESE_TEXT, min_size=1), VIETNAMESE_TEXT)
def test_a_word_is_found_as_the_model_says(texts: list[str], query: str) -> None:
    word = "".join(query.split())
    column = Column(key="text", title="Text", width=10)
    rows = View("tasks", pl.DataFrame({"id": [""] * len(texts), "text": texts}), (column,))
    found = narrow(rows, Filter((Term(word),)), {})["text"].to_list() if word else texts
    assert found == [t for t in texts if matches(word, t)]


def test_the_text_is_folded_once_for_a_frame_and_dropped_with_it() -> None:
    with only_of_here():
        view = View("tasks", frame(), COLUMNS)
        narrow(view, parse("dat"), {})
        first = SearchIndex.of(view)
        narrow(view, parse("dat dai"), {})
        assert SearchIndex.of(View("tasks", view.frame, COLUMNS)) is first
        key = (id(view.frame), view.columns)
        assert key in SearchIndex._kept
        del view
        if key in SearchIndex._kept:
            gc.collect()
        assert key not in SearchIndex._kept


# -- order --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [1, 3])
def test_rows_made_ready_in_blocks_are_found_and_ordered_as_together(at_once: int) -> None:
    """As of a million rows, block after block."""
    together, in_blocks = View("tasks", frame(), COLUMNS), View("tasks", frame(), COLUMNS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fold_columns, "_FEW", 0)
        text, keys = SearchIndex.of(together).rows(Form.FOLDED), order_keys(together.frame["summary"])
        patch.setattr(search_index, "AT_ONCE", at_once)
        patch.setattr(fold_columns, "AT_ONCE", at_once)
        assert SearchIndex.of(in_blocks).rows(Form.FOLDED).to_list() == text.to_list()
        assert order_keys(in_blocks.frame["summary"]).to_list() == keys.to_list()
        assert ids(in_blocks, "dat") == ids(together, "dat") == ["t1", "t2"]
        by_words = Column(key="summary", title="Task", width=10)
        whole = [order(together.frame, by_words, down)["id"].to_list() for down in (False, True)]
        patch.setattr(filter_module, "AT_ONCE", at_once)
        assert [order(together.frame, by_words, down)["id"].to_list() for down in (False, True)] == whole


def test_vietnamese_order_missing_last_both_ways() -> None:
    texts = ["Đức", "da", "ăn", None, "an", "ân", "Dũng", "", "đa", "án"]
    rows = pl.DataFrame({"id": [str(i) for i in range(len(texts))], "name": texts})
    column = Column(key="name", title="Name", width=10)
    up = order(rows, column, False)["name"].to_list()
    assert up == ["an", "án", "ăn", "ân", "da", "Dũng", "đa", "Đức", None, ""]
    down = order(rows, column, True)["name"].to_list()
    assert down == [*reversed(up[:8]), None, ""]


def test_numbers_by_value_days_by_day_codes_by_rank() -> None:
    rows = frame()
    columns = {c.key: c for c in COLUMNS}
    assert order(rows, columns["figure"], False)["id"].to_list() == ["t4", "t1", "t2", "t3"]
    assert order(rows, columns["figure"], True)["id"].to_list() == ["t2", "t1", "t4", "t3"]
    assert order(rows, columns["mean"], True)["id"].to_list() == ["t1", "t2", "t3", "t4"]
    assert order(rows, columns["due"], False)["id"].to_list() == ["t1", "t4", "t2", "t3"]
    assert order(rows, columns["status"], False)["id"].to_list() == ["t2", "t3", "t1", "t4"]
    assert order(rows, columns["status"], True)["id"].to_list() == ["t1", "t2", "t3", "t4"]  # equal rows as they stood
    assert order(rows, columns["leads"], False)["id"].to_list() == ["t2", "t1", "t3", "t4"]
    assert order(rows.drop("status_rank"), columns["status"], False)["id"].to_list() == ["t2", "t3", "t1", "t4"]


@law(15, 2_000)
@given(st.lists(st.one_of(st.none(), VIETNAMESE_TEXT)), st.booleans())
def test_order_is_stable_and_loses_nothing(texts: list[str | None], descending: bool) -> None:
    rows = pl.DataFrame({"id": list(range(len(texts))), "name": texts}, schema={"id": pl.Int64, "name": pl.String})
    got = order(rows, Column(key="name", title="Name", width=10), descending)["id"].to_list()
    there = sorted((i for i, t in enumerate(texts) if t), key=lambda i: order_key(texts[i] or ""), reverse=descending)
    if descending:  # Python's reverse keeps equal ones as they stood as well
        assert got[: len(there)] == there
    assert got == [*there, *(i for i, t in enumerate(texts) if not t)]


def test_empty_frame() -> None:
    view = View("tasks", frame().clear(), COLUMNS)
    assert narrow(view, parse("dat figure>=2 leads:x due>2023"), field_names(view, words_vi)).height == 0
    assert order(view.frame, COLUMNS[0], True).height == 0


@longer
@pytest.mark.parametrize("field", of_these(["summary", "status", "due", "leads", "order", "note"], ["leads"]))
def test_after_an_edit_a_filter_finds_what_it_would_find_anew(field: str) -> None:
    plan = load(SHIPPED if LONG else SAMPLE).plan
    workspace, frames = Workspace(plan), Frames(plan)
    words, day = Words("vi"), dt.date(2024, 6, 30)
    old = tasks_view(frames, plan, day, words)
    names = field_names(old, words)
    queries = [parse(q) for q in ("sửa", "sua", "lead:tai chinh", "due>=2024", "status:xong", "!a", 'status:"hoàn thành"')]
    for query in queries:
        narrow(old, query, names)
    new_values: dict[str, object] = {
        "summary": "Việc đã sửa",
        "status": "done",
        "due": day,
        "leads": list(plan.tables["agencies"])[:1],
        "order": 77,
        "note": "sửa",
    }
    ids = list(plan.tables["tasks"])
    edits = [workspace.set_field("tasks", id, field, new_values[field]) for id in (ids[1], ids[-2])]
    frames.renew(workspace.apply(edits, say("x")).edits)
    new = tasks_view(frames, plan, day, words)
    SearchIndex.carry_over(old, new)
    fresh = tasks_view(Frames(plan), plan, day, words)
    for query in queries:
        assert narrow(new, query, names).equals(narrow(fresh, query, names), null_equal=True)
    seen = any(not narrow(new, query, names).equals(narrow(old, query, names), null_equal=True) for query in queries)
    assert seen or LONG, "in the small plan a query finds other rows than before"


def with_entries() -> Frames:
    sections = {"s": {"number": "I", "title": "Mục", "order": 1}}
    tasks = {
        "logged": {"log": [{"on": dt.date(2024, 3, 1), "text": "Chưa có kinh phí"}, {"on": dt.date(2024, 6, 1), "text": "Đã họp"}]},
        "extended": {"extensions": [{"on": dt.date(2024, 3, 1), "due": dt.date(2024, 9, 1), "reason": "Chờ nghị định", "basis": "d"}]},
        "linked": {"links": [{"title": "Bản đồ quy hoạch", "url": "https://example.vn/ban-do"}]},
        "plain": {},
    }
    return frames_of(
        sections=sections,
        documents={"d": {"kind": "Quyết định", "number": "12/QĐ-UBND", "issuer": "UBND tỉnh", "about": "gia hạn"}},
        tasks={id: {"section": "s", "order": n, "summary": f"Việc {n}", **more} for n, (id, more) in enumerate(tasks.items(), 1)},
        sources={"s1": {"title": "Niên giám thống kê"}},
        indicators={
            "noted": indicator("floor", target=1, values=[{**figure(2024, 5), "note": "Điều tra mẫu", "source": "s1"}]),
            "agreed": indicator("floor", target=1, milestones=[{"year": 2023, "target": 1, "basis": "d"}]),
        },
    )


@pytest.mark.parametrize(
    ("table", "query", "found"),
    [
        ("tasks", "kinh phi", ["logged"]),
        ("tasks", "kinh phí", ["logged"]),
        ("tasks", "kỉnh phi", []),
        ("tasks", "nghi dinh", ["extended"]),
        ("tasks", '"quy hoach"', ["linked"]),
        ("tasks", "example.vn", ["linked"]),
        ("tasks", "!kinh !example.vn !dinh", ["plain"]),
        ("tasks", '"kinh phi da hop"', []),  # never across two entries
        ("indicators", "dieu tra", ["noted"]),
        ("indicators", "nien giam", ["noted"]),  # where its figure comes from
        ("indicators", "Điêu tra", []),
    ],
)
def test_a_filter_finds_what_stands_inside_entries(table: str, query: str, found: list[str]) -> None:
    view = entries_view(table)
    assert narrow(view, parse(query), field_names(view, Words("vi")))["id"].to_list() == found


@cache
def entries_view(table: str) -> View:
    """What is shown of :func:`with_entries`; the tests only look at it."""
    frames = with_entries()
    make = tasks_view if table == "tasks" else targets_view
    return make(frames, frames.plan, dt.date(2025, 6, 30), Words("vi"))


def test_after_an_edit_inside_an_entry_a_filter_finds_what_stands_there_now() -> None:
    frames = with_entries()
    workspace = Workspace(frames.plan)
    workspace.listeners.append(lambda change: frames.renew(change.edits))

    def ids(query: str) -> list[str]:
        view = tasks_view(frames, frames.plan, dt.date(2025, 6, 30), Words("vi"))
        return narrow(view, parse(query), field_names(view, Words("vi")))["id"].to_list()

    assert ids("kinh phi") == ["logged"] and ids("bo tri von") == []
    log = [{"on": dt.date(2024, 3, 1), "text": "Đã bố trí vốn"}]
    workspace.apply([workspace.set_field("tasks", "plain", "log", log), workspace.set_field("tasks", "logged", "log", [])], say("x"))
    assert ids("kinh phi") == [] and ids("bo tri von") == ["plain"]
