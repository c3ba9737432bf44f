"""Charts in Word, drawn by whoever opens the file: columns over years and a line for what is aimed at, in the letters of the paper.

The numbers stand in the file itself, and once more in a workbook within it, by which they can be changed; nothing outside is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from tui.reports import official
from tui.reports.word.chart_data import chart_workbook, place_of_labels, place_of_name, place_of_values
from tui.reports.word.lettering import CENTRE, FONT, add_text, clean
from tui.reports.word.paper import Chart, Series

WIDE_MM, HIGH_MM = 150, 70
_EMU_A_MM: Final = 36_000
_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BEHIND: Final = "rId1"
"""The relation of a chart to the workbook behind it, its only one."""
_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
GREYS: Final = ("404040", "8C8C8C", "C8C8C8", "E4E4E4")
"""A paper is printed in black: columns differ by how dark they are."""
_CATEGORIES, _VALUES = "111111111", "222222222"


def add_chart(document: Document, chart: Chart, number: int) -> None:
    """The chart in the middle of the line, its caption below it; ``number`` tells it from the others of the paper."""
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _TYPE, chart_xml(chart).encode(), document.part.package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    book = Part(PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"), _BOOK, chart_workbook(chart), document.part.package)
    assert part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE) == _BEHIND
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(6)
    run = paragraph.add_run()
    run._r.append(
        parse_xml(
            f'<w:drawing xmlns:w="{_W}" xmlns:wp="{_WP}" xmlns:a="{_A}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{int(Mm(WIDE_MM))}" cy="{int(Mm(HIGH_MM))}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{number + 1000}" name="Chart {number}" descr="{_text(chart.text)}"/><wp:cNvGraphicFramePr/>'
            f'<a:graphic><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{relation}"/></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing>"
        )
    )
    caption = document.add_paragraph()
    caption.alignment = CENTRE
    caption.paragraph_format.space_after = Pt(6)
    add_text(caption, chart.text, 12, italic=True)


def chart_xml(chart: Chart) -> str:
    """The part of the file that holds a chart."""
    return "".join(
        (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}">',
            '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>',
            *_bars(chart),
            *(_line(chart, chart.line) if chart.line is not None else ()),
            *_axes(chart),
            "</c:plotArea>",
            '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>',
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>',
            f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1000"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
            f'<a:latin typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
            f'<c:externalData r:id="{_BEHIND}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>',
        )
    )


def _bars(chart: Chart) -> Iterator[str]:
    yield '<c:barChart><c:barDir val="col"/>'
    yield f'<c:grouping val="{"stacked" if chart.stacked else "clustered"}"/><c:varyColors val="0"/>'
    for place, series in enumerate(chart.bars):
        fill = f'<c:spPr><a:solidFill><a:srgbClr val="{GREYS[place % len(GREYS)]}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        light = place % len(GREYS) == 0 and chart.stacked
        yield from _series(chart, place, series, fill, _labels(chart, series, "ctr" if chart.stacked else "outEnd", white=light))
    overlap = '<c:overlap val="100"/>' if chart.stacked else ""
    yield f'<c:gapWidth val="60"/>{overlap}'
    yield f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:barChart>'


def _line(chart: Chart, line: Series) -> Iterator[str]:
    yield '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
    look = '<c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr>'
    yield from _series(chart, len(chart.bars), line, f'{look}<c:marker><c:symbol val="none"/></c:marker>', "", tail='<c:smooth val="0"/>')
    yield f'<c:marker val="1"/><c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:lineChart>'


def _series(chart: Chart, place: int, series: Series, look: str, labels: str, tail: str = "") -> Iterator[str]:
    yield f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>{place_of_name(place)}</c:f>'
    yield f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{_text(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    yield f"{look}{labels}<c:cat><c:strRef><c:f>{place_of_labels(chart)}</c:f><c:strCache>"
    yield f'<c:ptCount val="{len(chart.labels)}"/>'
    yield from (f'<c:pt idx="{n}"><c:v>{_text(label)}</c:v></c:pt>' for n, label in enumerate(chart.labels))
    yield f"</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>{place_of_values(chart, place)}</c:f>"
    yield f"<c:numCache><c:formatCode>{_format(chart)}</c:formatCode>"
    yield f'<c:ptCount val="{len(series.values)}"/>'
    yield from (f'<c:pt idx="{n}"><c:v>{value!r}</c:v></c:pt>' for n, value in enumerate(series.values) if value is not None)
    yield f"</c:numCache></c:numRef></c:val>{tail}</c:ser>"


def _labels(chart: Chart, series: Series, place: str, *, white: bool) -> str:
    """What stands at each column: the number as the paper writes it, whatever country the program is of that shows it."""
    colour = "FFFFFF" if white else "000000"
    look = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="{FONT}"/>'
    shown = (
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
    each = "".join(
        f'<c:dLbl><c:idx val="{n}"/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="vi-VN" sz="900">{look}</a:rPr>'
        f"<a:t>{_text(official.number(value, chart.decimals))}</a:t></a:r></a:p></c:rich></c:tx>{shown}</c:dLbl>"
        for n, value in enumerate(series.values)
        if value is not None
    )
    letters = f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900">{look}</a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr>'
    return f"<c:dLbls>{each}<c:spPr><a:noFill/></c:spPr>{letters}{shown}</c:dLbls>"


def _axes(chart: Chart) -> Iterator[str]:
    marks = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
    yield f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
    yield f'{marks}<c:tickLblPos val="low"/><c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/></c:catAx>'
    least = "" if _below_zero(chart) else '<c:min val="0"/>'
    yield f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/>{least}</c:scaling><c:delete val="0"/>'
    yield '<c:axPos val="l"/>'
    letters = '<a:rPr lang="vi-VN" sz="900" b="0"/>'
    yield f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r>{letters}<a:t>{_text(chart.unit)}</a:t></a:r></a:p></c:rich></c:tx>"
    yield f'<c:overlay val="0"/></c:title><c:numFmt formatCode="General" sourceLinked="0"/>{marks}<c:tickLblPos val="none"/>'
    yield f'<c:crossAx val="{_CATEGORIES}"/><c:crosses val="autoZero"/></c:valAx>'


def _below_zero(chart: Chart) -> bool:
    return any(value is not None and value < 0 for series in chart.series for value in series.values)


def _format(chart: Chart) -> str:
    return f"#,##0{'.' + '0' * chart.decimals if chart.decimals else ''}"


def _text(text: str) -> str:
    return escape(clean(text), {'"': "&quot;"})
