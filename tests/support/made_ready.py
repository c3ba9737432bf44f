"""What every worker of the suite would make ready for itself, divided between them: in a fresh clone no test is compiled.

Each begins with other files than the rest; what the others have made by then is read. What is there already is left alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from _pytest.assertion import rewrite
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers


def divide(config: pytest.Config) -> None:
    """The share of this worker, with its asserts told in full as pytest itself compiles them."""
    worker = getattr(config, "workerinput", None)
    if worker is None or sys.dont_write_bytecode:
        return
    number, count = int(worker["workerid"].removeprefix("gw")), worker["workercount"]
    for path in sorted(_tests(config))[number::count]:
        folder = rewrite.get_cache_dir(path)
        compiled = folder / f"{path.stem}{rewrite.PYC_TAIL}"
        if compiled.exists() or not rewrite.try_makedirs(folder):
            continue
        with suppress(OSError, SyntaxError, ValueError):  # pytest says it where it comes to the file
            held, code = rewrite._rewrite_test(path, config)
            rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, held, compiled)
    if number == 0:
        st.text().validate()  # it looks through all characters there are, and keeps what it finds on the disk


def _tests(config: pytest.Config) -> Iterator[Path]:
    for given in config.args:
        path = config.invocation_params.dir / given.partition("::")[0]
        yield from path.rglob("test_*.py") if path.is_dir() else [path] if path.is_file() else []


def without_constants_of_the_program() -> None:
    """Laws are tried without the constants that stand in the program: each worker would read all of its source for them."""
    providers._get_local_constants = lambda: providers._local_constants
