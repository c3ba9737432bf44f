"""What libraries do at a start for something nobody asks for here: it is done when somebody asks, or not at all.

Polars and asyncio import at their beginning what they need for reading data lakes and for encrypted connections. A finder put before all
others gives such a module out empty; the first name that is looked up in it loads it, into the same object, and of some that are
imported by name a name stands in for what it names until it is used. Polars also works out the
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
    from collections.abc import Mapping, Sequence
    from typing import Any, Final

WHOLE: Final = frozenset(
    {
        *("ast", "asyncio.sslproto", "bz2", "hashlib", "locale", "lzma", "mimetypes", "plotext._doc", "ssl", "tokenize"),
    }
)
"""Each is imported whole by who imports it (``import ssl``), and used in functions only that the workbench does not come to at a start."""

NAMED: Final[Mapping[str, frozenset[str]]] = {
    "attr._version_info": frozenset({"VersionInfo"}),
    "difflib": frozenset({"SequenceMatcher", "get_close_matches"}),
    "pickle": frozenset({"dumps", "loads"}),
    "platformdirs": frozenset({"user_downloads_path"}),
    "polars._utils.async_": frozenset({"_AioDataFrameResult", "_GeventDataFrameResult"}),
    "polars.config": frozenset({"Config"}),
    "polars.dataframe._html": frozenset({"NotebookFormatter"}),
    "polars.io.cloud.credential_provider._builder": frozenset({"_init_credential_provider_builder"}),
    "polars.io.database._executor": frozenset({"ConnectionExecutor"}),
    "polars.io.delta._dataset": frozenset({"DeltaDataset"}),
    "polars.io.iceberg._dataset": frozenset(
        {
            *("IcebergCatalogConfig", "IcebergCatalogTableDescriptor", "IcebergScanResolver", "IcebergScanTableSerializer"),
            *("IcebergTableWrap", "_reusable_catalog"),
        }
    ),
    "polars.io.lance._scan_resolver": frozenset({"LanceScanResolver"}),
    "polars.series.array": frozenset({"ArrayNameSpace"}),
    "polars.series.binary": frozenset({"BinaryNameSpace"}),
    "polars.series.categorical": frozenset({"CatNameSpace"}),
    "polars.series.datetime": frozenset({"DateTimeNameSpace"}),
    "polars.series.list": frozenset({"ListNameSpace"}),
    "polars.series.struct": frozenset({"StructNameSpace"}),
    "rich.markup": frozenset({"render"}),
    "rich.table": frozenset({"Table"}),
    "rich.tree": frozenset({"Tree"}),
    "textual.canvas": frozenset({"Canvas", "Rectangle"}),
    "textual.fuzzy": frozenset({"Matcher"}),
    "textual.suggester": frozenset({"Suggester", "SuggestionReady"}),
    "textual.types": frozenset({"IgnoreReturnCallbackType"}),
    "textual.validation": frozenset({"Integer", "Number", "ValidationResult", "Validator"}),
    "urllib.parse": frozenset({"quote", "quote_from_bytes"}),
    "uuid": frozenset({"uuid4"}),
    "zoneinfo": frozenset({"ZoneInfo", "ZoneInfoNotFoundError"}),
}
"""Modules of which others import classes and functions by name (``from uuid import uuid4``), to use them in functions only, or to say
of what type something is; those names. A name stands in for what it names until it is called or asked for anything."""

BASES: Final = frozenset({("ast", "NodeVisitor")})
"""Classes others are made of at a start, that nobody makes one of then."""

LATER: Final = WHOLE | NAMED.keys()

TAKEN_OVER: Final = {"pickle": "_pickle"}
"""Of those with names, modules that take these over from another one, which is ready as it stands."""


_one_at_a_time: Final = _thread.RLock()


class _Later(types.ModuleType):
    """A module that has not been loaded yet."""

    def __getattr__(self, name: str) -> Any:
        if name == "__path__":  # what an import by name asks first; a package has one from the beginning
            raise AttributeError(name)
        with _one_at_a_time:
            if type(self) is _Later:  # nobody was quicker
                its_own = TAKEN_OVER.get(self.__name__)
                if its_own is not None and name in NAMED[self.__name__]:
                    try:
                        return getattr(__import__(its_own), name)
                    except (ImportError, AttributeError):  # another Python: there it is loaded when it is called
                        pass
                if name in NAMED.get(self.__name__, ()) or (self.__name__, name) in BASES:
                    return _stand_in(self, name, sys._getframe(1).f_globals)
                _load(self)
        return getattr(self, name)


class _StandIn:
    """A class or a function of a module that has not been loaded yet."""

    __slots__ = ("_module", "_name")

    def __init__(self, module: types.ModuleType, name: str) -> None:
        self._module, self._name = module, name

    def _itself(self) -> Any:
        with _one_at_a_time:
            if type(self._module) is _Later:
                _load(self._module)
        if self._waits:
            raise ImportError(f"cannot import name {self._name!r} from {self._module.__name__!r}")
        return vars(self._module)[self._name]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._itself(), name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._itself()(*given, **named)

    def __getitem__(self, of: Any) -> Any:
        return self._itself()[of]

    def __or__(self, other: Any) -> Any:
        return self._itself() | other

    def __ror__(self, other: Any) -> Any:
        return other | self._itself()

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        return (_base(self) if (self._module.__name__, self._name) in BASES else self._itself(),)

    def __instancecheck__(self, instance: Any) -> bool:
        return not self._waits and isinstance(instance, self._itself())

    def __subclasscheck__(self, kind: type) -> bool:
        return not self._waits and issubclass(kind, self._itself())

    @property
    def _waits(self) -> bool:
        """Whether what is named does not exist yet: nothing is one of a class that nobody has made."""
        return self._name not in vars(self._module)


def _base(of: _StandIn) -> type:
    """A class that stands in for one another is made of, until something is looked for in it that is not there."""

    class Base:
        def __getattr__(self, name: str) -> Any:
            for kind in Base.__subclasses__():
                kind.__bases__ = tuple(of._itself() if each is Base else each for each in kind.__bases__)
            return getattr(self, name)

    return Base


_standing_in: Final[dict[str, dict[str, _StandIn]]] = {}
_who_asked: Final[dict[str, dict[int, dict[str, Any]]]] = {}
"""Of each module that has not been loaded, what stands in for its names, and the globals of those who have it."""


def _stand_in(module: types.ModuleType, name: str, asked_by: dict[str, Any]) -> _StandIn:
    _who_asked.setdefault(module.__name__, {})[id(asked_by)] = asked_by
    known = _standing_in.setdefault(module.__name__, {})
    return known.setdefault(name, _StandIn(module, name))


def _put_in_place(module: types.ModuleType) -> None:
    """Give everybody who has something that stands in for a name of the module what it names."""
    stood_in = {id(stands_in): vars(module).get(name) for name, stands_in in _standing_in.get(module.__name__, {}).items()}
    for names in _who_asked.pop(module.__name__, {}).values():
        for name, value in [*names.items()]:
            if type(value) is _StandIn and stood_in.get(id(value)) is not None:
                names[name] = stood_in[id(value)]


def _load(module: types.ModuleType) -> None:
    spec: Any = module.__spec__
    module.__class__ = types.ModuleType
    spec.loader = module.__loader__ = spec.loader.of
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(spec.name, None)
        raise
    _put_in_place(module)


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


def _with_one_class_of_fields(module: types.ModuleType) -> None:
    """The fields of a class are kept in one kind of tuple; ``attrs`` makes a class for each, with a property for each field."""
    its_own: Any = module._make_attr_tuple_class

    class Attributes(tuple):  # type: ignore[type-arg]
        """The fields of a class, each also by its name."""

        __slots__ = ()

        def __getattr__(self, name: str) -> Any:
            for each in self:
                if each.name == name:
                    return each
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def made(name: str, fields: Sequence[str]) -> type:
        hidden = any(hasattr(Attributes, field) for field in fields)  # a field may have the name of a method
        kind: type = its_own(name, fields) if hidden else Attributes
        return kind

    module._make_attr_tuple_class = made  # type: ignore[attr-defined]


def _without_documentation(module: types.ModuleType) -> None:
    """The module does not look for the documentation of a function, which is not loaded."""
    module.add = lambda function: None  # type: ignore[attr-defined]


def _with_known_beginning(module: types.ModuleType) -> None:
    """The day each figure counts from is known, without what reads days of any form."""
    its_own: Any = module.date_class.string_to_time

    def string_to_time(self: Any, string: Any, input_form: Any = None, time0: Any = None) -> Any:
        if (string, input_form, self.input_form) == ("01/01/1900", None, "%d/%m/%Y"):
            return -2_208_988_800.0 - (self.time0 if time0 is None else time0)
        return its_own(self, string, input_form, time0)

    module.date_class.string_to_time = string_to_time


def _with_narrow_by_ranges(module: types.ModuleType) -> None:
    """Whether all letters of a text are narrow is told by ranges of them; Rich has a set of two thousand, a quarter of a mebibyte."""
    import re

    names = vars(module)
    narrow, ranges = names["_is_single_cell_widths"], names["_SINGLE_CELL_UNICODE_RANGES"]
    if narrow != names["_SINGLE_CELLS"].issuperset:
        return
    inside = "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in ranges)
    names["_is_single_cell_widths"] = re.compile(f"[{inside}]*").fullmatch
    names["_SINGLE_CELLS"] = frozenset()


CHANGED: Final = {
    "attr._make": _with_one_class_of_fields,
    "plotext._date": _with_known_beginning,
    "plotext._doc_utils": _without_documentation,
    "rich.cells": _with_narrow_by_ranges,
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
