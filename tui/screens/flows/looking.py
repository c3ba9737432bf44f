"""How the workbench is looked at: the day, the theme, the keys, the screen sent afresh."""

from __future__ import annotations

from tui.config import config_path, keep_theme
from tui.i18n.words import Unreadable
from tui.model.fields import FieldSpec, Kind
from tui.model.text import N_
from tui.screens.flows.flow import Flow
from tui.store.files.errors import StoreError
from tui.themes import TITLES


class Looking(Flow):
    """Changes nothing of the plan."""

    def do_as_of(self) -> None:
        from tui.i18n.hints import expected
        from tui.screens.dialogs.look_from import LookFrom

        today, spec = self.session.clock.today(), FieldSpec(key="as_of", kind=Kind.DATE, label="")

        def checked(text: str) -> str:
            try:
                self.words.read_date(text, today)
            except Unreadable as fault:
                return self.words.sentence(fault.sentence)
            return ""

        def answered(text: str | None) -> None:
            if text is None:
                return
            self.session.look_from(self.words.read_date(text, today), all_known=box.all_known)
            self.ui.plan_screen.tell(self.words.sentence(self.session.seen_from))

        start, told = self.words.typed_date(self.session.as_of), lambda text: expected(spec, text, self.words, today)
        box = LookFrom(self.words, start, checked, told, all_known=self.session.frames.all_known is not None)
        self.ui.push_screen(box, answered)

    def do_redraw(self) -> None:
        """Send the whole screen again, for a line that has garbled it."""
        self.ui.redraw()

    def do_theme(self) -> None:
        from tui.screens.dialogs.picker import Item, Picker

        items = [Item(name, self.words(title)) for name, title in TITLES.items()]

        def picked(found: list[str] | None) -> None:
            if found:
                self.ui.theme = found[0]
                try:
                    keep_theme(config_path(), found[0])
                except StoreError as fault:
                    told = self.words.sentence(fault.sentence)
                    self.ui.plan_screen.tell(self.words(N_("the theme could not be remembered: {why}"), why=told), bad=True)

        self.ui.push_screen(Picker(self.words, self.words(N_("Theme")), items, [self.ui.theme]), picked)

    def do_palette(self) -> None:
        self._commands(self.words(N_("All commands")))

    def do_help(self) -> None:
        self._commands(self.words(N_("Keys of this screen")))

    def _commands(self, title: str) -> None:
        from tui.screens.dialogs.commands import Commands

        screen = self.below
        actions = screen.actions()
        blocked = {}
        for action in actions:
            reason = screen.reason_against(action)
            if reason is not None:
                blocked[action.id] = self.words.sentence(reason)
        keys = {a.id: screen.keys_of(a) for a in actions}

        def picked(id: str | None) -> None:
            if id is not None:
                screen.action_act(id)

        self.ui.push_screen(Commands(self.words, title, actions, keys, blocked), picked)
