"""What a body may report of a plan it may not write: the rule of ``[settings.report]``, asked before an edit and again when it is taken in.

An entry of ``report`` says which login stands for which body. Such a login may change the fields of
:data:`tui.model.fields.choices.REPORTED` (or those the entry names) of records that are the body's own on the day: tasks it leads
or takes part in, indicators it reports, enterprises it answers for or the entry names, duties it has. It adds to a log and takes
nothing out of it, and planned figures are not its own.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from tui.model.asked import asked_reports, in_question
from tui.model.edits import Edit, SetField
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.fields.choices import REPORTED
from tui.model.periods import Period
from tui.model.plan import Plan, Problem, Values
from tui.model.succession import holders_on
from tui.model.text import N_, Sentence, say

_ALL: Final = tuple(choice.value for choice in REPORTED)
_COLLECTIVE: Final = "collective"
"""The kind of a body that is a group: whoever is in it may hand in by itself."""


@attrs.frozen
class Mandate:
    """What a login may report on a day. Made by :func:`mandate_of`.

    ``entries`` are those of ``[settings.report]`` that name the login; ``bodies`` those of their bodies that are there on the day.
    """

    plan: Plan
    login: str
    day: dt.date
    entries: tuple[Values, ...]
    bodies: tuple[str, ...]

    @property
    def body(self) -> str:
        """The body the login stands for, the first where there are several; one that has ended where none is there any more."""
        return self.bodies[0] if self.bodies else str(self.entries[0]["agency"])

    def may_touch(self, table: str, field: str) -> bool:
        """Whether a field of a table is one that this login reports, whatever the record."""
        return any(f"{table}.{field}" in _fields(entry) for entry in self.entries)

    def why_not_touch(self, table: str, id: str, field: str) -> Sentence | None:
        """Why a field of a record is not the login's to report; None when it is."""
        if not self.may_touch(table, field):
            template = N_("“{field}” is not reported by bodies: [settings.report] lets {login} change only {allowed}")
            return say(template, field=_label(table, field), login=self.login, allowed=self._allowed(table))
        if not self.bodies:
            template = N_("{body} is no more on {day}: [settings.report] has to name another body for {login}")
            return say(template, body=self.plan.short_of("agencies", self.body), day=self.day, login=self.login)
        if not any(f"{table}.{field}" in _fields(entry) and self._owns(entry, table, id) for entry in self.entries):
            template = N_("“{name}” is not of {bodies} on {day}: a body reports only what is its own ([settings.report])")
            return say(template, name=self.plan.short_of(table, id), bodies=self._bodies_told(), day=self.day)
        return None

    def why_not(self, edit: Edit) -> Sentence | None:
        """Why an edit is not the login's to make; None when it is. What is wrong with the value as such is not looked at."""
        if not isinstance(edit, SetField):
            return say(N_("a body adds and deletes no records: [settings.report] lets it report on what is there"))
        found = self.why_not_touch(edit.table, edit.id, edit.field)
        if found is not None:
            return found
        gone, come = differing_entries(edit.expected, edit.new)
        if (edit.table, edit.field) == ("tasks", "log"):
            return self._why_not_logged(gone, come)
        if (edit.table, edit.field) == ("indicators", "values") and any(e.get("vintage") == "plan" for e in (*gone, *come)):
            return say(N_("planned figures are not reported: [settings.report] lets a body give results"))
        if (edit.table, edit.field) == ("duties", "handed_in") and any(e.get("agency") not in self.bodies for e in (*gone, *come)):
            return say(N_("a body marks only its own report as handed in ([settings.report]: {bodies})"), bodies=self._bodies_told())
        return None

    def problems(self, edits: Iterable[Edit]) -> list[Problem]:
        """What is wrong with edits that this login would make."""
        found = []
        for edit in edits:
            if (why := self.why_not(edit)) is not None:
                found.append(Problem(edit.table, edit.id, edit.field if isinstance(edit, SetField) else "", why))
        return found

    def body_for(self, table: str, id: str) -> str:
        """Which of the login's bodies a record is of; the first where that is not said."""
        owned = [body for entry in self.entries if (body := str(entry["agency"])) in self.bodies and self._owns(entry, table, id)]
        return owned[0] if owned else self.body

    # -- whose it is --------------------------------------------------------------------------------------------------

    def _owns(self, entry: Values, table: str, id: str) -> bool:
        body, record = entry["agency"], self.plan.get(table, id)
        if record is None or body not in self.bodies:
            return False
        if table == "enterprises" and id in entry.get("enterprises", ()):
            return True
        named = _named(table, record)
        if any(body in holders_on(self.plan, other, self.day) for other in named):
            return True
        return table == "duties" and any(self._is_in(str(body), other) for other in named)

    def _is_in(self, body: str, group: str) -> bool:
        """Whether a body is in a group of bodies, as far as the plan says who is."""
        values = self.plan.tables["agencies"].get(group, {})
        members = values.get("members", ())
        if members:
            return any(body in holders_on(self.plan, member, self.day) for member in members)
        return values.get("kind") == _COLLECTIVE

    def _why_not_logged(self, gone: list[Values], come: list[Values]) -> Sentence | None:
        if gone:
            return say(N_("what stands in the log stays: [settings.report] lets a body add to it"))
        if any("basis" in entry for entry in come):
            return say(N_("a decision with its legal basis is entered by the office, not reported ([settings.report])"))
        if any("status" in entry for entry in come) and not self.may_touch("tasks", "status"):
            return self.why_not_touch("tasks", "", "status")
        if any(entry.get("by", self.body) not in self.bodies for entry in come):
            return say(N_("a body reports in its own name only ([settings.report]: {bodies})"), bodies=self._bodies_told())
        return None

    # -- words --------------------------------------------------------------------------------------------------------

    def _bodies_told(self) -> str:
        return ", ".join(self.plan.short_of("agencies", body) for body in self.bodies or (self.body,))

    def _allowed(self, table: str) -> Sentence | str:
        """The labels of the fields of a table that the login reports; of all tables where it reports none of this one."""
        own = [field for field in TABLES[table] if self.may_touch(table, field.key)]
        if own:
            return _listed([Sentence(field.label) for field in own])
        return _listed([Sentence(choice.label) for choice in REPORTED if self.may_touch(*choice.value.split("."))])


def mandate_of(plan: Plan, login: str, day: dt.date) -> Mandate | None:
    """What a login may report of a plan on a day; None when ``[settings.report]`` does not name it."""
    entries = tuple(entry for entry in reporters(plan) if entry.get("login") == login)
    if not entries:
        return None
    bodies = dict.fromkeys(str(entry["agency"]) for entry in entries)
    return Mandate(plan, login, day, entries, tuple(body for body in bodies if holders_on(plan, body, day) == [body]))


def reporters(plan: Plan) -> list[Values]:
    """The entries of ``[settings.report]``, none where the settings cannot be read."""
    found = plan.tables["settings"].get(SINGLE_ID, {}).get("report", ())
    return [entry for entry in found if isinstance(entry, Mapping) and "login" in entry and "agency" in entry]


def duties_of(plan: Plan, mandate: Mandate, day: dt.date) -> list[tuple[str, str, Period, bool]]:
    """(duty, body, period, whether it owes no other) of the report spoken of on a day, where one of the login's bodies owes it.

    Only reports the plan asks for, with a day of their own; of one duty the one in question (:func:`tui.model.asked.in_question`).
    """
    found = []
    for id, duty in plan.tables["duties"].items():
        asked = [one for one in asked_reports(plan, duty, day) if not one.waived and one.last_good is not None and one.period.start <= day]
        for body in mandate.bodies:
            named = {other for other in duty.get("who", ()) if body in holders_on(plan, other, mandate.day)}
            done = {
                (entry.get("year"), entry.get("period")) for entry in duty.get("handed_in", ()) if entry.get("agency") in {body, *named}
            }
            owed = [one for one in asked if (one.period.year, one.period.within_year) not in done] if named else []
            spoken_of = in_question(asked, day)
            if spoken_of in owed:
                assert spoken_of is not None, "it is one of them"
                found.append((id, body, spoken_of.period, len(owed) == 1))
    return found


def _fields(entry: Values) -> Iterable[str]:
    return entry.get("fields") or _ALL


def _named(table: str, record: Values) -> list[str]:
    """The bodies the text of a record names as those who report on it."""
    if table == "tasks":
        return [*record.get("leads", ()), *record.get("partners", ())]
    if table == "duties":
        return list(record.get("who", ()))
    return [record["agency"]] if "agency" in record else []


def differing_entries(before: Any, after: Any) -> tuple[list[Values], list[Values]]:
    """Of two lists of entries (those that were taken out, those that came); nothing of any other value."""
    old, new = ([e for e in side if isinstance(e, Mapping)] if isinstance(side, list) else [] for side in (before, after))
    had, has = Counter(map(entry_key, old)), Counter(map(entry_key, new))
    return [e for e in old if has[entry_key(e)] < had[entry_key(e)]], [e for e in new if had[entry_key(e)] < has[entry_key(e)]]


def entry_key(entry: Values) -> str:
    return repr(sorted(entry.items(), key=lambda item: item[0]))


def _label(table: str, field: str) -> Sentence | str:
    spec = TABLES[table].by_key.get(field) if table in TABLES else None
    return Sentence(spec.label) if spec is not None else field


def _listed(parts: list[Sentence]) -> Sentence | str:
    """Several sentences as one, set apart by commas."""
    names = [f"part{n}" for n in range(len(parts))]
    return Sentence(", ".join(f"{{{name}}}" for name in names), dict(zip(names, parts, strict=True)))
