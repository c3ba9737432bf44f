"""The figures of the years in tab 1: typed over in their cells, or with all that is known of them in a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import polars as pl
from textual import events
from textual.binding import Binding

from tui.frames.methods.headline import QUALITATIVE, label_of
from tui.frames.tables.columns import Column
from tui.frames.tables.targets import year_of
from tui.i18n.words import Unreadable
from tui.model.far_off import far_off, is_judged
from tui.model.fields import FIGURE_FIELDS, TABLES, FieldSpec
from tui.model.figure_edits import years_that_differ
from tui.model.plan import MISSING
from tui.model.text import N_, Sentence, printable, say
from tui.screens.refusals import in_a_line, under_fields
from tui.screens.table.cell_field import CellField
from tui.screens.table.table_screen import TableScreen
from tui.screens.table.typing_over import BEGINNING, KEYS, TypedOver
from tui.session.outcomes import Refused

_FIGURE: Final = {spec.key: spec for spec in FIGURE_FIELDS}
_FIGURES: Final = "values"
_ORIGIN: Final = ("vintage", "source", "published")
"""What the figures of one publication have in common: kept from the last that was entered for the next."""


def _year_of(text: str = "") -> int | None:
    """The year that a draft's place names, None for another part of the record: a journal says what it likes."""
    return int(text) if len(text) == 4 and text.isdecimal() else None


def _goes_on_in_cells(key: events.Key) -> bool:
    """Whether a key typed ahead begins another figure: no vintage and no source begins so."""
    return key.character in BEGINNING


class FigureCell(TypedOver):
    """The input over the figure of a year: its vintage, source and day are said while it is typed, and F2 changes them in the form."""

    BINDINGS = [Binding("f2,f4", "form", show=False)]
    year = 0

    def action_form(self) -> None:
        screen = self.screen
        assert isinstance(screen, YearFigures)
        screen.to_form(self)


class YearFigures(TableScreen):
    """The figures of indicators. What the last one came from is known for this session only: after a start nobody has entered any."""

    table_name = "indicators"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._last_entered: Mapping[str, Any] = {}

    def year_shown(self, column: Column, row: Mapping[str, Any]) -> int | None:
        if column.key != "baseline":
            return year_of(column)
        years, shown = self.session.plan.years, row["baseline_year"]
        if not years:
            return shown or self.session.as_of.year
        return shown if shown and shown < years[0] else years[0] - 1  # a year of the term has a column of its own

    def _year_under(self, key: str, id: str) -> int | None:
        assert self.view is not None
        rows = self.view.frame.filter(self.view.frame["id"] == id).to_dicts()
        return self.year_shown(self.view.column(key), rows[0]) if rows else None

    def edit_column(self, key: str, ids: Sequence[str]) -> bool:
        year = self._year_under(key, ids[0])
        if year is None:
            return False
        if not self.marked_too_many(ids):
            self._edit_figure(ids[0], year)
        return True

    # -- what is not saved ----------------------------------------------------------------------------------------------

    def unsaved_cells(self, fields: set[tuple[str, str]]) -> set[tuple[str, str]]:
        plan, workspace = self.session.plan, self.session.workspace
        years: set[tuple[str, int | None]] = set()
        for id in (id for id, field in fields if field == _FIGURES):
            records = (workspace.saved_values("indicators", id), plan.get("indicators", id))
            before, now = ((record or {}).get(_FIGURES, ()) for record in records)
            years |= {(id, year) for year in years_that_differ(before, now) or (None,)}
        return {cell for cell in fields if cell[1] != _FIGURES} | self._cells_of_years(years)

    def drafted_cells(self) -> set[tuple[str, str]]:
        cells = {cell for cell in super().drafted_cells() if cell[1] != _FIGURES}
        places = [place for draft in self.session.journal.drafts if (place := draft.within("indicators"))[1:2] == (_FIGURES,)]
        return cells | self._cells_of_years({(id, _year_of(*inner[:1])) for id, _, *inner in places})

    def _cells_of_years(self, years: Collection[tuple[str, int | None]]) -> set[tuple[str, str]]:
        """(id, key of the column) of the cells that show the figures of (id, year); of a year no cell shows the whole record's, ``""``."""
        if not years or self.view is None:
            return set()
        rows = self.view.frame.filter(pl.col("id").is_in(list({id for id, _ in years}))).select("id", "baseline_year").to_dicts()
        shown = {(row["id"], column.key): self.year_shown(column, row) for column in self.view.columns for row in rows}
        cells = {cell for cell, year in shown.items() if year is not None and (cell[0], year) in years}
        told = {(id, shown[id, key]) for id, key in cells}
        return cells | {(id, "") for id, year in years if (id, year) not in told}

    # -- in its cell --------------------------------------------------------------------------------------------------

    def holds_number(self, key: str) -> bool:
        if key == "baseline" or key.startswith("year_"):
            record = self.session.plan.get("indicators", self.table.current_id or "") or {}
            return record.get("kind") != QUALITATIVE
        return super().holds_number(key)

    def type_over(self, begun: str) -> None:
        from tui.i18n.typed import typed

        column, ids = self.table.current_column, self.table.selected_ids
        assert column is not None
        year = self._year_under(column.key, ids[0])
        if year is None:
            super().type_over(begun)
            return
        if self.marked_too_many(ids):
            return
        old = self._figure(ids[0], year)[1].get("value", MISSING)
        record = self.session.plan.get("indicators", ids[0]) or {}
        field = FigureCell(typed(_FIGURE["value"], old, self.words), ids, _FIGURE["value"], self.words, record.get("unit", ""), begun)
        field.year, field.column, field.what = year, "values", str(year)
        field.place, field.called = ("Form", "indicators", ids[0], "values", str(year)), "field-value"
        self.open_cell(field, self.table.cell_region(ids[0], column.key))

    def number_under(self, key: str) -> str:
        year = self._year_under(key, self.table.current_id or "")
        return self.words(N_("figure {year}"), year=year) if year is not None else super().number_under(key)

    def beside(self, field: CellField) -> Mapping[str, FieldSpec]:
        return _FIGURE if isinstance(field, FigureCell) else super().beside(field)

    def keys_in(self, field: CellField) -> str:
        """The year and where the figure comes from stand first: nothing of it is taken unseen."""
        from tui.reports.labels import entry_line

        if not isinstance(field, FigureCell):
            return super().keys_in(field)
        keys = self.words(KEYS)
        row, entry = self._figure(field.ids[0], field.year)
        origin = {key: entry[key] for key in _ORIGIN if key in entry}
        if not origin.get("vintage"):
            told = self.words(N_("vintage and source not said yet: Enter asks for them"))
        else:
            line = entry_line(TABLES["indicators"]["values"], origin, self.session.plan, self.words)
            known = N_("as the last one entered: {origin} (F2 changes it)")
            there = N_("corrects the figure that stands there, {value}: {origin} (F2 changes it)")
            told = self.words(known if row is None else there, origin=line, value=self._number(field.ids[0], entry))
        return f"{self.what_is_typed(field)} · {told} · {keys}"

    def keep_cell(self, field: CellField) -> bool:
        from tui.i18n.hints import refusal
        from tui.i18n.worded import read_worded
        from tui.screens.dialogs.entries import changed_entry

        if not isinstance(field, FigureCell):
            return super().keep_cell(field)
        id, row, old = field.ids[0], *self._figure(field.ids[0], field.year)
        try:
            said = read_worded(field.spec, _FIGURE, field.value, self.words, self.session.as_of, field.unit)
        except Unreadable as fault:
            return self.refuse_cell(field, refusal(field.spec, field.value, fault, self.words))
        if said[field.spec.key] is MISSING:
            return self.refuse_cell(field, self.words(N_("there is no figure yet; F2 opens the form, Esc backs out")))
        if not old.get("vintage"):
            self.to_form(field, self.ui.set_aside(_goes_on_in_cells))
            return False
        refused = self._keep_figure(id, field.year, row, changed_entry(TABLES["indicators"]["values"], old, said))
        if refused is not None:
            return self.refuse_cell(field, in_a_line(refused, self.words))
        self.close_cell(field)
        return True

    def to_form(self, field: FigureCell, waiting: Sequence[events.Key] = ()) -> None:
        """Go on in the form of the figure, where what was typed stands already.

        ``waiting``: keys typed ahead for the cells that follow, which are typed there when the form is kept.
        """
        field.begun = None
        self.note_cell(field)
        self._drop(field)
        self._edit_figure(field.ids[0], field.year, "vintage", goes_on=field.typed and field.draft is None, waiting=waiting)

    # -- in a form ----------------------------------------------------------------------------------------------------

    def _figure(self, id: str, year: int) -> tuple[int | None, Mapping[str, Any]]:
        """(where the figure shown for a year stands in the list, the figure); of a new one None, and what it begins with."""
        row = self.session.figure_index(id, year)
        if row is None:
            return None, {"year": year, **self._last_entered}
        entries: list[Mapping[str, Any]] = (self.session.plan.get("indicators", id) or {})["values"]
        return row, entries[row]

    def _edit_figure(self, id: str, year: int, first: str = "", *, goes_on: bool = False, waiting: Sequence[events.Key] = ()) -> None:
        """A form for the figure shown for a year. A number typed over a published one keeps its source only if left there.

        A new one begins with vintage, source and day of publication of the last that was entered, which is shown and can be changed.
        ``first`` names the field that has the focus at first; else what was reached. ``goes_on``: what was typed in the cell stands there.
        ``waiting``: see :meth:`to_form`.
        """

        from tui.screens.dialogs.entries import changed_entry
        from tui.screens.dialogs.form import Form

        plan = self.session.plan
        row, old = self._figure(id, year)
        record = plan.get("indicators", id) or {}
        spec = TABLES["indicators"]["values"]

        def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
            if not changed:
                return {}
            entry = changed_entry(spec, old, changed)
            if row is None and not entry.keys() & {"value", "text"}:
                return {"value": self.words(N_("says neither a value nor a result in words"))}
            refused = self._keep_figure(id, year, row, entry)
            if refused is not None:
                return under_fields(refused, self.words, depth=2)
            self._last_entered = {key: entry[key] for key in _ORIGIN if key in entry}
            if first:  # it was begun in the cell, where what is kept goes down
                self.table.move(1, 0)
            return {}

        def titled(text: str) -> str | None:
            said = _year_of(text.strip())
            return None if said is None else f"{plan.title_of('indicators', id)} · {said}"

        title = titled(str(year)) or plan.title_of("indicators", id)
        form = Form(self.words, title, FIGURE_FIELDS, old, plan, submit, record.get("unit", ""))
        form.titled_by = ("year", titled)
        form.belongs_to = ("indicators", id, "values", str(year))
        form.filled_in = old.keys() if row is None else ("year",)
        form.goes_on = goes_on
        form.first = first or ("text" if record.get("kind") == QUALITATIVE else "value")

        def closed(kept: Mapping[str, Any] | None) -> None:
            if waiting and kept is not None:
                self.ui.answer_again(waiting)
            elif waiting:
                typed = "".join(" " if key.key in ("enter", "tab") else key.character or "" for key in waiting)
                self.tell(self.words(N_("typed ahead and not kept: {text}"), text=printable(typed.strip())), bad=True)

        self.ui.push_screen(form, closed)

    def _keep_figure(self, id: str, year: int, row: int | None, entry: Mapping[str, Any]) -> Refused | None:
        """Put a figure into the plan, in the place of the one in ``row`` or as a new one, and say what it did to the verdict."""
        workspace, before = self.session.workspace, self._standing(id)
        year = entry.get("year", year)  # its form has the year as well
        record = workspace.plan.get("indicators", id) or {}
        entries: list[Mapping[str, Any]] = list(record.get("values", []))
        new = [*entries, entry] if row is None else [entry if i == row else e for i, e in enumerate(entries)]
        name = workspace.plan.title_of("indicators", id)
        label = say(N_("figure of {year} of “{name}”"), year=year, name=name)
        outcome = self.session.commit([workspace.set_field("indicators", id, "values", new)], label)
        if isinstance(outcome, Refused):
            return outcome
        stood = None if row is None else self._number(id, entries[row])
        over = stood is not None and stood != self._number(id, entry)
        instead = f" · {self.words(N_('{value} stood there; u brings it back'), value=stood)}" if over else ""
        if is_judged(entry) and (far := far_off(float(entry["value"]), record, [one for one in new if one is not entry])) is not None:
            doubt = say(N_("△ {value} of {year} is kept, but {why}"), value=self._number(id, entry), year=str(year), why=far)
            self.tell(self.words.sentence(doubt) + (instead or f" · {self.words(N_('u takes it back'))}"))
            return None
        after = self._standing(id)
        if (waits := self._why_waiting(id, year)) is not None:
            self.tell(self.words(N_("{name}, figure of {year} kept, {why}"), name=name, year=year, why=waits) + instead)
            return None
        told = (
            N_("{name}, figure of {year} kept: still {after}")
            if before == after
            else N_("{name}, figure of {year} kept: {before} → {after}")
        )
        self.tell(self.words(told, name=name, year=year, before=before, after=after) + instead)
        return None

    def _number(self, id: str, entry: Mapping[str, Any]) -> str:
        """The number of a figure as its cell shows it; a dash where it has none."""
        from tui.frames.methods.digits import digits_of

        return self.words.number(entry["value"], digits_of(self.session.frames, id).figures) if "value" in entry else "–"

    def _why_waiting(self, id: str, year: int) -> Sentence | None:
        """Why the figure that stands in the cell of a year does not count on the day looked from; None where it does."""
        from tui.frames.insight.later_figures import why_hidden
        from tui.frames.methods.figures import waiting_figures

        session = self.session
        rows = waiting_figures(session.frames, session.as_of).filter((pl.col("id") == id) & (pl.col("year") == year)).to_dicts()
        return why_hidden(rows[0], session.as_of) if rows else None

    def _standing(self, id: str) -> str:
        """How an indicator stands, in words, with the years it waits for."""
        from tui.frames.insight.said_aloud import years_open

        rows = self.session.verdicts().filter(pl.col("id") == id).to_dicts()
        return " ".join(filter(None, (self.words(label_of(rows[0])), years_open(rows[0])))) if rows else ""
