"""Addresses in the panel are links of the terminal (OSC 8), and nothing but a plain address is ever one."""

from __future__ import annotations

from pathlib import Path

from tests.support.workbench import open_workbench
from tui.widgets.record_panel import PanelLine, RecordPanel, _pieces

PLAN = """format = 2

[plan]
title = "Kế hoạch"
term = { start = 2021-01-01, end = 2025-12-31 }

[sources.tot]
title = "Niên giám"
url = "https://example.vn/niên-giám"
links = [{ title = "Bản quét", url = "https://example.vn/quet.pdf" }, { url = "javascript:alert(1)" }]

[sources.xau]
title = "Báo cáo"
url = "tủ hồ sơ số 3"
"""


async def test_addresses_of_the_panel_are_links_and_other_texts_are_not(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    async with open_workbench(file, size=(120, 40)) as bench:
        links = {}
        for id in ("tot", "xau"):
            bench.app.jump("sources", id)
            await bench.settle()
            links[id] = [line.link for line in bench.app.screen.query_one(RecordPanel).lines_shown if line.field in ("url", "links")]
        assert links == {"tot": ["https://example.vn/niên-giám", "https://example.vn/quet.pdf", ""], "xau": [""]}


def test_a_link_is_visible_ascii_and_the_same_each_time() -> None:
    line = PanelLine("Địa chỉ", "x", link="https://example.vn/niên?a=1&b=%20")
    (_, style) = _pieces(line)[1]
    assert style.link == "https://example.vn/ni%C3%AAn?a=1&b=%20"
    assert _pieces(line)[1][1] is style, "a new one would be another link to the terminal, sent again with every frame"
    assert "\x1b]8;" in style.render("x") and PanelLine("", "x").link == ""
