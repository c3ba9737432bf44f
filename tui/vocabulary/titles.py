"""Titles of columns: which field of which table, or the figures of which year, part of the year and kind (plan, result, vintage)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

import attrs

from tui.model.fields.spec import FIRST_YEAR, LAST_YEAR
from tui.vocabulary.lexicon import Own, Phrases, forms, phrases, phrases_of, plain, words
from tui.vocabulary.outcome import NotUnderstood, Outcome, Read, Unsure


@attrs.frozen
class FieldTitle:
    """A column of one field, e.g. ``tasks.leads``; ``order``, ``id`` and ``note`` belong to no table."""

    field: str


@attrs.frozen
class FigureTitle:
    """A column of figures.

    ``what``: ``result``, ``plan`` (of a year), ``target`` (of the plan itself), ``mean`` (over years), ``derived`` (a comparison, never
    taken as a figure), ``same_period`` (an earlier year's part of unknown length). ``vintage`` is None where a result does not say whether
    it is official. ``first_month`` and ``last_month`` tell a part of the year; ``years`` first and last of several.
    """

    what: str
    year: int | None = None
    vintage: str | None = None
    first_month: int = 1
    last_month: int = 12
    years: tuple[int, int] | None = None

    @property
    def is_whole_year(self) -> bool:
        return self.years is None and (self.first_month, self.last_month) == (1, 12)

    def as_of(self, year: int) -> dt.date | None:
        """The last day a figure of a part of the year covers; None for the whole year."""
        if (self.first_month, self.last_month) == (1, 12):
            return None
        following = dt.date(year + self.last_month // 12, self.last_month % 12 + 1, 1)
        return following - dt.timedelta(days=1)


Title: TypeAlias = FieldTitle | FigureTitle


_MONTHS: Final = {
    "half_year": (1, 6),
    "nine_months": (1, 9),
    "three_months": (1, 3),
    "second_half": (7, 12),
    "ten_months": (1, 10),
    "eleven_months": (1, 11),
}
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_FIGURE: Final = "figure"
"""In place of a field: figures of whatever year."""
_YEARS = re.compile(r"((?:19|20|21)[0-9]{2})-((?:19|20|21)[0-9]{2})")
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_MONTH_END = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]((?:19|20|21)[0-9]{2})(?![0-9])")
_QUARTER = re.compile(r"(?:qui|q)\.? ?(iv|i{1,3}|[1-4])(?![0-9a-z])")
_MONTH = re.compile(r"(?:thang|t)\.? ?(1[0-2]|0?[1-9])(?![0-9])")
_SIGNS: Final = " .,;:/()[]*-|\\"
_BETWEEN: Final = f"{_SIGNS}–—+&"
"""Signs that part the words of a title that is put together."""


def read_title(texts: str | Sequence[str], *, table: str | None = None, own: Own = ()) -> Outcome[Title]:
    """What a column holds, from its title or from the titles over it, the topmost first (``Năm 2024`` over ``KH``).

    ``table`` is what the sheet is of (``tasks``, ``indicators``), where that is known: its fields go before those of other tables.
    """
    written = [texts] if isinstance(texts, str) else list(texts)
    parts = list(dict.fromkeys(" ".join(part.split()) for part in written if part.strip()))
    if not parts:
        return NotUnderstood("")
    whole = " ".join(parts)
    fields = _fields(parts, own)
    if table is not None and len(fields) > 1:
        fields = [field for field in fields if _table_of(field) in (table, "")] or fields
    figure = _figure(plain(" ".join(_without_period(parts))))
    if fields:
        titles: list[Title] = [FieldTitle(field) for field in fields if field != _FIGURE]
        if _FIGURE in fields:
            titles.append(figure.value if isinstance(figure, Read) else FigureTitle("result"))
        return Read(titles[0]) if len(titles) == 1 else Unsure(tuple(titles))
    return figure if not isinstance(figure, NotUnderstood) else NotUnderstood(whole)


def said(title: FigureTitle) -> str:
    """A title of figures as an annex prints it; reading it gives the same, but for a derived column."""
    months = (title.first_month, title.last_month)
    part = {(1, 12): "", (1, 6): "6 tháng đầu năm ", (7, 12): "6 tháng cuối năm "}.get(months)
    if part is None and months[0] == months[1]:
        part = f"tháng {months[0]} "
    elif part is None:
        part = f"{months[1]} tháng đầu năm " if months[0] == 1 else f"quý {('I', 'II', 'III', 'IV')[months[1] // 3 - 1]} "
    kind = {"plan": "KH", "target": "Mục tiêu", "mean": "Bình quân", "same_period": "Cùng kỳ", "derived": "So sánh"}.get(title.what, "TH")
    vintage = {None: "", "plan": "", "estimate": "Ước ", "preliminary": "Sơ bộ ", "official": "Chính thức "}[title.vintage]
    when = str(title.year or "") if title.years is None else f"{title.years[0]}-{title.years[1]}"
    return f"{vintage}{kind} {part}{when}".strip()


# -- fields -----------------------------------------------------------------------------------------------------------


def _fields(parts: Sequence[str], own: Own) -> list[str]:
    """The fields a title names: the lowest title alone, or all of them together, or a title over it that is repeated in words."""
    for text in (parts[-1], " ".join(parts)):
        mine = [means for said, means in own if plain(said) in forms(text) and "." in means]
        found = mine or next((list(meant) for form in forms(text) for meant in _meant(form) if meant), [])
        if found:
            return list(dict.fromkeys(found))
    combined = next((field for text in (parts[-1], " ".join(parts)) if (field := _combined(plain(text)))), "")
    return [combined] if combined else []


def _combined(short: str) -> str:
    """The field of a title that is put together of words for who leads, takes part or reports, whatever signs part them; "" for none."""
    said: set[str] = set()
    while short := short.strip(_BETWEEN):
        kind, length = next(
            ((kind, len(phrase)) for phrase, kind in _roles() if short.startswith(phrase) and not short[len(phrase) :][:1].isalnum()),
            ("", 0),
        )
        if not kind:
            return ""
        said.add(kind)
        short = short[length:]
    if {"report", "body"} <= said and "partner" not in said:
        return "indicators.agency"
    return "tasks.leads" if {"lead", "partner"} <= said and "report" not in said else ""


@lru_cache(maxsize=1)
def _roles() -> tuple[tuple[str, str], ...]:
    """(phrase, what it says of a body), the longest first."""
    known = [(phrase, kind) for kind in words()["titles"]["combined"] for phrase in phrases("titles", "combined", kind)]
    return tuple(sorted(known, key=lambda entry: -len(entry[0])))


def _meant(form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a title written just so means: where it can be two things, and where it is one. ``Tiến độ (%)`` goes before ``Tiến độ``."""
    return _either().meanings.get(form, ()), _columns().meanings.get(form, ())


def _table_of(field: str) -> str:
    return "indicators" if field == _FIGURE else field.partition(".")[0] if "." in field else ""


@lru_cache(maxsize=1)
def _columns() -> Phrases:
    return phrases_of((said, field) for field, written in words()["titles"]["columns"].items() for said in written)


@lru_cache(maxsize=1)
def _either() -> Phrases:
    return phrases_of((said, field) for said, fields in words()["titles"]["either"].items() for field in fields)


# -- figures ----------------------------------------------------------------------------------------------------------


def _without_period(parts: Sequence[str]) -> Sequence[str]:
    """The titles without one that says no more than the years of which a title below names one: ``2021-2025`` over ``Năm 2024``."""
    for at, part in enumerate(parts[:-1]):
        short = plain(part)
        found = _YEARS.search(short.replace(" - ", "-"))
        below = {int(year) for year in _YEAR.findall(" ".join(parts[at + 1 :]))}
        if found is None or len(below) != 1 or not int(found[1]) <= min(below) <= int(found[2]):
            continue
        if plain(_YEARS.sub("", short.replace(" - ", "-"))).strip(_SIGNS) in ("", *phrases("titles", "noise")):
            return [*parts[:at], *parts[at + 1 :]]
    return parts


def _figure(short: str) -> Outcome[FigureTitle]:
    """A title of figures, word by word: what of it is not understood makes it unsure (``TH 2024 thành phố Phổ Yên``)."""
    said: dict[str, list[Any]] = {}
    rest: list[str] = []
    signs = {"sign": ["%"]} if "%" in short or "/" in short else {}
    while short := short.strip(_SIGNS):
        kind, value, length = _next(short)
        if kind == "rest":
            rest.append(short[:length])
        elif kind == "day":
            said.setdefault("part", []).append((1, value[0]))
            said.setdefault("year", []).append(value[1])
        elif kind != "noise":
            said.setdefault(kind, []).append(value)
        short = short[length:]
    if not said.keys() & {"year", "years", "result", "plan", "target", "vintage", "part", "derived", "mean", "same_period", "unsure"}:
        return NotUnderstood(short)
    titles = tuple(_titles({**said, **signs}))
    if not titles or (rest and not said.keys() & {"year", "years", "vintage", "part", "plan", "result", "derived"}):
        return NotUnderstood(short)
    return Read(titles[0]) if len(titles) == 1 and not rest else Unsure(titles, rest=" ".join(rest))


def _titles(said: dict[str, list[Any]]) -> Iterator[FigureTitle]:
    """What the words of a title may say together; more than one where they leave it open, none where they contradict each other."""
    if any(len(set(values)) > 1 for kind, values in said.items() if kind in ("part", "vintage")):
        return
    years, spans = list(dict.fromkeys(said.get("year", ()))), list(dict.fromkeys(said.get("years", ())))
    compared = "plan" in said and bool(said.keys() & {"result", "vintage"}) and "%" in said.get("sign", ())
    if "derived" in said or compared:
        yield FigureTitle("derived", year=years[0] if len(years) == 1 else None)
        return
    if len(years) > 1 or len(spans) > 1:
        return
    part = said["part"][0] if "part" in said else (1, 12)
    base = FigureTitle("", years[0] if years else None, None, part[0], part[1], spans[0] if spans else None)
    vintage = said["vintage"][0] if "vintage" in said else None
    for what in _whats(said, bool(spans)):
        if what == "estimate":
            yield attrs.evolve(base, what="result", vintage="estimate")
        elif what != "plan" or vintage is None:
            yield attrs.evolve(base, what=what, vintage="plan" if what == "plan" else vintage)


def _whats(said: dict[str, list[Any]], several_years: bool) -> list[str]:
    if "same_period" in said:
        return ["same_period"]
    if "mean" in said:
        return ["mean"]
    if "result" in said and "plan" in said:
        return []
    if "unsure" in said:
        return ["estimate", "plan"]
    if "target" in said:
        return ["target"] if "result" not in said and "vintage" not in said else []
    if "plan" in said:
        return ["target"] if several_years else ["plan"]
    if "result" in said or "vintage" in said:
        return ["mean"] if several_years else ["result"]
    return ["target", "mean"] if several_years else ["result", "plan"]


def _next(short: str) -> tuple[str, Any, int]:
    """The word or words a title begins with: (what they are, their value, how many letters); the longest that is known."""
    if (found := _MONTH_END.match(short)) is not None and (last := _last_of_month(*map(int, found.groups()))) is not None:
        return "day", last, found.end()
    if (found := _YEARS.match(short)) is not None and int(found[1]) < int(found[2]):
        return "years", (int(found[1]), int(found[2])), found.end()
    if (found := _YEAR.match(short)) is not None and not short[found.end() : found.end() + 1].isdigit():
        year = int(found[0])
        return ("year" if FIRST_YEAR <= year <= LAST_YEAR else "rest"), year, found.end()
    for phrase, kind, value in _lexicon():
        if short.startswith(phrase) and not short[len(phrase) : len(phrase) + 1].isalpha():
            return kind, value, len(phrase)
    if (found := _QUARTER.match(short)) is not None:
        month = 3 * (_ROMAN.get(found[1]) or int(found[1]))
        return "part", (month - 2, month), found.end()
    if (found := _MONTH.match(short)) is not None:
        return "part", (int(found[1]), int(found[1])), found.end()
    unknown = re.match(r"[^\s.,;:/()\[\]*|\\-]+", short)
    return "rest", None, unknown.end() if unknown else 1


def _last_of_month(day: int, month: int, year: int) -> tuple[int, int] | None:
    """(month, year) of a day that ends a month; None for any other."""
    if 1 <= month <= 12 and calendar.monthrange(year, month)[1] == day:
        return month, year
    return None


@lru_cache(maxsize=1)
def _lexicon() -> tuple[tuple[str, str, Any], ...]:
    """(phrase, what it is, value), the longest first."""
    known: list[tuple[str, str, Any]] = []
    for kind in ("noise", "result", "plan", "target", "derived", "mean", "same_period"):
        known += [(phrase, kind, True) for phrase in phrases("titles", kind)]
    known += [(phrase, "unsure", True) for phrase in phrases("titles", "unsure_plan_or_estimate")]
    known += [(phrase, "vintage", vintage) for vintage in words()["titles"]["vintage"] for phrase in phrases("titles", "vintage", vintage)]
    known += [(phrase, "part", _MONTHS[part]) for part in words()["titles"]["part"] for phrase in phrases("titles", "part", part)]
    return tuple(sorted(known, key=lambda entry: (-len(entry[0]), entry[1] == "noise")))
