"""What a body gets to fill in: its tasks, its indicators, the reports it owes; each input with what the plan holds today.

The form is an official paper, so its words are Vietnamese. What the plan holds goes along as the *base*: coming back, only
what somebody really changed counts, and what the plan changed meanwhile is seen.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.duties import duty_reports
from tui.frames.methods.figures import EVER, figures
from tui.frames.methods.ownership import resolve, task_holders
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.tasks import task_states
from tui.frames.tables.cells import SIGNS
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.fields import FIGURE_FIELDS, TABLES, VINTAGES, Choice, FieldSpec, Kind
from tui.model.periods import Period
from tui.model.plan import MISSING, Plan, Values
from tui.model.succession import members_of
from tui.model.text import nfc
from tui.reports import official
from tui.reports.report_sentences import RANGE
from tui.vocabulary.places import place_words

FORM_VERSION: Final = 1
"""The version of the workbook this program writes; it does not read a newer one."""

ID: Final = "id"
ID_TITLE: Final = "Mã"
_PART: Final = "#"
"""Stands between a duty and the part of the year its report is on."""
_PARTS: Final = frozenset(str(number) for number in range(1, 13))
REPORTED_ON: Final = "reported_on"
"""The input of the first sheet: the day of the report, where a row gives none."""


class Group(enum.Enum):
    """Which inputs of a row stand and fall together."""

    FIELD = "field"  # each for itself: a field of the record
    FIGURE = "figure"  # the figure of the form's year
    REPORT = "report"  # a new entry of a task's log
    HANDED_IN = "handed_in"  # the entry of this body and year


@attrs.frozen(kw_only=True)
class FormColumn:
    """A column: ``spec`` of an input, None of what only informs; ``choices`` of a closed list are what the cell offers."""

    key: str
    title: str
    width: float
    spec: FieldSpec | None = None
    group: Group = Group.FIELD
    help: str = ""
    formerly: str = ""
    """What the column was called in forms that may still come back."""


@attrs.frozen
class FormRow:
    """A record: what informs as it is written, and the plan's values of the inputs, MISSING where it has none."""

    id: str
    told: Mapping[str, Any]
    base: Mapping[str, Any]


@attrs.frozen
class FormSheet:
    """A sheet of a form: the rows of one table."""

    table: str
    name: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]

    @property
    def inputs(self) -> tuple[FormColumn, ...]:
        """The columns that are filled in."""
        return tuple(column for column in self.columns if column.spec is not None)


@attrs.frozen(kw_only=True)
class Form:
    """A form for one body and one year, of one plan; ``digest`` is that of the plan's file when it was made."""

    title: str
    short_title: str
    term: tuple[str, str]
    agency: str
    agency_name: str
    year: int
    as_of: dt.date
    digest: str
    sheets: tuple[FormSheet, ...]


# -- columns --------------------------------------------------------------------------------------------------------

_FIGURE: Final = {f.key: f for f in FIGURE_FIELDS}
_LOG: Final = {f.key: f for f in TABLES["tasks"]["log"].entries}
_HANDED: Final = {f.key: f for f in TABLES["duties"]["handed_in"].entries}
_RESULTS: Final[tuple[Choice, ...]] = tuple(choice for choice in VINTAGES if choice.value != "plan")


def _field(table: str, key: str, title: str, width: float, help: str = "", formerly: str = "") -> FormColumn:
    return FormColumn(key=key, title=title, width=width, spec=TABLES[table][key], help=help, formerly=formerly)


_ID_COLUMN: Final = FormColumn(key=ID, title=ID_TITLE, width=12)

SHEETS: Final[Mapping[str, tuple[str, tuple[FormColumn, ...]]]] = {
    "tasks": (
        "Nhiệm vụ",
        (
            _ID_COLUMN,
            FormColumn(key="locator", title="Mục", width=15),
            FormColumn(key="summary", title="Nội dung nhiệm vụ", width=40),
            FormColumn(key="role", title="Vai trò", width=10),
            FormColumn(key="due_told", title="Thời hạn", width=13),
            _field("tasks", "status", "Tình trạng", 16, "Chọn trong danh sách"),
            _field("tasks", "done_on", "Ngày hoàn thành", 13, "Ngày, tháng, năm; ví dụ 20/11/2025"),
            _field("tasks", "progress", "Mức độ hoàn thành (%)", 12, "Số từ 0 đến 100", formerly="Tiến độ (%)"),
            FormColumn(
                key="log.on", title="Ngày báo cáo", width=13, spec=_LOG["on"], group=Group.REPORT, help="Để trống thì lấy ngày ở trang đầu"
            ),
            FormColumn(
                key="log.text",
                title="Kết quả, vướng mắc, kiến nghị",
                width=44,
                spec=_LOG["text"],
                group=Group.REPORT,
                help="Ghi thêm một dòng báo cáo",
            ),
        ),
    ),
    "indicators": (
        "Chỉ tiêu",
        (
            _ID_COLUMN,
            FormColumn(key="name", title="Tên chỉ tiêu", width=40),
            FormColumn(key="unit_told", title="ĐVT", width=11),
            FormColumn(key="target_told", title="Mục tiêu", width=13),
            FormColumn(key="values.value", title="Số liệu", width=12, spec=_FIGURE["value"], group=Group.FIGURE, help="Số, ví dụ 8,59"),
            FormColumn(
                key="values.vintage",
                title="Loại số liệu",
                width=13,
                spec=attrs.evolve(_FIGURE["vintage"], choices=_RESULTS),
                group=Group.FIGURE,
                help="Chọn trong danh sách",
            ),
            FormColumn(
                key="values.source", title="Nguồn", width=34, spec=_FIGURE["source"], group=Group.FIGURE, help="Nguồn đã có trong kế hoạch"
            ),
            FormColumn(key="values.note", title="Ghi chú", width=34, spec=_FIGURE["note"], group=Group.FIGURE),
        ),
    ),
    "duties": (
        "Chế độ báo cáo",
        (
            _ID_COLUMN,
            FormColumn(key="what", title="Báo cáo phải gửi", width=48),
            FormColumn(key="last_good", title="Hạn cuối", width=14),
            FormColumn(key="handed_in.on", title="Ngày đã gửi", width=14, spec=_HANDED["on"], group=Group.HANDED_IN),
            FormColumn(key="handed_in.note", title="Ghi chú", width=40, spec=_HANDED["note"], group=Group.HANDED_IN),
        ),
    ),
    "enterprises": (
        "Doanh nghiệp",
        (
            _ID_COLUMN,
            FormColumn(key="name", title="Tên doanh nghiệp", width=44),
            FormColumn(key="arrangement_told", title="Hình thức sắp xếp", width=14),
            FormColumn(key="window_told", title="Thời gian thực hiện", width=14),
            _field("enterprises", "share_now", "Vốn NN hiện nay (%)", 13, "Số từ 0 đến 100"),
            _field("enterprises", "stage", "Bước thực hiện", 20, "Chọn trong danh sách", formerly="Tiến độ"),
            _field("enterprises", "stage_on", "Bước thực hiện từ ngày", 13, formerly="Tiến độ từ ngày"),
            _field("enterprises", "done_on", "Ngày hoàn thành", 13),
        ),
    ),
}
"""By table: the sheet's name and its columns."""


# -- the form of a body -----------------------------------------------------------------------------------------------


def form_of(
    plan: Plan, agency: str, year: int, as_of: dt.date, digest: str, words: Words, tables: Sequence[str], asked: Collection[str] = ()
) -> Form:
    """The form of a body for a year, for the rows it answers for on a day; ``words`` are the Vietnamese.

    ``asked``: indicators it is asked for besides those it reports. Tables without a row for the body are left out.
    """
    frames = Frames(plan)
    makers: Mapping[str, Callable[..., list[FormRow]]] = {
        "tasks": _tasks,
        "indicators": _indicators,
        "duties": _duties,
        "enterprises": _enterprises,
    }
    sheets = []
    for table in tables:
        name, columns = SHEETS[table]
        more = {"asked": asked} if table == "indicators" else {}
        rows = tuple(makers[table](frames, plan, agency, year, as_of, words, **more))
        if rows:
            sheets.append(FormSheet(table, name, columns, rows))
    header = plan.header
    term = plan.term
    return Form(
        title=nfc(str(header.get("title", ""))),
        short_title=nfc(str(header.get("short_title", ""))),
        term=(term[0].isoformat(), term[1].isoformat()) if term else ("", ""),
        agency=agency,
        agency_name=plan.title_of("agencies", agency),
        year=year,
        as_of=as_of,
        digest=digest,
        sheets=tuple(sheets),
    )


def usual_form_day(year: int, today: dt.date, named: dt.date | None = None) -> dt.date:
    """The day a form of a year is made for: the one that was named, else today; a year that is over is looked at from its last day."""
    return named or (dt.date(year, 12, 31) if 1900 <= year < today.year else today)


def bodies_of(frames: Frames, agency: str, as_of: dt.date) -> set[str]:
    """The bodies of the text that a body stands for on a day, itself too."""
    held = resolve(frames, as_of).filter(pl.col("holder") == agency)["agency"].to_list()
    return {agency, *held}


def _base(record: Values, columns: Sequence[FormColumn]) -> dict[str, Any]:
    return {c.key: record.get(c.key, MISSING) for c in columns if c.spec is not None and c.group is Group.FIELD}


def _tasks(frames: Frames, plan: Plan, agency: str, year: int, as_of: dt.date, words: Words) -> list[FormRow]:
    roles: dict[str, str] = {}
    for task, role in task_holders(frames, as_of).filter(pl.col("holder") == agency).select("task", "role").iter_rows():
        roles.setdefault(task, role)
    states = task_states(frames, as_of)
    dues = dict(states.select("id", "due").iter_rows())
    rows = []
    for id in tasks_view(frames, plan, as_of, words).frame["id"]:
        if id not in roles:
            continue
        record = plan.tables["tasks"][id]
        mode = TABLES["tasks"]["mode"].choice_label(record.get("mode"))
        told = {
            "locator": official.capital(place_words(record["locator"])) if "locator" in record else None,
            "summary": record.get("summary"),
            "role": "Chủ trì" if roles[id] == "lead" else "Phối hợp",
            "due_told": dues.get(id) or (words(mode) if mode else None),
        }
        base = _base(record, SHEETS["tasks"][1]) | {"log.on": MISSING, "log.text": MISSING}
        rows.append(FormRow(id, told, base))
    return rows


def _indicators(
    frames: Frames, plan: Plan, agency: str, year: int, as_of: dt.date, words: Words, asked: Collection[str] = ()
) -> list[FormRow]:
    own = bodies_of(frames, agency, as_of)
    in_force = {row["id"]: row for row in indicators_on(frames, as_of).iter_rows(named=True)}
    rows = []
    for id, record in plan.tables["indicators"].items():
        if record.get("agency") in own or id in asked:
            told = {"name": record.get("name"), "unit_told": record.get("unit"), "target_told": _target_told(in_force[id], words)}
            rows.append(FormRow(id, told, figure_base(frames, plan, id, year)))
    return rows


def _target_told(agreed: Mapping[str, Any], words: Words) -> str | None:
    """The target as it is in force on the day, as the annex has it: ``≥ 8``, both ends of a range."""
    if agreed["target"] is None:
        return None
    low = words.number(agreed["target"])
    if agreed["target_max"] is not None:
        return RANGE.format(low=low, high=words.number(agreed["target_max"]))
    return low if agreed["op"] in (None, "=") else f"{SIGNS[agreed['op']]} {low}"


def figure_base(frames: Frames, plan: Plan, id: str, year: int) -> dict[str, Any]:
    """What the inputs of an indicator hold: the figure that counts for the year, MISSING where there is none."""
    place = figures(frames, EVER).filter((pl.col("id") == id) & (pl.col("year") == year))["position"]
    entry: Mapping[str, Any] = plan.tables["indicators"][id]["values"][int(place[0])] if place.len() else {}
    return {f"values.{key}": entry.get(key, MISSING) for key in ("value", "vintage", "source", "note")}


def _duties(frames: Frames, plan: Plan, agency: str, year: int, as_of: dt.date, words: Words) -> list[FormRow]:
    """A row for each report on the year or on a part of it."""
    own = bodies_of(frames, agency, as_of)
    reports = duty_reports(frames, as_of).filter(pl.col("year") == year)
    rows = []
    once = reports.unique(("id", "period"), keep="first", maintain_order=True)
    for id, every, number, last_good in once.select("id", "every", "period", "last_good").iter_rows():
        record = plan.tables["duties"][id]
        groups = {group for group in record["who"] if own & set(members_of(plan, group))}
        if own & set(record["who"]) or groups:
            period = Period(every, year, number)
            what = record.get("what")
            told = what if period.within_year is None else f"{what} – {words.sentence(period.words)}"
            base = handed_base(record, agency, year, period.within_year)
            rows.append(FormRow(report_id(id, period.within_year), {"what": told, "last_good": last_good}, base))
    return rows


def report_id(duty: str, period: int | None) -> str:
    """What a form calls a report: its duty, and which part of the year it is on."""
    return duty if period is None else f"{duty}{_PART}{period}"


def report_called(id: str, plan: Plan) -> tuple[str, int | None]:
    """The duty and the part of the year of such a name; the name itself where no duty is called so."""
    duty, _, period = id.rpartition(_PART)
    known = plan.tables["duties"]
    return (duty, int(period)) if id not in known and duty in known and period in _PARTS else (id, None)


def handed_base(record: Values, agency: str, year: int, period: int | None = None) -> dict[str, Any]:
    """What the inputs of a duty hold: the entry of the body and report, MISSING where there is none."""
    entries = (e for e in record.get("handed_in", ()) if (e.get("agency"), e.get("year"), e.get("period")) == (agency, year, period))
    entry: Mapping[str, Any] = next(entries, {})
    return {f"handed_in.{key}": entry.get(key, MISSING) for key in ("on", "note")}


def _enterprises(frames: Frames, plan: Plan, agency: str, year: int, as_of: dt.date, words: Words) -> list[FormRow]:
    rows = []
    own = bodies_of(frames, agency, as_of)
    for id, record in plan.tables["enterprises"].items():
        if record.get("agency", agency) not in own:
            continue  # another body answers for it
        window = record.get("window", {})
        arrangement = TABLES["enterprises"]["arrangement"].choice_label(record.get("arrangement"))
        ends = [str(window[end].year) if end in window else "…" for end in ("start", "end")]
        told = {
            "name": record.get("name"),
            "arrangement_told": words(arrangement) if arrangement else None,
            "window_told": "–".join(dict.fromkeys(ends)) if window else None,
        }
        rows.append(FormRow(id, told, _base(record, SHEETS["enterprises"][1])))
    return rows


def shown_of(spec: FieldSpec, value: Any, plan: Plan, words: Words) -> Any:
    """A value as the form's cell holds it: numbers and days native, choices and references by their words."""
    if value is MISSING:
        return None
    if spec.kind is Kind.CHOICE:
        return words(spec.choice_label(value) or str(value))
    if spec.kind is Kind.REF and spec.table:
        return plan.short_of(spec.table, value)
    return value
