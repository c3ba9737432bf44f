"""The words that a table or a heading goes on from the page before: ``(tiếp theo)``."""

from __future__ import annotations

import re
from functools import lru_cache

from tui.model.text import nfc
from tui.vocabulary.lexicon import letterwise, one_of


def without_continued(text: str) -> str | None:
    """What stands before the words that a table or a heading goes on: ``II. Nước`` of ``II. Nước (tiếp theo)``; None without them."""
    told = " ".join(nfc(text).split())
    found = _continued().search(letterwise(told))
    return told[: found.start()].strip() if found is not None else None


@lru_cache(maxsize=1)
def _continued() -> re.Pattern[str]:
    said = one_of("rows", "continued")
    return re.compile(rf"(?:[(\[]\s*{said}[ .…]*[)\]]|^{said}|[-–—:,]\s*{said})\s*[.:…]*$")
