"""A reorganisation in one step: bodies that end, the body that follows, day and basis asked in a form; what passes over is shown before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.text import N_, Sentence, say
from tui.screens.flows.flow import Flow
from tui.session.outcomes import Refused

if TYPE_CHECKING:
    from tui.model.reorganise import Reorganisation

_ENDED: Final = FieldSpec("ended", Kind.REFS, N_("Bodies that end"), table="agencies", required=True)
_DAY: Final = FieldSpec("day", Kind.DATE, N_("From"), required=True, help=N_("The first day of the new order"))
_FOLLOWER: Final = FieldSpec("follower", Kind.REF, N_("Followed by"), table="agencies", required=True)
_SPECS: Final = (_ENDED, _DAY, _FOLLOWER, TABLES["agencies"]["basis"])


class Reorganising(Flow):
    """Asks in a form that stays until the step is made or dropped; in the list of bodies the marked ones end, or that under the cursor."""

    def why_not_reorganise(self) -> Sentence | None:
        return None if self.session.plan.tables["agencies"] else say(N_("the plan has no bodies yet"))

    def do_reorganise(self) -> None:
        """Ask for the bodies, the day and the basis."""
        from tui.model.reorganise import faults_of
        from tui.screens.dialogs.form import STAYS, Form

        words, plan = self.words, self.session.plan
        start: dict[str, Any] = {"ended": ended} if (ended := self._pointed_at()) else {}

        def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
            asked = _asked({**start, **changed})
            faults = {key: words.sentence(said) for key, said in faults_of(self.session.plan, asked).items()}
            if faults:
                return faults
            self._show(asked, form)
            return STAYS

        form = Form(words, words(N_("Reorganise bodies")), _SPECS, start, plan, submit)
        form.belongs_to = ("agencies", "", "reorganise")
        form.first = "day" if start else ""
        self.ui.push_screen(form)

    def _pointed_at(self) -> list[str]:
        """The marked bodies of the list of bodies, else the one under its cursor; none on any other screen."""
        from tui.screens.table.table_screen import TableScreen

        shown = self.below
        if not isinstance(shown, TableScreen) or shown.table_name != "agencies":
            return []
        return list(shown.table.selected_ids)

    def _show(self, asked: Reorganisation, form: Any) -> None:
        """What the step does and what passes over; it is made when somebody says so, and the form goes with it."""
        from tui.screens.dialogs.choose import Answer, Choose

        words = self.words

        def answered(answer: str | None) -> None:
            if answer == "make" and self._make(asked):
                form.dismiss(None)

        answers = [Answer("make", "t", words(N_("make it: one step, undone by u"))), Answer("no", "k", words(N_("no, change the form")))]
        self.ui.push_screen(Choose(words, words(N_("Reorganise bodies")), "\n".join(self._lines(asked)), answers, first="make"), answered)

    def _lines(self, asked: Reorganisation) -> list[str]:
        from tui.model.reorganise import is_new, passes_over
        from tui.screens.dialogs.picking import whole_name

        words, plan = self.words, self.session.plan
        follower = plan.title_of("agencies", asked.follower)
        begins = words(N_(" (begins on {day})"), day=asked.day) if is_new(plan, asked.follower) else ""
        told = [words(N_("{body} ends on {day}"), body=plan.title_of("agencies", body), day=asked.last_day) for body in asked.ended]
        told.append(words(N_("followed by {body}"), body=follower) + begins)
        if asked.basis is not None:
            told.append(words(N_("by {document}"), document=whole_name("documents", asked.basis, plan, words)))
        counts = passes_over(plan, asked)
        passing = [f"{words(TABLES[table].label)}: {n}" for table, n in counts.items()]
        if not passing:
            return [*told, words(N_("nothing open passes over"))]
        heading = words(N_("What is open passes over to {body} on that day:"), body=plan.short_of("agencies", asked.follower))
        return [*told, "", heading, *(f"· {line}" for line in passing), words(N_("What is past stays with the body that held it then."))]

    def _make(self, asked: Reorganisation) -> bool:
        from tui.model.reorganise import faults_of, reorganised

        words, plan = self.words, self.session.plan
        ended = ", ".join(plan.short_of("agencies", body) for body in asked.ended)
        label = say(N_("{bodies} → {body} from {day}"), bodies=ended, body=plan.short_of("agencies", asked.follower), day=asked.day)
        faults = faults_of(plan, asked)  # the plan may have changed while it was looked at
        outcome = None if faults else self.session.commit(reorganised(plan, asked), label)
        if outcome is None or isinstance(outcome, Refused):
            why = [*map(words.sentence, faults.values())] if outcome is None else list(outcome.reasons(words))
            self.ui.plan_screen.tell("; ".join(why), bad=True)
            return False
        self.ui.plan_screen.tell(words.sentence(label))
        return True


def _asked(values: Mapping[str, Any]) -> Reorganisation:
    """What stands in the form; the required fields are filled in."""
    from tui.model.reorganise import Reorganisation

    basis = values.get("basis", MISSING)
    return Reorganisation(
        ended=tuple(values["ended"]),
        follower=values["follower"],
        day=values["day"],
        basis=None if basis is MISSING else basis,
    )
