"""A step that was refused, as it is told: in the status line, or under the fields of a form."""

from __future__ import annotations

from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.plan import Problem
from tui.session.outcomes import Refused


def in_a_line(refused: Refused, words: Words) -> str:
    """For the status line: each fault with its field."""
    return "; ".join(_with_field(problem, words) for problem in refused.problems)


def _with_field(problem: Problem, words: Words) -> str:
    key = problem.field.partition(".")[0]
    spec = TABLES[problem.table].by_key.get(key) if problem.table in TABLES else None
    told = words.sentence(problem.what)
    return f"{words(spec.label)}: {told}" if spec else told


def reasons_in_a_line(refused: Refused, words: Words) -> str:
    """Where the field is plain, or is none the person knows: the faults alone."""
    return "; ".join(refused.reasons(words))


def under_fields(refused: Refused, words: Words, depth: int = 0) -> dict[str, str]:
    """For a form: the faults by field; "" for what concerns none. ``depth`` is where in ``values.3.year`` the field's key stands."""
    faults: dict[str, str] = {}
    for problem in refused.problems:
        parts = problem.field.split(".")
        key = parts[depth] if len(parts) > depth else ""
        told = words.sentence(problem.what)
        faults[key] = f"{faults[key]}; {told}" if key in faults else told
    return faults
