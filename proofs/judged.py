"""The program's verdicts beside those of a judge who knows the written rules and nothing of the program (``tests/judge``)."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from proofs.outcome import Outcome

if TYPE_CHECKING:
    from tests.judge.compare import Compared, Difference

_TOGETHER = 200
"""Plans in one file; the tables are looked at once for all of them."""


def run(plans: int, seed: int = 0) -> Outcome:
    """So many random plans, each looked at from five days, every third of them with what is known later.

    Half of them stand together in files and are judged as one plan; the others are files of their own, judged in one pass over many.
    """
    from tests.judge.compare import random_files, random_pass, together  # loads Polars, which the parts that fork must not find

    begun = time.monotonic()
    alone = plans // 2
    passes = (random_pass(seed + first, min(_TOGETHER, alone - first)) for first in range(0, alone, _TOGETHER))
    compared = together(_told_on_the_way(chain(random_files(seed, plans - alone, _TOGETHER), passes), plans))
    counts = Counter({"random plans, on five days each": plans, "verdicts, states, holders and numbers compared": compared.things})
    counts.update({f"differences: {rule}": times for rule, times in compared.by_rule().most_common()})
    return Outcome(
        id="judged",
        title=f"{plans} random plans, by the program and by a judge of its own",
        seconds=time.monotonic() - begun,
        counts=counts,
        faults=tuple(_told(one, seed) for one in compared.differences),
    )


def _told_on_the_way(each: Iterable[Compared], plans: int) -> Iterator[Compared]:
    """The same, with a line for whoever waits after each two thousand plans."""
    found = 0
    for number, one in enumerate(each, 1):
        yield one
        found += len(one.differences)
        if number % 10 == 0:
            print(f"judged: {min(number * _TOGETHER, plans)} of {plans} plans, {found} differences", file=sys.stderr, flush=True)


def _told(one: Difference, seed: int) -> str:
    return f"{one.rule}: {one.id} of seed {seed} on {one.day} (known {one.known}): judge {one.judge}, program {one.program}"
