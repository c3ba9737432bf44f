"""The targets a document states in figures: what is to be reached, how much of it, by when, each with its passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import attrs

from tui.exchange.document.assignments import begins_a_duty
from tui.exchange.document.citations import numbers_in
from tui.exchange.document.outline import Part
from tui.model.text import Sentence, nfc, sound
from tui.vocabulary.amounts import Amount, read_amount
from tui.vocabulary.lexicon import alternatives, letterwise, one_of, phrases, plain, spoken, words
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure

_NUMBER: Final = r"[0-9]+(?:[.,][0-9]+)*"
_YEAR = re.compile(r"\b(?:19|20|21)[0-9]{2}\b")
_COMPARED = re.compile(r"so với\s+(?:cùng kỳ\s+)?(?:năm\s+)?(?:19|20|21)[0-9]{2}")
_CLAUSES = re.compile(r";|(?<=[^\d\s.])\.(?=\s|$)|,\s*(?=trong đó\b)|(?<=%)\s*,\s*(?=\S)")
_MOST_NAME: Final = 160


@attrs.frozen
class TargetFound:
    """A target: its place (part, paragraph, words), name and unit as worded, the figure, the year; ``doubts`` are the fields to look at.

    ``amount`` is None where a table states it in words: they are the ``passage``. ``table``: the one whose row ``paragraph`` is.
    """

    part: str
    paragraph: int
    name: str
    amount: Amount | None
    unit: str = ""
    year: int | None = None
    agency: str = ""
    passage: str = ""
    doubts: tuple[str, ...] = ()
    table: str = ""
    unsure: tuple[Sentence, ...] = ()
    """Why its paragraphs have to be looked at."""


def targets_in(parts: Sequence[Part]) -> list[TargetFound]:
    """The figures of the parts about targets."""
    found: list[TargetFound] = []
    for part in parts:
        if part.about != "targets":
            continue
        year = _only_year(part.title)
        for item in part.walk():
            if item.marker:
                found += (attrs.evolve(one, unsure=item.doubts) for one in _of_item(part.number, item.number, item.text, year))
    return found


def _of_item(part: str, paragraph: int, text: str, year: int | None) -> Iterator[TargetFound]:
    """One target for each figure of an item; what stands before a colon belongs to each behind it."""
    text = nfc(text)
    if numbers_in(text):
        return
    year = _only_year(text) or year
    about = ""
    for clause in _clauses(text):
        head, colon, rest = clause.partition(":")
        if colon and not list(_figures(head)):
            about, clause = head.strip(), rest
        figures = list(_figures(clause))
        for place, figure in enumerate(figures):
            target = _target(clause, figure, about, exact=len(figures) == 1)
            if target is None:
                continue
            name, amount, unit, doubts = target
            if not name:
                continue
            doubts = doubts if place == 0 or "name" in doubts else (*doubts, "name")
            own_year = _only_year(clause) or year
            yield TargetFound(part, paragraph, name[:_MOST_NAME], amount, unit, own_year, "", clause.strip(), doubts)


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for cut in [*_CLAUSES.finditer(text), None]:
        end = len(text) if cut is None else cut.start()
        if text[start:end].strip():
            yield text[start:end]
        start = end if cut is None else cut.end()


def _only_year(text: str) -> int | None:
    years = {int(year) for year in _YEAR.findall(_COMPARED.sub("", text))}
    return max(years) if years and len(years) <= 2 else None


# -- one figure -------------------------------------------------------------------------------------------------------


def _figures(clause: str) -> Iterator[re.Match[str]]:
    """Numbers and ranges that may be what is to be reached: no years, days, ordinals or parts of documents."""
    folded = letterwise(clause)
    for found in _figure().finditer(folded):
        if _no_figure(clause, folded, found):
            continue
        yield found


def _no_figure(clause: str, folded: str, found: re.Match[str]) -> bool:
    before, after = sound(clause[: found.start("low")].rstrip()), folded[found.end() :].lstrip()
    if re.search(rf"\b{spoken('document', 'target', 'no_figure')}$", before) is not None:
        return True
    written = found["low"]
    is_year = re.fullmatch(r"(?:19|20|21)[0-9]{2}", written) is not None
    if (
        is_year
        and (found["high"] is None or re.fullmatch(r"(?:19|20|21)[0-9]{2}", found["high"]) is not None)
        and not after.startswith("%")
    ):
        return True
    if after.startswith("%"):
        return False
    if re.match(r"[a-z]*[0-9/]", after) is not None:
        return True
    return re.match(rf"{spoken('document', 'target', 'no_figure_after')}\b", sound(clause[found.end() :].lstrip())) is not None


def _target(clause: str, figure: re.Match[str], about: str, *, exact: bool) -> tuple[str, Amount, str, tuple[str, ...]] | None:
    """(name, figure, unit, doubts) of a clause with a figure in it."""
    folded = letterwise(clause)
    before, after = clause[: figure.start()], clause[figure.end() :]
    unit = _unit(after)
    op_after = _op_after().search(folded, figure.end())
    sign = op_after[0].strip() if op_after is not None and op_after.start() - figure.end() < 60 else ""
    outcome = read_amount(f"{figure[0]} {'%' if unit.startswith('%') else ''} {sign}".strip(), decimal=",")
    if isinstance(outcome, NotUnderstood):
        return None
    amount = outcome.value if isinstance(outcome, Read) else outcome.candidates[0]
    doubts = ("amount",) if isinstance(outcome, Unsure) else ()
    before = _without_lead_in(before)
    behind = _behind(after, unit)
    if behind and not unit.startswith("%") and plain(unit).rpartition(" ")[2] not in phrases("amount", "units", "measures"):
        behind = after.strip()  # the unit is a part of what is counted: "08 đơn vị cấp huyện"
    if len(before.split()) > 3 or (len(before.split()) > 1 and not (behind and begins_a_duty(before))):
        name = before
    else:
        name = f"{before} {behind}"
        unit = unit or (behind.split()[0] if behind else "")
    name = " ".join(_without_sign(name).split()).strip(" ,.:;-")
    name = f"{about}: {name}" if about and name else name or about
    return name, amount, unit, doubts if exact else (*doubts, "name")


def _behind(after: str, unit: str) -> str:
    rest = after.lstrip()
    return rest[len(unit) :].strip() if unit and rest.startswith(unit) else rest.strip()


def _without_lead_in(text: str) -> str:
    """What a clause says before a figure, without the words that only lead over to it."""
    said = text.strip(" ,;:(")
    while True:
        folded = letterwise(said)
        found = _lead_in_end().search(folded)
        if found is not None and found.end() > found.start():
            said = said[: found.start()].strip(" ,;:(")
            continue
        begun = _lead_in_start().match(folded)
        if begun is not None and begun.end():
            said = said[begun.end() :].strip(" ,;:(")
            continue
        return said


def _without_sign(text: str) -> str:
    folded = letterwise(text)
    found = _op_after().search(folded)
    return text if found is None else (text[: found.start()] + text[found.end() :])


def _unit(after: str) -> str:
    """The unit that follows a figure, as it is written; "" where none is known."""
    rest = after.lstrip()
    found = _units().match(letterwise(rest))
    return rest[: found.end()].strip() if found is not None else ""


@lru_cache(maxsize=1)
def _figure() -> re.Pattern[str]:
    ops = "|".join(one_of("amount", "before", op) for op in words()["amount"]["before"])
    to = one_of("amount", "to")
    before = rf"(?:(?:\b|(?<=\s)|^)(?:tu |dat )?(?:{ops}) ?)?"
    high = rf"(?:\s?%?\s?(?:-|–| {to} )\s?(?:duoi )?(?P<high>{_NUMBER}))?"
    return re.compile(rf"{before}(?<![\w/.,-])(?P<low>{_NUMBER}){high}(?![\w/])")


@lru_cache(maxsize=1)
def _op_after() -> re.Pattern[str]:
    return re.compile(rf"\s*\b(?:{'|'.join(one_of('amount', 'after', op) for op in words()['amount']['after'])})\b")


@lru_cache(maxsize=1)
def _lead_in_end() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[\s,])){one_of('document', 'target', 'lead_ins')}(?: ?(?:19|20|21)[0-9]{{2}})?$")


@lru_cache(maxsize=1)
def _lead_in_start() -> re.Pattern[str]:
    return re.compile(r"(?:den |het |vao )*(?:nam )?(?:19|20|21)[0-9]{2}(?:,| |$)|(?:trong do|phan dau)(?:,| co)?\s")


@lru_cache(maxsize=1)
def _units() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(phrases('amount', 'units', 'words'))}(?![a-z])")
