"""A row of the agenda that speaks of lateness keeps the day in every window: a name can be cut, when it was due not."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.lengths import longer, of_these
from tests.support.paths import EXAMPLE, SHIPPED
from tui.i18n.words import Words
from tui.screens.review.agenda_rows import rows_of
from tui.session.session import Session
from tui.store.plan_file import load

AFTER_TERM = dt.date(2026, 11, 22)


@longer
@pytest.mark.parametrize("width", of_these([78, 100], [78]))
def test_whoever_is_late_the_day_it_was_due_is_seen(width: int) -> None:
    for path in (SHIPPED, EXAMPLE):
        session = Session(load(path), Words("vi"), as_of=AFTER_TERM, readonly=True)
        narrow, whole = ([row.text.plain for row in rows_of(session, None, AFTER_TERM, cells)] for cells in (width, 400))
        late = [(cut, text) for cut, text in zip(narrow, whole, strict=True) if "hạn cuối" in text]
        assert path is EXAMPLE or late
        assert [cut for cut, text in late if text.partition("hạn cuối ")[2][:10] not in cut] == []
        assert all(len(cut) <= width for cut in narrow)


def test_nothing_of_a_plan_on_a_day_before_it_is_late() -> None:
    day = dt.date(2020, 6, 1)
    session = Session(load(SHIPPED), Words("vi"), as_of=day, readonly=True)
    assert not [row for row in rows_of(session, None, day, 78) if "hạn cuối" in row.text.plain]
