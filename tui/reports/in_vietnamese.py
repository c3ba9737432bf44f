"""What is said to who works in another language: what is written for offices has none but Vietnamese."""

from __future__ import annotations

from typing import Final

from tui.model.text import N_

PAPERS_ARE_VIETNAMESE: Final = N_("official papers are written in Vietnamese; there is no form of them in another language")
