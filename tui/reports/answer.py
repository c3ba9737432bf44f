"""What a program reads of a command: one JSON object that says first which answer it is, and of which version.

A version grows when something of an answer goes or means something else; what only comes to it changes none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

VERSIONS: Final[Mapping[str, int]] = {
    "agenda": 1,
    "check": 1,
    "clone": 1,
    "diff": 1,
    "import": 1,
    "journal": 1,
    "journals": 1,
    "log": 1,
    "propose": 1,
    "read": 1,
    "rollup": 1,
    "sql": 1,
    "status": 1,
    "status-of-many": 1,
    "sum-of-many": 1,
    "sync": 1,
}
"""Every answer, by its name, and its version."""


def json_answer(name: str, content: Mapping[str, Any]) -> str:
    """The answer as text, with ``"format": "kehoach.NAME/VERSION"`` before all else and a line's end after it."""
    return json.dumps({"format": format_of(name), **content}, ensure_ascii=False, indent=2) + "\n"


def format_of(name: str) -> str:
    """``kehoach.status/1``."""
    return f"kehoach.{name}/{VERSIONS[name]}"
