"""The headline of the indicators in the room there is: what gives way first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.paths import SHIPPED
from tests.support.workbench import open_workbench
from tui.widgets.line import Line


@pytest.mark.parametrize(("width", "aside"), [(80, False), (110, True)])
async def test_the_words_of_a_state_stay_before_what_is_said_beside_one(tmp_path: Path, width: int, aside: bool) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(SHIPPED.read_bytes())
    async with open_workbench(path, size=(width, 24)) as bench:
        headline = bench.tab.query_one("#summary", Line).text
        assert all(words in headline for words in ("chờ kết quả", "chưa đủ số liệu", "định tính", "hết áp dụng")), headline
        assert ("đã có một phần" in headline) is aside
        assert len(headline) <= width
