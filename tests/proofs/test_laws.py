"""A small run of the proof that goes the full way with the laws of the suite: it sees the long lengths, and says what fails."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from proofs import laws
from tests.conftest import pytest_collection_modifyitems
from tests.support.lengths import LONG, OfTwoLengths, in_proofs, longer

PLANTED = """\
import pytest

from tests.support.lengths import LONG, in_proofs, law, of_these
from hypothesis import given, strategies as st

tried = []

@law(2, 31)
@given(st.integers())
def test_a_law(number): tried.append(number)

@pytest.mark.longer
@pytest.mark.parametrize("case", of_these("abc", "b"))
def test_a_walk(case): assert case != "c", "c is no good"

def test_of_one_length(): assert not LONG

@in_proofs
def test_a_whole_one(): assert LONG

@pytest.mark.longer
def test_how_often(): assert len(tried) == 31
"""


def test_what_has_two_lengths_goes_the_long_one_and_every_fault_is_told(tmp_path: Path) -> None:
    tests = tmp_path / "planted"
    tests.mkdir()
    (tests / "test_planted.py").write_text(PLANTED, encoding="utf-8")
    (tests / "test_unreadable.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    outcome = laws.run(tmp_path, tests)
    assert outcome.counts == {"laws and walks at full length": 7}
    unreadable, failing = outcome.faults
    assert "nothing_of_this_name" in unreadable
    assert "test_a_walk[c]" in failing and "c is no good" in failing


def ran_one(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
    """What pytest leaves when it is asked for one test by its name and runs it."""
    assert command[command.index("-k") + 1] == "a_walk and b" and command[command.index("-m", 3) + 1] == "longer"
    report = next(option for option in command if option.startswith("--junitxml="))
    case = '<testsuites><testsuite><testcase classname="planted.test_planted" name="test_a_walk[b]"/></testsuite></testsuites>'
    Path(report.partition("=")[2]).write_text(case, encoding="utf-8")
    return subprocess.CompletedProcess(command, 0, "", "")


@longer
def test_only_those_with_a_word_in_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the suite pytest itself runs in the test above; here what it is asked for is looked at, and in the proof it runs again."""
    if not LONG:
        monkeypatch.setattr(laws.subprocess, "run", ran_one)
    tests = tmp_path / "planted"
    tests.mkdir()
    (tests / "test_planted.py").write_text(PLANTED, encoding="utf-8")
    outcome = laws.run(tmp_path, tests, "a_walk and b")
    assert (outcome.id, outcome.faults, outcome.counts.total()) == ("laws-a-walk-and-b", (), 1)


class Walk(OfTwoLengths):
    """What goes further in the proof."""

    goes_further = True


WALK, PLAIN = Walk(), OfTwoLengths()


@in_proofs
def whole() -> None:
    """A test that only the proof runs."""


def goes_through_a_walk() -> None:
    assert WALK


def goes_through_one_of_one_length() -> None:
    assert PLAIN


def test_what_is_for_the_proof_alone_is_no_part_of_the_suite_and_what_goes_through_it_is_picked(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[pytest.Item] = []
    monkeypatch.setattr(request.config.hook, "pytest_deselected", lambda items: left.extend(items))
    tests = (whole, goes_through_a_walk, goes_through_one_of_one_length)
    items = [pytest.Function.from_parent(request.node.parent, name=test.__name__, callobj=test) for test in tests]
    kept: list[pytest.Item] = list(items)
    pytest_collection_modifyitems(request.config, kept)
    assert (left, kept) == (([], items) if LONG else (items[:1], items[1:]))
    assert [item.get_closest_marker("longer") is not None for item in items] == [True, True, False]
