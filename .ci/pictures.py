"""README's pictures: the real application on the shipped plan, 140×40, in Vietnamese.

``python .ci/pictures.py`` writes ``docs/pictures/*.svg``; with names, of those of the shipped plan only these.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()  # nobody's own theme
os.environ.pop("NO_COLOR", None)

from tests.support.annexes import TARGETS, TASKS, as_workbook, empty_plan_text  # noqa: E402
from tui.app import Workbench  # noqa: E402
from tui.exchange.importing import read_sheets  # noqa: E402
from tui.exchange.taking import Taking  # noqa: E402
from tui.i18n.words import Words  # noqa: E402
from tui.screens import writing_out  # noqa: E402
from tui.screens.table.taking import take_in  # noqa: E402
from tui.session.session import Session  # noqa: E402
from tui.store.plan_file import load  # noqa: E402

EXAMPLE = ROOT / "data" / "examples" / "exampleton.toml"
PICTURES = {
    "1-muc-tieu": [],
    "2-dinh-huong": ["2"],
    "3-doanh-nghiep": ["3", "down", "down"],
    "4-nhiem-vu": ["4"],
    "tong-quan": ["0"],
    "bieu-do": ["z"],
    "phim": ["4", "question_mark"],
    "moi-lenh": ["4", "colon", *"bao", "space", *"cao"],
    "xem-truoc": ["4", "colon", *"bao", "space", *"cao", "space", *"nam", "enter", "ctrl+s"],
}
DAY = dt.date(2026, 11, 22)
MORE: dict[str, tuple[Path, tuple[str, str], str]] = {
    "bat-dau": (EXAMPLE, ("", ""), "begin"),
    "dia-ban": (EXAMPLE, ("areas", "exampleton"), ""),
}
"""Of the second plan: the record gone to, and what is performed."""


async def main() -> None:
    writing_out.shown_path = lambda path: f"/home/an/ke-hoach/{Path(path).name}"  # of nobody in particular
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:]
    for name, keys in PICTURES.items():
        if wanted and name not in wanted:
            continue
        app = Workbench(Session(load(ROOT / "data" / "plan.toml"), Words("vi"), as_of=DAY))
        async with app.run_test(size=(140, 40)) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            while app.work is not None:
                await pilot.pause(0.05)
            await pilot.pause()
            app.save_screenshot(f"{name}.svg", path=str(folder))
        print(f"docs/pictures/{name}.svg")
    if wanted:
        return
    for name, (path, place, action) in MORE.items():
        app = Workbench(Session(load(path), Words("vi"), as_of=dt.date(2026, 3, 1)))
        async with app.run_test(size=(110, 24)) as pilot:
            await pilot.pause()
            if place[0]:
                app.jump(*place)
            if action:
                app.perform(action)
            await pilot.pause()
            app.save_screenshot(f"{name}.svg", path=str(folder))
        print(f"docs/pictures/{name}.svg")
    await of_a_file(folder)


async def of_a_file(folder: Path) -> None:
    """The proposal of two annexes taken into an empty plan, how they are read, and the names they bring."""
    with tempfile.TemporaryDirectory() as made:
        plan, annexes = Path(made) / "ke-hoach.toml", Path(made) / "phu-luc.xlsx"
        plan.write_text(empty_plan_text(2025, 2030), encoding="utf-8")
        annexes.write_bytes(as_workbook({"Phụ lục I": TARGETS, "Phụ lục II": TASKS}))
        session = Session(load(plan), Words("vi"), as_of=dt.date(2025, 1, 15))
        taking = Taking(annexes.name, read_sheets(annexes), [Words("vi"), Words("en")], session.as_of)
        taking.take(taking.read(session.plan))
        app = Workbench(session)
        async with app.run_test(size=(110, 26)) as pilot:
            await pilot.pause()
            take_in(app.plan_screen, taking)
            to_the_second = ("c", "s", "down", "enter", "right", "right")
            for name, keys in {"de-xuat": (), "cach-doc": to_the_second, "ten-moi": ("escape", "n")}.items():
                for key in ("", *keys):
                    await (pilot.press(key) if key else pilot.pause())
                    await pilot.pause()
                app.save_screenshot(f"{name}.svg", path=str(folder))
                print(f"docs/pictures/{name}.svg")


if __name__ == "__main__":
    asyncio.run(main())
