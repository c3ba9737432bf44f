"""What stands for a value in the help of a command, by its name in the code: the word in the reader's language, and what is to be given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from tui.model.text import N_


@attrs.frozen
class NamedValue:
    """The (English) word for a value, in capitals, and what it is."""

    word: str
    about: str


_FILE: Final = N_("the path of a file")
_ID: Final = N_("an id, as lists and the file show it")

NAMED_VALUES: Final[Mapping[str, NamedValue]] = {
    "PLAN": NamedValue(N_("PLAN"), N_("a plan file (.toml)")),
    "FILE": NamedValue(N_("FILE"), _FILE),
    "DAY": NamedValue(N_("DAY"), N_("a day, as 31/12/2025 or 2025-12-31")),
    "YEAR": NamedValue(N_("YEAR"), N_("a year, as 2025")),
    "YEARS": NamedValue(N_("YEARS"), N_("first and last year, as 2026-2030")),
    "AGENCY": NamedValue(N_("AGENCY"), N_("an agency: its id, short name or name")),
    "INDICATOR": NamedValue(N_("INDICATOR"), N_("an indicator: its id or name")),
    "SOURCE": NamedValue(N_("SOURCE"), N_("a source: its id or name")),
    "ID": NamedValue(N_("ID"), _ID),
    "TABLE.ID": NamedValue(N_("TABLE.ID"), N_("a record as table.id, e.g. tasks.III-1-a-1")),
    "TEXT": NamedValue(N_("TEXT"), N_("a text, in quotation marks where it has spaces")),
    "TITLE": NamedValue(N_("TITLE"), N_("a text, in quotation marks where it has spaces")),
    "KIND": NamedValue(N_("KIND"), N_("one of the kinds named there")),
    "ROLE": NamedValue(N_("ROLE"), N_("an office somebody holds, as Chủ tịch")),
    "UNIT": NamedValue(N_("UNIT"), N_("a unit of the office, as TH")),
    "NAME": NamedValue(N_("NAME"), N_("one of the names listed there")),
    "COMMAND": NamedValue(N_("COMMAND"), N_("the name of a command, as status")),
    "HEADER": NamedValue(N_("HEADER"), N_("the name of a header of HTTP")),
    "URL": NamedValue(N_("URL"), N_("a whole address, as https://office.example/kehoach")),
    "ADDRESS": NamedValue(N_("ADDRESS"), N_("an address of this machine: 127.0.0.1, ::1 or localhost")),
    "NUMBER": NamedValue(N_("NUMBER"), N_("a whole number")),
    "BASE": NamedValue(N_("BASE"), _FILE),
    "MINE": NamedValue(N_("MINE"), _FILE),
    "THEIRS": NamedValue(N_("THEIRS"), _FILE),
}
"""By what the code calls it. ``A`` and ``B`` are said in the help of what takes them."""
