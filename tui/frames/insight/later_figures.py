"""What the day looked from has to do with the figures of the plan, in a sentence: which it leaves out, and which later ones it uses."""

from __future__ import annotations

import datetime as dt

from tui.frames.build import Frames
from tui.frames.methods.figures import hidden_figures, later_figures
from tui.model.text import N_, Sentence, say


def later_figures_said(frames: Frames, as_of: dt.date) -> Sentence | None:
    """How many figures the day hides; with all that is known, how many later ones count and how many are of a time that was to come.

    None where the day makes no difference.
    """
    hidden, used = hidden_figures(frames, as_of).height, later_figures(frames, as_of).height
    if frames.all_known is None:
        return say(N_("figures published after this day: {n}"), n=hidden) if hidden else None
    told = [say(N_("with figures published after this day: {n}"), n=used)] if used else []
    told += [say(N_("without figures of a time after this day: {n}"), n=hidden)] if hidden else []
    return told[0] if len(told) == 1 else say("{one} · {other}", one=told[0], other=told[1]) if told else None
