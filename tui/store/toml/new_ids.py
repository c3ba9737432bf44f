"""Giving records of a plan's text other ids, their comments and layout kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tui.model.plan import RecordId, same
from tui.store.toml.parse import Document, loads
from tui.store.toml.scan import Path, scan, split_key
from tui.store.toml.values import key_text
from tui.store.toml.write import render

_BOM: Final = "\ufeff"
_OPENING: Final = re.compile(r"[ \t]*\[\[?[ \t]*")


def with_new_ids(text: str, doc: Document, renamed: Iterable[tuple[RecordId, RecordId]], new_doc: Document) -> str:
    """The text of ``doc`` with other ids in the headers of records, changed to hold ``new_doc``. Raises :class:`CannotRender`.

    A record that has no header of its own, or shares one, is written anew without its comments.
    """
    new = {old: id for old, (_, id) in renamed}
    if not new:
        return text
    mark = _BOM if text.startswith(_BOM) else ""
    headed = mark + _with_new_headers(text.removeprefix(_BOM), new)
    held = _with_new_keys(doc, new)
    if same(loads(headed.removeprefix(_BOM)), held):
        return render(headed, held, new_doc)
    return render(text, doc, new_doc)


def _with_new_headers(text: str, new: Mapping[RecordId, str]) -> str:
    ended = text if text.endswith("\n") else f"{text}\n"
    for block in reversed(scan(ended)):
        if len(block.path) > 1 and (id := new.get((str(block.path[0]), str(block.path[1])))) is not None:
            header = _with_id(ended[block.line : block.body], block.path, id)
            ended = ended[: block.line] + header + ended[block.body :]
    return ended if text.endswith("\n") else ended[:-1]


def _with_id(header: str, path: Path, id: str) -> str:
    """The line of a header with another id; as it is when its end is not found."""
    keys = tuple(str(part) for part in path if isinstance(part, str))
    opening = _OPENING.match(header)
    start = opening.end() if opening else 0
    for bracket in re.finditer("]", header):  # a quoted key may have one
        written = header[start : bracket.start()].rstrip(" \t")
        if _keys_of(written) == keys:
            return header[:start] + key_text(keys[0], id, *keys[2:]) + header[start + len(written) :]
    return header


def _keys_of(written: str) -> tuple[str, ...] | None:
    try:
        return split_key(written)
    except ValueError:  # cut off in the middle of a quoted key
        return None


def _with_new_keys(doc: Document, new: Mapping[RecordId, str]) -> dict[str, Any]:
    tables = {table for table, _ in new}
    return {name: {new.get((name, id), id): r for id, r in found.items()} if name in tables else found for name, found in doc.items()}
