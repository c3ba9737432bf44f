"""What somebody pasted for a field: typed kinds as they are typed, references and choices by the names people know them by."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from tui.i18n.typed import TYPED_KINDS, read_typed
from tui.i18n.words import Unreadable, Words
from tui.model.clock import clock_of
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING, Plan
from tui.model.succession import holders_on
from tui.model.text import N_, Sentence, bare_sound, nfc, say, sound
from tui.vocabulary.choices import SET_OF_FIELD, read_choice
from tui.vocabulary.lexicon import own_words
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure

_SIGNS = re.compile(r"[^\w(]+")
_LISTED: Final = (Kind.TEXTS, Kind.DATES)
_MOST_NAMED: Final = 4
_SAID_TOO: Final = {"unreported": N_("not reported")}
"""Other words for a choice, as papers and earlier versions have them."""
_NAME_KEYS: Final = ("number", "locator")
"""Fields besides title and short name that people write for a record: a section's number, a task's place."""


@attrs.define
class PastedReader:
    """Reads cells of a pasted block in the languages of ``words``, the person's own first.

    Of several bodies of one name the one that exists on ``day`` is meant, today where none is given.
    """

    plan: Plan
    words: Sequence[Words]
    day: dt.date | None = None
    strict: bool = False
    """Whether a name has to be written whole: some words of one name nothing."""
    _names: dict[str, Names] = attrs.field(factory=dict)

    def read(self, spec: FieldSpec, text: str) -> Any:
        """The value; MISSING for an empty cell. Raises :class:`Unreadable` with the reason."""
        if not text.strip():
            return MISSING
        if spec.kind in TYPED_KINDS:
            if spec.kind in _LISTED and "\n" not in text:
                text = text.replace(";", "\n")
            if spec.kind not in (*_LISTED, Kind.PROSE):
                text = " ".join(text.split())
            return read_typed(spec, text, self.words[0])  # without a day to count from: a pasted day is written in full
        if spec.kind is Kind.ENTRIES:
            raise Unreadable(say(N_("entries are edited one by one; E edits the record")))
        if spec.kind is Kind.YES_NO:
            return self._one(text, self._said({"true": N_("yes"), "false": N_("no")})) == "true"
        if spec.kind in (Kind.CHOICE, Kind.CHOICES):
            names = self._said({c.value: c.label for c in spec.choices})
            if spec.kind is Kind.CHOICES:
                return self._several(text, names)
            return self._one(text, names) if names.called(text) else self._in_usual_words(spec, text, names)
        assert spec.table is not None
        known = self._records(spec.table)
        return self._one(text, known) if spec.kind is Kind.REF else self._several(text, known)

    # -- names ----------------------------------------------------------------------------------------------------

    def _said(self, labels: Mapping[str, str]) -> Names:
        """Choices by their words in every language, and by the value itself."""
        pairs = [(self.words[0](label), value) for value, label in labels.items()]
        pairs += [(words(label), value) for words in self.words[1:] for value, label in labels.items()]
        pairs += [(words(also), value) for words in self.words for value, also in _SAID_TOO.items() if value in labels]
        return Names.of([*pairs, *((value, value) for value in labels)])

    def _records(self, table: str) -> Names:
        """Records by title, short name, number, both together, and by id; the first is the one a message names them by."""
        if table not in self._names:
            spec = TABLES[table]
            keys = dict.fromkeys(k for k in (spec.short, spec.title, *_NAME_KEYS) if k is not None and k in spec.by_key)
            pairs = []
            for id, values in self.plan.tables[table].items():
                own = [str(values[key]) for key in keys if values.get(key) not in (None, "")]
                pairs += [*((name, id) for name in own), *((f"{own[0]} {name}", id) for name in own[1:]), (id, id)]
            self._names[table] = Names.of(pairs, self._there() if table == "agencies" else frozenset())
        return self._names[table]

    def _there(self) -> frozenset[str]:
        """The bodies that exist on the day."""
        day = self.day or clock_of(self.plan).today()
        return frozenset(id for id in self.plan.tables["agencies"] if holders_on(self.plan, id, day) == [id])

    def _in_usual_words(self, spec: FieldSpec, text: str, names: Names) -> str:
        """A choice as offices word it: ``Đã hoàn thành``, ``đang triển khai``; what comes near to several is refused with their names."""
        name = SET_OF_FIELD.get(spec.key)
        outcome = read_choice(name, text, own=own_words(self.plan)) if name is not None else NotUnderstood(text)
        offered = {choice.value for choice in spec.choices}
        if isinstance(outcome, Read) and outcome.value in offered:
            return outcome.value
        if isinstance(outcome, Unsure):
            several = ", ".join(names.shown[value] for value in outcome.candidates if value in offered)
            raise Unreadable(say(N_("“{text}” may be any of: {several}"), text=text.strip(), several=several))
        if not self.strict and len(meant := names.with_words_of(text)) == 1:
            return next(iter(meant))
        allowed = ", ".join(names.shown[choice.value] for choice in spec.choices)
        told = N_("“{text}” is no {field} that is understood; write one of: {allowed}")
        raise Unreadable(say(told, text=text.strip(), field=Sentence(spec.label), allowed=allowed))

    # -- finding --------------------------------------------------------------------------------------------------

    def _one(self, text: str, names: Names) -> str:
        """The one thing a text names: as it is written, else without marks, else the only name that has all its words."""
        found = names.called(text) or (frozenset() if self.strict else names.with_words_of(text))
        if len(found) == 1:
            return next(iter(found))
        if found:
            several = ", ".join(sorted(names.shown[value] for value in found)[:_MOST_NAMED]) + ("…" if len(found) > _MOST_NAMED else "")
            raise Unreadable(say(N_("“{text}” may be any of: {several}"), text=text.strip(), several=several))
        raise Unreadable(say(N_("nothing is called “{text}”"), text=text.strip()))

    def _several(self, text: str, names: Names) -> list[str]:
        """A list: lines or ``;`` part it, else commas, but for those that belong to a name."""
        if "\n" in text or ";" in text:
            parts = [part for part in re.split(r"[\n;]", text) if part.strip()]
            return list(dict.fromkeys(self._one(part, names) for part in parts))
        pieces = [piece for piece in text.split(",") if piece.strip()]
        out: list[str] = []
        while pieces:
            sizes = range(min(len(pieces), names.most_commas + 1), 0, -1)
            size = next((n for n in sizes if len(names.called(",".join(pieces[:n]))) == 1), 1)
            out.append(self._one(",".join(pieces[:size]), names))
            pieces = pieces[size:]
        return list(dict.fromkeys(out))


@attrs.frozen
class Names:
    """Names and what they may mean; ``shown`` is the first name of each, ``preferred`` are those meant before others of the same name."""

    written: Mapping[str, frozenset[str]]
    folded: Mapping[str, frozenset[str]]
    shown: Mapping[str, str]
    most_commas: int
    preferred: frozenset[str] = frozenset()

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]], preferred: frozenset[str] = frozenset()) -> Names:
        """From (name, value)."""
        written: dict[str, set[str]] = {}
        folded: dict[str, set[str]] = {}
        shown: dict[str, str] = {}
        for name, value in pairs:
            shown.setdefault(value, name)
            for form in (_spaced(name), _bare(name)):
                written.setdefault(sound(form), set()).add(value)
                folded.setdefault(bare_sound(form), set()).add(value)
        frozen = [{name: frozenset(values) for name, values in index.items()} for index in (written, folded)]
        return cls(frozen[0], frozen[1], shown, max((name.count(",") for name, _ in pairs), default=0), preferred)

    def called(self, text: str) -> frozenset[str]:
        """What is called so: as it is written, else without the glyph before it, else without marks."""
        for form, index in (
            (sound(_spaced(text)), self.written),
            (sound(_bare(text)), self.written),
            (bare_sound(_bare(text)), self.folded),
        ):
            if form in index:
                return self._shown_so(index[form], form)
        return frozenset()

    def _shown_so(self, values: frozenset[str], form: str) -> frozenset[str]:
        """Of several with one name the one that is preferred, else the one tables show so: a short name before another's full one."""
        if len(values & self.preferred) == 1:
            return values & self.preferred
        first = frozenset(value for value in values if form in (sound(self.shown[value]), bare_sound(self.shown[value])))
        return first if len(first) == 1 else values

    def with_words_of(self, text: str) -> frozenset[str]:
        """What has all the words in its name, with or without marks."""
        wanted = set(bare_sound(_bare(text)).split())
        hits = [values for name, values in self.folded.items() if wanted and wanted <= set(name.split())]
        return frozenset().union(*hits)


def _spaced(text: str) -> str:
    return " ".join(nfc(text).split())


def _bare(text: str) -> str:
    """A name without the glyph a table shows before it."""
    text = _spaced(text)
    start = _SIGNS.match(text)
    return text[start.end() :] if start and start.end() < len(text) else text
