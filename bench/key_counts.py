"""The keys of the jobs people do most, counted in the program itself: ``python -m bench.key_counts``; with ``--write`` into docs/guide.md.

A job is done from the first tab of the program on a small plan, without a window, and what it was to bring about is looked for in the
plan afterwards. Letters of an answer that only looks for something, such as a body in a list, count as keys; texts of somebody's own, such
as what a report says, are typed at once whatever the program is, and counted apart.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import attrs

from bench.in_page import put_into
from tests.support.paths import ROOT, SAMPLE, SHIPPED
from tests.support.workbench import AS_OF, Driver, open_workbench

_GUIDE: Final = ROOT / "docs" / "guide.md"
_START, _END = "<!-- keys of jobs: made by bench.key_counts -->", "<!-- end of keys of jobs -->"


class Hands:
    """What is pressed, and how much of it."""

    def __init__(self, bench: Driver) -> None:
        self.bench = bench
        self.keys = self.own = 0

    async def press(self, *keys: str) -> None:
        """Keys by their names."""
        self.keys += len(keys)
        await self.bench.press(*keys)

    async def write(self, text: str) -> None:
        """Figures, or letters that look for something."""
        self.keys += len(text)
        await self.bench.type(text)

    async def tell(self, text: str) -> None:
        """A text of somebody's own."""
        self.own += len(text)
        await self.bench.type(text)


@attrs.frozen
class Job:
    """Something that is done, in the words of the guide: what it took before, what it may take, and how it is done."""

    vi: str
    before: int | None
    """None where nobody counted it before."""
    goal: int
    do: Callable[[Hands], Awaitable[None]]
    plan: Path = SAMPLE
    day: dt.date = AS_OF


async def six_figures(hands: Hands) -> None:
    """The figures of 2025 of six indicators below each other, all from one source."""
    typed = ("6,9", "60,5", "31,2", "8,3", "94,8", "2,9")
    await hands.press(*["right"] * 7)
    await hands.write(typed[0])
    await hands.press("enter")
    await hands.write("chinh")
    await hands.press("enter", "tab")
    await hands.write("ni")
    await hands.press("enter", "ctrl+s")
    for figure in typed[1:]:
        await hands.write(figure)
        await hands.press("enter")
    await hands.bench.until(lambda: hands.bench.unsaved == len(typed), "all six are entered")
    entered = [hands.bench.value("indicators", id, "values")[-1] for id in hands.bench.rows[:6]]  # type: ignore[index]
    wanted = [float(figure.replace(",", ".")) for figure in typed]
    assert [(e["year"], e["value"], e["vintage"], e["source"]) for e in entered] == [(2025, v, "official", "nien-giam") for v in wanted]


async def three_reports(hands: Hands) -> None:
    """What a body reports of three of its tasks: a text and the status of each."""
    told = ("Đã xong bước một", "Đang lấy ý kiến", "Chờ bố trí kinh phí")
    await hands.press("4", "slash")
    await hands.write("so tc")
    await hands.press("enter")
    ids = hands.bench.rows[:3]
    for text in told:
        await hands.press("L")
        await hands.tell(text)
        await hands.press("tab")
        await hands.write("dang")
        await hands.press("enter", "ctrl+s", "down")
    await hands.bench.until(lambda: hands.bench.value("tasks", ids[-1], "log"), "all three are told")
    for id, text in zip(ids, told, strict=True):
        assert hands.bench.value("tasks", id, "log")[-1]["text"] == text  # type: ignore[index]


async def a_task_with_what_it_needs(hands: Hands) -> None:
    """A new task beside another, its document and its partner, both of which the plan does not have yet."""
    await hands.press("4", "a", "tab", "tab")
    await hands.tell("Lập đề án cụm công nghiệp")
    await hands.press(*["tab"] * 4)
    await hands.tell("Ban Quản lý các khu công nghiệp")
    await hands.press("down", "enter")
    await hands.write("so")
    await hands.press("enter", "ctrl+s", "tab")
    await hands.tell("77/QĐ-UBND")
    await hands.press("down", "enter")  # its kind is read from its number, and what it is about is asked next
    await hands.tell("Phân công lập đề án")
    await hands.press("ctrl+s", "ctrl+s")
    tables = hands.bench.app.session.plan.tables
    await hands.bench.until(lambda: hands.bench.unsaved == 3, "the task, the document and the body are there")
    task = next(task for task in tables["tasks"].values() if task["summary"] == "Lập đề án cụm công nghiệp")
    assert (task["partners"], task["documents"]) == ([list(tables["agencies"])[-1]], [list(tables["documents"])[-1]])


async def a_meeting(hands: Hands) -> None:
    """Ten items of a meeting: three decisions with their days, seven noted; closed after a look at what is written, and saved."""
    told = ("Tập trung tháo gỡ khó khăn cho sản xuất công nghiệp", "Rà soát động lực tăng trưởng", "Xác định lại thời hạn thoái vốn")
    session = hands.bench.app.session
    await hands.press("m", "enter", "f10", "enter")
    for place in range(10):
        if place < len(told):
            await hands.press("4")
            await hands.tell(told[place])
            await hands.press("f10")
        else:
            await hands.press("1")
        if place < 9:
            await hands.press("space")
    await hands.press("escape", "Q")
    for _ in told:
        if hands.bench.app.screen.query("#field-owner").first().has_focus:  # nobody answers for it, and it may stay so
            await hands.press("down")
        await hands.write("+30")
        await hands.press("f10")
    await hands.press("c", "l")
    await hands.bench.until(lambda: not session.workspace.unsaved(), "closed and saved")
    (review,) = session.plan.tables["reviews"].values()
    assert review["closed_on"] == session.as_of and sum("outcome" in item for item in review["items"]) == 10
    assert [d["text"] for d in session.plan.tables["decisions"].values()] == list(told)
    assert all(d["due"] == session.as_of + dt.timedelta(days=30) for d in session.plan.tables["decisions"].values())


async def a_reorganisation(hands: Hands) -> None:
    """Two bodies end, a new one follows from a day, by a document: one step."""
    await hands.press("colon")
    await hands.write("sáp")
    await hands.press("enter")
    await hands.write("tc")
    await hands.press("tab")
    await hands.write("yt")
    await hands.press("enter", "tab")
    await hands.write("1/3")
    await hands.press("tab")
    await hands.tell("Sở Tài chính - Y tế")
    await hands.press("down", "enter")
    await hands.write("s")
    await hands.press("enter", "f10", "tab")
    await hands.write("54")
    await hands.press("enter", "f10", "enter")
    agencies = hands.bench.app.session.plan.tables["agencies"]
    await hands.bench.until(lambda: "until" in agencies["so-tc"], "they have ended")
    new = list(agencies)[-1]
    ended = {"until": dt.date(AS_OF.year, 2, 28), "successors": [new], "basis": "nq-54"}
    for body in ("so-tc", "so-y-te"):
        assert {key: agencies[body].get(key) for key in ended} == ended
    assert agencies[new]["from"] == dt.date(AS_OF.year, 3, 1)


JOBS: Final = (
    Job("Nhập sáu số liệu đã biết loại và nguồn", 244, 60, six_figures),
    Job("Nhật ký và tình trạng của ba nhiệm vụ của một cơ quan", 275, 60, three_reports),
    Job("Một nhiệm vụ mới cùng văn bản và cơ quan phối hợp chưa có trong kế hoạch", 120, 90, a_task_with_what_it_needs),
    Job("Cuộc họp xem xét mười nội dung, ba kết luận có thời hạn, kết thúc và lưu", None, 45, a_meeting, SHIPPED, dt.date(2024, 11, 20)),
    Job("Sắp xếp lại tổ chức: hai cơ quan kết thúc, một cơ quan mới tiếp nhận, theo một văn bản", 60, 30, a_reorganisation),
)


async def counted(job: Job, plan: Path) -> tuple[int, int]:
    """(keys, letters of texts of one's own) of a job done on a copy of a plan."""
    async with open_workbench(plan, size=(100, 30), as_of=job.day) as bench:
        hands = Hands(bench)
        await job.do(hands)
        return hands.keys, hands.own


def table() -> str:
    """The table of the guide: a line a job."""
    lines = ["| việc | phím trước đây | phím bây giờ | nội dung tự gõ |", "|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        for job in JOBS:
            for place in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
                os.environ[place] = tempfile.mkdtemp(dir=folder)  # nothing of whoever counts, and nothing of the job before
            plan = Path(shutil.copy(job.plan, folder))
            keys, own = asyncio.run(counted(job, plan))
            lines.append(f"| {job.vi} | {job.before or '–'} | **{keys}** (mục tiêu {job.goal}) | {own or '–'} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table, or put it into the guide."""
    made = table()
    if "--write" not in sys.argv:
        print(made)
        return
    _GUIDE.write_text(put_into(_GUIDE.read_text(encoding="utf-8"), _START, made, _END), encoding="utf-8")


if __name__ == "__main__":
    main()
