"""The lake somebody looks at: one version of it, until they look again and another stands."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from tui.lake.engines import CannotAsk, answer
from tui.lake.looks import Look
from tui.lake.reading import Lake, lake_in
from tui.lake.versions import NoLake, current_version
from tui.lake.views import Answered, ask
from tui.model.text import N_, say
from tui.store.files.errors import shown_path
from tui.store.files.file_state import read_file


class OpenLake:
    """``folder`` is where it is, whole; ``now`` the version that is looked at. Raises :class:`NoLake` where there is none to begin with.

    A roll-up that takes the place of the one looked at does not disturb: what was read stays, and the next question is asked of the new
    one. Two roll-ups on, the files of the first are gone; then the question is asked again, of what stands.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.abspath(folder))
        self.now = lake_in(self.folder)
        self._seen = _identity(self.now.folder)

    @property
    def is_old(self) -> bool:
        """Whether another version stands by now; told without reading any."""
        try:
            there = current_version(self.folder)
        except NoLake:
            return False
        return there != self.now.folder or _identity(there) != self._seen

    def newest(self) -> Lake:
        """The version that stands now; the one looked at where it still does, or where nothing can be read in its place."""
        if not self.is_old:
            return self.now
        try:
            return lake_in(self.folder)
        except NoLake:
            return self.now

    @property
    def gone(self) -> bool:
        """Whether there is no roll-up any more where this one was."""
        try:
            lake_in(self.folder)
        except NoLake:
            return True
        return False

    def look_from(self, lake: Lake) -> bool:
        """Look at this version from now on; whether it is another."""
        before, self.now = self.now, lake
        self._seen = _identity(lake.folder)
        return before is not lake

    def ask(self, look: Look) -> tuple[Lake, Answered]:
        """What the newest version answers, and that version. Raises :class:`CannotAsk`, with the reason in a sentence."""
        lake = self.newest()
        try:
            return lake, ask(lake, look)
        except CannotAsk:
            again = self.newest()
            if again is lake and self.gone:
                gone = N_("the roll-up {path} is gone, or half of it; “kehoach rollup” makes it anew")
                raise CannotAsk(say(gone, path=shown_path(self.folder))) from None
            if again is lake:
                raise
            return again, ask(again, look)

    def codes(self) -> pl.DataFrame:
        """Every code an indicator has: DataFrame[code, name, plans]. Raises :class:`CannotAsk`."""
        sql = """
            SELECT code, MIN(name) AS name, COUNT(*) AS plans FROM indicators WHERE code IS NOT NULL GROUP BY code ORDER BY code
        """
        return answer(self.newest(), sql)

    @property
    def plans(self) -> int:
        """How many plans its sums are of, as ``kehoach rollup`` counts them."""
        return len(self.now.manifest.plans) - self.unreadable

    @property
    def unreadable(self) -> int:
        """How many plans are in no sum because they could not be read."""
        return sum(not seen.readable for seen in self.now.manifest.plans.values())

    def changed_since(self, plan: str) -> bool:
        """Whether the file of a plan holds something else than when it was rolled up. Raises CannotRead."""
        seen = self.now.manifest.plans.get(plan)
        if seen is None:
            return True
        try:
            if seen.looks_like(os.stat(plan)):
                return False
        except (OSError, ValueError):
            pass  # reading it says why
        return read_file(plan).digest != seen.digest


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one of the same name."""
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino
