"""What others wrote, damaged in every way: presence, history, journals, proposals … Nothing is raised, nothing hangs.

A *kind* is a sound text and what is done with what is read of it. A new kind of small file is one more entry in :func:`kinds`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from proofs import proposed_texts, texts
from proofs.guard import tried
from proofs.outcome import Outcome
from proofs.session import opened
from proofs.walk import Walk
from tui.config import read_config
from tui.frames.disk_cache import Answer
from tui.i18n.words import Words
from tui.model.clock import Clock
from tui.model.rebase import already_applied, fit_again, rejoined
from tui.reports import history as told
from tui.start import first_page, kept_answers
from tui.start.early_cursor import Kept
from tui.store import presence
from tui.store.files.errors import CannotRead
from tui.store.log import journal as journals
from tui.store.log.checked_lines import line
from tui.store.log.history import history_in
from tui.store.log.history_parts import history_of
from tui.store.plan_file import load
from tui.store.snapshot import answers
from tui.store.snapshot import make as snapshot_making
from tui.store.snapshot import open as opening
from tui.store.snapshot.read import HEAD, RECORDS, reopened

LONGEST: Final = 1.0
"""Seconds of the processor that no case may take."""
_PLAN: Final = """\
format = 2

[plan]
title = "Kế hoạch"
term = { start = 2021-01-01, end = 2025-12-31 }

[goals.g01]
number = 1
title = "Tăng trưởng"

[indicators.i01]
goal = "g01"
name = "GRDP"
kind = "rate"
unit = "%"
target = 8
op = ">="
values = [
    { year = 2021, value = 2.5, vintage = "official" },
]
"""
_ODD: Final[tuple[Any, ...]] = (
    *(None, True, 0, -1, 1.5, 2**70, 10**400, -(10**4000), float("inf"), float("nan"), "", "x", [], {}, [[]], {"a": {}}, ["missing"]),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00", "2026-01-01T00:00:00+00:00", "2026-02-30"),
    *(
        "0001-01-01",
        "9999-12-31",
        "\x1b[2J",
        "\0",
        "\ud800",
        "{",
        "{0}",
        "{x}",
        "{x.__class__}",
        "{x:>999999999}",
        "\u202e" * 50,
        "x" * 5000,
    ),
    *(
        ["date", "9999-12-31"],
        ["datetime", "0001-01-01T00:00:00+14:00"],
        ["float", "nan"],
        ["float", 1],
        ["list", 5],
        ["list", [["missing"]]],
    ),
)
_ODD_TEXTS: Final = (
    *(b"[" * 4000, b"[" * 900 + b"]" * 900, b'{"a":' * 4000, b"Infinity", b"-Infinity", b"NaN", b"1e400", b"9" * 5000, b"9" * 4000),
    *(b"\0" * 100, b"\xff", b"\xed\xa0\x80", b"\\ud800", b"null", b"{}", b'""', b"a." * 3000 + b"b=1", b"\t" * 300, b"5" * 90 + b";1"),
)


@attrs.frozen
class Kind:
    """One sort of text of others."""

    name: str
    sound: bytes
    use: Callable[[bytes], object]
    """Reads a text and does with it what the program does; what it raises is a fault."""
    sealed: bool = False
    """Whether each line has a checksum, which whoever means harm makes anew."""

    def fault_of(self, data: bytes) -> str | None:
        """What is wrong with how a text of this kind is taken."""
        begun = time.process_time()
        try:
            self.use(data)
        except Exception as error:
            return f"{type(error).__name__}: {error!s:.120}"
        took = time.process_time() - begun
        return f"took {took:.1f} s" if took > LONGEST else None


def run(folder: Path, count: int, seed: int = 0, only: Collection[str] = ()) -> Outcome:
    """``count`` damaged texts of each kind, or of ``only`` some."""
    begun = time.monotonic()
    counts: dict[str, int] = {}
    faults: list[str] = []
    shutil.rmtree(folder, ignore_errors=True)
    for kind in (kind for kind in kinds(folder) if kind.name in only or not only):
        number, _, wrong, longest = tried(damaged(kind, count, random.Random(seed)), kind.fault_of)
        counts[f"{kind.name}: texts"] = number
        counts[f"{kind.name}: longest, ms"] = round(longest * 1000)
        counts[f"{kind.name}: exceptions"] = len(wrong)
        for case, what in wrong:
            place = folder / f"case-{zlib.crc32(case):08x}"
            place.write_bytes(case)
            faults.append(f"{kind.name}: {what} ({place})")
    seconds = time.monotonic() - begun
    return Outcome(id="others", title="What others wrote", seconds=seconds, counts=counts, faults=tuple(faults), only=tuple(only))


# -- damage ---------------------------------------------------------------------------------------------------------


def damaged(kind: Kind, count: int, chance: random.Random) -> Iterator[bytes]:
    """Versions of a kind's text: bytes damaged as in a plan, values of JSON made odd, odd texts put in, checksums made anew."""
    for _ in range(count):
        how = chance.random()
        if how < 0.5 and (made := _with_odd_values(kind, chance)) is not None:
            yield made
        elif how < 0.75:
            at = chance.randrange(len(kind.sound) + 1)
            yield _sealed(kind, kind.sound[:at] + chance.choice(_ODD_TEXTS) + kind.sound[at + chance.choice((0, 1, 10)) :])
        elif how < 0.85:
            yield _sealed(kind, chance.choice((texts.noise(chance), chance.choice(_ODD_TEXTS))))
        else:
            data = texts.mangled(kind.sound, chance)
            yield _sealed(kind, data) if chance.random() < 0.7 else data


def _sealed(kind: Kind, data: bytes) -> bytes:
    if not kind.sealed:
        return data
    bodies = [raw.partition(b" ")[2] if raw[8:9] == b" " else raw for raw in data.split(b"\n")]
    return b"".join(b"%08x %s\n" % (zlib.crc32(body), body) for body in bodies if body)


def _with_odd_values(kind: Kind, chance: random.Random) -> bytes | None:
    lines = [raw.partition(b" ")[2] if kind.sealed else raw for raw in kind.sound.split(b"\n")]
    chosen = chance.randrange(len(lines))
    try:
        value = json.loads(lines[chosen])
    except ValueError:
        return None
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        value = _odd(value, chance)
    lines[chosen] = _json(value)
    return _sealed(kind, b"\n".join(b"0 " + body if kind.sealed else body for body in lines)) if kind.sealed else b"\n".join(lines)


def _json(value: Any) -> bytes:
    try:
        return json.dumps(value).encode()
    except ValueError:  # a number of more digits than Python writes
        return b"9" * 5000


def _odd(value: Any, chance: random.Random) -> Any:
    """The value with something in it, at some depth, of another kind."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: _odd(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return [*value[:at], _odd(value[at], chance), *value[at + 1 :]]
    return chance.choice(_ODD)


# -- kinds ----------------------------------------------------------------------------------------------------------


def kinds(folder: Path) -> list[Kind]:
    """Every kind of text of others, sound ones made as the program makes them."""
    path, journal = _edited(folder / "plan")
    words, clock = Words("vi"), Clock()
    loaded = load(path)
    plan = loaded.plan
    history = history_of(path)

    def company(data: bytes) -> None:
        others = [presence.peer_in(data, 0, 0.0), presence.peer_in(sound_presence, 1, 0.0)]
        for peer in sorted((peer for peer in others if peer is not None), key=lambda peer: peer.since):
            f"{peer.name} {clock.local(peer.since):%H:%M} {words.count('{n} unsaved', '{n} unsaved', peer.unsaved)}"
            if peer.editing is not None:
                plan.title_of(peer.editing.table, peer.editing.id) if peer.editing.table in plan.tables else ""
            if peer.showing is not None:
                words.date(peer.showing.day)

    def past(data: bytes) -> None:
        found = history_in(data, history, loaded.state)
        stages = list(found.stages())
        told.as_text(stages, plan, words, None)
        told.as_json(stages, plan, words, None).encode()
        found.at(clock.now())

    def left_behind(data: bytes) -> None:
        handle = os.memfd_create("journal")
        try:
            os.write(handle, data)
            left = journals._read(Path("x.journal"), handle)
        finally:
            os.close(handle)
        clock.local(left.started)
        for step in left.steps:
            words.sentence(step.label)
        edits = [edit for step in left.steps for edit in step.edits]
        already_applied(plan, edits)
        if not fit_again(plan, [step.edits for step in left.steps]):
            rejoined(plan, edits)

    settings = folder / "config.toml"

    def own_settings(data: bytes) -> None:
        settings.write_bytes(data)
        config = read_config(settings)
        assert len(config.faults) < 20
        for fault in config.faults:
            assert words.sentence(fault).isprintable()

    environ = {"XDG_CACHE_HOME": str(folder / "cache")}
    rows = Kept({b"j": 1}, 0, [((0, 0, 4, [("", "abcd")]), (0, 0, 4, [("7", "abcd")]))], [(0, 4, 3, [("", "   ")])])
    first_page.keep([[("1;38;5;12", "Kế hoạch")], [("", "x" * 20)]], "stamp", str(path), 20, 2, environ, beside=rows.texts())
    page = next((folder / "cache" / "kehoach" / "first-page").iterdir())

    def first(data: bytes) -> None:
        page.write_bytes(data)
        found = first_page.read("stamp", str(path), 20, 2, environ)
        assert found is None or first_page.drawn(found[0]).isprintable() is False
        if found is not None:
            with contextlib.suppress(ValueError):
                Kept.read(found[1], 20, 2)

    sound_presence = json.dumps(
        {
            **{"login": "a", "name": "Trần Thị Á", "since": "2026-11-29T05:00:00+00:00", "unsaved": 3},
            **{"editing": ["tasks", "III-1", "due"], "showing": ["r", "tasks/III-1", "2026-11-29"]},
        }
    ).encode()
    snapshot = _snapshot(folder / "snapshot", path)
    records = (snapshot / RECORDS).read_bytes()

    def whole_snapshot() -> None:
        found = reopened(snapshot)
        if found is not None:
            with contextlib.suppress(CannotRead):  # the copy of the text is not that of the plan: said in a sentence
                for name in found.plan.tables:
                    list(found.plan.tables[name].items())
                _ = found.doc, found.problems, found.text

    def snapshot_head(data: bytes) -> None:
        body = data.partition(b"\n")[2] if data.partition(b"\n")[0].isalnum() else data
        (snapshot / HEAD).write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        whole_snapshot()

    sound_head = (snapshot / HEAD).read_bytes()

    def snapshot_records(data: bytes) -> None:
        head = json.loads(sound_head.partition(b"\n")[2])
        head["files"][RECORDS] = [len(data), hashlib.sha256(data).hexdigest()]
        (snapshot / RECORDS).write_bytes(data)
        snapshot_head(_json(head))

    state = load(path).state
    frames = {"a": Answer(b"ARROW1", ("goals", "indicators.name")), "b": Answer(b"", ())}
    assert answers.keep(state, answers.plan_to_keep(load(path)), frames, ("vi", (0.0, 4e9)), environ)
    answers_file = next((folder / "cache" / "kehoach" / "answers").iterdir())
    beginning = kept_answers.MAGIC + b" " * kept_answers.CHECKSUM
    third_line, length, rest = answers_file.read_bytes()[len(beginning) :].split(b"\n", 2)

    def answers_seem(data: bytes) -> None:
        answers_file.write_bytes(beginning + data)
        assert kept_answers.seem_kept(str(path), "vi", environ) in (True, False)

    def answers_head(data: bytes) -> None:
        answers_file.write_bytes(answers.sealed(b"\n%d\n%b" % (len(data), data) + rest[int(length) :]))
        for answer in answers.kept_of(state, environ).answers.values():  # the frames themselves are Polars' to read, which no fork may ask
            _ = bytes(answer.data), "".join(answer.reads)

    def answers_plan(data: bytes) -> None:
        head = _json({**json.loads(rest[: int(length)]), "plan": [0, len(data)], "frames": {}})
        answers_file.write_bytes(answers.sealed(b"\n%d\n%b" % (len(head), head) + data))
        found = answers.kept_of(state, environ).loaded
        if found is not None:
            assert answers.can_be_kept(found) in (True, False)
            _ = [list(table.items()) for table in found.plan.tables.values()], found.doc, found.problems, found.regular

    config = b'theme = "dark"\nwire = "lean"\nmouse = true\n\n[keys]\nsave = "ctrl+s"\nquit = ["q", "ctrl+q"]\n'
    return [
        Kind("presence", sound_presence, company),
        Kind("history", history.read_bytes(), past, sealed=True),
        Kind("journals", journal, left_behind, sealed=True),
        Kind("first page", page.read_bytes(), first),
        Kind("settings", config, own_settings),
        Kind("snapshots, the head", sound_head.partition(b"\n")[2], snapshot_head),
        Kind("snapshots, the records", records, snapshot_records),
        Kind("answers, the third line", third_line + b"\n", answers_seem),
        Kind("answers, the head", rest[: int(length)], answers_head),
        Kind("answers, the plan", answers.plan_to_keep(load(path)), answers_plan),
        *(Kind(*kind) for kind in proposed_texts.kinds()),
    ]


def _edited(folder: Path) -> tuple[Path, bytes]:
    """(a small plan that was saved a few times, a journal of what was done since)."""
    folder.mkdir(parents=True)
    path = folder / "plan.toml"
    path.write_text(_PLAN, encoding="utf-8")
    session = opened(path, folder / "state")
    walk = Walk(session.workspace, random.Random(1), tables=("goals", "indicators", "agencies"))
    for _ in range(3):
        walk.edit()
        session.save()
    for _ in range(6):
        walk.step()
    journal = session.journal.path.read_bytes()
    session.journal.close(keep=False)
    return path, journal + line({"takes": ["x.journal"], "steps": []})


def _snapshot(folder: Path, plan: Path) -> Path:
    """A snapshot of the plan, with every table as a large one has it."""
    before = opening.SMALLEST, snapshot_making.LARGE, os.environ.get("XDG_CACHE_HOME")
    opening.SMALLEST, snapshot_making.LARGE = 0, 1  # type: ignore[misc]
    os.environ["XDG_CACHE_HOME"] = str(folder)
    try:
        subject = snapshot_making.subject_of(load(plan))
        assert subject is not None
        made = snapshot_making.make(subject, lambda: None)
    finally:
        opening.SMALLEST, snapshot_making.LARGE = before[:2]  # type: ignore[misc]
        os.environ.pop("XDG_CACHE_HOME")
        if before[2] is not None:
            os.environ["XDG_CACHE_HOME"] = before[2]
    assert made is not None
    return made
