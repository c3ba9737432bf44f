"""What is to be done for a widget after the next frame is done only while it is there: a box may have been closed in between."""

from __future__ import annotations

from collections.abc import Callable

from textual.dom import DOMNode


def after_refresh(node: DOMNode, callback: Callable[[], object]) -> None:
    """Call back after the next frame, unless the node has been taken away by then."""

    def call() -> None:
        if node.is_attached:
            callback()

    node.call_after_refresh(call)
