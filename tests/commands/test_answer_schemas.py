"""Every answer for programs, judged by its published schema, closed, with a library that knows nothing of our checks.

Which commands give one is asked of their own arguments: a command that learns ``--json`` has to be tried here.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

import kehoach
from tests.support.handed_in import propose
from tests.support.left_behind import DRAFT, killed, session_over
from tests.support.many_plans import plan_text, write_plans
from tests.support.paths import ROOT, SAMPLE, SHIPPED
from tests.support.servers import Server
from tui.commands.main import main
from tui.commands.workbench import COMMANDS, command_parser
from tui.i18n.words import Words
from tui.lake.queries import QUERIES
from tui.reports.answer import VERSIONS
from tui.reports.answer_schemas import ANSWERS, answer_schema, closed
from tui.store import identity

pytestmark = pytest.mark.usefixtures("worked_out_once")

EMPTY = 'format = 2\n\n[plan]\ntitle = "Kế hoạch"\nterm = { start = 2026-01-01, end = 2030-12-31 }\n'
FAULTY = EMPTY + '\n[goals.g]\nnumber = 0\ntitle = "Nhóm"\n\n[tasks.a]\nsection = "?"\nsummary = ""\nleads = ["x"]\n'
NO_TOML = EMPTY + '\n[goals.g]\ntitle = "chưa đóng\n'

WEIGHT = """[indicators.weight]
goal = "kinh-te"
name = "Dân số"
code = "W"
unit = "nghìn người"
kind = "end_level"
values = [{ year = 2022, value = 1300, vintage = "official" }]
"""

CSV = "Mã,Tình trạng\nIII-1,Hoàn thành\nIII-2,Đang làm\nkhông có,Hoàn thành\n"
TEXT = """\
Phần I
MỤC TIÊU
- Tốc độ tăng trưởng GRDP đạt trên 8%/năm đến năm 2030.
Phần II
NHIỆM VỤ, GIẢI PHÁP
1. Rà soát quy hoạch tỉnh. Sở Tài chính chủ trì, phối hợp với Sở Xây dựng; hoàn thành trước 30/6/2027.
2. Xây dựng đề án theo Nghị quyết số 12/NQ-HĐND ngày 01/7/2025 của HĐND tỉnh; hoàn thành trong thời gian sớm nhất.
"""

OVER_A_PLAN: Mapping[str, tuple[list[str], ...]] = {
    "check": (["{plan}"], ["{plan}", "{folder}"]),
    "status": (["{plan}"], ["{plan}", "--as-of", "2023-06-30"], ["{plan}", "--as-of", "2031-01-01", "--all-known"]),
    "agenda": (["{plan}"], ["{plan}", "--as-of", "2023-06-30"]),
    "log": (["{plan}"],),
    "diff": (["{plan}", str(SAMPLE)], ["{plan}", "{plan}"]),
    "import": (["{folder}/bảng.csv", "{plan}"],),
    "read": (["{folder}/kế hoạch.txt"], ["{folder}/kế hoạch.txt", "--into", "{plan}"]),
    "propose": (["{plan}"],),
    "journals": ([],),
}
OVER_MANY: Mapping[str, tuple[list[str], ...]] = {
    "rollup": (["{folder}", "--to", "{folder}/.lake", "--as-of", "2024-11-28", "--jobs", "1"],),
    "sql": (["{folder}/.lake", "SELECT * FROM tasks"], ["{folder}/.lake", "SELECT COUNT(*) AS n FROM plans"]),
    "status": (
        *(["{folder}/.lake", "--by", by] for by in QUERIES),
        ["{folder}/.many/lake", "--sum", "0501", "--by", "year", "--weight", "W"],
        ["{folder}/.many/lake", "--sum", "W"],
    ),
}
"""What each command is called with; ``{plan}`` is the plan, ``{folder}`` where it, or all of them, lie."""

OVER_SERVERS = {"clone", "sync"}
"""The commands over a repository of plans and its copies."""

PLANS = {"shipped": SHIPPED.read_text(encoding="utf-8"), "sample": SAMPLE.read_text(encoding="utf-8"), "empty": EMPTY, "faulty": FAULTY}

Judge = Callable[[Any], Any]


@pytest.fixture(scope="module")
def judges() -> dict[str, Judge]:
    """By the name of an answer: what raises where its closed schema refuses it."""
    return {name: fastjsonschema.compile(closed(answer_schema(name, Words("vi")))) for name in ANSWERS}


@pytest.fixture
def answers(judges: dict[str, Judge], capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command and gives its answer, which its schema allows; None where the command says that it could not be done."""

    def run(*given: str) -> Any:
        capsys.readouterr()
        code = main([*given, "--json", "--lang", "vi"])
        told = capsys.readouterr()
        if code == 2 and not told.out:
            assert told.err
            return None
        answer = json.loads(told.out)
        judges[name_of(answer)](answer)
        return answer

    return run


def name_of(answer: Any) -> str:
    told = re.fullmatch(r"kehoach\.([a-z-]+)/([0-9]+)", answer["format"])
    assert told is not None and int(told[2]) == VERSIONS[told[1]]
    return told[1]


def with_json() -> Iterator[str]:
    """The commands that take ``--json``."""
    for name in COMMANDS:
        parser, _ = command_parser(name, Words("vi"))
        if any("--json" in action.option_strings for action in parser._actions):  # argparse has no public list of them
            yield name


def test_every_command_that_takes_json_is_tried_and_every_answer_has_its_schema() -> None:
    assert set(with_json()) == {*OVER_A_PLAN, *OVER_MANY, *OVER_SERVERS}
    assert set(ANSWERS) == set(VERSIONS)


@pytest.mark.parametrize("plan", PLANS)
def test_answers_are_as_their_schemas_say(plan: str, answers: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(PLANS[plan], encoding="utf-8")
    (tmp_path / "bảng.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "kế hoạch.txt").write_text(TEXT, encoding="utf-8")
    assert seen(answers, OVER_A_PLAN, tmp_path) == set(OVER_A_PLAN)


def test_answers_over_many_plans_are_as_their_schemas_say(answers: Any, tmp_path: Path) -> None:
    for name, text in {**PLANS, "no TOML": NO_TOML}.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    many, weighed = tmp_path / ".many", f"{plan_text('P1')}\n{WEIGHT}"
    write_plans(many / "plans", a=weighed, b=weighed.replace("area = '19'", "area = '20'"))
    assert main(["rollup", f"{many}/plans", "--to", f"{many}/lake", "--as-of", "2024-11-28", "--jobs", "1"]) == 0
    assert seen(answers, OVER_MANY, tmp_path) == {"rollup", "sql", "status-of-many", "sum-of-many"}


def test_answers_over_servers_are_as_their_schemas_say(answers: Any, tmp_path: Path) -> None:
    server = Server(tmp_path, "lan", "nam")
    assert answers("clone", str(server.bare), str(tmp_path / "so"))["plans"] and answers("clone", str(server.bare), str(tmp_path)) is None
    server.set("lan", "I-1", "status", "done")
    server.set("nam", "I-1", "status", "blocked")
    states = [answers("sync", str(tmp_path / name))["state"] for name in ("lan", "nam")]
    faulty = server.plan("lan")
    faulty.write_text(faulty.read_text(encoding="utf-8").replace('leads = ["so-a"]', 'leads = ["x"]'), encoding="utf-8")
    states += [answers("sync", str(tmp_path / name), *more)["state"] for name, more in (("lan", ()), ("so", ("--dry-run",)))]
    server.bare.rename(tmp_path / "away")
    assert [*states, answers("sync", str(tmp_path / "so"))["state"]] == ["done", "open", "held", "done", "away"]


def seen(answers: Any, commands: Mapping[str, tuple[list[str], ...]], folder: Path) -> set[str]:
    """The names of the answers the commands gave, each as its schema says."""
    filled = [
        [name, *(part.format(plan=folder / "plan.toml", folder=folder) for part in one)] for name, many in commands.items() for one in many
    ]
    return {name_of(answer) for one in filled if (answer := answers(*one)) is not None}


def test_a_plan_that_is_not_toml_has_an_answer_or_a_sentence(answers: Any, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(NO_TOML, encoding="utf-8")
    assert answers("check", str(file))["plans"][0]["problems"][0]["line"] == 8
    assert answers("check", str(tmp_path / "gone.toml"))["plans"][0]["unreadable"]
    assert answers("rollup", str(file), "--to", str(tmp_path / "lake"), "--as-of", "2024-11-28", "--jobs", "1")["unreadable"] == 1
    for command in ("status", "agenda"):
        assert answers(command, str(file)) is None


def test_what_happened_to_a_plan(answers: Any, plan_file: Path) -> None:
    """Its history, what sessions left of it, what bodies handed in: each kind of change, before and after an answer."""
    entry = f'near_days = 7\nreport = [{{ login = "{identity.login()}", agency = "so-tc" }}]'
    plan_file.write_text(plan_file.read_text(encoding="utf-8").replace("near_days = 7", entry), encoding="utf-8")
    plan = kehoach.open(plan_file)
    plan.set("tasks", "III-1", "note", "đã gọi")
    plan.add("sources", {"title": "Báo cáo", "publisher": "Sở"})
    plan.save(reason="Báo cáo quý")
    plan_file.write_text(plan_file.read_text(encoding="utf-8").replace("đã gọi", "đã gọi lại"), encoding="utf-8")
    session = session_over(plan_file)  # what was changed outside is found
    session.end(keep=False)
    entries = answers("log", str(plan_file))["entries"]
    assert {change["kind"] for entry in entries for change in entry["changes"] or ()} >= {"added", "changed"}
    assert answers("diff", f"{plan_file}@#0", str(plan_file))["changes"]
    assert main(["propose", str(plan_file), "--set-up"]) in (0, 1)
    propose(plan_file, status="in_progress", progress=40)
    (handed,) = answers("propose", str(plan_file))["proposals"]
    assert handed["agency"] == "so-tc" and {change["field"] for change in handed["changes"]} == {"status", "progress"}
    assert main(["propose", str(plan_file), "--return", handed["id"], "--reason", "thiếu"]) == 0
    answers("propose", str(plan_file))
    killed(plan_file, draft=DRAFT)
    (left,) = answers("journals")["journals"]
    assert answers("journals", "show", left["id"])["lines"]
    open_one = session_over(plan_file)
    assert {one["state"] for one in answers("journals")["journals"]} == {"left", "open"}
    open_one.end(keep=False)


# -- the other way round ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_missing_of_another_type_or_new_is_refused(name: str, judges: dict[str, Judge]) -> None:
    """Of a small answer each key is taken out, changed, and a new one put in: the schema says of all that it is wrong."""
    small: dict[str, Any] = {"format": f"kehoach.{name}/{VERSIONS[name]}"}
    schema = answer_schema(name, Words("en"))
    for key in schema["required"][1:]:
        small[key] = made(schema["properties"][key])
    judges[name](small)
    for key in small:
        for wrong in ({k: v for k, v in small.items() if k != key}, {**small, key: object}, {**small, "new": 1}):
            with pytest.raises(fastjsonschema.JsonSchemaValueException):
                judges[name](copy.copy(wrong))


def made(schema: Any) -> Any:
    """The smallest value of a schema."""
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "object":
        return {key: made(schema["properties"][key]) for key in schema.get("required", ())}
    text = {"date": "2026-01-01", "date-time": dt.datetime(2026, 1, 1, tzinfo=dt.UTC).isoformat()}.get(schema.get("format"), "")
    return {"array": [], "string": text, "integer": 0, "number": 0, "boolean": False}[kind]


def test_the_command_prints_them_and_the_page_names_each(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
    for name, (command, _, _) in ANSWERS.items():
        assert main(["schema", "--of", name, "--lang", "en"]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert printed == answer_schema(name, Words("en"))
        assert json.loads((ROOT / "docs" / "schemas" / f"{name}-{VERSIONS[name]}.schema.json").read_text(encoding="utf-8")) == printed
        assert f"| `{name}` | {VERSIONS[name]} | `{command}` |" in page
    with pytest.raises(SystemExit):
        main(["schema", "--of", "statsu", "--lang", "en"])
    assert "status" in capsys.readouterr().err
