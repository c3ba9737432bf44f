"""A lake with other columns is not taken for one of this program: whoever gives a table another column says so with a number."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.support.many_plans import DAY, plan_text, write_plans
from tui.lake.manifest import COLUMNS
from tui.lake.rollup import roll_up
from tui.lake.schemas import SCHEMAS
from tui.lake.versions import standing

KNOWN = (4, "aeeaed9c4b32cff5")
"""The number, and a digest of all columns and their types. Where they are others raise COLUMNS, then write both here."""


def test_other_columns_have_another_number() -> None:
    told = repr({table: [(name, str(dtype)) for name, dtype in columns.items()] for table, columns in SCHEMAS.items()})
    assert (COLUMNS, hashlib.blake2b(told.encode(), digest_size=8).hexdigest()) == KNOWN


def test_a_lake_of_another_number_is_made_anew(tmp_path: Path) -> None:
    write_plans(tmp_path / "plans", a=plan_text("P1"))
    roll_up([str(tmp_path / "plans")], tmp_path / "lake", DAY)
    found = standing(tmp_path / "lake")
    assert found is not None
    manifest = found[0] / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "columns": COLUMNS - 1}))
    assert standing(tmp_path / "lake") is None
    assert roll_up([str(tmp_path / "plans")], tmp_path / "lake", DAY).read == 1
    assert standing(tmp_path / "lake") is not None
