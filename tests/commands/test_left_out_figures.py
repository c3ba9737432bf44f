"""What a report says on the terminal of the figures its day leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.commands.main import main

PLAN = """
[plan]
title = "Kế hoạch"
term = { start = 2021-01-01, end = 2025-12-31 }

[goals.g]
name = "Mục tiêu"

[indicators.i]
goal = "g"
name = "Chỉ tiêu"
kind = "end_level"
unit = "%"
op = ">="
target = 90
values = [FIGURES]
"""
LATE = '{ year = 2025, value = 91, vintage = "official", published = 2026-03-15 }'
UNDATED = '{ year = 2024, value = 88, vintage = "official" }, { year = 2025, value = 90.5, vintage = "preliminary" }'
EARLY = '{ year = 2025, value = 92, vintage = "official", published = 2025-12-20 }'
OF_HALF = '{ year = 2025, value = 45, vintage = "official", as_of = 2025-06-30, published = 2025-08-15 }'


def told(folder: Path, capsys: pytest.CaptureFixture[str], figures: str, *options: str) -> list[str]:
    plan = folder / "plan.toml"
    plan.write_text(PLAN.replace("FIGURES", figures), encoding="utf-8")
    assert main(["report", str(plan), "--lang", "vi", "--year", "2025", "--docx", str(folder / "r.docx"), "--force", *options]) == 0
    return capsys.readouterr().out.splitlines()[1:]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (LATE, ["1 số liệu công bố sau ngày 31/12/2025 không được tính", "ghi --as-of 15/03/2026 để tính cả các số liệu này"]),
        (
            f"{UNDATED}, {EARLY}",
            [
                "1 số liệu không được tính vì đến ngày 31/12/2025 chưa hết thời gian của số liệu",
                "1 số liệu không ghi ngày công bố nên sớm nhất từ ngày 01/01/2026 mới được tính",
                "ghi --as-of 01/01/2026 để tính cả các số liệu này",
            ],
        ),
    ],
)
def test_a_report_says_which_figures_it_left_out_and_why(
    figures: str, said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(tmp_path, capsys, figures) == said
    day = said[-1].split()[2]
    assert told(tmp_path, capsys, figures, "--as-of", day) == [], "the day it names takes all of them in"


def test_a_report_on_half_a_year_speaks_of_the_figures_of_that_half(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(tmp_path, capsys, f"{LATE}, {UNDATED}, {OF_HALF}", "--kind", "half_year")
    assert said == ["1 số liệu công bố sau ngày 31/07/2025 không được tính", "ghi --as-of 15/08/2025 để tính cả các số liệu này"]


def test_a_plan_without_figures_leaves_none_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(tmp_path, capsys, "") == []


def test_the_help_of_a_paper_says_which_day_it_is_seen_from(capsys: pytest.CaptureFixture[str]) -> None:
    said = {}
    for command in ("report", "form", "agenda"):
        with pytest.raises(SystemExit):
            main([command, "--help", "--lang", "vi"])
        said[command] = " ".join(capsys.readouterr().out.split())
    assert "ngày cuối năm báo cáo" in said["report"]
    assert "với năm đã hết là ngày cuối năm" in said["form"] and "mặc định: hôm nay" in said["agenda"]
