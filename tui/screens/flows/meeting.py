"""Going to a review meeting: its agenda, an item of it, or what its chair shows on another terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.plan import Plan
from tui.model.text import N_, Sentence, say
from tui.screens.flows.flow import Flow
from tui.screens.places import leave_places
from tui.store.presence import Peer

if TYPE_CHECKING:
    from tui.screens.review.agenda_data import Shown


class Meeting(Flow):
    """The meeting that is held, and the chair who shows it elsewhere."""

    def do_review(self) -> None:
        """The meeting that is being held; where older ones were never closed, which one, or a new one."""

        from tui.screens.dialogs.picker import Item, Picker
        from tui.screens.review.agenda_data import Shown

        held = self.session.plan.tables["reviews"]
        still_open = sorted((id for id, review in held.items() if "closed_on" not in review), key=lambda id: held[id]["date"], reverse=True)
        running = [id for id in still_open if held[id]["date"] >= self.session.as_of]
        if not still_open or len(running) == len(still_open) == 1:
            self.show_review(Shown(still_open[0] if still_open else None, None))
            return
        new = "\n"  # no id is one
        items = [Item(id, self.words(N_("Meeting of {day}, not closed"), day=held[id]["date"])) for id in still_open]
        started = Item(new, self.words(N_("Agenda of a new meeting, {day}"), day=self.session.as_of))
        items = [*items, started] if running else [started, *items]

        def picked(found: list[str] | None) -> None:
            if found:
                self.show_review(Shown(None if found[0] == new else found[0], None))

        self.ui.push_screen(Picker(self.words, self.words(N_("Which meeting?")), items), picked)

    def show_review(self, shown: Shown) -> None:
        """The agenda of a meeting, and above it the item that is to stand alone."""

        from tui.screens.review.agenda import AgendaScreen
        from tui.screens.review.item import ItemScreen

        leave_places(self.ui)
        review = shown.review if self.session.plan.get("reviews", shown.review or "") is not None else None
        agenda = AgendaScreen(review, shown.subject)
        self.ui.push_screen(agenda)
        if review is not None and shown.alone and shown.subject in agenda_of(self.session.plan, review):
            assert shown.subject is not None
            self.ui.push_screen(ItemScreen(review, shown.subject))

    def open_closed(self, review: str) -> None:
        """A closed meeting above the list of meetings, as it was then."""

        from tui.screens.review.agenda import AgendaScreen

        self.ui.push_screen(AgendaScreen(review))

    def do_who_reported(self) -> None:
        """Who has reported, on the day the meeting looks from where one is shown; the body that is chosen in the list of bodies."""
        from tui.screens.review.base import ReviewScreen
        from tui.screens.review.reported import WhoReported

        shown = self.ui.screen
        day = shown.day if isinstance(shown, ReviewScreen) else self.session.as_of

        def picked(body: str | None) -> None:
            if body is not None:
                self.ui.jump("agencies", body)

        self.ui.push_screen(WhoReported(self.words, self.session, day), picked)

    # -- the chair ------------------------------------------------------------------------------------------------

    def chairs(self) -> list[Peer]:
        """The other sessions that show an item of a meeting."""
        return [somebody for somebody in self.session.watch.others if somebody.showing is not None]

    def why_not_follow(self) -> Sentence | None:
        return None if self.chairs() else say(N_("nobody else shows an item of a meeting of this plan now"))

    def do_follow(self) -> None:
        from tui.screens.dialogs.picker import Item, Picker

        chairs = self.chairs()
        if len(chairs) == 1:
            self._follow(chairs[0])
            return
        items = [Item(str(n), f"{chair.name} ({chair.login}) · {chair.since:%H:%M}") for n, chair in enumerate(chairs)]

        def picked(found: list[str] | None) -> None:
            if found:
                self._follow(chairs[int(found[0])])

        self.ui.push_screen(Picker(self.words, self.words(N_("Follow whom?")), items), picked)

    def _follow(self, chair: Peer) -> None:
        from tui.screens.review.follow import FollowScreen

        leave_places(self.ui)
        self.ui.push_screen(FollowScreen(chair))


def agenda_of(plan: Plan, review: str) -> list[str]:
    """The subjects on a meeting's list."""
    return [item["subject"] for item in (plan.get("reviews", review) or {}).get("items", ())]
