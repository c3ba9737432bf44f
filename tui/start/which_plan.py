"""The plan file that is meant when none is named; light, because the first screen asks too."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from typing import Final

BESIDE: Final = ("plan.toml", os.path.join("data", "plan.toml"))
"""Looked for in the working directory, in this order."""


def shipped_plan() -> str:
    """The plan that comes with the program: inside the wheel, or beside the package in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "data", "plan.toml")
    return inside if os.path.exists(inside) else os.path.join(os.path.dirname(package), "data", "plan.toml")


def chosen(named: str | None, directory: str) -> tuple[str, bool]:
    """(path, whether it is the shipped one): the plan somebody named, else the one beside the directory, else the shipped one.

    A folder that is named stands for the plan in it.
    """
    if named:
        inside = os.path.join(named, BESIDE[0])
        return inside if os.path.isfile(inside) else named, False
    for name in BESIDE:
        beside = os.path.join(directory, name)
        if os.path.exists(beside):
            return beside, False
    return shipped_plan(), True
