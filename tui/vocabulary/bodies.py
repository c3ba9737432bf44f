"""Names of bodies as people write them: in full, short (``Sở KH&ĐT``), usual (``Sở NN và PTNT``, ``VP. UBND``), and lists with who leads.

No list of abbreviations is kept: letters that begin the words of a name, in their order, stand for those words.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Sequence
from typing import Final

import attrs

from tui.model.plan import Plan
from tui.model.succession import holders_on
from tui.model.text import nfc, sound
from tui.vocabulary.body_kinds import kind_of_body
from tui.vocabulary.body_lists import pieces_of, segments, starts_of
from tui.vocabulary.body_names import OF_COUNTRY, aligned, begins, name_words, of_one_level, place_words, ways_of_one
from tui.vocabulary.body_roles import LEAD, PARTNER, lines_with_roles, without_role
from tui.vocabulary.lexicon import Own, own_words, plain
from tui.vocabulary.outcome import NotUnderstood, Outcome, Read, Unsure

_OR: Final = re.compile(r"\s*,?\s+(?:hoặc(?:\s+là)?|hay\s+là|or)\s+|\s*,?\s+và/hoặc\s+|\s+and/or\s+", re.IGNORECASE)
_UNKNOWN_COSTS: Final = 10


@attrs.frozen
class NamedBody:
    """One body of a list: how it is written, what was read, and the role that is said beside it (:data:`LEAD`, :data:`PARTNER`, None).

    ``either``: how the bodies are written of which it is one or another (``A hoặc B``); "" where it is meant in any case.
    """

    text: str
    outcome: Outcome[str]
    role: str | None = None
    either: str = ""


@attrs.frozen
class _Known:
    """One name of a body as it is compared."""

    id: str
    sounds: str
    plain: str
    tokens: tuple[str, ...]
    bare: tuple[str, ...]
    """Its words without the place it ends with."""


@attrs.define(eq=False)
class Bodies:
    """The bodies of a plan by whatever they are called on ``day``; of several of one name the one that exists then is meant."""

    plan: Plan
    day: dt.date
    own: Own = ()
    to_the_letter: bool = False
    """Whether "các sở, ngành liên quan" is another body than "các sở, ngành": in a list that makes new bodies it is."""
    _known: list[_Known] = attrs.field(init=False)
    _place: tuple[str, ...] = attrs.field(init=False)
    _read: dict[str, Outcome[str]] = attrs.field(init=False, factory=dict)
    _lists: dict[str, tuple[NamedBody, ...]] = attrs.field(init=False, factory=dict)
    """Lists that were read: the same few stand in most rows of a table."""

    def __attrs_post_init__(self) -> None:
        self.own = self.own or own_words(self.plan)
        self._place = name_words(str(self.plan.header.get("place", "")))
        self._known = []
        for id, values in self.plan.tables["agencies"].items():
            for name in dict.fromkeys(str(values[key]) for key in ("name", "short") if values.get(key)):
                tokens = name_words(name)
                self._known.append(_Known(id, sound(" ".join(name.split())), plain(name), tokens, self._without_place(tokens)))

    # -- one body -----------------------------------------------------------------------------------------------------

    def read(self, text: str) -> Outcome[str]:
        """The id of the body that is meant: by its full name, its short one, its id, or a usual form of them."""
        key = " ".join(nfc(text).split()).strip(" .;:")
        if key not in self._read:
            self._read[key] = self._found(key)
        return self._read[key]

    def _found(self, text: str) -> Outcome[str]:
        short = plain(text)
        if not re.search(r"\w", short):
            return NotUnderstood(text)
        if text in self.plan.tables["agencies"]:
            return Read(text)
        if mine := [means.removeprefix("agencies.") for said, means in self.own if means.startswith("agencies.") and plain(said) == short]:
            return self._meant(mine, text)
        heard = sound(text)
        tokens = name_words(text)
        for hits in (
            [known.id for known in self._known if known.sounds == heard],
            [known.id for known in self._known if known.plain == short],
            [known.id for known in self._known if known.tokens == tokens],
            self._forms_of(tokens),
        ):
            if hits:
                return self._meant(hits, text)
        same = [known.id for known in self._known if known.tokens and (known.tokens in ways_of_one(tokens))]
        if same and not self.to_the_letter:
            return self._meant(same, text)
        near = [known.id for known in self._known if begins(tokens, known.tokens)]
        if len(set(near)) == 1 and not self.to_the_letter and self._is_of_the_state(near[0], tokens):
            return self._meant(near, text)
        return Unsure(self._there(dict.fromkeys(near))) if near else NotUnderstood(text)

    def _is_of_the_state(self, id: str, written: tuple[str, ...]) -> bool:
        """Whether only ``Việt Nam`` is left out of the name of a body of which there is one in the country; unions have one a province."""
        name = str(self.plan.tables["agencies"][id].get("name", ""))
        return name_words(name) == (*written, *OF_COUNTRY) and kind_of_body(name) != "union"

    def _forms_of(self, written: tuple[str, ...]) -> list[str]:
        """The bodies of whose names some words are a form, the place beside either left out."""
        bare = self._without_place(written)
        return [
            known.id
            for known in self._known
            if aligned(written, known.tokens)
            or (
                (bare, known.bare) != (written, known.tokens)
                and len(known.bare) > 1
                and aligned(bare, known.bare)
                and of_one_level((written, bare), (known.tokens, known.bare))
            )
        ]

    def _without_place(self, tokens: tuple[str, ...]) -> tuple[str, ...]:
        """A name without the place it ends with: ``tỉnh Thái Nguyên``, ``tỉnh``, ``trên địa bàn tỉnh``."""
        if self._place and tokens[-len(self._place) :] == self._place:
            tokens = tokens[: -len(self._place)]
        for place in place_words():
            if len(tokens) > len(place) and tokens[-len(place) :] == place:
                return tokens[: -len(place)]
        return tokens

    def _meant(self, ids: Sequence[str], text: str) -> Outcome[str]:
        """The one of several bodies that exists on the day: of those hit, and of those that bear the name of one that is hit."""
        agencies = self.plan.tables["agencies"]
        hit = [id for id in dict.fromkeys(ids) if id in agencies]
        names = {sound(str(agencies[id].get("name", id))) for id in hit}
        same = [id for id, values in agencies.items() if id in hit or sound(str(values.get("name", id))) in names]
        there = [id for id in same if holders_on(self.plan, id, self.day) == [id]]
        if len(there) == 1:
            return Read(there[0])
        if len(hit) == 1 and not there:
            return Read(hit[0])
        return Unsure(tuple(there or hit)) if hit else NotUnderstood(text)

    def _there(self, ids: dict[str, None]) -> tuple[str, ...]:
        """Those that exist on the day first."""
        return tuple(sorted(ids, key=lambda id: holders_on(self.plan, id, self.day) != [id]))

    # -- a list -------------------------------------------------------------------------------------------------------

    def read_list(self, text: str) -> tuple[NamedBody, ...]:
        """The bodies of a cell or phrase: ``A, B``, ``A và B``, ``A (chủ trì), B``, lines, ``Chủ trì: A; phối hợp: B``."""
        if text not in self._lists:
            found: list[NamedBody] = []
            for line, role in lines_with_roles(text):
                found += [attrs.evolve(body, role=body.role or role) for body in self._alternatives(line)]
            self._lists[text] = tuple(found)
        return self._lists[text]

    def _alternatives(self, text: str) -> list[NamedBody]:
        """The bodies of a line; of those beside an "or" it is said that nobody knows which of them is meant."""
        parts = _OR.split(text)
        if len(parts) == 1 or not all(part.strip() for part in parts) or isinstance(self.read(text), Read):
            return self._line(text)
        lines = [self._line(part) for part in parts]
        beside = [(line, at) for before, after in itertools.pairwise(lines) for line, at in ((before, -1), (after, 0)) if line]
        told = " hoặc ".join(dict.fromkeys(line[at].text for line, at in beside))
        for line, at in beside:
            line[at] = attrs.evolve(line[at], either=told)
        return list(itertools.chain.from_iterable(lines))

    def _line(self, text: str) -> list[NamedBody]:
        """One line of a list, parted where that reads the most names: known ones first, else before a word that begins a name."""
        pieces, cuts = pieces_of(text)
        if not pieces:
            return []
        starts = starts_of(text, pieces, cuts)
        whole_names = set(zip(starts, [*starts[1:], len(pieces)], strict=True))
        best: list[tuple[int, int] | None] = [None] * (len(pieces) + 1)
        best[0] = (0, 0)
        for end in range(1, len(pieces) + 1):
            for start in range(max(0, end - 8), end):
                before = best[start]
                if before is None:
                    continue
                cost = self._cost(text[cuts[start][0] : cuts[end - 1][1]], (start, end) in whole_names)
                if cost is not None and ((kept := best[end]) is None or before[0] + cost < kept[0]):
                    best[end] = (before[0] + cost, start)
        if best[-1] is None:
            return [_named(part, self.read) for part in segments(text)]
        ends, here = [], len(pieces)
        while here:
            step = best[here]
            assert step is not None
            ends.append((step[1], here))
            here = step[1]
        return [_named(text[cuts[start][0] : cuts[end - 1][1]], self.read) for start, end in reversed(ends)]

    def _cost(self, text: str, may_be_unknown: bool) -> int | None:
        bare, _ = without_role(text)
        outcome = self.read(bare)
        if isinstance(outcome, Read):
            return 1
        return _UNKNOWN_COSTS if may_be_unknown else None


def ids_of(bodies: Sequence[NamedBody]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """(leads, partners) where every body was read: those of no role lead, unless another is said to; None where one is in doubt."""
    if any(body.either or not isinstance(body.outcome, Read) for body in bodies):
        return None
    pairs = [(body.outcome.value, body.role) for body in bodies if isinstance(body.outcome, Read)]
    told = any(role == LEAD for _, role in pairs)
    leads = dict.fromkeys(id for id, role in pairs if role == LEAD or (role is None and not told))
    partners = dict.fromkeys(id for id, role in pairs if id not in leads and (role == PARTNER or (role is None and told)))
    return tuple(leads), tuple(partners)


def _named(text: str, read: Callable[[str], Outcome[str]]) -> NamedBody:
    bare, role = without_role(text)
    return NamedBody(bare, read(bare), role)
