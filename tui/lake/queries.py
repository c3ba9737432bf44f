"""What is asked of a lake, as SQL: the part of it that every engine understands alike, so that a question is written once.

Only conditions, groups, joins and orders; no function that one engine has alone, no lists, nothing that depends on where nulls are put.
Tables are those of :mod:`tui.lake.schemas`. Every order ends with columns that tell rows apart, so that engines give one answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tui.frames.methods.headline import STANDINGS
from tui.frames.methods.tasks import TaskState


def _counted(column: str, value: str, name: str) -> str:
    return f"SUM(CASE WHEN {column} = '{value}' THEN 1 ELSE 0 END) AS {name}"


_VERDICTS: Final = ", ".join(f"SUM({code}) AS {code}" for code in STANDINGS)
_EACH_VERDICT: Final = ", ".join(_counted("verdict", code, code) for code in STANDINGS if code != "qualitative")


def _headlines(by: str) -> str:
    return f"""
        SELECT COALESCE({by}, '') AS {by}, COUNT(*) AS plans, SUM(indicators) AS indicators, {_VERDICTS}, SUM(tasks) AS tasks,
               SUM(enterprises) AS enterprises
        FROM plans GROUP BY COALESCE({by}, '') ORDER BY {by}
    """


QUERIES: Final[Mapping[str, str]] = {
    "area": _headlines("area"),
    "term": _headlines("term"),
    "level": _headlines("level"),
    "plan": f"""
        SELECT plan, title, COALESCE(code, '') AS code, COALESCE(area, '') AS area, indicators, {", ".join(STANDINGS)}, tasks, enterprises
        FROM plans ORDER BY plan
    """,
    "code": f"""
        SELECT code, COUNT(*) AS plans, {_EACH_VERDICT}
        FROM verdicts WHERE code IS NOT NULL GROUP BY code ORDER BY not_met DESC, at_risk DESC, code
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
    "year": """
        SELECT code, year, COUNT(*) AS figures, MIN(value) AS least, MAX(value) AS most
        FROM figures
        WHERE code IS NOT NULL AND value IS NOT NULL AND vintage <> 'plan' AND scope IS NULL AND area IS NULL AND as_of IS NULL
        GROUP BY code, year ORDER BY code, year
    """,
}
"""Name → question: headlines of plans by area, term or level, or of each plan; verdicts by the code of the indicator, the worst first;
tasks by the body that leads them, the latest first; how many indicators have figures and codes; figures of the year by code."""


def of_one_code(code: str) -> str:
    """How the indicator of a code stands in every plan that has it: the comparison of areas."""
    quoted = "'" + code.replace("'", "''") + "'"
    return f"""
        SELECT p.plan AS plan, p.title AS title, COALESCE(p.area, '') AS area, v.last_year AS last_year, v.last_value AS last_value,
               v.op AS op, v.target AS target, v.mean AS mean, v.forecast AS forecast, v.verdict AS verdict
        FROM verdicts v INNER JOIN plans p ON v.plan = p.plan
        WHERE v.code = {quoted} ORDER BY area, plan
    """
