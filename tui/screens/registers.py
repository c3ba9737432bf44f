"""The plan's other lists — agencies, documents, sources, duties … — each a table like the tabs, over its own frame."""

from __future__ import annotations

from tui.frames.columns import View
from tui.frames.views import duties_view, register_view
from tui.model.fields import TABLES
from tui.screens.table_screen import TableScreen
from tui.screens.why import duty_reasons

TABS = ("indicators", "directions", "enterprises", "tasks")
REGISTERS = tuple(t.name for t in TABLES.values() if not t.single and t.name not in TABS)
"""The tables that have no tab of their own."""


class RegisterScreen(TableScreen):
    """Rows: the records of one table without a tab. Stands above a tab; Esc or Backspace goes back."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.table_name = table  # type: ignore[misc]

    def make_view(self) -> View:
        bench = self.bench
        if self.table_name == "duties":
            return duties_view(bench.frames, bench.workspace.plan, bench.as_of, bench.words)
        return register_view(bench.frames, bench.workspace.plan, self.table_name, bench.words)

    def summary(self) -> str:
        spec = TABLES[self.table_name]
        return f" {self.words(spec.label)}: {len(self.bench.workspace.plan.tables[self.table_name])}"

    def reasons(self, id: str) -> str | None:
        return duty_reasons(self.bench, id) if self.table_name == "duties" else None

    def tab_pieces(self) -> list[tuple[str, str]]:
        pieces = super().tab_pieces()
        return [*pieces, (" ", ""), (f"▌{self.words(TABLES[self.table_name].label)}▐", "bold reverse")]
