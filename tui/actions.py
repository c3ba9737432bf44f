# ruff: noqa: E501 - a table reads best one command a line
"""THE table of commands: bindings, palette, help and README's key table all come from it.

An action says itself where it makes sense and what it needs. What performs it is found by its id: ``do_<id>`` of the screen,
else of a flow; ``why_not_<id>`` beside it is a further reason why it cannot act now, where there is one (see
:mod:`tui.screens.performing`).
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from typing import Final

import attrs

from tui.model.text import N_


class Scope(enum.Enum):
    """Where an action can be asked for."""

    APP = "app"  # on every screen
    TABLE = "table"  # on a screen with a table
    PANEL = "panel"  # where a record panel stands beside a table
    CHARTED = "charted"  # where a record may have a chart
    NUMBERS = "numbers"  # where one key shows the numbers of a chart
    CHART = "chart"  # on a chart that takes the whole screen
    HISTORY = "history"  # on the history of a record or of the plan
    REVIEW = "review"  # on the agenda and on an item of a meeting
    AGENDA = "agenda"  # on the agenda of a meeting
    ITEM = "item"  # on one item of a meeting
    LAKE = "lake"  # on a table over many plans


@attrs.frozen(kw_only=True)
class Action:
    """One command: its id, keys as Textual names them, words, and the rules of when it can act."""

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    scope: Scope
    group: str
    writes: bool = False
    """Whether it changes the plan or the file: never where the plan is read only."""
    needs_row: bool = False
    """Whether it acts on what is under the cursor: a record, a moment of the history, an item of a meeting."""
    tables: frozenset[str] | None = None
    """The tables it makes sense on; None for all."""
    elsewhere: str = ""
    """What is said on any other table; empty where nothing better is known than that it cannot be done there."""
    hint: str = ""
    """A few letters for the line at the bottom; empty when it does not stand there."""


MOVE, FIND, EDIT, LOOK, PLAN, MEET = N_("Move"), N_("Find"), N_("Edit"), N_("Look"), N_("Plan"), N_("Meeting")
WRITE, PERSON = N_("Papers and files"), N_("This program")

JUDGED: Final = frozenset({"indicators", "directions", "enterprises", "tasks", "duties", "goals"})
"""The tables whose records have a verdict or a state."""

ACTIONS: Final[tuple[Action, ...]] = (
    # -- moving ---------------------------------------------------------------------------------------------------
    Action(id="up", keys=("up", "k"), title=N_("Up"), help=N_("One row up"), scope=Scope.TABLE, group=MOVE),
    Action(id="down", keys=("down", "j"), title=N_("Down"), help=N_("One row down"), scope=Scope.TABLE, group=MOVE),
    Action(id="left", keys=("left", "h"), title=N_("Left"), help=N_("One column left"), scope=Scope.TABLE, group=MOVE),
    Action(id="right", keys=("right", "l"), title=N_("Right"), help=N_("One column right"), scope=Scope.TABLE, group=MOVE),
    Action(id="page_up", keys=("pageup", "ctrl+b"), title=N_("Page up"), help=N_("One page up"), scope=Scope.TABLE, group=MOVE),
    Action(id="page_down", keys=("pagedown", "ctrl+f"), title=N_("Page down"), help=N_("One page down"), scope=Scope.TABLE, group=MOVE),
    Action(id="first_row", keys=("g", "ctrl+home"), title=N_("First row"), help=N_("To the first row"), scope=Scope.TABLE, group=MOVE),
    Action(id="last_row", keys=("G", "ctrl+end"), title=N_("Last row"), help=N_("To the last row"), scope=Scope.TABLE, group=MOVE),
    Action(id="first_column", keys=("home",), title=N_("First column"), help=N_("To the first column"), scope=Scope.TABLE, group=MOVE),
    Action(id="last_column", keys=("end", "dollar_sign"), title=N_("Last column"), help=N_("To the last column"), scope=Scope.TABLE, group=MOVE),
    Action(id="overview", keys=("0",), title=N_("Overview"), help=N_("What is off course, late, due, not reported and changed, on one screen"), scope=Scope.APP, group=MOVE),
    Action(id="tab_targets", keys=("1",), title=N_("Tab: Targets"), help=N_("Indicators under their goals"), scope=Scope.APP, group=MOVE),
    Action(id="tab_sectors", keys=("2",), title=N_("Tab: Sector directions"), help=N_("Directions of the sectors and what they rest on"), scope=Scope.APP, group=MOVE),
    Action(id="tab_enterprises", keys=("3",), title=N_("Tab: State-owned enterprises"), help=N_("Enterprises to restructure"), scope=Scope.APP, group=MOVE),
    Action(id="tab_tasks", keys=("4",), title=N_("Tab: Tasks"), help=N_("Tasks and who holds them"), scope=Scope.APP, group=MOVE),
    Action(id="tab_lake", keys=("9",), title=N_("Back to the roll-up"), help=N_("From a plan that was opened in it to the row it was opened from"), scope=Scope.APP, group=MOVE),
    Action(id="tab_lake_area", keys=("1",), title=N_("Many plans: by area"), help=N_("How the indicators of each area stand, with what has to be looked at"), scope=Scope.LAKE, group=MOVE),
    Action(id="tab_lake_term", keys=("2",), title=N_("Many plans: by term"), help=N_("The same of the plans of each term"), scope=Scope.LAKE, group=MOVE),
    Action(id="tab_lake_level", keys=("3",), title=N_("Many plans: by level"), help=N_("The same of the plans of provinces, communes, ministries, units"), scope=Scope.LAKE, group=MOVE),
    Action(id="tab_lake_plan", keys=("4",), title=N_("Many plans: each plan"), help=N_("A row a plan; Enter opens it for reading"), scope=Scope.LAKE, group=MOVE),
    Action(id="tab_lake_body", keys=("5",), title=N_("Many plans: by agency"), help=N_("The tasks each agency leads in all plans, the latest first"), scope=Scope.LAKE, group=MOVE),
    Action(id="tab_lake_code", keys=("6",), title=N_("Many plans: by indicator"), help=N_("In how many plans an indicator with a code stands how, the worst first"), scope=Scope.LAKE, group=MOVE),
    Action(id="tab_lake_coverage", keys=("7",), title=N_("Many plans: with figures"), help=N_("How many indicators of each area have figures, and codes"), scope=Scope.LAKE, group=MOVE),
    Action(id="tab_lake_year", keys=("8",), title=N_("Many plans: by year"), help=N_("The figures of each code and year: how many, the least, the greatest"), scope=Scope.LAKE, group=MOVE),
    Action(id="lake_open", keys=("enter",), title=N_("Go into the row"), help=N_("What the number under the cursor counts, else its plans; a plan opens for reading at the record, b comes back"), scope=Scope.LAKE, group=LOOK, needs_row=True, hint=N_("go in")),
    Action(id="lake_compare", keys=("c",), title=N_("Compare an indicator over all plans"), help=N_("Chosen by its name or code: value, rank, target and verdict in each plan, by year"), scope=Scope.LAKE, group=LOOK, hint=N_("compare")),
    Action(id="lake_year", keys=("t",), title=N_("Year that is compared"), help=N_("Of the indicator that is compared over all plans"), scope=Scope.LAKE, group=LOOK),
    Action(id="previous_tab", keys=("left_square_bracket",), title=N_("Previous tab"), help=N_("The tab to the left"), scope=Scope.APP, group=MOVE),
    Action(id="next_tab", keys=("right_square_bracket",), title=N_("Next tab"), help=N_("The tab to the right"), scope=Scope.APP, group=MOVE),
    Action(id="panel", keys=("tab",), title=N_("Record panel"), help=N_("To the panel with all fields and the chart; on a narrow screen it opens"), scope=Scope.PANEL, group=MOVE, hint=N_("panel")),
    Action(id="panel_back", keys=("shift+tab",), title=N_("Back to the table"), help=N_("From the panel to the table"), scope=Scope.PANEL, group=MOVE),
    Action(id="panel_shown", keys=("backslash",), title=N_("Panel: show or hide"), help=N_("Beside the table or below it, where there is room; the choice is remembered"), scope=Scope.PANEL, group=LOOK),
    Action(id="panel_smaller", keys=("less_than_sign",), title=N_("Panel: smaller"), help=N_("Gives cells or lines of the panel to the table"), scope=Scope.PANEL, group=LOOK),
    Action(id="panel_larger", keys=("greater_than_sign",), title=N_("Panel: larger"), help=N_("Takes cells or lines of the table for the panel"), scope=Scope.PANEL, group=LOOK),
    Action(id="back_out", keys=("escape",), title=N_("Back out"), help=N_("Leave one level: panel, filter, marks, screen; never loses work"), scope=Scope.APP, group=MOVE),
    # -- finding --------------------------------------------------------------------------------------------------
    Action(id="filter", keys=("slash",), title=N_("Filter rows"), help=N_("Live: words are AND, !word excludes, field:value, field>=n"), scope=Scope.TABLE, group=FIND, hint=N_("filter")),
    Action(id="next_match", keys=("n",), title=N_("Next match"), help=N_("The next row the last filter matches"), scope=Scope.TABLE, group=FIND),
    Action(id="previous_match", keys=("N",), title=N_("Previous match"), help=N_("The previous row the last filter matches"), scope=Scope.TABLE, group=FIND),
    Action(id="sort", keys=("s",), title=N_("Sort by this column"), help=N_("Up, down, then the plan's own order"), scope=Scope.TABLE, group=FIND),
    Action(id="group", keys=("Z",), title=N_("Group by this column"), help=N_("Rows under the values of the column, with counts and sums; again: no groups"), scope=Scope.TABLE, group=FIND),
    Action(id="fold", keys=(), title=N_("Fold the group"), help=N_("Leaves its line only; again: its rows. z and Enter on the line do so"), scope=Scope.TABLE, group=FIND),
    Action(id="fold_all", keys=(), title=N_("Fold all groups"), help=N_("One line a group; again: all rows"), scope=Scope.TABLE, group=FIND),
    Action(id="values", keys=("f",), title=N_("Values of this column"), help=N_("How many rows have which value; Enter shows only those, Space marks several"), scope=Scope.TABLE, group=FIND),
    Action(id="columns", keys=("C",), title=N_("Columns of this table"), help=N_("Which are shown, in what order and how wide, with what is in them; remembered for you"), scope=Scope.TABLE, group=LOOK),
    Action(id="saved_views", keys=("W",), title=N_("Saved views"), help=N_("Filter, order, groups and columns under a name, yours or the plan's: applied, saved, renamed, deleted"), scope=Scope.TABLE, group=LOOK),
    Action(id="sums", keys=(), title=N_("Sum, mean, least and greatest"), help=N_("Of this column in the marked rows, else in all that are shown; with marks they always stand below"), scope=Scope.TABLE, group=LOOK),
    Action(id="go_to", keys=("r",), title=N_("Go to a reference"), help=N_("Records this one refers to, and records that refer to it"), scope=Scope.TABLE, group=FIND, needs_row=True, hint=N_("references")),
    Action(id="go_back", keys=("backspace", "b"), title=N_("Go back"), help=N_("To where the last jump came from"), scope=Scope.APP, group=FIND),
    Action(id="jump_to", keys=("ctrl+t",), title=N_("Go to anything by its name"), help=N_("Any indicator, task, body, document or enterprise, by a few letters; b comes back"), scope=Scope.APP, group=FIND),
    Action(id="registers", keys=("o",), title=N_("Open a list"), help=N_("Agencies, documents, sources, duties and the plan's other lists"), scope=Scope.APP, group=FIND),
    Action(id="problems", keys=("exclamation_mark",), title=N_("Problems in the file"), help=N_("What could not be read or does not fit together"), scope=Scope.APP, group=FIND),
    # -- editing --------------------------------------------------------------------------------------------------
    Action(id="edit_cell", keys=("enter", "e"), title=N_("Edit the cell"), help=N_("In place; with marks, all marked rows in one step"), scope=Scope.TABLE, group=EDIT, writes=True, needs_row=True, hint=N_("edit")),
    Action(id="edit_record", keys=("E", "f2", "f4"), title=N_("Edit the record"), help=N_("All fields in a form"), scope=Scope.TABLE, group=EDIT, writes=True, needs_row=True, hint=N_("form")),
    Action(id="add", keys=("a", "insert"), title=N_("Add a record"), help=N_("A form for a new record"), scope=Scope.TABLE, group=EDIT, writes=True),
    Action(id="delete", keys=("d", "delete"), title=N_("Delete"), help=N_("Asks first and names the record; undo brings it back"), scope=Scope.TABLE, group=EDIT, writes=True, needs_row=True),
    Action(id="mark", keys=("x",), title=N_("Mark the row"), help=N_("Marked rows are edited together"), scope=Scope.TABLE, group=EDIT, needs_row=True),
    Action(id="mark_shown", keys=("X",), title=N_("Mark all shown rows"), help=N_("Marks what the filter shows; again takes the marks away"), scope=Scope.TABLE, group=EDIT),
    Action(id="undo", keys=("u", "ctrl+z"), title=N_("Undo"), help=N_("Takes back the last change, on whatever tab it was"), scope=Scope.APP, group=EDIT, writes=True, hint=N_("undo")),
    Action(id="redo", keys=("U", "ctrl+y"), title=N_("Redo"), help=N_("Makes the undone change again"), scope=Scope.APP, group=EDIT, writes=True),
    Action(id="paste", keys=("p",), title=N_("Paste a block of cells"), help=N_("From a spreadsheet, onto the table from the cursor on; shown before it is made"), scope=Scope.TABLE, group=EDIT, writes=True),
    Action(id="reassign", keys=("R",), title=N_("Give a body's work to another"), help=N_("As lead, as partner, or what else it holds; marked rows or all"), scope=Scope.TABLE, group=EDIT, writes=True, tables=frozenset({"tasks", "agencies"}), elsewhere=N_("work is given to another body on the tasks tab or in the list of agencies (o)")),
    Action(id="reorganise", keys=(), title=N_("Merge or reorganise bodies"), help=N_("Which bodies end, which one follows, from which day, by which document: one step, shown before"), scope=Scope.APP, group=EDIT, writes=True),
    Action(id="hand_in", keys=("c",), title=N_("Report handed in"), help=N_("In the list of duties: which body has handed in which year's report, and when"), scope=Scope.TABLE, group=EDIT, writes=True, needs_row=True, tables=frozenset({"duties"}), elsewhere=N_("reports are marked in the list of duties (o)")),
    Action(id="log_entry", keys=("L",), title=N_("Entry in the log"), help=N_("What was reported or done, on which day and by whom; of all marked tasks in one step"), scope=Scope.TABLE, group=EDIT, writes=True, needs_row=True, tables=frozenset({"tasks"}), elsewhere=N_("a log is kept of tasks only")),
    Action(id="extend", keys=(), title=N_("Extend the due day"), help=N_("A new day with its reason; the first one stays. A day that was written down wrong is mended here too"), scope=Scope.TABLE, group=EDIT, writes=True, needs_row=True, tables=frozenset({"tasks"}), elsewhere=N_("only the due days of tasks are extended")),
    Action(id="replace_text", keys=("S",), title=N_("Replace text"), help=N_("In every text of the plan; each hit is shown before it is made"), scope=Scope.APP, group=EDIT, writes=True),
    # -- looking --------------------------------------------------------------------------------------------------
    Action(id="inspect", keys=("i", "space"), title=N_("Whole text of the cell"), help=N_("The cell's whole text, scrollable"), scope=Scope.TABLE, group=LOOK, needs_row=True),
    Action(id="why", keys=("v",), title=N_("Why this verdict"), help=N_("The figures and the rule behind the verdict"), scope=Scope.TABLE, group=LOOK, needs_row=True, tables=JUDGED, elsewhere=N_("there is no verdict in this table")),
    Action(id="needed", keys=("f7",), title=N_("What is needed?"), help=N_("Set a remaining year's figure and see what the others must be"), scope=Scope.TABLE, group=LOOK, needs_row=True, tables=frozenset({"indicators"}), elsewhere=N_("only an indicator has years whose figures can be assumed")),
    Action(id="chart", keys=("z",), title=N_("Chart on the whole screen"), help=N_("Large, for a projector; ↑↓ another record, i its numbers; z goes back. Where rows are grouped z folds"), scope=Scope.CHARTED, group=LOOK),
    Action(id="panel_table", keys=(), title=N_("Numbers of the chart"), help=N_("What the chart draws as a table to copy, with units and vintage; i in the panel"), scope=Scope.PANEL, group=LOOK),
    Action(id="next_chart", keys=("down", "j", "pagedown"), title=N_("Next chart"), help=N_("The chart of the next record"), scope=Scope.CHART, group=LOOK, hint=N_("next")),
    Action(id="previous_chart", keys=("up", "k", "pageup"), title=N_("Previous chart"), help=N_("The chart of the record before it"), scope=Scope.CHART, group=LOOK, hint=N_("previous")),
    Action(id="other_chart", keys=("right", "left", "l", "h", "tab"), title=N_("Other chart"), help=N_("Another chart of the same record, where there is one"), scope=Scope.CHART, group=LOOK, hint=N_("other chart")),
    Action(id="chart_table", keys=("i",), title=N_("Numbers of the chart"), help=N_("What the chart draws as a table to copy, with units and vintage"), scope=Scope.NUMBERS, group=LOOK, hint=N_("numbers")),
    Action(id="copy_chart", keys=("Y",), title=N_("Copy the numbers"), help=N_("The table of the chart, as TSV"), scope=Scope.CHART, group=LOOK, hint=N_("copy them")),
    Action(id="as_of", keys=("t",), title=N_("Look from a day"), help=N_("The day the whole workbench looks from"), scope=Scope.APP, group=LOOK),
    Action(id="two_days", keys=(), title=N_("Two days side by side"), help=N_("How everything of this table stood on another day and stands on this one; what stands otherwise is marked"), scope=Scope.TABLE, group=LOOK),
    Action(id="two_plans", keys=(), title=N_("Two plans side by side"), help=N_("This table beside that of another plan's file, which is only read; compared by id, else by name"), scope=Scope.TABLE, group=LOOK),
    Action(id="copy_cell", keys=("y",), title=N_("Copy the cell"), help=N_("To your own terminal's clipboard (OSC 52)"), scope=Scope.TABLE, group=LOOK, needs_row=True),
    Action(id="copy_rows", keys=("Y",), title=N_("Copy rows"), help=N_("Marked rows, else this one, as TSV"), scope=Scope.TABLE, group=LOOK, needs_row=True),
    Action(id="export", keys=("F",), title=N_("Export what is shown"), help=N_("Marked rows, else all that are shown: Markdown, CSV, Excel or the clipboard"), scope=Scope.TABLE, group=LOOK, needs_row=True),
    Action(id="history", keys=("H",), title=N_("History of the record"), help=N_("Who changed it, when and why; an earlier state can be brought back"), scope=Scope.TABLE, group=LOOK, needs_row=True),
    Action(id="plan_history", keys=(), title=N_("History of the plan"), help=N_("Every save; what changed between two moments; an earlier state can be brought back"), scope=Scope.APP, group=LOOK),
    Action(id="open_entry", keys=("enter", "i"), title=N_("What was changed"), help=N_("Every field with what stood there before and after"), scope=Scope.HISTORY, group=LOOK, needs_row=True, hint=N_("open it")),
    Action(id="mark_moment", keys=("x", "space"), title=N_("Mark the moment"), help=N_("Two marked moments are compared"), scope=Scope.HISTORY, group=LOOK, needs_row=True, hint=N_("mark")),
    Action(id="compare", keys=("c",), title=N_("Compare moments"), help=N_("What changed between the two marked moments, or from this one to now"), scope=Scope.HISTORY, group=LOOK, needs_row=True, hint=N_("compare")),
    Action(id="bring_back", keys=("r",), title=N_("Bring this state back"), help=N_("Shows first what would change; one step that can be undone"), scope=Scope.HISTORY, group=LOOK, writes=True, needs_row=True, hint=N_("bring back")),
    Action(id="other_history", keys=("H", "tab"), title=N_("Record or plan"), help=N_("From the history of the record to that of the plan, and back"), scope=Scope.HISTORY, group=LOOK, hint=N_("record/plan")),
    Action(id="theme", keys=("T",), title=N_("Theme"), help=N_("Dark, light, high contrast, or the terminal's own 16 colours"), scope=Scope.APP, group=PERSON),
    Action(id="redraw", keys=("ctrl+l",), title=N_("Draw again"), help=N_("Sends the whole screen again, when the line has garbled it"), scope=Scope.APP, group=PERSON),
    # -- the review meeting ---------------------------------------------------------------------------------------
    Action(id="review", keys=("m",), title=N_("Review meeting"), help=N_("What has to be spoken of, by the body that answers; one item at a time; decisions"), scope=Scope.APP, group=MEET),
    Action(id="follow", keys=("M",), title=N_("Follow the chair"), help=N_("Shows the item the chair of a meeting is on, for reading only"), scope=Scope.APP, group=MEET),
    Action(id="who_reported", keys=("at",), title=N_("Who has reported"), help=N_("Body by body: the reports asked for on the day, and the tasks it leads; those that owe most first"), scope=Scope.APP, group=MEET),
    Action(id="open_item", keys=("enter", "space"), title=N_("Open the meeting, or the item"), help=N_("Asks for day, chair and secretary first; then one item a screen"), scope=Scope.AGENDA, group=MEET, hint=N_("open it")),
    Action(id="next_item", keys=("space", "pagedown", "right", "l"), title=N_("Next item"), help=N_("The next one on the list"), scope=Scope.ITEM, group=MEET, needs_row=True, hint=N_("next")),
    Action(id="previous_item", keys=("pageup", "left", "h"), title=N_("Previous item"), help=N_("The one before it on the list"), scope=Scope.ITEM, group=MEET, needs_row=True, hint=N_("previous")),
    Action(id="outcome_noted", keys=("1",), title=N_("Outcome: noted"), help=N_("Sets what the meeting made of the item"), scope=Scope.ITEM, group=MEET, writes=True, needs_row=True),
    Action(id="outcome_accelerate", keys=("2",), title=N_("Outcome: to be sped up"), help=N_("Sets what the meeting made of the item"), scope=Scope.ITEM, group=MEET, writes=True, needs_row=True),
    Action(id="outcome_report_back", keys=("3",), title=N_("Outcome: to report back"), help=N_("Sets what the meeting made of the item"), scope=Scope.ITEM, group=MEET, writes=True, needs_row=True),
    Action(id="outcome_decided", keys=("4",), title=N_("Outcome: decided"), help=N_("Asks for the decision while there is none"), scope=Scope.ITEM, group=MEET, writes=True, needs_row=True),
    Action(id="outcome_resolved", keys=("5",), title=N_("Outcome: resolved"), help=N_("Sets what the meeting made of the item"), scope=Scope.ITEM, group=MEET, writes=True, needs_row=True),
    Action(id="outcome_parked", keys=("6",), title=N_("Outcome: parked"), help=N_("It returns in the next agenda"), scope=Scope.ITEM, group=MEET, writes=True, needs_row=True),
    Action(id="decide", keys=("E", "f2", "f4"), title=N_("Decision"), help=N_("Text, owner, partners, due day and product; what the item says is filled in"), scope=Scope.ITEM, group=MEET, writes=True, needs_row=True, hint=N_("decision")),
    Action(id="assign", keys=("R",), title=N_("Assign"), help=N_("Which body carries the decision out"), scope=Scope.ITEM, group=MEET, writes=True, needs_row=True, hint=N_("assign")),
    Action(id="note_item", keys=("L",), title=N_("Note"), help=N_("What was said of the item; it stands in the minutes"), scope=Scope.ITEM, group=MEET, writes=True, needs_row=True, hint=N_("note")),
    Action(id="park_item", keys=("D",), title=N_("Park the item"), help=N_("Put off: it returns in the next agenda"), scope=Scope.REVIEW, group=MEET, writes=True, needs_row=True),
    Action(id="why_item", keys=("v",), title=N_("Why it stands so"), help=N_("The figures and the rule behind the verdict"), scope=Scope.REVIEW, group=MEET, needs_row=True),
    Action(id="item_record", keys=("r",), title=N_("To the record"), help=N_("On its own tab; Backspace comes back to the meeting"), scope=Scope.REVIEW, group=MEET, needs_row=True),
    Action(id="items_of_body", keys=("A",), title=N_("All items of this body"), help=N_("What it answers for on the list, and every report and task it has not told of"), scope=Scope.REVIEW, group=MEET, needs_row=True, hint=N_("its items")),
    Action(id="edit_meeting", keys=("E", "f2", "f4"), title=N_("The meeting's day and people"), help=N_("Day, chair, secretary and place; a meeting that was moved keeps its list"), scope=Scope.AGENDA, group=MEET, writes=True),
    Action(id="add_item", keys=("a", "insert"), title=N_("Add an item"), help=N_("Any record of the plan, found by typing"), scope=Scope.AGENDA, group=MEET, writes=True, hint=N_("add")),
    Action(id="drop_item", keys=("d", "delete"), title=N_("Drop the item"), help=N_("Off the list; undo brings it back"), scope=Scope.AGENDA, group=MEET, writes=True, needs_row=True, hint=N_("drop")),
    Action(id="item_up", keys=("K", "shift+up"), title=N_("Item up"), help=N_("One place up on the list"), scope=Scope.AGENDA, group=MEET, writes=True, needs_row=True, hint=N_("up")),
    Action(id="item_down", keys=("J", "shift+down"), title=N_("Item down"), help=N_("One place down on the list"), scope=Scope.AGENDA, group=MEET, writes=True, needs_row=True, hint=N_("down")),
    Action(id="close_meeting", keys=("Q",), title=N_("Close the meeting"), help=N_("Asks for owners and days, shows what will be written, keeps how everything stands; then the papers"), scope=Scope.AGENDA, group=MEET, writes=True, hint=N_("end it")),
    Action(id="meeting_papers", keys=("P",), title=N_("Notice and minutes"), help=N_("Writes the conclusion notice and the minutes as Word files beside the plan"), scope=Scope.AGENDA, group=MEET, hint=N_("papers")),
    # -- plan -----------------------------------------------------------------------------------------------------
    Action(id="save", keys=("ctrl+s", "w", "f10"), title=N_("Save"), help=N_("Writes the plan file"), scope=Scope.APP, group=PLAN, writes=True, hint=N_("save")),
    Action(id="save_with_reason", keys=("V",), title=N_("Save with a reason"), help=N_("The reason stands in the history beside what was changed"), scope=Scope.APP, group=PLAN, writes=True),
    Action(id="save_copy", keys=(), title=N_("Save a copy elsewhere"), help=N_("Writes what you have to another file"), scope=Scope.APP, group=PLAN),
    Action(id="edit_outside", keys=("ctrl+e",), title=N_("Open the file in your editor"), help=N_("In $VISUAL or $EDITOR at the record's line; what is changed there comes in as what others save does"), scope=Scope.APP, group=PLAN),
    Action(id="reload", keys=("ctrl+r", "f5"), title=N_("Read the file again"), help=N_("Takes in what others have saved; your own edits are kept"), scope=Scope.APP, group=PLAN),
    Action(id="sync", keys=(), title=N_("Synchronise with the server"), help=N_("Sends what is saved, joins what others have sent; what both changed is decided as after a colleague's save"), scope=Scope.APP, group=PLAN),
    Action(id="who", keys=("O",), title=N_("Who else has the plan open"), help=N_("The other sessions over this file and what each is editing"), scope=Scope.APP, group=PLAN),
    Action(id="proposals", keys=("B",), title=N_("Proposals of bodies"), help=N_("What bodies have handed in: taken in field by field, or returned; a body sees its own"), scope=Scope.APP, group=PLAN),
    Action(id="import_file", keys=("I",), title=N_("Take in a workbook"), help=N_("A form a body has filled in, or a plain table; every cell is shown before it is made"), scope=Scope.APP, group=PLAN, writes=True),
    Action(id="begin", keys=(), title=N_("Begin a plan step by step"), help=N_("Kind, title, issuer, term and bodies of a new plan; each step can be skipped"), scope=Scope.APP, group=PLAN, writes=True),
    Action(id="new_plan", keys=(), title=N_("New plan"), help=N_("An empty plan in a file of its own; then its term, title and bodies step by step"), scope=Scope.APP, group=PLAN),
    Action(id="next_term", keys=(), title=N_("Plan for the next term"), help=N_("Structure, bodies and documents of this plan in a new file, without its results; shown first"), scope=Scope.APP, group=PLAN),
    Action(id="open_plan", keys=(), title=N_("Open another plan"), help=N_("In the place of this one; what is unsaved is asked about first"), scope=Scope.APP, group=PLAN),
    Action(id="compare_plans", keys=(), title=N_("Compare with another plan"), help=N_("What a plan file and this plan differ in, by record and field; can be written as a text"), scope=Scope.APP, group=PLAN),
    Action(id="calendar", keys=(), title=N_("Public holidays"), help=N_("Days that are no working days, for deadlines and what is due soon"), scope=Scope.APP, group=PLAN, writes=True),
    Action(id="list_duties", keys=(), title=N_("Calendar of reports"), help=N_("Who owes which report by when, and what was handed in"), scope=Scope.APP, group=PLAN),
    # -- papers and files -----------------------------------------------------------------------------------------
    Action(id="paper", keys=(), title=N_("Official paper"), help=N_("Chooses its kind; shown as a text before the Word file is written"), scope=Scope.APP, group=WRITE),
    Action(id="paper_yearly", keys=(), title=N_("Yearly report"), help=N_("A Word file with its annexes: asks for year and day, shows the text, then says where it goes"), scope=Scope.APP, group=WRITE),
    Action(id="paper_half_year", keys=(), title=N_("Report on the first half-year"), help=N_("As the yearly report, with the figures of the six months"), scope=Scope.APP, group=WRITE),
    Action(id="paper_nine_months", keys=(), title=N_("Report on the first nine months"), help=N_("As the yearly report, with the figures of the nine months"), scope=Scope.APP, group=WRITE),
    Action(id="paper_letter", keys=(), title=N_("One letter to all late bodies"), help=N_("A Word file with a table of who is late with what; shown first"), scope=Scope.APP, group=WRITE),
    Action(id="paper_reminder", keys=(), title=N_("Letter about tasks not reported on"), help=N_("A Word file with a table of the tasks each body has not reported on; shown first"), scope=Scope.APP, group=WRITE),
    Action(id="paper_letters", keys=(), title=N_("Letters to late bodies"), help=N_("A Word file for each body that is late, into a folder; shown first"), scope=Scope.APP, group=WRITE),
    Action(id="paper_notice", keys=(), title=N_("Notice of a meeting's conclusions"), help=N_("A Word file of a meeting that was held; shown first"), scope=Scope.APP, group=WRITE),
    Action(id="paper_minutes", keys=(), title=N_("Minutes of a meeting"), help=N_("A Word file of a meeting that was held; shown first"), scope=Scope.APP, group=WRITE),
    Action(id="annexes", keys=(), title=N_("Annexes as a workbook"), help=N_("Indicators, tasks and enterprises of the yearly report as a workbook of Excel; shown first"), scope=Scope.APP, group=WRITE),
    Action(id="body_form", keys=(), title=N_("Form for a body"), help=N_("A workbook with just its rows to fill in, which is taken back in with I; shown first"), scope=Scope.APP, group=WRITE),
    Action(id="due_calendar", keys=(), title=N_("Due days as a calendar file"), help=N_("The due days that are open, of one agency or of all, for Outlook, Google and other calendars; shown first"), scope=Scope.APP, group=WRITE),
    Action(id="blank_workbook", keys=(), title=N_("Blank workbook for a whole plan"), help=N_("A sheet for each table, to be filled in and taken in with I"), scope=Scope.APP, group=WRITE),
    Action(id="agenda_text", keys=(), title=N_("Agenda as a text"), help=N_("What a meeting has to speak of on the day; shown, and written as a text"), scope=Scope.APP, group=WRITE),
    Action(id="status_text", keys=(), title=N_("Where the plan stands, as a text"), help=N_("The overview of the day; shown, and written as a text"), scope=Scope.APP, group=WRITE),
    # -- this program ---------------------------------------------------------------------------------------------
    Action(id="language", keys=(), title=N_("Language"), help=N_("Vietnamese or English, for this person; papers stay Vietnamese"), scope=Scope.APP, group=PERSON),
    Action(id="mouse", keys=(), title=N_("Mouse: on or off"), help=N_("Off, the mouse is the terminal's own again, to mark text with it; remembered"), scope=Scope.APP, group=PERSON),
    Action(id="tour", keys=(), title=N_("Introduction"), help=N_("Five short steps through what this program shows and does"), scope=Scope.APP, group=PERSON),
    Action(id="about", keys=(), title=N_("About this program"), help=N_("Its version, the plan's file, and where settings and what is unsaved are kept"), scope=Scope.APP, group=PERSON),
    Action(id="edit_plan", keys=(), title=N_("The plan's header and settings"), help=N_("Title, term, objective, recipients; thresholds"), scope=Scope.APP, group=PLAN, writes=True),
    Action(id="palette", keys=("ctrl+p", "colon"), title=N_("All commands"), help=N_("Type a few letters, with or without marks"), scope=Scope.APP, group=PERSON),
    Action(id="help", keys=("question_mark", "f1"), title=N_("Keys"), help=N_("This screen's keys; Enter runs one"), scope=Scope.APP, group=PERSON, hint=N_("keys")),
    Action(id="suspend", keys=(), title=N_("Suspend: to the shell for a while"), help=N_("“fg” in the shell comes back here; the journal keeps what is unsaved"), scope=Scope.APP, group=PERSON),
    Action(id="quit", keys=("q", "ctrl+q"), title=N_("Quit"), help=N_("Asks only when something is unsaved"), scope=Scope.APP, group=PERSON),
)  # fmt: skip

BY_ID: Final = {action.id: action for action in ACTIONS}

MOVING: Final = ("up", "down", "left", "right", "page_up", "page_down")
"""Actions that only move the cursor of a table: the key after one of them belongs to the same table."""

ONLY_MARKING: Final = ("mark", "mark_moment")
"""Actions that change nothing but what is marked."""

ONLY_DRAWING: Final = ("redraw",)
"""Actions for which nothing has to be finished first: what is typed is only drawn again."""

ANSWERING: Final = (
    "next_item", "previous_item",
    "outcome_noted", "outcome_accelerate", "outcome_report_back", "outcome_resolved", "outcome_parked",
)  # fmt: skip
"""Actions of a meeting that answer what is on the screen: any number of them is typed ahead, as steps are."""

TYPED_AFTER: Final = (
    "filter", "jump_to", "saved_views", "palette", "help", "go_to", "registers", "edit_cell", "edit_record", "add", "paste", "replace_text", "reassign",
    "hand_in", "log_entry", "needed", "as_of", "save_with_reason", "import_file", "decide", "assign", "note_item", "add_item", "open_item",
    "outcome_decided", "items_of_body", "reorganise", "edit_meeting", "close_meeting",
    "new_plan", "next_term", "open_plan", "compare_plans", "calendar", "save_copy", "body_form", "due_calendar", "lake_compare", "lake_year",
)  # fmt: skip
"""Actions that open something to type into, or to answer: keys typed ahead after one of them are for that."""

_NAMES: Final = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": N_("Space"),
    "backspace": "Backspace",
    "insert": "Ins",
    "delete": "Del",
    "slash": "/",
    "at": "@",
    "backslash": "\\",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "question_mark": "?",
    "colon": ":",
    "exclamation_mark": "!",
    "dollar_sign": "$",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


def key_name(key: str, words: Callable[[str], str]) -> str:
    """How a person writes a key: ``ctrl+s`` → ``Ctrl+S``, ``space`` → the word for it; a letter is never a word to translate."""
    *modifiers, last = key.split("+")
    named = _NAMES.get(last)
    shown = words(named) if named else last.upper() if len(last) > 1 or modifiers else last
    return "+".join([*(m.capitalize() for m in modifiers), shown])


def in_scope(scopes: Iterable[Scope]) -> list[Action]:
    """The actions of these scopes, in the order of the table."""
    wanted = set(scopes)
    return [a for a in ACTIONS if a.scope in wanted]
