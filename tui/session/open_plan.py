"""A plan that is open: as its file held it last, as it is now, the frames over it, and the day it is looked at from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import polars as pl

from tui.frames.build import Frames
from tui.i18n.words import Words
from tui.model.clock import Clock, clock_of
from tui.model.counting import unsaved_changes
from tui.model.plan import Plan, Problem
from tui.model.text import N_, Sentence, say
from tui.model.workspace import Workspace
from tui.session.disputed import Disputed

if TYPE_CHECKING:
    from tui.model.edits import Change, Edit
    from tui.store.plan_file import Loaded


class Proposes(Protocol):
    """What is proposed of a plan that may not be written; see :mod:`tui.session.proposing`."""

    def unsent(self) -> list[tuple[str, str, str]]: ...
    def unsent_count(self) -> int: ...
    def beyond_sent(self, edits: Iterable[Edit], /) -> list[Edit]: ...


class TakesIn(Protocol):
    """What was taken in of what others proposed; see :mod:`tui.session.taking`."""

    def apart(self, edits: Sequence[Edit], label: Sentence, /) -> list[Change]: ...
    def rejoined(self, steps: Iterable[Change], /) -> None: ...
    @property
    def is_rejoined(self) -> bool: ...


class OpenPlan:
    """What there is to look at.

    ``loaded`` is the plan as the file held it last; ``workspace`` what is worked on; ``frames`` the tables over it; ``as_of``
    the day everything is looked at from; ``disputed`` the conflicts nobody has decided yet. ``shipped``: it is the plan that
    comes with the program.
    """

    loaded: Loaded
    workspace: Workspace
    frames: Frames
    disputed: Disputed
    words: Words
    seconds: Callable[[], float]
    as_of: dt.date
    shipped: bool
    proposing: Proposes | None
    """What is proposed, where the plan may only be reported on."""
    takes_in: TakesIn | None
    """What is taken in of what others propose, where this session may save."""
    unwritable: Sentence | None
    """Why the file cannot be written over, known since it was opened."""
    owner_told: bool
    """Whether it has been said that a save made the file another user's."""

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.workspace.plan

    @property
    def clock(self) -> Clock:
        """The time where the plan is at home."""
        return clock_of(self.plan, self.seconds)

    def unsaved(self) -> list[tuple[str, str, str]]:
        """(table, id, field) of everything that is neither in the file nor handed in; field "" for a record added or deleted."""
        return self.workspace.unsaved() if self.proposing is None else self.proposing.unsent()

    def unsaved_count(self) -> int:
        """How many changes those are: each figure is one."""
        return unsaved_changes(self.workspace) if self.proposing is None else self.proposing.unsent_count()

    def unsaved_edits(self) -> list[Edit]:
        """The edits that lead from what is on disk to the plan as it is; see :func:`tui.model.joining.unsaved_edits`."""
        from tui.model.joining import unsaved_edits

        edits = unsaved_edits(self.workspace, self.disputed.conflicts)
        return edits if self.proposing is None else self.proposing.beyond_sent(edits)

    @cached_property
    def both_languages(self) -> tuple[Words, Words]:
        """Vietnamese and English: what comes from outside may be in either."""
        return Words("vi"), Words("en")

    def verdicts(self) -> pl.DataFrame:
        """The verdict of every indicator on the day; see :func:`tui.frames.methods.verdicts.verdicts` for its columns."""
        from tui.frames.methods.verdicts import verdicts

        return verdicts(self.frames, self.as_of)

    def figure_index(self, id: str, year: int) -> int | None:
        """Where in the indicator's list the figure stands that a year's cell shows, or marks as not counted yet; None when it has none."""
        from tui.frames.methods.figures import figures, waiting_figures

        for known in (figures, waiting_figures):
            shown = known(self.frames, self.as_of).filter((pl.col("id") == id) & (pl.col("year") == year))["position"]
            if shown.len():
                return int(shown[0])
        return None

    def problems(self) -> list[Problem]:
        """What was wrong with the file as it was read, and what in the figures that are known on the day asks for confirmation."""
        from tui.frames.methods.cross_checks import cross_checks
        from tui.model.checks import SHARES_OF_A_YEAR, share_sum_problems

        sums = {str(problem.what): problem for problem in share_sum_problems(self.plan)}
        read = [p for p in self.loaded.problems if p.what.template != SHARES_OF_A_YEAR or str(p.what) in sums]
        known = {str(problem.what) for problem in read}
        return [*read, *(problem for what, problem in sums.items() if what not in known), *cross_checks(self.frames, self.as_of)]

    def why_unsaveable(self) -> Sentence | None:
        """Why nothing can be saved into the plan's file: it is not valid TOML, or may not be written over; None when it can."""
        return self.loaded.read_only_because or self.unwritable

    def why_readonly(self) -> Sentence:
        """Why nothing can be changed, when nothing can."""
        if self.loaded.read_only_because is not None:
            return self.loaded.read_only_because
        if self.shipped:
            return say(N_("this is the plan that comes with the program; save a copy (palette: save) to change it"))
        if self.unwritable is not None:
            return self.unwritable
        return say(N_("the plan is open for reading only"))
