"""The line of a plan's file in which a record begins, for whoever opens the file elsewhere."""

from __future__ import annotations

import re

from tui.store.toml.scan import NotTomlError, lines
from tui.store.toml.values import key_text


def line_of(text: str, table: str, id: str) -> int:
    """The line (from 1) of a record, of its table where it has none of its own, else the first one."""
    spellings = {re.escape(id), re.escape(key_text(id)), re.escape(f'"{id}"'), re.escape(f"'{id}'")}
    key = rf"[ \t]*\.[ \t]*(?:{'|'.join(sorted(spellings))})" if id else ""
    found = re.search(rf"^[ \t]*\[[ \t]*{re.escape(table)}{key}[ \t]*\]", text, re.MULTILINE)
    if found is not None:
        return text.count("\n", 0, found.start()) + 1
    wanted = (table, id) if id else (table,)
    try:
        known = lines(text, lambda path: path[: len(wanted)] == wanted or path == wanted[:1])
    except (NotTomlError, RecursionError):
        return 1
    return known.get(wanted, known.get(wanted[:1], 1))
