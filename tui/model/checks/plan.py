"""What only several records together can have wrong: references, circles, parts and wholes, numbers given twice."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

from tui.model.checks.column_check import Named
from tui.model.checks.days import done_problems
from tui.model.checks.reporters import reporter_problems
from tui.model.checks.values import excerpt, plain_number
from tui.model.clock import USUAL_ZONE, zone_named
from tui.model.fields import SINGLE_ID, TABLES, FieldSpec, reference_fields
from tui.model.plan import Plan, Problem, Values, referred, subject_of
from tui.model.prices import prices_of
from tui.model.text import N_, Sentence, say

SHARES_OF_A_YEAR: Final = N_("the shares of {year} add up to {total}, not 100: {parts}")


def reference_problems(
    plan: Plan, named: Mapping[str, Named] = MappingProxyType({}), right: Container[str] = frozenset()
) -> Iterator[Problem]:
    """References to records that are not there, and circles where none may be.

    ``named`` has by table the ids its records name, of tables all of whose records were looked at for them. What one of the tables that
    are ``right`` names in another of them is known to be there.
    """
    for name, spec, inner in reference_fields():
        target = (inner or spec).table
        assert target is not None
        if name in right and target in right:
            continue
        known, aside = plan.tables[target], plan.set_aside
        ids = named[name].of(spec.key, inner.key if inner else None) if name in named else None
        if ids is not None and ids <= known.keys():
            continue
        if _all_there([values[spec.key] for values in plan.tables[name].values() if spec.key in values], inner, known):
            continue  # nearly always, and told at once
        for id, values in plan.tables[name].items():
            for other in referred(values, spec.key, inner.key if inner else None):
                if other not in known:
                    what = N_("{table}.{id} could not be read") if (target, other) in aside else N_("there is no {table}.{id}")
                    yield Problem(name, id, spec.key, say(what, table=target, id=other))
    for name in TABLES:
        if name not in right:
            yield from circles(plan, name)


def _all_there(column: list[Any], inner: FieldSpec | None, known: Mapping[str, Values]) -> bool:
    """Whether all ids that a field of many records names are certainly there; ``inner`` is the field of its entries that names them."""
    if inner is not None:
        if set(map(type, column)) - {list}:
            return False
        entries = [*chain.from_iterable(column)]
        if set(map(type, entries)) - {dict}:
            return False
        column = [entry[inner.key] for entry in entries if inner.key in entry]
    kinds = set(map(type, column))
    if kinds == {list}:
        column = [*chain.from_iterable(column)]
        kinds = set(map(type, column))
    return not kinds - {str} and known.keys() >= set(column)


def circles(plan: Plan, table: str) -> Iterator[Problem]:
    """The records of a table that lead back to themselves through references to their own table."""
    for spec in TABLES[table].own_references:
        yield from _circles_through(plan, table, spec.key)


def circles_of(plan: Plan, table: str, id: str) -> Iterator[Problem]:
    """The circles one record stands in: the shortest through each reference field to its own table, told at that record."""
    for spec in TABLES[table].own_references:
        circle = _way_back(plan, table, spec.key, id)
        if circle is not None:
            yield _circular(table, id, spec.key, circle)


def _way_back(plan: Plan, table: str, key: str, id: str) -> list[str] | None:
    """The records from one back to itself, both ends included; None when it does not lead there."""
    records, came_from = plan.tables[table], dict[str, str]()
    waiting = deque([id])
    while waiting:
        here = waiting.popleft()
        for other in referred(records.get(here, {}), key, None):
            if other == id:
                way = [here]
                while way[-1] != id:
                    way.append(came_from[way[-1]])
                return [*reversed(way), id]
            if other not in came_from:
                came_from[other] = here
                waiting.append(other)
    return None


def _circular(table: str, id: str, key: str, circle: Sequence[str]) -> Problem:
    return Problem(table, id, key, say(N_("refers to itself in a circle: {circle}"), circle=" → ".join(circle)))


def _circles_through(plan: Plan, table: str, key: str) -> Iterator[Problem]:
    records = plan.tables[table]
    if _leads_to_an_end(records, key):
        return
    done: set[str] = set()
    for start in records:
        path: list[str] = []
        on_path: set[str] = set()
        stack = [(start, 0)]
        while stack:  # depth first without recursion: a chain may be long
            id, depth = stack.pop()
            behind = path[depth:]  # all they lead to has been looked at
            done.update(behind)
            on_path.difference_update(behind)
            del path[depth:]
            if id in on_path:
                yield _circular(table, id, key, [*path[path.index(id) :], id])
                done.update(path)
                continue
            if id in done or id not in records:
                continue
            path.append(id)
            on_path.add(id)
            following = referred(records[id], key, None)
            stack += [(other, depth + 1) for other in following]
        done.update(path)


_ROUNDS: Final = 8
"""How long a chain may be that is seen at a glance to be no circle."""


def _leads_to_an_end(records: Mapping[str, Values], key: str) -> bool:
    """Whether certainly no record leads back to itself, as nearly always: what leads to an end is left out, round by round."""
    leading = {id: named for id, values in records.items() if key in values and (named := referred(values, key, None))}
    for _ in range(_ROUNDS):
        before = len(leading)
        leading = {id: named for id, named in leading.items() if not leading.keys().isdisjoint(named)}
        if not leading or len(leading) == before:
            break
    return not leading


def plan_problems(plan: Plan) -> Iterator[Problem]:
    """What several records together can have wrong besides their references."""
    yield from _window_problems(plan)
    yield from _subset_problems(plan)
    yield from _price_problems(plan)
    yield from _share_problems(plan)
    yield from _number_problems(plan)
    yield from _order_problems(plan)
    yield from _subject_problems(plan)
    yield from _time_zone_problems(plan)
    yield from done_problems(plan)
    yield from reporter_problems(plan)


def _time_zone_problems(plan: Plan) -> Iterator[Problem]:
    """A time zone this machine knows: days are not the plan's own without it."""
    name = plan.setting("time_zone", USUAL_ZONE)
    if zone_named(name) is None:
        what = say(N_("there is no time zone {name}; the days are those of {usual}"), name=excerpt(name), usual=USUAL_ZONE)
        yield Problem("settings", SINGLE_ID, "time_zone", what)


def _window_problems(plan: Plan) -> Iterator[Problem]:
    """An enterprise's window lies within the plan's term."""
    term = plan.term
    if term is None:
        return
    for id, values in plan.tables["enterprises"].items():
        window = values.get("window", {})
        for end in ("start", "end"):
            if end in window and not term[0] <= window[end] <= term[1]:
                yield Problem("enterprises", id, f"window.{end}", say(N_("the window lies outside the plan's term")), warning=True)


def _subset_problems(plan: Plan) -> Iterator[Problem]:
    """A subset's level may not exceed its whole. Growth rates of a part may: they are not levels."""
    indicators = plan.tables["indicators"]
    for id, values in indicators.items():
        whole = indicators.get(values.get("parent", ""))
        if whole is None or values["kind"] in ("term_growth", "points_cut") or values.get("unit") != whole.get("unit"):
            continue
        if "target" in values and "target" in whole and values["target"] > whole["target"]:
            what = say(N_("target {part} is above {whole} of the whole it is part of"), part=values["target"], whole=whole["target"])
            yield Problem("indicators", id, "target", what)
        tops = {_figure_key(v): v["value"] for v in reversed(whole.get("values", [])) if "value" in v}
        for index, entry in enumerate(values.get("values", []), 1):
            top = tops.get(_figure_key(entry))
            if top is not None and "value" in entry and entry["value"] > top:
                what = say(
                    N_("{part} in {year} is above {whole} of the whole it is part of"), part=entry["value"], year=entry["year"], whole=top
                )
                yield Problem("indicators", id, f"values.{index}.value", what)


def _price_problems(plan: Plan) -> Iterator[Problem]:
    """What is held against another indicator is told in the same prices; else the two are not compared."""
    indicators = plan.tables["indicators"]
    for id, values in indicators.items():
        other = indicators.get(values.get("reference", ""))
        if other is not None and prices_of(values.get("unit")) != prices_of(other.get("unit")):
            what = N_("is told in other prices than {other}: {own} – {others}; the two are not compared")
            told = say(what, other=other["name"], own=values.get("unit", "–"), others=other.get("unit", "–"))
            yield Problem("indicators", id, "reference", told, warning=True)


def _figure_key(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        entry["year"],
        entry["vintage"],
        entry.get("scope"),
        entry.get("area"),
        entry.get("as_of"),
        entry.get("unit"),
        tuple(entry.get("years", ())),
    )


def _share_problems(plan: Plan) -> Iterator[Problem]:
    """Targets of the shares of one goal add up to 100; a year's parts within rounding, else a warning."""
    for members in _wholes(plan).values():
        yield from _target_sum_problems(members[0][0], [values for _, values in members])
    yield from share_sum_problems(plan)


def _wholes(plan: Plan) -> dict[str, list[tuple[str, Values]]]:
    """The shares of each goal, with their ids."""
    groups: dict[str, list[tuple[str, Values]]] = {}
    for id, values in plan.tables["indicators"].items():
        if values["kind"] == "share":
            groups.setdefault(values["goal"], []).append((id, values))
    return groups


def _target_sum_problems(first: str, shares: list[Values]) -> Iterator[Problem]:
    """Shares add up to 100; where some are ranges, 100 lies between the sums of their ends."""
    if not all("target" in share for share in shares):
        return
    least = math.fsum(share["target"] for share in shares)
    most = math.fsum(share.get("target_max", share["target"]) for share in shares)
    if least - 1e-9 <= 100 <= most + 1e-9:
        return
    total = plain_number(round(least, 6))
    if least == most:
        what = say(N_("the shares of this group add up to {total}, not 100"), total=total)
    else:
        told = N_("the shares of this group add up to {total} at least and {most} at most; 100 is not between")
        what = say(told, total=total, most=plain_number(round(most, 6)))
    yield Problem("indicators", first, "target", what)


def share_sum_problems(plan: Plan) -> Iterator[Problem]:
    """Parts of one whole whose figures of a year do not add up to 100 within rounding, a warning for each year.

    Of each part the figure of the year counts that judges it (docs/methods.md, "Which value of a year counts"), so that vintages may
    differ; while a part has none they are too much only where they are above 100 already.
    """
    rounding = float(plan.setting("share_sum_tolerance", 0.05))
    for members in _wholes(plan).values():
        years: dict[tuple[Any, ...], list[tuple[str, float]]] = {}
        for _, share in members:
            for key, entry in _counted(plan, share).items():
                years.setdefault(key, []).append((share["name"], entry["value"]))
        for key, parts in years.items():
            total, room = math.fsum(value for _, value in parts), rounding * len(parts) + 1e-9
            if total > 100 + room or (len(parts) == len(members) and total < 100 - room):
                yield Problem("indicators", members[0][0], "values", _sum_said(key[0], total, parts), warning=True)


def _sum_said(year: int, total: float, parts: list[tuple[str, float]]) -> Sentence:
    named = [say("{name} {value}", name=name, value=plain_number(value)) for name, value in parts]
    told = named[0]
    for one in named[1:]:
        told = say("{one} + {other}", one=told, other=one)
    return say(SHARES_OF_A_YEAR, year=year, total=plain_number(round(total, 6)), parts=told)


_RANKS: Final = {"official": 3, "preliminary": 2, "estimate": 1}


def _counted(plan: Plan, share: Values) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    """The figure that counts by its year and what sets it apart: the best vintage, then the later publication, then the later line."""
    sources, found = plan.tables["sources"], dict[tuple[Any, ...], Mapping[str, Any]]()

    def rank(entry: Mapping[str, Any]) -> tuple[int, int]:
        published = entry.get("published") or sources.get(entry.get("source", ""), {}).get("date")
        return _RANKS.get(entry["vintage"], 0), published.toordinal() if published else 0

    for entry in share.get("values", []):
        if "op" not in entry and "value" in entry:
            key = (entry["year"], entry["vintage"] == "plan", *_figure_key(entry)[2:])
            if key not in found or rank(found[key]) <= rank(entry):
                found[key] = entry
    return found


def _number_problems(plan: Plan) -> Iterator[Problem]:
    """Two goals with one number, two sections with one number."""
    for table in TABLES.values():
        for spec in table:
            if spec.unique:
                yield from _given_twice(plan, table.name, spec.key)


def _given_twice(plan: Plan, table: str, key: str) -> Iterator[Problem]:
    first: dict[Any, str] = {}
    for id, values in plan.tables[table].items():
        if key in values and (other := first.setdefault(values[key], id)) != id:
            yield Problem(table, id, key, say(N_("{other} has the same number"), other=other))


def _order_problems(plan: Plan) -> Iterator[Problem]:
    """A task is due after those that come before it, and is not done before they are."""
    tasks = plan.tables["tasks"]
    for id, values in tasks.items():
        for other in values.get("after", ()):
            before = tasks.get(other, {})
            if "due" in values and "due" in before and values["due"] < before["due"]:
                yield Problem("tasks", id, "after", say(N_("is due before {task}, which it comes after"), task=other), warning=True)
            if values.get("status") == "done" and before.get("status") not in (None, "done"):
                yield Problem("tasks", id, "after", say(N_("is done, but {task}, which it comes after, is not"), task=other), warning=True)


def _subject_problems(plan: Plan) -> Iterator[Problem]:
    """What a meeting spoke of and the plan no longer has, or never had; an item that stands twice."""
    for id, values in plan.tables["reviews"].items():
        for key in ("items", "frozen"):
            seen: set[str] = set()
            for index, entry in enumerate(values.get(key, []), 1):
                subject = entry["subject"]
                yield from _no_such_subject(plan, "reviews", id, f"{key}.{index}.subject", subject)
                if subject in seen:
                    yield Problem("reviews", id, f"{key}.{index}.subject", say(N_("{subject} stands twice"), subject=subject), warning=True)
                seen.add(subject)
    for id, values in plan.tables["decisions"].items():
        if "subject" in values:
            yield from _no_such_subject(plan, "decisions", id, "subject", values["subject"])


def _no_such_subject(plan: Plan, table: str, id: str, field: str, subject: str) -> Iterator[Problem]:
    named = subject_of(subject)
    if named is None:
        what = say(N_("{value} is not a record as table.id, e.g. tasks.III-1"), value=excerpt(subject))
        yield Problem(table, id, field, what, warning=True)
    elif named[1] not in plan.tables[named[0]] and named not in plan.set_aside:
        yield Problem(table, id, field, say(N_("there is no {table}.{id}"), table=named[0], id=named[1]), warning=True)
