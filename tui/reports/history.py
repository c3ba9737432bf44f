"""The history of a plan in words and as JSON: ``kehoach log``, and what the history screen says of an entry."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tui.model.clock import Clock, clock_of
from tui.model.edits import Edit, SetField
from tui.model.plan import MISSING, Plan
from tui.model.text import N_, printable
from tui.reports.answer import json_answer
from tui.reports.changes import ChangeLine, change_lines
from tui.store.identity import briefly, login_of, named_of
from tui.store.log.history import Entry, Stage
from tui.vocabulary.reasons import is_coded

if TYPE_CHECKING:
    from tui.i18n.words import Words

_MOST = 200
"""Characters of a value in the text for reading; JSON has them all."""


def when(entry: Entry, words: Words, clock: Clock) -> str:
    """``22/11/2026 14:05`` by the plan's clock."""
    at = clock.local(entry.at)
    return f"{words.date(at.date())} {at:%H:%M}"


def who(entry: Entry, words: Words) -> str:
    """``Nguyễn Văn Nam (nam)``, and who had proposed what this save took in.

    Of a change outside the workbench only whose file it was is known. Where several may write to the history it is said when nobody but
    the entry itself says who wrote it.
    """
    told = _who_saved(entry, words)
    return f"{told} · {proposers(entry, words)}" if entry.proposed else told


def proposers(entry: Entry, words: Words) -> str:
    """Who had proposed what an entry's save took in."""
    names = dict.fromkeys(_named(printable(p.name.strip()), printable(p.login)) for p in entry.proposed)
    return words(N_("proposed by {who}"), who=", ".join(names))


def _who_saved(entry: Entry, words: Words) -> str:
    name, login = printable(entry.name.strip()), printable(entry.login)
    if entry.outside:
        told = words(N_("outside the workbench, by unknown"))
        return f"{told} ({words(N_('file of {login}'), login=login)})" if login else told
    claimed = _named(name, login) or words(N_("unknown"))
    if entry.writer is not None:
        proved_name, known = named_of(entry.writer, entry.login)
        proved = _named(proved_name, known)
        return proved if login == known else f"{proved} · {words(N_('the entry says: {who}'), who=claimed)}"
    if not entry.self_told:
        return claimed
    owner = "" if entry.file_owner is None else f"; {words(N_('file of {login}'), login=login_of(entry.file_owner))}"
    return f"{claimed} · {words(N_('by its own word'))}{owner}"


def briefly_who(entry: Entry, words: Words) -> str:
    """The name alone, for a column; ``?`` before it where it is the entry's own word."""
    if entry.outside:
        return words(N_("outside the workbench"))
    if entry.writer is not None:
        return briefly(*named_of(entry.writer, entry.login))
    return "? " * entry.self_told + printable(briefly(entry.name.strip() or entry.login, entry.login))


def _named(name: str, login: str) -> str:
    return f"{name} ({login})" if name and name != login else login


def lines_of_stage(
    stage: Stage, now: Plan, words: Words, record: tuple[str, str] | None = None, most: int | None = None
) -> list[ChangeLine]:
    """What an entry changed (``record``: of one record only); the plan ``now`` names what the states of the time cannot."""
    return change_lines(told_edits(stage.entry, record), stage.before or now, stage.after or now, words, most)


def edits_of(entry: Entry, record: tuple[str, str] | None = None) -> list[Edit]:
    """The edits of an entry, of one record or all; none where they are not known."""
    return [e for e in entry.edits or () if record is None or (e.table, e.id) == record]


def told_edits(entry: Entry, record: tuple[str, str] | None = None) -> list[Edit]:
    """The edits of an entry that say something else than before: not those that only keep in codes what a sentence said."""
    edits = edits_of(entry, record)
    return [edit for edit in edits if not (entry.recoded and _only_recoded(edit))]


def _only_recoded(edit: Edit) -> bool:
    if not isinstance(edit, SetField) or (edit.table, edit.field) != ("reviews", "items"):
        return False
    sides = (edit.expected, edit.new)
    if not all(isinstance(side, list) and all(isinstance(item, Mapping) for item in side) for side in sides):
        return False
    old, new = ([{key: value for key, value in item.items() if key != "why"} for item in side] for side in sides)
    whys = [(was.get("why", ""), now.get("why", "")) for was, now in zip(*sides, strict=False)]
    return old == new and all(was == now or is_coded(str(now)) for was, now in whys)


def carried_over(entry: Entry, words: Words) -> list[str]:
    """That a save carried the file over from an older format; nothing where it did not."""
    lines = []
    if entry.carried_from is not None:
        told = N_("the file is carried over from format {old} to format {new}; what it says stays as it was")
        lines.append(words(told, old=entry.carried_from, new=entry.carried_from + 1))
    if entry.recoded:
        lines.append(words(N_("why items stood on the lists of meetings is kept in codes from now on; what it says stays as it was")))
    return lines


def reason_of(entry: Entry, words: Words) -> str:
    """Why it was saved: the person's own text, else what the program says of it; "" where neither is known."""
    return printable(entry.reason or (words.sentence(entry.said) if entry.said is not None else ""))


def nothing_told(entry: Entry, words: Words) -> str:
    """What is said of an entry without edits."""
    if entry.edits is None:
        return words(N_("what was changed is not known"))
    return words(N_("only comments or the order of records"))


# -- kehoach log ----------------------------------------------------------------------------------------------------


def as_text(stages: Iterable[Stage], now: Plan, words: Words, record: tuple[str, str] | None) -> str:
    """A paragraph an entry: number, time, who, reason; below that a line a change."""
    out: list[str] = []
    clock = clock_of(now)
    for stage in stages:
        entry = stage.entry
        reason = f" · “{told}”" if (told := reason_of(entry, words)) else ""
        out.append(f"#{entry.number}  {when(entry, words, clock)}  {who(entry, words)}{reason}")
        lines = [f"{line.happened.value} {line.text}" for line in lines_of_stage(stage, now, words, record, _MOST)]
        out += [f"    {line}" for line in [*(carried_over(entry, words) if record is None else ()), *lines] or [nothing_told(entry, words)]]
    return "".join(f"{line}\n" for line in out)


def as_json(stages: Iterable[Stage], now: Plan, words: Words, record: tuple[str, str] | None) -> str:
    """One object with ``entries``: ids, ISO times, values as TOML has them (null: not there); ``words`` is in the user's language."""
    content = [_json_entry(stage, now, words, record) for stage in stages]
    return json_answer("log", {"entries": content})


def _json_entry(stage: Stage, now: Plan, words: Words, record: tuple[str, str] | None) -> dict[str, Any]:
    entry = stage.entry
    return {
        "number": entry.number,
        "at": clock_of(now).local(entry.at).isoformat(),
        "login": None if entry.outside else printable(entry.login),
        "name": None if entry.outside else printable(entry.name),
        "written_by": None if entry.writer is None else named_of(entry.writer, entry.login)[1],
        "own_word": entry.self_told,
        "outside": entry.outside,
        "file_owner": printable(entry.login) if entry.outside else None,
        "proposed_by": [{"login": printable(p.login), "name": printable(p.name)} for p in entry.proposed],
        "reason": reason_of(entry, words),
        "carried_from": entry.carried_from,
        "before": entry.before,
        "after": entry.after,
        "changes": None if entry.edits is None else json_changes(edits_of(entry, record), stage.before or now, stage.after or now, words),
    }


def json_changes(edits: Iterable[Edit], before: Plan, after: Plan, words: Words) -> list[dict[str, Any]]:
    """Edits for machines: what happened to which record, and the values before and after."""
    found = []
    for edit in edits:
        line = change_lines([edit], before, after, words)[0]
        change: dict[str, Any] = {"kind": line.happened.name.lower(), "table": edit.table, "id": printable(edit.id)}
        if isinstance(edit, SetField):
            change |= {"field": printable(edit.field), "old": _plain(edit.expected), "new": _plain(edit.new)}
        else:
            change["values"] = _plain(edit.values)
        found.append({**change, "words": line.text})
    return found


def _plain(value: Any) -> Any:
    """A TOML value as JSON has it: days and times as ISO text, no text that acts on a terminal."""
    if value is MISSING:
        return None
    if isinstance(value, str):
        return "\n".join(printable(line) for line in value.split("\n"))
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {printable(str(k)): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value
