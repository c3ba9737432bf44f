"""Saving, copying and reading again, with the questions they may have to ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from tui.i18n.words import Words
from tui.model.edits import SetField
from tui.model.fields import TABLES
from tui.model.plan import MISSING
from tui.model.rebase import Conflict, holds_already, insist, make_again, net_edits, rebase
from tui.model.text import N_, printable
from tui.model.workspace import EditRefused, Workspace
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.choose import Answer, Choose
from tui.screens.dialogs.inspect import Inspect
from tui.screens.picking import labels_of, record_label
from tui.store import journal
from tui.store.journal import Journal, LeftBehind
from tui.store.toml_file import (
    CannotRead,
    ChangedOnDisk,
    IfGone,
    Loaded,
    StoreError,
    changed_on_disk,
    load,
    load_state,
    rendered,
    save,
    save_copy,
)

if TYPE_CHECKING:
    from tui.screens.base import PlanScreen


class Saving:
    """The saving half of the application."""

    words: Words
    loaded: Loaded
    workspace: Workspace
    shipped: bool
    asked_readonly: bool
    journal: Journal | None = None
    if TYPE_CHECKING:

        @property
        def plan_screen(self) -> PlanScreen: ...

        push_screen: Any

        def start_with(self, loaded: Loaded, workspace: Workspace) -> None: ...
        def tell_screens(self, tables: frozenset[str]) -> None: ...

    # -- saving -------------------------------------------------------------------------------------------------------

    def do_save(self) -> None:
        self.save_then(lambda: None)

    def save_then(self, after: Callable[[], object], if_gone: IfGone = IfGone.REFUSE) -> None:
        """Save, then do something; when the file changed meanwhile, or cannot be written, ask and do it only after."""
        count = len(self.workspace.unsaved())
        try:
            state = save(self.loaded, self.workspace.plan, if_gone)
            self.loaded = attrs.evolve(load_state(state), plan=self.workspace.plan)
        except ChangedOnDisk as fault:
            if fault.fresh is None:
                self._ask_about_a_lost_file(self.words.sentence(fault.sentence), after)
            else:
                self._ask_about_their_changes(after)
            return
        except StoreError as fault:
            self._ask_about_failure(self.words.sentence(fault.sentence), after)
            return
        self.workspace.mark_saved()
        self._journal_saved()
        self.tell_screens(frozenset(TABLES))
        name = self.loaded.state.path.name
        self.plan_screen.say(self.words.count("{n} change saved to {file}", "{n} changes saved to {file}", count, file=name))
        after()

    def _ask_about_failure(self, why: str, after: Callable[[], object]) -> None:
        def answered(answer: str | None) -> None:
            if answer == "again":
                self.save_then(after)
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

    def _ask_about_their_changes(self, after: Callable[[], object]) -> None:
        def answered(answer: str | None) -> None:
            if answer == "join":
                self.take_in_then(lambda: self.save_then(after))
            elif answer == "copy":
                self._ask_for_copy(after)

        self.push_screen(
            Choose(
                self.words,
                self.words(N_("Somebody else has changed the file since it was read")),
                self.words(N_("Nothing was written. Your changes are still here.")),
                [
                    Answer("join", "g", self.words(N_("put my changes on top of theirs, then save"))),
                    Answer("copy", "c", self.words(N_("save a copy elsewhere"))),
                    Answer("cancel", "k", self.words(N_("go on working"))),
                ],
            ),
            answered,
        )

    # -- the journal ----------------------------------------------------------------------------------------------------

    def start_journal(self) -> None:
        """A journal for the workspace as it is; the one before it is no longer needed."""
        before, self.journal = self.journal, None
        self.workspace.unrecorded = None
        if not self.workspace.readonly:
            try:
                self.journal = journal.start(self.loaded.state.path, journal.journal_folder())
                for step in self.workspace.undo_steps:
                    self.journal.note_done(step)
            except OSError as fault:
                self.workspace.unrecorded = fault
        self.workspace.recorder = self.journal
        if before is not None and self.workspace.unrecorded is None:
            before.close(keep=False)

    def _journal_saved(self) -> None:
        if self.journal is None:
            return
        try:
            self.journal.note_saved()
        except OSError as fault:
            self.workspace.unrecorded, self.workspace.recorder = fault, None

    def end_journal(self, *, keep: bool) -> None:
        """The session ends; unsaved steps stay on disk only when nobody said to drop them."""
        if self.journal is not None:
            self.journal.close(keep=keep)
            self.journal = self.workspace.recorder = None

    def offer_left_behind(self) -> None:
        """What an earlier session over this file did not save: restore, show, or drop it."""
        if self.workspace.readonly:
            return
        found = []
        for left in journal.left_behind(self.loaded.state.path, journal.journal_folder()):
            # killed between the save and the word that it was saved: nothing is left to restore
            if holds_already(self.workspace.plan, [e for step in left.steps for e in step.edits]):
                journal.discard(left)
            else:
                found.append(left)
        if found:
            self._ask_about_left_behind(found)

    def _ask_about_left_behind(self, found: list[LeftBehind]) -> None:
        words = self.words
        count = sum(len(left.steps) for left in found)
        since = found[0].started
        told = words(N_("since {time} on {day}"), time=since.strftime("%H:%M"), day=since.date())
        if any(left.torn for left in found):
            told += "\n" + words(N_("The last line was cut off when the program ended and is left out."))

        def answered(answer: str | None) -> None:
            if answer == "restore":
                self._restore(found)
            elif answer == "show":
                lines = [f"{left.started:%H:%M} · {words.sentence(step.label)}" for left in found for step in left.steps]
                self.push_screen(
                    Inspect(words, words(N_("Not saved then")), "\n".join(lines)), lambda _: self._ask_about_left_behind(found)
                )
            elif answer == "drop":
                for left in found:
                    journal.discard(left)

        self.push_screen(
            Choose(
                words,
                words.count("{n} change was not saved last time", "{n} changes were not saved last time", count),
                told,
                [
                    Answer("restore", "k", words(N_("restore them, unsaved as they were"))),
                    Answer("show", "x", words(N_("show them first"))),
                    Answer("drop", "b", words(N_("drop them"))),
                ],
            ),
            answered,
        )

    def _restore(self, found: list[LeftBehind]) -> None:
        conflicts: list[Conflict] = []
        for left in found:
            for step in left.steps:
                conflicts += make_again(self.workspace, step.edits, step.label)

        def settle(answer: str | None) -> None:
            if answer not in ("mine", "theirs"):
                return  # the journals stay as they are and are offered again
            if answer == "mine":
                for conflict in conflicts:
                    try:
                        insist(self.workspace, conflict)
                    except EditRefused as refused:
                        told = "; ".join(self.words.sentence(p.what) for p in refused.problems)
                        self.plan_screen.say(told, bad=True)
                        return
            if self.workspace.unrecorded is None:
                for left in found:
                    journal.discard(left)
            count = len(self.workspace.unsaved())
            self.plan_screen.say(self.words.count("{n} unsaved change is back", "{n} unsaved changes are back", count))

        if conflicts:
            self._ask_about_conflicts(conflicts, settle)
        else:
            settle("theirs")

    # -- taking in what others saved ----------------------------------------------------------------------------------

    def do_reload(self) -> None:
        if not changed_on_disk(self.loaded.state):
            self.plan_screen.say(self.words(N_("the file has not changed since it was read")))
            return
        self.take_in_then(lambda: self.plan_screen.say(self.words(N_("the file was read again; your own changes are kept"))))

    def take_in_then(self, after: Callable[[], object]) -> None:
        """Read the file again, make our edits on it, ask about those that do not fit, then do something."""
        try:
            fresh = load(self.loaded.state.path)
        except CannotRead as fault:
            self._ask_about_failure(self.words.sentence(fault.sentence), after)
            return
        if fresh.read_only_because is not None and self.workspace.unsaved():
            self._ask_about_failure(self.words.sentence(fresh.read_only_because), after)
            return
        workspace, conflicts = rebase(fresh.plan, net_edits(self.workspace))

        def settle(answer: str | None) -> None:
            if answer is None or answer == "cancel":
                return
            lost = []
            for conflict in conflicts if answer == "mine" else ():
                try:
                    insist(workspace, conflict)
                except EditRefused as refused:
                    lost.append("; ".join(self.words.sentence(p.what) for p in refused.problems))
            if lost:
                self._ask_about_failure("\n".join(lost), after)
                return
            self.start_with(fresh, workspace)
            self.tell_screens(frozenset(TABLES))
            after()

        if conflicts:
            self._ask_about_conflicts(conflicts, settle)
        else:
            settle("theirs")

    def _ask_about_conflicts(self, conflicts: list[Conflict], settle: Callable[[str | None], None]) -> None:
        self.push_screen(
            Choose(
                self.words,
                self.words.count("{n} change of yours does not fit theirs", "{n} changes of yours do not fit theirs", len(conflicts)),
                "\n".join(self._conflict_words(c) for c in conflicts),
                [
                    Answer("mine", "m", self.words(N_("mine, for all of them"))),
                    Answer("theirs", "h", self.words(N_("theirs, for all of them"))),
                    Answer("cancel", "k", self.words(N_("neither now; go on working"))),
                ],
                first="cancel",
            ),
            settle,
        )

    def _conflict_words(self, conflict: Conflict) -> str:
        edit, plan, words = conflict.edit, self.workspace.plan, self.words
        name = record_label(edit.table, edit.id, plan)
        if not isinstance(edit, SetField):
            return f"· {name}: " + words(N_("deleted on one side, changed on the other"))
        spec = TABLES[edit.table].by_key.get(edit.field)

        def told(value: Any) -> str:
            if value is MISSING or spec is None:
                return "–" if value is MISSING else str(value)
            return "; ".join(labels_of(spec, value, plan, words))

        label = words(spec.label) if spec else edit.field
        theirs, mine = told(conflict.theirs), told(edit.new)
        return f"· {name} · {label}: " + words(N_("theirs “{theirs}”, mine “{mine}”"), theirs=theirs, mine=mine)

    # -- copies -------------------------------------------------------------------------------------------------------

    def do_save_copy(self) -> None:
        self._ask_for_copy(lambda: None)

    def _ask_for_copy(self, after: Callable[[], object]) -> None:
        path = self.loaded.state.path
        suggestion = str(Path.cwd() / f"{path.stem}-{self.words(N_('copy'))}{path.suffix or '.toml'}")
        self._ask_where(self.words(N_("Save a copy as")), suggestion, after)

    def _ask_where(self, title: str, suggestion: str, after: Callable[[], object]) -> None:
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
