"""Tab 1, Mục tiêu: indicators under their goals, with each year's figure and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len

from tui.frames.insight.later_figures import later_figures_said
from tui.frames.methods.headline import headline_on
from tui.frames.tables.cells import VERDICT_LOOKS
from tui.frames.tables.columns import View
from tui.frames.tables.standing_counts import count_words
from tui.frames.tables.targets import targets_view
from tui.model.text import N_, Sentence, say
from tui.screens.aloud import indicator_aloud
from tui.screens.charts import ShownChart, indicator_chart
from tui.screens.refusals import in_a_line
from tui.screens.year_figures import YearFigures
from tui.session.outcomes import Refused


class TargetsScreen(YearFigures):
    """Rows: indicators."""

    has_chart = True

    def make_view(self) -> View:
        session = self.session
        return targets_view(session.frames, session.workspace.plan, session.as_of, session.words)

    def summary(self) -> str:
        """The headline counts with the glyphs the rows start with; on a narrow screen the total gives way."""
        words = self.words
        counts, apart = headline_on(self.session.frames, self.session.as_of)
        total = words.count("{n} indicator", "{n} indicators", sum(counts.values()))
        known = [(code, n) for code, n in counts.items() if n]
        parts = [count_words(code, n, apart.get(code, 0), words) for code, n in known]
        if not parts:
            return f" {total}"
        told = f" {total}: {' · '.join(parts)}"
        if self.has_class("narrow") or cell_len(told) > self.size.width:
            told = " " + "  ".join(parts)
        later = later_figures_said(self.session.frames, self.session.as_of)
        after = f" · {words.sentence(later)}" if later is not None else ""
        if cell_len(told + after) <= self.size.width:
            return told + after
        if cell_len(told) > self.size.width:  # which of them have some figures gives way before the words of a state do
            parts = [count_words(code, n, apart.get(code, 0), words, brief=True) for code, n in known]
            told = " " + "  ".join(parts)
        for at in reversed(range(len(parts))):  # a state is never cut: in little room its glyph and count stand alone
            if cell_len(told) <= self.size.width:
                break
            parts[at] = f"{VERDICT_LOOKS[known[at][0]].glyph} {known[at][1]}"
            told = " " + "  ".join(parts)
        return told

    def charts_of(self, id: str | None) -> Sequence[ShownChart]:
        return (indicator_chart(self.session, id),) if id is not None else ()

    def spoken(self) -> str:
        return indicator_aloud(self.session, self.table.current_id or "")

    def reasons(self, id: str) -> str | None:
        from tui.screens.why import indicator_reasons

        return indicator_reasons(self.session, id)

    def why_not_needed(self) -> Sentence | None:
        from tui.frames.insight.needed import why_not

        return why_not(self.session.frames, self.table.current_id or "", self.session.as_of)

    def do_needed(self) -> None:
        """What the remaining years must be; what is kept becomes plan figures, one undo step."""

        from tui.frames.insight.needed import question, with_plans
        from tui.screens.dialogs.needed import Needed

        session, ui, id = self.session, self.ui, self.table.current_id
        assert id is not None
        workspace = session.workspace
        years = question(session.frames, id, session.as_of).years
        name = workspace.plan.title_of("indicators", id)

        def keep(assumed: Mapping[int, float]) -> str:
            if workspace.readonly:
                return self.words.sentence(session.why_readonly())
            old = list((workspace.plan.get("indicators", id) or {}).get("values", []))
            new = with_plans(old, assumed, years, self.words(N_("assumed in “What is needed?”")))
            label = say(N_("assumed figures of “{name}”"), name=name)
            outcome = session.commit([workspace.set_field("indicators", id, "values", new)], label)
            return in_a_line(outcome, self.words) if isinstance(outcome, Refused) else ""

        def kept(assumed: Mapping[int, float] | None) -> None:
            if assumed is not None:
                self.tell(self.words(N_("kept as plan figures; results are unchanged")))

        title = f"{self.words(N_('What is needed?'))} · {name}"
        # planned figures are nobody's to report
        ui.push_screen(Needed(self.words, title, session.frames, id, session.as_of, keep, keeps=session.saves), kept)

    def new_values(self) -> dict[str, Any]:
        current = self.session.workspace.plan.get(self.table_name, self.table.current_id or "")
        return {"goal": current["goal"]} if current else {}
