"""One idea has one word, on screens, in papers, forms and the shipped plan: the glossary, and who speaks otherwise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
import tomli
from babel.messages.pofile import read_po

import tui
from tests.support.paths import SHIPPED
from tui.i18n.words import Words
from tui.model.text import nfc
from tui.store.plan_file import load

EN = Words("en")
PACKAGE = Path(tui.__file__).parent
GLOSSARY = tomli.loads((PACKAGE / "vocabulary/glossary.toml").read_text(encoding="utf-8"))
IDEAS: list[dict[str, Any]] = GLOSSARY["idea"]
ENGLISH: list[dict[str, Any]] = GLOSSARY["english"]
READERS = ("vocabulary/", "exchange/reading/", "exchange/document/", "i18n/command_words.py")
"""What only understands what people type, the former words too."""
SPOKEN = [path for path in PACKAGE.rglob("*.py") if not path.relative_to(PACKAGE).as_posix().startswith(READERS)]
"""The modules whose own Vietnamese somebody may read: papers, forms, tables, screens, commands."""
SPOKEN_DATA = [PACKAGE / "model/usual.toml"]
"""Data of the package that is offered to people as it stands."""
MARKED = re.compile("[À-ỹ]")


@attrs.frozen
class Saying:
    """A sentence, what an exception calls it, and whether the plan says it."""

    name: str
    text: str
    in_plan: bool = False


@cache
def sayings() -> tuple[Saying, ...]:
    return tuple([*catalogue(), *papers(), *shipped()])


def catalogue() -> Iterator[Saying]:
    with (PACKAGE / "i18n/locale/vi/LC_MESSAGES/kehoach.po").open("rb") as file:
        for message in read_po(file, locale="vi"):
            if message.id:
                name = message.id if isinstance(message.id, str) else message.id[0]
                for text in {message.string} if isinstance(message.string, str) else {*message.string}:
                    yield Saying(name, text)


def papers() -> Iterator[Saying]:
    for path in SPOKEN:
        if MARKED.search(code := path.read_text(encoding="utf-8")):
            yield from spoken_in(code)
    for path in SPOKEN_DATA:
        yield from (Saying(text, text) for text in texts_in(tomli.loads(path.read_text(encoding="utf-8"))))


def spoken_in(code: str) -> Iterator[Saying]:
    """The Vietnamese in the texts of a module, its docstrings left out."""
    tree = ast.parse(code)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told and MARKED.search(node.value):
            yield Saying(node.value, node.value)


def shipped() -> Iterator[Saying]:
    for table, records in load(SHIPPED).plan.tables.items():
        for id, record in records.items():
            yield from (Saying(f"{table}.{id}", text, in_plan=True) for text in texts_in(record))


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str) and not value.startswith(("http://", "https://")):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


def wrong(idea: dict[str, Any], all_of: tuple[Saying, ...]) -> list[str]:
    """The sentences that say an idea by a word that is not used for it."""
    pattern = re.compile("|".join(rf"(?<!\w)(?:{word})(?!\w)" for word in idea["not"]), re.IGNORECASE)
    excepted = {*idea.get("but", ())}
    heard = (s for s in all_of if s.name not in excepted and (not s.in_plan or idea.get("in_plan")))
    return [f"{s.name}: {s.text}" for s in heard if pattern.search(nfc(s.text))]


@cache
def english() -> tuple[Saying, ...]:
    """Every sentence as it is said in English: in other words than its id where the English catalogue has some."""
    with (PACKAGE / "i18n/locale/vi/LC_MESSAGES/kehoach.po").open("rb") as file:
        ids = [message.id for message in read_po(file, locale="vi") if message.id]
    return tuple(Saying(one, text) for id in ids for one, text in zip(both(id), both(said_in_english(id)), strict=True))


def said_in_english(id: str | tuple[str, ...]) -> str | tuple[str, ...]:
    words = Words("en")
    return words(id) if isinstance(id, str) else tuple(words._catalogue.ngettext(id[0], id[1], n) for n in (1, 2))


def both(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


@pytest.mark.parametrize("idea", ENGLISH, ids=lambda idea: idea["of"])
def test_no_english_sentence_uses_a_word_that_is_not_the_fields(idea: dict[str, Any]) -> None:
    assert wrong(idea, english()) == []


def test_a_planted_english_word_is_found_and_what_is_between_braces_is_not() -> None:
    agency = next(idea for idea in ENGLISH if "agency" in idea["words"])
    planted = Saying("a", "Bodies that are late"), Saying("b", "returned to {body}"), Saying("c", "somebody else has saved")
    assert wrong(agency, planted) == ["a: Bodies that are late"]
    named = {saying.name for saying in english()}
    assert [name for idea in ENGLISH for name in idea.get("but", ()) if name not in named] == []
    assert (EN("late"), EN("Back out"), EN.count("{n} body", "{n} bodies", 2)) == ("overdue", "Cancel", "2 agencies")


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: idea["of"])
def test_no_sentence_uses_a_word_that_is_not_used(idea: dict[str, Any]) -> None:
    assert wrong(idea, sayings()) == []


def test_a_word_that_is_not_used_is_found_wherever_it_stands() -> None:
    risk = next(idea for idea in IDEAS if "nguy cơ không đạt" in idea["not"])
    said = (
        Saying("a", "Có 3 chỉ tiêu Nguy cơ không đạt (ước)"),
        Saying("b", "khó có khả năng đạt"),
        Saying("c", "nguy cơ không đạt", in_plan=True),
    )
    assert wrong(risk, said) == ["a: Có 3 chỉ tiêu Nguy cơ không đạt (ước)"]


@pytest.mark.parametrize(
    "room",
    [
        "reports/sentences.py",
        "reports/letter_sentences.py",
        "exchange/form.py",
        "exchange/form_workbook.py",
        "reports/workbook.py",
        "reports/status.py",
        "exchange/pasted_values.py",
        "commands/export.py",
        "screens/review/item.py",
        "model/closing.py",
    ],
)
def test_a_word_planted_in_a_paper_a_form_a_table_or_a_screen_is_found(room: str) -> None:
    """Each former word of an idea fails the test wherever it is written: the module is read, and so is the text in it."""
    path = PACKAGE / room
    assert path in SPOKEN
    for idea in IDEAS:
        planted = next((word for word in idea["not"] if re.fullmatch(r"[\w ,/-]+", word) and MARKED.search(word)), None)
        if planted is not None:
            code = f'"""{planted}"""\nPLANTED = f"Có {{n}} mục: {planted} (ước)"\n'
            assert any(planted in line for line in wrong(idea, tuple(spoken_in(code)))), (idea["of"], planted)


def test_every_exception_is_needed_and_every_word_that_is_used_is_said() -> None:
    names = {saying.name for saying in sayings()}
    assert [name for idea in IDEAS for name in idea.get("but", ()) if name not in names] == []
    assert [idea["of"] for idea in IDEAS for word in idea["words"] if re.search("|".join(idea["not"]), word, re.IGNORECASE)] == []
    assert [idea["of"] for idea in IDEAS if "but" in idea and "why" not in idea] == []
