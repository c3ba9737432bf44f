"""The form that asks why something agreed becomes another: reason, legal basis and the day from which it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tui.i18n.words import Words
from tui.model.fields import FieldSpec
from tui.model.text import N_
from tui.screens.dialogs.form import Form


class Reasons(Form):
    """Reason, legal basis and first day. Backing out changes nothing; the reason typed stays as a draft."""

    leaves_draft = True

    def unkept(self) -> bool:
        return bool(self.changed_fields() - {"reason"})


def asked_of(entry: Iterable[FieldSpec]) -> tuple[FieldSpec, ...]:
    """Of the fields of an entry those that are asked, the reason first."""
    return tuple(sorted((spec for spec in entry if spec.key in ("on", "basis", "reason")), key=lambda spec: spec.key != "reason"))


def why_not_reasoned(answer: Mapping[str, Any], words: Words) -> dict[str, str]:
    """What an answer lacks, by field: a reason in words or a legal basis has to be given."""
    return {} if "reason" in answer or "basis" in answer else {"reason": words(N_("give the reason or the legal basis"))}
