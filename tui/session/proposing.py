"""A session over a plan its user may not write, but report on: edits are kept as a proposal, which is handed in instead of saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

import attrs

from tui.model.counting import changes_in
from tui.model.edits import Edit, SetField
from tui.model.plan import MISSING, Problem, same
from tui.model.rebase import make_again
from tui.model.reporting import Mandate, differing_entries, mandate_of
from tui.model.taking_in import fitted, holds, signed
from tui.model.text import N_, Sentence, say
from tui.session.open_plan import OpenPlan
from tui.store import identity
from tui.store.proposals import inbox
from tui.store.proposals.folder import why_not_trusted

if TYPE_CHECKING:
    from tui.store.proposals.inbox import Answer, HandedIn

Place: TypeAlias = tuple[str, str, str]
"""(table, id, field)."""


@attrs.define(eq=False)
class Proposing:
    """What this user proposes.

    ``sent`` is what they have handed in last, ``answer`` what became of it; ``dropped`` is what of it no longer fits.
    """

    open_plan: OpenPlan
    login: str
    sent: HandedIn | None = None
    answer: Answer | None = None
    dropped: tuple[Edit, ...] = ()
    _answered_over: str = ""
    """The digest of the plan's file that was known here when the answer came."""

    @property
    def today(self) -> dt.date:
        """The day ownership is asked for: that of the clock, whatever day the plan is looked at from."""
        return self.open_plan.clock.today()

    @property
    def mandate(self) -> Mandate | None:
        """What may be reported now: the plan may have been changed since the session began."""
        return mandate_of(self.open_plan.plan, self.login, self.today)

    def limits(self, edits: tuple[Edit, ...]) -> list[Problem]:
        """Why edits are not this user's to propose."""
        mandate = self.mandate
        if mandate is None:
            return [Problem(edit.table, edit.id, "", _unnamed(self.login)) for edit in edits[:1]]
        return mandate.problems(edits)

    def why_not_touch(self, table: str, id: str, field: str) -> Sentence | None:
        """Why a field of a record is not this user's to report, known before anything is typed."""
        mandate = self.mandate
        return _unnamed(self.login) if mandate is None else mandate.why_not_touch(table, id, field)

    def signed(self, edits: Iterable[Edit]) -> list[Edit]:
        """Edits in which new entries of a log are in the name of the body that reports."""
        mandate = self.mandate
        return [signed(mandate, edit) if mandate is not None and isinstance(edit, SetField) else edit for edit in edits]

    # -- what is proposed ---------------------------------------------------------------------------------------------

    def edits(self) -> list[SetField]:
        """What would be handed in now: everything that differs from the plan's file."""
        plan, found = self.open_plan.plan, []
        for (table, id), saved in self.open_plan.workspace.differing().items():
            now = plan.get(table, id)
            if saved is not None and now is not None:
                for key in {**saved, **now}:
                    before, after = saved.get(key, MISSING), now.get(key, MISSING)
                    if not same(before, after):
                        found.append(SetField(table, id, key, after, before))
        return found

    @property
    def waiting(self) -> HandedIn | None:
        """What was handed in and has not been answered."""
        return self.sent if self.answer is None else None

    def _sent(self) -> dict[Place, SetField]:
        """What is the office's to keep: all that waits, and of what it has taken in what it took, until the file that has it is read."""
        if self.sent is None:
            return {}
        if self.answer is None:
            return {_place(edit): edit for edit in self.sent.edits}
        if not self.answer.is_taken or self.open_plan.loaded.state.digest != self._answered_over:
            return {}
        left = set(self.answer.answered.left)
        return {_place(edit): edit for edit in self.sent.edits if _place(edit) not in left}

    def unsent(self) -> list[Place]:
        """What differs from what was handed in."""
        sent, now = self._sent(), {_place(edit): edit for edit in self.edits()}
        new = [place for place, edit in now.items() if place not in sent or not _is_one_wish(sent[place], edit)]
        return new + [place for place, edit in sent.items() if place not in now and not holds(self.open_plan.plan, edit)]

    def unsent_count(self) -> int:
        """How many changes those are: each figure is one."""
        sent, plan, count = self._sent(), self.open_plan.plan, 0
        for table, id, field in self.unsent():
            edit = sent.get((table, id, field))
            saved = self.open_plan.workspace.saved_values(table, id) or {}
            old = edit.new if isinstance(edit, SetField) else saved.get(field, MISSING)
            count += changes_in(table, field, old, (plan.get(table, id) or {}).get(field, MISSING)) if field else 1
        return count

    def beyond_sent(self, edits: Iterable[Edit]) -> list[Edit]:
        """Edits of the plan's file as edits of what was handed in: what a journal has to keep, for the rest is on disk already."""
        sent, found = self._sent(), list[Edit]()
        for edit in edits:
            before = sent.get(_place(edit)) if isinstance(edit, SetField) else None
            if before is None or not isinstance(edit, SetField):
                found.append(edit)
            elif not _is_one_wish(before, edit):
                found.append(attrs.evolve(edit, expected=before.new))
        return found

    def resume(self) -> None:
        """Go on with what was handed in before and is not taken in: in the workspace again, as one step."""
        found = inbox.own(self.open_plan.loaded.state.path)
        self.sent, self.answer = found if found is not None else (None, None)
        if self.sent is None or (self.answer is not None and self.answer.is_taken):
            return
        label = say(N_("what was handed in on {day}"), day=self.open_plan.clock.local(self.sent.at).date())
        made, lost = list[Edit](), list[Edit]()
        for edit in self.sent.edits:
            now = fitted(self.open_plan.plan, edit)
            if now is None:
                lost.append(edit)
            elif now.edit is not None:
                made.append(now.edit)
        self.dropped = (*lost, *make_again(self.open_plan.workspace, made, label))

    def look(self) -> Answer | None:
        """Look whether what was handed in has been answered; the answer when it is new."""
        if self.waiting is None:
            return None
        self.answer = inbox.answers_to(self.open_plan.loaded.state.path).get(self.waiting.digest)
        self._answered_over = self.open_plan.loaded.state.digest
        return self.answer

    def seen(self) -> None:
        """Whoever handed in knows that it was taken in: the file is no longer needed."""
        if self.sent is not None and self.answer is not None and self.answer.is_taken:
            self.sent = self.answer = None
            inbox.withdraw(self.open_plan.loaded.state.path)


def begun(open_plan: OpenPlan) -> Proposing | Sentence:
    """What a session over a plan that may not be written proposes; else why nothing can be."""
    if (why := why_not_trusted(open_plan.loaded.state.path)) is not None:
        return why
    login = identity.login()
    proposing = Proposing(open_plan, login)
    return proposing if proposing.mandate is not None else _unnamed(login)


def _unnamed(login: str) -> Sentence:
    return say(N_("[settings.report] of the plan does not name the login {login}, so nothing can be proposed"), login=login)


def _place(edit: SetField) -> Place:
    return edit.table, edit.id, edit.field


def _is_one_wish(one: SetField, other: SetField) -> bool:
    """Whether two edits of a field want the same, on whatever version of the plan: of lists, what goes and what comes."""
    if isinstance(one.new, list) and isinstance(other.new, list):
        return differing_entries(one.expected, one.new) == differing_entries(other.expected, other.new)
    return same(one.new, other.new)
