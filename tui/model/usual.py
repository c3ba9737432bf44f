"""What a plan usually begins with, to be chosen from: kinds of documents and names of bodies, from ``usual.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from tui.model.plan import Plan
from tui.model.text import bare_sound


@cache
def _lists() -> Mapping[str, Any]:
    return tomli.loads(Path(__file__).with_name("usual.toml").read_text(encoding="utf-8"))


def usual_kinds(language: str) -> tuple[str, ...]:
    """Kinds of documents as a language calls them, the most usual first."""
    kinds: Mapping[str, list[str]] = _lists()["kinds"]
    return tuple(kinds.get(language, ()))


def usual_bodies(plan: Plan) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(the list it stands in, the fields of its record) of every usual body the plan has not got by its name."""
    there = {bare_sound(values["name"]) for values in plan.tables["agencies"].values()}
    for listed in _lists()["bodies"]:
        yield from ((listed["name"], body) for body in listed["list"] if bare_sound(body["name"]) not in there)
