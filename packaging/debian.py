"""A Debian package that carries the program with all it needs: ``python packaging/debian.py [--into FOLDER]``.

What sessions run from is a copy beside the one of before (hard links, so it takes no room), which each session holds: an upgrade, and a
removal, end none. Needs dpkg-deb, pip, and the Python the package is for: the ``python3`` of the Debian it is installed on has its version.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "packaging" / "debian"
_CONTROL = """Package: kehoach
Version: {version}
Architecture: {architecture}
Maintainer: The kehoach authors <no-address@kehoach.invalid>
Installed-Size: {kilobytes}
Depends: python3 (>= {python}~), python3 (<< {next_python}~), util-linux, libc6
Recommends: git
Section: editors
Priority: optional
Description: terminal workbench for public plans
 A public plan – targets, directions, state-owned enterprises, tasks – in one
 TOML file, opened as four tabs with verdicts and charts; kept by several
 people at once over SSH, reviewed by keyboard, put on paper. In Vietnamese
 and English.
"""
_CONFIG = """# Settings of kehoach for everybody on this machine; what a person has chosen goes before them.
# theme = "kehoach"
# language = "vi"
# wire = "plain"
"""


def version() -> str:
    """The version of the program."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "tui" / "__init__.py").read_text(encoding="utf-8"))
    if not found:
        raise SystemExit("tui/__init__.py: __version__")
    return found[1]


def environment(folder: Path) -> None:
    """An environment with the packages as they are pinned, and the program in it; at its place it needs nothing but python3."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / f"python{python}" / "site-packages"
    command = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--only-binary",
        ":all:",
        "--no-compile",
        "--no-deps",
    ]
    wheels = ["--no-index", "--find-links", str(ROOT / "wheelhouse")] if (ROOT / "wheelhouse").is_dir() else []
    pins = ROOT / "packaging" / "pins" / "program.txt"
    subprocess.run([*command, *wheels, "--require-hashes", "--requirement", str(pins), "--target", str(packages)], check=True)
    shutil.rmtree(packages / "bin", ignore_errors=True)
    for part in ("tui", "kehoach"):
        shutil.copytree(ROOT / part, packages / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data", packages / "tui" / "data")
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(f"/usr/bin/python{python}")
    (folder / "pyvenv.cfg").write_text(f"home = /usr/bin\ninclude-system-site-packages = false\nversion = {python}\n", encoding="utf-8")


def named(folder: Path) -> str:
    """A name after all that is in a folder: two builds of the same have the same."""
    told = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        told.update(f"{file.relative_to(folder)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return f"{version()}-{told.hexdigest()[:12]}"


def laid_out(top: Path) -> None:
    """All files of the package where they are on the system it is installed on."""
    shipped = top / "usr" / "lib" / "kehoach" / "shipped"
    environment(shipped / "environment")
    name = named(shipped / "environment")
    (shipped / "name").write_text(name + "\n", encoding="utf-8")
    place = f"/usr/lib/kehoach/run/{name}"
    # compiled here, for the place it is run from, and never compared with its source again: nobody changes a file there
    compiling = ["-m", "compileall", "-q", "-s", str(shipped / "environment"), "-p", place, "--invalidation-mode", "unchecked-hash"]
    subprocess.run([sys.executable, *compiling, str(shipped / "environment" / "lib")], check=True, stdout=subprocess.DEVNULL)
    shutil.copytree(ROOT / "packaging" / "share", top / "usr" / "share", dirs_exist_ok=True)
    shutil.move(top / "usr" / "share" / "zsh" / "site-functions", top / "usr" / "share" / "zsh" / "vendor-completions")
    for page in (top / "usr" / "share" / "man").rglob("*.1"):
        packed(page)
    documents = top / "usr" / "share" / "doc" / "kehoach"
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(
        (HERE / "copyright").read_text(encoding="utf-8")
        + "".join(f" {line}\n" if line else " .\n" for line in (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()),
        encoding="utf-8",
    )
    shutil.copy(ROOT / "README.md", documents)
    shutil.copytree(ROOT / "docs", documents / "docs")
    shutil.copy(ROOT / "CHANGELOG.md", documents / "changelog")
    packed(documents / "changelog")
    (top / "etc" / "xdg" / "kehoach").mkdir(parents=True)
    (top / "etc" / "xdg" / "kehoach" / "config.toml").write_text(_CONFIG, encoding="utf-8")
    (top / "usr" / "bin").mkdir(parents=True)
    shutil.copy(HERE / "kehoach", top / "usr" / "bin" / "kehoach")
    (top / "usr" / "bin" / "kehoach").chmod(0o755)


def packed(file: Path) -> None:
    """A file deflated, the same bytes each time."""
    with open(f"{file}.gz", "wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packing:
        packing.write(file.read_bytes())
    file.unlink()


def made(into: Path) -> Path:
    """The package as a file in a folder. Raises CalledProcessError when pip or dpkg-deb cannot, and OSError."""
    architecture = subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True, text=True).stdout.strip()
    file = into / f"kehoach_{version()}_py{sys.version_info.major}{sys.version_info.minor}_{architecture}.deb"
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as work:
        top = Path(work) / "kehoach"
        top.mkdir(mode=0o755)
        laid_out(top)
        control = top / "DEBIAN"
        control.mkdir()
        size = sum(one.lstat().st_size for one in top.rglob("*")) // 1024
        (control / "control").write_text(
            _CONTROL.format(
                version=version(),
                architecture=architecture,
                kilobytes=size,
                python=f"{sys.version_info.major}.{sys.version_info.minor}",
                next_python=f"{sys.version_info.major}.{sys.version_info.minor + 1}",
            ),
            encoding="utf-8",
        )
        (control / "conffiles").write_text("/etc/xdg/kehoach/config.toml\n", encoding="utf-8")
        for script in ("postinst", "postrm"):
            shutil.copy(HERE / script, control / script)
            (control / script).chmod(0o755)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", str(top), str(file)], check=True, stdout=subprocess.DEVNULL
        )
    return file


def main() -> int:
    asked = argparse.ArgumentParser(description="A Debian package of the program with all it needs.")
    asked.add_argument("--into", type=Path, default=Path("dist"), help="the folder it is written into (dist)")
    into = asked.parse_args().into
    into.mkdir(parents=True, exist_ok=True)
    file = made(into)
    print(f"{file}: {file.stat().st_size // 2**20} MB, Debian's python3 {sys.version_info.major}.{sys.version_info.minor}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
