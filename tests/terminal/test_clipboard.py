"""What is copied reaches the clipboard of the terminal a person sits at."""

from __future__ import annotations

import base64

import pytest

from tui.terminal import clipboard


@pytest.mark.parametrize("text", ["", "Hà Nội", "a\tb\nc\x1b[31m"])
def test_a_text_comes_through_whole(text: str) -> None:
    sent: list[str] = []
    clipboard.copy(text, sent.append, {})
    (sequence,) = sent
    assert sequence.startswith("\x1b]52;c;") and sequence.endswith("\x07")
    assert base64.b64decode(sequence[len("\x1b]52;c;") : -1]).decode() == text


def test_tmux_hands_it_on() -> None:
    plain: list[str] = []
    clipboard.copy("Hà Nội", plain.append, {})
    wrapped: list[str] = []
    clipboard.copy("Hà Nội", wrapped.append, {"TMUX": "/tmp/tmux,1,0"})
    assert wrapped[0].startswith("\x1bPtmux;") and wrapped[0].endswith("\x1b\\")
    assert wrapped[0][len("\x1bPtmux;") : -2].replace("\x1b\x1b", "\x1b") == plain[0]
