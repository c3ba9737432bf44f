"""The parts of a document and the items in them: which heading a paragraph stands under, which bullet introduces which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import attrs

from tui.exchange.document.passages import Paragraph, distinct
from tui.model.text import Sentence
from tui.vocabulary.body_lists import begins_a_body
from tui.vocabulary.lexicon import letterwise, one_of, plain, words

_MOST_HEADING: Final = 300
"""Letters of a heading."""
_YEAR = re.compile(r"\b(?:19|20|21)[0-9]{2}\b")
_ENDS: Final = '.;:!?…”")]'
_ROMAN: Final = r"(?:x{0,3}(?:ix|iv|v?i{0,3}))"
_COUNTED: Final = ("nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi")
"""First to tenth, as parts of a document are counted in words."""
_MARKERS: Final = (
    ("chapter", re.compile(rf"(?:phan|chuong|muc|dieu)\s+(?:thu\s+)?((?=[ivx]){_ROMAN}|[0-9]{{1,2}}|{'|'.join(_COUNTED)})\b[.:)]?\s*")),
    ("roman", re.compile(r"((?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))[.)]\s+")),
    ("capital", re.compile(r"([A-HĐK-U])[.)]\s+")),
    ("number", re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2}){0,4})(?:[.)]\s*|\s+(?=[A-ZĐÀ-Ỹ]))(?![0-9])")),
    ("letter", re.compile(r"([a-zđ])[.)]\s+")),
    ("ordinal", re.compile(r"\(([0-9]{1,2}|[ivx]{1,4}|[a-zđ])\)\s*")),
    ("-", re.compile(r"[-–—](?=\s|[^\W\d_])\s*")),
    ("+", re.compile(r"\+\s*")),
    ("*", re.compile(r"[•*▪●○■◦]\s*")),
)


@attrs.define(eq=False)
class Item:
    """A paragraph or bullet with everything that continues it; ``parent`` is the item that introduces it."""

    number: int
    marker: str
    ordinal: str
    text: str
    part: Part
    parent: Item | None = None
    children: list[Item] = attrs.field(factory=list)
    unsure: list[Sentence] = attrs.field(factory=list)
    """Why its paragraphs have to be looked at."""

    @property
    def doubts(self) -> tuple[Sentence, ...]:
        """Why it has to be looked at: its own paragraphs, those that introduce it and the heading it stands under."""
        over = self.parent.doubts if self.parent is not None else tuple(self.part.unsure)
        return distinct((*self.unsure, *over))


@attrs.define(eq=False)
class Part:
    """A part of the document under a heading: its number in full (``III.1.a``), what it is about, its items in their order.

    ``about``: ``tasks``, ``targets``, ``directions``, ``organising``, ``other``, or "" where no heading says it.
    """

    number: str
    title: str
    about: str
    paragraph: int
    depth: int = 0
    items: list[Item] = attrs.field(factory=list)
    unsure: list[Sentence] = attrs.field(factory=list)
    """Why its heading has to be looked at."""
    marker: str = ""
    """What its heading begins with."""

    def holds(self, item: Item) -> bool:
        """Whether an item stands below the heading: ``3. …`` below ``2. …`` is counted with it, not in it."""
        return bool(item.marker) and _level(item.marker, item.ordinal) != self.marker

    @property
    def is_called(self) -> bool:
        """Whether its heading says itself what it is about (``Tổ chức thực hiện``)."""
        return bool(_about(self.title))

    def walk(self) -> Iterator[Item]:
        """Every item of the part, introducing ones before those they introduce."""
        ahead = list(reversed(self.items))
        while ahead:
            item = ahead.pop()
            yield item
            ahead += reversed(item.children)


def parts_of(paragraphs: Sequence[Paragraph]) -> list[Part]:
    """The parts of a document; the first is what stands before any heading."""
    builder = _Builder()
    for paragraph in paragraphs:
        builder.add(paragraph)
    return builder.parts


@attrs.define
class _Builder:
    parts: list[Part] = attrs.field(factory=lambda: [Part("", "", "", 1)])
    above: list[tuple[str, Part]] = attrs.field(factory=list)
    """The headings the next paragraph stands under: (marker, part)."""
    stack: list[Item] = attrs.field(factory=list)
    """The items the next one may stand under."""
    heading: Part | None = None
    """The heading the paragraph before was."""

    def add(self, paragraph: Paragraph) -> None:
        marker, ordinal, text = _marked(paragraph.text)
        if not text and marker != "chapter":
            return
        if marker == "" and self._begins_another(text):
            self.parts.append(Part("", "", "", paragraph.number))
            self.above, self.stack, self.heading = [], [], None
            return
        if marker == "" and (goes_on := self._continued(text)) is not None:
            goes_on.unsure += paragraph.doubts
            return
        if marker in ("chapter", "roman", "capital", "number", "letter") and self._is_heading(marker, text):
            self._open(marker, ordinal, text, paragraph.number)
            self.parts[-1].unsure += paragraph.doubts
            return
        self.heading = None
        self._item(Item(paragraph.number, marker, ordinal, text, self.parts[-1], unsure=list(paragraph.doubts)))

    def _begins_another(self, text: str) -> bool:
        """Whether a line is the title of a document that stands below the articles which issue it: what follows is no part of these."""
        of_articles = any(marker == "chapter" for marker, _ in self.above)
        goes_on = self.heading is not None and _shouts(self.heading.title)
        return of_articles and not goes_on and _shouts(text) and re.match(rf"{one_of('document', 'attached')}\b", plain(text)) is not None

    # -- lines that go on ---------------------------------------------------------------------------------------------

    def _continued(self, text: str) -> Item | Part | None:
        """What a paragraph without a mark goes on with (a line or page ended there), with it put there; None where it is one of its own."""
        first = text[0]
        if self.heading is not None:
            if first.islower() or not self.heading.title or (_shouts(text) and _shouts(self.heading.title)):
                self._lengthen(self.heading, text)
                return self.heading
            return None
        last = self._last()
        if last is None:
            return None
        unfinished = last.text[-1] not in _ENDS
        goes_on = first.islower() or (unfinished and not _shouts(text) and not _shouts(last.text))
        second = last.marker and not _introduces(text) and not _shouts(text) and self.parts[-1].about  # another paragraph of the same item
        if not goes_on and not second:
            return None
        last.text = f"{last.text} {text}"
        return last

    def _lengthen(self, heading: Part, text: str) -> None:
        """A heading that goes on in the next line, or stands in it altogether."""
        heading.title = f"{heading.title} {text}".strip().rstrip(":")
        heading.about = _about(heading.title, begins=heading.depth > 0) or heading.about

    def _last(self) -> Item | None:
        item = self.stack[-1] if self.stack else None
        return item if item is not None and item.part is self.parts[-1] else None

    # -- headings -----------------------------------------------------------------------------------------------------

    def _is_heading(self, marker: str, text: str) -> bool:
        if marker in ("chapter", "roman"):
            return True
        if marker == "capital":
            return _shouts(text) or bool(_about(text))
        if len(text) > _MOST_HEADING or text[-1] in ".;,":
            return False
        about = _about(text, begins=True)
        if text[-1] == ":" and not about:
            return False
        return not _gives(text) and (bool(about) or not _has_figure(text) or self.parts[-1].about != "targets")

    def _open(self, marker: str, ordinal: str, text: str, paragraph: int) -> None:
        marker = _level(marker, ordinal)
        known = [kind for kind, _ in self.above]
        if marker in known:
            del self.above[known.index(marker) :]
        parent = self.above[-1][1] if self.above else None
        number = ordinal if parent is None or "." in ordinal else f"{parent.number}.{ordinal}"
        if "." in ordinal and parent is not None and not parent.number.endswith(ordinal.rpartition(".")[0]):
            number = f"{parent.number}.{ordinal}"
        elif "." in ordinal and parent is not None:
            number = f"{parent.number}.{ordinal.rpartition('.')[2]}"
        about = _about(text, begins=bool(parent and parent.about))
        if parent is not None and (not about or (about == "other" and parent.about)):
            about = parent.about
        part = Part(number, text.rstrip(":"), about, paragraph, len(self.above), marker=marker)
        self.above.append((marker, part))
        self.parts.append(part)
        self.heading = part
        self.stack = []

    # -- items --------------------------------------------------------------------------------------------------------

    def _item(self, item: Item) -> None:
        markers = [above.marker for above in self.stack]
        if not item.part.holds(item):
            self.stack = []
        elif item.marker in markers:
            del self.stack[markers.index(item.marker) :]
        if self.stack and _may_introduce(self.stack[-1]):
            item.parent = self.stack[-1]
            item.parent.children.append(item)
        else:
            self.stack = []
            item.part.items.append(item)
        self.stack.append(item)


def _marked(text: str) -> tuple[str, str, str]:
    """(kind of marker, its ordinal, the text behind it); a dash before a number in brackets is no marker of its own."""
    bare = re.sub(r"^[-–+]\s*(?=\([0-9]{1,2}\))", "", text.strip())
    folded = letterwise(bare)
    for kind, pattern in _MARKERS:
        found = pattern.match(folded if kind == "chapter" else bare)
        if found is not None and (found.end() < len(bare) or kind == "chapter"):
            ordinal = found[1] if found.re.groups else ""
            if kind == "chapter":
                ordinal = str(_COUNTED.index(ordinal) + 1) if ordinal in _COUNTED else ordinal.upper()
            return kind, ordinal, bare[found.end() :].strip()
    return "", "", bare


def _level(marker: str, ordinal: str) -> str:
    """A marker with how deep its number goes: ``number1`` of ``2.1``."""
    return f"number{ordinal.count('.')}" if marker == "number" else marker


def _may_introduce(item: Item) -> bool:
    """Whether an item may have items under it: a bullet, or a line that ends with a colon or names who is in charge."""
    return bool(item.marker) or item.text[-1] == ":" or _gives(item.text)


def _introduces(text: str) -> bool:
    return text[-1] == ":" or _gives(text)


def _shouts(text: str) -> bool:
    """Whether a line is written in capitals, as headings are."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) > 0.8 * len(letters)


def _gives(text: str) -> bool:
    """Whether a text begins with a body that is put in charge."""
    return begins_a_body(text) and _lead_word().search(letterwise(text)[:_MOST_HEADING]) is not None


def _has_figure(text: str) -> bool:
    return re.search(r"[0-9]", _YEAR.sub("", text)) is not None


@lru_cache(maxsize=1)
def _lead_word() -> re.Pattern[str]:
    return re.compile(r"\bchu tri\b|\bphoi hop\b")


def _about(title: str, *, begins: bool = False) -> str:
    """What a heading says its part is about, "" where it does not say; ``begins``: only by the words it begins with."""
    short = plain(title)
    places = [
        (about == "other", at.start(), about)
        for about in words()["document"]["parts"]
        if (at := re.search(rf"\b{one_of('document', 'parts', about)}\b", short)) is not None
    ]
    _, place, about = min(places, default=(True, 1, ""))
    return str(about) if not begins or place == 0 else ""
