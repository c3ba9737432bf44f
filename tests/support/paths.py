"""Where things stand: the repository, the plan it ships, and what the tests keep beside themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parents[1]
ROOT: Final = TESTS.parent
"""The repository."""

SHIPPED: Final = ROOT / "data" / "plan.toml"
"""The plan that comes with the program."""

EXAMPLE: Final = ROOT / "data" / "examples" / "exampleton.toml"
"""A small plan in English of a made-up city: five sectors, areas, no enterprises."""
SAMPLE: Final = TESTS / "support" / "sample_plan.toml"
"""A small plan with every table in it."""

GOLDEN: Final = TESTS / "screens" / "golden"
"""Whole screens as text, one file a screen."""
