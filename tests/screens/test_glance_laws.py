"""The laws of a glance where there are lines and no columns: on the agenda and the overview the state is whole at every width."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.lengths import LONG, longer, of_these
from tests.support.paths import EXAMPLE, SHIPPED
from tests.support.table_views import DAY
from tests.support.workbench import open_workbench
from tui.frames.insight.agenda import agenda
from tui.i18n.words import Words
from tui.screens.overview import OverviewScreen
from tui.screens.review.agenda_data import KIND_LOOKS
from tui.screens.review.agenda_rows import rows_of
from tui.session.session import Session
from tui.store.plan_file import load

WIDTHS = range(60, 241) if LONG else (60, 80, 101, 140, 240)


@longer
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", of_these([SHIPPED, EXAMPLE], [SHIPPED]), ids=lambda path: path.stem)
def test_the_agenda_says_every_state_whole_and_in_a_wider_window_no_less(path: Path, language: str) -> None:
    session = Session(load(path), Words(language), as_of=DAY)
    states = {}
    for item in agenda(session.frames, session.plan, DAY).items:
        look = KIND_LOOKS[item.kinds[0]]
        states[item.subject] = f"{look.glyph} {session.words(item.kinds[0].label)}"
    assert states
    before: dict[str, int] = {}
    for width in WIDTHS:
        for row in rows_of(session, None, DAY, width):
            if row.subject is None:
                continue
            text = str(row.text)
            assert text.startswith(f"   {states[row.subject]} · "), (width, text)
            assert cell_len(text) <= width, text
            told = cell_len(text.rpartition("  ")[2])
            assert told >= before.get(row.subject, 0), (width, text)
            before[row.subject] = told


@longer
async def test_the_overview_says_every_count_and_every_glyph_at_every_width(plan_file: Path) -> None:
    plan_file.write_bytes(SHIPPED.read_bytes())
    sizes = [(width, height) for width in range(60, 241, 15) for height in (16, 30, 60)] if LONG else [(60, 16), (140, 40)]
    async with open_workbench(plan_file, as_of=DAY) as bench:
        await bench.press("0")
        screen = bench.app.screen
        assert isinstance(screen, OverviewScreen)
        told: list[str] = []
        for size in sizes:
            await bench.pilot.resize_terminal(*size)
            await bench.settle()
            headline = " ".join(str(row.text) for row in screen.rows if row.key.startswith("headline/")).split()
            assert headline and headline == (told or headline), size
            told = headline
            for row in screen.rows:
                assert all(cell_len(line) <= size[0] for line in str(row.text).split("\n")), (size, row.text)
                if row.line is not None and row.line.look is not None:
                    assert str(row.text)[1] == row.line.look.glyph and len(str(row.text)[3:].split("  ")[0].strip()) >= 4, (size, row.text)


async def test_an_empty_plan_has_an_overview_and_an_agenda_without_a_state(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text('format = 2\n\n[plan]\ntitle = "Kế hoạch"\nterm = { start = 2026-01-01, end = 2030-12-31 }\n', encoding="utf-8")
    session = Session(load(path), Words("vi"), as_of=DAY)
    assert not [row for row in rows_of(session, None, DAY, 80) if row.subject is not None]
