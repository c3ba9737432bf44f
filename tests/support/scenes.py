"""Scenes: what is shown in one opened program one after the other, each from the state it opens in.

To open the program and to end it takes longer than most of what is looked at. So tests that open it in the same way are scenes of one::

    scene = Scenes()

    @scene
    async def words_are_sorted(bench: Driver) -> None: ...

    async def test_finding_in_one_program(plan_file: Path) -> None:
        async with open_workbench(plan_file) as bench:
            await scene.play(bench)

What writes the file, ends the program or leaves anything behind that :func:`as_opened` does not take back is a test of its own.
A scene with ``@in_proofs`` below its ``@scene`` is played in the proof alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from tests.support.lengths import LONG, OfTwoLengths, is_in_proofs
from tests.support.workbench import AS_OF, Driver
from tui.screens.dialogs.choose import Choose
from tui.screens.table.table_screen import TableScreen
from tui.session.session import Session

Scene: TypeAlias = Callable[[Driver], Awaitable[None]]


class Scenes(OfTwoLengths):
    """Scenes in the order in which they stand in the file."""

    def __init__(self) -> None:
        self._all: list[Scene] = []

    def __call__(self, scene: Scene) -> Scene:
        self.goes_further |= is_in_proofs(scene)
        if LONG or not is_in_proofs(scene):
            self._all.append(scene)
        return scene

    async def play(self, bench: Driver) -> None:
        """Play them all; a fault says in which scene it was met."""
        file = bench.path.read_bytes()
        for scene in self._all:
            try:
                await scene(bench)
                await as_opened(bench)
                assert bench.path.read_bytes() == file and not bench.unsaved, "it leaves the plan as it was"
            except BaseException as fault:
                fault.add_note(f"in the scene {getattr(scene, '__name__', scene)}, after {self._all.index(scene)} others")
                raise


async def as_opened(bench: Driver) -> None:
    """Back to the first tab, with everything as the file has it and as nobody has chosen otherwise."""
    app = bench.app
    for _ in range(20):
        screen = app.screen
        if isinstance(screen, Choose) and any(answer.id == "discard" for answer in screen.answers):
            await bench.answer("discard")
        elif screen is app.plan_screen and isinstance(screen, TableScreen) and app.focused is screen.table:
            break
        else:
            await bench.press("escape")
    session = app.session
    _undo_all(session)
    for draft in list(session.journal.drafts):
        session.journal.drafts.forget(draft.place)
    if session.as_of != AS_OF:
        session.look_from(AS_OF)
    app.flows.navigation.came_from.clear()
    for tab in app.plan_screens():
        if isinstance(tab, TableScreen) and tab.view is not None:
            _forget_choices(tab)
    app.perform("tab_targets")  # a digit may be one of the cell it is pressed on
    await bench.settle()
    app.plan_screen.tell("")


def _undo_all(session: Session) -> None:
    """Take every step back, and have the screens told once: each would show its table again after each step."""
    changed: set[str] = set()
    try:
        session.announce = changed.update  # type: ignore[assignment, method-assign]
        while session.workspace.undo_steps:
            session.undo()
    finally:
        del session.announce
    if changed:
        session.announce(frozenset(changed))


def _forget_choices(tab: TableScreen) -> None:
    chosen = tab.narrowed or tab.sorted_by is not None or tab.grouped_by is not None or tab.table.marks
    tab.clear_filter()
    tab.last_query, tab.sorted_by, tab.grouped_by = "", None, None
    tab.table.clear_marks()
    if chosen:
        tab.narrow_now()
    tab.table.to_first_row()
    tab.table.to_first_column()
