"""A pasted block result over a table: which cell meets which field of which record, and what cannot be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attrs

from tui.exchange.clipboard_block import Block
from tui.exchange.import_result import Figure, ImportResult
from tui.exchange.pasted_values import PastedReader
from tui.exchange.titles import bare
from tui.frames.tables.cell_text import MISSING as UNKNOWN
from tui.frames.tables.cell_text import export_text
from tui.frames.tables.columns import Column, View
from tui.i18n.words import Unreadable, Words
from tui.model.edits import SetField
from tui.model.fields import FIGURE_FIELDS, TABLES, FieldSpec
from tui.model.plan import MISSING, Plan
from tui.model.proposal import Line, Reject
from tui.model.text import N_, Sentence, no_formula, say

_ID: Final = "id"
_VALUE: Final = next(f for f in FIGURE_FIELDS if f.key == "value")


@attrs.frozen
class Target:
    """What a column of the block meets: a field, the figures of a year, the ids, or a reason why nothing."""

    title: str
    column: Column | None = None
    spec: FieldSpec | None = None
    is_id: bool = False
    why_not: Sentence | None = None
    unseen: tuple[Column, ...] = ()
    """The columns out of sight between it and the one before it."""


@attrs.frozen(kw_only=True)
class Sheet:
    """The table a block is result over: rows and columns as they are shown, and the cell of its upper left corner.

    ``seen`` are the keys of the columns on the screen from left to right, the only ones a block without titles meets; None: all.
    ``several_fields`` says of a column why it is more than one field, ``year_of`` which year's figure a cell shows.
    """

    view: View
    shown: Sequence[str]
    row: int
    column: int
    plan: Plan
    languages: Sequence[Words]
    day: dt.date | None = None
    seen: Sequence[str] | None = None
    several_fields: Callable[[Column], Sentence | None] = lambda column: None
    year_of: Callable[[Column, Mapping[str, Any]], int | None] = lambda column, row: None

    # -- columns --------------------------------------------------------------------------------------------------

    def is_titles(self, row: Sequence[str]) -> bool:
        """Whether a row of a block names columns: all of them, or the ids and one more."""
        told = [cell for cell in row if cell]
        found = [target for cell in told if (target := self._named(cell)) is not None]
        return bool(found) and (len(found) == len(told) or (len(found) > 1 and any(target.is_id for target in found)))

    def _named(self, title: str) -> Target | None:
        return self._titles.get(bare(title))

    @property
    def _titles(self) -> dict[str, Target]:
        """Every name a column of a block may have; what can be edited before what is worked out."""
        columns = [self._of_column(column) for column in self.view.columns]
        open_ones = [t for t in columns if t.why_not is None]
        fields = [Target(self.languages[0](f.label), spec=f) for f in TABLES[self.view.table]]
        ids = Target(self.languages[0](N_("Id")), is_id=True)
        names: dict[str, Target] = {}
        for target in (*open_ones, ids, *fields, *columns):
            for name in _names_of(target, self.languages):
                names.setdefault(name, target)
        return names

    def _of_column(self, column: Column) -> Target:
        title = self.languages[0](column.title)
        if column.key == _ID:
            return Target(title, column, is_id=True)
        if column.field is None:
            return Target(
                title, column, why_not=Sentence(column.why_not or N_("this column is worked out from others; E edits the record"))
            )
        return Target(title, column, TABLES[self.view.table][column.field], why_not=self.several_fields(column))

    def _targets(self, titles: Sequence[str] | None, width: int) -> tuple[list[Target | None], list[Reject]]:
        """What each column of the block meets, and those that meet nothing."""
        if titles is None:
            met = [attrs.evolve(self._of_column(column), unseen=unseen) for column, unseen in self._from_cursor()[:width]]
            place = say(N_("columns from {first} on"), first=len(met) + 1)
            ends = N_("the table has no more columns to the right")
            if self.seen is not None and len(self.seen) < len(self.view.columns):
                ends = N_("no more columns are seen to the right; a block with its titles reaches all")
            beyond = [Reject(Sentence(ends), place=place)] if len(met) < width else []
            shut = say(N_("an id never changes once it is given"))
            cells = [attrs.evolve(t, is_id=False, why_not=shut) if t.is_id else t for t in met]  # only a title makes it choose rows
            return [*cells, *[None] * (width - len(met))], beyond
        targets = [self._named(title) if title else None for title in titles]
        rejects = [
            Reject(say(N_("the table has no column of this name")), place=say(N_("column “{column}”"), column=title))
            for title, target in zip(titles, targets, strict=True)
            if title and target is None
        ]
        return targets + [None] * (width - len(targets)), rejects

    def _from_cursor(self) -> Sequence[tuple[Column, tuple[Column, ...]]]:
        """The columns a block without titles meets, from the cursor on to the right, each with those out of sight before it."""
        there = self.view.columns[self.column :]
        if self.seen is None or there[0].key not in self.seen:
            return [(column, ()) for column in there]
        out: list[tuple[Column, tuple[Column, ...]]] = []
        unseen: list[Column] = []
        for column in there:
            if column.key in self.seen:
                out.append((column, tuple(unseen)))
                unseen.clear()
            else:
                unseen.append(column)
        return out

    # -- rows -----------------------------------------------------------------------------------------------------

    def lay(self, block: Block) -> ImportResult:
        """Lines, rejects and figures of a block; a first row of titles chooses the columns, a column of ids the rows."""
        titles = block[0] if len(block) > 1 and self.is_titles(block[0]) else None
        body = block if titles is None else block[1:]
        first = 1 if titles is None else 2
        width = max(map(len, block))
        targets, rejects = self._targets(titles, width)
        result = ImportResult(rejects=rejects)
        by_id = next((n for n, t in enumerate(targets) if t is not None and t.is_id), None)
        several = len({n for row in block for n, cell in enumerate(row) if cell}) > 1
        if several and by_id is None:  # rows laid by their place name nobody anew: the block may be of other records
            shut = say(N_("a block of several columns gives no record another name; type it, or paste the names alone"))
            names = TABLES[self.view.table].title, TABLES[self.view.table].short
            targets = [
                attrs.evolve(t, why_not=shut) if t is not None and t.spec is not None and t.spec.key in names else t for t in targets
            ]
        reader = PastedReader(self.plan, self.languages, self.day)
        rows = {row["id"]: row for row in self.view.frame.rows(named=True)}
        met: set[tuple[str, str]] = set()
        for number, cells in enumerate(body):
            if not any(cells):
                continue
            if by_id is not None:
                id = cells[by_id] if by_id < len(cells) else ""
                if id not in rows:
                    what = say(N_("there is no {table}.{id}"), table=self.view.table, id=id)
                    result.rejects.append(Reject(what, place=say(N_("row {row}"), row=number + first)))
                    continue
            elif self.row + number < len(self.shown):
                id = self.shown[self.row + number]
            else:
                what = say(N_("the table has no rows for what is left"))
                result.rejects.append(
                    Reject(what, place=say(N_("rows {first} to {last}"), first=number + first, last=len(body) + first - 1))
                )
                break
            before = len(result.lines), len(result.figures)
            for target, text in zip(targets, cells, strict=False):
                if target is not None and not target.is_id:
                    self._lay_cell(result, reader, target, rows[id], text, number + first, met)
            if by_id is None and several and (doubt := self._other_name(targets, cells, rows[id])) is not None:
                result.lines[before[0] :] = [attrs.evolve(line, doubt=line.doubt or doubt) for line in result.lines[before[0] :]]
                result.figures[before[1] :] = [attrs.evolve(figure, doubt=figure.doubt or doubt) for figure in result.figures[before[1] :]]
        return result

    def _other_name(self, targets: Sequence[Target | None], cells: Sequence[str], row: Mapping[str, Any]) -> Sentence | None:
        """Why a row of a block may be about another record than the one it is laid over: the block calls it otherwise."""
        spec = TABLES[self.view.table]
        own = {bare(str(name)) for key in (spec.title, spec.short) if key and (name := self._record(row["id"]).get(key))}
        for target, text in zip(targets, cells, strict=False):
            if target is None or target.spec is None or target.spec.key not in (spec.title, spec.short) or not text:
                continue
            if not self._plain(target.column, row, text)[1] and bare(text) not in own:
                title = self.plan.title_of(self.view.table, row["id"])
                return say(N_("the block calls this row “{text}”, here stands “{title}”"), text=" ".join(text.split()), title=title)
        return None

    def _record(self, id: str) -> Mapping[str, Any]:
        return self.plan.get(self.view.table, id) or {}

    def _lay_cell(
        self,
        result: ImportResult,
        reader: PastedReader,
        target: Target,
        row: Mapping[str, Any],
        text: str,
        number: int,
        met: set[tuple[str, str]],
    ) -> None:
        id, place = row["id"], say(N_("row {row}, “{column}”"), row=number, column=target.title)
        text, unchanged = self._plain(target.column, row, text)
        if unchanged:  # also what is worked out, and comes back as it went out
            return
        year = self.year_of(target.column, row) if target.column is not None else None
        what = target.why_not
        key = f"{year}" if year is not None else target.spec.key if target.spec is not None else ""
        if what is None and (id, key) in met:
            what = say(N_("this cell is in the block twice"))
        if what is None:
            met.add((id, key))
            try:
                if year is not None:
                    value = reader.read(_VALUE, text)
                    if value is not MISSING:
                        result.figures.append(Figure(id, year, value, place, doubt=self._beyond_years(target, row, year)))
                        return
                    what = say(N_("a published figure is taken out in its form, not by an empty cell"))
                else:
                    assert target.spec is not None
                    old = self._record(id).get(target.spec.key, MISSING)
                    result.lines.append(Line((SetField(self.view.table, id, target.spec.key, reader.read(target.spec, text), old),), place))
                    return
            except Unreadable as fault:
                what = fault.sentence
        result.rejects.append(Reject(what, self.view.table, id, target.spec.key if target.spec else "", place))

    def _beyond_years(self, target: Target, row: Mapping[str, Any], year: int) -> Sentence | None:
        """Why a figure may be of another year than the one it is laid over: years before that are out of sight."""
        between = next((told for column in target.unseen if (told := self.year_of(column, row)) is not None), None)
        return (
            None if between is None else say(N_("{between} is out of sight here: is it the figure of {year}?"), between=between, year=year)
        )

    def _plain(self, column: Column | None, row: Mapping[str, Any], text: str) -> tuple[str, bool]:
        """The text without what the table puts around it, and whether it is what the cell shows already."""
        if text.startswith("'") and no_formula(text[1:]) == text:
            text = text[1:]
        if column is None:
            return text, False
        words = self.languages[0]
        shown = export_text(column, row, words).removeprefix("'")
        if " ".join(text.split()) == shown:
            return text, True
        if text.strip() == UNKNOWN:
            return "", shown == ""
        for key, strip in ((column.prefix, str.removeprefix), (column.suffix, str.removesuffix)):
            around = (row.get(key) or "").strip() if key else ""
            if around:
                text = strip(text.strip(), around).strip()
        return text, False


def _names_of(target: Target, languages: Sequence[Words]) -> list[str]:
    if target.is_id:
        labels, keys = [N_("Id")], [_ID]
    elif target.column is not None:
        labels, keys = [target.column.title], [target.column.key]
    else:
        assert target.spec is not None
        labels, keys = [target.spec.label], [target.spec.key]
    return [bare(name) for name in (*(words(label) for words in languages for label in labels), *keys) if name]
