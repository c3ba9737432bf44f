"""The screen of :mod:`bench.peers.plain_screen` in a terminal, begun as a start of ours: prepared code, what is not needed loaded later."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path


def main() -> None:
    """Show it until ``q``."""
    gc.disable()
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    os.environ["POLARS_ENGINE_AFFINITY"] = "in-memory"
    sys.path[0] = str(Path(__file__).parents[2])
    from tui.start import loaded_later, lone_import, prepared

    prepared.begin()
    loaded_later.begin()
    prepared.import_alone()
    from bench.peers.plain_screen import PlainScreen

    lone_import.end()
    PlainScreen().run()


if __name__ == "__main__":
    main()
