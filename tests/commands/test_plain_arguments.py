"""What nearly every start is called with is read without argparse, and is what argparse reads."""

from __future__ import annotations

import pytest

from tui.commands import workbench
from tui.i18n.words import Words
from tui.start import first_paint

PLAIN = (
    "",
    "plan.toml",
    "--lang vi plan.toml",
    "plan.toml --lang=en",
    "--lang vi --lang en",
    "--fresh --lang=vi --timings ./a=b",
    f"kế-hoạch.toml {' '.join(first_paint.ALONE)}",
    "--debug --debug /a/plan.toml",
)
NOT_PLAIN = (
    "one two",
    "--as-of 2025-01-01 plan.toml",
    "--as-of=2025-01-01",
    "--lang",
    "--lang --fresh",
    "--lang=fr",
    "--lang= plan.toml",
    "--fresh=1",
    "--fres",
    "-V",
    "--help",
    "-- plan.toml",
    "-",
    "--unknown",
)


@pytest.mark.parametrize("said", PLAIN)
def test_plain_arguments_are_what_argparse_reads(said: str) -> None:
    given = said.split()
    told = workbench._plain(given)
    assert told is not None and told == workbench.workbench_parser(Words("vi")).read(given)


def test_what_says_more_is_left_to_argparse() -> None:
    assert [said for said in NOT_PLAIN if workbench._plain(said.split()) is not None] == []
    assert workbench._plain(["", "plan.toml"]) is None and workbench._plain([""]) is None


def test_an_option_that_comes_is_read_by_both() -> None:
    """A new option without a value stands in :data:`tui.start.first_paint.ALONE`, or its first screen would be left out."""
    told = vars(workbench.workbench_parser(Words("vi")).read([]))
    assert vars(workbench._plain([]) or workbench.argparse.Namespace()) == told
