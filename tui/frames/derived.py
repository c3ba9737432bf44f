"""Values worked out from the plan's tables and kept: the verdicts, the workload, the rows of a tab …

``@derived`` makes a function of frames and some arguments into one whose value :class:`tui.frames.build.Frames` keeps: under the
function and the arguments, until an edit reaches something that was read to make it. Nobody lists what that is, it is recorded
while the value is made: the tables taken from ``frames[…]`` and ``frames.plan``, the fields from ``frames.columns(…)``, and all
that other kept values were made from which it asks for. So such a function takes the plan from its frames, never from elsewhere,
gives a value that reads nothing afterwards (no iterator), and nobody changes what it gives.

``@derived_by_record`` is for a frame with ``id`` and one row a record of a table. After an edit only the rows of the records it
reached are made anew: the function is called with frames that have those records only in that table. ``@derived_of_records`` is
the same for a frame in which a record has any number of rows.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Iterable
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, Final, Generic, ParamSpec, TypeVar

from tui.frames.disk_cache import kept_name

if TYPE_CHECKING:
    import polars as pl

    from tui.frames.build import Frames

P = ParamSpec("P")
T = TypeVar("T")


class Derived(Generic[P, T]):
    """A function of frames whose values are kept; see :class:`tui.frames.reads.Derivation`."""

    def __init__(
        self,
        make: Callable[Concatenate[Frames, P], T],
        table: str | None = None,
        apart: frozenset[str] = frozenset(),
        as_written: frozenset[str] = frozenset(),
        *,
        several: bool = False,
    ) -> None:
        update_wrapper(self, make)
        self.make: Callable[..., T] = make
        self.name = f"{make.__module__}.{make.__qualname__}"
        self.table = table
        self.apart = apart
        self.as_written = as_written
        self.several = several
        DERIVED.append(self)

    def __call__(self, frames: Frames, /, *args: P.args, **kwargs: P.kwargs) -> T:
        given: tuple[Hashable, ...] = args
        if kwargs:
            given = inspect.signature(self.make).bind(frames, *args, **kwargs).args[1:]
        return frames.value(self, given)

    def kept_name(self, *args: Hashable) -> str | None:
        """The name under which its value for these arguments outlives the session; see :func:`tui.frames.disk_cache.kept_name`."""
        return kept_name((self.name, *args))

    def __repr__(self) -> str:
        return f"<derived {self.name}>"


DERIVED: Final[list[Derived[Any, Any]]] = []
"""Every function whose values are kept, of the modules that were imported."""


def derived(make: Callable[Concatenate[Frames, P], T]) -> Derived[P, T]:
    """Keep the values of a function until something it read is edited; its arguments must be hashable."""
    return Derived(make)


def derived_by_record(
    table: str, *, as_written: Iterable[str] = ()
) -> Callable[[Callable[Concatenate[Frames, P], pl.DataFrame]], Derived[P, pl.DataFrame]]:
    """Keep the frames of a function that gives ``id`` and one row a record of ``table``, in the order of the file.

    A row may rest on no other record of its table, so of that table the function may read ``frames.columns(…)`` only: anything
    else raises :class:`tui.frames.reads.ReadsOtherRows`.

    ``as_written``: fields whose values stand in columns of their names as they are, and that no other column hangs on. An edit of these
    alone is put into the frame, and the function is not called.
    """
    return lambda make: Derived(make, table, as_written=frozenset(as_written))


def derived_of_records(table: str) -> Callable[[Callable[Concatenate[Frames, P], pl.DataFrame]], Derived[P, pl.DataFrame]]:
    """As :func:`derived_by_record`, for frames in which a record has any number of rows: those of one stand together, and the records in
    the order of the file. A column may not say where in the table a record stands."""
    return lambda make: Derived(make, table, several=True)


def derived_apart_from(*tables: str) -> Callable[[Callable[Concatenate[Frames, P], T]], Derived[P, T]]:
    """As :func:`derived`, but edits of these tables leave a value as it is: for what need not follow them, and costs much."""
    return lambda make: Derived(make, apart=frozenset(tables))
