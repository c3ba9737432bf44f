"""Frames as they are kept for the next start, while others look at them."""

import subprocess
import sys

import polars as pl
import pytest

from tests.support.paths import ROOT
from tests.support.patience import PATIENCE
from tui.frames import disk_cache
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


def test_what_is_let_go_of_while_it_is_read_rests_on_all_it_was_made_from(monkeypatch: pytest.MonkeyPatch) -> None:
    frame, reads = pl.DataFrame({"id": ["a"]}), {Read.of("tasks.due")}
    kept, read = answer_of(frame, reads), disk_cache._read_answer

    def let_go_meanwhile(data: bytes) -> pl.DataFrame | None:
        kept.let_go()
        return read(data)

    monkeypatch.setattr(disk_cache, "_read_answer", let_go_meanwhile)
    taken = taken_up(kept)
    assert taken is not None and taken[0].equals(frame) and taken[1] == reads, "or an edit would leave it as it is"
    assert taken_up(kept) is None, "and then it is worked out"
