"""The answers of a lake as tables of the screen: a row an area, a term, a plan …, counts by verdict, and what has to be looked at as heat.

What is not known is null and drawn as such: a share of nothing judged is no 0, and who has no figure has no rank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import attrs
import polars as pl

from tui.frames.methods.headline import LABELS, SHORT_LABELS, STANDINGS
from tui.frames.methods.verdict import Verdict
from tui.frames.tables.cells import (
    SIGNS,
    STATE_LOOKS,
    STATE_SCALE,
    VERDICT_LOOKS,
    VERDICT_SCALE,
    Translate,
    choice_words,
    due_words,
    filled,
    glyphed,
    mapped,
    ranked,
    tones,
    worded,
)
from tui.frames.tables.columns import Column, Shows, Tone, View
from tui.frames.tables.figure_marks import figure_marks
from tui.frames.tables.filter import rank_column
from tui.lake.comparison import compared, marked
from tui.lake.engines import answer
from tui.lake.looks import ATTENTION, HEADLINES, Look
from tui.lake.queries import ISSUERS, figures_of_one_code, records_of_one_code
from tui.lake.reading import Lake
from tui.lake.titles import TITLES
from tui.model.fields import TABLES
from tui.model.text import N_
from tui.vocabulary.served import place_of

NOT_SAID: Final = "—"
"""The row of those who say no area, term or level."""
COUNTED_HERE: Final = N_("counted over plans; Enter shows what it counts")

CALLED: Final[Mapping[str, str]] = {
    "area": N_("By area"),
    "term": N_("By term"),
    "level": N_("By level"),
    "plan": N_("Plans"),
    "body": N_("By agency"),
    "code": N_("By indicator"),
    "coverage": N_("With figures"),
    "year": N_("By year"),
    "task": N_("Tasks of many plans"),
    "indicator": N_("Indicators of many plans"),
    "one_code": N_("One indicator compared"),
    "problem": N_("Problems of many plans"),
}
"""Question → what its table is called."""

_JUDGED: Final = (*ATTENTION, *(v.value for v in (Verdict.EXCEEDED, Verdict.MET, Verdict.ON_COURSE, Verdict.SPEED_UP)))
"""Verdicts that say how it goes; the others say that nobody knows."""
_HEAT: Final = 8
"""Cells of a bar."""
_MANY, _SOME = 0.5, 0.25
"""Shares from which on many, or some, have to be looked at."""
_WORTH: Final = ("plans", "not_met", "at_risk", "late", "met", "no_data", "qualitative", "exceeded", "on_course", "speed_up", "awaiting")
"""Counts in the order in which a narrow window has them."""


@attrs.frozen(eq=False)
class Answered:
    """The rows a question was answered with, and those beside them, by what they are."""

    look: Look
    rows: pl.DataFrame
    beside: Mapping[str, pl.DataFrame] = attrs.field(factory=dict)


def ask(lake: Lake, look: Look) -> Answered:
    """Ask a lake what somebody looks at. Raises CannotAsk."""
    rows = answer(lake, look.sql)
    if look.by in ("area", "coverage"):
        return Answered(look, rows, {"issuers": answer(lake, ISSUERS)})
    if look.by == "one_code":
        asked = {"records": records_of_one_code(look.code), "figures": figures_of_one_code(look.code)}
        beside = {name: answer(lake, sql) for name, sql in asked.items()}
        figures, year = compared(rows, beside["records"], beside["figures"], look.year)
        return Answered(attrs.evolve(look, year=year), figures, beside)
    return Answered(look, rows)


def view_of(found: Answered, words: Translate) -> View:
    """The answer as a view: ``id`` first, every column of the answer under its own name, and the words, tones and bars beside them."""
    by = found.look.by
    made = _MAKERS[by](found, words)
    frame = made.frame.select("id", pl.exclude("id"))
    return attrs.evolve(made, table=found.look.table, frame=_told_apart(frame), called=CALLED[by])


def nothing_yet(look: Look, words: Translate) -> View:
    """The table of a question that is not answered yet: no row."""
    name = Column(key="id", title=CALLED[look.by], width=20, grows=True)
    return View(look.table, pl.DataFrame(schema={"id": pl.String}), (name,), called=CALLED[look.by])


def _told_apart(frame: pl.DataFrame) -> pl.DataFrame:
    """Ids that tell rows apart, whatever codes plans have."""
    if frame["id"].is_unique().all():
        return frame
    return frame.with_columns(id=pl.format("{} ({})", "id", pl.int_range(1, pl.len() + 1).over("id")))


# -- counts over plans ------------------------------------------------------------------------------------------------


def _headlines(found: Answered, words: Translate) -> View:
    by = found.look.by
    rows = found.rows.with_columns(id=_named(by), **{f"{by}_text": group_words(by, found.beside.get("issuers"), words)})
    first = Column(key=by, title=TITLES[by], width=24, text=f"{by}_text", grows=True, worth=0, why_not=COUNTED_HERE)
    return _counted(rows, (first,), words)


def _plans(found: Answered, words: Translate) -> View:
    first = Column(key="title", title=TITLES["title"], width=30, grows=True, worth=0, why_not=COUNTED_HERE)
    named = (first, _text("code", 8, worth=12), _text("area", 6, worth=11))
    view = _counted(found.rows.with_columns(id=pl.col("plan"), area=_said("area"), code=_said("code")), named, words)
    return attrs.evolve(view, told_beside=(Column(key="plan", title=N_("File"), width=30),))


def _counted(rows: pl.DataFrame, named: tuple[Column, ...], words: Translate) -> View:
    """Rows with counts of verdicts, and at the right edge what of it has to be looked at."""
    judged = pl.sum_horizontal(_JUDGED)
    rows = _with_heat(rows, "attention", pl.sum_horizontal(ATTENTION), judged, words, N_("nothing judged"))
    counts = [*(["plans"] if "plans" in rows.columns else []), *STANDINGS, "late", "indicators", "tasks", "enterprises"]
    columns = [*named, *(_count(key) for key in counts), _heat("attention", N_("Not met or at risk"))]
    return View("", rows, tuple(columns))


def _codes(found: Answered, words: Translate) -> View:
    judged = pl.sum_horizontal(_JUDGED)
    rows = found.rows.with_columns(id=pl.col("code"))
    rows = _with_heat(rows, "attention", pl.sum_horizontal(ATTENTION), judged, words, N_("nothing judged"))
    name = Column(key="name", title=N_("Indicator"), width=24, grows=True, worth=0, why_not=COUNTED_HERE)
    counts = [_count(code) for code in STANDINGS if code in rows.columns]
    return View("", rows, (name, _text("code", 8, worth=1), _count("plans"), *counts, _heat("attention", N_("Not met or at risk"))))


def _bodies(found: Answered, words: Translate) -> View:
    called = pl.coalesce("agency_name", pl.lit(words(N_("– no lead"))))
    rows = found.rows.with_columns(
        id=pl.concat_str(called, pl.when(pl.col("agency_code") != "").then(pl.format(" ({})", "agency_code")).otherwise(pl.lit(""))),
        agency_name_text=called,
        agency_code=_said("agency_code"),
        most_days_late=pl.when(pl.col("late") > 0).then("most_days_late"),
    )
    rows = _with_heat(rows, "late_share", pl.col("late"), pl.col("tasks"), words, N_("no task"))
    name = Column(
        key="agency_name", title=TITLES["agency_name"], width=28, text="agency_name_text", grows=True, worth=0, why_not=COUNTED_HERE
    )
    counts = (_count("tasks", worth=1), _count("late", worth=2), _count("not_reported", worth=3), _count("most_days_late", worth=4))
    return View("", rows, (name, _text("agency_code", 8, worth=12), *counts, _heat("late_share", N_("Overdue tasks"))))


def _coverage(found: Answered, words: Translate) -> View:
    rows = found.rows.with_columns(id=_named("area"), area_text=group_words("area", found.beside.get("issuers"), words))
    share = pl.col("with_figures") / pl.col("indicators")
    numbers = {"n": pl.col("with_figures").cast(pl.String), "of": pl.col("indicators").cast(pl.String)}
    counted = filled(words(N_("{n} of {of}")), **numbers)  # a spreadsheet would take 1/5 for a day
    rows = rows.with_columns(
        covered=share,
        covered_text=counted,
        covered_short=pl.concat_str(_bar(share), pl.lit(" "), counted),
        covered_tone=pl.when(share >= 1).then(pl.lit(str(Tone.GOOD))).when(share < _MANY).then(pl.lit(str(Tone.WARN))),
    )
    first = Column(key="area", title=TITLES["area"], width=24, text="area_text", grows=True, worth=0, why_not=COUNTED_HERE)
    counts = (_count("indicators", worth=1), _count("with_figures", worth=2), _count("with_code", worth=3))
    return View("", rows, (first, *counts, _heat("covered", N_("Have figures"))))


def _years(found: Answered, words: Translate) -> View:
    rows = found.rows.with_columns(id=pl.format("{} {}", "code", "year"))
    columns = (
        Column(key="code", title=TITLES["code"], width=16, grows=True, worth=0, why_not=COUNTED_HERE),
        Column(key="year", title=TITLES["year"], width=5, shows=Shows.YEAR, align="right", worth=1, why_not=COUNTED_HERE),
        _count("figures", worth=2),
        _number("least", TITLES["least"], worth=3),
        _number("most", TITLES["most"], worth=4),
    )
    return View("", rows, columns)


# -- records of plans -------------------------------------------------------------------------------------------------


def _tasks(found: Answered, words: Translate) -> View:
    rows = found.rows.with_columns(
        id=pl.format("{}#{}", "plan", "task"),
        area=_said("area"),
        state_text=due_words(words),
        state_tone=mapped(pl.col("state"), tones(STATE_LOOKS)),
    ).with_columns(ranked(pl.col("state"), STATE_LOOKS).alias(rank_column("state")))
    columns = (
        Column(key="summary", title=N_("Task"), width=30, grows=True, worth=0, why_not=IN_ITS_PLAN),
        _of_plan("title", 24, worth=3),
        _text("area", 6, worth=2),
        Column(key="due", title=N_("Due"), width=10, shows=Shows.DATE, worth=1, why_not=IN_ITS_PLAN),
        Column(key="days_late", title=N_("days overdue"), width=6, shows=Shows.COUNT, align="right", worth=4, why_not=IN_ITS_PLAN),
        Column(
            key="state",
            title=N_("State"),
            width=22,
            text="state_text",
            tone="state_tone",
            scale=STATE_SCALE,
            answer=True,
            why_not=IN_ITS_PLAN,
        ),
    )
    return View("", rows, columns, told_beside=(Column(key="plan", title=N_("File"), width=30),))


def _indicators(found: Answered, words: Translate) -> View:
    rows = found.rows.with_columns(
        id=pl.format("{}#{}", "plan", "indicator"), area=_said("area"), code=_said("code"), **_verdict_words(words), **_targets()
    ).with_columns(ranked(pl.col("verdict"), [step.code for step in VERDICT_SCALE]).alias(rank_column("verdict")))
    columns = (
        Column(key="name", title=N_("Indicator"), width=30, beside="unit_beside", grows=True, worth=0, why_not=IN_ITS_PLAN),
        _of_plan("title", 24, worth=4),
        _text("area", 6, worth=3),
        _text("code", 8, worth=5),
        _number("last_value", N_("Newest figure"), worth=1, unit="unit"),
        Column(key="last_year", title=TITLES["year"], width=5, shows=Shows.YEAR, align="right", worth=2, why_not=IN_ITS_PLAN),
        _number("target", N_("Target"), prefix="target_prefix", worth=2, unit="unit"),
        _verdict_column(),
    )
    rows = rows.with_columns(unit_beside=pl.when(pl.col("unit") != "").then(pl.format(", {}", "unit")))
    return View("", rows, columns, told_beside=(Column(key="plan", title=N_("File"), width=30),))


def _compared(found: Answered, words: Translate) -> View:
    """A row each plan that has the code: value of the year with its bar, rank, target, verdict, and every year."""
    rows = found.rows.with_columns(
        id=pl.format("{}#{}", "plan", "indicator"),
        area=_said("area"),
        level_text=worded(pl.col("level"), choice_words(TABLES["plan"]["level"].choices, words)),
        bar=pl.when(pl.col("value").is_not_null()).then(pl.concat_str(pl.lit(" "), _bar(pl.col("bar")))),
        of_ranked=pl.when(pl.col("rank").is_not_null()).then(pl.format("/{}", "ranked")),
        **_verdict_words(words),
        **_targets(),
    ).with_columns(ranked(pl.col("verdict"), [step.code for step in VERDICT_SCALE]).alias(rank_column("verdict")))
    years = [key for key in rows.columns if key.startswith("year_")]
    year = found.look.year
    rows = rows.with_columns(
        rows.select(pl.col(marked(key)).struct.unnest()).select(figure_marks(words)).to_series().alias(marked(key)) for key in years
    )
    columns = (
        Column(key="title", title=TITLES["plan"], width=24, grows=True, worth=0, why_not=IN_ITS_PLAN),
        _text("area", 6, worth=3),
        Column(key="rank", title=N_("Rank"), width=6, shows=Shows.COUNT, align="right", suffix="of_ranked", worth=1, why_not=BY_THE_YEAR),
        Column(
            key="value",
            title=str(year) if year is not None else N_("Newest figure"),
            width=9,
            shows=Shows.NUMBER,
            align="right",
            beside="bar",
            unit="unit",
            suffix=None if year is None or f"year_{year}" not in years else marked(f"year_{year}"),
            worth=1,
            why_not=IN_ITS_PLAN,
        ),
        _number("target", N_("Target"), prefix="target_prefix", worth=2, unit="unit"),
        *(
            Column(
                key=key,
                title=key.removeprefix("year_"),
                width=5,
                shows=Shows.NUMBER,
                align="right",
                unit="unit",
                of_a_series=True,
                suffix=marked(key),
                worth=6,
                why_not=IN_ITS_PLAN,
            )
            for key in years
            if key != f"year_{year}"
        ),
        _text("unit", 8, worth=5),
        Column(key="level", title=TITLES["level"], width=8, text="level_text", worth=7, why_not=IN_ITS_PLAN),
        _verdict_column(),
    )
    return View("", rows, columns, told_beside=(Column(key="plan", title=N_("File"), width=30),))


_SEVERITIES: Final = {"unreadable": N_("unreadable"), "error": N_("error"), "warning": N_("warning")}
_SEVERITY_LOOKS: Final = {"unreadable": ("✗", Tone.BAD), "error": ("!", Tone.BAD), "warning": ("▲", Tone.WARN)}


def _problems(found: Answered, words: Translate) -> View:
    said = {code: f"{_SEVERITY_LOOKS[code][0]} {words(label)}" for code, label in _SEVERITIES.items()}
    told = "said_vi" if words(N_("unreadable")) != "unreadable" else "said_en"
    rows = found.rows.with_columns(
        id=pl.int_range(1, pl.len() + 1).cast(pl.String),
        severity_text=worded(pl.col("severity"), said),
        severity_tone=mapped(pl.col("severity"), {code: str(look[1]) for code, look in _SEVERITY_LOOKS.items()}),
        said=pl.col(told),
        plan_short=pl.col("plan").str.extract(r"([^/]*/[^/]*)$"),
        place=pl.concat_str(pl.col("table"), pl.col("record"), pl.col("field"), separator=" · ", ignore_nulls=True),
    ).with_columns(ranked(pl.col("severity"), list(_SEVERITIES)).alias(rank_column("severity")))
    columns = (
        Column(key="plan", title=N_("File"), width=16, short="plan_short", worth=0, why_not=IN_ITS_PLAN),
        Column(key="said", title=N_("What is wrong"), width=30, grows=True, worth=0, why_not=IN_ITS_PLAN),
        Column(key="place", title=N_("Where"), width=16, worth=3, why_not=IN_ITS_PLAN),
        Column(key="line", title=N_("Line"), width=5, shows=Shows.YEAR, align="right", worth=2, why_not=IN_ITS_PLAN),
        Column(key="severity", title=N_("How bad"), width=14, text="severity_text", tone="severity_tone", answer=True, why_not=IN_ITS_PLAN),
    )
    return View("", rows, columns)


IN_ITS_PLAN: Final = N_("a roll-up is only looked at; Enter opens the plan of the row")
BY_THE_YEAR: Final = N_("by the figures of the year among plans of one level and one unit; who has none has no rank")

_MAKERS: Final[Mapping[str, Callable[[Answered, Translate], View]]] = {
    **dict.fromkeys(HEADLINES, _headlines),
    "plan": _plans,
    "body": _bodies,
    "code": _codes,
    "coverage": _coverage,
    "year": _years,
    "task": _tasks,
    "indicator": _indicators,
    "one_code": _compared,
    "problem": _problems,
}

# -- cells ------------------------------------------------------------------------------------------------------------


def _named(key: str) -> pl.Expr:
    return pl.when(pl.col(key) == "").then(pl.lit(NOT_SAID)).otherwise(key)


def _said(key: str) -> pl.Expr:
    return pl.col(key).replace("", None)


def group_words(by: str, issuers: pl.DataFrame | None, words: Translate) -> pl.Expr:
    """What an area, a term, a level is called; an area by the place of who issues its province's plans, behind the code.

    ``issuers`` is the answer to ``ISSUERS``; without it an area has its code only.
    """
    told = _named(by)
    if by == "level":
        told = worded(pl.col(by), choice_words(TABLES["plan"]["level"].choices, words))
    elif by == "area" and issuers is not None:
        agreed = issuers.filter(pl.col("issuer") == pl.col("other"))
        names = {area: f"{area}  {place_of(issuer)}" for area, issuer in agreed.select("area", "issuer").iter_rows()}
        told = worded(pl.col(by), names)
    return pl.when(pl.col(by) == "").then(pl.lit(f"{NOT_SAID} {words(N_('not said in the plan'))}")).otherwise(told)


def _with_heat(rows: pl.DataFrame, key: str, part: pl.Expr, whole: pl.Expr, words: Translate, none: str) -> pl.DataFrame:
    """Rows with a share: native, in words, with its bar, and the tone; null with words where there is nothing to have a share of."""
    share = pl.when(whole > 0).then(part / whole)
    said = (
        pl.when(share >= _MANY)
        .then(pl.lit(words(N_("many"))))
        .when(share >= _SOME)
        .then(pl.lit(words(N_("some"))))
        .when(share > 0)
        .then(pl.lit(words(N_("few"))))
        .otherwise(pl.lit(words(N_("none"))))
    )
    text = pl.when(share.is_null()).then(pl.lit(words(none))).otherwise(pl.format("{}/{} {}", part, whole, said))
    tone = (
        pl.when(share.is_null())
        .then(pl.lit(str(Tone.MUTED)))
        .when(share >= _MANY)
        .then(pl.lit(str(Tone.BAD)))
        .when(share > 0)
        .then(pl.lit(str(Tone.WARN)))
        .otherwise(pl.lit(str(Tone.GOOD)))
    )
    short = pl.when(share.is_null()).then(text).otherwise(pl.format("{} {}", _bar(share), text))
    return rows.with_columns(share.alias(key), text.alias(f"{key}_text"), short.alias(f"{key}_short"), tone.alias(f"{key}_tone"))


def _bar(share: pl.Expr) -> pl.Expr:
    """A share from 0 to 1 as a bar; what is more than nothing has a cell at least."""
    cells = (share * _HEAT).round().clip(0, _HEAT).cast(pl.Int64)
    cells = pl.when((share > 0) & (cells == 0)).then(1).otherwise(cells)
    return cells.replace_strict(list(range(_HEAT + 1)), ["█" * n + "·" * (_HEAT - n) for n in range(_HEAT + 1)], return_dtype=pl.String)


def _count(key: str, worth: int | None = None) -> Column:
    worth = worth if worth is not None else _WORTH.index(key) + 1 if key in _WORTH else 30
    title = SHORT_LABELS.get(key) or TITLES[key]
    return Column(key=key, title=title, width=6, shows=Shows.COUNT, align="right", adds=True, worth=worth, why_not=COUNTED_HERE)


def _number(key: str, title: str, *, worth: int, prefix: str | None = None, unit: str | None = None) -> Column:
    return Column(
        key=key, title=title, width=8, shows=Shows.NUMBER, align="right", prefix=prefix, unit=unit, worth=worth, why_not=IN_ITS_PLAN
    )


def _text(key: str, width: int, *, worth: int) -> Column:
    return Column(key=key, title=TITLES.get(key) or N_("Unit"), width=width, worth=worth, why_not=IN_ITS_PLAN)


def _of_plan(key: str, width: int, *, worth: int) -> Column:
    return Column(key=key, title=TITLES["plan"], width=width, worth=worth, why_not=IN_ITS_PLAN)


def _heat(key: str, title: str) -> Column:
    return Column(
        key=key,
        title=title,
        width=20,
        shows=Shows.NUMBER,
        text=f"{key}_text",
        short=f"{key}_short",
        tone=f"{key}_tone",
        answer=True,
        why_not=COUNTED_HERE,
    )


def _verdict_words(words: Translate) -> dict[str, pl.Expr]:
    return {
        "verdict_text": worded(pl.col("verdict"), glyphed(VERDICT_LOOKS, LABELS, words)),
        "verdict_tone": mapped(pl.col("verdict"), tones(VERDICT_LOOKS)),
    }


def _verdict_column() -> Column:
    return Column(
        key="verdict",
        title=N_("Verdict"),
        width=22,
        text="verdict_text",
        tone="verdict_tone",
        scale=VERDICT_SCALE,
        answer=True,
        why_not=IN_ITS_PLAN,
    )


def _targets() -> dict[str, pl.Expr]:
    return {"target_prefix": mapped(pl.col("op"), SIGNS)}
