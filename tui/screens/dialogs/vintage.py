"""Figures that came without a vintage: it and their source are asked once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tui.exchange.import_result import Figure
from tui.model.fields import FIGURE_FIELDS
from tui.screens.dialogs.picker import Picker
from tui.screens.dialogs.picking import items_for
from tui.screens.ui import Ui
from tui.vocabulary.outcome import Read
from tui.vocabulary.titles import FigureTitle, read_title

_MOST_PLACES: Final = 3
_FIGURE: Final = {f.key: f for f in FIGURE_FIELDS}


def places_of(figures: Sequence[Figure]) -> list[str]:
    """Where some figures stand, a column each: ``“TH 2024” (D5–D9)``; no more than a line holds."""
    columns: dict[tuple[str, str], list[str]] = {}
    for figure in figures:
        cell = str(figure.place.values.get("cell", ""))
        if cell:
            key = str(figure.place.values.get("sheet", "")), cell.rstrip("0123456789")
            columns.setdefault(key, [figure.under.rpartition(" · ")[2]]).append(cell)
    out = []
    for title, first, *more in columns.values():
        cells = f"{first}–{more[-1]}" if more else first
        out.append(f"“{title}” ({cells})" if title else cells)
    return [*out[:_MOST_PLACES], *(["…"] if len(out) > _MOST_PLACES else [])]


def vintages_for(figures: Sequence[Figure]) -> list[str]:
    """The vintages to choose from, those first that no title of the figures speaks against: a second Enter takes the first.

    Results (``Thực hiện 2025``) are neither planned nor estimated; whatever is taken as a figure reached is a plan only in the end.
    """
    titles = [read_title(figure.under.rpartition(" · ")[2]) for figure in figures if figure.under]
    reached = any(isinstance(title, Read) and isinstance(title.value, FigureTitle) and title.value.what == "result" for title in titles)
    first = ("preliminary", "official") if reached else ("estimate", "preliminary", "official")
    return [*first, *(choice.value for choice in reversed(_FIGURE["vintage"].choices) if choice.value not in first)]


def ask_vintage(
    ui: Ui,
    figures: Sequence[Figure],
    told: str,
    then: Callable[[str | None, str | None], None],
    left: Callable[[], None] = lambda: None,
) -> None:
    """Go on with a vintage and a source; ``told`` says how many figures there are. A figure needs a vintage and should have a source.

    Which figures they are stands with it: the titles they were read under, and the first and last cell of each.

    Without figures nothing is asked, and no vintage where each says its own; who backs out of a question goes on with nothing: ``left``.
    """
    if not figures:
        then(None, None)
        return
    words = ui.session.words
    pending = any(figure.vintage is None for figure in figures)
    asked = [figure for figure in figures if figure.vintage is None] or figures
    told = " · ".join([told, *places_of(asked)])

    def of_vintage(vintage: list[str] | None) -> None:
        if not vintage and pending:
            left()
            return

        def from_source(source: list[str] | None) -> None:
            if source is not None:
                said = vintage[0] if vintage else None
                then(said, source[0] if source and source[0] else None)
            else:
                left()

        sources = items_for(_FIGURE["source"], ui.session.plan, words)
        picker = Picker(words, f"{words(_FIGURE['source'].label)} · {told}", sources)
        picker.creates = ui.creates("sources")
        ui.push_screen(picker, from_source)

    if not pending:
        of_vintage(None)
        return
    by_id = {item.id: item for item in items_for(_FIGURE["vintage"], ui.session.plan, words)}
    items = [by_id[vintage] for vintage in vintages_for(asked)]
    ui.push_screen(Picker(words, f"{words(_FIGURE['vintage'].label)} · {told}", items), of_vintage)
