"""The title line: what plan this is; on the right what is unsaved or in conflict, who else is here, and the day."""

from __future__ import annotations

from tui.model.text import N_
from tui.session.session import Session


def header_words(session: Session) -> tuple[str, tuple[str, ...]]:
    """(left, right) of the line; the right end in several lengths, the longest first. The day is in each of them."""
    words, header = session.words, session.plan.header
    name = header.get("short_title") or header.get("title") or session.loaded.state.path.name
    right: list[tuple[str, str]] = []
    """Each as it is told, and in short."""
    unsaved = session.unsaved_count()
    if unsaved:
        right.append(("● " + words.count("{n} unsaved", "{n} unsaved", unsaved), f"● {words.number(unsaved)}"))
    if session.disputed.conflicts:
        conflicts = len(session.disputed.conflicts)
        right.append(("⚠ " + words.count("{n} conflict", "{n} conflicts", conflicts),) * 2)
    elif session.watch.cut is not None:
        right.append(("⚠ " + words(N_("the plan file was cut short: Ctrl+S") if session.saves else N_("the plan file was cut short")),) * 2)
    elif session.watch.gone:
        right.append(("⚠ " + words(N_("the plan file is gone")),) * 2)
    elif session.watch.file_changed:
        right.append(("⚠ " + words(N_("the file has changed: Ctrl+R")), "⚠ Ctrl+R"))
    if session.watch.closed is not None:
        right.append(("⚠ " + words(N_("cannot be saved")),) * 2)
    if session.workspace.unrecorded is not None:
        right.append(("⚠ " + words(N_("journal off: save often")), "⚠ " + words(N_("journal off"))))
    if session.workspace.readonly:
        right.append((words(N_("read only")),) * 2)
    if session.proposing is not None:
        right.append((_proposal_words(session), words(N_("proposal"))))
    elif session.takes_in is not None and (waiting := session.takes_in.waiting):
        handed_in = words.count("{n} body handed in", "{n} bodies handed in", len(waiting))
        right.append(("✉ " + handed_in, f"✉ {words.number(len(waiting))}"))
    if company := company_words(session):
        right.append((company, f"+{words.number(len(session.watch.others))}"))
    day = words.sentence(session.seen_from)
    told, short = [each for each, _ in right], [each for _, each in right]
    last_short = [*told[:-1], *short[-1:]]
    lengths = dict.fromkeys("  ".join([*parts, day]) + " " for parts in (told, last_short, short))
    return f" {header.get('kind') or words(N_('Plan'))}  {name}", tuple(lengths)


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
