"""What leaves the workbench as a file: asked where to, shown before, never in the place of another file unasked."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import attrs

from tui.model.text import N_
from tui.screens.beside_plan import beside, usual_folder
from tui.screens.ui import Ui
from tui.store.files.errors import StoreError, shown_path
from tui.store.files.file_state import IfExists
from tui.store.files.folder_listing import Kinds, kinds_of
from tui.store.files.reach import offered, why_not_put

Write = Callable[[Path, IfExists], None]
"""Writes the file, or raises StoreError and has written nothing."""


@attrs.frozen(kw_only=True)
class LeavingFile:
    """Something to be written: what it is called in words, the usual name of its file, and what writes it."""

    title: str
    name: str
    write: Write
    folder: bool = False
    """Whether several files go into a folder of this name."""
    never_replaced: bool = False
    """Whether a file that is there stays, whatever somebody answers: a plan."""


def ask_where(ui: Ui, leaving: LeavingFile, then: Callable[[Path], None], start: Path | None = None, wrong: str = "") -> None:
    """Ask for a path; nothing is written. ``wrong`` says why the one to start with did not do."""
    from tui.screens.dialogs.file_chooser import FileChooser

    words = ui.session.words

    def checked(path: Path) -> str:
        if leaving.never_replaced and os.path.lexists(path):
            return words(N_("{file} is there already: choose another name"), file=shown_path(path))
        return ""

    def answered(path: Path | None) -> None:
        if path is not None:
            then(path)

    ending = "" if leaving.folder else Path(leaving.name).suffix
    kinds = Kinds() if leaving.folder else kinds_of(leaving.name)
    text = shown_path(start or beside(ui, leaving.name))
    usual = usual_folder(ui)[1]
    box = FileChooser(words, leaving.title, text, checked, kinds, folder=leaving.folder, writes=usual, ending=ending)
    box.wrong = wrong
    ui.push_screen(box, answered)


def show_first(ui: Ui, leaving: LeavingFile, text: str, path: Path, remark: str = "") -> None:
    """Show the text of it and where it goes; it is written there, or elsewhere, when somebody says so."""
    from tui.screens.dialogs.paper_preview import ELSEWHERE, WRITE, PaperPreview

    def show_there(chosen: Path) -> None:
        show_first(ui, leaving, text, chosen, remark)

    def answered(answer: str | None) -> None:
        if answer == WRITE:
            write_asking(ui, leaving, path, again=show_there)
        elif answer == ELSEWHERE:
            ask_where(ui, leaving, show_there, path)

    words, (folder, usual) = ui.session.words, usual_folder(ui)
    where = words(N_("will be written to {file}"), file=shown_path(path))
    if path.parent == folder:
        where = f"{words.sentence(usual)} · {where}"
    ui.push_screen(PaperPreview(ui.session.words, leaving.title, text, f"{where} · {remark}" if remark else where), answered)


def write_asking(
    ui: Ui,
    leaving: LeavingFile,
    path: Path,
    then: Callable[[Path], None] | None = None,
    again: Callable[[Path], None] | None = None,
) -> None:
    """Write it, after a question where a file stands there; where it cannot be written the path is asked for again.

    ``again`` goes on with a path that was asked for so, as with the first: what was shown before is shown again.
    """
    from tui.screens.dialogs.choose import Answer, Choose

    words = ui.session.words

    def write(if_exists: IfExists) -> None:
        if (closed := why_not_put(path)) is not None:
            elsewhere(words.sentence(closed))
            return
        try:
            leaving.write(path, if_exists)
        except StoreError as fault:
            elsewhere(words.sentence(fault.sentence))
            return
        told = N_("{what}: written to {file}")
        if offered(path):
            told = N_("{what}: your browser offers {file}")
        ui.plan_screen.tell(words(told, what=leaving.title, file=shown_path(path)))
        if then is not None:
            then(path)

    def elsewhere(wrong: str = "") -> None:
        ask_where(ui, leaving, again or (lambda chosen: write_asking(ui, leaving, chosen, then)), path, wrong)

    def answered(answer: str | None) -> None:
        if answer == "replace":
            write(IfExists.REPLACE)
        elif answer == "elsewhere":
            elsewhere()

    if not _in_the_way(leaving, path):
        write(IfExists.REFUSE)
        return
    answers = [
        Answer("elsewhere", "t", words(N_("another name"))),
        Answer("replace", "g", words(N_("replace it")), destroys=True),
        Answer("cancel", "k", words(N_("write nothing"))),
    ]
    ui.push_screen(Choose(words, words(N_("There is a file with this name already")), shown_path(path), answers), answered)


def _in_the_way(leaving: LeavingFile, path: Path) -> bool:
    """Whether something stands there; a folder takes several files, each looked at when it is written."""
    if not leaving.folder:
        return os.path.lexists(path)
    try:
        return bool(os.listdir(path))
    except OSError:
        return False
