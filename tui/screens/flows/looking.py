"""How the workbench is looked at: the day, the theme, the keys, the screen sent afresh."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from tui.actions import ACTIONS, BY_ID, Action
from tui.config import LANGUAGE, MOUSE, config_path, keep_setting, keep_theme
from tui.i18n.words import Unreadable
from tui.model.fields import FieldSpec, Kind
from tui.model.text import N_
from tui.screens.base import PlanScreen
from tui.screens.flows.flow import Flow
from tui.store.files.errors import StoreError, shown_path
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

    def do_language(self) -> None:
        """The language of screens and messages, from now on and at the next start."""
        from tui.screens.dialogs.picker import Item, Picker
        from tui.start.language import NAMES

        items = [Item(code, name, code) for code, name in NAMES.items()]

        def picked(found: list[str] | None) -> None:
            if found and found[0] != self.words.language:
                self.session.speak(found[0])
                for screen in self.ui.plan_screens():
                    screen.words_changed()
                self.ui.plan_screen.tell(self.words(N_("English is spoken now") if found[0] == "en" else N_("Vietnamese is spoken now")))
                self._remember(LANGUAGE, found[0])

        self.ui.push_screen(Picker(self.words, self.words(N_("Language")), items, [self.words.language]), picked)

    def do_mouse(self) -> None:
        """The mouse for the program, or for the terminal, which marks text with it."""
        wanted = not self.ui.mouse
        if not self.ui.use_mouse(wanted):
            self.ui.plan_screen.tell(self.words(N_("this terminal has no mouse that could be switched")), bad=True)
            return
        on, off = N_("the mouse is the program's: click, wheel, drag an edge"), N_("the mouse is the terminal's: it marks text")
        self.ui.plan_screen.tell(self.words(on if wanted else off))
        self._remember(MOUSE, wanted)

    def do_about(self) -> None:
        from tui import __version__
        from tui.screens.dialogs.inspect import Inspect
        from tui.store.log.journal import journal_folder

        settings, words = config_path(), self.words
        lines = [
            f"kehoach {__version__}",
            "",
            words(N_("Plan: {file}"), file=shown_path(self.session.loaded.state.path)),
            words(N_("Settings of this person: {file}"), file=shown_path(settings) if settings is not None else "–"),
            words(N_("What is not saved is kept in {file}"), file=shown_path(journal_folder())),
            "",
            words(N_("kehoach --help lists what works without a screen.")),
        ]
        self.ui.push_screen(Inspect(words, words(N_("About this program")), "\n".join(lines)))

    def _remember(self, key: str, value: str | bool) -> None:
        try:
            keep_setting(config_path(), key, value)
        except StoreError as fault:
            told = self.words.sentence(fault.sentence)
            self.ui.plan_screen.tell(self.words(N_("it counts for now, but could not be remembered: {why}"), why=told), bad=True)

    def do_palette(self) -> None:
        """Every command there is; what is done on another screen says on which."""
        from tui.screens.dialogs.commands import Commands

        screen = self.below
        here = screen.actions()
        actions = [*here, *(action for action in ACTIONS if action not in here)]
        keys = {action.id: screen.keys_of(action) for action in actions}
        box = Commands(self.words, self.words(N_("All commands")), actions, keys, self._blocked(screen, actions))
        self.ui.push_screen(box, partial(self._run, screen))

    def do_help(self) -> None:
        """What this screen is for, and its keys."""
        from tui.screens.dialogs.commands import ScreenHelp

        screen, words = self.below, self.words
        actions, purpose = screen.actions(), screen.purpose
        keys = {action.id: screen.keys_of(action) for action in actions}
        title, blocked = words(N_("Keys of this screen")), self._blocked(screen, actions)
        told = purpose.said(words, lambda id: screen.has_right(BY_ID[id]))
        box = ScreenHelp(words, title, told, purpose.most_used, actions, keys, blocked)
        self.ui.push_screen(box, partial(self._run, screen))

    def _blocked(self, screen: PlanScreen, actions: Iterable[Action]) -> dict[str, str]:
        """Of each action that cannot act now the reason."""
        reasons = ((action.id, screen.reason_against(action)) for action in actions)
        return {id: self.words.sentence(reason) for id, reason in reasons if reason is not None}

    @staticmethod
    def _run(screen: PlanScreen, id: str | None) -> None:
        if id is not None:
            screen.action_act(id)
