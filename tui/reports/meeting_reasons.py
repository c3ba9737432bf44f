"""Why a meeting looked at something, in the words of a paper: whole phrases, and every number with its unit.

A meeting keeps its reasons as codes (:mod:`tui.vocabulary.reasons`). The screen says them short, in a column under its titles; a paper
is read by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tui.frames.methods.digits import RATES
from tui.frames.methods.yearly_cuts import CUT, rate_unit
from tui.i18n.reasons import said_as_cited
from tui.i18n.words import Words
from tui.model.text import Sentence, printable
from tui.reports import official, sentences
from tui.vocabulary.reasons import reasons_in

_OFFICIAL: Final = Words("vi")


def why_in_paper(item: Mapping[str, Any], indicator: Mapping[str, Any] | None) -> str:
    """The reasons an item stood on the list; ``indicator`` is the record it is about, where it is about one. Somebody's own words stay."""
    text = str(item.get("why", ""))
    reasons = reasons_in(text)
    if reasons is None:
        return printable(text)
    unit = _unit(indicator or {})
    return printable("; ".join(said_as_cited(_told(reason, unit), _OFFICIAL) for reason in reasons))


def _unit(indicator: Mapping[str, Any]) -> str:
    """The unit of the figure of one year, as it follows a number."""
    unit, kind = official.unit_inside(str(indicator.get("unit", ""))), indicator.get("kind")
    unit = rate_unit(unit) if kind == CUT else unit.removesuffix(sentences.A_YEAR) if kind in RATES else unit
    return _after(unit)


def _after(unit: str) -> str:
    return unit if unit.startswith("%") or not unit else f" {unit}"


def _told(reason: Sentence, unit: str) -> Sentence:
    """A reason with the templates of papers, inner ones too."""
    values = {key: _told(value, unit) if isinstance(value, Sentence) else value for key, value in reason.values.items()}
    template = sentences.REASONS_SAID.get(reason.template)
    if template is None:
        return Sentence(reason.template, values)
    year = values.get("year")
    if year is not None and not isinstance(year, Sentence):
        values["year"] = sentences.IN_YEAR.format(year=year)
    return Sentence(template, {**values, "unit": _unit_of_change(reason.values.get("needs"), unit)})


def _unit_of_change(needs: Any, unit: str) -> Any:
    """The unit of what stands beside a need: that the need itself names, of a change another than the indicator's."""
    if not isinstance(needs, Sentence) or "required" not in needs.values:
        return unit
    named = needs.values.get("unit")
    if named is None or isinstance(named, Sentence):
        return f" {sentences.POINTS_IN_WORDS}"
    return _after(str(named))
