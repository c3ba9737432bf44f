"""A file that is being taken in, read again after a choice: beside the screen where it is long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tui.exchange.import_result import CannotImport, ImportResult
from tui.exchange.reading.choices import Choices
from tui.exchange.taking import Taking
from tui.model.text import N_, Sentence
from tui.screens.dialogs.frame import Dialog


def read_again(box: Dialog[Any], taking: Taking, choices: Choices, done: Callable[[], None], complain: Callable[[str], None]) -> None:
    """Read a file anew as was said, beside the screen where it is long; what it says against that is told, and nothing is kept."""
    plan = box.session.plan

    def read() -> ImportResult | Sentence:
        try:
            return taking.read(plan, choices)
        except CannotImport as fault:
            return fault.sentence

    def answered(found: ImportResult | Sentence) -> None:
        if isinstance(found, Sentence):
            complain(box.words.sentence(found))
            return
        taking.take(found, choices)
        done()

    box.ui.run_long(box.words(N_("Reading the file again")), lambda work: read(), answered, at_once=taking.is_small)
