"""The lines of the record panel: every field of a record, what it refers to, and what refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.frames.tables.citations import citing
from tui.model.addresses import is_address
from tui.model.checks import excerpt
from tui.model.fields import SINGLE_ID, TABLES, FieldSpec, Kind
from tui.model.text import N_, printable
from tui.reports.labels import figure_line, labels_of, record_label
from tui.screens.drafting import draft_line
from tui.widgets.record_panel import PanelLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.model.plan import Plan
    from tui.session.session import Session

FOLDED, OPEN = "▸", "▾"
_MOST_CITATIONS = 200
"""A list nobody reads to the end; the line that follows says how many more there are."""


def lines_of(session: Session, table: str, id: str, *, unfolded: bool = False) -> Sequence[PanelLine]:
    """What is typed and not kept; what is filled in, in the order of the specs, one line a reference; then one line that says
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
    record = plan.get(table, id)
    if record is None:
        return []
    spec = TABLES[table]
    changed = {field for name, other, field in session.workspace.unsaved() if (name, other) == (table, id)}
    drafted = {field for other, field in session.journal.drafts.fields_of(table) if other == id}
    lines: list[PanelLine] = _drafts(session, table, id)
    empty: list[PanelLine] = []
    unread = plan.unread.get((table, id), {})
    for field in spec:
        label = words(field.label)
        mark = ("*" if field.key in changed or "" in changed else "") + ("△" if field.key in drafted else "")
        if field.key in unread and field.kind is not Kind.ENTRIES and field.key not in record:
            told = words(N_("{value} could not be read"), value=printable(excerpt(unread[field.key])))
            lines.append(PanelLine(label, told, field=field.key, mark=mark))
            continue
        if field.seldom and field.key not in record and not mark:
            continue
        if field.key not in record:
            (lines if mark else empty).append(PanelLine(label, "–", field=field.key, mark=mark))
            continue
        value = record[field.key]
        texts = labels_of(field, value, plan, words)
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
            if (table, field.key) == ("indicators", "values"):
                texts = [figure_line(session.frames, id, entry, words) for entry in value]
        if field.key == "revisions":
            label = words(N_("Original target"))  # the first entry is what was first agreed
        if field.kind in (Kind.REF, Kind.REFS):
            links = [_address_of(plan, target) for target in targets]
        else:  # of a figure the source is one step away: a link on each line would be sent with every move over the list
            links = _links(field, value, len(texts))
        for index, (text, target, link) in enumerate(zip(texts, targets, links, strict=True)):
            known = target is not None and plan.get(*target) is not None
            lines.append(PanelLine(label if index == 0 else "", text, target if known else None, field.key, mark, link=link))
    for key in record:
        if key not in spec.by_key:
            lines.append(PanelLine(str(key), str(record[key])))
    if id != SINGLE_ID:
        lines.append(PanelLine(words(N_("id")), id))
    if empty:
        told = words.count("{n} empty field", "{n} empty fields", len(empty))
        lines += [PanelLine("", f"{OPEN if unfolded else FOLDED} {told}", unfolds=True), *(empty if unfolded else ())]
    if id != SINGLE_ID:
        lines += _citations(session, plan, table, id)
    return lines


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
