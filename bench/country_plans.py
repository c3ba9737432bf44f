"""Plans of a country, made of one plan and none like another: 34 areas, communes in them, three terms; for measuring roll-ups.

Of every plan the years are those of its term, the figures, targets, states and days its own, a few tasks are left out, and whatever is
written in words names the place. What the lines refer to stays, so each is as sound as the plan it is made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PLANS: Final = {"shipped": ROOT / "data" / "plan.toml", "sample": ROOT / "tests" / "support" / "sample_plan.toml"}
AREAS: Final = 34
TERMS: Final = (-5, 0, 5)
"""Years from the term of the plan they are made of."""
_LEFT_OUT: Final = 0.15
_STATUSES: Final = ("unreported", "in_progress", "done", "blocked")

_PLAN: Final = re.compile(r"^\[plan\]\n", re.MULTILINE)
_INDICATOR: Final = re.compile(r'^\[indicators\.("?)([^\]"]+)\1\]\n', re.MULTILINE)
_HEADER: Final = re.compile(r'^\[(\w+)(?:\.("?)([^\]"]+)\2)?\]$', re.MULTILINE)
_YEAR: Final = re.compile(r"\b(20[1-3]\d)(?=-\d\d-\d\d\b|, value|, target|\b *$)")
_LEAP: Final = re.compile(r"(20\d\d-02-)29\b")
_VALUE: Final = re.compile(r"\b(value|target) = (-?\d+(?:\.\d+)?)")
_WORDS: Final = re.compile(r'^((?:summary|text|note|name|title|short_title|objective) = ".{12,}?)"$', re.MULTILINE)
_NOTE: Final = re.compile(r'(note = "[^"\\]{4,}?)"(?= })')
_STATUS: Final = re.compile(r'^status = "(?:unreported|in_progress)"$', re.MULTILINE)
_DUE: Final = re.compile(r"^(due = \d{4}-\d\d-)\d\d$", re.MULTILINE)


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
    blocks = list(_blocks(text))
    named = {id for table, id, _ in blocks if table == "tasks" and text.count(f'"{id}"') > 0}
    for number in range(count):
        random = Random(number)
        area = f"{number * AREAS // count:02}"
        place = f"xã {number // len(TERMS):05}"
        made = "".join(
            _of_place(block, place, random) if table != "plan" else f"{_headed(block, number, area)}"
            for table, id, block in _blocks_of_term(blocks, TERMS[number % len(TERMS)])
            if not (table == "tasks" and id not in named and random.random() < _LEFT_OUT)
        )
        path = folder / area / f"{number // len(TERMS):05}" / f"{number % len(TERMS)}" / "plan.toml"
        path.parent.mkdir(parents=True)
        path.write_text(made, encoding="utf-8")


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Table, id and text of each record, what stands before the first under no name."""
    heads = list(_HEADER.finditer(text))
    yield "", "", text[: heads[0].start()]
    for head, after in zip(heads, [*(each.start() for each in heads[1:]), len(text)], strict=True):
        coded = f'{head[0]}\ncode = "{head[3]}"' if head[1] == "indicators" else head[0]
        yield head[1], head[3] or "", coded + text[head.end() : after]


_of_term: dict[int, list[tuple[str, str, str]]] = {}


def _blocks_of_term(blocks: list[tuple[str, str, str]], years: int) -> list[tuple[str, str, str]]:
    if years not in _of_term:
        _of_term[years] = [(table, id, _moved(block, years) if years else block) for table, id, block in blocks]
    return _of_term[years]


def _moved(block: str, years: int) -> str:
    return _YEAR.sub(lambda found: str(int(found[1]) + years), _LEAP.sub(r"\g<1>28", block))


def _headed(block: str, number: int, area: str) -> str:
    return block.replace("[plan]\n", f'[plan]\ncode = "P{number}"\nlevel = "commune"\narea = "{area}"\n', 1)


def _of_place(block: str, place: str, random: Random) -> str:
    block = _VALUE.sub(lambda found: f"{found[1]} = {float(found[2]) * random.uniform(0.8, 1.0):.2f}", block)
    block = _WORDS.sub(rf'\1, {place}"', block)
    block = _NOTE.sub(rf'\1, {place}"', block)
    block = _STATUS.sub(lambda _: f'status = "{random.choice(_STATUSES)}"', block)
    return _DUE.sub(lambda found: f"{found[1]}{random.randint(1, 28):02}", block)
