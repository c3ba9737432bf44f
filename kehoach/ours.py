"""That the package ``tui`` is ours: another distribution may have one of this name."""

from __future__ import annotations

import importlib.util


def refuse_another_tui() -> None:
    """Raise ImportError, with what to do, where ``import tui`` would bring in another package, or none."""
    found = importlib.util.find_spec("tui")
    where = found.origin if found is not None else None
    if found is None or importlib.util.find_spec("tui.commands") is None or importlib.util.find_spec("tui.model") is None:
        raise ImportError(
            f"the package “tui” that is found ({where or 'none'}) is not the one of kehoach: another distribution of this name hides it. "
            "Install kehoach into an environment of its own (pipx install kehoach, or python -m venv)."
        )
