"""What is written out of the plan: papers, forms for bodies, workbooks and texts. Asked for what it needs, shown, then written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from tui.i18n.words import Words
from tui.model.fields import Choice, FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.text import N_, Sentence, say
from tui.reports.in_vietnamese import PAPERS_ARE_VIETNAMESE
from tui.screens.beside_plan import beside, rights_of
from tui.screens.flows.flow import Flow
from tui.screens.writing_out import LeavingFile, show_first
from tui.store.files.errors import StoreError
from tui.store.files.file_state import IfExists

if TYPE_CHECKING:
    from tui.exchange.form import Form as BodysForm
    from tui.reports.papers import NamedPaper
    from tui.screens.dialogs.asking import Usual
    from tui.screens.dialogs.form import Submit
    from tui.terminal.background import Work


@attrs.frozen(kw_only=True)
class Made:
    """Something to be looked at and written: the text of it, and the file it makes."""

    text: str
    leaving: LeavingFile


class Papers(Flow):
    """Nothing is written before somebody has seen what, and where to."""

    # -- papers -------------------------------------------------------------------------------------------------------

    def do_paper(self) -> None:
        """Any kind of official paper, chosen from a list."""
        from tui.reports.papers import KINDS
        from tui.screens.dialogs.picker import Item, Picker

        items = [Item(name, self.words(kind.title), name) for name, kind in KINDS.items()]

        def picked(found: list[str] | None) -> None:
            if found:
                self._ask_paper(found[0])

        self.ui.push_screen(Picker(self.words, self.words(N_("Which paper?")), items), picked)

    def do_paper_yearly(self) -> None:
        self._ask_paper("yearly")

    def do_paper_notice(self) -> None:
        self._ask_paper("notice")

    def do_paper_minutes(self) -> None:
        self._ask_paper("minutes")

    def do_paper_half_year(self) -> None:
        self._ask_paper("half_year")

    def do_paper_nine_months(self) -> None:
        self._ask_paper("nine_months")

    def do_paper_letters(self) -> None:
        self._ask_paper("letters")

    def do_paper_letter(self) -> None:
        self._ask_paper("letter")

    def do_paper_reminder(self) -> None:
        self._ask_paper("reminder")

    def why_not_paper_notice(self) -> Sentence | None:
        return None if self.session.plan.tables["reviews"] else say(N_("there is no review meeting in the plan yet"))

    why_not_paper_minutes = why_not_paper_notice

    def _ask_paper(self, name: str) -> None:
        from tui.reports.papers import KINDS, Asked, usual_day, usual_year

        kind, session = KINDS[name], self.session
        reviews = session.plan.tables["reviews"]
        year = usual_year(session.plan, session.as_of)

        def day_of(year: int) -> dt.date:
            return session.as_of if session.day_chosen else usual_day(year, session.as_of, name)

        usual: Mapping[str, Any] = {
            "year": year,
            "charts": True,
            "as_of": day_of(year) if "year" in kind.asks else session.as_of,
            "review": max(reviews, key=lambda id: reviews[id]["date"]) if reviews else MISSING,
        }
        values = {key: usual[key] for key in kind.asks if usual.get(key, MISSING) is not MISSING}

        def answered(answers: Mapping[str, Any]) -> Mapping[str, str]:
            asked = Asked(
                plan=session.plan,
                frames=session.frames,
                as_of=_said(answers, "as_of", session.as_of),
                day_named=session.day_chosen or _said(answers, "as_of", None) is not None,
                year=_said(answers, "year", None),
                review=_said(answers, "review", None),
                authority=_said(answers, "authority", None),
                role=_said(answers, "role", ""),
                unit=_said(answers, "unit", ""),
                to=tuple(_said(answers, "to", ())),
                charts=_said(answers, "charts", True),
            )
            try:
                papers = kind.papers(asked)
            except StoreError as fault:
                return {kind.asks[0]: self.words.sentence(fault.sentence)}
            if not papers:
                nobody = N_("nobody is late on {day}: there is no letter to write")
                return {"as_of": self.words(nobody, day=asked.as_of)}
            folder = kind.folder(asked) if kind.folder is not None else ""
            self.ui.soon(self._show_papers, self.words(kind.title), papers, folder)
            return {}

        self._ask(kind.title, [self._field(key, kind.asks) for key in kind.asks], values, answered, _day_by_year(kind.asks, year, day_of))

    def _show_papers(self, title: str, papers: list[NamedPaper], folder: str) -> None:
        def make(work: Work) -> Made:
            from tui.reports.paper_text import WIDTH, paper_text

            text = ("\n" + "─" * WIDTH + "\n\n").join(paper_text(named.paper) for named in work.each(papers, len(papers)))
            write = partial(self._write_papers, papers, bool(folder))
            return Made(text=text, leaving=LeavingFile(title=title, name=folder or papers[0].file, write=write, folder=bool(folder)))

        self._make_and_show(title, make)

    def _write_papers(self, papers: list[NamedPaper], folder: bool, path: Path, if_exists: IfExists) -> None:
        """Write a paper, or each of several into a folder; none where one of them may not be. Raises StoreError."""
        from tui.reports.word.document import docx_bytes  # python-docx: half a second nobody else waits for
        from tui.store.files.paper_file import check_paper, make_folder, write_paper

        if folder:
            make_folder(path, rights_of(self.ui))
        files = {path / named.file if folder else path: named.paper for named in papers}
        for file in files:
            check_paper(file, if_exists)
        for file, paper in files.items():
            write_paper(file, docx_bytes(paper), if_exists, rights_of(self.ui))

    # -- workbooks ----------------------------------------------------------------------------------------------------

    def do_annexes(self) -> None:
        """The annexes of the yearly report as a workbook."""

        def answered(told: Mapping[str, Any]) -> Mapping[str, str]:
            self.ui.soon(self._show_annexes, _said(told, "as_of", self.session.as_of))
            return {}

        self._ask(N_("Annexes as a workbook"), [self._field("as_of")], {"as_of": self.session.as_of}, answered)

    def _show_annexes(self, as_of: dt.date) -> None:
        title = self.words(N_("Annexes as a workbook"))

        def make(work: Work) -> Made:
            from tui.reports.annex_workbook import annex_workbook
            from tui.reports.paper_text import sheets_text

            sheets, data = annex_workbook(self.session.frames, as_of)
            return Made(text=sheets_text(sheets), leaving=self._file(title, f"phu-luc-{as_of.isoformat()}.xlsx", data))

        self._make_and_show(title, make)

    def do_due_calendar(self) -> None:
        """The days the plan waits for, of one body or of all, as a file that calendars take in."""
        title = N_("Due days as a calendar file")

        def answered(answers: Mapping[str, Any]) -> Mapping[str, str]:
            self.ui.soon(self._show_calendar, _said(answers, "agency", None), _said(answers, "as_of", self.session.as_of))
            return {}

        help = N_("Only what it has a part in; empty: everything")
        specs = [FieldSpec("agency", Kind.REF, N_("Agency"), table="agencies", help=help), self._field("as_of")]
        values: dict[str, Any] = {"as_of": self.session.as_of}
        if (body := self._body_here()) is not None:
            values["agency"] = body
        self._ask(title, specs, values, answered)

    def _show_calendar(self, agency: str | None, as_of: dt.date) -> None:
        words, plan = self.words, self.session.plan
        title = words(N_("Due days as a calendar file"))

        def make(work: Work) -> Made:
            from tui.reports.due_days import as_calendar, calendar_text, due_days

            found = due_days(self.session.frames, plan, as_of, words, agency)
            leaving = self._file(title, f"lich-{as_of.isoformat()}.ics", as_calendar(found, plan, as_of, words))
            return Made(text=calendar_text(found, plan, as_of, words), leaving=leaving)

        self._make_and_show(title, make)

    def why_not_body_form(self) -> Sentence | None:
        return None if self.session.plan.tables["agencies"] else say(N_("the plan names no body yet: they are listed under o"))

    def do_body_form(self) -> None:
        """A workbook for one body to fill in."""
        from tui.exchange.form import SHEETS, form_of, usual_form_day
        from tui.reports.papers import usual_year

        session, plan = self.session, self.session.plan
        usual = usual_year(plan, session.as_of)

        def day_of(year: int) -> dt.date:
            return session.as_of if session.day_chosen else usual_form_day(year, session.as_of)

        values: dict[str, Any] = {"year": usual, "as_of": day_of(usual)}
        if (body := self._body_here()) is not None:
            values["agency"] = body

        def answered(answers: Mapping[str, Any]) -> Mapping[str, str]:
            year = _said(answers, "year", usual)
            as_of = _said(answers, "as_of", None) or day_of(year)
            tables = [table for table in SHEETS if table != "enterprises" or _said(answers, "enterprises", False)]
            indicators = _said(answers, "indicators", [])
            form = form_of(plan, answers["agency"], year, as_of, session.loaded.state.digest, self._official, tables, indicators)
            if not form.sheets:
                nothing = N_("“{body}” has no task, no indicator and no report of this plan on {day}")
                return {"agency": self.words(nothing, body=form.agency_name, day=as_of)}
            self.ui.soon(self._show_form, form)
            return {}

        specs = [
            FieldSpec("agency", Kind.REF, N_("Agency"), table="agencies", required=True),
            *(self._field(key, ("year", "as_of")) for key in ("year", "as_of")),
            FieldSpec("enterprises", Kind.YES_NO, N_("With the State-owned enterprises"), help=N_("which no body of the plan holds")),
            FieldSpec("indicators", Kind.REFS, N_("Other indicators asked for"), table="indicators"),
        ]
        self._ask(N_("Form for a body"), specs, values, answered, _day_by_year(("year", "as_of"), usual, day_of))

    def _show_form(self, form: BodysForm) -> None:
        title = f"{self.words(N_('Form for a body'))}: {form.agency_name}"

        def make(work: Work) -> Made:
            from tui.exchange.form_text import form_text
            from tui.exchange.form_workbook import form_workbook
            from tui.model.text import slug

            data = form_workbook(form, self.session.plan, self._official)
            name = f"bieu-{slug(form.agency_name) or form.agency}-{form.year}.xlsx"
            return Made(text=form_text(form, self.session.plan, self._official), leaving=self._file(title, name, data))

        self._make_and_show(title, make)

    def do_blank_workbook(self) -> None:
        """A workbook a whole plan can be typed into."""
        title = self.words(N_("Blank workbook for a whole plan"))

        def make(work: Work) -> Made:
            from tui.exchange.blank_workbook import blank_text, blank_workbook

            return Made(text=blank_text(self._official), leaving=self._file(title, "ke-hoach-trong.xlsx", blank_workbook(self._official)))

        self._make_and_show(title, make)

    # -- texts --------------------------------------------------------------------------------------------------------

    def do_agenda_text(self) -> None:
        """What a meeting has to speak of, as a text."""
        from tui.frames.insight.agenda import agenda
        from tui.reports.agenda import as_text

        session = self.session

        def text() -> str:
            return as_text(agenda(session.frames, session.plan, session.as_of), session.plan, self.words)

        self._show_text(N_("Agenda as a text"), "chuong-trinh-hop", text)

    def do_status_text(self) -> None:
        """Where the plan stands, as a text."""
        from tui.frames.insight.overview import overview
        from tui.reports.status import as_text

        session = self.session

        def text() -> str:
            return as_text(overview(session.frames, session.as_of, ()), session.plan, self.words, _WIDE)

        self._show_text(N_("Where the plan stands, as a text"), "tinh-hinh", text)

    def _show_text(self, title: str, name: str, text: Callable[[], str]) -> None:
        told = self.words(title)

        def make(work: Work) -> Made:
            made = text()
            return Made(text=made, leaving=self._file(told, f"{name}-{self.session.as_of.isoformat()}.txt", made.encode()))

        self._make_and_show(told, make)

    # -- asked, shown, written ----------------------------------------------------------------------------------------

    def _ask(self, title: str, specs: list[FieldSpec], values: Mapping[str, Any], answered: Submit, usual: Usual | None = None) -> None:
        """Ask; ``answered`` is given what stands in the fields, whether somebody typed it or not."""
        from tui.screens.dialogs.asking import Asking

        box = Asking(
            self.words,
            self.words(title),
            specs,
            values,
            self.session.plan,
            lambda told: answered({**box.values, **told}),
            usual,
        )
        self.ui.push_screen(box)

    def _field(self, key: str, beside: Sequence[str] = ()) -> FieldSpec:
        """A field that several of them ask; ``beside`` are all that are asked."""
        years = self.session.plan.years
        if key == "year":
            return FieldSpec(
                "year", Kind.INTEGER, N_("Year reported"), minimum=years[0] if years else 1900, maximum=years[-1] if years else 2200
            )
        if key in _SIGNING:
            return _SIGNING[key]
        if key == "charts":
            return FieldSpec("charts", Kind.YES_NO, N_("With charts"), required=True)
        if key == "review":
            return FieldSpec("review", Kind.REF, N_("Review meeting"), table="reviews", required=True)
        of_a_year = N_("A year that is over is seen from its last day unless another is typed")
        told = of_a_year if "year" in beside else N_("The day everything in it is seen from")
        return FieldSpec("as_of", Kind.DATE, N_("As of"), help=told)

    def _make_and_show(self, title: str, make: Callable[[Work], Made]) -> None:
        """Make it beside the screen, show it, and write it where somebody says so."""
        self.ui.run_long(title, make, self._show)

    def _show(self, made: Made) -> None:
        remark = ""
        if self.words.language != "vi" and not made.leaving.name.endswith(".txt"):
            remark = self.words(PAPERS_ARE_VIETNAMESE)
        show_first(self.ui, made.leaving, made.text, beside(self.ui, made.leaving.name), remark)

    def _file(self, title: str, name: str, data: bytes) -> LeavingFile:
        """A file whose bytes are made already."""

        def write(path: Path, if_exists: IfExists) -> None:
            from tui.store.files.paper_file import write_paper

            write_paper(path, data, if_exists, rights_of(self.ui))

        return LeavingFile(title=title, name=name, write=write)

    @property
    def _official(self) -> Words:
        return self.session.both_languages[0]

    def _body_here(self) -> str | None:
        """The body the cursor is on."""
        id, table = self.ui.plan_screen.place()
        return id if table == "agencies" else None


_AUTHORITIES = (
    Choice("tm", N_("TM.: for the whole body")),
    Choice("kt", N_("KT.: a deputy for the head")),
    Choice("tl", N_("TL.: by order of the head")),
    Choice("tuq", N_("TUQ.: by mandate of the head")),
    Choice("q", N_("Q.: acting head")),
    Choice("own", N_("the head alone")),
)
_SIGNING: Mapping[str, FieldSpec] = {
    "authority": FieldSpec("authority", Kind.CHOICE, N_("Signed"), choices=_AUTHORITIES, help=N_("Without it as is usual of such a paper")),
    "role": FieldSpec("role", Kind.TEXT, N_("Signatory's role"), help=N_("Without it as is usual of who signs so")),
    "unit": FieldSpec("unit", Kind.TEXT, N_("Drafting unit"), help=N_("Keeps the file; without it the unit the plan names")),
    "to": FieldSpec("to", Kind.TEXTS, N_("Addressed to"), help=N_("Without it as the plan says")),
}
"""Who signs a paper and who gets it, by the key of :class:`Asked`."""


def _day_by_year(asked: Sequence[str], usual: int, day_of: Callable[[int], dt.date]) -> Usual | None:
    """The day that stands in a form follows the year there while nobody has typed one; None where it asks no year and day."""
    if not {"year", "as_of"} <= set(asked):
        return None
    return lambda read: {"as_of": day_of(_said(read, "year", usual))} if "year" in read else {}


def _said(answers: Mapping[str, Any], key: str, otherwise: Any) -> Any:
    value = answers.get(key, MISSING)
    return otherwise if value is MISSING else value


_WIDE = 100
"""Cells of a line of a text that leaves."""
