"""Making the plan and its server one beside the screen; what both sides changed is decided as after a colleague's save."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tui.model.text import N_, Sentence, say
from tui.screens.flows.flow import Flow
from tui.screens.flows.merging import Merging
from tui.screens.flows.saving import Saving
from tui.screens.ui import Ui
from tui.session.outcomes import NotSaved
from tui.store.files.errors import StoreError, reason
from tui.store.servers.pending import Pending, pending_for, top_of

if TYPE_CHECKING:
    from tui.i18n.words import Words
    from tui.store.servers.sync import Synced


class Synchronising(Flow):
    """Runs one sync at a time in a thread that touches nothing of the session: files, and git."""

    def __init__(self, ui: Ui, merging: Merging, saving: Saving) -> None:
        super().__init__(ui)
        self._merging, self._saving = merging, saving
        self._under_way = False

    def why_not_sync(self) -> Sentence | None:
        if self._under_way:
            return say(N_("it is being synchronised already"))
        if self.session.shipped or top_of(Path(os.path.realpath(self.session.loaded.state.path))) is None:
            return say(N_("this plan is in no copy of a repository; kehoach clone URL makes one"))
        return None

    def do_sync(self) -> None:
        """What is saved is sent, what others sent comes in as a colleague's save; edits go on meanwhile."""
        session, words = self.session, self.words
        if session.disputed.conflicts:
            self._merging.decide_then(self._save_and_send)
            return
        if (pending := self._left_to_decide()) is not None:
            self._join(pending, then_send=not session.unsaved())
            return
        self._under_way = True
        told = [words(N_("synchronising; you can go on working"))]
        if unsaved := session.unsaved_count():
            told.append(words.count("{n} unsaved change is not sent yet", "{n} unsaved changes are not sent yet", unsaved))
        self.ui.plan_screen.tell("; ".join(told))
        running = _Running(session.loaded.state.path, words)
        self.ui.read_beside(running.run, lambda: self._came_to(running))

    def _came_to(self, running: _Running) -> None:
        self._under_way = False
        words, screen = self.words, self.ui.plan_screen
        if not screen.stands:
            return
        if running.raised is not None:
            raise running.raised
        if running.fault is not None:
            screen.tell(words.sentence(running.fault), bad=True)
            return
        from tui.reports.synced import in_a_line

        assert running.done is not None
        told, bad = in_a_line(running.done, words)
        screen.tell(told, bad=bad)
        if (pending := self._left_to_decide()) is not None:
            self._ask(pending)

    def _left_to_decide(self) -> Pending | None:
        """What a sync has left to be decided in this plan; looked up cheaply, for there is hardly ever anything."""
        if pending_for(self.session.loaded.state.path) is None:
            return None
        from tui.session.server import left_to_decide

        return left_to_decide(self.session)

    # -- what is to be decided --------------------------------------------------------------------------------------

    def offer(self) -> None:
        """At the start: what a sync has left to be decided in this plan."""
        if (pending := self._left_to_decide()) is not None and not self.session.workspace.readonly:
            self._ask(pending)

    def _ask(self, pending: Pending) -> None:
        from tui.screens.dialogs.choose import Answer, Choose

        words = self.words

        def answered(answer: str | None) -> None:
            if answer == "decide":
                self._join(pending, then_send=not self.session.unsaved())
            else:
                self.ui.plan_screen.tell(
                    words(N_("not decided yet: nothing is sent before; “Synchronise with the server” in : asks again"))
                )

        told = N_("The plan was changed here and by others on the server, differently. Nothing is sent or joined before it is decided.")
        self.ui.push_screen(
            Choose(
                words,
                words(N_("Changed here and on the server")),
                words(told),
                [
                    Answer("decide", "q", words(N_("decide now, field by field"))),
                    Answer("later", "d", words(N_("later"))),
                ],
            ),
            answered,
        )

    def _join(self, pending: Pending, *, then_send: bool) -> None:
        """Join the server's version with the plan here and have what does not fit decided; then save and send, if only that is unsaved."""
        from tui.session.server import join_with_server

        session, words, screen = self.session, self.words, self.ui.plan_screen
        outcome = join_with_server(session, pending)
        if isinstance(outcome, NotSaved):
            screen.tell(outcome.told(words), bad=True)
            return
        after = self._save_and_send if then_send else self._tell_unsaved
        if session.disputed.conflicts:
            self._merging.decide_then(after)
        else:
            after()

    def _save_and_send(self) -> None:
        self._saving.save_then(self.do_sync)

    def _tell_unsaved(self) -> None:
        self.ui.plan_screen.tell(self.words(N_("decided; save, then synchronise: other changes of yours are unsaved as well")))


class _Running:
    """One sync, run in a thread; what came of it."""

    def __init__(self, plan: Path, words: Words) -> None:
        self._plan, self._words = plan, words
        self.done: Synced | None = None
        self.fault: Sentence | None = None
        self.raised: BaseException | None = None
        """A fault of the program, to be raised again where the screen is."""

    def run(self) -> None:
        try:
            self._run()
        except StoreError as fault:
            self.fault = fault.sentence
        except OSError as fault:
            self.fault = reason(fault)
        except BaseException as fault:
            self.raised = fault

    def _run(self) -> None:
        from tui.reports.synced import commit_message
        from tui.store.servers.sync import Wish, synced

        self.done = synced(self._plan, Wish(lambda changes: commit_message(changes, self._words)))
