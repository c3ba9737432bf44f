"""What a screen, a dialog or a flow may ask of the workbench around it; the application is one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from textual import events
from textual.screen import Screen

from tui.actions import Action
from tui.model.text import N_, Sentence, say
from tui.screens.shown import ShownOverPlan
from tui.screens.side_place import PanelChoice
from tui.session.own_tables import OwnTables
from tui.session.resume import LeftPlace
from tui.session.session import Session
from tui.terminal.background import Work

if TYPE_CHECKING:
    from tui.lake.looks import InPlan
    from tui.lake.open_lake import OpenLake

T = TypeVar("T")
Answer = TypeVar("Answer")

ALL_SAVED: Final = say(N_("nothing is unsaved"))
ALL_HANDED_IN: Final = say(N_("nothing has changed since you handed in; B shows it"))
"""Reasons not to save that are good news: nothing has failed."""


class Ui(Protocol):
    """The workbench as screens see it: the session it shows, its screens, its work beside the screen, its flows."""

    @property
    def session(self) -> Session: ...

    @property
    def lake(self) -> OpenLake | None:
        """The roll-up of many plans that is looked at; None where a plan was opened by itself."""

    # -- screens ------------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> Screen[Any]: ...
    @property
    def screen_stack(self) -> Sequence[Screen[Any]]: ...
    @property
    def plan_screen(self) -> ShownOverPlan:
        """The topmost screen over the plan, below any dialog."""

    @property
    def current_mode(self) -> str: ...
    def push_screen(self, screen: Screen[Answer], callback: Callable[[Answer | None], Any] | None = None) -> Any: ...
    def pop_screen(self) -> Any: ...
    def switch_mode(self, mode: str) -> Any: ...
    def put_together(self, mode: str) -> bool:
        """Put the screen of a tab together behind what is shown; False where it stands already."""

    def stands_now(self) -> None:
        """The tab that was gone to is put together and laid out: it is painted when it has answered what waits for it."""

    def soon(self, callback: Callable[..., Any], *args: Any) -> None:
        """Call back behind what the program is about now; what goes wrong then is said, and ends nothing."""

    def after_refresh(self, callback: Callable[..., Any], *args: Any) -> None:
        """Call back so after the next frame."""

    def plan_screens(self) -> Sequence[ShownOverPlan]:
        """Every screen over the plan that is there, of all tabs."""

    key_read_at: float
    """When the key that is answered now came from the terminal, by Textual's clock; 0 for one that was guessed from a letter."""

    def answer_next(self, key: events.Key) -> None:
        """Have a key answered before all that wait: it came before them, and what had it hands it on."""

    def set_aside(self, are_meant: Callable[[events.Key], bool]) -> list[events.Key]:
        """Take the keys that wait, when the first of them is meant for what has just been left."""

    def answer_again(self, keys: Sequence[events.Key]) -> None:
        """Have keys that were set aside answered before all that wait."""

    paste_was_keys: bool
    """Whether the last text that was pasted came as keys, from a terminal that does not say that it is pasted."""

    def redraw(self) -> None:
        """Send the whole screen again."""

    def suspend_to_shell(self) -> bool:
        """Give the terminal to the shell until that lets the program go on; whether there is a shell that could."""

    def lend_terminal(self, run: Callable[[], int]) -> int | None:
        """Give the terminal to another program while ``run`` waits for it; None where there is none to give. Raises what ``run`` does."""

    leads_on: bool
    """Whether the steps of a beginning open by themselves over a plan that was just made."""

    left: LeftPlace
    """Where the person left the plan the last time, as far as they have not been there again."""

    theme: str
    mouse: bool
    """Whether the mouse is the program's."""

    def use_mouse(self, wanted: bool) -> bool:
        """Have the mouse, or leave it to the terminal; whether there is one that could be switched."""

    def exit(self) -> None: ...

    # -- title, tabs, keys --------------------------------------------------------------------------------------------

    panel: PanelChoice
    """What the person wants of the panel of a record, on every table."""

    own_tables: OwnTables
    """What the person wants of tables: columns, and views under a name."""
    widths: dict[str, Mapping[str, int]]
    """The cells of columns whose edge the person has dragged, by table and column."""

    moving_keys: frozenset[str]
    """Keys that only move the cursor of a table."""

    def header_words(self) -> tuple[str, tuple[str, ...]]: ...
    def tabs(self) -> list[tuple[str, str]]: ...
    def keys_of(self, action: Action) -> Sequence[str]: ...
    def copy(self, text: str) -> Sentence:
        """Put text on the clipboard of the person's own terminal; how sure it is that it arrives."""

    # -- work beside the screen ---------------------------------------------------------------------------------------

    def after(self, seconds: float, callback: Callable[..., Any], *args: Any) -> asyncio.TimerHandle:
        """Call back so after so many seconds."""

    def after_unseen(self, seconds: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """The same, with nothing drawn unless it draws."""

    def read_beside(self, read: Callable[[], object], done: Callable[[], object]) -> None:
        """Have something read in a thread while keys are answered, then ``done``."""

    @property
    def work(self) -> Work | None: ...
    @property
    def keys_wait(self) -> bool: ...
    @property
    def all_answered(self) -> bool:
        """Whether no key waits, and what the last one asked for is done."""

    keys_answered: int
    """How many keys have been given to what answers them."""

    def drop_work(self) -> None: ...
    def run_long(
        self,
        what: str,
        make: Callable[[Work], T],
        done: Callable[[T], None],
        *,
        at_once: bool = False,
        if_stopped: Callable[[], None] | None = None,
        let_through: Callable[[events.Event], bool] | None = None,
    ) -> None: ...

    # -- flows --------------------------------------------------------------------------------------------------------

    @property
    def flows(self) -> Iterable[object]:
        """What performs the actions that no screen does (see :mod:`tui.screens.performing`)."""

    def jump(self, table: str, id: str, *, remember: bool = True) -> None: ...
    def show_table(self, table: str, then: Callable[[ShownOverPlan], None]) -> None:
        """Go to the tab or the list of a table; ``b`` comes back. ``then`` is called with its screen when it stands."""

    def to_mode(self, mode: str) -> None:
        """Go to a tab, and leave what stands above it."""

    def remember_jump(self) -> None:
        """Have ``b`` come back to where the person is now."""

    def open_from_lake(self, place: InPlan) -> None:
        """Open a plan of the roll-up for reading."""

    def pick_reference(self, table: str, id: str) -> None: ...
    def creates(self, table: str | None) -> Callable[[str, Callable[[str], None]], None] | None:
        """What makes a new record of a table, named as was typed, and tells its id; None where who is there may not add one."""

    def open_closed(self, review: str) -> None: ...
    def save_then(self, after: Callable[[], object]) -> None: ...
    def also_editing(self, table: str, id: str) -> str: ...
    def about_to_edit(self, table: str) -> None:
        """What a record of a table is edited in is open now."""

    def tell_others(self) -> None: ...
    def ask_before_dropping(self, keep: Callable[[], object], drop: Callable[[], object]) -> None: ...
    def note_place(self) -> None:
        """Keep where the person is, where they have done something since it was kept."""

    def show_help(self, title: str, text: str) -> None:
        """Show what a box is for, above it."""

    def perform(self, action_id: str) -> None:
        """Have the flow perform an action that does."""
