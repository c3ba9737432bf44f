"""A value that is worked out when somebody first asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """Works a value out once, when it is first asked for. Copies of what holds it share it."""

    __slots__ = ("_made", "_work")

    def __init__(self, work: Callable[[], T]) -> None:
        self._work: Callable[[], T] | None = work
        self._made: T | None = None

    @property
    def made(self) -> bool:
        """Whether it has been worked out."""
        return self._work is None

    @property
    def value(self) -> T:
        """The value. Raises what working it out raises, and then tries again when asked again."""
        work = self._work
        if work is not None:  # who asks in another thread meanwhile works it out as well
            self._made = work()
            self._work = None  # and whatever it held on to
        return self._made  # type: ignore[return-value]
