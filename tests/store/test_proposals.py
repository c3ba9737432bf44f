"""Bodies that may only read a plan report on it: handed in, read with care, taken in with both names, answered. As real users."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from proofs.layouts import LAYOUTS, Layout, lay_out
from tests.support.lengths import longer, of_these
from tests.support.paths import SAMPLE
from tests.support.users import BAO, GROUP, LAN, NAM, User, open_folder, planners_plan, why_no_lists, why_not
from tui.i18n.words import Words
from tui.model.edits import SetField
from tui.model.plan import MISSING
from tui.model.text import say
from tui.session import save
from tui.session.handing_in import hand_in, withdraw
from tui.session.outcomes import Done, NotSaved, Refused, Saved, Sent
from tui.session.session import Session
from tui.store.files.access import Access
from tui.store.files.errors import SaveFailed
from tui.store.files.file_state import read_file
from tui.store.log.history import read_history
from tui.store.plan_file import load
from tui.store.proposals import inbox
from tui.store.proposals.folder import folder_of, set_up

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())
EN = Words("en")
NOON = dt.datetime(2025, 6, 2, 5, tzinfo=dt.UTC).timestamp()
MIN = User(52004)
"""Another body's user, in no group."""
LOGINS = f"""
report = [
    {{ login = "{BAO.uid}", agency = "so-tc", enterprises = ["thoat-nuoc"] }},
    {{ login = "{MIN.uid}", agency = "so-y-te" }},
]
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture
def plan(folder: Path, sample: str) -> Path:
    """Lan's plan, which the planners write and everybody reads; who reports for whom is in it, and the folder is set up."""
    asked_once = sample.replace('before = "11-20"\nevery = "year"\n', 'before = "11-20"\nevery = "year"\nfirst = 2025\n')
    path = planners_plan(folder, asked_once.replace("near_days = 7", f"near_days = 7{LOGINS}"), 0o664)
    LAN.does(lambda: set_up(path, ["x"]))
    return path


def session_of(path: Path, **more: Any) -> Session:
    session = Session(load(path), EN, journaling=False, **more)
    session.seconds = lambda: NOON
    return session


def status(session: Session, id: str, value: str) -> Done | Refused:
    return session.commit([session.workspace.set_field("tasks", id, "status", value)], say("x"))


def handing_in(path: Path, *edits: tuple[str, str, str, Any], note: str = "") -> Callable[[], str]:
    """A session that makes these edits and hands them in; what could not be done in words."""

    def work() -> str:
        session = session_of(path)
        for table, id, field, value in edits:
            outcome = session.commit([session.workspace.set_field(table, id, field, value)], say("x"))
            if isinstance(outcome, Refused):
                return "; ".join(outcome.reasons(EN))
        sent = hand_in(session, note)
        return "" if isinstance(sent, Sent) else sent.told(EN) if isinstance(sent, NotSaved) else type(sent).__name__

    return work


def waiting(path: Path) -> list[inbox.HandedIn]:
    session = session_of(path)
    taking = session.takes_in
    assert taking is not None
    taking.look()
    return list(taking.waiting)


def taking_in(path: Path, number: int = 0) -> Callable[[], tuple[list[tuple[str, str, Any]], list[str], str]]:
    """A session of the office that takes one in with all that is not in doubt; (edits, rejects, what could not be done)."""

    def work() -> tuple[list[tuple[str, str, Any]], list[str], str]:
        session = session_of(path)
        taking = session.takes_in
        assert taking is not None
        taking.look()
        handed = taking.waiting[number]
        offer = taking.offer(handed)
        lines = [line for line in offer.lines if line.doubt is None]
        rejects = [EN.sentence(reject.what) for reject in offer.rejects]
        if not lines:
            return [], rejects, ""
        edits = [edit for line in lines for edit in line.edits]
        step = session.commit(edits, taking.label(handed))
        assert isinstance(step, Done), step
        attempt = save.begin(session)
        assert isinstance(attempt, save.SaveAttempt)
        outcome = save.run(attempt)
        assert isinstance(outcome, Saved), outcome
        return [(e.id, e.field, e.new) for e in edits], rejects, EN.sentence(outcome.unanswered) if outcome.unanswered else ""

    return work


def task_of(path: Path, id: str) -> dict[str, Any]:
    return dict(load(path).plan.tables["tasks"][id])


# -- a body ---------------------------------------------------------------------------------------------------------


def test_what_a_body_hands_in_is_taken_in_with_both_names_and_settles_what_it_reports(plan: Path) -> None:
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "status", "in_progress"), ("tasks", "IV-2", "progress", 40), note="đợt 1")) == ""
    before = plan.read_bytes()
    (handed,) = NAM.does(lambda: waiting(plan))
    assert (handed.uid, handed.note, len(handed.edits)) == (BAO.uid, "đợt 1", 2) and plan.read_bytes() == before
    assert NAM.does(taking_in(plan))[1:] == ([], "")
    held = task_of(plan, "IV-2")
    assert (held["status"], held["progress"]) == ("in_progress", 40)
    (entry,) = held["log"]
    assert (entry["by"], entry["text"], entry["status"]) == ("so-tc", "đợt 1", "in_progress")
    (marked,) = load(plan).plan.tables["duties"]["IV-a"]["handed_in"]
    assert (marked["agency"], marked["year"]) == ("so-tc", 2025)
    (saved,) = read_history(plan, read_file(plan)).entries
    assert saved.login == str(NAM.uid) and [(p.login, p.digest) for p in saved.proposed] == [(str(BAO.uid), handed.digest)]
    assert NAM.does(lambda: waiting(plan)) == []

    def told() -> tuple[bool, int, int]:
        session = session_of(plan)
        assert session.proposing is not None and session.proposing.answer is not None
        answer = session.proposing.answer
        unsaved = len(session.unsaved())
        session.proposing.seen()
        return answer.is_taken, answer.uid, unsaved

    assert BAO.does(told) == (True, NAM.uid, 0)
    assert [p.name for p in folder_of(plan).iterdir()] == ["answers"], "who handed in knows, so the file is gone"


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (("tasks", "IV-2", "summary", "x"), "not reported by agencies"),
        (("tasks", "IV-2", "due", dt.date(2030, 1, 1)), "not reported by agencies"),
        (("tasks", "III-2", "status", "done"), "not of Sở TC"),
        (("indicators", "bao-hiem", "values", []), "not of Sở TC"),
        (("indicators", "bao-hiem", "target", 1), "not reported by agencies"),
        (("enterprises", "xo-so", "stage", "done"), "not of Sở TC"),
        (("enterprises", "thoat-nuoc", "window", {}), "not reported by agencies"),
        (("settings", "", "report", []), "not reported by agencies"),
        (("duties", "IV-a", "handed_in", [{"year": 2025, "agency": "so-y-te", "on": dt.date(2025, 6, 1)}]), "only its own report"),
        (("tasks", "IV-2", "log", [{"on": dt.date(2025, 6, 1), "by": "ubnd", "text": "x"}]), "in its own name"),
        (("tasks", "IV-2", "log", [{"on": dt.date(2025, 6, 1), "text": "x", "basis": "nq-54"}]), "legal basis"),
    ],
)
def test_what_is_not_a_bodys_to_report_is_refused_by_its_rule(plan: Path, edit: tuple[str, str, str, Any], rule: str) -> None:
    told = BAO.does(handing_in(plan, edit))
    assert rule in told and "[settings.report]" in told
    assert os.listdir(folder_of(plan)) == ["answers"]


def test_a_body_reports_its_figures_but_not_the_planned_ones_and_adds_no_records(plan: Path) -> None:
    def work() -> list[str]:
        session = session_of(plan)
        known = list(session.plan.tables["indicators"]["bao-hiem"]["values"])

        def set_values(entries: list[Any]) -> str:
            outcome = session.commit([session.workspace.set_field("indicators", "bao-hiem", "values", entries)], say("x"))
            return "" if isinstance(outcome, Done) else outcome.reasons(EN)[0]

        told = [set_values([*known, {"year": 2025, "value": 97, "vintage": vintage}]) for vintage in ("plan", "estimate")]
        gone = session.commit([session.workspace.delete("tasks", "III-4")], say("x"))
        assert isinstance(gone, Refused)
        return [*told, *gone.reasons(EN)]

    planned, estimate, gone = MIN.does(work)
    assert "planned figures" in planned and estimate == "" and "adds and deletes no records" in gone


def test_whose_a_record_is_is_asked_of_the_day(plan: Path) -> None:
    """Sở TN&MT has become Sở NN&MT: a login of the old body reports nothing, one of the new body its tasks."""
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace('agency = "so-tc", enterprises', 'agency = "so-tnmt", enterprises'), encoding="utf-8")
    assert "is no more" in BAO.does(handing_in(plan, ("tasks", "III-1", "progress", 10)))
    plan.write_text(text.replace('agency = "so-tc", enterprises', 'agency = "so-nnmt", enterprises'), encoding="utf-8")
    assert BAO.does(handing_in(plan, ("tasks", "III-1", "progress", 10))) == ""


def test_handing_in_again_takes_the_place_of_what_was_before_and_may_be_withdrawn(plan: Path) -> None:
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 10))) == ""

    def again() -> tuple[int, int, str, str]:
        session = session_of(plan)
        unsent = len(session.unsaved())
        assert session.plan.tables["tasks"]["IV-2"]["progress"] == 10, "what was handed in is worked on further"
        status(session, "IV-2", "in_progress")
        new = len(session.unsaved())
        return unsent, new, type(hand_in(session)).__name__, type(withdraw(session)).__name__

    assert BAO.does(again) == (0, 1, "Sent", "Withdrawn")
    assert os.listdir(folder_of(plan)) == ["answers"]
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 20))) == ""
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 30))) == ""
    (handed,) = NAM.does(lambda: waiting(plan))
    assert [edit.new for edit in handed.edits] == [30]


def test_what_was_handed_in_goes_on_over_a_plan_that_was_changed_since(plan: Path) -> None:
    """A list that others have added to meanwhile: the body's next session has both, and what it hands in then has lost nothing."""
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "log", [{"on": dt.date(2025, 6, 1), "text": "một"}]))) == ""
    text = plan.read_text(encoding="utf-8")
    task = 'summary = "Dự toán ngân sách gắn với đất đai công"\n'
    plan.write_text(text.replace(task, f'{task}log = [{{ on = 2025-05-01, by = "ubnd", text = "khác" }}]\n'), encoding="utf-8")

    def again() -> list[str]:
        session = session_of(plan)
        assert session.proposing is not None and session.proposing.dropped == () and session.unsaved() == []
        log = [*session.plan.tables["tasks"]["IV-2"]["log"], {"on": dt.date(2025, 6, 2), "text": "hai"}]
        session.commit([session.workspace.set_field("tasks", "IV-2", "log", log)], say("x"))
        assert isinstance(hand_in(session), Sent)
        return [entry["text"] for entry in log]

    assert BAO.does(again) == ["khác", "một", "hai"]
    assert NAM.does(taking_in(plan))[1:] == ([], "")
    assert [(e["text"], e["by"]) for e in task_of(plan, "IV-2")["log"]] == [("khác", "ubnd"), ("một", "so-tc"), ("hai", "so-tc")]


def test_a_returned_proposal_says_why_and_is_worked_on_further(plan: Path) -> None:
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 10))) == ""

    def give_back() -> None:
        session = session_of(plan)
        assert session.takes_in is not None
        session.takes_in.look()
        assert session.takes_in.give_back(session.takes_in.waiting[0], "thiếu số liệu") is None
        assert session.takes_in.waiting == ()

    LAN.does(give_back)

    def told() -> tuple[str, bool, int]:
        session = session_of(plan)
        assert session.proposing is not None and session.proposing.answer is not None
        answer = session.proposing.answer
        return answer.answered.reason, answer.is_taken, len(session.unsaved())

    assert BAO.does(told) == ("thiếu số liệu", False, 1)
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 15))) == ""
    assert len(NAM.does(lambda: waiting(plan))) == 1


def test_without_a_folder_or_a_name_in_the_plan_it_stays_for_reading_only(plan: Path, folder: Path) -> None:
    stranger = User(52009)
    assert "does not name the login 52009" in stranger.does(lambda: EN.sentence(session_of(plan).why_readonly()))
    assert stranger.does(lambda: isinstance(status(session_of(plan), "IV-2", "done"), Refused))
    assert BAO.does(lambda: session_of(plan, readonly=True).proposing is None)
    (folder_of(plan) / "answers").rmdir()
    folder_of(plan).rmdir()
    assert BAO.does(lambda: session_of(plan).proposing is None and session_of(plan).workspace.readonly)
    assert LAN.does(lambda: session_of(plan).takes_in is None)


# -- the office -----------------------------------------------------------------------------------------------------


def test_everything_is_checked_again_when_it_is_taken_in(plan: Path) -> None:
    """What was a body's to report when it handed in, and is not by now; and what no session would have written."""
    sent = [("tasks", "IV-2", "status", "done"), ("tasks", "III-3", "progress", 70), ("enterprises", "thoat-nuoc", "stage", "done")]
    assert BAO.does(handing_in(plan, *sent)) == ""
    text = plan.read_text(encoding="utf-8")
    text = text.replace('leads = ["so-tc"]\npartners = ["so-tnmt"]', 'leads = ["ubnd"]').replace(', enterprises = ["thoat-nuoc"]', "")
    plan.write_text(text, encoding="utf-8")
    edits, rejects, _ = NAM.does(taking_in(plan))
    assert next(edit for edit in edits if edit[1] != "log") == ("III-3", "progress", 70)
    assert len(rejects) == 2 and all("[settings.report]" in what for what in rejects)
    assert task_of(plan, "IV-2")["status"] == "unreported"


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (SetField("tasks", "IV-2", "status", "no such", "unreported"), "not one of"),
        (SetField("tasks", "IV-2", "progress", "x" * 9, MISSING), "not a number"),
        (SetField("tasks", "IV-2", "progress", 400, MISSING), "above"),
        (SetField("tasks", "IV-2", "log", [{"on": dt.date(2025, 6, 1), "by": "so-tc", "text": "\x1b[2J"}], MISSING), "control character"),
        (SetField("tasks", "IV-2", "log", "x", MISSING), "a list of entries"),
        (SetField("tasks", "IV-2", "log", [{}], [{}, {"on": 1}]), "is missing"),
        (SetField("tasks", "IV-2", "log", [1], MISSING), "an entry in"),
        (SetField("tasks", "no-such", "status", "done", MISSING), "no longer there"),
        (SetField("tasks", "IV-2", "leads", [], ["so-tc"]), "not reported by agencies"),
        (SetField("indicators", "grdp", "target", 1, 8), "not reported by agencies"),
        # a forged “before” takes nothing out of what stands there
        (SetField("tasks", "III-3", "log", [], [{"on": dt.date(2025, 3, 1), "by": "ubnd", "text": "Đã giao"}]), "what stands in the log"),
    ],
)
def test_a_proposal_written_by_hand_is_refused_field_by_field(plan: Path, edit: SetField, why: str) -> None:
    text = plan.read_text(encoding="utf-8")
    log = 'status = "done"\nprogress = 62.5\nlog = [{ on = 2025-03-01, by = "ubnd", text = "Đã giao" }]'
    plan.write_text(text.replace('status = "done"\nprogress = 62.5', log), encoding="utf-8")
    BAO.does(lambda: inbox.hand_in(plan, [edit], "") and None)
    before = plan.read_bytes()
    edits, rejects, _ = NAM.does(taking_in(plan))
    assert edits == [] and len(rejects) == 1 and why in rejects[0]

    def give_back() -> object:
        taking = session_of(plan).takes_in
        assert taking is not None
        taking.look()
        return taking.settle(taking.waiting[0])

    assert LAN.does(give_back) is None, "whatever stands in it can be answered"
    assert plan.read_bytes() == before


def test_where_the_plan_was_changed_too_it_is_in_doubt_and_lists_are_joined(plan: Path) -> None:
    entry = {"on": dt.date(2025, 6, 1), "by": "so-tc", "text": "Sở báo cáo"}
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 40), ("tasks", "IV-2", "log", [entry]))) == ""
    held = {"progress": 55, "log": [{"on": dt.date(2025, 5, 1), "by": "ubnd", "text": "Văn phòng ghi"}]}

    def change() -> None:
        session = session_of(plan)
        session.commit([session.workspace.set_field("tasks", "IV-2", key, value) for key, value in held.items()], say("x"))
        attempt = save.begin(session)
        assert isinstance(attempt, save.SaveAttempt) and isinstance(save.run(attempt), Saved)

    LAN.does(change)
    edits, rejects, _ = NAM.does(taking_in(plan))
    assert rejects == [] and "progress" not in [field for _, field, _ in edits]
    now = task_of(plan, "IV-2")
    assert now["progress"] == 55 and [e["text"] for e in now["log"]] == ["Văn phòng ghi", "Sở báo cáo"]

    def left() -> tuple[tuple[str, str, str], ...]:
        session = session_of(plan)
        assert session.proposing is not None and session.proposing.answer is not None
        return session.proposing.answer.answered.left

    assert BAO.does(left) == (("tasks", "IV-2", "progress"),)


def test_taken_in_and_killed_before_the_answer_it_is_not_taken_in_twice(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 40), note="đợt 1")) == ""

    def killed(*_: object, **__: object) -> None:
        raise SaveFailed(say("killed"))

    with monkeypatch.context() as cut:
        cut.setattr(inbox, "answer", killed)
        assert NAM.does(taking_in(plan))[2] == "killed"
    (handed,) = LAN.does(lambda: waiting(plan))
    before = plan.read_bytes()

    def look() -> tuple[bool, int]:
        taking = session_of(plan).takes_in
        assert taking is not None
        taking.look()
        known, lines = taking.is_settled(handed), len(taking.offer(handed).lines)
        taking.settle(handed)
        return known, lines

    assert LAN.does(look) == (True, 0) and plan.read_bytes() == before
    assert LAN.does(lambda: waiting(plan)) == [] and len(task_of(plan, "IV-2")["log"]) == 1


def test_which_of_several_reports_it_is_the_office_says(plan: Path) -> None:
    """A body that owes the reports of years is not taken to have handed in one of them by what it says of a task."""
    plan.write_text(plan.read_text(encoding="utf-8").replace("first = 2025", "first = 2023"), encoding="utf-8")
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "status", "in_progress"))) == ""
    assert NAM.does(taking_in(plan))[1:] == ([], "")
    assert task_of(plan, "IV-2")["status"] == "in_progress" and "handed_in" not in load(plan).plan.tables["duties"]["IV-a"]


def test_a_report_on_a_quarter_is_settled_as_that_of_a_year_is(plan: Path) -> None:
    """On 2/6/2025 the second quarter of the first year is spoken of; of the body's others none may be owed."""
    text = plan.read_text(encoding="utf-8").replace('every = "year"\nfirst = 2025', 'every = "quarter"\nfirst = 2025')
    done = 'handed_in = [{ year = 2025, period = 1, agency = "so-tc", on = 2025-02-18 }]'
    plan.write_text(text.replace('every = "quarter"\nfirst = 2025', f'every = "quarter"\nfirst = 2025\n{done}'), encoding="utf-8")
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "status", "in_progress"))) == ""
    edits, _, fault = NAM.does(taking_in(plan))
    marked = [(entry["year"], entry.get("period")) for entry in load(plan).plan.tables["duties"]["IV-a"]["handed_in"]]
    assert fault == "" and ("IV-a", "handed_in") in [edit[:2] for edit in edits]
    assert marked == [(2025, 1), (2025, 2)]


def test_a_step_taken_back_before_the_save_is_neither_recorded_nor_answered(plan: Path) -> None:
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 40))) == ""

    def work() -> tuple[int, int, int]:
        session = session_of(plan)
        taking = session.takes_in
        assert taking is not None
        taking.look()
        (handed,) = taking.waiting
        session.commit([line.edits[0] for line in taking.offer(handed).lines], taking.label(handed))
        during = len(taking.waiting)
        session.undo()
        status(session, "III-2", "done")
        attempt = save.begin(session)
        assert isinstance(attempt, save.SaveAttempt) and isinstance(save.run(attempt), Saved)
        return during, len(taking.waiting), len(attempt.note.proposed)

    assert LAN.does(work) == (0, 1, 0)


# -- files of others ------------------------------------------------------------------------------------------------


def test_who_reads_what_lies_in_the_folder(plan: Path) -> None:
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 40))) == ""
    (path,) = folder_of(plan).glob("*.toml")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640 and path.stat().st_gid == GROUP
    assert NAM.does(lambda: os.access(path, os.R_OK, effective_ids=True)), "the office reads it"
    assert not MIN.does(lambda: os.access(path, os.R_OK, effective_ids=True)), "another body does not"
    for other in (NAM, MIN):
        with pytest.raises(PermissionError):
            other.does(lambda: os.unlink(path))
    assert not MIN.does(lambda: os.access(folder_of(plan) / "answers", os.W_OK, effective_ids=True))


@longer
@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout.id != "acl" or not why_no_lists()], ids=lambda layout: layout.id)
@pytest.mark.parametrize("umask", of_these([0o022, 0o077], [0o077]))
def test_in_every_layout_of_the_page_a_reader_hands_in_and_the_office_reads_it(folder: Path, layout: Layout, umask: int) -> None:
    import attrs

    path = lay_out(layout, folder, SAMPLE)
    path.write_text(path.read_text(encoding="utf-8").replace("near_days = 7", f"near_days = 7{LOGINS}"), encoding="utf-8")
    lan, bao = (attrs.evolve(user, umask=umask) for user in (LAN, BAO))
    assert lan.does(lambda: set_up(path, [str(BAO.uid)]).left) == ()
    assert bao.does(handing_in(path, ("tasks", "IV-2", "progress", 40))) == ""
    assert len(lan.does(lambda: waiting(path))) == 1
    assert lan.does(taking_in(path))[1:] == ([], "")
    assert bao.does(lambda: session_of(path).proposing.answer.is_taken)  # type: ignore[union-attr]


def planted(plan: Path, how: str) -> None:
    """Something odd in the folder, by another body’s user, in the name of Bao or their own."""
    folder = folder_of(plan)
    theirs, own = (folder / f"{uid}-20250601-080000-000000-0000000{n}.toml" for n, uid in enumerate((BAO.uid, MIN.uid)))
    sound = b'version = 1\n[[edits]]\ntable = "tasks"\nid = "IV-2"\nfield = "progress"\nafter = 99\n'
    if how == "another's login":
        theirs.write_bytes(sound)
        theirs.chmod(0o644)
    elif how == "a link":
        own.symlink_to("/etc/passwd")
    elif how == "a pipe":
        os.mkfifo(own)
    elif how == "a folder":
        own.mkdir()
    elif how == "another name":
        own.write_bytes(sound)
        os.link(own, folder / "x")
    elif how == "open to all":
        own.write_bytes(sound)
        own.chmod(0o666)
    elif how == "huge":
        with own.open("wb") as file:
            file.truncate(1 << 33)
    else:
        own.write_bytes(
            {
                "deep": sound + b"before = " + b"[" * 900 + b"]" * 900,
                "keys": b"a." * 30_000 + b"b = 1",
                "not TOML": b"\xff\x00[",
                "a field twice": sound + sound.partition(b"\n")[2],
                "an odd table": sound.replace(b'"tasks"', b'"settings"'),
                "an odd value": b'version = 1\nedits = "x"\n',
                "another version": sound.replace(b"version = 1", b"version = 2"),
            }[how]
        )
        own.chmod(0o644)


ODD = ("another's login", "a link", "a pipe", "a folder", "another name", "open to all", "huge")
ODD_TEXTS = ("deep", "keys", "not TOML", "a field twice", "an odd table", "an odd value", "another version")


@pytest.mark.parametrize("how", [*ODD, *ODD_TEXTS])
def test_what_is_no_proposal_is_said_once_and_left_alone(plan: Path, how: str) -> None:
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 40))) == ""
    MIN.does(lambda: planted(plan, how))

    def look() -> tuple[list[int], list[str], list[str]]:
        taking = session_of(plan).takes_in
        assert taking is not None
        taking.look()
        first = [EN.sentence(fault) for fault in taking.new_faults()]
        taking.look(again=True)
        return [handed.uid for handed in taking.waiting], first, [EN.sentence(fault) for fault in taking.new_faults()]

    seen, first, again = NAM.does(look)
    assert seen == [BAO.uid] and again == []
    if how == "another's login":  # older than Bao's own, so not even looked at
        (own,) = (p for p in folder_of(plan).glob(f"{BAO.uid}-2*") if p.stat().st_uid == BAO.uid)
        BAO.does(own.unlink)
        seen, first, _ = NAM.does(look)
        assert seen == []
    assert len(first) == 1 and "left alone" in first[0]


def test_an_answer_of_nobody_who_may_write_is_none(plan: Path) -> None:
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 40))) == ""
    (handed,) = NAM.does(lambda: waiting(plan))
    with pytest.raises(SaveFailed):
        MIN.does(lambda: inbox.answer(plan, handed, inbox.TAKEN))
    forged = folder_of(plan) / "answers" / "x.toml"
    forged.write_text(f'version = 1\nproposal = "{handed.digest}"\noutcome = "taken"\n', encoding="utf-8")
    os.chown(forged, MIN.uid, MIN.uid)
    plan.chmod(0o644)  # now only Lan writes: who made it certainly may not
    assert len(LAN.does(lambda: waiting(plan))) == 1


def test_a_folder_a_stranger_made_is_left_alone(plan: Path) -> None:
    (folder_of(plan) / "answers").rmdir()
    folder_of(plan).rmdir()
    plan.chmod(0o644)
    plan.parent.chmod(0o777)
    MIN.does(lambda: folder_of(plan).mkdir(0o777))
    assert f"is {MIN.uid}’s" in BAO.does(lambda: EN.sentence(session_of(plan).why_readonly()))
    with pytest.raises(SaveFailed, match="left alone"):
        set_up(plan, [])


# -- setting it up --------------------------------------------------------------------------------------------------


def test_setting_up_says_what_is_left_to_do_and_who_may(plan: Path) -> None:
    folder = folder_of(plan)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o3777 and folder.stat().st_gid == GROUP
    assert stat.S_IMODE((folder / "answers").stat().st_mode) & 0o777 == 0o775
    again = LAN.does(lambda: set_up(plan, []))
    assert again.was_there and "no login is named yet" in EN.sentence(again.left[0])
    plan.chmod(0o660)
    LAN.does(lambda: set_up(plan, ["52003"]))
    assert Access.of(folder).mode & 0o007 == 0, "closed with the plan"
    with pytest.raises(SaveFailed, match="ask 52001, whose file it is"):
        BAO.does(lambda: set_up(plan, []))
    (folder / "answers").rmdir()
    folder.rmdir()
    plan.parent.chmod(0o555)
    with pytest.raises(SaveFailed, match="--set-up"):
        LAN.does(lambda: set_up(plan, []))


def test_a_full_disk_hands_nothing_in_and_leaves_what_was_there(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 10))) == ""
    before = sorted(os.listdir(folder_of(plan)))

    def full(*_: object) -> int:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", full)
    assert "the disk is full" in BAO.does(handing_in(plan, ("tasks", "IV-2", "progress", 20)))
    assert sorted(os.listdir(folder_of(plan))) == before
    assert [edit.new for edit in NAM.does(lambda: waiting(plan))[0].edits] == [10]


def test_an_empty_plan_has_nobody_who_reports(folder: Path) -> None:
    path = folder / "plan.toml"
    path.write_text("format = 2\n", encoding="utf-8")
    os.chown(path, LAN.uid, LAN.uid)
    folder.chmod(0o777)
    path.chmod(0o644)
    LAN.does(lambda: set_up(path, []))
    assert BAO.does(lambda: session_of(path).proposing) is None
    assert LAN.does(lambda: waiting(path)) == []


def test_whatever_call_fails_what_was_handed_in_is_there_whole(plan: Path) -> None:
    """Each call of a hand-in fails once: it is said and the one before stands, or the new one does."""

    def progress() -> int:
        found = inbox.own(plan)
        assert found is not None
        return int(found[0].edits[0].new)

    def work() -> tuple[int, list[str]]:
        said, wrong, value = 0, [], 10
        inbox.hand_in(plan, [SetField("tasks", "IV-2", "progress", value, MISSING)], "")
        for name in ("open", "write", "fsync", "rename", "fchmod", "fchown", "scandir", "stat"):
            real = getattr(os, name)
            for nth in range(8):
                calls = iter(range(1000))

                def failing(*given: Any, real: Any = real, calls: Any = calls, nth: int = nth, **more: Any) -> Any:
                    if next(calls) == nth:
                        raise OSError(errno.ENOSPC, "planted")
                    return real(*given, **more)

                setattr(os, name, failing)
                try:
                    inbox.hand_in(plan, [SetField("tasks", "IV-2", "progress", value + 1, MISSING)], "")
                    well = True
                except SaveFailed:
                    well = False
                    said += 1
                finally:
                    setattr(os, name, real)
                if progress() != value + well:
                    wrong.append(f"{name} {nth}: {progress()} instead of {value + well}")
                value = progress()
        return said, wrong

    said, wrong = BAO.does(work)
    assert wrong == [] and said >= 5
