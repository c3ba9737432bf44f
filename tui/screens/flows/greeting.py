"""What has to be said at the start: a shipped plan, a file that could not be read whole, settings with faults, what was left behind."""

from __future__ import annotations

from collections.abc import Iterable

from tui.model.text import N_, Sentence, in_a_row
from tui.screens.flows.beginning import Beginning, is_begun
from tui.screens.flows.copies import Copies
from tui.screens.flows.cut_short import CutPlans
from tui.screens.flows.flow import Flow
from tui.screens.flows.handing_in import HandingIn
from tui.screens.flows.recovery import Recovery
from tui.screens.ui import Ui
from tui.store.files.rights import other_names


class Greeting(Flow):
    """Says it once, when the first tab is there."""

    def __init__(
        self, ui: Ui, beginning: Beginning, copies: Copies, cut_plans: CutPlans, recovery: Recovery, handing_in: HandingIn
    ) -> None:
        super().__init__(ui)
        self._beginning = beginning
        self._copies, self._cut_plans, self._recovery, self._handing_in = copies, cut_plans, recovery, handing_in

    def greet(self, faults: Iterable[Sentence]) -> None:
        """``faults`` are those of the person's settings."""
        words, loaded = self.words, self.session.loaded
        told = [words.sentence(fault) for fault in faults]
        told += [words.sentence(place) for place in self._places()]
        errors = [p for p in loaded.problems if not p.warning]
        if errors:
            told.append(words.count("{n} problem in the file; ! lists it", "{n} problems in the file; ! lists them", len(errors)))
        if told:
            self.ui.plan_screen.tell(in_a_row(told), bad=True)
        elif is_begun(self.session.plan) and not self.session.workspace.readonly:
            self.ui.plan_screen.tell(words(N_("the plan is empty: “Begin a plan step by step” in : asks for what it needs")))
        if self.session.offers_copy:
            self._copies.offer_copy()
        if self.session.proposing is not None:
            self._handing_in.greet_then(self._recovery.offer)
        else:
            self._cut_plans.offer(self._recovery.offer)
        self.ui.after_refresh(self._beginning.begin_by_itself)

    def _places(self) -> list[Sentence]:
        """What is to be known of where a save goes, and of where what is not saved is kept."""
        session = self.session
        unsaveable = session.why_unsaveable()
        if unsaveable is not None and not session.shipped and session.proposing is None:
            return [unsaveable]
        if session.workspace.readonly:
            return []
        temporary = session.journal.temporary_place()
        return [told for told in (other_names(session.loaded.state.path), temporary) if told is not None]
