"""A meeting at a real terminal: 29 items, ten dealt with by keys, closed, its papers written; then all of it again in English.

The notice and the minutes must hold exactly what was dealt with, and be the same to the byte of their text whatever the screen speaks.
"""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import shutil
import signal
import sys
import termios
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from bench.running import environment
from bench.terminal import Terminal
from proofs.outcome import Outcome

_ROOT: Final = Path(__file__).parent.parent
_SIZE: Final = (120, 36)
_PATIENCE: Final = 120.0
"""Seconds after which what does not come is a fault."""
_DAY: Final = "20/11/2024"
_PAPERS: Final = ("thong-bao-2024-11-20.docx", "bien-ban-2024-11-20.docx")
_LANGUAGES: Final = ("vi", "en")
_ITEMS: Final = 29
_DECIDED: Final = ("rà soát tiến độ", "lập danh mục dự án", "bố trí vốn đối ứng")
_OUTCOMES: Final = "223611"
"""Keys of the items after those decided: two hastened, one to report back, one put off, two noted; with a note the tenth."""
_NOTE: Final = "đại biểu đề nghị làm rõ"
_DUE: Final = "15/12/2024"


class _NotCome(Exception):
    """Something that was waited for did not come to the screen."""


class _Chair:
    """A terminal with the workbench, and the keys of whoever chairs the meeting."""

    def __init__(self, master: int) -> None:
        self.master, self.terminal, self.keys = master, Terminal(*_SIZE), 0

    @classmethod
    @contextlib.contextmanager
    def seated(cls, file: Path, home: Path, language: str) -> Iterator[_Chair]:
        """With settings of their own; the program is ended with the block."""
        home.mkdir()
        command = [sys.executable, "-m", "tui", "--lang", language, "--as-of", _DAY, str(file)]
        pid, master = pty.fork()
        if pid == 0:
            try:
                termios.tcsetwinsize(0, (_SIZE[1], _SIZE[0]))
                os.chdir(_ROOT)
                os.execve(sys.executable, command, environment(home))
            finally:
                os._exit(127)
        try:
            yield cls(master)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(master)

    def screen(self) -> str:
        return self.terminal.text()

    def press(self, keys: str, until: Callable[[str], bool]) -> None:
        """Press keys, and wait until the screen shows what they bring. Raises :class:`_NotCome`."""
        self.keys += len(re.sub("\x1b.[0-9~A-Z]*", "k", keys))
        os.write(self.master, keys.encode())
        self.wait(lambda: until(self.screen()), keys)

    def wait(self, there: Callable[[], bool], told: str) -> None:
        """Take what comes and answer what the program asks until something is so."""
        end = time.monotonic() + _PATIENCE
        while not there():
            if time.monotonic() > end:
                raise _NotCome(f"nothing came of {told!r}\n{self.screen()}")
            if select.select([self.master], [], [], 0.05)[0]:
                os.write(self.master, self.terminal.arrive(time.perf_counter_ns(), os.read(self.master, 1 << 16)))
            while self.terminal.pending:
                self.terminal.draw_next()


def run(folder: Path, plan: Path) -> Outcome:
    """The meeting in each language of the screen; what its papers hold is looked up against the plan."""
    begun = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    faults: list[str] = []
    texts: dict[str, list[str]] = {}
    for language in _LANGUAGES:
        file = folder / language / "plan.toml"
        file.parent.mkdir()
        shutil.copy(plan, file)
        try:
            with _Chair.seated(file, folder / f"home-{language}", language) as chair:
                _held(chair, file.parent)
        except _NotCome as fault:
            faults.append(f"{language}: {fault}")
            continue
        counts[f"keys, {language}"] = chair.keys
        texts[language] = [_text(file.parent / name) for name in _PAPERS]
        faults += [f"{language}: {fault}" for fault in _wrong(file, *texts[language])]
    for name, *both in zip(_PAPERS, *texts.values(), strict=True) if len(texts) == len(_LANGUAGES) else ():
        if len(set(both)) > 1:
            faults.append(f"{name} is another one where the screen speaks another language")
    counts |= {"items": _ITEMS, "papers compared": sum(map(len, texts.values()))}
    return Outcome(id="meeting", title="A meeting at a terminal", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults))


# -- the keys -------------------------------------------------------------------------------------------------------


def _held(chair: _Chair, folder: Path) -> None:
    """Open the meeting, deal with ten items from the first body on, close it, and have its papers written."""
    f10, down, escape = "\x1b[21~", "\x1b[B", "\x1b"
    chair.press("", lambda screen: "GRDP" in screen)
    chair.press("m", lambda screen: "▌" in screen and f" {_ITEMS} " in screen)
    chair.press("\r", lambda screen: "╭" in screen)
    chair.press(f10, lambda screen: "╭" not in screen and "● 1" in screen)
    chair.press(down * 4 + "\r", lambda screen: f"5/{_ITEMS}" in screen)
    at = 5
    for text in _DECIDED:
        chair.press("4", lambda screen: "╭" in screen)
        chair.press(text, lambda screen, text=text: text in screen)  # type: ignore[misc]
        chair.press(f10, lambda screen: "[4●" in screen and "╭" not in screen)
        at = _next(chair, at)
    for key in _OUTCOMES:
        chair.press(key, lambda screen, key=key: f"[{key}●" in screen)  # type: ignore[misc]
        at = _next(chair, at)
    chair.press("L", lambda screen: "╭" in screen or "Enter" in screen)
    chair.press(_NOTE, lambda screen: _NOTE in screen)
    chair.press("\r", lambda screen: _NOTE in screen and "[1" in screen)
    chair.press(escape, lambda screen: f"/{_ITEMS} " not in screen and "▌" in screen)
    chair.press("Q", lambda screen: "1/6" in screen)
    for n in range(1, 7):
        chair.press(_DUE, lambda screen: _DUE in screen)
        after = f"{n + 1}/6"
        chair.press(f10, lambda screen, after=after: after in screen if after != "7/6" else _offers(screen, "cxk"))  # type: ignore[misc]
    chair.press("c", lambda screen: _offers(screen, "t") and not _offers(screen, "x"))
    os.write(chair.master, b"t")
    chair.keys += 1
    chair.wait(lambda: all((folder / name).exists() for name in _PAPERS), "t")


def _offers(screen: str, keys: str) -> bool:
    """Whether a box offers each of some keys at the beginning of a line of its own: a screen that is still being drawn does not."""
    return all(re.search(rf"│ +{key}  \S", screen) for key in keys)


def _next(chair: _Chair, at: int) -> int:
    chair.press(" ", lambda screen: f"{at + 1}/{_ITEMS}" in screen)
    return at + 1


# -- what the papers hold -------------------------------------------------------------------------------------------


def _text(path: Path) -> str:
    """The paragraphs of a Word file, a line each."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(path) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))
    lines = ("".join(text.text or "" for text in paragraph.iter(f"{word}t")) for paragraph in root.iter(f"{word}p"))
    return "\n".join(lines).replace("\xa0", " ")


def _wrong(file: Path, notice: str, minutes: str) -> Iterator[str]:
    """What the notice and the minutes hold otherwise than it was played."""
    from tui.reports import official
    from tui.store.plan_file import load

    plan = load(file).plan
    (review,) = plan.tables["reviews"].values()
    bodies = [item["subject"].removeprefix("agencies.") for item in review["items"]][4:14]
    named = [official.names(plan, [body]) for body in bodies]
    due = "ngày 15 tháng 12 năm 2024"
    expected = [f"{n}. Giao {named[n - 1]} chủ trì {text}; thời hạn hoàn thành: {due}." for n, text in enumerate(_DECIDED, 1)]
    verbs = ("đẩy nhanh", "đẩy nhanh", "báo cáo lại")
    expected += [f"{n}. Yêu cầu {body} {verb}" for n, body, verb in zip((4, 5, 6), named[3:6], verbs, strict=True)]
    conclusions = notice.split("II. KẾT LUẬN\n")[1].split("III. ")[0].splitlines()
    points = [line for line in conclusions if re.match(r"\d+\. ", line)]
    if len(points) != len(expected) or not all(point.startswith(start) for point, start in zip(points, expected, strict=True)):
        yield f"the notice concludes {points}"
    if sum(due in point for point in points) != 6:
        yield f"not every conclusion has its day: {points}"
    later = notice.split("III. ")[1]
    if f"- Tình hình báo cáo của {named[6]}." not in later or f"{_ITEMS - 10} nội dung khác" not in later:
        yield f"put off is {later!r}"
    spoken = re.findall(r"^\d+\. (.*)$", minutes, re.MULTILINE)
    if spoken != [f"Tình hình báo cáo của {name}" for name in named]:
        yield f"the minutes speak of {spoken}"
    if (
        minutes.count("Kết quả: ") != 9
        or _NOTE.lower() not in minutes.lower()
        or f"chưa xem xét {_ITEMS - 10} nội dung khác" not in minutes
    ):
        yield f"the minutes have other results\n{minutes}"
