"""Closing a meeting: what is still undecided is named, the state of the day is kept, then the papers are offered."""

from __future__ import annotations

from typing import Final

from tui.frames.insight.meeting_snapshot import frozen_of
from tui.model.closing import close_review
from tui.model.text import N_, printable, say
from tui.screens.dialogs.choose import Answer, Choose
from tui.screens.review.agenda_data import items_on_list, title_of
from tui.screens.review.base import ReviewScreen
from tui.screens.review.papers import write_papers

_MOST: Final = 8
"""Undecided items that are named; how many there are is said in any case."""


def ask_close(screen: ReviewScreen) -> None:
    """Ask, naming what nothing was made of yet; what is unsaved is saved first, so that what is kept is a state of the file."""
    words, session, ui = screen.words, screen.session, screen.ui
    left = [item["subject"] for item in screen.meeting.get("items", ()) if "outcome" not in item]
    known = items_on_list(session, screen.day)
    lines = [f"· {title_of(session.plan, subject, known.get(subject))}" for subject in left[:_MOST]]
    if len(left) > _MOST:
        lines.append(words.count("and {n} more", "and {n} more", len(left) - _MOST))
    if left:
        lines.insert(0, words.count("{n} item has no outcome:", "{n} items have no outcome:", len(left)))
    else:
        lines.append(words(N_("Every item has an outcome.")))
    lines.append(words(N_("How everything stands is kept; decisions become tasks or entries. What is unsaved is saved first.")))

    def answered(answer: str | None) -> None:
        if answer != "close":
            return
        if session.workspace.unsaved():
            ui.save_then(lambda: _close(screen))
        else:
            _close(screen)

    answers = [Answer("close", "c", words(N_("close the meeting"))), Answer("no", "k", words(N_("no, go on")))]
    title = words(N_("Close the meeting of {day}?"), day=screen.meeting["date"])
    ui.push_screen(Choose(words, title, "\n".join(lines), answers, first="no" if left else "close"), answered)


def _close(screen: ReviewScreen) -> None:
    session, review, day = screen.session, screen.review, screen.day
    assert review is not None
    held = screen.meeting["date"]
    digest = session.loaded.state.digest
    label = say(N_("meeting of {day} closed"), day=held)
    known = session.frames.known(day)
    if screen.change(lambda: close_review(session.plan, review, day, frozen_of(session.frames, day), digest, known_on=known), label):
        _offer(screen)


def _offer(screen: ReviewScreen) -> None:
    words, ui = screen.words, screen.ui

    def answered(answer: str | None) -> None:
        if answer == "papers":
            ui.save_then(lambda: write_papers(screen))
        elif answer == "save":
            ui.save_then(lambda: None)

    answers = [
        Answer("papers", "t", words(N_("save, and write the notice and the minutes"))),
        Answer("save", "l", words(N_("save only"))),
        Answer("no", "k", words(N_("go on; u takes the closing back"))),
    ]
    ui.push_screen(Choose(words, words(N_("The meeting is closed")), "", answers), answered)


def ask_papers(screen: ReviewScreen) -> None:
    """Ask before the two papers are written beside the plan; those of a meeting still open are a draft."""
    words = screen.words

    def answered(answer: str | None) -> None:
        if answer == "papers":
            write_papers(screen)

    told = "" if screen.closed else words(N_("The meeting is not closed: these are drafts."))
    folder = printable(str(screen.session.loaded.state.path.parent.resolve()))
    answers = [
        Answer("papers", "t", words(N_("write them into {folder}"), folder=folder)),
        Answer("no", "k", words(N_("no"))),
    ]
    screen.ui.push_screen(Choose(words, words(N_("The conclusion notice and the minutes as Word files?")), told, answers), answered)
