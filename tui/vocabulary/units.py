"""What units say of numbers: whether those of two are of one kind, how many of one make the other, and whether they add up at all.

Only what the vocabulary says (``[amount.adding]`` of ``words.toml``): a unit that is not in it is like itself alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import attrs

from tui.model.prices import prices_of
from tui.vocabulary.lexicon import plain, words

_IN_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*\Z")
_RATE: Final = re.compile(r"[%‰/]|\bphần trăm\b|\bper\b|\btrên\b|\bbình quân\b", re.IGNORECASE)


@attrs.frozen
class Measure:
    """What a unit measures.

    Two units can be told in each other where ``of`` and ``prices`` are the same; ``factor`` is how many of the least unit of its kind one
    is. ``adds`` is None of a unit the vocabulary does not have.
    """

    of: str
    factor: float
    prices: str | None
    adds: bool | None

    def like(self, other: Measure) -> bool:
        """Whether numbers in one can be told in the other."""
        return (self.of, self.prices) == (other.of, other.prices)


def measure_of(unit: str | None) -> Measure:
    """What a unit as a plan writes it measures; nothing written is a measure of its own."""
    written = (unit or "").strip()
    bare = plain(written)
    prices = prices_of(written)
    if bare not in _adding() and prices is not None:
        bare = plain(_IN_BRACKETS.sub("", written))
    if bare in _adding():
        of, factor = _adding()[bare]
        return Measure(of, factor, prices, True)
    return Measure(bare, 1.0, prices, False if _RATE.search(written) else None)


@lru_cache(maxsize=1)
def _adding() -> dict[str, tuple[str, float]]:
    """Each unit of numbers that add up, as it is compared: what it measures, and how many of the least of that one is."""
    found: dict[str, tuple[str, float]] = {}
    for of, units in words()["amount"]["adding"].items():
        if isinstance(units, list):
            found |= {plain(unit): (plain(unit), 1.0) for unit in units}
        else:
            found |= {plain(unit): (of, float(factor)) for unit, factor in units.items()}
    return found
