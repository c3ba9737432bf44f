"""Rows that name nothing in the plan, as new tasks under their headings; ids come by section and order."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

import attrs

from tui.exchange.cell_reader import place_of
from tui.exchange.reading.found_table import Row
from tui.exchange.reading.gathered import Gathered
from tui.exchange.reading.headings import numbered_heading
from tui.exchange.reading.named_rows import records_called, records_named, written_in
from tui.exchange.reading.names import name_key
from tui.exchange.reading.row_texts import bodies_in, is_caption, lines_of, name_of, remarks_in, text_of, title_of, worded
from tui.exchange.reading.rows import TableReader
from tui.i18n.words import Unreadable
from tui.model.checks import circles, circles_of
from tui.model.fields import TABLES
from tui.model.proposal import Reject
from tui.model.text import N_, Sentence, fold, nfc, say
from tui.vocabulary.deadlines import no_such_day, read_deadline
from tui.vocabulary.outcome import Read, Unsure

_MOST_DUE: Final = TABLES["tasks"]["due_text"].max_length
_D_ALONE = re.compile(r"(?<!\w)[đĐ](?!\w)")  # stands beside the "d" of the same list


@attrs.define
class NewTasks:
    """Makes tasks, and the sections they stand in."""

    into: Gathered
    _orders: dict[str, int] = attrs.field(factory=dict)
    """Section → the last order of a task in it."""
    _parts: list[tuple[TableReader, str, str]] = attrs.field(factory=list)
    """New tasks with the number or id of the row they are a part of, which may stand further down."""
    _followers: list[tuple[TableReader, str, str]] = attrs.field(factory=list)
    """New tasks with the cell that names the rows they come after."""

    def make(self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None) -> None:
        section, unplaced = self._section(reader, row, place, doubt)
        order = self._next_order(section)
        led_by, unclear = bodies_in(reader, row, "leads")
        leads, partners, unread = self.into.bodies_of(led_by, lines_of(reader, row, "partners"))
        if unclear:
            unread = unread or say(N_("the body “{text}” is not certain"), text=unclear)
        if len(leads) > 1 and not partners and reader.says_both:
            leads, partners = leads[:1], leads[1:]
            unread = unread or say(N_("the column is of those who lead and those who take part: is the first one the lead?"))
        under = [reader.how_filled(row)]
        parent = reader.records.get(row.standing.under, "") if row.standing.under is not None else ""
        if over := self.into.plan.tables["tasks"].get(parent, {}):
            under.append(reader.words(N_("part of “{above}”"), above=self.into.plan.short_of("tasks", parent)))
            if not leads and not self.into.left and not unread and over.get("leads"):
                leads, partners = list(over["leads"]), partners or list(over.get("partners", ()))
                under.append(reader.words(N_("who leads it stands in the row above")))
        doubt = doubt or unread or row.as_above or unplaced or self._without_lead(reader, row, leads)
        values: dict[str, Any] = {"section": section, "order": order, "parent": parent, "leads": leads, "partners": partners}
        values |= worded("tasks", "summary", name_of(reader, row))
        whole = lines_of(reader, row, "summary")
        if (text := lines_of(reader, row, "text")) or "\n" in whole:
            values["text"] = text or whole  # the document's own lines
        due = text_of(reader, row, "due")
        if due:
            fields, asked = self._due(due)
            values |= fields
            doubt = doubt or asked
        values["deliverable"] = text_of(reader, row, "deliverable")
        try:
            values["budget"] = reader.budget.of(row)
        except Unreadable as fault:
            at = next(column.at for column in reader.budget.columns if column.at in row.cells)
            self.into.out.rejects.append(Reject(fault.sentence, place=place_of(reader.found.sheet, row.number, at)))
        further = self.into.further(reader, row, values)
        doubt = doubt or further
        values["note"] = "\n".join(text for text in (remarks_in(reader, row), *self.into.left_notes(reader)) if text)
        values["locator"] = f"{self.into.plan.tables['sections'][section].get('number', section)}#{row.standing.number or order}"
        free = self.into.numbered_id_for("tasks", section, order)
        id = self.into.add("tasks", free, values, place, doubt, " · ".join(filter(None, under)))
        reader.records.setdefault(row.number, id)
        if not parent and (named := text_of(reader, row, "parent").lstrip("#")):
            self._parts.append((reader, id, named))
        before = next((c for c in reader.found.columns.values() if c.field is not None and c.field.key == "after"), None)
        if before is not None and (following := written_in(row, before)):
            self._followers.append((reader, id, following))

    def _due(self, text: str) -> tuple[dict[str, Any], Sentence | None]:
        """(fields of a task, why somebody has to look at them) of a deadline as it is worded."""
        read = read_deadline(text, own=self.into.own)
        if isinstance(read, Read):
            return read.value.fields, self._beyond_term(read.value.due, text)
        if isinstance(read, Unsure):
            said = {**read.candidates[0].fields, "due_text": text[:_MOST_DUE]}
            return said, say(N_("the deadline “{text}” can be read in more than one way"), text=text)
        # of a day nobody knows: not standing, which is said in words of its own
        told = {"mode": "dated", "due_text": text[:_MOST_DUE]}
        if (day := no_such_day(text)) is not None:
            return told, say(N_("the calendar has no day {day}"), day=day)
        return told, say(N_("no day is understood of the deadline “{text}”; it stays as a text"), text=text)

    def _beyond_term(self, due: dt.date | None, text: str) -> Sentence | None:
        """Why a due day is in doubt: the plan does not reach so far, or began later."""
        if due is None or self.into.plan.term is None or self.into.plan.term[0] <= due <= self.into.plan.term[1]:
            return None
        return say(N_("the deadline “{text}” lies outside the term of the plan"), text=text)

    def _without_lead(self, reader: TableReader, row: Row, leads: list[str]) -> Sentence | None:
        """Why a row of a table that says who leads is in doubt: it says nobody."""
        told = any(column.field is not None and column.field.key == "leads" for column in reader.found.columns.values())
        needed = told and not reader.found.sheet.of_prose
        return say(N_("no body leads it")) if needed and not leads and not self.into.left else None

    def _section(self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None) -> tuple[str, Sentence | None]:
        """The section a row names, else of its innermost heading, made where the plan has none of its name; and why it is in doubt.

        Without a heading it is asked whether the section at the cursor, or the only one there is, is meant; else there is one for the
        table, called as what stands over it, which the title of an annex is not.
        """
        parent: str | None = None
        above = ""
        named = text_of(reader, row, "section")
        inside = [heading for heading in row.placed_headings if not is_caption(heading[1])]
        over = title_of(reader)
        headings = [("", named, None)] if named else inside
        called = numbered_heading(over)[0] or self.into.known.of("sections").find(over).id
        if not headings and not called and (meant := self._section_here()):
            return meant, say(N_("no heading stands over it: is it of “{title}”?"), title=self.into.plan.title_of("sections", meant))
        if not headings and not is_caption(over, above=True):
            headings = [("", over, None)]
        own = place
        for number, title, at in headings:
            place = place_of(reader.found.sheet, *at) if at is not None else own
            title = re.sub(r"^\s*(?:[IVXL]+|[0-9]+|[A-ZĐ])[.)]\s+", "", " ".join(title.split()))
            if self.into.known.is_left("sections", title):
                self.into.heading("sections", title, place, "")
                continue
            id = self._section_called(title, parent)
            if id is None:
                wanted = self._section_number(number, parent, above)
                order = 1 + sum(record.get("parent") == parent for record in self.into.plan.tables["sections"].values())
                values = {"number": wanted, "title": title, "parent": parent, "order": order}
                id = self.into.add("sections", self.into.id_for("sections", section_key(wanted)), values, place, doubt)
            self.into.heading("sections", title, place, id)
            parent, above = id, number
        return parent or self._whole_table(reader, own, doubt), None

    def _section_here(self) -> str:
        """The section of the plan at the cursor, else the only one there is; "" where nobody knows which."""
        here, held = self.into.choices.section, self.into.held["sections"]
        return here if here in held else next(iter(held)) if len(held) == 1 else ""

    def _section_called(self, title: str, parent: str | None) -> str | None:
        """The section of a title; of those that were made of this file the one that stands in the same one."""
        found = self.into.known.of("sections").find(title)
        records = self.into.plan.tables["sections"]
        if found.id is not None:
            here = found.id in self.into.held["sections"] or records[found.id].get("parent") == parent
            return found.id if here or parent is None else None
        same = [id for id in found.maybe if name_key(str(records[id].get("title", ""))) == name_key(title)]
        mine = [id for id in same if records[id].get("parent") == parent]
        return mine[0] if mine else None

    def _section_number(self, number: str, parent: str | None, above: str) -> str:
        """The number of a new section, told in full (``I.1`` for 1 below I); ``above``: the number its own one stands below."""
        records = self.into.plan.tables["sections"]
        used = {record.get("number") for record in records.values()}
        wanted = number or str(len(records) + 1)
        if parent is not None:
            whole = records[parent].get("number", parent)
            if not number:
                wanted = f"{whole}.{1 + sum(record.get('parent') == parent for record in records.values())}"
            elif number[0].isdecimal() or wanted in used or re.fullmatch(r"[a-zđ]", number):
                wanted = f"{whole}.{number.removeprefix(f'{above}.')}"
        while wanted in used:
            wanted = f"{wanted}+"
        return wanted

    def _whole_table(self, reader: TableReader, place: Sentence, doubt: Sentence | None) -> str:
        """The section of rows of which all headings were passed over: that of the table."""
        title = reader.words(TABLES["tasks"].label)
        found = self.into.known.of("sections").find(title).id
        number = str(len(self.into.plan.tables["sections"]) + 1)
        values = {"number": number, "title": title, "order": int(number)}
        return found or self.into.add("sections", self.into.id_for("sections", section_key(number)), values, place, doubt)

    def _next_order(self, section: str) -> int:
        """The order of the next new task of a section."""
        if section not in self._orders:
            siblings = [record for record in self.into.plan.tables["tasks"].values() if record.get("section") == section]
            self._orders[section] = max((int(record.get("order", 0)) for record in siblings), default=0)
        self._orders[section] += 1
        return self._orders[section]

    def join_rows(self) -> None:
        """Say of tasks whose rows name others by number, id or name which these are: what they are part of, and what they come after."""
        for reader, id, named in self._parts:
            over = records_called(reader, named)
            if len(over) == 1 and over != [id]:
                self._say(id, "parent", over[0])
            else:
                self._ask(id, say(N_("nothing is called “{text}”"), text=named))
        for reader, id, named in self._followers:
            before, unknown = records_named(reader, named)
            if before:
                self._say(id, "after", before)
            if unknown:
                self._ask(id, say(N_("nothing is called “{text}”"), text=unknown[0]))
        if any(circles(self.into.plan, "tasks")):
            for _, id, _ in (*self._parts, *self._followers):
                for problem in circles_of(self.into.plan, "tasks", id):
                    self._ask(id, problem.what)

    def _say(self, id: str, key: str, value: Any) -> None:
        """Add a field to a new task."""
        self.into.plan.tables["tasks"][id] = {**self.into.plan.tables["tasks"][id], key: value}
        at = next(at for at, line in enumerate(self.into.lines) if line.record == ("tasks", id))
        line = self.into.lines[at]
        if line.new is not None:
            self.into.lines[at] = attrs.evolve(line, new=attrs.evolve(line.new, values={**line.new.values, key: value}))

    def _ask(self, id: str, doubt: Sentence) -> None:
        """Have somebody look at a new task, unless that is so already."""
        at = next(at for at, line in enumerate(self.into.lines) if line.record == ("tasks", id))
        self.into.lines[at] = attrs.evolve(self.into.lines[at], doubt=self.into.lines[at].doubt or doubt)

    def ask_of_twins(self) -> None:
        """Ask of tasks of one name: nobody knows whether it is one that stands here twice."""
        by_name: dict[str, list[int]] = {}
        for at, line in enumerate(self.into.lines):
            if line.new is not None and line.new.table == "tasks":
                whole = str(line.new.values.get("text") or line.new.values["summary"])
                by_name.setdefault(name_key(whole), []).append(at)
        for places in by_name.values():
            for at in places if len(places) > 1 else ():
                other = self.into.lines[next(place for place in places if place != at)].place
                doubt = say(N_("a task of this name stands here twice: {place}"), place=other or "")
                self.into.lines[at] = attrs.evolve(self.into.lines[at], doubt=self.into.lines[at].doubt or doubt)


def section_key(number: str) -> str:
    """The id of a section by its number, its letters as they are written: ``III-1-a`` for ``III.1.a``."""
    bare = _D_ALONE.sub(lambda at: at[0].lower().replace("đ", "dd"), nfc(number))
    written = "".join(char if char.isascii() else (fold(char).upper() if char.isupper() else fold(char)) for char in bare)
    return "-".join(re.findall(r"[A-Za-z0-9]+", written)) or "S"
