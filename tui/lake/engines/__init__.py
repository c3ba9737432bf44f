"""The engines a lake is asked with: one is named by a setting, and each answers the same SQL with the same rows.

None is our own. Polars is there with the program; the others are extras, which their modules here load when they are asked something.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Final, Protocol, cast

import polars as pl

from tui.lake.reading import Lake
from tui.model.text import N_, say
from tui.store.files.errors import StoreError

ENGINES: Final[Mapping[str, tuple[str, str]]] = {
    "polars": ("", "with_polars"),
    "duckdb": ("sql", "with_duckdb"),
    "daft": ("cluster", "with_daft"),
    "ray": ("cluster", "with_ray"),
    "spark": ("spark", "with_spark"),
}
"""Name → the extra that brings it ("" without one) and the module here that asks it."""


class CannotAsk(StoreError):
    """An engine that is not installed, or did not understand what it was asked."""


class Engine(Protocol):
    """What a module of this package offers."""

    def answer(self, lake: Lake, sql: str) -> pl.DataFrame: ...


def answer(lake: Lake, sql: str, engine: str = "polars") -> pl.DataFrame:
    """The rows an engine gives for SQL over the tables of a lake. Raises :class:`CannotAsk`."""
    extra, module = ENGINES[engine]
    asked = cast("Engine", importlib.import_module(f"tui.lake.engines.{module}"))
    try:
        return asked.answer(lake, sql)
    except ImportError as fault:
        template = N_("{engine} is not installed here ({fault}); install kehoach[{extra}]")
        raise CannotAsk(say(template, engine=engine, fault=str(fault), extra=extra)) from fault
    except Exception as fault:  # each engine has faults of its own, and whatever it is, it is about what was asked
        what = (str(fault).strip() or type(fault).__name__).splitlines()[0]
        raise CannotAsk(say(N_("{engine} could not answer: {fault}"), engine=engine, fault=what)) from fault
