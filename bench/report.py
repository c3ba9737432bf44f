"""The report: a table to read, JSON to compare, both without a word about whose machine it was."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from bench.figures import MEASURES, Figure, ratio


@attrs.frozen(kw_only=True)
class Report:
    """One run of the benchmark: the first program is ours, the others are its peers."""

    day: dt.date
    machine: str
    size: tuple[int, int]
    rows: int
    runs: int
    versions: Mapping[str, str]
    titles: Mapping[str, str]
    """Program id → how it is called, in the order of the columns."""
    figures: Mapping[str, Mapping[str, Figure]]
    """Program id → measure id → figure."""
    yardstick: Figure | None
    """Milliseconds of a fixed piece of work, between the runs: it varies as much as the machine was busy."""
    notes: Sequence[str] = ()

    def ratios(self) -> dict[str, dict[str, float]]:
        """Peer id → measure id → our median divided by the peer's."""
        own, *peers = self.titles
        found: dict[str, dict[str, float]] = {}
        for peer in peers:
            pairs = ((m.id, ratio(self.figures[own].get(m.id), self.figures[peer].get(m.id))) for m in MEASURES)
            found[peer] = {id: value for id, value in pairs if value is not None}
        return found


def machine_class() -> str:
    """What the figures depend on, and no more: ``2 cores, Linux, Python 3.11``."""
    cores = len(os.sched_getaffinity(0))
    version = ".".join(platform.python_version_tuple()[:2])
    return f"{cores} {'core' if cores == 1 else 'cores'}, {platform.system()}, Python {version}"


def file_stem(report: Report) -> str:
    """``2026-11-22-2-cores-linux-python-3.11``."""
    return f"{report.day:%Y-%m-%d}-{re.sub(r'[^a-z0-9.]+', '-', report.machine.lower())}"


def as_json(report: Report) -> str:
    """Everything, for programs."""
    content: dict[str, Any] = {
        "day": report.day.isoformat(),
        "machine": report.machine,
        "size": f"{report.size[0]}x{report.size[1]}",
        "rows": report.rows,
        "runs": report.runs,
        "versions": dict(report.versions),
        "yardstick_ms": _rounded(report.yardstick),
        "figures": {id: {m: _rounded(one) for m, one in made.items()} for id, made in report.figures.items()},
        "ratios": {peer: {m: round(value, 3) for m, value in made.items()} for peer, made in report.ratios().items()},
        "notes": list(report.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def heading(report: Report) -> str:
    """What the figures are of, in a few lines."""
    columns, lines = report.size
    versions = " · ".join(f"{name} {version}" for name, version in report.versions.items())
    said = [
        f"{report.day:%Y-%m-%d} · {report.machine} · {columns}x{lines} · {report.rows} rows · {report.runs} runs",
        versions,
        "Medians; after × stands kehoach divided by the peer, below 1 is better than the peer.",
    ]
    if report.yardstick:
        one = report.yardstick
        said.append(f"Yardstick: {one.median:.1f} ms ({one.low:.1f}–{one.high:.1f}); a wide range means a busy machine.")
    return "\n".join([*said, *report.notes])


def as_cells(report: Report) -> list[list[str]]:
    """The table: a line a measure; our figure with its range, then each peer's with the ratio."""
    own, *peers = report.titles
    ratios = report.ratios()
    lines = [["", report.titles[own], "least–most", *(part for peer in peers for part in (report.titles[peer], "×"))]]
    for measure in MEASURES:
        if not any(measure.id in made for made in report.figures.values()):
            continue
        one = report.figures[own].get(measure.id)
        line = [f"{measure.label}, {measure.unit}", _number(one, measure.unit), _spread(one, measure.unit)]
        for peer in peers:
            value = ratios[peer].get(measure.id)
            line += [_number(report.figures[peer].get(measure.id), measure.unit), "–" if value is None else f"{value:.2f}"]
        lines.append(line)
    return lines


def as_text(report: Report) -> str:
    """For the terminal."""
    cells = as_cells(report)
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(cell + " " * room if not place else " " * room + cell for place, (cell, room) in enumerate(_rooms(line, widths)))
        for line in cells
    ]
    return "\n".join([heading(report), "", lines[0], "─" * (sum(widths) + 2 * len(widths) - 2), *lines[1:]])


def as_markdown(report: Report) -> str:
    """For reading in the repository."""
    first, *rest = ["| " + " | ".join(line) + " |" for line in as_cells(report)]
    rule = "|" + "---|" + "---:|" * (len(as_cells(report)[0]) - 1)
    said = "".join(f"- {line}\n" for line in heading(report).splitlines())
    return f"# Benchmark of {report.day:%Y-%m-%d}\n\n{said}\n" + "\n".join([first, rule, *rest]) + "\n"


def save(report: Report, folder: Path) -> list[Path]:
    """Write the JSON and the Markdown; where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for ending, text in ((".json", as_json(report)), (".md", as_markdown(report))):
        path = folder / (file_stem(report) + ending)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _rounded(one: Figure | None) -> dict[str, float] | None:
    return None if one is None else {name: round(value, 2) for name, value in one._asdict().items()}


def _number(one: Figure | None, unit: str) -> str:
    return "–" if one is None else _shown(one.median, unit)


def _spread(one: Figure | None, unit: str) -> str:
    return "–" if one is None else f"{_shown(one.low, unit)}–{_shown(one.high, unit)}"


def _shown(value: float, unit: str) -> str:
    return f"{value:.1f}" if unit == "ms" else f"{value:.0f}"


def _width(text: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in text)


def _rooms(line: Sequence[str], widths: Sequence[int]) -> list[tuple[str, int]]:
    return [(cell, width - _width(cell)) for cell, width in zip(line, widths, strict=True)]
