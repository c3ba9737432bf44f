"""How a plan is told from other TOML files of a folder."""

from __future__ import annotations

import os
import re
from typing import Final

from tui.store.files.errors import StoreError
from tui.store.files.file_state import read_file

_NAME: Final = "plan.toml"
_HEADER: Final = re.compile(rb"^[ \t]*\[[ \t]*plan[ \t]*\]", re.MULTILINE)
"""Also of a broken one."""


def looks_like_a_plan(path: str) -> bool:
    """Whether a file is called ``plan.toml`` or has a table ``[plan]``; also one that cannot be read: that is said when it is."""
    try:
        return os.path.basename(path) == _NAME or _HEADER.search(read_file(path).data) is not None
    except StoreError:
        return True
