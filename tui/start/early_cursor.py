"""The cursor of the kept page: plain moves are answered from kept rows while everything heavy is still being loaded.

Beside a page (:mod:`tui.start.first_page`) each row of the window is kept twice, without the cursor and with it. A thread reads what is
typed at the page, and shows the row the cursor comes to; beside it nothing stands meanwhile that could be taken for this record. Every
byte it has read is handed to the program, which answers the same keys again and comes to the same picture: what is typed is never
taken away. The first key that is no move within the window ends it, and whatever comes then waits in the terminal as it always did.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported here.
"""

from __future__ import annotations

import _thread
import os
import select

from tui.start.sgr import is_codes
from tui.start.terminal_size import terminal_size

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final

    Run = tuple[str, str]
    """SGR codes such as ``1;38;5;12``, and the text written with them."""

    Part = tuple[int, int, int, list[Run]]
    """A part of a line: its y and x from 0, its cells, and what stands there."""

_MOST_READ: Final = 1024
_ESCAPE: Final = b"\x1b"


class Kept:
    """The rows of a window in both their pictures, and what a move needs to know beside them."""

    def __init__(
        self,
        keys: Mapping[bytes, int],
        at: int,
        rows: Sequence[tuple[Part, Part]],
        beside: Sequence[Part],
        rests_on: tuple[str, int] = ("", 0),
    ) -> None:
        """``keys``: what a terminal sends for a step down (1) or up (-1). ``at``: the row the cursor is on. ``beside``: the lines of the
        side with nothing on them. ``rests_on``: a file of what reads the keys later, and when it was changed."""
        self.keys, self.at, self.rows, self.beside, self.rests_on = keys, at, rows, beside, rests_on

    def texts(self) -> list[str]:
        """It as lines without line breaks; :meth:`read` makes it of them again."""
        keys = " ".join(f"{key.hex()}:{step}" for key, step in self.keys.items())
        lines = ["\t".join([keys, str(self.at), str(len(self.rows)), self.rests_on[0], str(self.rests_on[1])])]
        lines += [_written(part) for pair in self.rows for part in pair]
        return [*lines, *map(_written, self.beside)]

    @classmethod
    def read(cls, lines: Sequence[str], width: int, height: int) -> Kept:
        """Of a file that anybody may have written. Raises ValueError where it is not wholly as we write it."""
        keys, at, count, path, changed = lines[0].split("\t") if lines else ("", "", "", "", "")
        parts = [_part(line, width, height) for line in lines[1:]]
        rows = int(count)
        steps = {bytes.fromhex(key): int(step) for key, step in (one.split(":") for one in keys.split(" "))}
        known = all(key and step in (1, -1) for key, step in steps.items())
        if not known or not 0 <= int(at) < rows or 2 * rows > len(parts) or not path.isprintable():
            raise ValueError(lines[0])
        pairs = [(parts[n], parts[n + 1]) for n in range(0, 2 * rows, 2)]
        if any(one[:3] != other[:3] for one, other in pairs):
            raise ValueError(lines[0])
        return cls(steps, int(at), pairs, parts[2 * rows :], (path, int(changed)))

    @staticmethod
    def rests_upon(lines: Sequence[str]) -> tuple[str, int] | None:
        """What such lines say that they rest on; None where they say nothing."""
        _, _, _, path, changed = lines[0].split("\t") if lines and lines[0].count("\t") == 4 else ("", "", "", "", "")
        return (path, int(changed)) if path and changed.isdecimal() else None

    @property
    def is_of_this_program(self) -> bool:
        """Whether what is to read the keys after this is still what it was when the rows were kept."""
        path, changed = self.rests_on
        return not path or changed_at(path) == changed


def changed_at(path: str) -> int:
    """When a file was changed last; 0 where there is none."""
    try:
        return os.stat(path).st_mtime_ns
    except (OSError, ValueError):
        return 0


def _written(part: Part) -> str:
    y, x, cells, runs = part
    return "\t".join([f"{y} {x} {cells}", *(text for run in runs for text in run)])


def _part(line: str, width: int, height: int) -> Part:
    place, *parts = line.split("\t")
    y, x, cells = map(int, place.split(" "))
    codes, texts = parts[::2], parts[1::2]
    inside = 0 <= y < height - 1 and x >= 0 and cells >= 0 and x + cells <= width
    if not inside or len(codes) != len(texts) or not all(map(is_codes, codes)) or not all(map(str.isprintable, texts)):
        raise ValueError(place)
    if sum(map(len, texts)) > 2 * cells:  # a letter may be of two characters, hardly ever of more: then it is not kept
        raise ValueError(place)
    return y, x, cells, list(zip(codes, texts, strict=True))


class Moved:
    """What the early cursor leaves to the program.

    ``read``: every byte, in the pieces it was read in. ``answered``: how many moves it has answered, and ``line`` is where it stands then;
    ``shown`` is what it has laid over the page.
    """

    def __init__(self, read: Sequence[bytes] = (), answered: int = 0, line: int = 0, shown: Sequence[Part] = ()) -> None:
        self.read, self.answered, self.line, self.shown = read, answered, line, shown


class Over:
    """A cursor over kept rows."""

    def __init__(self, kept: Kept) -> None:
        self._kept, self.line, self.answered = kept, kept.at, 0
        self._shown: dict[tuple[int, int], Part] = {}

    @property
    def shown(self) -> list[Part]:
        """Everything that was laid over the page."""
        return list(self._shown.values())

    def step(self, by: int) -> list[Part]:
        """What shows the cursor a row further down or up; nothing where that is beyond the window."""
        kept, line = self._kept, self.line + by
        if not 0 <= line < len(kept.rows):
            return []
        parts = [] if self.answered else list(kept.beside)
        parts += [kept.rows[self.line][0], kept.rows[line][1]]
        self.line, self.answered = line, self.answered + 1
        self._shown.update({part[:2]: part for part in parts})
        return parts


class EarlyCursor:
    """Answers moves from kept rows until it is stopped; ``kept`` is made of the file only when a key comes."""

    def __init__(self, kept: Callable[[], Kept], size: tuple[int, int], write: Callable[[str], None]) -> None:
        self._kept, self._size, self._write = kept, size, write
        self._read: list[bytes] = []
        self._over: Over | None = None
        self._ended = _thread.allocate_lock()
        self._ear, self._bell = os.pipe()
        self._ended.acquire()
        try:
            _thread.start_new_thread(self._run, ())
        except RuntimeError:  # no more threads are to be had: keys wait as they always did
            self._ended.release()

    def stop(self) -> Moved:
        """Read no more; what has been read and shown."""
        os.write(self._bell, b".")
        self._ended.acquire()
        os.close(self._ear)
        os.close(self._bell)
        over = self._over
        return Moved(self._read) if over is None else Moved(self._read, over.answered, over.line, over.shown)

    def _run(self) -> None:
        try:
            self._answer()
        except Exception:  # whatever it is, a file that is not as we write it among others: the program answers
            return
        finally:
            self._ended.release()

    def _answer(self) -> None:
        waiting = select.poll()
        waiting.register(0, select.POLLIN)
        waiting.register(self._ear, select.POLLIN)
        kept: Kept | None = None
        rest = b""
        while True:
            if any(file == self._ear for file, _ in waiting.poll()):
                return
            data = os.read(0, _MOST_READ)
            if not data:
                return
            self._read.append(data)
            if kept is None:
                kept = self._kept()
                self._over = over = Over(kept)
                if not kept.is_of_this_program:
                    return
            if len(data) > 1 and not data.startswith(_ESCAPE):  # letters that came in one piece may be a text that was pasted
                return
            rest += data
            while rest:
                key = next((key for key in kept.keys if rest.startswith(key)), None)
                if key is None:
                    if not any(key.startswith(rest) for key in kept.keys):
                        return
                    break  # the rest of it is still to come
                parts = over.step(kept.keys[key]) if terminal_size() == self._size else ()
                if not parts:  # beyond the window, or the window is another by now
                    return
                self._write("".join(map(_drawn, parts)))
                rest = rest[len(key) :]


def _drawn(part: Part) -> str:
    y, x, _, runs = part
    written = "".join(f"\x1b[0;{codes}m{text}" if codes else f"\x1b[m{text}" for codes, text in runs)
    return f"\x1b[{y + 1};{x + 1}H{written}\x1b[m"
