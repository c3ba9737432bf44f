"""Saving and copying, with the questions they may have to ask."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

import attrs

from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_, printable
from tui.model.workspace import Workspace
from tui.screens.flows.merging import Disputed
from tui.store.plan_file import ChangedOnDisk, IfGone, Loaded, StoreError, load, load_state, rendered, save, save_copy
from tui.terminal.timer import call_after

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from tui.model.joining import Joined
    from tui.screens.base import PlanScreen
    from tui.store.files.file_state import FileState
    from tui.store.log.record import Note
    from tui.terminal.background import Work

_PREPARE = 0.2
"""Seconds after the first edit until what a save needs is loaded."""
_TRIES = 8
"""How often a save joins what others saved meanwhile before it says that the file never rests."""


@attrs.define
class _Attempt:
    """A save under way: what follows it, what tries it again, its note for the history, how many changes it saves."""

    after: Callable[[], object]
    again: Callable[[], object]
    if_gone: IfGone
    entry: Note
    changes: int
    told: list[str] = attrs.Factory(list)
    tries: int = 1


def _load_what_saves() -> None:
    for name in ("log.history", "save_base", "log.record", "files.replace", "toml.windows"):
        importlib.import_module(f"tui.store.{name}")


def _tell(work: Work, part: float) -> None:
    work.step(int(part * 100), 100)


class Saving:
    """The saving half of the application."""

    beside_from: ClassVar[int] = 4 << 20
    """Bytes of a plan file from which it is written beside the screen: a smaller one is saved before the next frame."""
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
        run_long: Any

        def start_with(self, loaded: Loaded, workspace: Workspace) -> None: ...
        def tell_screens(self, tables: frozenset[str]) -> None: ...
        def tell_saved(self) -> None: ...
        def take_in(self, fresh: Loaded, after: Callable[[], object]) -> Joined | None: ...
        def told_of(self, joined: Joined) -> str: ...
        def decide_then(self, after: Callable[[], object]) -> None: ...
        def journal_saved(self) -> None: ...
        def watch_from(self, loaded: Loaded) -> None: ...
        def snapshot_later(self) -> None: ...

    _prepared = False

    def prepare_to_save(self) -> None:
        """Load what a save needs soon after the first edit, when nobody waits for it."""
        if self._prepared:
            return
        self._prepared = True
        call_after(_PREPARE, cast("MessagePump", self), _load_what_saves)

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
        from tui.store.log.record import note

        def again() -> None:
            self.save_then(after, if_gone, reason)

        if self.disputed.conflicts:
            self.decide_then(again)
            return
        self._try(_Attempt(after, again, if_gone, note(reason), len(self.workspace.unsaved())))

    def _try(self, attempt: _Attempt) -> None:
        """Write the file: a large one beside the screen. Until it is written, what is typed waits, and nothing is taken in."""
        base, plan = self.loaded, self.workspace.plan

        def written(work: Work) -> FileState | StoreError:
            try:
                progress = partial(_tell, work)
                return save(base, plan, attempt.if_gone, note=attempt.entry, progress=progress)
            except StoreError as fault:
                return fault

        identity = base.state.identity
        small = identity is None or identity.size < self.beside_from
        what = self.words(N_("saving {file}"), file=base.state.path.name)
        self.run_long(what, written, partial(self._tried, attempt), at_once=small)

    def _tried(self, attempt: _Attempt, result: FileState | StoreError) -> None:
        if isinstance(result, ChangedOnDisk):
            if result.fresh is None:
                self._ask_about_a_lost_file(self.words.sentence(result.sentence), attempt.after)
                return
            if attempt.tries == _TRIES:
                told = self.words(N_("the file was changed by others again and again while it was being saved"))
                self.ask_about_failure(told, attempt.again, attempt.after)
                return
            try:
                fresh = load_state(result.fresh, near=self.loaded)
            except StoreError as unreadable:
                self.ask_about_failure(self.words.sentence(unreadable.sentence), attempt.again, attempt.after)
                return
            joined = self.take_in(fresh, attempt.again)
            if joined is None:
                return
            attempt.told.append(self.told_of(joined))
            attempt.tries += 1
            if self.disputed.conflicts:
                self.decide_then(attempt.again)
            else:
                self._try(attempt)
        elif isinstance(result, StoreError):
            self.ask_about_failure(self.words.sentence(result.sentence), attempt.again, attempt.after)
        else:
            self._saved(attempt, result)

    def _saved(self, attempt: _Attempt, state: FileState) -> None:
        from tui.store.save_base import saved

        self.loaded = saved(self.loaded, state, self.workspace.plan)
        self.watch_from(self.loaded)
        self.workspace.mark_saved()
        self.journal_saved()
        self.snapshot_later()
        self.tell_saved()
        name = self.loaded.state.path.name
        done = self.words.count("{n} change saved to {file}", "{n} changes saved to {file}", attempt.changes, file=name)
        unwritten = attempt.entry.unwritten
        told = [done, *attempt.told, *([self.words.sentence(unwritten)] if unwritten is not None else [])]
        self.plan_screen.say("; ".join(told), bad=unwritten is not None)
        attempt.after()

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
            self.snapshot_later()
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
