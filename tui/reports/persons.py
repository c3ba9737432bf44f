"""Persons as they are typed for a meeting: a name is told from an office, whatever address or capitals stand round it."""

from __future__ import annotations

import re
from typing import Final

from tui.model.text import sound

_PARTS: Final = re.compile(r"\s*[,;:()]\s*|\s+[-–—]\s+")
"""What stands between a name and an office."""
_ADDRESS: Final = re.compile(r"^(?:(?:ông|bà|đồng chí|đ/c)\s+)?(?:(?:PGS|GS|TS|ThS|CN|KS)\.\s*)*", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\W\d_]+")
_SURNAMES: Final = frozenset(
    _WORDS.findall(
        """bùi bạch cao chu châu cà cù dương giàng giáp hoàng huỳnh hà hầu hồ hồng hứa kha khúc khổng kiều liễu lâm lã lèo lê lò lô lý lưu
    lương lường lộc lục ma mai mông mạc mẫn nguyễn ngô nông phan phùng phương phạm quàng quách sùng sầm thào thạch tiêu triệu trương
    trần trịnh tô tôn tạ tống vàng vòng võ vũ vương âu đinh điêu đoàn đàm đàng đào đậu đặng đỗ"""
    )
)
"""Surnames a name in capitals is known by, for an office in capitals looks alike (*CHỦ TỊCH*); none that begins common words."""
_OF_OFFICES: Final = frozenset(map(sound, _WORDS.findall("tịch đốc trưởng chánh sở ban tỉnh huyện xã ký ủy tạo phó hội đảng phòng")))


def is_a_name(text: str) -> bool:
    """Whether a chair is named (Trịnh Việt Hùng, TRỊNH VIỆT HÙNG) and not called by the role (Chủ tịch UBND tỉnh)."""
    words = text.split()
    if not 2 <= len(words) <= 6:
        return False
    if all(map(_WORDS.fullmatch, words)) and text.isupper():
        return words[0].lower() in _SURNAMES and not {sound(word) for word in words} & _OF_OFFICES
    return all(word[:1].isupper() and (len(word) == 1 or not word.isupper()) for word in words)


def name_in(text: str) -> str:
    """The name of a person typed with address or office, ``Nguyễn Văn An`` of ``Ông Nguyễn Văn An, Phó Chủ tịch``; "" of a role alone."""
    for part in _PARTS.split(text.strip()):
        name = _ADDRESS.sub("", part.strip())
        if is_a_name(name):
            return as_written(name)
    return ""


def as_written(name: str) -> str:
    """A name as papers write it: typed in capitals it keeps those of its words only."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name
