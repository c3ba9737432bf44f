"""Two versions of a file joined, whatever they look like: values, comments, layout, line ends."""

from __future__ import annotations

import gc
import tomllib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.toml_laws import ANY_LAYOUT, PLAN, SAMPLE, SHIPPED, altered, at, files, header_pieces, joined_text, parsed, tidy
from tui.model.plan import same
from tui.store.merge import merge_documents
from tui.store.toml import write as toml_text
from tui.store.toml.merge_text import Three, join_texts, theirs_whole
from tui.store.toml.parse import cut_of, parsed_after
from tui.store.toml.parse import parsed as read
from tui.store.toml.records import chunks, cut_up, scanned
from tui.store.toml.scan import comments
from tui.store.toml.write import render

LAW = law(6, 250, ANY_LAYOUT)


def annotated(draw: st.DrawFn, text: str, mark: str) -> str:
    """The text with comments put in above statements and headers, behind them, and between records."""
    eol = "\r\n" if "\r\n" in text else "\n"
    ended = text if text.endswith("\n") or not text else text + eol
    bom = "\ufeff" if ended.startswith("\ufeff") else ""
    ended = ended.removeprefix(bom)
    places = []
    for block in toml_text.scan(ended):
        if block.path:
            places.append((block.line, f"# {mark}@;{eol}"))
            places.append((block.lead, f"{eol}# {mark}@;{eol}{eol}"))
        for statement in block.statements:
            places.append((statement.line, f"# {mark}@;{eol}"))
            places.append((statement.end - len(eol), f" # {mark}@;"))
    if not places:
        return text
    chosen = draw(st.lists(st.sampled_from(places), max_size=3, unique=True))
    for number, (pos, note) in enumerate(sorted(chosen, reverse=True)):
        ended = ended[:pos] + note.replace("@", str(number)) + ended[pos:]
    return bom + (ended if text.endswith("\n") or not text else ended.removesuffix("\n").removesuffix("\r"))


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A file and two versions of it: values changed, or comments, or both."""
    base, _ = draw(files())
    old = parsed(base)
    sides = []
    for mark in ("mine", "theirs"):
        text = render(base, old, altered(draw, old, f"new-{mark}")) if draw(st.booleans()) else base
        sides.append(annotated(draw, text, mark) if draw(st.booleans()) else text)
    return base, sides[0], sides[1]


@LAW
@given(versions())
def test_what_only_one_side_changed_is_its_file(case: tuple[str, str, str]) -> None:
    base, mine, _ = case
    assert joined_text(base, mine, base) == mine
    assert joined_text(base, base, mine) == mine
    assert joined_text(base, mine, mine) == mine


@LAW
@given(versions())
def test_the_joined_file_holds_the_joined_values_and_the_comments_of_both(case: tuple[str, str, str]) -> None:
    out = joined_text(*case)
    docs = [parsed(text) for text in case]
    merged = merge_documents(*docs)
    joined, clashes = merged.doc, merged.conflicts
    assert same(tidy(parsed(out)), tidy(joined))
    gone = any(
        id not in joined.get(name, {}) for doc in docs for name, records in doc.items() if isinstance(records, dict) for id in records
    )
    if gone or any(name not in joined for doc in docs for name in doc) or clashes:
        return
    held = Counter(comments(out))
    before, here, there = (Counter(comments(text)) for text in case)
    assert (here - before) - held == Counter()
    assert (there - before) - held == Counter()
    assert (before & here & there) - held == Counter()


@LAW
@given(versions())
def test_records_nobody_touched_stay_as_they_are(case: tuple[str, str, str]) -> None:
    base, mine, theirs = (text.removeprefix("\ufeff") for text in case)
    out = joined_text(*case)
    pieces = [dict(header_pieces(t if t.endswith("\n") else t + "\n")) for t in (base, mine, theirs)]
    for path, piece in pieces[0].items():
        if pieces[1].get(path) == piece == pieces[2].get(path) and at(parsed(out), path) is not None:
            assert piece.rstrip() in out


@LAW
@given(versions())
def test_a_contested_record_can_be_the_other_sides_whole(case: tuple[str, str, str]) -> None:
    docs = [parsed(text) for text in case]
    newest = {**docs[1], **{k: v for k, v in docs[2].items() if not same(v, docs[0].get(k))}}
    out = join_texts(Three(*case), Three(*docs), newest, theirs_whole)
    assert same(tidy(parsed(out)), tidy(newest))


# -- what people meet ---------------------------------------------------------------------------------------------


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


THEIRS = (
    ("# việc thứ hai\n", "# việc thứ hai, sửa\n"),
    ('section = "III-1-a"\nsummary = "Cuối"\n', 'section = "III-1-a"\nsummary = "Cuối cùng" # t\n'),
    ("# III.1.a Đầu tư công\n", "# III.1.a Đầu tư\n"),
    ('status = "unreported"\n', 'status = "done" # t\n'),
    ("# sẽ sửa\n", "# đã sửa\n"),
)
MINE = (
    ('title = "Kế hoạch"  # tạm\n', 'title = "Kế hoạch mới"  # tạm\n'),
    ('leads = ["so-khdt"]\n', '# ai\nleads = ["so-khdt", "so-tc"]\n'),
    ("    # số gốc\n", "    # số gốc của tỉnh\n"),
)


def test_changes_in_different_lines_are_all_made_where_they_stand() -> None:
    assert joined_text(PLAN, changed(PLAN, *MINE), changed(PLAN, *THEIRS)) == changed(PLAN, *MINE, *THEIRS)
    assert joined_text(PLAN, changed(PLAN, *THEIRS), changed(PLAN, *MINE)) == changed(PLAN, *MINE, *THEIRS)


def test_figures_added_on_both_sides_stand_in_one_list_with_their_comments() -> None:
    last = '    { year = 2022, value = 8.59, vintage = "official" }\n'
    mine = changed(PLAN, (last, last[:-1] + ',\n    { year = 2024, value = 7, vintage = "official" }, # m\n'))
    theirs = changed(PLAN, (last, last[:-1] + ',\n    { year = 2023, value = 5.56, vintage = "official" }, # t\n'))
    out = joined_text(PLAN, mine, theirs)
    assert [v["year"] for v in parsed(out)["indicators"]["grdp_growth"]["values"]] == [2020, 2021, 2022, 2023, 2024]
    assert {"# m", "# t"} <= set(comments(out))


def test_a_line_both_changed_is_mine_and_their_comment_goes_above_the_record() -> None:
    mine = changed(PLAN, ('status = "unreported"\n', 'status = "done"\n'))
    theirs = changed(PLAN, ('status = "unreported"\n', 'status = "blocked" # vướng mặt bằng\n'))
    assert joined_text(PLAN, mine, theirs) == changed(mine, ("# việc thứ nhất\n", "# việc thứ nhất\n# vướng mặt bằng\n"))


def test_records_added_at_one_place_stand_one_after_the_other() -> None:
    mine, theirs = (PLAN + f'\n# {who}\n[tasks.{who}]\nsummary = "{who}"\n' for who in ("m", "t"))
    assert joined_text(PLAN, mine, theirs) == mine + theirs.removeprefix(PLAN)


def test_a_record_deleted_there_takes_nobody_elses_comment() -> None:
    theirs = render(PLAN, parsed(PLAN), {**parsed(PLAN), "tasks": {k: v for k, v in parsed(PLAN)["tasks"].items() if k != "III-1-a-1"}})
    mine = changed(PLAN, ("# III.1.a Đầu tư công\n\n", "# III.1.a Đầu tư công\n\n# thêm\n\n"))
    out = joined_text(PLAN, mine, theirs)
    assert comments(out) == [c for c in comments(mine) if c != "# việc thứ nhất"]
    assert "III-1-a-1" not in parsed(out)["tasks"]


@pytest.mark.parametrize("mine_ends", ["\n", "\r\n"])
@pytest.mark.parametrize("theirs_ends", ["\n", "\r\n"])
def test_line_ends_and_byte_order_mark_are_those_of_the_side_that_changed_them(mine_ends: str, theirs_ends: str) -> None:
    mine = changed(PLAN, *MINE).replace("\n", mine_ends)
    theirs = "\ufeff" + changed(PLAN, *THEIRS).replace("\n", theirs_ends)
    wanted = "\r\n" if "\r\n" in (mine_ends, theirs_ends) else "\n"
    assert joined_text(PLAN, mine, theirs) == "\ufeff" + changed(PLAN, *MINE, *THEIRS).replace("\n", wanted)


def test_a_table_moved_into_another_layout_on_one_side_is_joined_by_its_values() -> None:
    base = "[tasks.a]\norder = 1 # một\n\n[tasks.b]\norder = 2\n"
    mine = "[tasks]\na = { order = 1 } # một\nb = { order = 2 }\n"
    theirs = "# t\n[tasks.a]\norder = 3 # một\n\n[tasks.b]\norder = 2\n"
    out = joined_text(base, mine, theirs)
    assert tomllib.loads(out) == {"tasks": {"a": {"order": 3}, "b": {"order": 2}}}
    assert {"# một", "# t"} <= set(comments(out))


def test_nothing_in_common_is_joined_too() -> None:
    assert joined_text("", "", "") == ""
    assert joined_text("", PLAN, PLAN) == PLAN
    assert joined_text("", "[goals.a]\nnumber = 1\n", "[goals.b]\nnumber = 2\n") == "[goals.a]\nnumber = 1\n\n[goals.b]\nnumber = 2\n"
    assert joined_text(PLAN, "", PLAN) == "" and joined_text(PLAN, PLAN, "") == ""


@pytest.mark.parametrize(
    "text",
    [SHIPPED, SAMPLE, SAMPLE.replace("\n\n[", "\n["), SAMPLE + "# cuối tệp"],
    ids=["shipped", "sample", "tight", "ends in a comment"],
)
def test_a_regular_text_is_cut_the_quick_way_as_the_slow_one_does(text: str) -> None:
    """With comments above, between and below records, and texts whose lines look like comments."""
    text = text.replace("\n\n[tasks", '\nzz = """\n# không phải chú thích\n# đây cũng không"""\n# dưới\n\n# rời\n\n# trên\n[tasks', 3)
    ended = text if text.endswith("\n") else text + "\n"
    cut = cut_of(ended, parsed(ended))
    assert cut is not None
    quick, slow = dict(chunks(cut)), dict(chunks(scanned(ended)))
    assert quick == slow and list(quick) == list(slow)
    assert "".join(c.gap + c.own for c in quick.values()) == ended


def test_a_line_of_a_text_that_looks_like_a_header_is_none() -> None:
    text = '[plan]\ntitle = "x"\nobjective = """\n[goals.g]\nnumber = 1\n"""\n'
    assert cut_up(text) is not None and cut_of(text, parsed(text)) is None
    assert same(read(text), parsed(text))


@given(versions())
@LAW
def test_what_stands_as_before_is_taken_over_and_the_rest_is_read(case: tuple[str, str, str]) -> None:
    before, _, now = (t.removeprefix("\ufeff") for t in case)
    old = parsed(before)
    assert same(parsed_after(now, cut_of(before, old), old), parsed(now))
    assert same(read(now), parsed(now))


def test_reading_tells_how_far_it_is_and_can_be_stopped() -> None:
    told: list[float] = []
    read(SHIPPED, told.append)
    assert told[0] == 0 and told[-1] == 1 and told == sorted(told)

    def stop(part: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(SHIPPED, stop)
    assert gc.isenabled()


@pytest.mark.parametrize(
    "text",
    ["[a.b]\nx = 1\n[a.b]\n", "[a]\nb.x = 1\n[a.b]\n", "a.b.x = 1\n[a.b]\n", "[a.b]\nx = 1\n  [a.b.c]\n [a.b.c]\n", "[a.b]\nx = \n[a.c]\n"],
    ids=["twice", "in two ways", "dotted above", "indented twice", "no value"],
)
def test_what_is_not_toml_is_refused_as_a_whole_text_is(text: str) -> None:
    with pytest.raises(ValueError) as whole:
        tomllib.loads(text)
    with pytest.raises(ValueError) as by_record:
        read(text)
    assert str(by_record.value) == str(whole.value)


@pytest.mark.parametrize("below", ["# chờ Quyết định\n", "# chờ Quyết định\n\n"])
def test_a_free_comment_below_which_both_sides_add_a_record_is_written_once(below: str) -> None:
    base = f"format = 2\n\n[goals.a]\nnumber = 1\n\n{below}"
    mine = f"{base}\n[goals.m]\nnumber = 2\n"
    theirs = f"{base}\n# của họ\n\n[goals.t]\nnumber = 3\n"
    out = joined_text(base, mine, theirs)
    assert sorted(comments(out)) == ["# chờ Quyết định", "# của họ"]
    assert set(parsed(out)["goals"]) == {"a", "m", "t"}
    assert "\n\n\n\n" not in out


def test_a_comment_both_sides_wrote_is_written_as_often_as_both_did() -> None:
    base = "format = 2\n\n[goals.a]\nnumber = 1\n"
    mine = f"{base}\n# mới\n\n[goals.m]\nnumber = 2\n"
    theirs = f"{base}\n# mới\n\n[goals.t]\nnumber = 3\n"
    assert comments(joined_text(base, mine, theirs)) == ["# mới", "# mới"]
