"""What both sides changed: each conflict with the value it had, theirs and mine, and what is to hold."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.joining import Conflict
from tui.model.plan import MISSING, Plan, same, title_in
from tui.model.text import N_, printable
from tui.reports.differing import around, differing
from tui.reports.labels import labels_of
from tui.screens.dialogs.box_text import BesideText, BoxText
from tui.screens.dialogs.frame import Dialog

Decisions: TypeAlias = MutableMapping[tuple[str, str, str], Any]
"""By (table, id, field): the value that is to hold."""


class Conflicts(Dialog[bool]):
    """A list of conflicts to decide one by one or all at once; ``decided`` is filled and stays when somebody backs out."""

    purpose = N_("You and somebody else changed the same field. Choose for each which one counts; nothing of either is lost before.")

    BINDINGS = [
        Binding("m", "take('mine')", show=False),
        Binding("h", "take('theirs')", show=False),
        Binding("M", "take_all('mine')", show=False),
        Binding("H", "take_all('theirs')", show=False),
        Binding("e", "other", show=False),
        Binding("l,ctrl+s,f10,w", "accept", show=False),
    ]
    wide = True

    def __init__(
        self, words: Words, conflicts: Sequence[Conflict], decided: Decisions, plan: Plan, who: Mapping[tuple[str, str, str], str]
    ) -> None:
        title = words.count(
            "{n} thing was changed here and elsewhere",
            "{n} things were changed here and elsewhere",
            len(conflicts),
        )
        super().__init__(title, words(N_("m mine · h theirs · e another value · M, H for all · l take as decided · Esc later")))
        self.conflicts = tuple(conflicts)
        self.decided = decided
        self.plan = plan
        self.who = who

    def compose_body(self) -> ComposeResult:
        yield BesideText(*(Option(Content(self._line(c))) for c in self.conflicts), id="items", classes="whole")
        yield BoxText(Static("", id="sides-text", markup=False), id="sides")
        yield Static("", id="conflicts-fault", classes="fault", markup=False)

    def on_mount(self) -> None:
        options = self.query_one("#items", OptionList)
        options.focus()
        options.highlighted = 0

    # -- words ----------------------------------------------------------------------------------------------------

    def _line(self, conflict: Conflict) -> str:
        spec = TABLES[conflict.table].by_key.get(conflict.field)
        what = self.words(spec.label) if spec else conflict.field or self.words(N_("the whole record"))
        table = TABLES[conflict.table]
        record = self.words(table.label) if table.single else f"{self.words(table.one)} · {self._record_name(conflict)}"
        return f"{self._decision(conflict)} {record} · {what}".translate(_ONE_LINE)

    def _decision(self, conflict: Conflict) -> str:
        key = (conflict.table, conflict.id, conflict.field)
        if key not in self.decided:
            return "[?]"
        value = self.decided[key]
        side = N_("mine") if same(value, conflict.mine) else N_("theirs") if same(value, conflict.theirs) else N_("another")
        return f"[{self.words(side)}]"

    def _record_name(self, conflict: Conflict) -> str:
        for record in (self.plan.get(conflict.table, conflict.id), conflict.mine, conflict.theirs, conflict.base):
            if isinstance(record, Mapping) and (conflict.field == "" or record is self.plan.get(conflict.table, conflict.id)):
                return printable(self.words.show(title_in(conflict.table, conflict.id, record)))
        return printable(conflict.id)

    def _value(self, conflict: Conflict, value: Any) -> str:
        words = self.words
        if conflict.field:
            spec = TABLES[conflict.table].by_key.get(conflict.field)
            shown = labels_of(spec, value, self.plan, words) if spec else [] if value is MISSING else [str(value)]
            return "\n".join(shown) or words(N_("– (unknown)"))
        if value is MISSING:
            return words(N_("deleted, or not there"))
        base = conflict.base if isinstance(conflict.base, Mapping) else {}
        lines = []
        for spec in TABLES[conflict.table]:
            now, was = value.get(spec.key, MISSING), base.get(spec.key, MISSING)
            if not same(now, was):
                told = "; ".join(labels_of(spec, now, self.plan, words)) or words(N_("– (unknown)"))
                lines.append(f"{words(spec.label)}: {told}")
        return "\n".join(lines) or words(N_("unchanged"))

    def _show_sides(self, conflict: Conflict) -> None:
        words = self.words
        key = (conflict.table, conflict.id, conflict.field)
        theirs, mine, before = (self._told(conflict, value) for value in (conflict.theirs, conflict.mine, conflict.base))
        who = f" – {self.who[key]}" if key in self.who else ""
        parts = [
            Content(f"{words(N_('theirs'))}{who}:\n"),
            _marked(theirs, mine),
            Content(f"\n{words(N_('mine'))}:\n"),
            _marked(mine, theirs),
            Content(f"\n{words(N_('before'))}:\n"),
            _marked(before, mine, style=""),
        ]
        if key in self.decided:
            decided = self._told(conflict, self.decided[key])
            parts += [Content(f"\n→ {words(N_('will hold'))}:\n"), _marked(decided, mine if decided == theirs else theirs, style="")]
        self.query_one("#sides-text", Static).update(Content("").join(parts))

    def _told(self, conflict: Conflict, value: Any) -> str:
        return "\n".join(printable(line) for line in self._value(conflict, value).split("\n"))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_sides(self.conflicts[event.option_index])
        self.query_one(BoxText).scrolled_by("home")

    # -- deciding -------------------------------------------------------------------------------------------------

    @property
    def _row(self) -> int:
        return self.query_one("#items", OptionList).highlighted or 0

    def _decide(self, row: int, value: Any) -> None:
        conflict = self.conflicts[row]
        self.decided[conflict.table, conflict.id, conflict.field] = value
        self.query_one("#items", OptionList).replace_option_prompt_at_index(row, Content(self._line(conflict)))
        self._complain("")

    def action_take(self, side: str) -> None:
        row = self._row
        self._decide(row, getattr(self.conflicts[row], side))
        self._show_sides(self.conflicts[row])
        if row + 1 < len(self.conflicts):
            self.query_one("#items", OptionList).highlighted = row + 1

    def action_take_all(self, side: str) -> None:
        for row, conflict in enumerate(self.conflicts):
            self._decide(row, getattr(conflict, side))
        self._show_sides(self.conflicts[self._row])

    def action_other(self) -> None:
        from tui.screens.dialogs.form import Form

        row = self._row
        conflict = self.conflicts[row]
        spec = TABLES[conflict.table].by_key.get(conflict.field)
        if spec is None:
            self._complain(self.words(N_("a whole record is taken from one side or the other")))
            return
        key = (conflict.table, conflict.id, conflict.field)
        start = self.decided.get(key, conflict.mine)

        def kept(changed: Mapping[str, Any] | None) -> None:
            if changed is not None:
                self._decide(row, changed.get(conflict.field, start))
                self._show_sides(conflict)

        values = {} if start is MISSING else {conflict.field: start}
        form = Form(self.words, self._record_name(conflict), [spec], values, self.plan, lambda changed: {})
        form.belongs_to = (*key, "conflict")
        self.ui.push_screen(form, kept)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Take what was decided; every conflict must be."""
        undecided = [i for i, c in enumerate(self.conflicts) if (c.table, c.id, c.field) not in self.decided]
        if not self.was_read():
            return
        if undecided:
            self._complain(self.words.count("{n} is not decided yet: m or h", "{n} are not decided yet: m or h", len(undecided)))
            self.query_one("#items", OptionList).highlighted = undecided[0]
        else:
            self.dismiss(True)

    def _complain(self, text: str) -> None:
        line = self.query_one("#conflicts-fault", Static)
        line.update(f"✗ {text}" if text else "")
        line.set_class(bool(text), "shown")


def _marked(text: str, other: str, style: str = "underline reverse") -> Content:
    """A value, indented, with the letters underlined and reversed that the other one has not: seen with and without colours."""
    shown, spans = around(text, differing(text, other))
    content = Content(shown)
    for start, end in spans:
        content = content.stylize(style, start, end) if style else content
    lines = content.split("\n", allow_blank=True)
    return Content("\n").join(Content("    ").append(line) for line in lines)


_ONE_LINE = str.maketrans("\n\r\t", "   ")
