"""Every flow of the workbench, put together: who may ask whom."""

from __future__ import annotations

from collections.abc import Iterator

from tui.screens.flows.ahead import MadeReady
from tui.screens.flows.beginning import Beginning
from tui.screens.flows.comparing import Comparing
from tui.screens.flows.copies import Copies
from tui.screens.flows.cut_short import CutPlans
from tui.screens.flows.editing_outside import EditingOutside
from tui.screens.flows.flow import Flow
from tui.screens.flows.greeting import Greeting
from tui.screens.flows.handing_in import HandingIn
from tui.screens.flows.importing import Importing
from tui.screens.flows.leaving import Leaving
from tui.screens.flows.looking import Looking
from tui.screens.flows.many_plans import ManyPlans
from tui.screens.flows.meeting import Meeting
from tui.screens.flows.merging import Merging
from tui.screens.flows.navigation import Navigation
from tui.screens.flows.papers import Papers
from tui.screens.flows.plans import Plans
from tui.screens.flows.presence import Company
from tui.screens.flows.proposals import Proposals
from tui.screens.flows.recovery import Recovery
from tui.screens.flows.reorganising import Reorganising
from tui.screens.flows.replacing import Replacing
from tui.screens.flows.saving import Saving
from tui.screens.flows.steps import Steps
from tui.screens.flows.synchronising import Synchronising
from tui.screens.flows.touring import Touring
from tui.screens.flows.typed import Typed
from tui.screens.flows.whole_plan import WholePlan
from tui.screens.ui import Ui


class Flows:
    """The flows over one workbench, in the order in which they are asked who performs an action."""

    def __init__(self, ui: Ui) -> None:
        self.beginning = Beginning(ui)
        self.copies = Copies(ui, self.beginning)
        cut_plans = CutPlans(ui, self.copies)
        self.merging = Merging(ui, self.copies, cut_plans)
        handing_in = HandingIn(ui, self.merging, self.copies)
        self.saving = Saving(ui, self.merging, self.copies, cut_plans, handing_in)
        self.proposals = Proposals(ui, handing_in)
        self.company = Company(ui, self.proposals, handing_in)
        self.meeting = Meeting(ui)
        self.typed = Typed(ui)
        self.navigation = Navigation(ui, self.meeting)
        self.synchronising = Synchronising(ui, self.merging, self.saving)
        recovery = Recovery(ui, self.merging, self.synchronising)
        self.greeting = Greeting(ui, self.beginning, self.copies, cut_plans, recovery, handing_in)
        self.many_plans = ManyPlans(ui, self.navigation, self.company)
        self.touring = Touring(ui)
        self.made_ready = MadeReady(ui)
        plans = Plans(ui, self.beginning, self.greeting)
        self._all = (
            *(self.copies, self.merging, self.saving, self.company, self.proposals, self.meeting, self.navigation, self.greeting),
            *(self.beginning, plans, Papers(ui), self.touring, Steps(ui), WholePlan(ui), Importing(ui), Replacing(ui), Reorganising(ui)),
            *(Looking(ui), Leaving(ui, self.saving), EditingOutside(ui, self.merging), Comparing(ui), self.many_plans, self.synchronising),
        )

    def __iter__(self) -> Iterator[Flow]:
        return iter(self._all)
