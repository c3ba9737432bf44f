"""``kehoach status``: the overview as text, JSON or CSV, with the words the screen uses too."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from tui.frames.insight.overview_lines import LineKind, Overview, OverviewLine, OverviewSection, Part
from tui.frames.insight.standings import Standing
from tui.frames.methods.headline import LABELS
from tui.frames.tables.standing_counts import count_words
from tui.model.clock import seen_from
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.model.text import N_, Sentence, no_formula, printable
from tui.reports.answer import json_answer

if TYPE_CHECKING:
    from tui.frames.build import Frames
    from tui.i18n.words import Words

_MOST_NAMED: Final = 3
"""Bodies named in one line; how many more there are is said."""
_OF_INDICATORS: Final = (
    *("indicator_kind", "unit", "reason", "op", "flags", "turning_op", "turning", "forecast", "end", "reached", "text"),
)
"""What is told of every indicator; empty in the lines of the sections."""
_INDENT: Final = "  "
NUMBERS_OF_LINES: Final = (
    "n",
    "not_enough",
    "to_slow_down",
    "days_late",
    "days_left",
    "year",
    "period",
    "target",
    "value",
    "gap",
    "required",
    "remaining",
    "last_year",
    "fields",
)
"""What a line of a section may have as numbers."""


# -- words, for the screen as well ----------------------------------------------------------------------------------


def name_of(line: OverviewLine, words: Words) -> str:
    """What the line is about: the plan's own text, or words where there is none."""
    if line.name or line.title is None:
        return printable(line.name)
    return words.sentence(line.title)


def facts_of(line: OverviewLine, parts: Sequence[Sentence], plan: Plan, words: Words) -> list[str]:
    """The facts of a line (its ``parts`` or its ``short`` ones) with the bodies that answer for it after the first."""
    said = [printable(words.sentence(part)).strip() for part in parts]
    if line.who and line.kind is not LineKind.BODY:
        said.insert(1, bodies_of(line, plan, words))
    return said


def bodies_of(line: OverviewLine, plan: Plan, words: Words) -> str:
    """The short names of the bodies that answer for a line."""
    names = [printable(plan.short_of("agencies", id)) for id in line.who]
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (", " + words.count("and {n} more", "and {n} more", more) if more > 0 else "")


def heading_of(section: OverviewSection, words: Words) -> str:
    """The section's title and count."""
    return f"{words.sentence(section.title)}: {section.count}" if section.count else f"{words.sentence(section.title)}: {words(N_('none'))}"


def counts_of(section: OverviewSection, words: Words) -> list[tuple[str, str, list[str]]]:
    """(table, "28 indicators", ["● 1 on course", …]) of the headline: each table's codes that occur, in the order of the headline."""
    of: dict[str, list[OverviewLine]] = {"indicators": [], "tasks": [], "enterprises": []}
    for line in section.lines:
        of[line.table].append(line)
    n = {table: sum(int(line.numbers["n"] or 0) for line in lines) for table, lines in of.items()}
    totals = {
        "indicators": words.count("{n} indicator", "{n} indicators", n["indicators"]),
        "tasks": words.count("{n} task", "{n} tasks", n["tasks"]),
        "enterprises": words.count("{n} enterprise", "{n} enterprises", n["enterprises"]),
    }

    def said(line: OverviewLine) -> str:
        n = int(line.numbers["n"] or 0)
        if line.table == "indicators":
            return count_words(line.code, n, int(line.numbers.get("not_enough") or line.numbers.get("to_slow_down") or 0), words)
        return f"{line.look.glyph if line.look else '*'} {n} {words.sentence(line.short[0])}"

    counts = [(table, totals[table], [said(line) for line in lines if line.numbers["n"]]) for table, lines in of.items()]
    if section.note is not None:  # how many figures the day hides is said once, with the indicators
        counts[0][2].append(words.sentence(section.note))
    return counts


# -- text -----------------------------------------------------------------------------------------------------------


def as_text(found: Overview, plan: Plan, words: Words, width: int | None = None) -> str:
    """Sections with headings and counts, one line a fact; for reading, not for machines. ``width``: of a line of the terminal, in cells."""
    lines = _lines(found, plan, words)
    if width is not None:
        lines = [fitted for line in lines for fitted in _fitted(line, width)]
    return "\n".join(" · ".join(line) for line in lines) + "\n"


def _fitted(line: list[str], width: int) -> list[list[str]]:
    """The lines a line becomes: a record's name is cut, titles and counts are broken between their parts."""
    from tui.reports.lines import named_line, wrapped_parts

    if line[0].startswith(_INDENT) and len(line) > 1:
        return [[told] for told in named_line(line[0], line[1:], width)]
    return [[told] for told in wrapped_parts(line, width)]


def _lines(found: Overview, plan: Plan, words: Words) -> list[list[str]]:
    """The parts of each line; a fact's line begins with its glyph and name, set in."""
    out = [[printable(plan_title(plan)), words.sentence(seen_from(found.as_of, found.known))]]
    for table, total, said in counts_of(found[Part.HEADLINE], words):
        if said or table == "indicators":
            out.append([f"{total}: {said[0]}", *said[1:]] if said else [total])
    for section in found.sections:
        if section.part is Part.HEADLINE or (section.part is Part.AWAITED and not section.lines):
            continue
        note = f" ({words.sentence(section.note)})" if section.note else ""
        out += [[""], [heading_of(section, words) + note]]
        for line in section.lines:
            glyph = line.look.glyph if line.look else "*"
            out.append([f"{_INDENT}{glyph} {name_of(line, words)}", *facts_of(line, line.parts, plan, words)])
    return out


def plan_title(plan: Plan) -> str:
    """The plan's name."""
    return str(plan.header.get("short_title") or plan.header.get("title") or "")


# -- JSON -----------------------------------------------------------------------------------------------------------


def of_areas(frames: Frames, as_of: dt.date) -> dict[str, list[dict[str, Any]]]:
    """Figures, targets, verdicts and sums by area, as the methods have them; never part of any other number."""
    from tui.frames.methods.area_verdicts import area_verdicts
    from tui.frames.methods.areas import area_figures, area_sums, area_targets

    found = {"figures": area_figures(frames, as_of), "targets": area_targets(frames), "sums": area_sums(frames, as_of)}
    found["verdicts"] = area_verdicts(frames, as_of).select("id", "area", "verdict", "reason", "last_year", "last_value")
    return {name: rows.rename({"id": "indicator"}).to_dicts() for name, rows in found.items()}


def as_json(found: Overview, plan: Plan, words: Words, areas: Mapping[str, Any] | None = None) -> str:
    """One object: ids, codes, numbers, ISO dates; what is in somebody's language stands under ``words`` only.

    ``areas`` is what :func:`of_areas` gives, left out where the plan has none.
    ``set_aside`` counts the records that could not be read, which no other number counts.
    """
    content: dict[str, Any] = {
        "plan": printable(plan_title(plan)),
        "plan_kind": printable(str(plan.header["kind"])) if "kind" in plan.header else None,
        "as_of": found.as_of.isoformat(),
        "figures_known_on": (found.known or found.as_of).isoformat(),
        "set_aside": len(plan.set_aside),
        "hidden_figures": found.hidden,
        "sections": [
            {
                "section": section.part.value,
                "count": section.count,
                "words": {"title": words.sentence(section.title), "note": words.sentence(section.note) if section.note else None},
                "lines": [_json_line(line, plan, words) for line in section.lines],
            }
            for section in found.sections
        ],
    }
    content["indicators"] = [_json_indicator(one, words) for one in found.indicators]
    if areas is not None:
        content["areas"] = areas
    return json_answer("status", content)


def _json_indicator(one: Standing, words: Words) -> dict[str, Any]:
    texts = ("id", "goal", "name", "unit")
    return {
        **{key: printable(getattr(one, key)) for key in texts},
        **{key: getattr(one, key) for key in ("kind", "code", "reason", "op", "turning_op")},
        "flags": list(one.flags),
        "numbers": dict(one.numbers),
        "last_value_kind": one.last_value_kind,
        "text": printable(one.text) if one.text is not None else None,
        "reached": one.reached,
        "milestones": [attrs.asdict(milestone) for milestone in one.milestones],
        "words": {"verdict": words(LABELS[one.code]), "sentence": printable(words.sentence(one.said))},
    }


def _json_line(line: OverviewLine, plan: Plan, words: Words) -> dict[str, Any]:
    return {
        "kind": line.kind.value,
        "table": line.table,
        "id": printable(line.id),
        "code": line.code,
        "name": printable(line.name),
        "numbers": dict(line.numbers),
        **({"every": line.every} if line.every else {}),
        "day": line.day.isoformat() if line.day else None,
        "who": [printable(id) for id in line.who],
        "members": [printable(id) for id in line.members],
        "words": {
            "name": name_of(line, words),
            "table": words(TABLES[line.table].one),
            "facts": facts_of(line, line.parts, plan, words),
        },
    }


# -- CSV ------------------------------------------------------------------------------------------------------------


def as_csv(found: Overview, plan: Plan, words: Words) -> str:
    """One row a line, then one an indicator (section ``indicators``).

    Codes and ids are untranslated, numbers have a point, days are ISO; the facts in words follow.

    No cell starts a formula: text that would gets an apostrophe before it; only numbers may start with a minus.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["section", "kind", "table", "id", "code", "name", "who", "day", *NUMBERS_OF_LINES, "words", *_OF_INDICATORS])
    for section in found.sections:
        for line in section.lines:
            numbers = [line.numbers.get(key) for key in NUMBERS_OF_LINES]
            rows.writerow(
                [
                    section.part.value,
                    line.kind.value,
                    line.table,
                    *map(cell_text, (line.id, line.code, name_of(line, words), " ".join(line.who))),
                    line.day.isoformat() if line.day else "",
                    *("" if n is None else n for n in numbers),
                    cell_text(" · ".join(facts_of(line, line.parts, plan, words))),
                    *("" if n is None else n for n in (line.numbers.get(key) for key in _OF_INDICATORS)),
                ]
            )
    for one in found.indicators:
        numbers = [one.numbers.get(key) for key in NUMBERS_OF_LINES]
        rows.writerow(
            [
                *("indicators", "indicator", "indicators", *map(cell_text, (one.id, one.code, one.name)), "", ""),
                *("" if n is None else n for n in numbers),
                cell_text(words.sentence(one.said)),
                *(
                    one.kind,
                    cell_text(one.unit),
                    one.reason or "",
                    cell_text(one.op or ""),
                    " ".join(one.flags),
                    cell_text(one.turning_op or ""),
                ),
                *("" if n is None else n for n in (one.numbers["turning"], one.numbers["forecast"], one.numbers["end"])),
                *("" if one.reached is None else str(one.reached).lower(), cell_text(one.text or "")),
            ]
        )
    return out.getvalue()


def cell_text(text: str) -> str:
    """Text for a cell of a spreadsheet that nothing in it can start: no formula, no control character."""
    return printable(no_formula(text))
