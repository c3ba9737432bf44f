"""The environment ./run starts in, and the copy of the program: each beside the last one, which open sessions go on with.

What is installed and what the program is made of get a folder each, named after what it was made from. A new one is made beside, and only
when it is whole does ``.kehoach-current`` name it; what nobody uses any more is cleared later. So an upgrade ends no session, and one
that fails leaves everybody with what was there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import held

ENVIRONMENTS, PROGRAMS = ".venv-", ".program-"
CURRENT = ".kehoach-current"
"""Which environment and which copy of the program are used, as JSON."""
PARTS = ("tui", "kehoach", "data")
"""What the program is made of."""
NAMED_AFTER = ("tui", "kehoach", "data/examples")
"""What a copy of the program is named after: ``data/plan.toml`` is edited where it stands, and each save is no new program."""
WHEELS = "wheelhouse"
"""Packages that are installed without a network, where the folder is there."""
_START = "start.py"
_PREPARES = "import sys; sys.path[0] = sys.argv[1]; from tui.start import preparing; preparing.ask()"
_STARTS = "from tui.commands.main import main\n\nif __name__ == '__main__':\n    raise SystemExit(main())\n"


class CannotMake(Exception):
    """Why an environment could not be made, in both languages."""


def say(text: str) -> None:
    """Say something beside what the program prints."""
    print(f"kehoach: {text}", file=sys.stderr, flush=True)


# -- what it is made from ---------------------------------------------------------------------------------------------


def environment_of(root: Path, developing: bool) -> Path:
    """The folder of the environment for the pins as they are; ``developing`` has what tests need as well."""
    return root / f"{_family(root, developing)}{hashlib.sha256(sys.version.encode()).hexdigest()[:6]}"


def _family(root: Path, developing: bool) -> str:
    """What the names of environments for the pins as they are begin with, whichever Python each was made with."""
    made_from = [pins(root, developing).read_bytes(), (root / "pyproject.toml").read_bytes(), bytes(root), b"dev" if developing else b""]
    digest = hashlib.sha256(b"\0".join(made_from)).hexdigest()[:12]
    return f"{ENVIRONMENTS}{digest}-"


def usable(folder: Path) -> bool:
    """Whether an environment is whole, and its Python is there and the one it was made with."""
    python = folder / "bin" / "python"
    real = os.path.basename(os.path.realpath(python))
    made_with = not re.fullmatch(r"python3\.\d+", real) or (folder / "lib" / real).is_dir()
    return held.finished(folder) and os.access(python, os.X_OK) and made_with


def pins(root: Path, developing: bool) -> Path:
    """The file of the packages that are installed, each with the sha256 of its files; ``developing`` has what tests need as well."""
    return root / "packaging" / "pins" / ("development.txt" if developing else "program.txt")


def program_of(root: Path) -> Path:
    """The folder of the copy of the program as it is: by names, sizes and times of its files."""
    told = hashlib.sha256()
    for file in _files(root):
        state = file.stat()
        told.update(f"{file.relative_to(root)}\0{state.st_size}\0{state.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    return root / f"{PROGRAMS}{told.hexdigest()[:12]}"


def _files(root: Path) -> Iterator[Path]:
    for part in NAMED_AFTER:
        for folder, folders, names in os.walk(root / part):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            yield from (Path(folder) / name for name in sorted(names))


# -- making them ------------------------------------------------------------------------------------------------------


def make_environment(root: Path, folder: Path, developing: bool, offline: bool) -> None:
    """Make an environment where there is none yet; nothing of it is left where that fails. Raises CannotMake and OSError."""
    say("đang chuẩn bị môi trường (một lần) · preparing the environment (once) …")
    try:
        # --without-pip: Debian's python3 has no ensurepip; pip --python installs from outside
        _run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)], folder)
        _run(_pip(root, folder, offline, ["--require-hashes", "--requirement", str(pins(root, developing))]), folder)
        if developing:  # the checkout itself, which has no sha256: hatchling, that is there now, makes it known
            _run(_pip(root, folder, offline, ["--no-deps", "--no-build-isolation", "--editable", str(root)]), folder)
        held.finish(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _pip(root: Path, folder: Path, offline: bool, what: list[str]) -> list[str]:
    command = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--disable-pip-version-check", "install", "--quiet"]
    if offline or (root / WHEELS).is_dir():
        command += ["--no-index", "--find-links", str(root / WHEELS)]
    return [*command, *what]


_LONGEST_STEP = 2.0
"""Seconds between two figures of how far it is."""


def _run(command: Sequence[str], folder: Path) -> None:
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
        running = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)
        begun = time.monotonic()
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(_LONGEST_STEP)
                break
            if sys.stderr.isatty():
                print(f"\r  {_megabytes(folder)} MB · {time.monotonic() - begun:.0f} s ", end="", file=sys.stderr, flush=True)
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        if running.returncode:
            told.seek(0)
            raise CannotMake(_why(told.read()))


def _megabytes(folder: Path) -> int:
    total = 0
    for below, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(below, name)).st_size
    return total // 2**20


_REMEDIES = (
    (
        ("No module named pip", "No module named venv", "ensurepip"),
        "thiếu pip: apt install python3-pip python3-venv",
        "pip is missing: apt install python3-pip python3-venv",
    ),
    (
        ("No space left", "Disk quota"),
        "đĩa đã đầy: hãy dọn chỗ trống (cần khoảng 500 MB)",
        "the disk is full: make room (about 500 MB are needed)",
    ),
    (
        ("Permission denied", "Read-only file system"),
        "không được ghi vào thư mục này",
        "this folder may not be written to",
    ),
    (
        ("NewConnectionError", "Temporary failure in name", "ConnectionError", "ConnectTimeout", "unreachable", "ProxyError", "refused"),
        "không có mạng: nối mạng rồi chạy lại, hoặc dùng gói tạo bằng ./run bundle ở máy có mạng",
        "no network: connect and run it again, or take a bundle made by ./run bundle on a machine that has one",
    ),
    (
        ("DO NOT MATCH THE HASHES", "PACKAGES DO NOT MATCH"),
        "một gói tải về khác với bản đã ghim (sha256): hãy chạy lại; nếu vẫn vậy, đừng dùng nguồn gói này",
        "a package that was fetched differs from the one that was pinned (sha256): run it again; if it stays so, do not use this index",
    ),
    (
        ("No matching distribution", "Could not find a version"),
        "không tìm thấy gói cho Python này (hoặc không có mạng)",
        "a package was not found for this Python (or there is no network)",
    ),
)
"""(what pip and Python say, the remedy in Vietnamese, in English), the first that fits."""


def _why(told: str) -> str:
    """What went wrong in a sentence with the remedy; else the last error that was told, else the last line."""
    for signs, vietnamese, english in _REMEDIES:
        if any(sign in told for sign in signs):
            return f"{vietnamese} · {english}"
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(error|\w*Error)\b", line, re.IGNORECASE)]
    return (errors or lines or ["?"])[-1]


def make_program(root: Path, folder: Path, python: Path) -> None:
    """Copy the program as it is and compile it, which need not be at the first start then, and may not be possible. Raises OSError."""
    say("đang chuẩn bị bản này của chương trình (một lần) · preparing this version of the program (once) …")
    new = Path(tempfile.mkdtemp(prefix=PROGRAMS, suffix=".new", dir=root))
    try:
        new.chmod(0o755)
        for part in PARTS:
            shutil.copytree(root / part, new / part, copy_function=shutil.copy2, ignore=shutil.ignore_patterns("*.pyc.*"))
        (new / _START).write_text(_STARTS, encoding="utf-8")
        subprocess.run([str(python), "-m", "compileall", "-q", str(new)], capture_output=True, check=False)
        held.finish(new)
        if folder.exists():
            shutil.rmtree(folder)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    # what is prepared names the folders it is made of; without it a start takes longer and is the same, so nobody waits for it
    subprocess.run([str(python), "-c", _PREPARES, str(folder)], capture_output=True, check=False, cwd="/")


# -- which one is used ------------------------------------------------------------------------------------------------


def current(root: Path) -> tuple[Path, Path] | None:
    """The environment and the program that are used, where both are there."""
    try:
        told = json.loads((root / CURRENT).read_text(encoding="utf-8"))
        found = root / told["environment"], root / told["program"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if all(held.finished(one) and one.parent == root for one in found) else None


def use(root: Path, environment: Path, program: Path) -> None:
    """From now on these are used, and ``.venv`` leads to the environment. Raises OSError."""
    _replace(root / CURRENT, lambda new: new.write_text(json.dumps({"environment": environment.name, "program": program.name}) + "\n"))
    lead_to(root, environment)


def lead_to(root: Path, environment: Path) -> None:
    """Have ``.venv`` lead to an environment; a folder of this name, as it was made before, is put aside. Raises OSError."""
    link = root / ".venv"
    if link.is_dir() and not link.is_symlink():
        link.rename(root / f".venv-before-{time.time_ns()}")
    if not link.is_symlink() or os.readlink(link) != environment.name:
        _replace(link, lambda new: new.symlink_to(environment.name))


def _replace(path: Path, make: Callable[[Path], object]) -> None:
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)
    make(new)
    new.replace(path)


def ready(root: Path, *, offline: bool = False) -> tuple[Path, Path]:
    """The environment and the program to start, made where they are not there yet.

    An environment for the pins as they are serves whichever Python starts it: a login shell and cron need not have the same. Where they
    cannot be made, those of the last time go on, and it is said why. Raises CannotMake when there are none.
    """
    known = current(root)
    of_these_pins = tuple(_family(root, developing) for developing in (True, False))
    own = [environment_of(root, developing) for developing in (True, False)]
    others = [one for one in _all(root) if one.name.startswith(of_these_pins)]
    there = [known[0]] if known is not None and known[0] in others else []
    wanted = next(filter(usable, (*there, *own, *others)), own[1]), program_of(root)
    if known == wanted:
        return wanted
    try:
        with held.alone(root):
            if not usable(wanted[0]):
                make_environment(root, wanted[0], developing=False, offline=offline)
            if not held.finished(wanted[1]):
                make_program(root, wanted[1], wanted[0] / "bin" / "python")
            use(root, *wanted)
            held.clear(_all(root), {*wanted, *own, *others})
        return wanted
    except (CannotMake, OSError) as fault:
        why = str(fault) if isinstance(fault, CannotMake) else f"{fault.filename or root}: {fault.strerror or fault}"
        if known is None:
            raise CannotMake(why) from fault
        if not os.access(known[0] / "bin" / "python", os.X_OK):
            return known  # nothing goes on with it: starting it says so, and why
        say(f"dùng bản đang có, chưa nâng cấp được · going on with the one that is there: {why}")
        return known


def ready_to_develop(root: Path, *, offline: bool = False) -> Path:
    """The environment with what tests need; ``.venv`` leads to it. Raises CannotMake and OSError."""
    wanted = environment_of(root, developing=True)
    with held.alone(root):
        if not held.finished(wanted):
            make_environment(root, wanted, developing=True, offline=offline)
        lead_to(root, wanted)
    return wanted


def _all(root: Path) -> Iterator[Path]:
    yield from root.glob(f"{ENVIRONMENTS}[0-9a-f]*")
    yield from root.glob(f"{PROGRAMS}*")
