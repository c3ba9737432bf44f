"""Joining two versions of a plan's text that both come from a third one, comments and layout of both sides kept.

The text is cut into chunks, a record with the comments above it each. A chunk only one side touched is taken from it
byte for byte; one that both touched is joined line by line, else it is this side's with the other's new comments.
What then does not hold the joined values is rendered.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import chain, pairwise
from typing import Any, Final, Generic, TypeAlias, TypeVar

import attrs

from tui.model.merge import woven
from tui.store.toml.parse import Document, cut_of, loads, parsed_after
from tui.store.toml.records import END, Chunk, Cut, Key, Keys, chunks, record_of, scanned
from tui.store.toml.scan import Path, comments
from tui.store.toml.write import render

T = TypeVar("T")
U = TypeVar("U")

_BOM: Final = "\ufeff"
_LINE: Final = re.compile(r"[^\n]*\n")
_COMMENT_LINES: Final = re.compile(r"(?:[ \t]*#[^\n]*\n)*")


@attrs.frozen
class Three(Generic[T]):
    """The same thing of three versions: the one both come from, this side's, the other's."""

    base: T
    mine: T
    theirs: T

    def each(self, what: Callable[[T], U]) -> Three[U]:
        """The same thing done to all."""
        return Three(what(self.base), what(self.mine), what(self.theirs))

    def __iter__(self) -> Iterator[T]:
        return iter((self.base, self.mine, self.theirs))

    @property
    def contested(self) -> bool:
        """Whether both sides changed it, and differently."""
        return self.mine != self.theirs and self.base not in (self.mine, self.theirs)

    @property
    def picked(self) -> T:
        """The side that changed it; mine when both did."""
        return self.theirs if self.mine == self.base else self.mine


Way: TypeAlias = Callable[[Three[Chunk | None]], str]
"""What to write for a chunk that both sides changed or added; neither ``mine`` nor ``theirs`` is None."""


def join_texts(texts: Three[str], docs: Three[Document], joined: Document, way: Way | None = None) -> str:
    """The text both sides' changes lead to; it holds ``joined``. ``docs`` are what the texts hold.

    Byte order mark and line ends are joined too. Raises :class:`CannotRender`.
    """
    mark = texts.each(lambda t: t.startswith(_BOM)).picked
    texts = texts.each(lambda t: t.removeprefix(_BOM))
    ended = texts.each(lambda t: t.endswith("\n") or not t).picked
    ends = texts.each(_line_end)
    eol = "\n"
    if all(ends):
        eol = ends.picked
        texts = texts.each(lambda t: t.replace("\r\n", "\n"))
    texts = texts.each(lambda t: t if t.endswith("\n") or not t else t + ("\r\n" if "\r\n" in t else "\n"))
    text, doc = _joined(texts, docs, joined, way or line_by_line)
    text = render(text, doc, joined).replace("\n", eol)
    return (_BOM if mark else "") + (text if ended else text.removesuffix("\n").removesuffix("\r"))


def _joined(texts: Three[str], docs: Three[Document], joined: Document, way: Way) -> tuple[str, Document]:
    """The joined text as far as chunks go, and what it holds."""
    cuts = Three(cut_of(texts.base, docs.base), cut_of(texts.mine, docs.mine), cut_of(texts.theirs, docs.theirs))
    if (text := _by_stretch(cuts)) is not None:
        with contextlib.suppress(ValueError, RecursionError):
            return text, parsed_after(text, cuts.mine, docs.mine)
    pieces = Three(*(dict(chunks(cut or scanned(text))) for text, cut in zip(texts, cuts, strict=True)))
    for only_mine, this_way in ((False, way), (True, with_their_notes)):
        text = "".join(_Joiner(pieces, joined, this_way, only_mine).parts())
        try:
            return text, parsed_after(text, cuts.mine, docs.mine)
        except (ValueError, RecursionError):  # one side moved a record into another layout
            continue
    return texts.mine, docs.mine


def _by_stretch(cuts: Three[Cut[Keys] | None]) -> str | None:
    """The text of three that have the same records in the same order and no record that both sides changed; else None."""
    base, mine, theirs = cuts
    if base is None or mine is None or theirs is None or not base.paths == mine.paths == theirs.paths:
        return None
    parts: list[str] = []
    stretches = zip(base.stretches(), mine.stretches(), theirs.stretches(), strict=True)
    for versions in chain([(base.preamble, mine.preamble, theirs.preamble)], stretches):
        three = Three(*versions)
        if three.contested:
            return None
        parts.append(three.picked)
    return "".join(parts)


def _line_end(text: str) -> str:
    """The line end of the whole text; empty when it is mixed."""
    pairs = text.count("\r\n")
    return "\n" if not pairs else "\r\n" if pairs == text.count("\n") else ""


# -- chunk by chunk -------------------------------------------------------------------------------------------------


@attrs.frozen
class _Joiner:
    """Puts the joined chunks together; ``only_mine``: in this side's layout, with the other's new comments."""

    chunks: Three[dict[Key, Chunk]]
    joined: Document
    way: Way
    only_mine: bool

    def parts(self) -> Iterator[str]:
        """The stretches of the joined text."""
        order = list(self.chunks.mine) if self.only_mine else woven(*map(list, self.chunks))
        waiting: list[str] = []  # comments that have lost the place they stood in
        above = self.chunks.each(lambda c: dict(pairwise(reversed(c))))
        last: Key | None = None
        notes = _NotesLeft(self.chunks)
        for key in order:
            three: Three[Chunk | None] = self.chunks.each(lambda c, key=key: c.get(key))  # type: ignore[misc]
            own = self.own(three, key)
            if own is None:
                waiting += _new_gap_notes(three)
                continue
            gap = _joined_gap(three)
            if three.base is None or three.each(lambda c: "" if c is None else c.gap).contested:
                gap = notes.not_twice(gap, own)
                gap = gap if gap.strip() or key != END else ""
            if waiting:
                gap = f"\n{_as_lines(waiting)}{gap}" if key == END else f"{gap}{_as_lines(waiting)}\n"
                waiting = []
            met = last in (above.mine.get(key), above.theirs.get(key))  # else two records have become neighbours
            notes.written.append(gap + own)
            yield ("" if met or not (gap + own) or gap.startswith("\n") else "\n") + gap + own
            last = key
        if self.only_mine:
            waiting += [n for k, c in self.chunks.theirs.items() if k not in order and self.lives(k[0]) for n in comments(c.own)]
        if waiting:
            yield "\n" + _as_lines(waiting)

    def own(self, three: Three[Chunk | None], key: Key) -> str | None:
        """What to write of a record; None when it is gone."""
        owns = three.each(lambda c: None if c is None else c.own)
        if self.only_mine:
            return owns.mine if three.theirs is None or owns.mine == owns.theirs else with_their_notes(three)
        if not owns.contested:
            return owns.picked
        if owns.mine is None or owns.theirs is None:
            return (owns.mine or owns.theirs) if self.lives(key[0]) else None
        return self.way(three)

    def lives(self, path: Path) -> bool:
        """Whether the joined plan still has what a chunk is about."""
        found: Any = self.joined
        for part in path if path and record_of(path) == path else ():
            if not isinstance(found, Mapping) or part not in found:
                return False
            found = found[part]
        return True


@attrs.define
class _NotesLeft:
    """How often each comment may yet be written: as often as it stood before, and as each side has added it.

    What is added below a free comment takes that for its own, so records that both sides added there would each bring it; and so
    would one added below what is left of a record whose last line the other side has taken out. ``written``: the joined text so far.
    """

    chunks: Three[dict[Key, Chunk]]
    written: list[str] = attrs.field(factory=list)
    _left: Counter[str] | None = None
    _seen: int = 0

    def not_twice(self, gap: str, own: str) -> str:
        """What stands above a record that is new or above which both sides changed, without comments none is left of."""
        if "#" not in gap:
            return gap
        left = self._counted() - Counter(comments(own))
        kept: list[str] = []
        left_out = False
        for line in _LINE.findall(gap):
            if note := line.strip():
                left_out = left[note] <= 0
                left[note] -= 1
            if not left_out:
                kept.append(line)
        return "".join(kept)

    def _counted(self) -> Counter[str]:
        if self._left is None:
            base, mine, theirs = (Counter(note for chunk in side.values() for note in _notes_of(chunk)) for side in self.chunks)
            self._left = base + (mine - base) + (theirs - base)
        for text in self.written[self._seen :]:
            self._left.subtract(comments(text))
        self._seen = len(self.written)
        return self._left


def _notes_of(chunk: Chunk) -> list[str]:
    return [*comments(chunk.gap), *comments(chunk.own)]


def _joined_gap(three: Three[Chunk | None]) -> str:
    if three.mine is None or three.theirs is None:
        return next(c.gap for c in (three.mine, three.theirs) if c is not None)
    gaps = three.each(lambda c: "" if c is None else c.gap)
    if not gaps.contested:
        return gaps.picked
    text = _merged_lines(gaps)
    lost = _new_notes(attrs.evolve(gaps, mine=text))
    return f"{text}{_as_lines(lost)}\n" if lost else text


def _new_gap_notes(three: Three[Chunk | None]) -> list[str]:
    """The free comments above a record that goes which the side that kept it had put there."""
    gaps = three.each(lambda c: "" if c is None else c.gap)
    return _new_notes(Three(gaps.base, "", gaps.mine)) + _new_notes(Three(gaps.base, gaps.mine, gaps.theirs))


# -- what both sides changed --------------------------------------------------------------------------------------


def line_by_line(three: Three[Chunk | None]) -> str:
    """Both sides' changed lines, and above the record the new comments of lines that are mine because both changed them."""
    assert three.mine is not None
    owns = three.each(lambda c: "" if c is None else c.own)
    text = _merged_lines(owns)
    try:
        loads(text)
    except (ValueError, RecursionError):
        return with_their_notes(three)
    lost = _new_notes(attrs.evolve(owns, mine=text))
    at = len(_COMMENT_LINES.match(text)[0]) if lost else 0  # type: ignore[index]
    return text[:at] + _as_lines(lost) + text[at:]


def with_their_notes(three: Three[Chunk | None]) -> str:
    """This side's record, and above it the comments that are new in the other's."""
    assert three.mine is not None
    return three.mine.lead + _as_lines(_new_notes(three.each(lambda c: "" if c is None else c.own))) + three.mine.body


def theirs_whole(three: Three[Chunk | None]) -> str:
    """The other side's record as it is."""
    assert three.theirs is not None
    return three.theirs.own


def _new_notes(texts: Three[str]) -> list[str]:
    """The comments the other side added, in its order."""
    found = texts.each(comments)
    new = Counter(found.theirs) - Counter(found.base) - Counter(found.mine)
    return [note for note in dict.fromkeys(found.theirs) for _ in range(new[note])]


def _as_lines(notes: Iterable[str]) -> str:
    return "".join(f"{note}\n" for note in notes)


def _merged_lines(texts: Three[str]) -> str:
    """Both sides' changes of the lines; where they changed the same ones they are mine."""
    base, mine, theirs = (_LINE.findall(t) for t in texts)
    edits = list(_line_edits(base, mine))
    edits += [e for e in _line_edits(base, theirs) if not any(e[0] < end and start < e[1] for start, end, _ in edits) and e not in edits]
    out: list[str] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda e: e[:2]):
        out += (*base[at:start], new)
        at = end
    return "".join((*out, *base[at:]))


def _line_edits(base: list[str], side: list[str]) -> Iterator[tuple[int, int, str]]:
    """(first line, line after the last, new text) of each change, as few lines each as can be."""
    for what, i1, i2, j1, j2 in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        if what == "replace" and i2 - i1 == j2 - j1:
            yield from ((i1 + n, i1 + n + 1, side[j1 + n]) for n in range(i2 - i1))
        elif what != "equal":
            yield i1, i2, "".join(side[j1:j2])
