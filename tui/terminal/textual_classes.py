"""What Textual notes of each class of nodes, put together from what was noted of those it comes from; and the private names it takes.

Of each line the places it keeps what was made of it in, made when something is kept in them.

The workbench loads this before all else of Textual, so that Textual's own widgets are noted in this way too. The names were checked with
the version :data:`tui.terminal.textual_internals.private_names.CHECKED_WITH`; where Textual does it otherwise, it is left to Textual.
"""

from __future__ import annotations

from functools import cache
from types import CodeType
from typing import TYPE_CHECKING, Any, Final

from textual.binding import Binding, BindingsMap
from textual.cache import FIFOCache
from textual.dom import DOMNode
from textual.reactive import Reactive
from textual.strip import Strip

from tui.start.loaded_at_call import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.segment import Segment

MADE_KNOWN: Final = frozenset(
    {
        *("BindingsMap", "DOMNode", "Reactive", "__dict__", "__init_subclass__", "__mro__", "__name__", "_computes"),
        *("_css_bases", "_css_type_name", "_css_type_names", "_inherit_bindings", "_inherit_component_classes"),
        *("_inherit_css", "_merge_bindings", "_merged_bindings", "_reactives", "add", "append", "base", "bases"),
        *("bindings", "bindings_", "clear", "cls", "css_type_names", "dir", "from_keys", "frozenset", "get"),
        *("inherit_bindings", "inherit_component_classes", "inherit_css", "isinstance", "issubclass", "items", "key"),
        *("key_bindings", "key_to_bindings", "keys", "lstrip", "name", "new_bindings", "reactive", "reactives", "reversed"),
        *("set", "startswith", "super", "update"),
    }
)
"""What ``DOMNode.__init_subclass__`` and ``_merge_bindings`` speak of; where they speak of anything else they are left as they are."""


def names_in(function: Any) -> frozenset[str]:
    """Everything a function and those within it speak of; nothing where it is no function of Python."""
    code = code_of(function)
    return frozenset() if code is None else _names_in(code)


def _names_in(code: CodeType) -> frozenset[str]:
    inner = [_names_in(part) for part in code.co_consts if isinstance(part, CodeType)]
    return frozenset({*code.co_names, *code.co_varnames}).union(*inner) - {".0"}


@cache
def _own_parts(base: type, size: int) -> tuple[dict[str, Any], dict[str, list[Binding]], frozenset[str]]:
    """(reactives, bindings by their keys, what is computed) that a class has itself; ``size``: that of its names, which may grow."""
    own = vars(base)
    bindings = BindingsMap(own.get("BINDINGS", [])).key_to_bindings if issubclass(base, DOMNode) else {}
    computed = (name.lstrip("_")[8:] for name in own if name.startswith(("_compute_", "compute_")))
    return {name: part for name, part in own.items() if isinstance(part, Reactive)}, bindings, frozenset(computed)


def _make_known(
    cls: type[DOMNode], inherit_css: bool = True, inherit_bindings: bool = True, inherit_component_classes: bool = True
) -> None:
    """What Textual notes of a class, put together from what was noted of those it comes from.

    Textual goes through every name of each of them again, and makes their bindings again: half a millisecond for each of our screens.
    """
    super(DOMNode, cls).__init_subclass__()
    cls._inherit_css, cls._inherit_bindings, cls._inherit_component_classes = inherit_css, inherit_bindings, inherit_component_classes
    reactives: dict[str, Any] = {}
    keys: dict[str, list[Binding]] = {}
    computed: set[str] = set()
    for base in reversed(cls.__mro__):
        own_reactives, bindings, computes = _own_parts(base, len(vars(base)))
        reactives.update(own_reactives)
        computed |= computes
        if issubclass(base, DOMNode):
            if not base._inherit_bindings:
                keys.clear()
            keys.update({key: [*those] for key, those in bindings.items()})
    bases = cls._css_bases(cls)
    cls._reactives, cls._computes, cls._merged_bindings = reactives, frozenset(computed), BindingsMap.from_keys(keys)
    cls._css_type_name, cls._css_type_names = bases[0].__name__, frozenset(base.__name__ for base in bases)


MAKES_KNOWN: Final[Any] = vars(DOMNode)["__init_subclass__"]
"""How Textual itself does it."""

if names_in(MAKES_KNOWN.__func__) | names_in(DOMNode._merge_bindings.__func__) == MADE_KNOWN:  # type: ignore[attr-defined]
    setattr(DOMNode, "__init_subclass__", classmethod(_make_known))  # noqa: B010 - it is a method in its types


KEPT_OF_LINE: Final = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}
"""What a line keeps of what was made of it, and how many of each."""

MADE_OF_LINE: Final = frozenset(
    {*KEPT_OF_LINE, "FIFOCache", "_cell_count", "_cell_length", "_link_ids", "_render_cache", "_segments", "cell_length", "list"}
    | {"segments", "self"}
)
"""What ``Strip.__init__`` speaks of; where it speaks of anything else it is left as it is."""


def _make_line(self: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    """A line that has kept nothing yet: Textual makes seven empty caches for each, a kilobyte, and most stay empty."""
    self._segments = list(segments)
    self._cell_length = cell_length
    self._render_cache = self._link_ids = self._cell_count = None


def _kept_of_line(self: Strip, name: str) -> FIFOCache[Any, Any]:
    """What a line keeps, when it is looked at first."""
    most = KEPT_OF_LINE.get(name)
    if most is None:
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
    made: FIFOCache[Any, Any] = FIFOCache(most)
    setattr(self, name, made)
    return made


MAKES_LINE: Final[Any] = vars(Strip)["__init__"]
"""How Textual itself does it."""

if names_in(MAKES_LINE) == MADE_OF_LINE and not hasattr(Strip, "__getattr__"):
    setattr(Strip, "__init__", _make_line)  # noqa: B010 - it is a method in its types
    setattr(Strip, "__getattr__", _kept_of_line)  # noqa: B010
