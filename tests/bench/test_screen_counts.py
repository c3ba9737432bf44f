"""Calls of Python are counted one by one, and letters that were not there before as their bytes."""

from __future__ import annotations

from bench.row_bytes import Sent
from bench.screen_counts import KEYS, calls_of


async def _nothing() -> None:
    pass


async def _three() -> None:
    for _ in range(3):
        await _nothing()


async def test_a_call_more_is_one_more() -> None:
    assert await calls_of(_three) - await calls_of(_nothing) == 3


def test_the_letters_of_a_row_are_those_of_its_parts() -> None:
    assert Sent().letters == 0 and Sent(whole=1140, table=198, side=434).letters == 632


def test_every_key_is_called_by_its_own_name() -> None:
    assert len({key.name for key in KEYS}) == len(KEYS)
