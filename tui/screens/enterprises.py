"""Tab 3, Doanh nghiệp nhà nước: the list of enterprises to restructure, their windows and stages."""

from __future__ import annotations

from collections.abc import Sequence

from tui.frames.methods.enterprises import EnterpriseVerdict
from tui.frames.methods.tasks import NO_INFORMATION
from tui.frames.tables.cells import ENTERPRISE_LOOKS
from tui.frames.tables.columns import Column, Tone, View
from tui.frames.tables.enterprises import UNREPORTED, enterprises_view
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, say
from tui.screens.charts import ShownChart, windows_chart
from tui.screens.table.table_screen import TableScreen
from tui.widgets.tones import headline_in, of_which


class EnterprisesScreen(TableScreen):
    """Rows: enterprises."""

    table_name = "enterprises"
    has_chart = True
    glyph_tones = {look.glyph: look.tone for look in ENTERPRISE_LOOKS.values()} | {"⚠": Tone.WARN}

    def make_view(self) -> View:
        session = self.session
        return enterprises_view(session.frames, session.workspace.plan, session.as_of, session.words)

    def summary(self) -> str:
        words = self.words
        assert self.view is not None
        total = words.count("{n} enterprise", "{n} enterprises", self.view.frame.height)
        frame = self.view.frame
        known = dict(frame["verdict"].value_counts().iter_rows())
        parts = [(f"{look.glyph} {known[v]}", words(EnterpriseVerdict(v).label)) for v, look in ENTERPRISE_LOOKS.items() if known.get(v)]
        rest: list[str | tuple[str, str]] = []
        silent = int((frame["verdict"].is_in(UNREPORTED) & ~frame["reported"]).sum())
        if silent:
            rest.append(of_which("?", silent, words(NO_INFORMATION), words))
        expired = int(frame["basis_expired"].sum())
        if expired:
            rest.append("⚠ " + words.count("{n} with an expired legal basis", "{n} with an expired legal basis", expired))
        return headline_in(self.size.width, total, parts, rest)

    def edit_column(self, key: str, ids: Sequence[str]) -> bool:
        if key != "after":
            return False
        spec = TABLES[self.table_name]  # the share to be held is three fields
        if self.marked_too_many(ids):
            return True
        self.form_for(ids[0], (spec["target_min"], spec["target_max"], spec["target_open"]))
        return True

    def several_fields(self, column: Column) -> Sentence | None:
        return say(N_("the share to be held is three fields; E edits the record")) if column.key == "after" else None

    def charts_of(self, id: str | None) -> Sequence[ShownChart]:
        return (windows_chart(self.session, id),) if id is not None else ()

    def reasons(self, id: str) -> str | None:
        from tui.screens.why import enterprise_reasons

        return enterprise_reasons(self.session, id)
