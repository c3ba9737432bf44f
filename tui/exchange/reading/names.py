"""Which record a name in a table means: with its marks, letter by letter but for the spelling of a sound. Never by some of its words."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, TypeAlias

import attrs

from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.model.text import fold, nfc, sound
from tui.vocabulary.bodies import Bodies
from tui.vocabulary.body_names import name_words
from tui.vocabulary.lexicon import Own

_ORDINAL = re.compile(
    r"(?:\(?(?:[0-9]{1,3}(?:[.][0-9]{1,3})*|[ivxl]{1,6}|[a-zđ])[.)]+(?:[0-9]+[.)]?)*\s+|[0-9]{1,3}(?:[.][0-9]{1,3})+\s+|[-–—+•*]\s*)"
)
_DIGITS = re.compile(r"[0-9]+")
_LED = re.compile(r"trong đó(?: có| gồm)? ?[:,]? (?=\S)")
_MARK = re.compile(r"\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\((?:\*+|[0-9]{1,2})\)|\*+)\s*\Z")
_BRACKETS = re.compile(r"\s*(?:\(([^()]*)\)|,\s*(%|‰|%/năm))\s*\Z")
CUT: Final = "…"
"""The end of a name too long for its field."""
NameKey: TypeAlias = tuple[str, str]
"""The table a name is of, and the name as it is compared."""
_CLOSE: Final = 0.86
"""How alike two names are that somebody should look at: spelled otherwise, or with a word more."""


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    """A name as it is compared: without the number, sign or mark around it, in one spelling of its words, its marks kept."""
    text = " ".join(nfc(text).casefold().split())
    while (mark := _MARK.search(text)) and mark.start():
        text = text[: mark.start()]
    while (start := _ORDINAL.match(text) or _LED.match(text)) and start.end() < len(text):
        text = text[start.end() :]
    return sound(re.sub(r"\s*([-–—/&,;])\s*", _sign, text).strip(" .:;,"))


def marks_behind(text: str) -> tuple[str, list[str]]:
    """A name without the marks of footnotes behind it, and those marks."""
    marks: list[str] = []
    while (mark := _MARK.search(text)) and mark.start():
        marks.insert(0, mark[0].strip())
        text = text[: mark.start()]
    return text.strip(), marks


def body_key(text: str) -> NameKey:
    """The name of a body as it is compared."""
    return "agencies", " ".join(name_words(text))


def _sign(match: re.Match[str]) -> str:
    return {"–": "-", "—": "-", "&": " và ", ",": ", ", ";": "; "}.get(match[1], match[1])


@attrs.frozen
class Found:
    """The record a name means, or those it may mean; ``unit`` is what stood in brackets behind the name and is not part of it."""

    id: str | None = None
    maybe: tuple[str, ...] = ()
    unit: str = ""


@attrs.frozen
class RecordNames:
    """The names of a table's records."""

    exact: Mapping[str, tuple[str, ...]]
    folded: Mapping[str, tuple[str, ...]]
    _letters: dict[str, Counter[str]] = attrs.field(init=False, factory=dict, eq=False, repr=False)
    """How often each letter stands in a name, of those that were compared."""

    @classmethod
    def of(cls, plan: Plan, table: str) -> RecordNames:
        """By title, short name and number."""
        spec = TABLES[table]
        exact: dict[str, list[str]] = {}
        for id, values in plan.tables[table].items():
            for key in dict.fromkeys((spec.title, spec.short, "number", "text")):
                told = values.get(key) if key else None
                if told not in (None, ""):
                    exact.setdefault(name_key(str(told)), []).append(id)
            if str(values.get(spec.title, "")).endswith(CUT) and values.get("note"):  # the whole name stands there
                exact.setdefault(name_key(str(values["note"]).split("\n")[0]), []).append(id)
        folded: dict[str, list[str]] = {}
        for name, ids in exact.items():
            folded.setdefault(fold(name), []).extend(ids)
        return cls(*({name: tuple(dict.fromkeys(ids)) for name, ids in index.items()} for index in (exact, folded)))

    def find(self, text: str) -> Found:
        """The record called so."""
        key = name_key(text)
        if len(ids := self.exact.get(key, ())) == 1:
            return Found(ids[0])
        if ids:
            return Found(maybe=ids)
        bare = _BRACKETS.search(key)
        if bare and bare.start() and len(ids := self.exact.get(key[: bare.start()], ())) == 1:
            return Found(ids[0], unit=bare[1] or bare[2])
        if ids := self.folded.get(fold(key), ()):
            return Found(maybe=ids)
        return Found(maybe=self._near(key))

    def _shared(self, name: str, letters: Mapping[str, int]) -> int:
        """How many letters a name has in common with others, wherever they stand: more than that is never alike."""
        if name not in self._letters:
            self._letters[name] = Counter(name)
        mine = self._letters[name]
        return sum(min(count, mine[letter]) for letter, count in letters.items() if letter in mine)

    def _near(self, key: str) -> tuple[str, ...]:
        """Those whose name is nearly this one."""
        if len(key) < 6:
            return ()
        matcher = SequenceMatcher(b=key, autojunk=False)
        scored = []
        mine, digits = Counter(key), _DIGITS.findall(key)  # "năm 2026" is no slip for "năm 2027"
        for name, ids in self.exact.items():
            both = len(key) + len(name)
            if (
                2 * min(len(key), len(name)) < _CLOSE * both
                or 2 * self._shared(name, mine) < _CLOSE * both
                or _DIGITS.findall(name) != digits
            ):
                continue
            matcher.set_seq1(name)
            if (ratio := matcher.ratio()) >= _CLOSE:
                scored.append((ratio, ids))
        return tuple(dict.fromkeys(id for _, ids in sorted(scored, reverse=True) for id in ids))[:3]


@attrs.define
class PlanNames:
    """The names of a plan's records, gone through once for a whole file; its bodies as they are called on ``day``."""

    plan: Plan
    day: dt.date
    own: Own = ()
    _tables: dict[str, RecordNames] = attrs.field(factory=dict)
    _bodies: dict[bool, Bodies] = attrs.field(factory=dict)
    left: set[NameKey] = attrs.field(factory=set)
    """Names of which somebody has said that nobody knows them."""
    _meant: dict[NameKey, str] = attrs.field(factory=dict)

    def of(self, table: str) -> RecordNames:
        """The names of a table's records."""
        if table not in self._tables:
            names = RecordNames.of(self.plan, table)
            meant = {key: (id,) for (of, key), id in self._meant.items() if of == table}
            self._tables[table] = attrs.evolve(names, exact={**names.exact, **meant}) if meant else names
        return self._tables[table]

    @property
    def bodies(self) -> Bodies:
        """The bodies by whatever they are called."""
        return self._read_as(to_the_letter=False)

    @property
    def bodies_to_the_letter(self) -> Bodies:
        """The bodies as a list names them that makes new ones."""
        return self._read_as(to_the_letter=True)

    def _read_as(self, *, to_the_letter: bool) -> Bodies:
        if to_the_letter not in self._bodies:
            self._bodies[to_the_letter] = Bodies(self.plan, self.day, self.own, to_the_letter)
        return self._bodies[to_the_letter]

    def mean(self, key: NameKey, texts: Iterable[str], id: str) -> None:
        """Take a name for that of a record, as somebody has said; ``texts``: the ways it is written."""
        table = key[0]
        self._meant[key] = id
        if table == "agencies":
            self.own = (*self.own, *((text, f"agencies.{id}") for text in texts))
        self.forget(table)

    def is_left(self, table: str, text: str) -> bool:
        """Whether somebody has said that nobody knows a name."""
        return bool(self.left) and ((body_key(text) if table == "agencies" else (table, name_key(text))) in self.left)

    def forget(self, table: str) -> None:
        """Go through a table again: it has another record."""
        self._tables.pop(table, None)
        if table == "agencies":
            self._bodies.clear()
