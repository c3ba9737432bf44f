"""What is asked of a lake, as SQL: the part of it that every engine understands alike, so that a question is written once.

Only conditions, groups, joins and orders; no function that one engine has alone, no lists, nothing that depends on where nulls are put.
Tables are those of :mod:`tui.lake.schemas`. Every order ends with columns that tell rows apart, so that engines give one answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from tui.frames.methods.headline import QUALITATIVE, STANDINGS
from tui.frames.methods.tasks import TaskState
from tui.frames.methods.verdict import Verdict
from tui.model.fields import FIGURE_APART

Only: TypeAlias = tuple[str, str]
"""(column, value): only rows with this value of it, "" for those that say none. Columns of ``plans``, or those a question names."""


def _counted(column: str, value: str, name: str) -> str:
    return f"SUM(CASE WHEN {column} = '{value}' THEN 1 ELSE 0 END) AS {name}"


_VERDICTS: Final = ", ".join(f"SUM(p.{code}) AS {code}" for code in STANDINGS)
_EACH_VERDICT: Final = ", ".join(_counted("v.verdict", code, code) for code in STANDINGS if code != QUALITATIVE)
_LATE_OF_EACH: Final = f"(SELECT plan, {_counted('state', TaskState.LATE.value, 'late')} FROM tasks GROUP BY plan)"
_NAME_OF_EACH: Final = "(SELECT code, MIN(name) AS name FROM indicators WHERE code IS NOT NULL GROUP BY code)"
_FIGURE: Final = " AND ".join(
    ("value IS NOT NULL", "vintage <> 'plan'", "of_area IS NULL", *(f"{key} IS NULL" for key in FIGURE_APART if key not in ("area",)))
)
"""Results of the whole, as they were published: not what was planned, nor a part, nor what stood at some day of the year."""


_TITLE: Final = "COALESCE(p.short_title, p.title)"


def _headlines(by: str) -> str:
    return f"""
        SELECT COALESCE(p.{by}, '') AS {by}, COUNT(*) AS plans, SUM(p.indicators) AS indicators, {_VERDICTS}, SUM(p.tasks) AS tasks,
               SUM(COALESCE(t.late, 0)) AS late, SUM(p.enterprises) AS enterprises
        FROM plans p LEFT JOIN {_LATE_OF_EACH} t ON p.plan = t.plan
        GROUP BY COALESCE(p.{by}, '') ORDER BY {by}
    """


def of_plans(only: Sequence[Only] = ()) -> str:
    """The headline of each plan, or of those of an area, a term, a level."""
    return f"""
        SELECT p.plan AS plan, {_TITLE} AS title, COALESCE(p.code, '') AS code, COALESCE(p.area, '') AS area, p.indicators AS indicators,
               {", ".join(f"p.{code} AS {code}" for code in STANDINGS)}, p.tasks AS tasks, COALESCE(t.late, 0) AS late,
               p.enterprises AS enterprises
        FROM plans p LEFT JOIN {_LATE_OF_EACH} t ON p.plan = t.plan {_where(only)} ORDER BY plan
    """


def _where(only: Sequence[Only], *more: str) -> str:
    conditions = [*more, *(f"COALESCE(p.{column}, '') = {quoted(value)}" for column, value in only)]
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def quoted(text: str) -> str:
    """A text as SQL has it between quotes: nothing in it is SQL."""
    return "'" + text.replace("'", "''") + "'"


QUERIES: Final[Mapping[str, str]] = {
    "area": _headlines("area"),
    "term": _headlines("term"),
    "level": _headlines("level"),
    "plan": of_plans(),
    "code": f"""
        SELECT v.code AS code, n.name AS name, COUNT(*) AS plans, {_EACH_VERDICT}
        FROM verdicts v INNER JOIN {_NAME_OF_EACH} n ON v.code = n.code
        GROUP BY v.code, n.name ORDER BY not_met DESC, at_risk DESC, code
    """,
    "body": f"""
        SELECT COALESCE(h.agency_code, '') AS agency_code, h.agency_name AS agency_name, COUNT(*) AS tasks,
               {_counted("t.state", TaskState.LATE.value, "late")}, {_counted("t.state", TaskState.NOT_REPORTED.value, "not_reported")},
               COALESCE(MAX(t.days_late), 0) AS most_days_late
        FROM holders h INNER JOIN tasks t ON h.plan = t.plan AND h.task = t.task
        WHERE h.role = 'lead' GROUP BY COALESCE(h.agency_code, ''), h.agency_name
        ORDER BY late DESC, not_reported DESC, agency_name, agency_code
    """,
    "coverage": """
        SELECT COALESCE(area, '') AS area, COUNT(*) AS indicators,
               SUM(CASE WHEN last_year IS NOT NULL THEN 1 ELSE 0 END) AS with_figures,
               SUM(CASE WHEN code IS NOT NULL THEN 1 ELSE 0 END) AS with_code
        FROM verdicts GROUP BY COALESCE(area, '') ORDER BY area
    """,
    "year": f"""
        SELECT code, year, COUNT(*) AS figures, MIN(value) AS least, MAX(value) AS most
        FROM figures
        WHERE code IS NOT NULL AND {_FIGURE}
        GROUP BY code, year ORDER BY code, year
    """,
}
"""Name → question: headlines of plans by area, term or level, or of each plan; verdicts by the code of the indicator, the worst first;
tasks by the body that leads them, the latest first; how many indicators have figures and codes; figures of the year by code."""


def of_one_code(code: str) -> str:
    """How the indicator of a code stands in every plan that has it: the comparison of areas."""
    # ordered outside, where area is never null: some engines order by the column of the plan behind the name
    return f"""
        SELECT * FROM (
        SELECT p.plan AS plan, {_TITLE} AS title, COALESCE(p.area, '') AS area, v.indicator AS indicator,
               v.last_year AS last_year, v.last_value AS last_value, v.op AS op,
               v.target AS target, v.mean AS mean, v.forecast AS forecast, v.verdict AS verdict
        FROM verdicts v INNER JOIN plans p ON v.plan = p.plan
        WHERE v.code = {quoted(code)}
        ) q ORDER BY area, plan, indicator
    """


def records_of_one_code(code: str) -> str:
    """Which record of each plan has a code, with its unit, and of what level the plan is."""
    return f"""
        SELECT i.plan AS plan, i.indicator AS indicator, i.name AS name, COALESCE(i.unit, '') AS unit, COALESCE(p.level, '') AS level
        FROM indicators i INNER JOIN plans p ON i.plan = p.plan
        WHERE i.code = {quoted(code)} ORDER BY plan, indicator
    """


def figures_of_one_code(code: str) -> str:
    """The results of a code that count on the day, by plan, record and year."""
    return f"""
        SELECT plan, indicator, year, value, vintage, conflict FROM figures
        WHERE code = {quoted(code)} AND counts ORDER BY plan, indicator, year
    """


def plans_of_one_code(code: str) -> str:
    """Every plan, with the record that has a code: its unit, its kind and whether it adds up; null where the plan has none."""
    return f"""
        SELECT p.plan AS plan, COALESCE(p.area, '') AS area, COALESCE(p.level, '') AS level, COALESCE(p.term, '') AS term,
               p.term_start AS term_start, p.term_end AS term_end, i.indicator AS indicator, i.name AS name, COALESCE(i.unit, '') AS unit,
               i.kind AS kind, i.adds_up AS adds_up
        FROM plans p LEFT JOIN (SELECT * FROM indicators WHERE code = {quoted(code)}) i ON p.plan = i.plan ORDER BY plan, indicator
    """


def figures_that_count(code: str) -> str:
    """The one figure of each year of a code that counts on the day, by plan, record and year."""
    return f"""
        SELECT plan, indicator, year, value, vintage FROM figures
        WHERE code = {quoted(code)} AND counts AND value IS NOT NULL ORDER BY plan, indicator, year
    """


def of_tasks(only: Sequence[Only], states: Sequence[str]) -> str:
    """Tasks in some states, of all plans or those of an area, a term, a level, one: the latest first."""
    wanted = " OR ".join(f"t.state = {quoted(state)}" for state in states)
    return f"""
        SELECT * FROM (SELECT {_TASK} FROM tasks t INNER JOIN plans p ON t.plan = p.plan {_where(only, f"({wanted})")}) q
        ORDER BY {_LATEST_FIRST}
    """


def of_tasks_led(code: str, name: str | None, states: Sequence[str] = ()) -> str:
    """The tasks a body leads, in some states or in all: the latest first."""
    wanted = " OR ".join(f"t.state = {quoted(state)}" for state in states)
    called = "h.agency_name IS NULL" if name is None else f"h.agency_name = {quoted(name)}"
    return f"""
        SELECT * FROM (SELECT {_TASK} FROM holders h
        INNER JOIN tasks t ON h.plan = t.plan AND h.task = t.task INNER JOIN plans p ON t.plan = p.plan
        WHERE h.role = 'lead' AND COALESCE(h.agency_code, '') = {quoted(code)} AND {called} {f"AND ({wanted})" if wanted else ""}) q
        ORDER BY {_LATEST_FIRST}
    """


_TASK: Final = f"""t.plan AS plan, t.task AS task, t.summary AS summary, {_TITLE} AS title, COALESCE(p.area, '') AS area, t.state AS state,
               t.due AS due, t.days_late AS days_late, t.days_left AS days_left"""
_LATEST_FIRST: Final = "COALESCE(days_late, 0) DESC, area, plan, task"


def of_indicators(only: Sequence[Only], standings: Sequence[str] = (), code: str = "") -> str:
    """Indicators that stand so (codes of :data:`STANDINGS`), or all, of all plans or those of an area, a term, a level, one."""
    conditions = [f"v.code = {quoted(code)}"] if code else []
    if standings:
        conditions.append(f"({' OR '.join(_standing(each) for each in standings)})")
    return f"""
        SELECT * FROM (
        SELECT v.plan AS plan, v.indicator AS indicator, i.name AS name, COALESCE(i.unit, '') AS unit, COALESCE(v.code, '') AS code,
               {_TITLE} AS title, COALESCE(p.area, '') AS area, v.last_year AS last_year, v.last_value AS last_value, v.op AS op,
               v.target AS target, CASE WHEN {_UNSAID} THEN '{QUALITATIVE}' ELSE v.verdict END AS verdict
        FROM verdicts v INNER JOIN indicators i ON v.plan = i.plan AND v.indicator = i.indicator INNER JOIN plans p ON v.plan = p.plan
        {_where(only, *conditions)}) q ORDER BY area, plan, indicator
    """


_UNSAID: Final = f"COALESCE(i.kind, '') = '{QUALITATIVE}' AND v.verdict = '{Verdict.NO_DATA.value}'"
"""As :func:`tui.frames.methods.headline.standing_code` has it."""


def _standing(code: str) -> str:
    if code == QUALITATIVE:
        return f"({_UNSAID})"
    said = f"v.verdict = {quoted(code)}"
    return f"({said} AND COALESCE(i.kind, '') <> '{QUALITATIVE}')" if code == Verdict.NO_DATA else f"({said})"


ISSUERS: Final = """
    SELECT area, MIN(issuer_name) AS issuer, MAX(issuer_name) AS other
    FROM plans WHERE level = 'province' AND issuer_name IS NOT NULL AND area IS NOT NULL GROUP BY area ORDER BY area
"""
"""Who issues the plans of each province: a name for its code where all say the same."""

PROBLEMS: Final = """
    SELECT plan, severity, "table", record, field, line, said_vi, said_en FROM problems
    WHERE severity <> 'code' ORDER BY severity, plan, line, record, field, said_en
"""
"""What could not be read, or does not fit together; not what is only missing for a roll-up."""
