"""What can be done while many plans are looked at, and the sentences that say why the rest cannot."""

from __future__ import annotations

from typing import Final

from tui.actions import Action, Scope
from tui.frames.methods.headline import SHORT_LABELS
from tui.frames.methods.tasks import TaskState
from tui.i18n.words import Words
from tui.lake.looks import ATTENTION, Look
from tui.lake.titles import TITLES
from tui.lake.views import CALLED, NOT_SAID
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, printable, say
from tui.store.files.errors import shown_path

OF_A_PLAN: Final = say(N_("this is done in a plan: Enter opens one for reading"))
ONLY_LOOKED_AT: Final = say(N_("a roll-up is only looked at; who keeps a plan changes it"))
OF_ITS_DAY: Final = say(N_("the verdicts of a roll-up are of its own day; “kehoach rollup --as-of DAY” makes it of another"))

_ANYWHERE: Final = frozenset(
    (
        *("up", "down", "left", "right", "page_up", "page_down", "first_row", "last_row", "first_column", "last_column"),
        *("previous_tab", "next_tab", "tab_lake", "panel", "panel_back", "panel_shown", "panel_smaller", "panel_larger", "back_out"),
        *("filter", "next_match", "previous_match", "sort", "group", "fold", "fold_all", "values", "columns", "saved_views", "sums"),
        *("go_back", "problems", "mark", "mark_shown", "inspect", "copy_cell", "copy_rows", "export", "reload"),
        *("theme", "redraw", "language", "mouse", "about", "palette", "help", "suspend", "quit"),
    )
)
"""Actions of every table and screen that make sense over many plans."""


def makes_sense(action: Action) -> bool:
    """Whether an action can be asked for over many plans at all."""
    return action.scope is Scope.LAKE or action.id in _ANYWHERE


def why_not_here(action: Action) -> Sentence | None:
    """Why an action makes no sense over many plans; None where it does, or belongs to other screens altogether."""
    if makes_sense(action) or action.scope not in (Scope.APP, Scope.TABLE, Scope.PANEL, Scope.CHARTED):
        return None
    return OF_ITS_DAY if action.id == "as_of" else ONLY_LOOKED_AT if action.writes else OF_A_PLAN


def narrowed_to(look: Look, words: Words) -> list[str]:
    """What a question is narrowed to, each in a few words; nothing for one of all plans."""
    told = [f"{words(TITLES[column])} {_value(column, value, words)}" for column, value in look.only]
    if look.body is not None:
        told.append(printable(look.body[1] or look.body[0]))
    if look.code and look.by != "one_code":
        told.append(printable(look.code))
    if look.standings == ATTENTION:
        told.append(words(N_("Not met or at risk")))
    else:
        told += [words(SHORT_LABELS[code]) for code in look.standings]
    told += [words(TaskState(state).label) for state in look.states]
    return told


def _value(column: str, value: str, words: Words) -> str:
    if not value:
        return NOT_SAID
    if column == "level":
        return words(TABLES["plan"]["level"].choice_label(value) or value)
    return shown_path(value) if column == "plan" else printable(value)


def called(look: Look, words: Words) -> str:
    """A question in words, with what it is narrowed to."""
    return " › ".join((words(CALLED[look.by]), *narrowed_to(look, words)))
