"""Opening what can be opened of a text that is not valid TOML.

The text is cut at its headers and every piece is parsed by itself; what does not parse is set aside with the
parser's words and line. What is left is shown, for reading only: the file itself has to be mended first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from tui.model.fields import SINGLE_ID, TABLES
from tui.model.plan import Plan, Problem, RecordId, SetAside
from tui.model.text import N_, Sentence, character_name, printable, say
from tui.store.toml.parse import loads
from tui.store.toml.records import Keys, cut_roughly
from tui.store.toml.scan import Path, lines

_WHERE = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)\Z", re.S)
_KEY = re.compile(r"\s*([^\s=]+)\s*=")
_JOINED: Final = 4
"""Pieces a text or list of several lines may have been cut into because a line of it looks like a header."""
_ROOT_LINES: Final = 200


@attrs.frozen
class Piece:
    """A stretch of the text from one header to the next; ``line`` is the number of its first line."""

    text: str
    line: int
    path: Keys

    @property
    def is_entry(self) -> bool:
        """Whether its header is a ``[[header]]``: then another may say the same."""
        return self.text.lstrip(" \t").startswith("[[")

    @property
    def record(self) -> RecordId:
        """(table, id) of the record the header belongs to."""
        table = self.path[0] if self.path else ""
        spec = TABLES.get(table)
        return table, SINGLE_ID if spec is None or spec.single else ".".join(self.path[1:2])


@attrs.define
class Salvaged:
    """What could be read, where it stands, and what could not. ``doc`` holds the text of a broken record in its place."""

    doc: dict[str, Any] = attrs.field(factory=dict)
    lines: dict[Path, int] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)
    set_aside: dict[RecordId, SetAside] = attrs.field(factory=dict)
    broken: set[RecordId] = attrs.field(factory=set)
    """Records of ``set_aside`` that are in ``doc`` as text only."""

    def put_into(self, plan: Plan, problems: list[Problem]) -> list[Problem]:
        """Set the broken records aside in the plan read from ``doc``; all problems, the parser's first."""
        for key, aside in self.set_aside.items():
            if key in self.broken or (key[0] and key not in plan.set_aside):
                plan.set_aside[key] = aside
        told = {("format", "")} if ("", "") in self.set_aside else set()
        rest = [p for p in problems if not (p.sets_aside and (p.table, p.id) in self.broken) and (p.table, p.id) not in told]
        return self.problems + rest


def salvage(text: str, error: Exception) -> Salvaged:
    """Every piece of the text that parses by itself. ``error`` is what the parser said of the whole."""
    found = Salvaged()
    declared: set[Keys] = set()
    pieces = _pieces(text)
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        count, parsed, fault = _parsed(pieces, at)
        if fault:
            _set_aside(found, piece, fault)
            _hold_place(found, piece)
        elif parsed and ((piece.path in declared and not piece.is_entry) or not _fits(found.doc, parsed)):
            what = say(N_("there are two records with this id; the first one is shown"))
            _set_aside(found, piece, Problem(*piece.record, "", what, sets_aside=True, line=piece.line))
        elif parsed:
            if piece.path:
                declared.add(piece.path)
            _merge(found.doc, parsed)
            for path, line in lines("".join(p.text for p in pieces[at : at + count])).items():
                found.lines.setdefault(path, line + piece.line - 1)
        at += count
    if not found.problems:
        found.problems.append(_fault(error, text, 1, ("", "")))
    return found


def _pieces(text: str) -> list[Piece]:
    cut = cut_roughly(text)
    first = [Piece(cut.preamble, 1, ())] if cut.preamble or not cut.paths else []
    return first + [Piece(stretch, line, path) for line, path, stretch in cut.numbered()]


def _parsed(pieces: list[Piece], at: int) -> tuple[int, dict[str, Any] | None, Problem | None]:
    """(pieces taken, document, None), joined with the next ones when only so it parses; else (1, None, what is wrong)."""
    piece = pieces[at]
    fault: Problem | None = None
    text = ""
    for count, part in enumerate(pieces[at : at + _JOINED], 1):
        text += part.text
        try:
            return count, loads(text), None
        except (ValueError, RecursionError) as error:
            fault = fault or _fault(error, piece.text, piece.line, piece.record)
    return 1, None, fault


def _set_aside(found: Salvaged, piece: Piece, fault: Problem) -> None:
    found.problems.append(fault)
    found.set_aside[piece.record] = SetAside(*piece.record, piece.text, (fault,))


def _hold_place(found: Salvaged, piece: Piece) -> None:
    """Let a broken record stand in the document as its text, so that references to it are not called dangling."""
    table, id = piece.record
    if not table:
        _read_root_lines(found, piece)
        return
    if id:
        records = found.doc.setdefault(table, {})
        if not isinstance(records, dict):
            return
        records[id] = piece.text
    elif table in TABLES and not TABLES[table].single and table in found.doc:
        return
    else:
        found.doc[table] = piece.text
    found.broken.add(piece.record)


def _read_root_lines(found: Salvaged, piece: Piece) -> None:
    """Of what stands before the first header, the lines that can be read alone: the format version above all."""
    for number, line in enumerate(piece.text.split("\n")[:_ROOT_LINES], piece.line):
        try:
            parsed = loads(line)
        except (ValueError, RecursionError):
            continue
        if _fits(found.doc, parsed):
            _merge(found.doc, parsed)
            for key in parsed:
                found.lines.setdefault((key,), number)


def _fits(doc: Mapping[str, Any], more: Mapping[str, Any]) -> bool:
    """Whether two documents have no value in common."""
    for key, value in more.items():
        if key in doc:
            if isinstance(doc[key], dict) and isinstance(value, dict):
                if not _fits(doc[key], value):
                    return False
            elif not (isinstance(doc[key], list) and isinstance(value, list)):
                return False
    return True


def _merge(doc: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if key in doc and isinstance(value, dict):
            _merge(doc[key], value)
        elif key in doc:
            doc[key] += value
        else:
            doc[key] = value


# -- the parser's words -------------------------------------------------------------------------------------------

_NOT_CLOSED = N_("the text is not closed; a quote was expected")
_NO_KEY: Final = "Invalid initial character for a key"
_UNCLOSED: Final = "Unclosed"
_UNCLOSED_TABLE: Final = "Unclosed inline table"
_TWICE = N_("the key {key} stands twice")
_SAID: Final = (  # how the parser's messages begin, and what a person is told; the first that fits
    ("Half a letter", N_("the file breaks off here, in the middle of a letter")),
    ("Invalid statement", N_("this is neither a [header] nor key = value")),
    ("Expected newline or end of document", N_("something follows the value; a new line was expected")),
    ("Expected ']", N_("the header is not closed; ] was expected")),
    ("Expected '='", N_("= was expected after the key")),
    (_NO_KEY, N_("a key was expected here")),
    ("Unclosed array", N_("the list is not closed; a comma or ] was expected")),
    (_UNCLOSED_TABLE, N_("the entry is not closed; a comma or }} was expected")),
    ("Unterminated string", _NOT_CLOSED),
    ("Illegal character '\\n'", _NOT_CLOSED),
    ("Expected '\"", _NOT_CLOSED),
    ("Expected \"'", _NOT_CLOSED),
    ("Invalid hex value", N_("a code of a letter is missing here: two figures or letters from a to f stand behind \\x, four behind \\u")),
    ("Unescaped", N_("a backslash in a text; write two, or put the text in single quotes")),
    ("Invalid date", N_("there is no such date or time")),
    ("Invalid value", N_("this is no value; a text stands in quotes, a number has no unit, a date is written 2025-12-31")),
    ("Cannot overwrite a value", _TWICE),
    ("Duplicate inline table key", _TWICE),
    ("Cannot declare", N_("this header stands twice")),
    ("Cannot redefine", N_("this table is written in two ways")),
    ("Cannot mutate", N_("this table is written in two ways")),
)
_CHARACTER = re.compile(r"(?:Illegal|Found invalid) character ('.+')\Z", re.S)


def _fault(error: Exception, text: str, first_line: int, record: RecordId) -> Problem:
    """The parser's error as a problem of a record; ``text`` is what was parsed and ``first_line`` its place in the file."""
    found = _WHERE.match(str(error))
    message = found[1] if found else str(error)
    own = text.split("\n")
    last = next((n for n in range(len(own), 0, -1) if own[n - 1].strip()), 1)  # where something was left open to the end
    line = int(found[2]) if found and found[2] else last
    begins_line = found is not None and (not found[2] or not own[line - 1][: int(found[3]) - 1].strip())
    if begins_line and message.startswith(_NO_KEY):  # an inline table may go on in another line, where its next key stands
        message = _UNCLOSED_TABLE
    if begins_line and found and found[2] and message.startswith(_UNCLOSED):  # what is missing is missing where the line before ends
        line = next((n for n in range(line - 1, 0, -1) if _says_something(own[n - 1])), line)
    return Problem(*record, "", _sentence(error, message, own[line - 1]), sets_aside=True, line=first_line + line - 1)


def _says_something(line: str) -> bool:
    """Whether a line is neither blank nor a comment."""
    return not line.lstrip().startswith("#") and bool(line.strip())


def _sentence(error: Exception, message: str, line: str) -> Sentence:
    if isinstance(error, RecursionError):
        return say(N_("lists stand in lists too deep to be read"))
    for begins, template in _SAID:
        if message.startswith(begins):
            if template is _TWICE:
                key = _KEY.match(line)
                quoted = message.partition("'")[2].rstrip("'")
                return say(_TWICE, key=printable(quoted or (key[1] if key else "")))
            return Sentence(template)
    if character := _CHARACTER.match(message):
        name = character[1][1:-1].encode("latin-1", "replace").decode("unicode_escape")
        return say(N_("control character {name}; take it out"), name=character_name(name[:1]))
    return say(N_("is not valid TOML here: {detail}"), detail=printable(message))
