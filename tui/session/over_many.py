"""The session in which many plans are looked at: over no plan, until one of them is opened for reading."""

from __future__ import annotations

import os

from tui.i18n.words import Words
from tui.lake.open_lake import OpenLake
from tui.session.session import Session
from tui.store.plan_file import load_text


def session_over(lake: OpenLake, words: Words) -> Session:
    """A session that changes nothing and looks from the day of the roll-up."""
    return Session(load_text("", os.fspath(lake.folder)), words, as_of=lake.now.manifest.day, readonly=True, journaling=False)
