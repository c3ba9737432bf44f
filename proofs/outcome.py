"""What a part of the proof found: counts, and every fault in words."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

_FOLDERS: Final = re.compile(r'(?<=File ")/[^"\n]*?/(?:site-packages/|(?=(?:tui|tests|proofs|bench)/)|(?=[^/"\n]+"))')
"""What stands before the part of a file's path that says the same on every machine, in the lines of a traceback."""


@attrs.frozen(kw_only=True)
class Outcome:
    """One part of the proof. It holds when ``faults`` is empty."""

    id: str
    title: str
    seconds: float
    counts: Mapping[str, int]
    """What was counted, in words → how often."""
    faults: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    """The kinds that were tried, where not all of them were; a fault begins with its kind."""

    def save(self, folder: Path, day: dt.date) -> Path:
        """Write it into ``folder`` as JSON, in the place of what the run before found, of kinds that were tried; where it is."""
        path = folder / f"{self.id}.json"
        tried = tuple(f"{kind}: " for kind in self.only)
        before = json.loads(path.read_text(encoding="utf-8")) if self.only and path.exists() else {"counts": {}, "faults": []}
        content = {
            "title": self.title,
            "day": day.isoformat(),
            "seconds": round(self.seconds, 1),
            "counts": before["counts"] | dict(self.counts),
            "faults": [
                *(fault for fault in before["faults"] if not fault.startswith(tried)),
                *(_FOLDERS.sub("", fault) for fault in self.faults),
            ],
        }
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return path


def as_text(outcomes: list[Outcome]) -> str:
    """A table for the terminal: a part a paragraph, a count a line, faults last."""
    width = max((len(name) for outcome in outcomes for name in outcome.counts), default=0)
    lines: list[str] = []
    for outcome in outcomes:
        lines += ["", f"{outcome.title}  ({outcome.seconds:.0f} s)", "─" * (width + 12)]
        lines += [f"{name:<{width}}  {number:>10,}" for name, number in outcome.counts.items()]
        lines.append(f"{'faults found':<{width}}  {len(outcome.faults):>10,}")
        lines += [f"  ! {fault}" for fault in outcome.faults[:20]]
    return "\n".join(lines[1:])
