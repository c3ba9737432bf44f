"""What edits change, in words: which record, which field, old → new; of a list what came and what went, of figures by year."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from tui.model.edits import AddRecord, Edit, SetField
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING, Plan, Values, same, title_in
from tui.model.shortening import cut_off, shortened
from tui.model.text import N_, printable
from tui.reports.labels import entry_line, labels_of

if TYPE_CHECKING:
    from tui.i18n.words import Words

UNKNOWN: Final = "–"
_NOT_SO: Final = (TypeError, ValueError, AttributeError, KeyError, ArithmeticError)
"""What comes of a value that is not what its field asks for: a history is somebody's file."""
_LISTS: Final = frozenset({Kind.REFS, Kind.TEXTS, Kind.CHOICES, Kind.DATES})


class Happened(enum.Enum):
    """What happened to a record; the value is its sign."""

    ADDED = "+"
    CHANGED = "~"
    REMOVED = "−"

    @property
    def label(self) -> str:
        """The (English) word for it."""
        return _HAPPENED[self]


_HAPPENED: Final = {Happened.ADDED: N_("added"), Happened.CHANGED: N_("changed"), Happened.REMOVED: N_("deleted")}


@attrs.frozen
class ChangeLine:
    """One changed field, or one record added or deleted. Words are in the user's language and safe for one line.

    ``field`` is the TOML key, "" for a whole record. ``what`` is ``old → new`` or ``+ came; − went``, empty for a whole
    record; ``values`` are the fields of such a record, ``label: value``.
    """

    happened: Happened
    table: str
    id: str
    field: str
    table_words: str
    name: str
    label: str
    what: str
    values: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """``Nhiệm vụ · Rà soát quy hoạch``; the table alone where it has one record only."""
        return self.table_words if self.id == "" else f"{self.table_words} · {self.name}"

    @property
    def told(self) -> str:
        """Without the record: ``Trạng thái: chưa báo cáo → hoàn thành``, or what happened to it."""
        return f"{self.label}: {self.what}" if self.field else self.label

    @property
    def text(self) -> str:
        """The whole line."""
        return f"{self.subject} · {self.told}"


def change_lines(edits: Iterable[Edit], before: Plan, after: Plan, words: Words, most: int | None = None) -> list[ChangeLine]:
    """Edits in words, in their order; references are named as the plans ``before`` and ``after`` name them.

    ``most`` characters of a value are shown, those that differ; None for all.
    """
    return [_line(edit, before, after, words, most) for edit in edits]


def counted(edits: Iterable[Edit], words: Words) -> str:
    """``Nhiệm vụ: +1 ~2 · Chỉ tiêu: ~1``: how many records of each table were added, changed, deleted; "" for no edits."""
    found: dict[str, dict[Happened, set[str]]] = {}
    for edit in edits:
        found.setdefault(edit.table, {}).setdefault(_happened(edit), set()).add(edit.id)
    parts = []
    for table in TABLES:
        if table in found:
            whole = found[table].get(Happened.ADDED, set()) | found[table].get(Happened.REMOVED, set())
            numbers = {h: len(found[table].get(h, set()) - (whole if h is Happened.CHANGED else set())) for h in Happened}
            parts.append(f"{words(TABLES[table].label)}: " + " ".join(f"{h.value}{n}" for h, n in numbers.items() if n))
    return " · ".join(parts)


def briefly(edits: Sequence[Edit] | None, before: Plan, after: Plan, words: Words, most: int = 30) -> str:
    """Edits in one line: the one change there is, else what was changed of each table."""
    if edits is None:
        return words(N_("what was changed is not known"))
    if not edits:
        return words(N_("only comments or the order of records"))
    return change_lines(edits, before, after, words, most)[0].text if len(edits) == 1 else counted(edits, words)


def by_table(edits: Sequence[Edit], before: Plan, after: Plan, words: Words, most: int | None = None) -> list[str]:
    """Edits under the name of their table: first what was added, then what was changed, then what was deleted."""
    out = []
    for table in dict.fromkeys(sorted((e.table for e in edits), key=list(TABLES).index)):
        own = [e for e in edits if e.table == table]
        out.append(counted(own, words))
        for line in sorted(change_lines(own, before, after, words, most), key=lambda line: list(Happened).index(line.happened)):
            parts = [line.name if line.id else "", line.told if line.field or not line.id else ""]
            out.append(f"  {line.happened.value} " + " · ".join(part for part in parts if part))
    return out


def by_record(lines: Sequence[ChangeLine]) -> list[str]:
    """Changes for reading: a paragraph a record, a line a field, the values of what was added or deleted."""
    out: list[str] = []
    for line in lines:
        subject = f"{line.happened.value} {line.subject}"
        if subject not in out:
            out += [*([""] if out else []), subject]
        out += [f"    {line.told}", *(f"    {value}" for value in line.values)]
    return out


def _happened(edit: Edit) -> Happened:
    if isinstance(edit, SetField):
        return Happened.CHANGED
    return Happened.ADDED if isinstance(edit, AddRecord) else Happened.REMOVED


def _line(edit: Edit, before: Plan, after: Plan, words: Words, most: int | None) -> ChangeLine:
    spec = TABLES[edit.table]
    happened = _happened(edit)
    own: Values = {} if isinstance(edit, SetField) else edit.values
    record = next((r for r in (own, after.get(edit.table, edit.id), before.get(edit.table, edit.id)) if r), {})
    names = (happened, edit.table, edit.id)
    shown = (_capital(words(spec.label if spec.single else spec.one)), printable(words.show(title_in(edit.table, edit.id, record))))
    if not isinstance(edit, SetField):
        plan = after if happened is Happened.ADDED else before
        values = tuple(line for key in own for line in _told(edit.table, key, own[key], plan, words))
        return ChangeLine(*names, "", *shown, words(happened.label), "", values)
    label = _label(edit.table, edit.field, words)
    return ChangeLine(*names, edit.field, *shown, label, _what(edit, before, after, words, most))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _label(table: str, key: str, words: Words) -> str:
    field = TABLES[table].by_key.get(key)
    return words(field.label) if field else printable(key)


def _value(table: str, key: str, value: Any, plan: Plan, words: Words) -> str:
    return _joined(_labels(TABLES[table].by_key.get(key), value, plan, words))


def _told(table: str, key: str, value: Any, plan: Plan, words: Words) -> Iterator[str]:
    """A field of a whole record in words; the entries of a list below each other."""
    label, spec = _label(table, key, words), TABLES[table].by_key.get(key)
    if spec is not None and spec.kind is Kind.ENTRIES and len(labels := _labels(spec, value, plan, words)) > 1:
        yield f"{label}:"
        yield from (f"  · {one}" for one in labels)
    else:
        yield f"{label}: {_value(table, key, value, plan, words)}"


def _joined(labels: Iterable[str]) -> str:
    return "; ".join(labels) or UNKNOWN


def _labels(spec: FieldSpec | None, value: Any, plan: Plan, words: Words) -> list[str]:
    """The words for a value; a value that is not what its field asks for is shown as it is."""
    if value is MISSING:
        return []
    if spec is not None:
        try:
            return [printable(label) for label in labels_of(spec, value, plan, words)]
        except _NOT_SO:
            pass
    return [printable(str(value))]


def _what(edit: SetField, before: Plan, after: Plan, words: Words, most: int | None) -> str:
    """What is different about a field."""
    spec = TABLES[edit.table].by_key.get(edit.field)
    sides = [[] if value is MISSING else value for value in (edit.expected, edit.new)]
    lists = spec is not None and all(isinstance(side, list) for side in sides)
    if spec is not None and lists and spec.kind in _LISTS:
        return _came_and_went(*_apart(sides[0], sides[1]), lambda v, plan: _labels(spec, [v], plan, words), before, after, words, most)
    if spec is not None and lists and spec.kind is Kind.ENTRIES and all(isinstance(e, Mapping) for side in sides for e in side):
        return _entries(spec, sides[0], sides[1], before, after, words, most)
    old, new = _joined(_labels(spec, edit.expected, before, words)), _joined(_labels(spec, edit.new, after, words))
    return " → ".join(shortened(old, new, most=most))


def _apart(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """(what only the old list has, what only the new one has)."""
    gone = list(old)
    came = []
    for value in new:
        place = next((n for n, other in enumerate(gone) if same(other, value)), None)
        if place is None:
            came.append(value)
        else:
            del gone[place]
    return gone, came


def _came_and_went(
    gone: Sequence[Any],
    came: Sequence[Any],
    labels: Callable[[Any, Plan], list[str]],
    before: Plan,
    after: Plan,
    words: Words,
    most: int | None,
) -> str:
    parts = [f"+ {cut_off(_joined(labels(v, after)), most)}" for v in came] + [
        f"− {cut_off(_joined(labels(v, before)), most)}" for v in gone
    ]
    return "; ".join(parts) or words(N_("another order"))


def _entries(spec: FieldSpec, old: list[Any], new: list[Any], before: Plan, after: Plan, words: Words, most: int | None) -> str:
    """Entries that were changed are told by their first field (a figure's year, a report's day); the others came or went."""
    gone, came = _apart(old, new)
    parts = []
    for keys in (spec.identity, (spec.entries[0].key,)):
        for entry in [*came] if keys else ():
            match = next((e for e in gone if all(same(e.get(k, MISSING), entry.get(k, MISSING)) for k in keys)), None)
            if match is not None:
                gone.remove(match)
                came.remove(entry)
                parts.append(_entry(spec, match, entry, before, after, words, most))

    def line(entry: Any, plan: Plan) -> list[str]:
        try:
            return [printable(entry_line(spec, entry, plan, words))]
        except _NOT_SO:
            return [printable(str(dict(entry)))]

    if gone or came or not parts:
        parts.append(_came_and_went(gone, came, line, before, after, words, most))
    return "; ".join(parts)


def _entry(spec: FieldSpec, old: Values, new: Values, before: Plan, after: Plan, words: Words, most: int | None) -> str:
    """``2024: 8,5 → 8,59, chính thức``: the fields of an entry that differ."""
    first = spec.entries[0]
    parts = []
    for key in {**old, **new}:
        was, now = old.get(key, MISSING), new.get(key, MISSING)
        if not same(was, now):
            inner = spec.entry(key)
            told = " → ".join(shortened(_joined(_labels(inner, was, before, words)), _joined(_labels(inner, now, after, words)), most=most))
            plain = inner is not None and inner.told_bare
            parts.append(told if plain else f"{words(inner.label) if inner else printable(key)} {told}")
    name = _joined(_labels(first, new.get(first.key, MISSING), after, words))
    return f"{cut_off(name, most)}: {', '.join(parts)}"
