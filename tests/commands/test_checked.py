"""What ``kehoach check`` says to programs: JSON and SARIF, of sound plans, broken ones, folders and files that are not there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import SAMPLE
from tui.commands.main import main

BROKEN = (
    'format = 2\n\n[plan]\ntitle = "Kế hoạch"\nterm = { start = 2026-01-01, end = 2030-12-31 }\n\n[goals.g]\nnumber = 0\ntitle = "Nhóm"\n'
)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*given: str | Path, code: int) -> Any:
        assert main(["check", *map(str, given), "--lang", "vi"]) == code
        return json.loads(capsys.readouterr().out)

    return run


def test_a_problem_has_its_file_line_record_field_and_words(told: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(BROKEN, encoding="utf-8")
    answer = told(file, "--json", code=1)
    assert answer["format"] == "kehoach.check/1"
    (plan,) = answer["plans"]
    assert plan["file"] == str(file) and plan["unreadable"] is None and plan["counts"]["goals"] == 1
    first = plan["problems"][0]
    assert first == {"severity": "error", "line": 8, "table": "goals", "id": "g", "field": "number", "words": "0 nhỏ hơn 1"}
    assert {problem["severity"] for problem in plan["problems"][1:]} <= {"warning", "decide"}


def test_what_only_a_person_can_decide_is_no_error(told: Any) -> None:
    (plan,) = told(SAMPLE, "--json", code=0)["plans"]
    assert {problem["severity"] for problem in plan["problems"]} <= {"warning", "decide"}


def test_a_folder_an_unreadable_file_and_one_that_is_not_there_are_all_told(
    told: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "plan.toml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "a.toml").write_text("format = 99\n[plan]\n", encoding="utf-8")
    plans = told(tmp_path, tmp_path / "gone.toml", "--json", code=2)["plans"]
    assert [Path(plan["file"]).name for plan in plans] == ["a.toml", "plan.toml", "gone.toml"]
    assert [plan["unreadable"] is None for plan in plans] == [False, True, False]


def test_sarif_names_each_problem_by_its_file_and_line(told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kế hoạch 1.toml").write_text(BROKEN, encoding="utf-8")
    log = told("kế hoạch 1.toml", "gone.toml", "--sarif", code=2)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0" and run["tool"]["driver"]["name"] == "kehoach"
    first = run["results"][0]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "k%E1%BA%BF%20ho%E1%BA%A1ch%201.toml" and place["region"] == {"startLine": 8}
    assert first["level"] == "error" and first["message"]["text"] == "goals.g.number: 0 nhỏ hơn 1"
    assert {result["ruleId"] for result in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    gone = run["results"][-1]
    assert gone["level"] == "error" and "region" not in gone["locations"][0]["physicalLocation"]


def test_text_of_a_plan_acts_on_no_terminal(told: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(BROKEN.replace("[goals.g]", '[goals."\\u001b[31m"]'), encoding="utf-8")
    assert "\x1b" not in json.dumps(told(file, "--json", code=1), ensure_ascii=False)


def test_json_and_sarif_together_are_refused() -> None:
    with pytest.raises(SystemExit) as left:
        main(["check", str(SAMPLE), "--json", "--sarif"])
    assert left.value.code == 2
