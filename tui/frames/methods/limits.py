"""The thresholds of docs/methods.md as expressions: of every row those of its plan."""

from __future__ import annotations

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.verdict import Thresholds


@attrs.frozen(kw_only=True, eq=False)
class Limits:
    """:class:`Thresholds` of the plan a row is of; they rest on the columns named in ``by_plan``."""

    by_plan: tuple[str, ...]
    close_share: pl.Expr
    speed_up_share: pl.Expr
    headroom_share: pl.Expr
    share_tolerance: pl.Expr
    share_sum_tolerance: pl.Expr
    jump_factor: pl.Expr
    about: pl.Expr
    least_digits: pl.Expr
    equal_is_minimum: pl.Expr

    @classmethod
    def of(cls, frames: Frames) -> Limits:
        """Each plan's own thresholds, those of docs/methods.md where it says nothing."""
        own = {field.name: frames.setting(field.name, field.default) for field in attrs.fields(Thresholds)}
        return cls(by_plan=tuple(frames.by_plan), **own)
