"""The body a command is told of by ``--agency``: its id, its short name or its name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from tui.commands.opened import CannotDo
from tui.i18n.words import Unreadable, Words
from tui.model.fields import FieldSpec, Kind
from tui.model.suggestions import with_suggested_id
from tui.model.text import N_, Sentence, say

if TYPE_CHECKING:
    from tui.model.plan import Plan

OPTION: Final = "--agency"
NAMED_BY: Final = N_("the body: its id, its short name or its name")

_BODY: Final = FieldSpec(key="agency", kind=Kind.REF, label=N_("Agency"), table="agencies")


def body_named(text: str, plan: Plan, words: Words, as_of: dt.date) -> str:
    """The id of the body that is meant on a day. Raises :class:`CannotDo` for none, and for several that may be meant."""
    from tui.exchange.pasted_values import PastedReader

    try:
        agency = str(PastedReader(plan, (words, Words("vi")), as_of).read(_BODY, text))
    except Unreadable as fault:
        raise CannotDo(OPTION, _suggested(fault.sentence, text, plan)) from fault
    if agency not in plan.tables["agencies"]:
        raise CannotDo(OPTION, _suggested(say(N_("nothing is called “{text}”"), text=text), text, plan))
    return agency


def _suggested(fault: Sentence, typed: str, plan: Plan) -> Sentence:
    bodies = {id: (str(body.get("short", "")), str(body.get("name", ""))) for id, body in plan.tables["agencies"].items()}
    return with_suggested_id(fault, typed, bodies)
