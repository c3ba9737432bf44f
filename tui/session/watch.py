"""What goes on around a session: who else has the plan open, and whether the file is still the one that was read."""

from __future__ import annotations

import os

from tui.model.text import Sentence
from tui.session.open_plan import OpenPlan
from tui.session.outcomes import CutShort
from tui.store.files.file_state import Identity, changed_on_disk
from tui.store.files.rights import why_not_replaced
from tui.store.plan_file import Loaded
from tui.store.presence import Peer, Place, Presence, Showing, appear, others, presence_folder


class Watch:
    """Looks at the file and at the company: ``others`` have the plan open as well; ``file_changed`` says that it was changed,
    or is gone, and has not been taken in."""

    others: tuple[Peer, ...] = ()
    file_changed = False
    gone = False
    """Whether there is no file any more where the plan was: it was moved, or deleted. It may come back."""
    closed: Sentence | None = None
    """Why the file can no longer be saved to, when somebody has taken the right to it away since it was opened."""
    cut: CutShort | None = None
    """How the file was cut short, when it was: it waits for a person."""
    meant: str | None = None
    """The digest of a version a person has said is as it was meant."""
    presence: Presence | None = None
    """What others see of this session; None where it cannot leave anything there, as one that only reads in a group's folder."""
    _looks = False
    _identity: Identity | None = None
    """How the file looked to ``stat`` last time: while that stays nothing is read."""

    def __init__(self, open_plan: OpenPlan) -> None:
        self._open = open_plan
        self._said: set[Peer] = set()

    def begin(self, loaded: Loaded) -> None:
        """What the file holds now is known."""
        self._identity, self.file_changed, self.gone, self.cut = loaded.state.identity, False, False, None

    # -- others -------------------------------------------------------------------------------------------------------

    def appear(self) -> None:
        """Look at who else has the plan open, and let them see this session where that can be written down.

        The plan that comes with the program is everybody's.
        """
        self._looks = not self._open.shipped
        if self._looks:
            self.presence = appear(self._open.loaded.state.path)

    def tell(self, editing: Place | None, showing: Showing | None) -> None:
        """Tell others what is being edited here, how much is unsaved, and which item of a meeting is on the screen."""
        if self.presence is not None:
            self.presence.tell(editing, self._open.unsaved_count(), showing)

    def look_at_others(self) -> list[Peer]:
        """See who is there; those of whom no more than that can be read since the last look but one, each once."""
        if not self._looks:
            return []
        found = self.presence.others() if self.presence is not None else others(presence_folder(self._open.loaded.state.path))
        before, self.others = set(self.others), tuple(found)
        still = [peer for peer in self.others if peer.unreadable and peer in before and peer not in self._said]
        self._said.update(still)
        return still

    def leave(self) -> None:
        """The session ends: nobody sees it any more."""
        if self.presence is not None:
            self.presence.leave()
            self.presence = None
        self._looks = False
        self.others = ()

    # -- the file -----------------------------------------------------------------------------------------------------

    def look_at_file(self) -> bool:
        """Whether the file has become another one just now; one ``stat`` while it has not. One that was cut short may become whole."""
        if (self.file_changed and self.cut is None and not self.gone) or not self._moved():
            return False
        was_gone, self.gone = self.gone, self._identity is None
        if was_gone and self.gone:
            return False
        self.file_changed, self.cut = changed_on_disk(self._open.loaded.state), None
        return self.file_changed

    def look_at_rights(self) -> bool:
        """Whether the right to save has just gone, or come back; :attr:`closed` says why. Of a plan that is only read nothing is asked."""
        if self._open.workspace.readonly or self._open.unwritable is not None or self.gone:
            return False
        before, self.closed = self.closed, why_not_replaced(self._open.loaded.state.path)
        return before != self.closed

    def _moved(self) -> bool:
        try:
            identity = Identity.of(os.stat(self._open.loaded.state.path))
        except OSError as error:
            if isinstance(error, (FileNotFoundError, NotADirectoryError)):
                self._identity = None
            return True
        moved, self._identity = identity != self._identity, identity
        return moved
