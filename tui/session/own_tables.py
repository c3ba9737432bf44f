"""What a person wants of tables, kept beside the settings in ``tables.toml``: columns of each table, and views under a name.

It is read when a table is shown first, and a broken file is as none. Nothing of it stands in a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from tui.config import keep_setting
from tui.frames.tables.chosen_columns import ColumnChoice
from tui.frames.tables.narrowing import Asked, as_values, from_values
from tui.start import others_file, places
from tui.store.others_text import Unreadable, reading

_MOST_BYTES: Final = 1 << 20
COLUMNS: Final = "columns"
VIEWS: Final = "views"
_LONGEST_NAME: Final = 80


@attrs.frozen
class SavedView:
    """What is asked of a table, and its columns, under a name. ``id`` is that of the record where it stands in the plan, else empty."""

    name: str
    table: str
    asked: Asked = attrs.field(factory=Asked)
    columns: ColumnChoice = attrs.field(factory=ColumnChoice)
    id: str = ""

    def as_values(self) -> dict[str, Any]:
        """It as plain values, to be written down."""
        return {"name": self.name, "table": self.table, **as_values(self.asked), **self.columns.as_values()}

    @classmethod
    def of(cls, values: Mapping[str, Any], id: str = "") -> SavedView | None:
        """A view from plain values somebody wrote; None where it has no name or no table."""
        name, table = values.get("name"), values.get("table")
        if not isinstance(name, str) or not isinstance(table, str) or not name.strip() or not table:
            return None
        return cls(name[:_LONGEST_NAME], table, from_values(values), ColumnChoice.of(values), id)


def tables_path() -> Path | None:
    """Where it is kept; None where there is no place for it."""
    where = places.tables_file()
    return None if where is None else Path(where)


class OwnTables:
    """Read once, written at each change."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._doc = _read(path)

    def columns(self, table: str) -> ColumnChoice:
        """The columns a person wants of a table."""
        kept = self._doc.get(COLUMNS)
        values = kept.get(table) if isinstance(kept, Mapping) else None
        return ColumnChoice.of(values) if isinstance(values, Mapping) else ColumnChoice()

    def choose_columns(self, table: str, choice: ColumnChoice) -> None:
        """Remember the columns of a table, now and for the next start. Raises StoreError where they could not be written."""
        kept = self._doc.get(COLUMNS)
        all_tables = dict(kept) if isinstance(kept, Mapping) else {}
        all_tables.pop(table, None)
        if choice:
            all_tables[table] = choice.as_values()
        self._keep(COLUMNS, all_tables)

    @property
    def views(self) -> tuple[SavedView, ...]:
        """The views a person has saved, in their order."""
        listed = self._doc.get(VIEWS)
        found = (SavedView.of(values) for values in (listed if isinstance(listed, list) else ()) if isinstance(values, Mapping))
        return tuple(view for view in found if view is not None)

    def keep_views(self, views: Iterable[SavedView]) -> None:
        """Remember these views. Raises StoreError where they could not be written."""
        self._keep(VIEWS, [view.as_values() for view in views])

    def _keep(self, key: str, value: Any) -> None:
        self._doc = {**self._doc, key: value}
        keep_setting(self._path, key, value)


def _read(path: Path | None) -> Mapping[str, Any]:
    if path is None or not path.is_file():
        return {}
    try:
        with reading():
            from tui.store.toml.parse import loads  # most people have no such file

            return loads(others_file.bytes_of(path, _MOST_BYTES, links=True).decode("utf-8-sig"))
    except Unreadable:
        return {}
