"""How a plan can stand on a server for several users: the commands of ``docs/many-hands.md``, and one that lets only its owner save."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import attrs

from tests.support.users import BAO, GROUP, LAN, NAM

DOCS: Final = Path(__file__).parent.parent / "docs" / "many-hands.md"
_NUMBERS: Final = {"lan": LAN.uid, "nam": NAM.uid, "bao": BAO.uid, "planners": GROUP}
"""Users and groups of the page."""
_SKIPPED: Final = ("groupadd", "usermod")
"""What would change the system: the numbers are made up instead."""


@attrs.frozen
class Layout:
    """One way; ``title`` is its heading on the page, ``writers`` and ``readers`` who may."""

    id: str
    title: str
    writers: tuple[str, ...]
    readers: tuple[str, ...]
    """Who may read, but not write."""


LAYOUTS: Final = (
    Layout("setgid", "A group’s folder", ("lan", "nam"), ("bao",)),
    Layout("acl", "A list of names", ("lan", "nam"), ("bao",)),
    Layout("owner", "One owner", ("lan",), ("nam", "bao")),
)


def commands(layout: Layout) -> list[str]:
    """The commands of a layout as they stand on the page."""
    section = DOCS.read_text(encoding="utf-8").partition(f"### {layout.title}\n")[2]
    block = re.search(r"```console\n(.*?)```", section, re.DOTALL)
    assert block is not None, layout.title
    return [line.removeprefix("# ") for line in block[1].splitlines()]


def lay_out(layout: Layout, folder: Path, plan: Path) -> Path:
    """Run the commands of a layout in a folder; the plan they put there. Raises CalledProcessError."""
    start = folder / "start"
    start.mkdir()
    shutil.copyfile(plan, start / "plan.toml")
    for command in commands(layout):
        if command.startswith(_SKIPPED):
            continue
        for name, number in _NUMBERS.items():
            command = re.sub(rf"(?<=[ :,]){name}(?=[ :,]|$)", str(number), command)
        subprocess.run(["sh", "-ec", command.replace("/srv/plans", str(folder / "plans"))], cwd=start, check=True)
    return folder / "plans" / "plan.toml"
