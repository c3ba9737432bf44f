"""``kehoach rollup``, ``sql`` and ``status LAKE``: one data set of many plans, and what is asked of it."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from tests.support.many_plans import plan_text, write_plans
from tui.commands.main import main
from tui.commands.rollup import _jobs_for_this_machine

pytestmark = pytest.mark.usefixtures("worked_out_once")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roll-up of three plans that is only looked at."""
    tmp_path = tmp_path_factory.mktemp("rolled-up")
    write_plans(tmp_path / "plans", a=plan_text("P1", "01"), b=plan_text("P2"), c=plan_text("P3"))
    assert main(["rollup", str(tmp_path / "plans"), "--to", str(tmp_path / "lake"), "--as-of", "2024-11-28", "--jobs", "1"]) == 0
    return tmp_path / "lake"


def test_what_came_of_it_is_said_and_what_could_not_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_plans(tmp_path / "plans", a=plan_text("P1"), b="[plan\n")
    command = ["rollup", str(tmp_path / "plans"), "--to", str(tmp_path / "lake"), "--as-of", "28/11/2024", "--jobs", "1"]
    assert main([*command, "--lang", "vi"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{tmp_path}/lake: 1 kế hoạch, 2 được đọc, 0 không còn, 1 không đọc được; tính đến 28/11/2024")
    assert err.startswith(f"{tmp_path}/plans/b/plan.toml: dòng 1")
    assert main([*command, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["plans"], told["read"], told["unreadable"]) == ("kehoach.rollup/1", 1, 0, 1)
    assert told["rows"]["tasks"] == 2


def test_where_many_plans_stand_is_a_line_for_each_area(lake: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["status", str(lake), "--lang", "vi"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "tính đến 28/11/2024"
    assert [line.split()[:3] for line in lines[3:]] == [["01", "1", "2"], ["19", "2", "4"]]
    assert main(["status", str(lake), "--by", "code", "--csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert [row[:3] for row in rows[1:]] == [["0501", "Tăng trưởng GRDP", "3"]]
    assert main(["status", str(lake), "--by", "body", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["by"], told["as_of"], told["rows"][0]["agency_name"], told["rows"][0]["late"]) == ("body", "2024-11-28", "Sở A", 3)


def test_groups_are_called_as_in_the_workbench_and_keep_their_codes_for_machines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsaid = plan_text("P3", None).replace('level = "province"\n', "")
    write_plans(tmp_path / "plans", a=plan_text("P1", "01"), c=unsaid)
    lake = str(tmp_path / "lake")
    assert main(["rollup", str(tmp_path / "plans"), "--to", lake, "--as-of", "2024-11-28", "--jobs", "1"]) == 0
    capsys.readouterr()

    def groups(*asked: str) -> list[str]:
        assert main(["status", lake, "--lang", "vi", *asked]) == 0
        lines = capsys.readouterr().out.split("\n\n")[-1].splitlines()[1:]
        return [line.split("  ")[0] if "--csv" not in asked else line.partition(",")[0] for line in lines]

    assert groups("--by", "level") == ["— kế hoạch không nêu", "tỉnh, thành phố"]
    assert groups("--by", "level", "--csv") == ["", "province"]
    for by in ("area", "coverage"):
        assert groups("--by", by) == ["— kế hoạch không nêu", "01"], by
    assert groups("--by", "term") == ["2021-2025"]


def test_a_question_is_answered_as_text_as_json_and_for_a_spreadsheet(lake: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    sql = "SELECT area, SUM(tasks) AS n, '=1+1' AS f FROM plans GROUP BY area ORDER BY area"
    for engine in ("polars", "duckdb"):
        assert main(["sql", str(lake), sql, "--engine", engine]) == 0
        assert capsys.readouterr().out == "area  n  f\n01    2  =1+1\n19    4  =1+1\n"
    assert main(["sql", str(lake), sql, "--csv"]) == 0
    assert "'=1+1" in capsys.readouterr().out  # no formula
    assert main(["sql", str(lake), sql, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][1] == {"area": "19", "n": 4, "f": "=1+1"}


def test_one_that_is_stopped_says_that_nothing_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*given: object) -> None:
        raise KeyboardInterrupt

    write_plans(tmp_path / "plans", a=plan_text("P1"))
    monkeypatch.setattr("tui.lake.rollup.let_stand", stopped)
    capsys.readouterr()
    assert main(["rollup", str(tmp_path / "plans"), "--to", str(tmp_path / "lake"), "--jobs", "1", "--lang", "en"]) == 130
    assert capsys.readouterr() == ("", f"stopped; {tmp_path}/lake is as it was\n")
    assert not list((tmp_path / "lake" / ".versions").iterdir())


def test_there_are_as_many_processes_as_cores_and_memory_allow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cores = len(os.sched_getaffinity(0))
    for said, jobs in (("MemAvailable:  90000 kB", 1), ("MemAvailable: 900000000 kB", cores), ("nothing of it", cores), (None, cores)):
        meminfo = tmp_path / "meminfo"
        meminfo.write_text(f"MemTotal: 1 kB\n{said}\n", encoding="ascii")
        path = str(meminfo) if said is not None else str(tmp_path / "nowhere")
        monkeypatch.setattr("tui.commands.rollup._MEMORY", path)
        assert _jobs_for_this_machine() == jobs, said


CODES = 'format = 1\n\n[codes.0501]\nname = "GRDP"\nunit = "%"\nkind = "share"\n'


def test_a_list_of_codes_goes_along_and_says_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan,) = write_plans(tmp_path / "plans", a=plan_text("P1", "01"))
    listed = tmp_path / "codes.toml"
    listed.write_text(CODES, encoding="utf-8")
    capsys.readouterr()
    assert main(["check", "--codes", str(listed), str(plan), "--lang", "vi"]) == 0
    out = capsys.readouterr().out
    assert "danh mục mã ghi 0501 tính bằng %" in out
    assert "danh mục mã ghi cho 0501: " in out
    assert str(listed) not in out  # it is no plan
    command = ["rollup", str(tmp_path / "plans"), "--to", str(tmp_path / "lake"), "--as-of", "2024-11-28", "--jobs", "1"]
    for codes, why in (
        (["--codes", str(listed)], "danh mục mã ghi 0501 tính bằng %, còn các kế hoạch ghi %/năm (1)"),
        ([], "0501 không cộng được"),
    ):
        assert main([*command, *codes, "--lang", "vi"]) == 0
        assert main(["status", str(tmp_path / "lake"), "--sum", "0501", "--lang", "vi"]) == 2
        assert why in capsys.readouterr().err
    listed.write_text(CODES + "weight = 3\n", encoding="utf-8")
    assert main(["check", "--codes", str(listed), str(plan), "--lang", "en"]) == 2
    assert "is no list of codes" in capsys.readouterr().err


def test_a_sum_says_of_how_many_places_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counted = {
        name: plan_text(name, area).replace('"term_growth"', '"count"').replace("%/năm", "xã") for name, area in (("a", "01"), ("b", "02"))
    }
    write_plans(tmp_path / "plans", **counted, c=counted["b"].replace('"02"', '"03"').replace("'02'", "'03'").replace("value = 7.5, ", ""))
    assert main(["rollup", str(tmp_path / "plans"), "--to", str(tmp_path / "lake"), "--as-of", "2024-11-28", "--jobs", "1"]) == 0
    capsys.readouterr()
    assert main(["status", str(tmp_path / "lake"), "--sum", "0501", "--by", "year", "--lang", "vi"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "0501 Tăng trưởng GRDP, xã"
    assert told[-1].split() == ["2022", "15", "2", "3", "0", "0"]
    assert main(["status", str(tmp_path / "lake"), "--sum", "0501", "--csv"]) == 0
    assert [row[:4] for row in csv.reader(io.StringIO(capsys.readouterr().out))][1:] == [
        ["01", "2022", "7.5", "1"],
        ["02", "2022", "7.5", "1"],
        ["03", "2022", "", "0"],
    ]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["rollup", "{here}/nowhere", "--to", "{here}/new"], "there is no such file"),
        (["rollup", "{here}/plans", "--to", "{here}/plans"], "holds something else"),
        (["rollup", "{here}/plans", "--to", ""], "an empty name"),
        (["rollup", "{here}/plans", "--to", "{here}/plans/a/plan.toml"], "was not written"),
        (["rollup", "{here}/plans", "--to", "{here}/new", "--as-of", "someday"], "someday"),
        (["sql", "{here}/plans", "SELECT 1"], "holds no roll-up"),
        (["sql", "{here}/lake", "SELECT x FROM plans"], "polars could not answer"),
        (["sql", "{here}/lake", " "], "an empty question"),
        (["status", "{here}/plans"], "a folder of plans: “kehoach rollup DIR --to LAKE”"),
        (["status", "{here}/lake", "--as-of", "2025-01-01"], "rollup --as-of"),
        (["status", "{here}/plans/a/plan.toml", "--by", "area"], "--by and --sum are for a roll-up"),
        (["status", "{here}/plans/a/plan.toml", "--sum", "0501"], "--by and --sum are for a roll-up"),
        (["status", "{here}/lake", "--sum", "0501"], "0501 does not add up: it is of the kind “mean growth over the term”; name a weight"),
        (["status", "{here}/lake", "--sum", "0501", "--by", "body"], "a sum is by area, term"),
        (["status", "{here}/lake", "--weight", "0501"], "go with --sum"),
        (["rollup", "{here}/plans", "--to", "{here}/new", "--codes", "{here}/plans/a/plan.toml"], "is no list of codes"),
        (["rollup", "{here}/plans", "--to", "{here}/new", "--codes", "{here}/nowhere"], "there is no such file"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(lake: Path, command: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    given = [part.format(here=lake.parent) for part in command]
    assert main([*given, "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert not (lake.parent / "new").exists()
