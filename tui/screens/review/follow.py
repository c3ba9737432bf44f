"""Following the chair of a meeting (``M``): the item on the chair's screen, from the plan as it is here, for reading only."""

from __future__ import annotations

from textual.app import ComposeResult

from tui.actions import Scope
from tui.model.text import N_, Sentence
from tui.screens.base import bindings
from tui.screens.review.base import ReviewScreen
from tui.screens.review.item_facts import facts_of
from tui.screens.review.view import ItemView
from tui.store.presence import Peer, Showing
from tui.widgets.line import Line


class FollowScreen(ReviewScreen):
    """Asked once a second what the chair shows; drawn again only when that, or the plan here, has changed. Esc stops."""

    BINDINGS = bindings()
    scopes = frozenset({Scope.APP})
    helped_as = "follow"
    parts = ("title", "item")

    def __init__(self, chair: Peer) -> None:
        super().__init__(None)
        self.chair = chair
        self.showing_now: Showing | None = chair.showing
        """What the chair shows, or showed last."""

    def compose(self) -> ComposeResult:
        yield Line(id="title")
        yield ItemView(id="item")
        yield from self.bottom()

    def on_mount(self) -> None:
        self.fit(*self.app.size)
        self.show_header()
        self._show()

    def model_changed(self, tables: frozenset[str]) -> None:
        self._show()
        self.show_header()

    def _show(self) -> None:
        showing = self.showing_now
        if showing is None:
            return
        known = self.session.plan.get("reviews", showing.review) is not None
        self.review = showing.review if known else None
        facts = facts_of(self.session, self.review, showing.subject, showing.day)
        item = {key: value for key, value in self.item(showing.subject).items() if key != "seconds"}
        self.query_one(ItemView).show(self.session, facts, item, showing.day)

    def show_header(self) -> None:
        """The company has changed, or may have: look at what the chair shows."""
        now = next((s for s in self.session.watch.others if (s.login, s.since) == (self.chair.login, self.chair.since)), None)
        if now is not None:
            self.chair = now
            if now.showing is not None and now.showing != self.showing_now:
                self.showing_now = now.showing
                self._show()
        words = self.words
        left = f" {words(N_('Following {name}'), name=self.chair.name)}"
        day = self.showing_now.day if self.showing_now is not None else self.session.as_of
        self.query_one("#title", Line).say((left, ""), right=words(N_("seen from {day}"), day=day) + " ")
        self._told = words.sentence(self._stage(now))
        self.show_status()

    _told = ""

    def _stage(self, now: Peer | None) -> Sentence:
        if now is None:
            return Sentence(N_("{name} has left; this was shown last"), {"name": self.chair.name})
        if now.showing is None:
            return Sentence(N_("{name} is on no item now; this was shown last"), {"name": now.name})
        if now.unsaved:
            return Sentence(N_("what is saved is shown; {name} has {n} unsaved"), {"name": now.name, "n": now.unsaved})
        return Sentence(N_("what is saved is shown"), {})

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Nobody presses a key here, so only what went wrong takes the place of what is followed."""
        super().tell(text if bad else "", bad=bad)

    def show_status(self) -> None:
        if self._message[0]:
            super().show_status()
            return
        line = self.query_one("#status", Line)
        line.set_class(False, "bad")
        line.say(f" {self._told}  ", ("Esc", "bold", "escape"), (f" {self.words(N_('stops following'))}", "", "escape"))
