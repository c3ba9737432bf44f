"""A paper as plain text, to be read before it is written."""

from __future__ import annotations

from tui.reports.word.paper import Paper


def plain_text(paper: Paper) -> str:
    """Number and day, title, addressees, body, signatures and recipients, a paragraph a line; the annexes only by their titles."""
    head = [part for part in (paper.letterhead.number, paper.letterhead.place_and_day) if part]
    signed = [" ".join(filter(None, [*signature.lines, signature.name])) for signature in paper.signatures]
    parts = [
        head,
        [part for part in (paper.title, paper.abstract) if part],
        list(paper.to),
        [*paper.basis, *(line.text for line in paper.body)],
        signed,
        [f"- {name};" for name in paper.recipients],
        [annex.name for annex in paper.annexes],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)
