"""What every screen of the workbench shares: the dispatcher that turns a key into an action, or says why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.binding import Binding

from tui.actions import ACTIONS, ANSWERING, BY_ID, MOVE, ONLY_DRAWING, ONLY_MARKING, TYPED_AFTER, Action, Scope, in_scope
from tui.model.text import N_, Sentence, say
from tui.screens.over_plan import OverPlan
from tui.screens.performing import performer, reason_of
from tui.screens.reporting import why_not_proposed
from tui.screens.room import fits, too_small
from tui.screens.shown import ShownOverPlan
from tui.screens.ui import ALL_HANDED_IN, ALL_SAVED
from tui.start import debug_log
from tui.terminal.pasted_keys import KeysHere

if TYPE_CHECKING:
    from tui.screens.purposes import Purpose

_TO_MANY: Final = "tab_lake"
_NO_TABLE: Final = say(N_("this screen has no table for that"))
_NOT_HERE: Final = say(N_("this cannot be done here"))
_WHERE: Final[Mapping[Scope, Sentence]] = {
    Scope.HISTORY: say(N_("this is done in a history (H)")),
    Scope.REVIEW: say(N_("this is done in a meeting (m)")),
    Scope.AGENDA: say(N_("this is done on the agenda of a meeting (m)")),
    Scope.ITEM: say(N_("this is done on an item of a meeting (m, then Enter)")),
    Scope.LAKE: say(N_("this is done over many plans (kehoach LAKE)")),
}
"""Where what belongs to other screens is done; on those with a table else."""


def bindings(*scopes: Scope) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Textual bindings of the actions of these scopes; the id is the action's, so a keymap file can override keys."""
    return [
        Binding(",".join(action.keys), f"act('{action.id}')", action.title, show=False, id=action.id)
        for action in in_scope(scopes)
        if action.keys
    ]


class PlanScreen(OverPlan, ShownOverPlan):
    """A screen over the plan. ``do_<id>`` performs an action here, else in a flow of the workbench; the action has the rules of when."""

    BINDINGS = bindings(Scope.APP)
    scopes: frozenset[Scope] = frozenset({Scope.APP})
    helped_as: ClassVar[str] = ""
    """By what name its purpose is found; its table where it is empty."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.ScreenResume):  # what is away keeps its styles; only a theme makes others of them, see below
            event.refresh_styles = False
        await super().on_event(event)
        if isinstance(event, events.ScreenResume) and self.is_current:
            self.ui.stands_now()

    def on_mount(self) -> None:
        self._colours = self.app.theme

    def on_screen_resume(self) -> None:
        if self.is_mounted and self._colours != self.app.theme:
            self._colours = self.app.theme
            self.app.stylesheet.update(self)

    @property
    def rows_of(self) -> tuple[str, Sentence, dt.date]:
        """What stands above rows that leave the workbench: the title of the plan, from when it is seen, and that day."""
        from tui.reports.status import plan_title

        return plan_title(self.session.plan), self.session.seen_from, self.session.as_of

    # -- what it is for -------------------------------------------------------------------------------------------

    @property
    def purpose(self) -> Purpose:
        """What it is for, and what is used most on it."""
        from tui.screens.purposes import purpose_of  # its words are for who asks

        return purpose_of(self.helped_as or self.table_name, table=Scope.TABLE in self.scopes)

    def has_right(self, action: Action) -> bool:
        """Whether who is here may do what an action does at all: only then is its key named to them."""
        return self.wrong_hands(action) is None

    def wrong_hands(self, action: Action) -> Sentence | None:
        """Why who is here may not do what an action does, whatever is under the cursor."""
        if action.writes and self.session.workspace.readonly:
            return self.session.why_readonly()
        return why_not_proposed(action.id) if action.writes and self.session.proposing is not None else None

    def unanswered(self, event: events.Key) -> None:
        """A key nothing has answered: say so, and what does something instead."""
        if (told := self._nearest(event)) is not None:
            self.tell(self.words.sentence(told))

    def _nearest(self, event: events.Key) -> Sentence | None:
        """What is said of a key that does nothing here; None for one nobody pressed to have something done."""
        shown, key = self.pressed_for(event), event.key
        if shown is None:
            return None
        elsewhere = [a for a in ACTIONS if key in self.ui.keys_of(a)]
        for action in elsewhere:
            reason = self.reason_against(action)
            if reason is not None:
                return say(N_("{key} is “{title}”: {why}"), key=shown, title=Sentence(action.title), why=reason)
        other = event.character.swapcase() if event.character else ""
        for action in self.actions():
            if other and other != event.character and other in self.keys_of(action):
                return say(N_("{key} does nothing here; {other} is “{title}”"), key=shown, other=other, title=Sentence(action.title))
        return say(N_("{key} does nothing here; : finds every command, ? lists the keys"), key=shown)

    # -- actions --------------------------------------------------------------------------------------------------

    def actions(self) -> list[Action]:
        """The actions of this screen, in the order of the table; the way back to many plans where there are some."""
        return [a for a in ACTIONS if a.scope in self.scopes and (a.id != _TO_MANY or self.ui.lake is not None)]

    def keys_of(self, action: Action) -> Sequence[str]:
        """The keys that ask for an action here: a key of the screen's own goes before the same one of the whole program."""
        keys = self.ui.keys_of(action)
        if action.scope is not Scope.APP:
            return keys
        own = {key for a in in_scope(self.scopes - {Scope.APP}) for key in self.ui.keys_of(a)}
        return [key for key in keys if key not in own]

    @property
    def keys_here(self) -> KeysHere:
        """What tells keys typed ahead from a text pasted into a terminal that does not say so."""

        def of(actions: Iterable[Action]) -> frozenset[str]:
            return frozenset(key for action in actions for key in self.keys_of(action))

        mine = self.actions()
        moving = of(a for a in mine if a.group == MOVE or a.id in ONLY_MARKING or a.id in ANSWERING)
        moving |= frozenset(self.active_bindings) - of(mine)  # of a list: it only moves
        opening = of(a for a in mine if a.id in TYPED_AFTER)
        return KeysHere(moving, opening, all=moving | of(mine), takes_text=self.takes_text, takes_figure=self.takes_digits)

    takes_text: ClassVar[bool] = False
    """Whether a text that is pasted here, with no field in it, is taken."""

    @property
    def takes_digits(self) -> bool:
        """Whether a digit begins to type a figure."""
        return False

    def action_act(self, id: str) -> None:
        """Perform an action, or say in the status line why it cannot be done."""
        action = BY_ID[id]
        if id not in ONLY_DRAWING and not self.finish_typing():  # Ctrl+S in a cell saves that cell too
            return
        reason = self.reason_against(action)
        if reason is not None:
            self.tell(self.words.sentence(reason), bad=reason not in (ALL_SAVED, ALL_HANDED_IN))
            return
        if id not in ONLY_DRAWING:
            self.tell("")
        perform = performer(id, self._performers)
        assert perform is not None, "else there is a reason against it"
        debug_log.note("action", of=id)
        perform()

    @property
    def _performers(self) -> tuple[object, ...]:
        return (self, *self.ui.flows)

    def reason_against(self, action: Action) -> Sentence | None:
        """Why the action cannot act now; None when it can. What the action says of itself goes before a reason of whoever performs it."""
        if action.scope not in self.scopes:
            return _WHERE.get(action.scope, _NO_TABLE)
        if (wrong := self.wrong_hands(action)) is not None:
            return wrong
        if action.writes and not fits(*self.app.size):
            return too_small()  # nobody could see what is changed
        if action.tables is not None and self.table_name not in action.tables:
            return Sentence(action.elsewhere) if action.elsewhere else _NOT_HERE
        if performer(action.id, self._performers) is None:
            return _NOT_HERE
        found = self.closed_to(action) or (self.no_row() if action.needs_row else None)
        return found or reason_of(action.id, self._performers)

    def closed_to(self, action: Action) -> Sentence | None:
        """Why nothing of the action's kind can be done on this screen now, whatever is under the cursor."""
        return None

    def no_row(self) -> Sentence | None:
        """What is said where nothing is under the cursor; None when something is."""
        return None

    def finish_typing(self) -> bool:
        """Keep what is being typed on the screen; False when it cannot be kept as it is."""
        return True

    def do_back_out(self) -> None:
        """Leave one level."""
        if len(self.ui.screen_stack) > 1:
            self.dismiss(None)
