"""A plan whose every text does what it can to a terminal, a spreadsheet and a markup reader."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli_w

from tui.model.fields import TABLES, FieldSpec, Kind

MARKUP = "[red]x[/red]"
PIECES = (
    f"={MARKUP}\x1b[7m\u202eđỏ[/]\x9b2J",
    "[@click=app.exit]thoát[/]\x1b]52;c;QQ==\x07\u2066",
    "+1\u200b\u00ad" + "a" + "\u0301" * 40 + "👩‍👩‍👧🇻🇳👍🏽❤️ש\u2028",
    '\t=HYPERLINK("http://x","y")\r\n\x00\ufeff-1',
    '"=1+1"\x1b]8;;http://x\x1b\\nối\x1b]8;;\x1b\\[/red]',
    "-2+3+cmd|' /C calc'!A0 [bold",
    "@SUM(A1)\x90q\x9c\u0301đầu \u200f\u061c" + "rất dài " * 60,
)
"""What the texts of the plan begin with: markup, escape and control sequences, hidden and turned writing, formulas."""
PAYLOADS = ("\x1b]52", "\x1b]8", "\x1b[7m\u202e", "\x9b", "\x90", "\x07", "\x00", "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff")
"""None of these may be sent to a terminal."""
HOSTILE_ID = "[red]\x1b[7m\u202e=1"
FILE_NAME = "[red]x[@click=app.exit]\x1b]0;p\x07\u202egnp \u0301=1.toml"


def hostile(sample: str) -> str:
    """The sample plan with a hostile text in every field that holds one, in ids, in keys nobody knows and in a record set aside."""
    pieces = itertools.cycle(PIECES)
    doc: dict[str, Any] = tomllib.loads(sample)
    for name, spec in TABLES.items():
        records = doc.get(name, {})
        for number, record in enumerate([records] if spec.single else records.values()):
            _spoil(record, spec.fields, pieces, number, keep=("unit",) if number % 2 else ())
            record[f"{MARKUP}\x1b]0;khóa\x07"] = next(pieces)
    first = next(iter(doc["agencies"].values()))
    doc["agencies"][HOSTILE_ID] = {**first, "short": PIECES[1]}
    for task in doc["tasks"].values():
        task["leads"] = [HOSTILE_ID, *task.get("leads", [])]
    doc["tasks"][HOSTILE_ID] = {**next(iter(doc["tasks"].values())), "order": 99}
    doc["tasks"]["hỏng" + HOSTILE_ID] = {"summary": 1, "section": PIECES[0], PIECES[1]: PIECES[2]}
    doc[PIECES[0]] = {"x": PIECES[1]}
    return tomli_w.dumps(doc)


def _spoil(record: dict[str, Any], fields: tuple[FieldSpec, ...], pieces: Iterator[str], number: int, keep: tuple[str, ...]) -> None:
    for field in fields:
        if field.kind in (Kind.TEXT, Kind.PROSE) and field.key not in keep and (field.key in record or number == 0):
            record[field.key] = next(pieces)
        elif field.kind is Kind.TEXTS:
            record[field.key] = [next(pieces), next(pieces)]
        elif field.kind is Kind.ENTRIES:
            for place, entry in enumerate(record.get(field.key, [])):
                _spoil(entry, field.entries, pieces, place + 1, keep)


def write_hostile(folder: Path, sample: str) -> Path:
    """The hostile plan in a file of a hostile name."""
    path = folder / FILE_NAME
    path.write_text(hostile(sample), encoding="utf-8")
    return path
