"""The papers of a meeting as Word files beside the plan; never in the place of a file that is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.model.text import N_, in_a_row
from tui.reports.in_vietnamese import PAPERS_ARE_VIETNAMESE
from tui.screens.beside_plan import beside, rights_of
from tui.screens.review.base import ReviewScreen
from tui.store.files.errors import StoreError, shown_path
from tui.store.files.paper_file import write_paper
from tui.store.files.reach import offered

if TYPE_CHECKING:
    from tui.frames.build import Frames
    from tui.model.plan import Plan
    from tui.reports.word.paper import Paper


_NAMES: Final = ("thong-bao", "bien-ban")
"""How the files of the conclusion notice and of the minutes begin."""


def write_papers(screen: ReviewScreen) -> None:
    """Write the conclusion notice and the minutes, and say where; what fails is said, and what was written stays."""
    from tui.reports.word.document import docx_bytes  # python-docx: half a second nobody else waits for
    from tui.reports.word.minutes import minutes
    from tui.reports.word.notice import conclusion_notice

    session, review = screen.session, screen.review
    assert review is not None
    makers: tuple[Callable[[Plan, Frames, str], Paper], ...] = (conclusion_notice, minutes)
    written: list[str] = []
    paths = paper_paths(screen)
    for path, paper in zip(paths, makers, strict=True):
        try:
            write_paper(path, docx_bytes(paper(session.plan, session.frames, review)), like=rights_of(screen.ui))
        except StoreError as fault:
            screen.tell(in_a_row([*written, screen.words.sentence(fault.sentence)]), bad=True)
            return
        written.append(shown_path(path.name))
    told = [screen.words(N_("written into {folder}: {files}"), folder=shown_path(paths[0].parent), files=", ".join(written))]
    if all([offered(path) for path in paths]):
        told = [screen.words(N_("your browser offers {files}"), files=", ".join(written))]
    if screen.words.language != "vi":
        told.append(screen.words(PAPERS_ARE_VIETNAMESE))
    screen.tell("; ".join(told))


def paper_paths(screen: ReviewScreen) -> list[Path]:
    """Where the notice and the minutes would be written now."""
    return [beside(screen.ui, f"{name}-{screen.meeting['date'].isoformat()}.docx") for name in _NAMES]


def show_notice(screen: ReviewScreen, then: Callable[[], None]) -> None:
    """The conclusion notice as it would be written now, to be read; ``then`` comes after it."""
    from tui.reports.paper_text import paper_text
    from tui.reports.word.notice import conclusion_notice
    from tui.screens.dialogs.inspect import Inspect

    assert screen.review is not None
    told = paper_text(conclusion_notice(screen.session.plan, screen.session.frames, screen.review))
    if screen.words.language != "vi":
        told = f"{screen.words(PAPERS_ARE_VIETNAMESE)}\n\n{told}"
    screen.ui.push_screen(Inspect(screen.words, screen.words(N_("Conclusion notice")), told), lambda _: then())
