"""What a column is whose title leaves it open, by what stands below it: under “Tiến độ” states are the status, days the due day."""

from __future__ import annotations

from collections.abc import Container

import attrs

from tui.exchange.cells import CellKind, shown_text
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.found_table import Found
from tui.exchange.reading.reported import is_a_state
from tui.model.fields import TABLES
from tui.vocabulary.lexicon import Own
from tui.vocabulary.outcome import Unsure
from tui.vocabulary.titles import FieldTitle, read_title


def with_states_told(found: Found, own: Own, said: Container[tuple[int, int]] = ()) -> Found:
    """A table of tasks in which a column that may be of days or of states is the status where all its cells are states.

    ``said``: the columns, each with the row of its title, of which a person has said what they are.
    """
    if found.table != "tasks":
        return found
    status = TABLES["tasks"]["status"]
    if any(column.field is status for column in found.columns.values()):
        return found

    def told(column: Column) -> Column:
        is_it = (found.top, column.at) not in said and _is_open(column, own) and _holds_states(found, column, own)
        return attrs.evolve(column, field=status) if is_it else column

    return attrs.evolve(found, columns={at: told(column) for at, column in found.columns.items()})


def _is_open(column: Column, own: Own) -> bool:
    if column.role is not Role.FIELD or column.field is None or column.field.key != "due" or column.passed_over:
        return False
    read = read_title(column.titles, table="tasks", own=own)
    return isinstance(read, Unsure) and FieldTitle("tasks.status") in read.candidates


def _holds_states(found: Found, column: Column, own: Own) -> bool:
    cells = [row.cells[column.at] for row in found.rows if column.at in row.cells]
    return bool(cells) and all(cell.kind is CellKind.TEXT and is_a_state(shown_text(cell), own) for cell in cells)
