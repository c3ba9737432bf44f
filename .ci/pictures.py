"""The pictures of README and of the guide: the real application on the shipped plan, 140×40 in Vietnamese, 100×28 in both languages.

``python .ci/pictures.py`` writes ``docs/pictures/*.svg`` and ``docs/pictures/guide/*.svg``; with names, only these of the shipped plan.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from textual.pilot import Pilot

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ["KEHOACH_WIRE"] = "plain"  # a picture is made of frames as Textual makes them, whatever terminal this is
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()  # nobody's own theme
os.environ.pop("NO_COLOR", None)

from bench.country_plans import country_plans  # noqa: E402
from tests.support.annexes import TARGETS, TASKS, as_workbook, empty_plan_text  # noqa: E402
from tui.app import Workbench  # noqa: E402
from tui.exchange.importing import read_sheets  # noqa: E402
from tui.exchange.taking import Taking  # noqa: E402
from tui.i18n.words import Words  # noqa: E402
from tui.lake.open_lake import OpenLake  # noqa: E402
from tui.lake.rollup import roll_up  # noqa: E402
from tui.screens import writing_out  # noqa: E402
from tui.screens.table.taking import take_in  # noqa: E402
from tui.session.over_many import session_over  # noqa: E402
from tui.session.session import Session  # noqa: E402
from tui.store.plan_file import load  # noqa: E402
from tui.widgets.frame_table import FrameTable  # noqa: E402

EXAMPLE = ROOT / "data" / "examples" / "exampleton.toml"
PICTURES = {
    "1-muc-tieu": [],
    "2-dinh-huong": ["2"],
    "3-doanh-nghiep": ["3", "down", "down"],
    "4-nhiem-vu": ["4"],
    "tong-quan": ["0"],
    "bieu-do": ["z"],
    "phim": ["4", "question_mark"],
}
GUIDE = {
    "so-lieu": ["to year_2025", "1", "3"],
    "nhat-ky": ["4", "L"],
    "tao-moi": ["4", "E", "look for documents", *"123/QD-UBND", "up"],
    "chon": ["4", "to leads", "enter", *"nn"],
    "bieu-do": ["z"],
    "sap-xep": ["colon", *"sap", "space", *"nhap", "enter"],
    "cuoc-hop": ["m"],
    "noi-dung": ["m", "enter", "ctrl+s", "enter", "space", "space", "3"],
    "ket-thuc": ["m", "enter", "ctrl+s", "enter", "1", "escape", "Q"],
    "muc-tieu": ["down"],
    "tong-quan": ["0"],
    "nhiem-vu": ["4", "tab"],
    "moi-lenh": ["4", "colon", *"bao", "space", *"cao"],
    "xem-truoc": ["4", "colon", *"bao", "space", *"cao", "space", *"nam", "enter", "ctrl+s"],
    "ke-hoach-khac": ["colon", *"ke", "space", *"hoach"],
    "tro-giup": ["4", "question_mark"],
    "chuot": ["colon", *"chuot"],
    "nhom": ["4", "to leads", "Z"],
    "gia-tri": ["4", "to leads", "f"],
    "cot": ["4", "C"],
    "ngon-ngu": ["colon", *"ngon", "space", *"ngu", "enter"],
}
"""The parts of the guide: the keys that lead there; ``to COLUMN`` moves the cursor, ``look for FIELD`` opens the list of a form's field."""
DAY = dt.date(2026, 11, 22)
MANY = "nhieu-ke-hoach"
PLANS_OF_MANY = 102
DAY_OF_MANY = dt.date(2024, 11, 28)
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
        if not wanted or name in wanted:
            await take(folder / f"{name}.svg", keys, "vi", (140, 40))
    (folder / "guide").mkdir(exist_ok=True)
    for name, keys in GUIDE.items():
        if not wanted or name in wanted:
            for language in ("vi", "en"):
                await take(folder / "guide" / f"{name}.{language}.svg", keys, language, (100, 28))
    if not wanted or MANY in wanted:
        for language in ("vi", "en"):
            await of_many(folder / "guide" / f"{MANY}.{language}.svg", language)
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


async def take(file: Path, keys: Sequence[str], language: str, size: tuple[int, int]) -> None:
    """One picture of the shipped plan, after keys."""
    with tempfile.TemporaryDirectory() as made:
        plan = Path(shutil.copy(ROOT / "data" / "plan.toml", made))
        os.environ["XDG_STATE_HOME"] = made  # what one picture leaves unsaved is none of the next
        app = Workbench(Session(load(plan), Words(language), as_of=DAY))
        await press(app, keys, file, size)
    print(file.relative_to(ROOT).as_posix())


async def of_many(file: Path, language: str) -> None:
    """The areas of a roll-up of made plans: none of them holds."""
    with tempfile.TemporaryDirectory() as made:
        country_plans(Path(made) / "plans", PLANS_OF_MANY, (ROOT / "data" / "plan.toml").read_text(encoding="utf-8"))
        roll_up([str(Path(made) / "plans")], Path(made) / "tong-hop", DAY_OF_MANY)
        lake = OpenLake(Path(made) / "tong-hop")
        await press(Workbench(session_over(lake, Words(language)), lake=lake), ["down"], file, (100, 28))
    print(file.relative_to(ROOT).as_posix())


async def press(app: Workbench, keys: Sequence[str], file: Path, size: tuple[int, int]) -> None:
    """Press keys, and take the picture of what they lead to."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            if key.startswith("to "):
                await to_column(app, pilot, key.removeprefix("to "))
            elif key.startswith("look for "):
                app.screen.query_one(f"#field-{key.removeprefix('look for ')}").focus()
            else:
                await pilot.press(key)
            await pilot.pause()
        while app.work is not None:
            await pilot.pause(0.05)
        await pilot.pause()
        app.save_screenshot(file.name, path=str(file.parent))


async def to_column(app: Workbench, pilot: Pilot[None], key: str) -> None:
    """Put the cursor on a column of the table that is shown."""
    table = app.plan_screen.query_one(FrameTable)
    for _ in range(99):
        if table.current_column is not None and table.current_column.key == key:
            return
        await pilot.press("right")
        await pilot.pause()
    raise LookupError(key)


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
