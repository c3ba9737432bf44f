"""An earlier state of a record or of the plan, made again as an ordinary edit: shown first, one step, undone like any other."""

from __future__ import annotations

from tui.model.diff import differences, with_record
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.plan import Plan, Problem, RecordId
from tui.model.text import N_, Sentence, say
from tui.reports.changes import by_table, counted
from tui.screens.base import PlanScreen
from tui.screens.before_after import record_words
from tui.screens.changed_words import step_words
from tui.screens.dialogs.choose import Answer, Choose
from tui.screens.dialogs.inspect import Inspect
from tui.screens.table.asked_first import to_make
from tui.session.outcomes import Refused

_SHOWN = 7
"""Lines of what would change in the question itself; the rest is a key away."""
_WIDTH = 24


def bring_back(screen: PlanScreen, then: Plan, record: RecordId | None, moment: str) -> None:
    """Ask, showing what would change, and make the plan (or one record of it) what it was in ``then``."""
    words, plan = screen.words, screen.session.plan
    edits = differences(plan, then if record is None else with_record(plan, then, record))
    if not edits:
        screen.tell(words(N_("nothing has changed since; it is as it was then")))
        return
    label = _label(plan, then, record, moment)
    lines = by_table(edits, plan, then, words)
    shown = by_table(edits, plan, then, words, _WIDTH)[:_SHOWN]
    if len(lines) > _SHOWN:
        shown.append(words.count("and {n} more", "and {n} more", len(lines) - _SHOWN))

    def ask() -> None:
        title = words(N_("Bring this state back?"))
        answers = [
            Answer("back", "m", words(N_("bring it back; undo takes it away again")), destroys=True),
            Answer("show", "x", words(N_("show everything that would change"))),
            Answer("no", "k", words(N_("no, leave it as it is"))),
        ]
        text = "\n".join([words.sentence(label), counted(edits, words), "", *shown])
        screen.ui.push_screen(Choose(words, title, text, answers, first="no"), answered)

    def answered(answer: str | None) -> None:
        if answer == "show":
            screen.ui.push_screen(Inspect(words, words.sentence(label), "\n".join(lines)), lambda _: ask())
        elif answer == "back":
            made = to_make(screen.ui, edits, label, lambda: None)  # another target or due day asks here too
            if made is None:
                return
            outcome = screen.session.commit(made, label)
            if isinstance(outcome, Refused):
                _tell_refused(screen, outcome.problems)
            else:
                screen.tell(step_words(words, N_("changed: {what}"), label, screen.size.width))

    ask()


def _label(plan: Plan, then: Plan, record: RecordId | None, moment: str) -> Sentence:
    if record is None:
        return say(N_("the plan back to {moment}"), moment=moment)
    table, id = record
    if id == SINGLE_ID:
        return say(N_("{table} back to {moment}"), table=Sentence(TABLES[table].label), moment=moment)
    owner = plan if plan.get(table, id) is not None else then
    return say(N_("“{name}” back to {moment}"), name=owner.called(table, id), moment=moment)


def _tell_refused(screen: PlanScreen, problems: tuple[Problem, ...]) -> None:
    """Why it cannot be brought back: one reason in the status line, several in a box."""
    words, plan = screen.words, screen.session.plan

    def told(problem: Problem) -> str:
        field = TABLES[problem.table].by_key.get(problem.field.partition(".")[0])
        where = [record_words(problem.table, problem.id, plan, words), *([words(field.label)] if field else [])]
        return f"{' · '.join(where)}: {words.sentence(problem.what)}"

    lines = list(dict.fromkeys(told(p) for p in problems))
    if len(lines) == 1:
        screen.tell(lines[0], bad=True)
    else:
        screen.ui.push_screen(Inspect(words, words(N_("It cannot be brought back")), "\n".join(f"✗ {line}" for line in lines)))
