"""What may be wrong with a plan, found all at once: every problem with its place, nothing stopped at the first.

Three layers: *values* (type, range, closed set), *records* (what is missing, what does not go together) and the *plan*
(references, circles, parts and wholes). Whatever is not part of this package imports from here.
"""

from __future__ import annotations

from tui.model.checks.examined import examined, record_problems, with_unread
from tui.model.checks.plan import SHARES_OF_A_YEAR, circles, circles_of, plan_problems, reference_problems, share_sum_problems
from tui.model.checks.read import NewerFormat, plan_held, read_plan
from tui.model.checks.reporters import why_not_there
from tui.model.checks.to_decide import to_decide
from tui.model.checks.values import excerpt, field_faults

__all__ = [
    "SHARES_OF_A_YEAR",
    "NewerFormat",
    "circles",
    "circles_of",
    "examined",
    "excerpt",
    "field_faults",
    "plan_held",
    "plan_problems",
    "read_plan",
    "record_problems",
    "reference_problems",
    "share_sum_problems",
    "to_decide",
    "why_not_there",
    "with_unread",
]
