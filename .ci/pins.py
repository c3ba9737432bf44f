"""The packages that are installed, each with the sha256 of every file its version may be installed from.

``constraints.txt`` says which version of each package is taken; people write it. From it and ``pyproject.toml`` the files in
``packaging/pins`` are made, one for each group of packages that is installed together; ``./run`` and CI install from these with
``--require-hashes``, so that nothing comes in that was not there when the pins were made.

python .ci/pins.py           asks the package index pip uses and writes the files; what came in new is written into constraints.txt
python .ci/pins.py --check   asks nobody: the files must have the versions of constraints.txt and what pyproject.toml names
"""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS, PINS = ROOT / "constraints.txt", ROOT / "packaging" / "pins"
PYTHONS = ("3.11", "3.13")
"""The oldest and the newest Python the program is installed for; what one of them alone needs is pinned as well."""
_FIRST_LINE = "# Made by .ci/pins.py from constraints.txt and pyproject.toml: {what}.\n"
_FILE_SHOWN = re.compile(
    r"-(?:py3|py2\.py3|cp3\d+)-(?:none|abi3|cp31[1-9]t?)-(?:any|(?:many|musl)linux[\w.]*_(?:x86_64|aarch64))\.whl$|\.tar\.gz$"
)
"""Wheels for any system or Linux on the two usual kinds of processor, and sources: where the program runs."""
_AS_SOURCES = {"pyspark": ["py4j"]}
"""Packages there are only sources of, which pip resolves for no other Python than its own, and what each needs: their versions are written
into ``constraints.txt`` by people."""


def groups() -> dict[str, tuple[str, list[str]]]:
    """Group → what it is, and the requirements as pyproject.toml has them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, build = told["project"], told["build-system"]["requires"]
    extras = project["optional-dependencies"]
    return {
        "program": ("what the program needs, in a browser too", project["dependencies"] + extras["web"]),
        "development": ("the program, its tests and checks", project["dependencies"] + extras["dev"] + build),
        "engines": ("engines of data sets that are no part of the development environment", [*extras["cluster"], "setuptools"]),
        "spark": ("Spark, of which there are sources only", extras["spark"]),
        "release": ("what looks at the packages that are handed out", extras["release"] + build),
    }


def plain(name: str) -> str:
    """The name of a package as indexes spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def name_in(requirement: str) -> str:
    """The package a requirement is of."""
    return plain(re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0])


def versions(text: str) -> dict[str, str]:
    """Package → version of the lines ``name==version`` of a file of pins."""
    return {plain(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s\\]+)", text, re.MULTILINE)}


def resolved(requirements: list[str], python: str) -> dict[str, str]:
    """Package → version of all that is installed for these requirements, for a Python."""
    known = versions(CONSTRAINTS.read_text(encoding="utf-8"))
    sources = {name: known[name] for one in requirements if (name := name_in(one)) in _AS_SOURCES}
    requirements = [one for one in requirements if name_in(one) not in sources] + [one for name in sources for one in _AS_SOURCES[name]]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", str(report)]
        command += ["--python-version", python, "--only-binary", ":all:", "--target", folder, "--constraint", str(CONSTRAINTS)]
        subprocess.run([*command, *requirements], check=True, stderr=subprocess.DEVNULL)
        told = json.loads(report.read_text(encoding="utf-8"))
    return sources | {plain(one["metadata"]["name"]): one["metadata"]["version"] for one in told["install"]}


@functools.cache
def index() -> str:
    """The address of the index pip is set up with."""
    if given := os.environ.get("PIP_INDEX_URL"):
        return given.rstrip("/")
    told = subprocess.run([sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False)
    if told.returncode == 0 and told.stdout.strip():
        return told.stdout.strip().rstrip("/")
    from pip._internal.models.index import PyPI  # pip's own default

    return str(PyPI.simple_url).rstrip("/")


def hashes(name: str, version: str) -> list[str]:
    """The sha256 of each file of a version that may be installed where the program runs, in order."""
    asked = urllib.request.Request(f"{index()}/{name}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        files = json.load(answer)["files"]
    starts = tuple(f"{spelled}-{version}{end}" for spelled in _spellings(name) for end in ("-", ".tar.gz"))
    found = sorted(
        file["hashes"]["sha256"] for file in files if _folded(file["filename"]).startswith(starts) and _FILE_SHOWN.search(file["filename"])
    )
    if not found:
        raise SystemExit(f"{name}=={version}: the index has no file of it with a sha256")
    return found


def _folded(filename: str) -> str:
    return filename.lower()


def _spellings(name: str) -> tuple[str, ...]:
    return name, name.replace("-", "_"), name.replace("-", ".")


def made() -> dict[str, str]:
    """Each file of pins by its name, as it must be; constraints.txt has what came in new."""
    needed = {group: {python: resolved(wanted, python) for python in PYTHONS} for group, (_, wanted) in groups().items()}
    everything = {name: version for of_group in needed.values() for one in of_group.values() for name, version in one.items()}
    known = versions(CONSTRAINTS.read_text(encoding="utf-8"))
    if new := {name: version for name, version in everything.items() if name not in known}:
        lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
        head = [line for line in lines if line.startswith("#")]
        pins = sorted([line for line in lines if "==" in line] + [f"{name}=={version}" for name, version in new.items()], key=str.lower)
        CONSTRAINTS.write_text("\n".join([*head, *pins]) + "\n", encoding="utf-8")
    told = {name: hashes(name, version) for name, version in sorted(everything.items())}
    return {
        f"{group}.txt": _FIRST_LINE.format(what=groups()[group][0])
        + "".join(
            f"{name}=={everything[name]}{where(name, of_group)}" + "".join(f" \\\n    --hash=sha256:{one}" for one in told[name]) + "\n"
            for name in sorted({name for one in of_group.values() for name in one})
        )
        for group, of_group in needed.items()
    }


def where(name: str, of_python: dict[str, dict[str, str]]) -> str:
    """The condition of a package that some Pythons need and others do not; nothing of what all need."""
    having = [python for python in PYTHONS if name in of_python[python]]
    if len(having) == len(PYTHONS):
        return ""
    if PYTHONS[-1] in having:  # what the newest needs the ones after it will
        return f' ; python_version >= "{having[0]}"'
    return f' ; python_version <= "{having[-1]}"'


def faults() -> list[str]:
    """What does not go together, without asking anybody."""
    found: list[str] = []
    wanted = versions(CONSTRAINTS.read_text(encoding="utf-8"))
    for group, (_, requirements) in groups().items():
        file = PINS / f"{group}.txt"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        there = versions(text)
        found += [
            f"{file.name}: {name} {version}, constraints.txt has {wanted.get(name)}"
            for name, version in there.items()
            if wanted.get(name) != version
        ]
        found += [f"{file.name}: {name} is missing" for one in requirements if (name := name_in(one)) not in there]
        unproved = [one for one in text.replace("\\\n", "").splitlines() if "==" in one and "--hash=sha256:" not in one]
        found += [f"{file.name}: {one} without a sha256" for one in unproved]
    return found


def main() -> int:
    if sys.argv[1:] == ["--check"]:
        if found := faults():
            print("\n".join([*found, "make them anew: python .ci/pins.py"]))
        return 1 if found else 0
    PINS.mkdir(exist_ok=True)
    for name, text in made().items():
        (PINS / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
