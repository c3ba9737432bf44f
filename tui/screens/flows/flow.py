"""What every flow is: it asks the person something over more than one step, above whatever screen is shown."""

from __future__ import annotations

from tui.i18n.words import Words
from tui.screens.base import PlanScreen
from tui.screens.ui import Ui
from tui.session.session import Session


class Flow:
    """``do_<id>`` performs an action of :mod:`tui.actions`, ``why_not_<id>`` says why it cannot now. Holds no plan: the session does."""

    def __init__(self, ui: Ui) -> None:
        self.ui = ui

    @property
    def session(self) -> Session:
        return self.ui.session

    @property
    def below(self) -> PlanScreen:
        """The screen over the plan that the flow stands above, for what is more than telling it something."""
        screen = self.ui.plan_screen
        assert isinstance(screen, PlanScreen), "no other kind is over the plan"
        return screen

    @property
    def words(self) -> Words:
        return self.ui.session.words
