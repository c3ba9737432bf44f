"""What is said of an edit that was made, wherever it was made: what it was, and what somebody should look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tui.model.edits import Edit
from tui.model.text import N_, Sentence
from tui.session.session import Session


def changed_words(session: Session, edits: Sequence[Edit], label: Sentence | str | dt.date) -> str:
    """``đã sửa: Tình trạng của “Lập đề án” · nhật ký chưa ghi việc này …``."""
    from tui.model.doubts import doubts  # of no use before something is edited

    told = [session.words.sentence(said) for said in doubts(edits, session.plan, session.clock.today())]
    return " · ".join([session.words(N_("changed: {what}"), what=label), *told])
