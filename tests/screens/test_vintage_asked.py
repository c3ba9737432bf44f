"""The question what figures are says which: the titles of their columns, and their cells."""

from __future__ import annotations

from tui.exchange.import_result import Figure
from tui.model.text import N_, say
from tui.screens.dialogs.vintage import places_of, vintages_for


def figure(cell: str, under: str, sheet: str = "PL1") -> Figure:
    return Figure("x", 2024, 1.0, say(N_("{sheet} {cell}"), sheet=sheet, cell=cell), under=under)


def test_each_column_stands_with_its_title_and_its_cells() -> None:
    read = [figure("D5", "I. Kinh tế · TH 2024"), figure("E5", "I. Kinh tế · Năm 2023"), figure("D9", "II. Xã hội · TH 2024")]
    assert places_of(read) == ["“TH 2024” (D5–D9)", "“Năm 2023” (E5)"]


def test_more_columns_than_a_line_holds_and_figures_without_cells() -> None:
    assert places_of([figure(f"{column}5", "TH") for column in "DEFGH"])[-1] == "…"
    assert places_of([]) == [] and places_of([Figure("x", 2024, 1.0, say(N_("row {row}"), row=3))]) == []
    assert places_of([figure("D5", "", "PL1"), figure("D5", "", "PL2")]) == ["D5", "D5"], "of two sheets two"


def test_the_first_answer_is_none_a_title_speaks_against() -> None:
    assert vintages_for([figure("D5", "I. Kinh tế · Thực hiện 2025")]) == ["preliminary", "official", "estimate", "plan"]
    assert vintages_for([figure("D5", "2025"), figure("E5", "Kết quả đạt được năm 2024")])[0] == "preliminary", "one title is enough"
    assert vintages_for([figure("D5", "2025")]) == ["estimate", "preliminary", "official", "plan"] == vintages_for([figure("D5", "")])
