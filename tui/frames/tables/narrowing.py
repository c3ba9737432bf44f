"""Which rows of a view are shown, in what order and under which groups: everything that may be asked of a table, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import polars as pl

from tui.frames.tables.cell_values import Span, holding, labels_of
from tui.frames.tables.columns import Column, View
from tui.frames.tables.filter import Filter, parse, places_in_order, places_left, rank_column
from tui.frames.tables.groups import Grouping, grouped
from tui.i18n.words import Words
from tui.model.text import N_


@attrs.frozen
class Only:
    """Only the rows that hold one of some values of a column (see :mod:`tui.frames.tables.cell_values`)."""

    column: str
    keys: tuple[str, ...]


@attrs.frozen
class GroupedBy:
    """The column rows are grouped by, days by a span."""

    column: str
    span: Span = Span.YEAR


@attrs.frozen
class Asked:
    """What is asked of a table; of columns it does not have nothing is."""

    text: str = ""
    only: tuple[Only, ...] = ()
    sorted_by: tuple[str, bool] | None = None
    grouped_by: GroupedBy | None = None

    @property
    def narrows(self) -> bool:
        return bool(self.only) or bool(parse(self.text))

    def within(self, view: View) -> Asked:
        """As much of it as the columns of a view allow."""
        keys = {column.key for column in view.every_column} | {"id"}
        return attrs.evolve(
            self,
            only=tuple(only for only in self.only if only.column in keys),
            sorted_by=self.sorted_by if self.sorted_by is not None and self.sorted_by[0] in keys else None,
            grouped_by=self.grouped_by if self.grouped_by is not None and self.grouped_by.column in keys else None,
        )


def places_found(view: View, asked: Asked, wanted: Filter, names: Mapping[str, str]) -> pl.Series | None:
    """The places of the rows of a view that the filter and the chosen values leave, in their order; None where nothing may leave any out.

    ``names`` are those of the columns in a query.
    """
    places = places_left(view, wanted, names)
    for only in asked.only:
        holds = holding(view, view.frame, view.column(only.column), only.keys)
        places = holds.arg_true() if places is None else places.filter(holds.gather(places))
    return places


def places_asked(view: View, asked: Asked, places: pl.Series | None) -> pl.Series | None:
    """These rows of a view by their places (None: all) in the order that is asked for; None for all of them as they stand."""
    if asked.sorted_by is None:
        return places
    key, descending = asked.sorted_by
    if places is None:
        return places_in_order(view.frame, view.column(key), descending)
    of_order = [name for name in (*view.column(key).frame_columns(), rank_column(key)) if name in view.frame.columns]
    return places.gather(places_in_order(view.frame.select(of_order)[places], view.column(key), descending))


def rows_grouped(view: View, asked: Asked, frame: pl.DataFrame, words: Words) -> Grouping | None:
    """The groups that are asked for, in the order of their values: the other way round where the rows are."""
    by = asked.grouped_by
    if by is None:
        return None
    down = asked.sorted_by == (by.column, True)
    return grouped(view, frame, view.column(by.column), words, by.span, descending=down)


def only_words(view: View, only: Iterable[Only], words: Words) -> list[str]:
    """What is chosen, in words: ``Tình trạng: quá hạn, sắp đến hạn``."""
    told = []
    for one in only:
        column = view.column(one.column)
        named = labels_of(view, column, [key for key in one.keys if key], words)
        labels = [named.get(key) or words(N_("(nothing)")) for key in one.keys]
        more = f" +{len(labels) - 2}" if len(labels) > 2 else ""
        told.append(f"{words(column.title)}: {', '.join(labels[:2])}{more}")
    return told


def without_column(asked: Asked, key: str) -> Asked:
    """The same with all values of a column."""
    return attrs.evolve(asked, only=tuple(only for only in asked.only if only.column != key))


def with_only(asked: Asked, column: Column, keys: Sequence[str]) -> Asked:
    """The same with some values of a column in place of those that were chosen; none are all."""
    rest = without_column(asked, column.key)
    return attrs.evolve(rest, only=(*rest.only, Only(column.key, tuple(keys)))) if keys else rest


def as_values(asked: Asked) -> dict[str, Any]:
    """What is asked as plain values, to be written down: texts, lists of texts, true or false. Without what is not asked."""
    values: dict[str, Any] = {}
    if asked.text:
        values["filter"] = asked.text
    if asked.only:
        values["only"] = [f"{only.column}={key}" for only in asked.only for key in only.keys]
    if asked.sorted_by is not None:
        values["sort"], values["descending"] = asked.sorted_by
        if not values["descending"]:
            del values["descending"]
    if asked.grouped_by is not None:
        values["group"] = asked.grouped_by.column
        if asked.grouped_by.span is not Span.YEAR:
            values["span"] = asked.grouped_by.span.value
    return values


def from_values(values: Mapping[str, Any]) -> Asked:
    """What is asked, from plain values somebody wrote; what is none is left out."""
    chosen: dict[str, list[str]] = {}
    listed = values.get("only")
    for text in listed if isinstance(listed, list) else ():
        column, sign, key = str(text).partition("=")
        if sign and key not in chosen.setdefault(column, []):
            chosen[column].append(key)
    sort, group, text = values.get("sort"), values.get("group"), values.get("filter")
    spans = {span.value: span for span in Span}
    return Asked(
        text if isinstance(text, str) else "",
        tuple(Only(column, tuple(keys)) for column, keys in chosen.items()),
        (sort, values.get("descending") is True) if isinstance(sort, str) and sort else None,
        GroupedBy(group, spans.get(str(values.get("span")), Span.YEAR)) if isinstance(group, str) and group else None,
    )
