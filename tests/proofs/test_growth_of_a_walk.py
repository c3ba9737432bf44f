"""What a walk of random keys calls growth: more and more, not what came once."""

from __future__ import annotations

import pytest

from proofs.random_keys import MOST_GROWTH, grows

_MB = 1 << 20


@pytest.mark.parametrize(
    "measured",
    [
        [200, 203, 206, 209, 212, 215, 218, 221],
        [200, 202, 204, 207, 209, 211, 213, 216, 218],
        [190, 190, 200, 200, 210, 210, 220, 220],
    ],
)
def test_more_and_more_is_growth(measured: list[int]) -> None:
    assert grows([mb * _MB for mb in measured])


@pytest.mark.parametrize(
    "measured",
    [
        [190, 194, 193, 202, 202, 202, 202],  # it came once and stayed
        [190, 230, 190, 230, 190, 230, 190, 230],  # what the allocator has at a moment
        [200, 199, 198, 197],
        [200],
        [200, 200],
    ],
)
def test_a_step_or_a_moment_is_none(measured: list[int]) -> None:
    assert not grows([mb * _MB for mb in measured])


def test_the_other_way_round_a_leak_as_small_as_is_promised_is_found() -> None:
    a_key = 2 * 1024
    assert grows([100 * _MB + keys * a_key for keys in range(6_000, 12_500, 500)])
    assert MOST_GROWTH == 5 * _MB
