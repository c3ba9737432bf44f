"""The JSON Schema of every answer a command gives to programs, one function each; ``kehoach schema --of NAME`` prints it.

Draft 7, as that of a plan file. What is not ``required`` may be missing; a key may come to an answer without a new version, so a schema
refuses none, and the tests, which let nothing come unsaid, close it (:func:`closed`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tui.frames.insight.agenda_items import ItemKind
from tui.frames.insight.overview_lines import LineKind, Part
from tui.frames.methods.headline import LABELS
from tui.i18n.words import Words
from tui.lake.queries import QUERIES
from tui.lake.sums import BY
from tui.model.fields import TABLES
from tui.model.text import N_
from tui.reports.answer import format_of
from tui.reports.changes import Happened
from tui.reports.checked import COUNTED
from tui.reports.many import COLUMNS
from tui.reports.plan_schema import DRAFT, Schema
from tui.reports.status import NUMBERS_OF_LINES
from tui.store.servers.sync import State

# -- the parts schemas are made of ------------------------------------------------------------------------------------

_TEXT: Final[Schema] = {"type": "string"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_WHOLE: Final[Schema] = {"type": "integer"}
_NUMBER: Final[Schema] = {"type": "number"}
_YES_NO: Final[Schema] = {"type": "boolean"}
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_TIME: Final[Schema] = {"type": "string", "format": "date-time"}
_PLAIN: Final[Schema] = {"type": ["string", "number", "boolean", "null"]}
_ANY: Final[Schema] = {"description": "as the plan has it: days as ISO text, null where there is none"}
_TABLE: Final[Schema] = {"type": "string", "enum": list(TABLES)}


def _object(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    return {"type": "object", "properties": {**required, **(optional or {})}, "required": list(required)}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_none(schema: Schema) -> Schema:
    """The same, or null."""
    found = {**schema, "type": [*([schema["type"]] if isinstance(schema["type"], str) else schema["type"]), "null"]}
    return {**found, "enum": [*schema["enum"], None]} if "enum" in schema else found


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": [str(value) for value in values]}


def _map(of: Schema) -> Schema:
    """An object of any keys."""
    return {"type": "object", "additionalProperties": of}


def _any_of(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


_TEXTS: Final = _list(_TEXT)
_PLACE: Final = _any_of(_object({"paragraph": _COUNT}), _object({"table": _COUNT, "row": _COUNT}))
_HAPPENED: Final = _one_of(*(happened.name.lower() for happened in Happened))
_CHANGE: Final = _any_of(
    _object({"kind": _HAPPENED, "table": _TABLE, "id": _TEXT, "field": _TEXT, "old": _ANY, "new": _ANY, "words": _TEXT}),
    _object({"kind": _HAPPENED, "table": _TABLE, "id": _TEXT, "values": _ANY, "words": _TEXT}),
)
"""A change of one field, or of a whole record that came or went."""


# -- the answers ------------------------------------------------------------------------------------------------------


def _agenda() -> Schema:
    item = {
        **{"subject": _TEXT, "table": _TABLE, "id": _TEXT, "kinds": _list(_one_of(*ItemKind)), "gravity": _NUMBER, "title": _TEXT},
        **{"bodies": _TEXTS, "due": _or_none(_DAY), "refs": _TEXTS, "words": _object({"kinds": _TEXTS, "why": _TEXT})},
    }
    group = {"body": _or_none(_TEXT), "words": _object({"name": _TEXT}), "items": _list(_object(item))}
    return _object(
        {
            **{"plan": _TEXT, "as_of": _DAY, "since": _or_none(_TEXT), "set_aside": _COUNT, "count": _COUNT},
            **{"words": _object({"nothing": _or_none(_TEXT), "unjudged": _or_none(_TEXT)}), "groups": _list(_object(group))},
        }
    )


def _check() -> Schema:
    problem = {
        **{"severity": _one_of("error", "warning", "decide"), "line": _or_none(_COUNT), "table": _or_none(_TEXT)},
        **{"id": _or_none(_TEXT), "field": _or_none(_TEXT), "words": _TEXT},
    }
    counts = _object({}, dict.fromkeys(COUNTED, _COUNT))
    plan = {"file": _TEXT, "unreadable": _or_none(_TEXT), "counts": counts, "problems": _list(_object(problem))}
    return _object({"plans": _list(_object(plan))})


def _diff() -> Schema:
    return _object({"changes": _list(_CHANGE)})


def _import() -> Schema:
    about = {"table": _TEXT, "id": _TEXT, "field": _TEXT}
    row = {"state": _one_of("question", "new", "changes"), "table": _TABLE, "id": _TEXT, "name": _TEXT, "words": _TEXT}
    more = {"place": _TEXT, "under": _TEXT, "why": _TEXT, "field": _TEXT, "old": _ANY, "new": _ANY, "values": _ANY}
    left_out = _object({"state": _one_of("left_out"), **about, "why": _TEXT}, {"place": _TEXT})
    return _object({"rows": _list(_any_of(_object(row, more), left_out, _object({"state": _one_of("unchanged"), "place": _TEXT})))})


_JOURNAL: Final[Mapping[str, Schema]] = {
    "id": _TEXT,
    "state": _one_of("left", "open", "dropped", "restored", "saved"),
    "file": _TEXT,
}
_JOURNAL_AT_REST: Final[Mapping[str, Schema]] = {
    **{"plan": _TEXT, "started": _TIME, "changes": _COUNT, "cut_off": _YES_NO},
    "drafts": _list(_object({"place": _TEXTS, "title": _TEXT, "texts": _TEXTS})),
}
"""What is known of a journal that no open session writes."""


def _journal() -> Schema:
    return _object({**_JOURNAL, **_JOURNAL_AT_REST, "lines": _TEXTS})


def _journals() -> Schema:
    return _object({"journals": _list(_object(_JOURNAL, _JOURNAL_AT_REST))})


def _log() -> Schema:
    entry = {
        **{"number": _COUNT, "at": _TIME, "login": _or_none(_TEXT), "name": _or_none(_TEXT), "written_by": _or_none(_TEXT)},
        **{"own_word": _YES_NO, "outside": _YES_NO, "file_owner": _or_none(_TEXT), "reason": _TEXT, "carried_from": _or_none(_WHOLE)},
        **{"proposed_by": _list(_object({"login": _TEXT, "name": _TEXT})), "before": _or_none(_TEXT), "after": _TEXT},
        "changes": {**_or_none({"type": "array"}), "items": _CHANGE},
    }
    return _object({"entries": _list(_object(entry))})


def _propose() -> Schema:
    proposal = {
        **{"id": _TEXT, "login": _TEXT, "name": _TEXT, "agency": _or_none(_TEXT), "at": _TIME, "note": _TEXT, "state": _TEXT},
        **{"answered_by": _or_none(_TEXT), "reason": _or_none(_TEXT), "changes": _list(_CHANGE)},
    }
    return _object({"proposals": _list(_object(proposal))})


def _read() -> Schema:
    deadline = {"mode": _TEXT, "due": _DAY, "every": _TEXT, "times": _COUNT, "due_text": _TEXT}
    due = _object(
        {"worded": _TEXT, "outcome": _one_of("read", "unsure", "not_understood")},
        {"candidates": _list(_object({}, deadline)), **deadline},
    )
    task = {
        **{"locator": _TEXT, "text": _TEXT, "leads": _TEXTS, "partners": _TEXTS, "due": {**due, "type": ["object", "null"]}},
        **{"deliverable": _or_none(_TEXT), "documents": _TEXTS, "place": _PLACE, "introduced_by": _or_none(_TEXT), "doubts": _TEXTS},
    }
    target = {
        **{"part": _TEXT, "name": _TEXT, "op": _or_none(_TEXT), "value": _or_none(_NUMBER), "upper": _or_none(_NUMBER)},
        **{"unit": _or_none(_TEXT), "year": _or_none(_WHOLE), "agency": _or_none(_TEXT), "passage": _TEXT},
        **{"place": _PLACE, "doubts": _TEXTS},
    }
    document = {
        **{"number": _TEXT, "kind": _or_none(_TEXT), "date": _or_none(_DAY), "issuer": _or_none(_TEXT), "about": _or_none(_TEXT)},
        **{"paragraphs": _list(_COUNT), "passage": _TEXT, "doubts": _TEXTS},
    }
    part = {"number": _TEXT, "title": _TEXT, "about": _or_none(_TEXT), "paragraph": _COUNT}
    body = {"name": _TEXT, "leads": _COUNT, "partners": _COUNT, "place": _PLACE}
    found = {"parts": part, "tasks": task, "organising": task, "targets": target, "documents": document, "bodies": body}
    return _object({name: _list(_object(one)) for name, one in found.items()})


def _rollup() -> Schema:
    counts = {"plans": _COUNT, "read": _COUNT, "gone": _COUNT, "unreadable": _COUNT}
    return _object({"lake": _TEXT, "as_of": _DAY, **counts, "rows": _map(_COUNT)})


def _sql() -> Schema:
    """Columns are those of the question."""
    return _object({"rows": _list(_map(_any_of(_PLAIN, _list(_PLAIN))))})


_NUMBERS_OF_INDICATORS: Final = (
    *("target", "target_max", "baseline", "baseline_year", "last_year", "last_value", "mean", "value", "forecast", "required"),
    *("turning", "turning_max", "start", "end", "remaining", "years_behind"),
)
_NUMBERS_AWAITED: Final = ("turning", "condition", "best")
"""What a line of the section of what is awaited has beside."""


def _status() -> Schema:
    line = {
        **{"kind": _one_of(*LineKind), "table": _TABLE, "id": _TEXT, "code": _TEXT, "name": _TEXT, "day": _or_none(_DAY)},
        **{"numbers": _object({}, dict.fromkeys((*NUMBERS_OF_LINES, *_NUMBERS_AWAITED), _or_none(_NUMBER)))},
        **{"who": _TEXTS, "members": _TEXTS},
        "words": _object({"name": _TEXT, "table": _TEXT, "facts": _TEXTS}),
    }
    section = {
        **{"section": _one_of(*Part), "count": _COUNT, "words": _object({"title": _TEXT, "note": _or_none(_TEXT)})},
        "lines": _list(_object(line, {"every": _TEXT})),
    }
    milestone = {
        **{"year": _WHOLE, "op": _TEXT, "target": _NUMBER, "target_max": _or_none(_NUMBER), "basis": _or_none(_TEXT)},
        **{"value": _or_none(_NUMBER), "share": _or_none(_NUMBER), "verdict": _or_none(_TEXT)},
    }
    indicator = {
        **{"id": _TEXT, "goal": _TEXT, "name": _TEXT, "unit": _TEXT, "kind": _TEXT, "code": _one_of(*LABELS)},
        **{"reason": _or_none(_TEXT), "op": _or_none(_TEXT), "turning_op": _or_none(_TEXT), "flags": _TEXTS},
        **{"numbers": _object(dict.fromkeys(_NUMBERS_OF_INDICATORS, _or_none(_NUMBER)))},
        **{"last_value_kind": _or_none(_one_of("year", "mean", "bound")), "text": _or_none(_TEXT), "reached": _or_none(_YES_NO)},
        **{"milestones": _list(_object(milestone)), "words": _object({"verdict": _TEXT, "sentence": _TEXT})},
    }
    return _object(
        {
            **{"plan": _TEXT, "plan_kind": _or_none(_TEXT), "as_of": _DAY, "figures_known_on": _DAY, "set_aside": _COUNT},
            **{"hidden_figures": _COUNT, "sections": _list(_object(section)), "indicators": _list(_object(indicator))},
        },
        {"areas": _of_areas()},
    )


def _of_areas() -> Schema:
    """Of a plan that has areas: what each has, is to have, and how it stands; sums over them."""
    at = {"indicator": _TEXT, "area": _TEXT}
    figure = {**at, "year": _WHOLE, "value": _NUMBER, "vintage": _TEXT}
    target = {**at, "target": _NUMBER, "year": _or_none(_WHOLE), "op": _or_none(_TEXT)}
    total = {**at, "area": _or_none(_TEXT), "year": _WHOLE, "value": _NUMBER, "n": _COUNT, "of": _COUNT, "estimated": _YES_NO}
    verdict = {**at, "verdict": _TEXT, "reason": _or_none(_TEXT), "last_year": _or_none(_WHOLE), "last_value": _or_none(_NUMBER)}
    found = {"figures": figure, "targets": target, "sums": total, "verdicts": verdict}
    return _object({name: _list(_object(row)) for name, row in found.items()})


def _status_of_many() -> Schema:
    """A row has the columns of the question ``by``."""
    row = _object({}, dict.fromkeys(COLUMNS, _PLAIN))
    return _object({"as_of": _DAY, "by": _one_of(*QUERIES), "unreadable": _COUNT, "rows": _list(row)})


def _sum_of_many() -> Schema:
    """A row has the group it is of under the name of ``by``, and ``sum`` or, with a weight, ``mean``."""
    groups = dict.fromkeys((*BY, "year"), _PLAIN)
    counts = dict.fromkeys(("known", "of", "estimates", "contradicting", "unweighed"), _COUNT)
    row = _object({}, {**groups, **dict.fromkeys(("sum", "mean"), _or_none(_NUMBER)), **counts})
    about = {"as_of": _DAY, "by": _one_of(*BY), "level": _or_none(_TEXT), "unreadable": _COUNT}
    names = {"code": _TEXT, "name": _TEXT, "unit": _TEXT, "weight": _or_none(_TEXT), "weight_name": _or_none(_TEXT)}
    return _object({**about, **names, "rows": _list(row)})


def _clone() -> Schema:
    return _object({"folder": _TEXT, "server": _TEXT, "empty": _YES_NO, "plans": _TEXTS})


def _sync() -> Schema:
    record = _object({"table": _TABLE, "id": _TEXT})
    changes = _list(_object({"plan": _TEXT, "new": _YES_NO, "gone": _YES_NO, "moved_from": _or_none(_TEXT), "records": _list(record)}))
    problem = {"table": _TEXT, "id": _TEXT, "field": _TEXT, "line": _or_none(_COUNT), "words": _TEXT}
    of_a_plan = _list(_object({"plan": _TEXT, **problem}))
    refused = {"plan": _TEXT, "why": _or_none(_TEXT), "problems": _list(_object(problem))}
    return _object(
        {
            **{"state": _one_of(*(state.value for state in State)), "server": _TEXT, "branch": _TEXT, "folder": _TEXT, "dry_run": _YES_NO},
            **{"sent": changes, "received": changes, "waiting": changes, "other_files": _object({"sent": _COUNT, "received": _COUNT})},
            **{"overtaken": _COUNT, "conflicts": of_a_plan, "refused": _list(_object(refused)), "renamed": of_a_plan},
            **{"why": _or_none(_TEXT), "notes": _TEXTS},
        }
    )


# -- all of them ------------------------------------------------------------------------------------------------------

ANSWERS: Final[Mapping[str, tuple[str, str, Callable[[], Schema]]]] = {
    "agenda": ("agenda --json", N_("What a review covers, by the agency that answers for it"), _agenda),
    "check": ("check --json", N_("What is wrong in plan files, and what only a person can decide"), _check),
    "clone": ("clone --json", N_("What a repository of plans was copied to, and which plans are in it"), _clone),
    "diff": ("diff --json", N_("What two plans differ in"), _diff),
    "import": ("import --json, read --into --json", N_("What a file would change in a plan, row by row"), _import),
    "journal": ("journals show --json", N_("What one session left unsaved"), _journal),
    "journals": ("journals --json", N_("What sessions left unsaved, of whatever plan"), _journals),
    "log": ("log --json", N_("Who changed what in a plan, when and why"), _log),
    "propose": ("propose --json", N_("What agencies have submitted"), _propose),
    "read": ("read --json", N_("What the text of a plan holds"), _read),
    "rollup": ("rollup --json", N_("What came of a roll-up of many plans"), _rollup),
    "sql": ("sql --json", N_("The rows that answer a question to many plans"), _sql),
    "status": ("status --json", N_("Where a plan stands, and every indicator of it"), _status),
    "status-of-many": ("status LAKE --json", N_("Where many plans stand"), _status_of_many),
    "sum-of-many": ("status LAKE --sum CODE --json", N_("The sum or the mean of one indicator over many plans"), _sum_of_many),
    "sync": ("sync --json", N_("What came of a sync: what was sent and received, what is to be decided or mended"), _sync),
}
"""By the name of the answer: the command that gives it, what it is, its content."""


def answer_schema(name: str, words: Words) -> Schema:
    """The schema of an answer, with its title in the user's language."""
    _, about, content = ANSWERS[name]
    schema = content()
    return {
        "$schema": DRAFT,
        "title": f"{format_of(name)}: {words(about)}",
        **schema,
        "properties": {"format": {"type": "string", "enum": [format_of(name)]}, **schema["properties"]},
        "required": ["format", *schema["required"]],
    }


def closed(schema: Any) -> Any:
    """The schema refusing every key it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    return {**found, "additionalProperties": found.get("additionalProperties", False)} if "properties" in found else found
