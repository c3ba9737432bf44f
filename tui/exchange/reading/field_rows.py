"""The fields of a row about a record of the plan; no table somebody sent sets the name, unit, target, year, kind or note of one agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from tui.exchange.cell_reader import agrees
from tui.exchange.cells import Cell, CellKind, shown_text
from tui.exchange.reading.agreed import says_target
from tui.exchange.reading.budget_cells import Budget
from tui.exchange.reading.columns import Column
from tui.exchange.reading.found_table import Row
from tui.exchange.reading.named_rows import records_named, written_in
from tui.exchange.reading.reported import only_put_together, says_share, says_window, window_said
from tui.exchange.reading.rows import Named, TableReader, is_dash, share_of
from tui.exchange.reading.target_cells import worded_amount
from tui.i18n.words import Unreadable
from tui.model.edits import SetField
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.proposal import Line
from tui.model.succession import holders_on
from tui.model.text import N_, Sentence, say
from tui.vocabulary.amounts import Amount
from tui.vocabulary.outcome import Read

REPORTED: Final = frozenset({"status", "done_on", "progress", "share_now", "stage", "stage_on", "due"})
"""What a table may change where the plan holds something else: what is reported, and a due day, of which is asked what its move is."""
NEVER: Final = frozenset(
    {
        "name",
        "short",
        "summary",
        "title",
        "about",
        "what",
        "text",
        "unit",
        "target",
        "target_max",
        "op",
        "year",
        "kind",
        "period",
        "note",
        "number",
    }
    | {"order", "section", "goal", "sector", "parent", "path", "better", "locator", "milestones"}
)


@attrs.define
class FieldRows:
    """Takes the cells of fields of one table."""

    reader: TableReader

    def field(self, row: Row, named: Named, column: Column, spec: FieldSpec, cell: Cell, place: Sentence) -> None:
        record = self.reader.plan.tables[self.reader.found.table][named.id]
        if spec.key in NEVER or spec.key == TABLES[self.reader.found.table].title:
            self._agreed(named, spec, cell, place, record)
            return
        if spec.key == "budget":
            self._money(row, named, column, place, record)
            return
        if spec.kind is Kind.ENTRIES:
            raise Unreadable(say(N_("entries are edited one by one; E edits the record")))
        if cell.kind is CellKind.TEXT and (is_dash(str(cell.value)) or only_put_together(spec, str(cell.value))):
            return
        if (spec.key == "window" and "window" in record) or (spec.key == "target_min" and record.keys() & {"target_min", "target_max"}):
            self._arranged(spec, cell, place, record)
            return
        values = self._before(row, column) if spec.key == "after" else self._as_held(self.reader.values(spec, cell, record), record)
        doubt = named.doubt
        if column.at in self.reader.found.sheet.hidden_columns:
            doubt = doubt or say(N_("stands in a hidden column"))
        edits = []
        for key, value in values.items():
            current = record.get(key, MISSING)
            if (
                value is MISSING
                or agrees(value, current)
                or (spec.table is not None and current is not MISSING and self._answering(spec, value) == self._answering(spec, current))
            ):
                continue
            if current is not MISSING and key not in REPORTED:
                doubt = doubt or say(N_("the plan holds something else here"))
            if key == "agency" and current is MISSING:
                doubt = doubt or say(N_("the plan names no agency here: is it this one?"))
            edits.append(SetField(self.reader.found.table, named.id, key, value, current))
        if not edits:
            self.reader.out.same.append(place)
            return
        self.reader.out.lines.append(Line(tuple(edits), place, doubt, under=column.title))

    def _before(self, row: Row, column: Column) -> dict[str, Any]:
        """The tasks a row comes after, which it names as the table does."""
        before, unknown = records_named(self.reader, written_in(row, column))
        if unknown:
            raise Unreadable(say(N_("nothing is called “{text}”"), text=unknown[0]))
        return {"after": before} if before else {}

    def _as_held(self, values: dict[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
        """What a cell says of who leads and takes part, as a plan holds it: who leads takes no part, and one column may be of both."""
        leads, partners = record.get("leads", []), record.get("partners", [])
        if "partners" in values and isinstance(values["partners"], list) and leads:
            values["partners"] = [id for id in values["partners"] if id not in leads] or MISSING
        if self.reader.says_both and isinstance(values.get("leads"), list) and set(values["leads"]) == {*leads, *partners}:
            values["leads"] = MISSING
        return values

    def _budget_beside(self, current: Any) -> Budget:
        """The columns of money, the units known that the plan's own amounts are in."""
        units = [] if current is MISSING else [str(entry["unit"]) for entry in current if entry.get("unit")]
        return attrs.evolve(self.reader.budget, units=tuple(dict.fromkeys(units)))

    def _money(self, row: Row, named: Named, column: Column, place: Sentence, record: Mapping[str, Any]) -> None:
        """What a row says of money, all its columns at once, at the first of them that says anything."""
        current = record.get("budget", MISSING)
        budget = self._budget_beside(current)
        if column is not next(c for c in budget.columns if c.at in row.cells):
            return
        if current is not MISSING and budget.may_say(row, current):
            self.reader.out.same.append(place)
            return
        entries = budget.of(row)
        if not entries:
            return
        doubt = named.doubt or (say(N_("the plan holds something else here")) if current is not MISSING else None)
        if column.at in self.reader.found.sheet.hidden_columns:
            doubt = doubt or say(N_("stands in a hidden column"))
        self.reader.out.lines.append(Line((SetField("tasks", named.id, "budget", entries, current),), place, doubt, under=column.title))

    def _arranged(self, spec: FieldSpec, cell: Cell, place: Sentence, record: Mapping[str, Any]) -> None:
        """When and to which share an enterprise is rearranged was agreed: it is the plan's, or left out and named."""
        if spec.key == "window":
            window = window_said(shown_text(cell))
            same = window is not None and says_window(window, record)
        else:
            same = (share := share_of(cell)) is not None and says_share(share, record)
        if not same:
            raise Unreadable(say(N_("the plan holds something else here")))
        self.reader.out.same.append(place)

    def _answering(self, spec: FieldSpec, told: Any) -> set[str]:
        """Some records; of bodies those that answer for them on the day: an annex names who follows, the plan who was named."""
        ids = told if isinstance(told, list) else [told]
        return {
            holder
            for id in ids
            for holder in (holders_on(self.reader.plan, id, self.reader.known.day) if spec.table == "agencies" else [id])
        }

    def _agreed(self, named: Named, spec: FieldSpec, cell: Cell, place: Sentence, record: Mapping[str, Any]) -> None:
        """A field no table of others sets; a target that differs is said, as somebody means it."""
        if spec.key not in ("target", "target_max", "op") or spec.key not in record:
            return
        if cell.kind is CellKind.TEXT and is_dash(str(cell.value)):
            return
        amount = worded_amount(str(cell.value), self.reader.decimal, str(record.get("unit", ""))) if cell.kind is CellKind.TEXT else None
        number = float(f"{cell.value * 100:.12g}") if isinstance(cell.value, float) and cell.percent else cell.value
        said = Amount(number) if isinstance(number, float) else amount.value if isinstance(amount, Read) else None
        if said is not None and says_target(said, record, record):
            self.reader.out.same.append(place)
            return
        raise Unreadable(say(N_("an agreed target is changed in the workbench: reason and legal basis are asked there")))
