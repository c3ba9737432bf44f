"""What the lines around a table say of its figures: years, a part of the year, a part of the area, planned or estimated, a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import attrs

from tui.exchange.reading.named_area import areas_named
from tui.model.plan import Plan
from tui.model.text import N_, Sentence, nfc, say
from tui.vocabulary.lexicon import alternatives, phrases, plain, words

UNIT_LINE: Final = re.compile(r"\(?\s*(?:đvt|đ\.v\.t|đơn vị(?: tính)?|unit)\s*[:：]\s*([^()]+)\)?\s*\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9/])((?:19|20|21)[0-9]{2})(?![0-9])")
_NUMBERED = re.compile(r"(?:[0-9]+/|số\s*:?\s*)[\w/-]*(?:19|20|21)[0-9]{2}[\w/-]*", re.IGNORECASE)
_PART_OF_YEAR = re.compile(
    r"\b(?:[0-9]{1,2} thang|thang [0-9]{1,2}|(?:qui|quy) (?:iv|i{1,3}|[1-4])|nua (?:dau|cuoi) nam)\b"
    r"|\b(?:(?:0?[369]|1[01]) ?t|q ?[1-4]|t ?(?:1[0-2]|0?[1-9]))(?=(?:19|20|21)[0-9]{2}\b|[^0-9a-z]|\Z)"
)


@attrs.frozen
class Around:
    """What lines say; ``doubts`` are of every figure below that does not say otherwise itself."""

    years: tuple[int, ...] = ()
    part: str = ""
    part_years: tuple[int, ...] = ()
    """The years beside the part, where they are said."""
    area: str = ""
    planned: bool = False
    reached: bool = False
    estimated: str = ""
    unit: str = ""


def read_around(lines: Iterable[str], plan: Plan) -> Around:
    """All that some lines say together."""
    out = Around()
    issuer = plan.tables["agencies"].get(str(plan.header.get("issuer", "")), {}).get("name", "")
    own = plain(" ".join([*(str(plan.header.get(key, "")) for key in ("title", "short_title", "place")), str(issuer)]))
    for line in lines:
        text = " ".join(nfc(line).split())
        if unit := UNIT_LINE.search(text):
            out = attrs.evolve(out, unit=unit[1].strip())
            text = text[: unit.start()]
        short = plain(text)
        years = [int(found) for found in _YEAR.findall(_NUMBERED.sub(" ", text))]
        part = _part(short)
        area = _area(text, plan, own)
        out = attrs.evolve(
            out,
            years=tuple(dict.fromkeys((*out.years, *years))),
            part=out.part or part,
            part_years=tuple(dict.fromkeys((*out.part_years, *(years if part else ())))),
            area=out.area or area,
            planned=out.planned or _says(short, "plan") or _says(short, "target") or _says(short, "unsure_plan_or_estimate"),
            reached=out.reached or _says(short, "result"),
            estimated=out.estimated or _vintage(short),
        )
    return out


def around_doubt(around: Around, *, says_part: bool, says_vintage: bool, stated: bool) -> Sentence | None:
    """Why the lines around a figure make it doubtful; the arguments: what its own column says."""
    if around.area:
        return say(N_("above it stands “{area}”: a part of the area?"), area=around.area)
    if around.part and not says_part:
        return say(N_("above it stands “{part}”: a part of the year?"), part=around.part)
    if around.estimated and not says_vintage:
        return say(N_("above it stands “{word}”: not a final result?"), word=around.estimated)
    if around.planned and not around.reached and not stated:
        return say(N_("above it stands a plan: planned, not reached?"))
    return None


def _part(short: str) -> str:
    if found := _PART_OF_YEAR.search(short):
        return found[0]
    named = [phrase for key in words()["titles"]["part"] for phrase in phrases("titles", "part", key) if " " in phrase]
    return next((found[0] for phrase in named if (found := re.search(rf"\b{re.escape(phrase)}\b", short))), "")


@lru_cache(maxsize=64)
def _pattern(*path: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(phrases(*path))}(?!\w)")


def _says(short: str, what: str) -> bool:
    return bool(_pattern("titles", what).search(short))


def _vintage(short: str) -> str:
    for vintage in ("estimate", "preliminary"):
        if found := _pattern("titles", "vintage", vintage).search(short):
            return found[0]
    return ""


def _area(text: str, plan: Plan, own: str) -> str:
    """The part of the area a line names: a kind of area and its name, or a known area. What the plan itself is about is none."""
    told = next((told for told in areas_named(text) if plain(told) not in own), "")
    if told:
        return told
    known = [str(values.get("name", "")) for values in plan.tables.get("areas", {}).values() if values.get("parent")]
    return next((name for name in known if name and re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", plain(text))), "")
