"""The generated pages: ``docs/model.md`` from the field specs, README's key table, schemas, files for shells and man.

``python .ci/pages.py`` writes them; ``--check`` exits 1 when one is stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / ".ci"))

import shells  # noqa: E402

from tui.actions import ACTIONS, key_name  # noqa: E402
from tui.i18n.words import Words  # noqa: E402
from tui.model.fields import FORMAT, TABLES, FieldSpec, Kind  # noqa: E402
from tui.reports.answer import VERSIONS  # noqa: E402
from tui.reports.answer_schemas import ANSWERS, answer_schema  # noqa: E402
from tui.reports.plan_schema import plan_schema  # noqa: E402

SCHEMAS = "schemas"
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


def between(page: Path, what: str, made: str) -> str:
    """A page written by hand with what is made between the two marks of ``what``."""
    start, end = f"<!-- {what}: made by .ci/pages.py -->", f"<!-- end of {what} -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(start)
    _, _, after = rest.partition(end)
    return f"{before}{start}\n{made}\n{end}{after}"


def answers_table() -> str:
    """The answers for programs: name, version, command, schema."""
    rows = [
        f"| `{name}` | {VERSIONS[name]} | `{command}` | {ENGLISH(about)} | [schema]({SCHEMAS}/{schema_file(name)}) |"
        for name, (command, about, _) in ANSWERS.items()
    ]
    return "\n".join(["| name | version | `kehoach` … | what it is | |", "|---|---|---|---|---|", *rows])


def schema_file(name: str) -> str:
    """``check-1.schema.json``."""
    return f"{name}-{VERSIONS[name]}.schema.json"


def schema_files() -> dict[Path, str]:
    """What ``kehoach schema`` prints: of plan files in both languages, of answers in English."""
    schemas = {schema_file(name): answer_schema(name, ENGLISH) for name in ANSWERS}
    schemas |= {f"plan-{FORMAT}.schema.json": plan_schema(ENGLISH), f"plan-{FORMAT}.vi.schema.json": plan_schema(Words("vi"))}
    return {ROOT / "docs" / SCHEMAS / name: json.dumps(made, ensure_ascii=False, indent=2) + "\n" for name, made in schemas.items()}


def main() -> int:
    readme = ROOT / "README.md"
    pages = {
        ROOT / "docs/model.md": model_page(),
        readme: between(readme, "keys", keys_table()),
        ROOT / "docs/scripts.md": between(ROOT / "docs/scripts.md", "answers", answers_table()),
        **schema_files(),
        **shells.pages(),
    }
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
