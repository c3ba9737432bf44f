"""Sums over many plans obey units and kinds: what adds up is added, what does not is refused with its reason, what is unknown is no 0."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.many_plans import DAY, write_plans
from tui.lake.code_list import Coded, NoCodeList, beside_the_list, is_code_list, read_code_list
from tui.lake.reading import Lake, lake_in
from tui.lake.rollup import roll_up
from tui.lake.sums import CannotSum, Line, summed
from tui.store.plan_file import load_text
from tui.vocabulary.units import measure_of

HEAD = """format = 2

[plan]
title = "{title}"
{more}term = {{ start = {start}-01-01, end = {end}-12-31 }}

[goals.g]
number = 1
title = "G"
"""
INDICATOR = """
[indicators."i{code}"]
goal = "g"
name = "Chỉ tiêu {code}"
code = "{code}"
kind = "{kind}"
{said}{more}values = [{values}]
"""


def plan(area: str | None, *indicators: str, level: str = "province", term: str = "2021-2025") -> str:
    start, end = term.split("-")
    more = f'level = "{level}"\n' + ("" if area is None else f'area = "{area}"\n')
    return HEAD.format(title=f"Kế hoạch {area}", more=more, start=start, end=end) + "".join(indicators)


def indicator(code: str, unit: str | None, kind: str, figures: Mapping[int, float] | None = None, more: str = "") -> str:
    values = ", ".join(f'{{ year = {year}, value = {value}, vintage = "official" }}' for year, value in (figures or {}).items())
    said = "" if unit is None else f'unit = "{unit}"\n'
    return INDICATOR.format(code=code, kind=kind, said=said, more=more, values=values)


def money(value: float, unit: str = "tỷ đồng", year: int = 2023) -> str:
    return indicator("M", unit, "end_level", {year: value})


def growth(value: float, year: int = 2023) -> str:
    return indicator("G", "%/năm", "term_growth", {year: value})


def rolled_up(folder: Path, codes: dict[str, Coded] | None = None, **plans: str) -> Lake:
    write_plans(folder / "plans", **plans)
    roll_up([str(folder / "plans")], folder / "lake", DAY, codes=codes)
    return lake_in(folder / "lake")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Three provinces, of which one has no figure, one has two plans that contradict each other, and communes of them."""
    return rolled_up(
        tmp_path_factory.mktemp("sums"),
        a=plan("01", money(2.5), growth(8), indicator("W", "tỷ đồng", "end_level", {2023: 300}), indicator("N", None, "count", {2023: 4})),
        b=plan("02", money(500, "triệu đồng"), growth(6), indicator("W", "tỷ đồng", "end_level", {2023: 100})),
        c=plan("03", indicator("M", "tỷ đồng", "end_level"), growth(5)),
        d=plan("04", money(7), money(9, year=2022).replace("iM", "iM2").replace('code = "M"', 'code = "X"')),
        e=plan("04", money(8)),
        old=plan("01", money(99), term="2016-2020"),
        f=plan("05", indicator("M", "tỷ đồng", "end_level"), indicator("S", "ha", "share", {2023: 3}), indicator("N", None, "count")),
        g=plan("1", indicator("L", "cái", "count", {2023: 3}), level="commune"),
        h=plan("2", indicator("L", "cái", "count", {2023: 4}), indicator("M2", "kg", "end_level", {2023: 1}), level="commune"),
        i=plan("3", indicator("M2", "ha", "end_level", {2023: 1}), indicator("G", "%/năm", "term_growth", {2023: 1}), level="commune"),
    )


def test_amounts_of_one_kind_add_up_in_the_unit_most_plans_use(lake: Lake) -> None:
    for engine in ("polars", "duckdb"):
        found = summed(lake, "M", "year", engine=engine)
        assert (found.name, found.unit, found.level) == ("Chỉ tiêu M", "tỷ đồng", "province")
        # 2.5 tỷ + 500 triệu; 03 and 05 have no figure, 04 has two different ones; that of the old plan is not of its term
        assert found.lines == (Line("", 2023, 3.0, known=2, of=5, estimates=0, contradicting=1, unweighed=0),)
    assert sorted(line.value or 0 for line in summed(lake, "M", "plan").lines) == [0, 0, 0.5, 2.5, 7.0, 8.0]  # each plan says its own
    by_area = {line.group: line for line in summed(lake, "M").lines}
    assert {area: line.value for area, line in by_area.items()} == {"01": 2.5, "02": 0.5, "03": None, "04": None, "05": None}
    assert (by_area["03"].known, by_area["03"].of, by_area["04"].contradicting) == (0, 1, 1)


def test_counts_add_up_also_where_nobody_knows_their_unit(lake: Lake) -> None:
    assert [(line.value, line.known, line.of) for line in summed(lake, "L", "level").lines] == [(7.0, 2, 3)]
    assert [line.value for line in summed(lake, "N", "year").lines] == [4.0]


def test_a_rate_has_a_mean_by_a_weight_and_is_left_out_where_that_is_unknown(lake: Lake) -> None:
    (line,) = summed(lake, "G", "year", "W", "province").lines
    assert line == Line("", 2023, (8 * 300 + 6 * 100) / 400, known=2, of=5, estimates=0, contradicting=0, unweighed=1)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"code": "G", "level": "province"}, "does not add up: it is of the kind"),
        ({"code": "G"}, r"several levels.*commune \(1\), province \(3\).*--level"),
        ({"code": "S"}, "it is of the kind"),
        ({"code": "M2"}, r"several units.*ha \(1\), kg \(1\)"),
        ({"code": "M", "weight": "G"}, "G is no weight: it is of the kind"),
        ({"code": "M", "weight": "?"}, "no plan of that level has the code"),
        ({"code": "?"}, "no indicator of the roll-up has the code"),
        ({"code": "M", "level": "national"}, "no plan of that level"),
    ],
)
def test_what_does_not_add_up_is_refused_with_its_reason(lake: Lake, asked: dict[str, str], why: str) -> None:
    with pytest.raises(CannotSum, match=why):
        summed(lake, **asked)


def test_units_are_alike_only_where_the_vocabulary_says_so() -> None:
    tỷ, triệu = measure_of("tỷ đồng"), measure_of("Triệu  đồng")
    assert tỷ.like(triệu)
    assert tỷ.factor == 1000 * triệu.factor
    assert not tỷ.like(measure_of("tỷ đồng (giá so sánh 2010)"))
    assert not measure_of("tỷ đồng (giá hiện hành)").like(measure_of("tỷ đồng (giá so sánh 2010)"))
    assert not measure_of("người").like(measure_of("lao động"))
    assert [measure_of(unit).adds for unit in ("%", "%/năm", "‰", "triệu đồng/người", "cái", None, "ha")] == [False] * 4 + [
        None,
        None,
        True,
    ]


CODES = """format = 1

[codes.M]
name = "Thu"
unit = "triệu đồng"
kind = "end_level"
better = "up"

[codes.R]
name = "R"
unit = "tuổi"
"""


def test_the_owners_list_says_in_which_unit_and_whether_it_adds_up(tmp_path: Path) -> None:
    (tmp_path / "codes.toml").write_text(CODES + "adds_up = false\n", encoding="utf-8")
    assert is_code_list(str(tmp_path / "codes.toml"))
    codes = read_code_list(tmp_path / "codes.toml")
    plans = {"a": plan("01", money(2.5)), "b": plan("02", money(1), indicator("R", "tuổi", "count", {2023: 70}))}
    lake = rolled_up(tmp_path, codes, **plans)
    found = summed(lake, "M", "year")
    assert (found.name, found.unit, found.lines[0].value) == ("Thu", "triệu đồng", 3500.0)
    with pytest.raises(CannotSum, match="said not to add up"):
        summed(lake, "R")
    # the list is what the last roll-up was given: without one again the plans say it
    lake = rolled_up(tmp_path, None, **plans)
    assert summed(lake, "M", "year").unit == "tỷ đồng"
    lake = rolled_up(tmp_path, {"M": Coded("Thu", "ha")}, **plans)
    with pytest.raises(CannotSum, match="is in ha by the list of codes"):
        summed(lake, "M")


def test_what_a_plan_says_otherwise_than_the_list_is_named(tmp_path: Path) -> None:
    (tmp_path / "codes.toml").write_text(CODES, encoding="utf-8")
    codes = read_code_list(tmp_path / "codes.toml")
    text = plan("01", money(1), indicator("R", None, "count"), indicator("Z", "ha", "count"))
    told = [(problem.id, problem.field) for problem in beside_the_list(load_text(text).plan, codes)]
    assert told == [("iM", "unit"), ("iR", "unit"), ("iZ", "code")]
    same = plan("01", indicator("M", "Triệu đồng", "share", more='better = "down"\n'))
    assert [problem.field for problem in beside_the_list(load_text(same).plan, codes)] == ["kind", "better"]
    assert list(beside_the_list(load_text(plan(None)).plan, codes)) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("format = 1\n[codes\n", "no TOML"),
        ("[codes.A]\nname = 'A'\n", "format = 1"),
        ("format = 1\n[codes]\n", "at least one"),
        ("format = 1\n[codes.A]\nunit = 'ha'\n", r"name of \[codes.A\]"),
        ("format = 1\n[codes.A]\nname = 'A'\nkind = 'sum'\n", "kind of"),
        ("format = 1\n[codes.A]\nname = 'A'\nadds_up = 1\n", "neither true nor false"),
        ("format = 1\n[codes.A]\nname = 'A'\nnotes = 'x'\n", "something else than"),
        ("format = 1\n[codes]\nA = 3\n", "something else than"),
    ],
)
def test_a_list_that_is_none_is_a_sentence(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "codes.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NoCodeList, match=why):
        read_code_list(path)
