"""Closing a meeting: who and when is asked where nobody said it, what will be written is shown, then the papers are offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tui.frames.insight.meeting_snapshot import frozen_of
from tui.model.asking import BY_WHEN, AskedOf, ask_of, asked_of
from tui.model.closing import close_review
from tui.model.counting import unsaved_changes
from tui.model.edits import Edit
from tui.model.fields import TABLES
from tui.model.plan import MISSING
from tui.model.review import ReviewRefused, considered, draft_for
from tui.model.text import N_, printable, say
from tui.screens.beside_plan import usual_folder
from tui.screens.dialogs.choose import Answer, Choose
from tui.screens.dialogs.form import Form
from tui.screens.refusals import under_fields
from tui.screens.review.agenda_data import items_on_list, outcome_words, title_of
from tui.screens.review.base import ReviewScreen
from tui.screens.review.closing_told import closing_lines
from tui.screens.review.of_body import ask_of_left
from tui.screens.review.papers import paper_paths, show_notice, write_papers
from tui.session.outcomes import Refused
from tui.store.presence import Place

_ASKED: Final = ("owner", "due")


def ask_close(screen: ReviewScreen) -> None:
    """Ask for what is missing, one item after the other, then whether to close; what nobody knows yet may stay empty."""
    assert screen.review is not None
    missing = [asked for asked in asked_of(screen.session.plan, screen.review) if asked.lacks]
    _ask_missing(screen, missing, 1, len(missing))


def _ask_missing(screen: ReviewScreen, missing: Sequence[AskedOf], number: int, total: int) -> None:
    if not missing:
        _ask_close(screen)
        return

    def kept(changed: Mapping[str, Any] | None) -> None:
        if changed is None:
            screen.tell(screen.words(N_("the meeting is not closed; Q asks again for what is missing")))
        else:
            _ask_missing(screen, missing[1:], number + 1, total)

    screen.ui.push_screen(_form(screen, missing[0], f"{number}/{total}"), kept)


def _form(screen: ReviewScreen, asked: AskedOf, place: str) -> Form:
    """Of whom something is asked, and by which day: the body that answers for it is filled in, a day never is."""
    session, words, review = screen.session, screen.words, screen.review
    assert review is not None
    plan = session.plan
    owner = asked.owner or draft_for(plan, asked.subject, screen.day).owner
    start = {key: value for key, value in {"owner": owner, "due": asked.due}.items() if value is not None}
    name = title_of(plan, asked.subject, session.words, items_on_list(session, screen.day).get(asked.subject))

    def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
        values = {key: value for key, value in {**start, **changed}.items() if value is not MISSING}
        try:
            edits = ask_of(session.plan, review, asked.subject, values.get("owner"), values.get("due"))
        except ReviewRefused as refused:
            return {"": words.sentence(refused.sentence)}
        outcome = session.commit(edits, say(N_("owner and day of “{name}”"), name=name)) if edits else None
        return under_fields(outcome, words) if isinstance(outcome, Refused) else {}

    place = words(N_("Closing the meeting, {place}"), place=place)
    title = f"{place} · {outcome_words(screen.item(asked.subject), words)}: {name}"
    form = Form(words, title, [TABLES["decisions"][key] for key in _ASKED], start, plan, submit)
    form.hint = f"{words(N_('what nobody knows yet may stay empty'))} · {form.hint}"
    form.belongs_to = ("reviews", review, asked.subject, "asked")
    form.filled_in = start.keys()
    form.first = BY_WHEN if owner is not None else ""
    form.about = Place("decisions", asked.decision, "") if asked.decision else Place("reviews", review, "items")
    return form


def _closing(screen: ReviewScreen) -> list[Edit]:
    """The edits that close the meeting now. Raises :class:`ReviewRefused` when it was closed meanwhile."""
    session, review, day = screen.session, screen.review, screen.day
    assert review is not None
    digest, known = session.loaded.state.digest, session.frames.known(day)
    once = session.workspace.once
    return close_review(session.plan, review, day, frozen_of(session.frames, day), digest, known_on=known, once=once)


def _ask_close(screen: ReviewScreen) -> None:
    """Show what closing will write, and close; what is unsaved is saved first, so that what is kept is a state of the file."""
    words, session, ui = screen.words, screen.session, screen.ui
    assert screen.review is not None
    try:
        edits = _closing(screen)
    except ReviewRefused as refused:
        screen.tell(words.sentence(refused.sentence), bad=True)
        return
    lines = closing_lines(session, screen.review, edits, screen.day)
    items = screen.meeting.get("items", ())
    left = [item["subject"] for item in items if not considered(item)]

    def answered(answer: str | None) -> None:
        if answer == "notice":
            show_notice(screen, lambda: _ask_close(screen))
        elif answer == "left":
            ask_of_left(screen, left, lambda: _ask_close(screen))
        elif answer == "close":
            _saved_first(screen, lambda: _close(screen))
        else:
            screen.tell(words(N_("the meeting is not closed and goes on; Q asks again")))

    unsaved = bool(session.workspace.unsaved())
    answers = [
        Answer("close", "c", words(N_("save what is unsaved, and close the meeting") if unsaved else N_("close the meeting"))),
        Answer("notice", "x", words(N_("read the conclusion notice first"))),
        Answer("no", "k", words(N_("no, go on"))),
    ]
    if left:
        told = words.count("see the item that was not considered", "see all {n} items that were not considered", len(left))
        answers.insert(2, Answer("left", "m", told))
    title = words(N_("Close the meeting of {day}?"), day=screen.meeting["date"])
    ui.push_screen(Choose(words, title, "\n".join(lines), answers, first="no" if left else "close"), answered)


def _saved_first(screen: ReviewScreen, then: Callable[[], None]) -> None:
    if screen.session.workspace.unsaved():
        screen.ui.save_then(then)
    else:
        then()


def _close(screen: ReviewScreen) -> None:
    if screen.change(lambda: _closing(screen), say(N_("meeting of {day} closed"), day=screen.meeting["date"])):
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
    unsaved = words.count("{n} unsaved change", "{n} unsaved changes", unsaved_changes(screen.session.workspace))
    state, papers = screen.session.loaded.state, ", ".join(path.name for path in paper_paths(screen))
    told = words(N_("Not written yet: {counted} of {file}, and the papers {papers}."), counted=unsaved, file=state.path.name, papers=papers)
    ui.push_screen(Choose(words, words(N_("The meeting is closed")), told, answers), answered)


def ask_papers(screen: ReviewScreen) -> None:
    """Ask before the two papers are written beside the plan; those of a meeting still open are a draft."""
    words = screen.words

    def answered(answer: str | None) -> None:
        if answer == "papers":
            write_papers(screen)
        elif answer == "notice":
            show_notice(screen, lambda: ask_papers(screen))

    told = "" if screen.closed else words(N_("The meeting is not closed: these are drafts."))
    folder = printable(str(usual_folder(screen.ui)[0]))
    answers = [
        Answer("papers", "t", words(N_("write them into {folder}"), folder=folder)),
        Answer("notice", "x", words(N_("read the conclusion notice first"))),
        Answer("no", "k", words(N_("no"))),
    ]
    screen.ui.push_screen(Choose(words, words(N_("The conclusion notice and the minutes as Word files?")), told, answers), answered)
