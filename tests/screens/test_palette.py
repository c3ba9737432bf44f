"""The palette finds every command by what people call it, in either language; nothing the command line can do is missing from it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Final

import pytest

from tui import screens
from tui.actions import ACTIONS, BY_ID, Scope
from tui.commands.workbench import COMMANDS
from tui.i18n.command_words import SAID
from tui.i18n.words import Words
from tui.reports.papers import KINDS
from tui.screens.command_search import findable, found
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.table_box import TableBox
from tui.screens.purposes import A_LIST, OF_PLACES, OF_TABLES, purpose_of
from tui.start.language import LANGUAGES

SPOKEN: Final = tuple(map(Words, LANGUAGES))
AMONG: Final = [findable(action, SPOKEN, action.keys) for action in ACTIONS]
ELSEWHERE: Final = frozenset(a.id for a in ACTIONS if a.scope in (Scope.HISTORY, Scope.REVIEW, Scope.AGENDA, Scope.ITEM))
"""What cannot be done on a tab."""

FIRST: Final = {
    "help": "help", "trợ giúp": "help", "tro giup": "help", "phím tắt": "help", "?": "help",
    "word": "paper", "in": "paper", "báo cáo": "paper", "bao cao": "paper", "in ấn": "paper",
    "báo cáo năm": "paper_yearly", "bao cao nam": "paper_yearly", "annual report": "paper_yearly",
    "thư nhắc": "paper_letters", "công văn đôn đốc": "paper_letters", "don doc": "paper_letters", "reminder": "paper_letters",
    "thông báo kết luận": "paper_notice", "biên bản": "paper_minutes", "minutes": "paper_minutes",
    "phụ lục": "annexes", "xuất excel": "export", "csv": "export", "xuất": "export",
    "biểu cho cơ quan": "body_form", "phiếu": "body_form", "biểu trống": "blank_workbook",
    "nhập excel": "import_file", "nhap excel": "import_file", "import": "import_file", "đọc văn bản": "import_file",
    "so sánh": "compare_plans", "so sanh": "compare_plans", "diff": "compare_plans", "đối chiếu": "compare_plans",
    "mở tệp": "open_plan", "open": "open_plan", "kế hoạch mới": "new_plan", "tạo kế hoạch": "new_plan", "kỳ sau": "next_term",
    "ngày nghỉ": "calendar", "ngay le": "calendar", "holidays": "calendar", "chế độ báo cáo": "list_duties",
    "ngôn ngữ": "language", "english": "language", "tieng anh": "language", "tắt chuột": "mouse", "mouse": "mouse",
    "cài đặt": "edit_plan", "settings": "edit_plan", "kiểm tra": "problems", "check": "problems", "màu": "theme", "dark": "theme",
    "sao lưu": "save_copy", "save as": "save_copy", "hoàn tác": "undo", "tìm kiếm": "filter", "thoát": "quit", "w": "save",
    "ctrl+s": "save", "sáp nhập": "reorganise", "hợp nhất": "reorganise",
    "ai chưa báo cáo": "who_reported", "tại sao": "why", "what if": "needed", "giới thiệu": "tour", "gioi thieu": "tour",
    "version": "about", "họp": "review", "đề xuất": "proposals", "tính đến ngày": "as_of",
}  # fmt: skip
"""What is typed, and the command that must come first."""
OF_OFFICES: Final = {
    "quá hạn": "overview", "qua han": "overview", "qh": "overview", "chậm tiến độ": "overview", "việc chậm": "overview",
    "trễ hạn": "overview", "sắp đến hạn": "overview", "đến hạn": "overview", "còn nợ": "overview", "màn hình chính": "overview",
    "ai chậm": "overview", "cơ quan chậm báo cáo": "who_reported", "chưa gửi báo cáo": "who_reported", "ai chưa nộp": "who_reported",
    "tbkl": "paper_notice", "bbh": "paper_minutes", "bcn": "paper_yearly", "cvdd": "paper_letters", "in biên bản": "paper_minutes",
    "in báo cáo": "paper", "xuất word": "paper", "in ra word": "paper", "lập báo cáo năm": "paper_yearly",
    "báo cáo sáu tháng": "paper_half_year", "pdf": "paper", "ẩn cột": "columns", "thêm cột": "columns", "cột": "columns",
    "bỏ lọc": "filter", "lọc theo cột": "values", "thống kê": "values", "tổng số": "sums", "cộng dồn": "sums",
    "gia hạn": "extend", "gia han": "extend", "lùi hạn": "extend",
    "chuyển nhiệm vụ": "reassign", "đổi cơ quan chủ trì": "reassign", "đổi chủ trì": "reassign", "sáp nhập sở": "reorganise",
    "đổi tên sở": "reorganise", "giải thể": "reorganise", "phóng to": "chart", "vẽ biểu đồ": "chart", "toàn màn hình": "chart",
    "thêm nhiệm vụ": "add", "thêm chỉ tiêu": "add", "tạo việc mới": "add", "nhập số liệu": "edit_cell", "sửa số liệu": "edit_cell",
    "cập nhật số liệu": "edit_cell", "bỏ dòng": "delete", "xóa nhiệm vụ": "delete", "tìm": "filter", "tim nhiem vu": "filter",
    "tìm nhiệm vụ": "filter", "tìm chỉ tiêu": "jump_to", "khôi phục": "plan_history", "ai đã sửa": "history", "ai sua": "history",
    "phiên bản cũ": "history", "so với năm trước": "two_days", "so sánh hai ngày": "two_days", "nền tối": "theme", "đổi màu": "theme",
    "mau sac": "theme", "tiếng anh": "language", "lưu bản sao": "save_copy", "lưu thành": "save_copy", "sao luu": "save_copy",
    "đóng chương trình": "quit", "thoat": "quit", "giao ban": "review", "họp giao ban": "review", "mở cuộc họp": "review",
    "giấy mời họp": "agenda_text", "vì sao": "why", "vi sao": "why", "cần bao nhiêu": "needed", "dự báo": "needed",
    "nhập từ excel": "import_file", "lấy từ excel": "import_file", "tải lên": "import_file", "nhập biểu": "import_file",
    "gửi biểu cho sở": "body_form", "biểu cho sở": "body_form", "cơ quan": "registers", "danh mục": "registers",
    "danh sách cơ quan": "registers", "văn bản căn cứ": "registers", "lỗi": "problems", "kiểm tra số liệu": "problems",
    "lịch nghỉ": "calendar", "ics": "due_calendar", "outlook": "due_calendar", "xuất lịch": "due_calendar",
    "hạn báo cáo": "list_duties", "hạn gửi báo cáo": "list_duties", "ai đang mở": "who",
    "người đang dùng": "who", "phím": "help",
}  # fmt: skip
"""What an official types, with marks, without, by first letters, in whole sentences."""
AMONG_THREE: Final = {
    "biểu mẫu": {"edit_record", "body_form"},
    "bieu mau": {"edit_record", "body_form"},
    "biểu đồ": {"panel"},
    "nhật ký": {"log_entry", "plan_history"},
    "log": {"plan_history"},
    "giấy mời": {"agenda_text"},
    "excel": {"export", "annexes"},
    "lịch sử": {"history", "plan_history"},
    "lịch": {"calendar", "list_duties"},
    "văn bản": {"paper"},
    "hướng dẫn": {"help", "tour"},
}
"""What can mean several things: each of them among the first three."""


def first(query: str, count: int = 1) -> list[str]:
    return [action.id for action in found(query, AMONG, ELSEWHERE)[:count]]


def test_what_people_type_finds_the_command_they_mean() -> None:
    wrong = {query: first(query) for query, wanted in FIRST.items() if first(query) != [wanted]}
    assert wrong == {}
    wrong = {query: first(query) for query, wanted in OF_OFFICES.items() if first(query) != [wanted]}
    assert wrong == {}
    assert len(FIRST) + len(AMONG_THREE) >= 60
    missing = {query: first(query, 3) for query, wanted in AMONG_THREE.items() if not wanted <= set(first(query, 3))}
    assert missing == {}


def test_the_language_that_is_spoken_changes_nothing_of_what_is_found() -> None:
    assert findable(BY_ID["undo"], SPOKEN, ()).titles == findable(BY_ID["undo"], SPOKEN[::-1], ()).titles[::-1]
    assert first("Hoàn tác") == first("Undo") == ["undo"]


def test_marks_that_are_typed_count_and_those_half_typed_hide_nothing() -> None:
    assert first("lưu") == ["save"] and first("luu") == ["save"]
    assert first("báo cao năm") == ["paper_yearly"], "an input method has not put all marks yet"
    assert first("xoá") == first("xóa") == ["delete"]
    assert first("kĩ sau") == ["next_term"], "nothing has these marks, so none are asked for"
    assert first("zzz") == first("☃") == []


def test_a_whole_sentence_finds_what_most_of_its_words_are_about() -> None:
    assert first("gửi thư nhắc cơ quan chậm") == ["paper_letters"]
    assert "compare_plans" in first("so sánh hai tệp kế hoạch", 3)
    assert first("qqq www") == []


def test_words_used_one_for_the_other_find_the_same() -> None:
    assert first("chuyển việc") == first("chuyển nhiệm vụ") == ["reassign"]
    assert first("xuất báo cáo năm") == first("soạn báo cáo năm") == ["paper_yearly"]
    assert first("biên bản") == ["paper_minutes"], "a word said is not put in others where it is meant itself"


def test_what_cannot_act_now_comes_behind_what_is_found_alike() -> None:
    assert [a.id for a in found("outcome", AMONG, {"outcome_noted"})].index("outcome_noted") > 0


def test_a_letter_is_its_key_and_its_capital_another() -> None:
    assert first("L") == ["log_entry"] and first("l") == ["right"] and first(":") == ["palette"]


def test_everything_without_a_key_is_found_by_other_words_than_its_title() -> None:
    assert set(SAID) <= set(BY_ID)
    assert [a.id for a in ACTIONS if a.scope is Scope.APP and not a.keys and len(SAID.get(a.id, "").split(";")) < 2] == []


ON_SCREEN: Final = {
    "help": "help", "check": "problems", "status": "status_text", "agenda": "agenda_text", "log": "plan_history", "diff": "compare_plans",
    "new": "new_plan", "export": "annexes", "form": "body_form", "import": "import_file", "report": "paper", "read": "import_file",
    "propose": "proposals", "calendar": "due_calendar", "sync": "sync",
}  # fmt: skip
"""Which command of the palette does what a command of the shell does."""
NOT_ON_SCREEN: Final = {
    "merge": "joins three versions for a version control system; the program joins what others saved by itself",
    "clone": "makes a folder where there is none yet, before a plan is opened",
    "schema": "of every plan, for editors of the file",
    "rollup": "of many plans at once, by whoever gathers them",
    "sql": "of what a roll-up of many plans has made",
    "serve": "of a server's administrator: it opens plans to browsers",
    "journals": "of whatever plan; those of this plan are offered when it is opened",
}


def test_whatever_the_command_line_does_the_palette_does() -> None:
    assert ON_SCREEN.keys() | NOT_ON_SCREEN.keys() == COMMANDS.keys()
    assert set(ON_SCREEN.values()) <= set(BY_ID)


def test_each_kind_of_paper_has_a_command_or_stands_in_the_list_of_kinds() -> None:
    assert [name for name in ("yearly", "letters", "notice", "minutes") if f"paper_{name}" not in BY_ID or name not in KINDS] == []


# -- what a screen is for -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", SPOKEN, ids=LANGUAGES)
def test_a_screen_says_in_two_sentences_what_it_is_for_and_ten_commands(words: Words) -> None:
    for purpose in (*OF_TABLES.values(), *OF_PLACES.values(), A_LIST):
        told = purpose.said(words, lambda id: True)
        assert 1 <= told.count(". ") <= 2 and told.endswith("."), told
        assert len(purpose.most_used) == len(set(purpose.most_used)) == 10 and set(purpose.most_used) <= set(BY_ID), told
    assert purpose_of("sources", table=True) is A_LIST


def boxes(kind: type[Dialog[Any]]) -> Iterator[type[Dialog[Any]]]:
    """Every kind of box there is."""
    for box in kind.__subclasses__():
        yield box
        yield from boxes(box)


def test_every_box_says_in_two_sentences_of_its_own_what_it_is_for() -> None:
    for module in walk_packages(screens.__path__, f"{screens.__name__}."):
        import_module(module.name)
    kinds = {box for box in boxes(Dialog) if box.__module__.startswith(f"{screens.__name__}.") and box is not TableBox}
    assert len(kinds) > 20
    for words in SPOKEN:
        for kind in kinds:
            told = words(kind.purpose)
            assert kind.purpose != Dialog.purpose and told.count(". ") == 1 and told.endswith("."), (kind, told)
