"""Why items stand on the lists of meetings is stored in codes and said in the reader's language; sentences of before are carried over."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import tui
from tests.support.paths import SHIPPED
from tests.support.worked_on import DAY, LABEL, opened, saved
from tui.frames.insight.agenda import agenda
from tui.frames.tables.entry_texts import entry_texts
from tui.frames.tables.fold_columns import Form
from tui.i18n.reasons import said_reasons
from tui.i18n.words import Words, english_of_ids
from tui.model.fields import TABLES
from tui.model.review import set_item
from tui.model.text import Numeral, Sentence, say
from tui.reports.agenda import kept_why, recorded_why
from tui.reports.history import as_json, as_text
from tui.reports.labels import entry_line
from tui.reports.paper_text import paper_text
from tui.reports.word.minutes import minutes
from tui.session.outcomes import Done, Restored
from tui.store import older_reasons
from tui.store.log.history import read_history
from tui.store.older_reasons import recoded
from tui.store.plan_file import load, load_text
from tui.vocabulary.places import place_words
from tui.vocabulary.reasons import coded, former_templates, is_coded, reasons_in, templates

VI, EN = Words("vi"), Words("en")
TOLD = {
    "agencies.so-tc": "chưa gửi báo cáo năm 2023 (ý thứ 3 khoản 3 Mục IV), quá hạn 347 ngày; 15 nhiệm vụ chưa báo cáo",
    "agencies.so-khdt": "no report of year 2023 (IV.3#3), days late: 347; tasks not reported on: 15",
    "indicators.grdp": "Chủ tịch yêu cầu nghe báo cáo; xem lại số liệu",
}
"""What older programs and a hand have written, by the subject of an item."""
MEETING = "\n[reviews.r-2024-11-20]\ndate = 2024-11-20\nitems = [\n{items}]\n"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The shipped plan with a meeting whose reasons stand in sentences."""
    path = tmp_path / "plan.toml"
    items = "".join(f'    {{ subject = "{subject}", why = "{why}" }},\n' for subject, why in TOLD.items())
    path.write_text(SHIPPED.read_text(encoding="utf-8") + MEETING.format(items=items), encoding="utf-8")
    return path


def whys(text: str) -> list[str]:
    return [item["why"] for item in load_text(text).plan.tables["reviews"]["r-2024-11-20"]["items"]]


def in_file(path: Path) -> list[str]:
    """The reasons as the file has them, whatever is made of them."""
    return re.findall(r"why = (?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)')", path.read_text(encoding="utf-8"))


def test_an_older_plan_opens_as_it_is_and_says_what_it_said(older: Path) -> None:
    before = older.read_bytes()
    session = opened(older)
    items = session.plan.tables["reviews"]["r-2024-11-20"]["items"]
    assert [kept_why(item, VI) for item in items] == [TOLD["agencies.so-tc"], TOLD["agencies.so-tc"], TOLD["indicators.grdp"]]
    assert kept_why(items[0], EN) == TOLD["agencies.so-khdt"].replace("late", "overdue"), "the sentence of the other language"
    assert not session.unsaved() and older.read_bytes() == before and session.loaded.recoded == 2


def test_the_first_save_carries_the_sentences_over_and_the_history_has_one_line_of_it(older: Path) -> None:
    session = opened(older)
    for note in ("Một", "Hai"):
        assert isinstance(session.commit([session.workspace.set_field("tasks", "III-1-a-1", "note", note)], LABEL), Done)
        saved(session)
    found = load(older)
    stored = [item["why"] for item in found.plan.tables["reviews"]["r-2024-11-20"]["items"]]
    assert [is_coded(why) for why in stored] == [True, True, False] and stored[2] == TOLD["indicators.grdp"]
    assert stored[0] == stored[1] and found.recoded == 0 and "quá hạn 347 ngày" not in older.read_text(encoding="utf-8")
    history = read_history(older)
    assert [entry.recoded for entry in history.entries] == [2, 0]
    line = "why items stood on the lists of meetings is kept in codes from now on; what it says stays as it was"
    told = as_text(history.stages(), found.plan, EN, None)
    assert told.count(line) == 1 and told.count("Nội dung") == 0 and "Items" not in told
    assert len(json.loads(as_json(history.stages(), found.plan, EN, None))["entries"]) == 2
    before = history.after(0)
    assert before is not None and before.tables["reviews"]["r-2024-11-20"]["items"][0]["why"] == TOLD["agencies.so-tc"]
    after = history.after(1)
    assert after is not None and after.tables["reviews"] == found.plan.tables["reviews"], "every state can be brought back as it was"


def test_what_a_killed_session_of_an_older_program_did_is_restored_over_codes(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("tui.store.plan_file._carried_over", lambda plan: 0)
        session = opened(older)
        assert isinstance(session.commit(set_item(session.plan, "r-2024-11-20", "agencies.so-tc", outcome="noted"), LABEL), Done)
        session.end(keep=True)
    session = opened(older)
    assert isinstance(session.journal.restore(session.journal.orphaned_journals()), Restored)
    items = session.plan.tables["reviews"]["r-2024-11-20"]["items"]
    assert not session.disputed.conflicts and items[0]["outcome"] == "noted" and kept_why(items[0], VI) == TOLD["agencies.so-tc"]


def test_a_plan_without_meetings_and_one_of_codes_have_nothing_to_carry_over(older: Path) -> None:
    assert load(SHIPPED).recoded == 0
    session = opened(older)
    session.commit([session.workspace.set_field("tasks", "III-1-a-1", "note", "x")], LABEL)
    saved(session)
    again = load(older)
    assert again.recoded == 0 and whys(again.text) == [item["why"] for item in again.plan.tables["reviews"]["r-2024-11-20"]["items"]]


def test_every_reason_of_an_agenda_is_said_from_codes_and_understood_again_in_both_languages() -> None:
    session = opened(SHIPPED, readonly=True, shipped=True, journaling=False)
    places = {place_words(duty["locator"]): duty["locator"] for duty in session.plan.tables["duties"].values() if "locator" in duty}
    items = agenda(session.frames, session.plan, DAY).items
    for item in items:
        stored = recorded_why(item)
        assert said_reasons(stored, EN) == EN.sentence(item.why)
        assert not re.search(r'"=[^"]*[^0-9"]', stored), "each of its sentences has a code"
        for words, other in ((VI, EN), (EN, VI), (english_of_ids(), VI)):
            found = recoded(said_reasons(stored, words), places)
            assert found is not None and said_reasons(found, other) == said_reasons(stored, other)
    assert len(items) > 20


def test_codes_are_told_in_words_in_panels_lists_searches_and_minutes(older: Path) -> None:
    session = opened(older)
    told = entry_line(TABLES["reviews"]["items"], session.plan.tables["reviews"]["r-2024-11-20"]["items"][0], session.plan, EN)
    assert "days overdue: 347" in told and "[[" not in told
    found = entry_texts(session.frames, "reviews", Form.FOLDED)["items"][0]
    assert "qua han 347 ngay" in found and "days overdue: 347" in found, "searched for in either language"
    for subject in TOLD:
        session.commit(set_item(session.plan, "r-2024-11-20", subject, outcome="noted"), LABEL)
    record = paper_text(minutes(session.plan, session.frames, "r-2024-11-20"))
    assert record.count(f"Lý do xem xét: {TOLD['agencies.so-tc']}.") == 2, "as it was, and Vietnamese where it was English"
    assert "Lý do xem xét: Chủ tịch yêu cầu nghe báo cáo; xem lại số liệu." in record and "[[" not in record


@pytest.mark.parametrize(
    "text", ["Chủ tịch nêu", "[[", '[["no-such-code"]]', '[["days-late",{}]]', "2024", "xem: 5 việc; làm ngay", "a, b"]
)
def test_a_text_of_somebodys_own_is_told_as_it_stands(text: str) -> None:
    assert said_reasons(text, VI) == said_reasons(text, EN) == text and not is_coded(text) and recoded(text, {}) is None


def test_values_of_every_kind_come_back_and_a_sentence_without_a_code_stands_for_itself() -> None:
    inner = say("days late: {n}", n=3)
    reasons = [
        say("{one}, {other}", one=inner, other=Sentence("no lead")),
        say("last day {day}", day=dt.date(2024, 10, 31)),
        say("needs {required} {unit} a year", required=Numeral(6.5, 2), unit="%"),
        say("a sentence nobody has put on the list: {x}", x=1.5),
    ]
    assert reasons_in(coded(reasons)) == tuple(reasons) and coded([]) == ""
    assert said_reasons(coded(reasons[:3]), VI) == "quá hạn 3 ngày, chưa có cơ quan chủ trì; hạn cuối 31/10/2024; cần 6,50%/năm"


@pytest.mark.parametrize(
    "values",
    [
        '["={a.b}",{"a.b":1}]',
        '["={}",{"":1}]',
        '["={0}",{"0":1}]',
        '["={a[0]}",{"a[0]":1,"a":"x"}]',
        '["={a.__class__}",{"a.__class__":1,"a":1}]',
        '["=",{}]',
        '["days-late",{"n":true}]',
        '["days-late",{"n":NaN}]',
        '["={n}",{"n":{"number":1e999,"decimals":2}}]',
    ],
)
def test_what_asks_for_more_than_its_values_or_for_no_number_stays_a_text(values: str) -> None:
    """A plan that somebody else wrote is never a template that looks into what it is given, and ends nothing."""
    text = f"[{values}]"
    assert reasons_in(text) is None and said_reasons(text, VI) == text and said_reasons(text, EN) == text


def test_a_number_that_another_hand_left_out_is_said_to_be_unknown() -> None:
    text = '[["days-late",{"n":null}]]'
    assert said_reasons(text, VI) == "quá hạn – ngày" and said_reasons(text, EN) == "days overdue: –"
    assert coded([say("days late: {n}", n=None)]) == coded([say("days late: {n}", n="–")]), "and none is written"


@pytest.mark.parametrize("part", ["a, ", "a; ", "a (", "a: ", "(a) ", "2023, ", "quá hạn 3 ngày, "])
def test_a_long_text_of_somebody_is_given_up_early(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's own reason is looked at each time the plan is opened: in so many ways, and never without end."""
    tried: list[int] = []
    count = older_reasons._Reading._tried

    def counted(reading: older_reasons._Reading) -> None:
        tried.append(1)
        count(reading)

    monkeypatch.setattr(older_reasons._Reading, "_tried", counted)
    assert older_reasons.recoded((part * 1000)[:1999].strip(), {}) is None
    assert len(tried) <= 3 * (older_reasons.MOST_TRIES + 1)


def test_the_sentence_of_every_code_is_one_of_the_catalogue() -> None:
    with (Path(tui.__file__).parent / "i18n/locale/vi/LC_MESSAGES/kehoach.po").open("rb") as file:
        known = {message.id for message in read_po(file, locale="vi")}
    joints = {template for template in templates().values() if not re.search("[a-z]", re.sub(r"\{\w+\}", "", template))}
    assert [template for template in templates().values() if template not in known | joints] == []
    assert len(set(templates().values())) == len(templates()) and not former_templates().keys() & set(templates().values())
