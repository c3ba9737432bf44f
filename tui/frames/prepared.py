"""Queries over frames that are put together once and asked again: over a few rows it costs more to say what is wanted than to do it.

An edit has some rows judged, so a method is asked again and again over frames with the same columns. Each step of a frame alone has a
price in Polars whatever its rows, and so has each expression in Python. A function with ``@prepared`` says all its steps at once, of
frames that are not there yet; they are given when the query is asked.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache, partial, update_wrapper
from typing import Any, Final, cast
from weakref import WeakValueDictionary

import attrs
import polars as pl
from polars.io.plugins import register_io_source

from tui.frames.from_records import PolarsType

_KEPT: Final = 8
"""Forms of one query that are kept: by the columns of its frames and by what else it is given, such as the day."""

_AS_WRITTEN: Final = pl.QueryOptFlags.none()
"""The steps in the order in which they are written: to look for a better one costs more than it saves."""

_LITERALS: Final[WeakValueDictionary[int, pl.Expr]] = WeakValueDictionary()


@lru_cache(maxsize=256, typed=True)
def literal(value: Hashable, dtype: PolarsType | None) -> pl.Expr:
    """A value in every row, of a tuple all its values as a column; the same expression each time, by which a query is found again.

    An empty tuple is none of these, for the reason that :func:`at_once` gives: a query with it is asked once.
    """
    kind = cast("pl.DataType | None", dtype)
    made = pl.lit(pl.Series("literal", value, dtype=kind)) if isinstance(value, tuple) else pl.lit(value, dtype=kind)
    if value != ():
        _LITERALS[id(made)] = made
    return made


def at_once(query: pl.LazyFrame) -> pl.DataFrame:
    """The answer to a query that is asked once, because it holds columns of frames.

    Polars 2.1 takes an empty column in a query for any other, whatever their types, where it goes about it as with steps of a frame.
    """
    return query.collect(engine="in-memory", optimizations=_AS_WRITTEN)


@attrs.define(eq=False)
class _Ready:
    """A query with the frames it is asked over in ``over``; ``given`` is what it was put together with, so that it stays what it is."""

    given: tuple[Any, ...]
    over: list[pl.DataFrame | None]
    query: pl.LazyFrame


PREPARED: Final[list[Prepared]] = []
"""Every prepared query of the modules that were imported."""


class Prepared:
    """A function of lazy frames and other things that says a query; called with frames in their places it gives the answer.

    A form of the query is kept for each set of columns and each of the other things: those are hashable, a :func:`literal`, or put
    together of such with ``attrs``. With any other expression, as frames of many plans have them, a query is asked once.
    """

    def __init__(self, say: Callable[..., pl.LazyFrame]) -> None:
        update_wrapper(self, say)
        self._say = say
        self._ready: OrderedDict[Hashable, _Ready] = OrderedDict()
        self._asking = threading.Lock()
        PREPARED.append(self)

    def forget(self) -> None:
        """Put the query together again when it is asked next: for whoever has changed a rule it was said by."""
        with self._asking:
            self._ready.clear()

    def __call__(self, *given: Any) -> pl.DataFrame:
        if any(map(_of_once, given)):
            return at_once(self._say(*(one.lazy() if isinstance(one, pl.DataFrame) else one for one in given)))
        form = tuple(map(_form, given))
        with self._asking:  # the frames stand in the query while it is asked
            ready = self._ready.get(form)
            if ready is None:
                ready = self._ready[form] = self._put_together(given)
                while len(self._ready) > _KEPT:
                    self._ready.popitem(last=False)
            else:
                self._ready.move_to_end(form)
            ready.over[:] = [one for one in given if isinstance(one, pl.DataFrame)]
            try:
                return ready.query.collect(engine="in-memory", optimizations=_AS_WRITTEN)
            finally:
                ready.over[:] = [None] * len(ready.over)

    def _put_together(self, given: tuple[Any, ...]) -> _Ready:
        over: list[pl.DataFrame | None] = []
        asked: list[Any] = []
        for one in given:
            if isinstance(one, pl.DataFrame):
                asked.append(register_io_source(partial(_given, over, len(over)), schema=one.schema))
                over.append(None)
            else:
                asked.append(one)
        kept = tuple(None if isinstance(one, pl.DataFrame) else one for one in given)
        query = self._say(*asked)
        query.collect_schema()  # Polars keeps with a query what it has made of its steps for that, and need not make it at each answer
        return _Ready(kept, over, query)


def _given(over: list[pl.DataFrame | None], place: int, *_: object) -> Iterator[pl.DataFrame]:
    """The frame that stands at a place of a query."""
    frame = over[place]
    assert frame is not None
    yield frame


def _of_once(one: Any) -> bool:
    if isinstance(one, pl.Expr):
        return _LITERALS.get(id(one)) is not one
    return _is_put_together(one) and any(_of_once(getattr(one, field.name)) for field in attrs.fields(type(one)))


def _is_put_together(one: Any) -> bool:
    """Whether it is an object of ``attrs`` that equals no other."""
    return attrs.has(type(one)) and "__eq__" not in vars(type(one))


def _kind(dtype: pl.DataType) -> Hashable:
    """What tells a type of column from others: of a simple one the name of its class, which compares much faster than the type does."""
    name = type(dtype).__name__
    return name if name in _SIMPLE else str(dtype)


_SIMPLE: Final = frozenset({"String", "Boolean", "Date", "Float64", "Int64", "UInt32", "Null"})
"""The classes of types of which there is one of each."""


def _form(one: Any) -> Hashable:
    """What must be the same for a query to be the same."""
    if isinstance(one, pl.DataFrame):
        return (*one.columns, *map(_kind, one.dtypes))
    if isinstance(one, pl.Expr):
        return id(one)
    if isinstance(one, tuple):
        return tuple(map(_form, one))
    if _is_put_together(one):
        return type(one), tuple(_form(getattr(one, field.name)) for field in attrs.fields(type(one)))
    return type(one), one


def prepared(say: Callable[..., pl.LazyFrame]) -> Prepared:
    """Put what a function says together once, and ask it of the frames it is called with."""
    return Prepared(say)
