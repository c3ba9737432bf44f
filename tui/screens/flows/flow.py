"""What every flow is: it asks the person something over more than one step, above whatever screen is shown."""

from __future__ import annotations

from tui.actions import Action
from tui.i18n.words import Words
from tui.model.text import Sentence
from tui.screens.ui import Ui
from tui.session.session import Session


class Flow:
    """``do_<id>`` performs an action of :mod:`tui.actions`. Holds no plan: the session does."""

    def __init__(self, ui: Ui) -> None:
        self.ui = ui

    @property
    def session(self) -> Session:
        return self.ui.session

    @property
    def words(self) -> Words:
        return self.ui.session.words

    def why_not(self, action: Action) -> Sentence | None:
        """Its reason against an action now; None when it has none."""
        return None
