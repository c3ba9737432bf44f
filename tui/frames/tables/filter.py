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
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.tables.columns import Column, View
from tui.frames.tables.entry_texts import WITHOUT_COLUMN, entry_texts, listed_fields, others_named, panel_texts
from tui.frames.tables.fold_columns import AT_ONCE, Form, order_keys
from tui.frames.tables.search_index import SearchIndex, missing, shown
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, bare_sound, fold, has_marks, say, sound


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
    for column in view.every_column:
        names.setdefault(field_name(column.key), column.key)
    names.setdefault("id", "id")
    for say_it in said:
        for column in view.every_column:
            names.setdefault(field_name(say_it(column.title)), column.key)
    for column in _one_column_each_field(view):
        spec = TABLES[view.table].by_key.get(column.field or "") if view.table in TABLES else None
        if spec:
            for name in (spec.key, *(say_it(spec.label) for say_it in said)):
                names.setdefault(field_name(name), column.key)
    names.pop("", None)
    return names


def _one_column_each_field(view: View) -> list[Column]:
    """The columns whose field no other column edits: the years of a target all edit ``values``."""
    fields = [c.field for c in view.every_column]
    return [c for c in view.every_column if c.field and fields.count(c.field) == 1]


# -- narrowing ----------------------------------------------------------------------------------------------------


def narrow(view: View, filter: Filter, names: Mapping[str, str]) -> pl.DataFrame:
    """The rows the filter leaves, in their order; see :func:`places_left`."""
    places = places_left(view, filter, names)
    return view.frame if places is None else view.frame[places]


def places_left(view: View, filter: Filter, names: Mapping[str, str]) -> pl.Series | None:
    """The places of the rows the filter leaves, in their order; None where it asks for nothing.

    Terms that are not understood (:func:`faults`) leave all rows.
    """
    wanted = [t for t in filter.terms if _fault(view, t, names) is None]
    if not wanted:
        return None
    index = SearchIndex.of(view)
    mask = pl.repeat(True, view.frame.height, eager=True, dtype=pl.Boolean)
    for term in wanted:
        found = _found(view, index, term, names).fill_null(value=False)
        mask &= ~found if term.negated else found
    return mask.arg_true()


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


def _found(view: View, index: SearchIndex, term: Term, names: Mapping[str, str]) -> pl.Series:
    if term.field is None:
        return _holds(index.rows, term.value) | _in_entries(view, term.value)
    key = names[field_name(term.field)]
    native = view.frame[key]
    if term.compare is Compare.HAS:
        if not term.value:
            return ~missing(native)
        return _holds(lambda form: index.cells(key, form), term.value).fill_null(value=False) | _in_entries(view, term.value, key)
    if native.dtype.is_numeric() or native.dtype == pl.List:
        number = read_number(term.value)
        assert number is not None
        return _compared_number(native, number, term.compare, index.rounded(key))
    if native.dtype == pl.Date:
        day, year = read_day(term.value), _year(term.value)
        by_day: pl.Series = _COMPARE[term.compare](native, day) if day else _COMPARE[term.compare](native.dt.year(), year)
        return by_day
    return _holds(lambda form: index.cells(key, form), f"\n{term.value}\n")


_COMPARE: Final[Mapping[Compare, Callable[[Any, Any], Any]]] = {
    Compare.AT_LEAST: operator.ge,
    Compare.AT_MOST: operator.le,
    Compare.ABOVE: operator.gt,
    Compare.BELOW: operator.lt,
    Compare.EQUAL: operator.eq,
}


def _compared_number(native: pl.Series, number: float, compare: Compare, shown: pl.Series | None) -> pl.Series:
    """Stored values are compared; equality also accepts the rounded number that is shown. A list counts by its length."""
    values = native.list.len().cast(pl.Float64) if native.dtype == pl.List else native.cast(pl.Float64).fill_nan(None)
    found: pl.Series = _COMPARE[compare](values, number)
    if compare is Compare.EQUAL and shown is not None:
        found |= shown == number
    return found


def _in_entries(view: View, value: str, key: str | None = None) -> pl.Series:
    """Whether a text stands inside the entries of each row's record or in what its panel alone shows; or inside those a column counts."""
    wanted = [spec.key for spec in listed_fields(view.table) if key is None or spec.key == key]
    if view.frames is None or not (wanted or (key is None and view.table in WITHOUT_COLUMN)):
        return pl.repeat(False, view.frame.height, eager=True, dtype=pl.Boolean)
    form = Form.LOWERED if has_marks(value) else Form.FOLDED
    in_panel = panel_texts(view.frames, view.table, form) if key is None else None
    others = others_named(view.frames, view.table, form) if key is None else None
    parts = [entry_texts(view.frames, view.table, form).select("id", *wanted)] if wanted else []
    if in_panel is not None:
        parts.append(in_panel.drop("id") if parts else in_panel)
    looked_for = sound(value) if has_marks(value) else bare_sound(value)
    holds = pl.any_horizontal(pl.exclude("id").str.contains(looked_for, literal=True))
    found = [pl.concat(parts, how="horizontal").filter(holds)["id"], *([] if others is None else [others.filter(holds)["id"]])]
    return view.frame["id"].is_in(pl.concat(found).implode())


def _holds(texts: Callable[[Form], pl.Series], value: str) -> pl.Series:
    if has_marks(value):
        return texts(Form.LOWERED).str.contains(sound(value), literal=True)
    return texts(Form.FOLDED).str.contains(bare_sound(value), literal=True)


# -- order --------------------------------------------------------------------------------------------------------


def rank_column(key: str) -> str:
    """The frame's column that ranks the values of another whose words would sort wrongly (verdicts, section numbers)."""
    return f"{key}_rank"


def order(frame: pl.DataFrame, column: Column, descending: bool = False) -> pl.DataFrame:
    """The rows in the order of one column; see :func:`places_in_order`."""
    return frame[places_in_order(frame, column, descending)]


def places_in_order(frame: pl.DataFrame, column: Column, descending: bool = False) -> pl.Series:
    """The places of the rows in the order of one column, equal rows as they stood, missing values last either way.

    Numbers and days by value, ranked codes by rank (:func:`rank_column`), everything else by its shown words in Vietnamese order.
    """
    native = frame[column.key]
    if (rank := rank_column(column.key)) in frame.columns:
        by = frame[rank]
    elif native.dtype.is_numeric() or native.dtype.is_temporal() or native.dtype == pl.Boolean:
        by = native.fill_nan(None) if native.dtype.is_float() else native
    else:  # what is shown is not there for all rows at once
        blocks = (frame.slice(start, AT_ONCE) for start in range(0, max(1, frame.height), AT_ONCE))
        by = pl.concat([order_keys(shown(block, column)) for block in blocks], rechunk=False)
    gone = missing(native)
    by = by.zip_with(~gone, pl.Series([None], dtype=by.dtype)) if gone.any() else by
    rows = pl.int_range(by.len(), dtype=pl.UInt32, eager=True).alias("row")
    placed = pl.col("row").sort_by("by", descending=descending, nulls_last=True, maintain_order=True)
    return pl.DataFrame([rows, by.alias("by")]).select(placed).to_series()  # the keys themselves, long texts, are not put in order
