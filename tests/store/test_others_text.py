"""What others wrote: files of any kind in the place of ours, values of any kind in the place of ours. Unreadable, and that is all."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.edits import change_summary
from tests.support.lengths import LONG as AT_LENGTH
from tests.support.lengths import longer, of_these
from tests.support.workbench import open_workbench
from tui.config import read_config
from tui.model.clock import Clock
from tui.start import others_file
from tui.start.others_file import NotAFile, TooLarge, bytes_of
from tui.store.files.errors import CannotRead
from tui.store.files.file_state import FileState
from tui.store.log import journal as journals
from tui.store.log.checked_lines import line
from tui.store.log.history import history_of, read_history
from tui.store.log.record import note
from tui.store.others_text import Unreadable, count, json_in, moment, sentence_of, texts
from tui.store.plan_file import load, load_state
from tui.store.plan_save import save
from tui.store.presence import appear, peer_in, presence_folder

ZONES = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59")


# -- one rule -------------------------------------------------------------------------------------------------------


def test_whatever_stands_in_the_place_of_a_file_waits_for_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    assert bytes_of(tmp_path / "file", 3) == b"abc" == bytes_of(tmp_path / "link", 3, links=True)
    with pytest.raises(TooLarge):
        bytes_of(tmp_path / "file", 2)
    for name in ("pipe", "folder", "/dev/zero", "/dev/null"):
        with pytest.raises(NotAFile):
            bytes_of(tmp_path / name, 10)
    for name in ("link", "nowhere", "a\0b"):
        with pytest.raises(OSError):
            bytes_of(tmp_path / name, 10)


def test_a_file_that_grows_while_it_is_read_is_bounded_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    read = os.pread

    def growing(handle: int, size: int, at: int) -> bytes:
        with path.open("ab") as file:
            file.write(b"x" * 100)
        return read(handle, size, at)

    monkeypatch.setattr(others_file.os, "pread", growing)
    with pytest.raises(TooLarge):
        bytes_of(path, 50)


@pytest.mark.parametrize("data", [b"[" * 4000, b"Infinity", b"9" * 5000, b"\xff", b'{"a":' * 4000, b"\0", b""])
def test_a_text_is_json_or_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        json_in(data)
    assert json_in(b"[1]") == [1]


@pytest.mark.parametrize("value", [float("inf"), 1e5, -1, 10**400, True, "3", [], None])
def test_a_count_is_a_number_of_things(value: object) -> None:
    with pytest.raises(Unreadable):
        count({"n": value}, "n")
    assert count({"n": 3}, "n") == 3 and count({}, "n") == 0


@pytest.mark.parametrize("written", [*ZONES, 5, None, "x", "2026-02-30T00:00:00"])
def test_a_moment_can_be_moved_to_any_zone(written: object) -> None:
    with pytest.raises(Unreadable):
        moment({"at": written}, "at")
    naive, zoned = (moment({"at": text}, "at") for text in ("2026-01-01T00:00:00", "2026-01-01T00:00:00-11:00"))
    assert naive < zoned + dt.timedelta(days=2) and Clock().local(zoned).tzinfo is not None


def test_parts_are_texts_and_as_many_as_they_should_be() -> None:
    assert texts({"a": ["x", "y"]}, "a", 2) == ("x", "y") and texts({}, "a", 2) is None
    for odd in (["x"], ["x", 5], "xy", {"x": 1, "y": 2}, ["x", "\ud800"]):
        with pytest.raises(Unreadable):
            texts({"a": odd}, "a", 2)


@pytest.mark.parametrize("template", ["{", "{}", "{0}", "{x}", "{n.__class__}", "{n:>999999999}", "{n!r}", 5])
def test_a_sentence_asks_for_its_values_by_name_only(template: object) -> None:
    with pytest.raises(Unreadable):
        sentence_of(template, {"n": 1})
    assert str(sentence_of("{n} changes", {"n": 1})) == "1 changes"


@pytest.mark.parametrize("name", ["", "0", "٣", "a.b", "a[0]", "n.__class__"])
def test_nor_is_one_that_looks_into_a_value_whatever_the_values_are_called(name: str) -> None:
    with pytest.raises(Unreadable):
        sentence_of(f"{{{name}}}", {name: 1, "n": 1, "a": "x"})


# -- presence -------------------------------------------------------------------------------------------------------


HOSTILE = [
    b"[" * 4000,
    *(json.dumps({"name": "Á", "since": since, "unsaved": 1}).encode() for since in ZONES),
    *(
        b'{"name": "A", "since": "2026-01-01T00:00:00+00:00", "unsaved": %s}' % n
        for n in (b"Infinity", b"NaN", b"1e400", b"9" * 5000, b"-3")
    ),
    json.dumps({"since": "2026-01-01T00:00:00Z", "showing": ["r", "s", "0001-01-01"]}).encode(),
    b"x" * 100_000,
]


@pytest.mark.parametrize("data", HOSTILE)
def test_nonsense_is_of_somebody_who_cannot_be_read(data: bytes) -> None:
    peer = peer_in(data, os.geteuid(), 0.0)
    assert peer is not None and peer.unreadable and peer.unsaved == 0


@longer
@pytest.mark.parametrize("data", of_these(HOSTILE, HOSTILE[:1]))
async def test_who_tells_nonsense_is_there_and_said_once(plan_file: Path, data: bytes) -> None:
    odd = appear(plan_file)
    assert odd is not None
    os.write(odd._handle, data)
    async with open_workbench(plan_file) as bench:
        company = bench.app.flows.company
        company.look_around()
        (peer,) = bench.app.session.watch.others
        assert peer.unreadable and peer.unsaved == 0
        company.look_around()
        told = "cho biết về mình không đọc được"
        assert told in bench.status
        bench.app.plan_screen.tell("")
        company.look_around()
        assert told not in bench.status, "said once"
        await bench.run("who")
        assert told in bench.screen
    odd.leave()


def test_a_session_that_tells_nothing_yet_is_not_told(plan_file: Path) -> None:
    assert peer_in(b"", os.geteuid(), 0.0) is None
    here = appear(plan_file)
    assert here is not None and here.others() == []
    os.mkfifo(presence_folder(plan_file) / "a.session")
    assert here.others() == []


# -- history --------------------------------------------------------------------------------------------------------


def _line(**odd: object) -> bytes:
    entry = {"version": 1, "at": "2026-01-01T00:00:00+07:00", "login": "a", "name": "A", "reason": "", "before": "x", "after": "y"}
    return line({**entry, "edits": None, **odd})


@pytest.mark.parametrize("odd", [*({"at": at} for at in ZONES), {"edits": [{"table": "tasks", "id": "x", "set": "due", "new": [[]] * 3}]}])
def test_a_history_line_of_any_year_ends_no_save(plan_file: Path, odd: dict[str, object]) -> None:
    history_of(plan_file).write_bytes(_line(**odd))
    loaded = load(plan_file)
    loaded.plan.tables["goals"]["zz"] = {"number": 99, "title": "Mới"}
    told = note("lý do")
    state = save(loaded, loaded.plan, note=told)
    assert told.unwritten is None
    found = read_history(plan_file, state)
    assert found.unreadable == 1 and [entry.reason for entry in found.entries] == ["lý do"]
    assert found.entries[0].text is not None, "what can be read begins with the whole plan"


def test_a_plan_file_of_a_year_no_calendar_has_is_saved_and_told(plan_file: Path) -> None:
    history_of(plan_file).write_bytes(_line())
    os.utime(plan_file, (10**11, 10**11))
    loaded = load(plan_file)
    loaded.plan.tables["goals"]["zz"] = {"number": 99, "title": "Mới"}
    told = note()
    save(loaded, loaded.plan, note=told)
    assert told.unwritten is None and len(read_history(plan_file).entries) >= 1
    assert Clock().moment(1e300).year in (2999, 3000)


@pytest.mark.parametrize("place", ["pipe", "folder", "huge"])
def test_what_is_no_history_is_said_and_the_plan_saved(plan_file: Path, place: str) -> None:
    path = history_of(plan_file)
    if place == "pipe":
        os.mkfifo(path)
    elif place == "folder":
        path.mkdir()
    else:
        with path.open("wb") as file:
            file.truncate(1 << 40)
    loaded = load(plan_file)
    loaded.plan.tables["goals"]["zz"] = {"number": 99, "title": "Mới"}
    told = note()
    save(loaded, loaded.plan, note=told)
    assert told.unwritten is not None and "not in the history" in str(told.unwritten)
    with pytest.raises(CannotRead):
        read_history(plan_file)


# -- journals -------------------------------------------------------------------------------------------------------


OF_ANOTHER_VERSION: list[dict[str, object]] = [
    {"do": [{"set": "x", "table": "plan", "id": "other", "new": 1, "expected": 2}], "label": {"template": "x", "values": {}}},
    {"do": [{"set": "x", "table": 5, "id": [1], "new": 1, "expected": 2}], "label": {"template": "x", "values": {}}},
    {"do": [{"add": 5, "table": "tasks", "id": "a", "position": None}], "label": {"template": "x", "values": {}}},
    {"do": [], "label": {"template": "{x.__class__}", "values": {"x": 1}}},
    {"started": ZONES[0]},
    {"steps": 5},
]


def left_by_another_version(plan_file: Path, entry: dict[str, object]) -> Path:
    """The journal of a session that is gone, with an entry this version does not know; a pipe in the place of another."""
    left = journals.start(plan_file, journals.journal_folder())
    os.close(left._handle)
    with left.path.open("ab") as file:
        file.write(line(entry))
    os.mkfifo(left.path.with_name(left.path.name.replace(".journal", "-2.journal")))
    return left.path


@pytest.mark.parametrize("entry", OF_ANOTHER_VERSION)
def test_a_journal_of_another_version_is_left_to_it(plan_file: Path, entry: dict[str, object]) -> None:
    left = left_by_another_version(plan_file, entry)
    assert journals.orphaned_journals(plan_file, journals.journal_folder()) == []
    assert left.exists()


@longer
@pytest.mark.parametrize("entry", of_these(OF_ANOTHER_VERSION, OF_ANOTHER_VERSION[:1]))
async def test_a_journal_of_another_version_ends_no_start(plan_file: Path, entry: dict[str, object]) -> None:
    left = left_by_another_version(plan_file, entry)
    async with open_workbench(plan_file) as bench:
        await change_summary(bench, "III-1", "đã sửa")
        assert bench.unsaved == 1
    assert left.exists(), "what cannot be read is nobody's to delete"


# -- settings and large texts ---------------------------------------------------------------------------------------


def test_settings_of_any_kind_are_said_not_fatal(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    for data in (b"\xff", b"k = " + b"[" * 90_000, b"a." * 9000 + b"b = 1", b"x" * (2 << 20)):
        path.write_bytes(data)
        (fault,) = read_config(path).faults
        assert str(path) in str(fault) and str(fault).isprintable()
    path.write_bytes(b"".join(b"[keys.k%d]\n" % n for n in range(200)) + b'[keys."\\u001b[2J"]\n')
    assert 1 < len(read_config(path).faults) < 10 and all(str(fault).isprintable() for fault in read_config(path).faults)
    path.unlink()
    assert read_config(path).faults == ()
    os.mkfifo(path)
    assert len(read_config(path).faults) == 1


LARGE = {
    "a key of many parts": b"a." * 20_000 + b"b = 1\n",
    "a header of many parts": b"[" + b"a." * 20_000 + b"b]\n",
    "quoted parts": b'"a" . ' * 20_000 + b"b = 1\n",
    "many keys of many parts": b"".join(b"k%d." % n + b"a." * 500 + b"b = 1\n" for n in range(500)),
    "many keys": b"".join(b"%x=1\n" % n for n in range(100_000)),
    "many headers": b"".join(b"[%x]\n" % n for n in range(100_000)),
    "one header many times": b"[plan]\n" * 100_000,
    "open lists": b"k = " + b"[" * 300_000 + b"\n",
    "empty entries": b"k = [" + b"{}," * 300_000 + b"]\n",
    "a long list": b"k = [" + b"1," * 2_000_000 + b"]\n",
    "a long number": b"k = " + b"9" * 1_000_000 + b"\n",
}


@pytest.mark.parametrize("name", LARGE)
def test_a_text_of_nothing_but_keys_is_refused_with_its_line(name: str) -> None:
    with pytest.raises(CannotRead) as refused:
        load_state(FileState(Path("plan.toml"), b"format = 2\n" + LARGE[name]))
    assert refused.value.line is not None and refused.value.line >= 2
    assert str(refused.value).startswith(f"plan.toml, line {refused.value.line}: ") and (
        "expected" in str(refused.value) or "quotes" in str(refused.value)
    )


LONG = {
    "a text": b'x = "' + b"x" * 3_000_000 + b'"\n',
    "a text of many lines": b'x = """' + b"x\n" * 1_000_000 + b'"""\n',
    "escapes": b'x = "' + b"\\n" * (1_000_000 if AT_LENGTH else 300_000) + b'"\n',
    "a comment": b"#" + b"x" * 4_000_000 + b"\n",
    "dots in a text": b'x = "' + b"a." * 1_000_000 + b'"\n',
}


@longer
@pytest.mark.parametrize("name", of_these([*LONG], ["escapes"]))
def test_a_long_text_takes_ten_times_its_size_at_most(name: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(LONG[name])
    code = (
        "import sys; from pathlib import Path; from tui.store.plan_file import load; load(Path(sys.argv[2])); before = rss()\n"
        "load(Path(sys.argv[1])); print(rss() - before)"
    )
    rss = "rss = lambda: [int(line.split()[1]) << 10 for line in open('/proc/self/status') if line.startswith('VmHWM')][0]\n"
    small = tmp_path / "small.toml"
    small.write_bytes(b"x = 1\n[plan\n")
    done = subprocess.run([sys.executable, "-c", rss + code, path, small], capture_output=True, text=True, check=True)
    assert int(done.stdout) <= 10 * len(LONG[name]) + (2 << 20)
