"""A form that comes back filled in: which cells a person changed, and what that makes of the plan as it is now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from tui.exchange.cell_reader import CellReader, agrees, place_of
from tui.exchange.cells import CellKind, CellSheet
from tui.exchange.form import FORM_VERSION, ID_TITLE, SHEETS, FormColumn, Group, figure_base, handed_base, report_called, shown_of
from tui.exchange.form_workbook import FIRST, KEPT, REPORTED_ON_TITLE, from_kept
from tui.exchange.import_result import CannotImport, ImportResult
from tui.exchange.titles import bare
from tui.frames.build import Frames
from tui.i18n.words import Unreadable, Words
from tui.model.duties import handed_in
from tui.model.edits import AddRecord, SetField
from tui.model.fields import FIGURE_APART, FIGURE_FIELDS, TABLES, FieldSpec, Kind
from tui.model.figure_edits import with_figures
from tui.model.plan import MISSING, Plan
from tui.model.proposal import Line, Reject
from tui.model.text import N_, Sentence, nfc, say, slug

_HEADER_WITHIN: Final = 40
"""Rows in which the titles are looked for."""
_DAY: Final = next(f for f in TABLES["tasks"]["log"].entries if f.key == "on")


@attrs.frozen
class FormKey:
    """What a form says of itself, and what the plan held in its inputs."""

    version: int
    title: str
    short_title: str
    term: str
    agency: str
    year: int
    sheets: Mapping[str, str]
    """Table → name of its sheet."""
    base: Mapping[tuple[str, str, str], str]
    """(table, id, column) → the value as it was kept."""


def form_key(sheets: Sequence[CellSheet]) -> FormKey | None:
    """What a form says of itself; None when the workbook is no form. Raises :class:`CannotImport` for a newer or a damaged one."""
    hidden = next((sheet for sheet in sheets if sheet.name == KEPT), None)
    if hidden is None:
        return None
    header: dict[str, str] = {}
    names: dict[str, str] = {}
    base: dict[tuple[str, str, str], str] = {}
    for cells in hidden.rows.values():
        texts = [str(cells[n].value) if n in cells else "" for n in range(max(cells) + 1)]
        if texts[0] == "base" and len(texts) >= 4:
            base[texts[1], texts[2], texts[3]] = "".join(texts[4:])
        elif texts[0] == "sheet" and len(texts) >= 3:
            names[texts[1]] = texts[2]
        elif len(texts) >= 2:
            header[texts[0]] = "".join(texts[1:])
    try:
        version = int(float(header["form"]))
        if version > FORM_VERSION:
            raise CannotImport(say(N_("the form has version {found}; this program reads up to {most}"), found=version, most=FORM_VERSION))
        titles = header.get("title", ""), header.get("short_title", "")
        return FormKey(version, *titles, header["term"], header["agency"], int(float(header["year"])), names, base)
    except (KeyError, ValueError) as error:
        if isinstance(error, CannotImport):
            raise
        raise CannotImport(say(N_("the form's hidden sheet is damaged; export the form again"))) from error


def refuse_other_plan(key: FormKey, plan: Plan) -> None:
    """Raise :class:`CannotImport` when the form was made from another plan: another term, or neither of its titles."""
    term = "/".join(day.isoformat() for day in plan.term) if plan.term else "/"
    mine = {nfc(str(plan.header.get(name, ""))) for name in ("title", "short_title")} - {""}
    if key.term == term and mine & {key.title, key.short_title}:
        return
    own = plan.header.get("short_title") or plan.header.get("title") or ""
    years = "–".join(day[:4] for day in key.term.split("/"))
    template = N_("the form belongs to another plan: “{theirs}” ({term}); this one is “{mine}”")
    raise CannotImport(say(template, theirs=key.short_title or key.title, term=years, mine=own))


def import_form(
    sheets: Sequence[CellSheet], key: FormKey, plan: Plan, languages: Sequence[Words], day: dt.date | None = None
) -> ImportResult:
    """What the form changes. Raises :class:`CannotImport` when it is another plan's.

    Only a cell that differs from what went out counts. Where the plan changed meanwhile too, and to something else, the
    cell is left out and named: somebody must look.
    """
    refuse_other_plan(key, plan)
    reading = _Reading(plan, key, sheets, CellReader(plan, languages, day))
    for table, name in key.sheets.items():
        sheet = next((s for s in sheets if s.name == name), None)
        if table not in SHEETS:
            continue
        if sheet is None:
            reading.out.rejects.append(
                Reject(say(N_("the sheet is no longer in the workbook")), place=say(N_("sheet “{sheet}”"), sheet=name))
            )
        else:
            reading.sheet(table, sheet)
    return reading.out


@attrs.frozen
class _Input:
    """A cell that was filled in: its value now and what went out; ``bad`` when it cannot be read (it is listed already)."""

    column: FormColumn
    place: Sentence
    value: Any = MISSING
    base: Any = MISSING
    bad: bool = False

    @property
    def changed(self) -> bool:
        return not self.bad and not agrees(self.value, self.base)


@attrs.define
class _Reading:
    plan: Plan
    key: FormKey
    sheets: Sequence[CellSheet]
    reader: CellReader
    out: ImportResult = attrs.field(factory=ImportResult)
    frames: Frames = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.frames = Frames(self.plan)

    def sheet(self, table: str, sheet: CellSheet) -> None:
        """Every row of a sheet that names a record."""
        spec = SHEETS[table][1]
        rows = sheet.rows
        found = _titles(rows, spec)
        if found is None:
            what = say(N_("the row of titles with “{title}” was not found"), title=ID_TITLE)
            self.out.rejects.append(Reject(what, place=say(N_("sheet “{sheet}”"), sheet=sheet.name)))
            return
        top, places = found
        for column in spec:
            if column.spec is not None and column.key not in places:
                what = say(N_("the column “{column}” is no longer there"), column=column.title)
                self.out.rejects.append(Reject(what, place=say(N_("sheet “{sheet}”"), sheet=sheet.name)))
        seen: set[str] = set()
        for row in sorted(row for row in rows if row > top):
            self._row(table, sheet, row, spec, places, seen)

    def _row(self, table: str, sheet: CellSheet, row: int, spec: Sequence[FormColumn], places: Mapping[str, int], seen: set[str]) -> None:
        at = sheet.cells.get((row, places["id"]))
        id = str(at.value).strip() if at is not None and at.kind is CellKind.TEXT else ""
        inputs = [column for column in spec if column.spec is not None and column.key in places]
        if not self._is_there(table, id) or id in seen or not any((table, id) == k[:2] for k in self._known(table, id)):
            if any((row, places[column.key]) in sheet.cells for column in inputs):
                what = self._no_row(table, id, twice=id in seen)
                self.out.rejects.append(Reject(what, place=place_of(sheet, row, places["id"])))
            return
        seen.add(id)
        read = {column.key: self._input(table, id, sheet, row, places[column.key], column) for column in inputs}
        for key, cell in read.items():
            if cell.column.group is Group.FIELD and cell.changed:
                self._field(table, id, key, cell)
        for group, read_group in ((Group.FIGURE, self._figure), (Group.REPORT, self._report), (Group.HANDED_IN, self._handed_in)):
            mine = {key: cell for key, cell in read.items() if cell.column.group is group}
            if any(cell.changed for cell in mine.values()) and not any(cell.bad for cell in mine.values()):
                read_group(id, mine)

    def _no_row(self, table: str, id: str, *, twice: bool) -> Sentence:
        if not id:
            return say(N_("this row has no “{title}”, so nobody knows what it is about"), title=ID_TITLE)
        if twice:
            return say(N_("this row stands here twice: {id}"), id=id)
        if not self._is_there(table, id):
            return say(N_("there is no {table}.{id}"), table=table, id=id)
        return say(N_("the form was made without this row: {id}"), id=id)

    def _is_there(self, table: str, id: str) -> bool:
        return self.plan.get(table, report_called(id, self.plan)[0] if table == "duties" else id) is not None

    def _known(self, table: str, id: str) -> Iterator[tuple[str, str, str]]:
        """The inputs the form has of a record; those that only add need no base, so a task is known by its fields."""
        return ((table, id, c.key) for c in SHEETS[table][1] if (table, id, c.key) in self.key.base)

    def _input(self, table: str, id: str, sheet: CellSheet, row: int, column: int, spec: FormColumn) -> _Input:
        assert spec.spec is not None
        place = place_of(sheet, row, column)
        try:
            base = from_kept(self.key.base.get((table, id, spec.key), ""), spec.spec)
            if self._as_it_went_out(spec.spec, base, sheet, row, column):
                return _Input(spec, place, base, base)
            value = self.reader.read(spec.spec, sheet, row, column)
            if isinstance(value, str) and spec.spec.kind is Kind.TEXT:
                value = " ".join(value.split())
            return _Input(spec, place, base if agrees(value, base) else value, base)
        except Unreadable as fault:
            if (made := self._new_source(spec.spec, sheet, row, column, place)) is not None:
                return _Input(spec, place, made, base)
            self._reject(table, id, spec, place, fault.sentence)
        except (ValueError, KeyError, TypeError):
            self._reject(table, id, spec, place, say(N_("the form's hidden sheet is damaged; export the form again")))
        return _Input(spec, place, bad=True)

    def _new_source(self, spec: FieldSpec, sheet: CellSheet, row: int, column: int, place: Sentence) -> str | None:
        """The id of a source that a form names and the plan does not have: a new record, once for the form. No figure is dropped for it."""
        cell = sheet.cells.get((row, column))
        if spec.table != "sources" or spec.kind is not Kind.REF or cell is None or cell.kind is not CellKind.TEXT or cell.formula:
            return None
        title = " ".join(str(cell.value).split())
        known = {line.new.values["title"]: line.new.id for line in self.out.lines if line.new is not None and line.new.table == "sources"}
        if title not in known:
            taken = {*self.plan.tables["sources"], *known.values(), *(id for name, id in self.plan.set_aside if name == "sources")}
            stem = slug(title) or "sources"
            id = next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
            self.out.lines.append(Line((), place, None, AddRecord("sources", id, {"title": title})))
            known[title] = id
        return str(known[title])

    def _as_it_went_out(self, spec: FieldSpec, base: Any, sheet: CellSheet, row: int, column: int) -> bool:
        """Whether the cell still shows the words for its base: a name may mean two records, but nobody touched it."""
        cell = sheet.cells.get((row, column))
        if cell is None or cell.kind is not CellKind.TEXT or base is MISSING or sheet.merge_at(row, column) is not None:
            return False
        shown = shown_of(spec, base, self.plan, self.reader.words[0])
        return isinstance(shown, str) and shown.split() == str(cell.value).split()

    def _reject(self, table: str, id: str, column: FormColumn, place: Sentence, what: Sentence) -> None:
        record = report_called(id, self.plan)[0] if table == "duties" else id
        self.out.rejects.append(Reject(what, table, record, column.key.partition(".")[0], place))

    def _conflict(self, table: str, id: str, cell: _Input, current: Any) -> None:
        spec = cell.column.spec
        assert spec is not None
        words = self.reader.words[0]
        here, now = (str(words.show(shown_of(spec, v, self.plan, words))) if v is not MISSING else "–" for v in (cell.value, current))
        template = N_("the plan changed here meanwhile: it holds “{now}”, the form says “{here}”; decide in the workbench")
        self._reject(table, id, cell.column, cell.place, say(template, now=now, here=here))

    # -- what a change comes to -----------------------------------------------------------------------------------

    def _field(self, table: str, id: str, key: str, cell: _Input) -> None:
        current = self.plan.tables[table][id].get(key, MISSING)
        if agrees(current, cell.base):
            self.out.lines.append(Line((SetField(table, id, key, cell.value, current),), cell.place))
        elif not agrees(current, cell.value):
            self._conflict(table, id, cell, current)

    def _meanwhile(self, table: str, id: str, cells: Mapping[str, _Input], current: Mapping[str, Any]) -> bool:
        """Whether the plan changed too: then the first cell that differs is a conflict, unless both came to the same."""
        if all(agrees(current[key], cell.base) for key, cell in cells.items()):
            return False
        for key, cell in cells.items():
            if cell.changed and not agrees(current[key], cell.value):
                self._conflict(table, id, cell, current[key])
                break
        return True

    def _figure(self, id: str, cells: Mapping[str, _Input]) -> None:
        if self._meanwhile("indicators", id, cells, figure_base(self.frames, self.plan, id, self.key.year)):
            return
        value, vintage, source, note = (cells.get(f"values.{k}") for k in ("value", "vintage", "source", "note"))
        if value is None or vintage is None:
            return
        for cell, needed in ((value, N_("Value")), (vintage, N_("Vintage"))):
            if cell.value is MISSING:
                gone = cell is value and cell.base is not MISSING
                what = (
                    say(N_("a published figure is taken out in its form, not by an empty cell"))
                    if gone
                    else say(N_("{field} may not be empty"), field=Sentence(needed))
                )
                self._reject("indicators", id, cell.column, cell.place, what)
                return
        named = source.value if source is not None and source.value is not MISSING else None
        said = note.value if note is not None else MISSING
        old = self.plan.tables["indicators"][id].get("values", MISSING)
        entries = with_figures([] if old is MISSING else old, {self.key.year: value.value}, vintage.value, named)
        new = [_noted(e, said) if _is(e, self.key.year, vintage.value, value.value) else e for e in entries]
        place = next(cell.place for cell in cells.values() if cell.changed)
        self.out.lines.append(Line((SetField("indicators", id, "values", new, old),), place))

    def _report(self, id: str, cells: Mapping[str, _Input]) -> None:
        text, on = cells.get("log.text"), cells.get("log.on")
        if text is None or text.value is MISSING:
            if on is not None:
                self._reject("tasks", id, on.column, on.place, say(N_("a day without a report; write what is reported beside it")))
            return
        day = on.value if on is not None and on.value is not MISSING else self._reported_on()
        if day is MISSING:
            empty = say(N_("“{title}” is empty, here and on the first sheet"), title=REPORTED_ON_TITLE)
            missing = text if on is None else on
            self._reject("tasks", id, missing.column, missing.place, empty)
            return
        old = self.plan.tables["tasks"][id].get("log", MISSING)
        entry = {"on": day, "by": self.key.agency, "text": text.value}
        known = [] if old is MISSING else list(old)
        if any(all(e.get(k) == v for k, v in entry.items()) for e in known):
            return  # the form was imported before
        self.out.lines.append(Line((SetField("tasks", id, "log", [*known, entry], old),), text.place))

    def _reported_on(self) -> Any:
        sheet = next((s for s in self.sheets if s.name == FIRST), None)
        for (row, column), cell in sheet.cells.items() if sheet else ():
            if column == 0 and cell.value == REPORTED_ON_TITLE and sheet is not None:
                try:
                    return self.reader.read(_DAY, sheet, row, 1)
                except Unreadable as fault:
                    reject = Reject(fault.sentence, place=place_of(sheet, row, 1))
                    if reject not in self.out.rejects:
                        self.out.rejects.append(reject)
        return MISSING

    def _handed_in(self, id: str, cells: Mapping[str, _Input]) -> None:
        duty, period = report_called(id, self.plan)
        record = self.plan.tables["duties"][duty]
        agency, year = self.key.agency, self.key.year
        if self._meanwhile("duties", id, cells, handed_base(record, agency, year, period)):
            return
        said = {key.partition(".")[2]: cell.value for key, cell in cells.items()}
        if said.get("on", MISSING) is not MISSING:
            known = handed_in(self.plan, duty, agency, year, period) or {}
            entry = {**known, "year": year, **({} if period is None else {"period": period}), "agency": agency, **said}
        elif handed_in(self.plan, duty, agency, year, period) is not None:
            entry = {}  # a day taken out again: nothing was handed in
        else:
            cell = next(c for c in cells.values() if c.changed)
            self._reject("duties", id, cell.column, cell.place, say(N_("the day on which it was handed in is missing")))
            return
        entry = {key: value for key, value in entry.items() if value is not MISSING}
        self._mark(duty, period, entry, next(cell.place for cell in cells.values() if cell.changed))

    def _mark(self, duty: str, period: int | None, entry: Mapping[str, Any], place: Sentence) -> None:
        """One report of a duty in the list of those handed in, in one line with the others of this form."""
        lines = self.out.lines
        at = next((n for n, line in enumerate(lines) for edit in line.edits if (edit.table, edit.id) == ("duties", duty)), None)
        old = self.plan.tables["duties"][duty].get("handed_in", MISSING)
        now = old if at is None else lines[at].edits[0].new
        entries: list[Mapping[str, Any]] = [] if now is MISSING else list(now)
        mine = (self.key.agency, self.key.year, period)
        found = next((n for n, e in enumerate(entries) if (e.get("agency"), e.get("year"), e.get("period")) == mine), len(entries))
        entries[found : found + 1] = [entry] if entry else []
        edit = SetField("duties", duty, "handed_in", entries or MISSING, old)
        if at is None:
            lines.append(Line((edit,), place))
        else:
            lines[at] = attrs.evolve(lines[at], edits=(edit,))


def _is(entry: Mapping[str, Any], year: int, vintage: str, value: float) -> bool:
    return (entry["year"], entry["vintage"], entry.get("value")) == (year, vintage, value) and entry.keys().isdisjoint(FIGURE_APART)


def _noted(entry: Mapping[str, Any], note: Any) -> dict[str, Any]:
    changed = {**entry, "note": note}
    order = [f.key for f in FIGURE_FIELDS]
    keys = sorted(changed, key=lambda k: order.index(k) if k in order else len(order))
    return {k: changed[k] for k in keys if changed[k] is not MISSING}


def _titles(rows: Mapping[int, Mapping[int, Any]], spec: Sequence[FormColumn]) -> tuple[int, dict[str, int]] | None:
    """(row of the titles, column key → column): the first row with the ids' title."""
    wanted = {bare(title): column.key for column in spec for title in (column.formerly, column.title) if title}
    for row in sorted(rows)[:_HEADER_WITHIN]:
        places: dict[str, int] = {}
        for column, cell in sorted(rows[row].items()):
            key = wanted.get(bare(str(cell.value))) if cell.kind is CellKind.TEXT else None
            if key is not None:
                places.setdefault(key, column)
        if "id" in places and len(places) > 1:
            return row, places
    return None
