"""The looks of a table's parts with the focus and without it: kept, and what Textual would find for them, whatever makes others of them."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.widgets import Input

from tests.support.shown_table import WORDS
from tui.widgets.frame_lines import Palette
from tui.widgets.frame_table import FrameTable


class Beside(App[None]):
    """A table and a field that takes its focus."""

    CSS = "#above.marked FrameTable > .ft--cursor { text-style: italic; } #above:focus-within FrameTable > .ft--mark { color: red; }"

    def compose(self) -> ComposeResult:
        with Vertical(id="above"):
            yield FrameTable(WORDS, id="table")
        yield Input()

    @property
    def table(self) -> FrameTable:
        return self.query_one(FrameTable)


def looks(app: Beside) -> Palette:
    """How the parts look, which is how they look where their styles are found anew."""
    table = app.table
    palette = table._drawn_by().palette
    for part, styles in table._component_styles.items():
        found = DOMNode(classes=part)
        found._attach(table)
        app.stylesheet.apply(found)
        assert styles == found.styles, part
    assert len(table._component_styles) > 10 and palette == Palette.of(table)
    return palette


async def test_they_are_found_once_and_are_what_textual_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Beside()
    async with app.run_test() as pilot:
        table, field = app.table, app.query_one(Input)
        seen = []

        async def focus_both() -> list[Palette]:
            found = []
            for place in (table, field, table, field):
                place.focus()
                await pilot.pause()
                assert table.has_focus == (place is table)
                found.append(looks(app))
            assert found[0] == found[2] != found[1] == found[3]
            return found[:2]

        seen += await focus_both()
        for theme in ("textual-light", "nord", "textual-dark"):
            app.theme = theme
            await pilot.pause()
            seen += await focus_both()
        app.query_one("#above").add_class("marked")
        await pilot.pause()
        seen += await focus_both()
        assert len({repr(palette) for palette in seen}) == len(seen) - 2, "the theme it began with is there twice, all else is another"


async def test_while_only_the_focus_changes_no_rule_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Beside()
    async with app.run_test() as pilot:
        table, field = app.table, app.query_one(Input)
        for place in (table, field, table, field):
            place.focus()
            await pilot.pause()
        asked: list[str] = []
        of = Palette.of
        monkeypatch.setattr(Palette, "of", lambda widget: asked.append("palette") or of(widget))
        apply = app.stylesheet.apply

        def applied(node: DOMNode, **named: Any) -> None:
            asked.extend(name for name in node.classes if name.startswith("ft--"))
            apply(node, **named)

        monkeypatch.setattr(app.stylesheet, "apply", applied)
        for place in (table, field):
            place.focus()
            await pilot.pause()
            table._drawn_by()
        assert asked == []


async def test_without_its_names_textual_finds_them_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.terminal.textual_internals.looks.KEEPS_NO_LOOKS", "something is gone")
    app = Beside()
    async with app.run_test() as pilot:
        found = []
        for place in (app.table, app.query_one(Input), app.table):
            place.focus()
            await pilot.pause()
            found.append(looks(app))
        assert found[0] == found[2] != found[1]
