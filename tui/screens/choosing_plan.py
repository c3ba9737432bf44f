"""Another plan chosen by its file: read when it is chosen, and refused in the box where it is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui.model.text import N_
from tui.screens.ui import Ui
from tui.store.files.errors import StoreError, shown_path
from tui.store.files.reach import own_folder

if TYPE_CHECKING:
    from tui.store.plan_file import Loaded


def choose_plan(ui: Ui, title: str, then: Callable[[Loaded], None]) -> None:
    """Go on with a plan beside the one that is open; what cannot be read, or is gone when Enter is pressed, is said in the box."""
    from tui.screens.dialogs.file_chooser import FileChooser
    from tui.store.files.folder_listing import PLANS
    from tui.store.plan_file import load

    words, here = ui.session.words, ui.session.loaded.state.path
    found: list[Loaded] = []

    def checked(path: Path) -> str:
        if _same(path, here):
            return words(N_("that is the plan that is open"))
        try:
            found[:] = [load(path)]
        except StoreError as fault:
            return words.sentence(fault.sentence)
        return ""

    def answered(path: Path | None) -> None:
        if path is not None and found:
            then(found[0])

    folder = "./" if own_folder() is not None else shown_path(here.parent).rstrip("/") + "/"
    ui.push_screen(FileChooser(words, words(title), folder, checked, PLANS), answered)


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False
