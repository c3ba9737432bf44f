"""Taking in what others saved: joining it with what is unsaved here, and asking about what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from tui.frames.build import Frames
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.plan import same
from tui.model.text import N_
from tui.model.workspace import EditRefused, Workspace
from tui.store.plan_file import CannotRead, Loaded, changed_on_disk, load_state, read_file

if TYPE_CHECKING:
    from tui.model.joining import Conflict, Joined
    from tui.screens.base import PlanScreen
    from tui.screens.dialogs.conflicts import Decisions
    from tui.store.log.journal import LeftBehind

_NAMED = 6
"""Records of others' that are named when they come in; how many there are is said in any case."""


@attrs.define
class Disputed:
    """The conflicts nobody has decided yet, and what was chosen for some of them so far."""

    conflicts: list[Conflict] = attrs.field(factory=list)
    decided: Decisions = attrs.field(factory=dict)

    def note(self, joined: Joined, workspace: Workspace) -> None:
        """Put new conflicts in the place of older ones about the same thing; one that has settled itself goes."""
        new = {(c.table, c.id, c.field): c for c in joined.conflicts}
        kept = [c for c in self.conflicts if (c.table, c.id, c.field) not in new and _still_differs(c, workspace)]
        self.conflicts = [*kept, *new.values()]
        for key in new:
            self.decided.pop(key, None)


def _still_differs(conflict: Conflict, workspace: Workspace) -> bool:
    now = workspace.plan.get(conflict.table, conflict.id)
    saved = workspace.saved_values(conflict.table, conflict.id)
    if now is None or saved is None or not conflict.field:
        return now is not saved
    return not same(now.get(conflict.field), saved.get(conflict.field))


class TakingIn:
    """The joining half of saving: what others did comes in, what is ours stays."""

    words: Words
    loaded: Loaded
    workspace: Workspace
    frames: Frames
    disputed: Disputed
    if TYPE_CHECKING:

        @property
        def plan_screen(self) -> PlanScreen: ...

        push_screen: Any

        def tell_screens(self, tables: frozenset[str]) -> None: ...
        def start_journal(self, restored: Sequence[LeftBehind] = ()) -> None: ...
        def ask_about_failure(self, why: str, again: Callable[[], object]) -> None: ...
        def watch_from(self, loaded: Loaded) -> None: ...

    def do_reload(self) -> None:
        if self.disputed.conflicts:
            self.decide_then(lambda: None)
        elif not changed_on_disk(self.loaded.state):
            self.plan_screen.say(self.words(N_("the file has not changed since it was read")))
        else:
            self.take_in_then(lambda: None)

    def take_in_then(self, after: Callable[[], object]) -> None:
        """Read the file again, join it with what is unsaved here, have conflicts decided, then do something."""
        try:
            fresh = load_state(read_file(self.loaded.state.path), near=self.loaded)
        except CannotRead as fault:
            self.ask_about_failure(self.words.sentence(fault.sentence), lambda: self.take_in_then(after))
            return
        joined = self.take_in(fresh, lambda: self.take_in_then(after))
        if joined is None:
            return
        if self.disputed.conflicts:
            self.decide_then(after)
        else:
            self.plan_screen.say(self.told_of(joined))
            after()

    def take_in(self, fresh: Loaded, again: Callable[[], object]) -> Joined | None:
        """Join a newer version of the file with the workspace; None when it cannot be, which is asked about."""

        from tui.model.joining import join
        from tui.store.save_base import taken_in

        if fresh.read_only_because is not None and self.workspace.unsaved():
            self.ask_about_failure(self.words.sentence(fresh.read_only_because), again)
            return None
        try:
            joined = join(self.workspace, fresh.plan)
        except EditRefused as refused:
            told = "\n".join(f"{p.where}: {self.words.sentence(p.what)}" for p in refused.problems)
            self.ask_about_failure(told, again)
            return None
        self.loaded = attrs.evolve(taken_in(self.loaded, fresh), plan=self.workspace.plan)
        if fresh.read_only_because is not None:
            self.workspace.readonly = True
        self.disputed.note(joined, self.workspace)
        self.watch_from(self.loaded)
        self.start_journal()
        self.frames.forget(joined.tables)
        self.tell_screens(frozenset(TABLES))
        return joined

    def told_of(self, joined: Joined) -> str:
        """What others did, in one line: how much, where, and what of ours has a new id for it."""

        from tui.model.diff import touched_by

        words = self.words
        records = touched_by(joined.theirs)
        if not records:
            told = words(N_("the file was read again; no record in it is different"))
        else:
            first = sorted(records)[:_NAMED]
            names = ", ".join(self.workspace.plan.short_of(t, i) if i else words(TABLES[t].label) for t, i in first)
            names += " …" if len(records) > _NAMED else ""
            told = words.count(
                "taken in what others saved: {n} record ({names})",
                "taken in what others saved: {n} records ({names})",
                len(records),
                names=names,
            )
        if joined.renamed:
            told += "; " + words.count(
                "{n} new record of yours got another id", "{n} new records of yours got another id", len(joined.renamed)
            )
        return told

    # -- conflicts ----------------------------------------------------------------------------------------------------

    def decide_then(self, after: Callable[[], object]) -> None:
        """Have every open conflict decided, then do something; whoever backs out goes on working, nothing is lost."""

        from tui.screens.dialogs.conflicts import Conflicts

        def answered(done: bool | None) -> None:
            if not done:
                self.plan_screen.say(
                    self.words(N_("not decided yet: until then your values stand here and nothing is saved; Ctrl+R asks again"))
                )
                self.plan_screen.show_header()
                return
            refused = self._hold_decisions()
            self.start_journal()  # what is decided is no conflict any more, also for the next session
            self.tell_screens(frozenset(TABLES))
            if refused:
                self.plan_screen.say(refused, bad=True)
            else:
                self.plan_screen.say(self.words(N_("decided; nothing is in conflict any more")))
                after()

        self.push_screen(Conflicts(self.words, self.disputed.conflicts, self.disputed.decided, self.workspace.plan), answered)

    def _hold_decisions(self) -> str:
        """Make the plan hold what was decided; what was refused stays open, and why is returned."""

        from tui.model.joining import hold

        told: list[str] = []
        # records that come back first: values of others may refer to them
        for conflict in sorted(self.disputed.conflicts, key=lambda c: bool(c.field)):
            value = self.disputed.decided[conflict.table, conflict.id, conflict.field]
            try:
                hold(self.workspace, conflict, value)
            except EditRefused as refused:
                told += [f"{p.where}: {self.words.sentence(p.what)}" for p in refused.problems]
            else:
                self.disputed.conflicts = [c for c in self.disputed.conflicts if c is not conflict]
                del self.disputed.decided[conflict.table, conflict.id, conflict.field]
        return "; ".join(told)
