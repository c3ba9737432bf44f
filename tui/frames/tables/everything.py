"""Every record of the plan by its name, and which of them a few letters mean: the closest first, fast over very many."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.tables.cells import Translate, full_names, short_names
from tui.frames.tables.fold_columns import folded, lowered
from tui.model.fields import TABLES
from tui.model.text import bare_sound, fold, has_marks, sound

MOST_FOUND: Final = 200
"""Records that are listed; of the others it is said how many there are."""
_MOST_RANKED: Final = 4_000
_ROUGHLY: Final = 20
"""With fewer hits than this, records that have the letters in their order are found too."""
_LONGEST_ROUGH: Final = 16


@attrs.frozen(eq=False, slots=False)
class Everything:
    """DataFrame[table, id, label, what] of the records of a plan, in the order of its tables; its texts are made ready when asked."""

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
        letters = "".join(fold(query).split())
        if len(letters) > 1:
            found |= pl.any_horizontal(pl.col("initials", "every_initial").str.contains(letters, literal=True))
        hits = ready.select(pl.exclude("text")).filter(ready.select(found).to_series())
        ranked = _near(hits, together, letters).select("row", "length", rank=_rank(words, together, letters))
        if hits.height < _ROUGHLY and 2 < len(run) <= _LONGEST_ROUGH:
            roughly = "".join(f"{re.escape(letter)}.*?" for letter in run)
            more = ready.filter(pl.col("label").str.contains(roughly) & ~pl.col("row").is_in(hits["row"].implode()))
            ranked = pl.concat([ranked, more.select("row", "length", rank=pl.lit(_ROUGH, dtype=pl.Int32))])
        best = ranked.sort("rank", "length", "row").head(MOST_FOUND)["row"]
        return self.rows[best], max(hits.height, ranked.height)


def _near(hits: pl.DataFrame, together: str, letters: str) -> pl.DataFrame:
    """Of very many hits those that may be the closest: to look at each would take longer than a key may."""
    if hits.height <= _MOST_RANKED:
        return hits
    exact = pl.any_horizontal(pl.col("initials", "every_initial") == letters) | (pl.col("short") == together) | (pl.col("id") == together)
    near = hits.filter(pl.col("label").str.starts_with(together) | exact.fill_null(False))
    if near.height < MOST_FOUND:
        also = hits.filter(pl.col("label").str.contains(together, literal=True)).head(_MOST_RANKED)
        near = pl.concat([near, also]).unique("row", keep="first", maintain_order=True)
    return (
        near if near.height >= MOST_FOUND else pl.concat([near, hits.head(_MOST_RANKED)]).unique("row", keep="first", maintain_order=True)
    )


_ROUGH: Final = 9
_BARE: Final = {letter: fold(letter) for letter in "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"}
"""First letters are told without marks, whatever else is typed."""


def _rank(words: list[str], together: str, letters: str) -> pl.Expr:
    """How close a record is to what is typed, 0 the closest."""
    label, initials = pl.col("label"), pl.col("initials", "every_initial")
    begun = pl.all_horizontal(pl.format(" {}", label).str.contains(f" {word}", literal=True) for word in words)
    return (
        pl.when((label == together) | (pl.col("id") == together) | (pl.col("short") == together))
        .then(0)
        .when(pl.any_horizontal(initials == letters))
        .then(1)
        .when(label.str.starts_with(together))
        .then(2)
        .when(pl.format(" {}", label).str.contains(f" {together}", literal=True))
        .then(3)
        .when(pl.lit(len(letters) > 1) & pl.any_horizontal(initials.str.starts_with(letters)))
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
def everything(frames: Frames, words: Translate) -> Everything:
    """Every record of a plan that somebody can go to; ``what`` says of which kind it is, and by what it is told from its like."""
    parts = []
    for spec in TABLES.values():
        if spec.single or not frames.columns(spec.name, ("id",)).height:
            continue
        full, short = full_names(frames, spec.name), short_names(frames, spec.name)
        beside = [key for key in ("locator", "number", "date") if key in spec.by_key and key not in (spec.title, spec.short)]
        more = frames.columns(spec.name, ("id", *beside))
        told = [pl.col(key).dt.strftime("%d/%m/%Y") if more.schema[key].is_temporal() else pl.col(key).cast(pl.String) for key in beside]
        told_beside = more.select("id", beside=pl.coalesce(*told) if told else pl.lit(None, dtype=pl.String))
        parts.append(
            full.rename({"name": "label"})
            .with_columns(short=pl.when(short["name"] != full["name"]).then(short["name"]), table=pl.lit(spec.name))
            .join(told_beside, on="id", how="left", maintain_order="left")
            .with_columns(what=pl.concat_str(pl.lit(words(spec.one)), pl.coalesce("short", "beside", "id"), separator=" · "))
        )
    empty = {name: pl.String for name in ("table", "id", "label", "short", "what")}
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
    return made.with_columns(length=pl.col("label").str.len_chars()).with_row_index("row")
