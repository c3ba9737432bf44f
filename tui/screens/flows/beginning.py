"""Beginning a plan step by step: term, kind, title, issuer, bodies. Each step can be skipped and found again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from tui.model.edits import AddRecord, Edit
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.new_plan import PLACEHOLDER, blank_header, blank_plan, placeholder, read_term, term_value, usual_term
from tui.model.plan import Plan, Values
from tui.model.text import N_, Sentence, nfc, printable, say
from tui.model.usual import usual_bodies, usual_kinds
from tui.screens.flows.flow import Flow
from tui.screens.ui import Ui
from tui.session.outcomes import Refused

_OTHER: Final = "\x00other"
"""What is picked to type a name of one's own: no id can be this."""


def is_begun(plan: Plan) -> bool:
    """Whether nothing but a header and settings is there, and nothing that could not be read."""
    return not plan.set_aside and not any(records for name, records in plan.tables.items() if not TABLES[name].single)


@attrs.frozen
class Step:
    """One step: what it is called, what the plan says of it by now ("" nothing), and what asks for it, then goes on."""

    id: str
    title: str
    said: Callable[[], str]
    ask: Callable[[], None]


class Beginning(Flow):
    """The steps of a beginning over the plan that is open; all they do are edits of it, which can be undone."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._shown = set[Path]()
        """The plans over which the steps have stood in this session."""

    def begin_by_itself(self) -> None:
        """Show the steps over a plan that was just made, once; not where something else is asked, nor to who cannot write."""
        path = self.session.loaded.state.path
        stands_alone = self.ui.screen is self.ui.plan_screen and self.ui.work is None
        if self.ui.leads_on and stands_alone and path not in self._shown and self._was_just_made():
            self.do_begin()

    def _was_just_made(self) -> bool:
        """Whether the file holds a header and nothing else, and nothing is typed over it."""
        session = self.session
        if session.workspace.readonly or session.loaded.problems or session.unsaved() or session.journal.drafts:
            return False
        return is_begun(session.plan) and not session.plan.tables["settings"] and session.plan.get("plan", SINGLE_ID) is not None

    @property
    def steps(self) -> tuple[Step, ...]:
        return (
            Step("term", N_("Term"), self._term, self._ask_term),
            Step("kind", N_("Kind of document"), lambda: str(self._header.get("kind", "")), self._ask_kind),
            Step("title", N_("Title"), self._title, self._ask_title),
            Step("issuer", N_("Issuer"), self._issuer, self._ask_issuer),
            Step("agencies", N_("Agencies"), self._agencies, self._ask_agencies),
        )

    def begin_at(self, path: Path) -> None:
        """Ask for the term, write an empty plan into the file and go on with its steps; backing out does nothing."""
        from tui.screens.dialogs.ask import ask_offered
        from tui.store.beginning import write_new
        from tui.store.files.errors import StoreError
        from tui.store.plan_file import load

        def checked(text: str) -> str:
            term = read_term(text)
            if term is None:
                return self._no_term(text)
            try:
                write_new(path, blank_plan(blank_header(*term, self.words.sentence(placeholder(*term)))))
                self.session.work_on(load(path))
            except StoreError as fault:
                return self.words.sentence(fault.sentence)
            return ""

        def answered(text: str | None) -> None:
            if text is not None:
                self.ui.plan_screen.tell(self.words(N_("you are working on {file}"), file=str(path)))
                self.do_begin()

        usual = "-".join(map(str, usual_term(self.session.clock.today())))
        self.ui.push_screen(ask_offered(self.words, self.words(N_("Term: first and last year")), usual, checked), answered)

    def why_not_begin(self) -> Sentence | None:
        return self.session.why_readonly() if self.session.workspace.readonly else None

    def do_begin(self) -> None:
        from tui.screens.dialogs.picker import Item, Picker

        self._shown.add(self.session.loaded.state.path)
        steps = self.steps
        done = [step for step in steps if step.said()]
        items = [Item(step.id, self._line(n, step), self.words(step.title)) for n, step in enumerate(steps, 1)]
        told = self.words(N_("Begin the plan: {done} of {all} steps done; Esc leaves, : finds it again"), done=len(done), all=len(steps))
        following = next((step.id for step in steps if not step.said()), steps[0].id)

        def picked(ids: list[str] | None) -> None:
            if ids:
                next(step for step in steps if step.id == ids[0]).ask()

        self.ui.push_screen(Picker(self.words, told, items, [following]), picked)

    def _line(self, n: int, step: Step) -> str:
        said = step.said()
        return f"{'✓' if said else '·'} {n}. {self.words(step.title)}: {said or self.words(N_('not said yet'))}"

    # -- what is said by now ------------------------------------------------------------------------------------------

    @property
    def _header(self) -> Values:
        return self.session.plan.header

    def _term(self) -> str:
        years = self.session.plan.years
        return f"{years[0]}–{years[-1]}" if years else ""

    def _title(self) -> str:
        """The title somebody gave; a makeshift is none."""
        title, years = str(self._header.get("title", "")), self.session.plan.years
        made = {words.sentence(placeholder(years[0], years[-1])) for words in self.session.both_languages} if years else ()
        return "" if title in made else title

    def _issuer(self) -> str:
        return self.session.plan.title_of("agencies", self._header["issuer"]) if "issuer" in self._header else ""

    def _agencies(self) -> str:
        n = len(self.session.plan.tables["agencies"].keys() - {self._header.get("issuer")})
        return self.words.count("{n} body", "{n} bodies", n) if n else ""

    # -- asking -------------------------------------------------------------------------------------------------------

    def _ask_term(self) -> None:
        now = self._term().replace("–", "-") or "-".join(map(str, usual_term(self.session.clock.today())))
        self._ask(N_("Term: first and last year"), now, self._set_term)

    def _set_term(self, text: str) -> str:
        term = read_term(text)
        if term is None:
            return self._no_term(text)
        makeshift = {} if self._title() else {"title": self.words.sentence(placeholder(*term))}
        return self._set(term=term_value(*term), **makeshift)

    def _no_term(self, text: str) -> str:
        example = "-".join(map(str, usual_term(self.session.clock.today())))
        return self.words(N_("“{term}” is not a term; one such as {example} was expected"), term=text.strip(), example=example)

    def _ask_title(self) -> None:
        self._ask(N_("Title"), self._title(), lambda text: self._set(title=nfc(text).strip()))

    def _ask_kind(self) -> None:
        from tui.screens.dialogs.picker import Item

        items = [Item(kind, kind) for kind in usual_kinds(self.words.language)]

        def typed(text: str) -> None:
            if text:
                self._tell(self._set(kind=nfc(text)))
                self.do_begin()
                return
            self._ask(N_("Kind of document"), str(self._header.get("kind", "")), lambda text: self._set(kind=nfc(text).strip()))

        self._pick(N_("Kind of document"), items, str(self._header.get("kind", "")), lambda id: self._set(kind=id), typed)

    def _ask_issuer(self) -> None:
        from tui.screens.dialogs.picker import Item
        from tui.screens.dialogs.picking import means_of, record_items

        usual = dict(enumerate(usual_bodies(self.session.plan)))
        items = [
            *record_items("agencies", self.session.plan, self.words, self.session.as_of),
            *(Item(f"\x00{n}", body["name"], listed) for n, (listed, body) in usual.items()),
        ]

        def picked(id: str) -> str:
            if id in self.session.plan.tables["agencies"]:
                return self._set(issuer=id)
            return self._add_bodies([usual[int(id[1:])][1]], issuer=True)

        means = means_of("agencies", self.session.plan, self.session.as_of, {f"\x00{n}": body for n, (_, body) in usual.items()})
        self._pick(N_("Issuer"), items, str(self._header.get("issuer", "")), picked, self._type_issuer, means)

    def _type_issuer(self, typed: str) -> None:
        """The name of an issuer no list has, where it is not typed yet, then what kind of body it is: at first what the name says."""

        from tui.screens.dialogs.picker import Picker
        from tui.screens.dialogs.picking import items_for
        from tui.vocabulary.body_kinds import kind_of_body

        def named(text: str) -> str:
            name = nfc(text).strip()
            if not name:
                return self.words(N_("a name is needed"))

            def of_kind(kinds: list[str] | None) -> None:
                if kinds:
                    self._tell(self._add_bodies([{"name": name, "kind": kinds[0]}], issuer=True))
                self.do_begin()

            kind = TABLES["agencies"]["kind"]
            kinds_known = items_for(kind, self.session.plan, self.words)
            picker = Picker(self.words, f"{self.words(kind.label)} · {printable(name)}", kinds_known, [kind_of_body(name)])
            self.ui.soon(self.ui.push_screen, picker, of_kind)
            return ""

        if typed:
            named(typed)
            return
        self._ask(N_("Name of the issuer"), "", named, goes_on=False)

    def _ask_agencies(self) -> None:
        from tui.screens.dialogs.picker import Item, Picker
        from tui.screens.dialogs.picking import means_of

        usual = list(usual_bodies(self.session.plan))
        items = [Item(str(n), f"{body['name']}  ({listed})", body.get("short", "")) for n, (listed, body) in enumerate(usual)]

        def picked(ids: list[str] | None) -> None:
            if ids:
                self._tell(self._add_bodies([usual[int(id)][1] for id in ids]))
            self.do_begin()

        picker = Picker(self.words, self.words(N_("Agencies that take part; others are added in their list (o)")), items, many=True)
        offered = {str(n): body for n, (_, body) in enumerate(usual)}
        picker.means = means_of("agencies", Plan(), self.session.as_of, offered)
        self.ui.push_screen(picker, picked)

    def _ask(self, title: str, text: str, keep: Callable[[str], str], *, goes_on: bool = True) -> None:
        """One line; backing out skips the step."""
        from tui.screens.dialogs.ask import Ask

        self.ui.push_screen(
            Ask(self.words, self.words(title), text, keep), lambda text: self.do_begin() if goes_on or text is None else None
        )

    def _pick(
        self,
        title: str,
        items: Sequence[Any],
        now: str,
        keep: Callable[[str], str],
        other: Callable[[str], None],
        means: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        """One of a list, or one of its own, which ``other`` makes of what was typed; backing out skips the step."""
        from tui.screens.dialogs.picker import Picker

        def picked(ids: list[str] | None) -> None:
            if ids and ids[0].startswith(_OTHER):
                other(ids[0].removeprefix(_OTHER))
                return
            if ids:
                self._tell(keep(ids[0]))
            self.do_begin()

        picker = Picker(self.words, self.words(title), items, [now])
        picker.creates = lambda text, made: made(f"{_OTHER}{text}")
        picker.means = means
        self.ui.push_screen(picker, picked)

    # -- making it ----------------------------------------------------------------------------------------------------

    def _set(self, **fields: Any) -> str:
        """Give fields of the header their values as one step; what is wrong with them, "" when nothing."""
        workspace = self.session.workspace
        if self.session.plan.get("plan", SINGLE_ID) is None:
            return self._commit([AddRecord("plan", SINGLE_ID, self._first_header(fields))])
        return self._commit([workspace.set_field("plan", SINGLE_ID, key, value) for key, value in fields.items()])

    def _first_header(self, fields: dict[str, Any]) -> Values:
        """The header of a file that has none: title and term must be there, so makeshift ones are until they are said."""
        first, last = usual_term(self.session.clock.today())
        made = blank_header(first, last, self.words(PLACEHOLDER, first=str(first), last=str(last)))
        full = {**made, **fields}
        return {spec.key: full[spec.key] for spec in TABLES["plan"] if spec.key in full}

    def _add_bodies(self, bodies: Sequence[Values], *, issuer: bool = False) -> str:
        workspace, edits = self.session.workspace, list[Edit]()
        taken: list[str] = []
        for body in bodies:
            values = {spec.key: body[spec.key] for spec in TABLES["agencies"] if spec.key in body}
            id = workspace.new_id("agencies", values)
            if id in taken:
                id = f"{id}-{len(taken) + 1}"
            taken.append(id)
            edits.append(AddRecord("agencies", id, values))
        if issuer and self.session.plan.get("plan", SINGLE_ID) is None:
            edits.append(AddRecord("plan", SINGLE_ID, self._first_header({"issuer": taken[0]})))
        elif issuer:
            edits.append(workspace.set_field("plan", SINGLE_ID, "issuer", taken[0]))
        return self._commit(edits)

    def _commit(self, edits: Sequence[Edit]) -> str:
        from tui.screens.refusals import in_a_line

        outcome = self.session.commit(edits, say(N_("beginning of the plan")))
        return in_a_line(outcome, self.words) if isinstance(outcome, Refused) else ""

    def _tell(self, wrong: str) -> None:
        if wrong:
            self.ui.plan_screen.tell(wrong, bad=True)
