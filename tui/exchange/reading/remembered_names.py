"""The names a person matched with bodies, kept in the plan's own words: the next file with such a name is read without asking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tui.exchange.reading.choices import Becomes
from tui.exchange.reading.unknown_names import UnknownName
from tui.i18n.words import Words
from tui.model.edits import AddRecord, SetField
from tui.model.fields import SINGLE_ID
from tui.model.plan import MISSING, Plan
from tui.model.proposal import Line
from tui.model.text import N_
from tui.vocabulary.lexicon import own_words, plain


def remembered(names: Iterable[UnknownName], plan: Plan, words: Words) -> list[Line]:
    """A line a name that a person has said is a body the plan has: it becomes a word of the plan, and can be left out like any other."""
    known = {(plain(said), means) for said, means in own_words(plan)}
    entries = [entry for entry in _entries(names, plan) if (plain(entry["said"]), entry["means"]) not in known]
    if not entries:
        return []
    places = {name.text: name.place for name in names}
    under = words(N_("kept for the next file: this name means that body"))
    if SINGLE_ID not in plan.tables["settings"]:
        return [Line((), places[entries[0]["said"]], None, AddRecord("settings", SINGLE_ID, {"words": entries}), under)]
    old = plan.tables["settings"][SINGLE_ID].get("words", MISSING)
    before = [] if old is MISSING else list(old)
    return [
        Line((SetField("settings", SINGLE_ID, "words", [*before, entry], old),), places[entry["said"]], under=under) for entry in entries
    ]


def _entries(names: Iterable[UnknownName], plan: Plan) -> Iterator[dict[str, Any]]:
    for name in names:
        if name.table == "agencies" and name.by_person and name.said.becomes is Becomes.MEANT and name.said.id in plan.tables["agencies"]:
            yield {"said": name.text, "means": f"agencies.{name.said.id}"}
