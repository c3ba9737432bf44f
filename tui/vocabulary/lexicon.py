"""The words of ``words.toml`` as the readers use them: phrases in the one spelling texts are compared in, each with what it means."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs
import tomli

from tui.model.plan import Plan
from tui.model.text import bare_sound, fold, nfc, sound

Own: TypeAlias = tuple[tuple[str, str], ...]
"""A plan's own words: (what is written, what it means), e.g. ``("Đơn vị đầu mối", "tasks.leads")``."""

_FILE: Final = Path(__file__).with_name("words.toml")
_Y: Final = re.compile(r"(qu|[hklmst])y")
_SLOT: Final = re.compile(r"\{(\w+)\}")


def plain(text: str) -> str:
    """Text as words are compared: no marks, lower case, one spelling of a sound, one space between words."""
    return " ".join(bare_sound(" ".join(text.split())).split())


def letterwise(text: str) -> str:
    """Text in form C without marks and in lower case, every letter at its place, so that what is found can be cut out of ``nfc(text)``."""
    bare = "".join(bare if len(bare := fold(char)) == 1 else char for char in nfc(text))
    return _Y.sub(r"\1i", bare)


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """The words of the package."""
    return tomli.loads(_FILE.read_text(encoding="utf-8"))


def own_words(plan: Plan) -> Own:
    """What a plan adds to the vocabulary: its ``[settings] words``."""
    entries = plan.setting("words", ())
    return tuple((str(entry["said"]), str(entry["means"])) for entry in entries if "said" in entry and "means" in entry)


def phrases(*path: str) -> tuple[str, ...]:
    """The phrases at a place of ``words.toml``, slots filled, as they are compared; the longest first."""
    return _phrases(path)


@lru_cache(maxsize=256)
def _phrases(path: tuple[str, ...]) -> tuple[str, ...]:
    here: Any = words()
    for key in path:
        here = here[key]
    return tuple(sorted({plain(said) for written in here for said in _filled(written)}, key=lambda said: (-len(said), said)))


def _filled(written: str) -> Iterator[str]:
    """A phrase once for each word that may stand in its slots."""
    names = _SLOT.findall(written)
    for choice in itertools.product(*(words()["slots"][name] for name in names)):
        said = written
        for name, word in zip(names, choice, strict=True):
            said = said.replace(f"{{{name}}}", word, 1)
        yield said


@lru_cache(maxsize=256)
def spoken(*path: str) -> str:
    """A pattern that finds any phrase at a place of ``words.toml`` with its marks, in text as :func:`tui.model.text.sound` makes it."""
    here: Any = words()
    for key in path:
        here = here[key]
    return alternatives(sorted({sound(said) for written in here for said in _filled(written)}, key=lambda said: (-len(said), said)))


@lru_cache(maxsize=256)
def one_of(*path: str) -> str:
    """A pattern that finds any phrase at a place of ``words.toml``, the longest first."""
    return alternatives(phrases(*path))


def alternatives(said: Iterable[str]) -> str:
    """A pattern for any of some phrases, in a group that is not counted."""
    return "(?:" + "|".join(map(re.escape, said)) + ")"


@attrs.frozen
class Phrases:
    """Phrases and what each may mean, e.g. ``hoan thanh`` → ``done``; looked up whole."""

    meanings: Mapping[str, tuple[str, ...]]

    def meant_by(self, text: str) -> tuple[str, ...]:
        """What a text may mean, the likeliest first; empty where no phrase is written so."""
        for form in forms(text):
            if form in self.meanings:
                return self.meanings[form]
        return ()


_ENDS: Final = " .,:;*"
_IN_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")


def forms(text: str) -> Iterator[str]:
    """A text as it may be listed: whole, without signs at its ends, without what stands in brackets."""
    whole = plain(text)
    yield whole
    yield whole.strip(_ENDS)
    yield " ".join(_IN_BRACKETS.sub(" ", whole).split()).strip(_ENDS)


def phrases_of(meanings: Iterable[tuple[str, str]]) -> Phrases:
    """From (written, means); slots are filled, and what is written for several things means all of them."""
    found: dict[str, dict[str, None]] = {}
    for written, means in meanings:
        for said in _filled(written):
            found.setdefault(plain(said), {})[means] = None
    return Phrases({said: tuple(means) for said, means in found.items()})


def says_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: ``–``, ``…``, ``(*)``, ``chưa có số liệu``; an empty one as well."""
    short = plain(text)
    return not short or short in phrases("amount", "blank")


_QUOTES: Final = re.compile(r"[\s\-–—.,]*(?:[\"“”„″〃«»]|''|``|’’|′′)[\s\-–—.,\"“”„″〃]*\Z")


def says_as_above(text: str) -> bool:
    """Whether a cell says that it is as the one above: ``-nt-``, ``"``, ``như trên``."""
    return _QUOTES.match(nfc(text)) is not None or plain(text).strip(" -–—.,;:()[]\"'“”").replace("/", "") in phrases("as_above", "words")
