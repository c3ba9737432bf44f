"""Numbers and targets as tables and sentences have them: ``≥ 30``, ``trên 65``, ``6,5-7``, ``khoảng 50``, ``8,53(1)``, ``97%``."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Final, TypeAlias

import attrs

from tui.model.text import nfc
from tui.vocabulary.lexicon import alternatives, one_of, phrases, plain, words
from tui.vocabulary.outcome import NotUnderstood, Outcome, Read, Unsure
from tui.vocabulary.outcome import one_of as outcome_of

Number: TypeAlias = int | float
_Numbers: TypeAlias = Callable[[str], tuple[Number, ...]]
"""What digits and separators may say, in the marks of whoever writes."""


@attrs.frozen
class Amount:
    """A number as it is written, or a range of them.

    ``op`` is the sign or word beside it (``>=``, ``>``, ``<=``, ``<``, ``=``, ``~``), None where it stands alone. ``open_ends`` are
    the ends of a range that are not in it ("trên 50% đến dưới 65%"). ``marks`` are marks of footnotes, which are no part of the number.
    """

    value: Number
    upper: Number | None = None
    op: str | None = None
    open_ends: tuple[str, ...] = ()
    percent: bool = False
    unit: str = ""
    marks: tuple[str, ...] = ()


_WRITTEN: Final = r"[+-]?[0-9]+(?:[., ][0-9]+)*"
_SUPERSCRIPT: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK: Final = re.compile(rf"(?: ?[(\[]\*{{1,3}}[)\]]|(?<! )[(\[][0-9a-z]{{1,2}}[)\]]| ?\*{{1,3}}| ?[{_SUPERSCRIPT}]+)$")
_LOOSE_MARK: Final = re.compile(r" [(\[][0-9a-z]{1,2}[)\]]$")
_SPACES: Final = re.compile(r"[\u00a0\u202f\u2009\u2007 ]+")


# -- one number -------------------------------------------------------------------------------------------------------


def readings(written: str, decimal: str | None = None, *, proven: bool = False) -> tuple[Number, ...]:
    """What digits and separators may say: ``1.234`` is 1234 or 1.234, ``8,59`` 8.59, ``1.234,5`` 1234.5; empty where they say nothing.

    ``decimal`` is the decimal mark of whoever writes, where it is known: what then is a decimal is nothing else. ``proven``: the numbers
    around it show that mark, so that the other one parts thousands and nothing else.
    """
    digits = _SPACES.sub(" ", written.strip()).replace("−", "-")
    sign = "-" if digits.startswith("-") else ""
    digits = digits.lstrip("+-")
    if re.fullmatch(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?", digits):
        whole, _, part = digits.replace(" ", "").replace(",", ".").partition(".")
        return (_number(sign, whole, part),)
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]+)*", digits):
        return ()
    used = [char for char in digits if char in ".,"]
    if not used:
        return (_number(sign, digits),)
    if len(set(used)) == 2:
        return _mixed(sign, digits, used)
    mark, pieces = used[0], digits.split(used[0])
    grouped = 1 <= len(pieces[0]) <= 3 and pieces[0][0] != "0" and all(len(piece) == 3 for piece in pieces[1:])
    as_whole = (_number(sign, "".join(pieces)),) if grouped else ()
    if len(used) > 1:
        return as_whole
    as_decimal = _number(sign, *pieces)
    if mark == decimal:
        return (as_decimal,)
    return as_whole if as_whole and proven and decimal is not None else (*as_whole, as_decimal)


def _mixed(sign: str, digits: str, used: Sequence[str]) -> tuple[Number, ...]:
    """``1.234,5`` and ``1,234.5``: the mark that comes last parts off the decimals."""
    mark, group = used[-1], used[0]
    whole, _, part = digits.rpartition(mark)
    if mark in whole or not re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+", whole):
        return ()
    return (_number(sign, whole.replace(group, ""), part),)


def _number(sign: str, whole: str, part: str = "") -> Number:
    return float(f"{sign}{whole}.{part}") if part else int(f"{sign}{whole}")


def decimal_mark(texts: Sequence[str]) -> str | None:
    """The decimal mark a column is written with, where some number in it can be read in one way only and none the other way."""
    found = set()
    for text in texts:
        for written in re.findall(r"[0-9]+(?:[.,][0-9]+)+", text):
            used = [char for char in written if char in ".,"]
            if len(set(used)) == 2 and readings(written):
                found.add(used[-1])
            elif len(used) > 1 and readings(written):
                found.add("," if used[0] == "." else ".")
            elif len(readings(written)) == 1:
                found.add(used[0])
    return found.pop() if len(found) == 1 else None


# -- amounts ----------------------------------------------------------------------------------------------------------


def said(amount: Amount) -> str:
    """An amount as an office writes it in a table; reading it with the decimal mark ``,`` gives the same but for marks of footnotes."""
    tail = "%" if amount.percent else f" {amount.unit}" if amount.unit else ""
    before = {None: "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "=": "= ", "~": "khoảng "}[amount.op]
    if amount.upper is None:
        return f"{before}{_digits(amount.value)}{tail}"
    if amount.open_ends:
        low, high = ("trên" if "min" in amount.open_ends else "từ"), (" dưới" if "max" in amount.open_ends else "")
        return f"{low} {_digits(amount.value)}{tail} đến{high} {_digits(amount.upper)}{tail}"
    return f"{before}{_digits(amount.value)} - {_digits(amount.upper)}{tail}"


def _digits(value: Number) -> str:
    return format(Decimal(repr(value)), "f").replace(".", ",")


def read_amount(text: str, *, decimal: str | None = None, unit: str | None = None, proven: bool = False) -> Outcome[Amount]:
    """The number or range a cell or phrase says; ``unit``: that it is expected in, ``decimal``, ``proven``: see :func:`readings`."""
    return _read(text, partial(readings, decimal=decimal, proven=proven), unit)


def _read(text: str, numbers: _Numbers, unit: str | None) -> Outcome[Amount]:
    shown = _SPACES.sub(" ", nfc(text).replace("−", "-")).strip()
    if ";" in shown:
        return _several([part for part in shown.split(";") if part.strip()], numbers, unit, text)
    short, marks = _without_marks(plain(shown))
    found = _amounts(short, numbers, unit, marks)
    if (bracketed := re.fullmatch(rf"\(({_WRITTEN}) ?%?\)", short)) is not None:
        values = numbers(bracketed[1])
        return Unsure(tuple(Amount(value, percent="%" in short) for number in values for value in (number, -number)))
    if isinstance(found, NotUnderstood) and (loose := _LOOSE_MARK.search(short)) is not None:
        mark = loose[0].strip(" ()[]")
        inner = _amounts(short[: loose.start()], numbers, unit, (mark,))
        if not isinstance(inner, Read) or (len(mark) == 1 and isinstance(inner.value.value, float)):
            return inner  # 8,53 (1): no part of a whole is meant; 12 (8) may be "of which 8"
        return Unsure((inner.value,), rest=mark)
    return NotUnderstood(text) if isinstance(found, NotUnderstood) else found


def _several(parts: Sequence[str], numbers: _Numbers, unit: str | None, text: str) -> Outcome[Amount]:
    """Several amounts in one cell are all candidates: which is the one meant, a person says."""
    found = [_read(part, numbers, unit) for part in parts]
    if len(found) == 1:
        return found[0]
    candidates = [amount for one in found for amount in _said_by(one)]
    return Unsure(tuple(dict.fromkeys(candidates)), rest=text) if candidates else NotUnderstood(text)


def _said_by(outcome: Outcome[Amount]) -> tuple[Amount, ...]:
    if isinstance(outcome, Read):
        return (outcome.value,)
    return outcome.candidates if isinstance(outcome, Unsure) else ()


def _without_marks(short: str) -> tuple[str, tuple[str, ...]]:
    marks: list[str] = []
    while (found := _MARK.search(short)) is not None and re.search(r"[0-9]", short[: found.start()]):
        marks.insert(0, found[0].strip(" ()[]"))
        short = short[: found.start()].rstrip()
    return short, tuple(marks)


@lru_cache(maxsize=1)
def _form_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One amount: a range of two numbers with the words before each, and a single number; ``rest`` is what follows."""
    ops = [one_of("amount", "before", op) for op in words()["amount"]["before"]]
    lead = f"(?:{'|'.join([*ops, one_of('amount', 'neutral'), one_of('amount', 'up'), one_of('amount', 'down')])})"
    leads = rf"(?:{lead}(?: |(?=[^a-z])))*"
    first = rf"(?P<lead>{leads})(?P<low>{_WRITTEN})"
    to = rf"(?P<to>-| {one_of('amount', 'to')} )"
    return (
        re.compile(rf"{first}(?P<mid> ?[^0-9+-]*?){to}(?P<lead2>{leads})(?P<high>{_WRITTEN})(?P<rest>(?:[ %‰].*)?)"),
        re.compile(rf"{first}(?P<rest>(?:[ %‰].*)?)"),
    )


def _amounts(short: str, numbers: _Numbers, unit: str | None, marks: tuple[str, ...]) -> Outcome[Amount]:
    ranged, single = _form_patterns()
    found = ranged.fullmatch(short) or single.fullmatch(short)
    if found is None:
        return NotUnderstood(short)
    tail, after = _op_after(found["rest"].strip())
    parts = found.groupdict()
    mid = (parts.get("mid") or "").strip()
    ops = _ops(found["lead"])
    if after is not None:
        ops = [after] if not ops else [*ops, after]
    percent, known, rest = _unit(tail, unit)
    if mid and not f"{tail}/".startswith(mid):
        rest = f"{mid} {rest}".strip()
    lows = numbers(found["low"])
    candidates = tuple(_candidates(found, lows, ops, percent, known, marks, numbers))
    if not candidates:
        return NotUnderstood(short)
    if any(word in _lead_words(found["lead"], "down") for word in phrases("amount", "down")) and "to" not in parts and not ops:
        candidates = tuple(itertools.chain.from_iterable((c, attrs.evolve(c, value=-c.value)) for c in candidates))
    return Unsure(candidates, rest=rest) if rest else outcome_of(candidates, short)


def _candidates(
    found: re.Match[str],
    lows: tuple[Number, ...],
    ops: Sequence[str],
    percent: bool,
    unit: str,
    marks: tuple[str, ...],
    numbers: _Numbers,
) -> Iterator[Amount]:
    if "to" not in found.groupdict():
        if len(ops) <= 1:
            yield from (Amount(low, op=ops[0] if ops else None, percent=percent, unit=unit, marks=marks) for low in lows)
        return
    second = _ops(found["lead2"])
    if len(ops) > 1 or len(second) > 1 or set(second) - {"<", "<="} or set(ops) - {">", ">=", "~"}:
        return
    open_ends = tuple(end for end, sign, said in (("min", ">", ops), ("max", "<", second)) if sign in said)
    op = "~" if "~" in ops else None
    highs = numbers(found["high"])
    pairs = zip(lows, highs, strict=True) if len(lows) == len(highs) else itertools.product(lows, highs)
    for low, high in pairs:
        if low < high:
            yield Amount(low, high, op=op, open_ends=open_ends, percent=percent, unit=unit, marks=marks)


def _lead_words(lead: str, key: str) -> list[str]:
    return re.findall(rf"\b{one_of('amount', key)}\b", lead)


def _ops(lead: str) -> list[str]:
    """The signs that the words before a number say, each once."""
    found: list[str] = []
    lead = lead.strip()
    while lead:
        for op, pattern in _before():
            if (word := pattern.match(lead)) is not None:
                found += [] if op == "" or op in found else [op]
                lead = lead[word.end() :].strip()
                break
        else:
            return [*found, "?", "?"]  # never read: two signs that are none
    return found


@lru_cache(maxsize=1)
def _before() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(sign or "", pattern), the longest words first."""
    said = [(phrase, op) for op in words()["amount"]["before"] for phrase in phrases("amount", "before", op)]
    said += [(phrase, "") for key in ("neutral", "up", "down") for phrase in phrases("amount", key)]
    ordered = sorted(said, key=lambda pair: -len(pair[0]))
    return tuple((op, re.compile(rf"{re.escape(phrase)}(?![a-z])")) for phrase, op in ordered)


def _op_after(tail: str) -> tuple[str, str | None]:
    """What follows a number without the words that say a sign, and that sign: ``% trở lên``."""
    for op in words()["amount"]["after"]:
        found = re.search(rf"(?:^| ){alternatives(phrases('amount', 'after', op))}$", tail)
        if found is not None:
            return tail[: found.start()].strip(), op
    return tail, None


def _unit(tail: str, expected: str | None) -> tuple[bool, str, str]:
    """(whether it is a percentage, the unit that was understood, what was not)."""
    bare = tail.strip(" .,")
    percent = bare.startswith("%")
    if not bare:
        return False, "", ""
    if expected is not None:
        wanted = plain(expected)
        agreed = bare == wanted or (bare == "%" and wanted.startswith("%")) or wanted.startswith(bare + "/")
        return (percent, "" if percent else expected, "") if agreed else (percent, "", bare)
    if bare in _units():
        return percent, "" if percent else _units()[bare], ""
    return percent, "", bare


def known_unit(text: str) -> bool:
    """Whether a text is a unit that is known."""
    return plain(text) in _units()


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    """Each unit that is known, as it is compared, and as it is written."""
    return {plain(written): written for written in words()["amount"]["units"]["words"]}
