"""What a start leaves in circles of references is freed, and where the C library cannot give pages back nothing is said of it."""

from __future__ import annotations

import gc
import weakref

import pytest

from tui.terminal import given_back


class Circle:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self


def left() -> weakref.ref[Circle]:
    return weakref.ref(Circle())


def test_what_holds_only_itself_is_freed() -> None:
    gc.disable()
    try:
        circle = left()
        assert circle() is not None
        given_back.give_back()
        assert circle() is None
    finally:
        gc.enable()


def test_another_c_library_has_nothing_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given_back, "_TRIM", "no_such_function_anywhere")
    given_back.trim()
