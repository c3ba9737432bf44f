"""A table a measurement made, put into the page of the documentation that has a place for it."""

from __future__ import annotations


def put_into(page: str, begin: str, made: str, end: str) -> str:
    """The page with what was made between two of its lines. Raises ValueError when the page has no such place."""
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"no {begin} … {end} in the page")
    return f"{before}{begin}\n{made}\n{end}{after}"
