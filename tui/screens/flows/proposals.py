"""What bodies have handed in: seen, taken in field by field, or returned with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.model.counting import changes_of
from tui.model.text import N_, Sentence, printable, say
from tui.screens.flows.flow import Flow
from tui.screens.flows.handing_in import HandingIn
from tui.screens.ui import Ui

if TYPE_CHECKING:
    from tui.model.proposal import Line, Proposal
    from tui.session.taking import TakingIn
    from tui.store.proposals.inbox import HandedIn


class Proposals(Flow):
    """One after the other; a body sees its own."""

    def __init__(self, ui: Ui, handing_in: HandingIn) -> None:
        super().__init__(ui)
        self._handing_in = handing_in

    def why_not_proposals(self) -> Sentence | None:
        session = self.session
        if session.proposing is not None or session.takes_in is not None:
            return None
        if session.workspace.readonly:
            return session.why_readonly()
        return say(N_("nobody can hand in anything yet: “kehoach propose --set-up” makes the place for it"))

    def do_proposals(self) -> None:
        if self.session.proposing is not None:
            self._handing_in.show_own()
            return
        taking = self._taking
        taking.look(again=True)
        self.tell_faults()
        waiting = taking.waiting
        if not waiting:
            self.ui.plan_screen.tell(self.words(N_("no body has handed in anything that waits")))
        elif len(waiting) == 1:
            self._ask(waiting[0])
        else:
            self._pick(waiting)

    @property
    def _taking(self) -> TakingIn:
        taking = self.session.takes_in
        assert taking is not None, "else there is a reason against it"
        return taking

    # -- looking ------------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """See what has come, and say what is new."""
        self.session.look_for_proposals()
        taking = self.session.takes_in
        if taking is None:
            return
        before = {handed.digest for handed in taking.waiting}
        if not taking.look():
            return
        self.tell_faults()
        new = [handed for handed in taking.waiting if handed.digest not in before]
        if new:
            names = ", ".join(dict.fromkeys(taking.body_of(handed) for handed in new))
            self.ui.plan_screen.tell(self.words(N_("handed in by {names}: B shows it"), names=printable(names)))
        for screen in self.ui.plan_screens():
            screen.show_header()

    def tell_faults(self) -> None:
        """Say of each file that is left alone once why."""
        faults = self._taking.new_faults()
        if faults:
            self.ui.plan_screen.tell("; ".join(map(self.words.sentence, faults)), bad=True)

    # -- one after the other ------------------------------------------------------------------------------------------

    def _pick(self, waiting: Sequence[HandedIn]) -> None:
        from tui.screens.dialogs.picker import Item, Picker

        items = [Item(handed.digest, self._line(handed), handed.login) for handed in waiting]
        by_digest = {handed.digest: handed for handed in waiting}

        def picked(found: list[str] | None) -> None:
            if found:
                self._ask(by_digest[found[0]])

        title = self.words.count("{n} body handed in", "{n} bodies handed in", len(waiting))
        self.ui.push_screen(Picker(self.words, title, items), picked)

    def _line(self, handed: HandedIn) -> str:
        at = self.session.clock.local(handed.at)
        changes = self.words.count("{n} change", "{n} changes", changes_of(handed.edits))
        note = f" · “{handed.note}”" if handed.note else ""
        return printable(f"{self._taking.body_of(handed)} · {self.words.date(at.date())} {at:%H:%M} · {changes}{note}")

    def _ask(self, handed: HandedIn) -> None:
        """What is to become of one; one the plan holds already is answered at once."""
        from tui.screens.dialogs.choose import Answer, Choose

        words, taking = self.words, self._taking
        offer = taking.offer(handed)
        if not offer.lines and not offer.rejects:
            fault = taking.settle(handed)
            told = (
                words.sentence(fault)
                if fault
                else words(N_("the plan holds all of it already: {body} is told"), body=taking.body_of(handed))
            )
            self.ui.plan_screen.tell(told, bad=fault is not None)
            self._told_all()
            return

        def answered(answer: str | None) -> None:
            if answer == "look":
                self._preview(handed, offer)
            elif answer == "return":
                self._ask_reason(handed)

        answers = [
            Answer("look", "x", words(N_("look at each field and take in"))),
            Answer("return", "t", words(N_("return it with a reason"))),
            Answer("later", "d", words(N_("leave it for later"))),
        ]
        title = words(N_("Proposal of {body}"), body=taking.body_of(handed))
        self.ui.push_screen(Choose(words, printable(title), self._told(handed, offer), answers), answered)

    def _told(self, handed: HandedIn, offer: Proposal) -> str:
        words = self.words
        doubtful, refused = sum(line.doubt is not None for line in offer.lines), len(offer.rejects)
        name = handed.name if handed.name == handed.login else f"{handed.name} ({handed.login})"
        lines = [printable(name), self._line(handed)]
        if doubtful:
            lines.append("△ " + words.count("{n} in doubt, not marked at first", "{n} in doubt, not marked at first", doubtful))
        if refused:
            lines.append("✗ " + words.count("{n} cannot be taken in", "{n} cannot be taken in", refused))
        return "\n".join(lines)

    def _preview(self, handed: HandedIn, offer: Proposal) -> None:
        from tui.screens.table.proposing import propose

        taking = self._taking

        def label(lines: Sequence[Line]) -> Sentence:
            return taking.label(handed)

        def made() -> None:
            told = self.words(N_("taken in; saving (Ctrl+S) records it and tells {body}"), body=taking.body_of(handed))
            self.ui.plan_screen.tell(told)
            self._told_all()
            if taking.waiting:
                self.do_proposals()

        title = self.words(N_("Proposal of {body}"), body=taking.body_of(handed))
        propose(self.below, title, offer, label, made=made)

    def _ask_reason(self, handed: HandedIn) -> None:
        from tui.screens.dialogs.ask import Ask

        words, taking = self.words, self._taking

        def checked(text: str) -> str:
            return "" if text.strip() else words(N_("a reason is needed: {body} sees it at the next start"), body=taking.body_of(handed))

        def answered(text: str | None) -> None:
            if text is None:
                return
            fault = taking.give_back(handed, text)
            told = words.sentence(fault) if fault else words(N_("returned to {body}"), body=taking.body_of(handed))
            self.ui.plan_screen.tell(told, bad=fault is not None)
            self._told_all()

        title = words(N_("Why does it go back to {body}?"), body=taking.body_of(handed))
        box = Ask(words, title, "", checked)
        box.belongs_to = ("proposals", handed.digest)
        self.ui.push_screen(box, answered)

    def _told_all(self) -> None:
        for screen in self.ui.plan_screens():
            screen.show_header()
