"""Which plan is meant: the one that is named, the one in a folder that is named, the one that stands here."""

from __future__ import annotations

from pathlib import Path

from tui.start.which_plan import chosen, shipped_plan


def test_a_named_folder_stands_for_the_plan_in_it(tmp_path: Path) -> None:
    clone = tmp_path / "bản sao"
    clone.mkdir()
    assert chosen(str(clone), str(tmp_path)) == (str(clone), False), "there is none: whoever opens it says that it is a folder"
    (clone / "plan.toml").write_text("format = 2\n", encoding="utf-8")
    assert chosen(str(clone), str(tmp_path)) == (str(clone / "plan.toml"), False)
    (tmp_path / "plan.toml").mkdir()  # a folder that is called so is no plan
    assert chosen(str(tmp_path), str(clone)) == (str(tmp_path), False)


def test_without_a_name_it_is_the_one_here_or_the_one_that_comes_with_the_program(tmp_path: Path) -> None:
    assert chosen(None, str(tmp_path)) == (shipped_plan(), True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "plan.toml").write_text("", encoding="utf-8")
    assert chosen(None, str(tmp_path)) == (str(tmp_path / "data" / "plan.toml"), False)
    assert chosen("không có.toml", str(tmp_path)) == ("không có.toml", False)
