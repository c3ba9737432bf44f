"""Taking in what others saved, and asking about what does not fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.model.text import N_, printable
from tui.screens.flows.copies import Copies
from tui.screens.flows.cut_short import CutPlans
from tui.screens.flows.flow import Flow
from tui.screens.ui import Ui
from tui.session.merge import gone_words, hold_decisions, reload, told_of_reading
from tui.session.outcomes import CutShort, NotSaved
from tui.store.files.file_state import changed_on_disk

if TYPE_CHECKING:
    from tui.session.authors import Author


class Merging(Flow):
    """What others did comes in, what is ours stays, and what both changed is decided by a person."""

    def __init__(self, ui: Ui, copies: Copies, cut_plans: CutPlans) -> None:
        super().__init__(ui)
        self._copies, self._cut_plans = copies, cut_plans

    def do_reload(self) -> None:
        session = self.session
        if session.disputed.conflicts:
            self.decide_then(lambda: None)
        elif session.watch.gone:
            self.ui.plan_screen.tell(gone_words(session), bad=True)
        elif not changed_on_disk(session.loaded.state):
            self.ui.plan_screen.tell(session.words(N_("this is the newest version of the file")))
        else:
            self._take_in_then(lambda: None)

    def _take_in_then(self, after: Callable[[], object]) -> None:
        """Read the file again, join it with what is unsaved here, have conflicts decided, then do something."""
        session = self.session
        outcome = reload(session)
        if isinstance(outcome, NotSaved):
            title = N_("The plan could not be read again")
            self._copies.ask_about_failure(outcome.told(session.words), lambda: self._take_in_then(after), title=title)
        elif isinstance(outcome, CutShort):
            self._cut_plans.ask(outcome, after)
        elif session.disputed.conflicts:
            self.decide_then(after)
        else:
            told, bad = told_of_reading(session, outcome)
            self.ui.plan_screen.tell(told, bad=bad)
            after()

    def decide_then(self, after: Callable[[], object]) -> None:
        """Have every open conflict decided, then do something; whoever backs out goes on working, nothing is lost."""
        from tui.screens.dialogs.conflicts import Conflicts

        session, words = self.session, self.words

        def answered(done: bool | None) -> None:
            screen = self.ui.plan_screen
            if not done:
                screen.tell(words(N_("not decided yet: until then your values stand here and nothing is saved; Ctrl+R asks again")))
                screen.show_header()
                return
            refused = hold_decisions(session)
            if refused:
                screen.tell("; ".join(f"{p.where}: {words.sentence(p.what)}" for p in refused), bad=True)
            else:
                screen.tell(words(N_("decided; nothing is in conflict any more")))
                after()

        conflicts = session.disputed.conflicts
        from tui.session.authors import authors

        here = [c for c in conflicts if (c.table, c.id, c.field) not in session.disputed.on_server]
        found = dict(authors(session.loaded, here))
        if session.server is not None:
            there = [c for c in conflicts if (c.table, c.id, c.field) in session.disputed.on_server]
            found |= authors(session.loaded, there, session.server.history.encode())
        who = {key: self._who(author) for key, author in found.items()}
        self.ui.push_screen(Conflicts(words, conflicts, session.disputed.decided, session.plan, who), answered)

    def _who(self, author: Author) -> str:
        """Who saved the other side and when, in words."""
        words = self.words
        name = printable(author.name) or self._of_nobody(author)
        if author.at is None:
            return name
        at = self.session.clock.local(author.at)
        return words(N_("{name}, {time} on {day}"), name=name, time=f"{at:%H:%M}", day=at.date())

    def _of_nobody(self, author: Author) -> str:
        """What is known of a change nobody saved by this program."""
        words = self.words
        told = words(N_("not known who, changed outside kehoach") if author.outside else N_("not known who"))
        return words(N_("{told}; the file is {owner}'s"), told=told, owner=printable(author.owner)) if author.owner else told
