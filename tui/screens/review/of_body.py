"""Items in a list to choose from: all of a body with each report and task it has told nothing of, and those a meeting did not come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.model.plan import subject_of, subject_text
from tui.model.review import draft_for
from tui.model.text import N_
from tui.reports.agenda import why_of
from tui.reports.labels import record_label
from tui.screens.dialogs.picker import Item, Picker
from tui.screens.review.agenda_data import KIND_LOOKS, items_on_list, one_of, outcome_words, title_of
from tui.screens.review.base import ReviewScreen


def body_of(screen: ReviewScreen, subject: str) -> str | None:
    """Who answers for an item on the meeting's day; None where that is not clear."""
    found = items_on_list(screen.session, screen.day).get(subject)
    return found.body if found is not None else draft_for(screen.session.plan, subject, screen.day).owner


def ask_of_body(screen: ReviewScreen, subject: str) -> None:
    """The list, also of what nobody clearly answers for.

    Whatever is chosen is gone to: an item of the meeting there, any other record on its own tab.
    """
    plan, words = screen.session.plan, screen.words
    body = body_of(screen, subject)
    items, listed = _lines(screen, body), set(screen.subjects)

    def picked(found: list[str] | None) -> None:
        if not found:
            return
        named = subject_of(found[0])
        if found[0] in listed or not screen.meeting:
            screen.go_to(found[0])
        elif named is not None:
            screen.ui.jump(*named)

    answers = plan.title_of("agencies", body) if body is not None else words(N_("Nobody clearly answers for it"))
    title = f"{answers}: {words.count('{n} item', '{n} items', len(items))}"
    screen.ui.push_screen(Picker(words, title, items, [subject]), picked)


def _lines(screen: ReviewScreen, body: str | None) -> list[Item]:
    """What is on the list before what is only on the day's agenda; then what the reasons speak of, each record once."""
    plan, words, known = screen.session.plan, screen.words, items_on_list(screen.session, screen.day)
    listed = [subject for subject in screen.subjects if body_of(screen, subject) == body]
    mine = [subject for subject, item in known.items() if body in ((item.body, *item.bodies) if body is not None else (item.body,))]
    lines = {subject: _line(screen, subject) for subject in dict.fromkeys([*listed, *mine])}
    told = None if body is None else subject_text("agencies", body)
    refs = [ref for subject in mine for ref in known[subject].refs if subject == told]
    for ref in refs:
        lines.setdefault(subject_text(*ref), f"? {record_label(*ref, plan, words)}")
    return [Item(subject, said) for subject, said in lines.items()]


def _line(screen: ReviewScreen, subject: str) -> str:
    """An item with why it is on the list and what the meeting made of it."""
    words, found = screen.words, items_on_list(screen.session, screen.day).get(subject)
    said = f"{KIND_LOOKS[found.kinds[0]].glyph} {why_of(found, words)}" if found is not None else f"· {one_of(subject, words)}"
    outcome = outcome_words(screen.item(subject), words)
    title = title_of(screen.session.plan, subject, words, found)
    return " · ".join(filter(None, [title, said, f"→ {outcome}" if outcome else ""]))


def ask_of_left(screen: ReviewScreen, subjects: Sequence[str], back: Callable[[], None]) -> None:
    """All items a meeting has not considered, in its order; one that is chosen is gone to, else it goes ``back``."""
    words = screen.words

    def picked(found: list[str] | None) -> None:
        if not found:
            back()
            return
        screen.go_to(found[0])
        screen.tell(words(N_("the meeting is not closed; Q asks again")))

    title = words.count("{n} item not considered", "{n} items not considered", len(subjects))
    screen.ui.push_screen(Picker(words, title, [Item(subject, _line(screen, subject)) for subject in subjects]), picked)
