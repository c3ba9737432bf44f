"""A cell of figures: the number it holds, in the unit of its indicator, or why a person has to say what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from tui.exchange.cells import Cell, CellKind
from tui.exchange.reading.units import same_unit
from tui.i18n.words import Unreadable, Words
from tui.model.far_off import far_off
from tui.model.text import N_, Sentence, fold, nfc, say
from tui.vocabulary.amounts import Amount, read_amount
from tui.vocabulary.lexicon import one_of, plain, says_nothing
from tui.vocabulary.outcome import NotUnderstood, Read

_LOWERED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FOOTNOTE_WORDS: Final = re.compile(
    r"\b(?:uoc|so bo|tam tinh|ke hoach|du kien|thang|quy|du bao|chua|khong (?:bao )?gom|rieng|chi tinh|dieu chinh|don vi|"
    r"gia (?:so sanh|hien hanh)|sap nhap)\b"
)

NO_VALUE: Final = say(N_("holds a formula whose value the file does not have; open it in Excel and save it"))


@attrs.frozen
class CellFigure:
    """A number and what speaks against taking it unasked."""

    value: float
    op: str | None = None
    doubt: Sentence | None = None


def read_figure(cell: Cell, unit: str, decimal: str | None, footnotes: Sequence[str], words: Words) -> CellFigure | None:
    """The figure of a cell for an indicator in ``unit``; None where the cell says nothing. Raises :class:`Unreadable`."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float):
        return _number(cell, unit, words)
    if cell.kind is CellKind.FORMULA:
        raise Unreadable(NO_VALUE)
    if cell.kind is CellKind.ERROR:
        raise Unreadable(say(N_("holds the error {error} of Excel"), error=str(cell.value)))
    if cell.kind is not CellKind.TEXT:
        raise Unreadable(say(N_("is no number")))
    text = str(cell.value)
    if says_nothing(text):
        return None
    outcome = read_amount(text, decimal=decimal, unit=unit or None, proven=decimal is not None)
    if isinstance(outcome, NotUnderstood):
        raise Unreadable(say(N_("“{text}” is no number that is understood"), text=" ".join(text.split())))
    if not isinstance(outcome, Read):
        first = outcome.candidates[0]
        return CellFigure(
            float(first.value), _bound(first.op), say(N_("“{text}” can be read in more than one way"), text=" ".join(text.split()))
        )
    return _amount(outcome.value, text, unit, footnotes)


def _number(cell: Cell, unit: str, words: Words) -> CellFigure:
    value = float(f"{cell.value:.12g}")  # without the noise of a spreadsheet's arithmetic
    if cell.formula and value == 0:
        return CellFigure(value, None, say(N_("a formula gives 0: was it worked out?")))
    if not cell.percent:
        return CellFigure(value)
    shown = float(f"{value * 100:.12g}")
    if unit.lstrip().startswith("%"):
        return CellFigure(shown)
    return CellFigure(shown, None, say(N_("shown as {percent}%, and the indicator is in “{unit}”"), percent=words.number(shown), unit=unit))


def _amount(amount: Amount, text: str, unit: str, footnotes: Sequence[str]) -> CellFigure:
    doubt: Sentence | None = None
    if amount.upper is not None:
        raise Unreadable(say(N_("“{text}” is a range, and a figure is one number"), text=" ".join(text.split())))
    if amount.op == "~":
        doubt = say(N_("“{text}” is only about so much"), text=" ".join(text.split()))
    elif amount.op not in (None, "="):
        doubt = say(N_("“{text}” is only a bound"), text=" ".join(text.split()))
    elif amount.percent and unit and not unit.lstrip().startswith("%"):
        doubt = say(N_("“{text}” is a percentage, and the indicator is in “{unit}”"), text=" ".join(text.split()), unit=unit)
    elif amount.unit and not (unit and (same_unit(amount.unit, unit) or unit.startswith(f"{amount.unit}/"))):
        doubt = say(N_("“{text}” is in another unit than the indicator's “{unit}”"), text=" ".join(text.split()), unit=unit)
    elif amount.marks and (said := footnote_said(amount.marks, footnotes)):
        doubt = say(N_("its footnote says: {text}"), text=said)
    return CellFigure(float(amount.value), _bound(amount.op), doubt)


def _bound(op: str | None) -> str | None:
    """The sign of a figure that is only a bound."""
    return op if op in (">=", ">", "<=", "<") else None


def footnote_said(marks: Sequence[str], footnotes: Sequence[str]) -> str:
    """The footnote of a mark, where its words change what a figure is; without a footnote that can be told apart any that does."""
    own = footnotes_of(marks[-1], footnotes)
    return next((note for note in own or footnotes if _FOOTNOTE_WORDS.search(fold(nfc(note)))), "")


def footnotes_of(mark: str, footnotes: Sequence[str]) -> list[str]:
    """The footnotes that a mark stands for."""
    bare = mark.strip("()[] ").translate(_LOWERED)
    begins = re.compile(rf"\s*\(?{re.escape(bare)}\)?[\s:.]")
    return [note for note in footnotes if begins.match(note.translate(_LOWERED))]


def told_as_change(cell: Cell, record: Mapping[str, Any]) -> Sentence | None:
    """Why a cell may tell by how much something grew, of an indicator that is no growth: ``tăng 2,5``."""
    if cell.kind is not CellKind.TEXT or record.get("kind") in ("term_growth", "points_cut"):
        return None
    text = " ".join(str(cell.value).split())
    grew = re.match(rf"{one_of('amount', 'up')}\b", plain(text)) is not None
    return say(N_("“{text}” may say by how much it grew"), text=text) if grew else None


def out_of_line(value: float, record: Mapping[str, Any]) -> Sentence | None:
    """Why a value is far from all that is known of its indicator: another unit, another sign, or a slip."""
    said = [float(e["value"]) for e in record.get("values", ()) if "value" in e and "unit" not in e]
    if value < 0 and record.get("kind") not in ("term_growth", "points_cut") and all(number >= 0 for number in said):
        return say(N_("is below zero, and nothing known of the indicator is"))
    if value == 0 and said and all(said):
        return say(N_("is 0, and nothing known of the indicator is: was it left empty?"))
    known = [abs(float(e["value"])) for e in record.get("values", ()) if "value" in e and "unit" not in e]
    known += [abs(float(record[key])) for key in ("target", "target_max") if key in record]
    known = [number for number in known if number]
    if not known or not value:
        return None
    if (far := far_off(value, record)) is not None:
        return far
    unit = str(record.get("unit", ""))
    if (
        unit.startswith("%")
        and record.get("kind") in ("share", "end_level", "floor", "ceiling", "points_cut")
        and not -100 <= value <= 100
        and max(known) <= 100
    ):
        return say(N_("is beyond 100%"))
    return None
