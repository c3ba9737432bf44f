"""``python -m bench.progress``: our verdicts beside those of four published methods, on the same twelve series.

The four are written anew from what their makers publish (see :data:`SOURCES`), each as it would judge one series with a target: none is
copied. All look for the target year from a first and a last figure; how they read a table of many countries is left out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs

from bench.in_page import put_into
from tui.frames.build import Frames
from tui.frames.methods.verdicts import Verdict, verdicts
from tui.model.checks import read_plan

PAGE: Final = Path(__file__).parent.parent / "docs" / "methods.md"
BEGIN: Final = "<!-- python -m bench.progress --write -->"
END: Final = "<!-- end of the table -->"
TERM: Final = {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}
SOURCES: Final = (
    ("Open SDG", "*Progress Measurement Methodology* (open-sdg.readthedocs.io/en/latest/progress-methodology)"),
    (
        "Eurostat",
        "*Sustainable development in the European Union*, annex on the assessment of trends with a target;"
        " Open SDG names its ratio and thresholds as its model",
    ),
    (
        "UN 2023",
        "*Progress Chart Technical Note 2023*, as the Basque statistics office sets it out (eustat-des.github.io/site/en/metodologia)",
    ),
    (
        "ESCAP",
        "*Progress Assessment Methodology* (data.unescap.org/resource-guides/progress-assessment-methodology) and UNECE's technical notes"
        " on the same index (w3.unece.org/sdg2023/technical-notes.html); the weights are not given there, ours rise evenly with the years",
    ),
)
SMALL: Final = 0.001
"""What Open SDG takes for a zero, which no compound rate leads to or from."""


@attrs.frozen(kw_only=True)
class Series:
    """One series with its target, as a plan has it and as the four read it."""

    title: str
    kind: str
    op: str
    target: float
    figures: Mapping[int, float]
    day: dt.date
    unit: str = "%"
    rates: bool = False
    """The figures are yearly growth rates."""
    level: float | None = None
    """The level the four are given where the target is no level: a cut of a point a year from 6.14 leads to 2.14."""
    right: str
    """Who is right, and why."""

    @property
    def aim(self) -> float:
        return self.target if self.level is None else self.level

    @property
    def first(self) -> tuple[int, float]:
        return min(self.figures.items())

    @property
    def last(self) -> tuple[int, float]:
        return max(self.figures.items())

    @property
    def up(self) -> bool:
        """Whether more is better; a bare "=" asks for the way there from the first figure."""
        if self.level is not None or self.op == "=":
            return self.aim >= self.first[1]
        return self.op in {">=", ">"}

    @property
    def reached(self) -> bool:
        value = self.last[1]
        if self.op in {"<", ">"} and value == self.aim:
            return False
        return value >= self.aim if self.up else value <= self.aim


YEAR: Final = 2025


def compound(first: tuple[int, float], last: tuple[int, float]) -> float:
    """The yearly rate between two figures, both above 0."""
    return float((last[1] / first[1]) ** (1 / (last[0] - first[0])) - 1)


def open_sdg(one: Series) -> str:
    """The growth so far over the growth that is needed from the first figure: 95 %, 60 %, 0 %."""
    if one.reached:
        return "target achieved"
    base, target = one.first[1] or SMALL, one.aim or SMALL
    if min(base, target, *one.figures.values()) <= 0 or one.first == one.last:
        return "unable to assess"
    seen, needed = compound((one.first[0], base), one.last), compound((one.first[0], base), (YEAR, target))
    ratio = seen * (1 if one.up else -1) / abs(needed) if needed else float("inf")
    return _by(ratio, (0.95, "on track"), (0.60, "acceleration needed"), (0.0, "limited progress"), otherwise="deterioration")


def eurostat(one: Series) -> str:
    """The same ratio, over the last five years at most; a target that is there now is significant progress."""
    if one.reached:
        return "significant progress"
    first = min(item for item in one.figures.items() if item[0] >= one.last[0] - 5)
    if min(first[1], one.last[1], one.aim) <= 0 or first == one.last:
        return "not assessed"
    seen, needed = compound(first, one.last), compound(first, (YEAR, one.aim))
    ratio = seen / needed if needed else 0.0
    return _by(ratio, (0.95, "significant progress"), (0.60, "moderate progress"), (0.0, "insufficient progress"), otherwise="moving away")


def un_2023(one: Series) -> str:
    """The value expected in the target year at the compound rate so far, as a share of the way: 95 %, 10 %."""
    if one.rates:
        return "left to experts"
    if one.reached:
        return "met"
    (year, base), (last, value) = one.first, one.last
    if year == last or min(base, value) <= 0:
        return "not assessed"
    expected = value * (1 + compound(one.first, one.last)) ** (YEAR - last)
    share = (expected - base) / (one.aim - base) if one.aim != base else 0.0
    return _by(share, (0.95, "on track"), (0.10, "fair progress"), otherwise="stagnation or regression")


def escap(one: Series) -> str:
    """The gap left in the target year by a regression that weighs late years more, as a share of the way from the first figure."""
    if len(one.figures) < 2:
        return "not assessed"
    expected = weighted_line(one.figures, YEAR)
    way = abs(one.aim - one.first[1])
    if expected >= one.aim if one.up else expected <= one.aim:
        return "maintain"
    gap = abs(one.aim - expected) / way if way else float("inf")
    return "maintain" if gap <= 0.10 else "accelerate" if gap <= 1 else "reverse"


def weighted_line(figures: Mapping[int, float], year: int) -> float:
    """The value of a year on the straight line through the figures; weights rise evenly from the first year (1) to the last."""
    start = min(figures)
    weights = {at: at - start + 1 for at in figures}
    whole = sum(weights.values())
    x = sum(weights[at] * at for at in figures) / whole
    y = sum(weights[at] * value for at, value in figures.items()) / whole
    slope = sum(weights[at] * (at - x) * (value - y) for at, value in figures.items())
    return y + slope / sum(weights[at] * (at - x) ** 2 for at in figures) * (year - x)


def _by(number: float, *steps: tuple[float, str], otherwise: str) -> str:
    return next((word for least, word in steps if number >= least - 1e-9), otherwise)


PEERS: Final[Mapping[str, Callable[[Series], str]]] = {"Open SDG": open_sdg, "Eurostat": eurostat, "UN 2023": un_2023, "ESCAP": escap}


def ours(series: Sequence[Series]) -> list[str]:
    """Our verdicts, by the program itself."""
    said = []
    for one in series:
        values = [{"year": year, "value": value, "vintage": "official"} for year, value in one.figures.items()]
        record: dict[str, Any] = {"goal": "g", "name": one.title, "unit": one.unit, "kind": one.kind, "op": one.op, "target": one.target}
        plan, _ = read_plan(
            {
                "format": 1,
                "plan": {"title": "Kế hoạch", "term": TERM},
                "goals": {"g": {"number": 1, "title": "Nhóm"}},
                "indicators": {"i": {**record, "values": values}},
            }
        )
        said.append(Verdict(verdicts(Frames(plan), one.day)["verdict"][0]).label)
    return said


IN_2025: Final = dt.date(2025, 6, 1)
AFTER: Final = dt.date(2026, 6, 1)
SERIES: Final = (
    Series(
        title="GRDP growth, mean ≥ 8 %",
        kind="term_growth",
        op=">=",
        target=8,
        unit="%/năm",
        rates=True,
        figures={2021: 6.51, 2022: 8.59, 2023: 5.56, 2024: 6.5},
        day=IN_2025,
        right="we: 13 % would be needed in the last year, more than any year brought. A rate of a rate says nothing",
    ),
    Series(
        title="the same, one good year at the end",
        kind="term_growth",
        op=">=",
        target=8,
        unit="%/năm",
        rates=True,
        figures={2021: 7.5, 2022: 7.5, 2023: 7.5, 2024: 7.5, 2025: 8.59},
        day=AFTER,
        right="we, and the UN which will not judge it: the mean is 7.72. The others look at the last year alone",
    ),
    Series(
        title="GRDP a head ≥ 150 million",
        kind="end_level",
        op=">=",
        target=150,
        unit="triệu đồng",
        figures={2022: 107, 2024: 119.2},
        day=IN_2025,
        right="we: 25.8 % in one year, after 5.5 % a year. ‘Fair’ and ‘accelerate’ begin at a tenth of the way",
    ),
    Series(
        title="health insurance ≥ 90 %",
        kind="end_level",
        op=">=",
        target=90,
        figures={2020: 50, 2021: 59, 2022: 67, 2023: 75, 2024: 82},
        day=IN_2025,
        right="all the same, and right",
    ),
    Series(
        title="unemployment < 3 %, flat at 9",
        kind="ceiling",
        op="<",
        target=3,
        figures={2021: 9, 2022: 9, 2023: 9, 2024: 9},
        day=IN_2025,
        right="the UN and we: standing still three times too high is a miss. Our first rules called it speed up, and they were wrong",
    ),
    Series(
        title="unemployment < 3 %, rising to 2.8",
        kind="ceiling",
        op="<",
        target=3,
        figures={2021: 2.2, 2022: 2.4, 2023: 2.6, 2024: 2.8},
        day=IN_2025,
        right="we: a year more at this pace is at the bound. The others are content with what is met today",
    ),
    Series(
        title="forest cover ≥ 46 %, sinking",
        kind="floor",
        op=">=",
        target=46,
        figures={2021: 47.2, 2022: 46.9, 2023: 46.5, 2024: 46.1},
        day=IN_2025,
        right="we and ESCAP look ahead; the three others see only that it is met",
    ),
    Series(
        title="school drop-out = 10 ‰, from 14",
        kind="end_level",
        op="=",
        target=10,
        unit="‰",
        figures={2020: 14, 2021: 14, 2022: 14, 2023: 13.9, 2024: 13.9},
        day=IN_2025,
        right="the UN and we: next to nothing has been done. A bare “=” has a direction, and it is downwards here",
    ),
    Series(
        title="poverty, a cut of 1 point a year",
        kind="points_cut",
        op=">=",
        target=1,
        unit="điểm %/năm",
        level=2.0,
        figures={2020: 7.0, 2021: 6.14, 2022: 4.49, 2023: 3.6, 2024: 2.7},
        day=IN_2025,
        right="all the same, and right: 0.7 points are left for a year",
    ),
    Series(
        title="poverty, a cut down to 0",
        kind="points_cut",
        op=">=",
        target=0.5,
        unit="điểm %/năm",
        level=0.0,
        figures={2020: 2.5, 2021: 2.0, 2022: 1.5, 2023: 1.0, 2024: 0.5},
        day=IN_2025,
        right="we and ESCAP: half a point a year, and half a point is left. No compound rate leads to 0",
    ),
    Series(
        title="industry’s share = 61 %, at 64",
        kind="share",
        op="=",
        target=61,
        figures={2020: 58, 2021: 59.5, 2022: 61, 2023: 62.5, 2024: 64},
        day=IN_2025,
        right="we: what one part has too much another lacks; the four have no two-sided target (Open SDG transforms a few by hand)",
    ),
    Series(
        title="recognised communes = 8, known to 2023",
        kind="count",
        op="=",
        target=8,
        unit="xã",
        figures={2020: 3, 2021: 4, 2022: 5, 2023: 6},
        day=AFTER,
        right="we: the year is over, and nobody has said how it ended. The four have no such word and go on judging the figure of 2023",
    ),
)


@cache
def table() -> str:
    """The table and what the four were read from, as it stands in docs/methods.md."""
    head = ["series, 2025", "we", *PEERS, "who is right"]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for one, said in zip(SERIES, ours(SERIES), strict=True):
        figures = " · ".join(f"{value:g}" for value in one.figures.values())
        cells = [f"{one.title}: {figures} ({min(one.figures)}–{max(one.figures)})", f"**{said}**"]
        lines.append(f"| {' | '.join([*cells, *(judge(one) for judge in PEERS.values()), one.right])} |")
    return "\n".join([*lines, "", *(f"- {name}: {source}." for name, source in SOURCES)])


def written(page: str) -> str:
    """The page with the table of today. Raises ValueError when the page has no place for it."""
    return put_into(page, BEGIN, table(), END)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or put it into docs/methods.md; exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.progress", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/methods.md")
    if parser.parse_args(arguments).write:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
