"""Addresses in the panel are links of the terminal (OSC 8), and nothing but a plain address is ever one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.wire_beside import beside
from tests.support.workbench import open_workbench
from tui.model.addresses import for_terminal, is_address
from tui.terminal.frame_sender import Painter
from tui.terminal.hyperlinks import takes_links
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

[documents.nq]
kind = "resolution"
number = "12/NQ-HĐND"
about = "Nghị quyết"
links = [{ title = "Bản giấy", url = "kho" }, { title = "Bản số", url = "https://example.vn/nq-12" }]

[documents.qd]
kind = "decision"
number = "7/QĐ-UBND"
about = "Quyết định"

[sections.a]
title = "Nhóm"
order = 1
number = "1"

[tasks.t]
section = "a"
summary = "Việc"
order = 1
documents = ["nq", "qd", "gone"]
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


async def test_a_document_that_is_named_is_a_link_to_where_it_can_be_read(tmp_path: Path) -> None:
    """Enter goes to its record as ever; one that says no address, and one that is not there, are none."""
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    async with open_workbench(file, size=(120, 40)) as bench:
        bench.app.jump("tasks", "t")
        await bench.settle()
        lines = [line for line in bench.app.screen.query_one(RecordPanel).lines_shown if line.field == "documents"]
    assert [line.link for line in lines] == ["https://example.vn/nq-12", "", ""]
    assert [line.target for line in lines] == [("documents", "nq"), ("documents", "qd"), None]


# -- on the wire ------------------------------------------------------------------------------------------------------

_LINK = re.compile("\x1b\\]8;([^;\x1b]*);([^\x1b]*)\x1b\\\\")


@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
async def test_the_bytes_hold_the_link_and_the_screen_is_the_same(term: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each link that begins ends; what is shown is what Textual would show; the console of a kernel, which would write it, is sent none."""
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    sent: list[str] = []
    paint = Painter.paint

    def kept(painter: Painter, screen: object, update: object) -> str | None:
        sent.append(paint(painter, screen, update) or "")  # type: ignore[arg-type]
        return sent[-1]

    monkeypatch.setattr(Painter, "paint", kept)
    monkeypatch.setenv("TERM", term)
    with beside(monkeypatch) as made:
        async with open_workbench(file, size=(120, 40), every_frame=True) as bench:
            for table, id in (("sources", "tot"), ("sources", "xau"), ("tasks", "t")):
                bench.app.jump(table, id)
                await bench.settle()
                made[0].same()
    found = _LINK.findall("".join(sent))
    assert "".join(sent).count("\x1b]8;") == len(found)
    addresses = {address for _, address in found} - {""}
    assert addresses == (
        set()
        if term == "linux"
        else {for_terminal("https://example.vn/niên-giám"), "https://example.vn/quet.pdf", "https://example.vn/nq-12"}
    )
    opened = 0
    for _, address in found:
        opened = 1 if address else 0
    assert not opened, "the last one is closed"


# -- whatever a plan says ---------------------------------------------------------------------------------------------

HOSTILE = [
    "https://a.vn/\x1b\\", "https://a.vn/\x07", "https://a.vn/\x9c", "https://a.vn/\n", "https://a.vn/\u202e", "https://a.vn/ b", "https://",
    "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://a@b.vn/", "https://a.vn:999999/", "ftp://a.vn", " https://a.vn",
    "https://a.vn/" + "x" * 3000, "https://a.vn\u200b/", "https://a.vn/\ud800",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_be_more_than_an_address_is_none(text: str) -> None:
    assert not is_address(text)


@given(st.text(max_size=30), st.sampled_from(["https://a.vn/", "http://", "mailto:a@", "", "HTTPS://x"]))
def test_no_text_of_a_plan_gets_out_of_its_link(text: str, before: str) -> None:
    """What the terminal is given is visible ASCII: nothing in it ends the sequence or begins another."""
    if is_address(before + text):
        assert re.fullmatch("[!-~]*", for_terminal(before + text))


@pytest.mark.parametrize(
    ("environ", "takes"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "tmux-256color"}, True),
        ({"TERM": "linux"}, False),
        ({"TERM": "vt220"}, False),
        ({}, False),
        ({"TERM": "xterm", "KEHOACH_LINKS": "0"}, False),
    ],
)
def test_which_terminals_are_sent_links(environ: dict[str, str], takes: bool) -> None:
    assert takes_links(environ) is takes
