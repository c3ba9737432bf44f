"""A small run of the proof that nothing acknowledged is lost between copies of a plan; ``python -m proofs`` has a long one."""

from __future__ import annotations

import random
from pathlib import Path

from proofs import sync
from tests.support.lengths import in_proofs
from tests.support.servers import Server
from tui.commands.main import main


@in_proofs
def test_what_is_acknowledged_is_there_in_the_end(tmp_path: Path) -> None:
    outcome = sync.run(tmp_path / "sync", 6, seed=3)
    assert outcome.faults == () and outcome.counts["edits acknowledged"] > 0


@in_proofs
def test_what_is_lost_is_found(tmp_path: Path) -> None:
    proof = sync._Proof(tmp_path, random.Random(0))
    with sync._nobodys_settings(tmp_path):
        proof.begin()
        for copy in proof.copies:
            for _ in range(4):
                proof._edit(copy)
        proof.rest()
        proof.judge()
        assert proof.faults == []
        (task, field), _ = next(iter(proof.last.items()))
        server = Server.__new__(Server)
        server.folder = tmp_path
        server.set("copy-0", task, field, "somebody wrote over it")
        for copy in proof.copies:
            assert main(["sync", str(copy.plan.parent)]) == 0
        proof.said.add("never said")
        proof.judge()
    assert any(f"tasks.{task}.{field} is somebody wrote over it" in fault for fault in proof.faults)
    assert any("are lost: ['never said']" in fault for fault in proof.faults)
