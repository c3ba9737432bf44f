"""The overview (``0``): headline, worst, late, due, not reported, changed; every line leads to its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import attrs
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.actions import Scope
from tui.frames.insight.overview import WORST, overview
from tui.frames.insight.overview_lines import ChangeKind, LineKind, Overview, OverviewLine, OverviewSection, Part
from tui.frames.tables.cells import GLYPH_TONES
from tui.frames.tables.columns import Tone
from tui.frames.tables.narrowing import Asked, with_only
from tui.model.text import N_, printable
from tui.reports.labels import record_label
from tui.reports.status import counts_of, facts_of, heading_of, name_of
from tui.screens.base import bindings
from tui.screens.charts import ShownChart, standing_chart
from tui.screens.dialogs.picker import Item, Picker
from tui.screens.framed import FramedScreen
from tui.screens.places import OVERVIEW, SHORT_TITLES
from tui.screens.shown import ShownOverPlan
from tui.widgets.cells import fit, whole_parts
from tui.widgets.line import Line, Piece
from tui.widgets.options import Options
from tui.widgets.status_line import Hint
from tui.widgets.tones import STYLES
from tui.widgets.twins import Names

_MOST: Final = 500
"""Lines of an unfolded section: a list nobody reads to the end; the line that follows says how many more there are."""


@attrs.frozen
class Row:
    """One line of the list: ``key`` finds it again after a change; what Enter shows; None for a heading."""

    key: str
    text: Content
    line: OverviewLine | None = None
    unfolds: Part | None = None
    tab: str | None = None
    counts: tuple[OverviewLine, ...] = ()
    """What a line of the headline counts: Enter asks which of them is shown."""

    @property
    def heading(self) -> bool:
        return self.line is None and self.unfolds is None and self.tab is None


class OverviewScreen(FramedScreen):
    """One screen for the chair. Stands above a tab; Esc, b or 0 goes back."""

    BINDINGS = bindings(Scope.CHARTED, Scope.NUMBERS)
    scopes = frozenset({Scope.APP, Scope.CHARTED, Scope.NUMBERS})
    table_name = OVERVIEW
    parts = ("title", "tabs", "overview")
    list_id = "overview"
    starting_place = True
    glyph_tones: ClassVar[Mapping[str, Tone]] = GLYPH_TONES

    def __init__(self, at: str | None = None) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self.found: Overview | None = None
        self._unfolded: set[Part] = set()
        self._at = at

    def compose(self) -> ComposeResult:
        yield Line(id="title")
        yield Line(id="tabs")
        yield OverviewList(id="overview")
        yield from self.bottom()

    @property
    def options(self) -> OptionList:
        return self.query_one("#overview", OptionList)

    def on_mount(self) -> None:
        self.fit(*self.app.size)
        self.model_changed(frozenset())
        self.options.focus()

    def fit(self, width: int, height: int) -> None:
        super().fit(width, height)
        if self.found is not None:
            self._draw()
            self.query_one("#tabs", Line).say(*self._tab_pieces())

    # -- showing --------------------------------------------------------------------------------------------------

    def model_changed(self, tables: frozenset[str]) -> None:
        session = self.session
        self.found = overview(session.frames, session.as_of, session.workspace.unsaved())
        self._draw()
        self.show_header()

    def show_header(self) -> None:
        if self.found is not None:
            self._draw()  # what bodies have handed in stands above what the plan says
        self.show_title()
        self.query_one("#tabs", Line).say(*self._tab_pieces())
        self.show_status()

    def _tab_pieces(self) -> list[Piece]:
        """This place, for it is none of the tabs, and these, by their short titles where there is no room for the whole ones."""
        here, tabs = f"▌0 {self.words(N_('Overview'))}▐", self.ui.tabs()
        if cell_len(here) + sum(cell_len(title) + 3 for _, title in tabs) >= self.size.width:
            tabs = [
                (mode, f"{title.partition(' ')[0]} {self.words(SHORT_TITLES[mode])}" if mode in SHORT_TITLES else title)
                for mode, title in tabs
            ]
        pieces: list[Piece] = [" ", (here, "bold reverse"), " "]
        for mode, title in tabs:
            pieces += [(f" {title} ", "", f"tab_{mode}"), " "]
        return pieces[:-1]

    def hints(self) -> list[Hint]:
        return [self.named_key("enter", N_("open it")), self.named_key("escape", N_("back")), *super().hints()]

    def _draw(self) -> None:
        """The rows for this size; the highlight stays on its line, else on its row."""
        here, key = self.options.highlighted, self._at or self.key
        rows = tuple(self._rows())
        if self._at is not None and self._at not in {row.key for row in rows}:  # come back to a line that was unfolded
            self._unfolded |= {part for part in Part if self._at.startswith(f"{part}/")}
            rows = tuple(self._rows())
        if rows == self.rows:
            return
        self.rows = rows
        with self.app.batch_update():
            self.options.clear_options()
            self.options.add_options(Option(row.text, disabled=row.heading) for row in rows)
            places = {row.key: place for place, row in enumerate(rows) if not row.heading}
            row = places.get(key or "", here if here is not None else 0)
            self.options.highlighted = min((p for p in places.values() if p >= row), default=max(places.values()))
        self._at = None

    @property
    def key(self) -> str | None:
        """The key of the highlighted row."""
        place = self.options.highlighted
        return self.rows[place].key if place is not None and place < len(self.rows) else None

    def _rows(self) -> list[Row]:
        assert self.found is not None
        width = max(20, self.size.width - 2)
        rows = [*self._handed_in(width), *self._headline(self.found[Part.HEADLINE], width)]
        sections = [s for s in self.found.sections if s.part is not Part.HEADLINE and (s.lines or s.part is not Part.AWAITED)]
        taken = sum(str(row.text).count("\n") + 1 for row in rows)
        room = self.size.height - 3 - taken - len(sections)
        few = 1 if self.found[Part.WORST].lines else 3  # where nothing is known to be off course, what waits and what is late has its room
        least = [{Part.WORST: WORST, Part.AWAITED: few, Part.LATE: few}.get(s.part, 1) for s in sections]
        shown = share_out([min(len(s.lines), _MOST) for s in sections], room, least)
        for section, few in zip(sections, shown, strict=True):
            title = heading_of(section, self.words)
            told = printable(self.words.sentence(section.note)) if section.note else ""
            note = f" ({whole_parts(told, width - cell_len(title) - 3)})" if told else ""
            heading = Content.assemble((title, "bold"), (note, "dim"))
            names = Names(name_of(line, self.words) for line in section.lines[:_MOST])
            rows.append(Row(f"{section.part}", heading))
            count = min(len(section.lines), _MOST) if section.part in self._unfolded else few
            rows += [self._row(section, line, names, width) for line in section.lines[:count]]
            rest = len(section.lines) - count
            if rest:
                told = "   … " + self.words.count("and {n} more", "and {n} more", rest)
                rows.append(Row(f"{section.part}/more", Content.styled(told, "dim"), unfolds=section.part))
        return rows

    def _handed_in(self, width: int) -> list[Row]:
        """What bodies have handed in and nobody has taken in: one row that leads to it."""
        taking = self.session.takes_in
        waiting = taking.waiting if taking is not None else ()
        if taking is None or not waiting:
            return []
        names = ", ".join(dict.fromkeys(taking.body_of(handed) for handed in waiting))
        told = f" ✉ {self.words.count('{n} body handed in', '{n} bodies handed in', len(waiting))}: {printable(names)}"
        return [Row("proposals", Content.styled(fit(told, width), "bold"), tab="proposals")]

    def _headline(self, section: OverviewSection, width: int) -> list[Row]:
        """A row a table: its counts, on two lines where one is too short for them."""
        rows = []
        for table, total, counts in counts_of(section, self.words):
            if not counts and table != "indicators":
                continue
            lines = [f" {total}:" if counts else f" {total}"]
            for count in counts:
                if cell_len(lines[-1]) + 2 + cell_len(count) > width:
                    lines.append("   ")
                lines[-1] += f"  {count}" if lines[-1].strip() else f" {count}"
            counted = tuple(line for line in section.lines if line.table == table and line.numbers["n"])
            rows.append(Row(f"headline/{table}", Content("\n".join(lines)), tab=f"tab_{_TABS[table]}", counts=counted))
        return rows

    def _row(self, section: OverviewSection, line: OverviewLine, names: Names, width: int) -> Row:
        """Glyph and name at the left, the facts at the right: those that must be told, the others where the name stays whole."""
        named, facts = name_of(line, self.words), facts_of(line, line.short, self.session.plan, self.words)
        told = " · ".join(_told(facts, len(line.who) > 0, line.kind, cell_len(named), width - 5))
        most = width * 2 // 3
        told = fit(told, min(cell_len(told), most))
        glyph, style = (line.look.glyph, STYLES[line.look.tone]) if line.look else ("*", "bold")
        name = names.fit(named, max(1, width - 5 - cell_len(told)))
        text = Content.assemble((f" {glyph} ", style), name, "  ", told)
        asked = "/asked" if line.kind is LineKind.ASKED else ""  # beside the line of the record itself
        return Row(f"{section.part}/{line.table}/{line.id}{asked}", text, line=line)

    # -- the chart ------------------------------------------------------------------------------------------------

    def charts_here(self) -> Sequence[ShownChart]:
        return (standing_chart(self.session, tuple(_TABS)),)

    def said_here(self) -> str:
        return ""

    def place_here(self) -> None:
        return None

    @property
    def goes_on(self) -> bool:
        return False

    def step_chart(self, by: int) -> bool:
        return False

    def do_chart(self) -> None:
        from tui.screens.chart_screen import show_chart

        show_chart(self.ui, self)

    def do_chart_table(self) -> None:
        from tui.screens.chart_screen import show_table

        show_table(self.ui, self.charts_here()[0])

    # -- acting ---------------------------------------------------------------------------------------------------

    def place(self) -> tuple[str | None, str]:
        return self.key, OVERVIEW

    def do_overview(self) -> None:
        self.dismiss(None)

    def do_go_back(self) -> None:
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.tell("")
        row = self.rows[event.option_index]
        if row.tab is not None:
            self._open_counts(row) if row.counts else self.action_act(row.tab)
        elif row.unfolds is not None:
            self._unfold(row.unfolds, event.option_index)
        elif row.line is not None:
            self._open(row.line)

    def _open_counts(self, row: Row) -> None:
        """The tab of a line of the headline with the rows of one of its counts, or with all; b comes back here."""
        assert self.found is not None
        table, words = row.counts[0].table, self.words
        told = {t: (total, said) for t, total, said in counts_of(self.found[Part.HEADLINE], words)}
        total, counts = told[table]
        items = [*(Item(line.code, said) for line, said in zip(row.counts, counts, strict=False)), Item("", total)]

        from tui.screens.table.grouped import Grouped

        def shown(screen: ShownOverPlan) -> None:
            if isinstance(screen, Grouped) and screen.view is not None:
                answer = next(column for column in screen.view.columns if column.answer)
                screen.begin_with(with_only(Asked(), answer, [code] if code else []), None)

        code = ""

        def picked(found: list[str] | None) -> None:
            nonlocal code
            if found:
                code = found[0]
                self.ui.show_table(table, shown)

        self.ui.push_screen(Picker(words, words(N_("Which of them are shown?")), items), picked)

    def _unfold(self, part: Part, place: int) -> None:
        if part in self._unfolded:  # unfolded as far as it goes
            self.tell(self.words(N_("the tab lists them all")))
            return
        self._unfolded.add(part)
        self._draw()
        self.options.highlighted = place

    def _open(self, line: OverviewLine) -> None:
        if line.code == ChangeKind.DELETED and line.kind is LineKind.CHANGE:
            self.tell(self.words(N_("the record was deleted; undo brings it back")), bad=True)
        elif line.kind is LineKind.BODY:
            self._pick_task(line)
        else:
            self.ui.jump(line.table, line.id)

    def _pick_task(self, line: OverviewLine) -> None:
        """The body itself, or one of the tasks it has not reported."""
        session, ui = self.session, self.ui
        own = [(line.table, line.id)] if line.id and session.plan.get(line.table, line.id) is not None else []
        targets = [*own, *(("tasks", id) for id in line.members)]
        items = [Item(str(n), record_label(table, id, session.plan, session.words), id) for n, (table, id) in enumerate(targets)]
        title = f"{name_of(line, self.words)} · {self.words(N_('not reported'))}: {len(line.members)}"

        def picked(found: list[str] | None) -> None:
            if found:
                ui.jump(*targets[int(found[0])])

        ui.push_screen(Picker(self.words, title, items), picked)


class OverviewList(Options):
    """The rows; text is never markup, and one row is one line."""

    BINDINGS = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
    ]


_TABS: Final = {"indicators": "targets", "tasks": "tasks", "enterprises": "enterprises"}


_OWED: Final = (LineKind.TASK, LineKind.DUTY, LineKind.ENTERPRISE, LineKind.DECISION, LineKind.ASKED)
_LEAST_WHO: Final = 10
"""Cells of the bodies that answer that stay; with less of them nobody knows who is meant."""


def _told(facts: Sequence[str], answers: bool, kind: LineKind, name: int, room: int) -> list[str]:
    """The facts that stand beside a name of so many cells: how long, who (shortened where it must be), until when and what was asked.

    Of a report, whose name is the same in every year, of which period first, then who and how long. The rest only where name and facts
    are whole.

    >>> _told(["quá 9 ngày", "Sở A, Sở B và 2 mục khác", "01/01/2024", "chưa có thông tin"], True, LineKind.TASK, 60, 75)
    ['quá 9 ngày', 'Sở A, Sở B và 2 mục khác', '01/01/2024']
    >>> _told(["quá 9 ngày", "Sở A, Sở B và 2 mục khác", "01/01/2024", "năm 2023"], True, LineKind.DUTY, 60, 75)
    ['năm 2023', 'Sở A, Sở B và 2 mục khác', 'quá 9 ngày']
    """
    owed = kind in _OWED
    must, kept = (2 + answers + (kind is LineKind.ASKED)) if owed else 1, list(facts)
    if kind is LineKind.DUTY:
        counted, *who, day, period = facts
        kept = [period, *who, counted, day]
    wide = kind in (LineKind.INDICATOR, LineKind.DUTY)
    most = room * 2 // 3 if wide else room - name if owed else room // 2
    while len(kept) > must and cell_len(" · ".join(kept)) > most:
        kept.pop()
    over = cell_len(" · ".join(kept)) - room * 2 // 3
    if owed and answers and over > 0:
        kept[1] = fit(kept[1], max(_LEAST_WHO, cell_len(kept[1]) - over)).rstrip()
    return kept


def share_out(lengths: Sequence[int], room: int, least: Sequence[int]) -> list[int]:
    """How many lines of each section are shown in ``room`` rows, one row of a cut section being its "and n more".

    Every section keeps its least; what is left goes round, a line each, the first sections first.

    >>> share_out([5, 7, 1, 21, 0], 12, [5, 1, 1, 1, 1])
    [5, 2, 1, 2, 0]
    >>> share_out([5, 7, 1, 21, 0], 40, [5, 1, 1, 1, 1])
    [5, 7, 1, 21, 0]
    >>> share_out([5, 7], 3, [1, 1])
    [1, 1]
    """
    shown = [min(pair) for pair in zip(lengths, least, strict=True)]

    def rows(shown: Sequence[int]) -> int:
        return sum(few + (few < length) for few, length in zip(shown, lengths, strict=True))

    grown = True
    while grown:
        grown = False
        for place, length in enumerate(lengths):
            wider = [*shown]
            wider[place] += 1
            # the last line of a section takes the row of "and 1 more"
            if shown[place] < length and rows(wider) <= room:
                shown, grown = wider, True
    return shown
