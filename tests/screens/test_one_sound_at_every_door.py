"""One rule of spelling wherever something is looked for: hoà = hòa, kĩ = kỹ, quí = quý, qui = quy, lí = lý, – = -, years with spaces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.support.frame_plans import frames_of
from tui.actions import ACTIONS
from tui.commands.body import body_named
from tui.commands.opened import CannotDo
from tui.exchange.pasted_values import PastedReader
from tui.exchange.reading.columns import title_key
from tui.exchange.reading.names import name_key
from tui.frames.tables.everything import everything
from tui.frames.tables.filter import field_names, narrow, parse
from tui.frames.tables.register import register_view
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.suggestions import nearest
from tui.screens.command_search import findable, found
from tui.screens.dialogs.picking import picker_for
from tui.vocabulary.bodies import Bodies
from tui.vocabulary.outcome import Read

VI, EN = Words("vi"), Words("en")
DAY = dt.date(2024, 1, 1)
NAMES = {
    "hoa": "Sở Hòa giải và Hóa chất",
    "ky": "Trường Kỹ thuật và Mỹ nghệ",
    "quy": "Quỹ Quy hoạch và Quý kim",
    "ly": "Ban Quản lý Khu công nghiệp",
    "nam": "Ban Chỉ đạo chương trình 2021 - 2025",
    "thuy": "Chi cục Thủy lợi khỏe",
}
SPELLED = {
    "hoa": ("Sở Hoà giải và Hoá chất", "Sở HOÀ giải và Hoá chất"),
    "ky": ("Trường Kĩ thuật và Mĩ nghệ",),
    "quy": ("Quĩ Qui hoạch và Quí kim",),
    "ly": ("Ban Quản lí Khu công nghiệp",),
    "nam": ("Ban Chỉ đạo chương trình 2021-2025", "Ban Chỉ đạo chương trình 2021–2025", "Ban Chỉ đạo chương trình 2021 – 2025"),
    "thuy": ("Chi cục Thuỷ lợi khoẻ",),
}
CASES = [(id, spelled) for id, every in SPELLED.items() for spelled in (*every, NAMES[id])]
FRAMES = frames_of(agencies={id: {"name": name, "kind": "department"} for id, name in NAMES.items()})
PLAN = FRAMES.plan
VIEW = register_view(FRAMES, PLAN, "agencies", VI)
LEAD = TABLES["duties"]["agency"] if "agency" in TABLES["duties"].by_key else TABLES["indicators"]["agency"]


def in_filter(text: str) -> list[str]:
    return list(narrow(VIEW, parse(f'"{text}"'), field_names(VIEW, VI, EN))["id"])


def in_jump(text: str) -> list[str]:
    return list(everything(FRAMES, VI, DAY).found(text)[0]["id"])[:1]


def in_picker(text: str) -> list[str]:
    return [item.id for item in picker_for(LEAD, PLAN, VI, "", day=DAY).found(text)][:1]


def in_paste(text: str) -> list[str]:
    return [PastedReader(PLAN, (VI, EN), DAY).read(LEAD, text)]


def in_import(text: str) -> list[str]:
    read = Bodies(PLAN, DAY).read(text)
    return [read.value] if isinstance(read, Read) else []


def by_option(text: str) -> list[str]:
    return [body_named(text, PLAN, VI, DAY)]


DOORS: tuple[Callable[[str], list[str]], ...] = (in_filter, in_jump, in_picker, in_paste, in_import, by_option)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_spelling_of_a_name_finds_it(door: Callable[[str], list[str]]) -> None:
    assert [(spelled, door(spelled)) for _, spelled in CASES] == [(spelled, [id]) for id, spelled in CASES]


def test_names_and_titles_of_columns_are_compared_by_sound_and_a_slip_is_suggested_by_it() -> None:
    for id, spelled in CASES:
        assert name_key(spelled) == name_key(NAMES[id]) and title_key(spelled) == title_key(NAMES[id])
        assert nearest(spelled, NAMES.values()) == NAMES[id]
    assert title_key("Lí do") == title_key("Lý do") and title_key("Quí I") == title_key("Quý I")


def test_what_sounds_otherwise_is_not_found() -> None:
    for door in (in_filter, in_import):
        assert door("Sở Hoàn giải và Hoàn chất") == []
    with pytest.raises(CannotDo):
        by_option("Quận Hai")
    assert name_key("quỳ") != name_key("quý") and title_key("hoàn") != title_key("hoa")


def test_commands_are_found_by_every_spelling_of_their_titles() -> None:
    among = [findable(action, (VI, EN), action.keys) for action in ACTIONS]
    other = {"lý": "lí", "kỳ": "kì", "quý": "quí", "óa": "oá", "ủy": "uỷ", "ỏa": "oả", "kỹ": "kĩ", " - ": "–"}
    looked = 0
    for action in ACTIONS:
        title = VI(action.title)
        spelled = title
        for usual, also in other.items():
            spelled = spelled.replace(usual, also)
        if spelled != title:
            looked += 1
            assert action.id in [one.id for one in found(spelled, among)], spelled
    assert looked > 3
