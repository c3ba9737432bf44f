"""The files of a table of a lake, for engines that open them themselves."""

from __future__ import annotations

from tui.lake.parts import file_of
from tui.lake.reading import Lake


def files_of(lake: Lake, table: str) -> list[str]:
    """Their whole paths, in one order."""
    return [str(lake.folder / file_of(table, id, part.term, part.area)) for id, part in sorted(lake.manifest.parts.items())]
