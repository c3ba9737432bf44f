"""Leaving the workbench, with everything saved or dropped by the person's own word."""

from __future__ import annotations

from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, printable, say
from tui.screens.drafting import draft_line
from tui.screens.flows.flow import Flow
from tui.screens.flows.saving import Saving
from tui.screens.ui import Ui
from tui.start import browser


class Leaving(Flow):
    """Asks only when something is unsaved, or typed and not kept."""

    def __init__(self, ui: Ui, saving: Saving) -> None:
        super().__init__(ui)
        self._saving = saving

    def do_quit(self) -> None:
        unsaved = self.session.unsaved()
        drafts = self._drafts()
        if not unsaved and not drafts:
            self._leave()
            return

        from tui.reports.labels import record_label  # who leaves without a question does not wait for what asks one
        from tui.screens.dialogs.choose import Answer, Choose
        from tui.session.server import only_from_server

        theirs = only_from_server(self.session)
        own = [each for each in unsaved if each not in theirs]

        def name(table: str, id: str) -> str:
            return printable(record_label(table, id, self.session.plan, self.words)) if id else self.words(TABLES[table].label)

        names = list(dict.fromkeys(f"· {name(t, i)}" for t, i, _ in own))
        joined = self.words(N_("from the server, joined and not saved yet"))
        names += dict.fromkeys(f"· {joined}: {name(t, i)}" for t, i, f in unsaved if (t, i, f) in theirs)
        names += [f"· {self.words(N_('typed, not kept'))}: {shown}" for shown in drafts]
        text = "\n".join(names[:10] + ([self.words.count("and {n} more", "and {n} more", len(names) - 10)] if len(names) > 10 else []))

        def answered(answer: str | None) -> None:
            if answer == "save" and unsaved:
                self._saving.save_then(lambda: self._leave(keep=bool(drafts)))
            elif answer == "save":
                self._leave(keep=True)
            elif answer == "discard":
                self._leave()

        self.ui.push_screen(
            Choose(
                self.words,
                self._title(len(own), len(drafts), len(theirs)),
                text,
                [
                    Answer("save", "l", self._save_words(len(unsaved), len(drafts))),
                    Answer("discard", "b", self._without(len(own) + len(drafts), len(theirs)), destroys=bool(own or drafts)),
                    Answer("cancel", "k", self.words(N_("go on working"))),
                ],
            ),
            answered,
        )

    @property
    def _hands_in(self) -> bool:
        return self.session.proposing is not None

    def _without(self, own: int, theirs: int) -> str:
        if theirs and own:
            return self.words(N_("drop your own changes and quit; what came from the server is joined again at the next start"))
        if theirs:
            return self.words(N_("quit; what came from the server is joined again at the next start"))
        return self.words(N_("quit without handing in") if self._hands_in else N_("quit without saving"))

    def _save_words(self, unsaved: int, drafts: int) -> str:
        """What is only typed is nothing that can be saved: it is offered again at the next start."""
        if not unsaved:
            return self.words(N_("quit; what is typed is offered again at the next start"))
        if drafts:
            rest = N_("hand in and quit; what is only typed is offered again at the next start")
            return self.words(rest if self._hands_in else N_("save and quit; what is only typed is offered again at the next start"))
        return self.words(N_("hand in and quit") if self._hands_in else N_("save and quit"))

    def _title(self, n: int, drafts: int, theirs: int) -> str:
        if not n and theirs:
            return self.words.count(
                "{n} change from the server is joined and not saved yet",
                "{n} changes from the server are joined and not saved yet",
                theirs,
            )
        if not n:
            return self.words.count("{n} draft is typed and not kept", "{n} drafts are typed and not kept", drafts)
        if self._hands_in:
            return self.words.count("{n} change is not handed in", "{n} changes are not handed in", n)
        return self.words.count("{n} change is not saved", "{n} changes are not saved", n)

    def why_not_suspend(self) -> Sentence | None:
        if browser.session() is not None:
            return say(N_("in a browser there is no shell to go to; a tab that is closed loses nothing"))
        return None

    def do_suspend(self) -> None:
        """Every edit is in the journal already; should the shell end, they are offered again."""
        if not self.ui.suspend_to_shell():
            self.ui.plan_screen.tell(self.words(N_("there is no shell here to go to; the program goes on")), bad=True)

    def _drafts(self) -> list[str]:
        """What was typed and not kept, here or in a session before, each in a line."""
        return [draft_line(draft) for draft in self.session.journal.drafts]

    def _leave(self, *, keep: bool = False) -> None:
        """Leave with nothing left to keep: saved, or dropped by the person's own word. ``keep``: drafts stay for the next start."""
        self.session.end(keep=keep)
        self.ui.exit()
