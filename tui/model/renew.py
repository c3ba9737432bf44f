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

from tui.model.fields import SINGLE_ID, TABLES, FieldSpec, Kind
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
    ("indicators", "milestones"): Fate.DROP,
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
    """The new plan, what was done to get it (counts by what they count), and what a person should look at."""

    plan: Plan
    counts: Counter[str] = attrs.field(factory=Counter)
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
            if name == "enterprises" and ("done_on" in values or values.get("stage") == "done"):
                out.left_out.append(Remark(f"{name}.{id}", say(N_("its arrangement is done: {name}"), name=plan.title_of(name, id))))
                continue
            out.plan.tables[name][id] = work.record(name, id, values)
    _drop_unused_sources(out)
    _list_old_years(out, start)
    return out


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
            return shifted(value, self.years)
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
        return self._baseline(value) if fate is Fate.BASELINE else value

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
