"""Rules of stylesheets, parsed once in a process: every program a test opens has the same ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_Parse: TypeAlias = Callable[..., list[RuleSet]]

_RULES: dict[tuple[Any, ...], list[RuleSet]] = {}
"""What Textual keeps for each stylesheet apart, under the text of the rules, what else they are read with, and the theme's colours."""


@contextmanager
def parsed_once() -> Iterator[None]:
    """Rules that another program of this process has parsed already are not parsed again; what is wrong in one is said each time."""
    parse: _Parse = Stylesheet._parse_rules

    def known(stylesheet: Stylesheet, *arguments: Any, **named: Any) -> list[RuleSet]:
        key = (tuple(stylesheet._variables.items()), arguments, tuple(named.items()))
        rules = _RULES.get(key)
        if rules is None:
            rules = _RULES[key] = parse(stylesheet, *arguments, **named)
        return rules

    Stylesheet._parse_rules = known  # type: ignore[method-assign]
    try:
        yield
    finally:
        Stylesheet._parse_rules = parse  # type: ignore[method-assign]
