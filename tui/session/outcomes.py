"""What came of something a session was asked to do: frozen values, told by whoever asked. Named tuples, for a start makes the classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import attrs

from tui.i18n.words import Words
from tui.model.edits import Change, SetField
from tui.model.plan import Problem
from tui.model.text import Sentence

if TYPE_CHECKING:
    from tui.model.joining import Conflict, Joined
    from tui.store.files.file_state import FileState
    from tui.store.loss import Loss


class Done(NamedTuple):
    """A step that is made: in the plan, in the journal, in the frames and on every screen."""

    change: Change


class Refused(NamedTuple):
    """A step that may not be made; nothing of it is."""

    problems: tuple[Problem, ...]

    def reasons(self, words: Words) -> list[str]:
        """Why, without saying where."""
        return [words.sentence(problem.what) for problem in self.problems]

    def lines(self, words: Words) -> list[str]:
        """Where and why, a line a problem."""
        return [f"{problem.where}: {words.sentence(problem.what)}" for problem in self.problems]


class Saved(NamedTuple):
    """The plan file holds what the session holds. ``unwritten`` says why the history could not be written, if so.

    ``left_behind`` says that the file had another name (a hard link), which still holds the version before.
    """

    changes: int
    joined: tuple[Joined, ...]
    """What others had saved meanwhile, one for each time it was taken in."""
    unwritten: Sentence | None
    left_behind: Sentence | None = None
    new_owner: Sentence | None = None
    """That the file is this user's now, when it was another's."""
    unanswered: Sentence | None = None
    """Why somebody could not be told that their proposal was taken in, if so."""


@attrs.frozen
class Sent:
    """What is proposed is handed in: so many fields, and what others had saved meanwhile."""

    changes: int
    joined: Joined | None = None


@attrs.frozen
class Withdrawn:
    """Nothing of this user's is handed in any more; what was proposed is still in the session."""


@attrs.frozen
class Again:
    """What others saved meanwhile was taken in, and nothing is in conflict: the file is to be written again."""


class Asking(NamedTuple):
    """What is in conflict has to be decided by a person before anything is written."""

    conflicts: Sequence[Conflict]


class FileGone(NamedTuple):
    """There is no plan file any more: whether it is to be written again is asked."""

    why: Sentence


class CutShort(NamedTuple):
    """The file lost most of the plan, or breaks off: whether that was meant is asked, and until then nothing of it is taken in."""

    loss: Loss
    state: FileState
    """The file as it is now."""
    can_be_meant: bool
    """Whether it can be read as a plan."""

    @property
    def sentence(self) -> Sentence:
        """What happened to the file."""
        return self.loss.of(self.state.name)


class NotSaved(NamedTuple):
    """It could not be written, or what others saved could not be taken in. Everything typed is still in the session."""

    why: Sentence | Refused

    def told(self, words: Words) -> str:
        """Why, in the user's words."""
        return words.sentence(self.why) if isinstance(self.why, Sentence) else "\n".join(self.why.lines(words))


class TakenIn(NamedTuple):
    """What others saved is in the session; what does not fit waits in its ``disputed``. Without ``joined`` there is nothing to tell."""

    joined: Joined | None = None


class Restored(NamedTuple):
    """What an earlier session left unsaved is in the plan again, but for ``orphans``: edits of records that are no longer there."""

    orphans: tuple[SetField, ...] = ()
