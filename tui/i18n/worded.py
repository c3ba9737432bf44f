"""What somebody types in the words of an office: ``≥ 30`` is an operator and a target, ``Quý II/2024`` a due day and its wording.

A text may so say more than its own field holds; it is then taken for all of it, or refused, never for a part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final

from tui.i18n.typed import read_typed
from tui.i18n.words import Unreadable, Words
from tui.model.fields import FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.text import N_, say
from tui.vocabulary.amounts import Amount, read_amount
from tui.vocabulary.deadlines import Deadline, read_deadline
from tui.vocabulary.outcome import Outcome, Read, Unsure

_SIGNED: Final = ("op", "target_max")
"""The fields beside a number that its words may fill."""
_SIGNS: Final = {">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "≈ "}


def read_worded(
    spec: FieldSpec, beside: Mapping[str, FieldSpec], text: str, words: Words, seen_from: dt.date | None = None, unit: str = ""
) -> dict[str, Any]:
    """Field → value of all that a typed text says: its own field, and of those beside it what its words say of them.

    ``beside`` are the fields of the same record or entry. Raises :class:`Unreadable` with the sentence to show.
    """
    if spec.key == "due" and "due_text" in beside:
        return _due(spec, beside, text, words, seen_from)
    try:
        return {spec.key: read_typed(spec, text, words, seen_from)}
    except Unreadable as fault:
        said = _amount(spec, beside, text, words, unit) if spec.kind is Kind.NUMBER else None
        if said is None:
            raise fault
        return said


def told(spec: FieldSpec, beside: Mapping[str, FieldSpec], said: Mapping[str, Any], words: Words) -> str:
    """What :func:`read_worded` read, to be looked at while it is typed; "" where it is the field's own value alone."""
    if spec.kind is Kind.NUMBER and said.keys() & set(_SIGNED):
        top = said.get("target_max", MISSING)
        high = "" if top is MISSING else f" – {words.typed_number(top)}"
        return f"{_SIGNS.get(said.get('op', ''), '')}{words.typed_number(said[spec.key])}{high}"
    if said.get(spec.key, MISSING) is MISSING:
        labels = [beside[key].choice_label(said[key]) for key in ("mode", "every") if key in said and key in beside]
        return ", ".join(words(label) for label in labels if label)
    return ""


# -- numbers ----------------------------------------------------------------------------------------------------------


def beside_its_marks(text: str, words: Words) -> int | float | None:
    """The one number that stands beside marks of footnotes: ``8,53(1)``; None where a text has no mark, says more, or nothing sure."""
    found = read_amount(text, decimal=_decimal(words))
    if not isinstance(found, Read) or not found.value.marks or found.value.op is not None or found.value.upper is not None:
        return None
    return found.value.value


def _decimal(words: Words) -> str:
    return "," if words.language == "vi" else "."


def _amount(spec: FieldSpec, beside: Mapping[str, FieldSpec], text: str, words: Words, unit: str) -> dict[str, Any] | None:
    """Number, operator and upper end of a target or a bound; None where it is in doubt or the record has no place for a part of it."""
    found = read_amount(text, decimal=_decimal(words), unit=unit or None)
    if not isinstance(found, Read) or found.value.marks:
        return None
    amount = found.value
    if amount.percent and not unit.lstrip().startswith("%"):
        return None
    if amount.op in (None, "=") and amount.upper is None:
        return {spec.key: amount.value}
    _refuse_without_a_place(amount, beside, text)
    said: dict[str, Any] = {spec.key: amount.value, "op": amount.op or "="}
    if "target_max" in beside:
        said["target_max"] = MISSING if amount.upper is None else amount.upper
    return said


def _refuse_without_a_place(amount: Amount, beside: Mapping[str, FieldSpec], text: str) -> None:
    """Raise :class:`Unreadable` for a range, an open end or a sign that the record has no field for."""
    shown = text.strip()
    if amount.upper is not None and ("target_max" not in beside or "=" not in _signs_of(beside)):
        raise Unreadable(say(N_("“{text}” is a range, and this is one number"), text=shown))
    if amount.open_ends:
        raise Unreadable(say(N_("“{text}” has an end that is not in it; type both ends and say it in the note"), text=shown))
    if amount.op is not None and amount.op not in _signs_of(beside):
        raise Unreadable(say(N_("“{text}” is only about so much, and a figure is a number or a bound"), text=shown))


def _signs_of(beside: Mapping[str, FieldSpec]) -> Collection[str]:
    """The signs the operator beside a number takes; none where there is no such field."""
    return frozenset(choice.value for choice in beside["op"].choices) if "op" in beside else frozenset()


# -- due days ---------------------------------------------------------------------------------------------------------


def _due(spec: FieldSpec, beside: Mapping[str, FieldSpec], text: str, words: Words, seen_from: dt.date | None) -> dict[str, Any]:
    """A due day with its wording; "thường xuyên" and "hằng năm" are no day but how the task is done."""
    try:
        return {spec.key: MISSING if not text.strip() else words.read_date(text, seen_from)}
    except Unreadable as fault:
        outcome: Outcome[Deadline] = read_deadline(text)
        if isinstance(outcome, Read):
            said = {key: value for key, value in outcome.value.fields.items() if key in beside and value != "dated"}
            return {spec.key: MISSING, **said}
        if isinstance(outcome, Unsure):
            days = [words.date(deadline.due) for deadline in outcome.candidates if deadline.due is not None]
            shown = ", ".join(dict.fromkeys(days))
            if shown:
                raise Unreadable(say(N_("“{text}” may be {days}; type the day"), text=text.strip(), days=shown)) from fault
            raise Unreadable(say(N_("the deadline “{text}” can be read in more than one way"), text=text.strip())) from fault
        raise
