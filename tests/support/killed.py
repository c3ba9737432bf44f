"""A session that is gone as if it had been killed."""

from __future__ import annotations

import os

from tests.support.workbench import Driver


def crash(bench: Driver) -> None:
    """The process is gone: what it held is let go of, and its files stay."""
    assert bench.app.session.journal.active is not None
    os.close(bench.app.session.journal.active._handle)
    bench.app.session.journal.active = bench.app.session.workspace.recorder = None
