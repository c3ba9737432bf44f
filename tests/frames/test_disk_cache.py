"""Frames as they are kept for the next start, while others look at them."""

import subprocess
import sys

import polars as pl
import pytest

from tests.support.paths import ROOT
from tests.support.patience import PATIENCE
from tui.frames.disk_cache import answer_of, taken_up
from tui.frames.reads import Read

_LOOKED_AT = """
import io
import polars as pl
from tui.frames.disk_cache import answer_of

frame = pl.DataFrame({"id": ["a", "b"]})

class LookedAt(io.BytesIO):
    def write(self, data):
        frame.get_column("id")
        return super().write(data)

io.BytesIO = LookedAt
print(len(answer_of(frame, ()).data) > 0)
"""


def test_a_frame_that_is_kept_can_be_looked_at_meanwhile() -> None:
    """In a process of its own: where it has to wait, nothing goes on there any more."""
    done = subprocess.run([sys.executable, "-c", _LOOKED_AT], cwd=ROOT, capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stdout == "True\n"


@pytest.mark.parametrize("frame", [pl.DataFrame({"id": ["a", "b"], "n": [1, None]}), pl.DataFrame(), pl.DataFrame({"id": []})])
def test_it_is_taken_up_as_it_was(frame: pl.DataFrame) -> None:
    reads = {Read.of("tasks.due")}
    taken = taken_up(answer_of(frame, reads))
    assert taken is not None and taken[0].equals(frame) and taken[0].schema == frame.schema and taken[1] == reads
