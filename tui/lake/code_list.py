"""An owner's list of indicators, ``codes.toml``: which code is what, in which unit and of which kind, for all plans that use it.

    format = 1
    title = "Bộ chỉ tiêu của Bộ"

    [codes."0501"]
    name = "Tổng sản phẩm trên địa bàn"
    unit = "tỷ đồng (giá so sánh 2010)"
    kind = "end_level"
    better = "up"
    adds_up = true

``name`` is required, ``unit``, ``kind`` and ``better`` are as of an indicator, ``adds_up`` where neither unit nor kind tells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from tui.model.fields import TABLES
from tui.model.plan import Plan, Problem
from tui.model.text import N_, Sentence, printable, say
from tui.store.files.errors import StoreError, shown_path
from tui.store.files.file_state import read_file
from tui.store.others_text import Unreadable, toml_in
from tui.vocabulary.lexicon import plain

FORMAT: Final = 1
_CODES: Final = re.compile(rb"^[ \t]*\[[ \t]*codes[ \t]*[.\]]", re.MULTILINE)
_PLAN: Final = re.compile(rb"^[ \t]*\[[ \t]*plan[ \t]*\]", re.MULTILINE)
_TEXTS: Final = ("name", "unit", "kind", "better")
_LONGEST: Final = 300


class NoCodeList(StoreError):
    """A file that is no list of codes."""


@attrs.frozen
class Coded:
    """What a list says of one code; None where it says nothing."""

    name: str
    unit: str | None = None
    kind: str | None = None
    better: str | None = None
    adds_up: bool | None = None


CodeList = Mapping[str, Coded]


def is_code_list(path: str) -> bool:
    """Whether a file has a table ``[codes]`` and is no plan."""
    try:
        data = read_file(path).data
    except StoreError:
        return False
    return _CODES.search(data) is not None and _PLAN.search(data) is None


def read_code_list(path: Path) -> dict[str, Coded]:
    """The codes of a list. Raises :class:`NoCodeList`, also for a key or a value that a list does not have."""
    try:
        found = toml_in(read_file(path).data)
    except Unreadable as fault:
        raise _none(path, say(N_("it is no TOML: {fault}"), fault=printable(str(fault)))) from None
    if found.get("format") != FORMAT:
        raise _none(path, say(N_("it does not begin with format = {format}"), format=FORMAT))
    codes = found.get("codes")
    if not isinstance(codes, dict) or not codes or set(found) - {"format", "title", "codes"}:
        raise _none(path, say(N_("it has nothing but format, title and [codes.…], of which there is at least one")))
    return {code: _coded(path, code, said) for code, said in codes.items()}


def codes_in(found: Any) -> dict[str, Coded]:
    """The codes as a manifest has them. Raises what goes wrong with a text of others."""
    return {str(code): Coded(*said) for code, said in found.items()}


def _coded(path: Path, code: str, said: Any) -> Coded:
    if not isinstance(said, dict) or set(said) - {*_TEXTS, "adds_up"}:
        raise _none(path, say(N_("[codes.{code}] has something else than name, unit, kind, better and adds_up"), code=printable(code)))
    for key in ("name", *_TEXTS[1:]):
        value = said.get(key, None if key != "name" else "")
        if value is not None and (not isinstance(value, str) or not 0 < len(value) <= _LONGEST):
            raise _none(path, say(N_("{key} of [codes.{code}] is no text, or an empty one"), key=key, code=printable(code)))
    for key in ("kind", "better"):
        choices = [choice.value for choice in TABLES["indicators"].by_key[key].choices]
        if said.get(key) is not None and said[key] not in choices:
            raise _none(
                path, say(N_("{key} of [codes.{code}] is none of {choices}"), key=key, code=printable(code), choices=", ".join(choices))
            )
    if not isinstance(said.get("adds_up", True), bool):
        raise _none(path, say(N_("adds_up of [codes.{code}] is neither true nor false"), code=printable(code)))
    return Coded(said["name"], said.get("unit"), said.get("kind"), said.get("better"), said.get("adds_up"))


def _none(path: Path, why: Sentence) -> NoCodeList:
    return NoCodeList(say(N_("{path} is no list of codes: {why}"), path=shown_path(path), why=why))


def beside_the_list(plan: Plan, codes: CodeList) -> Iterator[Problem]:
    """What a plan says otherwise than the list: a code that is not in it, another unit, another kind, another direction. Warnings."""
    for id, values in plan.tables["indicators"].items():
        code = values.get("code")
        if not code:
            continue
        coded = codes.get(str(code))
        if coded is None:
            yield _differs(id, "code", say(N_("the code {code} is not in the list of codes"), code=printable(str(code))))
            continue
        unit = values.get("unit")
        if coded.unit is not None and plain(str(unit or "")) != plain(coded.unit):
            template = N_("the list of codes has {code} in {unit}") if unit else N_("has no unit; the list of codes has {code} in {unit}")
            yield _differs(id, "unit", say(template, code=printable(str(code)), unit=printable(coded.unit)))
        for key, listed in (("kind", coded.kind), ("better", coded.better)):
            said = values.get(key)
            if listed is not None and said != listed and not (key == "better" and said is None):
                choice = next(c.label for c in TABLES["indicators"].by_key[key].choices if c.value == listed)
                yield _differs(id, key, say(N_("the list of codes has for {code}: {value}"), code=printable(str(code)), value=say(choice)))


def _differs(id: str, field: str, what: Sentence) -> Problem:
    return Problem("indicators", id, field, what, warning=True)
