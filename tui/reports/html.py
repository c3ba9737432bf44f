"""A paper as one page of HTML that needs nothing beside itself: no file, no script, no address. Text is text, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from tui.model.text import nfc, without_controls
from tui.reports import official, sentences
from tui.reports.annex_rows import Align, Annex, AnnexColumn, CellValue
from tui.reports.chart_svg import svg
from tui.reports.word.paper import Block, BodyTable, Chart, Letterhead, Line, Look, Paper, Signature, ended

_BREAKS: Final = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")
_SURROGATES: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_STYLE: Final = """
body { font: 14pt/1.35 'Times New Roman', Tinos, 'Liberation Serif', serif; color: #000; background: #fff; margin: 2em auto;
  color-scheme: light dark;
  max-width: 46em; padding: 0 1em; }
header { display: flex; justify-content: space-between; gap: 2em; text-align: center; }
header div { flex: 1; } header p, .title p, .to p { margin: 0.1em 0; }
.small { font-size: 12pt; } .rule { border-top: 1px solid; margin: 0.2em auto 0.6em; width: 40%; }
.title, .to, caption, figcaption, .annex h2 { text-align: center; } .title { margin: 1.5em 0; } .to { margin: 1em 0; }
.line { text-align: justify; text-indent: 1.27cm; margin: 0 0 6pt; }
h2, h3, h4 { font-size: 14pt; margin: 0.6em 0 0.3em; text-indent: 1.27cm; }
h4 { font-style: italic; } .annex h2 { text-indent: 0; }
figure { margin: 1em 0; text-align: center; } figcaption { font-style: italic; font-size: 12pt; } svg { max-width: 100%; }
footer { display: flex; justify-content: space-between; gap: 2em; margin-top: 1.5em; } footer p { margin: 0.1em 0; }
.recipients { font-size: 11pt; } .signed { text-align: center; font-weight: bold; } .hand { height: 72pt; }
.annex { margin-top: 3em; overflow-x: auto; } .beside { font-style: italic; text-align: center; }
table { border-collapse: collapse; width: 100%; font-size: 11pt; margin: 0.6em 0; }
th, td { border: 1px solid; padding: 2pt 4pt; vertical-align: top; }
.centre { text-align: center; } .right { text-align: right; } .group { font-weight: bold; }
@media screen and (prefers-color-scheme: dark) { body { color: #e6e6e6; background: #161616; }
  .grey0 { fill: #f2f2f2; } .grey1 { fill: #b0b0b0; } .grey2 { fill: #767676; } .grey3 { fill: #4a4a4a; }
  .on0, .on1 { fill: #000; } .on2, .on3 { fill: #fff; } }
@media print { body { max-width: none; margin: 0; } .annex { break-before: page; }
  tr, figure { break-inside: avoid; } thead { display: table-header-group; } }
"""
_LEVELS: Final = {Look.PART: "h2", Look.POINT: "h3", Look.GROUP: "h4"}


def html_page(paper: Paper) -> str:
    """The page; it names nobody and asks for nothing from anywhere."""
    title = _text(f"{paper.title} {paper.abstract or paper.letterhead.about}".strip())
    head = (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    return head + "\n".join(_page(paper)) + "\n</body>\n</html>\n"


def _page(paper: Paper) -> Iterator[str]:
    yield from _head(paper.letterhead)
    if paper.title:
        yield f'<div class="title"><p><b>{_text(paper.title)}</b></p><p><b>{_text(paper.abstract)}</b></p><div class="rule"></div></div>'
    if paper.to:
        listed = "".join(f"<p>- {_text(name)}{'.' if n == len(paper.to) else ';'}</p>" for n, name in enumerate(paper.to, 1))
        one = f" {_text(paper.to[0])}" if len(paper.to) == 1 else ""
        yield f'<div class="to"><p>Kính gửi:{one}</p>{"" if one else listed}</div>'
    for n, text in enumerate(paper.basis, 1):
        yield f'<p class="line"><i>{_text(text.rstrip(" .;"))}{"." if n == len(paper.basis) else ";"}</i></p>'
    last = max((n for n, block in enumerate(paper.body) if isinstance(block, Line)), default=-1)
    for n, block in enumerate(paper.body):
        yield from _block(block, n, ends=n == last)
    yield from _tail(paper)
    for annex in paper.annexes:
        yield from _annex(annex, paper.reference)


def _head(head: Letterhead) -> Iterator[str]:
    own = [f"<p>{_text(head.parent.upper())}</p>"] if head.parent else []
    own += [f"<p><b>{_text(line)}</b></p>" for line in head.issuer]
    about = f'<p class="small">{_text(head.about)}</p>' if head.about else ""
    yield f'<header><div class="small">{"".join(own)}<div class="rule"></div><p>{_text(head.number)}</p>{about}</div>'
    nation = "".join(f"<p><b>{_text(line)}</b></p>" for line in head.nation)
    yield f'<div class="small">{nation}{"<div class=rule></div>" if nation else ""}<p><i>{_text(head.place_and_day)}</i></p></div></header>'


def _block(block: Block, number: int, *, ends: bool) -> Iterator[str]:
    if isinstance(block, Chart):
        yield f"<figure>{svg(block, number)}<figcaption>{_text(block.text)}</figcaption></figure>"
    elif isinstance(block, BodyTable):
        if block.text:
            yield f'<p class="line">{_text(block.text)}</p>'
        yield from _table(block.columns, _under_headings(block.rows))
    elif block.look in _LEVELS:
        tag = _LEVELS[block.look]
        yield f"<{tag}>{_text(block.text)}</{tag}>"
    else:
        yield f'<p class="line">{_text(ended(block.text) if ends else block.text)}</p>'


def _tail(paper: Paper) -> Iterator[str]:
    listed = "".join(f"<p>- {_text(name)};</p>" for name in paper.recipients)
    recipients = f'<div class="recipients"><p><b><i>Nơi nhận:</i></b></p>{listed}<p>- {sentences.KEPT}: VT, {_text(paper.unit)}.</p></div>'
    signed = [_signed(one) for one in paper.signatures]
    if len(signed) == 1:
        yield f"<footer>{recipients}{signed[0]}</footer>"
    else:
        yield f"<footer>{''.join(signed)}</footer>{recipients}"


def _signed(signature: Signature) -> str:
    lines = "".join(f"<p>{_text(line)}</p>" for line in signature.lines)
    return f'<div class="signed">{lines}<div class="hand"></div><p>{_text(signature.name)}</p></div>'


def _annex(annex: Annex, reference: str) -> Iterator[str]:
    number = f"Phụ lục {annex.number}".rstrip()
    yield f'<section class="annex"><h2>{_text(number)}<br>{_text(annex.name.upper())}</h2>'
    yield f'<p class="beside">{_text(sentences.ATTACHED.format(paper=reference))}</p>'
    if annex.summary is not None:
        yield f"<h3>1. {_text(annex.summary.title)}</h3>"
        yield from _table(annex.summary.columns, [(cells, "", "") for cells in annex.summary.rows])
        yield f"<h3>2. {_text(sentences.IN_DETAIL)}</h3>"
    yield from _table(annex.columns, [(row.cells, row.above, row.group) for row in annex.rows])
    yield "</section>"


def _under_headings(rows: Sequence[Sequence[CellValue] | str]) -> list[tuple[Sequence[CellValue], str, str]]:
    """The rows of a table in the body, each with the heading above it."""
    found: list[tuple[Sequence[CellValue], str, str]] = []
    heading = ""
    for row in rows:
        if isinstance(row, str):
            heading = row
        else:
            found.append((row, "", heading))
    return found


def _table(columns: Sequence[AnnexColumn], rows: Sequence[tuple[Sequence[CellValue], str, str]]) -> Iterator[str]:
    """A table; each row with the headings it stands under, which are shown where they change."""
    yield f"<table><thead><tr>{''.join(f'<th>{_text(column.title)}</th>' for column in columns)}</tr></thead><tbody>"
    shown = ("", "")
    for cells, above, group in rows:
        for heading in ([above] if above and above != shown[0] else []) + ([group] if group and (above, group) != shown else []):
            yield f'<tr><td class="group" colspan="{len(columns)}">{_text(heading)}</td></tr>'
        shown = (above, group)
        yield f"<tr>{''.join(_cell(value, column) for value, column in zip(cells, columns, strict=True))}</tr>"
    yield "</tbody></table>"


def _cell(value: CellValue, column: AnnexColumn) -> str:
    where = "" if column.align is Align.LEFT else f' class="{column.align.value}"'
    return f"<td{where}>{_text(official.cell(value))}</td>"


def _text(text: str) -> str:
    """One line of text as a page can hold it."""
    return escape(nfc(_SURROGATES.sub("", without_controls(_BREAKS.sub(" ", text))).strip()))
