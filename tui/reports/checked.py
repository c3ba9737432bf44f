"""What a check of plan files has found: as lines to read, as JSON, and as SARIF, which forges and editors show beside the text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

import attrs

from tui import __version__
from tui.i18n.words import Words
from tui.model.plan import Problem
from tui.model.text import N_, Sentence, printable
from tui.reports.answer import json_answer
from tui.store.files.errors import shown_path
from tui.store.plan_file import format_problem

COUNTED: Final = ("goals", "indicators", "directions", "enterprises", "tasks", "documents")
"""The tables whose records are counted."""

_SARIF: Final = "2.1.0"
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_STANDARD_INPUT: Final = "<stdin>"


@attrs.frozen
class Checked:
    """One plan file: what is wrong with it, what only a person can decide, and how many records are in it.

    Of a file that cannot be read there is only the sentence why.
    """

    file: str
    problems: tuple[Problem, ...] = ()
    to_decide: tuple[Problem, ...] = ()
    """Wrong is nothing of it: which way is better, on which day a source was published."""
    counts: Mapping[str, int] = attrs.field(factory=dict)
    cut_short: Sentence | None = None
    """Of a file that has lost most of its records."""
    unreadable: Sentence | None = None

    @property
    def errors(self) -> int:
        """How many things are wrong, warnings not counted."""
        return sum(not problem.warning for problem in self.problems) + (self.cut_short is not None)


def as_text(found: Checked, words: Words) -> str:
    """Every problem as ``file:line: table.id.field: …``, and a line that counts what is in the plan."""
    lines = [format_problem(problem, found.file, words) for problem in (*found.problems, *found.to_decide)]
    name = shown_path(found.file)
    if found.cut_short is not None:
        lines.append(f"{name}: {words.sentence(found.cut_short)}; {words(N_('“kehoach” brings the whole plan back'))}")
    n = found.counts
    counts = [
        words.count("{n} goal", "{n} goals", n["goals"]),
        words.count("{n} indicator", "{n} indicators", n["indicators"]),
        words.count("{n} direction", "{n} directions", n["directions"]),
        words.count("{n} enterprise", "{n} enterprises", n["enterprises"]),
        words.count("{n} task", "{n} tasks", n["tasks"]),
        words.count("{n} document", "{n} documents", n["documents"]),
    ]
    errors, warnings = found.errors, sum(problem.warning for problem in found.problems)
    faults = words.count("{n} problem", "{n} problems", errors) if errors else words(N_("no problems"))
    if warnings:
        faults += ", " + words.count("{n} warning", "{n} warnings", warnings)
    if found.to_decide:
        faults += ", " + words.count("{n} matter to decide", "{n} matters to decide", len(found.to_decide))
    return "".join(f"{line}\n" for line in [*lines, f"{name}: {', '.join(counts)}; {faults}"])


# -- for machines -----------------------------------------------------------------------------------------------------


def _graded(found: Checked) -> Iterator[tuple[str, Problem]]:
    """(``error``, ``warning`` or ``decide``, the problem), in the order in which they are told."""
    yield from (("warning" if problem.warning else "error", problem) for problem in found.problems)
    yield from (("decide", problem) for problem in found.to_decide)
    if found.cut_short is not None:
        yield "error", Problem("", "", "", found.cut_short)


def as_json(all_found: Iterable[Checked], words: Words) -> str:
    """One object: a plan each, with its problems; lines count from 1, null where a problem is of no line."""
    plans = [
        {
            "file": printable(found.file),
            "unreadable": None if found.unreadable is None else printable(words.sentence(found.unreadable)),
            "counts": dict(found.counts),
            "problems": [_json_problem(grade, problem, words) for grade, problem in _graded(found)],
        }
        for found in all_found
    ]
    return json_answer("check", {"plans": plans})


def _json_problem(grade: str, problem: Problem, words: Words) -> dict[str, Any]:
    return {
        "severity": grade,
        "line": problem.line,
        "table": printable(problem.table) or None,
        "id": printable(problem.id) or None,
        "field": printable(problem.field) or None,
        "words": printable(words.sentence(problem.what)),
    }


_LEVELS: Final = {"error": "error", "warning": "warning", "decide": "note"}


def as_sarif(all_found: Iterable[Checked], words: Words) -> str:
    """A run of SARIF 2.1.0 with a result for every problem; a file that cannot be read is a result as well."""
    about = {
        "error": N_("What a plan may not hold"),
        "warning": N_("What somebody should look at"),
        "decide": N_("What only a person can decide"),
    }
    results = [result for found in all_found for result in _sarif_results(found, words)]
    driver = {
        "name": "kehoach",
        "version": __version__,
        "rules": [{"id": id, "shortDescription": {"text": words(text)}} for id, text in about.items()],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": _SARIF, "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _sarif_results(found: Checked, words: Words) -> Iterator[dict[str, Any]]:
    if found.unreadable is not None:
        yield _sarif_result("error", found.file, Problem("", "", "", found.unreadable), words)
    for grade, problem in _graded(found):
        yield _sarif_result(grade, found.file, problem, words)


def _sarif_result(grade: str, file: str, problem: Problem, words: Words) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    if problem.line is not None:
        place["region"] = {"startLine": problem.line}
    where = f"{problem.where}: " if problem.where else ""
    return {
        "ruleId": grade,
        "level": _LEVELS[grade],
        "message": {"text": printable(f"{where}{words.sentence(problem.what)}")},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    """The file as a relative or absolute address: what is in no file is an address too."""
    if file == _STANDARD_INPUT:
        return "stdin"
    return f"file://{quote(file)}" if file.startswith("/") else quote(file)
