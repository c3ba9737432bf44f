"""What is made ready while nobody waits: the tabs nobody has opened yet, what taking in a save of somebody else imports, and an edit that
somebody is about to make."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from tui.screens.flows.flow import Flow
from tui.screens.flows.navigation import MODES
from tui.session.ahead import Ahead, forget_queries, has_few_records, tabs_with_few_records
from tui.session.answers import AnswersKept
from tui.session.rehearsal import Rehearsal, is_rehearsed
from tui.store.toml.records import forget_cut
from tui.terminal.given_back import give_back, trim
from tui.terminal.textual_internals.nodes import clock

_EDITING: Final = (
    *("i18n.hints", "i18n.worded", "model.doubts", "screens.table.asked_first", "screens.table.cell_field", "screens.table.due_change"),
    "screens.table.target_change",
)
"""What the first edit imports."""
_TAKING_IN: Final = ("model.joining", "session.save", "store.loss", "store.save_base", "store.toml.windows", "store.whole")
"""What taking in the first save of somebody else imports."""
_AFTER: Final = 0.5
"""Seconds after the plan is on the screen until anything is made ready."""
_KEPT_AFTER: Final = 0.2
"""The same until what the first tab shows is kept for the next start."""
_KEPT_AFTER_SAVE: Final = 1.0
"""Seconds after a save until what is shown of the plan as it was saved is kept."""
_PAUSE: Final = 0.02
"""Seconds between two tabs: what one leaves to be done is done by then, and keys are looked for."""
_SINCE_A_KEY: Final = 0.08
"""Seconds without a key before anything is made ready: a key that is held comes sooner, and what follows from one is seen by then."""

_SINCE_A_LETTER: Final = 0.03
"""The same until an edit is rehearsed while somebody types it: there may be no longer rest before it is made."""
_AT_WORK: Final = 1.0
"""Seconds since a key, or a step, for which somebody, or this, counts as at work."""
_SELDOM: Final = 2.0
"""Seconds between two looks whether a box is still open that nobody answers."""


class MadeReady(Flow):
    """First in a thread what the tabs show, then a tab at a time, then what somebody else's save imports; never while a key waits.

    What an edit asks for is put together only when a field or a box is open over a table, once for each: it is more memory than all tabs
    together, and who only reads has no use for it.

    A tab that is ready is like one that was visited: it catches up when it is shown. Nothing of it is seen before. Who
    works without a rest of half a second has it done between two keys: what is under way is given up as soon as one comes, and what was
    found by then is kept.
    """

    _kept: AnswersKept | None = None
    _went_on_at = 0.0
    """When the last step was done: what it leaves to be done may be under way for a moment."""
    _tries = 20
    """How often it is begun anew after somebody came between; then every tab is made when it is asked for."""

    def begin(self) -> None:
        """Begin a little later, in a program that has just started."""
        self._rehearsed: set[str] = set()
        self._kept = AnswersKept(self.session)
        self._waits = True
        self.ui.after(_KEPT_AFTER, self._keep_soon)
        self.ui.after(_AFTER, self._work_out_tabs)

    def _keep(self) -> None:
        """Have what was worked out kept for the next start, beside the screen; later, where somebody is at work."""
        work = self._kept.to_be_kept() if self._kept is not None and self._at_rest else None
        if work is not None:
            self.ui.read_beside(work, lambda: None)

    _waits = False
    """Whether something is to be kept soon."""

    def saved(self) -> None:
        """The file holds what is shown: the next start is to find that."""
        if self._kept is not None and not self._waits:
            self._waits = True
            self.ui.after(_KEPT_AFTER_SAVE, self._keep_soon)

    def _keep_soon(self) -> None:
        """Keep it once nobody is at work."""
        if self._at_rest:
            self._waits = False
            self._keep()
        else:
            self._later(self._keep_soon)

    @property
    def _at_rest(self) -> bool:
        ui = self.ui
        return self._quiet_for(_SINCE_A_KEY) and ui.work is None and ui.screen is ui.plan_screen and ui.plan_screen.rests

    def _quiet_for(self, seconds: float) -> bool:
        """Whether no key has come for so long, and the last one is answered."""
        return clock() - self.ui.key_read_at >= seconds and self.ui.all_answered

    def _somebody_is_at_work(self) -> Callable[[], bool]:
        """Whether a key has come since now."""
        begun = self.ui.key_read_at
        return lambda: self.ui.keys_wait or self.ui.key_read_at != begun

    def _later(self, callback: Callable[[], object]) -> None:
        """Look again soon while keys come, or what was made last has yet to come to rest; seldom while a box is open and nobody presses
        any: a machine at rest is left alone."""
        since = clock() - max(self.ui.key_read_at, self._went_on_at)
        self.ui.after_unseen(_SINCE_A_KEY if since < _AT_WORK else _SELDOM, callback)

    def _work_out_tabs(self) -> None:
        self._work_out([f"screens.{mode}" for mode in tabs_with_few_records(self.session)], self._make_room, of_tabs=True)

    def _make_room(self) -> None:
        """Give back what start and rows of a small plan have left, for the tabs to take: also the queries, unless somebody edits."""
        if not self._at_rest:
            self._later(self._make_room)
            return
        if has_few_records(self.session):
            if not (self._rehearsed or self.session.unsaved()):
                forget_queries()
            self.session.frames.let_go_of_answers()
            give_back()
        self._next_tab()

    def _load_what_takes_in(self) -> None:
        self._work_out(_TAKING_IN, self._end, of_tabs=False)

    def _work_out(self, loads: Iterable[str], then: Callable[[], None], *, of_tabs: bool) -> None:
        """Have something worked out in a thread, ``then`` go on; from the beginning where somebody came between."""
        again = partial(self._work_out, loads, then, of_tabs=of_tabs)
        if not self._at_rest:
            self._later(again)
            return
        ahead = Ahead(self.session, loads, self._somebody_is_at_work(), of_tabs=of_tabs)

        def worked() -> None:
            self._went_on_at = clock()
            if ahead.hand_over() and ahead.done:
                then()
            elif self._tries:
                self._tries -= 1
                self._later(again)

        self.ui.read_beside(ahead.work, worked)

    def _next_tab(self) -> None:
        """Put one more tab together, those behind the one that is shown first."""
        if not self._at_rest:
            self._later(self._next_tab)
        elif any(map(self.ui.put_together, self._modes())):
            self._went_on_at = clock()
            self.ui.after(_PAUSE, self._next_tab)
        else:
            self._load_what_takes_in()

    def _modes(self) -> list[str]:
        modes, few = list(MODES), tabs_with_few_records(self.session)
        here = modes.index(self.ui.current_mode) if self.ui.current_mode in modes else 0
        return [mode for mode in modes[here:] + modes[:here] if mode in few]

    def _end(self) -> None:
        """Keep what was found for the next start, and let go of what only reading and loading needed: the plan's text cut up, and the
        lines of classes that were written by a program."""
        self._keep()
        forget_cut()
        linecache.clearcache()
        if has_few_records(self.session):
            trim()

    # -- an edit that is about to be made ------------------------------------------------------------------------------

    def about_to_edit(self, table: str) -> None:
        """Somebody has opened what a record of a table is edited in: what an edit imports is loaded, and it is rehearsed, while they type
        or choose. What a save imports is loaded after the edit."""
        if self._kept is not None and table not in self._rehearsed:
            self._rehearsed.add(table)
            worked_out = is_rehearsed(table) and has_few_records(self.session)
            rehearsal = Rehearsal(self.session, table if worked_out else None, _EDITING)
            self.ui.after_unseen(_SINCE_A_LETTER, partial(self._rehearse, rehearsal))

    def _rehearse(self, rehearsal: Rehearsal) -> None:
        """Go on with it in a thread until the next key, and then again; no more once there was an edit."""
        ui, again = self.ui, partial(self._rehearse, rehearsal)
        if rehearsal.done or rehearsal.outdated:
            return
        if ui.work is not None or not self._quiet_for(_SINCE_A_LETTER):
            ui.after_unseen(_SINCE_A_LETTER, again)
            return
        ui.read_beside(partial(rehearsal.go_on, self._somebody_is_at_work()), again)
