"""Why an item stands on the list of a meeting, as a plan keeps it: codes with their numbers, in no language; see ``reasons.toml``.

A text of JSON, a list of one sentence each: ``[["days-late",{"n":12}],["no-lead"]]``. A day is ``{"day":"2024-10-31"}``, a number with
so many decimals ``{"number":6.5,"decimals":2}``, a sentence inside another a list as itself. What somebody typed stays a text.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import tomli

from tui.model.text import N_, Numeral, Sentence, can_be_said

_FILE: Final = Path(__file__).with_name("reasons.toml")
_BEGINS: Final = "[["
_MOST_DEEP: Final = 40
NO_LONGER_MADE: Final = (N_("{years}: at most {bound}"), N_("{years}: at least {bound}"))
"""Sentences of codes that plans hold and no program makes any more; they are said as they were."""
_UNKNOWN: Final = "–"
"""What stands for a number nobody knows: ``null`` in the file of another hand."""
_ITSELF: Final = "="
"""Before a sentence that has no code: it stands for itself."""


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = tomli.loads(_FILE.read_text(encoding="utf-8"))
    return found


def templates() -> Mapping[str, str]:
    """The English sentence of each code."""
    return _file()["codes"]


def former_templates() -> Mapping[str, str]:
    """English sentences of programs before this one, each with the code it has now."""
    return _file()["former"]


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    return {template: code for code, template in templates().items()}


def coded(reasons: Sequence[Sentence]) -> str:
    """The text a plan keeps of reasons; "" for none."""
    return json.dumps([_packed(reason) for reason in reasons], ensure_ascii=False, separators=(",", ":")) if reasons else ""


def is_coded(text: str) -> bool:
    """Whether a text is one :func:`coded` made."""
    return reasons_in(text) is not None


def reasons_in(text: str) -> tuple[Sentence, ...] | None:
    """The reasons in a text; None for one in somebody's own words, or that a newer program made."""
    if not text.startswith(_BEGINS):
        return None
    try:
        return tuple(_unpacked(one, 0) for one in json.loads(text))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None


def _packed(sentence: Sentence) -> list[Any]:
    code = _codes().get(sentence.template, f"{_ITSELF}{sentence.template}")
    values = {key: _packed_value(value) for key, value in sentence.values.items()}
    return [code, values] if values else [code]


def _packed_value(value: Any) -> Any:
    if isinstance(value, Sentence):
        return _packed(value)
    if isinstance(value, Numeral):
        return {"number": value.value, "decimals": value.decimals}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if value is None:
        return _UNKNOWN
    return value if isinstance(value, str | int | float) else str(value)


def _unpacked(entry: Any, level: int) -> Sentence:
    """The sentence in an entry: one that can be said. Raises whatever comes of one that is not as it was packed."""
    if not isinstance(entry, list) or not 1 <= len(entry) <= 2 or level > _MOST_DEEP:
        raise ValueError(level)
    code = entry[0]
    template = code[len(_ITSELF) :] if code.startswith(_ITSELF) else templates()[code]
    values = {str(key): _unpacked_value(value, level + 1) for key, value in (entry[1] if len(entry) == 2 else {}).items()}
    if not template or not can_be_said(template, values):
        raise ValueError(template)
    return Sentence(template, values)


def _unpacked_value(value: Any, level: int) -> Any:
    if isinstance(value, list):
        return _unpacked(value, level)
    if isinstance(value, dict):
        if "day" in value:
            return dt.date.fromisoformat(value["day"])
        return Numeral(_number(value["number"]), min(max(int(value["decimals"]), 0), 9))
    if value is None:
        return _UNKNOWN
    return value if isinstance(value, str) else _number(value)


def _number(value: Any) -> float:
    """A number as it is. Raises ValueError for none: a truth, or what is endless."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return value
