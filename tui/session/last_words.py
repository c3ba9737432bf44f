"""What is said when the program ends before its time: where the edits are that are not in the plan's file."""

from __future__ import annotations

from tui.model.text import N_, in_a_row
from tui.session.session import Session
from tui.store.files.errors import shown_path


def last_words(session: Session) -> str:
    """One line: what became of the edits, and what else is to be known."""
    told = _of_edits(session)
    return told if session.last_remark is None else in_a_row([told, session.words.sentence(session.last_remark)])


def _of_edits(session: Session) -> str:
    words, journal = session.words, session.journal.active
    unsaved = session.unsaved_count()
    drafts = len(session.journal.drafts)
    if not unsaved and drafts and journal is not None and session.workspace.unrecorded is None:
        return words.count(
            "kehoach was ended before its time; {n} draft is in {journal} and is offered when the plan is opened again",
            "kehoach was ended before its time; {n} drafts are in {journal} and are offered when the plan is opened again",
            drafts,
            journal=shown_path(journal.path),
        )
    if not unsaved:
        return words(N_("kehoach was ended before its time; nothing was unsaved"))
    if journal is None or session.workspace.unrecorded is not None:
        return words.count(
            "kehoach was ended before its time; {n} unsaved change is lost, as there was no journal",
            "kehoach was ended before its time; {n} unsaved changes are lost, as there was no journal",
            unsaved,
        )
    return words.count(
        "kehoach was ended before its time; {n} unsaved change is in {journal} and is offered when the plan is opened again",
        "kehoach was ended before its time; {n} unsaved changes are in {journal} and are offered when the plan is opened again",
        unsaved,
        journal=shown_path(journal.path),
    )
