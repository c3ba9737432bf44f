"""What every test stands on: a small plan, and a machine without anybody's settings.

``plan_file`` is a plan a test may change, ``started`` the real program on it in a pseudo-terminal; how the program is driven without
one, and how a test is written, stands at the top of ``tests.support.workbench``. A test that leaves the process otherwise than it found
it fails by itself (``left_as_found``): what it sets, it sets with ``monkeypatch`` or takes back in a ``finally``.
"""

from __future__ import annotations

import atexit
import faulthandler
import gc
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

os.environ["TEXTUAL_ANIMATIONS"] = "none"  # read when Textual is imported
os.environ.setdefault("POLARS_MAX_THREADS", "1")  # read when Polars is: each worker of the suite has one core, and its tables are small
os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")  # as the program does at its beginning
os.environ.setdefault("KEHOACH_RENEWAL", "0")  # no process that goes on after a test; its own tests say otherwise
os.environ.setdefault("KEHOACH_PREPARED", "0")  # no code from another time; its own tests say otherwise
os.environ.setdefault("KEHOACH_SECOND", "0")  # a program that is loaded already is not forked once more; its own tests say otherwise
os.environ.pop("NO_COLOR", None)

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key
from _pytest.unraisableexception import gc_collect_iterations_key
from hypothesis import is_hypothesis_test, settings

import tests.support.compiled
import tests.support.pauses
import tests.support.young_garbage  # noqa: F401 - before gc.freeze is taken from the program
from tests.support.known_values import all_worked_out_once
from tests.support.left_as_found import changes, descriptors, let_go, shared_state
from tests.support.lengths import LONG, OfTwoLengths, longer
from tests.support.made_ready import divide, without_constants_of_the_program
from tests.support.paths import SAMPLE
from tests.support.patience import HANGS
from tests.support.terminal import programs_over

_numbers = count()

gc.freeze()  # what is imported now stays to the end: no need to look through it again and again
gc.set_threshold(2_000_000, 2, 50)  # a hundred megabytes or two of what nobody holds any more are the price of not looking for it
gc.freeze = lambda: None  # the program keeps what it has loaded for good; here it opens a thousand times, and nothing left of it would go

# a law that is broken is a fault, a machine that is busy is none; so many examples where a law says nothing of its length
settings.register_profile("kehoach", deadline=None, max_examples=1_000 if LONG else 12)
settings.load_profile("kehoach")
if not LONG:
    without_constants_of_the_program()


@pytest.hookimpl(trylast=True)  # hypothesis must have begun
def pytest_sessionstart(session: pytest.Session) -> None:
    divide(session.config)


def pytest_configure(config: pytest.Config) -> None:
    """A worker that has told everything ends at once: to take apart what a thousand tests have left, object by object, takes seconds."""
    if hasattr(config, "workerinput"):
        atexit.register(os._exit, 0)  # registered early, called last


@pytest.hookimpl(trylast=True)  # pytest has looked by then for what went without a word
def pytest_unconfigure(config: pytest.Config) -> None:
    """One look through all a worker has left is enough: pytest takes a second one right after it, of a gigabyte."""
    config.stash[gc_collect_iterations_key] = 0


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every law has two lengths, also one that says nothing of it; what only the proof runs is no part of the suite."""
    for item in items:
        if isinstance(item, pytest.Function) and goes_further(item.function) and item.get_closest_marker("longer") is None:
            item.add_marker(longer)
    left = [] if LONG else [item for item in items if item.get_closest_marker("in_proofs") is not None]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item.get_closest_marker("in_proofs") is None]


def goes_further(test: Callable[..., Any]) -> bool:
    """Whether a test is a law, or plays scenes of which some are for the proof."""
    if is_hypothesis_test(test):
        return True
    names = test.__code__.co_names if hasattr(test, "__code__") else ()
    return any(isinstance(found := test.__globals__.get(name), OfTwoLengths) and found.goes_further for name in names)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A test that hangs ends its worker, which tells its name and where each thread stands; a proof takes the time it takes."""
    if not LONG:
        faulthandler.dump_traceback_later(HANGS, file=item.config.stash[fault_handler_stderr_fd_key], exit=True)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.fixture(autouse=True)
def left_as_found() -> Iterator[None]:
    """A test that leaves the process otherwise than it found it fails, and not one that comes after it."""
    before = shared_state()
    yield
    assert changes(before, shared_state()) == []


@pytest.fixture(autouse=True, scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home without anybody's settings, and nothing of the terminal of the person who runs the tests."""
    folder = tmp_path_factory.getbasetemp() / "home"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as environment:
        for name, below in (("HOME", ""), ("XDG_CONFIG_HOME", ".config"), ("XDG_STATE_HOME", ".state"), ("XDG_CACHE_HOME", ".cache")):
            environment.setenv(name, str(folder / below))
        environment.setenv("XDG_CONFIG_DIRS", str(folder / ".config-of-all"))
        for name in ("NO_COLOR", "TMUX", "COLORTERM", "TEXTUAL_THEME", "COLUMNS", "LINES", "LANGUAGE"):
            environment.delenv(name, raising=False)
        yield folder


@pytest.fixture(autouse=True)
def nobodys_home(left_as_found: None, homes: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test reads or writes what another has chosen or left; what it opened is closed after it."""
    held = descriptors(homes.parent)
    number = next(_numbers)
    # journals are found by what a plan holds, and the plans of the tests are copies of one; what a test chooses is no other test's choice
    monkeypatch.setenv("XDG_STATE_HOME", str(homes / f".state-{number}"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(homes / f".config-{number}"))
    yield
    let_go(homes.parent, held)


@pytest.fixture
def sample() -> str:
    """The text of a small plan with every table in it."""
    return SAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def plan_file(tmp_path: Path, sample: str) -> Path:
    """A copy of the small plan that a test may change."""
    path = tmp_path / "plan.toml"
    path.write_text(sample, encoding="utf-8")
    return path


@pytest.fixture
def worked_out_once() -> Iterator[None]:
    """Values derived of plans that hold the same are worked out once in a process: for tests of what is made of them."""
    with all_worked_out_once():
        yield


@pytest.fixture
def started(plan_file: Path) -> Iterator[Callable[..., Any]]:
    """Starts the real program on the small plan in a pseudo-terminal, and waits for its first tab."""
    with programs_over(plan_file) as start:
        yield start
