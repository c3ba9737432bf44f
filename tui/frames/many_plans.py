"""The frames of many plans in one: every row says which plan it is of, and each plan keeps its own day, term and settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final, cast

import polars as pl

from tui.frames.build import Frames
from tui.frames.from_records import columns_of
from tui.frames.reads import Read
from tui.model.clock import clock_of
from tui.model.fields import TABLES
from tui.model.plan import Plan

BY_PLAN: Final = ("plan",)


class ManyPlans(Frames):
    """Frames over many plans, for the methods that ask a row's plan (``by_plan`` of :class:`tui.frames.build.Frames`).

    ``plan`` (UInt32) is the number of a row's plan in the order given. They are looked at, never edited: nobody renews them.
    """

    by_plan = BY_PLAN

    def __init__(
        self, plans: Mapping[str, Plan], day: dt.date | Mapping[str, dt.date], known: dt.date | Mapping[str, dt.date] | None = None
    ) -> None:
        """Look at each plan from the day, or from its own; ``known`` is the day whose knowledge counts where that is later.

        Raises KeyError when a plan has no day.
        """
        super().__init__(Plan())
        self.names: Final = pl.Series("plan", list(plans), dtype=pl.String)
        self._plans = list(plans.values())
        self._said: dict[tuple[str, str, str | None], pl.Series] = {}
        days = [day[name] if isinstance(day, Mapping) else day for name in plans]
        self._days = pl.Series("day", days, dtype=pl.Date)
        later = [known.get(name) if isinstance(known, Mapping) else known for name in plans]
        self._known_days = pl.select(pl.max_horizontal(self._days, pl.Series("known", later, dtype=pl.Date))).to_series()

    @property
    def plan(self) -> Plan:
        """There is no one plan here. Raises TypeError."""
        raise TypeError("these are the frames of many plans: ask them for what a row's plan says")

    @property
    def last_day(self) -> dt.date:
        """The latest day a plan is looked at from: what the methods are asked with. Each row's own day is what counts."""
        return cast("dt.date", self._days.max() or clock_of(Plan()).today())

    def let_go(self, tables: Iterable[str]) -> None:
        """Make the frames of these tables and forget the plans. Whoever asks for another table afterwards meets a KeyError."""
        for name in tables:
            self._table(name)
        self._plans = []

    def columns(self, name: str, keys: Sequence[str]) -> pl.DataFrame:
        self._reader.note(*(Read(name, key) for key in keys))
        return self._table(name).select(keys)

    def _table(self, name: str) -> pl.DataFrame:
        frame = self._tables.get(name)
        if frame is None:
            if len(self._plans) != len(self.names):
                raise KeyError(name)
            records = [plan.tables[name] for plan in self._plans]
            sizes = pl.Series("size", [len(each) for each in records], dtype=pl.UInt32)
            plans = self.numbers.repeat_by(sizes).explode().drop_nulls().alias("plan")
            ids = pl.Series("id", list(chain.from_iterable(records)), dtype=pl.String)
            values = list(chain.from_iterable(each.values() for each in records))
            frame = self._tables[name] = pl.DataFrame([plans, ids, *columns_of(TABLES[name].fields, values)])
        return frame

    def said(self, table: str, key: str, inner: str | None = None, default: object = None) -> pl.Expr:
        self._reader.note(Read(table))
        field = TABLES[table].by_key.get(key)
        if field is None:
            return pl.lit(default)
        each = self._said.get((table, key, inner))
        if each is None:
            each = self._said[table, key, inner] = self._of_each(table, key, inner)
        return pl.lit(each if default is None else each.fill_null(default)).gather(self.number)

    def _of_each(self, table: str, key: str, inner: str | None) -> pl.Series:
        """What each plan says; see :meth:`said`."""
        value = pl.col(key).struct.field(inner) if inner else pl.col(key)
        known = self._table(table).select("plan", value=value)
        return self.numbers.to_frame("plan").join(known, on="plan", how="left", maintain_order="left")["value"]

    def each_said(self, table: str, key: str) -> pl.DataFrame:
        return self._table(table).select("plan", key).explode(key).drop_nulls(key)

    @property
    def numbers(self) -> pl.Series:
        return pl.int_range(len(self.names), dtype=pl.UInt32, eager=True)

    @property
    def number(self) -> pl.Expr:
        return pl.col("plan")

    def day(self, as_of: dt.date) -> pl.Expr:
        return pl.lit(self._days).gather(self.number)

    def known_day(self, as_of: dt.date) -> pl.Expr:
        return pl.lit(self._known_days).gather(self.number)

    def named(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with the name of their plan in the place of its number."""
        return rows.with_columns(plan=pl.lit(self.names).gather(self.number))
