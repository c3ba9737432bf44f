"""A plan that begins: written as an empty file, or offered on the terminal where there is none to open. Never unasked."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tui.commands.opened import CannotDo, clock_today, done_for
from tui.commands.streams import by_words
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.new_plan import blank_header, blank_plan, placeholder, read_term, usual_term
from tui.model.text import N_, Sentence, nfc, printable, say
from tui.start import first_paint
from tui.store.files.errors import shown_path


def write_blank(path: Path, term: tuple[int, int], words: Words, title: str = "", kind: str = "") -> list[Sentence]:
    """Write an empty plan into a file that is not there, or into one that holds nothing; what is still to be said of it.

    Raises :class:`CannotDo`.
    """
    from tui.model.checks import field_faults
    from tui.store.beginning import write_new

    title, kind = nfc(title).strip(), nfc(kind).strip()
    for option, key, value in (("--title", "title", title), ("--kind", "kind", kind)):
        for _, what, _ in field_faults(TABLES["plan"][key], value) if value else ():
            raise CannotDo(option, what)
    plan = blank_plan(blank_header(*term, title or words.sentence(placeholder(*term)), kind=kind))
    with done_for(path):
        write_new(path, plan)
    missing = [] if title else [say(N_("its title is a makeshift until somebody gives it one"))]
    return missing if kind else [*missing, say(N_("it does not say yet what kind of document it is"))]


def ask_to_begin(path: Path, words: Words) -> bool:
    """Ask on the terminal whether a new plan is to begin there, and for which years; whether it was written. Raises :class:`CannotDo`."""
    first_paint.undo()
    first, last = usual_term(clock_today())
    there = N_("{file} is empty.") if os.path.lexists(path) else N_("There is no {file}.")
    print(by_words(words(there, file=printable(shown_path(path)))))
    asked = words(N_("Years of a new plan there, such as {term}; Enter alone begins nothing:"), term=f"{first}-{last}")
    print(by_words(asked), end=" ", flush=True)
    while answer := nfc(sys.stdin.buffer.readline().decode("utf-8", "replace")).strip():
        term = read_term(answer)
        if term is not None:
            write_blank(path, term, words)
            return True
        print(
            by_words(
                words(N_("“{term}” is not a term; one such as {example} was expected"), term=printable(answer), example=f"{first}-{last}")
            )
        )
        print("> ", end="", flush=True)
    return False
