"""A state in any usual wording at every door, and an error that names what is allowed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kehoach
from tests.support.paths import SAMPLE
from tui.commands.main import main
from tui.exchange.pasted_values import PastedReader
from tui.i18n.words import Unreadable, Words
from tui.model.fields import TABLES
from tui.screens.dialogs.picking import picker_for
from tui.store.plan_file import load
from tui.vocabulary.choices import read_choice
from tui.vocabulary.outcome import Read

VI, EN = Words("vi"), Words("en")
PLAN = load(SAMPLE).plan
STATUS = TABLES["tasks"]["status"]
SAID = {
    "Đã hoàn thành": "done",
    "ĐÃ HOÀN THÀNH": "done",
    "Hoàn thành quá hạn": "done",
    "đang triển khai": "in_progress",
    "Đang thực hiện": "in_progress",
    "gặp khó khăn": "blocked",
    "Đề nghị trả lại": "returned",
    "chưa báo cáo": "unreported",
    "completed": "done",
}
IN_DOUBT = {"Chưa triển khai": {"unreported", "in_progress"}, "chưa hoàn thành": {"unreported", "in_progress"}}
ALLOWED = ("chưa có thông tin", "đang thực hiện", "hoàn thành", "có vướng mắc", "đề nghị trả lại")


def in_picker(text: str) -> list[str]:
    return [item.id for item in picker_for(STATUS, PLAN, VI, "").found(text)]


@pytest.mark.parametrize(("text", "value"), SAID.items())
def test_a_state_is_understood_as_offices_say_it(text: str, value: str) -> None:
    assert PastedReader(PLAN, (VI, EN)).read(STATUS, text) == value
    read = read_choice("statuses", text)
    assert isinstance(read, Read) and read.value == value
    assert in_picker(text)[0] == value


@pytest.mark.parametrize(("text", "values"), IN_DOUBT.items())
def test_what_may_be_two_states_is_asked_about_and_both_are_offered(text: str, values: set[str]) -> None:
    with pytest.raises(Unreadable) as refused:
        PastedReader(PLAN, (VI, EN)).read(STATUS, text)
    told = VI.sentence(refused.value.sentence)
    assert text in told and all(VI(STATUS.choice_label(value) or "") in told for value in values)
    assert set(in_picker(text)[:2]) == values


def test_an_error_names_what_is_allowed(tmp_path: Path) -> None:
    for field in (STATUS, TABLES["enterprises"]["stage"], TABLES["tasks"]["mode"], TABLES["enterprises"]["arrangement"]):
        for words in (VI, EN):
            with pytest.raises(Unreadable) as refused:
                PastedReader(PLAN, (words, EN)).read(field, "để xem đã")
            told = words.sentence(refused.value.sentence)
            assert words(field.label) in told and all(words(choice.label) in told for choice in field.choices)
    assert in_picker("để xem đã") == []


def test_scripts_may_say_it_as_people_do(tmp_path: Path) -> None:
    plan = kehoach.open(shutil.copy(SAMPLE, tmp_path / "plan.toml"))
    task = plan.ids("tasks")[0]
    plan.set("tasks", task, "status", "Đang triển khai")
    assert plan.record("tasks", task)["status"] == "in_progress"
    plan.set("tasks", task, "status", "blocked")
    assert plan.record("tasks", task)["status"] == "blocked"
    with pytest.raises(kehoach.Refused) as refused:
        plan.set("tasks", task, "status", "để xem đã")
    assert all(one in str(refused.value) for one in ALLOWED) and plan.record("tasks", task)["status"] == "blocked"


def test_an_import_says_of_how_many_tasks_it_does_not_know_the_day_of_completion(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = list(PLAN.tables["tasks"])[:3]
    for name, title, cells, told in (
        ("no", "id,status", ("Đã hoàn thành", "Hoàn thành", "đang thực hiện"), "2 nhiệm vụ đã hoàn thành nhưng chưa rõ ngày"),
        ("dated", "id,status,done_on", ("Đã hoàn thành,15/06/2024", "đang thực hiện,", "đang thực hiện,"), None),
    ):
        table = tmp_path / f"{name}.csv"
        table.write_text("\n".join([title, *(f"{id},{cell}" for id, cell in zip(ids, cells, strict=True))]), encoding="utf-8")
        plan = shutil.copy(SAMPLE, tmp_path / f"{name}.toml")
        main(["import", str(table), str(plan), "--dry-run", "--lang", "vi"])
        said = capsys.readouterr()
        assert (told in said.out) if told else ("chưa rõ ngày" not in said.out and "15/06/2024" in said.out), (name, said)
