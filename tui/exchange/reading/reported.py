"""What a report of others, or of this program, says of a record that the plan holds or works out: states by the day, extended due days.

Such words change nothing: the plan has the same, or knows better. What they say against the plan is left out and named.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from tui.i18n.words import Unreadable
from tui.model.extensions import due_on
from tui.model.fields import FieldSpec
from tui.model.plan import MISSING
from tui.model.text import N_, nfc, say
from tui.reports import sentences
from tui.vocabulary.amounts import Amount
from tui.vocabulary.choices import read_choice, usual_words
from tui.vocabulary.deadlines import read_deadline
from tui.vocabulary.lexicon import Own, phrases, plain
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure

_DAYS: Final = re.compile(r"\s*(?:\(?\s*[0-9.]+ (?:ngay|days?)\b(?: late| overdue)?\s*\)?)\s*$")
_HOW_FAR: Final = re.compile(r"mức độ hoàn thành:? [0-9.,]+ ?%|muc do hoan thanh:? [0-9.,]+ ?%")
_EXTENDED: Final = re.compile(r"^(.*?)\s*\(\s*(?:đã\s+)?(?:gia hạn|extended)\b[^()]*\)\s*$", re.IGNORECASE)
_YEARS: Final = re.compile(r"(?:giai đoạn\s+)?((?:19|20|21)[0-9]{2})(?:\s*[-–—]\s*((?:19|20|21)[0-9]{2}))?$", re.IGNORECASE)


def status_said(text: str, current: Any, own: Own) -> str | None:
    """The status a text says of a task; None where it says no more than the plan has: how it stands by the day, or that nobody reported.

    Raises :class:`Unreadable` where the task is done and the text says that it is not, and for what is not understood or in doubt.
    """
    text = _beside_the_day(text)
    if plain(text).strip(" .;") in phrases("choices", "by_the_day", "standing"):
        return "in_progress" if current in (MISSING, "unreported") else None  # how it is done, not how far it is
    if _by_the_day(text):
        if current == "done":
            raise Unreadable(say(N_("the plan holds it as done, and here stands “{text}”"), text=" ".join(text.split())))
        return None
    read = read_choice("statuses", text, own=own)
    if not isinstance(read, Read):
        if isinstance(read, Unsure):
            said = usual_words("statuses")
            maybe = ", ".join(said[code] for code in read.candidates)
            told = N_("“{text}” may mean any of these states: {maybe}; write the one that is meant")
            raise Unreadable(say(told, text=" ".join(text.split()), maybe=maybe))
        told = N_("“{text}” is no status that is understood for certain; write one of: {allowed}")
        raise Unreadable(say(told, text=" ".join(text.split()), allowed=_allowed("statuses")))
    return None if read.value == "unreported" and current is not MISSING else read.value


def is_a_state(text: str, own: Own) -> bool:
    """Whether a text says how a task stands, by its status or by the day, for certain or not."""
    return _by_the_day(text) or not isinstance(read_choice("statuses", _beside_the_day(text), own=own), NotUnderstood)


def _beside_the_day(text: str) -> str:
    """The one status that stands beside how a task is by the day (``Quá hạn 3 ngày; có vướng mắc``), else all but how far it is."""
    parts = [part for part in text.split(";") if part.strip() and not _HOW_FAR.fullmatch(plain(part).strip(" ."))]
    said = [part for part in parts if not _by_the_day(part) and plain(part).strip(" .") not in phrases("choices", "by_the_day", "standing")]
    return said[0].strip() if len(parts) > 1 and len(said) == 1 else "; ".join(part.strip() for part in parts)


def only_put_together(spec: FieldSpec, text: str) -> bool:
    """Whether a cell names no more than the body all reports go through, which reports on every indicator nobody is named for."""
    mark = sentences.PUTS_TOGETHER.format(body="").strip()
    return spec.key == "agency" and nfc(" ".join(text.split())).endswith(mark)


def stage_said(text: str, record: Mapping[str, Any], own: Own) -> str | None:
    """The stage a text says of an enterprise beside how it stands by the day (``Quá hạn 350 ngày; đang lập hồ sơ``); None without one.

    That it is done the plan has as a day.

    Raises :class:`Unreadable` for what is not understood.
    """
    stage: str | None = None
    for part in text.split(";"):
        if not part.strip() or _by_the_day(part):
            continue
        read = read_choice("stages", part, own=own)
        if not isinstance(read, Read) or stage not in (None, read.value):
            told = N_("“{text}” is no stage that is understood for certain; write one of: {allowed}")
            raise Unreadable(say(told, text=" ".join(text.split()), allowed=_allowed("stages")))
        stage = read.value
    return None if stage == "unreported" or (stage == "done" and "done_on" in record) else stage


def _allowed(name: str) -> str:
    """The values of a closed set, each in its usual words."""
    return ", ".join(usual_words(name).values())


def _by_the_day(text: str) -> bool:
    """Whether a text only says how something stands on a day: ``Đang trong hạn``, ``Quá hạn, chưa hoàn thành 152 ngày``."""
    short = _DAYS.sub("", plain(nfc(text)).strip(" .;"))
    return short.strip(" ,.;") in _states_of_the_day()


@lru_cache(maxsize=1)
def _states_of_the_day() -> frozenset[str]:
    return frozenset(phrases("choices", "by_the_day", "open"))


def due_said(text: str, record: Mapping[str, Any], day: dt.date, own: Own) -> dict[str, Any] | None:
    """The fields that a text says of a due day; None where it is the one in force, after whatever extensions the plan holds.

    Raises :class:`Unreadable` for what can be read in more than one way.
    """
    if plain(text) == plain(str(record.get("due_text", ""))):
        return None  # the words the plan has, whatever day they mean
    bare = extended[1] if (extended := _EXTENDED.match(text)) is not None else text
    read = read_deadline(bare, own=own)
    if not isinstance(read, Read):
        raise Unreadable(say(N_("the deadline “{text}” can be read in more than one way"), text=text))
    if record.get("extensions") and read.value.due is not None and read.value.due == due_on(record, day):
        return None
    return read.value.fields


def window_said(text: str) -> dict[str, dt.date] | None:
    """The first and last day of years; None for what names none."""
    found = _YEARS.fullmatch(" ".join(nfc(text).split()))
    if found is None:
        return None
    return {"start": dt.date(int(found[1]), 1, 1), "end": dt.date(int(found[2] or found[1]), 12, 31)}


def says_window(window: Mapping[str, dt.date], record: Mapping[str, Any]) -> bool:
    """Whether years are those of an enterprise's own window."""
    own = record.get("window", {})
    return bool(own) and all(end not in own or own[end].year == window[end].year for end in ("start", "end"))


def says_share(said: Amount, record: Mapping[str, Any]) -> bool:
    """Whether a share, or a range of it, is what an enterprise is to end with."""
    low, high = record.get("target_min"), record.get("target_max")
    open_ends = set(record.get("target_open", ()))
    if said.upper is not None:
        return (said.value, said.upper, set(said.open_ends)) == (low, high, open_ends)
    if said.op in (">", ">="):
        return said.value == low and high in (None, 100) and ("min" in open_ends) == (said.op == ">")
    if said.op in ("<", "<="):
        return said.value == high and low in (None, 0) and ("max" in open_ends) == (said.op == "<")
    return said.value == low == high


def share_fields(said: Amount) -> dict[str, Any]:
    """The fields of an enterprise that say the share it is to end with."""
    if said.upper is not None:
        ends = {"target_open": list(said.open_ends)} if said.open_ends else {}
        return {"target_min": said.value, "target_max": said.upper, **ends}
    if said.op in (">", ">="):
        return {"target_min": said.value, **({"target_open": ["min"]} if said.op == ">" else {})}
    if said.op in ("<", "<="):
        return {"target_max": said.value, **({"target_open": ["max"]} if said.op == "<" else {})}
    return {"target_min": said.value, "target_max": said.value}
