"""Saving and copying, with the questions they may have to ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_, printable
from tui.model.workspace import Workspace
from tui.store.toml_file import ChangedOnDisk, IfGone, Loaded, StoreError, load, load_state, rendered, save, save_copy
from tui.taking_in import Disputed

if TYPE_CHECKING:
    from tui.model.joining import Joined
    from tui.screens.base import PlanScreen

_TRIES = 8
"""How often a save joins what others saved meanwhile before it says that the file never rests."""


class Saving:
    """The saving half of the application."""

    words: Words
    loaded: Loaded
    workspace: Workspace
    disputed: Disputed
    shipped: bool
    asked_readonly: bool
    if TYPE_CHECKING:

        @property
        def plan_screen(self) -> PlanScreen: ...

        push_screen: Any

        def start_with(self, loaded: Loaded, workspace: Workspace) -> None: ...
        def tell_screens(self, tables: frozenset[str]) -> None: ...
        def take_in(self, fresh: Loaded, after: Callable[[], object]) -> Joined | None: ...
        def told_of(self, joined: Joined) -> str: ...
        def decide_then(self, after: Callable[[], object]) -> None: ...
        def journal_saved(self) -> None: ...
        def watch_from(self, loaded: Loaded) -> None: ...

    # -- saving -------------------------------------------------------------------------------------------------------

    def do_save(self) -> None:
        self.save_then(lambda: None)

    def do_save_with_reason(self) -> None:
        from tui.screens.dialogs.ask import Ask

        def answered(text: str | None) -> None:
            if text is not None:
                self.save_then(lambda: None, reason=text.strip())

        self.push_screen(
            Ask(self.words, self.words(N_("Why? The reason stands in the history beside the change.")), "", lambda text: ""), answered
        )

    def save_then(self, after: Callable[[], object], if_gone: IfGone = IfGone.REFUSE, reason: str = "") -> None:
        """Save, then do something; what others saved meanwhile is joined first, and only what does not fit is asked about."""

        from tui.store.origin import saved
        from tui.store.recording import note

        def again() -> None:
            self.save_then(after, if_gone, reason)

        if self.disputed.conflicts:
            self.decide_then(again)
            return
        count = len(self.workspace.unsaved())
        told: list[str] = []
        entry = note(reason)
        for _ in range(_TRIES):
            try:
                state = save(self.loaded, self.workspace.plan, if_gone, note=entry)
            except ChangedOnDisk as fault:
                if fault.fresh is None:
                    self._ask_about_a_lost_file(self.words.sentence(fault.sentence), after)
                    return
                try:
                    fresh = load_state(fault.fresh)
                except StoreError as unreadable:
                    self.ask_about_failure(self.words.sentence(unreadable.sentence), again, after)
                    return
                joined = self.take_in(fresh, again)
                if joined is None:
                    return
                told.append(self.told_of(joined))
                if self.disputed.conflicts:
                    self.decide_then(again)
                    return
            except StoreError as fault:
                self.ask_about_failure(self.words.sentence(fault.sentence), again, after)
                return
            else:
                break
        else:
            self.ask_about_failure(self.words(N_("the file was changed by others again and again while it was being saved")), again, after)
            return
        self.loaded = saved(self.loaded, state, self.workspace.plan)
        self.watch_from(self.loaded)
        self.workspace.mark_saved()
        self.journal_saved()
        self.tell_screens(frozenset(TABLES))
        name = self.loaded.state.path.name
        done = self.words.count("{n} change saved to {file}", "{n} changes saved to {file}", count, file=name)
        if entry.unwritten is not None:
            told.append(self.words.sentence(entry.unwritten))
        self.plan_screen.say("; ".join([done, *told]), bad=entry.unwritten is not None)
        after()

    def ask_about_failure(self, why: str, again: Callable[[], object], after: Callable[[], object] = lambda: None) -> None:
        """Say why it could not be saved, and that nothing is lost; ``again`` tries once more, ``after`` follows a saved copy."""

        from tui.screens.dialogs.choose import Answer, Choose

        def answered(answer: str | None) -> None:
            if answer == "again":
                again()
            elif answer == "copy":
                self._ask_for_copy(after)

        self.push_screen(
            Choose(
                self.words,
                self.words(N_("The plan could not be saved")),
                why + "\n" + self.words(N_("Everything you typed is still here.")),
                [
                    Answer("again", "t", self.words(N_("try again"))),
                    Answer("copy", "c", self.words(N_("save a copy elsewhere"))),
                    Answer("cancel", "k", self.words(N_("go on working"))),
                ],
            ),
            answered,
        )

    def _ask_about_a_lost_file(self, why: str, after: Callable[[], object]) -> None:
        from tui.screens.dialogs.choose import Answer, Choose

        def answered(answer: str | None) -> None:
            if answer == "again":
                self.save_then(after, IfGone.RECREATE)
            elif answer == "copy":
                self._ask_for_copy(after)

        self.push_screen(
            Choose(
                self.words,
                self.words(N_("The plan file is gone")),
                why + "\n" + self.words(N_("Everything you typed is still here.")),
                [
                    Answer("again", "l", self.words(N_("write it again at the same place"))),
                    Answer("copy", "c", self.words(N_("save a copy elsewhere"))),
                    Answer("cancel", "k", self.words(N_("go on working"))),
                ],
            ),
            answered,
        )

    # -- copies -------------------------------------------------------------------------------------------------------

    def do_save_copy(self) -> None:
        self._ask_for_copy(lambda: None)

    def _ask_for_copy(self, after: Callable[[], object]) -> None:
        path = self.loaded.state.path
        suggestion = str(Path.cwd() / f"{path.stem}-{self.words(N_('copy'))}{path.suffix or '.toml'}")
        self._ask_where(self.words(N_("Save a copy as")), suggestion, after)

    def _ask_where(self, title: str, suggestion: str, after: Callable[[], object]) -> None:
        from tui.screens.dialogs.ask import Ask

        def checked(text: str) -> str:
            if not text.strip():
                return self.words(N_("a file name is needed"))
            try:
                self.write_copy(Path(text.strip()).expanduser())
            except StoreError as fault:
                return self.words.sentence(fault.sentence)
            return ""

        def answered(text: str | None) -> None:
            if text is not None:
                self.plan_screen.say(self.words(N_("a copy was saved to {file}"), file=printable(text.strip())))
                after()

        self.push_screen(Ask(self.words, title, suggestion, checked), answered)

    def write_copy(self, path: Path) -> None:
        """Write what the workspace holds to a new file. Raises SaveFailed, also when the file is there already."""
        save_copy(path, rendered(self.loaded, self.workspace.plan))

    def offer_copy(self) -> None:
        """At the start with the shipped plan: it is read only, so offer a copy that can be worked on."""

        from tui.screens.dialogs.choose import Answer, Choose

        target = Path.cwd() / "plan.toml"

        def answered(answer: str | None) -> None:
            if answer != "copy":
                return
            try:
                self.write_copy(target)
                loaded = load(target)
            except StoreError as fault:
                self.plan_screen.say(self.words.sentence(fault.sentence), bad=True)
                return
            self.shipped = False
            self.start_with(loaded, Workspace(loaded.plan))
            self.tell_screens(frozenset(TABLES))
            self.plan_screen.say(self.words(N_("you are working on {file}"), file=str(target)))

        self.push_screen(
            Choose(
                self.words,
                self.words(N_("There is no plan.toml here")),
                self.words(N_("This is the plan that comes with the program. It can be looked at, not changed.")),
                [
                    Answer("copy", "c", self.words(N_("copy it to {file} and work on the copy"), file=str(target))),
                    Answer("look", "x", self.words(N_("only look"))),
                ],
            ),
            answered,
        )
