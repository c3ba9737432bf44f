"""The catalogue of words: ``python .ci/words.py`` collects the sentences of the code into vi.po and compiles vi.mo.

``--check`` changes nothing and exits 1 when a sentence is missing, untranslated, no longer used, or the .mo is stale.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "tui/i18n/locale/vi/LC_MESSAGES/kehoach.po"
MO = PO.with_suffix(".mo")


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
    with PO.open("rb") as file:
        known = read_po(file, locale="vi")
    wanted = {m.id for m in now if m.id}
    have = {m.id: m for m in known if m.id}
    missing = [i for i in wanted if i not in have or not all(_texts(have[i].string))]
    unused = [i for i in have if i not in wanted]
    if "--check" in sys.argv:
        for name, ids in (("no Vietnamese for", missing), ("no longer used", unused)):
            for id in ids:
                print(f"{name}: {id!r}")
        stale = not MO.exists() or MO.read_bytes() != compiled(known)
        if stale:
            print("kehoach.mo is stale: run python .ci/words.py")
        return 1 if missing or unused or stale else 0
    fresh = Catalog(locale="vi", project="kehoach", charset="utf-8", fuzzy=False)
    for message in now:
        if message.id:
            old = have.get(message.id)
            fresh.add(message.id, old.string if old else "")
    out = io.BytesIO()
    write_po(out, fresh, width=0, omit_header=False)
    # the header's dates would change the file at every run
    lines = [
        line
        for line in out.getvalue().decode().split("\n")
        if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By'))
    ]
    PO.write_text("\n".join(lines), encoding="utf-8")
    with PO.open("rb") as file:
        MO.write_bytes(compiled(read_po(file, locale="vi")))
    print(f"{len(wanted)} sentences, {len(missing)} without Vietnamese, {len(unused)} dropped")
    return 0


def _texts(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


if __name__ == "__main__":
    raise SystemExit(main())
