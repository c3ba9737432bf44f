"""The other people over the same plan: what they save, how it is read back, and how the program looks for it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from tests.support.workbench import Driver

THEIR_STATUS = (
    'summary = "Đạt đại trà chuẩn nông thôn mới ở mọi xã"\nleads = ["ubnd"]\nmode = "standing"\nstatus = "unreported"',
    'summary = "Đạt đại trà chuẩn nông thôn mới ở mọi xã"\nleads = ["ubnd"]\nmode = "standing"\nstatus = "blocked"',
)
"""Before and after of what somebody else saves: the status of III-2."""


def write_elsewhere(path: Path, old: str, new: str) -> None:
    """Somebody else saves: a new file in the old one's place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    other = path.with_name("theirs")
    other.write_text(text.replace(old, new), encoding="utf-8")
    os.replace(other, path)


def load_task(path: Path, id: str) -> dict[str, object]:
    """A task as the file has it now."""
    return tomllib.loads(path.read_text(encoding="utf-8"))["tasks"][id]  # type: ignore[no-any-return]


async def look(bench: Driver) -> None:
    """What happens once a second; asked of the application itself, for two of them run in this process."""
    bench.app.call_later(bench.app.flows.company.look_around)
    await bench.settle()
    assert not bench.app.flows.company.fault, bench.app.flows.company.fault
