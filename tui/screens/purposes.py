# ruff: noqa: E501 - a table reads best one sentence a line
"""What each screen is for, in two sentences, and the commands one needs most on it: how its help begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import attrs

from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.places import HISTORY, OVERVIEW


@attrs.frozen
class Purpose:
    """Two sentences, and the ids of the ten actions that are used most, the first first.

    ``writing`` is what else is told to who may do it: the action that says so, and the sentence.
    """

    told: str
    most_used: tuple[str, ...]
    writing: tuple[str, str] | None = None

    def said(self, words: Words, may: Callable[[str], bool]) -> str:
        """It in words, to somebody who may do these actions."""
        told = words(self.told)
        return f"{told} {words(self.writing[1])}" if self.writing is not None and may(self.writing[0]) else told


# fmt: off
OF_TABLES: Final[Mapping[str, Purpose]] = {
    "indicators": Purpose(
        N_("Each row is an indicator: its target, its figures by year, and at the right edge whether it will be met. v says why the verdict is so."),
        ("edit_cell", "why", "needed", "filter", "panel", "as_of", "edit_record", "save", "undo", "palette"),
        ("edit_cell", N_("A digit on a year enters a figure.")),
    ),
    "directions": Purpose(
        N_("Each row is a direction of a sector, with the tasks and indicators that carry it out. What nothing carries out is marked at the right edge."),
        ("go_to", "panel", "filter", "why", "edit_record", "add", "as_of", "save", "undo", "palette"),
    ),
    "enterprises": Purpose(
        N_("Each row is an enterprise to be restructured: the State's share now and afterwards, and the years it is to be done in. Its stage stands at the right edge."),
        ("edit_cell", "edit_record", "why", "panel", "filter", "go_to", "as_of", "save", "undo", "palette"),
    ),
    "tasks": Purpose(
        N_("Each row is a task, who leads it and by when; how it stands on the day is at the right edge."),
        ("log_entry", "edit_cell", "filter", "mark", "reassign", "panel", "as_of", "save", "undo", "palette"),
        ("log_entry", N_("L notes what was reported, also for all marked rows.")),
    ),
    "duties": Purpose(
        N_("Each row is a report somebody owes again and again, and by when."),
        ("hand_in", "filter", "why", "edit_record", "add", "panel", "go_back", "as_of", "save", "palette"),
        ("hand_in", N_("c notes that one was handed in.")),
    ),
    "agencies": Purpose(
        N_("The bodies the plan names, those that have ended too. r shows what one holds."),
        ("reassign", "go_to", "edit_record", "add", "filter", "panel", "go_back", "undo", "save", "palette"),
        ("reassign", N_("R gives the work of one to another.")),
    ),
    "lake": Purpose(
        N_("Many plans that were rolled up, as they stood on the day of the roll-up: a row an area, a term, a plan, an agency, an indicator. What has to be looked at stands at the right edge. Enter shows what a number counts, or opens the plan; b comes back."),
        ("lake_open", "go_back", "filter", "sort", "group", "lake_compare", "problems", "export", "reload", "palette"),
    ),
    "reviews": Purpose(
        N_("The meetings that were held. Enter opens one as it was then; m goes to the next meeting's agenda."),
        ("edit_cell", "review", "panel", "filter", "go_back", "registers", "add", "save", "undo", "palette"),
    ),
}
A_LIST: Final = Purpose(
    N_("One of the plan's lists: each row is a record that others refer to. r shows which; Backspace goes back to where you came from."),
    ("go_to", "edit_record", "add", "filter", "panel", "delete", "go_back", "undo", "save", "palette"),
)
OF_PLACES: Final[Mapping[str, Purpose]] = {
    OVERVIEW: Purpose(
        N_("What has to be looked at on the day: off course, late, due soon, not reported, changed. Enter goes to a line's record, 0 or Backspace comes back."),
        ("as_of", "review", "tab_targets", "tab_sectors", "tab_enterprises", "tab_tasks", "plan_history", "save", "palette", "back_out"),
    ),
    HISTORY: Purpose(
        N_("Who changed what, when and why. A moment can be looked into, compared with another, and brought back as one step."),
        ("open_entry", "mark_moment", "compare", "bring_back", "other_history", "as_of", "undo", "save", "palette", "back_out"),
    ),
    "agenda": Purpose(
        N_("What the meeting has to speak of, the worst first."),
        ("open_item", "add_item", "drop_item", "item_up", "item_down", "park_item", "why_item", "item_record", "close_meeting", "meeting_papers"),
        ("close_meeting", N_("Enter opens the meeting and then one item after the other; Q ends it.")),
    ),
    "item": Purpose(
        N_("One item of the meeting, for everybody to see. Space goes on."),
        ("next_item", "previous_item", "outcome_noted", "outcome_accelerate", "outcome_decided", "decide", "assign", "note_item", "why_item", "item_record"),
        ("decide", N_("Digits say what the meeting made of it, E takes down a decision.")),
    ),
    "follow": Purpose(
        N_("What the chair of the meeting shows, for reading along. Esc goes back to your own work."),
        ("back_out", "redraw", "theme", "as_of", "overview", "tab_targets", "tab_tasks", "palette", "language", "quit"),
    ),
    "chart": Purpose(
        N_("One chart, large enough for everybody in the room. Up and down go on to other records; i shows the numbers it draws, z goes back."),
        ("next_chart", "previous_chart", "other_chart", "chart_table", "copy_chart", "chart", "as_of", "theme", "palette", "back_out"),
    ),
}

# fmt: on


def purpose_of(place: str, *, table: bool) -> Purpose:
    """The purpose of a screen by its table, or by its name where it shows none."""
    return OF_TABLES.get(place, A_LIST) if table else OF_PLACES[place]
