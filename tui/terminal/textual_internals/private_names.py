"""Private names of Textual and Rich: every one the program uses, by what needs it, and whether the Textual that is there has them.

They were checked with Textual :data:`CHECKED_WITH`, the version that ``constraints.txt`` pins. At the start each is looked for
in the Textual that is there: where one is gone or has another shape, :data:`MISSING` says which, and frames are left to
Textual itself. What is needed all the same — keys, the clipboard — does without the name, as its function says.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterable, Mapping
from types import FunctionType
from typing import Any, Final

from tui.start.loaded_at_call import code_of

CHECKED_WITH: Final = "8.2.8"
"""The version of Textual whose source was read for all that stands here."""

INPUT: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual._xterm_parser:XTermParser": ("debug",),
    "textual._xterm_parser:XTermParser.feed": None,
    "textual._ansi_sequences:ANSI_SEQUENCES_KEYS": None,
    "textual._ansi_sequences:IGNORE_SEQUENCE": None,
    "textual._keyboard_protocol:FUNCTIONAL_KEYS": None,
    "textual.drivers.linux_driver:LinuxDriver.run_input_thread": ("self",),
    "textual.drivers.linux_driver:LinuxDriver.process_message": ("self", "message"),
}
"""What reading the terminal rests on; without one of these Textual reads it."""

NAMES: Final[Mapping[str, tuple[str, ...] | None]] = {
    **INPUT,  # first, so that what is missing is one of them if any of them is
    "textual.app:App._batch_count": None,
    "textual.app:App._check_bindings": ("self", "key", "priority"),
    "textual.app:App._closed": None,
    "textual.app:App._display": ("self", "screen", "renderable"),
    "textual.app:App._driver": None,
    "textual.app:App._exception": None,
    "textual.app:App._exit_renderables": None,
    "textual.app:App._on_key": ("self", "event"),
    "textual.app:App._previous_cursor_position": None,
    "textual.app:App._print_error_renderables": ("self",),
    "textual.app:App._sync_available": None,
    "textual.app:App.console": None,
    "textual.app:App.cursor_position": None,
    "textual.app:App.post_display_hook": ("self",),
    "textual.app:App._registry": None,
    "textual.dom:DOMNode._pruning": None,
    "textual.message_pump:MessagePump._closed": None,
    "textual.message_pump:MessagePump._closing": None,
    "textual.message_pump:MessagePump._message_queue": None,
    "textual.message_pump:MessagePump._next_callbacks": None,
    "textual.message_pump:MessagePump._on_message": ("self", "message"),
    "asyncio:Event._waiters": None,
    "textual.screen:Screen._callbacks": None,
    "textual.screen:Screen._compositor": None,
    "textual.screen:Screen._invoke_later": ("self", "callback", "sender"),
    "textual.strip:Strip.crop": ("self", "start", "end"),
    "textual.strip:Strip.render_ansi": ("style", "color_system"),
    "textual._compositor:LayoutUpdate": ("strips", "region"),
    "textual._compositor:ChopsUpdate": ("chops", "spans", "chop_ends"),
    "textual._compositor:Compositor.render_full_update": ("self", "simplify"),
    "textual._context:visible_screen_stack": None,
    "textual._time:get_time": None,
    "textual.driver:Driver._app": None,
    "textual.driver:Driver._debug": None,
    "textual.drivers.linux_driver:LinuxDriver._disable_mouse_support": ("self",),
    "textual.drivers.linux_driver:LinuxDriver._enable_mouse_support": ("self",),
    "textual.drivers.linux_driver:LinuxDriver._file": None,
    "textual.drivers.linux_driver:LinuxDriver._mouse": None,
    "textual.drivers.linux_driver:LinuxDriver.disable_input": ("self",),
    "textual.drivers.linux_driver:LinuxDriver.start_application_mode": ("self",),
    "rich.console:Console._color_system": None,
    "rich.style:Style._ansi": None,
    "rich.style:Style._link": None,
    "rich.style:Style._link_id": None,
}
"""Module, class and name of everything that is checked, with its parameters where it is called or replaced."""

SPARED: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual._styles_cache:StylesCache.get_inner_outer": ("cls", "base_background", "background"),
}
"""What only saves room: without one of these nothing is done otherwise, and nothing is missing."""

AHEAD: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual.app:App._init_mode": ("self", "mode"),
}
"""What only saves time: without one of these nothing is made ready that nobody has asked for."""

MASKED: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual.app:App._batch_count": None,
    "textual.app:App._begin_batch": ("self",),
    "textual.app:App._end_batch": ("self",),
    "textual.app:App.delay_update": ("self", "delay"),
}
"""What only saves time: without one of these a tab that has to be put together is painted when Textual's time for it is over."""

COMPOSED: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual._compositor:Compositor._dirty_regions": None,
    "textual._compositor:Compositor._full_map": None,
    "textual._compositor:Compositor._regions_to_spans": ("regions",),
    "textual._compositor:Compositor.reflow": ("self", "parent", "size"),
    "textual._compositor:Compositor.render_full_update": ("self", "simplify"),
    "textual._compositor:Compositor.render_partial_update": ("self",),
    "textual._compositor:Compositor.visible_widgets": None,
    "textual._compositor:CompositorUpdate": (),
}
"""What only saves time: without one of these Textual puts the lines of a frame together."""

TIMED_ONCE: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual.message_pump:MessagePump.set_timer": ("self", "delay", "callback", "name", "pause"),
    "textual.timer:Timer._skip": None,
}
"""Without one of these what Textual asks its clock for once may never come on a busy machine."""

LAID_OUT_ONCE: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual.reactive:Reactive._layout": None,
    "textual.widget:Widget._size_updated": ("self", "size", "virtual_size", "container_size", "layout"),
}
"""What only saves time: without one of these a screen is laid out twice where once does."""

PACED: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual.app:App._exception": None,
    "textual.app:App._exit": None,
    "textual.app:App._handle_exception": ("self", "error"),
    "textual.screen:Screen._dirty_widgets": None,
    "textual.screen:Screen._layout_required": None,
    "textual.screen:Screen._on_timer_update": None,
    "textual.screen:Screen._repaint_required": None,
    "textual.screen:Screen._scroll_required": None,
    "textual.screen:Screen._update_timer": None,
}
"""What only saves time: without one of these frames are drawn when Textual's timer says so."""

BARS: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual.scrollbar:ScrollBar.render": ("self",),
    "textual.scrollbar:ScrollBar.vertical": None,
    "textual.scrollbar:ScrollBarRender.render_bar": (
        *("size", "virtual_size", "window_size", "position", "thickness", "vertical", "back_color", "bar_color"),
    ),
}
"""What only saves time: without one of these Textual draws its scrollbars as any widget."""

LOOKS: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual.dom:DOMNode._component_styles": None,
    "textual.dom:DOMNode._get_component_classes": (),
    "textual.widget:Widget.watch_has_focus": ("self", "_has_focus"),
}
"""What only saves time: without one of these the parts of a widget are given their styles each time the focus comes or goes."""

DISPATCHED: Final = frozenset(
    {
        *(
            "Message",
            "OnNoWidget",
            "Widget",
            "__class__",
            "__dict__",
            "__get__",
            "__mro__",
            "_no_default_action",
            "_sender",
            "_type",
            "add",
        ),
        *("attribute", "cast", "cls", "decorated_handlers", "get", "getattr", "handlers", "isinstance", "issubclass", "items", "match"),
        *("message", "message_class", "message_mro", "method", "method_name", "methods_dispatched", "node", "selector", "selectors"),
        *("self", "set", "textual.widget"),
    }
)
"""What ``MessagePump._get_dispatch_methods`` speaks of; where it speaks of anything else it is left as it is."""

KEPT: Final[Mapping[str, tuple[str, ...] | None]] = {
    "textual.widget:Widget._layout_required": None,
    "textual.widget:Widget._recompose_required": None,
    "textual.widget:Widget._scroll_required": None,
}
"""What tells that a screen stands: without one of these no page is kept when it is left."""


_TAKES_MORE: Final = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS

# -- the check ------------------------------------------------------------------------------------------------------------


def first_missing(names: Mapping[str, tuple[str, ...] | None]) -> str:
    """The first of the names that is gone or has other parameters; "" when all are as they should be."""
    return next((path for path, parameters in names.items() if not _is_there(path, parameters)), "")


def _is_there(path: str, parameters: tuple[str, ...] | None) -> bool:
    module, _, name = path.partition(":")
    owner, _, attribute = name.partition(".")
    try:
        found = getattr(importlib.import_module(module), owner)
        if attribute and parameters is None:
            return any(attribute in vars(kind) or attribute in _set_at_first(kind) for kind in found.__mro__)
        found = getattr(found, attribute) if attribute else found
        return parameters is None or _parameters(found) == parameters
    except (ImportError, AttributeError, TypeError, ValueError):
        return False


def _parameters(found: Any) -> tuple[str, ...]:
    """The names of what a function or a class is called with. Raises TypeError and ValueError."""
    if type(found) is FunctionType and not vars(found) and not found.__code__.co_flags & _TAKES_MORE:
        code = found.__code__  # a signature of it costs ten times as much, and a start asks for half a hundred
        return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    if isinstance(found, type) and not any({"__init__", "__new__"} & vars(kind).keys() for kind in found.__mro__[:-1]):
        return ()  # Python would read its signature out of a text, and load what reads Python for that
    return tuple(inspect.signature(found).parameters)


def _set_at_first(kind: type) -> Iterable[str]:
    """The attributes that ``__init__`` of a class names."""
    code = code_of(vars(kind).get("__init__"))
    return () if code is None else code.co_names


MISSING: Final = first_missing(NAMES)
"""The first name that is not as expected, as module, class and name; "" when all are. Then frames are sent by their differences."""

READS_ALONE: Final = MISSING not in INPUT
"""Whether the terminal can be read by a thread of ours."""
