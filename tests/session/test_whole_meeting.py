"""A whole meeting over the shipped plan without a screen: what its papers hold, what the next agenda has, what a killed session loses."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.support.paths import SHIPPED
from tests.support.worked_on import DAY, LABEL, opened, saved
from tui.frames.insight.agenda import ItemKind, agenda
from tui.frames.insight.meeting_snapshot import frozen_of
from tui.i18n.words import Words
from tui.model.asking import ask_of, asked_of
from tui.model.closing import close_review
from tui.model.edits import Edit
from tui.model.plan import MISSING
from tui.model.review import considered, decide, looks_from, open_review, set_item, set_of
from tui.reports import official
from tui.reports.agenda import recorded_why
from tui.reports.paper_text import paper_text
from tui.reports.word.document import docx_bytes
from tui.reports.word.letters import late_bodies, late_letter
from tui.reports.word.minutes import minutes
from tui.reports.word.notice import conclusion_notice
from tui.screens.review.closing_told import closing_lines
from tui.session.outcomes import Done, Restored
from tui.session.session import Session
from tui.store.plan_file import load
from tui.vocabulary.reasons import is_coded

DUE = dt.date(2024, 12, 15)
REVIEW = "r-2024-11-20"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return opened(Path(shutil.copy(SHIPPED, tmp_path)))


def commit(session: Session, edits: Sequence[Edit]) -> None:
    assert isinstance(session.commit(edits, LABEL), Done)


def begin(session: Session) -> list[str]:
    """Open the meeting; the bodies on its list."""
    found = agenda(session.frames, session.plan, DAY).items
    commit(session, open_review(session.plan, DAY, "Chủ tịch UBND tỉnh", items=[(item.subject, recorded_why(item)) for item in found]))
    return [item.id for item in found if item.table == "agencies"]


def close(session: Session) -> list[str]:
    """Close it; the lines somebody was shown before."""
    day = looks_from(session.plan.tables["reviews"][REVIEW])
    edits = close_review(session.plan, REVIEW, day, frozen_of(session.frames, day), "digest")
    told = closing_lines(session, REVIEW, edits, day)
    commit(session, edits)
    return told


def steps(bodies: Sequence[str]) -> list[Callable[[Session], Sequence[Edit]]]:
    """Ten items dealt with: three decisions, two speed-ups, a report-back, one put off, three noted."""
    decided, hastened, back, parked, noted = bodies[:3], bodies[3:5], bodies[5], bodies[6], bodies[7:10]
    outcomes = {**dict.fromkeys(hastened, "accelerate"), back: "report_back", parked: "parked", **dict.fromkeys(noted, "noted")}

    def item(body: str) -> str:
        return f"agencies.{body}"

    made: list[Callable[[Session], Sequence[Edit]]] = [
        lambda session, body=body, n=n: decide(session.plan, REVIEW, item(body), text=f"Kết luận thứ {n}", owner=body, due=DUE)
        for n, body in enumerate(decided, 1)
    ]
    made += [
        lambda session, body=body, code=code: set_item(session.plan, REVIEW, item(body), outcome=code) for body, code in outcomes.items()
    ]
    return [*made, *(lambda session, body=body: ask_of(session.plan, REVIEW, item(body), body, DUE) for body in (*hastened, back))]


def texts(session: Session) -> tuple[str, str]:
    papers = (paper(session.plan, session.frames, REVIEW) for paper in (conclusion_notice, minutes))
    notice, record = map(paper_text, papers)
    return notice, record


def test_of_29_items_the_papers_hold_the_ten_that_were_dealt_with_and_nothing_else(session: Session) -> None:
    bodies = begin(session)
    items = session.plan.tables["reviews"][REVIEW]["items"]
    assert len(items) == 29
    for step in steps(bodies):
        commit(session, step(session))
    assert not [asked for asked in asked_of(session.plan, REVIEW) if asked.lacks]
    told = close(session)
    notice, record = texts(session)
    name = {body: session.plan.title_of("agencies", body) for body in bodies}

    assert "Cuộc họp xem xét 10 nội dung" in notice
    for n, body in enumerate(bodies[:3], 1):
        given = official.names(session.plan, [body])
        assert f"{n}. Giao {given} chủ trì kết luận thứ {n}; thời hạn hoàn thành: ngày 15 tháng 12 năm 2024." in notice
        assert any(f"Kết luận thứ {n}" in line and "15/12/2024" in line for line in told)
    assert notice.count("Yêu cầu ") == 3 and notice.count("thời hạn: ngày 15 tháng 12 năm 2024") == 3
    for body, verb in zip(bodies[3:6], ("đẩy nhanh", "đẩy nhanh", "báo cáo lại"), strict=True):
        assert f"Yêu cầu {name[body]} {verb}" in notice
    assert f"- Tình hình báo cáo của {name[bodies[6]]}." in notice.split("III. ")[1]
    assert notice.count("19 nội dung khác trong chương trình cuộc họp chưa xem xét") == 1

    points = [line for line in record.splitlines() if line[:1].isdigit() and ". " in line[:4]]
    spoken = [body for body in bodies if f"agencies.{body}" in dealt(session)]
    assert points == [f"{n}. Tình hình báo cáo của {official.names(session.plan, [body])}" for n, body in enumerate(spoken, 1)]
    assert record.count("Kết quả: ") == 10 and "chưa xem xét 19 nội dung khác" in record
    for text in (notice, record):
        assert not [body for body in bodies[10:] if name[body] in text.replace("Thái Nguyên", "") and len(name[body]) > 12], text
    recipients = conclusion_notice(session.plan, session.frames, REVIEW).recipients
    told = ("Thường trực Tỉnh ủy", "Thường trực HĐND tỉnh", "Chủ tịch và các PCT UBND tỉnh", "Lãnh đạo Văn phòng UBND tỉnh")
    assert recipients == (*told, *(name[body] for body in bodies[:6]), "Thành phần dự họp")

    again = {item.subject: item.kinds for item in agenda(session.frames, session.plan, DAY + dt.timedelta(days=30)).items}
    unseen = [item["subject"] for item in items if item["subject"] not in dealt(session)]
    assert len(unseen) == 19 and all(ItemKind.UNSEEN in again[subject] for subject in unseen)
    assert all(ItemKind.ASKED in again[f"agencies.{body}"] for body in bodies[3:6])
    assert ItemKind.PARKED in again[f"agencies.{bodies[6]}"]
    assert sum(ItemKind.DECISION_OPEN in kinds or ItemKind.DECISION_OVERDUE in kinds for kinds in again.values()) == 3


def dealt(session: Session) -> list[str]:
    return [item["subject"] for item in session.plan.tables["reviews"][REVIEW]["items"] if considered(item)]


def test_a_meeting_nobody_spoke_at_says_so_and_everything_returns(session: Session) -> None:
    begin(session)
    told = close(session)
    notice, record = texts(session)
    assert "xem xét 0 nội dung" in notice and "Cuộc họp không giao nhiệm vụ mới" in notice and "Kết quả: " not in record
    assert not session.plan.tables["decisions"] and "tb-2024-11-20" not in session.plan.tables["documents"]
    assert not any("Giao" in line for line in told if not line.startswith("· "))
    assert sum(line.startswith("· ") for line in told) == 29, "each item that returns is named"
    assert sum(ItemKind.UNSEEN in item.kinds for item in agenda(session.frames, session.plan, DUE).items) == 29


def test_plan_and_papers_are_the_same_bytes_whatever_language_the_screen_has(session: Session, tmp_path: Path) -> None:
    (tmp_path / "vi").mkdir()
    other = opened(Path(shutil.copy(SHIPPED, tmp_path / "vi")))
    session.words, other.words = Words("en"), Words("vi")
    made, files = [], []
    for one in (session, other):
        begin(one)
        commit(one, set_item(one.plan, REVIEW, "agencies.so-khdt", outcome="noted"))
        papers = [paper(one.plan, one.frames, REVIEW) for paper in (conclusion_notice, minutes)]
        made.append([without_the_time(docx_bytes(paper)) for paper in papers])
        close(one)
        saved(one)
        files.append(one.loaded.state.path.read_bytes())
    assert made[0] == made[1] and files[0] == files[1]
    assert all(is_coded(item["why"]) for item in session.plan.tables["reviews"][REVIEW]["items"]), "in no language at all"
    record = texts(session)[1]
    assert "Lý do xem xét: chưa gửi báo cáo năm 2023 (ý thứ 3 khoản 3 Mục IV), quá hạn 347 ngày" in record
    assert "IV.3#3" not in record and "report" not in record


def without_the_time(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file, but for when it was made."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: re.sub(rb"<dcterms:[^>]*>[^<]*</dcterms:[^>]*>", b"", parts.read(name)) for name in parts.namelist()}


def test_who_reported_gets_no_letter_and_is_not_accused_with_its_group(session: Session) -> None:
    assert late_bodies(session.frames, DAY) == ["so-khdt", "ubnd-huyen", "cac-so-nganh"]

    def hand_in(duty: str, *entries: tuple[int, str]) -> None:
        made = [{"year": year, "agency": agency, "on": dt.date(year, 11, 1)} for year, agency in entries]
        commit(session, [set_of(session.plan, "duties", duty, "handed_in", made)])

    hand_in("IV-3-3", (2023, "so-khdt"))
    hand_in("IV-2-2", (2023, "ubnd-huyen"), (2024, "ubnd-huyen"), (2024, "so-khcn"))
    assert late_bodies(session.frames, DAY) == ["cac-so-nganh"]
    letter = paper_text(late_letter(session.plan, session.frames, "cac-so-nganh", DAY))
    assert letter.count("Đã nhận được báo cáo của: Sở Khoa học và Công nghệ.") == 1, "that of 2024; of 2023 nothing came"
    with pytest.raises(ValueError):
        late_letter(session.plan, session.frames, "so-khdt", DAY)


def test_a_killed_session_loses_no_step_of_a_meeting(session: Session) -> None:
    """The journal of what was left behind is the meeting as it stood, after each step and after closing."""
    path = session.loaded.state.path
    bodies = begin(session)
    for step in [*steps(bodies)[:10:4], None]:
        if step is None:
            close(session)
        else:
            commit(session, step(session))
        session.end(keep=True)  # what a process that is gone leaves behind
        session = opened(path)
        found = session.journal.orphaned_journals()
        assert found and isinstance(session.journal.restore(found), Restored)
        session.journal.start(found)
        session.journal.forget(found)
        review = session.plan.tables["reviews"][REVIEW]
        assert len(review["items"]) == 29 and ("closed_on" in review) is (step is None)
    assert sum(map(considered, session.plan.tables["reviews"][REVIEW]["items"])) >= 3


def test_two_chairs_write_in_one_meeting_and_one_of_them_closes_it(session: Session) -> None:
    path = session.loaded.state.path
    begin(session)
    saved(session)
    other = opened(path)
    commit(session, set_item(session.plan, REVIEW, "agencies.so-tc", outcome="noted"))
    commit(other, set_item(other.plan, REVIEW, "agencies.so-congthuong", outcome="accelerate", owner="so-congthuong", due=DUE))
    saved(session)
    saved(other)
    close(other)
    saved(other)
    items = {item["subject"]: item for item in load(path).plan.tables["reviews"][REVIEW]["items"]}
    assert items["agencies.so-tc"]["outcome"] == "noted" and items["agencies.so-congthuong"]["due"] == DUE
    commit(session, set_item(session.plan, REVIEW, "agencies.so-xd", outcome="noted"))
    saved(session)
    review = load(path).plan.tables["reviews"][REVIEW]
    assert review["closed_on"] == DAY and sum(map(considered, review["items"])) == 3, "who wrote while it was closed lost nothing"


def test_a_meeting_moved_by_a_day_and_a_plan_that_changes_under_it(session: Session) -> None:
    bodies = begin(session)
    commit(session, decide(session.plan, REVIEW, f"agencies.{bodies[0]}", text="Làm", owner=bodies[0]))
    moved = DAY + dt.timedelta(days=1)
    commit(session, [set_of(session.plan, "reviews", REVIEW, "date", moved)])
    gone = next(item["subject"] for item in session.plan.tables["reviews"][REVIEW]["items"] if item["subject"].startswith("enterprises."))
    commit(session, set_item(session.plan, REVIEW, gone, outcome="accelerate"))
    commit(session, [session.workspace.delete("enterprises", gone.partition(".")[2])])
    ended = {"until": DAY, "successors": ["so-tc"]}
    commit(session, [set_of(session.plan, "agencies", bodies[0], key, value) for key, value in ended.items()])
    assert [asked.lacks for asked in asked_of(session.plan, REVIEW)] == [("owner", "due"), ("due",)]
    close(session)
    review = session.plan.tables["reviews"][REVIEW]
    assert review["closed_on"] == review["as_of"] == moved
    notice = texts(session)[0]
    assert "ngày 21 tháng 11 năm 2024" in notice and gone.partition(".")[2] in notice, "what is gone is told by its id"
    recipients = conclusion_notice(session.plan, session.frames, REVIEW).recipients
    assert recipients[-2:] == ("Sở Tài chính", "Thành phần dự họp"), "who stands for it on the day"


def test_an_outcome_that_asks_nothing_leaves_nobody_behind(session: Session) -> None:
    begin(session)
    subject = "agencies.so-tc"
    commit(session, set_item(session.plan, REVIEW, subject, outcome="report_back", owner="so-tc", due=DUE))
    commit(session, set_item(session.plan, REVIEW, subject, outcome="noted"))
    item = next(item for item in session.plan.tables["reviews"][REVIEW]["items"] if item["subject"] == subject)
    assert {key: item.get(key, MISSING) for key in ("owner", "due")} == {"owner": MISSING, "due": MISSING}
    assert isinstance(session.undo(), Done)
    assert asked_of(session.plan, REVIEW)[0].due == DUE
