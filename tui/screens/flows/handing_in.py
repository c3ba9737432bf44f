"""A body that may only report: handing in what it proposes, taking that back, and being told what became of it."""

from __future__ import annotations

from collections.abc import Callable

from tui.model.fields import TABLES
from tui.model.text import N_, printable, say
from tui.screens.flows.copies import Copies
from tui.screens.flows.flow import Flow
from tui.screens.flows.merging import Merging
from tui.screens.ui import Ui
from tui.session.merge import joined_words
from tui.session.outcomes import Asking, NotSaved, Sent, Withdrawn


class HandingIn(Flow):
    """Hands in where others save."""

    def __init__(self, ui: Ui, merging: Merging, copies: Copies) -> None:
        super().__init__(ui)
        self._merging, self._copies = merging, copies

    def ask_note_then(self, after: Callable[[], object]) -> None:
        """Ask for a note, which may be empty, and hand in."""
        from tui.screens.dialogs.ask import Ask

        def answered(text: str | None) -> None:
            if text is not None:
                self.hand_in_then(after, text.strip())

        self.ui.push_screen(
            Ask(self.words, self.words(N_("A note to go with it? Enter hands in, also without one")), "", lambda text: ""), answered
        )

    def hand_in_then(self, after: Callable[[], object], note: str) -> None:
        """Hand in, then do something; what others saved is joined first, and only what does not fit is asked about."""
        from tui.session.handing_in import hand_in

        words, session = self.words, self.session
        outcome = hand_in(session, note)
        if isinstance(outcome, Asking):
            self._merging.decide_then(lambda: self.hand_in_then(after, note))
        elif isinstance(outcome, NotSaved):
            self._ask_about_failure(outcome.told(words), after, note)
        elif isinstance(outcome, Withdrawn):
            self._tell(words(N_("withdrawn: nothing of yours is handed in")))
            after()
        else:
            assert isinstance(outcome, Sent)
            told = words.count("{n} change handed in", "{n} changes handed in", outcome.changes)
            joined = [joined_words(outcome.joined, session.plan, words)] if outcome.joined is not None else []
            self._tell("; ".join([told, *joined]))
            after()

    def _ask_about_failure(self, why: str, after: Callable[[], object], note: str) -> None:
        from tui.screens.dialogs.choose import Answer, Choose

        words = self.words

        def answered(answer: str | None) -> None:
            if answer == "again":
                self.hand_in_then(after, note)
            elif answer == "copy":
                self._copies.ask_for_copy(after)

        self.ui.push_screen(
            Choose(
                words,
                words(N_("The proposal could not be handed in")),
                why + "\n" + words(N_("Everything you typed is still here.")),
                [
                    Answer("again", "t", words(N_("try again"))),
                    Answer("copy", "c", words(N_("save a copy elsewhere"))),
                    Answer("cancel", "k", words(N_("go on working"))),
                ],
            ),
            answered,
        )

    # -- how it stands ------------------------------------------------------------------------------------------------

    def show_own(self) -> None:
        """What is handed in and what is not; it may be handed in or withdrawn from here."""
        from tui.screens.dialogs.choose import Answer, Choose

        words, proposing = self.words, self.session.proposing
        assert proposing is not None
        unsent = len(proposing.unsent())
        told = [words.count("{n} change is not handed in", "{n} changes are not handed in", unsent)]
        answers = [Answer("hand in", "g", words(N_("hand in")))] if unsent else []
        if (sent := proposing.waiting) is not None:
            at = self.session.clock.local(sent.at)
            told.insert(0, words(N_("handed in {day} {time}: {n} changes"), day=at.date(), time=f"{at:%H:%M}", n=len(sent.edits)))
            told += [f"“{sent.note}”"] if sent.note else []
            answers.append(Answer("withdraw", "r", words(N_("withdraw what is handed in")), destroys=True))
        elif proposing.sent is None:
            told.insert(0, words(N_("nothing of yours is handed in")))

        def answered(answer: str | None) -> None:
            if answer == "hand in":
                self.ask_note_then(lambda: None)
            elif answer == "withdraw":
                self._withdraw()

        answers.append(Answer("cancel", "k", words(N_("go on working"))))
        self.ui.push_screen(Choose(words, words(N_("Your proposal")), "\n".join(told), answers), answered)

    def _withdraw(self) -> None:
        from tui.session.handing_in import withdraw

        outcome = withdraw(self.session)
        if isinstance(outcome, NotSaved):
            self._tell(outcome.told(self.words), bad=True)
        else:
            self._tell(self.words(N_("withdrawn: nothing of yours is handed in")))

    # -- what became of it --------------------------------------------------------------------------------------------

    def greet_then(self, after: Callable[[], None]) -> None:
        """At the start: say that edits are a proposal here, and what became of the last one."""
        proposing = self.session.proposing
        assert proposing is not None
        told = [self.words(N_("you may report here, not save: Ctrl+S hands in what you change as a proposal"))]
        if proposing.dropped:
            lost = "{n} change you had handed in no longer fits the plan", "{n} changes you had handed in no longer fit the plan"
            told.append(self.words.count(*lost, len(proposing.dropped)))
        self._tell("; ".join(told), bad=bool(proposing.dropped))
        if proposing.answer is not None:
            self._show_answer(after)
        else:
            after()

    def look(self) -> None:
        """See whether the office has answered meanwhile, and say it; the whole answer is shown at the next start."""
        proposing = self.session.proposing
        if proposing is not None and (answer := proposing.look()) is not None:
            taken = N_("{name} has taken in your proposal"), N_("{name} has returned your proposal: {reason}")
            self._tell(self.words(taken[not answer.is_taken], name=answer.name, reason=answer.answered.reason), bad=not answer.is_taken)
            self.ui.plan_screen.show_header()

    def _show_answer(self, after: Callable[[], None]) -> None:
        from tui.screens.dialogs.inspect import Inspect

        words, proposing = self.words, self.session.proposing
        assert proposing is not None and proposing.answer is not None and proposing.sent is not None
        answer = proposing.answer
        at = self.session.clock.local(answer.at)
        when = say("{day} {time}", day=at.date(), time=f"{at:%H:%M}")
        lines = [words(N_("by {name}, {when}"), name=answer.name, when=when), *([answer.answered.reason] if answer.answered.reason else [])]
        if answer.is_taken:
            title = words(N_("Your proposal has been taken in"))
            if answer.answered.left:
                lines += ["", words(N_("Not taken in:")), *(f"· {self._place(*place)}" for place in answer.answered.left)]
        else:
            title = words(N_("Your proposal has been returned"))
            lines += ["", words(N_("What you had proposed is here again; mend it and hand it in once more."))]

        def seen(_: object) -> None:
            from tui.store.files.errors import SaveFailed

            try:
                proposing.seen()
            except SaveFailed as fault:
                self._tell(words.sentence(fault.sentence), bad=True)
            after()

        self.ui.push_screen(Inspect(words, title, "\n".join(lines)), seen)

    def _place(self, table: str, id: str, field: str) -> str:
        spec = TABLES[table].by_key.get(field) if table in TABLES else None
        if spec is None or self.session.plan.get(table, id) is None:
            return printable(f"{table}.{id}.{field}")
        return f"{self.words(spec.label)} · {printable(self.words.show(self.session.plan.shortly_called(table, id)))}"

    def _tell(self, text: str, *, bad: bool = False) -> None:
        self.ui.plan_screen.tell(text, bad=bad)
