"""Text fields that Vietnamese input methods can type into.

Telex and VNI programs do not compose on screen: they let plain letters through and then send backspaces and the right
letters in one burst (``chinh``, three times backspace, ``ính``). Textual inserts letters as soon as their key arrives but
runs backspace as a binding, after the letters behind it; so here every key that edits or moves acts as it arrives.
Text is in normal form C whichever way it comes in, and never carries a control character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

import attrs
from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tui.model.text import field_text

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """Text for a field of one line: form C, each line break or tab a space (none at the ends), other controls gone."""
    spaced = _LINE_BREAK.sub(" ", text.strip("\r\n")).replace("\t", " ")
    return field_text(spaced)


def prose(text: str) -> str:
    """Text for a field of several lines: form C, line breaks as line feeds, controls other than tab gone."""
    return field_text(_LINE_BREAK.sub("\n", text), lines=True)


@attrs.define
class TypedRun:
    """The characters typed just before the cursor, as they came.

    An input method set to "composite" Unicode sends ``a`` and U+0301 and counts two characters when it takes them back,
    while the field holds the one letter ``á``. So the run is kept apart, and a backspace takes back one of its characters.
    A character nobody can see (some send U+200B to break completions) is counted too, but never shown.
    """

    _base: str = ""
    _raw: str = ""

    def put(self, before: str, text: str) -> str:
        """What stands before the cursor once ``text`` is typed after ``before``, in form C."""
        self._follow(before)
        self._raw += text
        return self._shown()

    def take_back(self, before: str) -> str:
        """What stands before the cursor after one backspace."""
        self._follow(before)
        if not self._raw:
            return before[:-1]
        self._raw = self._raw[:-1]
        return self._shown()

    def _follow(self, before: str) -> None:
        """Forget the run when the text before the cursor is no longer what it made: the cursor moved, or something else edited."""
        if self._shown() != before:
            self._base, self._raw = before, ""

    def _shown(self) -> str:
        return field_text(self._base + self._raw, lines=True)


def typed_character(event: events.Key) -> str | None:
    """The character a key types, or None.

    Everything but control characters counts, also spaces Python does not call printable: some input methods send U+202F
    or U+200B and count it in the backspaces that follow, so to drop it would delete one letter too many.
    """
    character = event.character
    if character is None or len(character) != 1 or event.key.startswith(("ctrl+", "alt+", "super+", "meta+")):
        return None
    return None if character < " " or "\x7f" <= character <= "\x9f" else character


def same_start(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


_FIELD_KEYS: Final[dict[str, Callable[[Input], None]]] = {
    "delete": Input.action_delete_right,
    "ctrl+d": Input.action_delete_right,
    "left": Input.action_cursor_left,
    "right": Input.action_cursor_right,
    "home": Input.action_home,
    "ctrl+a": Input.action_home,
    "end": Input.action_end,
    "ctrl+e": Input.action_end,
    "ctrl+home": Input.action_home,
    "ctrl+end": Input.action_end,
    "shift+left": lambda field: field.action_cursor_left(select=True),
    "shift+right": lambda field: field.action_cursor_right(select=True),
    "shift+home": lambda field: field.action_home(select=True),
    "shift+end": lambda field: field.action_end(select=True),
    "ctrl+left": Input.action_cursor_left_word,
    "ctrl+right": Input.action_cursor_right_word,
    "ctrl+w": Input.action_delete_left_word,
    "ctrl+u": Input.action_delete_left_all,
    "ctrl+k": Input.action_delete_right_all,
}

_STAYS_IN_FIELD: Final = frozenset({"backspace", *_FIELD_KEYS})


class TextField(Input):
    """A field of one line. ``value`` is always in form C, on one line and without control characters.

    Put a value into the field and compare with ``one_line(value)`` to know whether somebody changed it. While
    ``choices`` has something to offer for what stands in the field, ↑ puts in the first and ↓ the last of it.
    """

    choices: Callable[[str], Sequence[str]] | None = None
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))  # Textual's lays the whole screen out again at every letter

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
        max_length: int = 0,
        compact: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        self._typed = TypedRun()
        super().__init__(
            one_line(value),
            placeholder,
            max_length=max_length,
            compact=compact,
            select_on_focus=False,  # the first letter typed must not wipe what stands there
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )
        self.cursor_blink = False  # each blink is a write down a slow line

    def on_blur(self) -> None:
        """Left for another widget it shows how its text begins; while only the window is left it stays as it is."""
        if self.app.app_focus and self.is_attached:
            self.scroll_to(x=0, animate=False)

    def validate_value(self, value: str) -> str:
        """Whatever sets the value, it is clean."""
        return one_line(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a range with clean text: also what the paste key brings."""
        super().replace(one_line(text), start, end)

    async def on_key(self, event: events.Key) -> None:
        if (character := typed_character(event)) is not None:
            self._put(character)
        elif event.key == "backspace":
            self._backspace()
        elif event.key == "enter":
            await self.action_submit()
        elif event.key in ("up", "down") and self.choices is not None and (offered := self.choices(self.value)):
            self.value = offered[0 if event.key == "up" else -1]
            self.action_end()
        elif (act := _FIELD_KEYS.get(event.key)) is not None:
            act(self)
        else:
            return
        event.stop()
        event.prevent_default()  # else Textual goes on to Input's own handler

    def stays_put(self, event: events.Key | events.Paste) -> bool:
        """Whether the field only edits its text, so that the next key is its own as well."""
        return isinstance(event, events.Paste) or typed_character(event) is not None or event.key in _STAYS_IN_FIELD

    def on_paste(self, event: events.Paste) -> None:
        if text := one_line(event.text):
            self._put(text)
        event.stop()
        event.prevent_default()

    def _put(self, text: str) -> None:
        start, end = sorted(self.selection)
        before = self.value[:start]
        self._replace_tail(before, self._typed.put(before, text), end)

    def _backspace(self) -> None:
        start, end = sorted(self.selection)
        if start != end:
            self.delete_selection()
        elif start:
            before = self.value[:start]
            self._replace_tail(before, self._typed.take_back(before), end)

    def _replace_tail(self, before: str, after: str, end: int) -> None:
        """Replace only what differs, so that a limit on the length is judged by the result."""
        same = same_start(before, after)
        super().replace(after[same:], same, end)
