"""Notices written beside the plan, made again when their number or day came later."""

from __future__ import annotations

from pathlib import Path

from tui.model.text import N_
from tui.screens.beside_plan import rights_of
from tui.screens.ui import Ui
from tui.store.files.errors import StoreError, shown_path
from tui.store.files.file_state import IfExists
from tui.store.files.reach import own_folder


class Notices:
    """What becomes of the notices beside a plan at its saves; of one that stays as it is that is said once."""

    def __init__(self) -> None:
        self._told: set[tuple[Path, str, str]] = set()

    def renew(self, ui: Ui) -> list[str]:
        """Write the notices again that are untouched and differ in number or day alone; what was done, or has to be, in words.

        Nothing in a browser: files of others stand beside the plan there, its papers are among the person's own.
        """
        session = ui.session
        folder = session.loaded.state.path.parent
        if session.shipped or own_folder() is not None or not _any_notice(ui, folder):
            return []
        from tui.reports.word.renewing import stale_notices, stamped

        told = []
        for stale in stale_notices(session.plan, session.frames, folder):
            path, head = stale.path, stale.paper.letterhead
            if not stale.only_its_head:
                if (key := (path, head.number, head.place_and_day)) not in self._told:
                    self._told.add(key)
                    told.append(
                        session.words(N_("{file} has another number or day than the plan: write it again"), file=shown_path(path.name))
                    )
                continue
            from tui.reports.word.document import docx_bytes  # python-docx: half a second nobody else waits for
            from tui.store.files.paper_file import write_paper

            data = docx_bytes(stale.paper)
            if stamped(path) is None:  # touched meanwhile
                continue
            try:
                write_paper(path, data, IfExists.REPLACE, rights_of(ui))
            except StoreError as fault:
                told.append(session.words.sentence(fault.sentence))
            else:
                told.append(session.words(N_("{file}: made again with its number and day"), file=shown_path(path.name)))
        return told


def _any_notice(ui: Ui, folder: Path) -> bool:
    return any((folder / f"thong-bao-{review['date']}.docx").exists() for review in ui.session.plan.tables["reviews"].values())
