"""Proposals and answers as text of others, written by hand: taken as the office takes it, and gone on with as its own session does."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import tomli_w

from tests.support.paths import SAMPLE
from tui.i18n.words import Words
from tui.model.edits import SetField
from tui.model.plan import MISSING, Plan
from tui.model.proposal import edits_of
from tui.model.rebase import make_again
from tui.model.reporting import Mandate, mandate_of
from tui.model.taking_in import holds, taken_in
from tui.model.text import say
from tui.model.workspace import EditRefused, Workspace
from tui.reports.changes import change_lines
from tui.store.others_text import Unreadable
from tui.store.plan_file import load_text
from tui.store.proposals.text import TAKEN, Answered, answer_in, answer_text, proposal_in, proposal_text

DAY: Final = dt.date(2025, 6, 2)
_LOG: Final = {"on": DAY, "by": "so-tc", "text": "Đã trình", "status": "in_progress"}
_FIGURE: Final = {"year": 2025, "value": 97.5, "vintage": "estimate", "source": "nien-giam"}


def sound_edits() -> list[SetField]:
    """What a body may well propose."""
    return [
        SetField("tasks", "IV-2", "status", "in_progress", "unreported"),
        SetField("tasks", "IV-2", "progress", 40, MISSING),
        SetField("tasks", "IV-2", "log", [_LOG], MISSING),
        SetField("indicators", "bao-hiem", "values", [_FIGURE], []),
        SetField("enterprises", "thoat-nuoc", "stage_on", DAY, MISSING),
        SetField("duties", "IV-a", "handed_in", [{"year": 2025, "agency": "so-tc", "on": DAY}], MISSING),
    ]


def kinds() -> list[tuple[str, bytes, Callable[[bytes], object]]]:
    """(name, a sound text, what is done with what is read of it) of each kind."""
    sound = proposal_text(sound_edits(), "đợt 1")
    document = {
        "version": 1,
        "note": "đợt 1",
        "edits": [{"table": e.table, "id": e.id, "field": e.field, "after": 1} for e in sound_edits()],
    }
    answer = answer_text(Answered("0" * 32, TAKEN, "thiếu", (("tasks", "IV-2", "status"),)))
    return [
        ("proposals", sound, _propose),
        ("proposals, their values", json.dumps(document).encode(), _propose_values),
        ("answers", answer, _answer),
    ]


@lru_cache
def _plan() -> Plan:
    bodies = "".join(f'{{ login = "x", agency = "{body}", enterprises = ["thoat-nuoc"] }}, ' for body in ("so-tc", "so-y-te"))
    return load_text(SAMPLE.read_text(encoding="utf-8").replace("near_days = 7", f"near_days = 7\nreport = [{bodies}]")).plan


_WORDS: Final = Words("vi")


def _propose(data: bytes) -> None:
    try:
        written = proposal_in(data)
    except Unreadable:
        return
    plan = _plan()
    mandate = mandate_of(plan, "x", DAY)
    assert mandate is not None
    offer = taken_in(mandate, written.edits, DAY, written.note, say("x"))
    for reject in offer.rejects:
        _WORDS.sentence(reject.what)
    for line in offer.lines:
        for told in change_lines(line.edits, plan, plan, _WORDS):
            assert told.text is not None
    [holds(plan, edit) for edit in written.edits]
    _take(plan, mandate, [edit for edit in edits_of(offer.lines)])
    _resume(plan, mandate, list(written.edits))


def _copy(plan: Plan) -> Workspace:
    return Workspace(Plan({name: dict(records) for name, records in plan.tables.items()}, dict(plan.set_aside), dict(plan.extra)))


def _take(plan: Plan, mandate: Mandate, edits: list[SetField]) -> None:
    """What is taken in is the body's own and nothing else, or it is refused in a sentence."""
    workspace = _copy(plan)
    with contextlib.suppress(EditRefused):
        if edits:
            workspace.apply(edits, say("x"))
    for (table, id), before in workspace.differing().items():
        now = workspace.plan.get(table, id)
        assert before is not None and now is not None, "a record came or went"
        for field in {key for key in {**before, **now} if before.get(key, MISSING) != now.get(key, MISSING)}:
            assert mandate.why_not_touch(table, id, field) is None, f"{table}.{id}.{field} is not the body’s"


def _resume(plan: Plan, mandate: Mandate, edits: list[SetField]) -> None:
    workspace = _copy(plan)
    workspace.limits = mandate.problems
    make_again(workspace, edits, say("x"))


def _propose_values(data: bytes) -> None:
    """A proposal whose values are those of a JSON text, as far as TOML has such."""
    try:
        written = tomli_w.dumps(json.loads(data)).encode("utf-8")
    except (ValueError, TypeError, AttributeError, RecursionError):
        return
    _propose(written)


def _answer(data: bytes) -> None:
    try:
        found = answer_in(data)
    except Unreadable:
        return
    for table, id, field in found.left:
        assert isinstance(table + id + field, str)
