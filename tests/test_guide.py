"""Every part of the guide has a picture in each language of the screen, and every picture a part."""

from __future__ import annotations

import re

from tests.support.paths import ROOT

GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
PICTURES = ROOT / "docs" / "pictures" / "guide"
COUNTED = "Số phím của những việc hay làm"
"""A table of numbers: there is nothing to see."""


def shown(text: str) -> list[str]:
    return re.findall(r"\]\(pictures/guide/([^)]+)\)", text)


def test_every_part_of_the_guide_has_a_picture_in_both_languages() -> None:
    parts = dict(part.split("\n", 1) for part in GUIDE.split("\n## ")[1:])
    assert len(parts) > 10
    for title, text in parts.items():
        names = {name.split(".")[0] for name in shown(text)}
        assert names or title == COUNTED, title
        assert sorted(shown(text)) == sorted(f"{name}.{language}.svg" for name in names for language in ("en", "vi")), title


def test_every_picture_of_the_guide_is_shown_once() -> None:
    assert sorted(shown(GUIDE)) == sorted(path.name for path in PICTURES.glob("*.svg"))
