"""The lines of the record panel: what a review asks for, every field of a record, what it refers to, and what refers to it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import attrs

from tui.frames.tables.citations import citing
from tui.model.addresses import is_address
from tui.model.checks import excerpt
from tui.model.fields import SINGLE_ID, TABLES, FieldSpec, Kind, TableSpec
from tui.model.text import N_, printable
from tui.reports.labels import figure_line, labels_of, record_label
from tui.screens.drafting import draft_line
from tui.widgets.record_panel import PanelLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.model.plan import Plan
    from tui.session.session import Session

FOLDED, OPEN = "▸", "▾"
_MOST_CITATIONS = 200
"""A list nobody reads to the end; the line that follows says how many more there are."""
_SHORT_TEXT: Final = 80
"""Letters of a text that is told in one row."""
_ONE_ROW: Final = frozenset(
    {Kind.REF, Kind.CHOICE, Kind.DATE, Kind.MONTH_DAY, Kind.INTEGER, Kind.NUMBER, Kind.YES_NO, Kind.PERIOD, Kind.NUMBERS}
)


def lines_of(session: Session, table: str, id: str, *, unfolded: bool = False) -> Sequence[PanelLine]:
    """What is typed and not kept; then what a review asks for, each field in a row of its own that stays where it is from record to record,
    also where it is empty; the other fields of one row; what is longer, its own name first, one line a reference; then one line that says
    how many fields are empty, and these where it is ``unfolded``; then the records that cite this one.

    A field few records have is left out while it is empty: the form has it. Lines without a mark are kept until something they say is
    another: what somebody else saves is seldom in them.
    """
    plan, frames = session.plan, session.frames
    marked = any((name, other) == (table, id) for name, other, _ in session.workspace.unsaved()) or bool(session.journal.drafts)
    if marked or (table, id) in plan.unread:
        return _lines(session, plan, table, id, unfolded)
    key = ("lines", table, id, unfolded, session.words.language)
    return frames.drawn(key, lambda: _lines(session, frames.plan, table, id, unfolded))


def _lines(session: Session, plan: Plan, table: str, id: str, unfolded: bool) -> list[PanelLine]:
    words = session.words
    if plan.get(table, id) is None:
        return []
    of = _Record(session, plan, table, id)
    asked, short, long = _in_panel(TABLES[table])
    lines, empty = _drafts(session, table, id), list[PanelLine]()
    lines += [of.answer(field) for field in asked if not (field.seldom and of.folds(field))]
    for field in short:
        (empty if of.folds(field) else lines).extend(of.lines(field, one_row=True))
    for field in long:
        (empty if of.folds(field) else lines).extend(of.lines(field))
    lines += of.unheard_of()
    if id != SINGLE_ID:
        lines.append(PanelLine(words(N_("id")), id))
    if empty:
        told = words.count("{n} empty field", "{n} empty fields", len(empty))
        lines += [PanelLine("", f"{OPEN if unfolded else FOLDED} {told}", unfolds=True), *(empty if unfolded else ())]
    if id != SINGLE_ID:
        lines += _citations(session, plan, table, id)
    return lines


@cache
def _in_panel(spec: TableSpec) -> tuple[Sequence[FieldSpec], Sequence[FieldSpec], Sequence[FieldSpec]]:
    """The fields of a table in the order of its panel: those a review asks for; other short ones; what is longer, which begins with the
    name of the record, since that stands above the panel already. One that is asked for and may name several records is in both."""
    asked = [field for field in spec if field.asked]
    rest = [field for field in spec if not field.asked or field.kind is Kind.REFS]
    short = [field for field in rest if field.key != spec.title and _is_short(field)]
    long = [field for field in rest if field not in short]
    long.sort(key=lambda field: field.key != spec.title)
    return asked, short, long


def _is_short(field: FieldSpec) -> bool:
    """Whether a value of the field is told in one row of most panels: a text where it is held to few letters, or points somewhere."""
    return field.kind in _ONE_ROW or (field.kind is Kind.TEXT and (field.verbatim or 0 < (field.max_length or 0) <= _SHORT_TEXT))


class _Record:
    """What a panel says of the fields of one record."""

    def __init__(self, session: Session, plan: Plan, table: str, id: str) -> None:
        self._session, self._plan, self._table, self._id = session, plan, table, id
        self._words, self._spec = session.words, TABLES[table]
        self._values = plan.get(table, id) or {}
        self._unread = plan.unread.get((table, id), {})
        self._changed = {field for name, other, field in session.workspace.unsaved() if (name, other) == (table, id)}
        self._drafted = {field for other, field in session.journal.drafts.fields_of(table) if other == id}

    def folds(self, field: FieldSpec) -> bool:
        """Whether the field stands among the empty ones."""
        return field.key not in self._values and not self._mark(field) and not self._is_unread(field)

    def answer(self, field: FieldSpec) -> PanelLine:
        """The one row of a field a review asks for: of several records their short names, which are told in full further down; where it
        is empty what answers in its place, else that it is not said."""
        if field.key not in self._values and not self._is_unread(field):
            said = next((text for each in field.instead if (text := self._in_its_place(*each))), self._words(N_("not said yet")))
            return attrs.evolve(self._line(field, said, brief=said), also=tuple(key for key, *_ in field.instead))
        lines = self.lines(field, one_row=True)
        if len(lines) > 1:
            told = "; ".join(labels_of(field, self._values[field.key], self._plan, self._words))
            return self._line(field, told, brief=told)
        later = sorted(self._values.get(field.later, ()), key=lambda entry: str(entry.get("on", "")))
        if later and not self._is_unread(field):
            told = " → ".join([lines[0].text, *labels_of(field, later[-1].get(field.key), self._plan, self._words)])
            return attrs.evolve(lines[0], text=told, also=(field.later,))
        return lines[0]

    def _in_its_place(self, key: str, *nothing: str) -> str:
        """What another field says instead; "" where it is empty as well, or says ``nothing``."""
        value = self._values.get(key)
        return " ".join(labels_of(self._spec[key], value, self._plan, self._words)) if value not in (None, *nothing) else ""

    def lines(self, field: FieldSpec, *, one_row: bool = False) -> list[PanelLine]:
        """The lines of a field, one a reference or an entry; none of a field few records have and this one has not, nor of one whose
        answer has told all. ``one_row``: a reference has a shorter name for where the whole one is too long."""
        plan, words = self._plan, self._words
        if self._is_unread(field):
            return [self._line(field, words(N_("{value} could not be read"), value=printable(excerpt(self._unread[field.key]))))]
        if field.key not in self._values:
            return [] if field.seldom and not self._mark(field) else [self._line(field, "–")]
        value = self._values[field.key]
        if field.asked and not one_row and len(value) < 2:
            return []
        of_figures = (self._table, field.key) == ("indicators", "values")
        texts = briefs = [self._figure(entry) for entry in value] if of_figures else labels_of(field, value, plan, words)
        targets: list[tuple[str, str] | None] = [None] * len(texts)
        if field.kind is Kind.REF and field.table:
            targets = [(field.table, value)]
            texts = [record_label(field.table, value, plan, words)]
        elif field.kind is Kind.REFS and field.table:
            targets = [(field.table, v) for v in value]
            texts = [record_label(field.table, v, plan, words) for v in value]
        elif field.kind is Kind.ENTRIES:
            cited = next((f for f in field.entries if f.key in ("source", "basis")), None)
            if cited is not None and cited.table is not None:
                targets = [(cited.table, e[cited.key]) if cited.key in e else None for e in value]
        if field.kind in (Kind.REF, Kind.REFS):
            links = [_address_of(plan, target) for target in targets]
        else:  # of a figure the source is one step away: a link on each line would be sent with every move over the list
            links = _links(field, value, len(texts))
        lines = []
        for index, (text, target, link) in enumerate(zip(texts, targets, links, strict=True)):
            known = target if target is not None and plan.get(*target) is not None else None
            brief = briefs[index] if one_row and target is not None else ""
            lines.append(self._line(field, text, target=known, link=link, brief=brief, label=None if index == 0 else ""))
        return lines

    def _figure(self, entry: Mapping[str, Any]) -> str:
        return figure_line(self._session.frames, self._id, entry, self._words)

    def unheard_of(self) -> list[PanelLine]:
        """A line for each value whose field this version does not know."""
        return [PanelLine(str(key), str(value)) for key, value in self._values.items() if key not in self._spec.by_key]

    def _line(
        self,
        field: FieldSpec,
        text: str,
        *,
        target: tuple[str, str] | None = None,
        link: str = "",
        brief: str = "",
        label: str | None = None,
    ) -> PanelLine:
        if label is None:  # the first of its changes is what was first agreed
            known = field.key == "revisions" and field.key in self._values and not self._is_unread(field)
            label = self._words(N_("Original target") if known else field.label)
        return PanelLine(label, text, target, field.key, self._mark(field), link=link, brief=brief)

    def _mark(self, field: FieldSpec) -> str:
        saved = "*" if field.key in self._changed or "" in self._changed else ""
        return saved + ("△" if field.key in self._drafted else "")

    def _is_unread(self, field: FieldSpec) -> bool:
        return field.key in self._unread and field.kind is not Kind.ENTRIES and field.key not in self._values


def _drafts(session: Session, table: str, id: str) -> list[PanelLine]:
    """What the △ of its row stands for: where it was typed, and what."""
    label = session.words(N_("typed, not kept"))
    found = [draft for draft in session.journal.drafts if id in {other for other, _ in draft.fields_of(table)}]
    return [PanelLine(label, draft_line(draft), mark="△") for draft in found]


def _links(field: FieldSpec, value: Any, lines: int) -> list[str]:
    """The address each line of a field is a link to, "" for none: of entries with an address, and of a text that is one."""
    inner = next((f for f in field.entries if f.address), None)
    if inner is not None:
        found = [str(entry.get(inner.key, "")) for entry in value]
    else:
        found = [value if field.verbatim and isinstance(value, str) else ""] * lines
    return [address if is_address(address) else "" for address in found]


def _address_of(plan: Plan, target: tuple[str, str] | None) -> str:
    """Where a source or a document that a line is about can be read; "" where the plan does not say it. Enter goes to its record."""
    record = plan.get(*target) if target is not None and target[0] in ("sources", "documents") else None
    if record is None:
        return ""
    told = (record.get("url", ""), *(link.get("url", "") for link in record.get("links", ())))
    return next((address for address in map(str, told) if is_address(address)), "")


def _citations(session: Session, plan: Plan, table: str, id: str) -> list[PanelLine]:
    words = session.words
    cited = citing(session.frames, table, id)
    if not cited:
        return []
    lines = [PanelLine(words.count("cited by {n} record", "cited by {n} records", len(cited)), "", heading=True)]
    for other, other_id in cited[:_MOST_CITATIONS]:
        label = words(TABLES[other].one)
        lines.append(
            PanelLine(label, record_label(other, other_id, plan, words) if other_id else words(TABLES[other].label), (other, other_id))
        )
    if len(cited) > _MOST_CITATIONS:
        lines.append(PanelLine("", words.count("and {n} more", "and {n} more", len(cited) - _MOST_CITATIONS)))
    return lines
