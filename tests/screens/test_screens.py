"""Whole screens as text. ``python .ci/goldens.py`` writes those in ``golden`` again; look at the difference before you keep it."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import attrs
import pytest

from tests.support.lengths import longer, of_these
from tests.support.many_plans import DAY, plan_text, write_plans
from tests.support.paths import GOLDEN, SAMPLE
from tests.support.screens import segments_of_lines, text_without_scrollbars
from tests.support.workbench import Driver, open_many, open_workbench
from tui.i18n.words import LANGUAGES
from tui.lake.rollup import roll_up
from tui.screens.dialogs.form import Form

WIDE = (140, 40)
RENEW = bool(os.environ.get("UPDATE_SCREENS"))
"""Whether the golden screens are written, not only looked at."""

Play = Callable[[Driver], Awaitable[None]]


def keys(*names: str) -> Play:
    async def play(bench: Driver) -> None:
        await bench.press(*names)

    return play


async def form_with_faults(bench: Driver) -> None:
    await bench.press("4", "E")
    form = await bench.dialog(Form)
    for key, typed in (("summary", ""), ("due", "31/2/2025")):
        form.query_one(f"#field-{key}").focus()
        await bench.press("end", "ctrl+u")
        await bench.type(typed)
    await bench.press("ctrl+s")


async def marked_edited_filtered(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-2", "summary")
    await bench.press("enter")
    await bench.type(" 2025")
    await bench.press("enter", "x", "slash")
    await bench.type("xa")
    await bench.press("enter")


async def task_panel(bench: Driver) -> None:
    await bench.press("4", "tab")
    await bench.until(lambda: "█" in bench.screen, "the chart has its size")


@attrs.frozen
class Shot:
    """One screen: how the program is opened and what is pressed."""

    name: str
    play: Play
    size: tuple[int, int] = (80, 24)
    lang: str = "vi"
    no_color: bool = False
    problems: bool = False


SHOTS = (
    Shot("tasks-140x40-no-color", keys("4"), WIDE, no_color=True),
    Shot("targets-120x36-en", keys("1"), (120, 36), lang="en"),
    Shot("task-panel-80x24", task_panel),
    Shot("marked-edited-filtered-80x24", marked_edited_filtered),
    Shot("help-80x24", keys("4", "question_mark")),
    Shot("form-80x24", form_with_faults),
    Shot("why-100x30", keys("1", "v"), (100, 30)),
    Shot("problems-100x24", keys("exclamation_mark"), (100, 24), problems=True),
    Shot("too-small", keys("1"), (59, 15)),
)


LOOKS = {
    "targets": ("1",),
    "sectors": ("2",),
    "enterprises": ("3",),
    "tasks": ("4",),
    "overview": ("0",),
    "agenda": ("m", "enter"),
    "chart": ("1", "z"),
    "structure": ("2", "z"),
    "windows": ("3", "z"),
    "workload": ("4", "z"),
}
"""What is looked at in one opened program after the other, at every size; the charts on the whole screen last."""
SIZES = ((80, 24), (100, 30), (140, 40), (200, 50))
WALKS = tuple((lang, size, look) for lang in LANGUAGES for size in SIZES for look in LOOKS)
IN_SUITE = tuple(walk for walk in WALKS if walk[:2] == ("vi", SIZES[0]) or walk == ("vi", WIDE, "targets"))


def walk_name(lang: str, size: tuple[int, int], look: str) -> str:
    return f"{look}-{size[0]}x{size[1]}" + ("" if lang == "vi" else f"-{lang}")


@longer
@pytest.mark.parametrize("lang", of_these(LANGUAGES, ["vi"]))
async def test_every_tab_and_chart_at_every_size(plan_file: Path, lang: str) -> None:
    async with open_workbench(plan_file, lang=lang) as bench:
        for size in SIZES:
            looks = [look for at, of, look in of_these(WALKS, IN_SUITE) if (at, of) == (lang, size)]
            if looks:
                await bench.pilot.resize_terminal(*size)
                await bench.settle()
            for look in looks:
                await bench.press(*LOOKS[look])
                await bench.settle()
                as_golden(bench, walk_name(lang, size, look))
                while bench.app.screen is not bench.app.plan_screen or bench.app.screen is not bench.app.screen_stack[0]:
                    await bench.press("escape")


LAKE_LOOKS = {
    "areas": ("1",),
    "plans": ("1", "down", "enter"),
    "bodies": ("5",),
    "indicators": ("6",),
    "compared": ("6", "enter"),
    "problems": ("1", "exclamation_mark"),
}
"""What is looked at over many plans."""
LAKE_SIZES = ((80, 24), (140, 40))


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of a province, plans of two more areas, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("many")
    sample = SAMPLE.read_text(encoding="utf-8").replace("[plan]\n", '[plan]\ncode = "19"\nlevel = "province"\narea = "19"\n', 1)
    plans = {"a": plan_text("P1", "01", growth=9.0), "b": plan_text("P2", "02", growth=6.0), "c": plan_text("P3", "02"), "mau": sample}
    write_plans(folder / "plans", **plans, broken="[plan\n")
    roll_up([str(folder / "plans")], folder / "lake", DAY)
    return folder / "lake"


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_many_plans_at_two_sizes(lang: str, lake: Path) -> None:
    async with open_many(lake, LAKE_SIZES[0], lang) as bench:
        for size in LAKE_SIZES:
            await bench.pilot.resize_terminal(*size)
            if bench.app.panel.shown:
                await bench.press("backslash")  # it has the whole path of a plan, which is another in each run
            for look, pressed in LAKE_LOOKS.items():
                for key in pressed:
                    await bench.press(key)
                    await bench.answered()
                as_golden(bench, walk_name(lang, size, f"lake-{look}"))
                await bench.press("1")
                await bench.answered()
                await bench.press("g")


def as_golden(bench: Driver, name: str) -> None:
    """Raises AssertionError where the screen is another than in its file, which is written first when they are renewed."""
    path, seen = GOLDEN / f"{name}.txt", text_without_scrollbars(bench.app)
    if RENEW:
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8"), f"{path.name} differs; python .ci/goldens.py writes it again"


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
async def test_screen(shot: Shot, plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shot.no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    if shot.problems:
        break_the_plan(plan_file)
    async with open_workbench(plan_file, size=shot.size, lang=shot.lang) as bench:
        if shot.problems:
            await bench.until(lambda: "✗" in bench.status, "the faults of the file are told")
        await shot.play(bench)
        await bench.settle()
        if shot.no_color:
            lines = segments_of_lines(bench.app)
            assert len(lines) == shot.size[1]
            for line, segments in enumerate(lines):
                for segment in segments:
                    for color in (segment.style and segment.style.color, segment.style and segment.style.bgcolor):
                        assert color is None or color.is_default, f"line {line}: {segment}"
        as_golden(bench, shot.name)


def break_the_plan(path: Path) -> None:
    """Four faults: a dangling reference, a wrong type, more than all, a key nobody knows."""
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ('leads = ["so-y-te"]\nmode = "periodic"', 'leads = ["so-y-te-cu"]\nmode = "periodic"'),
        ("share_now = 51.4", "share_now = 151.4"),
        ('summary = "Em nhỏ được tiêm chủng đầy đủ"', "summary = 12"),
        ('deliverable = "Báo cáo"', 'san_pham = "Báo cáo"'),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_no_golden_screen_is_left_over() -> None:
    names = {*(shot.name for shot in SHOTS), *(walk_name(*walk) for walk in WALKS)}
    names |= {walk_name(lang, size, f"lake-{look}") for lang in LANGUAGES for size in LAKE_SIZES for look in LAKE_LOOKS}
    if RENEW:
        for path in GOLDEN.glob("*.txt"):
            if path.stem not in names:
                path.unlink()
    assert {p.stem for p in GOLDEN.glob("*.txt")} == names


def _fits(bench: Driver, width: int) -> bool:
    """Whether a table is shown and no line is wider than the terminal; a busy machine draws a new size a while after it was told."""
    return "60×16" not in bench.screen and "▸" in bench.screen and all(len(line) <= width for line in bench.screen.splitlines())


@longer
@pytest.mark.parametrize("lang", of_these(LANGUAGES, ["vi"]))
async def test_a_terminal_that_grows_and_shrinks(plan_file: Path, lang: str) -> None:
    """From too small to wide and back: the table is there again, with the cursor where it was."""
    async with open_workbench(plan_file, size=(59, 15), lang=lang) as bench:
        assert "60×16" in bench.screen and "III" not in bench.screen
        sizes = ((60, 16), (100, 30), (140, 40), (60, 16))
        for size in of_these(sizes, sizes[2:]):
            await bench.pilot.resize_terminal(*size)
            await bench.until(partial(_fits, bench, size[0]), f"a table as wide as {size}")
        await bench.press("4", "down")
        assert bench.id == "III-2"
        await bench.pilot.resize_terminal(40, 10)
        await bench.settle()
        assert "III#2" not in bench.screen and "60×16" in bench.screen
        await bench.pilot.resize_terminal(80, 24)
        await bench.settle()
        assert bench.id == "III-2" and "▸? III#2" in bench.screen
