"""What can be done on the screens by a body that may only report: the actions that change fields, and none that make or move records."""

from __future__ import annotations

from typing import Final

from tui.model.text import N_, Sentence, say

_REPORTING: Final = frozenset(
    ("edit_cell", "edit_record", "undo", "redo", "paste", "hand_in", "log_entry", "import_file", "bring_back", "save", "save_with_reason")
)
"""The actions that write and that somebody may perform who proposes; each edit is asked about by the rule as well."""
_NOT_REPORTED: Final = say(N_("this is not for a body to report: it changes fields of what is its own ([settings.report])"))


def why_not_proposed(action: str) -> Sentence | None:
    """Why an action that writes is no part of what a body reports; None when it may be."""
    return None if action in _REPORTING else _NOT_REPORTED
