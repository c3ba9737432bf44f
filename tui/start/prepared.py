"""The code of a start from one prepared file: modules without their docstrings, and what else Python would compile again each time.

A start loads nearly a thousand modules, each from a file of its own that is looked for along several folders, and then compiles what
``attrs``, ``typing`` and ``namedtuple`` write as text, and every regular expression. All of it is the same each time, and more than half
of the functions are not called: those are loaded when they are (:mod:`tui.start.loaded_at_call`). The file
(:mod:`tui.start.preparing` makes it) stands beside the compiled files of this package, made there by whoever may write there,
else among what is kept for the person to save time.

It is believed as little as a ``.pyc``: only if its owner is the person, root or whoever owns the program, and nobody else may write it; of
the same Python; over the same folders, in which nothing has come before what was found; and each module only while its source file is the
one it was made of, by size and the times of its last change. Whatever differs is loaded as Python always does, and the file is made again.
``KEHOACH_PREPARED=0`` switches it off; a whole path is the folder it is kept in instead of the person's.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported here.
"""

from __future__ import annotations

import _imp
import builtins
import marshal
import os
import sys
import zlib
from importlib.machinery import ModuleSpec, SourceFileLoader

from tui.start import loaded_at_call, lone_import, others_file, places, timings

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    import types
    from collections.abc import Mapping, Sequence
    from typing import Any, Final

MAGIC: Final = b"kehoach prepared 5\n"
NAME: Final = f"prepared-{zlib.crc32(f'{sys.version} {sys.prefix}'.encode('utf-8', 'surrogateescape')):08x}"
"""One for each Python and each environment."""
VARIABLE: Final = "KEHOACH_PREPARED"
_HEAD: Final = len(MAGIC) + 8
_MOST_INDEX: Final = 4 << 20

WRITERS: Final = {"attr._make": ("compile", "hash"), "collections": ("eval",), "dataclasses": ("exec",), "typing": ("compile",)}
"""Modules that compile text they have written, and the built-in functions they do it by.

``attrs`` writes the hash of a class's name into the text, which is another in every process."""

_PLACE: Final = 7
"""Bits of a number below a place: the root of a module, and whether it is a package."""
_MOST_ROOTS: Final = (1 << _PLACE - 1) - 1
_BITS: Final = 26
_MOST: Final = (1 << _BITS) - 1
_STAMP: Final = 24
_APART: Final = 8
"""Bytes before the code of a module: what its source was, and where it is told where its functions are that are kept apart."""


def place(offset: int, length: int, root: int = 0, package: bool = False) -> int:
    """Where something is in the body, in one number. Raises ValueError where it does not go into one."""
    if max(offset, length) > _MOST or root > _MOST_ROOTS:
        raise ValueError
    return ((offset << _BITS | length) << _PLACE) | root << 1 | package


def before_code(status: os.stat_result, apart: int) -> bytes:
    """What stands before the code of a module."""
    return stamp(status) + apart.to_bytes(_APART, "little")


def stamp(status: os.stat_result) -> bytes:
    """What tells one state of a source file from another: its size and the times of its last change."""
    return b"".join((number & (1 << 64) - 1).to_bytes(8, "little") for number in (status.st_mtime_ns, status.st_ctime_ns, status.st_size))


def text_key(source: str, file: str, mode: str, flags: int) -> int:
    """What a text that is compiled is known by."""
    about = zlib.crc32(f"{file}\0{mode}\0{flags}".encode("utf-8", "surrogatepass"))
    return zlib.crc32(source.encode("utf-8", "surrogatepass"), about)


def pattern_key(pattern: str | bytes, flags: int) -> int:
    """What a regular expression is known by."""
    if isinstance(pattern, str):
        return zlib.crc32(pattern.encode("utf-8", "surrogatepass"), flags)
    return zlib.crc32(pattern, ~flags & 0xFFFFFFFF)


class Prepared:
    """An opened file that is believed: modules by name, and what else is compiled in it."""

    def __init__(self, handle: int, index: Mapping[str, Any], begins: int) -> None:
        self.handle = handle
        """The open file."""
        self._begins = begins
        self.made_by: int = index["made_by"]
        """What tells one state of what makes the file from another (:mod:`tui.start.prepared_before`)."""
        self._modules: dict[str, int] = index["modules"]
        """Name → the root it is under, whether it is a package, where its code is in the body, as :func:`place` writes them in one number:
        a session holds it all the time."""
        self._roots = [root for root, _ in index["roots"]]
        self._last: tuple[int, Mapping[tuple[str, int], int]] = (-1, {})
        """Where the functions of a module are that one was called of last."""
        self._texts: dict[int, int] = index["texts"]
        """What a text that is compiled is known by → where it is, with its code."""
        self._met: dict[tuple[str, str, str, int], types.CodeType] = marshal.loads(self._read(index["short"]))
        """Those that are short, and asked for again and again."""
        self._patterns: dict[int, int] = index["patterns"]
        """What a pattern is known by → where it is, with what it is made of beside its text."""

    def _read(self, place: int) -> bytes:
        length = place >> _PLACE & _MOST
        data = os.pread(self.handle, length, self._begins + (place >> _PLACE + _BITS))
        if len(data) != length:
            raise EOFError
        return data

    def _of(self, place: int | None, asked: tuple[Any, ...]) -> Any:
        """What is kept at a place, if it is kept for what is asked; None otherwise."""
        try:
            kept, found = (None, None) if place is None else marshal.loads(self._read(place))
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return found if kept == asked else None

    def text(self, source: str, file: str, mode: str, flags: int) -> types.CodeType | None:
        """The code of a text; None where it is not prepared."""
        asked = source, file, mode, flags
        found = self._met.get(asked)
        if found is None and self._texts:
            found = self._of(self._texts.get(text_key(*asked)), asked)
        return found

    def pattern(self, pattern: str | bytes, flags: int) -> tuple[Any, ...] | None:
        """What a pattern is made of beside its text; None where it is not prepared."""
        found: tuple[Any, ...] | None = self._of(self._patterns.get(pattern_key(pattern, flags)), (pattern, flags))
        return found

    def source(self, name: str) -> tuple[str, bool] | None:
        """(the file a module was made of, whether it is a package); None where it is not prepared."""
        known = self._modules.get(name)
        if known is None:
            return None
        package = bool(known & 1)
        return f"{self._roots[known >> 1 & _MOST_ROOTS]}/{name.replace('.', '/')}{'/__init__' if package else ''}.py", package

    def code(self, name: str) -> types.CodeType | None:
        """The code of a module; None where its source is another than the one it was made of."""
        path, _ = self.source(name) or ("", False)
        try:
            status = os.stat(path)
            data = self._read(self._modules[name])
            if stamp(status) != data[:_STAMP]:
                _note_changed()
                return None
            found: types.CodeType = marshal.loads(memoryview(data)[_STAMP + _APART :])
        except (OSError, ValueError, EOFError, TypeError):
            _note_changed()
            return None
        return found

    def pieces(self, name: str, status: os.stat_result) -> tuple[bytes, dict[tuple[str, int], bytes]]:
        """(the code of a module as it is written, that of each function that is kept apart), for a file that is made anew.

        Raises ValueError where its source is another, and what reading raises.
        """
        data = self._read(self._modules[name])
        if stamp(status) != data[:_STAMP]:
            raise ValueError
        apart = marshal.loads(self._read(int.from_bytes(data[_STAMP : _STAMP + _APART], "little")))
        return data[_STAMP + _APART :], {key: self._read(at) for key, at in apart.items()}

    def function(self, stand_in: types.CodeType, names: Mapping[str, Any]) -> types.CodeType | None:
        """The code of a function of a module with these globals, by what stands in for it; None where it cannot be read any more."""
        path = stand_in.co_filename
        name = names.get("__name__", "")
        if (self.source(name) or ("",))[0] != path:
            name = next((each for each in self._modules if (self.source(each) or ("",))[0] == path), "")
        try:
            at = self._modules[name]
            last = self._last  # another thread may look for a function of another module
            if last[0] != at:
                apart = int.from_bytes(self._read(at)[_STAMP : _STAMP + _APART], "little")
                last = self._last = at, marshal.loads(self._read(apart))
            found: types.CodeType = marshal.loads(self._read(last[1][loaded_at_call.key(stand_in)]))
        except (OSError, ValueError, EOFError, TypeError, KeyError):
            return None
        _imp._fix_co_filename(found, path)  # type: ignore[attr-defined]
        return found


_in_use: Prepared | None = None
_stale = False
_changed = 0
"""How many modules were another than those that are prepared."""


def handles() -> tuple[int, ...]:
    """The file that is open, to be kept by a process that goes on from this one."""
    return () if _in_use is None else (_in_use.handle,)


def _note_stale() -> None:
    global _stale
    _stale = True


def _note_changed() -> None:
    global _changed
    _note_stale()
    _changed += 1
    timings.took("modules: compiled, for they have changed since they were prepared", modules=_changed)


def is_missing() -> bool:
    """Whether this start had no prepared file, or one that was not wholly true any more, where it would have used one."""
    return _stale


# -- which file is believed -------------------------------------------------------------------------------------------


def python() -> str:
    """What says which Python compiled something: another one reads it otherwise."""
    return f"{sys.version} {sys.implementation.cache_tag} {sys.flags.optimize}"


def is_wanted(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether this Python is to be given prepared code at all."""
    return environ.get(VARIABLE, "1") != "0" and sys.flags.optimize == 0 and sys.pycache_prefix is None


def beside_program() -> str:
    """The file beside the compiled files of this package."""
    return os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "__pycache__", NAME)


def own(environ: Mapping[str, str] = os.environ) -> str | None:
    """The file among what is kept for the person; None without a home. One for each place the program is installed in."""
    told = environ.get(VARIABLE, "")
    cache = told if os.path.isabs(told) else places.cache_folder(environ)
    return None if cache is None else os.path.join(cache, f"{NAME}-{zlib.crc32(os.fsencode(beside_program())):08x}")


def opened(path: str, owners: Sequence[int], *, anywhere: bool = False) -> Prepared | None:
    """The file, if it is believed; None otherwise, whatever it is. ``anywhere``: also where modules would be found elsewhere today."""
    try:
        handle = others_file.opened(path)
    except OSError:
        return None
    try:
        timings.took("code: not prepared, what is there is not believed")
        status = os.fstat(handle)
        if status.st_uid not in owners or status.st_mode & 0o022:
            timings.took("code: not prepared, what is there may be somebody else's")
            raise ValueError
        head = os.pread(handle, _HEAD, 0)
        length = int.from_bytes(head[-8:-4], "little")
        if len(head) != _HEAD or not head.startswith(MAGIC) or length > _MOST_INDEX:
            raise ValueError
        data = os.pread(handle, length, _HEAD)
        if len(data) != length or zlib.crc32(data) != int.from_bytes(head[-4:], "little"):
            raise ValueError
        index = marshal.loads(data)
        if index["python"] != python() or _HEAD + length + index["body"] != status.st_size:
            raise ValueError
        if not anywhere and not _leads_there(index):
            timings.took("code: not prepared, what is there is of other folders than those of today")
            raise ValueError
        return Prepared(handle, index, _HEAD + length)
    except (OSError, ValueError, EOFError, TypeError, KeyError):
        os.close(handle)
        return None


def _leads_there(index: Mapping[str, Any]) -> bool:
    """Whether modules would be found today where they were found: the same folders in the same order, with nothing new in the way."""
    roots: list[tuple[str, int]] = index["roots"]
    found_in: dict[str, int] = index["tops"]
    known = {root: number for number, (root, _) in enumerate(roots)}
    reached = 0
    for entry in dict.fromkeys(sys.path):
        number = known.get(entry)
        if number is not None:
            if number != reached:
                return False
            reached += 1
            if os.stat(entry).st_mtime_ns == roots[number][1]:
                continue
        try:
            names = os.listdir(entry or ".")
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            if os.path.isfile(entry):
                return False  # an archive: what is in it is not looked for here
            continue
        if any(found_in.get(name.partition(".")[0], -1) >= reached and _is_module(entry, name) for name in names):
            return False
    return reached == len(roots) and all(os.stat(folder).st_mtime_ns == at for folder, at in index["folders"])


def _is_module(folder: str, name: str) -> bool:
    """Whether Python would find a module in a folder under this name: a package or a file with code, no script, text or other folder."""
    _, dot, kind = name.rpartition(".")
    if dot:
        return kind in ("py", "pyc", "so")
    path = os.path.join(folder, name)
    return os.path.isdir(path) and any(inner.startswith("__init__.") for inner in os.listdir(path))


# -- giving it out ----------------------------------------------------------------------------------------------------


class Loader(SourceFileLoader):
    """Loads a module as always, but for where its code comes from."""

    def get_code(self, fullname: str) -> Any:
        found = None if _in_use is None else _in_use.code(fullname)
        return super().get_code(fullname) if found is None else found

    def exec_module(self, module: types.ModuleType) -> None:
        if module.__name__ in WRITERS:
            write_for(module.__name__, vars(module))
        super().exec_module(module)

    def run(self, code: types.CodeType, module: types.ModuleType) -> None:
        """As :meth:`exec_module`, where the code is at hand."""
        if self.name in WRITERS:
            write_for(self.name, vars(module))
        builtins.exec(code, vars(module))


class _Finder:
    """Finds the modules that are prepared, and no others."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None) -> ModuleSpec | None:
        known = None if _in_use is None else _in_use.source(name)
        if known is None:
            return None
        source, package = known
        folder = source.rpartition("/")[0]
        if path is not None and next(iter(path), None) != (folder.rpartition("/")[0] if package else folder):
            return None  # a package that looks elsewhere today
        spec = ModuleSpec(name, Loader(name, source), origin=source, is_package=package)
        spec.has_location = True
        if package:
            spec.submodule_search_locations = [folder]
        return spec


_finder: Final = _Finder()


FUTURE: Final = 0x1FE0000
"""The flags of code that ``compile`` hands on from whoever calls it: ``from __future__ import …``."""


def compiled(source: Any, file: Any, mode: str, flags: int) -> Any:
    """The code of a text as the compiler makes it for a caller with these flags; what is prepared needs none."""
    found = None if _in_use is None or not isinstance(source, str) else _in_use.text(source, file, mode, flags)
    return builtins.compile(source, file, mode, flags=flags, dont_inherit=True) if found is None else found


def _compile(source: Any, filename: Any, mode: str, *rest: Any, **options: Any) -> Any:
    if rest or options:
        return builtins.compile(source, filename, mode, *rest, **options)
    return compiled(source, filename, mode, sys._getframe(1).f_code.co_flags & FUTURE)


def _eval(source: Any, names: Any = None, local: Any = None) -> Any:
    return builtins.eval(*_run(source, "eval", sys._getframe(1), names, local))


def _exec(source: Any, names: Any = None, local: Any = None) -> None:
    builtins.exec(*_run(source, "exec", sys._getframe(1), names, local))


def _run(source: Any, mode: str, caller: types.FrameType, names: Any, local: Any) -> tuple[Any, Any, Any]:
    """What ``eval`` and ``exec`` are given: code, globals and locals as they take them of who calls."""
    if isinstance(source, str):
        source = compiled(source, "<string>", mode, caller.f_code.co_flags & FUTURE)
    if names is None:
        return source, caller.f_globals, caller.f_locals if local is None else local
    return source, names, names if local is None else local


def _hash(of: Any) -> int:
    return zlib.crc32(of.encode("utf-8", "surrogatepass")) if isinstance(of, str) else hash(of)


_BUILTIN: Final = {"compile": _compile, "eval": _eval, "exec": _exec, "hash": _hash}


def write_for(name: str, names: dict[str, Any]) -> None:
    """From now on a module that compiles what it has written is given what is prepared of it."""
    for function in WRITERS[name]:
        names[function] = _BUILTIN[function]


def engine() -> tuple[Any, Any] | None:
    """(what compiles regular expressions, what makes a pattern of the program); None where this Python keeps them otherwise."""
    import re

    of_programs, of_patterns = getattr(re, "_compiler", None), sys.modules.get("_sre")
    there = callable(getattr(of_programs, "compile", None)) and getattr(of_programs, "_sre", None) is of_patterns is not None
    return (of_programs, of_patterns) if there else None


def _patterns() -> None:
    """Have regular expressions taken from what is prepared."""
    if (found := engine()) is None:
        return
    of_programs, of_patterns = found
    compile_it, make = of_programs.compile, of_patterns.compile

    def compiled_pattern(pattern: Any, flags: int = 0) -> Any:
        known = None if _in_use is None or type(pattern) not in (str, bytes) else _in_use.pattern(pattern, int(flags))
        return compile_it(pattern, flags) if known is None else make(pattern, *known)

    of_programs.compile = compiled_pattern


def begin(environ: Mapping[str, str] = os.environ) -> None:
    """From now on what is prepared is loaded from the file, where there is one that is believed."""
    global _in_use
    if _in_use is not None:
        return
    if not is_wanted(environ):
        timings.took("code: not prepared, it is switched off")
        return
    timings.took("code: not prepared, none is there")
    me = os.geteuid()
    mine = own(environ)
    _in_use = opened(beside_program(), (me, 0, os.stat(__file__).st_uid)) or (None if mine is None else opened(mine, (me,)))
    if _in_use is None:
        _note_stale()
        return
    timings.took("code: prepared")
    loaded_at_call.begin(_in_use.function)
    sys.meta_path.insert(0, _finder)
    for name in WRITERS:
        if name in sys.modules:
            write_for(name, vars(sys.modules[name]))
    _patterns()


def import_alone() -> None:
    """From now on, and until :func:`tui.start.lone_import.end`, no other thread imports: prepared modules are loaded without locks."""
    if _in_use is not None:
        lone_import.begin(_finder.find_spec, _in_use.code, _finder)
