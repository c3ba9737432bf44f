"""``docs/peers.md``: the keys it gives for the questions of a chair show the answer."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.paths import ROOT, SHIPPED
from tests.support.table_views import DAY
from tests.support.workbench import open_workbench

KEYS = {"F7": "f7", "@": "at"}
ANSWERS = (
    ("Quá hạn: 12 (2 nhiệm vụ, 6 báo cáo, 4 doanh nghiệp)", "IV.3#3 Tổng hợp báo cáo"),
    ("Sở TC (từ 2025) · quá 1085 ngày",),
    ("quá 1085 ngày · 09/12/2023",),
    ("Chờ kết quả, khó đạt nhất xếp trước: 10", "2025: cần 13,01, năm tốt nhất 8,59"),
    ("Bằng mức cần", "2025         13,01"),
    ("Lý do: số năm đã qua chưa có kết quả: 1", "Quy tắc:", "Số liệu sử dụng:"),
    ("19 cơ quan chưa báo cáo", "0/19 ✗ chưa báo cáo"),
    ("Sở TC (từ 2025)     ▚█████           █26 ▚2",),
    ("! quá hạn 1063 ngày, chưa có thông tin",),
    ("34 nội dung", "! quá thời hạn sắp xếp · Vật tư nông nghiệp Thái Nguyên"),
)
"""In the order of the page."""


def asked() -> list[tuple[str, int]]:
    """The key of each question as the page has it, and how many it says that is."""
    page = (ROOT / "docs" / "peers.md").read_text(encoding="utf-8").partition("## Ten questions")[2]
    return [(key, int(count)) for key, count in re.findall(r"(?m)^\| [^|]+\? \| `([^`]+)` \| (\d+) \|", page)]


async def test_each_key_of_the_page_shows_the_answer(plan_file: Path) -> None:
    plan_file.write_bytes(SHIPPED.read_bytes())
    questions = asked()
    assert len(questions) == len(ANSWERS) == 10
    async with open_workbench(plan_file, size=(100, 30), as_of=DAY) as bench:
        for (key, count), answer in zip(questions, ANSWERS, strict=True):
            assert count == 1
            await bench.press(KEYS.get(key, key))
            await bench.settle()
            for words in answer:
                assert words in bench.screen, (key, words, bench.screen)
            for _ in range(3):
                await bench.press("escape")
            await bench.press("1")
