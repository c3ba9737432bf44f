"""A text as many hands would leave it, and the steps of a busy person: what saving has to get right whatever the layout."""

from __future__ import annotations

import random
import re

from tui.model.edits import AddRecord, Edit
from tui.model.fields import TABLES
from tui.model.plan import MISSING
from tui.model.workspace import Workspace
from tui.store.toml.scan import scan


def mangled(text: str, chance: random.Random) -> str:
    """The text as many hands would leave it: comments everywhere, other layouts, trailing blanks, CRLF, a mark."""
    notes = iter(range(10_000))
    for block in reversed(scan(text)):
        for statement in reversed(block.statements):
            line = text[statement.line : statement.end]
            match chance.randrange(8):
                case 0:
                    line = f"# trên [x] {next(notes)}\n{line}"
                case 1:
                    line = f"{line[:-1]}   # sau {next(notes)}\n"
                case 2:
                    line = f"  {line[:-1]} \t\n"
                case 3:
                    line = re.sub(r'\A(\w+) = "([^"\\\n]*)"\n\Z', r"\1='''\n\2'''" + f" # ba {next(notes)}\n", line)
                case 4:
                    line = re.sub(
                        r"\A(\w+) = \{ start = (\S+), end = (\S+) \}\n\Z", r"\1.start = \2 # đầu" + "\n" + r"\1.end = \3" + "\n", line
                    )
                case 5:
                    line = f"{line}\n# giữa {next(notes)}\n\n"
            text = text[: statement.line] + line + text[statement.end :]
        if block.path and chance.randrange(3) == 0:
            text = f"{text[: block.lead]}\n# nhóm {next(notes)}\n\n# của {next(notes)}{text[block.lead :]}"
    text = text.replace("\n", "\r\n") if chance.randrange(3) == 0 else text
    text = text if chance.randrange(3) else text.rstrip()
    return ("\ufeff" if chance.randrange(3) == 0 else "") + text


def random_edits(workspace: Workspace, chance: random.Random) -> list[Edit]:
    """One step of a busy person: fields changed and emptied, records deleted and added."""
    table = chance.choice([name for name, records in workspace.plan.tables.items() if records])
    records = workspace.plan.tables[table]
    id = chance.choice(list(records))
    what = chance.randrange(6)
    if what == 0 and not TABLES[table].single:
        return [workspace.delete(table, id)]
    if what == 1 and not TABLES[table].single:
        return [AddRecord(table, f"moi-{workspace.revision}", dict(records[id]), chance.randrange(len(records) + 1))]
    field = chance.choice(list(TABLES[table].by_key))
    if what == 2:
        return [workspace.set_field(table, id, field, MISSING)]
    others = [values[field] for values in records.values() if field in values]
    value = chance.choice(others) if others else "Ghi chú mới"
    if isinstance(value, list) and value and chance.randrange(2):
        value = value[:-1]
    return [workspace.set_field(table, id, field, value)]
