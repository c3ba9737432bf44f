"""Where a file usually goes that leaves the workbench: beside the plan or the roll-up, under a name that is free, with its rights."""

from __future__ import annotations

from pathlib import Path

from tui.model.text import N_, Sentence, say
from tui.screens.ui import Ui
from tui.start.places import working_folder
from tui.store.files.new_file import folder_fault, free_name
from tui.store.files.reach import own_folder


def usual_folder(ui: Ui) -> tuple[Path, Sentence]:
    """Where every file usually goes, and that in words: beside the plan, else, or in a browser, where one works."""
    plan, own = ui.session.loaded.state.path, own_folder()
    if own is not None:
        return own, say(N_("among your own files; your browser offers it then"))
    if ui.lake is not None and not ui.plan_screen.of_plan:
        if folder_fault(ui.lake.folder.parent / "_") is None:
            return ui.lake.folder.parent, say(N_("usually beside the roll-up"))
        return Path(working_folder() or "/"), say(N_("in the folder you work in: beside the roll-up nothing can be written"))
    if rights_of(ui) is not None and folder_fault(plan.parent / "_") is None:
        return plan.parent.absolute(), say(N_("usually beside the plan"))
    return Path(working_folder() or "/"), say(N_("in the folder you work in: beside the plan nothing can be written"))


def beside(ui: Ui, name: str) -> Path:
    """Where a file of this name usually goes, under a name that is free."""
    return free_name(usual_folder(ui)[0] / name)


def rights_of(ui: Ui) -> Path | None:
    """The file whose rights a new one gets: the plan's, where it is somebody's; of many plans those of what the roll-up is made of."""
    if own_folder() is not None:  # it does not go beside the plan
        return None
    if ui.lake is not None and not ui.plan_screen.of_plan:
        from tui.lake.manifest import NAME

        return ui.lake.now.folder / NAME
    loaded = ui.session.loaded
    return None if loaded.state.identity is None or ui.session.shipped else loaded.state.path
