"""Plans of a country, made of one plan and none like another: 34 areas, communes in them, three terms; for measuring roll-ups.

Of every plan the years are those of its term, the figures, targets, states and days its own, a few tasks are left out, and whatever is
written in words names the place. What the lines refer to stays, so each is as sound as the plan it is made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

ROOT: Final = Path(__file__).parent.parent
PLANS: Final = {"shipped": ROOT / "data" / "plan.toml", "sample": ROOT / "tests" / "support" / "sample_plan.toml"}
AREAS: Final = 34
TERMS: Final = (-5, 0, 5)
"""Years from the term of the plan they are made of."""
_LEFT_OUT: Final = 0.15
_STATUSES: Final = ("unreported", "in_progress", "done", "blocked")

_PLAN: Final = re.compile(r"^\[plan\]\n", re.MULTILINE)
_INDICATOR: Final = re.compile(r'^\[indicators\.("?)([^\]"]+)\1\]\n', re.MULTILINE)
_TASK: Final = re.compile(r'^\[tasks\.("?)([^\]"]+)\1\]\n.*?(?=^\[|\Z)', re.MULTILINE | re.DOTALL)
_YEAR: Final = re.compile(r"\b(20[1-3]\d)(?=-\d\d-\d\d\b|, value|, target|\b *$)", re.MULTILINE)
_LEAP: Final = re.compile(r"(20\d\d-02-)29\b")
_OWN: Final = re.compile(
    r"(?P<number>(?:(?<=\bvalue = )|(?<=\btarget = ))-?\d+(?:\.\d+)?\b)"
    r'|(?P<status>(?<=^status = ")(?:unreported|in_progress)(?="$))'
    r"|(?P<day>(?<=^due = \d{4}-\d\d-)\d\d$)",
    re.MULTILINE,
)
_LONG: Final = re.compile(r'^(?:summary|text|note|name|title|objective) = ".{12,}"$|note = "[^"\\]{4,}"(?= \})', re.MULTILINE)

Pieces: TypeAlias = list[tuple[str, str, str]]
"""A text cut where each plan says something of its own: what stands before, what is said there, and what kind of thing it is."""


def make_plans(folder: Path, count: int, text: str) -> None:
    """So many copies of a plan, each with a code and an area of its own and codes of its indicators, a folder an area."""
    coded = _INDICATOR.sub(lambda found: f'{found[0]}code = "{found[2]}"\n', text)
    for number in range(count):
        area = f"{number * AREAS // count:02}"
        own = _PLAN.sub(f'[plan]\ncode = "P{number}"\nlevel = "commune"\narea = "{area}"\n', coded, count=1)
        path = folder / area / f"{number:05}" / "plan.toml"
        path.parent.mkdir(parents=True)
        path.write_text(own, encoding="utf-8")


def country_plans(folder: Path, count: int, text: str) -> None:
    """Write so many plans below a folder: one for an area, a number and a term, each the same at every making."""
    coded = _INDICATOR.sub(lambda found: f'{found[0]}code = "{found[2]}"\n', text)
    of_terms = [list(_records(_moved(coded, years), text)) for years in TERMS]
    for number in range(count):
        random = Random(number)
        area, commune, term = number * AREAS // count, number // len(TERMS), number % len(TERMS)
        own = {"place": f", xã {commune:05}", "head": f'code = "P{number}"\nlevel = "commune"\narea = "{area:02}"\n'}
        told = [_told(pieces, own, random) for left_out, pieces in of_terms[term] if not (left_out and random.random() < _LEFT_OUT)]
        path = folder / f"{area:02}" / f"{commune:05}" / f"{term}" / "plan.toml"
        path.parent.mkdir(parents=True)
        path.write_text("".join(told), encoding="utf-8")


def _records(text: str, whole: str) -> Iterator[tuple[bool, Pieces]]:
    """The tasks nothing else names, each of which may be left out, and what stands between them; in pieces."""
    at = 0
    for task in _TASK.finditer(text):
        if f'"{task[2]}"' not in whole.replace(f'[tasks."{task[2]}"]', ""):
            yield False, list(_pieces(text[at : task.start()]))
            yield True, list(_pieces(task[0]))
            at = task.end()
    yield False, list(_pieces(text[at:]))


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    places = [(found.start(kind), found.end(kind), kind) for found in _OWN.finditer(text) for kind in (found.lastgroup or "",)]
    places += [(at, at, "place") for found in _LONG.finditer(text) for at in (found[0].rindex('"') + found.start(),)]
    places += [(found.end(), found.end(), "head") for found in _PLAN.finditer(text)]
    end = 0
    for begins, ends, kind in sorted(places):
        if begins < end:
            continue
        yield text[end:begins], text[begins:ends], kind
        end = ends
    yield text[end:], "", ""


def _moved(text: str, years: int) -> str:
    return _YEAR.sub(lambda found: str(int(found[1]) + years), _LEAP.sub(r"\g<1>28", text)) if years else text


def _told(pieces: Pieces, own: Mapping[str, str], random: Random) -> str:
    told = []
    for before, said, kind in pieces:
        told.append(before)
        if kind == "number":
            told.append(f"{float(said) * random.uniform(0.8, 1.0):.2f}")
        elif kind == "status":
            told.append(random.choice(_STATUSES))
        elif kind == "day":
            told.append(f"{random.randint(1, 28):02}")
        else:
            told.append(own.get(kind, ""))
    return "".join(told)
