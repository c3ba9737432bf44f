"""Letters that chase (form 1.5): to one late body, to all at once with a table, and about tasks nobody reported on, each in a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Final

from tui.frames.build import Frames
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import LineKind, OverviewLine, Part
from tui.frames.plan_of_day import frames_on
from tui.model.group_reports import members_on, reports_of, silent_members, who_reported
from tui.model.plan import Plan
from tui.model.succession import holders_on, lineage, members_of
from tui.reports import letter_sentences as said
from tui.reports import official, sentences
from tui.reports.annex_rows import Align, AnnexColumn, CellValue, Quantity
from tui.reports.through import via_of_plan
from tui.reports.word.owed_matters import about_words, counted_words, deadline, owed_by_all, place_of, what_words, when_words
from tui.reports.word.paper import Block, BodyTable, Line, Paper
from tui.reports.word.parties import USUAL, Choices, issuer_name, letterhead, plan_name, recipients, signature
from tui.vocabulary.ended import named_on

_MOST_NAMED: Final = 10
"""Bodies that are named above a letter; more are those of its table."""


def late_bodies(frames: Frames, as_of: dt.date) -> list[str]:
    """The bodies that answer on the day for a late task (as lead), report, enterprise or matter of a meeting, in the order of the file.

    Never the issuer, nor one that has ended: nobody reads what is sent there. Of several that one body took over from the first stands
    for all: it is written to once.
    """
    late = {id for line in owed_by_all(frames_on(frames, as_of), as_of) for id in line.who}
    plan = frames.plan
    written = (id for id in plan.tables["agencies"] if id in late and _is_written_to(plan, id, as_of))
    return [one[0] for one in _by_name(plan, written, as_of).values()]


def _is_written_to(plan: Plan, id: str, as_of: dt.date) -> bool:
    """Whether a body is there and not the issuer; one that has ended in the whole country and nobody took over from is not."""
    return id != plan.header.get("issuer") and id in holders_on(plan, id, as_of) and any(_named(plan, [id], as_of))


def _by_name(plan: Plan, ids: Iterable[str], as_of: dt.date) -> dict[str, list[str]]:
    """Name on the day → the bodies that bear it: two of which the plan does not know that one body took over from both are one."""
    found: dict[str, list[str]] = {}
    for id in ids:
        found.setdefault(_named(plan, [id], as_of)[0], []).append(id)
    return found


def _one_body(plan: Plan, id: str, as_of: dt.date) -> list[str]:
    """A body with all that are the same one on the day, itself first."""
    there = (other for other in plan.tables["agencies"] if other != id and _is_written_to(plan, other, as_of))
    return _by_name(plan, (id, *there), as_of)[_named(plan, [id], as_of)[0]]


def late_letter(plan: Plan, frames: Frames, agency: str, as_of: dt.date, choices: Choices = USUAL) -> Paper:
    """The letter to one late body. Raises ValueError when nothing of it is late: no letter accuses without cause."""
    frames = frames_on(frames, as_of)
    bodies = _one_body(plan, agency, as_of)
    owed = [line for line in owed_by_all(frames, as_of) if {*line.who} & {*bodies}]
    if not owed:
        raise ValueError(agency)
    return _letter(plan, as_of, choices, about_words(plan, owed), _addressed(plan, bodies, as_of), _to_one(frames, owed, bodies, as_of))


def common_letter(plan: Plan, frames: Frames, as_of: dt.date, choices: Choices = USUAL) -> Paper | None:
    """One letter to all late bodies, with a table of what each is late with; None when nobody is."""
    frames = frames_on(frames, as_of)
    bodies = [_one_body(plan, id, as_of) for id in late_bodies(frames, as_of)]
    if not bodies:
        return None
    late = {id for same in bodies for id in same}
    owed = [line for line in owed_by_all(frames, as_of) if {*line.who} & late]
    to = tuple(dict.fromkeys(name for same in bodies for name in _addressed(plan, same, as_of)))
    return _letter(plan, as_of, choices, about_words(plan, owed), to, _to_all(frames, owed, bodies, as_of))


def silent_letter(plan: Plan, frames: Frames, as_of: dt.date, choices: Choices = USUAL) -> Paper | None:
    """One letter to all bodies that lead tasks they have not reported on, with a table; None when there is none."""
    frames = frames_on(frames, as_of)
    lines = [
        line for line in overview(frames, as_of, ())[Part.NOT_REPORTED].lines if line.kind is LineKind.BODY and line.table == "agencies"
    ]
    lines = [line for line in lines if _is_written_to(plan, line.id, as_of) and _asked(plan, line, as_of)]
    if not lines:
        return None
    of = {line.id: line for line in lines}
    same = [[of[id] for id in ids] for ids in _by_name(plan, of, as_of).values()]
    to = tuple(dict.fromkeys(name for line in lines for name in _asked(plan, line, as_of)))
    about = said.ABOUT_SILENT.format(plan=plan_name(plan))
    return _letter(plan, as_of, choices, about, to, _of_silent(plan, same, as_of))


def _letter(plan: Plan, as_of: dt.date, choices: Choices, about: str, to: Sequence[str], body: Iterator[Block]) -> Paper:
    return Paper(
        letterhead=letterhead(plan, "", about=about),
        to=choices.to or (tuple(to) if len(to) <= _MOST_NAMED else (said.BODIES_BELOW,)),
        body=tuple(body),
        signatures=(signature(plan, choices, by_order=True),),
        recipients=(sentences.AS_ADDRESSED,),
        unit=recipients(plan, as_of, choices)[1],
    )


# -- whom it is written to --------------------------------------------------------------------------------------------


def _addressed(plan: Plan, bodies: Iterable[str], as_of: dt.date) -> tuple[str, ...]:
    """A group that lists its members is written to member by member, as they are on the day; every other body by its name, once."""
    return tuple(dict.fromkeys(name for id in bodies for name in _named(plan, members_on(plan, [id], as_of) or [id], as_of)))


def _named(plan: Plan, ids: Iterable[str], as_of: dt.date) -> tuple[str, ...]:
    """Bodies by the names they have on the day, also where the plan does not know that they have ended; nobody twice."""
    return tuple(dict.fromkeys(named_on(plan, plan.title_of("agencies", id), as_of) for id in ids))


def _inside(plan: Plan, ids: Iterable[str], as_of: dt.date) -> str:
    """The same inside a sentence: a group without the capital its name begins with."""
    return ", ".join(dict.fromkeys(named_on(plan, official.names(plan, [id]), as_of) for id in ids))


def _asked(plan: Plan, line: OverviewLine, as_of: dt.date) -> tuple[str, ...]:
    """Who of a body that leads tasks nobody reported on is asked: of a group its silent members, never one that has told all of them."""
    if members_of(plan, line.id):
        return _named(plan, silent_members(plan, line.id, line.members, as_of), as_of)
    return _named(plan, [line.id], as_of)


def _silent(plan: Plan, task: str, bodies: Sequence[str], as_of: dt.date) -> list[str]:
    """The members of a group that have reported nothing of a task of it so far."""
    reports = reports_of(plan.tables["tasks"][task], as_of)
    return [member for member, told in who_reported(plan, bodies, reports, as_of).items() if not told]


def _came(plan: Plan, line: OverviewLine, groups: Iterable[str], as_of: dt.date) -> list[str]:
    """The bodies whose report of a period came, where a group is asked that does not list its members: nothing is asked of those."""
    if not any((plan.get("agencies", id) or {}).get("kind") == "collective" and not members_of(plan, id) for id in groups):
        return []
    duty = plan.tables["duties"][line.id]
    named = {body for who in duty.get("who", ()) for body in lineage(plan, who)}
    entries = [e for e in duty.get("handed_in", ()) if e["year"] == line.numbers["year"] and (e.get("on") is None or e["on"] <= as_of)]
    of_period = [e["agency"] for e in entries if e.get("period", 1) == (line.numbers["period"] or 1)]
    there = [holder for body in of_period if body not in named for holder in holders_on(plan, body, as_of) or [body]]
    return list(dict.fromkeys(there))


def _through(plan: Plan, owed: Sequence[OverviewLine], as_of: dt.date) -> str:
    """The body reports go through, as the duties say, by who stands for it on the day; "" where they name none or several."""
    via = {plan.tables["duties"][line.id].get("via") for line in owed if line.kind is LineKind.DUTY} - {None}
    named = _named(plan, (holder for body in via for holder in holders_on(plan, str(body), as_of)), as_of)
    return named[0] if len(named) == 1 else ""


# -- what it says -----------------------------------------------------------------------------------------------------


def _opens(plan: Plan, as_of: dt.date, template: str, **more: str) -> Line:
    cited = official.Citations(plan).plan()
    return Line(template.format(plan=cited, day=official.day_words(as_of), issuer=issuer_name(plan), **more))


def _to_one(frames: Frames, owed: list[OverviewLine], bodies: Sequence[str], as_of: dt.date) -> Iterator[Block]:
    plan = frames.plan
    body = _inside(plan, bodies, as_of)
    only_reports = {line.kind for line in owed} == {LineKind.DUTY}
    yield _opens(plan, as_of, said.OPENS_REPORTS if only_reports else said.OPENS, body=body, what=counted_words(owed))
    for n, line in enumerate(owed, 1):
        yield Line(said.ITEM.format(n=n, what=what_words(frames, line, as_of), when=when_words(line)))
        asked = [id for id in bodies if id in line.who]
        silent = _silent(plan, line.id, asked, as_of) if line.kind is LineKind.TASK else []
        came = _came(plan, line, asked, as_of) if line.kind is LineKind.DUTY else []
        for template, named in ((said.MEMBERS, silent), (said.CAME, came)):
            if named:
                yield Line(template.format(bodies=_inside(plan, named, as_of)))
    yield _asks(plan, body, _through(plan, owed, as_of), said.ASKS)


def _to_all(frames: Frames, owed: list[OverviewLine], bodies: Sequence[Sequence[str]], as_of: dt.date) -> Iterator[Block]:
    plan, kinds = frames.plan, {line.kind for line in owed}
    opens = said.OPENS_ALL_REPORTS if kinds == {LineKind.DUTY} else said.OPENS_ALL if LineKind.DUTY in kinds else said.OPENS_ALL_WORK
    yield _opens(plan, as_of, opens)
    rows: list[tuple[CellValue, ...]] = []
    for same in bodies:
        for line in (line for line in owed if {*same} & {*line.who}):
            came = _came(plan, line, [id for id in same if id in line.who], as_of) if line.kind is LineKind.DUTY else []
            beside = f" {said.CAME.format(bodies=_inside(plan, came, as_of))}" if came else ""
            late = Quantity(value=int(line.numbers["days_late"] or 0))
            what = f"{what_words(frames, line, as_of)}{beside}"
            rows.append((Quantity(value=len(rows) + 1), *_named(plan, same[:1], as_of), what, deadline(line), late))
    yield BodyTable(columns=_COLUMNS, rows=tuple(rows))
    yield _asks(plan, said.THESE_BODIES, _through(plan, owed, as_of), said.ASKS)


def _of_silent(plan: Plan, bodies: Sequence[Sequence[OverviewLine]], as_of: dt.date) -> Iterator[Block]:
    """A row a task under the body that leads it; one with several leads stands under each."""
    yield _opens(plan, as_of, said.OPENS_SILENT)
    rows: list[tuple[CellValue, ...] | str] = []
    numbers = count(1)
    for place, same in enumerate(bodies, 1):
        (named,) = _named(plan, [same[0].id], as_of)
        silent = _named(plan, (id for line in same for id in silent_members(plan, line.id, line.members, as_of)), as_of)
        if silent:
            named = f"{named}: {', '.join(silent)}"
        tasks = list(dict.fromkeys(id for line in same for id in line.members))
        rows.append(said.OF_BODY.format(number=official.roman(place), body=named, n=official.count(len(tasks))))
        rows += [(Quantity(value=next(numbers)), official.task_name(plan, id), place_of(plan, "tasks", id)) for id in tasks]
    yield BodyTable(columns=_SILENT_COLUMNS, rows=tuple(rows))
    yield _asks(plan, said.THESE_BODIES, via_of_plan(plan, as_of), said.ASKS_SILENT)


_COLUMNS: Final = (
    AnnexColumn(key="place", title="TT", width=10, align=Align.CENTRE),
    AnnexColumn(key="body", title="Cơ quan", width=42),
    AnnexColumn(key="what", title="Nội dung", width=68),
    AnnexColumn(key="due", title="Thời hạn", width=26, align=Align.CENTRE),
    AnnexColumn(key="late", title="Số ngày chậm", width=18, align=Align.CENTRE),
)
_SILENT_COLUMNS: Final = (
    AnnexColumn(key="place", title="TT", width=12, align=Align.CENTRE),
    AnnexColumn(key="task", title="Nhiệm vụ chưa có báo cáo", width=104),
    AnnexColumn(key="where", title="Nơi nêu nhiệm vụ", width=48),
)


def _asks(plan: Plan, bodies: str, through: str, template: str) -> Line:
    issuer = issuer_name(plan)
    to = said.THROUGH.format(via=through, issuer=issuer) if through else said.DIRECT.format(issuer=issuer)
    return Line(template.format(issuer=issuer, bodies=bodies, to=to, blank_day=official.day_words(None)))
