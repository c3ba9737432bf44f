"""The panel of a table: where it stands, how large it is, and what shows or hides it. What it shows follows the cursor elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on

from tui.config import PANEL, PANEL_SIZE, config_path, keep_setting
from tui.model.text import N_, Sentence
from tui.screens.side_place import SIZES, SMALLEST_SIDE, TALL, SidePlace, Where, side_place
from tui.screens.table.panel_sync import PanelSync
from tui.store.files.errors import StoreError
from tui.terminal.later import AfterRest
from tui.widgets.record_panel import PanelLine, RecordPanel

_REST = 0.5
_MOST = 3.0
"""Seconds until a choice is written down: not at each press of a key that is held."""


class Side(PanelSync):
    """A table with a panel beside it, below it, or over it while it is asked for."""

    too_small: bool
    _placed: SidePlace | None = None
    _keeping: AfterRest | None = None
    _gone_into = False
    """Whether somebody went into the panel by its key: below the table it has as much room as it may until it is left."""

    if TYPE_CHECKING:

        def edit_field_of_panel(self, field: str) -> None: ...

    @property
    def place_of_side(self) -> SidePlace:
        """Where the panel stands in this window."""
        return self._place_if(shown=self.ui.panel.shown)

    def _place_if(self, *, shown: bool) -> SidePlace:
        place = side_place(*self.app.size, self.table.room_of_worth, wanted=shown, size=self.ui.panel.size)
        if self._gone_into and place.where is Where.BELOW:
            return side_place(*self.app.size, self.table.room_of_worth, wanted=shown, size=SIZES[-1])
        return place

    def fit_side(self, *, left: bool = False) -> None:
        """Put the panel where it belongs by now; ``left`` says that the focus is on its way out of it."""
        place = self.place_of_side
        if self.too_small or place == self._placed:
            return
        self._placed = place
        side = self.query_one("#side")
        self._look_as(place.where)
        self.table.room_counted = place.counted
        side.styles.width = place.size if place.where is Where.BESIDE else "1fr"
        side.styles.height = place.size if place.where is Where.BELOW else "1fr"
        over, open_ = place.where is Where.AWAY, self._panel_open and not left
        side.display = not over or open_
        self.table.display = not (over and open_)
        if side.display:
            self._ask()

    def look_as_fits(self) -> None:
        """Take the classes of where the panel will most likely stand, before there are widgets that would have to be given styles again."""
        self._look_as(side_place(*self.app.size, 0, wanted=self.ui.panel.shown, size=self.ui.panel.size).where)

    def _look_as(self, place: Where) -> None:
        for where in Where:
            self.set_class(where is place, where.value)

    @property
    def _panel_open(self) -> bool:
        focused = self.focused
        return focused is not None and focused.id == "panel"

    @property
    def _over_table(self) -> bool:
        """Whether the panel stands nowhere but over the table."""
        return self._placed is not None and self._placed.where is Where.AWAY

    # -- what the keys do -----------------------------------------------------------------------------------------

    def why_not_panel(self) -> Sentence | None:
        return None if self.panel.has_focus else self.no_row()

    def do_panel(self) -> None:
        if self.panel.has_focus:
            self.do_panel_back()
            return
        self.query_one("#side").display = True
        if self._over_table:
            self.table.display = False
        self._gone_into = True
        self.fit_side()
        self._update_side()
        self.panel.focus()

    def do_panel_back(self) -> None:
        self.table.display = True
        if self._over_table:
            self.query_one("#side").display = False
        self.table.focus()
        self.panel_left()

    def panel_left(self) -> None:
        """The focus is elsewhere now, by whatever way: the panel has the room again that it has beside somebody's work."""
        if self._gone_into and not self._panel_open:
            self._gone_into = False
            self.fit_side()

    def do_panel_shown(self) -> None:
        self.ui.panel.shown = not self.ui.panel.shown
        if self._panel_open:
            self.do_panel_back()
        self.fit_side(left=True)
        self._keep_soon()
        if not self.ui.panel.shown:
            self.tell(self.words(N_("the panel is hidden; the same key shows it again")))
        elif self._over_table:
            told = N_("there is room for the panel from {width} columns or {height} lines on; Tab opens it here")
            self.tell(self.words(told, width=max(self.table.room_of_worth, 0) + SMALLEST_SIDE + 1, height=TALL))

    def do_panel_smaller(self) -> None:
        self._resize_panel(-1)

    def do_panel_larger(self) -> None:
        self._resize_panel(1)

    def _resize_panel(self, by: int) -> None:
        before = self.place_of_side
        if before.where is Where.AWAY:
            self.tell(self.words(N_("there is no panel beside or below the table")), bad=True)
            return
        choice, self._gone_into = self.ui.panel, False
        size = choice.size
        while choice.resized(by) and self.place_of_side == before:
            pass
        if self.place_of_side == before:
            choice.size = size
            self.tell(self.words(N_("the panel cannot be larger here") if by > 0 else N_("the panel cannot be smaller here")), bad=True)
            return
        self.fit_side()
        self._keep_soon()

    # -- its edge, dragged ----------------------------------------------------------------------------------------

    _edge_held = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The edge between table and panel is held: the line beside it, or its title where it stands below."""
        if event.button == 1 and self._on_edge(event.screen_x, event.screen_y):
            self._edge_held, self._gone_into = True, False
            self.query_one("#side").capture_mouse()

    def _on_edge(self, x: int, y: int) -> bool:
        if self._placed is None or self._placed.where is Where.AWAY:
            return False
        side = self.query_one("#side").region
        return x == side.x and side.y <= y < side.bottom if self._placed.where is Where.BESIDE else y == side.y and x >= side.x

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if not self._edge_held or self._placed is None:
            return
        if not event.button:  # let go outside the window
            self.on_mouse_up()
            return
        width, height = self.app.size
        beside = self._placed.where is Where.BESIDE
        percent = 100 * (width - event.screen_x) // width if beside else 100 * (height - 1 - event.screen_y) // max(1, height - 1)
        if self.ui.panel.dragged_to(percent):
            self.fit_side()

    def on_mouse_up(self) -> None:
        if self._edge_held:
            self._edge_held = False
            self.query_one("#side").release_mouse()
            self._keep_soon()

    def _keep_soon(self) -> None:
        if self._keeping is None:
            self._keeping = AfterRest(self, self._keep_choice, _REST, _MOST)
        self._keeping.stir()

    def _keep_choice(self) -> None:
        self._keeping = None
        try:
            for key, value in ((PANEL, self.ui.panel.shown), (PANEL_SIZE, self.ui.panel.size)):
                keep_setting(config_path(), key, value)
        except StoreError as fault:
            why = self.words.sentence(fault.sentence)
            self.tell(self.words(N_("the panel's place could not be remembered: {why}"), why=why), bad=True)

    def on_unmount(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            self._keep_choice()

    def line_of_panel(self) -> PanelLine | None:
        """The line of the panel that Enter would act on; None while the table has the focus."""
        panel = self.panel
        at = panel.highlighted if panel.has_focus else None
        return None if at is None else panel.lines_shown[at]

    @on(RecordPanel.Chosen)
    def _panel_chosen(self, event: RecordPanel.Chosen) -> None:
        line = event.line
        if line.unfolds:
            self.empty_unfolded = not self.empty_unfolded
            self._update_side()
        elif line.target is not None:
            self.ui.jump(*line.target)
        elif line.field is not None:
            self.edit_field_of_panel(line.field)
        else:
            self.tell(self.words(N_("there is nothing to change on this line, and it leads nowhere")), bad=True)
