"""The bytes of a file that others sent."""

from __future__ import annotations

import os
from pathlib import Path

from tui.exchange.cells import MOST_BYTES
from tui.model.text import N_, say
from tui.store.files.errors import CannotRead, reason, shown_path


def bytes_of(path: str | os.PathLike[str]) -> bytes:
    """What the file holds, at most a byte more than is read. Raises :class:`CannotRead` where there is none or it cannot be read."""
    where = Path(path)
    try:
        if not where.is_file():
            raise CannotRead(say(N_("{path} is not a file"), path=shown_path(where)))
        with open(where, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotRead(say(N_("{path} cannot be read: {reason}"), path=shown_path(where), reason=reason(error))) from error
    except ValueError as error:  # a NUL in the name
        raise CannotRead(say(N_("{path} is not a file"), path=shown_path(where))) from error
