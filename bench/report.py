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
from typing import Any, Final

import attrs

from bench.figures import MEASURES, Figure, ratio
from bench.goals import Checked, checked

RIVAL: Final = "visidata"
"""The peer whose ratio the table shows; the JSON has all."""
_VERDICTS: Final = {True: "reached", False: "NOT reached", None: "–"}


@attrs.frozen(kw_only=True)
class Place:
    """The figures of all programs on the same rows over the same line."""

    title: str
    rows: int
    runs: int
    figures: Mapping[str, Mapping[str, Figure]]
    """Program id → measure id → figure."""
    notes: Sequence[str] = ()


@attrs.frozen(kw_only=True)
class Report:
    """One run of the benchmark: the first program is ours, the others are its peers."""

    day: dt.date
    machine: str
    size: tuple[int, int]
    versions: Mapping[str, str]
    titles: Mapping[str, str]
    """Program id → how it is called, in the order of the columns."""
    places: Mapping[str, Place]
    yardstick: Figure | None
    """Milliseconds of a fixed piece of work, between the runs: it varies as much as the machine was busy."""
    notes: Sequence[str] = ()

    @property
    def own(self) -> str:
        """The program the others are compared with."""
        return next(iter(self.titles))

    def ratios(self, place: Place) -> dict[str, dict[str, float]]:
        """Peer id → measure id → our median divided by the peer's."""
        found: dict[str, dict[str, float]] = {}
        for peer in list(self.titles)[1:]:
            ours, theirs = place.figures.get(self.own, {}), place.figures.get(peer, {})
            pairs = ((m.id, ratio(ours.get(m.id), theirs.get(m.id))) for m in MEASURES)
            found[peer] = {id: value for id, value in pairs if value is not None}
        return {peer: made for peer, made in found.items() if made}

    def goals(self) -> list[Checked]:
        """What the product must reach, against these figures."""
        return checked({id: place.figures for id, place in self.places.items()}, lambda id: self.titles.get(id, id))


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
        "versions": dict(report.versions),
        "programs": {id: title for id, title in report.titles.items() if any(id in place.figures for place in report.places.values())},
        "yardstick_ms": _rounded(report.yardstick),
        "goals": [one._asdict() for one in report.goals()],
        "places": {id: _place_as_json(report, place) for id, place in report.places.items()},
        "notes": list(report.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _place_as_json(report: Report, place: Place) -> dict[str, Any]:
    return {
        "title": place.title,
        "rows": place.rows,
        "runs": place.runs,
        "figures": {id: {m: _rounded(one) for m, one in made.items()} for id, made in place.figures.items()},
        "ratios": {peer: {m: round(value, 3) for m, value in made.items()} for peer, made in report.ratios(place).items()},
        "notes": list(place.notes),
    }


def heading(report: Report) -> str:
    """What the figures are of, in a few lines."""
    columns, lines = report.size
    versions = " · ".join(f"{name} {version}" for name, version in report.versions.items())
    said = [
        f"{report.day:%Y-%m-%d} · {report.machine} · {columns}x{lines}",
        versions,
        f"Medians. After × stands {report.titles[report.own]} divided by the program before it; below 1 is better than that.",
    ]
    if report.yardstick:
        one = report.yardstick
        said.append(f"Yardstick: {one.median:.1f} ms ({one.low:.1f}–{one.high:.1f}); a wide range means a busy machine.")
    return "\n".join([*said, *report.notes])


def title_of(place: Place) -> str:
    """Over its table."""
    return f"{place.title} · {place.rows:,} rows · {place.runs} {'run' if place.runs == 1 else 'runs'}"


def as_cells(report: Report, place: Place) -> list[list[str]]:
    """A line a measure; our figure with its range, then each peer's, and what ours is of the rival's."""
    shown = [id for id in report.titles if place.figures.get(id)]
    ratios = report.ratios(place)
    first = shown[0] if shown else report.own
    head = ["", report.titles[first], "least–most"]
    for id in shown[1:]:
        head += [report.titles[id], "×"] if id == RIVAL and first == report.own else [report.titles[id]]
    lines = [head]
    for measure in MEASURES:
        if not any(measure.id in made for made in place.figures.values()):
            continue
        one = place.figures[first].get(measure.id)
        line = [f"{measure.label}, {measure.unit}", _number(one, measure.unit), _spread(one, measure.unit)]
        for id in shown[1:]:
            line.append(_number(place.figures[id].get(measure.id), measure.unit))
            if id == RIVAL and first == report.own:
                value = ratios.get(id, {}).get(measure.id)
                line.append("–" if value is None else f"{value:.2f}")
        lines.append(line)
    return lines


def goal_cells(report: Report) -> list[list[str]]:
    """A line a goal."""
    return [["goal", "wanted", "found", ""], *([one.goal, one.wanted, one.found, _VERDICTS[one.reached]] for one in report.goals())]


def as_text(report: Report) -> str:
    """For the terminal; the goals come last, where they are seen."""
    parts = [heading(report)]
    for place in report.places.values():
        parts.append("\n".join([title_of(place), *place.notes, "", _aligned(as_cells(report, place))]))
    return "\n\n".join([*parts, _aligned(goal_cells(report))])


def _aligned(cells: Sequence[Sequence[str]]) -> str:
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(cell + " " * room if not place else " " * room + cell for place, (cell, room) in enumerate(_rooms(line, widths)))
        for line in cells
    ]
    return "\n".join([lines[0], "─" * (sum(widths) + 2 * len(widths) - 2), *lines[1:]])


def as_markdown(report: Report) -> str:
    """For reading in the repository; the goals come first."""
    parts = [f"# Benchmark of {report.day:%Y-%m-%d}", _listed(heading(report).splitlines()), "## Goals", _marked_down(goal_cells(report))]
    for place in report.places.values():
        parts += [f"## {title_of(place)}", *([_listed(place.notes)] if place.notes else []), _marked_down(as_cells(report, place))]
    return "\n\n".join(parts) + "\n"


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _marked_down(cells: Sequence[Sequence[str]]) -> str:
    first, *rest = ["| " + " | ".join(line) + " |" for line in cells]
    return "\n".join([first, "|" + "---|" + "---:|" * (len(cells[0]) - 1), *rest])


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
    return f"{value:.0f}" if unit == "bytes" else f"{value:.2f}" if unit == "%" else f"{value:.1f}"


def _width(text: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in text)


def _rooms(line: Sequence[str], widths: Sequence[int]) -> list[tuple[str, int]]:
    return [(cell, width - _width(cell)) for cell, width in zip(line, widths, strict=True)]
