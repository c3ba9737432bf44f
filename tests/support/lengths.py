"""How far laws and walks go: as far as finds a fault of every kind in the suite, much further where ``python -m proofs`` runs them.

What has two lengths is marked ``longer``; that is what the proof picks. A test that is all of the second length is :func:`in_proofs`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import pytest
from hypothesis import settings

T = TypeVar("T")
Test = TypeVar("Test", bound=Callable[..., Any])

LONG: Final = os.environ.get("KEHOACH_LENGTH") == "long"
"""Whether the proof runs, not the suite."""

longer: Final = pytest.mark.longer


def law(few: int, many: int, base: settings | None = None, **more: Any) -> Callable[[Test], Test]:
    """Decorates a law: how many examples it is tried with in the suite, and how many in the proof."""
    tried = settings(base, max_examples=many if LONG else few, **more)
    return lambda test: longer(tried(test))


def of_these(every: Sequence[T], in_suite: Sequence[T]) -> Sequence[T]:
    """The cases of a test: all of them in the proof, and in the suite those that differ most. The test is marked :data:`longer`."""
    assert all(case in every for case in in_suite)
    return every if LONG else in_suite


def in_proofs(test: Test) -> Test:
    """A whole test, or a scene, that only the proof runs: the suite finds a fault of its kind by another one, cheaper.

    ``tests/conftest.py`` leaves it out of the suite; with ``KEHOACH_LENGTH=long`` it runs like any other.
    """
    marked: Test = longer(pytest.mark.in_proofs(test))
    return marked


def is_in_proofs(test: object) -> bool:
    """Whether a function is marked so."""
    return any(mark.name == "in_proofs" for mark in getattr(test, "pytestmark", ()))


class OfTwoLengths:
    """What a test goes through by its global name, and goes further through in the proof: the test has two lengths as well."""

    goes_further = False
