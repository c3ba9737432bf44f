"""The plan's file in the person's own editor, at the line of the record; what is changed there comes in as what somebody else saves."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, printable, say
from tui.screens.flows.flow import Flow
from tui.screens.flows.merging import Merging
from tui.screens.ui import Ui
from tui.start import browser
from tui.store.files.errors import reason
from tui.store.files.file_state import changed_on_disk
from tui.terminal.editors import command_named, opened_at
from tui.terminal.lent import Ended, run


class EditingOutside(Flow):
    """Steps back for an editor. Nothing of what is unsaved here is in the file, so it is saved first, or nothing is opened."""

    def __init__(self, ui: Ui, merging: Merging) -> None:
        super().__init__(ui)
        self._merging = merging

    def why_not_edit_outside(self) -> Sentence | None:
        if browser.session() is not None:
            return say(N_("in a browser there is no editor: it would be the server's; work in the table or the form instead"))
        if command_named() is None:
            return say(N_("no editor is named: set EDITOR, for instance EDITOR=nano, before kehoach is started"))
        if self.session.loaded.state.identity is None:
            return say(N_("the plan has no file yet: save it first"))
        return None

    def do_edit_outside(self) -> None:
        from tui.screens.dialogs.choose import Answer, Choose

        session, words = self.session, self.words
        if session.proposing is not None or (session.workspace.readonly and not session.waits_for_mending):
            self._look_at_copy()
            return
        if not session.workspace.unsaved():
            self._edit()
            return

        def answered(answer: str | None) -> None:
            if answer == "save":
                self.ui.save_then(self._edit)

        title = words(N_("Save before the editor opens the file?"))
        text = words(N_("The editor opens what stands in the file; what is unsaved here is not in it yet."))
        answers = [Answer("save", "l", words(N_("save, then open it"))), Answer("cancel", "k", words(N_("go on working")))]
        self.ui.push_screen(Choose(words, title, text, answers), answered)

    def _edit(self) -> None:
        state = self.session.loaded.state
        code = self._open(Path(os.path.realpath(state.path)))
        if code is None:
            return
        if changed_on_disk(state):
            self._merging.do_reload()
        else:
            self._tell_of_end(code, N_("back from the editor; nothing was changed in the file"))

    def _look_at_copy(self) -> None:
        """A copy that goes again: what somebody changes in it is not meant for the plan."""
        import tempfile

        state = self.session.loaded.state
        try:
            data = Path(state.path).read_bytes()
            with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
                copy = Path(folder) / state.path.name
                copy.write_bytes(data)
                copy.chmod(0o400)
                code = self._open(copy)
                if code is not None:
                    self._tell_of_end(code, N_("back from the editor; it showed a copy, the plan is as it was"))
        except OSError as fault:
            self.ui.plan_screen.tell(
                self.words(N_("{path} could not be opened: {reason}"), path=str(state.path), reason=reason(fault)), bad=True
            )

    def _tell_of_end(self, code: int, told: str) -> None:
        """Say that nothing has changed, and where the editor failed, that it did."""
        if code:
            ended = signal.Signals(-code).name if code < 0 and -code in signal.valid_signals() else str(code)
            name = printable(_command()[0])
            told = self.words(N_("the editor “{name}” ended with an error ({code}); the plan is as it was"), name=name, code=ended)
        else:
            told = self.words(told)
        self.ui.plan_screen.tell(told, bad=bool(code))

    def _open(self, path: Path) -> int | None:
        """Have the editor open a file at the record under the cursor, and wait for its exit code; None, said, where it did not run."""
        command = _command()
        words = opened_at(command, str(path), self._line(path))
        screen = self.ui.plan_screen
        before = _kept_beside(path)
        try:
            code = self.ui.lend_terminal(partial(run, words))
        except Ended:
            self.session.last_remark = _left_in_editor(path, before)
            return None
        except (OSError, ValueError) as fault:
            why = reason(fault) if isinstance(fault, OSError) else printable(str(fault))
            screen.tell(self.words(N_("the editor “{name}” could not be started: {why}"), name=printable(command[0]), why=why), bad=True)
            return None
        if code is None:
            screen.tell(self.words(N_("there is no terminal here for an editor")), bad=True)
        return code

    def _line(self, path: Path) -> int:
        from tui.store.toml.record_line import line_of  # with what writes TOML, which a start does not need

        if self.session.loaded.read_only_because is not None:
            return self.session.loaded.problems[0].line or 1  # where it is no TOML: that is what is to be mended
        id, table = self.ui.plan_screen.place()
        if table not in TABLES:
            return 1
        try:
            text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        except OSError:
            return 1
        return line_of(text, table, id or "")


def _left_in_editor(path: Path, before: Mapping[str, int]) -> Sentence:
    """Where what was typed in an editor is that was ended with the program."""
    kept = [name for name, when in _kept_beside(path).items() if before.get(name) != when]
    told = N_("the editor was ended with it: what was saved there is in {file}, what was not is lost unless the editor kept it")
    if kept:
        told = N_("the editor was ended with it: what was saved there is in {file}, what was not is in {kept}")
    return say(told, file=printable(path.name), kept=printable(", ".join(kept)))


def _kept_beside(path: Path) -> Mapping[str, int]:
    """The files editors keep beside a file, by names of their own, with what is not saved yet; and when each was written."""
    names = ("." + path.name + ".sw", path.name + ".save", "#" + path.name, path.name + "~")
    found: dict[str, int] = {}
    with contextlib.suppress(OSError), os.scandir(path.parent) as folder:
        for entry in folder:
            if entry.name.startswith(names):
                with contextlib.suppress(OSError):
                    found[entry.name] = entry.stat(follow_symlinks=False).st_mtime_ns
    return dict(sorted(found.items()))


def _command() -> list[str]:
    command = command_named()
    assert command is not None, "else there is a reason against it"
    return command
