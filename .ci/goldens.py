"""The golden screens in ``tests/screens/golden``: whole screens as text, as ``tests/screens/test_screens.py`` takes them.

``python .ci/goldens.py`` writes them again and names those that changed: look at the difference before you keep it.
``--check`` exits 1 when one is stale, and writes nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "screens" / "golden"
SCREENS = "tests/screens/test_screens.py"


def screens() -> dict[str, str]:
    """Name → text of the golden screens there are."""
    return {path.name: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.txt")}


def take(write: bool) -> bool:
    """Take every screen again and compare it with its file, which is written first if ``write``; whether all are alike."""
    environ = {**os.environ, "UPDATE_SCREENS": "1" if write else "", "KEHOACH_LENGTH": "long"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", SCREENS]
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode == 0


def renew() -> list[str]:
    """Write the golden screens again, and take away those nobody takes any more; the names of those that changed.

    Raises RuntimeError when a screen cannot be taken.
    """
    before = screens()
    if not take(write=True):
        raise RuntimeError("a screen could not be taken")
    after = screens()
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def main() -> int:
    if sys.argv[1:] == ["--check"]:
        return 0 if take(write=False) else 1
    try:
        changed = renew()
    except RuntimeError as fault:
        print(f"goldens: {fault}", file=sys.stderr)
        return 1
    print("\n".join(f"tests/screens/golden/{name}" for name in changed) or "no golden screen changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
