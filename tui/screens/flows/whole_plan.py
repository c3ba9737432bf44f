"""What is not one tab's: the problems of the plan, its header and settings."""

from __future__ import annotations

from collections.abc import Mapping

from tui.model.fields import SINGLE_ID, TABLES
from tui.model.text import N_
from tui.screens.flows.flow import Flow
from tui.store.plan_file import format_problem


class WholePlan(Flow):
    """Lists over all of the plan."""

    def do_problems(self) -> None:
        from tui.screens.dialogs.picker import Item, Picker

        problems = sorted(self.session.problems(), key=lambda p: p.line or 0)
        if not problems:  # good news, and no refusal
            self.ui.plan_screen.tell(self.words(N_("the file has no problems")))
            return
        name = self.session.loaded.state.path.name
        items = [Item(str(i), ("△ " if p.warning else "✗ ") + format_problem(p, name, self.words)) for i, p in enumerate(problems)]

        def picked(found: list[str] | None) -> None:
            if not found:
                return
            problem = problems[int(found[0])]
            if problem.table in TABLES and self.session.plan.get(problem.table, problem.id) is not None:
                self.ui.jump(problem.table, problem.id)
            else:
                self._show_aside(problem.table, problem.id)

        title = self.words(N_("Problems in the file as it was read, and figures to confirm"))
        self.ui.push_screen(Picker(self.words, title, items), picked)

    def _show_aside(self, table: str, id: str) -> None:
        from tui.screens.dialogs.inspect import Inspect

        aside = self.session.plan.set_aside.get((table, id))
        if aside is None:
            self.ui.plan_screen.tell(self.words(N_("this problem has no record to show")), bad=True)
            return
        told = "\n".join(f"✗ {p.where}: {self.words.sentence(p.what)}" for p in aside.problems)
        raw = aside.raw
        body = "\n".join(f"{k} = {v!r}" for k, v in raw.items()) if isinstance(raw, Mapping) else str(raw)
        kept = self.words(N_("It is kept in the file as it is, and saved unchanged."))
        self.ui.push_screen(Inspect(self.words, f"{table}.{id}", f"{told}\n\n{body}\n\n{kept}"))

    def do_edit_plan(self) -> None:
        from tui.screens.dialogs.picker import Item, Picker
        from tui.screens.table.record_form import open_form

        items = [Item(name, self.words(TABLES[name].label)) for name in ("plan", "settings")]

        def picked(found: list[str] | None) -> None:
            if not found:
                return
            if (found[0], SINGLE_ID) in self.session.plan.set_aside:
                self._show_aside(found[0], SINGLE_ID)
            else:
                open_form(self.ui, found[0], SINGLE_ID, TABLES[found[0]].fields, self.ui.plan_screen)

        self.ui.push_screen(Picker(self.words, self.words(N_("The plan's header and settings")), items), picked)
