"""Work done beside other work of the same save: reading and reckoning in a thread of its own while the disk writes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Beside(Generic[T]):
    """What comes of some work that touches nothing the other work does; ``at_once`` has it done before anything else, with no thread."""

    def __init__(self, work: Callable[[], T], *, at_once: bool) -> None:
        self._work = work
        self._found: list[T] = []
        self._fault: BaseException | None = None
        self._thread: threading.Thread | None = None
        if at_once:
            self._do()
        else:
            self._thread = threading.Thread(target=self._do, name="save", daemon=True)
            self._thread.start()

    def _do(self) -> None:
        try:
            self._found.append(self._work())
        except BaseException as fault:  # raised where the result is wanted
            self._fault = fault

    def wait(self) -> None:
        """Until it is done, whatever came of it."""
        if self._thread is not None:
            self._thread.join()

    def result(self) -> T:
        """What came of it. Raises what the work raised."""
        self.wait()
        if self._fault is not None:
            raise self._fault
        return self._found[0]
