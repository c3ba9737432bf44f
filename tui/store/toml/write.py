"""Writing a changed document into its TOML text with the smallest diff.

A record nobody touched stays byte for byte with its comments; in a changed record only the changed statements are
rewritten, in a list written one entry a line only the changed lines. Comments outlive everything but their record.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from tui.model.fields import TABLES
from tui.model.plan import same
from tui.model.text import N_, say
from tui.store.files.errors import CannotRender
from tui.store.toml.limits import is_long_beside, may_be_excess
from tui.store.toml.parse import Document, Progress, cut_of, loads, no_progress, parsed, parsed_after
from tui.store.toml.records import Cut, Keys, cut_up, is_record
from tui.store.toml.scan import Block, NotTomlError, Path, Statement, Value, comments, lines, scan
from tui.store.toml.source import OverlapError, Source
from tui.store.toml.values import in_order, inline_text, key_text, rank, record_text, statement_text, value_text
from tui.store.toml.windows import Window, windows_of

__all__ = ["CannotRender", "comments", "lines", "render", "scan"]

_BOM = "\ufeff"
_MANY = 40
"""More changed records than this are not tried one by one when their common result is wrong."""


def render(text: str, old: Document, new: Document) -> str:
    """The text of ``old`` changed so that it holds ``new``; line ends and byte order mark stay as they are.

    The result has been parsed and compared with ``new``. Where the fine changes do not give it, the records at fault
    are written anew, then their tables. Raises :class:`CannotRender` when even that fails or the text cannot be read.
    """
    return render_held(text, old, new)[0]


def render_held(text: str, old: Document, new: Document, progress: Progress = no_progress) -> tuple[str, Document]:
    """The text of :func:`render`, and what it holds; records nobody touched are those of ``old`` themselves."""
    old_text_holds = old
    old, new = _without_empty_tables(old), _without_empty_tables(new)
    if same(old, new):
        return text, old_text_holds
    source = text.removeprefix(_BOM)
    mark = _BOM if text.startswith(_BOM) else ""
    changed = list(_changed_records(old, new))
    cut = cut_of(source, old_text_holds)
    near = None if cut is None else windows_of(cut, old, new, changed)
    if cut is not None and near is not None and (parts := _attempt(source, near)) is not None:
        result = _put_in(source, near, parts)
        doc = _held_after(cut, near, parts, old_text_holds)
        if doc is None:
            doc = parsed_after(result, cut, old_text_holds, progress)
        if same(_without_empty_tables(doc), new):
            progress(1.0)
            return mark + result, doc
    for coarse in _ever_coarser(source, old, new, changed):
        whole = [Window(0, len(source), old, new)]
        written = _attempt(source, whole, coarse)
        if written is not None:
            result = _put_in(source, whole, written)
            return mark + result, parsed_after(result, cut, old_text_holds, progress)
    raise CannotRender(say(N_("the changes cannot be written into this file's layout")))


def record_rewritten(text: str, path: Keys, old: Any, new: Any, eol: str, at_end: bool) -> tuple[str, Any] | None:
    """The stretch of one record of a regular text with the record as it shall be, and what it holds then; None when it takes more.

    Whether the whole text then has room for it (:func:`tui.store.toml.limits.room_after`) is not looked at.
    ``eol`` is the line end of the text, ``at_end``: the stretch is its last.
    """
    part = _written(text, Window(0, len(text), _alone(path, old), _alone(path, new)), frozenset(), eol, at_end)
    if part is None or is_long_beside(part, text):
        return None
    cut = cut_up(part)
    if cut is None or tuple(cut.paths) != (path,) or cut.starts[0] or not (at_end or part.endswith("\n")):
        return None
    held: Any = parsed(part)
    for key in path:
        held = held[key]
    return (part, held) if same(held, new) else None


def stretch_rewritten(text: str, old: Document, new: Document, eol: str, at_end: bool) -> tuple[str, Document] | None:
    """As :func:`record_rewritten`, of a stretch of several records, some of which come or go; a text's first one has what stands above."""
    part = _written(text, Window(0, len(text), old, new), frozenset(), eol, at_end)
    if part is None or is_long_beside(part, text):
        return None
    before, cut = cut_up(text), cut_up(part)
    if cut is None or before is None or cut.preamble != before.preamble or not (at_end or part.endswith("\n")):
        return None
    held = parsed(part)
    return (part, held) if same(held, new) else None


def _alone(path: Keys, values: Any) -> dict[str, Any]:
    for key in reversed(path):
        values = {key: values}
    found: dict[str, Any] = values
    return found


def _ever_coarser(source: str, old: Document, new: Document, changed: list[Keys]) -> Iterator[frozenset[Path]]:
    """The paths to write anew in each attempt: none, the records at fault, their tables, every changed table."""
    yield frozenset()
    few = changed if len(changed) <= _MANY else []
    guilty = [path for path in few if _attempt(source, [Window(0, len(source), old, _with_one(old, new, path))]) is None] or changed
    yield frozenset(guilty)
    yield frozenset(p[:1] for p in guilty)
    yield frozenset(p[:1] for p in changed)


def _attempt(text: str, windows: Sequence[Window], coarse: frozenset[Path] = frozenset()) -> list[str] | None:
    """What shall stand in the windows of a text; None when one of them then does not hold that."""
    eol = "\r\n" if "\r\n" in text else "\n"
    parts: list[str] = []
    for window in windows:
        part = _written(text[window.start : window.end], window, coarse, eol, at_end=window.end == len(text))
        if part is None:
            return None
        parts.append(part)
    return parts


def _put_in(text: str, windows: Sequence[Window], parts: Sequence[str]) -> str:
    """The text with other parts in its windows."""
    out: list[str] = []
    at = 0
    for window, part in zip(windows, parts, strict=True):
        out += (text[at : window.start], part)
        at = window.end
    return "".join((*out, text[at:]))


def _held_after(cut: Cut[Keys], windows: Sequence[Window], parts: Sequence[str], old: Document) -> Document | None:
    """What a text holds with other parts in its windows: the records of ``old``, but those that stand in a part as it holds them.

    Only these are parsed, for a text that is cut right holds no more than its records, each for itself. None where records came, went
    or moved, where a part reaches above the first record or to the end of the text, and where it has more of something than
    what it takes the place of, of which no file may have too much: then the whole text tells.
    """
    tables: dict[str, Any] = {}
    for window, part in zip(windows, parts, strict=True):
        first, last = bisect_left(cut.starts, window.start), bisect_left(cut.starts, window.end)
        now = cut_up(part)
        if now is None or now.starts[0] or not part.endswith("\n") or cut.starts[first] != window.start or last == len(cut.paths):
            return None
        if tuple(now.paths) != tuple(cut.paths[first:last]) or may_be_excess(part, cut.text[window.start : window.end]):
            return None
        held = parsed(part)
        for table, *id in now.paths:
            if not id:
                tables[table] = held[table]
                continue
            if table not in tables:
                tables[table] = dict(old[table])
            tables[table][id[0]] = held[table][id[0]]
    return {**old, **tables}


def _written(text: str, window: Window, coarse: frozenset[Path], eol: str, at_end: bool) -> str | None:
    """The text of a window as it shall be. ``eol`` is the file's line end, ``at_end``: the window reaches the file's end."""
    ended = text if text.endswith("\n") or not text else text + eol
    try:
        writer = _Writer(Source(ended, eol), coarse)
        writer.table((), window.old, window.new)
        result = writer.source.apply(at_end)
        if ended != text:
            result = result.removesuffix("\n").removesuffix("\r")
        sound = same(_without_empty_tables(loads(result)), window.new)
    except (ValueError, TypeError, RecursionError):  # TypeError: a value TOML does not know
        return None
    return result if sound else None


def _without_empty_tables(doc: Document) -> dict[str, Any]:
    """A table without records is the same as no table; ``{}`` cannot be told from absent in a keyed file."""
    return {k: v for k, v in doc.items() if not (k in TABLES and not TABLES[k].single and v == {})}


def _keyed(doc: Document, name: str) -> bool:
    return name in TABLES and not TABLES[name].single and isinstance(doc.get(name, {}), Mapping)


def _changed_records(old: Document, new: Document) -> Iterator[Keys]:
    for name in {**old, **new}:
        if _keyed(old, name) and _keyed(new, name):
            before, now = old.get(name, {}), new.get(name, {})
            for id in {**before, **now}:
                if id not in before or id not in now or not same(before[id], now[id]):
                    yield name, id
        elif name not in old or name not in new or not same(old[name], new[name]):
            yield (name,)


def _with_one(old: Document, new: Document, path: Keys) -> dict[str, Any]:
    """``old`` with one record as it is in ``new``."""
    name = path[0]
    if len(path) == 1:
        one: dict[str, Any] = dict(old)
        one[name] = new.get(name)
        return {k: v for k, v in one.items() if k in new or k != name}
    records = dict(old.get(name, {}))
    id, now = path[1], new.get(name, {})
    if id in now:
        records[id] = now[id]
    else:
        del records[id]
    return _without_empty_tables({**old, name: records})


@attrs.frozen
class _Writer:
    """Walks two documents side by side and puts the edits into the source. ``coarse`` paths are written anew."""

    source: Source
    coarse: frozenset[Path]

    # -- tables ---------------------------------------------------------------------------------------------------

    def table(self, path: Path, old: Document, new: Document) -> None:
        """Bring the statements and blocks of one table from ``old`` to ``new``."""
        for key in [*in_order(path, new), *(k for k in old if k not in new)]:
            child = (*path, key)
            if not path and _keyed(old, key) and _keyed(new, key):
                before, now = old.get(key, {}), new.get(key, {})
                if not same(before, now):
                    self.change(child, before, now)
            elif key not in new:
                self.take_out(child)
            elif key not in old:
                self.add(path, key, new, old)
            elif not same(old[key], new[key]):
                self.change(child, old[key], new[key])

    def change(self, path: Path, old: Any, new: Any) -> None:
        statement = self.source.statements.get(path)
        if statement:
            if path in self.coarse:
                self.replace(statement, statement.value, path, new)
            else:
                self.value(statement, statement.value, path, old, new)
        elif path in self.coarse and path in self.source.pieces:
            self.write_anew(path, new)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            self.table(path, old, new)
        elif isinstance(old, list) and isinstance(new, list) and self.blocks_of_list(path, old, new):
            return
        else:
            self.take_out(path)
            self.add(path[:-1], str(path[-1]), {str(path[-1]): new}, {})

    def take_out(self, path: Path) -> None:
        for piece in self.source.pieces.get(path, ()):
            if is_record(path):
                self.source.take_record(piece)
            else:
                self.source.take_piece(piece)

    def add(self, path: Path, key: str, new: Document, old: Document) -> None:
        """Write a key that was not there. ``new`` and ``old`` are the whole tables, for the order of records."""
        child = (*path, key)
        if is_record(child) and isinstance(new[key], Mapping):
            self.source.put_record(self.place_of_record(path, key, new, old), record_text(child, new[key], self.source.eol))
            return
        block = self.source.root if not path else self.source.blocks.get(path)
        dotted = [p for p in self.source.pieces.get(path, ()) if isinstance(p, Statement)]
        if block:
            pos, indent = self.place_of_key(block, key)
            self.source.put(pos, pos, statement_text(child, (key,), new[key], self.source.eol, indent))
        elif dotted:
            written = (*path[len(dotted[-1].home.path) :], key)
            indent = self.source.indent(dotted[-1].key)
            self.source.put(dotted[-1].end, dotted[-1].end, statement_text(child, written, new[key], self.source.eol, indent))
        else:  # only sub-tables make this table: its own header comes before theirs
            pieces = self.source.pieces[path]
            pos = self.source.attached(pieces[0])
            self.source.put(pos, pos, record_text(path, {key: new[key]}, self.source.eol) + self.source.eol)

    def place_of_key(self, block: Block, key: str) -> tuple[int, str]:
        """(position, indent) of a new key in a block: before the first sibling that comes later in the specs."""
        mine = rank(block.path, key)
        indent = ""
        for statement in block.statements:
            indent = self.source.indent(statement.key)
            if rank(block.path, statement.keys[0]) > mine:
                return statement.lead or self.source.attached(statement), indent
        if block is self.source.root and not block.statements:
            header = self.source.first_header
            return (self.source.attached(header) if header else len(self.source.text)), ""
        return block.end, indent

    def place_of_record(self, path: Path, key: str, new: Document, old: Document) -> int:
        """After the record before it in the new order, else before the one after it, else where those of its table stood."""
        order = list(new)
        at = order.index(key)
        for other in reversed(order[:at]):
            if other in old and (*path, other) in self.source.pieces and path:
                return self.source.after(self.source.pieces[*path, other][-1])
        for other in order[at + 1 :]:
            if other in old and path and (*path, other) in self.source.pieces:
                piece = self.source.pieces[*path, other][0]
                return self.source.attached(piece) if isinstance(piece, Block) else self.source.after(piece)
        gone = next((self.source.pieces[*path, o][0] for o in old if path and (*path, o) in self.source.pieces), None)
        if isinstance(gone, Block) and self.source.text[gone.end :].strip():
            return self.source.attached(gone)
        return len(self.source.text)

    def blocks_of_list(self, path: Path, old: list[Any], new: list[Any]) -> bool:
        """Change ``[[…]]`` blocks in place; False when entries are added: then the list is written one entry a line."""
        pairs = _aligned(old, new)
        if any(i is None for i, _ in pairs) or not all(isinstance(v, Mapping) for v in (*old, *new)) or not new:
            return False
        for i, j in pairs:
            assert i is not None
            if j is None:
                self.take_out((*path, i + 1))
            elif not same(old[i], new[j]):
                self.table((*path, i + 1), old[i], new[j])
        return True

    def write_anew(self, path: Path, new: Any) -> None:
        """Write a record, or a whole table, from nothing where it stood; every comment stays."""
        source = self.source
        pieces = source.pieces[path]
        blocks = [p for p in pieces if isinstance(p, Block)]
        notes = [n for p in pieces for n in comments(source.text, p.line, p.end)]
        for piece in pieces:
            source.put(piece.line, piece.end, "")
        pos = blocks[0].line if blocks else source.after(pieces[-1])
        if is_record(path) and isinstance(new, Mapping):
            written = record_text(path, new, source.eol, notes)
        elif isinstance(new, Mapping):
            written = source.note_lines(notes) + source.eol.join(
                record_text((*path, id), values, source.eol)
                if isinstance(values, Mapping)
                else f"[{key_text(*path)}]{source.eol}{statement_text((*path, id), (id,), values, source.eol)}"
                for id, values in new.items()
            )
        else:
            raise NotTomlError(pos)
        source.put(pos, pos, written)

    # -- values ---------------------------------------------------------------------------------------------------

    def value(self, statement: Statement, value: Value, path: Path, old: Any, new: Any) -> None:
        """Change a value where it stands, as little of it as possible."""
        if value.opening == "{" and isinstance(old, Mapping) and isinstance(new, Mapping):
            self.inline_table(statement, value, path, old, new)
        elif isinstance(old, list) and isinstance(new, list) and value.items and self.source.one_entry_a_line(value):
            if new or comments(self.source.text, value.start, value.end):
                self.entries(statement, value, path, old, new)
            else:
                self.replace(statement, value, path, new)
        else:
            self.replace(statement, value, path, new)

    def replace(self, statement: Statement, value: Value, path: Path, new: Any) -> None:
        """Write a value anew; comments inside it stay, in the list if it is one, else above the statement."""
        source = self.source
        notes = comments(source.text, value.start, value.end)
        own = value is statement.value
        if notes and not (own and isinstance(new, list)):
            source.put(statement.line, statement.line, source.note_lines(notes, source.indent(statement.key)))
            notes = []
        key = source.text[statement.key : value.start].rstrip(" \t=") if own else ""
        indent = source.indent(statement.key)
        written = value_text(new, path, key, source.eol, indent, notes) if own else inline_text(new, path)
        source.put(value.start, value.end, written)

    def entries(self, statement: Statement, value: Value, path: Path, old: list[Any], new: list[Any]) -> None:
        """Change, add and take out lines of a list written one entry a line."""
        source = self.source
        items = value.items
        indent = source.indent(items[0].start)
        pos = source.line_end(value.start)
        if pos > items[0].start:
            raise OverlapError(pos)
        last_kept = None
        for i, j in _aligned(old, new):
            if i is None:
                assert j is not None
                if last_kept is not None and items[last_kept].comma is None:
                    source.put(items[last_kept].value.end, items[last_kept].value.end, ",")
                    last_kept = None
                source.put(pos, pos, f"{indent}{inline_text(new[j], (*path, j + 1))},{source.eol}")
                continue
            start, end = source.line_start(items[i].start), source.line_end(items[i].comma or items[i].value.end)
            if j is None:
                source.put(start, end, source.note_lines(comments(source.text, start, end), indent))
            else:
                last_kept = i
                if not same(old[i], new[j]):
                    self.value(statement, items[i].value, (*path, j + 1), old[i], new[j])
            pos = end

    def inline_table(self, statement: Statement, value: Value, path: Path, old: Document, new: Document) -> None:
        """Change the pairs of ``{ … }``; when pairs come or go, the others are carried over as they are written."""
        source = self.source
        if all(len(i.keys) == 1 for i in value.items) and (old.keys() == new.keys() or (new and self.one_pair_a_line(value))):
            self.pairs(statement, value, path, old, new)
            return
        pairs: list[tuple[str, str]] = []
        notes = comments(source.text, value.start, value.end)
        for item in value.items:
            key = item.keys[0]
            if key in new and same(old[key], new[key]):
                pairs.append((key, source.text[item.start : item.value.end]))
                for note in comments(source.text, item.start, item.value.end):
                    notes.remove(note)
            elif key in new and key not in (k for k, _ in pairs):
                pairs.append((key, f"{key_text(key)} = {inline_text(new[key], (*path, key))}"))
        for key in in_order(path, (k for k in new if k not in old)):
            at = next((n for n, (k, _) in enumerate(pairs) if rank(path, k) > rank(path, key)), len(pairs))
            pairs.insert(at, (key, f"{key_text(key)} = {inline_text(new[key], (*path, key))}"))
        if notes:
            source.put(statement.line, statement.line, source.note_lines(notes, source.indent(statement.key)))
        source.put(value.start, value.end, "{ " + ", ".join(t for _, t in pairs) + " }" if pairs else "{}")

    def one_pair_a_line(self, value: Value) -> bool:
        """Whether an inline table is written as TOML 1.1 allows it: each pair on lines of its own, and the closing bracket too."""
        return bool(value.items) and self.source.one_entry_a_line(value)

    def pairs(self, statement: Statement, value: Value, path: Path, old: Document, new: Document) -> None:
        """Change the pairs of an inline table where they stand; they come and go only where each has lines of its own."""
        source = self.source
        coming = in_order(path, (k for k in new if k not in old))
        pos, indent = source.line_end(value.start), source.indent(value.items[0].start) if value.items else ""

        def put(keys: Sequence[str]) -> None:
            for key in keys:
                source.put(pos, pos, f"{indent}{key_text(key)} = {inline_text(new[key], (*path, key))},{source.eol}")

        last_kept = None
        for item in value.items:
            key = item.keys[0]
            before = [k for k in coming if rank(path, k) < rank(path, key)]
            put(before)
            coming = coming[len(before) :]
            end = source.line_end(item.comma or item.value.end)
            if key not in new:
                start = source.line_start(item.start)
                source.put(start, end, source.note_lines(comments(source.text, start, end), indent))
            else:
                last_kept = item
                if not same(old[key], new[key]):
                    self.value(statement, item.value, (*path, key), old[key], new[key])
            pos = end
        if coming and last_kept is not None and last_kept.comma is None:
            source.put(last_kept.value.end, last_kept.value.end, ",")
        put(coming)


def _aligned(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int | None, int | None]]:
    """(index in old, index in new) of every entry in the order they are written; None for one that is not there."""
    pairs: list[tuple[int | None, int | None]] = []
    matcher = difflib.SequenceMatcher(None, [repr(v) for v in old], [repr(v) for v in new], autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
            continue
        i, j = i1, j1
        while i < i2 or j < j2:
            if i < i2 and j < j2 and (i2 - i == j2 - j or _akin(old[i], new[j])):
                pairs.append((i, j))
                i, j = i + 1, j + 1
            elif j2 - j > i2 - i or i == i2:
                pairs.append((None, j))
                j += 1
            else:
                pairs.append((i, None))
                i += 1
    return pairs


def _akin(a: Any, b: Any) -> bool:
    """Whether two entries look like one entry changed: the same first value (a figure's year, a log entry's day)."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return bool(a and b) and same(next(iter(a.values())), next(iter(b.values())))
    return False
