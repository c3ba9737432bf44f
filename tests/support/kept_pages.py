"""The pages a start has kept for the next one, a start that keeps one, and starts that are held up while their first screen is shown.

What a person sees and does before the program is loaded is over in a moment, which a busy machine may give to the program alone. So a
start that is looked at goes no further than its first screen until the test has it go on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

from tests.support.terminal import programs_over, screen_at_rest, until
from tui.start import first_page

SIZE = (100, 30)
OPENING = "Đang mở plan.toml"

HELD: Final = """
import os, sys, time

def hold(event, given):
    if event == "import" and given[0] == "textual":
        while not os.path.exists({go_on!r}):
            time.sleep(0.01)

sys.addaudithook(hold)
from tui.commands.main import main
raise SystemExit(main())
"""
"""A start that loads no screen before a file is there."""


@contextmanager
def opening_over(plan_file: Path) -> Iterator[Callable[..., Any]]:
    """Starts the program on a plan, and waits for its first screen: it loads no other before ``go_on()``; with ``held=False`` at once."""
    numbers = count()
    with programs_over(plan_file, SIZE, OPENING, afresh=True) as start:

        def opened(*more: str, held: bool = True, **given: Any) -> Any:
            if not held:
                return start(*more, shown="lọc", afresh=False, **given)
            go_on = plan_file.parent / f"go-on-{next(numbers)}"
            terminal = start(*more, code=HELD.format(go_on=str(go_on)), **given)
            terminal.go_on = go_on.touch
            return terminal

        yield opened


def kept() -> list[Path]:
    folder = Path(first_page.folder(os.environ))
    return sorted(folder.iterdir()) if folder.exists() else []


def opened_once(open_plan: Any) -> list[str]:
    """Open the plan, wait for its page to be kept, leave; the screen as it was at rest."""
    before = _as_kept()
    terminal = open_plan(held=False)
    until(terminal, lambda: _as_kept() != before, "its page is kept")
    seen = screen_at_rest(terminal).splitlines()
    terminal.send("q")
    assert terminal.finish() == 0
    return seen


def _as_kept() -> list[tuple[Path, int]]:
    """The pages, each with when it was last written or said to be as good as new."""
    return [(page, page.stat().st_mtime_ns) for page in kept()]
