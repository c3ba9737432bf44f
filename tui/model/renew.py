"""A plan for the next term from one that ended: its structure, bodies and documents, without its results.

:data:`FATES` says what becomes of every field; ``docs/new-term.md`` says it to people.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from tui.model.fields import SINGLE_ID, TABLES, FieldSpec, Kind, reference_fields
from tui.model.plan import MISSING, Plan, Values, referred
from tui.model.succession import holders_on
from tui.model.text import N_, Sentence, say

YEAR: Final = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?![\d/])")
"""A year in a text; that of a number such as 60/2021/NĐ-CP is none."""


class Fate(enum.Enum):
    """What becomes of a field in the new term."""

    KEEP = "kept"
    DROP = "left out: unknown again"
    SHIFT = "moved on by the years between the two terms"
    TERM = "the new term"
    TITLE = "kept; the old term's years in it become the new term's"
    BODIES = "kept; a body that has ended gives way to the one that took over"
    UNREPORTED = "not reported"
    AHEAD = "only the days from the first of the new term on"
    BASELINE = "only the figures of the year before the new term"
    BEYOND = "only what was agreed for years after the term that ended"


FATES: Final[Mapping[tuple[str, str], Fate]] = {
    **{
        (table.name, spec.key): Fate.BODIES if spec.table == "agencies" else Fate.KEEP
        for table in TABLES.values()
        for spec in table
        if table.name != "agencies"  # the history of the bodies themselves
    },
    **{("agencies", spec.key): Fate.KEEP for spec in TABLES["agencies"]},
    ("plan", "title"): Fate.TITLE,
    ("plan", "short_title"): Fate.TITLE,
    ("plan", "term"): Fate.TERM,
    ("plan", "signatory"): Fate.DROP,
    ("plan", "signatory_role"): Fate.DROP,
    ("plan", "number"): Fate.DROP,
    ("plan", "issued"): Fate.DROP,
    ("plan", "text"): Fate.DROP,
    ("settings", "holidays"): Fate.AHEAD,
    ("settings", "report"): Fate.DROP,  # who reports what of another plan is said anew
    ("indicators", "target"): Fate.DROP,  # the next term's is approved anew, never carried over
    ("indicators", "target_max"): Fate.DROP,
    ("indicators", "milestones"): Fate.BEYOND,
    ("indicators", "area_targets"): Fate.BEYOND,
    ("indicators", "year"): Fate.SHIFT,
    ("indicators", "period"): Fate.SHIFT,
    ("indicators", "values"): Fate.BASELINE,
    ("indicators", "revisions"): Fate.DROP,
    ("indicators", "not_applicable_from"): Fate.DROP,
    ("indicators", "not_applicable_basis"): Fate.DROP,
    ("enterprises", "window"): Fate.SHIFT,
    ("enterprises", "stage"): Fate.UNREPORTED,
    ("enterprises", "stage_on"): Fate.DROP,
    ("enterprises", "done_on"): Fate.DROP,
    ("enterprises", "proceeds"): Fate.DROP,
    ("tasks", "due"): Fate.SHIFT,
    ("tasks", "due_text"): Fate.SHIFT,
    ("tasks", "extensions"): Fate.DROP,
    ("tasks", "budget"): Fate.DROP,
    ("tasks", "status"): Fate.UNREPORTED,
    ("tasks", "done_on"): Fate.DROP,
    ("tasks", "progress"): Fate.DROP,
    ("tasks", "log"): Fate.DROP,
    ("duties", "first"): Fate.SHIFT,
    ("duties", "handed_in"): Fate.DROP,
    ("duties", "waived"): Fate.DROP,
}
"""Of every field. Reviews and decisions stay behind whole, as do finished enterprises and sources no figure names any more."""

LEFT_BEHIND: Final = ("reviews", "decisions")

_LIVING: Final = ("plan", "goals", "indicators", "sectors", "directions", "enterprises", "sections", "tasks", "duties")
"""The tables whose texts speak of the term; a document's title and the history of a body are facts."""

_WORDED: Final = (Kind.TEXT, Kind.PROSE, Kind.TEXTS)


@attrs.frozen
class Remark:
    """Something a person should look at in the new plan, and where it stands."""

    where: str
    what: Sentence


@attrs.define
class Renewal:
    """The new plan, what was done to get it, and what a person should look at.

    ``counts`` are by what they count, ``moved`` by ``table.field``: how many days and years were moved on.
    """

    plan: Plan
    counts: Counter[str] = attrs.field(factory=Counter)
    moved: Counter[str] = attrs.field(factory=Counter)
    left_out: list[Remark] = attrs.field(factory=list)
    unclear: list[Remark] = attrs.field(factory=list)
    old_years: list[Remark] = attrs.field(factory=list)


def renew(plan: Plan, start: int, end: int) -> Renewal:
    """The plan for the term of the years ``start``…``end``; ``plan`` is not changed.

    Unreadable records are not carried over. Raises ValueError when the plan does not say its own term.
    """
    term = plan.term
    if term is None:
        raise ValueError("a plan without a term")
    out = Renewal(Plan(extra=dict(plan.extra)))
    work = _Renewing(plan, out, term, start, end)
    for name in TABLES:
        if name in LEFT_BEHIND:
            out.counts[name] += len(plan.tables[name])
            continue
        for id, values in plan.tables[name].items():
            finished = _finished(name, values)
            if finished is not None:
                out.left_out.append(Remark(f"{name}.{id}", say(finished, name=plan.title_of(name, id))))
                continue
            out.plan.tables[name][id] = work.record(name, id, values)
    work.holidays_to_come()
    _forget_left_out(out)
    _drop_unused_sources(out)
    _list_old_years(out, start)
    return out


def _finished(name: str, values: Values) -> str | None:
    """The (English) words for why a record is not for the next term: an arrangement or one-off work that is done."""
    if name == "enterprises" and ("done_on" in values or values.get("stage") == "done"):
        return N_("its arrangement is done: {name}")
    one_off = values.get("mode") not in ("standing", "periodic")
    if name == "tasks" and one_off and (values.get("status") == "done" or "done_on" in values):
        return N_("it is done and was to be done once: {name}")
    return None


@attrs.frozen
class _Renewing:
    """One run over a plan: what is the same for all its fields."""

    plan: Plan
    out: Renewal
    old: tuple[dt.date, dt.date]
    start: int
    end: int

    @property
    def first_day(self) -> dt.date:
        """From this day the bodies are asked for."""
        return dt.date(self.start, 1, 1)

    @property
    def years(self) -> int:
        """How many years lie between the two terms."""
        return self.start - self.old[0].year

    def record(self, name: str, id: str, values: Values) -> Values:
        """One record as the new term has it; keys nobody knows stay."""
        known = TABLES[name].by_key
        new = {}
        for key, value in values.items():
            made = self.field(name, id, known[key], value) if key in known else value
            if made is not MISSING:
                new[key] = made
        if name == "tasks":
            new = {**new, "status": "unreported"} if "status" in new else _with_status(new)
            self._no_lead_beside_itself(new)
        if name == "indicators":
            self._look_beyond(id, values, new)
        if name == "indicators" and "not_applicable_from" in values:
            what = say(N_("stopped applying on {day}; does it belong in the new term?"), day=values["not_applicable_from"])
            self.out.unclear.append(Remark(f"{name}.{id}", what))
        return new

    def field(self, name: str, id: str, spec: FieldSpec, value: Any) -> Any:
        """One value as the new term has it; MISSING when it does not go over."""
        fate = FATES[name, spec.key]
        if fate is Fate.DROP:
            self.out.counts[f"{name}.{spec.key}"] += 1
            return MISSING
        if fate is Fate.SHIFT:
            return self._moved(name, id, spec, value)
        if fate is Fate.TERM:
            return {"start": self.first_day, "end": dt.date(self.end, 12, 31)}
        if fate is Fate.TITLE:
            return self._retitled(value)
        if fate is Fate.BODIES:
            return self._bodies(name, id, spec, value)
        if fate is Fate.AHEAD:
            return [day for day in value if day >= self.first_day] or MISSING
        if fate is Fate.UNREPORTED:
            self.out.counts[f"{name}.{spec.key}"] += value != "unreported"
            return "unreported"
        if fate is Fate.BEYOND:
            return self._beyond(id, spec.key, value)
        return self._baseline(value) if fate is Fate.BASELINE else value

    def _moved(self, name: str, id: str, spec: FieldSpec, value: Any) -> Any:
        """Days and years of the term that ended, moved on; what lay beyond it already, such as a vision, keeps its year."""
        if max(_years_of(value), default=0) > self.old[1].year:
            told = N_("lies beyond the term that ended and is kept: {value}; does it still hold?")
            self.out.unclear.append(Remark(f"{name}.{id}.{spec.key}", say(told, value=_shown(value))))
            return value
        self.out.moved[f"{name}.{spec.key}"] += 1
        return shifted(value, self.years)

    def _beyond(self, id: str, key: str, entries: list[Mapping[str, Any]]) -> Any:
        """The values agreed for years after the term that ended, each a matter to look at."""
        kept = [entry for entry in entries if entry.get("year", 0) > self.old[1].year]
        self.out.counts[f"indicators.{key}"] += len(entries) - len(kept)
        for entry in kept:
            told = N_("{target} was agreed for {year} in the plan that ended; does it hold in the new one?")
            self.out.unclear.append(Remark(f"indicators.{id}.{key}", say(told, target=entry["target"], year=str(entry["year"]))))
        return kept or MISSING

    def _look_beyond(self, id: str, values: Values, new: dict[str, Any]) -> None:
        """A vision: a target for a year after the term that ended was agreed for that year, and stays with it."""
        if values.get("year", 0) <= self.old[1].year:
            return
        for key in ("target", "target_max"):
            if key in values:
                new[key] = values[key]
                self.out.counts[f"indicators.{key}"] -= 1
        order = list(TABLES["indicators"].by_key)
        ordered = sorted(new, key=lambda key: order.index(key) if key in order else len(order))
        values_in_order = {key: new[key] for key in ordered}
        new.clear()
        new.update(values_in_order)

    def holidays_to_come(self) -> None:
        """The years of the new term of which no holiday is known are to be filled in."""
        if "holidays" not in self.plan.tables["settings"].get(SINGLE_ID, {}):
            return
        known = {day.year for day in self.out.plan.setting("holidays", ())}
        unknown = [year for year in range(self.start, self.end + 1) if year not in known]
        if unknown:
            years = ", ".join(map(str, unknown))
            self.out.unclear.append(Remark("settings.holidays", say(N_("no public holiday of {years} is known yet"), years=years)))

    def _retitled(self, text: str) -> str:
        """``2021 - 2025`` becomes ``2026 - 2030``, however the dash is written; no other year is touched."""
        pattern = rf"(?<!\d){self.old[0].year}(\s*[-–—]\s*){self.old[1].year}(?!\d)"
        return re.sub(pattern, lambda found: f"{self.start}{found[1]}{self.end}", text)

    def _baseline(self, entries: list[Mapping[str, Any]]) -> Any:
        """Published figures of the whole year before the term, as they were published; a plan figure or a mean is no baseline."""
        kept = [e for e in entries if e["year"] == self.start - 1 and e["vintage"] != "plan" and not {"as_of", "years", "op"} & e.keys()]
        self.out.counts["figures"] += len(entries) - len(kept)
        self.out.counts["baselines"] += len(kept)
        return kept or MISSING

    def _bodies(self, name: str, id: str, spec: FieldSpec, value: Any) -> Any:
        """The bodies that hold it on the first day of the term. Where that asks for a choice, the plan's own body stays."""
        new: dict[str, None] = {}
        for body in [value] if isinstance(value, str) else value:
            holders = holders_on(self.plan, body, self.first_day)
            if len(holders) == 1:
                self.out.counts["bodies"] += holders[0] != body
                new[holders[0]] = None
                continue
            new[body] = None
            if body in self.plan.tables["agencies"]:
                short = self.plan.short_of("agencies", body)
                split = N_("{body} was split: choose who takes it over")
                ended = N_("{body} has ended and nobody took over")
                self.out.unclear.append(Remark(f"{name}.{id}.{spec.key}", say(split if holders else ended, body=short)))
        return next(iter(new)) if isinstance(value, str) else list(new)

    def _no_lead_beside_itself(self, task: dict[str, Any]) -> None:
        """After a merger a lead may be its own partner: it only leads."""
        partners = [p for p in task.get("partners", ()) if p not in task.get("leads", ())]
        if "partners" in task and partners != task["partners"]:
            task["partners"] = partners
            if not partners:
                del task["partners"]


def _with_status(task: dict[str, Any]) -> dict[str, Any]:
    order = list(TABLES["tasks"].by_key)
    full = {**task, "status": "unreported"}
    return {key: full[key] for key in sorted(full, key=lambda k: order.index(k) if k in order else len(order))}


def shifted(value: Any, years: int) -> Any:
    """A day, a year, a period or the years in a text, so many years later; 29 February becomes the 28th where there is none."""
    if isinstance(value, dt.date):
        year = value.year + years
        day = 28 if (value.month, value.day) == (2, 29) and not calendar.isleap(year) else value.day
        return dt.date(year, value.month, day)
    if isinstance(value, Mapping):
        return {key: shifted(day, years) for key, day in value.items()}
    if isinstance(value, str):
        return YEAR.sub(lambda found: str(int(found[0]) + years), value)
    return value + years


def _forget_left_out(out: Renewal) -> None:
    """No record names one that was left out."""
    gone = {tuple(remark.where.split(".", 1)) for remark in out.left_out}
    for name, spec, inner in reference_fields():
        table = (inner or spec).table
        if inner is not None or table not in ("tasks", "enterprises"):
            continue
        for id, values in out.plan.tables[name].items():
            named = referred(values, spec.key, None)
            kept = [other for other in named if (table, other) not in gone]
            if len(kept) == len(named):
                continue
            if spec.kind is Kind.REFS and kept:
                out.plan.tables[name][id] = {**values, spec.key: kept}
            else:
                out.plan.tables[name][id] = {key: value for key, value in values.items() if key != spec.key}


def _years_of(value: Any) -> Iterator[int]:
    """The years a value names: a day, a year, a period or a text."""
    if isinstance(value, dt.date):
        yield value.year
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _years_of(inner)
    elif isinstance(value, str):
        yield from map(int, YEAR.findall(value))
    else:
        yield int(value)


def _shown(value: Any) -> Any:
    """The value as a sentence shows it: of a period its last day, a year as text so that it is not grouped."""
    if isinstance(value, Mapping):
        return value.get("end", value.get("start"))
    return str(value) if isinstance(value, int) else value


def _drop_unused_sources(out: Renewal) -> None:
    named = {s for values in out.plan.tables["indicators"].values() for s in referred(values, "values", "source")}
    sources = out.plan.tables["sources"]
    for id in [id for id in sources if id not in named]:
        del sources[id]
        out.counts["sources"] += 1


def _list_old_years(out: Renewal, start: int) -> None:
    for name in _LIVING:
        for id, values in out.plan.tables[name].items():
            for spec in TABLES[name]:
                if FATES[name, spec.key] is Fate.SHIFT or spec.key == "locator":
                    continue
                for text in _texts(spec, values.get(spec.key)):
                    if any(int(year) < start for year in YEAR.findall(text)):
                        place = ".".join(p for p in (name, "" if id == SINGLE_ID else id, spec.key) if p)
                        out.old_years.append(Remark(place, say("{text}", text=text)))


def _texts(spec: FieldSpec, value: Any) -> Iterator[str]:
    if spec.kind in _WORDED and isinstance(value, str):
        yield value
    elif spec.kind in _WORDED and isinstance(value, list):
        yield from value
