"""Taking in what bodies have handed in: found, offered field by field, made as one step, recorded and answered with the save."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import attrs

from tui.model.edits import Change, Edit, SetField
from tui.model.proposal import Proposal, Reject
from tui.model.reporting import mandate_of, reporters
from tui.model.taking_in import holds, signed, taken_in
from tui.model.text import N_, Sentence, say
from tui.session.open_plan import OpenPlan
from tui.store.files.errors import SaveFailed
from tui.store.log.history import Proposed, was_taken_in
from tui.store.proposals import inbox
from tui.store.proposals.folder import ANSWERS, folder_of
from tui.store.proposals.inbox import HandedIn, Inbox

TAKEN: Final = N_("proposal of {body} taken in")
"""What the step is called; its label carries who had proposed and the digest, so that it is known after a restored journal too."""


@attrs.define(eq=False)
class TakingIn:
    """What waits to be taken in by a session that may save. Nothing of it is kept: the folder and the undo steps say it."""

    open_plan: OpenPlan
    found: Inbox = attrs.field(factory=Inbox)
    _looked: object = None
    _said: set[str] = attrs.field(factory=set)
    _recorded: set[str] = attrs.field(factory=set)
    _rejoined: list[Change] = attrs.field(factory=list)

    @property
    def path(self) -> Path:
        return self.open_plan.loaded.state.path

    # -- finding ------------------------------------------------------------------------------------------------------

    def look(self, *, again: bool = False) -> bool:
        """See what was handed in; whether that is something else than at the last look. A few ``stat`` while nothing is new."""
        logins = tuple(str(entry["login"]) for entry in reporters(self.open_plan.plan))
        state = (*_folders(self.path), logins)
        if state == self._looked and not again:
            return False
        before, self._looked = self.found, state
        self.found = inbox.inbox(self.path, logins)
        return before != self.found

    @property
    def waiting(self) -> tuple[HandedIn, ...]:
        """What is to be taken in: not answered, and not taken in here already to be saved."""
        here = {proposed.digest for proposed in self._steps()}
        return tuple(handed for handed in self.found.waiting if handed.digest not in here and handed.digest not in self._recorded)

    def new_faults(self) -> list[Sentence]:
        """What is left alone in the folder, each said once."""
        new = {str(fault.sentence): fault.sentence for fault in self.found.faults}
        new = {told: sentence for told, sentence in new.items() if told not in self._said}
        self._said.update(new)
        return list(new.values())

    def body_of(self, handed: HandedIn) -> str:
        """The short name of the body a proposal is of; the login where the plan does not say."""
        mandate = mandate_of(self.open_plan.plan, handed.login, self.open_plan.clock.today())
        return handed.login if mandate is None else self.open_plan.plan.short_of("agencies", mandate.body)

    # -- taking in ----------------------------------------------------------------------------------------------------

    def offer(self, handed: HandedIn) -> Proposal:
        """What a proposal would change in the plan as it is now, checked as if nobody had checked it before."""
        session = self.open_plan
        today = session.clock.today()
        mandate = mandate_of(session.plan, handed.login, today)
        if mandate is None:
            return Proposal((), (Reject(say(N_("[settings.report] does not name the login {login}"), login=handed.login)),))
        on = min(session.clock.local(handed.at).date(), today)
        settled = session.both_languages[0](N_("reported by a proposal of {login}"), login=handed.login)
        return taken_in(mandate, handed.edits, on, handed.note, Sentence("{told}", {"told": settled}))

    def label(self, handed: HandedIn) -> Sentence:
        """What the step is called that takes a proposal in; by it the next save records and answers that."""
        return say(TAKEN, body=self.body_of(handed), login=handed.login, name=handed.name, digest=handed.digest)

    def give_back(self, handed: HandedIn, why: str) -> Sentence | None:
        """Return a proposal with a reason; what went wrong."""
        return self._answer(handed, inbox.RETURNED, why)

    def settle(self, handed: HandedIn) -> Sentence | None:
        """Answer a proposal the plan holds already, e.g. by a save that was cut off before it could answer; what went wrong."""
        return self._answer(handed, inbox.TAKEN)

    def is_settled(self, handed: HandedIn) -> bool:
        """Whether the plan has been saved with it before: whoever did was cut off before they could answer."""
        return was_taken_in(self.path, handed.digest, self.open_plan.loaded.state)

    def _answer(self, handed: HandedIn, outcome: str, why: str = "") -> Sentence | None:
        mandate = mandate_of(self.open_plan.plan, handed.login, self.open_plan.clock.today())
        edits = handed.edits if mandate is None else [signed(mandate, edit) for edit in handed.edits]
        left = [(edit.table, edit.id, edit.field) for edit in edits if not holds(self.open_plan.plan, edit)]
        try:
            inbox.answer(self.path, handed, outcome, why, left if outcome == inbox.TAKEN else ())
        except SaveFailed as fault:
            return fault.sentence
        self.look(again=True)
        return None

    # -- with the save ------------------------------------------------------------------------------------------------

    def unrecorded(self) -> tuple[Proposed, ...]:
        """Whose proposals the next save records: those of the steps that stand and are in no save yet."""
        return tuple(proposed for proposed in self._steps() if proposed.digest not in self._recorded)

    def saved(self, proposed: Sequence[Proposed]) -> Sentence | None:
        """The plan has been saved with these: answer them; what went wrong, the last of it."""
        fault: Sentence | None = None
        self._recorded |= {one.digest for one in proposed}
        for one in proposed:
            handed = self.found.of(one.digest) or self._found_again(one.digest)
            if handed is not None:
                fault = self.settle(handed) or fault
        return fault

    def _found_again(self, digest: str) -> HandedIn | None:
        self.look(again=True)
        return self.found.of(digest)

    def _steps(self) -> list[Proposed]:
        return list(dict.fromkeys(map(_proposed, self._standing())))

    def _standing(self) -> list[Change]:
        """The steps that took proposals in and are not undone; of those that stand in another step what is not saved counts."""
        made = [step for step in self.open_plan.workspace.undo_steps if step.label.template == TAKEN]
        differs = set(self.open_plan.workspace.unsaved()) if self._rejoined else set()
        return made + [step for step in self._rejoined if not differs.isdisjoint(map(_place, step.edits))]

    # -- with the journal ---------------------------------------------------------------------------------------------

    def apart(self, edits: Sequence[Edit], label: Sentence) -> list[Change]:
        """Unsaved edits as steps for the journal: what was taken in of a proposal under its label, the rest before it under this one.

        Else nobody knew after a crash whose it was, where others had saved since it was taken in.
        """
        left, steps = list(edits), list[Change]()
        for step in self._standing():
            places = set(map(_place, step.edits)) if _proposed(step).digest not in self._recorded else set()
            own = [edit for edit in left if _place(edit) in places]
            left = [edit for edit in left if _place(edit) not in places]
            steps += [Change(step.label, tuple(own), ())] if own else []
        return [Change(label, tuple(left), ()), *steps] if left else steps

    def rejoined(self, steps: Iterable[Change]) -> None:
        """Steps of an earlier session were made as one, since others had saved meanwhile: those that took in a proposal are known."""
        self._rejoined += [step for step in steps if step.label.template == TAKEN]

    @property
    def is_rejoined(self) -> bool:
        """Whether proposals stand in steps that do not say so."""
        return bool(self._rejoined)


def _place(edit: Edit) -> tuple[str, str, str]:
    return edit.table, edit.id, edit.field if isinstance(edit, SetField) else ""


def _proposed(step: Change) -> Proposed:
    told = step.label.values
    return Proposed(str(told.get("login", "")), str(told.get("name", "")), str(told.get("digest", "")))


def _folders(plan: Path) -> tuple[int, int]:
    folder = folder_of(plan)
    times = [0, 0]
    for place, path in enumerate((folder, folder / ANSWERS)):
        with contextlib.suppress(OSError):
            times[place] = os.stat(path, follow_symlinks=False).st_mtime_ns
    return times[0], times[1]
