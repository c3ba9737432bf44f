"""In which prices an amount of money is told: at those of its own year, or at those of one year throughout (docs/methods.md, Cross-checks).

The unit says it (*tỷ đồng (giá so sánh 2010)*). Numbers in different prices are never compared, and nobody works one out of the other here.
"""

from __future__ import annotations

import re
from typing import Final

MONEY: Final = r"(?i)đồng|vnd|usd|đô la"
"""What the units of money have in them."""
CURRENT: Final = "current"

_CURRENT: Final = re.compile(r"(?i)giá\s+(?:hiện\s+hành|thực\s+tế)|current\s+prices?|nominal")
_CONSTANT: Final = re.compile(r"(?i)giá\s+(?:so\s+sánh|cố\s+định)|constant|prices?\s+of\s+\d{4}|\d{4}\s+prices")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")


def is_money(unit: str | None) -> bool:
    """Whether a unit is one of money."""
    return re.search(MONEY, unit or "") is not None


def prices_of(unit: str | None) -> str | None:
    """The prices a unit says: :data:`CURRENT`, the year of constant ones, "constant" where no year is named, None where nothing is said."""
    if unit is None:
        return None
    if _CURRENT.search(unit):
        return CURRENT
    if not _CONSTANT.search(unit):
        return None
    year = _YEAR.search(unit)
    return year.group() if year else "constant"


def comparable(rate: str | None, level: str | None) -> bool:
    """Whether a rate of growth in one unit can be held against levels in another: real growth goes with constant prices.

    A rate that says nothing is held against what is not told in current prices.
    """
    of_rate, of_level = prices_of(rate), prices_of(level)
    return of_rate == of_level if of_rate is not None else of_level != CURRENT
