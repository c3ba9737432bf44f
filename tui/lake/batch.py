"""What one process of a roll-up does at a time, and what comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import attrs

from tui.lake.manifest import Part, Seen
from tui.model.text import Sentence


@attrs.frozen
class Kept:
    """A part of the version before of which some plans stay: its rows are written again without the others."""

    id: str
    part: Part
    without: frozenset[str]


@attrs.frozen
class Batch:
    """What is to be made: plans to read, and parts to take the rows of other plans from.

    ``before`` is the folder of the version these parts are in, ``into`` that of the new one.
    """

    paths: tuple[str, ...]
    closed: tuple[tuple[str, Sentence], ...]
    """Folders that could not be looked into, with why: rows of ``problems``."""
    kept: tuple[Kept, ...]
    stay: Mapping[str, tuple[str, Seen]]
    """The plans of ``kept`` whose rows stay: path → part and what was seen of it."""
    day: dt.date
    before: Path | None
    into: Path


@attrs.frozen
class Made:
    """What a batch came to."""

    parts: Mapping[str, Part]
    plans: Mapping[str, Seen]


class Spoilt(Exception):
    """A file of the version before that is gone or is no Parquet file: the lake is made anew of the plans."""
