"""What a sync comes to, in words and as JSON, and what its commits say: plans, records and fields, not lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from tui.model.diff import differences, touched_by
from tui.model.plan import Plan
from tui.model.text import N_, printable
from tui.reports.answer import json_answer
from tui.reports.changes import briefly, by_table
from tui.store.files.errors import shown_path
from tui.store.plan_file import format_problem
from tui.store.servers.sync import State, Synced

if TYPE_CHECKING:
    from tui.i18n.words import Words
    from tui.store.servers.saved import Change

_WIDEST: Final = 72
"""Characters of the first line of a commit."""
_MOST_LINES: Final = 60
"""Lines of a commit about what it changes; how many there are more is said."""
_MOST_NAMED: Final = 20


def commit_message(changes: Sequence[Change], words: Words) -> str:
    """What a commit changes: a line of it, then each record with its fields, old → new."""
    if not changes:
        return words(N_("Plans joined with what others sent")) + "\n"
    if len(changes) == 1:
        head = f"{changes[0].path}: {_briefly(changes[0], words)}"
    else:
        head = words.count("{n} plan: {names}", "{n} plans: {names}", len(changes), names=", ".join(c.path for c in changes[:5]))
    head = printable(head)
    lines = [printable(line) for change in changes for line in _told_of(change, words, named=len(changes) > 1)]
    left = len(lines) - _MOST_LINES
    if left > 0:
        lines = [*lines[:_MOST_LINES], words.count("… and {n} more line", "… and {n} more lines", left)]
    first = head if len(head) <= _WIDEST else head[: _WIDEST - 1].rstrip() + "…"
    return "\n".join([first, "", *lines]) + "\n"


def as_text(done: Synced, words: Words, command: str = "kehoach") -> str:
    """What came of a sync, a line each; the last says what is to be done where something is."""
    return "".join(f"{line}\n" for line in _lines(done, words, command))


def in_a_line(done: Synced, words: Words) -> tuple[str, bool]:
    """The same for a status line, and whether that is bad."""
    parts = [_summary(done, words)] if done.why is None else [words.sentence(done.why), _summary(done, words)]
    parts += [shown_path(plan.path) for plan in done.open]
    parts += [words.sentence(told) for told in done.notes]
    return "; ".join(part for part in parts if part), done.state is not State.DONE


def _summary(done: Synced, words: Words) -> str:
    if done.state is State.OPEN:
        n = sum(len(plan.problems) for plan in done.open)
        return (
            words.count("{n} conflict is to be decided; nothing was sent", "{n} conflicts are to be decided; nothing was sent", n)
            if n
            else ""
        )
    if done.state is State.HELD:
        n = sum(len(one.problems) or 1 for one in done.refused)
        return words.count("{n} problem keeps the plan from being sent", "{n} problems keep the plan from being sent", n)
    if done.state is not State.DONE:
        n = _records(done.waiting)
        return (
            words.count("{n} changed record waits here for the next sync", "{n} changed records wait here for the next sync", n)
            if n
            else ""
        )
    there, here = _records(done.sent), _records(done.received)
    if not done.sent and not done.received:
        n = sum(done.other_files)
        if n:
            return words.count("no plan is different; {n} other file is", "no plan is different; {n} other files are", n)
        return words(N_("here and on the server stands the same"))
    if done.only_looked:
        return words(N_("would send {sent} and receive {received}"), sent=_counted(there, words), received=_counted(here, words))
    return words(N_("sent {sent}, received {received}"), sent=_counted(there, words), received=_counted(here, words))


def _counted(n: int, words: Words) -> str:
    return words.count("{n} record", "{n} records", n)


def _records(changes: Sequence[Change]) -> int:
    return sum(len(touched_by(differences(change.before or Plan(), change.after or Plan()))) for change in changes)


def _lines(done: Synced, words: Words, command: str) -> Iterator[str]:
    received = words(N_("would come")) if done.only_looked else words(N_("received"))
    sent = words(N_("would be sent")) if done.only_looked else words(N_("sent"))
    for title, changes in ((received, done.received), (sent, done.sent), (words(N_("waits here")), done.waiting)):
        for change in changes[:_MOST_NAMED]:
            yield f"{title}: {shown_path(change.path)}: {printable(_briefly(change, words))}"
        if len(changes) > _MOST_NAMED:
            yield words.count("… and {n} more plan", "… and {n} more plans", len(changes) - _MOST_NAMED)
    for path, problems in done.renamed.items():
        yield from (format_problem(problem, path, words) for problem in problems)
    for told in done.notes:
        yield printable(words.sentence(told))
    for plan in done.open:
        yield from (format_problem(problem, plan.path, words) for problem in plan.problems)
    for one in done.refused:
        if one.why is not None:
            yield f"{shown_path(one.path)}: {printable(words.sentence(one.why))}"
        yield from (format_problem(problem, one.path, words) for problem in one.problems[:_MOST_NAMED])
    if done.overtaken:
        yield words.count("somebody else was quicker {n} time", "somebody else was quicker {n} times", done.overtaken)
    if done.why is not None:
        yield printable(words.sentence(done.why))
    yield f"{done.server}: {_summary(done, words)}" if _summary(done, words) else done.server
    yield from _what_now(done, words, command)


def _what_now(done: Synced, words: Words, command: str) -> Iterator[str]:
    for plan in done.open[:_MOST_NAMED]:
        place = shown_path(done.top / plan.path)
        yield words(N_("decide it in the workbench: {command} {path}"), command=command, path=place)
    if done.open and not any(plan.faults for plan in done.open):
        yield words(N_("or let one side stand throughout: sync --ours, sync --theirs"))
    if done.state is State.HELD:
        yield words(N_("mend it, then synchronise again; kehoach check says where"))
    if done.state is State.AWAY:
        yield words(N_("everything is kept here; the next sync goes on"))


def _briefly(change: Change, words: Words) -> str:
    if change.before is None and change.after is None:
        return words(N_("what was changed is not known"))
    if change.before is None:
        return words(N_("a new plan"))
    if change.after is None:
        return words(N_("the plan is no longer there"))
    edits = differences(change.before, change.after)
    if change.moved_from is None:
        return briefly(edits, change.before, change.after, words)
    moved = words(N_("moved from {path}"), path=shown_path(change.moved_from))
    return f"{moved}; {briefly(edits, change.before, change.after, words)}" if edits else moved


def _told_of(change: Change, words: Words, *, named: bool) -> Iterator[str]:
    if named:
        yield f"{change.path}: {_briefly(change, words)}"
    if change.before is not None and change.after is not None:
        yield from by_table(differences(change.before, change.after), change.before, change.after, words, 80)


# -- for machines -----------------------------------------------------------------------------------------------


def as_json(done: Synced, words: Words) -> str:
    """The same for machines."""
    return json_answer(
        "sync",
        {
            "state": done.state.value,
            "server": done.server,
            "branch": done.branch,
            "folder": shown_path(done.top),
            "dry_run": done.only_looked,
            "sent": [_json_of(change) for change in done.sent],
            "received": [_json_of(change) for change in done.received],
            "waiting": [_json_of(change) for change in done.waiting],
            "other_files": {"sent": done.other_files[0], "received": done.other_files[1]},
            "overtaken": done.overtaken,
            "conflicts": [
                {"plan": shown_path(plan.path), **_json_of_problem(problem, words)} for plan in done.open for problem in plan.problems
            ],
            "refused": [
                {
                    "plan": shown_path(one.path),
                    "why": None if one.why is None else words.sentence(one.why),
                    "problems": [_json_of_problem(problem, words) for problem in one.problems],
                }
                for one in done.refused
            ],
            "renamed": [
                {"plan": shown_path(path), **_json_of_problem(problem, words)} for path, found in done.renamed.items() for problem in found
            ],
            "why": None if done.why is None else words.sentence(done.why),
            "notes": [words.sentence(told) for told in done.notes],
        },
    )


def _json_of(change: Change) -> dict[str, Any]:
    found = sorted(touched_by(differences(change.before or Plan(), change.after or Plan())))
    return {
        "plan": shown_path(change.path),
        "new": change.before is None,
        "gone": change.after is None,
        "moved_from": None if change.moved_from is None else shown_path(change.moved_from),
        "records": [{"table": table, "id": id} for table, id in found],
    }


def _json_of_problem(problem: Any, words: Words) -> dict[str, Any]:
    return {
        "table": problem.table,
        "id": problem.id,
        "field": problem.field,
        "line": problem.line,
        "words": words.sentence(problem.what),
    }
