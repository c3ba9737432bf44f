"""Everything that is read out of a document: tasks, targets, bodies, numbered documents, each with its passage."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tui.exchange.document.citations import DocumentCited, documents_in
from tui.exchange.document.outline import Part, parts_of
from tui.exchange.document.passages import Document, Paragraph
from tui.exchange.document.tables import in_tables
from tui.exchange.document.targets import TargetFound, targets_in
from tui.exchange.document.tasks import TaskFound, organising_in, tasks_in
from tui.vocabulary.lexicon import Own, plain


@attrs.frozen
class BodyNamed:
    """A body with a part in the work, as it is first written, with how many tasks it leads and takes part in."""

    name: str
    leads: int = 0
    partners: int = 0
    paragraph: int = 0
    table: str = ""


@attrs.frozen
class Findings:
    """What a document says, and its parts; nothing of it is more than a proposal."""

    parts: tuple[Part, ...]
    tasks: tuple[TaskFound, ...]
    targets: tuple[TargetFound, ...]
    documents: tuple[DocumentCited, ...]
    bodies: tuple[BodyNamed, ...]
    organising: tuple[TaskFound, ...] = ()
    """Duties that bodies are given where it is said how the plan is carried out; a person says which are tasks of it."""
    by_line: bool = False
    """Whether the number of a paragraph is that of a line of text."""


def findings_of(document: Document, own: Own = ()) -> Findings:
    """What a document says; ``own`` are the words of the plan it is read for."""
    parts = parts_of(document.paragraphs)
    in_rows = in_tables(document.tables, own)
    tasks = (*tasks_in(parts), *in_rows[0])
    targets = (*targets_in(parts), *in_rows[1])
    cited = documents_in([*_whole(parts), *_rows(document)])
    organising = tuple(organising_in(parts)) if tasks else ()
    return Findings(tuple(parts), tasks, targets, tuple(cited), tuple(_bodies(tasks)), organising, document.by_line)


def _whole(parts: list[Part]) -> Iterator[Paragraph]:
    """The paragraphs of a document as they were joined over lines and pages, headings too."""
    for part in parts:
        if part.title:
            yield Paragraph(part.paragraph, part.title, tuple(part.unsure))
        for item in part.walk():
            yield Paragraph(item.number, item.text, tuple(item.unsure))


def _rows(document: Document) -> Iterator[Paragraph]:
    """The cells of tables, which cite documents too."""
    for sheet in document.tables:
        for (row, _), cell in sorted(sheet.cells.items()):
            yield Paragraph(row + 1, str(cell.value))


def _bodies(tasks: tuple[TaskFound, ...]) -> Iterator[BodyNamed]:
    """The bodies of the tasks, in the order in which they are first named; one spelled in two ways is one."""
    found: dict[str, BodyNamed] = {}
    for task in tasks:
        for role, names in (("leads", task.leads), ("partners", task.partners)):
            for name in names:
                known = found.setdefault(plain(name), BodyNamed(name, paragraph=task.paragraph, table=task.table))
                found[plain(name)] = attrs.evolve(known, **{role: getattr(known, role) + 1})
    yield from found.values()
