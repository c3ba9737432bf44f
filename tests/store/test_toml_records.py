"""The cut of a text into records: nothing is lost, each record can be read by itself, and no line of a text or list is a header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.toml_laws import LAW, SAMPLE, SHIPPED, at, files, joined_text, parsed
from tui.model.plan import same
from tui.store.toml.parse import cut_of
from tui.store.toml.records import Cut, chunks, cut_roughly, cut_up, record_of, scanned
from tui.store.toml.scan import comments

HEADERS = [("plan",), ("settings",), ("future",), ("tasks", "III-1-a-1"), ("tasks", "b"), ("goals", "g01"), ("odd", "a"), ("odd", "b")]

PLAIN = ["1", '"x" # [tasks.b]', "{ start = 2021-01-01 }", '[\n    "a", # [plan]\n    "b"\n]', '"""\nmột\n\n# hai\n"""']
LOOKALIKES = [
    '"""\n[goals.g01]\n"""',
    "'''\n  [plan]\n[[tasks]]\n'''",
    "[\n[1],\n[2]\n]",
    '[\n    ["a"],\n    [["b"]]\n]',
    '"""\n[odd.a]\nx = """',
]
BETWEEN = ["", "", "\n", "# chú thích\n", "# [plan]\n", "\n# [tasks.b]\n\n", "# một\n# hai\n"]


@attrs.frozen
class Written:
    """A text and the headers it was written with."""

    text: str
    headers: tuple[tuple[str, ...], ...]

    @property
    def ended(self) -> str:
        """The text with a line end at its end."""
        return self.text if self.text.endswith("\n") or not self.text else self.text + ("\r\n" if "\r\n" in self.text else "\n")


@st.composite
def regular(draw: st.DrawFn, values: Sequence[str] = PLAIN) -> Written:
    """Records under headers of their own, comments and blank lines between; the last line may not be ended."""
    headers = draw(st.lists(st.sampled_from(HEADERS), unique=True, max_size=5))
    out = [draw(st.sampled_from(["", "format = 2\n", "# đầu tệp\n\n"]))]
    for header in headers:
        out += (draw(st.sampled_from(BETWEEN)), f"[{'.'.join(header)}]", draw(st.sampled_from(["\n", " # [x]\n"])))
        for number, value in enumerate(draw(st.lists(st.sampled_from(values), max_size=3))):
            out += (draw(st.sampled_from(BETWEEN)), f"k{number} = {value}\n")
    text = "".join((*out, draw(st.sampled_from(BETWEEN))))
    text = text.removesuffix("\n") if draw(st.booleans()) else text
    return Written(text.replace("\n", "\r\n") if draw(st.booleans()) else text, tuple(headers))


any_valid = st.one_of(
    regular().map(lambda w: w.ended),
    regular((*PLAIN, *LOOKALIKES)).map(lambda w: w.ended),
    files().map(lambda f: Written(f[0].removeprefix("\ufeff"), ()).ended),
)
SIGNS = ["[", "]", "[[", "[a.b]", "[plan]", "[tasks.x", "x = 1", '"""', "#", " ", "\n", "\n", "\r\n", "é"]
broken = st.lists(st.sampled_from(SIGNS)).map("".join)


def pieces(cut: Cut[Any]) -> str:
    return cut.preamble + "".join(cut.stretches())


def cuts(text: str) -> Iterator[Cut[Any]]:
    yield cut_roughly(text)
    if (cut := cut_up(text)) is not None:
        yield cut


@LAW
@given(any_valid | broken)
def test_the_pieces_are_the_text_whatever_it_is(text: str) -> None:
    for cut in cuts(text):
        assert pieces(cut) == text
        assert len(cut.paths) == len(cut.starts) - 1 and list(cut.starts) == sorted(cut.starts)
        assert [stretch for _, _, stretch in cut.numbered()] == [cut.stretch(n) for n in range(len(cut.paths))]
        for line, _, stretch in cut.numbered():
            assert text.split("\n")[line - 1].lstrip(" \t").startswith("[")
            assert stretch.startswith(text.split("\n")[line - 1])


@LAW
@given(any_valid)
def test_the_pieces_and_the_chunks_of_a_valid_text_are_the_text(text: str) -> None:
    cut = scanned(text)
    assert pieces(cut) == text
    assert "".join(chunk.gap + chunk.own for _, chunk in chunks(cut)) == text
    assert len(dict(chunks(cut))) == len(list(chunks(cut)))  # no two under one key


@LAW
@given(regular())
def test_each_record_of_a_regular_text_is_read_by_itself(case: Written) -> None:
    doc = parsed(case.text)
    cut = cut_of(case.text, doc)
    assert cut is not None and cut.paths == case.headers
    for path, stretch in zip(cut.paths, cut.stretches(), strict=True):
        assert same(parsed(stretch), {path[0]: {path[1]: doc[path[0]][path[1]]} if len(path) == 2 else doc[path[0]]})
    assert same(parsed(cut.preamble), {key: value for key, value in doc.items() if key == "format"})


@LAW
@given(any_valid)
def test_each_record_of_any_valid_text_is_read_by_itself(text: str) -> None:
    doc = parsed(text)
    for path, stretch in zip(scanned(text).paths, scanned(text).stretches(), strict=True):
        whole, alone = doc, parsed(stretch)
        for key in path:
            whole = whole[key - 1] if isinstance(key, int) else whole[key]
            alone = alone[0] if isinstance(key, int) else alone[key]
        assert all(same(whole[key], value) for key, value in alone.items())


@LAW
@given(any_valid)
def test_a_cut_record_cut_again_is_one_record(text: str) -> None:
    for (path, _), chunk in chunks(scanned(text)):
        if path in ((), ("",)):
            assert scanned(chunk.body).paths == ()
            continue
        again = scanned(chunk.own)
        assert {record_of(found) for found in again.paths} == {path}
        found = [piece for (key, _), piece in chunks(again) if key == path]
        assert [piece.own for piece in found] == [chunk.own]


@LAW
@given(regular())
def test_the_quick_cut_and_the_exact_one_are_one(case: Written) -> None:
    quick = cut_of(case.ended, parsed(case.ended))
    assert quick is not None
    exact = scanned(case.ended)
    assert (quick.paths, quick.starts) == (exact.paths, exact.starts) == (cut_roughly(case.ended).paths, exact.starts)
    assert list(chunks(quick)) == list(chunks(exact))


@LAW
@given(regular((*PLAIN, *LOOKALIKES)))
def test_a_line_that_looks_like_a_header_never_cuts(case: Written) -> None:
    assert scanned(case.ended).paths == case.headers
    quick = cut_of(case.ended, parsed(case.ended))
    assert quick is None or quick.paths == case.headers
    runs = [record for record, _ in groupby(map(record_of, case.headers))]
    assert [path for (path, _), _ in chunks(scanned(case.ended))] == [(), *runs, ("",)]


@pytest.mark.parametrize(
    "text", [SHIPPED, SAMPLE, SAMPLE.replace("\n", "\r\n"), SAMPLE.rstrip()], ids=["shipped", "sample", "CRLF", "no line end"]
)
def test_a_plan_is_cut_into_its_records(text: str) -> None:
    doc = parsed(text)
    cut = cut_of(text, doc)
    assert cut is not None
    assert all(at(doc, path) is not None for path in cut.paths)
    assert len(cut.paths) == len(set(cut.paths)) == sum(line.startswith("[") for line in text.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "[a]\nx = 1\n[a]\n",
        "[plan]\nx = 1\n[plan.term]\n",
        "  [a.b]\nx = 1\n",
        "[a.b]\nx = 1\n  [c.d]\n",
        "[[a]]\nx = 1\n",
        '["a"]\nx = 1\n',
        "[a.b.c]\nx = 1\n",
        "[ a ]\n",
        '[a]\nx = [\n["b"]\n]\n',
        "[a]\nx = [\n  [1]\n]\n",
    ],
)
def test_what_is_written_in_another_way_is_not_regular(text: str) -> None:
    assert cut_up(text) is None


def test_a_text_without_headers_is_all_preamble() -> None:
    for text in ("", "\n", "# x\n", "a.b = 1\n", "tasks = { a = { x = 1 } }\n"):
        for cut in (*cuts(text), scanned(text)):
            assert (cut.paths, cut.preamble, list(cut.stretches())) == ((), text, [])


def test_a_header_that_is_not_closed_is_cut_at_too() -> None:
    text = "[goals.a]\nx = 1\n  [goals.b\nx = 2\n[[ tasks . 'c d' ]] # e\n[1, 2],\n[]\n"
    cut = cut_roughly(text)
    assert cut.paths == (("goals", "a"), ("goals", "b"), ("tasks", "c d"))
    assert [line for line, _, _ in cut.numbered()] == [1, 3, 5]


def test_tables_of_a_record_that_has_no_header_itself_keep_their_comments() -> None:
    base = "[plan.a]\nx = 1 # một\n\n# trên\n[plan.b]\ny = 2 # hai\n"
    mine, theirs = base.replace("x = 1", "x = 3"), "# t\n" + base.replace("y = 2", "y = 4").replace("x = 1", "x = 5")
    out = joined_text(base, mine, theirs)
    assert out == "# t\n[plan.a]\nx = 3 # một\n\n# trên\n[plan.b]\ny = 4 # hai\n"
    assert comments(joined_text(base, mine, base)) == comments(base)


def test_a_first_header_that_is_indented_is_a_record_like_others() -> None:
    text = "  [plan]\n  x = 1 # một\n\n[goals.b]\ny = 2\n"
    assert cut_of(text, parsed(text)) is None
    assert [path for (path, _), _ in chunks(scanned(text))] == [(), ("plan",), ("goals", "b"), ("",)]
