"""A roll-up holds what its plans hold and where they stand; brought up to date it is the one made anew."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.support.lengths import LONG, longer, of_these
from tests.support.many_plans import DAY, held_by, plan_text, write_plans
from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tui.frames.build import Frames
from tui.frames.methods.tasks import task_states
from tui.frames.methods.verdicts import verdicts
from tui.lake import layout, making, rollup, versions
from tui.lake.reading import Lake, lake_in
from tui.lake.rollup import roll_up
from tui.lake.schemas import SCHEMAS
from tui.lake.versions import CannotWrite, NoLake
from tui.store.plan_file import load


def assert_same_lake(one: Path, other: Path) -> None:
    ours, theirs = held_by(one), held_by(other)
    for name in SCHEMAS:
        assert_frame_equal(ours[name], theirs[name])


def test_every_table_has_the_rows_of_all_plans_and_their_verdicts_on_the_day(tmp_path: Path) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    write_plans(folder, a=plan_text("P1"), b=plan_text("P2", "01", term="2026-2030"), empty=EMPTY, sample=SAMPLE.read_text("utf-8"))
    done = roll_up([str(folder)], lake, DAY)
    assert (done.plans, done.read, done.gone, done.unreadable) == (4, 4, 0, 0)
    tables = held_by(lake)
    assert {name: rows.height for name, rows in tables.items()} == dict(done.rows)
    for name, rows in tables.items():
        assert dict(rows.schema) == {**SCHEMAS[name], "term": pl.String, "area": pl.String}, name
    places = {Path(row["plan"]).parent.name: (row["term"], row["area"]) for row in tables["plans"].iter_rows(named=True)}
    assert places == {"a": ("2021-2025", "19"), "b": ("2026-2030", "01"), "empty": ("2026-2030", None), "sample": ("2021-2025", None)}
    path = folder / "sample" / "plan.toml"
    frames = Frames(load(path).plan)
    alone = dict(verdicts(frames, DAY).select("id", "verdict").iter_rows())
    assert dict(tables["verdicts"].filter(plan=str(path)).select("indicator", "verdict").iter_rows()) == alone
    states = dict(task_states(frames, DAY).select("id", "state").iter_rows())
    assert dict(tables["tasks"].filter(plan=str(path)).select("task", "state").iter_rows()) == states
    late = tables["tasks"].filter(pl.col("days_late") > 0, plan=str(folder / "a" / "plan.toml"))
    assert late.select("task", "state", "days_late").rows() == [("I-1", "late", 151)]
    holders = tables["holders"].filter(plan=str(folder / "a" / "plan.toml"), task="I-1")
    assert holders.select("agency", "agency_name", "agency_code").rows() == [("so-a", "Sở A", "A")]  # the body of the day


def test_nothing_is_made_where_nothing_has_changed_and_only_what_has_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    paths = write_plans(folder, a=plan_text("P1"), b=plan_text("P2"), c=plan_text("P3"))
    roll_up([str(folder)], lake, DAY)
    version = os.readlink(lake / "format=1")
    read: list[str] = []
    inner = making._read
    monkeypatch.setattr(making, "_read", lambda path: (read.append(Path(path).parent.name), inner(path))[1])
    assert roll_up([str(folder)], lake, DAY).read == 0
    assert (os.readlink(lake / "format=1"), read) == (version, [])
    os.utime(paths[0])  # touched, and the same
    assert roll_up([str(folder)], lake, DAY).read == 0
    paths[1].write_text(plan_text("P2", growth=9.5), encoding="utf-8")
    assert roll_up([str(folder)], lake, DAY).read == 1
    assert read == ["b"]
    assert sorted(held_by(lake)["figures"]["value"]) == [7.5, 7.5, 9.5]
    paths[2].unlink()
    assert roll_up([str(folder)], lake, DAY).gone == 1
    assert [Path(plan).parent.name for plan in held_by(lake)["plans"]["plan"]] == ["a", "b"]
    assert read == ["b"]


def test_a_plan_written_just_before_is_looked_into_once_more_and_then_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    (path,) = write_plans(folder, a=plan_text("P1"))
    other = folder / "other.toml"
    other.write_text(plan_text("P2"), encoding="utf-8")
    hashed: list[str] = []
    inner = rollup.read_file
    monkeypatch.setattr(rollup, "read_file", lambda path: (hashed.append(Path(path).name), inner(path))[1])
    roll_up([str(folder)], lake, DAY)
    version = os.readlink(lake / "format=1")
    later = time.time_ns() + 10_000_000_000
    for expected in (["other.toml", "plan.toml"], [], []):
        with monkeypatch.context() as patched:
            patched.setattr(rollup.time, "time_ns", lambda: later)  # the clock goes on, the files stay
            assert roll_up([str(folder)], lake, DAY).read == 0
        assert sorted(hashed) == expected
        hashed.clear()
    assert os.readlink(lake / "format=1") == version
    at = path.stat()
    path.write_text(plan_text("P1").replace("7.5", "9.5"), encoding="utf-8")
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))  # as a copy that keeps the time
    other.write_text("[tool]\nname = 'no plan any more'\n", encoding="utf-8")
    done = roll_up([str(folder)], lake, DAY)
    assert (done.read, done.gone, done.unreadable) == (2, 0, 1)
    assert held_by(lake)["figures"]["value"].to_list() == [9.5]


def test_verdicts_of_another_day_are_all_made_anew(tmp_path: Path) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    write_plans(folder, a=plan_text("P1"), b=plan_text("P2"))
    roll_up([str(folder)], lake, DAY)
    assert roll_up([str(folder)], lake, DAY.replace(month=1)).read == 2
    assert held_by(lake)["tasks"]["days_late"].drop_nulls().to_list() == []


@longer
def test_brought_up_to_date_again_and_again_it_is_the_one_made_anew(tmp_path: Path) -> None:
    random, folder, lake = Random(19), tmp_path / "plans", tmp_path / "lake"
    for step in range(60 if LONG else 3):
        for _ in range(random.choice((0, 1, 3))):
            path = folder / f"t{random.randrange(3)}" / f"p{random.randrange(8)}" / "plan.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = plan_text(f"P{random.randrange(9)}", random.choice(("01", "19", None)), growth=random.choice((5.0, 8.0, 9.25)))
            path.write_text(random.choice((text, text, text, text[:-200] + "= =\n")), encoding="utf-8")
        if random.random() < 0.4:
            for path in random.sample(gone := sorted(folder.rglob("plan.toml")), min(1, len(gone))):
                path.unlink()
        folder.mkdir(exist_ok=True)
        roll_up([str(folder)], lake, DAY)
        anew = tmp_path / f"anew-{step}"
        roll_up([str(folder)], anew, DAY)
        assert_same_lake(lake, anew)


def test_several_processes_make_the_same_lake_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "plans"
    write_plans(folder, **{f"p{n}": plan_text(f"P{n}", f"{n % 3:02}") for n in range(5)})
    monkeypatch.setattr(rollup, "_AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    roll_up([str(folder)], tmp_path / "two", DAY, 2, lambda done, total: told.append((done, total)))
    roll_up([str(folder)], tmp_path / "one", DAY)
    assert_same_lake(tmp_path / "one", tmp_path / "two")
    assert (told[0], told[-1], len(told)) == ((0, 5), (5, 5), 4)


def test_a_batch_holds_no_more_text_than_keeps_the_memory_flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "plans"
    plans = {f"p{n}": plan_text(f"P{n}") for n in range(6)}
    plans["p2"] += "# " + "dài " * 2000 + "\n"
    write_plans(folder, **plans)
    monkeypatch.setattr(rollup, "_MOST_TEXT", 2 * len(plans["p0"].encode()))
    told: list[int] = []
    roll_up([str(folder)], tmp_path / "few", DAY, told=lambda done, total: told.append(done))
    assert told == [0, 2, 3, 5, 6], "two, the large one alone, two, and what is left"
    monkeypatch.undo()
    roll_up([str(folder)], tmp_path / "one", DAY)
    assert_same_lake(tmp_path / "one", tmp_path / "few")
    (folder / "p3" / "plan.toml").unlink()
    (folder / "p3" / "plan.toml").symlink_to("nowhere")
    assert roll_up([str(folder)], tmp_path / "one", DAY).unreadable == 1, "what is not there takes no memory, and is said"


def test_where_processes_cannot_wait_for_each_other_one_makes_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*given: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder = tmp_path / "plans"
    write_plans(folder, **{f"p{n}": plan_text(f"P{n}") for n in range(3)})
    monkeypatch.setattr(rollup, "ProcessPoolExecutor", refused)
    monkeypatch.setattr(rollup, "_AT_ONCE", 1)
    monkeypatch.setenv("_RJEM_MALLOC_CONF", "")  # set for good where one makes all
    roll_up([str(folder)], tmp_path / "one", DAY, 2)
    assert held_by(tmp_path / "one")["plans"].height == 3


def test_many_small_parts_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    monkeypatch.setattr(rollup, "_MOST_SMALL", 2)
    for number in range(4):
        write_plans(folder, **{f"p{number:02}": plan_text(f"P{number}")})
        roll_up([str(folder)], lake, DAY)
    assert len(lake_in(lake).manifest.parts) < 4
    assert held_by(lake)["plans"].height == 4


def test_what_cannot_be_read_is_a_row_of_problems_and_nothing_else(tmp_path: Path) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    good, broken, gone = write_plans(folder, good=plan_text("P1"), broken=plan_text("P2") + "= =\n", gone="")
    gone.unlink()
    gone.symlink_to("nowhere")
    (folder / "pipe").mkdir()
    os.mkfifo(folder / "pipe" / "plan.toml")
    done = roll_up([str(folder)], lake, DAY)
    assert (done.plans, done.unreadable) == (4, 3)
    tables = held_by(lake)
    for name in set(SCHEMAS) - {"problems"}:
        assert set(tables[name]["plan"]) <= {str(good)}, name
    unreadable = tables["problems"].filter(severity="unreadable")
    assert {Path(plan).parent.name for plan in unreadable["plan"]} == {"broken", "gone", "pipe"}
    assert unreadable.filter(plan=str(broken))["line"].to_list() == [plan_text("P2").count("\n") + 1]
    assert None not in unreadable["said_vi"].to_list()
    broken.write_text(plan_text("P2"), encoding="utf-8")
    assert roll_up([str(folder)], lake, DAY).unreadable == 2
    assert held_by(lake)["plans"].height == 2


def test_what_was_a_plan_or_would_be_but_for_a_slip_never_drops_out_silently(tmp_path: Path) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    folder.mkdir()
    whole = plan_text("P1", "01")
    slips = {
        "header": whole.replace("[plan]", "[plan", 1),
        "closed": whole.replace("[plan]", "plan]", 1),
        "array": whole.replace("[plan]", "[[plan]]", 1),
        "without": whole.replace("[plan]\n", "", 1),
        "entries": "[[indicators]]\nname = 'a'\n",
        "two": "[tasks.a]\n[agencies.b]\n",
        "nothing": "",
        "cut": "\0" * 99,
    }
    others = {
        "pyproject": "[project]\nname = 'plan'\n[tool.plan]\nplan = ['plan']\n",
        "codes": "[codes.KT05]\nname = 'plan'\n",
        "pixi": "[tasks.build]\ncmd = 'x'\n",
        "torn": "[project\n= =\n",
        "said": "# only a comment\n",
    }
    for name, text in {"good": whole, "emptied": plan_text("P2", "19"), "other": plan_text("P3", "19"), **slips, **others}.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    (folder / "kept.toml").write_text("# only a comment\n", encoding="utf-8")
    (folder / "kept.toml.history").write_text("", encoding="utf-8")
    (folder / "below").mkdir()
    (folder / "below" / "plan.toml").write_text("", encoding="utf-8")

    def unreadable() -> set[str]:
        return {Path(plan).stem for plan in held_by(lake)["problems"].filter(severity="unreadable")["plan"]}

    never = {*slips, "kept", "plan"}
    done = roll_up([str(folder)], lake, DAY)
    assert (done.plans - done.unreadable, done.gone, unreadable()) == (3, 0, never)
    assert {Path(plan).stem for plan in held_by(lake)["plans"]["plan"]} == {"good", "emptied", "other"}
    (folder / "emptied.toml").write_text("# only a comment\n", encoding="utf-8")
    (folder / "other.toml").write_text(others["pyproject"], encoding="utf-8")
    for day in (DAY, DAY, DAY.replace(year=DAY.year + 1)):  # as long as it is there, also when all is made anew
        done = roll_up([str(folder)], lake, day)
        assert (done.plans - done.unreadable, done.gone, unreadable()) == (1, 0, {*never, "emptied", "other"}), day
    (folder / "other.toml").unlink()
    (folder / "emptied.toml").write_text(plan_text("P2", "19"), encoding="utf-8")
    done = roll_up([str(folder)], lake, DAY)
    assert (done.plans - done.unreadable, done.gone, unreadable()) == (2, 1, never), "also of another day"


def test_a_file_that_is_named_is_unreadable_where_it_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    done = roll_up([str(tmp_path / "pyproject.toml")], tmp_path / "lake", DAY)
    assert (done.plans, done.unreadable) == (1, 1)
    problems = held_by(tmp_path / "lake")["problems"].rows(named=True)
    assert [(row["severity"], row["said_en"]) for row in problems] == [("unreadable", "the table [plan] is missing; it is in no sum")]


def test_a_path_that_is_no_text_is_said_and_stands_in_no_sum(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    write_plans(folder, a=plan_text("P1"))
    os.makedirs(os.fsencode(folder) + b"/\xff")
    (folder / "a" / "plan.toml").rename(os.fsdecode(os.fsencode(folder) + b"/\xff/plan.toml"))
    done = roll_up([str(folder)], tmp_path / "lake", DAY)
    assert (done.plans, done.unreadable) == (1, 1)
    assert held_by(tmp_path / "lake")["problems"]["said_en"].to_list() == ["its path is not UTF-8 text"]


def test_an_area_leads_nowhere_and_is_read_back_as_it_is(tmp_path: Path) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    areas = ["../../../x", "a/b", "..", ".", "%2E%2E", "Thái Nguyên", "a=b", "{x}*?[y]", "01"]
    write_plans(folder, **{f"p{number}": plan_text(f"P{number}", area) for number, area in enumerate(areas)})
    before = set(tmp_path.iterdir())
    roll_up([str(folder)], lake, DAY)
    assert set(tmp_path.iterdir()) - before == {lake}
    assert sorted(held_by(lake)["plans"]["area"]) == sorted(areas)
    below = lake_in(lake).folder / "plans"
    assert all(len(path.relative_to(below).parts) == 3 for path in below.rglob("*.parquet"))


def failing(step: Callable[..., object], at: int) -> Callable[..., object]:
    """The step, which fails when it is called for the ``at``-th time."""
    calls = [0]

    def stepped(*given: object) -> object:
        calls[0] += 1
        if calls[0] == at:
            raise OSError(28, "No space left on device")
        return step(*given)

    return stepped


STEPS = [(making, "write_part", 2), (rollup, "take_over", 1), (versions, "_write", 1), (versions, "_open_as", 1)]


@longer
@pytest.mark.parametrize(("room", "step", "at"), of_these(STEPS, STEPS[:2]))
def test_one_that_fails_leaves_the_lake_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: object, step: str, at: int
) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    paths = write_plans(folder, a=plan_text("P1"), b=plan_text("P2", "01"), c=plan_text("P3", "02"))
    roll_up([str(folder)], lake, DAY)
    before = held_by(lake)
    for path in paths[:2]:
        path.write_text(path.read_text("utf-8").replace("7.5", "9.9"), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(room, step, failing(getattr(room, step), at))
        with pytest.raises(CannotWrite) as caught:
            roll_up([str(folder)], lake, DAY)
    assert "the disk is full" in str(caught.value)
    assert_frame_equal(held_by(lake)["figures"], before["figures"])
    roll_up([str(folder)], lake, DAY)
    assert sorted(held_by(lake)["figures"]["value"]) == [7.5, 9.9, 9.9]
    assert len(os.listdir(lake / ".versions")) <= 2


def test_a_fault_after_the_new_version_stands_takes_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    (path,) = write_plans(folder, a=plan_text("P1"))
    roll_up([str(folder)], lake, DAY)
    path.write_text(plan_text("P1", growth=9.9), encoding="utf-8")
    monkeypatch.setattr(versions, "_clear_but", failing(versions._clear_but, 1))
    assert roll_up([str(folder)], lake, DAY).read == 1
    assert held_by(lake)["figures"]["value"].to_list() == [9.9]


def test_who_reads_a_version_goes_on_reading_it_while_the_next_is_made(tmp_path: Path) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    (path,) = write_plans(folder, a=plan_text("P1"))
    roll_up([str(folder)], lake, DAY)
    reader: Lake = lake_in(lake)
    path.write_text(plan_text("P1", growth=9.5), encoding="utf-8")
    roll_up([str(folder)], lake, DAY)
    assert reader.table("figures").collect()["value"].to_list() == [7.5]
    assert lake_in(lake).table("figures").collect()["value"].to_list() == [9.5]


def test_a_version_made_over_an_older_one_holds_what_a_new_one_would(tmp_path: Path) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    paths = write_plans(folder, **{f"p{number}": plan_text(f"P{number}", f"{number:02}") for number in range(4)})
    for round in range(5):
        paths[0].write_text(plan_text("P0", "00", growth=float(round)), encoding="utf-8")
        if round == 2:  # its area goes, another comes
            paths[1].write_text(plan_text("P1", "77", term="2026-2030"), encoding="utf-8")
        if round == 3:
            paths[2].unlink()
            for path in (lake / ".versions" / "000002").rglob("*.parquet"):  # of the version this one is made over
                path.unlink()
        if round == 4:
            lake.chmod(0o750)
        roll_up([str(folder)], lake, DAY)
        assert sorted(os.listdir(lake / ".versions")) == [f"{number:06}" for number in (round, round + 1) if number]
        roll_up([str(folder)], tmp_path / f"new{round}", DAY)
        again = held_by(tmp_path / f"new{round}")
        for name, rows in held_by(lake).items():
            assert_frame_equal(rows, again[name], check_row_order=False)
        now = lake_in(lake)
        below = {path for path in now.folder.rglob("*") if path.is_file()}
        assert below == {now.folder / "manifest.json"} | {Path(file) for name in SCHEMAS for file in now.files(name)}
        rights = (0o750, 0o640) if round == 4 else (0o700, 0o600)
        for path in now.folder.rglob("*"):
            assert path.stat().st_mode & 0o777 == rights[path.is_file()], path


def test_of_the_files_that_stay_only_those_the_older_version_lacks_are_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    paths = write_plans(folder, **{f"p{number}": plan_text(f"P{number}", f"{number:02}") for number in range(4)})
    roll_up([str(folder)], lake, DAY)
    linked: list[str] = []
    link = layout._linked

    def counted(old: str, new: str) -> None:
        linked.append(new)
        link(old, new)

    monkeypatch.setattr(layout, "_linked", counted)
    counts = []
    for path in paths[:3]:
        path.write_text(path.read_text("utf-8").replace("7.5", "9.9"), encoding="utf-8")
        roll_up([str(folder)], lake, DAY)
        counts.append(len(linked))
        linked.clear()
    assert counts == [3 * len(SCHEMAS), len(SCHEMAS), len(SCHEMAS)]  # the first has no older one; then what was changed the time before


SPOILT = ["", "{", "[]", "null", '{"format":1}', '{"format":99}', "\0", '{"format":1,"plans":{"x":[]}}', "[" * 5000]


def test_a_manifest_that_is_none_is_made_anew(tmp_path: Path) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    write_plans(folder, a=plan_text("P1"))
    roll_up([str(folder)], lake, DAY)
    for spoilt in SPOILT:
        (lake / "format=1" / "manifest.json").write_text(spoilt, encoding="utf-8")
        with pytest.raises(NoLake):
            lake_in(lake)
    assert roll_up([str(folder)], lake, DAY).read == 1
    assert held_by(lake)["plans"].height == 1


def test_what_a_lake_of_another_program_held_drops_out_no_more_than_what_ours_did(tmp_path: Path) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    folder.mkdir()
    (folder / "a.toml").write_text(plan_text("P1"), encoding="utf-8")
    roll_up([str(folder)], lake, DAY)
    manifest = lake / "format=1" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"program":"', '"program":"other '), encoding="utf-8")
    (folder / "a.toml").write_text("", encoding="utf-8")
    done = roll_up([str(folder)], lake, DAY)
    assert (done.plans, done.gone, done.unreadable) == (1, 0, 1)


def test_parts_that_somebody_took_away_come_back(tmp_path: Path) -> None:
    folder, lake = tmp_path / "plans", tmp_path / "lake"
    first, _ = write_plans(folder, a=plan_text("P1", "01"), b=plan_text("P2", "02"))
    roll_up([str(folder)], lake, DAY)
    for number, path in enumerate((lake / "format=1" / "tasks").rglob("*.parquet")):
        if number:
            path.unlink()
        else:
            os.truncate(path, 100)  # as a power cut leaves it
    first.write_text(plan_text("P1", "01", growth=6.5), encoding="utf-8")
    roll_up([str(folder)], lake, DAY)
    assert held_by(lake)["tasks"].height == 4


def test_a_folder_of_something_else_and_one_that_is_being_made_are_left_alone(tmp_path: Path) -> None:
    folder, other = tmp_path / "plans", tmp_path / "other"
    write_plans(folder, a=plan_text("P1"))
    other.mkdir()
    (other / "letter.docx").write_text("mine")
    with pytest.raises(CannotWrite, match="something else"):
        roll_up([str(folder)], other, DAY)
    assert os.listdir(other) == ["letter.docx"]
    with versions.held(tmp_path / "lake"), pytest.raises(CannotWrite, match="by somebody else now"):
        roll_up([str(folder)], tmp_path / "lake", DAY)


def test_a_lake_among_its_plans_is_not_read_as_one_of_them(tmp_path: Path) -> None:
    write_plans(tmp_path, a=plan_text("P1"))
    for _ in range(2):
        assert roll_up([str(tmp_path)], tmp_path / "lake", DAY).plans == 1


def test_only_who_may_look_into_the_folder_may_read_the_lake(tmp_path: Path) -> None:
    folder, lake, shared = tmp_path / "plans", tmp_path / "lake", tmp_path / "shared"
    write_plans(folder, a=plan_text("P1"))
    roll_up([str(folder)], lake, DAY)
    shared.mkdir()
    shared.chmod(0o750)
    roll_up([str(folder)], shared, DAY)
    for where, inside, file in ((lake, 0o700, 0o600), (shared, 0o750, 0o640)):
        for path in (where / ".versions").rglob("*"):
            assert path.stat().st_mode & 0o777 == (inside if path.is_dir() else file), path
