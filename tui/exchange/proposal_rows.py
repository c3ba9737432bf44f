"""A proposal row by row, for scripts and as a list to work off: what is new, changed, asked, left out or held, each with its cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from typing import Any

from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.model.proposal import Line, Proposal, Reject, grown, made_of
from tui.model.text import N_, no_formula, say
from tui.reports.answer import json_answer
from tui.reports.changes import change_lines
from tui.reports.history import json_changes


def rows_of(proposal: Proposal, plan: Plan, words: Words) -> Iterator[dict[str, Any]]:
    """Every row: state, table, id, field, place and titles, values before and after, why it is asked or left out."""
    named = grown(plan, proposal.lines)
    for line in proposal.lines:
        yield from _of_line(line, named, words)
    for reject in proposal.rejects:
        about = {"table": reject.table, "id": reject.id, "field": reject.field}
        yield {"state": "left_out", **_place(reject, words), **about, "why": words.sentence(reject.what)}
    for place in proposal.same:
        yield {"state": "unchanged", "place": words.sentence(place)}


def _of_line(line: Line, named: Plan, words: Words) -> Iterator[dict[str, Any]]:
    state = "question" if line.doubt is not None else "new" if line.new is not None else "changes"
    table, id = line.record
    row: dict[str, Any] = {"state": state, **_place(line, words), "table": table, "id": id, "name": named.title_of(table, id)}
    if line.under:
        row["under"] = line.under
    if line.doubt is not None:
        row["why"] = words.sentence(line.doubt)
    for change in json_changes(made_of([line]), named, named, words):
        yield {**row, **{key: change[key] for key in ("field", "old", "new", "values", "words") if key in change}}


def _place(of: Line | Reject, words: Words) -> dict[str, str]:
    return {"place": words.sentence(of.place)} if of.place is not None else {}


def as_json(proposal: Proposal, plan: Plan, words: Words) -> str:
    """The proposal for a program: ids, codes, ISO days."""
    return json_answer("import", {"rows": list(rows_of(proposal, plan, words))})


def left_out_csv(proposal: Proposal, plan: Plan, words: Words, taken: Collection[Line] | None = None) -> str:
    """What is not made, as a table to work off: where it stands, which record, what it says, and why it was left out.

    ``taken``: the lines a person has taken in; without it those that nothing speaks against.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([words(N_("Cell")), words(N_("Record")), words(N_("What it says")), words(N_("Why it was left out"))])
    named = grown(plan, proposal.lines)
    kept = {id(line) for line in (proposal.settled.lines if taken is None else taken)}
    otherwise = say(N_("names a new record that is asked about") if taken is None else N_("taken out by hand"))
    for line in proposal.lines:
        if id(line) not in kept:
            told = "; ".join(change.told for change in change_lines(made_of([line]), named, named, words))
            _write(table, line.place, named.title_of(*line.record), told, words.sentence(line.doubt or otherwise), words)
    for reject in proposal.rejects:
        name = plan.title_of(reject.table, reject.id) if reject.id and plan.get(reject.table, reject.id) is not None else ""
        _write(table, reject.place, name, "", words.sentence(reject.what), words)
    return out.getvalue()


def _write(table: Any, place: Any, name: str, told: str, why: str, words: Words) -> None:
    table.writerow([no_formula(text) for text in (words.sentence(place) if place is not None else "", name, told, why)])
