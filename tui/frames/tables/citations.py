"""What refers to a record: looked up in the references of whole tables, which are laid out once and kept."""

from __future__ import annotations

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.prepared import at_once
from tui.model.fields import TABLES, Kind, reference_fields


@attrs.frozen(eq=False)
class _References:
    """One field of a table: every id it names, and the row of the record that names it."""

    named: pl.Series
    rows: pl.Series
    ids: pl.Series

    def naming(self, id: str) -> list[str]:
        """The records that name this one, in the order of the file."""
        if self.named.is_empty():
            return []
        found: list[str] = self.ids[self.rows.filter(self.named == id)].to_list()
        return found


def citing(frames: Frames, table: str, id: str) -> list[tuple[str, str]]:
    """(table, id) of every record that refers to this one, each once, in the order of :meth:`tui.model.plan.Plan.citations`."""
    found: dict[tuple[str, str], None] = {}
    for name, spec, inner in reference_fields():
        if (inner or spec).table == table:
            found.update(((name, other), None) for other in references(frames, name, spec.key, inner.key if inner else None).naming(id))
    return list(found)


@derived
def references(frames: Frames, table: str, field: str, entry_field: str | None) -> _References:
    """Every id a field of a table names, or a field of its entries."""
    frame = frames.columns(table, ("id", field))
    if frame[field].null_count() == frame.height:  # as most fields of a plan
        return _References(pl.Series("named", [], dtype=pl.String), pl.Series("row", [], dtype=pl.UInt32), frame["id"])
    found = _named(frames, table, field, entry_field)
    return _References(found["named"], found["row"], frame["id"])


@derived
def _named(frames: Frames, table: str, field: str, entry_field: str | None) -> pl.DataFrame:
    """The columns ``named`` and ``row`` of it; a frame, so that another session over the plan as it is need not ask again."""
    frame, spec = frames.columns(table, ("id", field)), TABLES[table][field]
    inner = None if entry_field is None else next(inner for inner in spec.entries if inner.key == entry_field)
    flat = frame.lazy().select(named=field, row=pl.int_range(pl.len(), dtype=pl.UInt32)).filter(pl.col("named").is_not_null())
    if spec.kind in (Kind.REFS, Kind.ENTRIES):
        flat = flat.filter(pl.col("named").list.len() > 0).explode("named")
    if inner is not None:
        flat = flat.with_columns(named=pl.col("named").struct.field(inner.key))
        if inner.kind is Kind.REFS:
            flat = flat.filter(pl.col("named").list.len() > 0).explode("named")
    return at_once(flat.with_columns(pl.col("named").fill_null("")))
