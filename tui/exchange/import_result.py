"""What a workbook, a table of text or a pasted block comes to before it is shown: lines, rejects, and figures without a vintage."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from tui.model.edits import SetField
from tui.model.figure_edits import with_figures
from tui.model.plan import MISSING, Plan
from tui.model.proposal import Line, Reject
from tui.model.text import Sentence


@attrs.frozen
class Figure:
    """A figure of an indicator for a year; its vintage and source are still to be said."""

    id: str
    year: int
    value: float
    place: Sentence


@attrs.define
class ImportResult:
    """What would be changed, what is left out and why, figures that still need a vintage."""

    lines: list[Line] = attrs.field(factory=list)
    rejects: list[Reject] = attrs.field(factory=list)
    figures: list[Figure] = attrs.field(factory=list)


class CannotImport(ValueError):
    """The whole file is refused; ``sentence`` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def figure_lines(plan: Plan, figures: Sequence[Figure], vintage: str, source: str | None) -> list[Line]:
    """One line for each indicator: its figures by year with their vintage and source."""
    lines = []
    for id in dict.fromkeys(figure.id for figure in figures):
        own = [figure for figure in figures if figure.id == id]
        old = plan.tables["indicators"][id].get("values", MISSING)
        new = with_figures([] if old is MISSING else old, {figure.year: figure.value for figure in own}, vintage, source)
        lines.append(Line((SetField("indicators", id, "values", new, old),), own[0].place))
    return lines
