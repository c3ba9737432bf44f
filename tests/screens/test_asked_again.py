"""What the tests remember instead of asking again is what Textual would have found, whoever asks first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from textual import _callback

from tests.support.asked_again import remembered


class _Screen:
    def act(self, id: str) -> None: ...


@pytest.mark.parametrize("first", [lambda: partial(_Screen().act, "save"), lambda: _Screen().act])
def test_a_method_has_as_many_parameters_whether_it_is_bound_or_not(first: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    class Own(_Screen):
        def act(self, id: str) -> None: ...

    monkeypatch.setattr(_Screen, "act", Own.act)
    with remembered():
        _callback.count_parameters(first())
        assert _callback.count_parameters(_Screen().act) == 1 and _callback.count_parameters(partial(_Screen().act, "save")) == 0
