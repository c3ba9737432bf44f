"""The import of prepared modules while a program has one thread that imports: without the locks and the many looks at each module.

Python holds a lock for each module that is being loaded, asks one finder after the other under another, and looks for seven attributes of
every new module one by one. For a module that is prepared (:mod:`tui.start.prepared`) all of it is known, and as long as nobody else
imports no lock is needed: a start loads eight hundred of them. Whatever is not prepared, not as it was, or claimed by a finder before the
prepared one is imported as always. Who begins a thread that may import, and the workbench before it runs, calls :func:`end`.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported here.
"""

from __future__ import annotations

import importlib._bootstrap as _machinery  # where Python itself looks for what imports
import sys
import types

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec
    from typing import Any

_NAME = "_find_and_load"
_as_always: Callable[[str, Any], types.ModuleType] | None = None


def begin(spec_of: Callable[[str, Any], ModuleSpec | None], code_of: Callable[[str], types.CodeType | None], finder: object) -> None:
    """From now on prepared modules are imported alone; ``spec_of`` and ``code_of`` give what is known of one, None where it is not.

    ``finder`` is the one of :data:`sys.meta_path` that gives the same to Python: what comes before it is asked first.
    """
    global _as_always
    always = getattr(_machinery, _NAME, None)
    if _as_always is not None or not callable(always):
        return
    _as_always = always

    def load(name: str, import_: Any) -> types.ModuleType:
        if name in sys.modules:
            return always(name, import_)  # type: ignore[no-any-return]
        parent, _, last = name.rpartition(".")
        above = None
        if parent:
            above = sys.modules.get(parent)
            if above is None:
                import_(parent)
                if name in sys.modules:
                    return sys.modules[name]
                above = sys.modules.get(parent)
        path = None if above is None else getattr(above, "__path__", None)
        if parent and path is None:
            return always(name, import_)  # type: ignore[no-any-return]
        for one in sys.meta_path:
            if one is finder:
                break
            if one.find_spec(name, path) is not None:
                return always(name, import_)  # type: ignore[no-any-return]
        spec = spec_of(name, path)
        code = None if spec is None else code_of(name)
        if spec is None or code is None:
            return always(name, import_)  # type: ignore[no-any-return]
        module = _made(spec, code)
        if above is not None:
            setattr(above, last, module)
        return module

    setattr(_machinery, _NAME, load)


def _made(spec: Any, code: types.CodeType) -> types.ModuleType:
    """The module of a spec, once its code has run; what it raises, with the module gone again."""
    name: str = spec.name
    module = types.ModuleType(name)
    names = module.__dict__
    names["__spec__"], names["__loader__"], names["__package__"] = spec, spec.loader, spec.parent
    if spec.submodule_search_locations is not None:
        names["__path__"] = spec.submodule_search_locations
    names["__file__"] = spec.origin  # not where its compiled code would be, which Python asks of the spec where it wants to know
    sys.modules[name] = module
    try:
        spec.loader.run(code, module)
        module = sys.modules[name] = sys.modules.pop(name)  # it may have put another in its place
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


def end() -> None:
    """From now on modules are imported as always: somebody else may import too."""
    global _as_always
    if _as_always is not None:
        setattr(_machinery, _NAME, _as_always)
        _as_always = None
