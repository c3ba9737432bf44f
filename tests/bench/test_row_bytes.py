"""What a move over the tasks sends with their panel: counted, so that no machine and nobody else's work says otherwise."""

from __future__ import annotations

import statistics
from pathlib import Path

from bench.row_bytes import counted
from tests.support.lengths import in_proofs
from tests.support.paths import SHIPPED
from tests.support.small_plan import EMPTY

VISIDATA = 560
"""Bytes of VisiData 3.4 for a row down of the same rows at 100×30."""


@in_proofs
async def test_a_row_with_its_panel_is_little_more_than_a_row_elsewhere(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_bytes(SHIPPED.read_bytes())
    rows = await counted(plan)
    assert statistics.median(row.whole for row in rows) <= 1.2 * VISIDATA, "the two frames of a terminal come on top, to 1.3"
    assert statistics.median(row.side for row in rows) <= 180, "labels stay where they are"
    plan.write_text(EMPTY, encoding="utf-8")
    assert max(row.whole for row in await counted(plan)) == 0, "without rows nothing is sent"
