"""Names of bodies as people write them: in full, short (``Sở KH&ĐT``), usual (``Sở NN và PTNT``, ``VP. UBND``), and lists with who leads.

No list of abbreviations is kept: letters that begin the words of a name, in their order, stand for those words.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import attrs

from tui.model.plan import Plan
from tui.model.succession import holders_on
from tui.model.text import fold, nfc, sound
from tui.vocabulary.lexicon import Own, alternatives, letterwise, one_of, own_words, phrases, plain, spoken, words
from tui.vocabulary.outcome import NotUnderstood, Outcome, Read, Unsure

LEAD: Final = "lead"
PARTNER: Final = "partner"
_SIGNS: Final = re.compile(r"[^\w]+")
_PARTING: Final = re.compile(r"\s*(?:,|/|\s+và\s+|\s+&\s+|\s+and\s+)\s*(?:và\s+)?", re.IGNORECASE)
_OR: Final = re.compile(r"\s*,?\s+(?:hoặc(?:\s+là)?|hay\s+là|or)\s+|\s*,?\s+và/hoặc\s+|\s+and/or\s+", re.IGNORECASE)
_BULLET: Final = re.compile(r"^\s*(?:[-+*•–—]|[0-9]{1,2}[.)])\s+")
_UNKNOWN_COSTS: Final = 10
_MOST_PIECES: Final = 60
_SHORT_ROLE: Final = 2
"""Letters of a role that is shortened ("CT", "PH"): said only behind a sign."""
_OF_COUNTRY: Final = ["viet", "nam"]
_SHORTENED: Final = range(2, 9)
"""How many words one word of letters stands for."""


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
        self._place = _tokens(str(self.plan.header.get("place", "")))
        self._known = []
        for id, values in self.plan.tables["agencies"].items():
            for name in dict.fromkeys(str(values[key]) for key in ("name", "short") if values.get(key)):
                tokens = _tokens(name)
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
        tokens = _tokens(text)
        for hits in (
            [known.id for known in self._known if known.sounds == heard],
            [known.id for known in self._known if known.plain == short],
            [known.id for known in self._known if known.tokens == tokens],
            self._forms_of(tokens),
        ):
            if hits:
                return self._meant(hits, text)
        same = [known.id for known in self._known if known.tokens and (known.tokens in _ways_of_one(tokens))]
        if same and not self.to_the_letter:
            return self._meant(same, text)
        near = [known.id for known in self._known if _begins(tokens, known.tokens)]
        if len(set(near)) == 1 and not self.to_the_letter and self._is_of_the_state(near[0], tokens):
            return self._meant(near, text)
        return Unsure(self._there(dict.fromkeys(near))) if near else NotUnderstood(text)

    def _is_of_the_state(self, id: str, written: tuple[str, ...]) -> bool:
        """Whether only ``Việt Nam`` is left out of the name of a body of which there is one in the country; unions have one a province."""
        name = str(self.plan.tables["agencies"][id].get("name", ""))
        return _tokens(name) == (*written, *_OF_COUNTRY) and kind_of_body(name) != "union"

    def _forms_of(self, written: tuple[str, ...]) -> list[str]:
        """The bodies of whose names some words are a form, the place beside either left out."""
        bare = self._without_place(written)
        return [
            known.id
            for known in self._known
            if _aligned(written, known.tokens)
            or (
                (bare, known.bare) != (written, known.tokens)
                and len(known.bare) > 1
                and _aligned(bare, known.bare)
                and _of_one_level((written, bare), (known.tokens, known.bare))
            )
        ]

    def _without_place(self, tokens: tuple[str, ...]) -> tuple[str, ...]:
        """A name without the place it ends with: ``tỉnh Thái Nguyên``, ``tỉnh``, ``trên địa bàn tỉnh``."""
        if self._place and tokens[-len(self._place) :] == self._place:
            tokens = tokens[: -len(self._place)]
        for place in _place_words():
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
            for line, role in _roles(text):
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
        pieces, cuts = _pieces(text)
        if not pieces:
            return []
        starts = _starts(text, pieces, cuts)
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
        bare, _ = _without_role(text)
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


# -- words of names ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _tokens(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without those that mean nothing in it."""
    passed_over = phrases("bodies", "passed_over")
    said = [word for word in _SIGNS.split(plain(name)) if word and word not in passed_over]
    for at in reversed(range(1, len(said) - 2)):
        if said[at : at + 2] == _OF_COUNTRY and said[at + 2] in _first_of_levels():
            del said[at : at + 2]  # "Hội Nông dân Việt Nam tỉnh" is "Hội Nông dân tỉnh"
    return tuple(said)


@lru_cache(maxsize=1)
def _first_of_levels() -> frozenset[str]:
    """The first word of each level of government."""
    return frozenset(_SIGNS.split(said)[0] for level in words()["bodies"]["levels"] for said in phrases("bodies", "levels", level))


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: two names of the same ones are of one body."""
    return _tokens(name)


@lru_cache(maxsize=1)
def _place_words() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_SIGNS.split(phrase)) for phrase in phrases("bodies", "place_words"))


def _of_one_level(a: tuple[tuple[str, ...], tuple[str, ...]], b: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    """Whether two names, each (whole, without its place), are of one level: said by both, or by one where no other has such a body."""
    mine, others = _level(*a), _level(*b)
    if mine and others:
        return mine == others
    return mine == others or not (_is_at_every_level(a[1]) or _is_at_every_level(b[1]))


def _level(whole: tuple[str, ...], bare: tuple[str, ...]) -> str:
    """The level that the place of a name says: ``tinh``, ``huyen``, ``xa``; "" where it says none."""
    left = " ".join(whole[len(bare) :])
    names = words()["bodies"]["levels"]
    return next((level for level in names if re.search(rf"\b{one_of('bodies', 'levels', level)}\b", left)), "")


@lru_cache(maxsize=4096)
def _is_at_every_level(bare: tuple[str, ...]) -> bool:
    """Whether a body called so exists at every level: ``UBND``, ``Công an``."""
    return any(_aligned(bare, _tokens(said)) for said in words()["bodies"]["at_every_level"])


@lru_cache(maxsize=4096)
def _ways_of_one(tokens: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """The other usual ways to speak of the same many bodies."""
    ways = [frozenset(_tokens(said) for said in written) for written in words()["bodies"]["same"].values()]
    return frozenset().union(*(way for way in ways if tokens in way))


def _aligned(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names say the same word by word, letters that begin several words of the other standing for them."""
    return bool(a and b) and a[0][0] == b[0][0] and _reaches(a, b, whole=True)


def _begins(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether ``a`` is the beginning of ``b``, in whole words."""
    return bool(a) and len(a) < len(b) and a[0][0] == b[0][0] and _reaches(a, b, whole=False)


def _reaches(a: tuple[str, ...], b: tuple[str, ...], *, whole: bool) -> bool:
    seen: set[tuple[int, int]] = set()
    ahead = [(0, 0)]
    while ahead:
        i, j = here = ahead.pop()
        if here in seen:
            continue
        seen.add(here)
        if i == len(a) and (j == len(b) or not whole):
            return True
        if i == len(a) or j == len(b):
            continue
        if a[i] == b[j] or (i == j == 0 and whole and 1 in (len(a[0]), len(b[0])) and min(len(a), len(b)) > 1):
            ahead.append((i + 1, j + 1))  # "P. Nội vụ": the head of a name by its first letter alone
        if len(a[i]) in _SHORTENED:
            ahead += [(i + 1, j + count) for count in _spelled(a[i], b[j:])]
        if whole and len(b[j]) in _SHORTENED:
            ahead += [(i + count, j + 1) for count in _spelled(b[j], a[i:])]
    return False


@lru_cache(maxsize=65536)
def _spelled(letters: str, words: tuple[str, ...]) -> frozenset[int]:
    """How many of some words a word of letters stands for: each by its first, or by all of one that is shortened."""
    ends = set()
    ahead = [(0, 0)]
    while ahead:
        at, count = ahead.pop()
        if at == len(letters):
            ends.add(count)
        elif count < len(words):
            word = words[count]
            if letters[at] == word[0]:
                ahead.append((at + 1, count + 1))
            if len(word) in _SHORTENED and letters.startswith(word, at):
                ahead.append((at + len(word), count + 1))
    return frozenset(ends - {0, 1})


# -- kinds ------------------------------------------------------------------------------------------------------------


def kind_of_body(name: str) -> str:
    """What kind of body a name is of, by how it begins; what belongs to a central body and stands in one place is its branch."""
    short = plain(name)
    if short in phrases("bodies", "many"):
        return "collective"  # "tập đoàn", "viện": a word for such bodies, no name of one
    if (of := _BRANCH.match(short)) is not None:
        kind = kind_of_body(short[of.end() :])
        return "central_branch" if kind in _CENTRAL else kind
    ranked = sorted(((said, kind) for kind in words()["bodies"]["kinds"] for said in phrases("bodies", "kinds", kind)), key=_longest_first)
    kind = next((kind for said, kind in ranked if short == said or short.startswith(f"{said} ")), "other")
    if kind == "ministry" and _IN_ONE_PLACE.search(short) is not None:
        return "central_branch"
    return "agency" if kind == "central_branch" and short.endswith(_WHOLE_COUNTRY) else kind


def _longest_first(said: tuple[str, str]) -> tuple[int, str]:
    return -len(said[0]), said[0]


_CENTRAL: Final = ("ministry", "agency", "central_branch")
_BRANCH: Final = re.compile(r"chi nhanh ")
_IN_ONE_PLACE: Final = re.compile(r"\b(?:chi nhanh|khu vuc)\b|^(?:ngan hang nha nuoc|nhnn)\b.* (?:tinh|thanh pho)\b")
_WHOLE_COUNTRY: Final = (" viet nam", " trung uong")


# -- parts of a list --------------------------------------------------------------------------------------------------


def segments(text: str) -> list[str]:
    """The names of a list of bodies nobody knows yet: parted before a word that begins one (``Sở``, ``Bộ``, ``UBND``, ``các``)."""
    pieces, cuts = _pieces(text)
    starts = [*_starts(text, pieces, cuts), len(pieces)]
    return [text[cuts[first][0] : cuts[last - 1][1]] for first, last in itertools.pairwise(starts)]


def _pieces(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """What stands between commas and "và", and from where to where in the text."""
    pieces: list[str] = []
    cuts: list[tuple[int, int]] = []
    start = 0
    for found in [*_PARTING.finditer(text), None]:
        end = len(text) if found is None else found.start()
        if text[start:end].strip() and len(pieces) < _MOST_PIECES:
            pieces.append(text[start:end])
            cuts.append((start, end))
        elif len(pieces) == _MOST_PIECES:
            cuts[-1] = (cuts[-1][0], end)
        start = end if found is None else found.end()
    _join(text, pieces, cuts)
    for place in reversed(range(1, len(pieces))):
        if (at := _two_groups().match(letterwise(pieces[place]))) is not None:
            first, last = cuts[place]
            pieces[place : place + 1] = [text[first : first + at.end(1)], text[first + at.end() : last]]
            cuts[place : place + 1] = [(first, first + at.end(1)), (first + at.end(), last)]
    return pieces, cuts


def _join(text: str, pieces: list[str], cuts: list[tuple[int, int]]) -> None:
    """Put the pieces of one body together whose name holds those of others: ``Văn phòng HĐND và UBND``."""
    short = letterwise(text)
    for place in reversed(range(len(pieces) - 1)):
        found = _joined().match(short, cuts[place][0])
        last = next((n for n in range(place + 1, len(pieces)) if found is not None and cuts[n][0] < found.end() <= cuts[n][1]), None)
        if last is not None:
            cuts[place : last + 1] = [(cuts[place][0], cuts[last][1])]
            pieces[place : last + 1] = [text[slice(*cuts[place])]]


@lru_cache(maxsize=1)
def _joined() -> re.Pattern[str]:
    return re.compile(rf"\s*{one_of('bodies', 'joined')}(?!\w)")


@lru_cache(maxsize=1)
def _two_groups() -> re.Pattern[str]:
    """Two words of a list between which the comma was left out: ``các sở, ngành địa phương``."""
    return re.compile(rf"\s*({one_of('bodies', 'never_of_others')})\s+(?={one_of('bodies', 'groups')}(?!\w))")


def _starts(text: str, pieces: Sequence[str], cuts: Sequence[tuple[int, int]]) -> list[int]:
    """The pieces with which a new name begins."""
    starts = [0] if pieces else []
    in_group = _is_group(pieces[0]) if pieces else False
    for place, piece in enumerate(pieces[1:], start=1):
        after_comma = re.search(r"[,/]", text[cuts[place - 1][1] : cuts[place][0]]) is not None
        begins = begins_a_body(piece) or (after_comma and _is_short(piece)) or _alone(piece)
        if begins and (not in_group or not piece.strip()[0].islower() or (_is_many(piece) and not _is_some(piece))):
            starts.append(place)
            in_group = _is_group(piece)
    return starts


def begins_a_body(text: str) -> bool:
    """Whether a text begins as the name of a body does: ``Sở …``, ``UBND …``, ``Ban Dân tộc``, ``các sở …``; not ``Ban hành …``."""
    bare = text.strip()
    if not bare:
        return False
    if fold(bare) == bare.casefold():  # typed without marks
        return re.match(rf"{one_of('bodies', 'heads')}(?!\w)", plain(bare)) is not None or _is_many(bare)
    heard = sound(bare)
    if re.match(rf"{spoken('bodies', 'heads')}(?!\w)", heard) is not None or _is_many(bare):
        return True
    head = re.match(rf"{spoken('bodies', 'heads_before_a_capital')}(?= \w)", nfc(bare).lower())
    return head is not None and bare[head.end() :].lstrip()[:1].isupper()


def _is_short(text: str) -> bool:
    """Whether a text is nothing but capitals, as bodies are shortened: ``TTXVN``."""
    return re.fullmatch(r"[A-ZĐ][A-ZĐ0-9&.-]+", text.strip()) is not None


def _alone(text: str) -> bool:
    """Whether a text is one of the words many bodies are called by, alone: ``ngành``, ``địa phương``."""
    return sound(text).strip() in {sound(word) for word in words()["bodies"]["groups"]}


def _is_many(text: str) -> bool:
    """Whether a text begins as many bodies are called: ``các sở``, ``những đơn vị``."""
    many = sound(text.strip()) if fold(text) != text.casefold() else plain(text)
    words_of_many = spoken("bodies", "many") if fold(text) != text.casefold() else one_of("bodies", "many")
    return re.match(rf"(?:các|những|một số|cac|nhung|mot so) {words_of_many}(?!\w)", many) is not None


def _is_some(piece: str) -> bool:
    """Whether a piece only goes on with many bodies: ``các thành phố trực thuộc Trung ương và một số tỉnh đủ điều kiện``."""
    return plain(piece).startswith("mot so ")


def _is_group(piece: str) -> bool:
    return _is_many(piece) or _alone(piece)


def _roles(text: str) -> Iterator[tuple[str, str | None]]:
    """The lines of a list, each with the role said before it (``Chủ trì: …``), which holds for the lines under it as well."""
    role: str | None = None
    for line in re.split(r"[\n;]", _unbroken(_roles_apart(nfc(text)))):
        bare = _BULLET.sub("", line).strip(" .,;")
        while (found := _role_before().match(letterwise(bare))) is not None:
            role = LEAD if found["lead"] else PARTNER
            bare = bare[found.end() :].strip(" :.,-")
        for part, own in _told_in_words(bare):
            yield part, own or role


def _told_in_words(line: str) -> Iterator[tuple[str, str | None]]:
    """A line that says in a sentence who takes part as (who leads, who takes part): ``Giao A chủ trì, phối hợp với B thực hiện``."""
    given = _given().match(letterwise(line))
    bare = line[given.end() :] if given is not None and begins_a_body(line[given.end() :]) else line
    for found in _together().finditer(letterwise(bare)):
        before, behind = bare[: found.start()].strip(" .,"), bare[found.end() :].strip(" .,")
        if begins_a_body(before) and begins_a_body(behind):
            done = _DONE.search(letterwise(behind))
            yield before, None
            yield behind[: done.start()] if done is not None and done.start() else behind, PARTNER
            return
    if bare:
        yield bare, None


_DONE: Final = re.compile(r"\s+(?:to chuc |trien khai )?(?:thuc hien|trien khai)$")
"""What a sentence ends with behind the last name."""


@lru_cache(maxsize=1)
def _given() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('document', 'given', 'words')})\s+(?:cho\s+)?")


@lru_cache(maxsize=1)
def _together() -> re.Pattern[str]:
    return re.compile(r"(?<=[\w)])\s*,?\s+(?:va )?(?:chu dong )?(?:voi su )?phoi hop(?: (?:chat che|cung|voi|thuc hien|cua))* ")


def _roles_apart(text: str) -> str:
    """A text with each role that is said with a colon on a line of its own: ``Chủ trì: A. Phối hợp: B``."""
    short = letterwise(text)
    for found in reversed(list(_role_inside().finditer(short))):
        text = f"{text[: found.start()]}\n{text[found.end('sign') :]}"
    return text


@lru_cache(maxsize=1)
def _role_inside() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w|\))(?P<sign>\s*[.,/–-]?\s+|/)(?:{one_of('bodies', 'lead')}|{one_of('bodies', 'partner')})(?: voi)?\s*:")


def _unbroken(text: str) -> str:
    """A text whose names that were broken over lines stand on one: a line goes on with the one before unless a name begins there."""
    lines: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        begins = not lines or _BULLET.match(line) or _role_before().match(letterwise(bare)) or begins_a_body(bare) or _is_short(bare)
        if begins or lines[-1].rstrip()[-1:] in ",;:." or not lines[-1].strip():
            lines.append(line)
        elif bare:
            lines[-1] = f"{lines[-1].rstrip()} {bare}"
    return "\n".join(lines)


@lru_cache(maxsize=1)
def _role_before() -> re.Pattern[str]:
    leads, partners = (one_of("bodies", key) for key in ("lead", "partner"))
    return re.compile(rf"(?:(?P<lead>{leads})|(?P<partner>{partners}))(?: voi)?\s*(?:[:]|$|(?= (?:so|bo|cac|ubnd|ban)\b))")


def _without_role(text: str) -> tuple[str, str | None]:
    """A name and the role in brackets or words behind it: ``A (chủ trì)``, ``A chủ trì``."""
    found = _role_after().search(letterwise(text))
    if found is None or found.start() == 0:
        return text.strip(" .,;"), None
    role = LEAD if found["lead"] or found["word_of_lead"] else None if found["beside"] else PARTNER
    return text[: found.start()].strip(" .,;"), role


@lru_cache(maxsize=1)
def _role_after() -> re.Pattern[str]:
    leads, partners, beside = (one_of("bodies", key) for key in ("lead", "partner", "beside"))
    of_words = (alternatives(said for said in phrases("bodies", key) if len(said) > _SHORT_ROLE) for key in ("lead", "partner"))
    word_of_lead, word_of_partner = of_words  # "Sở CT" is a name
    roles = rf"(?P<lead>{leads})|(?P<partner>{partners})|(?P<beside>{beside}[^()\[\]]*)"
    signed = rf"(?:[(\[]|(?<=\s)-|-(?=\s))\s*(?:la )?(?:{roles})"
    bare = rf"(?:(?<=\s)|-)(?:(?P<word_of_lead>{word_of_lead})|(?P<word_of_partner>{word_of_partner}))"
    return re.compile(rf"\s*(?:{signed}|{bare})\s*[)\]]?\s*$")


def _named(text: str, read: Callable[[str], Outcome[str]]) -> NamedBody:
    bare, role = _without_role(text)
    return NamedBody(bare, read(bare), role)
