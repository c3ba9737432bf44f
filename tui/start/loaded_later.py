"""What libraries do at a start for something nobody asks for here: it is done when somebody asks, or not at all.

Polars and asyncio import at their beginning what they need for reading data lakes and for encrypted connections. A finder put before all
others gives such a module out empty; the first name that is looked up in it loads it, into the same object. Polars also works out the
signature of each function it wraps, for editors; here it is worked out when it is looked at. plotext writes its documentation when it is
imported, and once more for each figure; here it does not. This is the ordinary machinery of imports, and it is the only place that
changes what others import.
"""

from __future__ import annotations

import _thread
import sys
import types

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

LATER: Final = frozenset({"asyncio.sslproto", "importlib.metadata", "ipaddress", "plotext._doc", "ssl"})
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


def _with_later_signatures(module: types.ModuleType) -> None:
    """The module is given signatures that are worked out when somebody looks at them."""
    import inspect

    class Later(inspect.Signature):
        """The signature of a function."""

        __slots__ = ("_of",)

        def __init__(self, of: Any) -> None:
            self._of = of

        def __getattr__(self, name: str) -> Any:
            if name not in inspect.Signature.__slots__:
                raise AttributeError(name)
            known = inspect.signature(self._of)
            for part in inspect.Signature.__slots__:
                setattr(self, part, getattr(known, part))
            return getattr(self, name)

        def replace(self, **changed: Any) -> Any:
            return inspect.signature(self._of).replace(**changed)

        def __reduce__(self) -> Any:
            return inspect.signature(self._of).__reduce__()

    names: Any = types.ModuleType(inspect.__name__)
    vars(names).update(vars(inspect), signature=Later)
    module.inspect = names  # type: ignore[attr-defined]


def _without_documentation(module: types.ModuleType) -> None:
    """The module does not look for the documentation of a function, which is not loaded."""
    module.add = lambda function: None  # type: ignore[attr-defined]


CHANGED: Final = {
    "plotext._doc_utils": _without_documentation,
    "polars._utils.expired": _with_later_signatures,
    "polars._utils.unstable": _with_later_signatures,
    "polars.series.utils": _with_later_signatures,
}
"""Modules something is changed in when they are loaded."""


class _Changing:
    """Loads a module as its own loader does, and changes something in it."""

    def __init__(self, of: Any) -> None:
        self.of = of

    def create_module(self, spec: Any) -> types.ModuleType | None:
        made: types.ModuleType | None = self.of.create_module(spec)
        return made

    def exec_module(self, module: types.ModuleType) -> None:
        spec: Any = module.__spec__
        spec.loader = module.__loader__ = self.of
        self.of.exec_module(module)
        CHANGED[module.__name__](module)


class _Finder:
    """Finds the modules that can wait or are changed, and no others."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None) -> Any:
        if name not in LATER and name not in CHANGED:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None:
                if spec.loader is not None:
                    kind: Any = _Loader if name in LATER else _Changing
                    spec.loader = kind(spec.loader)
                return spec
        return None


_finder: Final = _Finder()


def begin() -> None:
    """From now on these modules are loaded when they are needed; those that are loaded stay so."""
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
