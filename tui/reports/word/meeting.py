"""What the two papers of a meeting share: who chaired it, what it decided, and how things stood on the day it looked from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from tui.frames.build import Frames
from tui.frames.insight.meeting_snapshot import frozen_of
from tui.frames.methods.enterprises import enterprise_verdicts
from tui.frames.methods.headline import standing_code
from tui.frames.methods.tasks import TaskState, task_states
from tui.frames.methods.verdict import Verdict
from tui.frames.methods.verdicts import verdicts
from tui.model.closing import NOTICE_KIND
from tui.model.plan import Plan, Values, subject_of
from tui.model.review import considered, draft_for
from tui.model.succession import holders_on
from tui.reports import official, sentences
from tui.reports.annex_plans import apart_words
from tui.reports.annexes import counted, known_words
from tui.reports.lead_said import LeadSaid, lead_said
from tui.reports.official import BLANK
from tui.reports.persons import as_written, is_a_name, name_in
from tui.reports.word.result_lines import figures_words
from tui.vocabulary.ended import mentions, named_on


@attrs.frozen
class Meeting:
    """A review meeting as its papers see it."""

    plan: Plan
    frames: Frames
    id: str
    values: Values

    @property
    def day(self) -> dt.date:
        """The day it was held."""
        day: dt.date = self.values["date"]
        return day

    @property
    def as_of(self) -> dt.date:
        """The day it looked from: its own where none is named."""
        day: dt.date = self.values.get("as_of", self.day)
        return day

    @property
    def items(self) -> list[Mapping[str, Any]]:
        """What it went through, in its order."""
        return list(self.values.get("items", []))

    @property
    def dealt_with(self) -> list[Mapping[str, Any]]:
        """The items of which the meeting made something: a paper tells what happened, not what was on a list."""
        return [item for item in self.items if considered(item)]

    @property
    def not_dealt_with(self) -> int:
        """How many items were on its list and were not come to; they return in the next agenda."""
        return len(self.items) - len(self.dealt_with)

    @property
    def asked_for(self) -> list[tuple[str | None, Mapping[str, Any]]]:
        """(of whom, None where that is not clear; the item) of what was to be sped up or reported back without a decision.

        Of whom the chair said, else of the body that answers for it.
        """
        asked = [item for item in self.items if item.get("outcome") in sentences.ASKS and not item.get("decision")]
        return [(self.of_whom(item), item) for item in asked]

    def of_whom(self, item: Mapping[str, Any]) -> str | None:
        """The body something is asked of."""
        owner = item.get("owner")
        return str(owner) if owner in self.plan.tables["agencies"] else draft_for(self.plan, item["subject"], self.as_of).owner

    def recipients(self) -> tuple[str, ...]:
        """The names of those who have something to do, each as it stands on the day of the meeting: an ended body by who took over."""
        bodies: dict[str, None] = {}
        for _, values in self.decisions():
            bodies |= dict.fromkeys([*([values["owner"]] if values.get("owner") else []), *values.get("partners", [])])
        bodies |= dict.fromkeys(body for body, _ in self.asked_for if body is not None)
        there = [holder for body in bodies for holder in holders_on(self.plan, body, self.day) or [body]]
        named = (named_on(self.plan, self.plan.title_of("agencies", id), self.day) for id in there)
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def notice(self) -> tuple[str, dt.date | None]:
        """(number, day) of the conclusion notice: those of the meeting, else those its document has, whenever they were entered.

        The day of the document counts first: a notice can be issued days after the meeting was closed.
        """
        found = next(
            (d for d in self.plan.tables["documents"].values() if d.get("kind") == NOTICE_KIND and self._is_of_this(d)),
            {},
        )
        return str(self.values.get("number") or found.get("number") or ""), found.get("date") or self.values.get("closed_on")

    def _is_of_this(self, document: Values) -> bool:
        number = self.values.get("number")
        if number and document.get("number"):
            return bool(document["number"] == number)
        return str(document.get("about", "")).endswith(f"ngày {self.day:%d/%m/%Y}")

    @property
    def silent(self) -> int:
        """How many tasks without a day nobody had reported on; known only of a meeting that is not closed yet, or of its own day."""
        counted = {TaskState.NOT_REPORTED.value}
        states = task_states(self.frames, self.as_of)
        return states.filter(states["due"].is_null() & states["state"].is_in(list(counted))).height

    @property
    def chair(self) -> str:
        """Who chaired it inside a sentence: a role as it is, a person with the office where that is known, else as a comrade."""
        chair = self.in_office
        return sentences.COMRADE.format(name=chair) if is_a_name(chair) else chair or BLANK

    @property
    def in_office(self) -> str:
        """The chair as the meeting names it; of a person who signed the plan the office is known, and named too."""
        chair, header = str(self.values.get("chair", "")).strip(), self.plan.header
        chair = as_written(chair) if is_a_name(chair) else chair
        if not chair or chair != str(header.get("signatory", "")).strip() or "signatory_role" not in header or "issuer" not in header:
            return chair
        body = self.plan.short_of("agencies", header["issuer"])
        return sentences.IN_OFFICE.format(role=header["signatory_role"], body=body, name=chair)

    def person(self, key: str) -> str:
        """The name to set under a signature; a blank where only a role is known."""
        return name_in(str(self.values.get(key, ""))) or BLANK

    def decisions(self) -> list[tuple[str, Values]]:
        """(id, decision) in the order of the items they come from, then those that name the meeting only."""
        known = self.plan.tables["decisions"]
        ids = [str(item["decision"]) for item in self.items if "decision" in item]
        ids += [id for id, values in known.items() if values.get("review") == self.id]
        return [(id, known[id]) for id in dict.fromkeys(ids) if id in known]

    def state_of(self, subject: str) -> str:
        """How a record stood in words, "" where nothing was judged."""
        named = subject_of(subject)
        if named is None:
            return ""
        code, reason = self._codes().get(subject, ("", None))
        state = sentences.FROZEN.get(named[0], {}).get(code, "")
        why = sentences.REASONS.get(reason, "") if reason is not None else ""
        return f"{state} ({why})" if state and why and why != state else state

    @property
    def known(self) -> str:
        """Whose knowledge the states rest on: as it was kept when the meeting closed; "" of one that did not keep it."""
        if not self.values.get("frozen"):
            return known_words(self.frames, self.as_of)
        known = self.values.get("known_on")
        if known is None:
            return ""
        return sentences.KNOWN_LATER.format(day=official.day_words(known)) if known > self.as_of else sentences.KNOWN_THEN

    def apart_of(self, subject: str) -> str:
        """The published figures of an indicator that stand beside its series; "" of any other record."""
        named = subject_of(subject)
        if named is None or named[0] != "indicators" or named[1] not in self.plan.tables["indicators"]:
            return ""
        return apart_words(self.frames, named[1], self.as_of, inside=True)

    def figures_of(self, subject: str) -> str:
        """Last figure, mean, target and what is still required of an indicator; "" of any other record.

        A closed meeting kept what the verdict rested on: figures that came out otherwise since are not what it saw, and are not told.
        """
        named = subject_of(subject)
        if named is None or named[0] != "indicators" or named[1] not in self.plan.tables["indicators"]:
            return ""
        if frozen := self.values.get("frozen"):
            then, now = (
                [(entry["verdict"], entry.get("value"), entry.get("required")) for entry in entries if entry["subject"] == subject]
                for entries in (frozen, frozen_of(self.frames, self.as_of))
            )
            if then != now:
                return ""
        return figures_words(self.frames, named[1], self.as_of)

    def counts(self) -> dict[str, dict[str, int]]:
        """By table, how many records had each state, in the order papers count them."""
        codes = self._codes()
        return {
            table: counted((code for subject, (code, _) in codes.items() if subject.startswith(f"{table}.")), words)
            for table, words in sentences.FROZEN.items()
        }

    def _codes(self) -> dict[str, tuple[str, str | None]]:
        """Subject → (code, reason): what was frozen when the meeting closed, else what the frames say of its day."""
        frozen = self.values.get("frozen", [])
        if frozen:
            return {entry["subject"]: (entry["verdict"], entry.get("reason")) for entry in frozen}
        as_of, frames = self.as_of, self.frames
        states = task_states(frames, as_of)
        judged = verdicts(frames, as_of).select("id", standing_code(), "reason")
        dated = dict(states.filter(states["due"].is_not_null()).select("id", "state").iter_rows())
        return {
            **{f"indicators.{id}": (code, why) for id, code, why in judged.iter_rows()},
            **{f"tasks.{id}": (code, None) for id, code in dated.items()},
            **{f"enterprises.{id}": (code, None) for id, code in enterprise_verdicts(frames, as_of).select("id", "verdict").iter_rows()},
        }


def meeting(plan: Plan, frames: Frames, review_id: str) -> Meeting:
    """The meeting of that id. Raises KeyError when the plan has none."""
    return Meeting(plan, frames, review_id, plan.tables["reviews"][review_id])


def subject_words(plan: Plan, subject: str) -> str:
    """The record a meeting spoke of by its name; of a body its reports are spoken of, of an enterprise how it is arranged."""
    named = subject_of(subject)
    if named is not None and named[0] == "agencies" and plan.get(*named) is not None:
        return sentences.REPORTING_OF.format(body=official.names(plan, [named[1]]))
    if named is not None and named[0] == "enterprises" and plan.get(*named) is not None:
        return sentences.ARRANGING.format(name=plan.title_of(*named))
    return plan.title_of(*named) if named else subject


def matter_words(plan: Plan, subject: str) -> str:
    """What is asked for of a record: an enterprise is not hastened, its arrangement is."""
    named = subject_of(subject)
    name = plan.title_of(*named) if named is not None and named[0] == "enterprises" else subject_words(plan, subject)
    starts = name.casefold().startswith(sentences.A_REPORT)
    report = official.lower_first(name) if starts else sentences.NAMED_REPORT.format(name=name)
    table = (subject_of(subject) or ("", ""))[0]
    return sentences.OF_ITS_KIND.get(table, sentences.BY_ITS_NAME).format(name=name, report=report)


def decision_words(plan: Plan, values: Values) -> str:
    """Who does what by when, of one sentence with who comes first; what was left open is a blank. The lead is said once."""
    text = " ".join(str(values["text"]).split()).rstrip(".;")
    owner = official.names(plan, [values["owner"]]) if values.get("owner") else BLANK
    partners = official.names(plan, values.get("partners", []))
    product = str(values.get("product", "")).rstrip(".;")
    said = {
        "owner": owner,
        "partners": sentences.WITH_PARTNERS.format(partners=partners) if partners else "",
        "product": sentences.PRODUCT.format(product=product) if product else "",
        "due": sentences.DUE.format(day=official.day_words(values.get("due"))),
    }
    begins = lead_said(plan, values["owner"], text, _day_of(plan, values)) if values.get("owner") else None
    if begins is not None:
        return _begun_words(plan, values, text, begins, said)
    if values.get("owner") and not _SEVERAL.search(text):
        return sentences.DECISION_GIVEN.format(verb=sentences.GIVES, what=official.lower_first(text), **said)
    return f"{text}. {sentences.DECISION_OWNER.format(**said)}"


def _begun_words(plan: Plan, values: Values, text: str, begins: LeadSaid, said: Mapping[str, str]) -> str:
    """A decision whose text begins with its lead: a text of one sentence keeps its verb, several sentences stay as they are."""
    verb = official.capital(begins.verb) or sentences.GIVES
    several = _SEVERAL.search(begins.rest) is not None
    if not several and not begins.goes_on:
        return sentences.DECISION_GIVEN.format(verb=verb, what=official.lower_first(begins.rest), **said)
    unnamed = official.names(plan, [body for body in values.get("partners", []) if not _is_named(plan, body, text)])
    others = sentences.ALSO_PARTNERS.format(partners=unnamed) if unnamed else ""
    if several:
        after = "; ".join(part for part in (others[2:], said["product"][2:], said["due"]) if part)
        return f"{official.capital(text)}. {official.capital(after)}."
    what = begins.rest if begins.rest.startswith((",", "/")) else f" {begins.rest}"
    return sentences.DECISION_SAID.format(verb=verb, what=what, **{**said, "partners": others})


def _is_named(plan: Plan, body: str, text: str) -> bool:
    return any(mentions(text, name) for name in (plan.title_of("agencies", body), plan.short_of("agencies", body)))


def _day_of(plan: Plan, values: Values) -> dt.date:
    """The day a decision was made on: of two bodies of one name the one of that day is meant."""
    day: dt.date | None = plan.tables["reviews"].get(str(values.get("review", "")), {}).get("date")
    return day or values.get("due") or dt.date.max


_SEVERAL: Final = re.compile(r"[.;:?!]\s")
"""Where a text holds more than one sentence."""


def _in_a_list(state: str) -> str:
    """A state among others: ``chưa hoàn thành (quá hạn)``, where a comma would read as the next one."""
    first, comma, rest = state.partition(", ")
    return f"{first} ({rest})" if comma else state


def counts_words(
    counts: Mapping[str, Mapping[str, int]],
    as_of: dt.date,
    *,
    tasks: str = "",
    not_enough: int = 0,
    slower: int = 0,
    undated: int = 0,
    known: str = "",
) -> str:
    """One paragraph of counts: ``Tính đến ngày …: trong 28 chỉ tiêu có …``; a table without records is left out.

    ``tasks`` says which tasks are meant where not all are; ``not_enough`` how many indicators without data do have figures; ``slower``
    how many of those that need to speed up would pass their target and are told to slow down; ``undated``
    of how many tasks that are done nobody knows the day; ``known`` whose knowledge it is.
    """
    parts = []
    for table, found in counts.items():
        if not found:
            continue
        words, thing = sentences.FROZEN[table], sentences.THINGS[table]
        which = f"{thing} {tasks}".rstrip() if table == "tasks" else thing
        few = sentences.NOT_ENOUGH.format(n=official.count(not_enough), thing=thing) if not_enough else ""
        down = sentences.OF_THEM_SLOWER.format(n=official.count(slower), thing=thing) if slower else ""
        unknown = sentences.DAY_UNKNOWN.format(n=official.count(undated), thing=thing) if undated else ""
        said = ", ".join(
            sentences.SUMMARY_COUNT.format(n=official.count(n), state=_in_a_list(words[code]))
            + (f" ({few})" if few and code == Verdict.NO_DATA else "")
            + (f" ({down})" if down and code == Verdict.SPEED_UP else "")
            + (f" ({unknown})" if unknown and table == "tasks" and code == TaskState.DONE else "")
            for code, n in found.items()
        )
        parts.append(sentences.SUMMARY_PART.format(n=official.count(sum(found.values())), thing=which, counts=said))
    day = ", ".join(part for part in (official.day_words(as_of), known) if part)
    return sentences.SUMMARY.format(day=day, parts="; ".join(parts)) if parts else ""
