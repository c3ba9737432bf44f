"""No text of a box is out of reach: what does not fit is scrolled by keys, or shown whole by one, and the box says that there is more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from tests.support.lengths import longer, of_these
from tests.support.workbench import Driver, open_workbench
from tui.frames.tables.side_by_side import ONLY_FIRST
from tui.model.fields import TABLES
from tui.model.joining import Conflict
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.box import Box
from tui.screens.dialogs.choose import Answer, Choose
from tui.screens.dialogs.conflicts import Conflicts
from tui.screens.dialogs.entries import Entries
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.inspect import Inspect
from tui.screens.dialogs.paper_preview import PaperPreview
from tui.screens.dialogs.picker import Item, Picker
from tui.screens.dialogs.side_by_side import SideBySide

SIZES: Final = ((60, 16), (80, 24), (100, 30))
_WORD = re.compile(r"w[a-z]+\d\d\d")


def words_of(letter: str, count: int) -> str:
    """A text of so many words of which no two are alike."""
    return " ".join(f"w{letter}{n:03}" for n in range(count))


def lines_of(letter: str, count: int) -> str:
    return "\n".join(f"w{letter}{n:03}" for n in range(count))


def _choose(bench: Driver) -> Choose:
    answers = [Answer("a", "a", words_of("aa", 40)), Answer("b", "b", words_of("ab", 30)), Answer("c", "c", "ac000")]
    return Choose(bench.words, words_of("title", 80), words_of("text", 90) + "\n" + lines_of("line", 10), answers, "b")


def _conflicts(bench: Driver) -> Conflicts:
    several = [
        Conflict("tasks", "III-2", "name", words_of("base", 20), words_of("mine", 30), words_of("theirs", 30)),
        Conflict("tasks", "III-3", "name", words_of("baseb", 10), words_of("mineb", 40), words_of("theirsb", 40)),
    ]
    return Conflicts(bench.words, several, {}, bench.app.session.plan, {})


def _entries(bench: Driver) -> Entries:
    spec = TABLES["tasks"].by_key["log"]
    logged = [{"date": dt.date(2024, 1, day), "text": words_of(f"log{'abcd'[day]}", 50)} for day in range(1, 4)]
    return Entries(bench.words, words_of("title", 50), spec, logged, bench.app.session.plan, lambda *_: None)


def _form(bench: Driver) -> Form:
    specs = [spec for spec in TABLES["tasks"] if spec.key in ("due", "lead", "partners", "status")]
    form = Form(bench.words, words_of("title", 60), specs, {}, bench.app.session.plan, lambda _: {"due": words_of("fault", 60)})
    return form


def _picker(bench: Driver) -> Picker:
    return Picker(bench.words, words_of("title", 60), [Item(str(n), words_of(f"{'abc'[n]}", 50), "") for n in range(3)])


def _side_by_side(bench: Driver) -> SideBySide:
    rows = pl.DataFrame(
        {
            "id": ["a", "b"],
            "change": [ONLY_FIRST, ""],
            "label": [words_of("labela", 30), words_of("labelb", 30)],
            "first": [words_of("first", 20), "x000"],
            "first_tone": [None, None],
            "fields": [None, None],
            "second": [words_of("second", 20), "y000"],
            "second_tone": [None, None],
        },
        schema_overrides={"first_tone": pl.String, "second_tone": pl.String, "fields": pl.List(pl.String)},
    )
    return SideBySide(bench.words, words_of("title", 40), rows, "one", "two")


BOXES: Final[dict[str, Callable[[Driver], Dialog[Any]]]] = {
    "choose": _choose,
    "inspect": lambda bench: Inspect(bench.words, words_of("title", 60), words_of("text", 90) + "\n" + lines_of("line", 20)),
    "paper": lambda bench: PaperPreview(bench.words, words_of("title", 60), lines_of("line", 40), words_of("where", 60)),
    "conflicts": _conflicts,
    "entries": _entries,
    "form": _form,
    "picker": _picker,
    "ask": lambda bench: Ask(bench.words, words_of("title", 90), "", lambda text: words_of("fault", 80), lambda text: words_of("told", 80)),
    "beside": _side_by_side,
}
IN_SUITE: Final = ("choose", "paper", "conflicts", "form", "picker")
"""A question, pages, a table, fields and a list."""

TEXTS: Final = {
    "form": {*words_of("title", 60).split(), *words_of("fault", 60).split()},
    "ask": {*words_of("title", 90).split(), *words_of("fault", 80).split(), *words_of("told", 80).split()},
}


KEYS: Final = {"inspect": ("pagedown",), "paper": ("pagedown",), "picker": ("down",), "entries": ("down",), "beside": ()}
"""Those that go through all of it, where it is not pages and then rows."""


def held(box: Dialog[Any]) -> set[str]:
    """The words a box was given."""
    return set(_WORD.findall(" ".join(map(repr, vars(box).values())).replace("\\n", " ")))


async def seen_with(bench: Driver, *keys: str) -> set[str]:
    """The words that stand on the screen while a key is pressed again and again: pages until nothing changes, rows so many."""
    seen: set[str] = set()
    for key in keys:
        for _ in range(24):
            before = bench.screen
            seen |= set(_WORD.findall(before))
            await bench.press(key)
            if bench.screen == before and key == "pagedown":
                break
        seen |= set(_WORD.findall(bench.screen))
    return seen


def edge(bench: Driver) -> str:
    return str(bench.app.screen.query_one(Box).border_subtitle)


@longer
@pytest.mark.parametrize("size", of_these(SIZES, SIZES[:1]))
async def test_all_text_is_reached_by_keys(plan_file: Path, size: tuple[int, int]) -> None:
    async with open_workbench(plan_file, size=size) as bench:
        for name in of_these(list(BOXES), IN_SUITE):
            make = BOXES[name]
            box = make(bench)
            bench.app.push_screen(box)
            await bench.settle()
            if name in ("form", "ask"):
                await bench.press("ctrl+s" if name == "form" else "enter")
            wanted = held(box) | TEXTS.get(name, set())
            assert len(wanted) > 40
            others = name == "conflicts"  # of the row that is not highlighted
            assert others or wanted <= set(_WORD.findall(bench.screen)) or edge(bench), (
                f"{name}: nothing says that there is more\n{bench.screen}"
            )
            seen = set(_WORD.findall(bench.screen))
            if name not in ("form", "ask"):
                seen |= await seen_with(bench, *KEYS.get(name, ("pagedown", "down")))
            for _ in range(2 if name == "beside" else 1):
                await bench.press("f1")
                seen |= await seen_with(bench, "pagedown")
                await bench.press("escape")
                if name == "beside":
                    await bench.press("down")
            missing = sorted(wanted - seen)
            assert not missing, f"{name} at {size}: {len(missing)} words, {missing[:5]} … {missing[-5:]}\n{bench.screen}"
            box.dismiss(None)
            await bench.settle()


async def test_every_answer_is_in_sight_while_a_text_gives_way(plan_file: Path) -> None:
    drafts = "\n".join(f"· đã gõ, chưa ghi: {words_of('draft', 60)}" for _ in range(10))
    async with open_workbench(plan_file, size=(80, 24)) as bench:
        for text, length in (*((drafts, length) for length in range(50, 62)), ("ngắn", 57), ("", 57)):
            label = f"lưu và thoát; {'gõ ' * 20}"[: length - 4] + "lại"
            last = Answer("cancel", "k", "làm việc tiếp")
            answers = [Answer("save", "l", label), Answer("discard", "b", "bỏ thay đổi và thoát", destroys=True), last]
            bench.app.push_screen(box := Choose(bench.words, "12 thay đổi chưa lưu", text, answers))
            await bench.dialog(Choose)
            box.say_below("phím này không có tác dụng ở đây, " * 3)
            await bench.settle()
            assert box.query_one("#answers").max_scroll_y == 0 and f"k  {last.label}" in bench.screen, "none is scrolled to"
            await bench.press("escape")
