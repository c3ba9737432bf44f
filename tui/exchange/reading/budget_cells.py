"""What a row of tasks says of money: ``1.500``, ``1,5 tỷ đồng``, ``NSTW: 1.000; NSĐP: 500``, a column a source of money."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from tui.exchange.cells import Cell, CellKind
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.found_table import Found, Row
from tui.i18n.words import Unreadable
from tui.model.text import N_, nfc, say
from tui.vocabulary.amounts import read_amount
from tui.vocabulary.lexicon import plain, says_nothing
from tui.vocabulary.outcome import Read, Unsure
from tui.vocabulary.titles import FieldTitle, read_title

_MONEY: Final = re.compile(r"(?:(?:trieu|ti|nghin|ngan|tram) )?(?:dong|usd|eur|vnd)\b|tr\.? ?d(?:ong)?\b|trd\b")
_IN_BRACKETS: Final = re.compile(r"\(([^()]*)\)\s*$")
_NAMED: Final = re.compile(r"([^\d:;()][^\d:;()]{1,80}):\s*(.+)", re.DOTALL)
_GROUP: Final = re.compile(r"(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))")
_ALL: Final = ("tong", "tong so", "tong cong", "total")
_ROUNDED: Final = 1e-6
_YEAR: Final = re.compile(r"(?:19|20|21)[0-9]{2}")


@attrs.frozen
class Budget:
    """The money columns of a table; ``own_unit``: the unit the plan's amounts are in unless they say another."""

    found: Found
    own_unit: str
    decimal: str | None
    unit_around: str = ""
    units: tuple[str, ...] = ()
    """Units that are money in this plan, beside the usual ones."""

    @property
    def columns(self) -> list[Column]:
        """Those that hold amounts."""
        return [c for c in self.found.columns.values() if c.field is not None and c.field.key == "budget"]

    def may_say(self, row: Row, agreed: Sequence[Mapping[str, Any]]) -> bool:
        """Whether a row, its thousands grouped by points as papers have them, says what the plan holds."""
        try:
            return same_money(self.of(row, grouped=True), agreed)
        except Unreadable:
            return False

    def of(self, row: Row, *, grouped: bool = False) -> list[dict[str, Any]]:
        """The entries of a row, in the order of its columns. Raises :class:`Unreadable` for what is no amount.

        ``grouped``: a point before three digits parts thousands, which is not certain of an amount that stands alone.
        """
        source = " ".join(self.found.text(row, Role.MONEY_SOURCE).split())
        entries: list[dict[str, Any]] = []
        sums: list[dict[str, Any]] = []
        for column in self.columns:
            cell = row.cells.get(column.at)
            if cell is None or (cell.kind is CellKind.TEXT and says_nothing(str(cell.value))):
                continue
            unit = _unit_of(column.titles) or (self.unit_around if _MONEY.match(plain(self.unit_around)) else "")
            if grouped and cell.kind is CellKind.TEXT:
                cell = attrs.evolve(cell, value=_GROUP.sub("", str(cell.value)))
            for entry in _entries(cell, unit, self.decimal, (self.own_unit, *self.units)):
                told = entry.get("source") or _source_of(column.titles) or source
                said = {"amount": entry["amount"], "unit": entry.get("unit", ""), "source": told, "year": entry.get("year")}
                if plain(str(said["unit"])) == plain(self.own_unit):
                    said["unit"] = ""
                into = sums if len(column.titles) > 1 and plain(column.titles[-1]) in _ALL else entries
                into.append({key: value for key, value in said.items() if value not in (None, "")})
        return _without_sums(sums, entries)


def _without_sums(sums: list[dict[str, Any]], parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The amounts of a row without the sum beside them, which would count twice. Raises :class:`Unreadable` where they do not add up."""
    if not sums or not parts:
        return [*sums, *parts]
    whole, told = sums[0]["amount"], sum(part["amount"] for part in parts)
    if len(sums) > 1 or len({part.get("unit") for part in (*sums, *parts)}) > 1 or abs(whole - told) > _ROUNDED * max(whole, told):
        raise Unreadable(say(N_("its sources of money add up to {told}, its sum is {whole}"), told=told, whole=whole))
    return parts


def same_money(one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]) -> bool:
    """Whether two lists of amounts say the same, in whatever order."""

    def key(entry: Mapping[str, Any]) -> tuple[str, ...]:
        return float(entry["amount"]).hex(), *(plain(str(entry.get(name, ""))) for name in ("unit", "source", "year"))

    return sorted(map(key, one)) == sorted(map(key, other))


def _unit_of(titles: Sequence[str]) -> str:
    """The unit of money a title has in brackets: ``Kinh phí (triệu đồng)``."""
    for title in reversed(titles):
        found = _IN_BRACKETS.search(nfc(title).strip())
        said = re.sub(r"^(?:đvt|đơn vị(?: tính)?)\s*:\s*", "", found[1].strip(), flags=re.IGNORECASE) if found is not None else ""
        if _MONEY.match(plain(said)):
            return said
    return ""


def _source_of(titles: Sequence[str]) -> str:
    """The source of money a column is of, below the title that says it is money: ``Kinh phí`` over ``NSTW``."""
    for title in titles[1:]:
        outcome = read_title(title, table="tasks")
        said = _IN_BRACKETS.sub("", nfc(title)).strip()
        if not (isinstance(outcome, Read) and isinstance(outcome.value, FieldTitle)) and plain(said) not in (
            "tong",
            "tong so",
            "tong cong",
        ):
            return " ".join(said.split())
    return ""


def _entries(cell: Cell, unit: str, decimal: str | None, units: Sequence[str]) -> list[dict[str, Any]]:
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float) and not cell.percent and cell.value >= 0:
        value = float(f"{cell.value:.12g}")
        return [{"amount": int(value) if value.is_integer() else value, "unit": unit}]
    if cell.kind is not CellKind.TEXT:
        raise Unreadable(say(N_("is no amount of money")))
    return [_entry(part.strip(), unit, decimal, units) for part in re.split(r"[;\n]", str(cell.value)) if part.strip()]


def _entry(text: str, unit: str, decimal: str | None, units: Sequence[str]) -> dict[str, Any]:
    """``NSTW: 1.000 triệu đồng (2026)``. Raises :class:`Unreadable`."""
    named = _NAMED.match(text)
    source, rest = (named[1].strip(" -–+•"), named[2]) if named is not None else ("", text)
    beside = _IN_BRACKETS.search(rest)
    told = [part.strip() for part in beside[1].split(",")] if beside is not None else []
    bare = rest[: beside.start()] if beside is not None else rest
    year = next((int(part) for part in told if _YEAR.fullmatch(part)), None)
    source = source or ", ".join(part for part in told if not _YEAR.fullmatch(part))
    own = next((known for known in units if plain(bare).endswith(f" {plain(known)}")), None)
    amount = read_amount(bare, decimal=decimal or ",", unit=own, proven=decimal is not None)
    if isinstance(amount, Unsure) and not amount.rest:
        raise Unreadable(say(N_("“{text}” can be read in more than one way"), text=" ".join(text.split())))
    found = amount.value if isinstance(amount, Read) else None
    if found is None or found.op not in (None, "=") or found.upper is not None or found.percent or found.value < 0:
        raise Unreadable(say(N_("“{text}” is no amount of money"), text=" ".join(text.split())))
    if found.unit and own is None and not _MONEY.match(plain(found.unit)):
        raise Unreadable(say(N_("“{text}” is no amount of money"), text=" ".join(text.split())))
    return {"amount": found.value, "unit": found.unit or unit, "source": source, "year": year}
