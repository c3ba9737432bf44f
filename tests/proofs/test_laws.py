"""A small run of the proof that goes the full way with the laws of the suite: it sees the long lengths, and says what fails."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from proofs import laws
from tests.support.lengths import LONG, longer

PLANTED = """\
import pytest

from tests.support.lengths import LONG, law, of_these
from hypothesis import given, strategies as st

tried = []

@law(2, 31)
@given(st.integers())
def test_a_law(number): tried.append(number)

@pytest.mark.longer
@pytest.mark.parametrize("case", of_these("abc", "b"))
def test_a_walk(case): assert case != "c", "c is no good"

def test_of_one_length(): assert not LONG

@pytest.mark.longer
def test_how_often(): assert len(tried) == 31
"""


def test_what_has_two_lengths_goes_the_long_one_and_every_fault_is_told(tmp_path: Path) -> None:
    tests = tmp_path / "planted"
    tests.mkdir()
    (tests / "test_planted.py").write_text(PLANTED, encoding="utf-8")
    (tests / "test_unreadable.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    outcome = laws.run(tmp_path, tests)
    assert outcome.counts == {"laws and walks at full length": 6}
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
