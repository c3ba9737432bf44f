"""``python -m bench.document``: how much of a document ``kehoach read`` finds, and what it invents.

With a document and the plan that was made from it by hand, each task, body and numbered document found is compared with the plan's.
With annexes as Markdown tables (``--annex``), a Word document with the same tables is made and what is read of it compared cell by cell.
The documents are not part of the repository: without one there is nothing to measure.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from bench.subjects import REPOSITORY
from tui.exchange.document.findings import Findings, findings_of
from tui.exchange.document.passages import document_of, read_document
from tui.exchange.document.tasks import TaskFound
from tui.model.plan import Plan
from tui.store.files.errors import CannotRead
from tui.store.plan_file import load
from tui.vocabulary.bodies import Bodies
from tui.vocabulary.lexicon import plain
from tui.vocabulary.outcome import Read, Unsure

PLAN: Final = REPOSITORY / "data" / "plan.toml"


@attrs.frozen
class Score:
    """What was found of a table: of ``expected`` records ``right`` were found, among ``found``; ``misses`` says what is amiss."""

    name: str
    expected: int
    found: int
    right: int
    misses: tuple[str, ...] = ()

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    def lines(self) -> Iterable[str]:
        yield (
            f"{self.name:<28} {self.right:>4} of {self.expected:>4}   recall {self.recall:6.1%}   precision {self.precision:6.1%}"
            f"   ({self.found} found)"
        )
        yield from (f"    {miss}" for miss in self.misses)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print recall and precision; exit code 0, or 2 when there is no document to read."""
    parser = argparse.ArgumentParser(prog="python -m bench.document", description=__doc__)
    parser.add_argument("source", nargs="?", type=Path, help="the document the plan was made from: .docx or text")
    parser.add_argument("--plan", type=Path, default=PLAN, help="the plan made from it by hand (default: the one in data/)")
    parser.add_argument("--day", type=dt.date.fromisoformat, default=dt.date(2023, 6, 1), help="the day whose bodies its names mean")
    parser.add_argument("--annex", nargs="*", type=Path, default=[], help="annexes as Markdown tables")
    options = parser.parse_args(arguments)
    if options.source is None and not options.annex:
        print("bench.document: name a document (or --annex TABLE.md); none is part of the repository", file=sys.stderr)
        return 2
    try:
        scores = (
            [] if options.source is None else against_plan(findings_of(read_document(options.source)), load(options.plan).plan, options.day)
        )
        for annex in options.annex:
            scores += against_annex(annex.read_text(encoding="utf-8"))
    except (CannotRead, OSError) as fault:
        print(f"bench.document: {fault}", file=sys.stderr)
        return 2
    for score in scores:
        print("\n".join(score.lines()))
    return 0


# -- a document beside its plan ---------------------------------------------------------------------------------------


def against_plan(found: Findings, plan: Plan, day: dt.date) -> list[Score]:
    """How what was found compares with the records of a plan."""
    bodies = Bodies(plan, day)
    return [*_tasks(found, plan, bodies), _documents(found, plan), *_bodies(found, plan, bodies), _targets(found, plan)]


def _tasks(found: Findings, plan: Plan, bodies: Bodies) -> list[Score]:
    """Tasks by section and wording, in their order; with the same leads; with the same leads and partners."""
    pairs: list[tuple[str, TaskFound | None]] = []
    unasked: list[TaskFound] = []
    by_part: dict[str, list[TaskFound]] = {}
    for task in found.tasks:
        by_part.setdefault(task.part, []).append(task)
    for number in dict.fromkeys(str(plan.tables["sections"][t["section"]]["number"]) for t in plan.tables["tasks"].values()):
        ids = [id for id, t in plan.tables["tasks"].items() if plan.tables["sections"][t["section"]]["number"] == number]
        matched = _aligned([str(plan.tables["tasks"][id]["summary"]) for id in ids], [task.text for task in by_part.get(number, [])])
        pairs += [(id, by_part[number][at] if at is not None else None) for id, at in zip(ids, matched, strict=True)]
        unasked += [task for at, task in enumerate(by_part.pop(number, [])) if at not in matched]
    unasked += [task for others in by_part.values() for task in others]
    scores = []
    for name, keys in (("tasks", ()), ("tasks with lead", ("leads",)), ("tasks with lead and partners", ("leads", "partners"))):
        misses, right = [], 0
        for id, given in pairs:
            if given is None:
                misses.append(f"{id}: not found")
                continue
            wrong = [
                f"{id}: {key} {sorted(_ids(getattr(given, key), bodies))} for {sorted(plan.tables['tasks'][id].get(key, ()))}"
                for key in keys
                if _ids(getattr(given, key), bodies) != set(plan.tables["tasks"][id].get(key, ()))
            ]
            misses += wrong
            right += not wrong
        misses += [f"{task.locator}: no task of the plan" for task in unasked]
        scores.append(Score(name, len(pairs), len(found.tasks), right, tuple(misses)))
    return scores


def _ids(names: Iterable[str], bodies: Bodies) -> set[str]:
    """The bodies some names mean; what is not read stands as it is written."""
    return {body.outcome.value if isinstance(body.outcome, Read) else f"“{body.text}”" for name in names for body in bodies.read_list(name)}


def _aligned(summaries: Sequence[str], texts: Sequence[str]) -> list[int | None]:
    """For each summary the text it is of, in order: the pairing with the most words in common."""
    best: list[list[tuple[float, list[int | None]]]] = [[(0.0, [])] * (len(texts) + 1) for _ in range(len(summaries) + 1)]
    for i in range(len(summaries) + 1):
        for j in range(len(texts) + 1):
            ways: list[tuple[float, list[int | None]]] = [(0.0, [None] * i)] if not j or not i else []
            if i and j:
                common = _common(summaries[i - 1], texts[j - 1])
                ways += [best[i][j - 1], (best[i - 1][j][0], [*best[i - 1][j][1], None])]
                if common > 0:
                    ways.append((best[i - 1][j - 1][0] + common, [*best[i - 1][j - 1][1], j - 1]))
            best[i][j] = max(ways, key=lambda way: way[0])
    return best[-1][-1][1]


def _common(summary: str, text: str) -> float:
    """The share of a summary's words that a text has, 0 where it is less than a third."""
    words = {word for word in re.split(r"\W+", plain(summary)) if len(word) > 1}
    share = len(words & set(re.split(r"\W+", plain(text)))) / len(words) if words else 0.0
    return share if share > 1 / 3 else 0.0


def _documents(found: Findings, plan: Plan) -> Score:
    """Numbered documents with their kind and day."""
    known = {str(d["number"]): d for d in plan.tables["documents"].values() if d.get("number")}
    misses, right = [], 0
    for number, record in known.items():
        cited = [document for document in found.documents if document.number == number]
        if not cited:
            misses.append(f"{number}: not found")
        elif any((document.kind, document.date) == (record.get("kind"), record.get("date")) for document in cited):
            right += 1
        else:
            misses.append(f"{number}: {cited[0].kind} {cited[0].date} for {record.get('kind')} {record.get('date')}")
    misses += [f"{document.number}: not in the plan" for document in found.documents if document.number not in known]
    return Score("numbered documents", len(known), len(found.documents), right, tuple(misses))


def _bodies(found: Findings, plan: Plan, bodies: Bodies) -> list[Score]:
    """Bodies that lead or take part, and how many of the names that were found mean one; those a person is asked about are neither."""
    named = {id for task in plan.tables["tasks"].values() for key in ("leads", "partners") for id in task.get(key, ())}
    asked = {body.name: told for body in found.bodies if (told := _asked(body.name, bodies))}
    met: dict[str, set[str]] = {body.name: _ids([body.name], bodies) for body in found.bodies if body.name not in asked}
    reached = set().union(*met.values()) if met else set()
    misses = [f"{id}: not found" for id in sorted(named - reached)]
    names = [name for name, ids in met.items() if ids <= named]
    strange = [f"“{name}”: no body of the plan" for name in met if name not in names]
    questions = [f"“{name}”: asked, {' or '.join(ids)}" for name, ids in asked.items()]
    return [
        Score("bodies with a task", len(named), len(reached), len(named & reached), tuple(misses)),
        Score("names of bodies", len(found.bodies), len(met), len(names), (*strange, *questions)),
    ]


def _asked(name: str, bodies: Bodies) -> tuple[str, ...]:
    """The bodies a name may mean, where a person is asked which: it is not taken for any."""
    read = bodies.read_list(name)
    unsure = [body.outcome.candidates for body in read if isinstance(body.outcome, Unsure)]
    return tuple(id for candidates in unsure for id in candidates) if len(unsure) == len(read) else ()


def _targets(found: Findings, plan: Plan) -> Score:
    """Targets with a number: the figure and its sign (a bare figure is an ``=``), in their order."""
    wanted = [(id, i["op"], float(i["target"])) for id, i in plan.tables["indicators"].items() if "target" in i]
    got = [((t.amount.op or "="), float(t.amount.value)) for t in found.targets if t.amount is not None]
    misses, right, left = [], 0, list(got)
    for id, op, value in wanted:
        if (op, value) in left:
            left.remove((op, value))
            right += 1
        else:
            misses.append(f"{id}: {op} {value} not found")
    misses += [f"{op} {value}: no target of the plan" for op, value in left]
    return Score("targets in figures", len(wanted), len(got), right, tuple(misses))


# -- annexes as tables ------------------------------------------------------------------------------------------------


def against_annex(text: str) -> list[Score]:
    """How what is read from a Word document with the tables of a Markdown text compares with their cells."""
    rows = [_cells(line) for line in text.splitlines() if line.lstrip().startswith("|")]
    titles, records = rows[0], [row for row in rows[1:] if re.match(r"[0-9]", row[0])]
    found = findings_of(document_of(as_docx(text)))
    if len(titles) >= 6:
        return [_annex_tasks(found, records)]
    return [_annex_targets(found, records)]


def _cells(line: str) -> list[str]:
    return [" ".join(cell.replace("**", "").split()) for cell in line.strip().strip("|").split("|")]


def as_docx(text: str) -> bytes:
    """A Word document with the lines and tables of a Markdown text."""
    from docx import Document

    made: Any = Document()
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.lstrip().startswith("|"):
            if not re.fullmatch(r"[\s|:-]+", line):
                rows.append(_cells(line))
            continue
        if rows:
            _add_table(made, rows)
            rows = []
        if line.strip():
            made.add_paragraph(line.replace("**", "").strip())
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def _add_table(made: Any, rows: list[list[str]]) -> None:
    table = made.add_table(rows=len(rows), cols=max(map(len, rows)))
    cells = table._cells
    width = len(table.columns)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            cells[at * width + column].text = text


def _annex_tasks(found: Findings, records: list[list[str]]) -> Score:
    misses, right = [], 0
    for row in records:
        _, name, leads, partners, result, due = row[:6]
        task = next((t for t in found.tasks if t.text == name), None)
        told = task and {
            "leads": _covers(leads, task.leads),
            "partners": _covers(partners, task.partners),
            "result": task.deliverable == result,
            "due": task.due == due,
        }
        right += bool(told) and all((told or {}).values())
        if task is None:
            misses.append(f"{row[0]} not found")
        else:
            misses += [f"{row[0]} {key} is not the cell's" for key, same in (told or {}).items() if not same]
    return Score("tasks of the annex", len(records), len(found.tasks), right, tuple(misses))


def _covers(cell: str, names: Sequence[str]) -> bool:
    """Whether names are all a cell says: without them only signs and "và" are left."""
    left = cell
    for name in sorted(names, key=len, reverse=True):
        if name not in left:
            return False
        left = left.replace(name, " ")
    return re.fullmatch(r"[\s,;.]*(?:và[\s,;.]*)*", left) is not None


def _annex_targets(found: Findings, records: list[list[str]]) -> Score:
    """Targets whose cell begins with a figure: it is found, or said to be in doubt; the others are found in their words."""
    misses, right = [], 0
    for row in records:
        _, name, unit, wording, agency = row[:5]
        target = next((t for t in found.targets if t.name == name and t.passage == wording), None)
        if not wording:
            right += target is None
            continue
        if target is None or (target.unit, target.agency) != (unit, agency):
            misses.append(f"{row[0]} {'not found' if target is None else 'unit or agency is not the cell’s'}")
        elif target.amount is None or "amount" in target.doubts or _same_figure(wording, target.amount.value):
            right += 1
        else:
            misses.append(f"{row[0]} {wording}: read as {target.amount.value}")
    expected = [row for row in records if row[3]]
    return Score("targets of the annex", len(expected), len(found.targets), right - (len(records) - len(expected)), tuple(misses))


def _same_figure(wording: str, value: float) -> bool:
    first = re.search(r"[0-9]+(?:,[0-9]+)?", wording)
    return first is not None and float(first[0].replace(",", ".")) == float(value)


if __name__ == "__main__":
    sys.exit(main())
