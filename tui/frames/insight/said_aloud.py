"""An indicator in one sentence, as a chair says it aloud: how it stands, by which number, against which target, and what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tui.frames.insight.tolerance import met_said
from tui.frames.methods.digits import CHAINED, RATES, STRICT, SUM, Digits, telling
from tui.frames.methods.headline import LABELS, MARKS, QUALITATIVE, label_of, marks_of, standing_of
from tui.frames.methods.rounding import harder_number
from tui.frames.methods.stated_means import is_stated
from tui.frames.methods.verdict import Reason, Thresholds, Verdict, can_be_exceeded
from tui.frames.methods.yearly_cuts import CUT, rate_unit
from tui.frames.tables.cells import SIGNS
from tui.model.text import N_, Numeral, Sentence, say

_DECIDED: Final = (Verdict.MET, Verdict.NO_DATA, Verdict.NOT_APPLICABLE)
_MEANS: Final = (*RATES, "term_sum", CUT)


def verdict_said(row: Mapping[str, Any], labels: Mapping[str, str] = LABELS) -> Sentence:
    """The verdict with its marks."""
    said = Sentence(label_of(row, labels))
    for mark in marks_of(row):
        said = say("{verdict} {mark}", verdict=said, mark=Sentence(MARKS[mark]))
    return said


def said_aloud(row: Mapping[str, Any], record: Mapping[str, Any], digits: Digits, need: float | None, limits: Thresholds) -> Sentence:
    """The sentence for a row of the verdicts and its record; ``need`` is what each year left must bring, as it is shown."""
    facts = list(_facts(row, record, digits, need, limits))
    verdict = verdict_said(row)
    if row["verdict"] == Verdict.AWAITING:
        verdict = say(N_("awaiting the result of {year}"), year=years_open(row))
    if not facts:
        return say("{verdict}.", verdict=verdict)
    told = facts[0]
    for fact in facts[1:]:
        told = say("{one}; {other}", one=told, other=fact)
    return say("{verdict}: {facts}.", verdict=verdict, facts=told)


def _facts(row: Mapping[str, Any], record: Mapping[str, Any], digits: Digits, need: float | None, limits: Thresholds) -> Iterator[Sentence]:
    if row["verdict"] == Verdict.NOT_APPLICABLE:
        yield say(N_("not applicable from {day}"), day=record["not_applicable_from"])
        return
    if standing_of(row) == QUALITATIVE:
        yield say(N_("nobody has reported yet whether it was reached"))
        return
    if row["kind"] == QUALITATIVE:
        yield from reached_in_words(row, record)
        return
    half = 0.5 * 10.0 ** -(row.get("decimals") or 0) if row["reason"] == Reason.ROUNDED else 0.0
    met = met_said(row, record, limits, half) if row["target"] is not None and row["op"] is not None else None
    if row["verdict"] == Verdict.AWAITING:
        of_itself = row.get("turning_op") == "=" and row.get("turning") == row["target"]
        if met is None or not of_itself:  # else what is said of the tolerance is the whole condition
            yield from turning_said(row, digits)
    yield from so_far(row, record, digits)
    if row["target"] is not None and row["op"] is not None:
        yield say(N_("target {target}"), target=target_said(row, record))
        if met is not None:
            yield met
    if row["reason"] == Reason.GAP:
        yield say(N_("no figure of {years}"), years=years_open(row))
        if row.get("closing") is not None:
            told = N_("met or exceeded if {year} {sign} {value}") if can_be_exceeded(row) else N_("met if {year} {sign} {value}")
            places = digits.yearly if row["kind"] in RATES else digits.figures
            yield say(told, year=years_open(row), sign=SIGNS[row["turning_op"]], value=Numeral(row["closing"], places))
    elif row["verdict"] == Verdict.NO_DATA and row["reason"]:
        yield Sentence(Reason(row["reason"]).label)
    if need and row["verdict"] != Verdict.NO_DATA:
        yield need_said(row, record, digits, need)
    if row["reason"] == Reason.PASSES:
        told = N_("the present trend leads to {value} in {end}, past the target")
        yield say(told, value=_amount(Numeral(row["forecast"], digits.computed), record), end=row["end"])
    if direction_untold(row):
        yield Sentence(DIRECTION_UNTOLD)


DIRECTION_UNTOLD: Final = N_("above a target of which nobody says which way is better")


def direction_untold(row: Mapping[str, Any]) -> bool:
    """Whether a level that is judged lies above its bare target and nothing tells if that is better: then nothing is asked of it."""
    return row["verdict"] not in _DECIDED and lies_beyond_untold(row)


def lies_beyond_untold(row: Mapping[str, Any]) -> bool:
    """Whether a level lies above its bare target and nothing tells if that is better."""
    target, last = row["target"], row["last_value"]
    if target is None or last is None or row["op"] != "=" or row.get("better") != 0:
        return False
    ranged = row.get("limit") is not None and row["limit"] != target
    return row["kind"] not in (*_MEANS, "share") and not ranged and last > target


def reached_in_words(row: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[Sentence]:
    """What was reported of an indicator without a number, in the words it was reported in."""
    for entry in record.get("values", ()):
        if entry.get("year") == row["last_year"] and entry.get("text") and entry.get("reached") is not None and "area" not in entry:
            yield say("{year}: {text}", year=entry["year"], text=entry["text"])
            return


def turning_said(row: Mapping[str, Any], digits: Digits) -> Iterator[Sentence]:
    """What the awaited figure must be: ``met or exceeded if 2025 ≥ 13.01``; where nothing is beyond the target, ``met if``."""
    value = row.get("turning")
    if value is None:
        return
    places = digits.yearly if row["kind"] in RATES else digits.figures
    sign = SIGNS.get(row.get("turning_op") or ">=", "≥")
    year = say(N_("the rate of {year}"), year=row["end"]) if row["kind"] == CUT else awaited_years(row)
    if row.get("turning_max") is not None:
        low, high = Numeral(value, places), Numeral(row["turning_max"], places)
        yield say(N_("met if {year} is from {low} to {high}"), year=year, low=low, high=high)
        return
    told = N_("met or exceeded if {year} {sign} {value}") if can_be_exceeded(row) else N_("met if {year} {sign} {value}")
    yield say(told, year=year, sign=sign, value=Numeral(value, places))


def awaited_years(row: Mapping[str, Any]) -> Any:
    """The year whose figure decides; where several count together, the mean of them."""
    years = _awaited(row)
    return say(N_("the mean of {years}"), years=_in_runs(years)) if len(years) > 1 else row["end"]


def years_open(row: Mapping[str, Any]) -> str:
    """The years a verdict waits for, ``2021, 2023–2025``: those without a figure where each of them counts, else the end year.

    Empty for a verdict that waits for none.
    """
    if row["reason"] == Reason.GAP:
        after = row["last_year"] + 1
        return _in_runs([*row["missing"], *range(after, after + row["years_behind"])])
    return _in_runs(_awaited(row)) if row["verdict"] == Verdict.AWAITING else ""


def _awaited(row: Mapping[str, Any]) -> range:
    """The years whose figures decide when they come: all after the last where each of the term counts, else the end year."""
    end = row["end"]
    return range((row["last_year"] or row["start"] - 1) + 1 if row["kind"] in CHAINED else end, end + 1)


def _in_runs(years: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if run[1:] else str(run[0]) for run in runs)


def so_far(row: Mapping[str, Any], record: Mapping[str, Any], digits: Digits) -> Iterator[Sentence]:
    """The number the verdict rests on, with its years; ``stated`` of the row are the published means it is made of."""
    unit, last = record.get("unit", ""), row["last_year"]
    if last is None:
        return
    span = f"{row['start']}–{last}" if row["start"] is not None and row["start"] < last else str(last)
    if row["kind"] == CUT:
        if row["mean"] is not None:
            yield say(N_("cut by {value} on average"), value=_amount(Numeral(row["mean"], _of_mean(row, digits.computed)), record))
        rate = say(N_("rate {rate} {unit}"), rate=Numeral(row["last_value"], digits.figures), unit=rate_unit(unit))
        yield say("{year}: {value}", year=last, value=rate)
    elif row["kind"] == "term_sum" and row["mean"] is not None:
        yield say(N_("sum of {years}: {value}"), years=span, value=_amount(Numeral(row["mean"], _of_mean(row, digits.figures)), record))
    elif row["kind"] in RATES and row["mean"] is not None:
        stated = is_stated(row.get("stated"), row["start"], last)
        told = N_("mean of {years} as its source states it: {value}") if stated else N_("mean of {years}: {value}")
        yield say(told, years=span, value=_amount(Numeral(row["mean"], _of_mean(row, digits.computed)), record))
    elif row["last_value"] is not None and row["kind"] not in _MEANS:
        yield say("{year}: {value}", year=last, value=_amount(Numeral(row["last_value"], digits.figures), record))


def _of_mean(row: Mapping[str, Any], digits: int) -> int:
    return telling(row["mean"], row["target"], digits)


def target_said(row: Mapping[str, Any], record: Mapping[str, Any]) -> Sentence:
    """A target in words, without signs: at least 8, below 3, 6.5 to 7."""
    low, high = record.get("target"), record.get("target_max")
    if high is not None and low is not None:
        return say(N_("{low} to {high}"), low=low, high=_amount(high, record))
    words = {
        ">=": N_("at least {target}"),
        ">": N_("above {target}"),
        "<=": N_("at most {target}"),
        "<": N_("below {target}"),
        "~": N_("about {target}"),
    }
    return say(words.get(row["op"], "{target}"), target=_amount(row["target"], record))


def _amount(number: Any, record: Mapping[str, Any]) -> Sentence:
    """A number with the unit of its indicator."""
    return say("{n} {unit}", n=number, unit=record["unit"]) if record.get("unit") else say("{n}", n=number)


def need_said(row: Mapping[str, Any], record: Mapping[str, Any], digits: Digits, need: float) -> Sentence:
    """What each year ahead must bring; of a strict bound, the level that keeps it.

    Where a year that is over has no figure yet nothing is asked of each, as in the papers: only of all of them together, to the end.
    """
    first, end = (row["end"] - row["ahead"] + 1 if row.get("ahead") else (row["last_year"] or row["start"] - 1) + 1), row["end"]
    years = str(end) if first >= end else f"{first}–{end}"
    if row["op"] in ("<", ">") and row["kind"] in ("floor", "ceiling"):
        told = N_("{years}: below {bound}") if row["op"] == "<" else N_("{years}: above {bound}")
        return say(told, years=years, bound=row["target"])
    if is_asked_in_all(row):
        return need_in_all(row, record, digits, need)
    value, unit = _by_how_much(row, digits, need), record.get("unit", "")
    if row["kind"] == "term_growth" and need < 0:
        told = N_("{years} must fall by {value} {unit}") if first >= end else N_("{years} must fall by {value} {unit} a year")
        return say(told, years=years, value=value, unit="%")
    if row["kind"] in (*RATES, "term_sum"):
        told = N_("{years} needs {value}%") if unit.startswith("%") else N_("{years} needs {value} {unit}")
        return say(told, years=years, value=Numeral(need, digits.yearly), unit=unit)
    if row["kind"] == CUT:
        return say(N_("{years} needs a cut of {value} points a year"), years=years, value=value)
    if first >= end:
        told = N_("{years} must rise by {value} {unit}") if need > 0 else N_("{years} must fall by {value} {unit}")
    else:
        told = N_("{years} must rise by {value} {unit} a year") if need > 0 else N_("{years} must fall by {value} {unit} a year")
    return say(told, years=years, value=value, unit=_change_unit(row, unit, digits, need))


def bound_said(row: Mapping[str, Any]) -> Sentence:
    """What a bound that is to be kept asks of every year: the bound itself, ``< 3``."""
    op = row["op"] if row["op"] in ("<", "<=", ">", ">=") else "<=" if (row.get("better") or 0) < 0 else ">="
    return say("{sign} {target}", sign=SIGNS[op], target=aimed_at(row))


def is_asked_in_all(row: Mapping[str, Any]) -> bool:
    """Whether a year that is over has no figure yet while others are ahead: then nothing is asked of each of them."""
    bound = row["kind"] in ("floor", "ceiling")  # each year is held against it by itself
    return bool(row.get("years_behind") and row.get("ahead") and row["last_year"] is not None and not bound)


def need_in_all(row: Mapping[str, Any], record: Mapping[str, Any], digits: Digits, need: float) -> Sentence:
    """What all years after the last figure must come to by the end, those that are over included; ``required`` of the row is exact."""
    base, end, kind, unit = row["last_year"], row["end"], row["kind"], record.get("unit", "")
    left, years = end - base, f"{base + 1}–{end}"
    if kind == "term_sum":
        total = harder_number(row["required"] * left, digits.yearly, upwards=row["better"] > 0)
        return say(N_("{years} must come to {value} {unit}"), years=years, value=Numeral(total, digits.yearly), unit=unit)
    if kind in RATES:
        if kind == "term_growth" and need < 0:
            return say(N_("{years} must fall by {value}% a year on average"), years=years, value=_by_how_much(row, digits, need))
        told = N_("the mean of {years} must be {value}%") if unit.startswith("%") else N_("the mean of {years} must be {value} {unit}")
        return say(told, years=years, value=Numeral(need, digits.yearly), unit=unit)
    of = _change_unit(row, unit, digits, need)
    compound = of == "%" and kind != CUT
    exact = ((1 + row["required"] / 100) ** left - 1) * 100 if compound else row["required"] * left
    total = round(need * left) if kind == "count" else harder_number(exact, digits.yearly, upwards=exact > 0)
    value = Numeral(abs(total), 0) if kind == "count" else _by_how_much({**row, "required": exact}, digits, total)
    if kind == CUT:
        return say(N_("the rate must be cut by {value} points from {base} to {end}"), base=base, end=end, value=value)
    told = N_("must rise by {value} {unit} from {base} to {end}") if total > 0 else N_("must fall by {value} {unit} from {base} to {end}")
    return say(told, base=base, end=end, value=value, unit=of)


def _by_how_much(row: Mapping[str, Any], digits: Digits, need: float) -> Numeral | Sentence:
    """The amount of a need; of a strict bound the one that does not do itself, where it has no digits more."""
    exact, kind = row["required"], row["kind"]
    if row["op"] in STRICT and kind not in (*CHAINED, CUT, "share", "count") and exact and abs(round(exact, digits.yearly) - exact) < 1e-9:
        return say(N_("more than {value}"), value=Numeral(abs(exact), digits.yearly))
    return Numeral(abs(need), digits.yearly)


def _change_unit(row: Mapping[str, Any], unit: str, digits: Digits, need: float) -> Any:
    """A compound path asks for per cent, a percentage for points, everything else for its own unit."""
    left = row["remaining"]
    straight = (aimed_at(row) - row["last_value"]) / left if left and row["last_value"] is not None else need
    if unit.startswith("%"):
        return Sentence(N_("points"))
    if row["kind"] == "count":
        return unit
    return "%" if abs(straight - need) > 2 * 10.0**-digits.yearly else unit


def aimed_at(row: Mapping[str, Any]) -> float:
    """The target; of a range that is met between its ends only, the nearer end."""
    target, limit, last = float(row["target"]), row.get("limit"), row["last_value"]
    if limit is None or last is None or not (row.get("better") == 0 or row["kind"] == "share"):
        return target
    low, high = sorted((target, float(limit)))
    return high if last > high else low if last < low else target


def required_said(row: Mapping[str, Any]) -> Sentence:
    """What each year must bring: a rate or an amount, or by how much a level must rise or fall, in points where it is a percentage."""
    value, unit = row["required"], row["unit"] or ""
    required = Numeral(value, row["yearly"])
    if row["kind"] == CUT:
        return say(N_("needs a cut of {required} points a year"), required=required)
    if row["kind"] == "term_growth" and value < 0:  # a rate below 0 is said as a fall, never with a minus
        return say(N_("must fall by {required} {unit} a year"), required=Numeral(-value, row["yearly"]), unit="%")
    if row["kind"] in (*RATES, SUM):
        return say(N_("needs {required} {unit} a year"), required=required, unit="%" if row["percent"] else unit)
    told = N_("must rise by {required} {unit} a year") if value > 0 else N_("must fall by {required} {unit} a year")
    by = "%" if row["required_suffix"] is not None else Sentence(N_("points")) if row["percent"] else unit
    return say(told, required=Numeral(abs(value), row["yearly"]), unit=by)
