"""Cases tried in a child process: what each took of the processor, and those that hang or end it, whatever else the machine does."""

from __future__ import annotations

import os
import time

from proofs.guard import tried


def test_what_a_case_took_of_the_processor_is_told_and_no_waiting() -> None:
    def judge(case: bytes) -> str | None:
        end = time.process_time() + 0.1
        while case == b"works" and time.process_time() < end:
            pass
        return "said" if case == b"says" else None

    count, size, wrong, longest = tried([b"waits", b"works", b"says"], judge)
    assert (count, size, wrong) == (3, 14, [(b"says", "said")]) and 0.1 <= longest < 0.3


def test_what_does_not_come_to_an_end_or_ends_the_process_is_a_fault_and_the_next_is_tried() -> None:
    def judge(case: bytes) -> str | None:
        while case == b"hangs":
            pass
        if case == b"ends":
            os._exit(3)
        return None

    count, _, wrong, _ = tried([b"a", b"hangs", b"b", b"ends", b"says"], judge, 0.1)
    assert count == 5 and [case for case, _ in wrong] == [b"hangs", b"ends"]


def test_no_case_at_all_is_no_fault() -> None:
    assert tried([], lambda case: "never") == (0, 0, [], 0.0)
