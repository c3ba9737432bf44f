"""What Python before 3.11.5 does not match as it should is not written: Debian 12 has 3.11.2, where nobody runs these tests."""

from __future__ import annotations

import re

import pytest

from tests.support.paths import ROOT
from tui.store.toml.scan import scan

_WRITTEN = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")
_ALLOWED = {"scan.py": 2, "strings.py": 2}
"""Groups that are not tried again: in these each way on is told by its first letter."""


def test_groups_that_are_not_tried_again_stand_only_where_their_ways_on_are_told_by_the_first_letter() -> None:
    found = {path.name: len(hits) for path in (ROOT / "tui").rglob("*.py") if (hits := _WRITTEN.findall(path.read_text(encoding="utf-8")))}
    assert found == _ALLOWED


@pytest.mark.parametrize("inside", ['a""b', '"', '""', 'a\\"""b', "\\\\", '"\n""\n', ""])
@pytest.mark.parametrize("end", ['"""', '""""', '"""""'])
def test_a_text_of_several_lines_ends_where_it_ends(inside: str, end: str) -> None:
    text = f'a = """x{inside}y{end} # z\n\n  b = 1\n'
    (block,) = scan(text)
    assert [statement.path[-1] for statement in block.statements] == ["a", "b"]
