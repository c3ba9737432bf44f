"""Unusual, broken and random files: a plan or one sentence, never a traceback; saved without a change, the same bytes."""

# ruff: noqa: E501 - one case a line
from __future__ import annotations

import random
from importlib.util import find_spec
from pathlib import Path

import pytest
import tomli
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from proofs import texts
from proofs.__main__ import SMALL_PLAN
from proofs.fuzz import history_fault, journal_fault, made_files, spoilt
from tests.support.lengths import LONG, law, longer
from tests.support.paths import SAMPLE
from tui.store.files.errors import CannotRead, SaveFailed
from tui.store.plan_file import load
from tui.store.plan_save import save

PLAN = SAMPLE.read_bytes()
BESIDE = PLAN if LONG else SMALL_PLAN
"""What stands before and behind the texts; at length a plan with every table."""

UNUSUAL = {
    "nothing": "",
    "only blanks": " \t\n\n",
    "only a comment, no line end": "# chú thích",
    "byte order mark": '\ufeff[plan]\ntitle = "x"\n',
    "byte order mark alone": "\ufeff",
    "CRLF": '[plan]\r\ntitle = "x"\r\nterm = { start = 2021-01-01, end = 2025-12-31 }\r\n',
    "both line ends": '[plan]\r\ntitle = "x"\nnote = "y"\r\n',
    "no line end at the end": '[goals.g]\nnumber = 1\ntitle = "x"',
    "dotted keys for records": 'goals.g.number = 1\ngoals.g.title = "x"\n',
    "dotted keys below a header": '[goals]\ng.number = 1\ng.title = "x"\nh = { number = 2, title = "y" }\n',
    "a table in one line": 'goals = { g = { number = 1, title = "x" }, h = { number = 2, title = "y" } }\n',
    "quoted keys": '[goals."có dấu"]\n\'number\' = 1\n"title" = "x"\n',
    "a header with blanks": '[ goals . g ]\nnumber = 1\ntitle = "x"\n',
    "an id with dots": '[goals."a.b"]\nnumber = 1\ntitle = "x"\n',
    "an empty id": '[goals.""]\nnumber = 1\ntitle = "x"\n',
    "records out of order": '[goals.g]\nnumber = 1\ntitle = "x"\n[plan]\ntitle = "p"\n[goals.h]\nnumber = 2\ntitle = "y"\n',
    "a record in two parts": '[indicators.i]\ngoal = "g"\n[goals.g]\nnumber = 1\ntitle = "x"\n[indicators.i.more]\nx = 1\n',
    "a text that looks like a header": '[plan]\ntitle = "x"\nobjective = """\n[goals.g]\nnumber = 1\n"""\n',
    "a literal text that looks like a header": "[plan]\ntitle = 'x'\nobjective = '''\n[plan]\n[[x]]\n'''\n",
    "a text with quotes at its end": '[plan]\ntitle = """x"""""\n',
    "a text folded by backslashes": '[plan]\ntitle = """một \\\n   hai \\\n\n  ba"""\n',
    "an entry over lines": '[plan]\ntitle = "x"\nterm = { start = 2021-01-01,\n end = 2025-12-31 }\n',
    "a comma at the end of an entry": '[plan]\ntitle = "x"\nterm = { start = 2021-01-01, # a\n # b }\n}\n',
    "codes of letters": '[plan]\ntitle = "\\e[1m\\x41\\xff"\n',
    "times without seconds": "[extra]\na = 07:32\nb = 1979-05-27 07:32\nc = 1979-05-27T07:32Z\n",
    "escapes": '[plan]\ntitle = "\\u0110\\U0001F33E \\t \\" \\\\"\n',
    "a literal with backslashes": "[plan]\ntitle = 'C:\\thư mục'\n",
    "a hash in a text": '[plan]\ntitle = "a # b" # c\n',
    "a list over lines with comments": '[plan]\ntitle = "x"\nrecipients = [ # a\n  "b", # c\n\n  # d\n  "e" # f\n] # g\n',
    "a list with a comma at the end": '[plan]\ntitle = "x"\nrecipients = ["a", "b", ]\n',
    "lists in lists": "[extra]\nx = [[1, 2], [[3]], [], [[]], ['a', ['b']]]\n",
    "mixed lists": "[extra]\nx = [1, 'a', 2025-01-01, { b = 1 }, [2.0]]\n",
    "entries as blocks": '[indicators.i]\ngoal = "g"\nname = "n"\nkind = "count"\n[[indicators.i.values]]\nyear = 2020\nvalue = 1\nvintage = "plan"\n',
    "entries in lines": '[indicators.i]\nvalues = [\n  { year = 2020, value = 1.0, vintage = "plan" },\n  {year=2021,value=2,vintage="plan"}\n]\n',
    "an empty table in one line": "[extra]\nx = {}\ny = { }\n",
    "nested tables in one line": "[extra]\nx = { a = { b = { c = [ { d = 1 } ] } } }\n",
    "whole numbers": "[extra]\na = +99\nb = -0\nc = 1_000\nd = 0xDEAD_beef\ne = 0o755\nf = 0b1101\n",
    "a huge whole number": "[extra]\na = 123456789012345678901234567890\n",
    "decimals": "[extra]\na = +1.0\nb = -0.0\nc = 5e+22\nd = 6.626e-34\ne = 1e06\nf = inf\ng = -inf\nh = nan\ni = -nan\n",
    "dates and times": "[extra]\na = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00.999999-07:00\nc = 1979-05-27T07:32:00\nd = 1979-05-27\ne = 07:32:00.5\n",
    "the first and the last day": "[extra]\na = 0001-01-01\nb = 9999-12-31\n",
    "yes and no": "[extra]\na = true\nb = false\n",
    "a format and nothing else": "format = 2\n",
    "blanks behind everything": '[plan]   \ntitle = "x"   \t\n   \n',
    "a record of no fields": "[goals.g]\n",
    "records of a wrong kind": 'goals = 1\nplan = "x"\ntasks = [1]\n',
    "a record that is a value": '[goals]\ng = "x"\n[tasks]\nt = [1]\n',
    "control characters as escapes": '[plan]\ntitle = "\\u001b[2J\\u202e"\n',
    "no format a plan has": "format = 'x'\n",
    "emoji and combining marks": '[plan]\ntitle = "🌾 Kê\u0301 hoa\u0323ch"\n',
}

INVALID = {
    "a control character": b'[plan]\ntitle = "a\x00b"\n',
    "an escape sequence": b'[plan]\ntitle = "\x1b[2J"\n',
    "not UTF-8": b'[plan]\ntitle = "\xff"\n',
    "half a character": b'[plan]\ntitle = "\xc4"\n',
    "a surrogate": b'[plan]\ntitle = "\xed\xa0\x80"\n',
    "an escaped surrogate": b'[plan]\ntitle = "\\uD800"\n',
    "UTF-16": "[plan]\ntitle = 'x'\n".encode("utf-16"),
    "a byte order mark in the middle": "[plan]\n\ufefftitle = 'x'\n".encode(),
    "a lone carriage return": b"[plan]\rtitle = 'x'\n",
    "an open header": b"[plan\ntitle = 'x'\n",
    "an empty header": b"[]\nx = 1\n",
    "a header with something behind it": b"[plan] x\n",
    "a header twice": b"[plan]\nx = 1\n[plan]\ny = 2\n",
    "a key twice": b"[plan]\ntitle = 'a'\ntitle = 'b'\n",
    "a key in two ways": b"[goals]\ng.number = 1\n[goals.g]\ntitle = 'x'\n",
    "a table over a value": b"goals = 1\n[goals.g]\nnumber = 1\n",
    "a list over a table": b"[goals]\n[[goals]]\nx = 1\n",
    "no value": b"[plan]\ntitle =\n",
    "no key": b"[plan]\n= 'x'\n",
    "no equals sign": b"[plan]\ntitle 'x'\n",
    "two values": b"[plan]\ntitle = 'x' 'y'\n",
    "a bare text": "[plan]\ntitle = Kế hoạch\n".encode(),
    "an open text": b'[plan]\ntitle = "x\n',
    "an open text of several lines": b'[plan]\ntitle = """x\n\n',
    "an open list": b"[plan]\nrecipients = ['a',\n",
    "an open entry": b"[plan]\nterm = { start = 2021-01-01\n",
    "two commas at the end of an entry": b"[plan]\nterm = { start = 2021-01-01,, }\n",
    "an entry open in another line": b"[plan]\nterm = {\n start = 2021-01-01,\n\n[goals.g]\n",
    "half a code of a letter": b'[plan]\ntitle = "\\x4"\n',
    "a wrong escape": b'[plan]\ntitle = "\\q"\n',
    "a wrong date": b"[extra]\na = 2025-02-30\n",
    "a wrong time": b"[extra]\na = 24:00:00\n",
    "a wrong offset": b"[extra]\na = 1979-05-27T07:32:00+99:99\n",
    "a leading zero": b"[extra]\na = 007\n",
    "two underscores": b"[extra]\na = 1__0\n",
    "a decimal comma": b"[extra]\na = 1,5\n",
    "a number of five thousand digits": b"[extra]\na = " + b"9" * 5000 + b"\n",
    "lists too deep": b"[extra]\na = " + b"[" * 20000 + b"\n",
    "entries too deep": b"[extra]\na = " + b"{b=" * 20000 + b"\n",
    "a newer format": b"format = 99\n[plan\n",
    "a merge somebody did not finish": b"[plan]\n<<<<<<< mine\ntitle = 'a'\n=======\ntitle = 'b'\n>>>>>>> theirs\n",
    "nothing but brackets": b"[[[[[[[[[[[",
}


@longer
@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_but_valid_files_are_read_and_kept_as_they_are(name: str) -> None:
    data = UNUSUAL[name].encode()
    tomli.loads(UNUSUAL[name].removeprefix("\ufeff"))  # valid indeed
    assert texts.fault_of(data) is None
    assert texts.fault_of(data + BESIDE.replace(b"[plan]", b"[plan_too]")) is None


@longer
@pytest.mark.parametrize("name", INVALID)
def test_invalid_files_are_refused_in_words_or_opened_for_reading(name: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(INVALID[name])
    try:
        assert load(path).read_only_because is not None
    except CannotRead as refused:
        assert str(refused).isprintable()
    assert [p.name for p in tmp_path.iterdir()] == ["plan.toml"] and path.read_bytes() == INVALID[name], "nothing is written"
    for data in (INVALID[name], BESIDE + INVALID[name], INVALID[name] + BESIDE):
        assert texts.fault_of(data) is None


def test_keys_too_deep_for_any_program_are_refused_in_words_when_saving(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"a." * 1500 + b"b = 1\n")
    loaded = load(path)
    save(loaded, loaded.plan)  # nothing to write
    changed = load(path).plan
    changed.tables["goals"]["g"] = {"number": 1, "title": "Mục tiêu"}
    with pytest.raises(SaveFailed, match="too deep"):
        save(loaded, changed)
    assert path.read_bytes() == b"a." * 1500 + b"b = 1\n"


def test_the_files_that_python_tests_its_own_parser_with() -> None:
    """Python's own data where it is installed with its tests; ``proofs --toml-test`` takes more."""
    spec = find_spec("test")
    found = [p for place in (spec.submodule_search_locations or () if spec else ()) for p in Path(place, "test_tomllib").rglob("*.toml")]
    assert {p.name: what for p in found if (what := texts.fault_of(p.read_bytes()))} == {}


@longer
def test_a_plan_cut_off_anywhere_is_opened_for_reading_or_whole() -> None:
    faults = {end: what for end in range(0, len(PLAN), 83 if LONG else 431) if (what := texts.fault_of(PLAN[:end]))}
    assert faults == {}


@given(st.integers(0, 2**32))
@law(2, 300, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_mangled_plan_gives_a_plan_or_a_sentence(seed: int) -> None:
    for data in texts.cases(PLAN, 1000, random.Random(seed)):
        assert texts.fault_of(data) is None, data


@given(st.binary(max_size=400))
@law(20, 2_000, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_bytes_give_a_plan_or_a_sentence(data: bytes) -> None:
    assert texts.fault_of(data) is None
    assert texts.fault_of(b"[plan]\ntitle = 'x'\n" + data + b"\n[goals.g]\nnumber = 1\ntitle = 'y'\n") is None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, bytes]:
    """A folder, a journal and a history as the program writes them."""
    folder = tmp_path_factory.mktemp("made")
    return folder, *made_files(folder, PLAN, random.Random(11))


@longer
def test_a_spoilt_journal_gives_the_steps_before_the_damage(made: tuple[Path, bytes, bytes]) -> None:
    folder, journal, _ = made
    assert journal_fault(folder, journal) is None
    faults = [what for data in spoilt(journal, 300_000 if LONG else 50_000, random.Random(3)) if (what := journal_fault(folder, data))]
    assert faults == []


@longer
def test_a_spoilt_history_keeps_every_line_that_is_whole(made: tuple[Path, bytes, bytes]) -> None:
    _, _, history = made
    assert history.count(b"\n") > 8 and history_fault(history, history) is None
    faults = [what for data in spoilt(history, 600_000 if LONG else 80_000, random.Random(4)) if (what := history_fault(history, data))]
    assert faults == []
