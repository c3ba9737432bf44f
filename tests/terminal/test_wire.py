"""The wire under the whole program: whatever keys are pressed, the terminal shows what it would show without it."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size

from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.wire_beside import Beside, beside
from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.choose import Choose

KEYS = (
    *("down", "up", "pagedown", "pageup", "home", "end", "left", "right", "tab", "shift+tab") * 4,
    *("1", "2", "3", "4", "0", "right_square_bracket", "left_square_bracket") * 2,
    *("enter", "escape", "escape", "escape", "e", "E", "a", "slash", "n", "s", "r", "b", "o", "x", "X", "u", "U", "p", "space", "v"),
    *("t", "T", "H", "m", "f7", "question_mark", "ctrl+p", "exclamation_mark", "d", "i", "R", "O", "backspace", "đ", "ế", "漢"),
)


def _keys(names: str) -> list[str]:
    return names.split()


WALK = (
    *_keys("down down down end home 2 down pagedown 3 tab down down shift+tab 4 down down pagedown pageup end home right right"),
    *_keys("slash q u y backspace escape s s s E tab tab escape e escape space escape v escape escape"),
    *_keys("0 tab down escape question_mark d u n escape ctrl+p escape T down down enter m escape escape o enter escape"),
    *_keys("1 right right right left t escape f7 escape H escape x down x X X r escape d escape"),
)


@pytest.fixture
def hostile_letters(plan_file: Path) -> Path:
    """The sample plan with decomposed Vietnamese, wide characters and emoji in what it says."""
    text = plan_file.read_text(encoding="utf-8")
    texts = re.findall(r'(?m)^(?:summary|name|short_title|title) = "([^"]{12,})"', text)
    for index, found in enumerate(dict.fromkeys(texts)):
        words = found.split(" ")
        words.insert(len(words) // 2, ("漢字規劃", "😀", "カタカナ", "— … · │", "ｆｕｌｌ")[index % 5])
        words[:2] = [unicodedata.normalize("NFD", word) for word in words[:2]]
        text = text.replace(f'"{found}"', f'"{" ".join(words)}"')
    plan_file.write_text(text, encoding="utf-8")
    return plan_file


async def keep_going(driver: Driver) -> None:
    """Questions are declined, so that a walk does not end in one of them or in the shell."""
    for _ in range(3):
        if isinstance(driver.app.screen, Choose):
            await driver.press("escape")


async def walk(driver: Driver, made: list[Beside], keys: tuple[str, ...] | list[str]) -> None:
    await driver.until(lambda: made, "something is shown")
    both = made[0]
    for key in keys:
        await driver.press(key)
        await keep_going(driver)
        both.same()


_WALKS = [((60, 20), WALK[:40]), ((80, 24), WALK[40:]), ((140, 40), WALK[:30]), ((100, 30), WALK[::3]), ((100, 30), WALK[::5])]


@longer
@pytest.mark.slow
@pytest.mark.parametrize(("size", "keys"), of_these(_WALKS, _WALKS[-1:]))
async def test_a_long_walk_looks_the_same(
    hostile_letters: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], keys: list[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    with beside(monkeypatch) as made:
        async with open_workbench(hostile_letters, size=size, every_frame=True) as driver:
            await walk(driver, made, keys)
            plain, lean = made[0].sent
            assert lean < plain / 3


FEW_COLOURS: list[tuple[dict[str, str], str]] = [
    ({"TERM": "xterm"}, "kehoach-dark"),
    ({"TERM": "linux"}, "kehoach-terminal"),
    ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "kehoach-dark"),
    ({"TERM": "screen-256color"}, "kehoach-light"),
]
"""Sixteen colours, the terminal's own, none, and one that erases without a background."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", of_these(range(12), range(1)))
@in_proofs
async def test_random_keys_look_the_same(hostile_letters: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    chosen = random.Random(seed)
    with beside(monkeypatch) as made:
        async with open_workbench(hostile_letters, size=(100, 30), shipped=False, every_frame=True) as driver:
            await walk(driver, made, chosen.choices(KEYS, k=60 if LONG else 16))


@longer
@pytest.mark.slow
@pytest.mark.parametrize(("environ", "theme"), of_these(FEW_COLOURS, FEW_COLOURS[1:2]), ids=str)
async def test_few_colours_look_the_same(plan_file: Path, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], theme: str) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with beside(monkeypatch, environ) as made:
        async with open_workbench(plan_file, size=(100, 30), every_frame=True) as driver:
            driver.app.theme = theme
            await driver.settle()
            await walk(driver, made, WALK[: 20 if LONG else 6])


@longer
@pytest.mark.parametrize("under_way", of_these([False, True], [True]), ids=["at rest", "a frame of the old size still comes"][not LONG :])
async def test_after_a_resize_everything_is_sent_afresh(plan_file: Path, monkeypatch: pytest.MonkeyPatch, under_way: bool) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    with beside(monkeypatch) as made:
        async with open_workbench(plan_file, size=(100, 30), every_frame=True) as driver:
            await driver.until(lambda: made, "something is shown")
            for width, height in ((80, 24), (60, 20), (140, 40), (100, 30)) if LONG else ((60, 20), (140, 40)):
                size = Size(width, height)
                made[0].resized(size)
                if under_way:  # wider or narrower than the terminal is by now, and of more lines or fewer
                    frames = made[0].frames
                    driver.app.repaint()
                    await driver.until(lambda frames=frames: made[0].frames > frames, "it has come")  # type: ignore[misc]
                frames = made[0].frames
                driver.app.post_message(events.Resize(size, size))
                await driver.until(lambda frames=frames: made[0].frames > frames, "a frame of the new size has come")  # type: ignore[misc]
                await driver.until(lambda: "?" * 9 not in "".join(made[0].plain.display), "Textual has painted all of it")
                await driver.press("down")
                made[0].same()


async def test_a_terminal_somebody_else_wrote_on_is_painted_again(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    with beside(monkeypatch) as made:
        async with open_workbench(plan_file, size=(80, 24), every_frame=True) as driver:
            await driver.until(lambda: made, "something is shown")
            made[0].resized(driver.app.size)
            driver.app.repaint()
            await driver.settle()
            made[0].same()
