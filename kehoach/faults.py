"""What can go wrong: each says why in a sentence, in the language the plan was opened in."""

from __future__ import annotations

from collections.abc import Sequence


class KehoachError(Exception):
    """Any of them."""


class NotOpened(KehoachError):
    """There is no plan to read there."""


class Refused(KehoachError, ValueError):
    """A change that may not be made; nothing of it is. ``reasons`` has a line for each thing that speaks against it."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__("; ".join(self.reasons))


class NotSaved(KehoachError):
    """The file could not be written; all changes are still here."""


class Conflict(NotSaved):
    """Others have saved something else of the same fields: a person has to decide, in the workbench. ``fields`` names each."""

    def __init__(self, told: str, fields: Sequence[str]) -> None:
        self.fields = list(fields)
        super().__init__(told)
