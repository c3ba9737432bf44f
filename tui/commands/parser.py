"""argparse in the user's language: what it says by itself goes through the catalogue, its faults are one sentence and exit code 2."""

from __future__ import annotations

import argparse
import contextlib
import functools
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NoReturn

from tui.commands.named_values import NAMED_VALUES
from tui.commands.streams import terminal_width
from tui.i18n.words import Words
from tui.model.suggestions import nearest
from tui.model.text import N_, printable
from tui.start import first_paint

SAID_BY_ARGPARSE: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)
"""What of the sentences of argparse a user of this program can meet; a test looks through argparse for others."""

_NOT_UNDERSTOOD: Final = 2
"""The exit code of arguments that cannot be understood."""

_COLUMNS: Final = 80
"""Columns help is written for where there is no terminal."""

_OPTION: Final = re.compile(r"(?<!\w)--?[a-z][a-z-]*")


class Parser(argparse.ArgumentParser):
    """argparse in the user's language; what it does not know it suggests something for."""

    def __init__(self, prog: str, about: str, words: Words) -> None:
        self.words = words
        self._width = terminal_width() or _COLUMNS
        form = functools.partial(argparse.RawDescriptionHelpFormatter, width=self._width)
        with said_in(words):
            super().__init__(prog=prog, description=words(about), add_help=False, allow_abbrev=False, formatter_class=form)

    def name_values(self) -> None:
        """Say what stands for a value in the reader's language, and below the options what each is."""
        used: dict[str, str] = {}
        for action in self._actions:  # argparse has no public list of them
            named = NAMED_VALUES.get(action.metavar) if isinstance(action.metavar, str) else None
            if named is not None:
                action.metavar = self.words(named.word)
                used[action.metavar] = self.words(named.about)
        if used:
            with said_in(self.words):
                self.add_argument_group(self.words(N_("values")), listed(f"{word}  {about}" for word, about in used.items()))

    def read(self, given: Sequence[str]) -> argparse.Namespace:
        """The arguments, in any order."""
        with said_in(self.words):
            # what reads arguments in any order would make it anew without its first seven letters, which it takes for "usage: "
            self.usage = self.format_usage().removeprefix(self.words(N_("usage: "))).rstrip().replace("%", "%%")
            options, unknown = self.parse_known_intermixed_args(given)
            if unknown:
                self.refuse(unknown)
        return options

    def refuse(self, unknown: Sequence[str]) -> NoReturn:
        """Say which arguments are not known, and what may have been meant by the first option among them."""
        told = self.words(N_("unrecognized arguments: %s")) % " ".join(unknown)
        options = [option for option in unknown if option.startswith("-")]
        meant = nearest(options[0].partition("=")[0], _OPTION.findall(self.format_help())) if options else None
        self.error(told if meant is None else f"{told}; " + self.words(N_("did you mean “{meant}”?"), meant=meant))

    def error(self, message: str) -> NoReturn:
        first_paint.undo()
        with said_in(self.words):
            self.print_usage(sys.stderr)
        self.exit(_NOT_UNDERSTOOD, f"{self.prog}: {printable(message)}\n")

    def format_help(self) -> str:
        for told in ("description", "epilog"):
            text = getattr(self, told)
            if text and "\n" not in text:
                setattr(self, told, textwrap.fill(text, self._width))
        with said_in(self.words):
            return super().format_help()


def listed(lines: Iterable[str]) -> str:
    """Lines of an epilog, each a paragraph: what follows its first line is set in."""
    width = terminal_width() or _COLUMNS
    return "\n".join(textwrap.fill(line, width, initial_indent="  ", subsequent_indent="      ") for line in lines)


@contextlib.contextmanager
def said_in(words: Words) -> Iterator[None]:
    """What argparse says meanwhile is said in this language: it asks gettext for the language of the process, which need not be it."""
    before = getattr(argparse, "_", None)
    setattr(argparse, "_", words)  # noqa: B010 - a name of argparse that has no type
    try:
        yield
    finally:
        setattr(argparse, "_", before)  # noqa: B010
