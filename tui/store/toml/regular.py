"""What is known of a text that was read record by record, and is regular therefore (see :mod:`tui.store.toml.records`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tui.model.records import Source
from tui.store.toml.limits import Room


@attrs.frozen(eq=False)
class Regular:
    """What a regular text holds: ``whole``, its parsed document but for the tables in ``stored``, whose records are read one by one.

    ``room`` is how much more of what no file may have too much of it may have.
    """

    whole: Mapping[str, Any]
    room: Room
    stored: Mapping[str, Source] = attrs.field(factory=dict)
