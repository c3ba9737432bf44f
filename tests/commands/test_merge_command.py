"""``kehoach merge``: what it writes, what it says, and that git can use it."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.lengths import in_proofs
from tests.support.paths import ROOT
from tests.support.servers import need_git
from tui.commands.main import main
from tui.store.files import lock
from tui.store.files.errors import Locked
from tui.store.files.file_state import ChangedOnDisk
from tui.store.files.rights import previous_of
from tui.store.merge import write_merged
from tui.store.plan_file import load

BASE = """\
format = 2

[plan]
title = "Kế hoạch" # tạm
term = { start = 2021-01-01, end = 2025-12-31 }

# Cơ quan

# sở thứ nhất
[agencies.so-a]
name = "Sở A"
kind = "department"

[agencies.so-b]
name = "Sở B"
kind = "department"

[sections.I]
number = "I"
title = "Một"
order = 1

# việc
[tasks.I-1]
section = "I"
order = 1
summary = "Rà soát"
leads = ["so-a"]
status = "unreported"

[tasks.I-2]
section = "I"
order = 2
summary = "Đổi mới"
"""


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture
def sides(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("base.toml", "mine.toml", "theirs.toml")]
    for path in paths:
        path.write_text(BASE, encoding="utf-8")
    return paths


def merge(sides: list[Path], mine: str, theirs: str, *more: str) -> int:
    sides[1].write_text(mine, encoding="utf-8")
    sides[2].write_text(theirs, encoding="utf-8")
    return main(["merge", *map(str, sides), "--lang", "en", *more])


OURS = (('leads = ["so-a"]\n', 'leads = ["so-a", "so-b"] # thêm\n'), ('"Đổi mới"\n', '"Đổi mới"\nnote = "m"\n'))
OTHERS = (("# việc\n", "# việc thứ nhất\n"), ('"unreported"\n', '"done"\n'))
NEW = '\n# mới\n[tasks.I-3]\nsection = "I"\norder = 3\nsummary = "Ba"\n'
MINE = changed(BASE, *OURS)
THEIRS = changed(BASE, *OTHERS) + NEW
BOTH = changed(BASE, *OURS, *OTHERS) + NEW


def test_a_clean_merge_is_written_over_mine_and_says_nothing(sides: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    sides[1].chmod(0o664)
    assert merge(sides, MINE, THEIRS) == 0
    assert sides[1].read_text(encoding="utf-8") == BOTH
    assert stat.S_IMODE(sides[1].stat().st_mode) == 0o664
    assert capsys.readouterr() == ("", "")
    assert sides[0].read_text(encoding="utf-8") == BASE and sides[2].read_text(encoding="utf-8") == THEIRS
    assert {p.name for p in sides[0].parent.iterdir()} == {"base.toml", "mine.toml", "theirs.toml"}


def test_the_result_can_go_elsewhere(sides: list[Path], tmp_path: Path) -> None:
    assert merge(sides, MINE, THEIRS, "--output", str(tmp_path / "out.toml")) == 0
    assert (tmp_path / "out.toml").read_text(encoding="utf-8") == BOTH
    assert sides[1].read_text(encoding="utf-8") == MINE


def test_each_conflict_is_one_line_with_its_place_and_mine_stays(sides: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    mine = changed(BASE, ('"unreported"\n', '"done"\n'), ("order = 2\n", "order = 4\n"))
    theirs = changed(BASE, ('"unreported"\n', '"blocked" # vướng\n'), ('summary = "Rà soát"\n', 'summary = "Rà soát đất"\n'))
    assert merge(sides, mine, theirs) == 1
    out = sides[1].read_text(encoding="utf-8")
    assert out == changed(mine, ("# việc\n", "# việc\n# vướng\n"), ('"Rà soát"', '"Rà soát đất"'))
    line = out.splitlines().index('status = "done"') + 1
    assert capsys.readouterr().err.splitlines() == [
        f'{sides[1]}:{line}: tasks.I-1.status: theirs "blocked", mine "done", before "unreported"; not decided yet, mine stands until then',
        f"{sides[1]}: 1 conflict is to be decided; mine stands until then",
        "where theirs is right, put it into this file, with the workbench or an editor, and save it",
    ]
    assert load(sides[1]).problems == ()


def test_deleted_on_one_side_and_changed_on_the_other_is_never_silent(sides: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    second = '[tasks.I-2]\nsection = "I"\norder = 2\nsummary = "Đổi mới"\n'
    gone, edited = changed(BASE, ("\n" + second, "")), changed(BASE, ("order = 2\n", "order = 7\n"))
    assert merge(sides, gone, edited) == 1
    assert sides[1].read_text(encoding="utf-8") == gone
    assert (
        f"{sides[1]}: tasks.I-2: deleted here, changed there (order); not decided yet, until then it stays deleted\n"
        in capsys.readouterr().err
    )
    assert merge(sides, edited, gone) == 1
    assert sides[1].read_text(encoding="utf-8") == edited
    assert "tasks.I-2: changed here (order), deleted there; not decided yet, until then it stays\n" in capsys.readouterr().err
    assert merge(sides, BASE, gone) == 0
    assert sides[1].read_text(encoding="utf-8") == gone


NEW_TASK = '\n# {0}\n[tasks.I-3] # của {0}\nsection = "I"\norder = 3\nsummary = "{0}"\n'


def test_two_new_records_under_one_id_are_two_records_with_their_comments(sides: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    decision = '\n[decisions.kl]\ntext = "Làm"\nsubject = "tasks.{0}" # đó\ntask = "{0}"\n'
    assert merge(sides, BASE + NEW_TASK.format("Ba") + decision.format("I-3"), BASE + NEW_TASK.format("Khác")) == 0
    mine = NEW_TASK.format("Ba").replace("I-3", "I-4")
    assert sides[1].read_text(encoding="utf-8") == BASE + mine + decision.format("I-4") + NEW_TASK.format("Khác")
    line = BASE.count("\n") + 3
    told = "has this id now: under I-3, which it had here, theirs has “Khác”"
    assert capsys.readouterr().err == f"{sides[1]}:{line}: tasks.I-4: {told}\n"
    assert load(sides[1]).problems == ()


def test_the_other_way_round_the_other_record_gets_the_other_id(sides: list[Path]) -> None:
    assert merge(sides, BASE + NEW_TASK.format("Khác"), BASE + NEW_TASK.format("Ba")) == 0
    assert load(sides[1]).plan.title_of("tasks", "I-3") == "Ba"
    assert load(sides[1]).plan.title_of("tasks", "I-4") == "Khác"


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("header", "rest", "new_header", "new_rest"),
    [
        ("[ tasks . 'I-3' ] # [x]", "", "[ tasks.I-4 ] # [x]", ""),
        ('["tasks"."I-3"]', "note = '''\n[tasks.I-3]\n'''\n", "[tasks.I-4]", "note = '''\n[tasks.I-3]\n'''\n"),
        ("[tasks.I-3]", "[[tasks.I-3.log]]#\non = 2025-01-01\n", "[tasks.I-4]", "[[tasks.I-4.log]]#\non = 2025-01-01\n"),
        ("[tasks.I-3]", "[tasks.I-3.'a]b']\nx = 1\n", "[tasks.I-4]", '[tasks.I-4."a]b"]\nx = 1\n'),
    ],
)
def test_a_new_id_is_written_into_any_header(sides: list[Path], header: str, rest: str, new_header: str, new_rest: str, eol: str) -> None:
    fields = "section = 'I' # m\norder = 3\nsummary = 'Ba'\n"
    mine, theirs = f"{BASE}\n{header}\n{fields}{rest}", BASE + NEW_TASK.format("Khác")
    for path, text in zip(sides, (BASE, mine, theirs), strict=True):
        path.write_bytes(f"\ufeff{text}".replace("\n", eol).encode())
    assert main(["merge", *map(str, sides), "--lang", "en"]) == 0
    wanted = f"\ufeff{BASE}\n{new_header}\n{fields}{new_rest}{NEW_TASK.format('Khác')}"
    assert sides[1].read_bytes().decode() == wanted.replace("\n", eol)


def test_a_record_without_a_header_of_its_own_gets_its_new_id_too(sides: list[Path]) -> None:
    base = BASE[: BASE.index("# việc\n")]
    sides[0].write_text(base, encoding="utf-8")
    dotted = "tasks.I-3.section = 'I'\ntasks.I-3.order = 3\ntasks.I-3.summary = 'Ba'\n"
    assert merge(sides, changed(base, ("format = 2\n", f"format = 2\n{dotted}")), base + NEW_TASK.format("Khác")) == 0
    plan = load(sides[1]).plan
    assert [plan.title_of("tasks", id) for id in ("I-3", "I-4")] == ["Khác", "Ba"]


def test_the_same_record_entered_twice_is_one(sides: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    new = NEW_TASK.format("Ba")
    assert merge(sides, BASE + new, BASE + new) == 0
    assert sides[1].read_text(encoding="utf-8") == BASE + new
    assert capsys.readouterr().err == ""
    assert merge(sides, BASE + new, BASE + new.replace("order = 3\n", "order = 5\n") + "note = 'n'\n") == 1
    assert sides[1].read_text(encoding="utf-8") == BASE + new + 'note = "n"\n'
    line = BASE.count("\n") + 5
    assert (
        capsys.readouterr().err.splitlines()[0]
        == f"{sides[1]}:{line}: tasks.I-3.order: theirs 5, mine 3, before –; not decided yet, mine stands until then"
    )


SOURCE = '\n# nguồn\n[sources.moi-9]\ntitle = "Niên giám" # n\n'
INDICATOR = """
[goals.g]
number = 1
title = "Một"

[indicators.a]
goal = "g"
name = "Chỉ tiêu"
kind = "count"
unit = "xã"
"""
FIGURE = 'values = [\n    { year = 2024, value = 7, vintage = "official", source = "moi-9" },\n]\n'


@pytest.mark.parametrize("deleted", ["here", "there"])
def test_a_source_that_the_other_side_newly_cites_stays(sides: list[Path], deleted: str, capsys: pytest.CaptureFixture[str]) -> None:
    sides[0].write_text(BASE + SOURCE + INDICATOR, encoding="utf-8")
    gone, citing = BASE + INDICATOR, BASE + SOURCE + INDICATOR + FIGURE
    assert (merge(sides, gone, citing) if deleted == "here" else merge(sides, citing, gone)) == 1
    assert load(sides[1]).errors == 0
    out = sides[1].read_text(encoding="utf-8")
    assert out == citing, "with its comments, where it stood"
    line = out.splitlines().index("[sources.moi-9]") + 1
    other = "there" if deleted == "here" else "here"
    assert capsys.readouterr().err.splitlines() == [
        f"{sides[1]}:{line}: sources.moi-9: deleted {deleted}, but what was changed {other} refers to it; "
        "not decided yet, until then it stays",
        f"{sides[1]}: 1 conflict is to be decided; mine stands until then",
        "where theirs is right, put it into this file, with the workbench or an editor, and save it",
    ]


def test_a_reference_that_led_nowhere_before_is_no_conflict(sides: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    gone = changed(BASE, ('# sở thứ nhất\n[agencies.so-a]\nname = "Sở A"\nkind = "department"\n\n', ""))
    assert merge(sides, BASE, gone) == 0
    assert sides[1].read_text(encoding="utf-8") == gone
    assert capsys.readouterr().err == ""


def test_a_fault_neither_side_had_counts_as_a_conflict(sides: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    leading = changed(BASE, ('leads = ["so-a"]\n', 'leads = ["so-a", "so-b"]\n'))
    partner = changed(BASE, ('status = "unreported"\n', 'partners = ["so-b"]\nstatus = "unreported"\n'))
    assert merge(sides, leading, partner) == 1
    line = sides[1].read_text(encoding="utf-8").splitlines().index('partners = ["so-b"]') + 1
    assert f"{sides[1]}:{line}: tasks.I-1.partners: so-b both leads and is a partner" in capsys.readouterr().err
    capsys.readouterr()
    assert merge(sides, BASE + "[tasks.x]\nsection = 'I'\norder = 1\n", BASE) == 0  # a fault mine had already
    assert capsys.readouterr().err == ""


def test_what_cannot_be_read_is_a_record_of_its_own(sides: list[Path]) -> None:
    odd = '\n[future.table]\nx = 1 # của sau này\n\n[goals.g]\nnumber = "mười"\n'
    assert merge(sides, MINE, BASE + odd) == 0
    assert sides[1].read_text(encoding="utf-8") == MINE + odd


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("content", [None, b"[plan\n", b"\xff", b"format = 99\n"])
def test_what_cannot_be_read_at_all_is_one_sentence_and_nothing_is_written(
    sides: list[Path], which: int, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    sides[1].write_text(MINE, encoding="utf-8")
    if content is None:
        sides[which].unlink()
    else:
        sides[which].write_bytes(content)
    before = [p.read_bytes() if p.exists() else None for p in sides]
    assert main(["merge", *map(str, sides), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and sides[which].name in told and "Traceback" not in told
    assert [p.read_bytes() if p.exists() else None for p in sides] == before


def test_where_it_cannot_write_it_says_so(sides: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for target in (tmp_path, tmp_path / "no" / "such.toml", Path("a\0b")):
        assert merge(sides, MINE, THEIRS, "--output", str(target)) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert sides[1].read_text(encoding="utf-8") == MINE


def test_a_plan_the_workbench_saves_is_locked_and_keeps_its_version_before(sides: list[Path]) -> None:
    with lock.held(sides[1]):
        pass
    assert merge(sides, MINE, THEIRS) == 0
    assert previous_of(sides[1]).read_text(encoding="utf-8") == MINE
    with lock.held(sides[1]), pytest.raises(Locked):
        write_merged(BASE, load(sides[1]).state, wait=0)
    seen = load(sides[1]).state
    sides[1].write_text(THEIRS, encoding="utf-8")
    with pytest.raises(ChangedOnDisk):
        write_merged(BASE, seen)
    assert sides[1].read_text(encoding="utf-8") == THEIRS


# -- git ----------------------------------------------------------------------------------------------------------


class Repo:
    """A repository whose plans are merged by this program."""

    def __init__(self, folder: Path) -> None:
        need_git()
        self.folder = folder
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Thử")
        self.git("config", "user.email", "thu@example.invalid")
        driver = f"{shlex.quote(sys.executable)} -m tui merge %O %A %B --name %P --lang en"
        self.git("config", "merge.kehoach.driver", driver)
        (folder / ".gitattributes").write_text("*.toml merge=kehoach\n")
        self.write(BASE, "đầu")

    @property
    def plan(self) -> Path:
        return self.folder / "kế hoạch.toml"

    def git(self, *arguments: str, code: int = 0) -> str:
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CEILING_DIRECTORIES": str(self.folder.parent),
        }
        done = subprocess.run(["git", *arguments], cwd=self.folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    def write(self, text: str, message: str) -> None:
        self.plan.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def diverge(self, mine: str, theirs: str) -> None:
        self.git("switch", "-q", "-c", "họ")
        self.write(theirs, "họ")
        self.git("switch", "-q", "main")
        self.write(mine, "tôi")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path)


def test_git_merges_with_it(repo: Repo) -> None:
    repo.diverge(MINE, THEIRS)
    repo.git("merge", "-q", "--no-edit", "họ")
    assert repo.plan.read_text(encoding="utf-8") == BOTH
    assert repo.git("status", "--porcelain") == ""
    assert {p.name for p in repo.folder.iterdir()} == {".git", ".gitattributes", "kế hoạch.toml"}


def test_git_stops_at_a_conflict_with_a_valid_plan(repo: Repo) -> None:
    mine, theirs = changed(MINE, ('"unreported"\n', '"blocked"\n')), THEIRS
    repo.diverge(mine, theirs)
    told = repo.git("merge", "-q", "--no-edit", "họ", code=1)
    assert 'tasks.I-1.status: theirs "done", mine "blocked", before "unreported"; not decided yet, mine stands until then' in told
    assert "kế hoạch.toml:" in told
    text = repo.plan.read_text(encoding="utf-8")
    assert text == changed(BOTH, ('"done"\n', '"blocked"\n')) and "<<<<" not in text
    assert load(repo.plan).problems == ()
    assert repo.git("-c", "core.quotePath=false", "status", "--porcelain").startswith("UU ")


@in_proofs
def test_git_rebases_with_it_when_both_made_the_file(repo: Repo) -> None:
    repo.git("rm", "-q", "kế hoạch.toml")
    repo.git("commit", "-q", "-m", "bỏ")
    repo.diverge(BASE, BASE + '\n# họ\n[goals.g]\nnumber = 1\ntitle = "Một"\n')
    repo.git("rebase", "-q", "họ")
    assert repo.plan.read_text(encoding="utf-8").endswith('\n# họ\n[goals.g]\nnumber = 1\ntitle = "Một"\n')
