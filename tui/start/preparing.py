"""The making of the file of prepared code (:mod:`tui.start.prepared`), in a process of its own that loads what the workbench may load.

Docstrings, annotations of functions and overloads are left out (:mod:`tui.start.bare_code`): nothing shown rests on one, and docstrings
alone are an eighth of what a session keeps for itself. A start is tried first (:mod:`tui.start.tried_start`): functions that it does not
call are kept apart from the modules (:mod:`tui.start.divided_code`).
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import marshal
import os
import sys
import time
import zlib
from importlib.machinery import PathFinder, SourceFileLoader

from tui.start import prepared

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    import subprocess
    import types
    from collections.abc import Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from typing import Any, Final

    from tui.start.tried_start import Known

ALSO: Final = (
    *(
        "_strptime",
        "ast",
        "encodings.ascii",
        "pickle",
        "plotext",
        "rich._unicode_data.unicode17-0-0",
        "rich.ansi",
        "textual.drivers.linux_driver",
    ),
    *("textual.layouts.factory", "textual.layouts.grid", "textual.layouts.horizontal", "textual.layouts.stream"),
    *("textual.layouts.vertical", "textual.scrollbar", "textual.widgets.text_area", "textual_plotext"),
)
"""What is imported only where it is needed, by others than ourselves."""
_NOT_OURS_ALONE: Final = ("tui.__main__", "tui.lake.engines")
"""Of our own what needs packages that need not be there, and what begins the program."""
_SHORT: Final = 80
"""Letters of a text that is kept with the others of its kind; a longer one is looked for when it is met."""
_KEPT_FOR: Final = 60 * 86_400.0
"""Seconds after which what was prepared for another program is given up: made again it is in seconds, and it takes 23 MB."""
_AT_MOST_EVERY: Final = 600.0
"""Seconds between two makings of one file: what keeps changing, or cannot be made, costs no session more."""


# -- asking for it ----------------------------------------------------------------------------------------------------


def where() -> str | None:
    """Where this person's making of the file goes: beside the program where its folder is the person's, else among what is kept."""
    beside = prepared.beside_program()
    folder = os.path.dirname(beside)
    try:
        if not sys.dont_write_bytecode and os.stat(folder).st_uid == os.geteuid() and os.access(folder, os.W_OK):
            return beside
    except OSError:
        pass
    return prepared.own()


def ask() -> subprocess.Popen[bytes] | None:
    """Have the file made by a process that stands behind all others and that nobody waits for; None where it is not."""
    target = where()
    if target is None or not prepared.is_wanted() or not _my_turn(target):
        return None
    from tui.start.behind import begin  # loads modules, of which nothing would be noted where the file is made

    return begin("from tui.start.preparing import make_alone; make_alone(*given)", target)


def _my_turn(target: str) -> bool:
    """Whether nobody has begun to make the file in the last minutes; from now on this process has."""
    mark = _mark(target)
    try:
        os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            if abs(time.time() - os.lstat(mark).st_mtime) < _AT_MOST_EVERY:
                return False
            os.unlink(mark)
        os.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except OSError:
        return False
    return True


def _mark(target: str) -> str:
    """The file that says when the making of one was begun last."""
    return f"{target}.begun"


# -- making it --------------------------------------------------------------------------------------------------------


def make_alone(target: str, names: Sequence[str] | None = None) -> None:
    """As :func:`make`, unless somebody on this machine is at it for this program: many may begin in one minute. Raises OSError."""
    import fcntl

    with open(__file__, "rb") as program:  # the same file for all who run it
        try:
            fcntl.flock(program, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # whoever is at it may make another's file: the next session asks again
            with contextlib.suppress(OSError):
                os.unlink(_mark(target))
            return
        except OSError:  # no locks are to be had here
            pass
        make(target, names)


def make(target: str, names: Sequence[str] | None = None) -> None:
    """Load these modules, else all that the workbench may load, and write the file of what is loaded then. Raises OSError.

    Functions that a start does not call are kept apart, to be loaded when they are called; of modules that are named all are.
    """
    noted = _Noted()
    noted.begin()  # before all else: of what is loaded already nothing is noted, and a start compiles it
    from tui.start.divided_code import stands_in_well
    from tui.start.tried_start import called_by_a_start

    called = called_by_a_start() if names is None else frozenset()
    roots = _roots()
    _load(_everything() if names is None else names)
    gc.disable()  # what is made of a module has no circles: to look for some in all that is loaded takes half as long as to compile it
    _write(target, roots, noted, called if stands_in_well() else None)


def _write(target: str, roots: Sequence[tuple[str, int]], noted: _Noted, called: frozenset[Known] | None) -> None:
    """Write the file of what is loaded; all functions stay with their modules where ``called`` is None. Raises OSError."""
    from tui.start import marshalled  # a session that only asks for the file has no use for these
    from tui.start.bare_code import bare
    from tui.start.divided_code import divided
    from tui.start.prepared_before import Before, makers

    pieces: list[bytes] = []
    at = 0

    def put(data: bytes, root: int = 0, package: bool = False) -> int:
        nonlocal at
        pieces.append(data)
        at += len(data)
        return prepared.place(at - len(data), len(data), root, package)

    modules: dict[str, tuple[str, os.stat_result, bool]] = {}
    codes: dict[str, types.CodeType] = {}
    as_before: dict[str, tuple[bytes, dict[tuple[str, int], bytes]]] = {}
    before = None if called is None else Before(target, called)
    folders: dict[str, int] = {}
    tops: dict[str, str] = {}
    named = {root for root, _ in roots}
    for name, spec in _sources():
        path = str(spec.origin)
        folder = os.path.dirname(path)
        top = name.partition(".")[0]
        package = spec.submodule_search_locations is not None
        root = folder
        for _ in range(name.count(".") + package):
            root = os.path.dirname(root)
        if root not in named or (package and list(spec.submodule_search_locations or ()) != [folder]):
            continue
        if path != f"{root}/{name.replace('.', '/')}{'/__init__' if package else ''}.py":
            continue
        try:
            status, in_folder = os.stat(path), os.stat(folder).st_mtime_ns
            if before is not None and (kept := before.of(name, (path, package), status)) is not None:
                as_before[name] = kept
            else:
                with open(path, "rb") as file:
                    codes[name] = bare(file.read(), path)
        except (OSError, ValueError, SyntaxError):
            continue
        modules[name] = root, status, package
        tops[top] = root
        if folder != root:
            folders[folder] = in_folder
    used = [(root, written) for root, written in roots if root in tops.values()]
    number = {root: place for place, (root, _) in enumerate(used)}
    shared = marshalled.texts_of_many(codes.values())
    placed: dict[str, int] = {}

    def place(name: str, code: bytes, apart: dict[tuple[str, int], bytes]) -> None:
        places = {key: put(function) for key, function in apart.items()}
        root, status, package = modules[name]
        placed[name] = put(prepared.before_code(status, put(marshal.dumps(places))) + code, number[root], package)

    for name, code in codes.items():
        code, apart = (code, {}) if called is None else divided(code, called)
        place(name, marshalled.dumps(code, shared), {key: marshalled.dumps(each, shared, file="") for key, each in apart.items()})
    for name, (written, functions) in as_before.items():
        place(name, written, functions)
    index = {
        "python": prepared.python(),
        "made_by": makers(),
        "roots": used,
        "tops": {top: number[root] for top, root in tops.items()},
        "folders": list(folders.items()),
        "short": put(marshal.dumps({key: code for key, code in noted.texts.items() if key[2] == "eval" or len(key[0]) <= _SHORT})),
        "texts": {
            prepared.text_key(*key): put(marshal.dumps((key, code)))
            for key, code in noted.texts.items()
            if key[2] != "eval" and len(key[0]) > _SHORT
        },
        "patterns": {prepared.pattern_key(*key): put(marshal.dumps((key, program))) for key, program in noted.patterns.items()},
        "modules": placed,
        "body": at,
    }
    _put_there(target, index, b"".join(pieces))


def _put_there(target: str, index: dict[str, Any], body: bytes) -> None:
    """Write index and body beside the target, safely, and only then under its name."""
    told = marshal.dumps(index)
    head = prepared.MAGIC + len(told).to_bytes(4, "little") + zlib.crc32(told).to_bytes(4, "little") + told
    beside = f"{target}.{os.getpid()}"
    mode = 0o644 if target == prepared.beside_program() else 0o600
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode), "wb") as file:
        try:
            file.write(head + body)
            file.flush()
            os.fsync(file.fileno())
            os.replace(beside, target)
        except BaseException:
            os.unlink(beside)
            raise
    _forget_old(target)


def _forget_old(target: str) -> None:
    """Give up what was made for programs that are hardly there any more, and what a making left that was ended before its time."""
    folder = os.path.dirname(target)
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            if name.startswith("prepared-") and path != target and time.time() - os.lstat(path).st_mtime > _KEPT_FOR:
                os.unlink(path)


def _roots() -> list[tuple[str, int]]:
    found = []
    for entry in dict.fromkeys(sys.path):
        with contextlib.suppress(OSError):
            found.append((entry, os.stat(entry).st_mtime_ns))
    return found


def _sources() -> Iterator[tuple[str, ModuleSpec]]:
    """(name, spec) of every module that is loaded from a source file."""
    for name, module in sorted(sys.modules.items()):
        spec = getattr(module, "__spec__", None)
        if spec is not None and spec.name == name and isinstance(spec.loader, SourceFileLoader) and str(spec.origin).endswith(".py"):
            yield name, spec


def _everything() -> list[str]:
    import pkgutil

    import tui

    ours = [found.name for found in pkgutil.walk_packages(tui.__path__, "tui.", onerror=lambda name: None)]
    return [name for name in ours if not name.startswith(_NOT_OURS_ALONE)] + [*ALSO]


def _load(names: Sequence[str]) -> None:
    import importlib
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            with contextlib.suppress(Exception):  # a package that is not there, or not this version of it: it is loaded as always then
                importlib.import_module(name)


class _Noted:
    """What is compiled while modules are loaded."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str, str, int], types.CodeType] = {}
        self.patterns: dict[tuple[str | bytes, int], tuple[Any, ...]] = {}
        self._programs: list[tuple[Any, ...]] = []

    def begin(self) -> None:
        """From now on what the writers compile, and regular expressions, are noted."""
        prepared.compiled = self._compiled
        sys.meta_path.insert(0, _Writers())
        for name in prepared.WRITERS:
            if name in sys.modules:
                prepared.write_for(name, vars(sys.modules[name]))
        self._note_patterns()

    def _compiled(self, source: Any, file: Any, mode: str, flags: int) -> Any:
        code = builtins.compile(source, file, mode, flags=flags, dont_inherit=True)
        if isinstance(source, str):
            self.texts[source, file, mode, flags] = code
        return code

    def _note_patterns(self) -> None:
        if (found := prepared.engine()) is None:
            return
        of_programs, of_patterns = found
        compile_it, programs = of_programs.compile, self._programs

        class Noting:
            """What makes patterns, with a note of what it is given."""

            def __getattr__(self, name: str) -> Any:
                return getattr(of_patterns, name)

            @staticmethod
            def compile(text: Any, *program: Any) -> Any:
                programs.append(program)
                return of_patterns.compile(text, *program)

        def compiled(pattern: Any, flags: Any = 0) -> Any:
            programs.clear()
            made = compile_it(pattern, flags)
            if len(programs) == 1 and type(pattern) in (str, bytes):
                final, program, groups, by_name, names = programs[0]
                self.patterns[pattern, int(flags)] = (int(final), list(map(int, program)), groups, dict(by_name), names)
            return made

        of_programs._sre = Noting()
        of_programs.compile = compiled


class _Writers:
    """Finds the modules that compile what they have written, to have it noted."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None) -> ModuleSpec | None:
        if name not in prepared.WRITERS:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.origin is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = prepared.Loader(name, spec.origin)
        return spec
