"""The title line: what plan this is; on the right what is unsaved or in conflict, who else is here, and the day."""

from __future__ import annotations

from tui.model.text import N_
from tui.session.session import Session


def header_words(session: Session) -> tuple[str, str]:
    """(left, right) of the line."""
    words, header = session.words, session.plan.header
    name = header.get("short_title") or header.get("title") or session.loaded.state.path.name
    right = []
    unsaved = len(session.unsaved())
    if unsaved:
        right.append("● " + words.count("{n} unsaved", "{n} unsaved", unsaved))
    if session.disputed.conflicts:
        right.append("⚠ " + words.count("{n} conflict", "{n} conflicts", len(session.disputed.conflicts)))
    elif session.watch.cut is not None:
        right.append("⚠ " + words(N_("the plan file was cut short: Ctrl+S") if session.saves else N_("the plan file was cut short")))
    elif session.watch.gone:
        right.append("⚠ " + words(N_("the plan file is gone")))
    elif session.watch.file_changed:
        right.append("⚠ " + words(N_("the file has changed: Ctrl+R")))
    if session.watch.closed is not None:
        right.append("⚠ " + words(N_("cannot be saved")))
    if session.workspace.unrecorded is not None:
        right.append("⚠ " + words(N_("journal off: save often")))
    if session.workspace.readonly:
        right.append(words(N_("read only")))
    if session.proposing is not None:
        right.append(_proposal_words(session))
    elif session.takes_in is not None and (waiting := session.takes_in.waiting):
        right.append("✉ " + words.count("{n} body handed in", "{n} bodies handed in", len(waiting)))
    if company := company_words(session):
        right.append(company)
    right.append(words.sentence(session.seen_from))
    return f" {header.get('kind') or words(N_('Plan'))}  {name}", "  ".join(right) + " "


def _proposal_words(session: Session) -> str:
    """That what is changed here is a proposal, and since when it is handed in."""
    sent = session.proposing.waiting if session.proposing is not None else None
    if sent is None:
        return session.words(N_("proposal"))
    at = session.clock.local(sent.at)
    return session.words(N_("proposal, handed in {day} {time}"), day=session.words.day_of_year(at.month, at.day), time=f"{at:%H:%M}")


def company_words(session: Session) -> str:
    """Who else has the plan open; "" when nobody has."""
    others = session.watch.others
    if not others:
        return ""
    if len(others) == 1:
        return session.words(N_("with {name}"), name=others[0].name)
    return session.words.count("with {n} other", "with {n} others", len(others))
