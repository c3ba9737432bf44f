"""A record of plain lines read without a parser holds what the parser finds in it; what is not plain is left to the parser."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.toml_laws import SAMPLE, SHIPPED
from tui.store.toml import plain_lines
from tui.store.toml.parse import parsed
from tui.store.toml.plain_lines import PlainLines
from tui.store.toml.records import cut_up

SAID = [
    *('a = "b"', "a = 1", "a = -0", "a = 1.50", "a = -0.0", "a = 2025-02-28", "a = true", "a = false", "a = []", 'a = ["x", "y"]'),
    *('b = "Kế hoạch"', "b = { x = 1, y = [] }", 'b = { x = "1", y = ["z"] }', "c = [", '    "x",', '    "y"', "    { x = 1 },", "]", ""),
    *(
        "# said",
        "  # said",
        "d-e_2 = 1",
        "2 = 3",
        'a = "c"',
        '    { x = "1, y", z = 3 },',
        '    { x = "1", y = [] },',
        "    { x = 1, z = true }",
    ),
]
NOT_PLAIN = [
    *('a = "b\\n"', "a = 01", "a = +1", "a = 1_000", "a = 1e5", "a = 0x1", "a = nan", "a = 2025-02-29", "a = 2025-02-28T10:00:00"),
    *(
        'a = "b" # said',
        "a.b = 1",
        '"a" = 1',
        "a=1",
        "a = [1, 2]",
        "a = ['x']",
        'a = ["x",]',
        "a = {}",
        "a = { x = 1, x = 2 }",
        'a = "',
        "a =",
    ),
    *(
        "a = { x = { y = 1 } }",
        'a = """',
        "x\ty",
        "a = 1.",
        "a = .5",
        "a = truer",
        'a = "\x01"',
        'a = "\t"',
        "# \x01",
        "a = 1\r",
        "[[",
        ",",
    ),
    *(
        "    { x = 1, x = 2 },",
        "    { x = { y = 1 } },",
        '    { x = "\\"", y = 1 },',
        "    { x = 1 # },",
        "    { x = [1], y = 1 },",
        "    {  },",
        "a = [",
    ),
    *(
        "a = 12345678901234567890",
        "    1,",
        '    "x", "y"',
        "  ]",
        "a = [ ]",
        "a = 0000-01-01",
        'a = "\x7f"',
        'a = "\u0085\u2028"',
        "\ufeff",
    ),
]


def held(record: str) -> object:
    """What the parser finds below the header ``[t.a]``; None where it finds fault."""
    try:
        return tomllib.loads(record)["t"]["a"]
    except ValueError:
        return None


@law(60, 20_000)
@given(st.lists(st.lists(st.sampled_from(SAID) | st.sampled_from(NOT_PLAIN), max_size=6), max_size=4), st.integers(0, 3), st.integers(1, 9))
def test_what_is_read_without_the_parser_is_what_the_parser_reads(found: list[list[str]], of_key: int, most: int) -> None:
    """Also where a key has more lines than are remembered of one, or all have more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_lines, "_MOST_OF_KEY", of_key)
        patch.setattr(plain_lines, "_MOST", most)
        plain = PlainLines(tomllib.loads)
        for lines in found:
            record = "\n".join(["[t.a]", *lines])
            quick = plain.record(record)
            assert quick is None or repr(quick) == repr(held(record)), record  # the same types too, in the same order


def test_every_line_of_the_plain_ones_is_read_and_no_other() -> None:
    for line in [*SAID[:12], "b = { x = 1, y = [] }", "d-e_2 = 1", "2 = 3"]:
        record = f"[t.a]\n{line}\n"
        assert repr(PlainLines(tomllib.loads).record(record)) == repr(held(record)), line
    for line in NOT_PLAIN:
        record = f"[t.a]\n{line}\n"
        assert repr(PlainLines(tomllib.loads).record(record)) in ("None", repr(held(record))), line
    assert PlainLines(tomllib.loads).record("[t.a] # \x01]\n") is None and PlainLines(tomllib.loads).record("[t.a]") == {}


def test_nearly_every_record_of_a_plan_is_plain() -> None:
    """Else the quick reading is for nothing."""
    cut = cut_up(SHIPPED)
    assert cut is not None
    plain = PlainLines(tomllib.loads)
    told = [plain.record(stretch) is not None for stretch in cut.stretches()]
    assert sum(told) > 0.9 * len(told) > 0
    assert parsed(SHIPPED) == tomllib.loads(SHIPPED) and list(parsed(SAMPLE)["tasks"]) == list(tomllib.loads(SAMPLE)["tasks"])


def test_no_list_and_no_entry_belongs_to_two_records() -> None:
    body = 'ids = ["x"]\nentry = { y = ["z"] }\nmany = [\n    { y = ["z"] },\n]\n'
    found = parsed(f"[t.a]\n{body}\n[t.b]\n{body}")["t"]
    one, other = found["a"], found["b"]
    one["ids"].append("more")
    one["entry"]["y"].append("more")
    one["many"][0]["y"].append("more")
    assert other == {"ids": ["x"], "entry": {"y": ["z"]}, "many": [{"y": ["z"]}]}
