"""``python -m bench.engines [LAKE]``: every question to a lake on several engines: one answer, and how long each took.

Ibis can be asked as well — its reading of the files and of the questions, over a DuckDB before 2 (``ibis-framework[duckdb]``, ``duckdb<2``)
Ray is given two workers, each a node of its own with one core, unless ``RAY_ADDRESS`` names a cluster; what each of them did is said.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import in_ibis
from bench.country_plans import PLANS, country_plans
from tui.frames.methods.tasks import TaskState
from tui.lake.engines import ENGINES, answer, with_daft, with_ray
from tui.lake.queries import QUERIES, figures_that_count, of_indicators, of_one_code, of_tasks, plans_of_one_code
from tui.lake.reading import Lake, lake_in
from tui.lake.rollup import roll_up

DAY = dt.date(2024, 11, 28)
NOT_RUN = "NOT RUN"
"""What an engine begins with that this machine does not let begin: no fault of an answer."""
READINGS = (*ENGINES, "ibis")
"""What can be asked: the engines of the program, and Ibis."""
_STORE = 100 << 20
"""Bytes of memory for what tasks hand to each other."""
_LONGEST_WAIT = 120
"""Seconds for every node to be given something to do."""
_DIGITS = 9
"""Decimals of a number that two engines have to agree on."""


def digest(rows: Sequence[Sequence[Any]]) -> str:
    """A digest of rows in their order."""
    told = [[round(value, _DIGITS) if isinstance(value, float) else value for value in row] for row in rows]
    return hashlib.blake2b(json.dumps(told, default=str, ensure_ascii=False).encode(), digest_size=8).hexdigest()


def questions() -> dict[str, str]:
    """Name → SQL of all that is asked; the codes are those of the shipped plan and of the plans of tests."""
    found = dict(QUERIES)
    for code in ("grdp_growth", "0501"):
        found |= {f"{code} compared": of_one_code(code), f"{code} of plans": plans_of_one_code(code)}
        found |= {f"{code} counting": figures_that_count(code)}
    return {**found, "late": of_tasks((), (TaskState.LATE.value,)), "indicators": of_indicators(())}


class CannotBegin(Exception):
    """This machine lets no cluster begin: no shared memory, no port, no time."""


@contextlib.contextmanager
def two_workers() -> Iterator[None]:
    """A Ray cluster of two nodes with a core each on this machine, which ``RAY_ADDRESS`` names meanwhile; nothing of it is left.

    Raises CannotBegin.
    """
    import ray
    from ray.cluster_utils import Cluster

    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        os.environ["RAY_TMPDIR"] = folder  # its logs and sockets
        head = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": _STORE, "_system_config": with_ray.AS_WHAT_IS_WAITED_FOR}
        cluster = Cluster()
        try:
            try:
                cluster.add_node(**head)
                cluster.add_node(num_cpus=1, object_store_memory=_STORE)
                cluster.wait_for_nodes()
            except Exception as fault:  # whatever Ray raises
                raise CannotBegin(f"{type(fault).__name__}: {fault}") from fault
            os.environ["RAY_ADDRESS"] = cluster.address
            yield
        finally:
            os.environ.pop("RAY_ADDRESS", None)
            del os.environ["RAY_TMPDIR"]
            ray.shutdown()
            cluster.shutdown()


def work_of_nodes(lake: Lake) -> dict[str, int]:
    """Node of the Ray cluster → how many of the lake's plans it was given, when each row is asked where it is looked at.

    Each node holds its first task until every other has one: else one that is quicker does all where little is to do.
    """
    import daft
    import ray

    pieces = with_ray.begun()
    nodes = sum(node["Alive"] and node["Resources"].get("CPU", 0) > 0 for node in ray.nodes())
    until = time.time() + _LONGEST_WAIT

    class Met:
        def __init__(self) -> None:
            self.nodes: set[str] = set()

        def at(self, node: str) -> int:
            self.nodes.add(node)
            return len(self.nodes)

    met = ray.remote(num_cpus=0)(Met).remote()

    @daft.func(return_dtype=daft.DataType.string())  # type: ignore[untyped-decorator]
    def where(plan: str) -> str:
        node = str(ray.get_runtime_context().get_node_id())
        while ray.get(met.at.remote(node)) < nodes and time.time() < until:
            time.sleep(0.05)
        return node

    plans = with_daft.table(lake, "plans").into_partitions(pieces)
    rows = plans.select(where(plans["plan"]).alias("node")).to_pylist()
    return dict(Counter(row["node"] for row in rows))


def asked(lake: Path, engine: str) -> dict[str, tuple[str, float]]:
    """Question → the digest of its answer, and seconds."""
    found = {}
    held = lake_in(lake)
    for name, sql in questions().items():
        begun = time.perf_counter()
        rows = (in_ibis.answer(held, sql) if engine == "ibis" else answer(held, sql, engine)).rows()
        found[name] = (digest(rows), round(time.perf_counter() - begun, 3))
    return found


def compared(lake: Path, engines: Sequence[str], python: str = sys.executable) -> tuple[dict[str, str], int]:
    """Engine → what came of asking it everything, in a process of its own; and how many answers differ from the first, or were not had."""
    first: dict[str, str] = {}
    said: dict[str, str] = {}
    faults = 0
    for engine in engines:
        with tempfile.TemporaryDirectory() as folder:
            into = Path(folder) / "answers.json"
            command = [python, "-m", "bench.engines", str(lake), "--answers-of", engine, "--into", str(into)]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=Path(__file__).parent.parent)
            if not into.exists():
                said[engine] = (done.stderr.strip().splitlines() or ["ended without a word"])[-1]
                faults += 1
                continue
            content = json.loads(into.read_text(encoding="utf-8"))
        if "not_run" in content:
            said[engine] = f"{NOT_RUN}: {content['not_run']}"
            continue
        answers, nodes = content["answers"], content.get("nodes", {})
        differing = [name for name, (told, _) in answers.items() if first.setdefault(name, told) != told]
        seconds = sum(each for _, each in answers.values())
        whole = hashlib.blake2b("".join(told for told, _ in answers.values()).encode(), digest_size=8).hexdigest()
        what = f"differs in {', '.join(differing)}" if differing else f"digest {whole}"
        worked = "".join(f"; a worker had {n} plans" for n in nodes.values())
        said[engine] = f"{len(answers)} questions, {seconds:.2f} s, {what}{worked}"
        faults += len(differing)
    return said, faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; exit code 1 when two engines differ, or one could not be asked."""
    parser = argparse.ArgumentParser(prog="python -m bench.engines", description=__doc__)
    parser.add_argument("lake", type=Path, nargs="?", metavar="LAKE", help="what kehoach rollup has made (default one of made plans)")
    parser.add_argument("--plans", type=int, default=50, metavar="N", help="without LAKE: of how many plans it is made (default 50)")
    parser.add_argument("--engines", nargs="+", choices=READINGS, default=["polars", "duckdb"])
    parser.add_argument("--answers-of", choices=READINGS, help="one engine alone, its answers as JSON into --into")
    parser.add_argument("--into", type=Path)
    options = parser.parse_args(arguments)
    if options.answers_of:
        content: dict[str, Any]
        try:
            with contextlib.nullcontext() if options.answers_of != "ray" or os.environ.get("RAY_ADDRESS") else two_workers():
                content = {"answers": asked(options.lake, options.answers_of)}
                if options.answers_of == "ray":
                    content["nodes"] = work_of_nodes(lake_in(options.lake))
        except CannotBegin as fault:
            content = {"not_run": str(fault)}
        options.into.write_text(json.dumps(content), encoding="utf-8")
        return 0
    with tempfile.TemporaryDirectory(prefix="kehoach-engines-") as made:
        lake = options.lake
        if lake is None:
            country_plans(Path(made) / "plans", options.plans, PLANS["shipped"].read_text(encoding="utf-8"))
            lake = Path(made) / "lake"
            roll_up([str(Path(made) / "plans")], lake, DAY)
        said, faults = compared(lake, options.engines)
    for engine, told in said.items():
        print(f"{engine}: {told}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
