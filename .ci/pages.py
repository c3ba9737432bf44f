"""The generated pages: ``docs/model.md`` from the field specs, README's key table from the action table, the files for shells and man.

``python .ci/pages.py`` writes them; ``--check`` exits 1 when one is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / ".ci"))

import shells  # noqa: E402

from tui.actions import ACTIONS, key_name  # noqa: E402
from tui.i18n.words import Words  # noqa: E402
from tui.model.fields import FORMAT, TABLES, FieldSpec, Kind  # noqa: E402

START, END = "<!-- keys: made by .ci/pages.py -->", "<!-- end of keys -->"
ENGLISH = Words("en")
TOML_TYPES = {
    Kind.TEXT: "text, one line",
    Kind.PROSE: "text",
    Kind.INTEGER: "whole number",
    Kind.NUMBER: "number",
    Kind.YES_NO: "true or false",
    Kind.DATE: "date",
    Kind.MONTH_DAY: 'text "MM-DD"',
    Kind.CHOICE: "one of",
    Kind.REF: "id of",
    Kind.REFS: "list of ids of",
    Kind.TEXTS: "list of texts",
    Kind.CHOICES: "list of",
    Kind.NUMBERS: "[first, last] year",
    Kind.DATES: "list of dates",
    Kind.PERIOD: "{ start = date, end = date }",
    Kind.ENTRIES: "list of entries",
}


def model_page() -> str:
    """The reference of the plan file, one section a table."""
    words = Words("vi")
    out = [
        "# The plan file",
        "",
        "Made from the field specs in `tui/model/fields/` by `.ci/pages.py`; do not edit by hand.",
        "",
        f"One TOML file (1.0 or 1.1), UTF-8 in form NFC, `format = {FORMAT}` at the top; a file of an older format is carried over",
        "by its first save. Tables are keyed: `[tasks.III-1-a-1]`. A key that is absent means *unknown*. A field or an entry that",
        "cannot be read is left out alone and kept as it is. Unknown keys are kept and reported as a warning. Each table below gives its",
        "keys, their types and limits, and the words the screen shows for them.",
    ]
    for table in TABLES.values():
        header = f"[{table.name}]" if table.single else f"[{table.name}.ID]"
        out += [
            "",
            f"## `{header}` — {ENGLISH(table.label)} · {words(table.label)}",
            "",
            "| key | type | limits | words |",
            "|---|---|---|---|",
        ]
        for spec in table:
            out.append(_row(spec, words, ""))
            out += [_row(inner, words, f"{spec.key}.") for inner in spec.entries]
    return "\n".join(out) + "\n"


def _row(spec: FieldSpec, words: Words, prefix: str) -> str:
    kind = TOML_TYPES[spec.kind]
    if spec.table:
        kind += f" `[{spec.table}]`"
    if spec.choices:
        kind += " " + ", ".join(f"`{c.value}` ({words(c.label)})" for c in spec.choices)
    limits = []
    if spec.required:
        limits.append("required")
    if spec.minimum is not None:
        limits.append(f"≥ {spec.minimum:g}")
    if spec.maximum is not None:
        limits.append(f"≤ {spec.maximum:g}")
    if spec.max_length is not None:
        limits.append(f"≤ {spec.max_length} characters")
    told = f"{ENGLISH(spec.label)} · {words(spec.label)}"
    if spec.help:
        told += f" ({ENGLISH(spec.help)})"
    return f"| `{prefix}{spec.key}` | {kind} | {', '.join(limits)} | {told} |".replace("|  |", "| |")


def keys_table() -> str:
    """The keys in Vietnamese, grouped as in the help."""
    words = Words("vi")
    out = ["| phím · key | việc | action |", "|---|---|---|"]
    group = ""
    for action in ACTIONS:
        if action.group != group:
            group = action.group
            out.append(f"| **{words(group)}** | | **{ENGLISH(group)}** |")
        keys = " ".join(f"`{key_name(k, words)}`" for k in action.keys) or f"*({words('All commands').lower()})*"
        out.append(f"| {keys} | {words(action.title)}: {words(action.help)} | {ENGLISH(action.title)} |")
    return "\n".join(out)


def main() -> int:
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    pages = {ROOT / "docs/model.md": model_page(), readme: f"{before}{START}\n{keys_table()}\n{END}{after}", **shells.pages()}
    stale = [path for path, page in pages.items() if not path.exists() or path.read_text(encoding="utf-8") != page]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale: run python .ci/pages.py")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
