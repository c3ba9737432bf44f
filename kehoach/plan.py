"""One plan file that is open in a script."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from kehoach.faults import Conflict, NotOpened, NotSaved, Refused
from tui.frames.methods.duties import duty_reports
from tui.frames.methods.enterprises import enterprise_verdicts
from tui.frames.methods.tasks import task_states
from tui.frames.methods.verdicts import verdicts
from tui.i18n.words import Unreadable, Words
from tui.model.edits import AddRecord, Edit
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.text import N_, say
from tui.session.outcomes import Asking, CutShort, FileGone, Saved
from tui.session.outcomes import NotSaved as Unwritten
from tui.session.outcomes import Refused as NotMade
from tui.session.save import SaveAttempt, begin, run
from tui.session.session import Session
from tui.store.files.errors import StoreError
from tui.store.plan_file import format_problem, load


class PlanFile:
    """A plan that is open: its records, its frames, where it stands on a day, changes, saving.

    A change is in the plan at once and in the file with :meth:`save`; nothing is kept for a script that ends before.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def __repr__(self) -> str:
        return f"<plan {self.path!r}: {self.title}>"

    # -- what is in it ------------------------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        """The file."""
        return str(self._session.loaded.state.path)

    @property
    def title(self) -> str:
        """The plan's own title; "" where it has none."""
        return str(self._session.plan.header.get("title", ""))

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of all tables there can be, in the order of docs/model.md."""
        return tuple(TABLES)

    def ids(self, table: str) -> list[str]:
        """The ids of the records of a table, in the order of the file. Raises KeyError for a table there is not."""
        return list(self._session.plan.tables[table])

    def record(self, table: str, id: str = "") -> dict[str, Any]:
        """What a record holds, by field; ``plan`` and ``settings`` have one, of the id "". Raises KeyError where there is none."""
        return dict(self._session.plan.tables[table][id])

    def frame(self, table: str) -> pl.DataFrame:
        """A row a record with a column a field, null where a field is absent: *unknown*, never 0. Raises KeyError."""
        return self._session.frames[table]

    def check(self) -> list[str]:
        """What is wrong with the file as it was read, as ``kehoach check`` says it; empty when nothing is."""
        loaded, words = self._session.loaded, self._session.words
        return [format_problem(problem, self.path, words) for problem in sorted(loaded.problems, key=lambda p: p.line or 0)]

    # -- where it stands ----------------------------------------------------------------------------------------------

    def verdicts(self, as_of: dt.date | None = None) -> pl.DataFrame:
        """A row an indicator: ``id``, ``verdict`` (a code of docs/methods.md), ``required``, ``forecast`` and what they rest on.

        ``as_of`` is the day to look from, today where the plan is at home without it.
        """
        return verdicts(self._session.frames, self._day(as_of))

    def tasks(self, as_of: dt.date | None = None) -> pl.DataFrame:
        """A row a task: ``id``, ``state`` (a code), ``due`` (the day in force), ``days_late``, ``days_left``."""
        return task_states(self._session.frames, self._day(as_of))

    def enterprises(self, as_of: dt.date | None = None) -> pl.DataFrame:
        """A row an enterprise: ``id``, ``verdict`` (a code), ``days_late``."""
        return enterprise_verdicts(self._session.frames, self._day(as_of))

    def reports(self, as_of: dt.date | None = None) -> pl.DataFrame:
        """A row a report that is asked of a body: duty ``id``, ``agency``, ``year``, ``period``, ``last_good`` day, ``state`` (a code)."""
        return duty_reports(self._session.frames, self._day(as_of))

    def _day(self, as_of: dt.date | None) -> dt.date:
        return self._session.clock.today() if as_of is None else as_of

    # -- changing it --------------------------------------------------------------------------------------------------

    def set(self, table: str, id: str, field: str, value: Any) -> None:
        """Give a field a value; None takes the field away. Raises :class:`kehoach.Refused`, and KeyError where there is no such record."""
        self.update(table, id, {field: value})

    def update(self, table: str, id: str, values: Mapping[str, Any]) -> None:
        """Give several fields of a record their values in one step. Raises as :meth:`set`."""
        self.record(table, id)
        workspace = self._session.workspace
        wanted = self._meant(table, values)
        self._make(workspace.set_field(table, id, field, MISSING if value is None else value) for field, value in wanted.items())

    def add(self, table: str, values: Mapping[str, Any], id: str | None = None) -> str:
        """Add a record and give its id, which is made as the workbench makes it without one. Raises :class:`kehoach.Refused`, KeyError."""
        TABLES[table]
        new = self._session.workspace.new_id(table, values) if id is None else id
        self._make([AddRecord(table, new, self._meant(table, values))])
        return new

    def _meant(self, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values, with a choice in somebody's words (``Đã hoàn thành``) as its code. Raises :class:`kehoach.Refused`."""
        return {key: self._code(TABLES[table].by_key.get(key), value) for key, value in values.items()}

    def _code(self, spec: FieldSpec | None, value: Any) -> Any:
        if spec is None or spec.kind is not Kind.CHOICE or not isinstance(value, str) or spec.choice_label(value) is not None:
            return value
        from tui.exchange.pasted_values import PastedReader  # scripts that write codes do without

        words = self._session.words
        try:
            return PastedReader(self._session.plan, (words, *self._session.both_languages)).read(spec, value)
        except Unreadable as fault:
            raise Refused([words.sentence(fault.sentence)]) from fault

    def remove(self, table: str, id: str) -> None:
        """Delete a record that nothing names. Raises :class:`kehoach.Refused`, and KeyError where there is no such record."""
        self.record(table, id)
        self._make([self._session.workspace.delete(table, id)])

    def undo(self) -> bool:
        """Take back the last step; whether there was one. Raises :class:`kehoach.Refused`."""
        if not self._session.workspace.undo_steps:
            return False
        done = self._session.undo()
        if isinstance(done, NotMade):
            raise Refused(done.lines(self._session.words))
        return True

    @property
    def unsaved(self) -> int:
        """How many fields differ from the file."""
        return len(self._session.workspace.unsaved())

    def _make(self, edits: Iterator[Edit] | list[Edit]) -> None:
        session = self._session
        if session.workspace.readonly or session.proposing is not None:
            raise Refused([session.words.sentence(session.why_readonly())])
        done = session.commit(edits, say(N_("changed by a script")))
        if isinstance(done, NotMade):
            raise Refused(done.lines(session.words))

    # -- saving it ----------------------------------------------------------------------------------------------------

    def save(self, reason: str = "") -> int:
        """Write the file, joined with what others have saved meanwhile; how many fields were saved, 0 when nothing was to be.

        ``reason`` stands in the history. Raises :class:`kehoach.Conflict` where others have saved another value of the same field, and
        :class:`kehoach.NotSaved` where it could not be written; all changes are still here.
        """
        session = self._session
        if not self.unsaved:
            return 0
        attempt = begin(session, reason=reason)
        outcome = run(attempt) if isinstance(attempt, SaveAttempt) else attempt
        if isinstance(outcome, Saved):
            return outcome.changes
        raise self._unsaved(outcome)

    def _unsaved(self, outcome: Asking | CutShort | FileGone | Unwritten) -> NotSaved:
        words, plan = self._session.words, self._session.plan
        if isinstance(outcome, Asking):
            fields = [".".join(part for part in (c.table, c.id, c.field) if part) for c in outcome.conflicts]
            named = "; ".join(f"{plan.title_of(c.table, c.id)} ({field})" for c, field in zip(outcome.conflicts, fields, strict=True))
            return Conflict(words(N_("others have saved another value of: {what}"), what=named), fields)
        if isinstance(outcome, CutShort):
            return NotSaved(words.sentence(outcome.sentence))
        return NotSaved(words.sentence(outcome.why) if isinstance(outcome, FileGone) else outcome.told(words))


def open(path: str | os.PathLike[str], *, language: str = "vi") -> PlanFile:
    """The plan in a file. ``language`` (``vi`` or ``en``) is that of sentences. Raises :class:`kehoach.NotOpened`.

    A file that may not be written to is open all the same; changes are refused with the reason.
    """
    words = Words(language)
    try:
        loaded = load(os.fspath(path))
    except StoreError as fault:
        raise NotOpened(words.sentence(fault.sentence)) from fault
    return PlanFile(Session(loaded, words, journaling=False))
