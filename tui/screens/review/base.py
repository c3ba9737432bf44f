"""What the screens of a meeting share: which meeting, its edits as undo steps, the lines at top and bottom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from tui.actions import BY_ID, Action, Scope
from tui.model.edits import Edit
from tui.model.plan import Values
from tui.model.review import ReviewRefused, looks_from
from tui.model.text import N_, Sentence, say
from tui.screens.framed import FramedScreen
from tui.screens.places import REVIEW
from tui.screens.refusals import reasons_in_a_line
from tui.session.outcomes import Done, Refused
from tui.widgets.status_line import Hint

TIME: Final = N_("time spent on “{name}”")
"""The step that keeps how long an item took: undo looks past it, for nobody asked for it."""


class ReviewScreen(FramedScreen):
    """A screen over one meeting; ``review`` None is the one that is not opened yet."""

    table_name = REVIEW
    starting_place = True

    def __init__(self, review: str | None) -> None:
        super().__init__()
        self.review = review

    # -- the meeting ----------------------------------------------------------------------------------------------

    @property
    def meeting(self) -> Values:
        """The meeting's record; empty while there is none."""
        return self.session.plan.get("reviews", self.review or "") or {}

    @property
    def day(self) -> dt.date:
        """The day the meeting looks from."""
        return looks_from(self.meeting) if self.meeting else self.session.as_of

    @property
    def closed(self) -> bool:
        return "closed_on" in self.meeting

    @property
    def subjects(self) -> list[str]:
        """What is on the list, in its order."""
        return [item["subject"] for item in self.meeting.get("items", ())]

    def item(self, subject: str | None) -> Values:
        """What the meeting has of a subject; empty where it is not on the list."""
        found: Values = next((item for item in self.meeting.get("items", ()) if item["subject"] == subject), {})
        return found

    def closed_to(self, action: Action) -> Sentence | None:
        """Nothing of a closed meeting is changed; the rest of the plan may be."""
        return self._when_closed() if action.writes and action.scope is not Scope.APP else None

    def _when_closed(self) -> Sentence | None:
        return say(N_("the meeting was closed on {day}"), day=self.meeting["closed_on"]) if self.closed else None

    def untold(self) -> Sentence | None:
        """Why the reasons behind a verdict are not told of this meeting: they are those of another day."""
        if not self.closed and self.day != self.session.as_of:
            return say(N_("reasons are told for the day looked from; t sets it to {day}"), day=self.day)
        return self._when_closed()

    def go_to(self, subject: str | None) -> None:
        """Put the cursor on an item, where there is one."""

    # -- its edits ------------------------------------------------------------------------------------------------

    def change(self, make: Callable[[], list[Edit]], label: Sentence) -> bool:
        """Make edits as one undo step; what is refused is said."""
        try:
            edits = make()
        except ReviewRefused as refused:
            self.tell(self.words.sentence(refused.sentence), bad=True)
            return False
        if not edits:
            self.tell(self.words(N_("nothing changed")))
            return False
        outcome = self.session.commit(edits, label)
        if isinstance(outcome, Refused):
            self.tell(reasons_in_a_line(outcome, self.words), bad=True)
            return False
        self.tell(self.words.sentence(label))
        return True

    def do_undo(self) -> None:
        """Take back the last step, and the times kept since."""
        steps = self.session.workspace.undo_steps
        self._skip_times(self.session.undo, lambda: bool(len(steps) > 1 and steps[-1].label.template == TIME))
        self.ui.perform("undo")

    def do_redo(self) -> None:
        self.ui.perform("redo")
        steps = self.session.workspace.redo_steps
        self._skip_times(self.session.redo, lambda: bool(steps and steps[-1].label.template == TIME))

    def _skip_times(self, step: Callable[[], Done | Refused], is_time: Callable[[], bool]) -> None:
        while is_time() and isinstance(step(), Done):
            pass

    # -- the line at the bottom -----------------------------------------------------------------------------------

    def hints(self) -> list[Hint]:
        return [*super().hints(), self.named_key("escape", N_("back")), *self.named_keys([BY_ID["help"]])]

    def hinted(self, action: Action) -> bool:
        return action.scope is not Scope.APP and super().hinted(action) and not (action.writes and self.closed)
