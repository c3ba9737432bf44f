"""The report: a table to read, JSON to compare, both without a word about whose machine it was."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from bench.figures import MEASURES, Figure, ratio
from bench.goals import SHIPPED, Checked, checked

RIVAL: Final = "visidata"
"""The peer whose ratio the table shows."""
KINDS: Final[Mapping[str, Callable[[Collection[str]], bool]]] = {
    "shipped-plan": lambda places: SHIPPED in places,
    "more-rows": lambda places: any(place.isdigit() for place in places),
    "line": lambda places: any(place != SHIPPED and not place.isdigit() for place in places),
}
"""What a run measured, as its file is called → whether these places are of it."""
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
    """What was measured and on what: ``whole-2-cores-linux-python-3.11``; a later run of the same takes its place."""
    kinds = [kind for kind, places in KINDS.items() if places(report.places)]
    kind = "whole" if len(kinds) == len(KINDS) else "-and-".join(kinds) or "nothing"
    return f"{kind}-{machine_stem(report.machine)}"


def save_beside(data: str, markdown: str, name: str, machine: str, folder: Path) -> list[Path]:
    """Write the JSON and the Markdown of a run in the place of those of the run before; where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}-{machine_stem(machine)}{ending}" for ending in (".json", ".md")]
    for path, text in zip(paths, (data, markdown), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def machine_stem(machine: str) -> str:
    """A class of machine as a part of a file's name: ``2-cores-linux-python-3.11``."""
    return re.sub(r"[^a-z0-9.]+", "-", machine.lower())


def as_json(report: Report) -> str:
    """The figures for programs, a measure a line: ``[median, least, greatest]`` of each program.

    A fourth number says how often nothing happened, where that was so. Goals and ratios follow from these and are not written.
    """
    content: dict[str, Any] = {
        "day": report.day.isoformat(),
        "machine": report.machine,
        "size": f"{report.size[0]}x{report.size[1]}",
        "versions": dict(report.versions),
        "programs": {id: title for id, title in report.titles.items() if any(id in place.figures for place in report.places.values())},
        "yardstick_ms": None if report.yardstick is None else short(report.yardstick),
        "places": {id: _place_as_json(place) for id, place in report.places.items()},
        "notes": list(report.notes),
    }
    return opened(content, 4) + "\n"


def _place_as_json(place: Place) -> dict[str, Any]:
    measured = {m.id: {id: short(made[m.id]) for id, made in place.figures.items() if m.id in made} for m in MEASURES}
    return {
        "title": place.title,
        "rows": place.rows,
        "runs": place.runs,
        "figures": {id: made for id, made in measured.items() if made},
        "notes": list(place.notes),
    }


def opened(value: object, levels: int, indent: str = "") -> str:
    """JSON with a key a line in the outermost levels, and everything below on its line."""
    if not levels or not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=False)
    lines = (f"{indent} {json.dumps(key, ensure_ascii=False)}: {opened(one, levels - 1, indent + ' ')}" for key, one in value.items())
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


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


def short(one: Figure) -> list[float]:
    """``[median, least, greatest]``, and how often nothing happened when it ever was so; whole numbers from 1,000 on."""
    numbers = [round(value) if abs(value) >= 1000 or value == int(value) else round(value, 2) for value in (one.median, one.low, one.high)]
    return [*numbers, one.missing] if one.missing else numbers


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
