"""The conflicts of a session that nobody has decided yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from tui.model.plan import MISSING, same
from tui.model.workspace import Workspace

if TYPE_CHECKING:
    from tui.model.joining import Conflict, Joined


@attrs.define
class Disputed:
    """The conflicts nobody has decided yet, and by (table, id, field) what was chosen for some of them so far."""

    conflicts: list[Conflict] = attrs.field(factory=list)
    decided: dict[tuple[str, str, str], Any] = attrs.field(factory=dict)
    on_server: set[tuple[str, str, str]] = attrs.field(factory=set)
    """Those whose other side stands on a server, not in the file: a save by somebody here settles none of them."""

    def note(self, joined: Joined, workspace: Workspace) -> None:
        """Put new conflicts in the place of older ones about the same thing; one that has settled itself goes."""
        new = {(c.table, c.id, c.field): c for c in joined.conflicts}
        kept = [c for c in self.conflicts if (c.table, c.id, c.field) not in new and self._still_differs(c, workspace)]
        self.conflicts = [*kept, *new.values()]
        for key in new:
            self.decided.pop(key, None)
            self.on_server.discard(key)

    def _still_differs(self, conflict: Conflict, workspace: Workspace) -> bool:
        if (conflict.table, conflict.id, conflict.field) not in self.on_server:
            return _differs_from_file(conflict, workspace)
        now = workspace.plan.get(conflict.table, conflict.id)
        if conflict.field and now is not None:
            return not same(now.get(conflict.field, MISSING), conflict.theirs)
        return not same(MISSING if now is None else dict(now), conflict.theirs)


def _differs_from_file(conflict: Conflict, workspace: Workspace) -> bool:
    now = workspace.plan.get(conflict.table, conflict.id)
    saved = workspace.saved_values(conflict.table, conflict.id)
    if now is None or saved is None or not conflict.field:
        return now is not saved
    return not same(now.get(conflict.field), saved.get(conflict.field))
