"""The catalogues of words: ``python .ci/words.py`` collects the sentences of the code into the Vietnamese one and compiles it.

The ids are English; the English catalogue holds those that are said in the field's own words instead (see the glossary). ``--check``
changes nothing and exits 1 when a sentence is missing, untranslated, no longer used, in a word that is not the field's, or a .mo is stale.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import sys
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any

import tomli
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "tui/i18n/locale/vi/LC_MESSAGES/kehoach.po"
MO = PO.with_suffix(".mo")
ENGLISH = ROOT / "tui/i18n/locale/en/LC_MESSAGES/kehoach.po"


def collected() -> Catalog:
    """Every sentence marked in the code, in the order of the files: ``N_("…")`` and ``words.count("one", "many", n)``.

    Read from the syntax tree: Babel's own extractor stops at a ``count(b"…")``.
    """
    catalogue = Catalog(project="kehoach", charset="utf-8")
    for path in sorted((ROOT / "tui").rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        if "N_(" not in code and "count(" not in code:
            continue
        calls = [n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Call)]
        for call in sorted(calls, key=lambda c: (c.lineno, c.col_offset)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if name == "N_" and texts:
                catalogue.add(texts[0])
            elif name == "count" and len(texts) == 2:
                catalogue.add(tuple(texts))
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The binary catalogue; Babel would put the time of day into its header."""
    catalogue.creation_date = catalogue.revision_date = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> int:
    now = collected()
    wanted = {m.id for m in now if m.id}
    if "--check" in sys.argv:
        return 1 if [*vietnamese_faults(wanted), *english_faults(wanted)] else 0
    with PO.open("rb") as file:
        have = {m.id: m for m in read_po(file, locale="vi") if m.id}
    fresh = Catalog(locale="vi", project="kehoach", charset="utf-8", fuzzy=False)
    for message in now:
        if message.id:
            old = have.get(message.id)
            fresh.add(message.id, old.string if old else "")
    written(fresh, PO)
    with ENGLISH.open("rb") as file:
        said = {m.id: m.string for m in read_po(file, locale="en") if m.id}
    fresh = Catalog(locale="en", project="kehoach", charset="utf-8", fuzzy=False)
    for id in (message.id for message in now if message.id in said):
        fresh.add(id, said[id])
    written(fresh, ENGLISH)
    missing = [i for i in wanted if i not in have or not all(_texts(have[i].string))]
    print(f"{len(wanted)} sentences, {len(missing)} without Vietnamese, {len([i for i in have if i not in wanted])} dropped")
    for fault in english_words(wanted, said):
        print(fault)
    return 0


def vietnamese_faults(wanted: Container[Any]) -> list[str]:
    """What is wrong with the Vietnamese, each printed."""
    with PO.open("rb") as file:
        known = read_po(file, locale="vi")
    have = {m.id: m for m in known if m.id}
    found = [f"no Vietnamese for: {i!r}" for i in wanted if i not in have or not all(_texts(have[i].string))]
    found += [f"no longer used: {i!r}" for i in have if i not in wanted]
    if not MO.exists() or MO.read_bytes() != compiled(known):
        found.append("kehoach.mo is stale: run python .ci/words.py")
    print("".join(f"{line}\n" for line in found), end="")
    return found


def english_faults(wanted: Container[Any]) -> list[str]:
    """What is wrong with the English where it is in other words than its id, and with the words of all of it; each printed."""
    with ENGLISH.open("rb") as file:
        known = read_po(file, locale="en")
    said = {m.id: m.string for m in known if m.id}
    found = [f"no longer used: {i!r}" for i in said if i not in wanted]
    found += [f"no English for: {i!r}" for i, string in said.items() if not all(_texts(string))]
    mo = ENGLISH.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(known):
        found.append("the English kehoach.mo is stale: run python .ci/words.py")
    found += english_words(wanted, said)
    print("".join(f"{line}\n" for line in found), end="")
    return found


def english_words(wanted: Iterable[Any], said: Mapping[Any, Any]) -> list[str]:
    """Sentences that say an idea of the glossary by another English word than the field's."""
    ideas = tomli.loads((ROOT / "tui/vocabulary/glossary.toml").read_text(encoding="utf-8"))["english"]
    found = []
    for idea in ideas:
        pattern = re.compile("|".join(rf"(?<!\w)(?:{word})(?!\w)" for word in idea["not"]), re.IGNORECASE)
        for id in wanted:
            for own, text in zip(_texts(id), _texts(said.get(id, id)), strict=True):
                if own not in idea.get("but", ()) and pattern.search(text):
                    found.append(f"say {idea['words'][0]!r}, here or in the English catalogue: {text!r}")
    return found


def written(catalogue: Catalog, path: Path) -> None:
    """Write a catalogue and its compiled form."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, omit_header=False)
    # the header's dates would change the file at every run
    lines = [
        line
        for line in out.getvalue().decode().split("\n")
        if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By'))
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    with path.open("rb") as file:
        made = compiled(read_po(file, locale=str(catalogue.locale)))
    beside = path.with_suffix(".mo.new")  # sessions have the file mapped that stands there
    beside.write_bytes(made)
    beside.replace(path.with_suffix(".mo"))


def _texts(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


if __name__ == "__main__":
    raise SystemExit(main())
