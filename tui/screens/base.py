"""What every screen of the workbench shares: the dispatcher that turns a key into an action, or says why not."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.screen import Screen

from tui.actions import ACTIONS, BY_ID, Action, Scope, in_scope
from tui.model.fields import TABLES
from tui.model.replace_text import Search
from tui.model.text import N_, Sentence, say
from tui.screens.over_plan import OverPlan


def bindings(*scopes: Scope) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Textual bindings of the actions of these scopes; the id is the action's, so a keymap file can override keys."""
    return [
        Binding(",".join(action.keys), f"act('{action.id}')", action.title, show=False, id=action.id)
        for action in in_scope(scopes)
        if action.keys
    ]


class PlanScreen(OverPlan, Screen[None]):
    """A screen over the plan. ``do_<id>`` performs an action here, else in a flow of the workbench."""

    BINDINGS = bindings(Scope.APP)
    scopes: frozenset[Scope] = frozenset({Scope.APP})
    starting_place = False
    """Whether people go elsewhere from here and do not come back: it does not stay above the tab it was opened on."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.ScreenResume):  # what is away keeps its styles; only a theme makes others of them, see below
            event.refresh_styles = False
        await super().on_event(event)

    def on_mount(self) -> None:
        self._colours = self.app.theme

    def on_screen_resume(self) -> None:
        if self.is_mounted and self._colours != self.app.theme:
            self._colours = self.app.theme
            self.app.stylesheet.update(self)

    # -- actions --------------------------------------------------------------------------------------------------

    def actions(self) -> list[Action]:
        """The actions of this screen, in the order of the table."""
        return [a for a in ACTIONS if a.scope in self.scopes]

    def keys_of(self, action: Action) -> Sequence[str]:
        """The keys that ask for an action here: a key of the screen's own goes before the same one of the whole program."""
        keys = self.ui.keys_of(action)
        if action.scope is not Scope.APP:
            return keys
        own = {key for a in in_scope(self.scopes - {Scope.APP}) for key in self.ui.keys_of(a)}
        return [key for key in keys if key not in own]

    def action_act(self, id: str) -> None:
        """Perform an action, or say in the status line why it cannot be done."""
        action = BY_ID[id]
        if not self.finish_typing():  # Ctrl+S in a cell saves that cell too
            return
        reason = self.reason_against(action)
        if reason is not None:
            self.say(self.words.sentence(reason), bad=True)
            return
        self.say("")
        for owner in (self, *self.ui.flows):
            perform = getattr(owner, f"do_{id}", None)
            if perform is not None:
                perform()
                return
        raise AssertionError(f"nobody performs {id}")

    def reason_against(self, action: Action) -> Sentence | None:
        """Why the action cannot act now; None when it can."""
        if action.scope not in self.scopes:
            return say(N_("this screen has no table for that"))
        if action.writes and self.session.workspace.readonly:
            return self.session.why_readonly()
        return self.why_not(action) or next(filter(None, (flow.why_not(action) for flow in self.ui.flows)), None)

    def why_not(self, action: Action) -> Sentence | None:
        """This screen's own reasons; overridden where there are any."""
        return None

    def finish_typing(self) -> bool:
        """Keep what is being typed on the screen; False when it cannot be kept as it is."""
        return True

    # -- what a screen has to offer ---------------------------------------------------------------------------------

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say something in the status line; "" shows the keys again."""

    def place(self) -> tuple[str | None, str]:
        """(the record or line under the cursor, the table shown): where a jump comes back to."""
        return None, ""

    def model_changed(self, tables: frozenset[str]) -> None:
        """The plan changed in these tables (or everything was read again)."""

    def saved(self) -> None:
        """The file holds the plan as it is: nothing is unsaved any more, the history has an entry more, and no record is another."""
        self.model_changed(frozenset(TABLES))

    def show_header(self) -> None:
        """Title, unsaved count, day: draw them again."""

    last_replaced: tuple[Search, str] = (Search(""), "")
    """What was looked for in the plan's texts last, and what was put there."""

    def do_replace_text(self) -> None:
        from tui.screens.table.replacing import ask_replace

        ask_replace(self)

    def do_import_file(self) -> None:
        from tui.screens.table.importing import ask_file

        ask_file(self)

    def do_back_out(self) -> None:
        """Leave one level."""
        if len(self.ui.screen_stack) > 1:
            self.dismiss(None)
