"""What became of a plan in the next term, in words: what went over, what was cleared, what a person should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.model.text import N_, say
from tui.store.files.errors import shown_path

if TYPE_CHECKING:
    from tui.i18n.words import Words
    from tui.model.renew import Remark, Renewal
    from tui.store.plan_file import Loaded

_AROUND: Final = 45
"""Characters shown on either side of a year in a long text."""


def renewal_lines(made: Renewal, loaded: Loaded, text: str, first: int, words: Words) -> list[str]:
    """The lines about a plan made for a term that begins with a year, from the one that was loaded; ``text`` is that of its file."""
    return [*_summary(made, first, words), *_faults(loaded, words), *_remarks(made, text, first, words)]


def _summary(made: Renewal, first: int, words: Words) -> list[str]:
    from tui.model.fields import TABLES

    tables, counts = made.plan.tables, made.counts
    kept = [
        words.count("{n} goal", "{n} goals", len(tables["goals"])),
        words.count("{n} indicator", "{n} indicators", len(tables["indicators"])),
        words.count("{n} direction", "{n} directions", len(tables["directions"])),
        words.count("{n} enterprise", "{n} enterprises", len(tables["enterprises"])),
        words.count("{n} task", "{n} tasks", len(tables["tasks"])),
        words.count("{n} duty", "{n} duties", len(tables["duties"])),
        words.count("{n} body", "{n} bodies", len(tables["agencies"])),
        words.count("{n} document", "{n} documents", len(tables["documents"])),
    ]
    shifts = [
        f"{made.moved[f'{table.name}.{spec.key}']} {words(spec.label)} ({words(table.label)})"
        for table in TABLES.values()
        for spec in table
        if made.moved[f"{table.name}.{spec.key}"]
    ]
    left = {
        "indicators.target": words.count("{n} target", "{n} targets", counts["indicators.target"]),
        "figures": words.count("{n} figure", "{n} figures", counts["figures"]),
        "sources": words.count("{n} source nothing names any more", "{n} sources nothing names any more", counts["sources"]),
        "tasks.status": words.count("{n} reported task", "{n} reported tasks", counts["tasks.status"]),
        "reviews": words.count("{n} review meeting", "{n} review meetings", counts["reviews"]),
        "decisions": words.count("{n} decision", "{n} decisions", counts["decisions"]),
    }
    lines = [f"  {words(N_('goes over'))}: {', '.join(kept)}"]
    if any(counts[key] for key in left):
        lines.append(f"  {words(N_('cleared'))}: {', '.join(told for key, told in left.items() if counts[key])}")
    if shifts:
        lines.append(f"  {words(N_('moved on'))}: {', '.join(shifts)}")
    if counts["baselines"]:
        baselines = words.count(
            "{n} figure of {year} stays as the baseline", "{n} figures of {year} stay as baselines", counts["baselines"], year=first - 1
        )
        lines.append(f"  {baselines}")
    if counts["bodies"]:
        moved = words.count(
            "{n} mention of a body that has ended now names the one that took over",
            "{n} mentions of bodies that have ended now name those that took over",
            counts["bodies"],
        )
        lines.append(f"  {moved}")
    return lines


def _faults(loaded: Loaded, words: Words) -> list[str]:
    """What was wrong with the plan that ended: it went over as far as it could be read."""
    lines = []
    if loaded.plan.set_aside:
        left = words.count(
            "{n} record could not be read and is left out", "{n} records could not be read and are left out", len(loaded.plan.set_aside)
        )
        lines.append(f"  ⚠ {left}")
    if loaded.errors:
        lines.append("  ⚠ " + words(N_("the plan it was made from has problems: kehoach check {path}"), path=shown_path(loaded.state.path)))
    return lines


def _remarks(made: Renewal, text: str, first: int, words: Words) -> list[str]:
    from tui.model.renew import Remark

    lines = [f"  {words(N_('left out'))}: {_told(remark, words)}" for remark in made.left_out]
    lines += [f"  {words(N_('to be decided'))}: {_told(remark, words)}" for remark in made.unclear]
    old = made.old_years + [
        Remark(words(N_("line {n}"), n=number), say("{text}", text=note)) for number, note in _notes_of_old_years(text, first)
    ]
    if old:
        lines.append("  " + words.count("{n} place still names a year of before:", "{n} places still name a year of before:", len(old)))
        lines += [f"    {remark.where}: {_around(words.sentence(remark.what), first)}" for remark in old]
    return lines


def _told(remark: Remark, words: Words) -> str:
    return f"{remark.where}: {words.sentence(remark.what)}"


def _notes_of_old_years(text: str, first: int) -> list[tuple[int, str]]:
    """(line, comment) of the comments of the file that name a year before the term: they went over with their records."""
    from tui.model.renew import YEAR
    from tui.store.toml.write import comments

    notes = set(comments(text, 0, len(text)))
    return [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() in notes and any(int(year) < first for year in YEAR.findall(line))
    ]


def _around(text: str, first: int) -> str:
    """The text about its first old year, on one line of a readable length."""
    from tui.model.renew import YEAR

    found = next(year for year in YEAR.finditer(text) if int(year[0]) < first)
    start, end = max(0, found.start() - _AROUND), min(len(text), found.end() + _AROUND)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
