"""How Decree 30/2020/NĐ-CP writes days, numbers and names: text rules only, nothing of fonts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from tui.i18n.words import written_number
from tui.model.plan import Plan, Values
from tui.model.text import with_unit
from tui.model.usual import usual_kinds
from tui.reports import sentences
from tui.reports.annex_rows import CellValue, Quantity
from tui.vocabulary.served import body_and_place

BLANK: Final = "……"
"""What the plan does not know: a hand fills it, nothing is invented."""
NO_BREAK: Final = "\u00a0"
_LEADING_NUMBER: Final = re.compile(r"(\d+)(.*)\Z")
_SIGN: Final = re.compile(r"-([A-ZĐ][A-ZĐ&]*)\Z")
_ABBREVIATION: Final = re.compile(r"[A-ZĐ]{2,}")
_YEARS: Final = re.compile(r"\b\d{4} [-–] \d{4}\b")
_YEARS_JOINED: Final = re.compile(r"(?<![\w/.-])((?:19|20|21)\d\d)[-–]((?:19|20|21)\d\d)(?![\w/-])")
_NAMED_BY_TITLE: Final = ("luật", "pháp lệnh")
_SAYS_ITSELF: Final = (
    "về ",
    "quy định ",
    "ban hành ",
    "phê duyệt ",
    "triển khai ",
    "thực hiện ",
    "hướng dẫn ",
    "sửa đổi",
    "for ",
    "of ",
    "on ",
)
"""How an abstract begins that needs no "về" before it, of plans in English too."""
_WHOSE: Final = "của "
_NUMBER_OF: Final = re.compile(r"(?:số\s+)?(\d+[a-z]?(?:/\d{4})?/[A-ZĐ][A-ZĐ&]*(?:-[A-ZĐ&]+)*)(?![\w/-])[\s,;:–-]*", re.IGNORECASE)
_KIND_IN_NUMBER: Final = re.compile(r"/([A-ZĐ]+)-", re.IGNORECASE)
_BEARERS: Final = {"NQ": "Nghị quyết", "QĐ": "Quyết định", "QD": "Quyết định", "NĐ": "Nghị định"}
"""Documents that plans are issued with, by their sign in a number: a programme under 03/NQ-CP has the number of its resolution."""
_YEARS_FIRST: Final = re.compile(r"\d{4}\s*[-–]\s*\d{4}\b")
OF_YEARS: Final = "giai đoạn {years}"
BORNE_BY: Final = "{plan} ban hành kèm theo {document}"


# -- days and numbers -----------------------------------------------------------------------------------------------


def day_words(day: dt.date | None) -> str:
    """``ngày 05 tháng 02 năm 2026``: days below 10 and months 1 and 2 with a leading zero, months 3 to 9 without; blanks while unknown."""
    if day is None:
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def before_words(last: dt.date | None) -> str:
    """``trước ngày 20/11/2024`` of the last good day: what is asked for before a day is in time until the day before it."""
    if last is None:
        return f"trước {day_words(None)}"
    return f"trước ngày {last + dt.timedelta(days=1):%d/%m/%Y}" if last < dt.date.max else f"chậm nhất ngày {last:%d/%m/%Y}"


def period(every: str, year: int, number: int) -> str:
    """``năm 2025``, ``quý II năm 2025``: what a report is about."""
    return sentences.PERIODS[every][number - 1].format(year=year)


def place_and_day(place: str, day: dt.date | None) -> str:
    """``Thái Nguyên, ngày …``; a blank for a place the plan does not name."""
    return f"{place or BLANK}, {day_words(day)}"


def paper_number(number: str, kind: str, issuer: str) -> str:
    """``05/TB-UBND``: below 10 a leading zero, no spaces round the signs; ``number`` may be a bare number, a whole one, or "" (a blank).

    ``kind`` is the sign of the kind of paper, "" for a letter; then ``issuer`` is followed by the drafting unit, which nobody knows here.
    """
    bare = re.sub(r"\s*([/-])\s*", r"\1", number.strip())
    if "/" not in bare:
        bare = f"{bare or BLANK}/{kind}-{issuer}" if kind else f"{bare or BLANK}/{issuer}-{BLANK}"
    found = _LEADING_NUMBER.match(bare)
    return f"{int(found[1]):02d}{found[2]}" if found else bare


_ROMAN_SIGNS: Final = {
    1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I",
}  # fmt: skip


def roman(n: int) -> str:
    """``IV`` of 4: how the headings of a table are numbered."""
    told = ""
    for value, sign in _ROMAN_SIGNS.items():
        told, n = told + sign * (n // value), n % value
    return told


def count(n: int) -> str:
    """``03``, ``12``, ``1.107``: so many things, as papers count them."""
    return f"{n:02d}" if 0 < n < 10 else number(n)


MOST_DECIMALS: Final = 6


def number(value: float, decimals: int | None = None) -> str:
    """``1.234,5``: decimal comma and thousands points; ``decimals`` fixed, or as many as it has (at most :data:`MOST_DECIMALS`)."""
    return written_number(value, decimals, "vi")


def bare(value: float, decimals: int) -> str:
    """``6,5`` of 6.50: a number inside a sentence, rounded as everywhere, without the zeros a table has at its end."""
    return without_zeros(number(value, decimals))


def without_zeros(told: str) -> str:
    """A written number without the zeros behind its last decimal."""
    return told.rstrip("0").rstrip(",") if "," in told else told


def measured(value: float, unit: str, *, before: str = "", decimals: int | None = None, bare: bool = False) -> str:
    """A number inside a sentence, ``8%/năm``: never on another line than its sign; its per cent right behind it."""
    told = without_zeros(number(value, decimals)) if bare else number(value, decimals)
    said = NO_BREAK.join(part for part in (before, told) if part)
    return with_unit(said, unit) if unit.startswith("%") else NO_BREAK.join(part for part in (said, unit) if part)


def unit_inside(unit: str | None) -> str:
    """A unit inside a sentence, ``doanh nghiệp`` of *Doanh nghiệp*: words lose the capital of a cell, a sign (Mbps, USD) stays."""
    told = unit or ""
    return told if told.isascii() and " " not in told else lower_first(told)


def quantity(cell: Quantity) -> str:
    """A number with what stands round it."""
    return with_unit(" ".join(part for part in (cell.before, number(cell.value, cell.decimals)) if part), cell.after)


def cell(value: CellValue) -> str:
    """A value as a table of a paper writes it."""
    if isinstance(value, Quantity):
        return quantity(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value


# -- bodies ---------------------------------------------------------------------------------------------------------

_GROUP: Final = "Các "


def issuer_lines(name: str, *, collegial: bool) -> tuple[str, ...]:
    """The issuer's name in capitals: a collegial body over the place it serves, as letterheads have it."""
    found = body_and_place(name) if collegial else None
    return (found[0].upper(), found[1].upper()) if found and " " in found[1] else (name.upper() or BLANK,)


def collective(name: str, *, collegial: bool) -> str:
    """The name in whose place a head signs "TM.", "" for a body whose head signs alone: its own record says which it is."""
    found = body_and_place(name) if collegial else None
    return found[0] if found else name if collegial else ""


def plan_kind(plan: Plan) -> str:
    """What kind of document the plan is, as papers call it: as its header says, else as its title begins; a blank while neither does."""
    kind = str(plan.header.get("kind", ""))
    title = str(plan.header.get("title", ""))
    kinds = sorted((*usual_kinds("vi"), *usual_kinds("en")), key=len, reverse=True)
    begins = (usual for usual in kinds if title.startswith(usual))
    return kind or next(begins, BLANK)


def issuer_sign(plan: Plan) -> str:
    """The issuer's sign in the number of a paper, ``UBND``: from the plan's own number, else from the abbreviation, else a blank."""
    found = _SIGN.search(str(plan.header.get("number", "")))
    if found:
        return found[1]
    short = str((plan.get("agencies", plan.header.get("issuer", "")) or {}).get("short", ""))
    first = short.split(" ")[0]
    return first if _ABBREVIATION.fullmatch(first) else BLANK


def names(plan: Plan, agencies: Iterable[str]) -> str:
    """The full names of bodies, ``A, B và C``; a group of bodies is no name and loses its capital."""
    said = [plan.title_of("agencies", id) for id in agencies]
    said = [lower_first(name) if name.startswith(_GROUP) else name for name in said]
    return " và ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)


def task_name(plan: Plan, id: str) -> str:
    """What a task is called inside a sentence: its summary without a full stop; the document's own words where the summary was cut."""
    record = plan.get("tasks", id) or {}
    summary = str(record.get("summary", id))
    told = str(record.get("text", summary)) if summary.rstrip().endswith("…") else summary
    return " ".join(told.split()).rstrip(".; ")


def spelled(text: str) -> str:
    """The text with the years of a term as running text has them, however they were typed: ``2021 - 2025`` of ``2021-2025``."""
    return _YEARS_JOINED.sub(r"\1 - \2", text)


def unbroken(text: str, name: str) -> str:
    """The text with a name and years (``2021 - 2025``) held together: neither is parted at the end of a line."""
    held = _YEARS.sub(lambda found: found[0].replace(" ", NO_BREAK), spelled(text))
    return held.replace(name, name.replace(" ", NO_BREAK)) if name else held


def capital(text: str) -> str:
    """The text as a sentence or a cell begins."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text inside a sentence: a capital stays only where a name or an abbreviation begins (Thái Nguyên, GRDP)."""
    words = text.split(" ", 2)
    if not words[0] or words[0][1:] != words[0][1:].lower() or (len(words) > 1 and words[1][:1].isupper()):
        return text
    return text[0].lower() + text[1:]


# -- citing ---------------------------------------------------------------------------------------------------------


class Citations:
    """How one paper cites documents: in full the first time, by kind and number from then on."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._cited: set[str] = set()

    def document(self, id: str) -> str:
        """A document of the plan: kind, number, day, issuer and abstract; the second time kind and number.

        A law goes by its name. One without a number keeps its abstract, so that it can be told from others.
        """
        values = self._plan.get("documents", id) or {}
        again = id in self._cited
        self._cited.add(id)
        kind, about = str(values.get("kind", "")), str(values.get("about", "")).rstrip(" .;")
        if about.lower().startswith(f"{kind.lower()} ") or kind.lower() in _NAMED_BY_TITLE:
            return about if about.lower().startswith(kind.lower()) else f"{kind} {about}"
        if again and values.get("number"):
            return f"{kind} số {values['number']}"
        issuer = str(values.get("issuer") or BLANK)
        return self._full(kind, str(values.get("number") or BLANK), values.get("date"), issuer, about)

    def plan(self) -> str:
        """The plan itself, by its own title; the second time by kind and number, or by its kind alone while it has none.

        Of a plan nobody said number, day or issuer of the title alone: nothing tells that there are any. Otherwise a number and a day
        that are not known are blanks for a hand, and an issuer that is not known is left out.
        """
        header: Values = self._plan.header
        again = "" in self._cited
        self._cited.add("")
        kind = plan_kind(self._plan)
        about = _without(str(header.get("title", "")), kind) or _without(str(header.get("short_title", "")), kind)
        known, about = _number_in(str(header.get("number") or ""), about)
        bearer = _bearer(kind, known)
        if again:
            return f"{kind} số {known}" if known and not bearer else kind
        issuer = self._plan.title_of("agencies", header["issuer"]) if "issuer" in header else ""
        if not (known or issuer or header.get("issued")):
            return f"{kind} {lower_first(about) or BLANK}"
        if bearer:
            named = f"{kind} {lower_first(about)}" if about else kind
            return BORNE_BY.format(plan=named, document=self._full(bearer, known, header.get("issued"), issuer, ""))
        return self._full(kind, known or BLANK, header.get("issued"), issuer, about)

    @staticmethod
    def _full(kind: str, number: str, day: dt.date | None, issuer: str, about: str) -> str:
        cited = f"{kind} số {number} {day_words(day)}"
        whose = f" {_WHOSE}{issuer}" if issuer else ""
        if not about:
            return f"{cited}{whose}"
        inside = about[:1].lower() + about[1:]
        if inside.startswith(_WHOSE):  # it says itself whose it is: never "của A về của B"
            own = issuer in ("", BLANK) or inside.removeprefix(_WHOSE).lower().startswith(issuer.lower())
            return f"{cited} {inside}" if own else f"{cited}{whose}, {kind} {inside}"
        if _YEARS_FIRST.match(about):
            return f"{cited}{whose} {OF_YEARS.format(years=about)}"
        return f"{cited}{whose} {inside if inside.startswith(_SAYS_ITSELF) else f'về {about}'}"


def _number_in(known: str, about: str) -> tuple[str, str]:
    """(the number of a plan, what it is about): a title that begins with a number, ``03/NQ-CP``, is about nothing of that name."""
    found = _NUMBER_OF.match(about)
    if found is None or (known and found[1].casefold() != re.sub(r"\s", "", known).casefold()):
        return known, about
    return known or found[1], about[found.end() :]


def _bearer(kind: str, number: str) -> str:
    """The document a plan was issued with, of whose kind the number's sign is; "" where the number is the plan's own."""
    found = _KIND_IN_NUMBER.search(number)
    bearer = _BEARERS.get(found[1].upper(), "") if found else ""
    return "" if bearer == kind else bearer


def _without(title: str, kind: str) -> str:
    """The title without the kind of document it begins with."""
    return title[len(kind) :].strip() if title.lower().startswith(kind.lower()) else title
