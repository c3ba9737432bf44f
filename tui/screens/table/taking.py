"""A file or block taken in: its figures asked about, its proposal shown, what is agreed to made as one step."""

from __future__ import annotations

from collections.abc import Callable

from tui.exchange.taking import Taking
from tui.model.text import N_, printable, say
from tui.screens.base import PlanScreen
from tui.screens.dialogs.taking_in import TakingIn
from tui.screens.dialogs.vintage import ask_vintage
from tui.screens.table.proposing import Label, propose


def take_in(
    screen: PlanScreen,
    taking: Taking,
    title: str = "",
    label: Label | None = None,
    *,
    made: Callable[[], None] = lambda: None,
    only_when_read: bool = False,
) -> None:
    """Ask what the figures are that do not say it, then show what would change. ``label``: what the undo step is called."""
    words, session = screen.words, screen.session
    shown = title or f"{words(N_('Take in a workbook'))} · {taking.name}"
    told = words.count("{n} figure of the table", "{n} figures of the table", len(taking.found.figures))

    def show(vintage: str | None, source: str | None) -> None:
        taking.say_of_figures(vintage, source)
        propose(
            screen,
            shown,
            taking.proposal(session.plan),
            label or (lambda lines: say(N_("taken in from {file}"), file=printable(taking.name))),
            made=made,
            only_when_read=only_when_read,
            box=lambda make: TakingIn(words, shown, taking, session.workspace.plan, make),
        )

    def left() -> None:
        screen.tell(words(N_("nothing was taken: {what}"), what=printable(taking.name)))

    ask_vintage(screen.ui, taking.found.figures, told, show, left)
