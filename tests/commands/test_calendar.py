"""``kehoach calendar``: which days are in the file, read by a library for calendars, of any body and on any day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import icalendar
import pytest

from tests.support.paths import SAMPLE
from tui.commands.main import main
from tui.frames.build import Frames
from tui.frames.insight.owed import owed
from tui.i18n.words import Words
from tui.reports.due_days import due_days
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

PLAN = """format = 2

[plan]
title = "Chương trình; hành động, 2026"
term = { start = 2026-01-01, end = 2026-12-31 }

[agencies.so-a]
kind = "department"
name = "Sở A"
until = 2026-06-30
successors = ["so-b"]

[agencies.so-b]
kind = "department"
name = "Sở B"
from = 2026-07-01

[agencies.so-c]
kind = "department"
name = "Sở C"

[sections.I]
number = "I"
order = 1
title = "Nhiệm vụ"

[tasks.I-1]
order = 1
section = "I"
summary = "Rà soát quy hoạch, trình phê duyệt"
mode = "dated"
due = 2026-03-31
leads = ["so-a"]
extensions = [{ on = 2026-03-01, due = 2026-09-30, reason = "chờ ý kiến" }]

[tasks.I-2]
order = 2
section = "I"
summary = "Đã xong"
mode = "dated"
due = 2026-05-31
leads = ["so-c"]
status = "done"
done_on = 2026-05-01

[tasks.I-3]
order = 3
section = "I"
summary = "Thường xuyên"
mode = "standing"
leads = ["so-c"]

[duties.bao-cao]
what = "Báo cáo quý"
who = ["so-a", "so-c"]
every = "quarter"
within_days = 15
handed_in = [{ year = 2026, period = 1, agency = "so-c", on = 2026-04-10 }]

[reviews.r]
date = 2026-08-05
place = "Phòng họp\\u0007 số 1"

[decisions.d]
text = "Giao Sở A báo cáo"
owner = "so-a"
due = 2026-07-15
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    path.chmod(0o640)
    return path


def events(plan: Path, *given: str, as_of: str = "2026-07-02") -> dict[str, tuple[dt.date, str]]:
    """Uid (as far as it is the record's) → (day, what is said), of the file that is written."""
    file = plan.parent / "days.ics"
    file.unlink(missing_ok=True)
    assert main(["calendar", str(plan), "--ics", str(file), "--as-of", as_of, "--lang", "vi", *given]) == 0
    calendar: Any = icalendar.Calendar.from_ical(file.read_bytes())
    found = calendar.walk("VEVENT")
    assert all(event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(days=1) for event in found)
    return {str(event["uid"]).rpartition(".")[0]: (event.decoded("dtstart"), str(event["summary"])) for event in found}


def test_what_is_open_stands_on_its_day_in_force_and_what_is_done_does_not(plan: Path) -> None:
    found = events(plan)
    assert found["tasks.I-1"] == (dt.date(2026, 9, 30), "Hạn nhiệm vụ: Rà soát quy hoạch, trình phê duyệt")
    assert found["reviews.r"][0] == dt.date(2026, 8, 5) and "\a" not in found["reviews.r"][1]
    assert found["decisions.d"][0] == dt.date(2026, 7, 15)
    assert not {"tasks.I-2", "tasks.I-3"} & set(found)
    assert [uid for uid in found if uid.startswith("duties")] == [f"duties.bao-cao.2026-{quarter}" for quarter in (1, 2, 3, 4)]


def test_what_a_meeting_asked_for_has_its_day_whatever_record_it_is_about(plan: Path) -> None:
    with plan.open("a", encoding="utf-8") as file:
        file.write("""
[reviews.closed]
date = 2026-07-01
closed_on = 2026-07-01
items = [{ subject = "tasks.I-3", outcome = "report_back", owner = "so-a", due = 2026-07-20 }]

[decisions.logged]
text = "Đôn đốc"
review = "closed"
subject = "tasks.I-3"
task = "I-3"
owner = "so-c"
due = 2026-07-01

[decisions.made]
text = "Thành nhiệm vụ"
review = "closed"
subject = "agencies.so-b"
task = "I-1"
due = 2026-09-30
""")
    found = events(plan)
    assert found["decisions.logged"] == (dt.date(2026, 7, 1), "Hạn thực hiện kết luận (quá hạn): Đôn đốc")
    assert found["tasks.I-3.report_back.closed"] == (dt.date(2026, 7, 20), "Hạn báo cáo lại: Thường xuyên")
    assert "tasks.I-1" in found and "decisions.made" not in found, "the task tells of both"
    assert "tasks.I-3.report_back.closed" in events(plan, "--agency", "Sở B"), "it stands for Sở A"
    assert "tasks.I-3.report_back.closed" not in events(plan, as_of="2026-06-30"), "before the meeting"


def test_what_is_late_says_so_and_stays_on_the_day_it_was_due(plan: Path) -> None:
    day, told = events(plan)["duties.bao-cao.2026-1"]
    assert day < dt.date(2026, 7, 2) and "quá hạn" in told
    assert "quá hạn" not in events(plan)["duties.bao-cao.2026-4"][1]


def test_a_body_has_its_own_days_and_those_of_the_one_it_follows(plan: Path) -> None:
    assert "tasks.I-1" in events(plan, "--agency", "Sở B") and "decisions.d" in events(plan, "--agency", "so-b")
    assert not {"tasks.I-1", "decisions.d", "duties.bao-cao.2026-1", "reviews.r"} & set(events(plan, "--agency", "Sở C"))
    assert "tasks.I-1" not in events(plan, "--agency", "Sở B", as_of="2026-06-01"), "Sở A was there still"


def test_long_before_and_after_the_term_the_days_are_the_same_but_for_those_of_meetings(plan: Path) -> None:
    early, after = events(plan, as_of="2025-12-31"), events(plan, as_of="2027-01-05")
    assert set(early) - set(after) == {"reviews.r", "tasks.I-2"}, "done later, and held later"
    assert early["tasks.I-1"][0] == dt.date(2026, 3, 31), "the extension was not given yet"


def test_the_same_day_gives_the_same_bytes_with_the_plans_rights_and_nothing_is_written_over(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events(plan)
    file = plan.parent / "days.ics"
    first = file.read_bytes()
    assert main(["calendar", str(plan), "--ics", str(file), "--as-of", "2026-07-02"]) == 2
    assert "days.ics" in capsys.readouterr().err and file.read_bytes() == first
    events(plan)
    assert file.read_bytes() == first and file.stat().st_mode & 0o777 == 0o640
    assert max(len(line) for line in first.split(b"\r\n")) <= 75


def test_an_empty_plan_has_an_empty_calendar_and_an_unknown_body_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "plan.toml"
    empty.write_text(PLAN.partition("[agencies.so-a]")[0], encoding="utf-8")
    assert events(empty) == {} and "kế hoạch chưa có" in capsys.readouterr().err
    assert main(["calendar", str(SAMPLE), "--ics", str(tmp_path / "x.ics"), "--agency", "Sở Không Có", "--lang", "vi"]) == 2
    assert "--agency" in capsys.readouterr().err and not (tmp_path / "x.ics").exists()


def test_a_report_that_was_due_before_its_body_ended_is_owed_by_who_took_over(plan: Path) -> None:
    """As the overview says it; who holds it changes with the day one looks from, and a plan without duties has none."""
    found = events(plan, "--agency", "so-b")
    assert [uid for uid in found if uid.startswith("duties")] == [f"duties.bao-cao.2026-{quarter}" for quarter in (1, 2, 3, 4)]
    assert not any(uid.startswith("duties") for uid in events(plan, "--agency", "so-a"))
    events(plan)
    written = (plan.parent / "days.ics").read_text(encoding="utf-8")
    assert "DESCRIPTION:Sở B" in written and "Sở A" not in written.replace("Giao Sở A báo cáo", "")
    before = events(plan, "--agency", "so-a", as_of="2026-06-30")
    assert "duties.bao-cao.2026-1" in before and "duties.bao-cao.2026-1" not in events(plan, "--agency", "so-b", as_of="2026-06-30")


def test_the_calendar_and_the_overview_name_the_same_bodies_for_a_report(plan: Path) -> None:
    loaded = load(plan).plan
    frames = Frames(loaded)
    for day in (dt.date(2026, 4, 20), dt.date(2026, 6, 30), dt.date(2026, 7, 1), dt.date(2027, 2, 1)):
        due = {(one.id, one.day): set(one.who) for one in due_days(frames, loaded, day, Words("vi")) if one.table == "duties"}
        told = {(line.id, line.day): set(line.who) for line in owed(frames, day) if line.table == "duties"}
        assert told and told == {key: due[key] for key in told}
