"""``python -m tui``: the same as ``kehoach``."""

from tui.commands.main import main

if __name__ == "__main__":
    raise SystemExit(main())
