"""Many records at once: lists and long texts of marked rows, a body's work given to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.geometry import Region

from tui.model.fields import FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.text import N_, Sentence, say
from tui.screens.table.editing import Editing


class Bulk(Editing):
    """What a table screen does to many records in one undo step, always after a look at before and after."""

    def why_not_reassign(self) -> Sentence | None:
        from tui.model.reassign import holders

        return None if holders(self.session.plan) else say(N_("no body holds anything yet"))

    def do_reassign(self) -> None:
        from tui.screens.table.reassigning import ask_reassign

        ask_reassign(self)

    # -- marked rows ----------------------------------------------------------------------------------------------

    def _edit_field(self, spec: FieldSpec, ids: Sequence[str], region: Region | None) -> None:
        if len(ids) > 1 and spec.kind in (Kind.PROSE, Kind.TEXTS, Kind.DATES):
            self._form_for_many(spec, ids)
        else:
            super()._edit_field(spec, ids, region)

    def _form_for_many(self, spec: FieldSpec, ids: Sequence[str]) -> None:
        """One text for all marked rows; it stays in its form until it is made or dropped."""

        from tui.screens.dialogs.form import Form
        from tui.screens.table.proposing import closed

        plan = self.session.workspace.plan
        start = (plan.get(self.table_name, ids[0]) or {}).get(spec.key, MISSING)

        def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
            value = changed.get(spec.key, start)
            made = self.set_each(spec, dict.fromkeys(ids, value), lambda: closed(form))
            return {} if made else {"": self.words(N_("look at before and after first"))}

        values = {} if start is MISSING else {spec.key: start}
        form = Form(self.words, self._title(spec, ids), (spec,), values, plan, submit)
        form.belongs_to = (self.table_name, ids[0], spec.key, "many")
        self.ui.push_screen(form)

    def _pick(self, spec: FieldSpec, ids: Sequence[str]) -> None:
        """A list of many rows is not simply replaced: what else stands in it may be meant to stay."""

        from tui.screens.dialogs.choose import Answer, Choose

        if len(ids) == 1 or spec.kind not in (Kind.REFS, Kind.CHOICES):
            super()._pick(spec, ids)
            return

        def answered(answer: str | None) -> None:
            if answer == "replace":
                super(Bulk, self)._pick(spec, ids)
            elif answer is not None:
                self._pick_part(spec, ids, adds=answer == "add")

        answers = [
            Answer("add", "t", self.words(N_("add to what is there"))),
            Answer("take", "b", self.words(N_("take out of what is there"))),
            Answer("replace", "h", self.words(N_("replace the whole list"))),
        ]
        self.ui.push_screen(Choose(self.words, self._title(spec, ids), "", answers), answered)

    def _pick_part(self, spec: FieldSpec, ids: Sequence[str], *, adds: bool) -> None:
        from tui.screens.dialogs.picker import Picker
        from tui.screens.dialogs.picking import items_for

        plan = self.session.workspace.plan
        lists: dict[str, list[str]] = {id: list((plan.get(self.table_name, id) or {}).get(spec.key, [])) for id in ids}
        items = items_for(spec, plan, self.words)
        if not adds:
            there = {value for values in lists.values() for value in values}
            items = [item for item in items if item.id in there]

        def picked(found: list[str] | None) -> None:
            if not found:
                return
            if adds:
                after = {id: [*values, *(v for v in found if v not in values)] for id, values in lists.items()}
            else:
                after = {id: [v for v in values if v not in found] for id, values in lists.items()}
            self.set_each(spec, {id: values or MISSING for id, values in after.items()})

        picker = Picker(self.words, self._title(spec, ids), items, many=True)
        if adds:
            picker.creates = self.ui.creates(spec.table)
        self.ui.push_screen(picker, picked)
