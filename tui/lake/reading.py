"""A lake as one looks at it: the tables of the version that stands, as lazy frames."""

from __future__ import annotations

from pathlib import Path

import attrs
import polars as pl

from tui.lake.layout import PARTED_BY, file_of
from tui.lake.manifest import Manifest
from tui.lake.schemas import SCHEMAS
from tui.lake.versions import NoLake, standing
from tui.model.text import N_, say
from tui.store.files.errors import shown_path


@attrs.frozen
class Lake:
    """One version of a lake: its folder, and what its manifest says it holds. A newer one does not touch it."""

    folder: Path
    manifest: Manifest

    def table(self, name: str) -> pl.LazyFrame:
        """A table with the columns of :data:`SCHEMAS`, ``term`` and ``area`` behind them. Raises KeyError when there is no such table."""
        schema = pl.Schema({**SCHEMAS[name], **dict.fromkeys(PARTED_BY, pl.String)})
        files = self.files(name)
        if not files:
            return pl.LazyFrame(schema=schema)
        hive = dict.fromkeys(PARTED_BY, pl.String)
        return pl.scan_parquet(files, hive_partitioning=True, hive_schema=hive, schema=pl.Schema(dict(SCHEMAS[name])), glob=False).select(
            schema.names()
        )

    def files(self, table: str) -> list[str]:
        """The whole paths of a table's files, in one order: for engines that open them themselves."""
        return [str(self.folder / file_of(table, id, part.term, part.area)) for id, part in sorted(self.manifest.parts.items())]


def named_in(sql: str) -> list[str]:
    """The tables a question may be about: those whose names stand in it, in whatever letters; all where none does.

    To an engine a table that nobody asks about costs as much as any other: its files are listed, and some are opened.
    """
    folded = sql.casefold()
    return [name for name in SCHEMAS if name in folded] or list(SCHEMAS)


def lake_in(folder: Path) -> Lake:
    """The lake in a folder as it stands now. Raises :class:`NoLake`."""
    found = standing(folder)
    if found is None:
        raise NoLake(say(N_("{path} holds no roll-up of this program; “kehoach rollup” makes it anew"), path=shown_path(folder)))
    return Lake(*found)
