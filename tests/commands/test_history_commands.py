"""``kehoach log`` and ``kehoach diff``, and the words of a change that they share with the screens."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import in_proofs, law
from tests.support.paths import ROOT, SAMPLE
from tui.commands.diff import read_moment
from tui.commands.main import main
from tui.i18n.words import Unreadable, Words
from tui.model.clock import Clock
from tui.model.diff import differences, with_record
from tui.model.edits import SetField, perform
from tui.model.plan import MISSING, Plan
from tui.model.shortening import shortened
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.reports.changes import briefly, by_table, change_lines, counted
from tui.store.log.history_parts import history_of
from tui.store.log.record import Note
from tui.store.plan_file import load
from tui.store.plan_save import save

EN = Words("en")
VI = Words("vi")
NAM = ("nam", "Nguyễn Văn Nam")


def change(path: Path, *edits: tuple[str, str, str, Any], reason: str = "", delete: tuple[str, str] | None = None) -> None:
    """One save of somebody."""
    loaded = load(path)
    workspace = Workspace(loaded.plan)
    for table, id, field, value in edits:
        workspace.apply([workspace.set_field(table, id, field, value)], say("test"))
    if delete is not None:
        workspace.apply([workspace.delete(*delete)], say("test"))
    save(loaded, workspace.plan, note=Note(*NAM, reason))


def printed(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    assert main([str(a) for a in arguments]) == code
    return capsys.readouterr().out


# -- the words of a change ----------------------------------------------------------------------------------------


def told(table: str, id: str, field: str, value: Any, words: Words = EN, most: int | None = None) -> str:
    plan = load(SAMPLE).plan
    after = load(SAMPLE).plan
    edit = SetField(table, id, field, value, plan.tables[table][id].get(field, MISSING))
    perform(edit, after)
    return change_lines([edit], plan, after, words, most)[0].text


FIGURES = load(SAMPLE).plan.tables["indicators"]["grdp"]["values"]


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (("tasks", "III-2", "status", "done"), "Task · Đạt đại trà chuẩn nông thôn mới ở mọi xã · Status: no information → done"),
        (
            ("tasks", "III-1", "due", dt.date(2026, 1, 2)),
            "Task · Rà soát quy hoạch sử dụng đất đai cấp huyện · Due: 31 Dec 2025 → 2 Jan 2026",
        ),
        (("tasks", "III-3", "progress", MISSING), "Task · Ấn định mức khoán chi thường xuyên · Progress, %: 62.5 → –"),
        (("tasks", "III-1", "partners", ["so-tc", "so-y-te"]), "Partners: + Sở YT; − UBND tỉnh"),
        (("tasks", "III-1", "partners", ["so-tc", "ubnd"]), "Partners: another order"),
        (("plan", "", "recipients", ["Văn phòng", "Ủy ban"]), "Plan · Recipients: + Ủy ban; − Lưu: VT"),
        (("indicators", "grdp", "values", [*FIGURES[:4], {**FIGURES[4], "value": 6.7}]), "Figures: 2024: 6.5 → 6.7"),
        (
            ("indicators", "grdp", "values", [*FIGURES[:4], {**FIGURES[4], "vintage": "official", "source": "nien-giam"}]),
            "Figures: 2024: estimate → official, Source – → Niên giám thống kê tỉnh Mẫu 2024",
        ),
        (
            ("indicators", "grdp", "values", [*FIGURES[1:], {"year": 2025, "value": 8.2, "vintage": "plan"}]),
            "Figures: + 2025 · 8.2 · plan; − 2020 · 4.24 · official · Niên giám thống kê tỉnh Mẫu 2024",
        ),
        (("indicators", "grdp", "values", [*reversed(FIGURES)]), "Figures: another order"),
    ],
)
def test_a_change_is_told_by_what_differs(edit: tuple[str, str, str, Any], text: str) -> None:
    assert told(*edit).endswith(text)


def test_it_is_told_in_the_language_of_the_user() -> None:
    said = told("tasks", "III-2", "status", "done", VI)
    assert said == f"Nhiệm vụ · Đạt đại trà chuẩn nông thôn mới ở mọi xã · {VI('Status')}: chưa có thông tin → hoàn thành"
    assert "6,5 → 6,7" in told("indicators", "grdp", "values", [*FIGURES[:4], {**FIGURES[4], "value": 6.7}], VI)


def test_of_a_long_text_what_differs_is_seen() -> None:
    long = "x" * 20 + " " + "Rà soát quy hoạch sử dụng đất đai cấp huyện " * 3
    old, new = shortened(long + "một", long + "hai", most=30)
    assert (old, new) == ("…cấp huyện một", "…cấp huyện hai")


def test_of_three_long_values_each_is_seen_where_it_differs_and_its_quotes_are_closed() -> None:
    long = "Rà soát, đề xuất danh mục dự án kêu gọi đầu tư ngoài ngân sách và trình cấp có thẩm quyền xem xét "
    said = [f'"{long}{end} rồi báo cáo kết quả thực hiện hằng quý"' for end in ("tháng 6", "tháng 9", "tháng 12")]
    assert shortened(*said, most=40, quotes=True) == (
        '"…xét tháng 6 rồi báo cáo kết quả thực…"',
        '"…xét tháng 9 rồi báo cáo kết quả thực…"',
        '"…xét tháng 12 rồi báo cáo kết quả thực…"',
    )
    one_changed_early = shortened('"Bãi bỏ"', said[0], said[1], most=40, quotes=True)
    assert one_changed_early[0] == '"Bãi bỏ"' and len(set(one_changed_early)) == 3
    assert shortened(f'["{long}", "a"]', f'["{long}", "b"]', "–", most=40, quotes=True) == ('"…xét ", "a"]', '"…xét ", "b"]', "–")
    escaped = f'"{long}\\"một\\" hai ba bốn năm sáu bảy tám chín"'
    assert all(text.replace('\\"', "").count('"') == 2 for text in shortened(escaped, escaped.replace("hai", "ba"), most=20, quotes=True))


@given(st.text(max_size=80), st.text(max_size=80), st.integers(14, 60))
@law(40, 1000)
def test_shortened_texts_are_short_and_differ_where_the_whole_ones_do(old: str, new: str, most: int) -> None:
    a, b = shortened(old, new, most=most)
    assert len(a) <= most and len(b) <= most
    if old == new:
        assert a == b


def test_whatever_stands_in_a_history_can_be_told() -> None:
    """Its lines were written by anybody: values need not be what the field asks for, nor text be harmless."""
    plan = load(SAMPLE).plan
    for value in (5, "\x1b[2J", [], [5], [["a"]], [{}], [{"year": "x"}], {}, {"start": 5}, True, MISSING, 1.5, dt.time(1, 2)):
        for field in ("values", "status", "leads", "due", "name", "unknown\x1b", "figures", "times", "before", "revisions"):
            edits = [SetField("indicators", "grdp\x1b", field, value, "x\n"), SetField("tasks", "III-1", field, "x", value)]
            for line in change_lines(edits, plan, Plan(), VI, 30):
                assert line.text.isprintable(), line
    assert briefly(None, plan, plan, EN) and briefly([], plan, plan, EN)


def test_changes_are_counted_by_table() -> None:
    old, new = load(SAMPLE).plan, load(SAMPLE).plan
    perform(SetField("tasks", "III-1", "status", "done", "in_progress"), new)
    perform(SetField("tasks", "III-1", "due", dt.date(2026, 1, 1), MISSING), new)
    del new.tables["tasks"]["III-5"]
    new.tables["agencies"]["moi"] = {"name": "Sở Mới", "kind": "department"}
    edits = differences(old, new)
    assert counted(edits, EN) == "Tasks: ~1 −1 · Agencies: +1"
    assert by_table(edits, old, new, EN) == [
        "Tasks: ~1 −1",
        "  ~ Rà soát quy hoạch sử dụng đất đai cấp huyện · Due: 31 Dec 2025 → 1 Jan 2026",
        "  ~ Rà soát quy hoạch sử dụng đất đai cấp huyện · Status: in progress → done",
        "  − An toàn thông tin của cơ quan nhà nước",
        "Agencies: +1",
        "  + Sở Mới",
    ] or by_table(edits, old, new, EN)[1:3] == [
        "  ~ Rà soát quy hoạch sử dụng đất đai cấp huyện · Status: in progress → done",
        "  ~ Rà soát quy hoạch sử dụng đất đai cấp huyện · Due: 31 Dec 2025 → 1 Jan 2026",
    ]


def test_one_record_of_another_state_takes_its_place_again() -> None:
    then, now = load(SAMPLE).plan, load(SAMPLE).plan
    del now.tables["tasks"]["III-2"]
    del now.tables["tasks"]["III-4"]
    perform(SetField("tasks", "III-1", "status", "done", "in_progress"), now)
    (edit,) = differences(now, with_record(now, then, ("tasks", "III-2")))
    perform(edit, now)
    assert list(now.tables["tasks"])[:3] == ["III-1", "III-2", "III-3"]
    assert now.tables["tasks"]["III-2"] == then.tables["tasks"]["III-2"] and now.tables["tasks"]["III-1"]["status"] == "done"
    assert [type(e).__name__ for e in differences(then, with_record(then, Plan(), ("tasks", "III-5")))] == ["DeleteRecord"]


# -- log ----------------------------------------------------------------------------------------------------------


def test_the_newest_change_comes_first_with_who_and_why(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(plan_file, ("tasks", "III-2", "status", "done"), reason="Báo cáo quý I")
    change(plan_file, ("tasks", "III-4", "status", "blocked"), delete=("tasks", "III-5"))
    out = printed(capsys, "log", plan_file, "--lang", "en").splitlines()
    today = EN.date(Clock().today())
    assert out[0].startswith(f"#2  {today}") and out[0].endswith("Nguyễn Văn Nam (nam)")
    assert out[1:3] == [
        "    ~ Task · Ăn chín, uống sôi ở bếp ăn tập thể · Status: no information → blocked",
        "    − Task · An toàn thông tin của cơ quan nhà nước · deleted",
    ]
    assert out[3].startswith("#1") and out[3].endswith("Nguyễn Văn Nam (nam) · “Báo cáo quý I”")
    assert len(out) == 5


def test_the_log_of_one_record_and_from_a_day_on(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(plan_file, ("tasks", "III-2", "status", "done"), ("tasks", "III-4", "status", "done"))
    change(plan_file, ("plan", "", "title", "Tên mới"))
    out = printed(capsys, "log", plan_file, "--record", "tasks.III-4", "--lang", "en")
    assert out.count("#") == 1 and "Ăn chín" in out and "Đạt đại trà" not in out
    assert "Tên mới" in printed(capsys, "log", plan_file, "--record", "plan", "--lang", "en")
    assert "nothing of this" in printed(capsys, "log", plan_file, "--record", "tasks.III-1", "--lang", "en")
    assert printed(capsys, "log", plan_file, "--since", Clock().today().isoformat(), "--lang", "en").count("#") == 2
    tomorrow = Clock().today() + dt.timedelta(days=1)
    assert "nothing of this" in printed(capsys, "log", plan_file, "--since", tomorrow.isoformat(), "--lang", "en")


def test_a_change_outside_the_workbench_is_by_nobody(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(plan_file, ("tasks", "III-2", "status", "done"))
    plan_file.write_text(plan_file.read_text(encoding="utf-8").replace('"Sở Y tế"', '"Sở Y"'), encoding="utf-8")
    change(plan_file, ("tasks", "III-2", "status", "blocked"))
    out = printed(capsys, "log", plan_file, "--lang", "en").splitlines()
    assert "outside the workbench, by unknown (file of " in out[2]
    assert out[3].endswith("Agency · Sở Y · Name: Sở Y tế → Sở Y")


def test_json_has_the_values(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(plan_file, ("tasks", "III-1", "due", dt.date(2026, 1, 2)), ("tasks", "III-3", "progress", MISSING), reason="vì")
    change(plan_file, delete=("tasks", "III-5"))
    last, first = json.loads(printed(capsys, "log", plan_file, "--json"))["entries"]
    assert (first["number"], first["login"], first["name"], first["reason"], first["outside"]) == (1, *NAM, "vì", False)
    assert dt.datetime.fromisoformat(first["at"]).tzinfo is not None
    changes = {c["field"]: (c["old"], c["new"]) for c in first["changes"]}
    assert changes == {"due": ("2025-12-31", "2026-01-02"), "progress": (62.5, None)}
    assert [(c["kind"], c["id"], c["values"]["locator"]) for c in last["changes"]] == [("removed", "III-5", "III#5")]
    assert json.loads(printed(capsys, "log", plan_file, "--json", "--record", "tasks.IV-1"))["entries"] == []


def test_without_a_history_it_says_when_it_begins(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "begins with the first save" in printed(capsys, "log", plan_file, "--lang", "en")


def test_lines_that_cannot_be_read_are_counted_on_stderr(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(plan_file, ("tasks", "III-2", "status", "done"))
    with history_of(plan_file).open("ab") as file:
        file.write(b"\x1b[2J junk\n")
    assert main(["log", str(plan_file), "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "Nguyễn Văn Nam" in out and "1 line cannot be read" in err and "\x1b" not in out + err


def test_names_and_reasons_of_a_history_do_nothing_to_the_terminal(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loaded = load(plan_file)
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.set_field("tasks", "III-2", "status", "done")], say("test"))
    save(loaded, workspace.plan, note=Note("na\x1b]0;m", "Nam\u202e\n#9", "\x1b[2Jvì\nsao"))
    for more in ([], ["--json"]):
        out = printed(capsys, "log", plan_file, *more)
        assert not any(c in out for c in "\x1b\u202e")
        assert more or out.count("\n") == 2


@pytest.mark.parametrize("more", [["--record", "nothing.x"], ["--record", "tasks"], ["--since", "31/2/2025"]])
def test_wrong_arguments_are_said(plan_file: Path, capsys: pytest.CaptureFixture[str], more: list[str]) -> None:
    assert main(["log", str(plan_file), *more]) == 2
    assert capsys.readouterr().err.count("\n") == 1


# -- diff ---------------------------------------------------------------------------------------------------------


def test_two_files_are_told_apart(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(plan_file, ("tasks", "III-2", "status", "done"), delete=("tasks", "III-5"))
    assert printed(capsys, "diff", SAMPLE, plan_file, "--lang", "en", code=1).splitlines() == [
        "Tasks: ~1 −1",
        "  ~ Đạt đại trà chuẩn nông thôn mới ở mọi xã · Status: no information → done",
        "  − An toàn thông tin của cơ quan nhà nước",
    ]
    assert "+ An toàn thông tin" in printed(capsys, "diff", plan_file, SAMPLE, "--lang", "en", code=1)
    assert printed(capsys, "diff", plan_file, plan_file, "--lang", "en") == "no difference\n"
    found = json.loads(printed(capsys, "diff", SAMPLE, plan_file, "--json", code=1))["changes"]
    assert [(c["kind"], c["id"]) for c in found] == [("changed", "III-2"), ("removed", "III-5")]


def test_comments_and_layout_are_no_difference(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan_file.write_text("# khác\n" + plan_file.read_text(encoding="utf-8").replace("leads = [", "leads  =  ["), encoding="utf-8")
    assert printed(capsys, "diff", SAMPLE, plan_file, "--lang", "en") == "no difference\n"


def test_moments_of_one_plan(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(plan_file, ("tasks", "III-2", "status", "done"))
    change(plan_file, ("tasks", "III-2", "status", "blocked"))
    today = Clock().today()
    assert "no information → blocked" in printed(capsys, "diff", f"{plan_file}@#0", plan_file, "--lang", "en", code=1)
    assert "done → blocked" in printed(capsys, "diff", f"{plan_file}@#1", f"{plan_file}@#2", "--lang", "en", code=1)
    assert "no difference" in printed(capsys, "diff", f"{plan_file}@{today:%d/%m/%Y}", plan_file, "--lang", "en")
    assert main(["diff", f"{plan_file}@2020-01-01 08:00", str(plan_file), "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert "no information → blocked" in out and "the history begins on" in err


@pytest.mark.parametrize("moment", ["#3", "#-1", "#x", "#", "", "hôm qua", "31/2/2025", "22/11/2026 25:00", "22/11/2026 8"])
def test_a_moment_that_is_none_is_said(plan_file: Path, capsys: pytest.CaptureFixture[str], moment: str) -> None:
    change(plan_file, ("tasks", "III-2", "status", "done"))
    assert main(["diff", f"{plan_file}@{moment}", str(plan_file)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1


def test_a_file_with_an_at_sign_in_its_name_is_that_file(plan_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "a@2020-01-01"
    other.write_bytes(plan_file.read_bytes())
    assert printed(capsys, "diff", other, plan_file, "--lang", "en") == "no difference\n"
    assert main(["diff", str(tmp_path / "none.toml"), str(plan_file)]) == 2
    assert main(["diff", f"{plan_file}@#1", str(plan_file), "--lang", "en"]) == 2
    assert "no history yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "hour", "minute", "second"), [("22/11/2026", 23, 59, 59), ("2026-11-22 08:05", 8, 5, 59), ("2026-11-22T8:05:07", 8, 5, 7)]
)
def test_a_moment_lasts_as_long_as_it_is_exact(text: str, hour: int, minute: int, second: int) -> None:
    moment = read_moment(text, VI)
    assert (moment.date(), moment.hour, moment.minute, moment.second) == (dt.date(2026, 11, 22), hour, minute, second)
    assert moment.tzinfo is not None
    with pytest.raises(Unreadable):
        read_moment("soon", VI)


@in_proofs
def test_neither_loads_textual(plan_file: Path) -> None:
    commands = (["log", str(plan_file)], ["diff", str(plan_file), str(plan_file)])
    code = f"import sys; from tui.commands.main import main; [main(one) for one in {commands!r}]; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True).returncode == 0
