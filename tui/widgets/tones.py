"""The tones of states as styles of words in a line, and a headline whose states have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.cells import cell_len

from tui.frames.tables.columns import Tone
from tui.i18n.words import Words
from tui.model.text import N_
from tui.widgets.line import Piece

STYLES: Final[Mapping[Tone, str]] = {
    Tone.GOOD: "$text-success",
    Tone.CLOSE: "$text-success",
    Tone.WAIT: "$text-secondary",
    Tone.WARN: "$text-warning",
    Tone.BAD: "$text-error bold",
    Tone.MUTED: "dim",
}

_BETWEEN: Final = re.compile(r"( · |  +|: )")


def toned(headline: str, tones: Mapping[str, Tone]) -> Iterator[Piece]:
    """The pieces of a line: each count that begins with a glyph has the tone of that."""
    for part in _BETWEEN.split(headline):
        tone = tones.get(part[:1]) if part[1:2] == " " else None
        yield (part, STYLES[tone]) if tone is not None and tone is not Tone.MUTED else part


def of_which(glyph: str, n: int, said: str, words: Words) -> tuple[str, str]:
    """How many of those counted already stand so as well, for the rest of a headline: in words, and for little room without them."""
    return words(N_("of which {glyph} {n} {status}"), glyph=glyph, n=n, status=said), f"({glyph} {n})"


def headline_in(width: int, total: str, states: Sequence[tuple[str, str]], rest: Sequence[str | tuple[str, str]]) -> str:
    """A headline in so many cells: the total, the states as (glyph and count, words), then the rest, each of it with a shorter form or not.

    No state is cut: where there is not room for all, the rest gives way, then the total, then the words of the last states.
    """
    forms = [(more, more) if isinstance(more, str) else more for more in rest]
    whole = [f"{count} {words}" for count, words in states]
    told = " · ".join([*whole, *(longer for longer, _ in forms)])
    if not told:
        return f" {total}"
    if cell_len(told) + cell_len(total) + 3 <= width:
        return f" {total}: {told}"
    for kept in range(len(states), -1, -1):
        parts = [*whole[:kept], *(count for count, _ in states[kept:])]
        told = " " + " · ".join(parts)
        if cell_len(told) < width:
            break
    for each in forms if kept == len(states) else ():
        fitting = next((more for more in each if cell_len(told) + cell_len(more) + 3 < width), None)
        told += "" if fitting is None else f" · {fitting}"
    return told
