"""The proposal of a file that is taken in: how it is read and whom its names mean is said by keys, and the lines follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs
from textual.binding import Binding

from tui.exchange.import_result import CannotImport
from tui.exchange.reading.choices import Becomes, Choices, packed_choices, unpacked_choices
from tui.exchange.taking import Taking
from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.model.proposal import Proposal
from tui.model.text import N_, printable
from tui.screens.dialogs.preview import LineKey, Make, Preview
from tui.terminal.later import after_refresh

_SAID: Final = "_said"
_TICKED: Final = "_ticked"
_OF: Final = "_of"


class TakingIn(Preview):
    """What was said of the file, and which lines were taken in or out by hand, is a draft of the file until the lines are made."""

    BINDINGS = [
        Binding("c", "how_read", show=False),
        Binding("n", "names", show=False),
        Binding("v", "vintage", show=False),
    ]
    leaves_draft = True

    def __init__(self, words: Words, title: str, taking: Taking, plan: Plan, make: Make) -> None:
        self.taking = taking
        super().__init__(words, title, taking.proposal(plan), plan, make)
        self.belongs_to = (taking.name, taking.head)
        self._first_choices = taking.choices

    @staticmethod
    def keys_told(words: Words, for_all: str) -> str:
        told = N_(
            "Enter makes them · Space a line out or in · a {all} · d asks of △ · c how it is read · n names · "
            "w saves what is left out · Esc backs out"
        )
        return words(told, all=for_all)

    def sheets_in_order(self) -> Sequence[str]:
        return [sheet.name for sheet in self.taking.sheets]

    def count_parts(self) -> list[str]:
        parts = super().count_parts()
        asked = sum(name.said.becomes is Becomes.ASKED for name in self.taking.tables.names)
        others = len(self.taking.tables.names) - asked
        if asked:
            parts.append("? " + self.words.count("{n} name nobody knows (n)", "{n} names nobody knows (n)", asked))
        if others:
            parts.append(self.words.count("{n} name the plan does not have (n)", "{n} names the plan does not have (n)", others))
        if self._undated:
            parts.append("△ " + self.words.count("{n} figure without a vintage (v)", "{n} figures without a vintage (v)", self._undated))
        return parts

    @property
    def _undated(self) -> int:
        """How many figures still need a vintage."""
        return 0 if self.taking.choices.vintage else sum(figure.vintage is None for figure in self.taking.found.figures)

    def on_mount(self) -> None:
        if not self.taking.is_form and not self.taking.tables.tables:
            after_refresh(self, lambda: self.action_how_read() if self.ui.screen is self else None)

    # -- what is said -----------------------------------------------------------------------------------------------

    def _renewed(self) -> Proposal:
        plan = self.session.plan
        self.renew(self.taking.proposal(plan), plan)
        self._noting.stir()
        return self.proposal

    def action_how_read(self) -> None:
        """Say which sheets are read, which rows are titles, what each table and column is."""
        if self.taking.is_form:
            self.complain(self.words(N_("a form of the program is read by its own marks; there is nothing to say of it")))
            return
        from tui.screens.dialogs.sheet_reading import SheetReading

        self.ui.push_screen(SheetReading(self.words, self.taking, self.proposal, self._renewed))

    def action_names(self) -> None:
        """Say whom the names mean that the plan does not have."""
        if not self.taking.tables.names:
            self.complain(self.words(N_("the plan has every name of the file")))
            return
        from tui.screens.dialogs.names_said import NamesSaid

        self.ui.push_screen(NamesSaid(self.words, self.taking, self._renewed))

    def action_vintage(self) -> None:
        """Say what the figures are that do not say it themselves, and where they are from."""
        from tui.screens.dialogs.vintage import ask_vintage

        figures = self.taking.found.figures
        if not figures:
            self.complain(self.words(N_("there are no figures here")))
            return

        def said(vintage: str | None, source: str | None) -> None:
            self.taking.say_of_figures(vintage, source)
            self._renewed()

        ask_vintage(self.ui, figures, self.words.count("{n} figure of the table", "{n} figures of the table", len(figures)), said)

    # -- as a draft ---------------------------------------------------------------------------------------------------

    def typed_now(self) -> Mapping[str, Any]:
        if self.taking.choices == self._first_choices and not self._said:
            return {}
        return {
            _OF: self.taking.digest,
            _SAID: packed_choices(self.taking.choices),
            _TICKED: [[*key, "x" if taken else ""] for key, taken in self._said.items()],
        }

    def put_typed(self, fields: Mapping[str, Any]) -> None:
        """Read the file as it was said before; what does not fit it any more is passed over, and so is what was marked in other cells."""
        ticked = fields.get(_TICKED, ()) if fields.get(_OF) == self.taking.digest else ()
        try:
            first = self._first_choices
            said = unpacked_choices(fields[_SAID]) if fields else first
            choices = attrs.evolve(said, vintage=first.vintage, source=first.source, section=first.section)
            self._said = {_key(*told[:-1]): bool(told[-1]) for told in ticked}
            self.taking.take(self.taking.read(self.session.plan, choices), choices)
        except (KeyError, ValueError, TypeError, IndexError, CannotImport):
            self._said = {}
            self.taking.take(self.taking.read(self.session.plan, Choices(section=self._first_choices.section)), self._first_choices)
        plan = self.session.plan
        self.renew(self.taking.proposal(plan), plan)

    def note_draft(self) -> None:
        if self.query("#preview-count"):
            super().note_draft()

    def unkept(self) -> bool:
        return False  # it stays as a draft

    def leave(self) -> None:
        if self.typed_now():
            self.ui.plan_screen.tell(self.words(N_("nothing was changed; what was chosen is kept for this file: I brings it back")))
        else:
            self.ui.plan_screen.tell(self.words(N_("nothing was taken: {what}"), what=printable(self.taking.name)))
        super().leave()

    def say_of(self, lines: Any, *, taken: bool) -> None:
        super().say_of(lines, taken=taken)
        self._noting.stir()


def _key(*parts: Any) -> LineKey:
    return tuple(str(part) for part in parts)
