"""Who leads and who takes part, as it is said before, behind and inside a list of bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from tui.model.text import nfc
from tui.vocabulary.body_lists import begins_a_body, is_shortened
from tui.vocabulary.lexicon import alternatives, letterwise, one_of, phrases

LEAD: Final = "lead"
PARTNER: Final = "partner"
_BULLET: Final = re.compile(r"^\s*(?:[-+*•–—]|[0-9]{1,2}[.)])\s+")
_SHORT_ROLE: Final = 2
"""Letters of a role that is shortened ("CT", "PH"): said only behind a sign."""
_DONE: Final = re.compile(r"\s+(?:to chuc |trien khai )?(?:thuc hien|trien khai)$")
"""What a sentence ends with behind the last name."""


def lines_with_roles(text: str) -> Iterator[tuple[str, str | None]]:
    """The lines of a list, each with the role said before it (``Chủ trì: …``), which holds for the lines under it as well."""
    role: str | None = None
    for line in re.split(r"[\n;]", _unbroken(_roles_apart(nfc(text)))):
        bare = _BULLET.sub("", line).strip(" .,;")
        while (found := _role_before().match(letterwise(bare))) is not None:
            role = LEAD if found["lead"] else PARTNER
            bare = bare[found.end() :].strip(" :.,-")
        for part, own in _told_in_words(bare):
            yield part, own or role


def _told_in_words(line: str) -> Iterator[tuple[str, str | None]]:
    """A line that says in a sentence who takes part as (who leads, who takes part): ``Giao A chủ trì, phối hợp với B thực hiện``."""
    given = _given().match(letterwise(line))
    bare = line[given.end() :] if given is not None and begins_a_body(line[given.end() :]) else line
    for found in _together().finditer(letterwise(bare)):
        before, behind = bare[: found.start()].strip(" .,"), bare[found.end() :].strip(" .,")
        if begins_a_body(before) and begins_a_body(behind):
            done = _DONE.search(letterwise(behind))
            yield before, None
            yield behind[: done.start()] if done is not None and done.start() else behind, PARTNER
            return
    if bare:
        yield bare, None


@lru_cache(maxsize=1)
def _given() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('document', 'given', 'words')})\s+(?:cho\s+)?")


@lru_cache(maxsize=1)
def _together() -> re.Pattern[str]:
    return re.compile(r"(?<=[\w)])\s*,?\s+(?:va )?(?:chu dong )?(?:voi su )?phoi hop(?: (?:chat che|cung|voi|thuc hien|cua))* ")


def _roles_apart(text: str) -> str:
    """A text with each role that is said with a colon on a line of its own: ``Chủ trì: A. Phối hợp: B``."""
    short = letterwise(text)
    for found in reversed(list(_role_inside().finditer(short))):
        text = f"{text[: found.start()]}\n{text[found.end('sign') :]}"
    return text


@lru_cache(maxsize=1)
def _role_inside() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w|\))(?P<sign>\s*[.,/–-]?\s+|/)(?:{one_of('bodies', 'lead')}|{one_of('bodies', 'partner')})(?: voi)?\s*:")


def _unbroken(text: str) -> str:
    """A text whose names that were broken over lines stand on one: a line goes on with the one before unless a name begins there."""
    lines: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        begins = not lines or _BULLET.match(line) or _role_before().match(letterwise(bare)) or begins_a_body(bare) or is_shortened(bare)
        if begins or lines[-1].rstrip()[-1:] in ",;:." or not lines[-1].strip():
            lines.append(line)
        elif bare:
            lines[-1] = f"{lines[-1].rstrip()} {bare}"
    return "\n".join(lines)


@lru_cache(maxsize=1)
def _role_before() -> re.Pattern[str]:
    leads, partners = (one_of("bodies", key) for key in ("lead", "partner"))
    return re.compile(rf"(?:(?P<lead>{leads})|(?P<partner>{partners}))(?: voi)?\s*(?:[:]|$|(?= (?:so|bo|cac|ubnd|ban)\b))")


def without_role(text: str) -> tuple[str, str | None]:
    """A name and the role in brackets or words behind it: ``A (chủ trì)``, ``A chủ trì``."""
    found = _role_after().search(letterwise(text))
    if found is None or found.start() == 0:
        return text.strip(" .,;"), None
    role = LEAD if found["lead"] or found["word_of_lead"] else None if found["beside"] else PARTNER
    return text[: found.start()].strip(" .,;"), role


@lru_cache(maxsize=1)
def _role_after() -> re.Pattern[str]:
    leads, partners, beside = (one_of("bodies", key) for key in ("lead", "partner", "beside"))
    of_words = (alternatives(said for said in phrases("bodies", key) if len(said) > _SHORT_ROLE) for key in ("lead", "partner"))
    word_of_lead, word_of_partner = of_words  # "Sở CT" is a name
    roles = rf"(?P<lead>{leads})|(?P<partner>{partners})|(?P<beside>{beside}[^()\[\]]*)"
    signed = rf"(?:[(\[]|(?<=\s)-|-(?=\s))\s*(?:la )?(?:{roles})"
    bare = rf"(?:(?<=\s)|-)(?:(?P<word_of_lead>{word_of_lead})|(?P<word_of_partner>{word_of_partner}))"
    return re.compile(rf"\s*(?:{signed}|{bare})\s*[)\]]?\s*$")
