"""A scanned TOML text with an index by path, and the edits that will be made to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

import attrs

from tui.store.toml.records import after_comments, attached_from
from tui.store.toml.scan import Block, Path, Statement, Value, comments, scan

Piece: TypeAlias = Block | Statement

_BLANK = re.compile(r"(?:[ \t]*\r?\n)*")


class OverlapError(ValueError):
    """Two edits want the same stretch of text."""


@attrs.define
class Source:
    """The text (ending in a line end), where every path stands in it, and the edits collected so far."""

    text: str
    eol: str
    """The line end of what is written."""
    root: Block = attrs.field(init=False)
    statements: dict[Path, Statement] = attrs.field(init=False, factory=dict)
    blocks: dict[Path, Block] = attrs.field(init=False, factory=dict)
    pieces: dict[Path, list[Piece]] = attrs.field(init=False, factory=dict)
    """At each path: the blocks at or below it, and statements below it that stand in the block of a wider table."""
    first_header: Block | None = attrs.field(init=False, default=None)
    _edits: list[tuple[int, int, str]] = attrs.field(init=False, factory=list)
    _records: dict[int, list[str]] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        found = scan(self.text)
        self.root = found[0]
        self.first_header = found[1] if len(found) > 1 else None
        for block in found:
            self.blocks[block.path] = block
            for depth in range(1, len(block.path) + 1):
                self.pieces.setdefault(block.path[:depth], []).append(block)
            for statement in block.statements:
                self.statements[statement.path] = statement
                for depth in range(len(block.path) + 1, len(statement.path) + 1):
                    self.pieces.setdefault(statement.path[:depth], []).append(statement)

    # -- places ---------------------------------------------------------------------------------------------------

    def attached(self, piece: Piece) -> int:
        """Where the comment lines directly above begin; the piece's own line when there are none."""
        return attached_from(self.text, piece.lead, piece.line)

    def after(self, piece: Piece) -> int:
        """Where another record may follow: behind the block, and behind comments that end it."""
        block = piece.home if isinstance(piece, Statement) else piece
        return after_comments(self.text, block.end)

    def line_start(self, pos: int) -> int:
        """The start of the line a position is on."""
        return self.text.rfind("\n", 0, pos) + 1

    def line_end(self, pos: int) -> int:
        """After the line end of the line a position is on."""
        return self.text.index("\n", pos) + 1

    def indent(self, pos: int) -> str:
        """The white space between the line's start and a position."""
        return self.text[self.line_start(pos) : pos]

    def one_entry_a_line(self, value: Value) -> bool:
        """Whether a list has each entry, with its comma, on lines of its own, and the closing bracket too."""
        begins = [i.start for i in value.items] + [value.end - 1]
        if any(self.indent(b).strip() for b in begins):
            return False
        return all("\n" not in self.text[i.value.end : i.comma] for i in value.items if i.comma is not None)

    # -- edits ----------------------------------------------------------------------------------------------------

    def put(self, start: int, end: int, new: str) -> None:
        """Replace a stretch of the text."""
        self._edits.append((start, end, new))

    def put_record(self, pos: int, new: str) -> None:
        """Insert a record, apart from its neighbours by a blank line."""
        self._records.setdefault(pos, []).append(new)

    def note_lines(self, notes: Iterable[str], indent: str = "") -> str:
        """Comments as lines of their own."""
        return "".join(f"{indent}{note}{self.eol}" for note in notes)

    def take_statement(self, statement: Statement) -> None:
        """Take a statement out; the comments behind and inside it stay as lines."""
        notes = comments(self.text, statement.key, statement.end)
        self.put(statement.line, statement.end, self.note_lines(notes, self.indent(statement.key)))

    def take_piece(self, piece: Piece) -> None:
        """Take a piece out; every comment in it stays."""
        if isinstance(piece, Statement):
            self.take_statement(piece)
        else:
            self.put(piece.line, piece.end, self.note_lines(comments(self.text, piece.line, piece.end)))

    def take_record(self, piece: Piece) -> None:
        """Take a piece of a deleted record out with the comments directly above it and one run of blank lines."""
        start, end = self.attached(piece), piece.end
        if isinstance(piece, Block):
            blank = _BLANK.match(self.text, end)
            end = blank.end() if blank else end
            if end == len(self.text):
                before = self.text[piece.lead : start]
                start = piece.lead + len(before.rstrip(" \t\r\n"))
                if start > piece.lead:
                    start = self.line_end(start)
        self.put(start, end, "")

    def apply(self, at_end: bool = True) -> str:
        """The text with all edits made. ``at_end``: it is the end of the file, where no blank lines are left behind.

        Raises :class:`OverlapError`.
        """
        edits = self._edits + [(pos, pos, self._spaced(pos, new)) for pos, new in self._records.items()]
        out: list[str] = []
        at = 0
        only_taken = True
        for start, end, new in sorted(edits, key=lambda e: e[:2]):
            if start < at:
                if new or not only_taken:
                    raise OverlapError(start)
                at = max(at, end)  # two deleted neighbours share their blank lines
                continue
            out += (self.text[at:start], new)
            at, only_taken = end, not new
        result = "".join((*out, self.text[at:]))
        ends_blank = re.compile(r"\n[ \t\r\n]*\n\Z")
        if at_end and edits and ends_blank.search(result) and not ends_blank.search(self.text):
            result = result.rstrip(" \t\r\n") + self.eol
        return result

    def _spaced(self, pos: int, records: list[str]) -> str:
        touching = pos > 0 and self.text[self.line_start(pos - 1) : pos].strip()
        inserted = any(start == end == pos for start, end, _ in self._edits)
        follows = pos < len(self.text) and self.text[pos : self.line_end(pos)].strip()
        return (self.eol if touching or inserted else "") + self.eol.join(records) + (self.eol if follows else "")
