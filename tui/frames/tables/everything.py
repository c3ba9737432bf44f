"""Every record of the plan by its name, and which of them a few letters mean: the closest first, fast over very many."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cached_property
from typing import Final
from unicodedata import normalize

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.ownership import last_days
from tui.frames.tables.cells import Translate, day_text, full_names, short_names
from tui.frames.tables.fold_columns import folded, lowered
from tui.model.fields import TABLES
from tui.model.text import N_, bare_sound, fold, has_marks, sound

MOST_FOUND: Final = 200
"""Records that are listed; of the others it is said how many there are."""
_MOST_RANKED: Final = 4_000
_ROUGHLY: Final = 20
"""With fewer hits than this, records that have the letters in their order are found too."""
_LONGEST_ROUGH: Final = 16
_FEW_ENOUGH: Final = 20_000
"""Records among which letters in their order are looked for: in more of them it takes longer than a key may, and finds too many."""


@attrs.frozen(eq=False, slots=False)
class Everything:
    """DataFrame[table, id, label, what, ended] of the records of a plan, in the order of its tables; its texts are made when asked."""

    rows: pl.DataFrame

    @cached_property
    def plain(self) -> pl.DataFrame:
        """DataFrame[label, text, initials, every_initial] without marks: the name, all that is known by, the first letters of its words.

        ``initials`` are those of the words initials are made of (:mod:`tui.model.closeness`), ``every_initial`` of all.
        """
        return _ready(self.rows, folded)

    @cached_property
    def marked(self) -> pl.DataFrame:
        """The same with marks."""
        return _ready(self.rows, lowered)

    def make_ready(self) -> None:
        """Make what is searched, so that the first letter takes no longer than the others."""
        _ = self.plain, self.marked

    def found(self, query: str) -> tuple[pl.DataFrame, int]:
        """(the closest records a query means, at most :data:`MOST_FOUND`; how many there are in all); of an empty query nothing."""
        words = (sound(query) if has_marks(query) else bare_sound(query)).split()
        if not words:
            return self.rows.head(0), 0
        ready = self.marked if has_marks(query) else self.plain
        together, run = " ".join(words), "".join(words)
        found = pl.all_horizontal(pl.col("text").str.contains(word, literal=True) for word in words)
        letters = _initials_meant(query)
        if letters:
            found |= pl.any_horizontal(pl.col("initials", "every_initial").str.contains(letters, literal=True))
        hit = ready.select(found).to_series()
        every = int(hit.sum())
        hits = ready.filter(hit) if every <= _MOST_RANKED else ready[_near(ready, hit, together, letters)]
        ranked = hits.select("row", "length", rank=_rank(words, together, letters))
        if every < _ROUGHLY and ready.height <= _FEW_ENOUGH and 2 < len(run) <= _LONGEST_ROUGH:
            roughly = "".join(f"{re.escape(letter)}.*?" for letter in run)
            more = ready.filter(~hit & pl.col("label").str.contains(roughly))
            ranked = pl.concat([ranked, more.select("row", "length", rank=pl.lit(_ROUGH, dtype=pl.Int32))])
        return self.rows[_closest(ranked)], max(every, ranked.height)


def _closest(ranked: pl.DataFrame) -> pl.Series:
    """The rows of a DataFrame[row, length, rank], at most :data:`MOST_FOUND`: the lowest rank first, then the shortest, then the first.

    The three are one number of 64 bits: the lowest of many numbers are found in a tenth of the time it takes to sort three columns.
    """
    number = pl.col("rank").cast(pl.Int64) * 2**_RANK_FROM + pl.col("length").cast(pl.Int64).clip(0, 2**_LENGTH_BITS - 1) * 2**_ROW_BITS
    lowest = (number + pl.col("row").cast(pl.Int64)).bottom_k(MOST_FOUND).sort()
    return ranked.select((lowest % 2**_ROW_BITS).cast(pl.UInt32)).to_series()


_ENDED: Final = 2**19
"""Letters a body that has ended counts for beyond those of its name: it comes after all that are as close."""
_ROW_BITS: Final = 32
_LENGTH_BITS: Final = 20
_RANK_FROM: Final = _ROW_BITS + _LENGTH_BITS


def _initials_meant(query: str) -> str:
    """The first letters a text may be, without marks: one word of more than a letter, none of which has a tone; "" for none.

    To look through the first letters of very many names takes as long as to look through the names, and who writes tones writes words.
    """
    letters = fold(query).strip()
    toned = any(mark in _TONES for mark in normalize("NFD", query))
    return letters if len(letters) > 1 and not toned and " " not in letters else ""


def _near(ready: pl.DataFrame, hit: pl.Series, together: str, letters: str) -> pl.Series:
    """The rows of very many hits that may be the closest: to look at each would take longer than a key may."""
    exact = [pl.col("short") == together, pl.col("id") == together]
    if letters:
        exact.append(pl.any_horizontal(pl.col("initials", "every_initial") == letters))
    ways = (
        pl.col("label").str.starts_with(together) | pl.any_horizontal(exact).fill_null(False),
        pl.col("label").str.contains(together, literal=True),
        pl.lit(True),
    )
    near = hit.clear()
    for way in ways:
        found = (hit & ready.select(way.alias("way")).to_series()).arg_true() if way is not ways[-1] else hit.arg_true()
        near = pl.concat([near.cast(found.dtype), found if way is ways[0] else found.head(_MOST_RANKED)]).unique(maintain_order=True)
        if near.len() >= MOST_FOUND:
            break
    return near


_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""The marks of tones; those of letters (ă, ơ) can be part of first letters."""
_ROUGH: Final = 9
_BARE: Final = {letter: fold(letter) for letter in "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"}
"""First letters are told without marks, whatever else is typed."""


def _rank(words: list[str], together: str, letters: str) -> pl.Expr:
    """How close a record is to what is typed, 0 the closest."""
    label, initials = pl.col("label"), pl.col("initials", "every_initial")
    spaced = pl.col("spaced")
    begun = pl.all_horizontal(spaced.str.contains(f" {word}", literal=True) for word in words)
    return (
        pl.when((label == together) | (pl.col("id") == together) | (pl.col("short") == together))
        .then(0)
        .when(pl.lit(bool(letters)) & pl.any_horizontal(initials == letters))
        .then(1)
        .when(label.str.starts_with(together))
        .then(2)
        .when(spaced.str.contains(f" {together}", literal=True))
        .then(3)
        .when(pl.lit(bool(letters)) & pl.any_horizontal(initials.str.starts_with(letters)))
        .then(4)
        .when(begun)
        .then(5)
        .when(label.str.contains(together, literal=True))
        .then(6)
        .when(pl.all_horizontal(label.str.contains(word, literal=True) for word in words))
        .then(7)
        .otherwise(8)
        .cast(pl.Int32)
    )


@derived
def everything(frames: Frames, words: Translate, as_of: dt.date) -> Everything:
    """Every record of a plan that somebody can go to; ``what`` says of which kind it is, and by what it is told from its like; of a body
    that has ended by the day that too."""
    over = (
        frames.columns("agencies", ("id",))
        .select("id")
        .join(last_days(frames).filter(pl.col("last_day") < as_of), left_on="id", right_on="agency", how="semi")["id"]
    )
    parts = []
    for spec in TABLES.values():
        if spec.single or not frames.columns(spec.name, ("id",)).height:
            continue
        full, short = full_names(frames, spec.name, words), short_names(frames, spec.name, words)
        beside = [key for key in ("locator", "number", "date") if key in spec.by_key and key not in (spec.title, spec.short)]
        more = frames.columns(spec.name, ("id", *beside))
        told = [day_text(pl.col(key), words) if more.schema[key].is_temporal() else pl.col(key).cast(pl.String) for key in beside]
        told_beside = more.select("id", beside=pl.coalesce(*told) if told else pl.lit(None, dtype=pl.String))
        parts.append(
            full.rename({"name": "label"})
            .with_columns(short=pl.when(short["name"] != full["name"]).then(short["name"]), table=pl.lit(spec.name))
            .join(told_beside, on="id", how="left", maintain_order="left")
            .with_columns(ended=pl.col("id").is_in(over.implode()) if spec.name == "agencies" else pl.lit(value=False))
            .with_columns(
                what=pl.concat_str(
                    pl.lit(words(spec.one)),
                    pl.coalesce("short", "beside", "id"),
                    pl.when("ended").then(pl.lit(words(N_("has ended")))),
                    separator=" · ",
                    ignore_nulls=True,
                )
            )
        )
    empty = {name: pl.String for name in ("table", "id", "label", "short", "what")} | {"ended": pl.Boolean}
    return Everything(pl.concat([part.select(list(empty)) for part in parts]) if parts else pl.DataFrame(schema=empty))


_UNSPOKEN: Final = r"(?i)(?:^|\b)(?:và|của|các|về|cho|tại|va|cua|cac|ve|tai)(?:\b|$)"
"""The words of :data:`tui.model.closeness.UNSPOKEN` as names have them."""


def _first_letters(label: pl.Expr) -> pl.Expr:
    """The first letters of the words of a label, without marks."""
    return label.str.replace_all(r"[^\pL\pN]*([\pL\pN])[\pL\pN]*", "${1}").str.to_lowercase().str.replace_many(_BARE)


def _ready(rows: pl.DataFrame, form: Callable[[pl.Series], pl.Series]) -> pl.DataFrame:
    label = form(rows["label"])
    beside = form(rows.select(pl.concat_str(["what", "id"], separator="\n", ignore_nulls=True)).to_series())
    spoken = pl.col("label").str.replace_all(_UNSPOKEN, "")
    initials, every_initial = rows.select(_first_letters(spoken), every=_first_letters(pl.col("label"))).get_columns()
    text = pl.DataFrame({"label": label, "beside": beside}).select(pl.concat_str(["label", "beside"], separator="\n")).to_series()
    made = pl.DataFrame(
        {"label": label, "text": text, "initials": initials, "every_initial": every_initial, "short": form(rows["short"]), "id": rows["id"]}
    )
    ready = made.with_columns(
        length=pl.col("label").str.len_chars() + rows["ended"].cast(pl.UInt32) * _ENDED, spaced=pl.format(" {}", pl.col("label"))
    )
    return ready.with_row_index("row")
