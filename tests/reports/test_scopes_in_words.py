"""The scope of a figure is told in words where it is a code, the same on screens and papers, and as it stands in any other case."""

from __future__ import annotations

import pytest

from tests.support.frame_plans import figure, frames_of, indicator
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.fields.choices import SCOPES
from tui.reports import sentences
from tui.reports.labels import figure_line

VI = Words("vi")


@pytest.mark.parametrize(
    ("scope", "told"),
    [("merged", "sau hợp nhất"), ("unclear", "chưa rõ phạm vi"), ("Unclear", "Phạm vi: Unclear"), ("hai xã", "Phạm vi: hai xã")],
)
def test_an_entry_tells_a_code_in_words_and_leaves_what_somebody_wrote(scope: str, told: str) -> None:
    entry = figure(2025, 6.6, scope=scope)
    frames = frames_of(indicators={"i": indicator("end_level", target=90, values=[entry])})
    assert told in figure_line(frames, "i", entry, VI).split(" · ")


def test_screens_and_papers_say_the_same_words() -> None:
    assert {choice.value: VI(choice.label) for choice in SCOPES} == sentences.SCOPES
    spec = TABLES["indicators"]["values"].entry("scope")
    assert spec is not None and spec.code_label(None) is None and spec.code_label("") is None
