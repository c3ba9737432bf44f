"""A body's work given to another: from whom, to whom, what of it, and a look at every record before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.model.fields import TABLES
from tui.model.proposal import Line, records_of, sift
from tui.model.reassign import Role, held, holders, reassigned
from tui.model.text import N_, Sentence, say
from tui.screens.dialogs.choose import Answer, Choose
from tui.screens.dialogs.picker import Item, Picker
from tui.screens.dialogs.picking import means_of, record_items
from tui.screens.table.editing import Editing
from tui.screens.table.proposing import propose

Rows = Mapping[str, Sequence[str]] | None
"""By table the records to look at; None for all."""


def ask_reassign(screen: Editing) -> None:
    """Ask step by step; backing out of any step changes nothing."""
    words, plan = screen.words, screen.session.plan
    busy = holders(plan)
    items = [item for item in _bodies(screen) if item.id in busy]

    def picked(found: list[str] | None) -> None:
        if found:
            _ask_heir(screen, found[0])

    screen.ui.push_screen(Picker(words, words(N_("Whose work is given to another body?")), items, _first(screen)), picked)


def _first(screen: Editing) -> list[str]:
    """The body somebody stands on: the row of the register, the lead of the task."""
    id = screen.table.current_id
    if id is None:
        return []
    return [id] if screen.table_name == "agencies" else list((screen.session.plan.get("tasks", id) or {}).get("leads", []))[:1]


def _bodies(screen: Editing) -> list[Item]:
    """All bodies; one that has ended comes last and says so."""
    return record_items("agencies", screen.session.plan, screen.words, screen.session.as_of)


def _ask_heir(screen: Editing, old: str) -> None:
    """To whom; the successor the plan names stands under the cursor."""
    words, plan = screen.words, screen.session.plan
    items = [item for item in _bodies(screen) if item.id != old]
    successors = [s for s in (plan.get("agencies", old) or {}).get("successors", []) if s != old]

    def picked(found: list[str] | None) -> None:
        if found:
            _ask_rows(screen, old, found[0])

    title = words(N_("Which body takes over from {name}?"), name=plan.short_of("agencies", old))
    picker = Picker(words, title, items, successors[:1])
    picker.creates, picker.means = screen.ui.creates("agencies"), means_of("agencies", plan, screen.session.as_of)
    screen.ui.push_screen(picker, picked)


def _ask_rows(screen: Editing, old: str, new: str) -> None:
    """All tasks, the marked ones or the shown ones; asked only where that differs."""
    words, plan = screen.words, screen.session.plan
    assert screen.frame is not None
    if screen.table_name != "tasks":
        _ask_roles(screen, old, new, None)
        return
    total = len(plan.tables["tasks"])
    rows = {"marked": [id for id in plan.tables["tasks"] if id in screen.table.marks], "shown": screen.frame["id"].to_list()}
    answers = [Answer("all", "t", words.count("all {n} task", "all {n} tasks", total))]
    if rows["marked"]:
        answers.insert(0, Answer("marked", "d", words.count("the {n} marked task", "the {n} marked tasks", len(rows["marked"]))))
    if len(rows["shown"]) < total:
        answers.append(
            Answer("shown", "l", words.count("the {n} task the filter shows", "the {n} tasks the filter shows", len(rows["shown"])))
        )
    if len(answers) == 1:
        _ask_roles(screen, old, new, None)
        return

    def answered(answer: str | None) -> None:
        if answer == "all":
            _ask_roles(screen, old, new, None)
        elif answer is not None:
            _ask_roles(screen, old, new, {"tasks": rows[answer]})

    screen.ui.push_screen(Choose(words, words(N_("Which tasks?")), "", answers), answered)


def _ask_roles(screen: Editing, old: str, new: str, rows: Rows) -> None:
    """What of it: as lead, as partner, the duties, the indicators …, each with its count; nothing is asked where it is one thing only."""
    words, plan = screen.words, screen.session.plan
    found = {role: count for role, count in held(plan, old, rows).items() if rows is None or role[0] in rows}
    if not found:
        told = words(N_("{name} holds nothing here"), name=plan.short_of("agencies", old))
        screen.tell(told, bad=True)
        return
    items = [Item(f"{t}.{f}", f"{words(TABLES[t].label)}: {words(TABLES[t][f].label)} ({n})") for (t, f), n in found.items()]
    if len(items) == 1:
        _show(screen, old, new, list(found), rows)
        return

    def picked(chosen: list[str] | None) -> None:
        if chosen:
            _show(screen, old, new, [role for role in found if ".".join(role) in chosen], rows)

    title = words(N_("What does {new} take over from {old}?"), old=plan.short_of("agencies", old), new=plan.short_of("agencies", new))
    chosen = [item.id for item in items if item.id.startswith("tasks.")] or [item.id for item in items]
    screen.ui.push_screen(Picker(words, title, items, chosen, many=True), picked)


def _show(screen: Editing, old: str, new: str, roles: Sequence[Role], rows: Rows) -> None:
    words, plan = screen.words, screen.session.plan
    names = {"old": plan.short_of("agencies", old), "new": plan.short_of("agencies", new)}

    def label(lines: Sequence[Line]) -> Sentence:
        if all(line.record[0] == "tasks" for line in lines):
            return say(N_("{count} tasks given from {old} to {new}"), count=records_of(lines), **names)
        return say(N_("{count} records given from {old} to {new}"), count=records_of(lines), **names)

    title = words(N_("From {old} to {new}"), **names)
    propose(screen, title, sift(plan, reassigned(plan, old, new, roles, rows)), label)
