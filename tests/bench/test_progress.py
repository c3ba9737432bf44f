"""The table beside other methods is what the script gives, and the four judge as their pages say."""

from __future__ import annotations

import datetime as dt

import pytest

from bench.progress import PAGE, PEERS, SERIES, Series, escap, eurostat, main, open_sdg, table, un_2023, weighted_line, written

DAY = dt.date(2025, 6, 1)


def series(figures: dict[int, float], target: float, op: str = ">=", rates: bool = False) -> Series:
    return Series(title="", kind="end_level", op=op, target=target, figures=figures, day=DAY, rates=rates, right="")


def test_the_table_in_the_page_is_the_one_the_script_gives(capsys: pytest.CaptureFixture[str]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert written(page) == page
    assert len(SERIES) == 12 and len(PEERS) == 4
    main([])
    assert capsys.readouterr().out.strip() == table()
    with pytest.raises(ValueError, match="no <!-- python"):
        written("another page")


def test_the_ratio_of_growth_so_far_and_needed() -> None:
    doubled = series({2020: 10, 2024: 20 ** (4 / 5) * 10 ** (1 / 5)}, 20)
    assert (open_sdg(doubled), eurostat(doubled)) == ("on track", "significant progress")
    slower = series({2020: 10, 2024: 13}, 20)
    assert (open_sdg(slower), eurostat(slower)) == ("limited progress", "insufficient progress")
    back = series({2020: 10, 2024: 9}, 20)
    assert (open_sdg(back), eurostat(back)) == ("deterioration", "moving away")
    assert open_sdg(series({2020: 10, 2024: 20}, 20)) == "target achieved"
    assert eurostat(series({2020: 10, 2024: 5}, 0, "<=")) == "not assessed"


def test_the_share_of_the_way_in_the_target_year() -> None:
    assert un_2023(series({2020: 10, 2024: 18}, 20)) == "on track"
    assert un_2023(series({2020: 10, 2024: 12}, 20)) == "fair progress"
    assert un_2023(series({2020: 10, 2024: 10}, 20)) == "stagnation or regression"
    assert un_2023(series({2020: 8, 2024: 9}, 8, rates=True)) == "left to experts"


def test_the_gap_a_weighted_line_leaves() -> None:
    straight = {2020: 10.0, 2021: 12.0, 2024: 18.0}
    assert weighted_line(straight, 2025) == pytest.approx(20)
    assert escap(series(straight, 20)) == "maintain"
    assert escap(series(straight, 25)) == "accelerate"
    assert escap(series({2020: 10, 2024: 8}, 20)) == "reverse"
    assert escap(series({2024: 8}, 20)) == "not assessed"
