"""A review meeting on the screen: its agenda, one item at a time, decisions, following the chair, closing, looking back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from tests.support.elsewhere import look
from tests.support.hostile_plan import MARKUP, PAYLOADS, write_hostile
from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.meeting_plan import with_worries
from tests.support.scenes import Scenes
from tests.support.small_plan import EMPTY
from tests.support.workbench import AS_OF, Driver, open_workbench
from tui.actions import ACTIONS, Scope
from tui.frames.build import Frames
from tui.frames.insight.agenda import NOTHING, agenda
from tui.i18n.typed import missing_sentence
from tui.i18n.words import Words
from tui.model.fields import OUTCOMES, TABLES
from tui.model.review import open_review
from tui.model.text import N_, say
from tui.reports.agenda import recorded_why, why_of
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.commands import Commands
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.inspect import Inspect
from tui.screens.dialogs.picker import Picker
from tui.screens.review import item as item_screen
from tui.screens.review.agenda import AgendaScreen
from tui.screens.review.agenda_data import considered_words, left_words
from tui.screens.review.follow import FollowScreen
from tui.screens.review.item import ItemScreen
from tui.screens.review.opening import _as_last_time
from tui.screens.review.reported import WhoReported
from tui.store.identity import full_name
from tui.store.plan_file import load
from tui.store.presence import Showing, appear
from tui.widgets.line import Line

scene = Scenes()

WORDS = Words("vi")
LATER = AS_OF + dt.timedelta(days=30)
TASK, GRDP = "tasks.III-1", "indicators.grdp"
INDUSTRY = "indicators.cong-nghiep"


@pytest.fixture
def meeting_file(plan_file: Path) -> Path:
    """The sample with its old meeting closed, so that ``m`` starts a new one at once, and with indicators at risk."""
    plan_file.write_text(with_worries(plan_file.read_text(encoding="utf-8")), encoding="utf-8")
    return plan_file


def agenda_on(path: Path, day: dt.date = AS_OF) -> list[str]:
    plan = load(path).plan
    return [item.subject for item in agenda(Frames(plan), plan, day).items]


async def to_agenda(bench: Driver) -> AgendaScreen:
    await bench.press("m")
    screen = bench.app.screen
    assert isinstance(screen, AgendaScreen)
    return screen


async def opened(bench: Driver) -> AgendaScreen:
    """The agenda of a meeting that has just been opened: by its form in a proof, in the suite as that form does when kept as it is."""
    screen = await to_agenda(bench)
    if LONG:
        await bench.press("enter")
        await bench.dialog(Form)
        await bench.press("f10")
    else:
        session = bench.app.session
        people = _as_last_time(session.plan)
        listed = [(item.subject, recorded_why(item)) for item in agenda(session.frames, session.plan, session.as_of).items]
        edits = open_review(session.plan, as_of=session.as_of, items=listed, date=session.as_of, **people)
        with bench.app._context():
            session.commit(edits, say("test"))
            screen._opened(edits[0].id)
        await bench.settle()
    assert bench.app.screen is screen and screen.review is not None
    return screen


async def to_item(bench: Driver, subject: str) -> ItemScreen:
    screen = bench.app.screen
    assert isinstance(screen, AgendaScreen)
    await put_cursor(bench, subject)
    await bench.press("enter")
    item = bench.app.screen
    assert isinstance(item, ItemScreen) and item.subject == subject
    return item


async def put_cursor(bench: Driver, subject: str) -> None:
    screen = bench.app.screen
    assert isinstance(screen, AgendaScreen)
    await bench.press("home")
    subjects = [row.subject for row in screen.rows]
    assert subject in subjects, f"{subject} is not on the list:\n{bench.screen}"
    ahead = range((screen.options.highlighted or 0) + 1, subjects.index(subject) + 1)
    await bench.hold("down", sum(not screen.options.get_option_at_index(place).disabled for place in ahead))
    assert screen.subject == subject


def listed(bench: Driver) -> list[str]:
    """The subjects as they stand on the screen."""
    screen = bench.app.plan_screen
    assert isinstance(screen, AgendaScreen)
    return [row.subject for row in screen.rows if row.subject is not None]


def item_of(bench: Driver, subject: str) -> dict[str, Any]:
    review = bench.app.plan_screen.review  # type: ignore[attr-defined]
    items = bench.app.session.plan.tables["reviews"][review]["items"]
    return next(dict(item) for item in items if item["subject"] == subject)


def timeless(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in ("seconds", "why")}


async def decide(bench: Driver, text: str) -> list[str]:
    """Decide on the item that is shown; the keys besides the text."""
    keys = ["4", "f10"]
    await bench.press("4")
    await bench.dialog(Form)
    await bench.type(text)
    await bench.press("f10")
    assert isinstance(bench.app.screen, ItemScreen), bench.screen
    return keys


async def leave_open(bench: Driver) -> int:
    """Leave open who and when wherever closing asks for it; how often it asked."""
    asked = 0
    while isinstance(bench.app.screen, Form):
        asked += 1
        await bench.press("f10")
    return asked


def legend(bench: Driver) -> str:
    return bench.app.plan_screen.query_one("#legend", Line).text


# -- the agenda -----------------------------------------------------------------------------------------------------


async def test_the_agenda_is_that_of_the_frames_each_record_once_under_its_body(meeting_file: Path) -> None:
    async with open_workbench(meeting_file, size=(140, 40)) as bench:
        await to_agenda(bench)
        found = agenda(bench.app.session.frames, bench.app.session.plan, AS_OF)
        assert listed(bench) == [item.subject for item in found.items] and len(set(listed(bench))) == len(listed(bench)) > 5
        place = 0
        lines = [str(option.prompt) for option in bench.app.screen.query_one("#agenda", OptionList).options]
        for group in found.groups:
            name = bench.app.session.plan.title_of("agencies", group.body) if group.body else WORDS(N_("Nobody clearly answers for it"))
            assert lines[place].startswith(name)
            for item in group.items:
                place += 1
                assert WORDS(item.kinds[0].label) in lines[place] and item.title[:20] in lines[place]
                why = why_of(item, WORDS).removeprefix(WORDS(item.kinds[0].label)).lstrip(" ,;")
                assert why[:20] in lines[place], "what its kind does not say already"
            place += 1
        await bench.press("escape")
        assert bench.tab.table_name == "indicators" and bench.unsaved == 0


async def test_a_meeting_that_looks_from_another_day_says_so_and_explains_nothing_of_today(meeting_file: Path) -> None:
    async with open_workbench(meeting_file, size=(120, 30)) as bench:
        screen = await opened(bench)
        await bench.press("t", "ctrl+u")
        await bench.type("01/07/2025")
        await bench.press("enter")
        assert screen.day == AS_OF and WORDS(N_("seen from {day}"), day=AS_OF) in bench.screen
        assert TASK in listed(bench), "the list is the meeting's own"
        await to_item(bench, TASK)
        assert "326" in bench.screen
        await bench.press("v")
        assert WORDS(N_("reasons are told for the day looked from; t sets it to {day}"), day=AS_OF) in bench.status


async def test_where_all_is_well_the_agenda_says_so_and_a_meeting_can_still_be_held(plan_file: Path) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        screen = await to_agenda(bench)
        assert WORDS(NOTHING)[:60] in bench.screen
        await bench.press("enter")
        await bench.dialog(Form)
        await bench.press("f10")
        assert screen.review is not None and "items" not in screen.meeting
        await bench.press("enter")
        assert bench.app.screen is screen and WORDS(N_("nothing is on the list")) in bench.status


@scene
async def opening_is_one_step_and_before_it_nothing_can_be_changed(bench: Driver) -> None:
    screen = await to_agenda(bench)
    for key in ("a", "d", "K", "J", "D", "Q", "E", "P"):
        await bench.press(key)
        assert bench.app.screen is screen and WORDS(N_("the meeting is not opened yet; Enter opens it")) in bench.status, key
    before = listed(bench)
    await bench.press("enter")
    form = await bench.dialog(Form)
    assert form.values["chair"] == "Chủ tịch UBND tỉnh", "as last time"
    await bench.press("tab", "tab")
    await bench.type("Nguyễn Thị Lan")
    await bench.press("f10")
    review = screen.meeting
    assert (review["date"], review["secretary"]) == (AS_OF, "Nguyễn Thị Lan") and "as_of" not in review
    assert [item["subject"] for item in review["items"]] == before == listed(bench)
    assert all(item["why"] for item in review["items"])
    await bench.press("u")
    assert screen.review is None and bench.unsaved == 0 and listed(bench) == before
    await bench.press("U")
    await bench.press("escape", "m")
    assert isinstance(bench.app.screen, AgendaScreen) and bench.app.screen.meeting["date"] == AS_OF, "the running one, without asking"


@scene
async def items_are_added_dropped_moved_and_parked_and_every_step_is_undone(bench: Driver) -> None:
    screen = await opened(bench)
    start = listed(bench)
    await put_cursor(bench, start[2])
    await bench.press("K")
    assert listed(bench)[:3] == [start[0], start[2], start[1]] and screen.subject == start[2]
    await bench.press("shift+down")
    assert listed(bench) == start
    await bench.press("d")
    assert listed(bench) == [*start[:2], *start[3:]] and not isinstance(bench.app.screen, Picker), "it asks nothing"
    await bench.press("D")
    assert item_of(bench, start[3])["outcome"] == "parked" and WORDS(N_("parked")) in bench.screen
    await bench.press("a")
    await bench.dialog(Picker)
    assert not {item.id for item in bench.app.screen.items} & set(listed(bench))  # type: ignore[attr-defined]
    await bench.type("an chin")
    await bench.press("enter")
    assert listed(bench) == [*start[:2], start[3], "tasks.III-4", *start[4:]] and screen.subject == "tasks.III-4"
    await bench.press("u", "u", "u")
    assert listed(bench) == start and "outcome" not in item_of(bench, start[3])
    await bench.press("home", "K")
    assert listed(bench) == start and WORDS(N_("nothing changed")) in bench.status


async def test_an_old_meeting_that_was_never_closed_is_offered_beside_a_new_one(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("m")
        await bench.pick("r-2025-06")
        screen = bench.app.screen
        assert isinstance(screen, AgendaScreen) and listed(bench) == [TASK] and screen.day == dt.date(2025, 6, 15)
        await bench.press("escape", "m", "enter")
        screen = bench.app.screen
        assert isinstance(screen, AgendaScreen) and screen.review is None and len(listed(bench)) > 1


# -- one item -------------------------------------------------------------------------------------------------------


@in_proofs
async def test_an_item_says_whose_it_is_how_it_stands_and_what_was_decided_last(meeting_file: Path) -> None:
    async with open_workbench(meeting_file, size=(100, 30)) as bench:
        await opened(bench)
        await to_item(bench, TASK)
        for told in ("Rà soát quy hoạch", "Sở Nông nghiệp và Môi trường", "326", "31/12/2025", "Đẩy nhanh rà soát quy hoạch", "30/09/2025"):
            assert told in bench.screen, told
        assert WORDS(N_("meeting of {day}"), day=dt.date(2025, 6, 15)) in bench.screen
        await bench.press("escape")
        await to_item(bench, GRDP)
        for told in ("≥ 8", "13,01", "6,51", "8,59", WORDS(N_("at risk"))):
            assert told in bench.screen, told


@longer
@pytest.mark.parametrize("size", of_these([(80, 24), (140, 40)], [(80, 24)]))
async def test_an_indicator_has_its_chart_on_a_small_and_a_large_screen(meeting_file: Path, size: tuple[int, int]) -> None:
    async with open_workbench(meeting_file, size=size) as bench:
        await opened(bench)
        await to_item(bench, GRDP)
        shown = bench.screen
        assert "┌──" in shown and "2025" in shown and WORDS(N_("required")) in shown
        assert all(f"{n}" in legend(bench) for n in range(1, 7)) and "…" not in legend(bench)
        assert "●" not in legend(bench)
        await bench.press("pageup", "space")
        assert "┌──" in bench.screen


async def test_a_page_down_reads_the_text_to_its_end_before_the_next_item(meeting_file: Path) -> None:
    async with open_workbench(meeting_file, size=(60, 16)) as bench:
        await opened(bench)
        screen = await to_item(bench, TASK)
        at = screen.subjects.index(TASK)
        text = screen.query_one("#item-scroll")
        await bench.until(lambda: text.max_scroll_y > 0, "its text does not fit")
        pages = 0
        while text.scroll_offset.y < text.max_scroll_y:
            await bench.press("pagedown")
            assert screen.subject == TASK and pages < 20
            pages += 1
        await bench.press("pageup")
        assert screen.subject == TASK and text.scroll_offset.y < text.max_scroll_y
        await bench.press("pagedown", "pagedown")
        assert screen.subject == screen.subjects[at + 1] and text.scroll_offset.y == 0


@scene
async def keys_of_an_item_walk_set_the_outcome_and_never_leave_for_a_tab(bench: Driver) -> None:
    await opened(bench)
    subjects = listed(bench)
    screen = await to_item(bench, subjects[0])
    await bench.press("left")
    assert WORDS(N_("this is the first item")) in bench.status
    for digit, choice in enumerate(OUTCOMES, 1):
        if choice.value == "decided":
            continue
        await bench.press(str(digit))
        assert item_of(bench, subjects[0])["outcome"] == choice.value and f"{digit}●" in legend(bench)
    await bench.press("u")
    assert item_of(bench, subjects[0])["outcome"] == "resolved"
    for subject in subjects[1:]:
        await bench.press("space")
        assert screen.subject == subject
    await bench.press("pagedown")
    assert WORDS(N_("this is the last item; Esc leads to the agenda, Q there closes the meeting"))[:50] in bench.status
    await bench.press("pageup", "h", "b")
    agenda_screen = bench.app.screen
    assert isinstance(agenda_screen, AgendaScreen) and agenda_screen.subject == subjects[-3], "the cursor follows"


@scene
async def a_decision_is_prefilled_from_the_item_and_takes_few_keys(bench: Driver) -> None:
    screen = await opened(bench)
    await to_item(bench, "decisions.kl-1")
    await bench.press("E")
    form = await bench.dialog(Form)
    assert form.values == {"owner": "so-nnmt"}, "its due day has passed, so none is proposed; the text is the chair's"
    await bench.press("f10")
    assert bench.app.screen is form and WORDS.sentence(missing_sentence(TABLES["decisions"]["text"])) in bench.screen
    await bench.press("escape")
    assert len(await decide(bench, "Hoàn thành trong quý I")) <= 6
    decision = bench.app.session.plan.tables["decisions"][item_of(bench, "decisions.kl-1")["decision"]]
    assert (decision["text"], decision["owner"], decision["review"]) == ("Hoàn thành trong quý I", "so-nnmt", screen.review)
    assert item_of(bench, "decisions.kl-1")["outcome"] == "decided"
    assert "Hoàn thành trong quý I" in bench.screen
    await bench.press("R")
    await bench.pick("so-tc")
    assert bench.app.session.plan.tables["decisions"][item_of(bench, "decisions.kl-1")["decision"]]["owner"] == "so-tc"
    await bench.press("u", "u")
    assert timeless(item_of(bench, "decisions.kl-1")) == {"subject": "decisions.kl-1"}
    assert len(bench.app.session.plan.tables["decisions"]) == 1


@scene
@in_proofs
async def the_digit_of_a_decision_asks_for_it_and_assigning_without_one_too(bench: Driver) -> None:
    await opened(bench)
    await to_item(bench, TASK)
    await bench.press("4")
    await bench.dialog(Form)
    await bench.press("escape")
    assert "outcome" not in item_of(bench, TASK)
    await bench.press("R")
    await bench.pick("so-y-te")
    form = await bench.dialog(Form)
    assert form.values["owner"] == "so-y-te"
    await bench.type("Làm rõ")
    await bench.press("f10")
    assert bench.app.session.plan.tables["decisions"][item_of(bench, TASK)["decision"]]["owner"] == "so-y-te"


@scene
async def a_note_is_kept_and_an_empty_one_takes_it_away(bench: Driver) -> None:
    await opened(bench)
    await to_item(bench, TASK)
    await bench.press("L")
    await bench.type("Đại biểu đề nghị gia hạn")
    await bench.press("enter")
    assert item_of(bench, TASK)["note"] == "Đại biểu đề nghị gia hạn" and "Đại biểu đề nghị gia hạn" in bench.screen
    await bench.press("L", "ctrl+u", "ctrl+s")
    assert "note" not in item_of(bench, TASK)
    await bench.press("L")
    await bench.type("Đã nêu")
    await bench.press("f10")
    assert item_of(bench, TASK)["note"] == "Đã nêu", "as in a form"


@scene
async def buttons_of_the_outcomes_are_clicked_and_their_words_are_whole(bench: Driver) -> None:
    await opened(bench)
    await to_item(bench, TASK)
    assert "…" not in legend(bench) and legend(bench).count("[") == len(OUTCOMES)
    at = legend(bench).index("[3")
    await bench.pilot.click("#legend", offset=(at + 2, 0))
    assert item_of(bench, TASK)["outcome"] == "report_back" and "[3●" in legend(bench)


@scene
async def the_day_of_a_meeting_is_changed_and_its_list_stays(bench: Driver) -> None:
    screen = await opened(bench)
    start = listed(bench)
    await bench.press("E")
    assert (await bench.dialog(Form)).values["date"] == AS_OF
    await bench.type("23/11/2026")
    await bench.press("f10")
    assert screen.meeting["date"] == screen.day == AS_OF + dt.timedelta(days=1) and listed(bench) == start


@scene
async def all_items_of_a_body_stand_in_one_list_that_leads_to_each(bench: Driver) -> None:
    await opened(bench)
    item = await to_item(bench, TASK)
    await bench.press("1", "A")
    picker = await bench.dialog(Picker)
    ids = [line.id for line in picker.items]
    assert ids == [TASK, "decisions.kl-1"] and WORDS(N_("noted")) in picker.items[0].label
    await bench.pick("decisions.kl-1")
    assert item.subject == "decisions.kl-1" and bench.app.screen is item
    await bench.press("escape")
    silent = next(subject for subject in listed(bench) if subject.startswith("agencies."))
    await put_cursor(bench, silent)
    await bench.press("A")
    assert [line.id for line in (await bench.dialog(Picker)).items if line.id.startswith(("tasks.", "duties."))], "what it has not told of"
    await bench.press("escape")
    await to_item(bench, "enterprises.thoat-nuoc")
    await bench.press("A")
    picker = await bench.dialog(Picker)
    unclear = [item.id for item in picker.items]
    assert WORDS(N_("Nobody clearly answers for it")) in bench.screen and bench.app.plan_screen.subject in unclear  # type: ignore[attr-defined]
    assert TASK not in unclear, "what a body answers for is none of it"
    await bench.type("khong co chu nay")
    assert "▲" not in bench.screen, "nothing is above a list of one line, wherever it was scrolled to before"


@scene
async def who_has_reported_is_asked_from_anywhere_and_leads_to_the_body(bench: Driver) -> None:
    await bench.press("at")
    box = await bench.dialog(WhoReported)
    rows = box.view.frame.to_dicts()
    assert rows[0]["told"] == "some" and WORDS(N_("in part")) in bench.screen
    first = rows[0]["id"]
    await bench.press("enter")
    await bench.until(lambda: bench.tab.table_name == "agencies" and bench.id == first, "the body is shown")
    await bench.press("backspace")


@scene
async def closing_asks_who_and_when_shows_what_it_writes_and_esc_closes_nothing(bench: Driver) -> None:
    screen = await opened(bench)
    await to_item(bench, TASK)
    await bench.press("2", "space", "1", "escape", "Q")
    form = await bench.dialog(Form)
    assert form.values == {"owner": "so-nnmt"}, "the body that answers is filled in, and no day"
    assert form.box_title.startswith("Kết thúc cuộc họp, 1/") and WORDS(N_("what nobody knows yet may stay empty")) in bench.screen
    await bench.press("escape")
    assert not screen.closed and "owner" not in item_of(bench, TASK)
    await bench.press("Q")
    await bench.dialog(Form)
    await bench.type("31/12/2026")
    await bench.press("f10")
    assert item_of(bench, TASK)["owner"] == "so-nnmt" and item_of(bench, TASK)["due"] == dt.date(2026, 12, 31)
    box = await bench.dialog(Choose)
    assert considered_words(2, WORDS) in box.text and left_words(len(listed(bench)) - 2, WORDS) in box.text
    assert f"{WORDS(N_('to be sped up'))}: ".capitalize() in box.text and "Sở NN&MT; hạn cuối 31/12/2026" in box.text
    assert WORDS(N_("New document: {name}"), name="") not in box.text, "nothing was decided, so there is no notice"
    await bench.answer("notice")
    assert "THÔNG BÁO" in (await bench.dialog(Inspect)).text
    await bench.press("escape")
    await bench.answer("no")
    assert not screen.closed and WORDS(N_("the meeting is not closed and goes on; Q asks again")) in bench.status
    await bench.press("Q")
    await bench.dialog(Choose)
    await bench.press("pagedown", "escape")
    assert not screen.closed and WORDS(N_("the meeting is not closed and goes on; Q asks again")) in bench.status


async def test_the_time_of_an_item_is_kept_when_it_is_left_and_undo_looks_past_it(
    meeting_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(item_screen, "clock", lambda: now[0])
    async with open_workbench(meeting_file) as bench:
        await opened(bench)
        first, second = listed(bench)[:2]
        await to_item(bench, first)
        await bench.press("1")
        now[0] += 125
        assert WORDS.count("{n} min", "{n} min", 2) not in bench.title, "nothing is drawn by itself"
        await bench.press("down")
        await bench.press("v", "escape")
        assert WORDS.count("{n} min", "{n} min", 2) in bench.title
        await bench.press("space")
        assert item_of(bench, first)["seconds"] == 125
        now[0] += 10
        await bench.press("pageup", "space")
        assert item_of(bench, second)["seconds"] == 10
        await bench.press("u")
        assert "outcome" not in item_of(bench, first), "one key takes back what somebody did"
        await bench.press("U")
        assert item_of(bench, first)["outcome"] == "noted" and item_of(bench, first)["seconds"] == 125


@scene
@in_proofs
async def the_record_and_back_and_the_reasons(bench: Driver) -> None:
    await opened(bench)
    await to_item(bench, TASK)
    await bench.press("v")
    assert "326" in (await bench.dialog(Inspect)).text
    await bench.press("escape", "r")
    assert bench.tab.table_name == "tasks" and bench.id == "III-1"
    await bench.press("backspace")
    await bench.until(lambda: isinstance(bench.app.screen, ItemScreen), "back in the meeting")
    assert bench.app.screen.subject == TASK  # type: ignore[attr-defined]
    await bench.press("escape")
    assert isinstance(bench.app.screen, AgendaScreen)
    await bench.press("escape")
    assert not bench.app.screen.query("#agenda")


@scene
@in_proofs
async def help_lists_the_keys_of_an_item_and_those_they_take_the_place_of_are_not_named(bench: Driver) -> None:
    await opened(bench)
    await to_item(bench, TASK)
    await bench.press("question_mark")
    commands = await bench.dialog(Commands)
    ids = {action.id for action in commands.actions}
    assert {action.id for action in ACTIONS if action.scope in (Scope.ITEM, Scope.REVIEW)} <= ids
    assert list(commands.keys["outcome_noted"]) == ["1"] and list(commands.keys["tab_targets"]) == []
    assert list(commands.keys["go_back"]) == ["backspace", "b"]
    await bench.press("escape")
    await bench.run("outcome_noted")
    assert item_of(bench, TASK)["outcome"] == "noted"


@scene
@in_proofs
async def undoing_the_opening_from_an_item_leads_back_to_the_agenda(bench: Driver) -> None:
    await opened(bench)
    await to_item(bench, TASK)
    await bench.press("u")
    await bench.until(lambda: isinstance(bench.app.screen, AgendaScreen), "the agenda is shown")
    assert bench.app.screen.review is None and bench.unsaved == 0  # type: ignore[attr-defined]


async def test_for_reading_only_the_agenda_is_looked_at_and_nothing_changes(meeting_file: Path) -> None:
    before = meeting_file.read_bytes()
    async with open_workbench(meeting_file, readonly=True) as bench:
        screen = await to_agenda(bench)
        await bench.press("enter")
        assert bench.app.screen is screen and WORDS(N_("the plan is open for reading only")) in bench.status
        for action in ACTIONS:
            if action.scope is Scope.AGENDA and action.writes:
                await bench.press(action.keys[0])
                assert bench.app.screen is screen and bench.unsaved == 0, action.id
    assert meeting_file.read_bytes() == before


# -- others ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_following_the_chair_shows_the_same_item_and_says_what_is_saved(meeting_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item_screen, "clock", lambda: 0.0)  # a second on an item is kept with it, and would be unsaved
    async with open_workbench(meeting_file, size=(120, 30)) as chair, open_workbench(meeting_file, size=(120, 30)) as other:
        await other.press("M")
        assert WORDS(N_("nobody else shows an item of a meeting of this plan now")) in other.status
        await opened(chair)
        await to_item(chair, TASK)
        await look(other)
        await other.press("M")
        assert isinstance(other.app.screen, FollowScreen)
        assert "Rà soát quy hoạch" in other.screen and "326" in other.screen
        assert WORDS(N_("what is saved is shown; {name} has {n} unsaved"), name=full_name(), n=1) in other.status
        await decide(chair, "Chỉ chủ trì mới thấy")
        assert "Chỉ chủ trì" not in other.screen
        await chair.press("ctrl+s")
        await look(chair)
        await look(other)
        saved = WORDS(N_("what is saved is shown"))
        await other.until(lambda: "Chỉ chủ trì mới thấy" in other.screen and other.status.startswith(f"{saved} "), "what was saved is seen")
        await chair.press("space", "space")
        await look(other)
        assert chair.app.screen.subject == other.app.screen.showing_now.subject  # type: ignore[attr-defined]
        assert "Rà soát quy hoạch" not in other.screen
        await other.press("d", "1")
        assert other.unsaved == 0
        await chair.press("escape")
        await look(chair)
        await look(other)
        await other.press("m")
        await other.press("escape")
        assert not isinstance(other.app.screen, FollowScreen)


async def test_one_of_several_chairs_is_picked_and_one_who_leaves_is_said(meeting_file: Path) -> None:
    async with open_workbench(meeting_file, size=(120, 30)) as bench:
        sessions = [appear(meeting_file), appear(meeting_file)]
        for session, subject in zip(sessions, (TASK, GRDP), strict=True):
            assert session is not None
            session.tell(None, 0, Showing("r-cua-nguoi-khac", subject, AS_OF))
        await look(bench)
        await bench.press("M")
        await bench.pick("1")
        assert isinstance(bench.app.screen, FollowScreen) and "GRDP" in bench.screen
        for session in sessions:
            assert session is not None
            session.leave()
        await look(bench)
        assert WORDS(N_("{name} has left; this was shown last"), name=full_name()) in bench.status and "GRDP" in bench.screen
        await bench.press("escape")
        assert bench.tab.table_name == "indicators"


@pytest.mark.parametrize("showing", [5, ["a"], ["a", "tasks.III-1", "no day"], ["a", "\x1b[2Jx", "2026-11-22"]])
def test_what_somebody_tells_of_a_meeting_is_read_with_care(plan_file: Path, showing: object) -> None:
    import json
    import os

    here, odd = appear(plan_file), appear(plan_file)
    assert here is not None and odd is not None
    os.write(odd._handle, json.dumps({"since": "2026-01-01T00:00:00", "showing": showing}).encode())
    assert all(s.showing is None or "\x1b" not in s.showing.subject for s in here.others())
    odd.leave()
    here.leave()


@pytest.mark.slow
@in_proofs
async def test_two_who_write_in_one_meeting_both_keep_what_they_wrote(meeting_file: Path) -> None:
    async with open_workbench(meeting_file) as chair:
        await opened(chair)
        await chair.press("ctrl+s")
        async with open_workbench(meeting_file) as secretary:
            await to_agenda(secretary)
            await to_item(chair, TASK)
            await decide(chair, "Của chủ trì")
            await to_item(secretary, GRDP)
            await secretary.press("L")
            await secretary.type("Của thư ký")
            await secretary.press("enter")
            await chair.press("ctrl+s")
            await secretary.press("ctrl+s")
            assert secretary.unsaved == 0 and isinstance(secretary.app.screen, ItemScreen), secretary.screen
    review = load(meeting_file).plan.tables["reviews"]["r-2026-11-22"]
    items = {item["subject"]: item for item in review["items"]}
    assert items[GRDP]["note"] == "Của thư ký" and items[TASK]["outcome"] == "decided"


# -- closing --------------------------------------------------------------------------------------------------------


@in_proofs
async def test_closing_keeps_the_day_turns_decisions_into_entries_and_the_rest_returns(meeting_file: Path) -> None:
    async with open_workbench(meeting_file, size=(100, 30)) as bench:
        screen = await opened(bench)
        await to_item(bench, TASK)
        await decide(bench, "Gia hạn đến hết quý I")
        await bench.press("escape")
        await to_item(bench, GRDP)
        await decide(bench, "Rà soát lại động lực tăng trưởng")
        await bench.press("escape")
        await put_cursor(bench, "enterprises.thoat-nuoc")
        await bench.press("D", "Q")
        await leave_open(bench)
        left = len(listed(bench)) - 3
        assert left_words(left, WORDS) in " ".join(bench.screen.split())
        await bench.answer("left")
        picker = await bench.dialog(Picker)
        unseen = [item.id for item in picker.items]
        assert len(unseen) == left and not {TASK, GRDP, "enterprises.thoat-nuoc"} & set(unseen), "all of them, and no other"
        assert unseen == [subject for subject in screen.subjects if subject in unseen], "in the order of the meeting"
        await bench.press("escape")
        await bench.answer("left")
        await bench.dialog(Picker)
        await bench.press("down", "enter")
        assert screen.subject == unseen[1] and not screen.closed and bench.words("the meeting is not closed; Q asks again") in bench.status
        await bench.press("Q")
        await leave_open(bench)
        await bench.answer("close")
        digest = load(meeting_file).state.digest
        await bench.answer("no")
        review = screen.meeting
        assert review["closed_on"] == AS_OF and review["snapshot"] == digest, "a state the file really had"
        kept = {entry["subject"]: entry for entry in review["frozen"]}
        assert kept[GRDP]["verdict"] == "at_risk" and round(kept[GRDP]["required"], 1) == 13.0
        entry = bench.app.session.plan.tables["tasks"]["III-1"]["log"][-1]
        assert entry["text"] == "Gia hạn đến hết quý I"
        notice = bench.app.session.plan.tables["documents"][entry["basis"]]
        assert notice["date"] == AS_OF and "number" not in notice
        await bench.press("u")
        assert not screen.closed and screen.meeting["items"], "one step"
        await bench.press("U", "ctrl+s")
        assert bench.unsaved == 0
    again = agenda_on(meeting_file, LATER)
    decisions = load(meeting_file).plan.tables["decisions"]
    open_ones = [f"decisions.{id}" for id, values in decisions.items() if values["text"] == "Rà soát lại động lực tăng trưởng"]
    assert set(open_ones) <= set(again) and "enterprises.thoat-nuoc" in again and len(again) == len(set(again))


async def closed(bench: Driver, without: str | None = None) -> None:
    await opened(bench)
    if without is not None:
        await put_cursor(bench, without)
        await bench.press("d")
    await bench.press("Q")
    await bench.answer("close")
    await bench.answer("save")
    await bench.press("escape")


async def test_a_closed_meeting_is_reopened_with_the_numbers_of_that_day(meeting_file: Path) -> None:
    async with open_workbench(meeting_file, size=(140, 40)) as bench:
        await closed(bench, without=INDUSTRY)
        workspace = bench.app.session.workspace
        figures = [{**dict(figure), "value": 20} for figure in bench.app.session.plan.tables["indicators"]["grdp"]["values"]]
        workspace.apply([workspace.set_field("indicators", "grdp", "values", figures)], say("test"))
        await bench.press("1")
        assert "● Tốc độ" in bench.screen, "by now it is on course"
        await bench.press("o")
        await bench.pick("reviews")
        await bench.row("r-2026-11-22")
        await bench.press("enter")
        screen = bench.app.screen
        assert isinstance(screen, AgendaScreen) and screen.closed
        await to_item(bench, GRDP)
        assert f"! {WORDS('at risk')}" in bench.screen and f"● {WORDS('on course')}" not in bench.screen
        assert f"{WORDS('Still required')}: 13" in bench.screen and "6,5" not in bench.screen.split(WORDS("Still required"))[1]
        listed_then = [item["subject"] for item in screen.meeting["items"]]
        told = f" {listed_then.index(GRDP) + 1}/{len(listed_then)}  "
        assert INDUSTRY not in listed_then and told in bench.screen, "counted as the list is, not with what was kept beside it"
        await bench.press("v")
        assert isinstance(bench.app.screen, ItemScreen), "the reasons of that day are not kept"
        for action in ACTIONS:
            if action.scope in (Scope.ITEM, Scope.REVIEW) and action.writes:
                await bench.press(action.keys[0])
                assert WORDS(N_("the meeting was closed on {day}"), day=AS_OF) in bench.status, action.id
                assert isinstance(bench.app.screen, ItemScreen)
        beyond = len(bench.app.screen.subjects) - len(listed_then)
        assert beyond
        await bench.press(*["space"] * (len(listed_then) - listed_then.index(GRDP)))
        assert bench.words(N_("not on the list: {n}/{of}"), n=1, of=beyond) in bench.screen
        await bench.press("escape", "escape")
        assert bench.tab.table_name == "reviews"


@in_proofs
async def test_the_papers_are_written_beside_the_plan_and_never_over_a_file(meeting_file: Path) -> None:
    async with open_workbench(meeting_file) as bench:
        await opened(bench)
        await bench.press("Q")
        await bench.answer("close")
        await bench.answer("papers")
        await bench.until(lambda: "bien-ban-2026-11-22.docx" in bench.status, "written")
        assert bench.unsaved == 0
        first = {path.name: path.read_bytes() for path in meeting_file.parent.glob("*.docx")}
        assert set(first) == {"thong-bao-2026-11-22.docx", "bien-ban-2026-11-22.docx"}
        await bench.press("P")
        await bench.answer("papers")
        await bench.until(lambda: len(list(meeting_file.parent.glob("*.docx"))) == 4, "a second pair")
        assert all((meeting_file.parent / name).read_bytes() == data for name, data in first.items())


async def test_hostile_texts_of_a_plan_are_shown_as_they_are_typed(tmp_path: Path, sample: str) -> None:
    async with open_workbench(write_hostile(tmp_path, sample), size=(120, 30)) as bench:
        await bench.press("m", "enter")
        screen = bench.app.screen
        assert isinstance(screen, AgendaScreen)
        seen = [bench.screen]
        await bench.press("enter", "f10", "home", "enter")
        for _ in screen.subjects:
            assert isinstance(bench.app.screen, ItemScreen)
            seen.append(bench.screen)
            await bench.press("space")
        shown = "\n".join(seen)
        assert MARKUP in shown and not [payload for payload in PAYLOADS if payload in shown]


@pytest.mark.slow
@in_proofs
async def test_every_action_of_the_agenda_acts_or_says_why_not(meeting_file: Path) -> None:
    async with open_workbench(meeting_file) as bench:
        for action in ACTIONS:
            if action.scope not in (Scope.AGENDA, Scope.REVIEW):
                continue
            for key in action.keys if LONG else action.keys[:1]:
                while not isinstance(bench.app.screen, AgendaScreen):
                    if not len(bench.app.screen_stack) > 1:
                        await bench.press("m")
                    else:
                        await bench.press("escape")
                if bench.app.screen.review is None:
                    await bench.press("enter", "f10")
                await bench.press("home", "down")
                before = (bench.app.screen, bench.app.session.workspace.revision, bench.status)
                await bench.press(key)
                assert before != (bench.app.screen, bench.app.session.workspace.revision, bench.status), f"{action.id} by {key}"


async def test_meeting_in_one_program(meeting_file: Path) -> None:
    async with open_workbench(meeting_file) as bench:
        await scene.play(bench)
