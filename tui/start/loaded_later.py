"""Modules of Python's own library that a start only names: each is loaded when something of it is asked for.

Polars and asyncio import at their beginning what they need for reading data lakes and for encrypted connections: nobody asks for it
here. A finder put before all others gives such a module out empty; the first name that is looked up in it loads it, into the same object.
This is the ordinary machinery of imports, and it is the only place that delays what others import.
"""

from __future__ import annotations

import _thread
import importlib.machinery
import sys
import types

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

LATER: Final = frozenset({"asyncio.sslproto", "importlib.metadata", "ipaddress", "ssl"})
"""Each is imported whole by who imports it (``import ssl``), and used in functions only that the workbench does not come to."""


_one_at_a_time: Final = _thread.RLock()


class _Later(types.ModuleType):
    """A module that has not been loaded yet."""

    def __getattr__(self, name: str) -> Any:
        with _one_at_a_time:
            if type(self) is _Later:  # nobody was quicker
                _load(self)
        return getattr(self, name)


def _load(module: types.ModuleType) -> None:
    spec: Any = module.__spec__
    module.__class__ = types.ModuleType
    spec.loader = module.__loader__ = spec.loader.of
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(spec.name, None)
        raise


class _Loader:
    """Makes a module, and leaves loading it to whoever asks for something in it."""

    def __init__(self, of: Any) -> None:
        self.of = of

    def create_module(self, spec: Any) -> types.ModuleType:
        return types.ModuleType(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing yet."""
        module.__class__ = _Later


class _Finder:
    """Finds the modules that can wait, and no others."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None) -> Any:
        if name not in LATER:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)  # type: ignore[assignment]
        return spec


_finder: Final = _Finder()


def begin() -> None:
    """From now on these modules are loaded when they are needed; those that are loaded stay so."""
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
