"""A chart of a paper as a drawing in a page: the same columns, line and numbers as in the Word file."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from tui.model.text import without_controls
from tui.reports import official
from tui.reports.word.paper import Chart, Series, told

_WIDE, _HIGH = 600, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 20, 20, 24, 52
GREYS: Final = ("#404040", "#8c8c8c", "#c8c8c8", "#e4e4e4")
_GAP: Final = 0.35
_DASHED: Final = 'stroke="currentColor" stroke-width="1.5" stroke-dasharray="6 4"'


def svg(chart: Chart, number: int) -> str:
    """The drawing; a chart without any number is an empty frame. ``number`` tells it from the others of its page.

    Who cannot see it is told its numbers. It is black on the page's ground and turns with it: lines and letters are of the page's own
    colour, the greys of its classes ``grey0`` to ``grey3``.
    """
    least, most = _span(chart)
    drawn = [*_bars(chart, least, most), *_aim(chart, least, most), *_legend(chart)]
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-labelledby="chart{number}" aria-describedby="chart{number}-numbers" '
        'xmlns="http://www.w3.org/2000/svg" font-family="Times New Roman, serif" font-size="12" fill="currentColor">'
        f'<title id="chart{number}">{_text(chart.text)}</title>'
        f'<desc id="chart{number}-numbers">{_text(". ".join(told(chart)))}</desc>{"".join(drawn)}</svg>'
    )


def _span(chart: Chart) -> tuple[float, float]:
    """The least and the most the drawing has room for; nothing is drawn from another base than 0."""
    known = [value for series in chart.bars for value in series.values if value is not None]
    if chart.stacked:
        known = [sum(series.values[n] or 0 for series in chart.bars) for n in range(len(chart.labels))]
    known += [value for value in (chart.line.values if chart.line is not None else ()) if value is not None]
    least, most = min([0.0, *known]), max([0.0, *known])
    return (least, most) if most > least else (0.0, 1.0)


def _y(value: float, least: float, most: float) -> float:
    return _TOP + (most - value) / (most - least) * (_HIGH - _TOP - _BOTTOM)


def _bars(chart: Chart, least: float, most: float) -> Iterator[str]:
    step = (_WIDE - _LEFT - _RIGHT) / max(1, len(chart.labels))
    wide = step * (1 - _GAP) / (1 if chart.stacked else max(1, len(chart.bars)))
    base = _y(0, least, most)
    yield f'<line x1="{_LEFT}" x2="{_WIDE - _RIGHT}" y1="{base:.1f}" y2="{base:.1f}" stroke="currentColor"/>'
    yield f'<text x="{_LEFT}" y="12">{_text(chart.unit)}</text>'
    for n, label in enumerate(chart.labels):
        below = 0.0
        for place, series in enumerate(chart.bars):
            value = series.values[n]
            if value is None:
                continue
            x = _LEFT + n * step + step * _GAP / 2 + (0 if chart.stacked else place * wide)
            top, bottom = _y(max(below + value, below), least, most), _y(min(below + value, below), least, most)
            yield f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{max(0.5, bottom - top):.1f}" {_grey(place)}/>'
            at = (top + bottom) / 2 + 4 if chart.stacked else top - 4 if value >= 0 else bottom + 13
            light = f" {_letters(place)}" if chart.stacked else ""
            yield f'<text x="{x + wide / 2:.1f}" y="{at:.1f}" text-anchor="middle"{light}>{official.number(value, chart.decimals)}</text>'
            below += value if chart.stacked else 0
        yield f'<text x="{_LEFT + (n + 0.5) * step:.1f}" y="{_HIGH - _BOTTOM + 16}" text-anchor="middle">{_text(label)}</text>'


def _aim(chart: Chart, least: float, most: float) -> Iterator[str]:
    if chart.line is None:
        return
    step = (_WIDE - _LEFT - _RIGHT) / max(1, len(chart.labels))
    points = [
        f"{_LEFT + (n + 0.5) * step:.1f},{_y(value, least, most):.1f}" for n, value in enumerate(chart.line.values) if value is not None
    ]
    yield f'<polyline points="{" ".join(points)}" fill="none" {_DASHED}/>'


def _legend(chart: Chart) -> Iterator[str]:
    """The names of the series in one row below the years."""
    every: list[tuple[Series, str]] = [(series, _grey(place)) for place, series in enumerate(chart.bars)]
    if chart.line is not None:
        every.append((chart.line, ""))
    step = (_WIDE - _LEFT - _RIGHT) / max(1, len(every))
    for place, (series, fill) in enumerate(every):
        x, y = _LEFT + place * step, _HIGH - 10
        if fill:
            yield f'<rect x="{x:.1f}" y="{y - 9}" width="14" height="9" {fill}/>'
        else:
            yield f'<line x1="{x:.1f}" x2="{x + 24:.1f}" y1="{y - 4}" y2="{y - 4}" {_DASHED}/>'
        yield f'<text x="{x + (20 if fill else 30):.1f}" y="{y}">{_text(series.name)}</text>'


def _grey(place: int) -> str:
    return f'class="grey{place % len(GREYS)}" fill="{GREYS[place % len(GREYS)]}"'


def _letters(place: int) -> str:
    """Of a number that stands on its column."""
    return f'class="on{place % len(GREYS)}" fill="{"#fff" if place % len(GREYS) == 0 else "#000"}"'


def _text(text: str) -> str:
    return escape(without_controls(" ".join(text.split())))
