"""Private names of Textual and Rich: every one the program uses, each in a small function here and nowhere else.

They were checked with Textual :data:`CHECKED_WITH`, the version that ``constraints.txt`` pins. At the start each is looked for
in the Textual that is there: where one is gone or has another shape, :data:`MISSING` says which, and frames are left to
Textual itself. What is needed all the same — keys, the clipboard — does without the name, as its function says.
"""

from __future__ import annotations

import importlib
import inspect
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial, wraps
from io import StringIO
from types import FunctionType
from typing import Any, Final, TypeAlias, cast

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.control import Control
from textual import events
from textual.app import App
from textual.css.model import RuleSet
from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region, Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.start import debug_log
from tui.start.loaded_at_call import code_of
from tui.start.terminal_size import terminal_size
from tui.store.log.fault import is_an_end
from tui.terminal.bar_lines import bar_lines
from tui.terminal.composing import Piece, Span, composed, others
from tui.terminal.control_sequences import BRACKETS_SAID
from tui.terminal.frame_pace import FramePace
from tui.terminal.stray_faults import as_exception
from tui.terminal.textual_classes import names_in

CHECKED_WITH: Final = "8.2.8"
"""The version of Textual whose source was read for all that stands here."""

SYNC_START: Final = "\x1b[?2026h"
SYNC_END: Final = "\x1b[?2026l"

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
    return tuple(inspect.signature(found).parameters)


def _set_at_first(kind: type) -> Iterable[str]:
    """The attributes that ``__init__`` of a class names."""
    code = code_of(vars(kind).get("__init__"))
    return () if code is None else code.co_names


MISSING: Final = first_missing(NAMES)
"""The first name that is not as expected, as module, class and name; "" when all are. Then frames are sent by their differences."""

KEPT_MISSING: Final = first_missing(KEPT)
"""The first name of those that tell whether a screen stands; "" when all are there."""

KEEPS_NO_LOOKS: Final = first_missing(LOOKS)
"""The first name of those by which the styles of parts are kept; "" when all are there."""

READS_ALONE: Final = MISSING not in INPUT
"""Whether the terminal can be read by a thread of ours."""


# -- what is kept of widgets that are gone -----------------------------------------------------------------------------------


def _grounds_by_colour() -> None:
    """Have the two grounds of a line be kept by their colours alone.

    Textual keeps them by what a widget has drawn as well, and so holds the lines of the last thousand widgets that are gone.
    """
    if first_missing(SPARED):
        return
    from textual._styles_cache import StylesCache

    made = getattr(StylesCache.get_inner_outer, "__wrapped__", None)
    if made is not None:
        kept = lru_cache(1024)(lambda beyond, ground: made(StylesCache, beyond, ground))
        setattr(StylesCache, "get_inner_outer", lambda _, beyond, ground: kept(beyond, ground))  # noqa: B010 - it is a method in its types


_grounds_by_colour()


# -- who answers a message ------------------------------------------------------------------------------------------------

_Handlers: TypeAlias = tuple[tuple[type, tuple[tuple[Any, Mapping[str, Any]], ...], str, Any], ...]
"""Of each class that answers: what does by ``@on``, with its selectors; the method that does by its name, after that name, "" for none."""
_handlers: Final[dict[tuple[type, str, type], _Handlers]] = {}


def _handlers_of(kind: type, name: str, message: type) -> _Handlers:
    kinds = [base for base in message.__mro__ if issubclass(base, Message)]
    found = []
    for cls in kind.__mro__:
        own = vars(cls)
        decorated = tuple(pair for base in kinds for pair in (own.get("_decorated_handlers") or {}).get(base, ()))
        named = next((n for n in (f"_{name}", name) if own.get(n)), "")
        if named and getattr(own[named], "_textual_on", None):
            named = ""
        if decorated or named:
            found.append((cls, decorated, named, own.get(named)))
    return tuple(found)


def _answering(pump: MessagePump, method_name: str, message: Message) -> Iterator[tuple[type, Any]]:
    """Who answers a message, in the order of its classes, as Textual finds it: it looks through all of them for each message again.

    A screen has forty classes, and a start hands on two hundred messages. What has been put in the place of a method since is found.
    """
    key = pump.__class__, method_name, message.__class__
    handlers = _handlers.get(key)
    if handlers is None or any(named and vars(cls).get(named) is not method for cls, _, named, method in handlers):
        handlers = _handlers[key] = _handlers_of(*key)
    answered = set()
    for cls, decorated, _, named_method in handlers:
        if message._no_default_action:
            break
        for method, selectors in decorated:
            if method not in answered and _is_meant(message, selectors):
                yield cls, method.__get__(pump, cls)
                answered.add(method)
        if named_method is not None:
            yield cls, named_method.__get__(pump, cls)


def _is_meant(message: Message, selectors: Mapping[str, Any]) -> bool:
    """Whether the widgets a message tells of are those that ``@on`` asks for."""
    if not selectors:
        return True
    if not message._sender:
        return False
    from textual._on import OnNoWidget
    from textual.css.match import match

    for attribute, selector in selectors.items():
        node = getattr(message, attribute)
        if node is not None and not isinstance(node, Widget):
            raise OnNoWidget(f"on decorator can't match against {attribute!r} as it is not a widget.")
        if node is None or not match(selector, node):
            return False
    return True


ANSWERS: Final[Any] = MessagePump._get_dispatch_methods
"""How Textual itself does it."""

if names_in(ANSWERS) == DISPATCHED:
    setattr(MessagePump, "_get_dispatch_methods", _answering)  # noqa: B010 - it is a method in its types


# -- style rules ----------------------------------------------------------------------------------------------------------

if names_in(RuleSet.__hash__) == {"id", "self"}:
    # The same number but for its lowest bits, made without a call of Python: each widget that is given styles looks for every rule of
    # every style sheet in a set, 16,000 times for a tab.
    setattr(RuleSet, "__hash__", object.__hash__)  # noqa: B010 - it is a method in its types


# -- layouts --------------------------------------------------------------------------------------------------------------


def _lay_out_once() -> None:
    """Have a layout not ask for another one because it gave widgets their sizes, as Textual (8.2) does: the second finds nothing to do.

    A scrollbar that comes or goes, which changes what there is room for, asks for one of its own.
    """
    if first_missing(LAID_OUT_ONCE) or "virtual_size" not in vars(Widget):
        return
    size_updated, lays_out = Widget._size_updated, vars(Widget)["virtual_size"]

    def updated(widget: Widget, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        before, lays_out._layout = lays_out._layout, False
        try:
            return size_updated(widget, size, virtual_size, container_size, layout)
        finally:
            lays_out._layout = before

    setattr(Widget, "_size_updated", updated)  # noqa: B010 - it is a method in its types


_lay_out_once()


# -- frames ---------------------------------------------------------------------------------------------------------------


class FramedApp(App[None], inherit_bindings=False):
    """An application that says itself how a frame gets to the terminal. Without ``App._display`` nobody asks it."""

    @property
    def takes_pieces(self) -> bool:
        """Whether a frame may come as the pieces it is made of, uncut."""
        return False

    def wants_frame(self) -> bool:
        """Whether a frame that is about to be drawn is to be drawn: one that is not wanted is shown as nothing."""
        return True

    def make_ready(self, strip: Strip) -> None:
        """A line that may be part of a frame soon."""

    def show_frame(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Show an update of a screen; here as Textual does."""
        super()._display(screen, renderable)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        self.show_frame(screen, renderable)


def begin_mode(app: App[Any], mode: str) -> bool:
    """Put the screen of a mode together that is not shown; False where Textual cannot."""
    if first_missing(AHEAD):
        return False
    app._init_mode(mode)
    return True


def _once_comes() -> None:
    """Have what is to come once, after some time, come also where that time has passed before its timer first looks at the clock.

    Textual takes that tick for one of many that were missed, and calls nothing any more. On a busy machine a process may have to wait just
    there for longer than the 50 ms a tab is masked that is shown for the first time, which then stayed masked, and no key was seen to be
    answered; or than the 8 ms after which a new size of the window is taken, and then no size was any more. (Textual 8.2)
    """
    if first_missing(TIMED_ONCE):
        return
    plain = MessagePump.set_timer

    @wraps(plain)
    def set_timer(pump: MessagePump, *args: Any, **named: Any) -> Timer:
        timer = plain(pump, *args, **named)
        timer._skip = False
        return timer

    setattr(MessagePump, "set_timer", set_timer)  # noqa: B010 - it is a method in its types


_once_comes()


MAY_BE_MASKED: Final = not first_missing(MASKED)
"""Whether :func:`hold_frames` and :func:`go_on_with_frames` do anything."""


def hold_frames(app: App[Any]) -> None:
    """Draw no frame, until :func:`go_on_with_frames`."""
    app._begin_batch()


def go_on_with_frames(app: App[Any]) -> None:
    """Draw frames again, from the next thing that changes on."""
    app._end_batch()


def _draw_at_once() -> None:
    """Have the frames of a screen drawn as :class:`FramePace` says, and not on the sixtieths of a second of a timer of its own."""
    timer = getattr(getattr(Screen, "_update_timer", None), "fget", None)
    if first_missing(PACED) or not {"set_interval", "_on_timer_update"} <= names_in(timer):
        return

    def paced(screen: Screen[Any]) -> FramePace:
        pace: FramePace | None = vars(screen).get("_frame_pace")
        if pace is None:
            pace = vars(screen)["_frame_pace"] = FramePace(partial(_draw_due, screen))
        return pace

    setattr(Screen, "_update_timer", property(paced))  # noqa: B010 - it is a timer in its types


def _draw_due(screen: Screen[Any]) -> bool:
    """What Textual's timer does when it is time, and whether anything was to be drawn.

    A fault ends the application as it does there, also one that is no ``Exception``.
    """
    app = screen.app
    if app._exit or not screen.is_running:
        return False
    due = screen._layout_required or screen._scroll_required or screen._repaint_required or bool(screen._dirty_widgets)
    try:
        screen._on_timer_update()
    except BaseException as fault:
        if is_an_end(fault):
            raise
        app._handle_exception(as_exception(fault))
    return due


_draw_at_once()


def stand_over(screen: Screen[Any]) -> None:
    """Have a box that is about to be drawn stand over the screen below it, whatever else is drawn anew in this frame.

    Textual hands out the screens behind by turns, to each box that is drawn anew: where one in between is not, each one after it got
    the box of another, and two that stood over each other were drawn for ever (8.2.8).
    """
    try:
        from textual._context import visible_screen_stack
    except ImportError:
        return
    boxes = screen.app.screen_stack
    place = boxes.index(screen) if screen in boxes else 0
    visible_screen_stack.set(boxes[max(0, place - 1) : place])


class FaultTold(App[None], inherit_bindings=False):
    """An application that is told of a fault of its own; Textual would write it over the terminal when that is given back."""

    def met_fault(self, text: str) -> None:
        """A fault has ended the application; the text is for whoever mends it."""

    def _print_error_renderables(self) -> None:
        if self.is_headless:
            super()._print_error_renderables()
            return
        from rich.console import Console

        told = Console(file=StringIO(), width=120, color_system=None)
        for renderable in self._exit_renderables:
            told.print(renderable)
        if self._exception is not None:
            debug_log.fault(self._exception)
        if self._exit_renderables:
            self._exit_renderables.clear()
            self.met_fault(told.file.getvalue())  # type: ignore[attr-defined]


class KeysTold(App[None], inherit_bindings=False):
    """An application that is told of a key that nothing has answered. Textual asks the bindings only when a key has come up to it."""

    def unanswered_key(self, event: events.Key) -> None:
        """No widget and no binding did anything with a key."""

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        if not await self._check_bindings(event.key):
            self.unanswered_key(event)


def may_display(app: App[Any]) -> bool:
    """Whether Textual would send an update now, to a terminal it has for itself."""
    runs = app.is_running and not app._closed and not app._batch_count
    return runs and app._driver is not None and not (app.is_headless or app.is_inline)


def pieces(update: object) -> dict[int, list[Piece]] | None:
    """The pieces of an update by line; None when it is none of those that are known."""
    from textual._compositor import ChopsUpdate, LayoutUpdate

    if (composed := getattr(update, "pieces_by_line", None)) is not None:
        return cast("dict[int, list[Piece]]", composed)
    found: dict[int, list[Piece]] = {}
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x, line = update.region.x, found.setdefault(y, [])
            for strip in strips:
                line.append(Piece(x, x + strip.cell_length, strip))
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, start, stop in update.spans:
            line = found.setdefault(y, [])
            for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if chop is not None and x < stop and end > start:
                    line.append(Piece(x, min(end, stop), chop))
    else:
        return None
    return found


def is_whole(update: object) -> bool:
    """Whether an update holds the whole screen."""
    from textual._compositor import LayoutUpdate

    return isinstance(update, LayoutUpdate) or getattr(update, "whole", False)


def whole(screen: Screen[Any]) -> Any:
    """An update of the whole screen, as Textual makes it."""
    from textual._compositor import Compositor

    return Compositor.render_full_update(screen._compositor)


def drawn(screen: Screen[Any]) -> Any:
    """An update of the whole screen, as a frame of it is put together here."""
    return screen._compositor.render_full_update()


def _compose_by_pieces() -> None:
    """Have a frame for who takes its pieces be put together of the lines that are to be shown, and of those alone.

    Textual has every widget draw all of its lines that the smallest rectangle around everything changed goes through, and cuts each line
    at every edge of a widget; for a title and a word in the last line that is the whole screen. And after a layout it has drawn
    whatever was numbered anew: a field that comes or goes gives each part of its screen another number.
    """
    if first_missing(COMPOSED):
        return
    from textual import screen as screens
    from textual._compositor import Compositor, CompositorUpdate

    class Composed(CompositorUpdate):
        """An update of the screen, or of spans of its lines, as pieces."""

        def __init__(self, lines: dict[int, list[Piece]], *, whole: bool) -> None:
            self.pieces_by_line = lines
            self.whole = whole

        def render_segments(self, console: Console) -> str:
            """The update as Textual sends it."""
            return "".join(
                Control.move_to(piece.x, y).segment.text + piece.strip.crop(piece.skip, piece.skip + piece.end - piece.x).render(console)
                for y, line in self.pieces_by_line.items()
                for piece in line
            )

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            for y, line in self.pieces_by_line.items():
                for piece in line:
                    yield Control.move_to(piece.x, y).segment
                    yield from piece.strip.crop(piece.skip, piece.skip + piece.end - piece.x)

    class ByPieces(Compositor):
        """Puts frames together as pieces where the application takes them so."""

        @property
        def gives_pieces(self) -> bool:
            app = self.root.app if self.root is not None else None
            return isinstance(app, FramedApp) and app.takes_pieces

        @property
        def is_wanted(self) -> bool:
            """Whether anybody is shown the next frame."""
            app = self.root.app if self.root is not None else None
            return not isinstance(app, FramedApp) or app.wants_frame()

        laid_out_last: Mapping[Widget, Any] | None = None
        """Where each widget was at the last layout. Whoever asks where something is after a scroll has Textual look anew at once, also at
        what has come or gone since, of which the layout that follows would find nothing changed."""

        def reflow(self, parent: Widget, size: Size) -> Any:
            places = self._full_map if self.laid_out_last is None else self.laid_out_last
            size_before, due = self.size, self._dirty_regions.copy()
            found = super().reflow(parent, size)
            self.laid_out_last = self._full_map
            if size == size_before and size.region not in due:
                if self.gives_pieces:
                    self._dirty_regions.clear()
                self._dirty_regions.update(due | others(places, self._full_map))
            return found

        def render_full_update(self, simplify: bool = False) -> Any:
            if not self.is_wanted:
                self._dirty_regions.clear()
                return Composed({}, whole=False)
            if simplify or not self.gives_pieces:
                return super().render_full_update(simplify)
            self._dirty_regions.clear()
            lines = composed(self.visible_widgets, {y: [(0, self.size.width)] for y in range(self.size.height)}, self.size.width)
            return Composed(lines, whole=True)

        def render_partial_update(self) -> Any:
            if not self.is_wanted:
                self._dirty_regions.clear()
                return None
            if not self.gives_pieces:
                return super().render_partial_update()
            regions = self._dirty_regions.copy()
            self._dirty_regions.clear()
            spans: dict[int, list[Span]] = {}
            for y, start, end in self._regions_to_spans(regions):
                if 0 <= y < self.size.height:
                    spans.setdefault(y, []).append((start, end))
            return Composed(composed(self.visible_widgets, spans, self.size.width), whole=False) if spans else None

    setattr(screens, "Compositor", ByPieces)  # noqa: B010 - a module has no such attribute in its types


_compose_by_pieces()


class LooksKept(Widget):
    """A widget whose parts look one way with the focus and another without it: both are found once, and kept until anything else is styled.

    Textual looks through its rules for each part of a widget whenever the focus comes or goes: a table has twenty, and a field over a cell
    takes the focus and gives it back. Where its names are gone it does so here too.
    """

    looks: dict[bool, dict[str, RenderStyles]]
    """The styles of the parts by whether it has the focus."""
    looks_known = False
    changing_focus = False

    def __init__(self, *children: Widget, **named: Any) -> None:
        super().__init__(*children, **named)
        self.looks = {}

    def looks_changed(self) -> None:
        """Its parts have other styles than they had, and not because of the focus."""

    def watch_has_focus(self, has_focus: bool) -> None:
        """The focus has come or gone."""
        if KEEPS_NO_LOOKS:
            super().watch_has_focus(has_focus)
            return
        looks = {**self.looks, not has_focus: self._component_styles}
        self._component_styles = {}  # those it had stay as they are
        self.changing_focus, self.looks_known = True, has_focus in looks
        try:
            super().watch_has_focus(has_focus)
            if has_focus in looks:
                self._component_styles = looks[has_focus]
                self.notify_style_update()
                self.refresh()
        finally:
            self.changing_focus = self.looks_known = False
        self.looks = looks

    def notify_style_update(self) -> None:
        super().notify_style_update()
        if not self.changing_focus:
            self.looks_changed()

    def _get_component_classes(self) -> frozenset[str]:  # type: ignore[override]
        """What Textual asks of a widget, though it could of its class, before it looks for the styles of the parts."""
        if self.looks_known:
            return frozenset()
        if not self.changing_focus:
            self.looks = {}
            self.looks_changed()
        return super()._get_component_classes()


def _draw_bars_by_cells() -> None:
    """Have scrollbars drawn by :func:`bar_lines`, where it can."""
    if first_missing(BARS):
        return
    drawn = ScrollBar.render_lines

    def lines(bar: ScrollBar, crop: Region) -> list[Strip]:
        found = bar_lines(bar, crop)
        return drawn(bar, crop) if found is None else found

    setattr(ScrollBar, "render_lines", lines)  # noqa: B010 - it is a method in its types


_draw_bars_by_cells()


def laid_out_for(screen: Screen[Any]) -> Size | None:
    """The size a screen was last laid out for; None where that is not known."""
    size: Size | None = getattr(getattr(screen, "_compositor", None), "size", None)
    return size


def nothing_to_come(screen: Screen[Any]) -> bool:
    """Whether a screen stands as it is laid out: nothing has been told of, by it or within it, that it has yet to answer."""
    if KEPT_MISSING:
        return False
    within: Iterable[Any] = screen.walk_children(with_self=True)
    waits = any(one._layout_required or one._scroll_required or one._recompose_required or _told(one) for one in within)
    return not waits


def _told(pump: MessagePump) -> bool:
    queue: Any = pump._message_queue
    return bool(pump._next_callbacks) or (queue is not None and not queue.empty())


def segments(strip: Strip, app: App[Any]) -> Iterator[tuple[str, str, str]]:
    """Text, SGR codes and link (as OSC 8 has it, "" for none) of each segment of a strip."""
    from rich.color import ColorSystem

    system = app.console._color_system or ColorSystem.TRUECOLOR
    for text, style, _ in strip:
        if style is None:
            yield text, "", ""
        else:
            codes = style._ansi if style._ansi is not None else Strip.render_ansi(style, system)
            yield text, codes, f"id={style._link_id};{style._link}" if style._link else ""


def cursor_of(app: App[Any]) -> tuple[int, int]:
    """Where Textual wants the cursor of the terminal, as column and line; it is told that it is there."""
    place = app.screen.outer_size.clamp_offset(app.cursor_position)
    app._previous_cursor_position = place
    return place.x, place.y


def synchronized(app: App[Any]) -> bool:
    """Whether the terminal has said that it can hold back a picture until it is complete (mode 2026)."""
    return app._sync_available


# -- what is sent beside frames -------------------------------------------------------------------------------------------


def driver_of(app: App[Any]) -> Driver | None:
    """What the application has its terminal by; None when there is none, or Textual does not say which."""
    driver: Driver | None = getattr(app, "_driver", None)
    return driver


def write(app: App[Any], data: str) -> None:
    """Send to the terminal, in one piece; nothing when there is none, or Textual does not say which."""
    driver = driver_of(app)
    if driver is not None:
        driver.write(data)
        driver.flush()


# -- keys -----------------------------------------------------------------------------------------------------------------


def is_waiting(pump: MessagePump) -> bool:
    """Whether something has come to a widget, or is to be called by it, that it has not answered; calls are seen where Textual lets us."""
    return pump.message_queue_size > 0 or bool(getattr(pump, "_next_callbacks", ()))


def is_at_rest(pump: MessagePump) -> bool:
    """Whether a widget has answered everything that came to it, and sleeps until more comes.

    One that has taken its last message from the queue and is still at it does not sleep; where Textual does not let us see
    that, an empty queue has to be enough. One that does not run, because it is on its way in or out, keeps nobody waiting.
    """
    if is_waiting(pump):
        return False
    sleeping = getattr(getattr(getattr(pump, "_message_queue", None), "ready_event", None), "_waiters", None)
    return sleeping is None or bool(sleeping) or not pump.is_running


def is_going(node: MessagePump) -> bool:
    """Whether a node is being taken apart, or has been; one of which Textual does not say so is there."""
    return bool(getattr(node, "_pruning", False) or getattr(node, "_closing", False) or getattr(node, "_closed", False))


_OF_THE_PERSON: Final = (
    *(events.InputEvent, events.Paste, events.Resize, events.ScreenResume, events.Show),
    *(events.Focus, events.Blur, events.DescendantFocus, events.DescendantBlur),
)
"""Events by which a screen is drawn or acted on, not those by which Textual takes it apart."""


class DeafWhenGoing(MessagePump):
    """A screen that answers nothing any more while it is being taken apart: its parts may be gone before what they have sent is read.

    What waits for its next frame, whoever asked for that, waits for one of the screen that is in front then: Textual forgets it.
    """

    def on_unmount(self) -> None:
        front: Any = self.app.screen if self.app.screen_stack else self
        for callback, asked_by in () if front is self else getattr(self, "_callbacks", ()):
            if asked_by is not self:
                front._invoke_later(callback, asked_by)

    async def _on_message(self, message: Message) -> None:
        ours = isinstance(message, _OF_THE_PERSON) if isinstance(message, events.Event) else type(message).__module__ != "textual.messages"
        if not (ours and is_going(self)):
            await super()._on_message(message)


def widgets_of(app: App[Any]) -> list[MessagePump]:
    """Everything that may have a message of a key's under way: the screens of all tabs with their widgets, those being closed too."""
    known = getattr(app, "_registry", None)
    if known is not None:
        return [pump for pump in known if pump is not app]
    return [widget for screen in app.screen_stack for widget in screen.walk_children(with_self=True)]


def let_go(node: DOMNode) -> None:
    """Have the application no longer hold a node that watches it: Textual looks for those that are gone when what they watch changes."""
    for watching in getattr(node.app, "__watchers", {}).values():
        watching[:] = [pair for pair in watching if pair[0] is not node]


def sent_for(key: str) -> list[bytes]:
    """What a terminal sends for a key that Textual names so; nothing for one that it may send in a way of its own."""
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    if len(key) == 1:
        return [key.encode()] if key.isascii() and key.isprintable() else []
    return [
        sequence.encode()
        for sequence, named in ANSI_SEQUENCES_KEYS.items()
        if sequence.startswith("\x1b") and isinstance(named, tuple) and len(named) == 1 and named[0].value == key
    ]


def key_parser(driver: LinuxDriver) -> Any:
    """A new one of Textual's parsers of what a terminal sends; only where :data:`READS_ALONE` holds."""
    from textual._xterm_parser import XTermParser

    return XTermParser(getattr(driver, "_debug", False))


_MOUSE: Final = re.compile(r"\x1b\[<[0-9]{1,3};[0-9]{1,5};[0-9]{1,5}[Mm]")
_CAN_SYNCHRONIZE: Final = re.compile(r"\x1b\[\?2026;[1-4]\$y")
_LETTER_KEY: Final = re.compile(r"\x1b\[(1)(?:;([0-9]{1,3}))?([ABCDEFHPQS])")
_NUMBER_KEY: Final = re.compile(r"\x1b\[([0-9]{1,5})(?:;([0-9]{1,3}))?([~u])")
_TEXT_KEY: Final = re.compile(r"\x1b\[([0-9]{1,7})(?:;([0-9]{0,3}))?(?:;([0-9]{1,7}(?::[0-9]{1,7}){0,7}))?u")


def is_known_sequence(sequence: str) -> bool:
    """Whether a whole control sequence is a key, a paste, the mouse, or an answer that is asked for: nothing else gets to Textual.

    Textual's own parser takes any number for the code of a character, fails at one that is none, and reads what it does not
    know letter by letter. Sizes it may get from the signal alone, and who has the focus changes nothing here.
    """
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE

    if sequence.startswith("\x1b[") and sequence.endswith(("t", "R")) and sequence not in ("\x1b[R", "\x1b[1R"):
        return False  # a size, or where the cursor is: Textual's table has keys of old terminals that look the same
    known = ANSI_SEQUENCES_KEYS.get(sequence)
    if known is not None:
        return known is not IGNORE_SEQUENCE
    if sequence.startswith("\x1b[200~"):
        return True
    if sequence in BRACKETS_SAID:
        return True
    return bool(_MOUSE.fullmatch(sequence) or _CAN_SYNCHRONIZE.fullmatch(sequence)) or _is_protocol_key(sequence)


def _is_protocol_key(sequence: str) -> bool:
    """Whether it is a key as kitty's protocol writes it: a key of its own, or one that types what can be typed."""
    from textual._keyboard_protocol import FUNCTIONAL_KEYS

    found = _LETTER_KEY.fullmatch(sequence) or _NUMBER_KEY.fullmatch(sequence)
    if found is not None and f"{found[1]}{found[3]}" in FUNCTIONAL_KEYS:
        return 1 <= int(found[2] or 1) <= 256
    found = _TEXT_KEY.fullmatch(sequence)
    if found is None or not 1 <= int(found[2] or 1) <= 256:
        return False
    return all(map(_can_be_typed, (found[3] or found[1]).split(":")))


def _can_be_typed(number: str) -> bool:
    """Whether a number is the code of a character that is seen, or of a space."""
    code = int(number)
    return code <= 0x10FFFF and (chr(code).isprintable() or chr(code).isspace()) and code >= 0x20


def clock() -> float:
    """The seconds by which Textual says when a message was made."""
    try:
        from textual._time import get_time
    except ImportError:
        return time.monotonic()
    return get_time()


def application_of(driver: LinuxDriver) -> App[Any] | None:
    """The application whose driver this is; None for a driver that does not know it."""
    app: App[Any] | None = getattr(driver, "_app", None)
    return app


def leave(driver: LinuxDriver) -> None:
    """Have the application end whose driver this is, from any thread; a driver that does not know it says nothing."""
    app = application_of(driver)
    if app is not None:
        app.call_later(app.exit)


class OwnDriver(LinuxDriver):
    """Textual's driver for a terminal, with what is done otherwise here under public names."""

    def _get_terminal_size(self) -> tuple[int, int]:
        return terminal_size(self.fileno)

    def write_to(self, output: Any) -> None:
        """Where what is written goes: something with ``write(text)`` and ``flush()``."""
        self._file = output

    # -- the mouse ----------------------------------------------------------------------------------------------------

    def mouse_modes(self) -> tuple[str, ...]:
        """The modes of the mouse that are switched on, where the mouse is wanted: keys of it and dragging, never every motion."""
        return ("1000", "1002", "1006")

    def _enable_mouse_support(self) -> None:
        if getattr(self, "_mouse", True):
            for mode in self.mouse_modes():
                self.write(f"\x1b[?{mode}h")

    def _disable_mouse_support(self) -> None:
        if getattr(self, "_mouse", True):
            for mode in reversed(self.mouse_modes()):
                self.write(f"\x1b[?{mode}l")

    def use_mouse(self, wanted: bool) -> None:
        """Have the terminal send what the mouse does from now on, or keep it to itself; nothing is written where that is so already."""
        if wanted == getattr(self, "_mouse", True):
            return
        if wanted:
            self._mouse = True
            self._enable_mouse_support()
        else:
            self._disable_mouse_support()
            self._mouse = False
        self.flush()

    def _enable_mouse_pixels(self) -> None:
        """Cells are enough."""

    # -- stopped, and gone on -----------------------------------------------------------------------------------------

    def asked_to_stop(self) -> None:
        """``SIGTSTP`` has come: in a signal handler."""

    def gone_on(self) -> None:
        """``SIGCONT`` has come, whether or not the program had been stopped: in a signal handler."""

    def _sigtstp_application(self, *_: object) -> None:
        self.asked_to_stop()

    def _sigcont_application(self, *_: object) -> None:
        self.gone_on()
