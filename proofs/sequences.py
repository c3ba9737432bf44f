"""What a terminal sends unasked: random control sequences, whole and cut in two, are no key; and a key after them still is one."""

from __future__ import annotations

import random
import time
from typing import Final

from proofs.outcome import Outcome

_STRINGS: Final = {"\x1b]": ("\x1b\\", "\x07", "\x9c"), "\x1bP": ("\x1b\\", "\x9c"), "\x1b_": ("\x1b\\",), "\x1b^": ("\x1b\\",)}
_CSI: Final = ("\x1b[", "\x1b[", "\x9b")


def run(amount: int, seed: int = 0) -> Outcome:
    """So many sequences as ECMA-48 has them."""
    from tui.terminal.input_driver import Incoming
    from tui.terminal.textual_internals.keys import is_known_sequence

    begun, chance, incoming, now = time.monotonic(), random.Random(seed), Incoming(), 0.0
    counts, faults = {"sequences": 0, "that are keys": 0, "cut in two": 0}, []
    while counts["sequences"] < amount:
        sequence = random_sequence(chance)
        if is_known_sequence(sequence.replace("\x9b", "\x1b[")):
            counts["that are keys"] += 1
            continue
        data = sequence.encode()
        cut = chance.randrange(len(data) + 1)
        pieces = [piece for piece in (data[:cut], data[cut:]) if piece]
        counts["sequences"] += 1
        counts["cut in two"] += len(pieces) == 2
        read: list[str] = []
        for piece in (*pieces, b"j"):
            now += chance.choice((0.0, 0.05))
            read += incoming.give_up(now) + incoming.feed(piece, now)
        if read != ["j"]:
            faults.append(f"{pieces!r}: {read!r}")
    return Outcome(
        id="sequences", title="Control sequences nobody typed", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults)
    )


def random_sequence(chance: random.Random) -> str:
    """A well-formed CSI, OSC, DCS, APC or PM, some with controls of eight bits."""
    if chance.random() < 0.5:
        parameters = _some(chance, 0x30, 0x3F, 12)
        between = _some(chance, 0x20, 0x2F, 2) if chance.random() < 0.3 else ""
        return chance.choice(_CSI) + parameters + between + chr(chance.randint(0x40, 0x7E))
    begin = chance.choice(list(_STRINGS))
    return begin + _some(chance, 0x20, 0x7E, 40) + chance.choice(_STRINGS[begin])


def _some(chance: random.Random, first: int, last: int, most: int) -> str:
    return "".join(chr(chance.randint(first, last)) for _ in range(chance.randint(0, most)))
