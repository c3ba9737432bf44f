"""Of what kind a body is, by how its name begins."""

from __future__ import annotations

import re
from typing import Final

from tui.vocabulary.lexicon import phrases, plain, words

_CENTRAL: Final = ("ministry", "agency", "central_branch")
_BRANCH: Final = re.compile(r"chi nhanh ")
_IN_ONE_PLACE: Final = re.compile(r"\b(?:chi nhanh|khu vuc)\b|^(?:ngan hang nha nuoc|nhnn)\b.* (?:tinh|thanh pho)\b")
_WHOLE_COUNTRY: Final = (" viet nam", " trung uong")


def kind_of_body(name: str) -> str:
    """What kind of body a name is of, by how it begins; what belongs to a central body and stands in one place is its branch."""
    short = plain(name)
    if short in phrases("bodies", "many"):
        return "collective"  # "tập đoàn", "viện": a word for such bodies, no name of one
    if (of := _BRANCH.match(short)) is not None:
        kind = kind_of_body(short[of.end() :])
        return "central_branch" if kind in _CENTRAL else kind
    ranked = sorted(((said, kind) for kind in words()["bodies"]["kinds"] for said in phrases("bodies", "kinds", kind)), key=_longest_first)
    kind = next((kind for said, kind in ranked if short == said or short.startswith(f"{said} ")), "other")
    if kind == "ministry" and _IN_ONE_PLACE.search(short) is not None:
        return "central_branch"
    return "agency" if kind == "central_branch" and short.endswith(_WHOLE_COUNTRY) else kind


def _longest_first(said: tuple[str, str]) -> tuple[int, str]:
    return -len(said[0]), said[0]
