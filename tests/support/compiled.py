"""What is imported is kept compiled: else each run compiles it all again, and so does each of the hundred programs it starts."""

from __future__ import annotations

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
