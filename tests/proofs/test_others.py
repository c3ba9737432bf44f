"""Text of others, damaged in every way: it is read or unreadable, and who opens the plan beside it notices no more than that."""

from __future__ import annotations

import json
import random

import pytest

from proofs.others import Kind, damaged, kinds
from tests.support.lengths import LONG, longer

NAMES = (
    "presence",
    "history",
    "journals",
    "first page",
    "settings",
    "snapshots, the head",
    "snapshots, the records",
    *("answers, the third line", "answers, the head", "answers, the plan"),
    *("proposals", "proposals, their values", "answers"),
)


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kind]:
    return {kind.name: kind for kind in kinds(tmp_path_factory.mktemp("others"))}


@longer
@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_others_wrote_raises_anything(every_kind: dict[str, Kind], name: str) -> None:
    assert tuple(every_kind) == NAMES, "a new kind is tried here too"
    kind = every_kind[name]
    assert kind.fault_of(kind.sound) is None
    faults = [(what, data[:200]) for data in damaged(kind, 300 if LONG else 100, random.Random(17)) if (what := kind.fault_of(data))]
    assert faults == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_at_all_is_a_text_too(every_kind: dict[str, Kind], name: str) -> None:
    assert every_kind[name].fault_of(b"") is None and every_kind[name].fault_of(b"\n\n") is None


@pytest.mark.parametrize("mark", ["count", "start", "ids", "ends"])
@pytest.mark.parametrize("table", ["goals", "indicators"])
def test_a_snapshot_whose_marks_do_not_agree_is_read_from_the_text(every_kind: dict[str, Kind], table: str, mark: str) -> None:
    kind = every_kind["snapshots, the head"]
    head = json.loads(kind.sound)
    for value in (0, 1, 2, 5, head["large"][table][mark] + 1):
        large = {**head["large"], table: {**head["large"][table], mark: value}}
        assert kind.fault_of(json.dumps({**head, "large": large}).encode()) is None, value


def test_what_raises_or_takes_long_is_a_fault() -> None:
    def refuse(data: bytes) -> None:
        raise OverflowError(len(data))

    assert Kind("odd", b"x", refuse).fault_of(b"abc") == "OverflowError: 3"
    assert Kind("plain", b"x", len).fault_of(b"abc") is None
