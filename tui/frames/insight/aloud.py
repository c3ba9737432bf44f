"""An indicator in one sentence, of those that stand: what :mod:`tui.frames.insight.said_aloud` says of its row and its record.

The first view says it of the record under the cursor; why a verdict is what it is, which is much more to load, is asked for by a key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tui.frames.build import Frames
from tui.frames.insight.said_aloud import said_aloud
from tui.frames.methods.digits import digits_of, needs
from tui.frames.methods.headline import standing_of
from tui.frames.methods.stated_means import stated_means
from tui.frames.methods.verdict import Thresholds
from tui.frames.methods.verdicts import verdicts
from tui.frames.of_record import row_of
from tui.model.revisions import target_on
from tui.model.text import Sentence


def aloud(frames: Frames, id: str, as_of: dt.date) -> tuple[str, Sentence] | None:
    """How an indicator stands, as a code, and the sentence a chair says of it; None when there is no such indicator."""
    found, needed = row_of(verdicts(frames, as_of), id), row_of(needs(frames, as_of), id)
    if found is None or needed is None:
        return None
    return standing_of(found), sentence_aloud(frames, {**found, "need": needed["need"]}, frames.plan.tables["indicators"][id], as_of)


def sentence_aloud(frames: Frames, row: Mapping[str, Any], record: Mapping[str, Any], as_of: dt.date) -> Sentence:
    """The sentence of a row of the verdicts that has what its indicator ``need``s as well, and of its record."""
    in_force = {key: value for key, value in target_on(record, as_of).items() if value is not None}
    row = {**row, "stated": stated_means(frames, as_of).get(row["id"])}
    return said_aloud(row, {**record, **in_force}, digits_of(frames, row["id"]), row["need"], Thresholds.of(frames.plan))
