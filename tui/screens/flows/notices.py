"""Notices written beside the plan, made again when their number or day came later."""

from __future__ import annotations

from tui.model.text import N_
from tui.screens.beside_plan import rights_of
from tui.screens.ui import Ui
from tui.store.files.errors import StoreError, shown_path
from tui.store.files.file_state import IfExists


def renew_notices(ui: Ui) -> list[str]:
    """Write the notices again that are out of date and untouched; what was done, in words."""
    session = ui.session
    folder = session.loaded.state.path.parent
    if session.shipped or not any(
        (folder / f"thong-bao-{review['date']}.docx").exists() for review in session.plan.tables["reviews"].values()
    ):
        return []
    from tui.reports.word.renewing import stale_notices

    told = []
    for path, paper in stale_notices(session.plan, session.frames, folder):
        from tui.reports.word.document import docx_bytes  # python-docx: half a second nobody else waits for
        from tui.store.files.paper_file import write_paper

        try:
            write_paper(path, docx_bytes(paper), IfExists.REPLACE, rights_of(ui))
        except StoreError as fault:
            told.append(session.words.sentence(fault.sentence))
        else:
            told.append(session.words(N_("{file}: made again with its number and day"), file=shown_path(path.name)))
    return told
