"""What the screens of a meeting share: which meeting, its edits as undo steps, the lines at top and bottom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import ClassVar, Final

from textual import events
from textual.widget import Widget

from tui.actions import BY_ID, Action, Scope, key_name
from tui.model.edits import Edit
from tui.model.plan import Values
from tui.model.review import ReviewRefused, looks_from
from tui.model.text import N_, Sentence, say
from tui.model.workspace import EditRefused
from tui.screens.base import PlanScreen
from tui.screens.places import REVIEW
from tui.widgets.line import Line
from tui.widgets.status_line import StatusLine

SMALLEST: Final = (60, 16)
TIME: Final = N_("time spent on “{name}”")
"""The step that keeps how long an item took: undo looks past it, for nobody asked for it."""


class ReviewScreen(PlanScreen):
    """A screen over one meeting; ``review`` None is the one that is not opened yet."""

    table_name = REVIEW
    starting_place = True
    parts: ClassVar[tuple[str, ...]]
    """The ids of what stands on the screen while there is room for it."""

    def __init__(self, review: str | None) -> None:
        super().__init__()
        self.review = review
        self._message = ("", False)

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

    def not_now(self, action: Action) -> Sentence | None:
        """Why nothing can be changed in this meeting."""
        if action.id == "why_item" and not self.closed and self.day != self.session.as_of:
            return say(N_("reasons are told for the day looked from; t sets it to {day}"), day=self.day)
        if not action.writes and action.id != "why_item":
            return None
        if self.closed:
            return say(N_("the meeting was closed on {day}"), day=self.meeting["closed_on"])
        return None

    def go_to(self, subject: str | None) -> None:
        """Put the cursor on an item, where there is one."""

    # -- its edits ------------------------------------------------------------------------------------------------

    def change(self, make: Callable[[], list[Edit]], label: Sentence) -> bool:
        """Make edits as one undo step; what is refused is said."""
        try:
            edits = make()
            if not edits:
                self.say(self.words(N_("nothing changed")))
                return False
            self.session.workspace.apply(edits, label)
        except ReviewRefused as refused:
            self.say(self.words.sentence(refused.sentence), bad=True)
            return False
        except EditRefused as refused:
            self.say("; ".join(self.words.sentence(p.what) for p in refused.problems), bad=True)
            return False
        self.say(self.words.sentence(label))
        return True

    def do_undo(self) -> None:
        """Take back the last step, and the times kept since."""
        steps = self.session.workspace.undo_steps
        self._skip_times(self.session.workspace.undo, lambda: bool(len(steps) > 1 and steps[-1].label.template == TIME))
        self.ui.perform("undo")

    def do_redo(self) -> None:
        self.ui.perform("redo")
        steps = self.session.workspace.redo_steps
        self._skip_times(self.session.workspace.redo, lambda: bool(steps and steps[-1].label.template == TIME))

    def _skip_times(self, step: Callable[[], object], is_time: Callable[[], bool]) -> None:
        while is_time():
            try:
                step()
            except EditRefused:
                return

    # -- layout ---------------------------------------------------------------------------------------------------

    def bottom(self) -> Iterable[Widget]:
        """The last lines of every screen of a meeting."""
        yield StatusLine(id="status")
        yield Line(id="too-small")

    def on_resize(self, event: events.Resize) -> None:
        self.fit(event.size.width, event.size.height)

    def fit(self, width: int, height: int) -> None:
        """One sentence where there is room for nothing else."""
        tiny = width < SMALLEST[0] or height < SMALLEST[1]
        for name in (*self.parts, "status", "too-small"):
            self.query_one(f"#{name}").display = (name == "too-small") == tiny
        small = self.query_one("#too-small", Line)
        small.say(self.words(N_("at least {width}×{height} is needed"), width=SMALLEST[0], height=SMALLEST[1]))

    # -- the line at the bottom -----------------------------------------------------------------------------------

    def say(self, text: str, *, bad: bool = False) -> None:
        self._message = (text, bad)
        if self.is_mounted:
            self.show_status()

    def show_status(self) -> None:
        """The last message, or the keys."""
        shown = [
            (keys[0], action.hint)
            for action in self.actions()
            if action.hint and action.scope is not Scope.APP and (keys := self.keys_of(action)) and self.hinted(action)
        ]
        help = BY_ID["help"]
        shown += [("escape", N_("back")), *((key, help.hint) for key in self.keys_of(help)[:1])]
        self.query_one("#status", StatusLine).show(self._message, ((key_name(k, self.words), self.words(hint)) for k, hint in shown))

    def hinted(self, action: Action) -> bool:
        """Whether the line at the bottom names an action: not what can never act here."""
        return not (action.writes and (self.session.workspace.readonly or self.closed))
