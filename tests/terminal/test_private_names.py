"""Private names of Textual: all in one folder, all checked, and none that the program could not do without."""

from __future__ import annotations

import ast
import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import Any, ClassVar

import pytest
import textual
from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.drivers.headless_driver import HeadlessDriver
from textual.message import Message
from textual.message_pump import MessagePump
from textual.strip import Strip
from textual.widget import Widget

import tui
from tests.support.lengths import longer, of_these
from tests.support.patience import PATIENCE, wait_until
from tests.support.private_names import Code, is_private, take_away
from tests.support.workbench import open_workbench
from tui.config import Config
from tui.terminal import textual_classes
from tui.terminal.frame_sender import FrameSender
from tui.terminal.input_driver import SafeInput
from tui.terminal.textual_internals import private_names
from tui.terminal.textual_internals.application import write
from tui.terminal.textual_internals.handlers import ANSWERS
from tui.terminal.type_ahead import TypeAhead
from tui.widgets.inputs import TextField
from tui.widgets.prose_field import ProseField

ROOT = Path(tui.__file__).parent
FOLDER = "tui.terminal.textual_internals"
"""Where they stand, with those that ``tui.terminal.textual_classes`` takes before the folder may be loaded, and nowhere else."""


def is_home(module: str) -> bool:
    return module in (FOLDER, "tui.terminal.textual_classes") or module.startswith(f"{FOLDER}.")


def private_parts(paths: Iterable[str]) -> set[str]:
    return {part for path in paths for part in path.replace(":", ".").split(".") if is_private(part)}


TAKEN = sorted(private_parts(private_names.NAMES))
"""Every private name, of a module or an attribute, that could be gone."""


@pytest.fixture(scope="module")
def modules() -> dict[str, str]:
    """All of the program by the names of its modules."""
    return {
        ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path.read_text(encoding="utf-8")
        for path in ROOT.rglob("*.py")
    }


@pytest.fixture(scope="module")
def bases(modules: dict[str, str]) -> dict[str, str]:
    """What the planted cases rest on."""
    return {
        name: text
        for name, text in modules.items()
        if name == "tui.app" or name.startswith(("tui.terminal", "tui.widgets.inputs", "tui.widgets.prose_field"))
    }


# -- they stand in one place ------------------------------------------------------------------------------------------


def test_no_other_module_uses_one(modules: dict[str, str]) -> None:
    code = Code(modules)
    assert {module: used for module in modules if not is_home(module) and (used := code.uses(module))} == {}


@pytest.mark.parametrize(
    ("planted", "seen"),
    [
        ("def f(app):\n    return app._driver\n", "2: _driver"),
        ("def f(app):\n    return getattr(app, '_driver', None)\n", "2: _driver"),
        ("from textual._compositor import LayoutUpdate\n", "1: textual._compositor.LayoutUpdate"),
        ("from textual.keys import _character_to_key\n", "1: textual.keys._character_to_key"),
        ("import textual._time\n", "1: textual._time"),
        ("from textual import keys\nprint(keys._character_to_key)\n", "2: _character_to_key"),
        (
            "from tui.app import Workbench\nclass Other(Workbench):\n    def f(self):\n        return self._css_update_count\n",
            "4: _css_update_count",
        ),
        (
            "from tui.widgets.prose_field import ProseField\nclass Other(ProseField):\n    async def _on_key(self, event): ...\n",
            "2: Other._on_key",
        ),
        ("from textual.widget import Widget\nclass Other(Widget):\n    _size = 1\n", "2: Other._size"),
        (
            "from textual.screen import Screen\nclass Other(Screen[None]):\n    def f(self):\n        super()._forward_event(1)\n",
            "4: _forward_event",
        ),
    ],
)
def test_one_in_another_module_is_seen(planted: str, seen: str, bases: dict[str, str]) -> None:
    assert seen in Code(bases | {"tui.planted": planted}).uses("tui.planted")


@pytest.mark.parametrize(
    "planted",
    [
        "import os\nos._exit(0)\n",
        "class Plain:\n    _size = 1\n    def f(self):\n        return self._size\n",
        "from textual.widget import Widget\nclass Other(Widget):\n    _harvest = 1\n    def f(self):\n        return self._harvest\n",
        "def f(thing):\n    return thing.__class__, thing._harvest, getattr(thing, 'size')\n",
    ],
)
def test_what_is_our_own_may_have_any_name(planted: str, bases: dict[str, str]) -> None:
    assert Code(bases | {"tui.planted": planted}).uses("tui.planted") == []


def test_whoever_imports_one_of_the_folder_has_all_replaced_ways(modules: dict[str, str]) -> None:
    """A way in a file that nothing loads would replace nothing, and nobody would miss it."""
    replacing = {module for module, text in modules.items() if module.startswith(f"{FOLDER}.") and "setattr(" in text}
    loaded = [node for node in ast.walk(ast.parse(modules[FOLDER])) if isinstance(node, ast.ImportFrom)]
    assert {f"{node.module}.{alias.name}" for node in loaded for alias in node.names} == replacing
    assert not is_home(f"{FOLDER}_beside") and len(replacing) > 3


# -- they are checked at the start ------------------------------------------------------------------------------------


def test_textual_has_all_of_them() -> None:
    assert private_names.MISSING == "" and private_names.READS_ALONE


def test_what_only_saves_time_is_there_too() -> None:
    i = private_names
    for names in (i.AHEAD, i.MASKED, i.TIMED_ONCE, i.COMPOSED, i.PACED, i.BARS, i.LOOKS, i.KEPT):
        assert i.first_missing(names) == ""


def test_they_were_checked_with_the_textual_that_is_pinned() -> None:
    pins = (ROOT.parent / "constraints.txt").read_text(encoding="utf-8").split()
    assert f"textual=={private_names.CHECKED_WITH}" in pins
    assert textual.__version__ == private_names.CHECKED_WITH


def test_every_one_that_is_used_is_checked(modules: dict[str, str]) -> None:
    used, i = set(), private_names
    texts = (text for module, text in modules.items() if is_home(module))
    for node in (node for text in texts for node in ast.walk(ast.parse(text))):
        if isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif isinstance(node, ast.AsyncFunctionDef):
            used.add(node.name)  # it takes the place of Textual's
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            used |= set(node.module.split("."))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr":
            used |= {str(a.value) for a in node.args if isinstance(a, ast.Constant)}
    assert {name for name in used if is_private(name)} == {
        *TAKEN,
        *private_parts([*i.SPARED, *i.AHEAD, *i.MASKED, *i.TIMED_ONCE, *i.COMPOSED, *i.LAID_OUT_ONCE, *i.PACED, *i.LOOKS, *i.KEPT]),
        *filter(is_private, {*textual_classes.MADE_KNOWN, *i.DISPATCHED} - {"_type"}),
        *filter(is_private, textual_classes.MADE_OF_LINE - textual_classes.KEPT_OF_LINE.keys()),
        *("_get_dispatch_methods", "_on", "_textual_on"),
    }


@pytest.mark.parametrize("path", private_names.NAMES)
def test_one_that_is_gone_or_has_another_shape_is_missed(path: str) -> None:
    parameters = private_names.NAMES[path]
    assert private_names.first_missing({path: parameters}) == ""
    assert private_names.first_missing({f"{path}_gone": parameters}) == f"{path}_gone"
    if parameters is not None:
        assert private_names.first_missing({path: (*parameters, "more")}) == path


# -- and the program can do without -----------------------------------------------------------------------------------


class OnATerminal(HeadlessDriver):
    """A driver whose terminal is nowhere; Textual and the wire take it for one that is seen."""

    sent: ClassVar[list[str]] = []
    is_headless = False

    def write(self, data: str) -> None:
        self.sent.append(data)


class Small(TypeAhead, FrameSender, inherit_bindings=False):
    """All that rests on private names, without the workbench, which would take longer to start."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10", "quit", show=False)]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.config = Config()

    def compose(self) -> ComposeResult:
        yield TextField()
        yield ProseField()


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to the terminal of an app that runs in a test."""
    monkeypatch.setattr("textual.drivers.headless_driver.HeadlessDriver", OnATerminal)
    monkeypatch.setattr(OnATerminal, "sent", [])
    return OnATerminal.sent


async def started_typed_and_left(sent: list[str]) -> Small:
    app = Small()
    async with app.run_test(size=(40, 8)) as pilot:
        for key in ("k", "ế", "tab", "h", "enter", "o", "backspace", "ạ"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        end = time.monotonic() + PATIENCE
        while app.keys_wait or app.query_one(ProseField).text != "h\nạ":
            assert time.monotonic() < end, "the keys are not answered"
            await pilot.pause(0)
        assert app.query_one(TextField).value == "kế"
        write(app, "a clip")
        await pilot.pause()
        app.post_message(events.Key("f10", None))
        await pilot.pause()
    assert not app.is_running and any("kế" in data for data in sent)
    return app


async def test_with_all_of_them_frames_are_sent_by_their_differences(on_a_terminal: list[str]) -> None:
    app = await started_typed_and_left(on_a_terminal)
    assert app._painter is not None and not app._left_to_textual and "a clip" in on_a_terminal


IN_SUITE = [name for name in TAKEN if name == "_driver"] + [name for name in TAKEN if name != "_driver"][::8]
"""The one that leaves a key without an answer, and some of the others; the proof takes each away."""


@longer
@pytest.mark.parametrize("name", of_these(TAKEN, IN_SUITE))
async def test_without_one_the_program_starts_takes_keys_and_ends(
    name: str, on_a_terminal: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away(monkeypatch, name)
    assert private_names.MISSING
    app = await started_typed_and_left(on_a_terminal)
    assert app._painter is None
    assert ("a clip" in on_a_terminal) == (name != "_driver")


async def test_without_any_of_them_the_workbench_can_be_used(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in TAKEN:
        take_away(monkeypatch, name)
    async with open_workbench(plan_file, size=(100, 30)) as driver:
        await driver.press("4", "down", "1", "slash")
        await driver.type("hộ")
        await driver.until(lambda: "hộ nghèo" in driver.screen, "the filter has found it")
        await driver.press("escape", "q")
        await driver.until(lambda: not driver.app.is_running, "the program ends")


class Reading(SafeInput):
    """A driver that reads what is at hand, and keeps what it was."""

    def __init__(self, app: Any, file: int) -> None:  # without the signals of a whole program
        self.fileno, self.exit_event = file, Event()
        self._app, self._debug, self._must_signal_resume = app, False, False
        self._ear, self._bell = os.pipe()
        self.seen: list[Message] = []

    def process_message(self, message: Message) -> None:
        self.seen.append(message)


class Leaving:
    """An application that is told to end."""

    left = False

    def exit(self) -> None:
        self.left = True

    def call_later(self, callback: Any) -> None:
        callback()


@longer
@pytest.mark.parametrize("name", of_these(["", *TAKEN], ["", *IN_SUITE, *(name for name in ("_app",) if name not in IN_SUITE)]))
def test_without_one_keys_are_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name:
        take_away(monkeypatch, name)
    typing, file = os.pipe()[::-1]
    app = Leaving()
    driver = Reading(app, file)
    reader = threading.Thread(target=driver.run_input_thread, daemon=True)
    reader.start()
    os.write(typing, "ế\x1b[A".encode())
    wait_until(
        lambda: not reader.is_alive() or [getattr(m, "key", "") for m in driver.seen][-1:] == ["up"],
        "the keys are read",
        lambda: driver.seen,
    )
    assert reader.is_alive() and len(driver.seen) == 2
    if private_names.READS_ALONE:
        os.close(typing)  # the terminal is gone
        reader.join(PATIENCE)
        assert app.left == (name != "_app")
    else:
        driver.exit_event.set()
        os.write(typing, b"x")
        reader.join(PATIENCE)
    assert not reader.is_alive()


@pytest.mark.parametrize("name", ["", "_file", "_mouse", "_app"])
def test_going_on_starts_no_second_thread_that_reads(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that drops sends SIGCONT as well; two threads would read then, and one never end."""
    if name:
        take_away(monkeypatch, name)
    driver, resumed = Reading(Leaving(), 0), []
    monkeypatch.setattr(driver, "resume_application_mode", lambda: resumed.append(True))
    monkeypatch.setattr(driver, "start_application_mode", lambda: resumed.append(True))
    driver._sigcont_application()
    driver.take_again()
    assert not resumed
    for end in (driver._ear, driver._bell):
        os.close(end)


def test_every_class_is_known_as_textual_itself_makes_it_known() -> None:
    import tui.screens.dialogs.form
    import tui.screens.enterprises
    import tui.screens.targets
    import tui.screens.tasks  # noqa: F401 - what is on the screens

    assert vars(DOMNode)["__init_subclass__"] is not textual_classes.MAKES_KNOWN, "Textual has another way by now"

    def noted(kind: type[DOMNode]) -> list[object]:
        reactives, bindings = kind._reactives, kind._merged_bindings
        assert bindings is not None
        return [list(reactives.items()), list(bindings.key_to_bindings.items()), kind._computes, kind._css_type_name, kind._css_type_names]

    def all_of(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
        for below in kind.__subclasses__():
            yield below
            yield from all_of(below)

    kinds = [kind for kind in all_of(DOMNode) if kind.__module__.startswith(("textual.", "tui."))]
    assert len(kinds) > 70
    for kind in kinds:
        ours, inherits = noted(kind), (kind._inherit_css, kind._inherit_bindings, kind._inherit_component_classes)
        textual_classes.MAKES_KNOWN.__func__(kind, *inherits)
        assert noted(kind) == ours, kind
        assert (kind._inherit_css, kind._inherit_bindings, kind._inherit_component_classes) == inherits


def test_a_line_is_as_textual_itself_makes_it() -> None:
    assert vars(Strip)["__init__"] is not textual_classes.MAKES_LINE, "Textual has another way by now"
    line, theirs = Strip([Segment("ab"), Segment("c")], 3), Strip([])
    textual_classes.MAKES_LINE(theirs, [Segment("ab"), Segment("c")], 3)
    for name in textual_classes.KEPT_OF_LINE:
        with pytest.raises(AttributeError):
            Strip.__dict__[name].__get__(line)
    for name in Strip.__slots__:
        assert repr(getattr(line, name)) == repr(getattr(theirs, name)), name
    for each in (line, theirs):
        assert (each.crop(1, 3).text, each.crop(1, 3) is each.crop(1, 3)) == ("bc", True)
    assert not hasattr(line, "_nothing_of_it")


def test_a_message_is_answered_by_whom_textual_itself_finds() -> None:
    import tui.screens.dialogs.form
    import tui.screens.enterprises
    import tui.screens.targets
    import tui.screens.tasks  # noqa: F401 - what is on the screens

    assert MessagePump._get_dispatch_methods is not ANSWERS, "Textual has another way by now"

    def all_of(kind: type[Any]) -> Iterator[type[Any]]:
        for below in kind.__subclasses__():
            yield below
            yield from all_of(below)

    answered = 0
    messages = [kind for kind in all_of(Message) if kind.__module__.startswith(("textual.", "tui."))]
    for kind in [kind for kind in all_of(MessagePump) if kind.__module__.startswith("tui.")]:
        pump = kind.__new__(kind)
        for of in messages:
            message = of.__new__(of)
            message._no_default_action, message._sender = False, None
            ours, theirs = (list(way(pump, of.handler_name, message)) for way in (kind._get_dispatch_methods, ANSWERS))
            assert ours == theirs, (kind, of)
            answered += len(ours)
    assert answered > 1000


def test_who_answers_when_a_method_is_another_and_when_one_asks_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    class Below(Widget):
        def on_blur(self, event: events.Blur) -> None:
            """Before."""

        def on_show(self, event: events.Show) -> None:
            event.prevent_default()

    class Above(Below):
        @on(events.Show)
        def shown(self) -> None:
            """By its class."""

    def answering(message: events.Event) -> list[str]:
        found = []
        for _, method in Above()._get_dispatch_methods(message.handler_name, message):
            found.append(getattr(method, "__name__", ""))
            if found[-1] == "on_show":
                message.prevent_default()
        return found

    def put_in_its_place(self: Below, event: events.Blur) -> None:
        """After."""

    assert answering(events.Blur())[0] == "on_blur"
    monkeypatch.setattr(Below, "on_blur", put_in_its_place)
    assert answering(events.Blur())[0] == "put_in_its_place"
    assert answering(events.Show()) == ["shown", "on_show"]
