"""Which rows are shown and in what order: the filter language and Vietnamese sorting.

The language: words are AND over everything a row shows; ``!word`` negates; ``"two words"`` belong together;
``field:value`` looks in one column (``field:`` finds what is not missing); ``field>=n``, ``>``, ``<``, ``<=``, ``=``
compare numbers (decimal comma or point) and days (31/12/2025, or a year). Without marks a word matches any marks, with
marks only those.
"""

from __future__ import annotations

import datetime as dt
import enum
import operator
import re
import weakref
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.columns import Column, Shows, View
from tui.frames.folding import folded, lower, lowered, order_keys
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, fold, has_marks, say


class Compare(enum.Enum):
    """What is asked of one column; the value is how it is written."""

    HAS = ":"
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"
    EQUAL = "="


@attrs.frozen
class Term:
    """One condition: ``value`` in the whole row when ``field`` is None, else in that column (its name as typed)."""

    value: str
    field: str | None = None
    compare: Compare = Compare.HAS
    negated: bool = False


@attrs.frozen
class Filter:
    """What a query asks, as far as it is understood; ``faults`` say what is not, whatever the table.

    What only a view can tell (a column that is not there, a number asked of words) is in :func:`faults`.
    """

    terms: tuple[Term, ...] = ()
    faults: tuple[Sentence, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)


# -- reading a query ----------------------------------------------------------------------------------------------

_FIELD = re.compile(r"([\w][\w.\-]*)(:|>=|<=|≥|≤|>|<|=)")
_COMPARES: Final = {**{c.value: c for c in Compare}, "≥": Compare.AT_LEAST, "≤": Compare.AT_MOST}
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{0,15})?\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_QUOTES: Final = '"“”'
_QUOTED: Final = "\0"


def parse(text: str) -> Filter:
    """The filter a query means; never raises. An unfinished query means what is there so far."""
    terms: list[Term] = []
    faults: list[Sentence] = []
    for word, outline in _words(text):
        negated = outline.startswith("!")
        start = 1 if negated else 0
        found = _FIELD.match(outline, start)
        if not found:
            if word[start:].strip():
                terms.append(Term(word[start:], negated=negated))
            continue
        term = Term(word[found.end() :].strip(), found[1], _COMPARES[found[2]], negated)
        if term.compare is Compare.HAS:
            terms.append(term)
        elif term.value in ("", "+", "-", "−"):
            continue  # still being typed
        elif term.compare is not Compare.EQUAL and read_number(term.value) is None and read_day(term.value) is None:
            faults.append(say(N_("“{text}” is neither a number such as 8.59 or 8,59 nor a day such as 31/12/2025"), text=term.value))
        else:
            terms.append(term)
    return Filter(tuple(terms), tuple(faults))


def _words(text: str) -> Iterator[tuple[str, str]]:
    """(word, its outline) for each word; in the outline quoted characters are blanked, so no sign in quotes has a meaning."""
    word, outline, quoted, any_quote = "", "", False, False
    for char in text:
        if char in _QUOTES:
            quoted, any_quote = not quoted, True
        elif char.isspace() and not quoted:
            if word or any_quote:
                yield word, outline
            word, outline, any_quote = "", "", False
        else:
            word += char
            outline += _QUOTED if quoted else char
    if word:
        yield word, outline


def read_number(text: str) -> float | None:
    """A number typed with decimal comma or point, a per cent sign allowed; None when it is none."""
    typed = text.strip().replace("−", "-").removesuffix("%").rstrip()
    return float(typed.replace(",", ".")) if _NUMBER.match(typed) else None


def read_day(text: str) -> dt.date | None:
    """A day typed as 31/12/2025 or 2025-12-31; None when it is none."""
    first, last = _DAY_FIRST.match(text.strip()), _YEAR_FIRST.match(text.strip())
    try:
        if first:
            return dt.date(int(first[3]), int(first[2]), int(first[1]))
        return dt.date(int(last[1]), int(last[2]), int(last[3])) if last else None
    except ValueError:
        return None


# -- names of columns ---------------------------------------------------------------------------------------------


def field_name(text: str) -> str:
    """How a column is called in a query: folded, everything but letters, digits and ``_`` as ``-``."""
    return re.sub(r"[^\w]+", "-", fold(text)).strip("-")


def field_names(view: View, *languages: Callable[[str], str]) -> dict[str, str]:
    """Every name a query may call a column by → the column's key.

    Names are the key, the title in English and in each of ``languages``, then the field's TOML key and label where no
    other column has that name. ``id`` is always one.
    """
    names: dict[str, str] = {}
    said = (lambda text: text, *languages)
    for column in view.columns:
        names.setdefault(field_name(column.key), column.key)
    names.setdefault("id", "id")
    for say_it in said:
        for column in view.columns:
            names.setdefault(field_name(say_it(column.title)), column.key)
    for column in _one_column_each_field(view):
        spec = TABLES[view.table].by_key.get(column.field or "")
        if spec:
            for name in (spec.key, *(say_it(spec.label) for say_it in said)):
                names.setdefault(field_name(name), column.key)
    names.pop("", None)
    return names


def _one_column_each_field(view: View) -> list[Column]:
    """The columns whose field no other column edits: the years of a target all edit ``values``."""
    fields = [c.field for c in view.columns]
    return [c for c in view.columns if c.field and fields.count(c.field) == 1]


# -- narrowing ----------------------------------------------------------------------------------------------------


def narrow(view: View, filter: Filter, names: Mapping[str, str]) -> pl.DataFrame:
    """The rows the filter leaves, in their order. Terms that are not understood (:func:`faults`) leave all rows."""
    wanted = [t for t in filter.terms if _fault(view, t, names) is None]
    if not wanted:
        return view.frame
    haystack = Haystack.of(view)
    mask = pl.repeat(True, view.frame.height, eager=True, dtype=pl.Boolean)
    for term in wanted:
        found = _found(view, haystack, term, names).fill_null(value=False)
        mask &= ~found if term.negated else found
    return view.frame.filter(mask)


def faults(view: View, filter: Filter, names: Mapping[str, str]) -> tuple[Sentence, ...]:
    """Everything in a filter that this view cannot answer, ``filter.faults`` first."""
    return (*filter.faults, *(f for t in filter.terms if (f := _fault(view, t, names)) is not None))


def _fault(view: View, term: Term, names: Mapping[str, str]) -> Sentence | None:
    if term.field is None:
        return None
    key = names.get(field_name(term.field))
    if key is None:
        return say(N_("no column is called “{name}”"), name=term.field)
    if term.compare is Compare.HAS:
        return None
    dtype = view.frame.schema[key]
    if dtype.is_numeric() or dtype == pl.List:
        if read_number(term.value) is None:
            return say(N_("“{text}” is not a number; write it as 8.59 or 8,59"), text=term.value)
    elif dtype == pl.Date:
        if read_day(term.value) is None and _year(term.value) is None:
            return say(N_("“{text}” is not a day; write it as 31/12/2025"), text=term.value)
    elif term.compare is not Compare.EQUAL:
        return say(N_("“{name}” holds words; ask “{name}:{text}”"), name=term.field, text=term.value)
    return None


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{4}", text.strip()) else None


def _found(view: View, haystack: Haystack, term: Term, names: Mapping[str, str]) -> pl.Series:
    if term.field is None:
        return _holds(haystack.rows, term.value)
    key = names[field_name(term.field)]
    native = view.frame[key]
    if term.compare is Compare.HAS:
        return _holds(lambda form: haystack.cells(key, form), term.value) if term.value else ~missing(native)
    if native.dtype.is_numeric() or native.dtype == pl.List:
        number = read_number(term.value)
        assert number is not None
        return _compared_number(native, number, term.compare, haystack.decimals(key))
    if native.dtype == pl.Date:
        day, year = read_day(term.value), _year(term.value)
        by_day: pl.Series = _COMPARE[term.compare](native, day) if day else _COMPARE[term.compare](native.dt.year(), year)
        return by_day
    return _holds(lambda form: haystack.cells(key, form), f"\n{term.value}\n")


_COMPARE: Final[Mapping[Compare, Callable[[Any, Any], Any]]] = {
    Compare.AT_LEAST: operator.ge,
    Compare.AT_MOST: operator.le,
    Compare.ABOVE: operator.gt,
    Compare.BELOW: operator.lt,
    Compare.EQUAL: operator.eq,
}


def _compared_number(native: pl.Series, number: float, compare: Compare, decimals: int | None) -> pl.Series:
    """Stored values are compared; equality also accepts the rounded number that is shown. A list counts by its length."""
    values = native.list.len().cast(pl.Float64) if native.dtype == pl.List else native.cast(pl.Float64).fill_nan(None)
    found: pl.Series = _COMPARE[compare](values, number)
    if compare is Compare.EQUAL and decimals is not None:
        found |= values.round(decimals) == number
    return found


def _holds(texts: Callable[[Form], pl.Series], value: str) -> pl.Series:
    if has_marks(value):
        return texts(Form.LOWERED).str.contains(lower(value), literal=True)
    return texts(Form.FOLDED).str.contains(fold(value), literal=True)


def missing(native: pl.Series) -> pl.Series:
    """Whether each value is not there: null, NaN, an empty list or an empty text."""
    gone = native.is_null()
    if native.dtype == pl.List:
        gone |= native.list.len().fill_null(0) == 0
    elif native.dtype == pl.String:
        gone |= native.fill_null("") == ""
    elif native.dtype.is_float():
        gone |= native.is_nan().fill_null(value=True)
    return gone


# -- the text that is searched ------------------------------------------------------------------------------------


class Form(enum.Enum):
    """How text was made ready for search."""

    FOLDED = "folded"  # without marks
    LOWERED = "lowered"  # lower case, marks kept


_GLYPH: Final = r"^[^\pL\pN\s] "
"""The glyph before a word of state: asked for a state, nobody types it."""

_FORMS: Final = {Form.FOLDED: folded, Form.LOWERED: lowered}


class Haystack:
    """The searchable text of a view's rows, made once for a frame as far as it is asked for and dropped with it."""

    _kept: dict[tuple[int, tuple[Column, ...]], Haystack] = {}

    @classmethod
    def of(cls, view: View) -> Haystack:
        """The haystack of this very frame."""
        key = (id(view.frame), view.columns)
        kept = cls._kept.get(key)
        if kept is None or kept._frame() is not view.frame:
            kept = cls._kept[key] = cls(view)
            weakref.finalize(view.frame, cls._kept.pop, key, None)
        return kept

    def __init__(self, view: View) -> None:
        self._frame = weakref.ref(view.frame)
        self._columns = {c.key: c for c in view.columns}
        self._shown: dict[tuple[str, Form], pl.Series] = {}
        self._cells: dict[tuple[str, Form], pl.Series] = {}
        self._rows: dict[Form, pl.Series] = {}

    def rows(self, form: Form) -> pl.Series:
        """All shown text of each row, what it stands for (:func:`also_column`) and its id, a line each: no word is found across cells."""
        if form not in self._rows:
            lines = [self._shown_in(key, form).alias(str(i)) for i, key in enumerate(dict.fromkeys([*self._columns, "id"]))]
            lines += [self._also_in(key, form).alias(f"also {key}") for key in self._columns]
            text = pl.concat_str(pl.all(), separator="\n", ignore_nulls=True)
            self._rows[form] = pl.DataFrame(lines).select(text).to_series()
        return self._rows[form]

    def cells(self, key: str, form: Form) -> pl.Series:
        """What one column shows, with and without its glyph, what that stands for and the codes or ids behind it, a line each.

        Null where missing.
        """
        if (key, form) not in self._cells:
            native = self._live()[key]
            codes = native
            if native.dtype == pl.List(pl.String):
                codes = native.list.join("\n")
            codes = codes if codes.dtype == pl.String else pl.Series([None], dtype=pl.String).new_from_index(0, native.len())
            shown = self._shown_in(key, form).alias("shown")
            bare = shown.str.replace(_GLYPH, "").alias("bare")
            lines = pl.DataFrame([shown, bare, _FORMS[form](codes).alias("codes"), self._also_in(key, form).alias("also")])
            text = lines.select(pl.format("\n{}\n", pl.concat_str(pl.all(), separator="\n", ignore_nulls=True))).to_series()
            self._cells[key, form] = text.zip_with(~missing(native), pl.Series([None], dtype=pl.String))
        return self._cells[key, form]

    def decimals(self, key: str) -> int | None:
        """How many decimals the column is shown with, None for as many as there are."""
        column = self._columns.get(key)
        return column.decimals if column else None

    def _live(self) -> pl.DataFrame:
        frame = self._frame()
        assert frame is not None, "a haystack lives no longer than its frame"
        return frame

    def _shown_in(self, key: str, form: Form) -> pl.Series:
        if (key, form) not in self._shown:
            column = self._columns.get(key) or Column(key=key, title=key, width=0)
            self._shown[key, form] = _FORMS[form](shown(self._live(), column))
        return self._shown[key, form]

    def _also_in(self, key: str, form: Form) -> pl.Series:
        frame = self._live()
        name = also_column(key)
        return _FORMS[form](frame[name]) if name in frame.columns else pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)


def also_column(key: str) -> str:
    """The frame's column of further words a column is found by: the full names behind short ones."""
    return f"{key}_also"


def shown(frame: pl.DataFrame, column: Column) -> pl.Series:
    """What the cells of a column show, as String, null where missing; numbers in both languages' forms, a line each."""
    before = pl.format("{} ", pl.col(column.prefix).str.strip_chars_end()).fill_null("") if column.prefix else pl.lit("")
    after = pl.col(column.suffix).fill_null("") if column.suffix else pl.lit("")
    forms = [pl.col(column.text)] if column.text else _forms(frame, column)
    return frame.select(
        pl.concat_str([pl.concat_str(before, form, after) for form in forms], separator="\n", ignore_nulls=True).replace("", None)
    ).to_series()


def _forms(frame: pl.DataFrame, column: Column) -> list[pl.Expr]:
    value, dtype = pl.col(column.key), frame.schema[column.key]
    if dtype.is_float():
        rounded = value.fill_nan(None).round(6 if column.decimals is None else column.decimals)
        plain = rounded.cast(pl.String).str.strip_suffix(".0")
        if column.decimals:  # fixed decimals are shown with their zeros
            fraction = plain.str.extract(r"\.(\d+)$", 1).fill_null("").str.pad_end(column.decimals, "0")
            plain = pl.concat_str(plain.str.extract(r"^(-?\d+)", 1), pl.lit("."), fraction)
        return [plain, plain.str.replace(".", ",", literal=True), *_grouped(rounded, plain)]
    if dtype.is_integer():
        plain = value.cast(pl.String)
        return [plain] if column.shows is Shows.YEAR else [plain, *_grouped(value, plain)]
    if dtype == pl.Date:
        return [value.dt.strftime("%d/%m/%Y"), value.dt.strftime("%Y-%m-%d")]
    if dtype == pl.List(pl.String):
        return [value.list.join(", ")]
    return [value.cast(pl.String)] if not dtype.is_nested() else [pl.lit(None, dtype=pl.String)]


def _grouped(value: pl.Expr, plain: pl.Expr) -> list[pl.Expr]:
    """``21.914,5`` and ``21,914.5`` of numbers that are long enough to be grouped, else null."""
    whole = plain.str.extract(r"^-?(\d+)", 1).str.reverse().str.replace_all(r"(\d{3})", "${1}_").str.strip_suffix("_").str.reverse()
    sign = pl.when(value < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    digits = plain.str.extract(r"\.(\d+)$", 1)
    out: list[pl.Expr] = []
    for group, mark in ((".", ","), (",", ".")):
        text = pl.concat_str(sign, whole.str.replace_all("_", group, literal=True), pl.concat_str(pl.lit(mark), digits).fill_null(""))
        out.append(pl.when(value.abs() >= 1000).then(text))
    return out


# -- order --------------------------------------------------------------------------------------------------------


def rank_column(key: str) -> str:
    """The frame's column that ranks the values of another whose words would sort wrongly (verdicts, section numbers)."""
    return f"{key}_rank"


def order(frame: pl.DataFrame, column: Column, descending: bool = False) -> pl.DataFrame:
    """The rows in the order of one column, equal rows as they stood, missing values last either way.

    Numbers and days by value, ranked codes by rank (:func:`rank_column`), everything else by its shown words in Vietnamese order.
    """
    native = frame[column.key]
    if (rank := rank_column(column.key)) in frame.columns:
        by = frame[rank]
    elif native.dtype.is_numeric() or native.dtype.is_temporal() or native.dtype == pl.Boolean:
        by = native.fill_nan(None) if native.dtype.is_float() else native
    else:
        by = order_keys(shown(frame, column))
    by = by.zip_with(~missing(native), pl.Series([None], dtype=by.dtype))
    rows = by.to_frame("by").with_row_index("row").sort("by", descending=descending, nulls_last=True, maintain_order=True)["row"]
    return frame[rows]
